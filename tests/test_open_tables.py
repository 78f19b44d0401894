"""Tables that nothing draws, and labels without a sign."""

from __future__ import annotations

from paper import Paper

from planparse.layout import lay_out
from planparse.page import Block, Layout, Table
from planparse.read import read
from planparse.tables import find_grids

HEADS = ((60, "Problem"), (160, "Mål"), (265, "Åtgärd"), (330, "Ansvarig"), (375, "Tid"))
LONG = "Planen följs upp av styrgruppen varje termin och redovisas sedan för kommunstyrelsen i november."


def laid_out(paper: Paper) -> Layout:
    source = read(paper.pdf(), "plan.pdf")
    return lay_out(source, {page.number: find_grids(page) for page in source.pages})


def heads(paper: Paper, top: float) -> Paper:
    for x, text in HEADS:
        paper.text(x, top, text, 9, bold=True)
    return paper


def row(paper: Paper, top: float, *cells: str, step: float = 11) -> Paper:
    for (x, _), cell in zip(HEADS, cells, strict=True):
        paper.lines(x, top, cell.split("/") if cell else [], 9, step)
    return paper


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in table.cells if cell.row == r] for r in range(table.row_count)]


def the_table(layout: Layout) -> Table:
    (table,) = [element for element in layout.elements if isinstance(element, Table)]
    return table


FIRST = ("Klotter i tunneln/under vägen", "Borta inom/48 timmar.", "Tunneln/målas.", "Gatuchef", "Maj")
SECOND = ("Skräp i parken", "Färre samtal.", "Städdag i/parken.", "Parkchef", "Juni")
CELLS = ["Klotter i tunneln under vägen", "Borta inom 48 timmar.", "Tunneln målas.", "Gatuchef", "Maj"]


def test_heads_close_together_make_columns_and_white_space_makes_rows() -> None:
    paper = row(row(heads(Paper(), 100), 116, *FIRST), 142, *SECOND).text(60, 190, LONG, 9)
    table = the_table(laid_out(paper))
    assert rows_of(table)[1:] == [CELLS, ["Skräp i parken", "Färre samtal.", "Städdag i parken.", "Parkchef", "Juni"]]
    assert not table.ruled


def test_rows_of_one_line_are_rows() -> None:
    paper = heads(Paper(), 100)
    for i in range(4):
        row(paper, 116 + 16 * i, f"Problem {i}", f"högst {i}", "Vakter", "Polis", "Maj")
    assert the_table(laid_out(paper)).row_count == 5


def test_rows_as_close_as_lines_begin_where_the_texts_do() -> None:
    paper = row(row(heads(Paper(), 100), 116, *FIRST), 138, *SECOND)
    assert the_table(laid_out(paper)).row_count == 3


def test_a_theme_row_stands_over_all_columns_and_a_heading_behind_the_table_does_not() -> None:
    paper = row(row(heads(Paper(), 100), 132, *FIRST), 158, *SECOND).text(60, 116, "Trygga platser", 9, bold=True)
    layout = laid_out(paper.text(60, 190, "Uppföljning", 9, bold=True).text(60, 204, LONG, 9))
    table = the_table(layout)
    assert [(c.row, c.column_span, c.text) for c in table.cells if c.column_span > 1] == [(1, 5, "Trygga platser")]
    assert [e.text for e in layout.elements if isinstance(e, Block)] == ["Uppföljning", LONG]


def test_an_abbreviation_in_the_first_column_is_no_theme() -> None:
    paper = row(row(row(heads(Paper(), 100), 116, *FIRST), 142, "SBVT AB", "", "", "", ""), 158, *SECOND)
    assert all(cell.column_span == 1 for cell in the_table(laid_out(paper)).cells)


def test_a_merged_cell_spans_the_rows_beside_it() -> None:
    paper = heads(Paper(), 100)
    row(paper, 116, "Klotter och/skräp i hela/centrum och i/parken intill", "Borta.", "Målas.", "Chef", "Maj")
    row(paper, 142, "", "Färre.", "Städas.", "Chef", "Juni")
    row(paper, 168, *FIRST)
    table = the_table(laid_out(paper))
    assert [(c.row, c.row_span) for c in table.cells if c.column == 0] == [(0, 1), (1, 2), (3, 1)]


def test_a_table_goes_on_over_the_page_break_without_its_heads() -> None:
    paper = row(row(heads(Paper(), 720), 736, *FIRST), 762, *SECOND).page()
    paper = row(row(paper, 60, *FIRST), 86, *SECOND).text(60, 140, LONG, 9)
    assert the_table(laid_out(paper)).row_count == 5


def test_a_coloured_cell_stays_in_its_row() -> None:
    paper = heads(Paper(), 100).fill(373, 114, 420, 138, "#99cc99").fill(373, 166, 420, 190, "#ff9999")
    table = the_table(laid_out(row(row(paper, 116, *FIRST), 142, *SECOND)))
    assert rows_of(table)[1] == CELLS
    assert [cell.fill for cell in table.cells if cell.text == "Maj"] == [0x99CC99]


def test_running_lines_that_name_the_parties_are_no_heads() -> None:
    paper = Paper()
    for number in range(3):
        paper.text(60, 30, "Mönsterås kommun", 9).text(300, 30, "Polisen", 9).text(60, 100 + 30 * number, LONG, 9)
        paper.page()
    assert {item.text for item in laid_out(paper).furniture} == {"Mönsterås kommun", "Polisen"}


def test_a_bold_kind_word_before_a_capital_is_a_label_without_a_sign() -> None:
    paper = Paper().run_in(72, 100, "Resultat", "Fyra träffar hölls.").run_in(72, 140, "Skapa", "Trygghet för alla.")
    blocks = [element for element in laid_out(paper).elements if isinstance(element, Block)]
    assert [(b.label, b.text) for b in blocks] == [
        ("Resultat", "Fyra träffar hölls."),
        (None, "Skapa Trygghet för alla."),
    ]


def test_a_larger_line_ends_a_column_of_labels() -> None:
    paper = Paper()
    for top in (100, 190):
        paper.text(72, top, "Tobak", 14, bold=True)
        for i, (label, text) in enumerate((("Mål", "Färre röker."), ("Aktivitet", "Vuxna går runt."))):
            paper.text(72, top + 24 + 18 * i, label, 10, bold=True).text(200, top + 24 + 18 * i, text, 10)
    layout = laid_out(paper)
    assert [b.label or b.text for b in layout.elements if isinstance(b, Block)] == [
        "Tobak", "Mål", "Färre röker.", "Aktivitet", "Vuxna går runt.",
    ] * 2  # fmt: skip
