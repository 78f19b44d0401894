"""Lines of a page → stretches of one column and stretches of several, told apart by what stands in them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from planparse.layout.columns import are_signatures, under_heads
from planparse.layout.labels import box_in, is_kind_word, is_labels, is_table
from planparse.layout.lines import overlap, size_of, union
from planparse.lexicon import column_kind
from planparse.page import Box, Line, Ruling

_GUTTER = 0.75
"""White space in em that must stay free between two columns over their whole height."""
_FAR = 4.5
"""White space in em between lines that ends a stretch of columns."""
_BOX_EM = 10.0
"""The em in points by which what stands around a box is measured."""
_SECTION, _FEW_LINES = 1.15, 4
"""A line this many times as large as most heads new columns; above it stand so many lines at least."""
_PARAGRAPH, _CLOSE = 2.0, 1.25
"""Lines of one paragraph are at most so many em apart; … and at most this many times their usual distance."""
_PAGE_NUMBER = re.compile(r"^\d{1,3}$|^[ivx]+$")

Kind = Literal["single", "flow", "labels", "table", "contents", "signatures"]


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a page: its columns from left to right, each from top to bottom.

    `kind`: single (one column), flow (columns read one after the other), labels (short labels beside their
    text), table (rows and columns without rulings), contents (titles beside page numbers), signatures (those who
    sign, side by side).
    """

    kind: Kind
    columns: tuple[tuple[Line, ...], ...]

    @property
    def box(self) -> Box:
        return union(line.box for column in self.columns for line in column if line.box)


def regions_of(lines: Sequence[Line], rulings: Sequence[Ruling], boxes: Sequence[Box] = ()) -> list[Region]:
    """The page's stretches in reading order, as `outer_regions` has them; what a column has side by side, apart."""
    return [inner for region in outer_regions(lines, rulings, boxes) for inner in with_inner(region, rulings, boxes)]


def outer_regions(lines: Sequence[Line], rulings: Sequence[Ruling], boxes: Sequence[Box] = ()) -> list[Region]:
    """The page's stretches from top to bottom. `lines` are sorted by top; none stands in a drawn grid.

    A line without words stands for a box (`panels.py`). `boxes` are those that no line stands for: one beside a
    column does not end it.
    """
    found: list[Region] = []
    rest = [line for line in lines if line.box]
    single: list[Line] = []
    i = 0
    while i < len(rest):
        group = _columns_from(rest, i, boxes)
        if group is None:
            single.append(rest[i])
            i += 1
            continue
        members, columns = group
        region = _classified(columns, rulings)
        if region is None:
            single.append(rest[i])
            i += 1
            continue
        if region.kind == "flow":
            higher = _right_column_above(single, region)
            region = Region("flow", (*region.columns[:-1], (*higher, *region.columns[-1])))
            begun = _paragraph_above([line for line in single if line not in higher], region)
            region = Region("flow", ((*begun, *region.columns[0]), *region.columns[1:]))
            members = [*members, *higher, *begun]
        inside = {id(line) for line in members}
        early = [line for line in single if id(line) in inside]
        if early:
            single = [line for line in single if id(line) not in inside]
        if single:
            found.append(Region("single", (tuple(_merged(single)),)))
            single = []
        found.append(region)
        rest = rest[:i] + [line for line in rest[i:] if id(line) not in inside]
    if single:
        found.append(Region("single", (tuple(_merged(single)),)))
    return found


def with_inner(region: Region, rulings: Sequence[Ruling], boxes: Sequence[Box]) -> list[Region]:
    """Columns of running text, those who sign under them apart, and what stands side by side inside one column."""
    if region.kind != "flow":
        return [region]
    upper, signed = _signed_below(region.columns)
    found: list[Region] = []
    pending: list[tuple[Line, ...]] = []
    for column in upper:
        if not any(_are_pieces(box_in(a), box_in(b)) for a, b in itertools.pairwise(column)):
            pending.append(column)
            continue
        for inner in regions_of(column, rulings, boxes):
            if inner.kind == "single":
                pending.append(inner.columns[0])
                continue
            found += [Region("flow", tuple(pending))] if pending else []
            found.append(inner)
            pending = []
    found += [Region("flow", tuple(pending))] if pending else []
    return [*found, Region("signatures", signed)] if signed else found


