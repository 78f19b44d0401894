"""Zebra tables: only every second row is shaded, so the finder sees strips; here they become one grid again.

The shaded rows give the columns. What stands between two of them, and right above and below, are rows too: white space
that crosses all columns parts them, wider than that between the lines of a cell, however the cells' texts are aligned.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from planparse.page import Grid, GridCell, Middles, Page, Word

_SAME = 3.0
"""Points within which two edges are one."""
_HIGH = 14
"""Heights of a shaded row that may lie between two of them; farther apart they are two tables."""
_CROSSES = 2.0
"""Points by which a word must stand on both sides of a column's edge to cross it."""
_BLANK = 0.45
"""Of the type size: words closer than that are one text, also over a column's edge."""
_PARTED = 1.5
"""A row's white space is that many times the widest one between lines of one cell."""
_LEAST_SPACE = 0.35
"""Of the words' height: the least white space between rows."""
_FAR = 3.0
"""Heights of the words from one row to the next, outside the shaded ones."""
_TITLE_WORDS = 9
"""Words of a row that is one text over all columns, a theme's name."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands between shaded rows: its words from `top` to `bottom` (points), the columns that they stand in.

    `whole`: one text over all columns, or one in the first alone.
    """

    top: float
    bottom: float
    words: tuple[Word, ...]
    columns: frozenset[int]
    whole: bool


def join_bands(grids: Sequence[Grid], page: Page) -> list[Grid]:
    """The grids, shaded rows of one zebra table joined with the rows between them."""
    left = [(grid, _edges(grid)) for grid in sorted(grids, key=lambda grid: (round(grid.box[0]), grid.box[1]))]
    joined: list[Grid] = []
    while left:
        first, edges = left.pop(0)
        run, others = [first], []
        for other, theirs in left:
            if _same_columns(edges, theirs) and _near(run[-1], other):
                run.append(other)
            else:
                others.append((other, theirs))
        beside = [grid for grid in grids if not any(grid is one for one in run)]
        table = _table(run, edges, page, beside) if len(run) > 1 else None
        joined += [table] if table is not None else run
        left = others
    return joined


def _edges(grid: Grid) -> list[float]:
    found: list[float] = []
    for x in sorted(x for cell in grid.cells for x in (cell.box[0], cell.box[2])):
        if not found or x - found[-1] > _SAME:
            found.append(x)
    return found


def _same_columns(ours: Sequence[float], theirs: Sequence[float]) -> bool:
    return len(ours) > 2 and len(ours) == len(theirs) and all(
        abs(x - y) <= _SAME for x, y in zip(ours, theirs, strict=True)
    )  # fmt: skip


def _near(above: Grid, below: Grid) -> bool:
    height = min((g.box[3] - g.box[1]) / g.row_count for g in (above, below))
    return 0 <= below.box[1] - above.box[3] <= _HIGH * height


def _table(run: Sequence[Grid], edges: Sequence[float], page: Page, others: Sequence[Grid]) -> Grid | None:
    """One grid of the shaded rows and those between; None where what stands between them is no row."""
    x0, x1 = edges[0], edges[-1]
    words = [w for w in page.words if w.upright and x0 - _SAME <= w.x0 and w.x1 <= x1 + _SAME]
    space, height = _space(run, words)
    between = [
        list(_rows(words, a.box[3], b.box[1], edges, space)) for a, b in itertools.pairwise(run)
    ]  # fmt: skip
    filled = [rows for rows in between if rows]
    if not filled or not all(any(len(row.columns) > 1 and not row.whole for row in rows) for rows in filled):
        return None  # two tables, with a heading between
    if any(row.whole and len(row.words) > _TITLE_WORDS for rows in between for row in rows):
        return None
    top = max((g.box[3] for g in others if g.box[3] <= run[0].box[1]), default=0.0)
    bottom = min((g.box[1] for g in others if g.box[1] >= run[-1].box[3]), default=page.height)
    above = _reach(_rows(words, top, run[0].box[1], edges, space, upwards=True), run[0].box[1], _FAR * height)
    below = _reach(_rows(words, run[-1].box[3], bottom, edges, space), run[-1].box[3], _FAR * height)
    rows: list[_Row | Grid] = [*reversed(above)]
    for i, grid in enumerate(run):
        rows += [grid, *(between[i] if i < len(between) else ())]
    rows += below
    return _grid(rows, edges, page.number)


def _space(run: Sequence[Grid], words: Sequence[Word]) -> tuple[float, float]:
    """(the white space from which on two lines are not of one cell, the words' height), in points."""
    middles = Middles(words)
    gaps, heights = [0.0], []
    for cell in (cell for grid in run for cell in grid.cells):
        own = [words[i] for i in middles.within(cell.box, right_open=True)]
        heights += [w.bottom - w.top for w in own]
        gaps += [below[0] - above[1] for above, below in itertools.pairwise(_strips(own, 0.0))]
    height = median(heights) if heights else 10.0
    return max(_PARTED * max(gaps), _LEAST_SPACE * height), height


