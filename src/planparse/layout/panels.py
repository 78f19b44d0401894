"""Shaded and framed boxes: their content is laid out on its own and takes its place in the page's order whole.

A box that stands in a column of text is read where it stands. One that stands beside running text is read behind the
text beside it, so that neither its heading nor its words get into that text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from planparse.layout.joining import append_around
from planparse.layout.lines import line_of, overlap, size_of, union
from planparse.layout.regions import Region, outer_regions, regions_of, with_inner
from planparse.page import Block, Box, Line, Page, Ruling, Table, Word, holds

_BOX_SHARE = 0.8
"""A fill over more than this share of the page is a background, no box."""
_BOX_LINES = 2.6
"""A box holds more than this many ems of height; a lower fill is a bar behind a heading."""

_NARROW, _NARROW_LINES = 0.75, 4
"""Text that ends before this share of its column's width, in so many lines, is narrowed by something."""
_BLANK = 0.4
"""White space in em that is wider than a blank."""
_SIDEBAR = 300.0
"""A box higher than this (points) on the text's left is read before it: a title, data, contacts."""
_COLUMN_LINES = 3
"""A box stands in a column of text that has so many lines beside it, above or below."""
_MOST_RULINGS = 400
"""A page with more rulings is a drawing or a table: no frames are sought."""
_LEAST_FRAME = 60.0
"""Points: a frame is at least this wide and half as high."""
_CORNER = 4.0
"""Points that the ends of a frame's sides may miss one another."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A box's content, and the line without words that stands for it among the lines of its column."""

    box: Box
    stand_in: Line
    regions: tuple[Region, ...]


def panel_of(box: Box, inside: Sequence[Line]) -> Panel:
    """The panel of a box that holds these lines (at least one, sorted by top)."""
    text = union(line.box for line in inside if line.box)
    place = (text[0], min(box[1], text[1]), text[2], max(box[3], text[3]))  # a box may be wider than its column
    return Panel(box, Line("", inside[0].page, place), tuple(regions_of(inside, ())))


def regions_with(
    lines: Sequence[Line], panels: Sequence[Panel], rulings: Sequence[Ruling]
) -> tuple[list[Region], list[Panel]]:
    """The stretches of `lines`, with the stand-ins of the panels that stand in a column of text; the other panels."""
    held = list(panels)
    while True:
        loose = [panel for panel in panels if panel not in held]
        mixed = sorted([*lines, *(panel.stand_in for panel in held)], key=lambda line: line.box[1] if line.box else 0.0)
        boxes = [panel.box for panel in loose]
        found = outer_regions(mixed, rulings, boxes)
        inside = {
            id(line)
            for region in found
            if region.kind == "flow"
            for column in region.columns
            if sum(bool(line.words) for line in column) >= _COLUMN_LINES
            for line in column
        }
        kept = [panel for panel in held if id(panel.stand_in) in inside]
        if len(kept) == len(held):
            return [inner for region in found for inner in with_inner(region, rulings, boxes)], loose
        held = kept


def cut_at(lines: Sequence[Line], boxes: Sequence[Box]) -> list[Line]:
    """The lines, those cut that run from one box into the next: type in boxes may be large beside their distance."""
    if not boxes:
        return list(lines)
    found: list[Line] = []
    for line in lines:
        middle = (line.box[1] + line.box[3]) / 2 if line.box else 0.0
        edges = [x for box in boxes if box[1] <= middle <= box[3] for x in (box[0], box[2])]
        cuts = [i for i in range(1, len(line.words)) if _parts(line.words[i - 1], line.words[i], edges)]
        pieces = [list(line.words[a:b]) for a, b in pairwise([0, *cuts, len(line.words)])] if cuts else []
        found += [line_of(piece, line.page) for piece in pieces] or [line]
    return found


def _parts(one: Word, other: Word, edges: Sequence[float]) -> bool:
    """Whether a box's side stands between two words that are further apart than a blank."""
    gap = other.x0 - one.x1
    return gap > _BLANK * min(one.size, other.size) and any(one.x1 - 1 <= x <= other.x0 + 1 for x in edges)


def drawn(page: Page) -> list[Box]:
    """The page's fills and frames, whatever stands in them."""
    return [*((fill.x0, fill.top, fill.x1, fill.bottom) for fill in page.fills), *_frames(page.rulings)]


def drawn_boxes(page: Page, lines: Sequence[Line], boxes: Sequence[Box]) -> list[Box]:
    """Of the `drawn` boxes those that hold several lines and are not the page's background or frame."""
    found = []
    for box in boxes:
        area = (box[2] - box[0]) * (box[3] - box[1])
        inside = [line for line in lines if line.box and holds(box, line.box)]
        if not inside or area > _BOX_SHARE * page.width * page.height:
            continue
        if len(inside) >= 2 and box[3] - box[1] > _BOX_LINES * min(map(size_of, inside)):
            crossing = any(
                line.box and overlap(box, line.box) > 0.5 and line.box[0] < box[0] - 2 and line.box[2] > box[0] + 8
                for line in lines
            )
            if not crossing:
                found.append(box)
    outer = [a for a in found if not any(a != b and holds(b, a) and b[2] - b[0] >= a[2] - a[0] for b in found)]
    return sorted(set(outer), key=lambda box: (box[1], box[0]))


