"""What stands in a drawn grid? pdfplumber's table finder, fed with pdfium's rulings and fills.

pdfplumber's finder works on any object with `edges`, `bbox`, `width` and `height` (an inner contract, held by
tests/test_tables.py and the pinned version range): this costs a thirtieth of letting pdfplumber read the page
(shared/perf/README.md, 2026-11), and finds the same tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planparse.page import Box, Grid, GridCell, Middles, Page, holds
from planparse.tables.bands import join_bands
from planparse.tables.levels import grouped, level_tables

_SAME_LINE = 3.0
"""Borders closer than this (points) are one: double lines and the two sides of a cell's gap."""
_MOST_EDGES = 6000
"""A page with more edges is a drawing; the finder's time grows with their product."""
_SNAP = 3.0
_OPEN_LENGTH = 8.0
"""A vertical edge at least this long (points) may belong to a row that the page break left open."""


class _Lines:
    """The little of a pdfplumber page that its TableFinder asks for."""

    def __init__(self, page: Page, edges: list[dict[str, Any]]) -> None:
        self.edges, self.bbox = edges, (0.0, 0.0, page.width, page.height)
        self.width, self.height = page.width, page.height


def find_grids(page: Page) -> tuple[Grid, ...]:
    """The drawn grids of a page with at least two cells, from top to bottom; a zebra table is one grid."""
    edges = _edges(page)
    edges += _open_ends(edges)
    vertical = sum(edge["orientation"] == "v" for edge in edges)
    if vertical == len(edges) or len(edges) > _MOST_EDGES:
        return ()
    grids = join_bands(_drawn(page, edges), page) if vertical else []
    open_sided = level_tables(page, grids)
    grids = [grid for grid in grids if not any(holds(table.box, grid.box) for table in open_sided)]
    return tuple(sorted([*grids, *open_sided], key=lambda grid: (grid.box[1], grid.box[0])))


def _drawn(page: Page, edges: list[dict[str, Any]]) -> list[Grid]:
    from pdfplumber.table import TableFinder, TableSettings

    settings = TableSettings.resolve({"snap_tolerance": _SNAP, "join_tolerance": _SNAP})
    found = TableFinder(_Lines(page, edges), settings)  # type: ignore[arg-type]
    middles = Middles(page.words)
    grids = [grid for table in found.tables if (grid := _grid(page.number, table.cells, middles)) is not None]
    return _join_touching(grids)


def _edges(page: Page) -> list[dict[str, Any]]:
    edges = [_edge(ruling.x0, ruling.top, ruling.x1, ruling.bottom, ruling.horizontal) for ruling in page.rulings]
    for fill in page.fills:
        edges += [
            _edge(fill.x0, fill.top, fill.x1, fill.top, True),
            _edge(fill.x0, fill.bottom, fill.x1, fill.bottom, True),
            _edge(fill.x0, fill.top, fill.x0, fill.bottom, False),
            _edge(fill.x1, fill.top, fill.x1, fill.bottom, False),
        ]
    return edges


def _open_ends(edges: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Horizontal edges that a page break left out: three verticals or more end at one height without one."""
    closing = []
    level = [(edge["top"], edge["x0"], edge["x1"]) for edge in edges if edge["orientation"] == "h"]
    for side in ("top", "bottom"):
        ends: dict[int, list[dict[str, Any]]] = {}
        for edge in edges:
            if edge["orientation"] == "v" and edge["height"] > _OPEN_LENGTH:
                ends.setdefault(round(edge[side] / _SAME_LINE), []).append(edge)
        for found in ends.values():
            xs = _clusters([edge["x0"] for edge in found])
            height = found[0][side]
            if len(xs) < 3:
                continue
            left, right = xs[0] + 1, xs[-1] - 1
            if not any(abs(top - height) <= 2 * _SAME_LINE and x0 < right and x1 > left for top, x0, x1 in level):
                closing.append(_edge(xs[0], height, xs[-1], height, True))
    return closing


def _edge(x0: float, top: float, x1: float, bottom: float, horizontal: bool) -> dict[str, Any]:
    if horizontal:  # the finder wants lines without thickness
        top = bottom = (top + bottom) / 2
    else:
        x0 = x1 = (x0 + x1) / 2
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top,
        "orientation": "h" if horizontal else "v", "object_type": "line",
    }  # fmt: skip


def _clusters(values: Sequence[float]) -> list[float]:
    """Sorted values, those near their neighbour taken as one (their mean)."""
    return [sum(group) / len(group) for group in grouped(values)]


def _nearest(lines: list[float], value: float) -> int:
    return min(range(len(lines)), key=lambda i: abs(lines[i] - value))


def _grid(page: int, boxes: list[Box], middles: Middles) -> Grid | None:
    """Cells' boxes → rows, columns and spans; None where nothing is told apart or no word stands in it."""
    columns = _clusters([x for box in boxes for x in (box[0], box[2])])
    rows = _clusters([y for box in boxes for y in (box[1], box[3])])
    cells = []
    for x0, top, x1, bottom in boxes:
        column, last_column = _nearest(columns, x0), _nearest(columns, x1)
        row, last_row = _nearest(rows, top), _nearest(rows, bottom)
        if last_column > column and last_row > row:
            cells.append(GridCell(row, column, last_row - row, last_column - column, (x0, top, x1, bottom)))
    box = (columns[0], rows[0], columns[-1], rows[-1])
    if not cells or not middles.within(box):
        return None
    cells = sorted(set(cells), key=lambda cell: (cell.row, cell.column))
    return _without_empty_lines(Grid(page, box, len(rows) - 1, len(columns) - 1, tuple(cells), True), middles)


def _without_empty_lines(grid: Grid, middles: Middles) -> Grid:
    """Columns and rows that hold no cell of their own (double borders, decoration) are taken out."""
    texts = {cell: bool(middles.within(cell.box)) for cell in grid.cells}
    narrow = [
        column
        for column in range(grid.column_count)
        if all(
            not texts[cell] and cell.box[2] - cell.box[0] < 8
            for cell in grid.cells
            if cell.column == column and cell.column_span == 1
        )
        and not any(texts[cell] and cell.column == column and cell.column_span == 1 for cell in grid.cells)
        and any(cell.column == column and cell.column_span == 1 for cell in grid.cells)
    ]
    if not narrow:
        return grid
    renumber, seen = {}, 0
    for column in range(grid.column_count + 1):
        renumber[column] = seen
        seen += column not in narrow
    cells = tuple(
        GridCell(cell.row, renumber[cell.column], cell.row_span, span, cell.box)
        for cell in grid.cells
        if (span := renumber[cell.column + cell.column_span] - renumber[cell.column]) > 0
    )
    return Grid(grid.page, grid.box, grid.row_count, grid.column_count - len(narrow), cells, grid.ruled)


def _join_touching(grids: list[Grid]) -> list[Grid]:
    """Drops grids that lie within another one (a shaded bar inside a cell is found as a grid of its own)."""
    kept: list[Grid] = []
    for grid in sorted(grids, key=lambda g: -(g.box[2] - g.box[0]) * (g.box[3] - g.box[1])):
        if not any(holds(other.box, grid.box) for other in kept):
            kept.append(grid)
    return kept