def _strips(words: Sequence[Word], space: float) -> list[tuple[float, float]]:
    """(top, bottom) of what the words cover, from above; less than `space` between two makes them one."""
    found: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda w: w.top):
        if found and word.top - found[-1][1] <= space:
            found[-1] = (found[-1][0], max(found[-1][1], word.bottom))
        else:
            found.append((word.top, word.bottom))
    return found


def _rows(
    words: Sequence[Word], top: float, bottom: float, edges: Sequence[float], space: float, *, upwards: bool = False
) -> Iterator[_Row]:
    """The rows between two heights, from above or `upwards`."""
    own = [w for w in words if top <= (w.top + w.bottom) / 2 < bottom]
    strips = _strips(own, space)
    for strip in reversed(strips) if upwards else strips:
        inside = sorted((w for w in own if strip[0] <= w.top and w.bottom <= strip[1]), key=lambda w: (w.top, w.x0))
        columns = frozenset(sum(edge <= (w.x0 + w.x1) / 2 for edge in edges[1:-1]) for w in inside)
        crossing = any(_crosses(inside, edge) for edge in edges[1:-1])
        yield _Row(strip[0], strip[1], tuple(inside), columns, crossing or columns == {0})


def _crosses(words: Sequence[Word], edge: float) -> bool:
    """Whether a text goes on over a column's edge."""
    if any(w.x0 < edge - _CROSSES and w.x1 > edge + _CROSSES for w in words):
        return True
    before = [w for w in words if w.x1 <= edge + _CROSSES]
    after = [w for w in words if w.x0 >= edge - _CROSSES]
    return any(
        b.x0 - a.x1 < _BLANK * a.size and min(a.bottom, b.bottom) - max(a.top, b.top) > 0.5 * (a.bottom - a.top)
        for a in before
        for b in after
        if b.x0 - a.x1 < a.size
    )


def _reach(rows: Iterator[_Row], start: float, far: float) -> list[_Row]:
    """The rows next to a shaded one that belong to the table, outwards, up to the last one of several columns."""
    found: list[_Row] = []
    height = start
    for row in rows:
        distance = max(row.top - height, height - row.bottom)
        if distance > far or (row.whole and len(row.words) > _TITLE_WORDS):
            break
        found.append(row)
        height = row.bottom if row.top >= height else row.top
    while found and (found[-1].whole or len(found[-1].columns) < 2):
        found.pop()
    return found


def _grid(rows: Sequence[_Row | Grid], edges: Sequence[float], page: int) -> Grid:
    """The rows one under the other, each as high as the next one begins."""
    cells: list[GridCell] = []
    count = 0
    for i, row in enumerate(rows):
        if isinstance(row, Grid):
            cells += _drawn(row, edges, count)
            count += row.row_count
            continue
        top = _bound(rows[i - 1], row) if i else row.top
        bottom = _bound(row, rows[i + 1]) if i + 1 < len(rows) else row.bottom
        if row.whole:
            cells.append(GridCell(count, 0, 1, len(edges) - 1, (edges[0], top, edges[-1], bottom)))
        else:
            spans = list(itertools.pairwise(edges))
            cells += [GridCell(count, k, 1, 1, (a, top, b, bottom)) for k, (a, b) in enumerate(spans)]
        count += 1
    box = (edges[0], min(c.box[1] for c in cells), edges[-1], max(c.box[3] for c in cells))
    return Grid(page, box, count, len(edges) - 1, tuple(cells), True)


def _bound(above: _Row | Grid, below: _Row | Grid) -> float:
    if isinstance(above, Grid):
        return above.box[3]
    if isinstance(below, Grid):
        return below.box[1]
    return (above.bottom + below.top) / 2


def _drawn(grid: Grid, edges: Sequence[float], first: int) -> list[GridCell]:
    """A shaded strip's cells, those of its rows too that are not shaded themselves (beside a merged cell that is)."""
    tops = {cell.row: cell.box[1] for cell in grid.cells}
    ends = {cell.row + cell.row_span: cell.box[3] for cell in grid.cells}
    taken = {
        (row, column)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    cells = [GridCell(first + c.row, c.column, c.row_span, c.column_span, c.box) for c in grid.cells]
    for row in range(grid.row_count):
        top = tops.get(row, ends.get(row, grid.box[1]))
        bottom = ends.get(row + 1, tops.get(row + 1, grid.box[3]))
        for column, (a, b) in enumerate(itertools.pairwise(edges)):
            if (row, column) not in taken:
                cells.append(GridCell(first + row, column, 1, 1, (a, top, b, bottom)))
    return cells
