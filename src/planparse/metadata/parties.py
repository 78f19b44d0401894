"""Who makes the agreement or the promise: municipalities, the police's unit, others named beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from planparse.lexicon import holds
from planparse.metadata import sides
from planparse.metadata.party_names import Placed, both_sides, framed, is_generic, organisations
from planparse.metadata.passages import Front, Passage, evidence, sentences
from planparse.metadata.police import units
from planparse.plan import DocumentType, Evidence, Party

_SHORT = 200
"""Characters; a longer block of a cover or a header is text."""
_LINE = 70
"""Characters of a cover's line that holds no more than a party."""
_INTRO = 25
"""Blocks of the text in which the parties are introduced."""
_HEAD = 3
"""Blocks of the text that may say under the title what is reported on."""
_TWO_SIDED: tuple[DocumentType, ...] = ("agreement", "agreement_appendices", "citizen_promise")


def find(front: Front, kind: DocumentType) -> tuple[list[Party], Evidence | None]:
    """The parties as printed and what says so; none for a plan that one issuer makes."""
    if kind == "follow_up_report" and not _is_shared((*front.title, *front.cover, *front.body[:_HEAD])):
        return [], None
    for text, passage, confidence in _places(front, kind):
        found = both_sides(text)
        if found:
            parties = _nearest(found, front, passage)
            return _with_promisers(parties, front, kind), evidence(passage, text, confidence)
    for text, passage in _concluded(front, kind):
        if found := organisations(text):
            return [party for _, party in found], evidence(passage, text, 0.8)
    if kind in (*_TWO_SIDED, "follow_up_report") and (told := sides.told(front, kind)):
        parties, passage = told
        return _with_promisers(parties, front, kind), evidence(passage, passage.text, 0.5)
    return [], None


def _with_promisers(parties: list[Party], front: Front, kind: DocumentType) -> list[Party]:
    """Of a promise also those who promise something in a lead-in of their own ("AB Eidar lovar")."""
    return [*parties, *sides.promisers(front, parties)] if kind == "citizen_promise" else parties


def _is_shared(passages: Iterable[Passage]) -> bool:
    return any(holds("metadata", "shared_title", p.text) for p in passages if len(p.text) <= _SHORT)


def _places(front: Front, kind: DocumentType) -> Iterator[tuple[str, Passage, float]]:
    """Where both sides may stand, best first."""
    whole = " ".join(passage.text for passage in front.title)
    if kind not in (*_TWO_SIDED, "follow_up_report", "action_plan"):
        for text in framed(whole, "between"):
            yield text, front.title[0], 0.85
        if kind == "minutes":
            yield from ((text, passage, 0.7) for text, passage in _concluded(front, kind))
        elif kind in ("programme", "other"):
            yield from sides.signed(front)
        return
    if whole and (kind != "action_plan" or _is_shared(front.title)):
        yield whole, front.title[0], 0.9
    for entry in front.of_kind("parties"):
        yield entry.value, entry.passage, 0.95
    for passage in front.cover:
        if len(passage.text) <= _SHORT:
            yield passage.text, passage, 0.9
    if lines := _name_lines(front):
        yield " – ".join(p.text for p in lines), lines[-1], 0.8
    if kind == "action_plan":
        yield from _shared_plan(front)
        yield from sides.signed(front)
        return
    yield from _in_text(front)
    yield from sides.signed(front)


def _in_text(front: Front) -> Iterator[tuple[str, Passage, float]]:
    for form in ("are", "made_by"):
        for passage in (*front.cover, *front.body):
            for text in framed(passage.text, form):
                yield text, passage, 0.9
    for passage in front.furniture:
        yield passage.text, passage, 0.8
    if front.furniture:
        yield " ".join(p.text for p in front.furniture), front.furniture[0], 0.7
    for passage in (*front.cover, *front.body[:_INTRO]):
        for sentence in sentences(passage.text):
            yield from ((text, passage, 0.8) for text in framed(sentence, "between"))
            yield sentence, passage, 0.7


def _concluded(front: Front, kind: DocumentType) -> Iterator[tuple[str, Passage]]:
    """The parties of "ingås mellan …": of an agreement, or of the one that minutes quote."""
    if kind not in ("agreement", "agreement_appendices", "minutes"):
        return
    for passage in (*front.cover, *front.body):
        for text in framed(passage.text, "concluded"):
            yield text, passage


def _name_lines(front: Front) -> list[Passage]:
    """Title and short lines of the cover that may hold one party each; none that tells of a decision."""
    return [
        passage
        for passage in (*front.title, *front.cover)
        if passage.place == "title" or (len(passage.text) <= _LINE and not holds("metadata", "not_title", passage.text))
    ]


def _shared_plan(front: Front) -> Iterator[tuple[str, Passage, float]]:
    """A plan of action has two sides where it says that it is a common one."""
    for passage in front.body[:_INTRO]:
        for sentence in sentences(passage.text):
            if holds("metadata", "shared_plan", sentence):
                yield sentence, passage, 0.8


def _nearest(found: Sequence[Placed], front: Front, passage: Passage) -> list[Party]:
    """The parties; where a line of the text or a header only says "Polisen", the unit that cover or intro names."""
    parties = [party for _, party in found]
    if not any(is_generic(party) for party in parties):
        return parties
    if passage.place == "title":
        return next((local for local in _told_locally(front) if len(local) == len(parties)), parties)
    for other in (*front.title, *front.cover, *front.furniture, *front.body[:_INTRO]):
        local = [unit for unit in units(other.text) if unit.level == "local"]
        if local:
            named = Party(name=local[0].name, kind="police")
            return [named if is_generic(party) else party for party in parties]
    return parties


def _told_locally(front: Front) -> Iterator[list[Party]]:
    """The parties where the text itself says who they are and names the police's area."""
    for passage in (*front.cover, *front.body):
        for form in ("are", "made_by", "concluded"):
            for text in framed(passage.text, form):
                parties = [party for _, party in both_sides(text)]
                if parties and not any(is_generic(party) for party in parties):
                    yield parties