def _signed_below(
    columns: Sequence[tuple[Line, ...]],
) -> tuple[Sequence[tuple[Line, ...]], tuple[tuple[Line, ...], ...]]:
    """The columns without the signatures that stand under all of them, and those."""
    starts = sorted({box_in(line)[1] for line in columns[0]}, reverse=True)
    for start in starts:
        edge = start - 0.5 * _em(columns[0][-1])
        lower = tuple(tuple(line for line in column if box_in(line)[1] > edge) for column in columns)
        upper = [tuple(line for line in column if box_in(line)[1] <= edge) for column in columns]
        if not all(lower) or not any(upper):
            continue
        bottom = max(box_in(line)[3] for column in upper for line in column)
        if bottom < edge and are_signatures(lower) and start - bottom > _em(columns[0][-1]):
            return [column for column in upper if column], lower
    return columns, ()


def _right_column_above(single: Sequence[Line], region: Region) -> list[Line]:
    """The right column's lines that begin higher than the left column's, or beside nothing but its heading."""
    edge = min(box_in(line)[0] for line in region.columns[-1])
    below = box_in(region.columns[-1][0])
    found: list[Line] = []
    for line in reversed(single):
        box = box_in(line)
        if found == [] and box[2] < edge - _GUTTER * _em(line) and below[1] - box[3] <= 2.0 * _em(line):
            continue
        if box[0] < edge - 1.0 or below[1] - box[3] > 2.0 * _em(line):
            break
        found.insert(0, line)
        below = box
    return found


def _paragraph_above(single: Sequence[Line], region: Region) -> list[Line]:
    """The lines with which the left column's first paragraph begins above the right column."""
    below, edge = region.columns[0][0], min(box_in(line)[0] for line in region.columns[1])
    usual = _pitch(region.columns[0])
    found: list[Line] = []
    for line in reversed(single):
        close = usual is not None and 0 < _below(line, below) <= _CLOSE * usual
        if not close or box_in(line)[2] > edge - _GUTTER * _em(line) or abs(size_of(line) - size_of(below)) > 0.2:
            break
        found.insert(0, line)
        below = line
    return found


def _merged(lines: list[Line]) -> list[Line]:
    """Pieces on one baseline that belong to no columns are one line again (wide justified blanks, tabs)."""
    result: list[Line] = []
    for line in lines:
        before = result[-1] if result else None
        if before and before.words and line.words and _are_pieces(box_in(before), box_in(line)):
            first, second = sorted((before, line), key=lambda item: box_in(item)[0])
            place = union([box_in(first), box_in(second)])
            result[-1] = Line(f"{first.text} {second.text}", first.page, place, first.words + second.words)
        else:
            result.append(line)
    return result


def _are_pieces(one: Box, other: Box) -> bool:
    """Whether two lines stand beside one another; a line with a large number is as high as two."""
    return overlap(one, other) > 0.6 and (one[2] <= other[0] + 2 or other[2] <= one[0] + 2)


def _em(line: Line) -> float:
    return max(size_of(line), 6.0) if line.words else _BOX_EM


def _columns_from(lines: list[Line], start: int, boxes: Sequence[Box]) -> tuple[list[Line], list[list[Line]]] | None:
    """The lines of a multi-column stretch that begins at `lines[start]`, and its columns; None if none does."""
    first = box_in(lines[start])
    em = _em(lines[start])
    beside = next(
        (
            line
            for line in lines[start + 1 : start + 12]
            if overlap(first, box_in(line)) > 0.3
            and (box_in(line)[0] - first[2] > _GUTTER * em or first[0] - box_in(line)[2] > _GUTTER * em)
        ),
        None,
    )
    if beside is None:
        return None
    left, right = sorted((first, box_in(beside)), key=lambda box: box[0])
    gutter = (left[2], right[0])
    members: list[Line] = []
    bottom = max(first[3], box_in(beside)[3])
    for line in lines[start:]:
        x0, top, x1, _ = box_in(line)
        if top - bottom > _FAR * em:
            bottom = _below_boxes(bottom, gutter, boxes, em)
        if top - bottom > _FAR * em:
            break
        narrowed = gutter
        if x1 <= gutter[1] and x0 < gutter[0] and x1 > gutter[0]:
            narrowed = (x1, gutter[1])
        elif x0 >= gutter[0] and x0 < gutter[1] and x1 > gutter[1]:
            narrowed = (gutter[0], x0)
        elif x0 < gutter[0] + 0.01 and x1 > gutter[1] - 0.01:
            break  # crosses
        elif x0 > gutter[0] and x1 < gutter[1]:
            break  # stands in the gutter: not two columns here
        if x1 <= gutter[1] and (
            _ends_labels(line, lines, members, gutter) or _heads_new_columns(line, lines, members, gutter)
        ):
            break
        if narrowed[1] - narrowed[0] < _GUTTER * em:
            break
        gutter = narrowed
        members.append(line)
        bottom = max(bottom, box_in(line)[3])
    after = next(
        (line for line in lines[start:] if box_in(line)[1] > box_in(members[-1])[1] and line not in members), None
    )
    members = _trim(members, gutter, [box for box in boxes if box[0] >= gutter[0]], after)
    columns = _split(members, em)
    return (members, columns) if len(columns) > 1 else None


