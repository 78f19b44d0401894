"""Tables that only horizontal lines draw: a line below each row, no vertical one.

Lines of one width are the rows' bounds. The columns are where the lines are broken (borders drawn cell by cell), else
where white space runs through the rows. A row above the first line and one below the last belong to it where they
stand as near as the others do.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from planparse.page import Box, Grid, GridCell, Page, Word

_SAME = 3.0
"""Points within which two ends are one."""
_ROWS = 2
"""Rows between lines that make a table."""
_HIGH = 0.3
"""Of the page's height; what stands between lines farther apart is text."""
_LINES = 14
"""Lines of text in the highest row."""
_GUTTER = 0.5
"""Of the type size: the least white space between columns."""
_WHOLE = 0.2
"""Share of the rows that may be one text over all columns, a theme's name."""
_SIZES = 1.2
"""Points by which the type sizes of rows differ."""
_LARGER = 0.9
"""Points by which a heading between two tables is set larger than the rows."""
_ACROSS = 0.75
"""Of the width: a line of that length is running text, where it is not alone."""
_ONE_TEXT = 0.6
"""Of the type size: words that stand closer are one text."""
_FILLED = 0.6
"""Share of the rows in which at least two columns are filled."""
_INNER = 0.34
"""Share of the rows within which rows of another table seem to stand: its own lines part groups of them only."""
_LABELS = 2
"""Columns of labels beside their text; where each begins level with its text the layout tells them."""
_LEADING = 0.5
"""Of the type size: white space between lines of one row outside the lines."""
_NEAR = 1.6
"""A row outside the lines stands at most that many times as far from them as those inside do."""


@dataclass(frozen=True, slots=True)
class _Level:
    """Lines at one height that touch; `breaks`: where one ends and the next begins."""

    y: float
    x0: float
    x1: float
    breaks: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Band:
    """What stands between two neighbouring levels."""

    top: float
    bottom: float
    left: float
    right: float
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row from `top` to `bottom`; `cuts`: for each column the heights at which its cells are parted within."""

    top: float
    bottom: float
    cuts: tuple[tuple[float, ...], ...]


def level_tables(page: Page, others: Sequence[Grid]) -> list[Grid]:
    """The page's tables of horizontal lines outside `others`, whose single shaded rows (heads) they take in."""
    whole = [grid for grid in others if grid.row_count > 1 and grid.column_count > 1]
    levels = [level for level in _levels(page) if not any(_inside(level, grid.box) for grid in whole)]
    found: list[Grid] = []
    for run in _runs(levels):
        bands = [_band(page, above, below) for above, below in itertools.pairwise(run)]
        for stretch in _stretches(bands, page.height):
            own = [level for level in run if stretch[0].top <= level.y <= stretch[-1].bottom]
            table = _table(page, stretch, own, levels)
            if table is not None:
                found.append(table)
    return found


def _inside(level: _Level, box: Box) -> bool:
    return box[1] - _SAME <= level.y <= box[3] + _SAME and level.x0 < box[2] and level.x1 > box[0]


def _levels(page: Page) -> list[_Level]:
    """The page's lines, and the edges of what is shaded as wide as them: a shaded head's are lines too."""
    placed = [((r.top + r.bottom) / 2, (r.x0, r.x1)) for r in page.rulings if r.horizontal]
    drawn = _at_heights(placed)
    if not drawn:
        return []
    widths = {(round(level.x0 / _SAME), round(level.x1 / _SAME)) for level in drawn}
    edges = [(y, (f.x0, f.x1)) for f in page.fills if f.bottom - f.top < _HIGH * page.height for y in (f.top, f.bottom)]
    shaded = [level for level in _at_heights(edges) if _wide(level) & widths]
    found = sorted([*drawn, *shaded], key=lambda level: level.y)
    return [b for a, b in itertools.pairwise([None, *found]) if b and not (a and _same(a, b))]


def _wide(level: _Level) -> set[tuple[int, int]]:
    x0, x1 = round(level.x0 / _SAME), round(level.x1 / _SAME)
    return {(x0 + i, x1 + k) for i in (-1, 0, 1) for k in (-1, 0, 1)}