def _frames(rulings: Sequence[Ruling]) -> list[Box]:
    """Rectangles that four rulings draw."""
    if not 4 <= len(rulings) <= _MOST_RULINGS:
        return []
    level = [r for r in rulings if r.horizontal and r.x1 - r.x0 > _LEAST_FRAME]
    upright = [r for r in rulings if not r.horizontal and r.bottom - r.top > _LEAST_FRAME / 2]
    found = []
    for i, top in enumerate(level):
        for bottom in level[i + 1 :]:
            x0, x1, y0, y1 = top.x0, top.x1, *sorted((top.top, bottom.top))
            if abs(bottom.x0 - x0) > _CORNER or abs(bottom.x1 - x1) > _CORNER or y1 - y0 < _LEAST_FRAME / 2:
                continue
            sides = [r.x0 for r in upright if abs(r.top - y0) <= _CORNER and abs(r.bottom - y1) <= _CORNER]
            if any(abs(x - x0) <= _CORNER for x in sides) and any(abs(x - x1) <= _CORNER for x in sides):
                found.append((x0, y0, x1, y1))
    return found


def inserted(
    elements: Sequence[Block | Table], inside: Sequence[Block | Table], box: Box, known: Mapping[str, int]
) -> list[Block | Table]:
    """A page's elements and a loose panel's: behind the text beside it, else where its column comes to it."""
    beside = [i for i, element in enumerate(elements) if element.box and _shares_height(element.box, box)]
    if beside and box[3] - box[1] > _SIDEBAR and all(x0 >= box[2] for x0, *_ in _boxes(elements, beside)):
        at = beside[0]  # a column of its own on the left
    else:
        at = _behind(elements, beside[-1]) if beside else _in_column(elements, box)
    return append_around(list(elements[:at]), list(inside), list(elements[at:]), known)


def _boxes(elements: Sequence[Block | Table], indices: Sequence[int]) -> list[Box]:
    return [box for i in indices if (box := elements[i].box)]


def _shares_height(box: Box, other: Box) -> bool:
    return min(box[3], other[3]) - max(box[1], other[1]) > 2.0


def _behind(elements: Sequence[Block | Table], last: int) -> int:
    """The place behind the text that ends with element `last`: not behind a heading, not inside a list."""
    at = last + 1
    while at < len(elements) and _goes_on(elements[at - 1], elements[at]):
        at += 1
    while at > 1 and at < len(elements) and _heads(elements[at - 1], elements[at]):
        at -= 1
    return at


def stretches_beside(lines: Sequence[Line], boxes: Sequence[Box]) -> tuple[Box, ...]:
    """The place of the lines beside each box: text that a box narrows is full at its own edge."""
    found = []
    for box in boxes:
        places = [line.box for line in lines if line.box and _shares_height(line.box, box)]
        places = [place for place in places if place[2] <= box[0] or place[0] >= box[2]]
        if len(places) > 1:
            found.append(union(places))
    return tuple(found)


def narrow_runs(lines: Sequence[Line], x0: float, x1: float) -> tuple[Box, ...]:
    """Stretches of running text that all end far from the column's right edge: a picture stands beside them."""
    found: list[Box] = []
    run: list[Line] = []
    full = x0 + _NARROW * (x1 - x0)
    for line in [*lines, None]:
        narrow = [line] if line is not None and line.box and line.box[2] < full else []
        if narrow and _next_line(run, narrow[0]):
            run += narrow
            continue
        running = sum(other.text[:1].islower() for other in run[1:])
        if len(run) >= _NARROW_LINES and running >= 0.5 * (len(run) - 1):
            found.append(union(other.box for other in run if other.box))
        run = narrow
    return tuple(found)


def _next_line(run: Sequence[Line], line: Line) -> bool:
    """Whether a line stands right below a run's last one, in its type and at its left edge."""
    if not run or not run[-1].box or not line.box:
        return not run
    size = size_of(line)
    close = 0 < line.box[1] - run[-1].box[1] < 1.8 * size
    return close and abs(size_of(run[-1]) - size) < 0.2 and abs(line.box[0] - run[0].box[0] if run[0].box else 0) < 2


def _goes_on(one: Block | Table, other: Block | Table) -> bool:
    """Whether two elements are entries of one list."""
    if not isinstance(one, Block) or not isinstance(other, Block) or one.boxed or other.boxed:
        return False
    return one.form == other.form in ("bullet", "numbered") and abs(one.size - other.size) < 0.7


def _heads(one: Block | Table, other: Block | Table) -> bool:
    """Whether an element looks like the heading of the one behind it."""
    if not isinstance(one, Block) or one.boxed or one.form in ("bullet", "numbered") or len(one.lines) > 2:
        return False
    if not isinstance(other, Block):
        return one.bold
    return one.size > other.size + 0.7 or (one.bold and not other.bold) or (one.caps and not other.caps)


def _in_column(elements: Sequence[Block | Table], box: Box) -> int:
    """The place before the first element of the box's column that begins below it, else behind the last above."""
    last = len(elements)
    for i, element in enumerate(elements):
        if element.box and element.box[0] < box[2] and element.box[2] > box[0]:
            if element.box[1] > box[1]:
                return i
            last = i + 1
    return last
