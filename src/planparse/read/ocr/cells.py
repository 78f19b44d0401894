"""Drawn lines → the cells of the tables that they make, in pixels: each cell is read on its own.

A recognizer that sees a table's text without its lines takes the cells of a row for one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from planparse.read.ocr.pixels import Pixels

_SAME = 0.05
"""Lines closer than this (inches) are one, and lines that end so near another one reach it."""
_LEAST = (0.16, 0.1)
"""Least width and height of a cell with text (inches)."""


def cells_of(lines: Iterable[Pixels], dpi: float) -> list[Pixels]:
    """The cells of all tables with two columns or more, row by row."""
    near = max(2, round(_SAME * dpi))
    across = [line for line in lines if line[2] - line[0] >= line[3] - line[1]]
    upright = [line for line in lines if line[2] - line[0] < line[3] - line[1]]
    found: list[Pixels] = []
    for group in _groups(across, upright, near):
        found += _cells(*group, near)
    wide, high = _LEAST[0] * dpi, _LEAST[1] * dpi
    return [cell for cell in found if cell[2] - cell[0] >= wide and cell[3] - cell[1] >= high]


def edges_of(box: Pixels) -> tuple[Pixels, ...]:
    """A rectangle's four borders as lines."""
    x0, top, x1, bottom = box
    return ((x0, top, x1, top + 1), (x0, bottom - 1, x1, bottom), (x0, top, x0 + 1, bottom), (x1 - 1, top, x1, bottom))


def _groups(across: Sequence[Pixels], upright: Sequence[Pixels], near: int) -> list[tuple[list[Pixels], list[Pixels]]]:
    """(horizontal lines, vertical lines) that touch one another, directly or by others."""
    left = [*((line, True) for line in across), *((line, False) for line in upright)]
    groups = []
    while left:
        group = [left.pop(0)]
        for line, is_across in group:
            touching = [one for one in left if one[1] != is_across and _touch(line, one[0], near)]
            group += touching
            left = [one for one in left if one not in touching]
        groups.append(([line for line, flat in group if flat], [line for line, flat in group if not flat]))
    return groups


def _touch(a: Pixels, b: Pixels, near: int) -> bool:
    return a[0] <= b[2] + near and b[0] <= a[2] + near and a[1] <= b[3] + near and b[1] <= a[3] + near


def _cells(across: Sequence[Pixels], upright: Sequence[Pixels], near: int) -> list[Pixels]:
    if len(across) + len(upright) < 3 or not upright:
        return []
    every = [*across, *upright]
    left, top = min(line[0] for line in every), min(line[1] for line in every)
    right, bottom = max(line[2] for line in every), max(line[3] for line in every)
    xs = _places([left, right, *((line[0] + line[2]) // 2 for line in upright)], near)
    ys = _places([top, bottom, *((line[1] + line[3]) // 2 for line in across)], near)
    if len(xs) < 3 or len(ys) < 2:
        return []
    walls = {
        (i, k)
        for i, (y0, y1) in enumerate(pairwise(ys))
        for k in range(1, len(xs) - 1)
        if any(abs((line[0] + line[2]) // 2 - xs[k]) <= near and _covers(line[1], line[3], y0, y1) for line in upright)
    }
    floors = {
        (i, k)
        for k, (x0, x1) in enumerate(pairwise(xs))
        for i in range(1, len(ys) - 1)
        if any(abs((line[1] + line[3]) // 2 - ys[i]) <= near and _covers(line[0], line[2], x0, x1) for line in across)
    }
    cells = []
    taken: set[tuple[int, int]] = set()
    for i in range(len(ys) - 1):
        for k in range(len(xs) - 1):
            if (i, k) in taken:
                continue
            end = k + 1
            while end < len(xs) - 1 and (i, end) not in walls and (i, end) not in taken:
                end += 1
            low = i + 1
            while low < len(ys) - 1 and _opens(low, k, end, walls, floors, taken, len(xs) - 1):
                low += 1
            taken |= {(row, column) for row in range(i, low) for column in range(k, end)}
            cells.append((xs[k], ys[i], xs[end], ys[low]))
    return cells if len({cell[0] for cell in cells}) > 1 else []


def _opens(
    row: int, first: int, end: int, walls: set[tuple[int, int]], floors: set[tuple[int, int]],
    taken: set[tuple[int, int]], count: int,
) -> bool:  # fmt: skip
    """Whether the cell above goes on in `row`: nothing drawn between, and the same walls beside."""
    if any((row, k) in floors or (row, k) in taken for k in range(first, end)):
        return False
    inner = any((row, k) in walls for k in range(first + 1, end))
    return not inner and (end == count or (row, end) in walls) and (first == 0 or (row, first) in walls)


def _covers(start: int, end: int, a: int, b: int) -> bool:
    """Whether a line from `start` to `end` runs along most of what lies between `a` and `b`."""
    return min(end, b) - max(start, a) > 0.6 * (b - a)


def _places(values: Iterable[int], near: int) -> list[int]:
    groups: list[list[int]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= near:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [group[len(group) // 2] for group in groups]
