"""What is compared: the goals, activities and promises of a plan, and what a follow-up reports, with their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planparse.compare.themes import themes
from planparse.compare.words import facets, measures, numbers, plain_promise, stems, stop_words
from planparse.plan import Item, Part, Plan, Section

_WORD = re.compile(r"[^\W\d_]+")

COMPARED = frozenset(("goal", "activity"))
"""Kinds of sections whose items are matched between plans."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One item as the comparison sees it. `page` counts from 1, None in a transcript without page marks."""

    id: str
    text: str
    kind: str
    part: str
    path: tuple[str, ...]
    page: int | None
    item: Item
    themes: tuple[str, ...]
    measures: frozenset[str]
    deeds: frozenset[str]
    things: frozenset[str]
    numbers: frozenset[str]
    stems: frozenset[str]
    place: tuple[str, str]
    """Where it stands: the part's title and the innermost theme heading, as printed."""

    @property
    def promise(self) -> str:
        """The text without who promises, folded."""
        return plain_promise(self.text)


def statements(plan: Plan, kinds: frozenset[str] = COMPARED) -> list[Statement]:
    """The items of sections of `kinds`, in reading order."""
    return [
        statement(part.id, part.title, section.kind, section.path, item)
        for part, section, item in _items(plan)
        if section.kind in kinds and says_something(item.text)
    ]


def says_something(text: str) -> bool:
    """Whether it is more than a name or a label that a parse left among the items ("Gränna och Visingsö.")."""
    words = _WORD.findall(text.strip("()"))
    return len(words) > 2 and any(word.islower() for word in words if word not in stop_words())


def _items(plan: Plan) -> Iterator[tuple[Part, Section, Item]]:
    for part in plan.parts:
        for section in part.sections:
            for item in section.items:
                yield part, section, item


def statement(part: str, title: str | None, kind: str, path: Sequence[str], item: Item) -> Statement:
    """`item` of a section of `kind` under the headings `path`, in the part with the id `part` and the `title`."""
    inner = path[-1] if path else title or ""
    return Statement(
        id=item.id,
        text=item.text,
        kind=kind,
        part=part,
        path=tuple(path),
        page=item.provenance[0].page if item.provenance else None,
        item=item,
        themes=themes(item.text, inner),
        measures=measures(item.text),
        deeds=facets(item.text, "deed"),
        things=facets(item.text, "thing"),
        numbers=numbers(item.text),
        stems=stems(plain_promise(item.text)),
        place=(title or "", path[-1] if path else ""),
    )
