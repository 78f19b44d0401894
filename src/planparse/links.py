"""Which activity serves which goal? Links that a table's row, the structure or a printed reference shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

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
_NUMBERED = re.compile(r"\b(?:mål|delmål|åtgärd|aktivitet|löfte)\s+(?P<number>\d+(?:\.\d+)*)", re.IGNORECASE)
_OWN_NUMBER = re.compile(
    r"^(?:(?P<word>mål|delmål|åtgärd|aktivitet|löfte|insats)\s+)?(?P<number>\d+(?:\.\d+)*)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Placed:
    section: Section
    item: Item


def find_links(parts: Sequence[Part]) -> list[Link]:
    """The links between items, each pair once, by the strongest evidence, in reading order of their first item."""
    found: dict[tuple[str, str, str], Link] = {}
    for part in parts:
        placed = [_Placed(section, item) for section in part.sections for item in section.items]
        for link in (*_rows(placed), *_references(placed), *_structure(placed)):
            found.setdefault((link.from_, link.to, link.relation), link)
    order = {item.id: i for i, item in enumerate(i for p in parts for s in p.sections for i in s.items)}
    return sorted(found.values(), key=lambda link: (order[link.from_], order[link.to]))


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
    """Items under one theme heading, or in one appendix without theme headings."""
    groups: dict[tuple[str, ...], list[_Placed]] = {}
    for one in placed:
        if one.item.table is None:
            groups.setdefault(tuple(one.section.path), []).append(one)
    for path, group in groups.items():
        if not path and len(groups) > 1:
            continue
        links = list(_pairs([one for one in group if one.section.kind != "background"], "structure"))
        if len(links) <= _MOST:
            yield from links


def _references(placed: Sequence[_Placed]) -> Iterator[Link]:
    """ "enligt mål 2": the goal of that number, by its heading's or its theme's number."""
    numbered: dict[str, list[_Placed]] = {}
    for one in placed:
        if one.section.kind not in ("goal", "activity"):
            continue
        for heading in (one.section.heading, *one.section.path):
            own = _OWN_NUMBER.match(heading or "")
            if own:
                numbered.setdefault(own["number"], []).append(one)
    for one in placed:
        for match in _NUMBERED.finditer(one.item.text):
            for target in numbered.get(match["number"], []):
                kinds = (one.section.kind, target.section.kind)
                relation = next((r for s, t, r in _RELATIONS if (s, t) == kinds), None)
                if relation is not None:
                    yield _link(one.item, target.item, relation, "reference")
