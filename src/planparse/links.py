"""Which activity serves which goal? Links that a table's row, the structure or a printed reference shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from planparse.guards import may_hold
from planparse.lexicon import holds
from planparse.plan import Item, Link, Part, Section

Relation = Literal["serves", "checks", "addresses", "reports_on"]
Evidence = Literal["row", "structure", "reference", "similarity"]

_RELATIONS: tuple[tuple[str, str, Relation], ...] = (
    ("activity", "goal", "serves"),
    ("follow_up", "goal", "checks"),
    ("follow_up", "activity", "checks"),
    ("goal", "background", "addresses"),
    ("activity", "background", "addresses"),
    ("result", "activity", "reports_on"),
    ("result", "goal", "reports_on"),
)
_CONFIDENCE: dict[Evidence, float] = {"row": 1.0, "structure": 0.8, "reference": 0.95}
_MOST = 60
"""Links of one structure group at the most: above it, "under the same heading" says too little."""
_NUMBERED = re.compile(
    r"\b(?P<word>mål|delmål|åtgärd|aktivitet|löfte|punkt)(?:en|et|ena|erna|arna|na)?\s+"
    r"(?P<numbers>\d+(?:\.\d+)*(?:(?:,\s|\soch\s|\ssamt\s)\d+(?:\.\d+)*)*)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+(?:\.\d+)*")
_OWN_NUMBER = re.compile(
    r"^(?:(?P<word>mål|delmål|åtgärd|aktivitet|löfte|insats|punkt)\s+)?(?P<number>\d+(?:\.\d+)*)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Placed:
    section: Section
    item: Item


def find_links(parts: Sequence[Part]) -> list[Link]:
    """The links between items, each pair once, by the strongest evidence, in reading order of their first item."""
    found: dict[tuple[str, str, str], Link] = {}
    for part in parts:
        placed = [_Placed(s, i) for s in part.sections for i in s.items if not _only_time(s, i)]
        for link in (*_rows(placed), *_references(placed), *_structure(placed)):
            found.setdefault((link.from_, link.to, link.relation), link)
    order = {item.id: i for i, item in enumerate(i for p in parts for s in p.sections for i in s.items)}
    return sorted(found.values(), key=lambda link: (order[link.from_], order[link.to]))


def _only_time(section: Section, item: Item) -> bool:
    """Whether the item is a cell that only says when: an activity by its column, but nothing that is done."""
    return item.table is not None and section.heading is not None and _says_when(section.heading)


@lru_cache(maxsize=512)
def _says_when(heading: str) -> bool:
    return holds("details", "time_label", heading)


def _link(source: Item, target: Item, relation: Relation, evidence: Evidence) -> Link:
    return Link(from_=source.id, to=target.id, relation=relation, evidence=evidence, confidence=_CONFIDENCE[evidence])


def _pairs(group: Sequence[_Placed], evidence: Evidence) -> Iterator[Link]:
    for source_kind, target_kind, relation in _RELATIONS:
        for source in group:
            if source.section.kind != source_kind:
                continue
            for target in group:
                if target.section.kind == target_kind:
                    yield _link(source.item, target.item, relation, evidence)


def _rows(placed: Sequence[_Placed]) -> Iterator[Link]:
    """Items of one table row."""
    rows: dict[tuple[str, int], list[_Placed]] = {}
    for one in placed:
        if one.item.table is not None and one.item.row is not None:
            rows.setdefault((one.item.table, one.item.row), []).append(one)
    for group in rows.values():
        yield from _pairs(group, "row")


def _structure(placed: Sequence[_Placed]) -> Iterator[Link]:
    """Items under one theme heading, or in one appendix without theme headings; a result and the promise before it."""
    groups: dict[tuple[str, ...], list[_Placed]] = {}
    for one in placed:
        if one.item.table is None:
            groups.setdefault(tuple(one.section.path), []).append(one)
    for path, group in groups.items():
        yield from _reported(group)
        if not path and len(groups) > 1:
            continue
        links = list(_pairs([one for one in group if one.section.kind not in ("background", "result")], "structure"))
        if len(links) <= _MOST:
            yield from links


def _reported(group: Sequence[_Placed]) -> Iterator[Link]:
    """A result reports on the last promise above it under the same heading."""
    promise: _Placed | None = None
    for one in group:
        if one.section.kind in ("goal", "activity"):
            promise = one
        elif one.section.kind == "result" and promise is not None:
            yield _link(one.item, promise.item, "reports_on", "structure")


def _references(placed: Sequence[_Placed]) -> Iterator[Link]:
    """ "enligt mål 2", "Löftena 1 och 4": goals and activities of that number, by their heading's, their theme's or
    their list's number.
    """
    numbered = _by_number(placed)
    for one in placed:
        for match in _NUMBERED.finditer(one.item.text) if may_hold(_NUMBERED, one.item.text) else ():
            word = match["word"].casefold()
            for number in _DIGITS.findall(match["numbers"]):
                for target in numbered.get((word, number)) or numbered.get((None, number), []):
                    kinds = (one.section.kind, target.section.kind)
                    relation = next((r for s, t, r in _RELATIONS if (s, t) == kinds), None)
                    if relation is not None:
                        yield _link(one.item, target.item, relation, "reference")


def _by_number(placed: Sequence[_Placed]) -> dict[tuple[str | None, str], list[_Placed]]:
    """Goals and activities by (word, number) of a heading ("Mål 2"), or by the number alone."""
    found: dict[tuple[str | None, str], list[_Placed]] = {}
    lists: dict[tuple[str | None, tuple[str, ...]], list[_Placed]] = {}
    for one in placed:
        if one.section.kind not in ("goal", "activity"):
            continue
        for heading in (one.section.heading, *one.section.path):
            own = _OWN_NUMBER.match(heading or "")
            if own:
                word = own["word"].casefold() if own["word"] else None
                found.setdefault((word, own["number"]), []).append(one)
        if one.item.form == "numbered":
            lists.setdefault((one.section.heading, tuple(one.section.path)), []).append(one)
    if len(lists) == 1:
        for number, one in enumerate(next(iter(lists.values())), 1):
            found.setdefault((None, str(number)), [one])
    return found
