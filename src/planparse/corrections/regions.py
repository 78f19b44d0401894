"""What a person marked in an annotation tool, against what was proposed → corrections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from planparse.corrections.model import (
    BoundaryChange,
    Change,
    Correction,
    KindChange,
    Origin,
    Piece,
    anchor,
)
from planparse.plan import SectionKind

_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of text with a kind: half-open character offsets. `ref` is its number in the tool."""

    start: int
    end: int
    kind: SectionKind
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document as it comes back: how it names its plan, its text, the items proposed and the regions marked.

    `proposed` holds what the tool itself remembers of it.
    """

    doc_id: str | None
    sha256: str | None
    text: str
    proposed: Sequence[Region]
    marked: Sequence[Region]
    origin: Origin


def corrections_of(
    text: str, proposed: Sequence[Region], marked: Sequence[Region], origin: Origin
) -> Iterator[Correction]:
    """The changes that lead from the items proposed to the regions marked, in reading order.

    An item with the same border and another kind changes its kind. Where borders moved, the items and regions that
    overlap make one boundary change; words that lost their mark stay an item of their old kind. An item with no mark
    left at all is no statement about its kind, and is left as it is.
    """
    for items, regions in _clusters(text, proposed, marked):
        if not regions:
            continue
        if len(items) == 1 and len(regions) == 1 and _same(text, items[0], regions[0]):
            if items[0].kind != regions[0].kind:
                change: Change = KindChange(kind=regions[0].kind)
                yield _correction(text, items[0].start, items[0].end, change, origin, regions[0].ref)
            continue
        pieces = list(_pieces(text, items, regions))
        how: Literal["split", "merge", "move"] = "split" if len(items) == 1 else "merge" if len(pieces) == 1 else "move"
        boundary = BoundaryChange(how=how, pieces=pieces)
        yield _correction(text, items[0].start, items[-1].end, boundary, origin, regions[0].ref)


def _correction(text: str, start: int, end: int, change: Change, origin: Origin, ref: str | None) -> Correction:
    return Correction(
        anchor=anchor(text, start, end), change=change, origin=origin.model_copy(update={"ref": ref or origin.ref})
    )


def _clusters(
    text: str, proposed: Sequence[Region], marked: Sequence[Region]
) -> Iterator[tuple[list[Region], list[Region]]]:
    """Items and regions that hang together by shared words; regions that touch no item are left out."""
    items = sorted(proposed, key=lambda one: one.start)
    rest = sorted(marked, key=lambda one: (one.start, one.end))
    i = 0
    while i < len(items):
        cluster, end = [items[i]], items[i].end
        found: list[Region] = []
        i += 1
        grown = True
        while grown:
            grown = False
            for region in [r for r in rest if _shares(text, r, cluster[0].start, end)]:
                rest.remove(region)
                found.append(region)
                end = max(end, region.end)
            while i < len(items) and any(_shares(text, r, items[i].start, items[i].end) for r in found):
                cluster.append(items[i])
                end = max(end, items[i].end)
                i += 1
                grown = True
        yield cluster, found


def _shares(text: str, region: Region, start: int, end: int) -> bool:
    return bool(_WORD.search(text[max(region.start, start) : min(region.end, end)]))


def _same(text: str, a: Region, b: Region) -> bool:
    """Whether two stretches hold the same words: punctuation at their ends does not count."""
    low, high = min(a.start, b.start), max(a.end, b.end)
    inner = (max(a.start, b.start), min(a.end, b.end))
    return not _WORD.search(text[low : inner[0]]) and not _WORD.search(text[inner[1] : high])


def _pieces(text: str, items: Sequence[Region], regions: Sequence[Region]) -> Iterator[Piece]:
    """The cluster's words cut at the regions' ends: marked words with their new kind, the rest by the old items.

    Regions that overlap one another are cut where the later one begins. What a region takes of headings between
    items is left out of it.
    """
    start, end = items[0].start, items[-1].end
    cuts: list[tuple[int, int, SectionKind | None]] = []
    at = start
    for n, region in enumerate(regions):
        stop = min(region.end, end, *(r.start for r in regions[n + 1 :] if r.start > region.start))
        low = max(region.start, at)
        cuts += [(*piece, None) for piece in _old(items, at, low)]
        cuts.append((low, stop, region.kind))
        at = max(at, stop)
    cuts += [(*piece, None) for piece in _old(items, at, end)]
    for low, high, kind in cuts:
        words = text[low:high].strip()
        if _WORD.search(words):
            yield Piece(text=words.replace("\n", " "), kind=kind)


def _old(items: Sequence[Region], start: int, end: int) -> Iterator[tuple[int, int]]:
    for item in items:
        low, high = max(item.start, start), min(item.end, end)
        if low < high:
            yield low, high
