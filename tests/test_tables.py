from __future__ import annotations

from paper import Paper

from planparse.page import Grid
from planparse.read import read
from planparse.tables import find_grids


def grids(paper: Paper) -> tuple[Grid, ...]:
    return find_grids(read(paper.pdf(), "plan.pdf").pages[0])


def test_a_ruled_grid_has_its_rows_and_columns() -> None:
    (grid,) = grids(Paper().grid([50, 200, 400], [100, 130, 160, 190]).text(60, 105, "Mål"))
    assert (grid.row_count, grid.column_count, len(grid.cells)) == (3, 2, 6)
    assert [round(value) for value in grid.box] == [50, 100, 400, 190]


def test_a_merged_cell_spans() -> None:
    paper = Paper().text(60, 105, "Åtgärd")
    for y in (100, 160):
        paper.ruling(50, y, 400, y)
    paper.ruling(50, 130, 200, 130)  # only the first column is cut in two
    for x in (50, 200, 400):
        paper.ruling(x, 100, x, 160)
    (grid,) = grids(paper)
    spans = {(cell.row, cell.column): (cell.row_span, cell.column_span) for cell in grid.cells}
    assert spans == {(0, 0): (1, 1), (1, 0): (1, 1), (0, 1): (2, 1)}


def test_shaded_cells_without_lines_are_a_grid() -> None:
    paper = Paper()
    for row in range(3):
        for column in range(2):
            x, y = 50 + 150 * column, 100 + 30 * row
            paper.fill(x, y, x + 150, y + 30, "#eeeeee" if row % 2 else "#cccccc").text(x + 5, y + 8, "cell")
    (grid,) = grids(paper)
    assert (grid.row_count, grid.column_count) == (3, 2)


def test_double_borders_are_one() -> None:
    (grid,) = grids(Paper().grid([50, 51.5, 200, 400, 401.5], [100, 101.5, 130, 160, 161.5]).text(60, 110, "x"))
    assert (grid.row_count, grid.column_count) == (2, 2)


def test_an_empty_grid_is_none() -> None:
    assert grids(Paper().grid([50, 200, 400], [100, 130, 160]).text(60, 500, "text")) == ()


def test_horizontal_rules_alone_are_no_grid() -> None:
    assert grids(Paper().ruling(50, 100, 400, 100).ruling(50, 130, 400, 130).text(60, 110, "x")) == ()


def test_a_row_that_the_page_break_left_open_is_a_row() -> None:
    paper = Paper().text(60, 105, "Mål").text(60, 140, "Färre").text(210, 140, "brott")
    for x in (50, 200, 400):
        paper.ruling(x, 100, x, 130).ruling(x, 130, x, 170)  # nothing is drawn at 170
    paper.ruling(50, 100, 400, 100).ruling(50, 130, 400, 130)
    (grid,) = grids(paper)
    assert (grid.row_count, grid.column_count) == (2, 2)