def _same(above: _Level, below: _Level) -> bool:
    near = abs(above.y - below.y) <= _SAME
    return near and abs(above.x0 - below.x0) <= _SAME and abs(above.x1 - below.x1) <= _SAME


def _at_heights(pieces: Sequence[tuple[float, tuple[float, float]]]) -> list[_Level]:
    placed = sorted(pieces)
    heights: list[list[tuple[float, tuple[float, float]]]] = []
    for piece in placed:
        if heights and piece[0] - heights[-1][0][0] <= _SAME:
            heights[-1].append(piece)
        else:
            heights.append([piece])
    found = []
    for height in heights:
        y = median(piece[0] for piece in height)
        run: list[tuple[float, float]] = []
        for end in sorted(ends for _, ends in height):
            if run and end[0] - max(x1 for _, x1 in run) > _SAME:
                found.append(_level(y, run))
                run = []
            run.append(end)
        found.append(_level(y, run))
    return found


def _level(y: float, pieces: Sequence[tuple[float, float]]) -> _Level:
    breaks = tuple(b[0] for a, b in itertools.pairwise(pieces) if b[0] > a[0] + _SAME)
    return _Level(y, pieces[0][0], max(x1 for _, x1 in pieces), breaks)


def _runs(levels: Sequence[_Level]) -> list[list[_Level]]:
    """Levels of one width, each run from above."""
    runs: list[list[_Level]] = []
    for level in levels:
        for run in runs:
            if abs(run[0].x0 - level.x0) <= _SAME and abs(run[0].x1 - level.x1) <= _SAME:
                run.append(level)
                break
        else:
            runs.append([level])
    return [run for run in runs if len(run) > _ROWS]


def _band(page: Page, above: _Level, below: _Level) -> _Band:
    words = tuple(
        word for word in page.words
        if word.upright and above.y <= (word.top + word.bottom) / 2 < below.y
        and above.x0 - _SAME <= word.x0 and word.x1 <= above.x1 + _SAME
    )  # fmt: skip
    return _Band(above.y, below.y, above.x0, above.x1, words)


def _stretches(bands: Sequence[_Band], height: float) -> list[list[_Band]]:
    """Neighbouring bands that may be rows: filled, not high, set in one type size."""
    found: list[list[_Band]] = [[]]
    for band in bands:
        high = band.bottom - band.top > _HIGH * height or len(_baselines(band.words)) > _LINES
        sizes = [word.size for word in band.words]
        larger = bool(sizes) and max(sizes) - median(sizes) > _LARGER
        if not sizes or high or larger or _is_text(band):
            found.append([])
        elif found[-1] and abs(median(sizes) - median(w.size for w in found[-1][-1].words)) > _SIZES:
            found.append([band])
        else:
            found[-1].append(band)
    return [stretch for stretch in found if len(stretch) >= _ROWS]


def _is_text(band: _Band) -> bool:
    """Whether lines of running text stand in the band, not one over all columns alone."""
    lines: dict[float, list[Word]] = {}
    for word in band.words:
        base = next((y for y in lines if abs(y - word.bottom) <= 0.5 * word.size), word.bottom)
        lines.setdefault(base, []).append(word)
    return len(lines) > 1 and any(_longest(line) >= _ACROSS * (band.right - band.left) for line in lines.values())


def _longest(line: Sequence[Word]) -> float:
    """The length of the longest text on one line, in points."""
    placed = sorted(line, key=lambda w: w.x0)
    longest, start, end = 0.0, placed[0].x0, placed[0].x1
    for word in placed[1:]:
        if word.x0 - end > _ONE_TEXT * word.size:
            start = word.x0
        end = word.x1
        longest = max(longest, end - start)
    return longest


def _baselines(words: Iterable[Word]) -> list[float]:
    found: list[float] = []
    for word in sorted(words, key=lambda w: w.bottom):
        if not found or word.bottom - found[-1] > 0.5 * word.size:
            found.append(word.bottom)
    return found


