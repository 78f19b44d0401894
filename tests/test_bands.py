"""Zebra tables: shaded rows and the rows between them are one grid."""

from __future__ import annotations

import itertools

import pytest

from planparse.page import Fill, Page, Word
from planparse.tables import find_grids

EDGES = (50.0, 150.0, 250.0, 350.0)


def word(text: str, x: float, top: float) -> Word:
    return Word(text, x, top, x + 5.0 * len(text), top + 8.0, "Sans", 8.0, bold=False, italic=False)


def shaded(top: float, bottom: float) -> list[Fill]:
    return [Fill(a, top, b, bottom, 0xE4EEF0) for a, b in itertools.pairwise(EDGES)]


def row(top: float, *texts: str) -> list[Word]:
    return [word(text, EDGES[k] + 5, top) for k, text in enumerate(texts) if text]


def page(between: list[Word]) -> Page:
    words = [
        *row(80, "Insats", "Vem", "Läge"),
        *row(110, "vandring", "rektor", "klart"), *row(120, "i", "och", ""),
        *between,
        *row(200, "lampor", "gatan", "pågår"),
        *row(230, "staket", "bolaget", "klart"),
    ]  # fmt: skip
    return Page(1, 400.0, 600.0, tuple(words), fills=(*shaded(105, 135), *shaded(195, 215)))


def test_rows_between_shaded_ones_and_the_head_above_belong_to_the_table() -> None:
    (grid,) = find_grids(page([*row(150, "möten", "polisen", "ställs"), *row(160, "", "", "in")]))
    assert (grid.row_count, grid.column_count) == (5, 3)
    assert grid.box[1] == pytest.approx(80.0)
    assert grid.box[3] == pytest.approx(238.0)


def test_a_text_over_all_columns_is_one_cell() -> None:
    theme = [word("Trafik", 55, 145), word("och", 87, 145), word("trygga", 104, 145), word("gång", 136, 145),
             word("banor", 158, 145)]  # fmt: skip
    (grid,) = find_grids(page([*theme, *row(170, "möten", "polisen", "dröjer")]))
    assert [cell.column_span for cell in grid.cells if cell.box[1] < 148 < cell.box[3]] == [3]
    assert grid.row_count == 6


def test_running_text_between_two_shaded_tables_is_no_row() -> None:
    text = "Här står en löpande text som går över alla kolumner och är längre än ett temas namn"
    words, x = [], 55.0
    for one in text.split():
        if x + 5 * len(one) > 345:
            break
        words.append(word(one, x, 150))
        x += 5 * len(one) + 2
    assert len(find_grids(page(words))) == 2


def test_a_heading_between_two_tables_of_the_same_columns_joins_them_not() -> None:
    heading = [word("Hedersrelaterat", 55, 160), word("våld", 133, 160), word("och", 157, 160)]
    assert len(find_grids(page(heading))) == 2
