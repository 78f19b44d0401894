"""Tables that only horizontal lines draw."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from planparse.page import Grid, Page, Ruling, Word
from planparse.tables import find_grids

EDGES = (50.0, 150.0, 250.0, 350.0)


def words(text: str, x: float, top: float, size: float = 8.0) -> list[Word]:
    found = []
    for one in text.split():
        width = 0.55 * size * len(one)
        found.append(Word(one, x, top, x + width, top + size, "Sans", size, bold=False, italic=False))
        x += width + 0.3 * size
    return found


def row(top: float, *texts: str) -> list[Word]:
    return [word for k, text in enumerate(texts) for word in words(text, EDGES[k] + 4, top)]


def lines(*heights: float, x0: float = 50.0, x1: float = 350.0) -> list[Ruling]:
    return [Ruling(x0, y, x1, y + 0.5) for y in heights]


def page(own: Sequence[Sequence[Word]], drawn: Sequence[Ruling]) -> Page:
    return Page(1, 400.0, 600.0, tuple(itertools.chain(*own)), rulings=tuple(drawn))


def spans(grid: Grid) -> list[tuple[int, int, int, int]]:
    return sorted((cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells)


HEAD = row(86, "Vad", "Vem", "Hur långt")
ROWS = [row(106, "Fler lampor", "parken", "halvvägs"), row(126, "Nya staket", "bolaget", "framme")]


def test_lines_below_each_row_make_rows_and_white_space_the_columns() -> None:
    (grid,) = find_grids(page([HEAD, *ROWS], lines(100, 120, 140)))
    assert (grid.row_count, grid.column_count) == (3, 3)
    assert grid.box[1] < 90, "the head above the first line belongs to the table"


def test_a_line_under_some_columns_only_parts_these() -> None:
    drawn = [*lines(100, 140), *lines(120, x0=150)]
    more = row(146, "Nattvandring", "föräldrar", "nej")
    (grid,) = find_grids(page([HEAD, *ROWS, more], [*drawn, *lines(160)]))
    assert (1, 0, 2, 1) in spans(grid)
    assert {(1, 1, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)} <= set(spans(grid))


def test_borders_drawn_cell_by_cell_give_the_columns() -> None:
    drawn = [Ruling(a, y, b, y + 0.5) for y in (100, 120, 140) for a, b in itertools.pairwise(EDGES)]
    (grid,) = find_grids(page([ROWS[0], row(126, "Nya staket och", "", "framme")], drawn))
    assert sorted({cell.box[0] for cell in grid.cells}) == list(EDGES[:-1])


def test_a_text_in_the_first_column_alone_is_a_theme_over_all() -> None:
    (grid,) = find_grids(page([HEAD, ROWS[0], row(126, "I skolan"), row(146, "Möten", "rektor", "ja")],
                              lines(100, 120, 140, 160)))  # fmt: skip
    assert (2, 0, 1, 3) in spans(grid)


def test_labels_in_the_middle_of_their_rows_are_a_column() -> None:
    own = [
        words("Mål", 54, 112), words("Andelen ska minska och", 154, 106), words("tryggheten öka", 154, 118),
        words("Vem", 54, 142), words("Rektor och den som", 154, 136), words("leder fältgruppen", 154, 148),
    ]  # fmt: skip
    (grid,) = find_grids(page(own, lines(100, 130, 160)))
    assert (grid.row_count, grid.column_count) == (2, 2)


def test_labels_level_with_their_text_are_left_to_the_layout() -> None:
    own = [words("Mål", 54, 106), words("Andelen minskar", 154, 106), words("Vem", 54, 126), words("Rektor", 154, 126)]
    assert not find_grids(page(own, lines(100, 120, 140)))


def test_running_text_between_lines_is_no_table() -> None:
    text = "Här står en löpande text som går över hela raden utan några spalter"
    own = [words(text, 54, top, 7.0) for top in (106, 116, 126, 146, 156)]
    assert not find_grids(page(own, lines(100, 140, 170)))


def test_lines_that_part_groups_of_rows_only_are_not_the_rows() -> None:
    first = [row(106 + 12 * i, "Punkt nummer", "Rektor", "Klar") for i in range(4)]
    second = [row(166 + 12 * i, "Annan punkt", "Chefen", "Pågår") for i in range(4)]
    assert not find_grids(page([*first, *second], lines(100, 160, 220)))
