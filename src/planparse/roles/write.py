"""Decided pieces → sections, items and the one canonical text in which every word stands once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from planparse.page import Box
from planparse.plan import Item, ItemForm, Part, Provenance, Reason, Section
from planparse.roles.pieces import Piece, Places, Rule


@dataclass(frozen=True, slots=True)
class Decided:
    """A piece with what decided its kind; a heading has no rule."""

    piece: Piece
    rule: Rule | None
    confidence: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class PartText:
    """A part's own data: kind, number, title, its heading's printed lines and their places."""

    kind: Literal["body", "appendix"]
    number: str | None
    title: str | None
    printed: tuple[str, ...]
    places: Places


@dataclass
class _Open:
    """A section under construction."""

    key: tuple[object, ...]
    rule: Rule
    heading: str | None
    path: tuple[str, ...]
    decided: list[tuple[Decided, list[int]]]


class Writer:
    """Appends to the canonical text: titles, headings and items, one a line, and remembers spans."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        return "\n".join(self._lines)

    def _add(self, text: str) -> list[int]:
        start = self._length + (1 if self._lines else 0)
        self._lines.append(text)
        self._length = start + len(text)
        return [start, self._length]

    def title(self, text: str) -> None:
        """The document's printed title stands first."""
        if text:
            self._add(text)

    def part(self, name: str, own: PartText, decided: Sequence[Decided]) -> Part | None:
        """One part; None where it holds neither a title nor an item."""
        for line in own.printed:
            self._add(line)
        open_sections: list[_Open] = []
        for entry in decided:
            span = self._add(entry.piece.text)
            if entry.rule is None:
                continue
            piece = entry.piece
            key = (entry.rule.kind, piece.heading, piece.path, entry.rule.evidence, piece.table and piece.row)
            if not open_sections or open_sections[-1].key != key:
                open_sections.append(_Open(key, entry.rule, piece.heading, piece.path, []))
            open_sections[-1].decided.append((entry, span))
        pages = [page for entry in decided for page, _ in entry.piece.places]
        pages += [page for page, _ in own.places]
        if not pages:
            return None
        return Part(
            id=name,
            kind=own.kind,
            number=own.number,
            title=own.title,
            pages=[min(pages), max(pages)],
            sections=[_section(f"{name}.s{i}", section) for i, section in enumerate(open_sections, 1)],
        )


def _section(name: str, found: _Open) -> Section:
    reasons = dict.fromkeys(reason for entry, _ in found.decided for reason in entry.reasons)
    confidence = sum(entry.confidence for entry, _ in found.decided) / len(found.decided)
    return Section(
        id=name,
        kind=found.rule.kind,
        heading=found.heading,
        path=list(found.path),
        evidence=found.rule.evidence,
        confidence=round(confidence, 3),
        reasons=list(reasons),
        items=[_item(f"{name}.i{i}", entry.piece, span) for i, (entry, span) in enumerate(found.decided, 1)],
    )


def _item(name: str, piece: Piece, span: list[int]) -> Item:
    return Item(
        id=name,
        text=piece.text,
        span=span,
        form=cast(ItemForm, piece.form),
        row=piece.row,
        table=piece.table,
        targets=[],
        actors=[],
        times=[],
        repairs=[],
        provenance=provenance_of(piece.places),
    )


def provenance_of(places: Places) -> list[Provenance]:
    """One place a page: the box around the item's lines on it (points), or the page alone."""
    boxes: dict[int, list[Box]] = {}
    for page, box in places:
        boxes.setdefault(page, [])
        if box is not None:
            boxes[page].append(box)
    return [Provenance(page=page, bbox=_around(found) if found else None) for page, found in sorted(boxes.items())]


def _around(boxes: Sequence[Box]) -> list[float]:
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return [round(min(x0), 1), round(min(top), 1), round(max(x1), 1), round(max(bottom), 1)]
