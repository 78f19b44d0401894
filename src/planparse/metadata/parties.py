"""Who makes the agreement or the promise: municipalities, the police's unit, others named beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from planparse.lexicon import fold, rules
from planparse.metadata.municipalities import mentions, register
from planparse.metadata.passages import Front, Passage, evidence, sentences
from planparse.metadata.police import units
from planparse.plan import DocumentType, Evidence, Party

_SHORT = 200
"""Characters; a longer block of a cover or a header is text."""
_LINE = 70
"""Characters of a cover's line that holds no more than a party."""
_INTRO = 25
"""Blocks of the text in which the parties are introduced."""
_LEVELS = ("local", "county", "generic")
_SPLIT = re.compile(r"\s*,\s*(?:och\s+|samt\s+)?|\s+(?:och|samt|&)\s+")
_TOWN = re.compile(r"e?s?\s+(?:kommun|stad)(?=s|en|ens|\b)", re.IGNORECASE)
_REGION = re.compile(r"region\s+$", re.IGNORECASE)
_TWO_SIDED: tuple[DocumentType, ...] = ("agreement", "agreement_appendices", "citizen_promise")


def find(front: Front, kind: DocumentType) -> tuple[list[Party], Evidence | None]:
    """The parties as printed and what says so; none for a plan that one issuer makes."""
    if kind not in (*_TWO_SIDED, "follow_up_report", "action_plan"):
        return [], None
    if kind == "follow_up_report" and not _is_shared(front.title) and not _is_shared(front.cover):
        return [], None
    for text, passage, confidence in _places(front, kind):
        found = _both_sides(text)
        if found:
            return _nearest(found, front, passage), evidence(passage, text, confidence)
    return [], None


def _is_shared(passages: Iterable[Passage]) -> bool:
    return any(rule.matches(p.text) for p in passages for rule in rules("metadata", "shared_title"))


def _places(front: Front, kind: DocumentType) -> Iterator[tuple[str, Passage, float]]:
    """Where both sides may stand, best first."""
    whole = " ".join(passage.text for passage in front.title)
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
        return
    for passage in (*front.cover, *front.body):
        for text in _framed(passage.text, "are"):
            yield text, passage, 0.9
    for passage in front.furniture:
        yield passage.text, passage, 0.8
    if front.furniture:
        yield " ".join(p.text for p in front.furniture), front.furniture[0], 0.7
    for passage in (*front.cover, *front.body[:_INTRO]):
        for sentence in sentences(passage.text):
            yield from ((text, passage, 0.8) for text in _framed(sentence, "between"))
            yield sentence, passage, 0.7


def _name_lines(front: Front) -> list[Passage]:
    """Title and short lines of the cover that may hold one party each; none that tells of a decision."""
    return [
        passage
        for passage in (*front.title, *front.cover)
        if passage.place == "title"
        or (len(passage.text) <= _LINE and not any(r.matches(passage.text) for r in rules("metadata", "not_title")))
    ]


def _shared_plan(front: Front) -> Iterator[tuple[str, Passage, float]]:
    """A plan of action has two sides where it says that it is a common one."""
    for passage in front.body[:_INTRO]:
        for sentence in sentences(passage.text):
            if any(rule.matches(sentence) for rule in rules("metadata", "shared_plan")):
                yield sentence, passage, 0.8


def _framed(text: str, kind: str) -> list[str]:
    return [
        match["parties"]
        for rule in rules("metadata", "party_frame")
        if rule.kind == kind and rule.pattern
        for match in rule.pattern.finditer(text)
    ]


def _both_sides(text: str) -> list[tuple[int, Party]]:
    """The parties in `text` with their places, if a municipality and the police are among them."""
    towns, police, others = _municipal(text), _police(text), _others(text)
    if not police or not (towns or any(party.kind == "municipality" for _, party in others)):
        return []
    found = [*towns, *police, *others]
    return sorted(found, key=lambda pair: pair[0])


def _municipal(text: str) -> list[tuple[int, Party]]:
    """Municipalities as printed, "kommun" or "stad" included, without a genitive's s."""
    found: dict[str, tuple[int, Party]] = {}
    for mention in mentions(text):
        if not mention.strong:
            continue
        name = text[mention.at : mention.to]
        if suffix := _TOWN.match(text, mention.to):
            name += suffix.group()
        elif lead := _REGION.search(text[: mention.at]):
            name = lead.group() + name
        else:
            name = f"{register()[mention.code].name} kommun"
        found.setdefault(mention.code, (mention.at, Party(name=name, kind="municipality")))
    return list(found.values())


def _police(text: str) -> list[tuple[int, Party]]:
    """The unit nearest to the ground; the authority above it is the same party."""
    found = units(text)
    for level in _LEVELS:
        same = {fold(unit.name): unit for unit in found if unit.level == level}
        if same:
            limit = None if level == "local" else 1
            return [(unit.at, Party(name=unit.name, kind="police")) for unit in list(same.values())[:limit]]
    return []


def _others(text: str) -> list[tuple[int, Party]]:
    """Further parties in a list "mellan A, B och C"."""
    found = []
    for frame in _framed(text, "between"):
        for piece in _SPLIT.split(frame):
            if not piece or mentions(piece) or units(piece):
                continue
            rule = next((rule for rule in rules("metadata", "party") if rule.matches(piece)), None)
            if rule:
                party = Party.model_validate({"name": piece, "kind": rule.kind})
                found.append((text.find(piece), party))
    return found


def _nearest(found: Sequence[tuple[int, Party]], front: Front, passage: Passage) -> list[Party]:
    """The parties; where a line of the text or a header only says "Polisen", the unit that cover or intro names."""
    parties = [party for _, party in found]
    if passage.place == "title" or not any(_is_generic(party) for party in parties):
        return parties
    for other in (*front.title, *front.cover, *front.furniture, *front.body[:_INTRO]):
        local = [unit for unit in units(other.text) if unit.level == "local"]
        if local:
            named = Party(name=local[0].name, kind="police")
            return [named if _is_generic(party) else party for party in parties]
    return parties


def _is_generic(party: Party) -> bool:
    return party.kind == "police" and all(unit.level == "generic" for unit in units(party.name))