def _table(page: Page, bands: Sequence[_Band], levels: Sequence[_Level], narrow: Sequence[_Level]) -> Grid | None:
    x0, x1 = levels[0].x0, levels[0].x1
    inner = _broken(levels) or _white(bands, x0, x1)
    if not inner:
        return None
    edges = [x0, *inner, x1]
    filled = [_filled(band.words, edges) for band in bands]
    whole = [_crosses(band.words, inner) for band in bands]
    if sum(whole) > _WHOLE * len(bands) or sum(len(f) > 1 for f in filled) < _FILLED * len(bands):
        return None
    if sum(_has_rows(band.words, edges) for band in bands) > _INNER * len(bands):
        return None
    if any(sum(k in f for f in filled) < 1 for k in range(len(edges) - 1)):
        return None
    if len(edges) == _LABELS + 1 and all(_level_with(band.words, edges[1]) for band in bands):
        return None
    rows = [_Row(band.top, band.bottom, _cuts(band, edges, narrow)) for band in bands]
    above, below = _near(page, bands, edges)
    titles = {
        row for row, f, one in zip(rows, filled, whole, strict=True) if one or (f == {0} and len(edges) > _LABELS + 1)
    }
    return _grid(page.number, [*above, *rows, *below], titles, edges)


def _broken(levels: Sequence[_Level]) -> list[float]:
    """The columns' edges where most of the lines are broken at the same places."""
    places = grouped(x for level in levels for x in level.breaks)
    return [median(place) for place in places if len(place) > 0.5 * len(levels)]


def grouped(values: Iterable[float]) -> list[list[float]]:
    """Sorted values, those within three points of their neighbour together."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= _SAME:
            groups[-1].append(value)
        else:
            groups.append([value])
    return groups


def _white(bands: Sequence[_Band], x0: float, x1: float) -> list[float]:
    """The columns' edges where white space runs through (nearly) all rows."""
    size = median(word.size for band in bands for word in band.words)
    least, few = max(_GUTTER * size, 4.0), int(_WHOLE * len(bands))
    covered = [0] * (int(x1 - x0) + 2)
    for band in bands:
        own = {
            x for word in band.words
            for x in range(max(0, int(word.x0 - x0)), min(len(covered), int(word.x1 - x0) + 1))
        }  # fmt: skip
        for x in own:
            covered[x] += 1
    edges, blank = [], 0
    seen = False
    for x, count in enumerate(covered):
        if count <= few:
            blank += 1
            continue
        if seen and blank >= least:
            edges.append(x0 + x - 1.5)
        seen, blank = True, 0
    return edges


def _level_with(words: Sequence[Word], edge: float) -> bool:
    """Whether what stands left and right of a column's edge begins on one line."""
    left = [word.bottom for word in words if word.x1 <= edge + _SAME]
    right = [word.bottom for word in words if word.x1 > edge + _SAME]
    return not left or not right or abs(min(left) - min(right)) <= 0.5 * words[0].size


def _filled(words: Iterable[Word], edges: Sequence[float]) -> set[int]:
    return {sum(edge <= (word.x0 + word.x1) / 2 for edge in edges[1:-1]) for word in words}


def _crosses(words: Iterable[Word], inner: Sequence[float]) -> bool:
    return any(word.x0 < edge - _SAME and word.x1 > edge + _SAME for word in words for edge in inner)


def _has_rows(words: Sequence[Word], edges: Sequence[float]) -> bool:
    """Whether rows stand within what should be one: each line of the first column begins beside others, as they do."""
    first = [word for word in words if word.x1 <= edges[1] + _SAME]
    lines = _baselines(first)
    if len(lines) < 2:
        return False
    for line in lines:
        own = [word for word in words if abs(word.bottom - line) <= 0.5 * word.size]
        starts = {k: min((w for w in own if k in _filled([w], edges)), key=lambda w: w.x0) for k in _filled(own, edges)}
        if len(starts) < 2 or not all(word.text[:1].isupper() or word.text[:1].isdigit() for word in starts.values()):
            return False
    return True


