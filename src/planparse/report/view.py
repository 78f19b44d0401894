"""A Plan as a page shows it: items with marked words, details, links both ways, and the records of its script."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from planparse.compare.themes import themes
from planparse.plan import Actor, Item, Part, Plan, Section, SectionKind, Target, Time

DOUBTFUL = 0.7
"""Confidence below which the page calls a section doubtful."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of an item's text. `mark`: target, actor or time, or None for plain words."""

    text: str
    mark: str | None


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link as one of its ends sees it; `relation` ends in _back at its target."""

    relation: str
    evidence: str
    other: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item with what a page shows of it."""

    item: Item
    runs: tuple[Run, ...]
    themes: tuple[str, ...]
    links: tuple[LinkView, ...]
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section with its items."""

    section: Section
    items: tuple[ItemView, ...]

    @property
    def doubtful(self) -> bool:
        """Whether its confidence is low."""
        return self.section.confidence < DOUBTFUL


@dataclass(frozen=True, slots=True)
class PartView:
    """A part with its sections."""

    part: Part
    sections: tuple[SectionView, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan; `index` is its place in the collection."""

    index: int
    plan: Plan
    name: str
    parts: tuple[PartView, ...]
    kinds: tuple[tuple[str, int], ...]
    themes: tuple[tuple[str, int], ...]
    items: int


def view(index: int, plan: Plan, name: str) -> PlanView:
    """What the page shows of `plan`."""
    links = _links(plan)
    parts = tuple(
        PartView(
            part, tuple(SectionView(s, tuple(_item(part, s, i, links[i.id]) for i in s.items)) for s in part.sections)
        )
        for part in plan.parts
    )
    kinds = Counter(s.section.kind for p in parts for s in p.sections for _ in s.items)
    found = Counter(theme for p in parts for s in p.sections for i in s.items for theme in i.themes)
    return PlanView(
        index,
        plan,
        name,
        parts,
        tuple((kind, kinds[kind]) for kind in get_args(SectionKind) if kinds[kind]),
        tuple(sorted(found.items(), key=lambda pair: -pair[1])),
        kinds.total(),
    )


def records(plan_view: PlanView) -> dict[str, Any]:
    """What the page's script needs of a plan: its text, and each item's kind, span and boxes."""
    plan = plan_view.plan
    items = {
        item.item.id: {
            "kind": section.section.kind,
            "section": section.section.id,
            "span": item.item.span,
            "boxes": [[p.page, *p.bbox] for p in item.item.provenance if p.bbox],
            "pages": item.pages,
            "links": [[link.other, link.relation] for link in item.links],
        }
        for part in plan_view.parts
        for section in part.sections
        for item in section.items
    }
    return {
        "file": plan.source.file_name,
        "sha256": plan.source.sha256,
        "schema": plan.schema_version,
        "name": plan_view.name,
        "text": plan.text,
        "items": items,
    }


def flat_items(plan_view: PlanView) -> Iterator[tuple[Section, ItemView]]:
    """Every item with its section, in reading order."""
    for part in plan_view.parts:
        for section in part.sections:
            for item in section.items:
                yield section.section, item


def _links(plan: Plan) -> dict[str, list[LinkView]]:
    known = {i.id: (i.text, s.kind) for p in plan.parts for s in p.sections for i in s.items}
    found: dict[str, list[LinkView]] = defaultdict(list)
    for link in plan.links:
        if link.from_ in known and link.to in known:
            found[link.from_].append(LinkView(link.relation, link.evidence, link.to, *known[link.to]))
            found[link.to].append(LinkView(f"{link.relation}_back", link.evidence, link.from_, *known[link.from_]))
    return found


def _item(part: Part, section: Section, item: Item, links: Sequence[LinkView]) -> ItemView:
    headings = [title for title in (part.title, *section.path) if title]
    pages = tuple(dict.fromkeys(p.page for p in item.provenance))
    return ItemView(item, marked(item), themes(item.text, *headings[-1:]), tuple(links), pages)


def marked(item: Item) -> tuple[Run, ...]:
    """The item's text in runs: the words of its targets, actors and times are marked, the first claim wins."""
    spans: list[tuple[int, int, str]] = []
    found: tuple[tuple[str, Sequence[Target | Actor | Time]], ...] = (
        ("target", item.targets), ("time", item.times), ("actor", item.actors)
    )  # fmt: skip
    for mark, details in found:
        for detail in details:
            at = _free(item.text, detail.text, spans)
            if at is not None:
                spans.append((at, at + len(detail.text), mark))
    runs: list[Run] = []
    end = 0
    for start, stop, mark in sorted(spans):
        if start > end:
            runs.append(Run(item.text[end:start], None))
        runs.append(Run(item.text[start:stop], mark))
        end = stop
    if end < len(item.text):
        runs.append(Run(item.text[end:], None))
    return tuple(runs)


def _free(text: str, words: str, taken: Sequence[tuple[int, int, str]]) -> int | None:
    at = text.find(words) if words else -1
    while at >= 0:
        if all(at + len(words) <= start or at >= stop for start, stop, _ in taken):
            return at
        at = text.find(words, at + 1)
    return None