def _ends_labels(line: Line, lines: Sequence[Line], members: Sequence[Line], gutter: tuple[float, float]) -> bool:
    """Whether a line of the left column, larger than the labels above it, heads what comes below a label column."""
    left = [other for other in members if box_in(other)[2] <= gutter[1]]
    if not left or size_of(line) <= size_of(left[0]) + 0.7:
        return False
    if any(other is not line and overlap(box_in(line), box_in(other)) > 0.3 for other in lines):
        return False
    right = [other for other in members if box_in(other)[2] > gutter[1]]
    return is_labels((left, right)) and sum(is_kind_word(other) for other in left) >= 0.5 * len(left)


def _heads_new_columns(line: Line, lines: Sequence[Line], members: Sequence[Line], gutter: tuple[float, float]) -> bool:
    """Whether a large line has white space above it and beside it over all columns, which begin anew below it."""
    if not line.words or len(members) < _FEW_LINES or not any(box_in(other)[0] >= gutter[0] for other in members):
        return False
    sizes = sorted(size_of(other) for other in members if other.words)
    top, bottom = box_in(line)[1], box_in(line)[3]
    if not sizes or size_of(line) < _SECTION * sizes[len(sizes) // 2]:
        return False
    if max(box_in(other)[3] for other in members) > top + 1:
        return False
    below = [other for other in lines if box_in(other)[3] > top + 1 and other is not line]
    if any(box_in(other)[1] < bottom - 1 for other in below):
        return False
    first = min((box_in(other)[1] for other in below), default=0.0)
    near = [other for other in below if box_in(other)[1] - first < _em(line)]
    # a box's edge stands a little above or below the text beside it
    row = [other for other in near if box_in(other)[1] - first < 0.6] if all(other.words for other in near) else near
    alike = len({round(size_of(other), 1) for other in row if other.words}) <= 1
    return (
        alike
        and any(box_in(other)[2] <= gutter[1] for other in row)
        and any(box_in(other)[0] >= gutter[0] for other in row)
    )


def _below_boxes(bottom: float, gutter: tuple[float, float], boxes: Sequence[Box], em: float) -> float:
    """Where the white space begins below `bottom` when boxes that stand in one column are counted as its text."""
    for x0, top, x1, low in sorted(boxes, key=lambda box: box[1]):
        beside = x1 <= gutter[1] or x0 >= gutter[0]
        if beside and top - bottom <= _FAR * em and low > bottom:
            bottom = low
    return bottom


def _trim(members: list[Line], gutter: tuple[float, float], boxes: Sequence[Box], after: Line | None) -> list[Line]:
    """Without the tail on the left side that is running text: further below than rows are, or lines of a paragraph.

    `boxes` are the shaded boxes of the right side, which go on its column; `after` is the first line below.
    """
    right = [box_in(line)[3] for line in members if box_in(line)[0] >= gutter[0]]
    if not right:
        return members
    last = _below_boxes(max(right), gutter, boxes, _em(members[0]))
    above = [line for line in members if box_in(line)[1] <= last]
    left = [line for line in above if box_in(line)[2] <= gutter[1]]
    usual = _pitch(left) or _pitch(above, between=True) or 1.4 * _em(members[0])
    tail = [line for line in members if box_in(line)[1] > last]
    bottom = max(left, key=lambda line: box_in(line)[1], default=None)
    kept: list[Line] = []
    for line in tail:
        if bottom is not None and _below(bottom, line) > 1.6 * usual:
            break
        kept.append(line)
        bottom = line
    return [*above, *_without_start(kept, left, after, usual)]


def _without_start(tail: list[Line], left: Sequence[Line], after: Line | None, usual: float) -> list[Line]:
    """A left column's tail without the short lines that begin the paragraph of full lines below it."""
    if not tail or after is None or _below(tail[-1], after) > _CLOSE * usual:
        return tail
    for i in range(len(tail) - 1, -1, -1):
        above = tail[i - 1] if i else max(left, key=lambda line: box_in(line)[1], default=None)
        if above is None or _below(above, tail[i]) > _CLOSE * usual:
            return tail[:i]
    return tail


def _below(above: Line, line: Line) -> float:
    """From one line's top to the other's; from a box's end, as if a line of text ended there."""
    return box_in(line)[1] - (box_in(above)[1] if above.words else box_in(above)[3] - _em(above))


def _pitch(lines: Sequence[Line], *, between: bool = False) -> float | None:
    """The usual distance of neighbouring tops; without `between` only of what can be lines of one paragraph."""
    tops = sorted({round(box_in(line)[1], 1) for line in lines if line.words})
    most = float("inf") if between else _PARAGRAPH * max((size_of(line) for line in lines), default=0.0)
    pitches = sorted(b - a for a, b in itertools.pairwise(tops) if 2 < b - a <= most)
    return pitches[len(pitches) // 2] if pitches else None


def _split(members: list[Line], em: float) -> list[list[Line]]:
    """Columns: the lines under the heads of a header row, else between the vertical stripes that no line touches."""
    heads = [line for line in members if overlap(box_in(members[0]), box_in(line)) > 0.6]
    if len(heads) >= 3 and all(column_kind(line.text) is not None for line in heads):
        headed = under_heads(members, sorted(box_in(line)[0] for line in heads))
        if headed is not None:
            return headed
    spans = sorted((box_in(line)[0], box_in(line)[2]) for line in members)
    stripes: list[list[float]] = []
    for x0, x1 in spans:
        if stripes and x0 - stripes[-1][1] < 0.6 * em:
            stripes[-1][1] = max(stripes[-1][1], x1)
        else:
            stripes.append([x0, x1])
    columns: list[list[Line]] = [[] for _ in stripes]
    for line in members:
        x0 = box_in(line)[0]
        index = max(i for i, stripe in enumerate(stripes) if x0 >= stripe[0] - 0.01)
        columns[index].append(line)
    return columns


def _classified(columns: list[list[Line]], rulings: Sequence[Ruling]) -> Region | None:
    """What the columns are, or None where they are no columns (one stray gap)."""
    ordered = tuple(tuple(sorted(column, key=lambda line: box_in(line)[1])) for column in columns)
    beside = _aligned(ordered)
    if any(not line.words for column in ordered for line in column):
        return Region("flow", ordered) if beside else None
    if all(_PAGE_NUMBER.match(line.text) for line in ordered[-1]) and len(ordered) == 2 and len(ordered[-1]) >= 3:
        return Region("contents", ordered)
    if are_signatures(ordered):
        return Region("signatures", ordered)
    if is_labels(ordered):
        return Region("labels", ordered)
    if is_table(ordered, beside):
        return Region("table", ordered)
    if beside >= 1 and (min(len(column) for column in ordered) >= 2 or len(ordered) == 2):
        total = sum(len(column) for column in ordered)
        if total <= 2 and not _far_apart(ordered):
            return None
        return Region("flow", ordered)
    return None


def _far_apart(columns: Sequence[Sequence[Line]]) -> bool:
    left, right = box_in(columns[0][0]), box_in(columns[-1][0])
    return right[0] - left[2] > 3 * size_of(columns[0][0])


def _aligned(columns: Sequence[Sequence[Line]]) -> int:
    """How many rows have a line in more than one column."""
    return sum(
        any(overlap(box_in(line), box_in(other)) > 0.6 for column in columns[1:] for other in column)
        for line in columns[0]
    )