def _cuts(band: _Band, edges: Sequence[float], narrow: Sequence[_Level]) -> tuple[tuple[float, ...], ...]:
    """For each column the heights within the band at which a line of some columns only parts its cells."""
    own = [level for level in narrow if band.top + _SAME < level.y < band.bottom - _SAME]
    return tuple(
        tuple(sorted({level.y for level in own if level.x0 <= a + _SAME and b - _SAME <= level.x1}))
        for a, b in itertools.pairwise(edges)
    )


def _near(page: Page, bands: Sequence[_Band], edges: Sequence[float]) -> tuple[list[_Row], list[_Row]]:
    """The rows above the first line (at most two: heads and a row without a line between) and below the last."""
    inside = [word for band in bands for word in band.words]
    size = median(word.size for word in inside)
    pads = [min(w.top for w in band.words) - band.top for band in bands]
    pads += [band.bottom - max(w.bottom for w in band.words) for band in bands]
    pad = median(pads)
    words = [w for w in page.words if w.upright and edges[0] - _SAME <= w.x0 and w.x1 <= edges[-1] + _SAME]
    blank = ((),) * (len(edges) - 1)
    above: list[_Row] = []
    first = bands[0].top
    for far in (_NEAR * pad + 1.0, 2 * _NEAR * pad + 1.0):
        own = _next([w for w in words if w.bottom <= first + 1], first, upwards=True)
        columns = _columns(own, edges, size)
        # alone in other columns than the first: a cell that goes on from the page before
        goes_on = not above and bool(columns) and 0 not in columns and first < _HIGH * page.height
        if not (len(columns) > 1 or goes_on) or first - max(w.bottom for w in own) > far:
            break
        above.insert(0, _Row(min(w.top for w in own) - 1, first, blank))
        first = above[0].top
        if len(columns) == 1:
            break
    last = bands[-1].bottom
    own = _next([w for w in words if w.top >= last - 1], last, upwards=False)
    several = len(_columns(own, edges, size)) > 1
    near = several and min(w.top for w in own) - last <= _NEAR * pad + 1.0
    return above, [_Row(last, max(w.bottom for w in own) + 1, blank)] if near else []


def _columns(words: Sequence[Word], edges: Sequence[float], size: float) -> set[int]:
    """The columns in which a row's words stand; none where they are set otherwise than the table or cross an edge."""
    if any(abs(word.size - size) > _SIZES for word in words) or _crosses(words, edges[1:-1]):
        return set()
    return _filled(words, edges)


def _next(words: Sequence[Word], start: float, *, upwards: bool) -> list[Word]:
    """The words nearest to a height, with the lines that go on close behind them."""
    found: list[Word] = []
    reached = start
    for word in sorted(words, key=lambda w: -w.bottom if upwards else w.top):
        gap = reached - word.bottom if upwards else word.top - reached
        if found and gap > _LEADING * word.size:
            break
        found.append(word)
        reached = min(reached, word.top) if upwards else max(reached, word.bottom)
    return found


def _grid(page: int, rows: Sequence[_Row], titles: Collection[_Row], edges: Sequence[float]) -> Grid:
    cells: list[GridCell] = []
    count = 0
    for row in rows:
        if row in titles:
            cells.append(GridCell(count, 0, 1, len(edges) - 1, (edges[0], row.top, edges[-1], row.bottom)))
            count += 1
            continue
        heights = sorted({y for column in row.cuts for y in column})
        for k, (a, b) in enumerate(itertools.pairwise(edges)):
            for top, bottom in itertools.pairwise([row.top, *row.cuts[k], row.bottom]):
                at = bisect_left(heights, top) + (top in heights)
                end = bisect_left(heights, bottom) + 1
                cells.append(GridCell(count + at, k, end - at, 1, (a, top, b, bottom)))
        count += len(heights) + 1
    return Grid(page, (edges[0], rows[0].top, edges[-1], rows[-1].bottom), count, len(edges) - 1, tuple(cells), True)
