"""Who makes the agreement or the promise: municipalities, the police's unit, others named beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from planparse.lexicon import holds
from planparse.metadata import sides
from planparse.metadata.party_names import (
    Placed,
    both_sides,
    framed,
    is_generic,
    organisations,
    party_line,
    without_authority,
)
from planparse.metadata.passages import Front, Passage, evidence, sentences
from planparse.metadata.police import units
from planparse.plan import DocumentType, Evidence, Party

_SHORT = 200
"""Characters; a longer block of a cover or a header is text."""
_LINE = 70
"""Characters of a cover's line that holds no more than a party."""
_WORDS = 6
"""Words; a longer line that ends in a full stop is a sentence."""
_INTRO = 25
"""Blocks of the text in which the parties are introduced."""
_PARTIES = 12
"""Lines below "Parter" that may name one each."""
_HEAD = 3
"""Blocks of the text that may say under the title what is reported on."""
_TWO_SIDED: tuple[DocumentType, ...] = ("agreement", "agreement_appendices", "citizen_promise")


def find(front: Front, kind: DocumentType) -> tuple[list[Party], Evidence | None]:
    """The parties as printed and what says so; none for a plan that one issuer makes."""
    if kind == "follow_up_report" and not _is_shared((*front.title, *front.cover, *front.body[:_HEAD])):
        return [], None
    for text, passage, confidence, listed in _places(front, kind):
        found = both_sides(text, listed)
        if found:
            parties = [_as_used(party, front) for party in _nearest(found, front, passage)]
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


def _places(front: Front, kind: DocumentType) -> Iterator[tuple[str, Passage, float, bool]]:
    """Where both sides may stand, best first; whether it is a list of parties and nothing else."""
    if kind in _TWO_SIDED:
        yield from ((text, passage, 0.95, True) for text, passage in _lines_under_heading(front))
    lists = _framed(front) if kind in (*_TWO_SIDED, "follow_up_report") else []
    for text, passage, confidence in _said(front, kind, lists):
        yield text, passage, confidence, (text, passage) in lists


def _lines_under_heading(front: Front) -> Iterator[tuple[str, Passage]]:
    """The lines below "Parter", or with labels like "Part 1:", that name one party each."""
    passages = (*front.cover, *front.body)
    for i, passage in enumerate(passages):
        below = passages[i + 1 :] if holds("metadata", "parties_heading", passage.text) else ()
        if not below and holds("metadata", "party_label", passage.text):
            below = passages[i:]
        names = list(takewhile(bool, (party_line(p.text) for p in below[:_PARTIES])))
        if len(names) > 1:
            yield "; ".join(filter(None, names)), below[0]


def _said(
    front: Front, kind: DocumentType, lists: Sequence[tuple[str, Passage]]
) -> Iterator[tuple[str, Passage, float]]:
    """What says in words who both sides are, best first."""
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
        yield from ((text, passage, 0.95) for text, passage in lists if passage.text == entry.passage.text)
        yield entry.value, entry.passage, 0.95
    for passage in front.cover:
        sentence = passage.text.endswith(".") and not holds("metadata", "data_line", passage.text)
        if len(passage.text) <= _SHORT and not (kind == "action_plan" and sentence):
            yield passage.text, passage, 0.9
    if lines := _name_lines(front):
        yield " – ".join(p.text for p in lines), lines[-1], 0.8
    if kind == "action_plan":
        yield from _shared_plan(front)
        yield from sides.signed(front)
        return
    yield from ((text, passage, 0.9) for text, passage in lists)
    yield from _in_text(front)
    yield from sides.signed(front)


def _framed(front: Front) -> list[tuple[str, Passage]]:
    """What follows "parter är" and "träffad av", and what is concluded "mellan" whom: lists of parties."""
    return [
        (text, passage)
        for form in ("are", "made_by", "concluded")
        for passage in (*front.cover, *front.body)
        for text in framed(passage.text, form)
    ]


def _in_text(front: Front) -> Iterator[tuple[str, Passage, float]]:
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
        if passage.place == "title" or (len(passage.text) <= _LINE and not _tells(passage.text))
    ]


def _tells(text: str) -> bool:
    """Whether a line of the cover tells of a decision or is a sentence."""
    return holds("metadata", "not_title", text) or (text.endswith(".") and len(text.split()) > _WORDS)


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


def _as_used(party: Party, front: Front) -> Party:
    """The police's unit without the authority above it, where the document elsewhere names it so."""
    short = without_authority(party.name)
    everything = (*front.title, *front.cover, *front.furniture, *front.body) if short != party.name else ()
    if any(short in p.text and party.name not in p.text for p in everything):
        return party.model_copy(update={"name": short})
    return party


def _told_locally(front: Front) -> Iterator[list[Party]]:
    """The parties where the text itself says who they are and names the police's area."""
    for passage in (*front.cover, *front.body):
        for form in ("are", "made_by", "concluded"):
            for text in framed(passage.text, form):
                parties = [party for _, party in both_sides(text)]
                if parties and not any(is_generic(party) for party in parties):
                    yield parties
