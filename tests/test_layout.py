from __future__ import annotations

from dataclasses import replace

import pytest
from paper import Paper

from planparse.layout import lay_out
from planparse.layout.blocks import join_lines
from planparse.page import Block, Layout, Table
from planparse.read import read
from planparse.tables import find_grids


def laid_out(paper: Paper) -> Layout:
    source = read(paper.pdf(), "plan.pdf")
    return lay_out(source, {page.number: find_grids(page) for page in source.pages})


def texts(layout: Layout) -> list[str]:
    return [element.text for element in layout.elements if isinstance(element, Block)]


def furniture(layout: Layout) -> list[tuple[str, str, int]]:
    return [(item.kind, item.text, item.page) for item in layout.furniture]


LONG = [
    "Kommunen och polisen har under flera års tid arbetat tillsammans med frågor",
    "som rör tryggheten i centrum, och det arbetet ska nu fortsätta med delvis nya",
    "former.",
]


def test_lines_of_a_paragraph_are_one_block_and_white_space_parts_two() -> None:
    paper = Paper().lines(72, 100, LONG).lines(72, 152, LONG)
    assert texts(laid_out(paper)) == [" ".join(LONG)] * 2


def test_bullets_lose_their_sign_and_keep_their_depth() -> None:
    paper = Paper().text(72, 100, "Vi ska:")
    paper.text(80, 118, "•").text(95, 118, "vandra i området varje fredag och lördag under hela sommaren och")
    paper.text(95, 132, "hösten").text(80, 146, "•").text(95, 146, "ringa")
    paper.text(100, 160, "o").text(115, 160, "hem")
    blocks = [e for e in laid_out(paper).elements if isinstance(e, Block)]
    assert [(b.form, b.marker, b.level, b.text) for b in blocks] == [
        ("paragraph", None, 0, "Vi ska:"),
        ("bullet", "•", 0, "vandra i området varje fredag och lördag under hela sommaren och hösten"),
        ("bullet", "•", 0, "ringa"),
        ("bullet", "o", 1, "hem"),
    ]


def test_drawn_dots_are_bullets() -> None:
    paper = Paper().dot(75, 107).text(85, 100, "Första punkten").dot(75, 121).text(85, 114, "Andra punkten")
    blocks = [e for e in laid_out(paper).elements if isinstance(e, Block)]
    assert [(b.form, b.text) for b in blocks] == [("bullet", "Första punkten"), ("bullet", "Andra punkten")]


def test_a_bold_start_with_a_sign_is_a_label() -> None:
    paper = Paper().run_in(72, 100, "Mål:", "Färre ska utsättas.").run_in(72, 140, "Skapa", "förståelse för andra.")
    blocks = [e for e in laid_out(paper).elements if isinstance(e, Block)]
    assert [(b.label, b.text) for b in blocks] == [
        ("Mål:", "Färre ska utsättas."),
        (None, "Skapa förståelse för andra."),
    ]


def test_line_end_hyphens_go_and_suspended_ones_stay() -> None:
    assert join_lines(["brotts-", "förebyggande"], [True, False], {}) == "brottsförebyggande"
    assert join_lines(["risk-", "och skyddsfaktorer"], [True, False], {}) == "risk- och skyddsfaktorer"
    assert join_lines(["ANDT-", "arbetet"], [False, False], {}) == "ANDT-arbetet"
    assert join_lines(["oktober -", "november"], [True, False], {}) == "oktober - november"
    assert join_lines(["Hägersten-", "Liljeholmen"], [True, False], {}) == "Hägersten-Liljeholmen"
    assert join_lines(["EST-", "modell"], [False, False], {"est-modell": 2}) == "EST-modell"
    assert join_lines(["under 2019 –", "2020"], [False, False], {}) == "under 2019 – 2020"


def three_pages(header: str) -> Paper:
    paper = Paper()
    for number in range(1, 4):
        paper.text(72, 40, header, 9).text(480, 40, f"{number}({3})", 9).lines(72, 120, LONG)
        paper.text(72, 150 + 40 * number, f"Eget stycke på sida {number}.").text(72, 800, "Box 1, 999 99 Orten", 8)
        if number < 3:
            paper.page()
    return paper


def test_what_repeats_at_the_edges_is_furniture() -> None:
    layout = laid_out(three_pages("Ortens kommun"))
    assert ("header", "Ortens kommun", 2) in furniture(layout)
    assert ("page_number", "2(3)", 2) in furniture(layout)
    assert ("footer", "Box 1, 999 99 Orten", 3) in furniture(layout)
    assert not any("kommun" in text and len(text) < 20 for text in texts(layout))
    assert sum(text.startswith("Eget stycke") for text in texts(layout)) == 3


def test_a_chapters_name_beside_the_repeated_header_is_furniture() -> None:
    paper = Paper()
    for number, chapter in enumerate(("1 Varför", "2 Vart", "3 Hur"), 1):
        paper.text(72, 40, "Ortens kommun: Agenda", 8).text(440, 40, chapter, 8).lines(72, 120, LONG)
        if number < 3:
            paper.page()
    found = furniture(laid_out(paper))
    assert {("header", chapter, page) for page, chapter in enumerate(("1 Varför", "2 Vart", "3 Hur"), 1)} <= set(found)


def test_a_small_head_above_the_text_of_the_second_page_is_furniture_a_caption_is_not() -> None:
    paper = Paper().text(72, 90, "Arbetslista", 20).lines(72, 140, LONG).page()
    paper.text(72, 40, "Ortens kommun", 8).text(440, 40, "Arbetslista 2023", 8).lines(72, 100, LONG)
    assert ("header", "Arbetslista 2023", 2) in furniture(laid_out(paper))
    paper = Paper().text(72, 90, "Arbetslista", 20).lines(72, 140, LONG).page()
    paper.text(72, 100, "Bild: Torget en kväll", 8).lines(72, 130, LONG)
    assert furniture(laid_out(paper)) == []


def test_a_page_number_alone_is_furniture_on_a_single_page() -> None:
    layout = laid_out(Paper().lines(72, 200, LONG).text(290, 800, "Sid 1 av 1", 9))
    assert furniture(layout) == [("page_number", "Sid 1 av 1", 1)]


def test_a_running_head_of_scanned_sheets_stands_a_little_otherwise_on_each() -> None:
    paper = Paper()
    for top in (40, 52, 46):
        paper.text(72, top, "Hällby kommun", 11).lines(72, 120, ["Kommunen och polisen ska samverka.", "Det är bra."])
        paper = paper.page() if top != 46 else paper
    source = read(paper.pdf(), "plan.pdf")
    scanned = replace(
        source,
        pages=tuple(replace(p, words=tuple(replace(w, confidence=0.9) for w in p.words)) for p in source.pages),
    )
    for given, heads in ((source, 0), (scanned, 3)):
        found = [item for item in lay_out(given, {}).furniture if item.kind == "header"]
        assert len(found) == heads


def test_text_inside_the_page_that_repeats_is_no_furniture() -> None:
    paper = Paper()
    for number in range(3):
        paper.text(72, 300, "Samma mening mitt på sidan.").lines(72, 400, LONG)
        if number < 2:
            paper.page()
    assert texts(laid_out(paper)).count("Samma mening mitt på sidan.") == 3


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"vänster rad {i} som fyller ut sin spalt" for i in range(12)]
    right = [f"höger rad {i} som fyller ut sin spalt" for i in range(12)]
    paper = Paper().text(72, 60, "Rubrik över båda spalterna som går tvärs över hela sidans bredd här", 14)
    layout = laid_out(paper.lines(72, 100, left).lines(320, 100, right))
    joined = " ".join(texts(layout))
    assert joined.index("vänster rad 11") < joined.index("höger rad 0")


def test_a_label_column_gives_each_label_before_its_text() -> None:
    paper = Paper()
    for i, (label, text) in enumerate([("Syfte", LONG), ("Mål", LONG), ("Uppföljning", LONG)]):
        paper.text(60, 100 + 70 * i, label, bold=True).lines(180, 100 + 70 * i, text)
    blocks = [e for e in laid_out(paper).elements if isinstance(e, Block)]
    assert [b.label for b in blocks if b.label] == ["Syfte", "Mål", "Uppföljning"]
    assert all(b.in_label_column for b in blocks)
    assert [b.text for b in blocks if b.text] == [" ".join(LONG)] * 3


def test_columns_under_a_bold_head_are_a_table() -> None:
    paper = Paper()
    for x, head in ((60, "Åtgärd"), (260, "Ansvarig"), (400, "Klart")):
        paper.text(x, 100, head, bold=True)
    rows = [("Belysa parken", "Gatuchefen", "maj"), ("Röja sly", "Parkchefen", "juni"), ("Sätta upp skyltar", "", "")]
    for i, row in enumerate(rows):
        for x, cell in zip((60, 260, 400), row, strict=True):
            if cell:
                paper.text(x, 116 + 16 * i, cell)
    (table,) = laid_out(paper).elements
    assert isinstance(table, Table)
    assert (table.row_count, table.column_count, table.ruled) == (4, 3, False)
    assert [cell.text for cell in table.cells if cell.row == 2] == ["Röja sly", "Parkchefen", "juni"]


def test_a_table_over_a_page_break_is_one_and_its_head_is_kept_once() -> None:
    paper = Paper()
    for number in range(2):
        top = 100
        paper.grid([50, 250, 450], [top, top + 30, top + 60, top + 90])
        for column, head in enumerate(("Mål", "Åtgärd")):
            paper.text(55 + 200 * column, top + 8, head, bold=True)
            for row in (1, 2):
                paper.text(55 + 200 * column, top + 8 + 30 * row, f"{head} nummer {2 * number + row}.")
        if not number:
            paper.page()
    layout = laid_out(paper)
    (table,) = layout.elements
    assert isinstance(table, Table)
    assert table.row_count == 5
    assert [cell.text for cell in table.cells if cell.row == 3] == ["Mål nummer 3.", "Åtgärd nummer 3."]
    assert {(kind, text) for kind, text, _ in furniture(layout)} == {
        ("repeated_header", "Mål"),
        ("repeated_header", "Åtgärd"),
    }


@pytest.mark.parametrize(
    ("left_open", "opening", "rows"),
    [
        ("", "Gatukontoret", 3),  # went to the new page whole
        ("Polisen", "Gatukontoret", 4),  # a row of its own under a merged first cell
    ],
)
def test_a_cell_that_went_to_the_new_page_belongs_to_the_row_that_left_it_open(
    left_open: str, opening: str, rows: int
) -> None:
    paper = Paper()
    for number in range(2):
        paper.grid([50, 250, 450], [100, 130, 160, 190][: 4 - number])
        paper.text(55, 108, "Åtgärd", bold=True).text(255, 108, "Ansvarig", bold=True)
        if number:
            paper.text(255, 138, opening)
        else:
            paper.text(55, 138, "Skyltar sätts upp.").text(255, 138, "Skolan")
            paper.text(55, 168, "Lampor byts ut.").text(255, 168, left_open).page()
    (table,) = laid_out(paper).elements
    assert isinstance(table, Table)
    assert table.row_count == rows


def test_a_paragraph_over_a_page_break_is_one() -> None:
    paper = Paper().lines(72, 100, LONG[:2]).page()
    paper.lines(72, 100, ["nya former och med fler deltagare än förut.", "Slut."])
    assert texts(laid_out(paper))[0].endswith("delvis nya nya former och med fler deltagare än förut. Slut.")


def test_contents_lose_their_leaders() -> None:
    paper = Paper().text(72, 80, "Innehåll", 16, bold=True)
    for i, (title, page) in enumerate([("1. Bakgrund", 2), ("2. Mål och åtgärder", 3), ("3. Uppföljning", 4)]):
        paper.text(72, 110 + 16 * i, f"{title} {'.' * 60} {page}")
    blocks = [e for e in laid_out(paper).elements if isinstance(e, Block)][1:]
    assert [(b.marker, b.text, b.tag) for b in blocks] == [
        ("1.", "Bakgrund", "TOCI"),
        ("2.", "Mål och åtgärder", "TOCI"),
        ("3.", "Uppföljning", "TOCI"),
    ]


def test_letter_spaced_headings_are_words_again() -> None:
    paper = Paper().spaced(72, 100, "INNEHÅLL")
    assert texts(laid_out(paper.lines(72, 200, LONG)))[0] == "INNEHÅLL"


def test_a_widely_letter_spaced_heading_is_one_line() -> None:
    for tracking in (4, 6, 8):
        paper = Paper().spaced(72, 100, "Vart vi vill nå", 14, tracking, blanks=False).lines(72, 130, LONG)
        assert texts(laid_out(paper))[0] == "Vart vi vill nå"


def test_a_shaded_box_stays_together() -> None:
    paper = Paper().lines(72, 100, LONG).fill(300, 160, 520, 230, "#eeeecc")
    paper.lines(310, 170, ["Röster från mötet", "Mer ljus i parken!", "Fler vuxna ute."]).lines(72, 250, LONG)
    boxed = [e.text for e in laid_out(paper).elements if isinstance(e, Block) and e.boxed]
    assert " ".join(boxed) == "Röster från mötet Mer ljus i parken! Fler vuxna ute."


def two_columns(paper: Paper, left: list[str], right: list[str], top: float = 100) -> Paper:
    return paper.lines(60, top, left, 10).lines(310, top, right, 10)


LEFT = [f"Vänster rad {i} i den första av två spalter" for i in range(12)]
RIGHT = [f"Höger rad {i} i den andra av de två spalterna" for i in range(12)]


def test_a_box_that_opens_a_column_is_read_first_there() -> None:
    paper = Paper().text(60, 60, "Kommunen i dag", 14, bold=True).text(60, 84, "Ett stycke över hela sidans bredd", 10)
    paper.fill(300, 104, 545, 160, "#e2f2f1").lines(
        310, 110, ["FAKTA", "Tre saker som skaver", "och en som inte gör"], 10
    )
    two_columns(paper, LEFT, ["", "", "", "", "", *RIGHT[5:]], 106)
    text = " ".join(texts(laid_out(paper)))
    assert (
        text.index("Vänster rad 11") < text.index("FAKTA") < text.index("en som inte gör") < text.index("Höger rad 5")
    )


def test_a_box_in_the_middle_of_a_sentence_is_read_behind_it() -> None:
    paper = two_columns(Paper(), LEFT, [*RIGHT[:4], "", "", "", "", "", "som går vidare nedanför rutan.", "Sist."])
    paper.fill(300, 158, 545, 222, "#e2f2f1").lines(
        310, 164, ["Visste du det?", "Var åttonde bil", "kör för fort."], 10
    )
    text = " ".join(texts(laid_out(paper)))
    assert "de två spalterna som går vidare nedanför rutan." in text
    assert text.index("nedanför rutan") < text.index("Visste du det? ") < text.index("kör för fort")


def test_a_box_beside_running_text_is_read_behind_it_and_before_the_next_heading() -> None:
    paper = Paper().text(60, 60, "Du pratade, vi skrev ner", 16, bold=True)
    paper.lines(
        60,
        90,
        ["Vi ställde oss utanför Ica och åkte med", "skolbussen. Frågan var helt enkel.", "Svaren fyllde nio blad."],
    )
    paper.fill(340, 92, 545, 150, "#e2f2f1").lines(350, 100, ["1 140 svarade på", "höstens frågor."], 9)
    paper.text(60, 160, "Lugnare gator", 16, bold=True).lines(60, 190, LONG)
    assert [text.split()[0] for text in texts(laid_out(paper))] == ["Du", "Vi", "1", "Lugnare", "Kommunen"]


def test_a_box_beside_a_list_does_not_part_it() -> None:
    paper = Paper().text(60, 90, "Polisen ska:")
    for i, text in enumerate(("mäta farten varje vecka", "låta förarna blåsa", "besikta traktorer", "ringa upp")):
        paper.text(60, 110 + 24 * i, f"{i + 1}. {text}")
    paper.fill(340, 92, 545, 150, "#e2f2f1").lines(350, 100, ["Epatraktorerna är", "inte problemet."], 9)
    found = texts(laid_out(paper))
    assert found[:5] == [
        "Polisen ska:",
        "mäta farten varje vecka",
        "låta förarna blåsa",
        "besikta traktorer",
        "ringa upp",
    ]


def test_the_left_columns_paragraph_may_end_below_the_right_column() -> None:
    paper = two_columns(Paper(), LEFT, ["och slutar först i nästa spalt.", *RIGHT[1:8]])
    paper.text(60, 292, "Nästa rubrik", 16, bold=True).lines(60, 320, LONG)
    text = " ".join(texts(laid_out(paper)))
    assert f"{LEFT[11]} och slutar först i nästa spalt." in text
    assert text.index("Höger rad 7") < text.index("Nästa rubrik")


def test_a_contents_row_without_leader_is_an_entry_like_those_with() -> None:
    paper = Paper().text(72, 60, "Innehåll", 16, bold=True)
    for i, (text, page) in enumerate(
        (("Bilaga 1. Trafik", "3"), ("Nuläge . . . . . . . . . .", "3"), ("Mål . . . . . . . . .", "4"))
    ):
        paper.text(72, 100 + 18 * i, text, bold=i == 0).text(500, 100 + 18 * i, page, bold=i == 0)
    found = [e for e in laid_out(paper).elements if isinstance(e, Block) and e.tag == "TOCI"]
    assert [block.text for block in found] == ["Bilaga 1. Trafik", "Nuläge", "Mål"]


def test_a_shaded_box_in_a_column_does_not_end_the_columns() -> None:
    left = [f"Vänster spalt rad {i} med några ord till i." for i in range(20)]
    right = [f"höger spalt rad {i} med några ord till i" for i in range(20)]
    paper = Paper().fill(72, 100 + 8 * 14, 290, 100 + 14 * 14)
    for i in range(20):
        x = 82 if 8 <= i < 14 else 72
        paper.text(x, 100 + 14 * i, left[i], 10).text(320, 100 + 14 * i, right[i], 10)
    words = " ".join(texts(laid_out(paper)))
    places = [
        words.index(left[0]),
        words.index(left[10]),
        words.index(left[19]),
        words.index(right[0]),
        words.index(right[19]),
    ]
    assert places == sorted(places)


def test_words_in_a_grid_that_no_cell_holds_are_kept() -> None:
    paper = Paper().grid([50, 200, 400], [100, 130, 160])
    for x, text in ((60, "Åtgärd"), (210, "Ansvarig")):
        paper.text(x, 105, text)
    paper.text(60, 135, "Lampor byts").text(210, 135, "Gatukontoret")
    paper.ruling(400, 100, 520, 100).ruling(520, 100, 520, 130).ruling(400, 130, 520, 130)  # a third column, open below
    paper.text(410, 105, "Tid").text(410, 135, "Våren")
    layout = laid_out(paper)
    (table,) = [e for e in layout.elements if isinstance(e, Table)]
    printed = " ".join([*(cell.text for cell in table.cells), *texts(layout)])
    assert all(word in printed for word in ("Åtgärd", "Ansvarig", "Tid", "Lampor", "Gatukontoret", "Våren"))


def test_columns_stand_under_their_heads_however_near() -> None:
    paper = Paper()
    for y, row in (
        (100, ("Förvaltning", "Ansvarig", "Tidsplan")),
        (116, ("Kommunledning", "Näringslivschef/Miljös.", "31 dec 2023")),
        (132, ("Kulturen", "Chefen", "31 dec 2024")),
    ):
        for x, text in zip((72, 200, 320), row, strict=True):
            paper.text(x, y, text, bold=y == 100)
    (table,) = [e for e in laid_out(paper).elements if isinstance(e, Table)]
    assert [cell.text for cell in table.cells if cell.row == 1] == [
        "Kommunledning",
        "Näringslivschef/Miljös.",
        "31 dec 2023",
    ]


def test_a_label_at_the_foot_of_several_pages_is_no_footer() -> None:
    paper = Paper()
    for _ in range(3):
        paper.lines(72, 100, LONG).text(72, 760, "Åtgärder:", bold=True).page()
    assert not [item for item in furniture(laid_out(paper)) if "Åtgärder" in item[1]]


def test_a_numbered_paragraph_may_wrap_to_its_numbers_edge() -> None:
    paper = Paper().text(72, 100, "1. Antalet anmälda skadegörelser på skolor och i parker är minst 25 procent")
    paper.text(72, 114, "lägre än i dag.").text(72, 136, "2. Fler litar på varandra.")
    assert texts(laid_out(paper)) == [
        "Antalet anmälda skadegörelser på skolor och i parker är minst 25 procent lägre än i dag.",
        "Fler litar på varandra.",
    ]


def test_a_lead_in_on_its_own_line_is_a_block_of_its_own() -> None:
    paper = Paper().lines(72, 80, LONG).text(72, 150, "Fastighetsägarna lovar att")
    paper.text(72, 164, "Skyltfönstren på gågatan är tända till midnatt under hela vintern, varje dag i")
    assert "Fastighetsägarna lovar att" in texts(laid_out(paper))


def test_two_large_headings_side_by_side_head_no_table() -> None:
    paper = Paper().text(72, 60, "Vision 2040", 16, bold=True).text(400, 60, "Kontakt", 16, bold=True)
    paper.lines(72, 90, ["Kommunen har en tydlig vilja att hålla", "fast vid visionen om en levande stad."], 9)
    paper.lines(400, 90, ["Informatör för staden", "Maria Holm"], 9)
    layout = laid_out(paper)
    assert not [element for element in layout.elements if isinstance(element, Table)]


def test_a_large_number_stands_before_the_first_of_its_lines() -> None:
    paper = Paper()
    for i, number in enumerate(("1.", "2.")):
        top = 100 + 60 * i
        paper.text(93.88, top + 9, "Hastigheten mäts på en ny gata varje vecka under", 10).text(57, top, number, 28)
        paper.text(93.86, top + 24, "skolterminerna.", 10)
    found = [(b.marker, b.text) for b in laid_out(paper).elements if isinstance(b, Block)]
    text = "Hastigheten mäts på en ny gata varje vecka under skolterminerna."
    assert found == [("1.", text), ("2.", text)]


def test_text_goes_on_under_a_large_number() -> None:
    paper = Paper().lines(57, 300, LONG * 2, 10)
    for i, number in enumerate(("3.", "4.")):
        top = 100 + 64 * i
        paper.text(57, top, number, 30).text(93, top + 2, "Kommunen bygger om korsningen vid handeln och", 10)
        paper.text(93, top + 16, "blir färdig i december.", 10)
        paper.text(57, top + 30, "Skolskjutsen får en egen ficka.", 10)
    found = [(b.marker, b.text[-13:]) for b in laid_out(paper).elements if isinstance(b, Block) and b.marker]
    assert found == [("3.", "n egen ficka."), ("4.", "n egen ficka.")]


def test_signatures_under_two_columns_or_inside_one_belong_to_those_who_sign() -> None:
    signed = [
        ["Ystad den 8 juni 2021", "Marianne Hallbäck", "kommunstyrelsens ordförande"],
        ["Ystad den 8 juni 2021", "Sten Ove Karlgren", "lokalpolisområdeschef"],
    ]
    under = two_columns(Paper(), LEFT, RIGHT[:9]).lines(60, 310, signed[0], 9).lines(310, 310, signed[1], 9)
    inside = two_columns(Paper(), LEFT, ["Underskrift", "", "", ""])
    inside.lines(310, 150, signed[0], 9, 12).lines(440, 150, signed[1], 9, 12)
    for paper in (under, inside):
        assert texts(laid_out(paper))[-2:] == [" ".join(lines) for lines in signed]


def test_a_paragraph_that_begins_above_the_other_column_is_one() -> None:
    left = [
        "Ungdomsgården öppnar på lördagar och drivs",
        "ihop med kyrkan, med en första",
        "säsong i höst. Det är klart.",
    ]
    paper = Paper().lines(60, 60, left, 10).text(310, 72, "Läget", 12, bold=True).lines(310, 88, RIGHT[:3], 10)
    paper.lines(60, 110, LEFT[:3], 10)
    assert texts(laid_out(paper))[0] == " ".join(left)


def test_a_heading_over_new_columns_ends_those_above_it() -> None:
    paper = two_columns(Paper(), LEFT[:6], RIGHT[:6]).text(60, 196, "Hur vi följer upp", 14, bold=True)
    two_columns(paper, ["Under rubriken till vänster.", *LEFT[6:9]], ["Under rubriken till höger.", *RIGHT[6:9]], 222)
    text = " ".join(texts(laid_out(paper)))
    assert text.index("Höger rad 5") < text.index("Hur vi följer upp") < text.index("till vänster.")


def test_a_quote_inside_a_sentence_is_read_behind_it() -> None:
    paper = (
        Paper().lines(60, 60, LONG).lines(60, 130, ["Antalet cykelstölder ska ha halverats jämfört med 2023 och att"])
    )
    paper.text(60, 160, "”Jag vill kunna gå hem själv.”", 16).text(60, 200, "ingen ska behöva gå en omväg hem.")
    found = texts(laid_out(paper))
    assert found[1:] == [
        "Antalet cykelstölder ska ha halverats jämfört med 2023 och att ingen ska behöva gå en omväg hem.",
        "”Jag vill kunna gå hem själv.”",
    ]


def test_a_dropped_first_letter_is_the_words_own() -> None:
    paper = Paper().text(60, 62, "K", 34, bold=True).lines(60, 140, LONG)
    paper.lines(88, 66, ["ommunen och polisen har under våren frågat", "fyrahundra invånare vad som gör dem"])
    paper.text(60, 94, "otrygga.")
    text = "Kommunen och polisen har under våren frågat fyrahundra invånare vad som gör dem otrygga."
    assert texts(laid_out(paper))[0] == text


def test_large_numbers_that_count_are_markers_and_statistics_are_not() -> None:
    paper = Paper()
    for i, text in enumerate(("Polisen finns på torget varje torsdag.", "Kommunen öppnar en felanmälan i mars.")):
        paper.text(60, 60 + 50 * i, str(i + 1), 26).text(90, 66 + 50 * i, text)
    paper.text(60, 200, "27", 26).text(100, 206, "cyklar försvann från stationen.")
    found = [(b.marker, b.text) for b in laid_out(paper).elements if isinstance(b, Block)]
    assert found == [
        ("1", "Polisen finns på torget varje torsdag."),
        ("2", "Kommunen öppnar en felanmälan i mars."),
        (None, "27 cyklar försvann från stationen."),
    ]


def test_a_framed_box_stays_together() -> None:
    paper = (
        Paper()
        .lines(60, 60, LONG)
        .lines(60, 120, ["Polisen finns på torget varje torsdag", "mellan klockan 15 och 18."])
    )
    for x0, top, x1, bottom in ((330, 112, 540, 112), (330, 180, 540, 180), (330, 112, 330, 180), (540, 112, 540, 180)):
        paper.ruling(x0, top, x1, bottom)
    paper.lines(340, 122, ["Så ringer du", "Polisen: 114 14", "Vid fara: 112"], 9, 14)
    blocks = [e for e in laid_out(paper).elements if isinstance(e, Block)]
    boxed = [e.text for e in blocks if e.boxed]
    assert " ".join(boxed).startswith("Så ringer du")
    assert "Polisen finns på torget varje torsdag mellan klockan 15 och 18." in [e.text for e in blocks]


def test_text_beside_a_picture_is_full_at_the_pictures_edge() -> None:
    paper = Paper().lines(60, 60, LONG, 11)
    lines = [
        "Kommunen har sju tusen invånare",
        "utspridda på en yta större än Gotland.",
        "Avstånden gör att polis och vård",
        "kommer sent fram, särskilt i de",
        "byar som ligger längst bort.",
    ]
    assert texts(laid_out(paper.lines(60, 130, lines, 11)))[1] == " ".join(lines)


def test_type_of_any_size_in_boxes_side_by_side_stays_in_its_box() -> None:
    paper = Paper().text(60, 40, "Trygghetsplan", 22, bold=True).lines(60, 180, LONG)
    said = (("71 %", "känner sig trygga"), ("46", "anmälda inbrott"), ("3 av 5", "har sett någon"))
    for i in range(3):
        paper.fill(60 + 130 * i, 90, 180 + 130 * i, 150, "#eef6ee")
    for i, (number, what) in enumerate(said):
        paper.text(110 + 122 * i, 96, number, 26, bold=True).text(70 + 130 * i, 130, what, 8.5)
    found = [e.text for e in laid_out(paper).elements if isinstance(e, Block) and e.boxed]
    assert found == ["71 %", "känner sig trygga", "46", "anmälda inbrott", "3 av 5", "har sett någon"]


def test_a_sidebar_on_the_left_is_read_first() -> None:
    paper = Paper().fill(0, 0, 180, 600, "#12324a").lines(30, 60, ["Tillsammans för", "Exempelby"], 16, 20)
    paper.lines(30, 120, ["Parter", "Kommunen", "Polisen"], 9).lines(200, 80, [line[:45] for line in LONG * 3], 11)
    assert texts(laid_out(paper))[0].startswith("Tillsammans")


def test_a_label_that_wraps_is_one_whatever_its_second_line_says() -> None:
    paper = Paper().lines(72, 60, ["Vad som gäller i kommunen står här nedan i fyra rader."] * 2)
    top = 120.0
    for label, text in ((["Önskat läge"], 1), (["Polisen:"], 2), (["Form för", "samarbetet:"], 1), (["Mål"], 1)):
        for i, line in enumerate(label):
            paper.text(72, top + 13 * i, line, bold=True)
        paper.lines(200, top, ["Fler vuxna ute på kvällarna i centrum och i byarna"] * text)
        top += 44
    labels = [e.label for e in laid_out(paper).elements if isinstance(e, Block) and e.label]
    assert labels == ["Önskat läge", "Polisen:", "Form för samarbetet:", "Mål"]


def test_box_stands_with_the_text_beside_it_where_a_heading_and_columns_with_a_box_follow() -> None:
    left = ["Ungdomsrådet har frågat runt i skolorna och", "fått många svar under hösten om kvällarna i"]
    left += ["centrum, om vägen hem och om vad som finns", "att göra när klockan är över nio."]
    paper = Paper().text(60, 60, "Hur vi tog oss hit", 16, bold=True).lines(60, 90, left, 10)
    paper.fill(320, 86, 540, 150).lines(330, 92, ["Visste du att 1 380 unga bor här?", "Var tredje är ute."], 10)
    paper.text(60, 170, "Ljus och liv", 16, bold=True).fill(60, 202, 280, 250)
    paper.lines(70, 206, ["Parken ska vara ljus året runt.", "Fler ska gå genom den på kvällen."], 10)
    paper.lines(
        60, 262, ["Lyktor hängs upp utmed hela stigen innan", "advent av skolans elever och", "parkvakten."], 10
    )
    right = ["Lampor sätts upp vid bron i november och", "skolorna bjuder in till en vandring med ljus"]
    right += ["som föräldrar och lärare går tillsammans", "med polisen."]
    paper.lines(320, 200, right, 10)
    text = " ".join(block.text for block in laid_out(paper).elements if isinstance(block, Block))
    said = ["Ungdomsrådet", "Visste du", "Ljus och liv", "Parken ska", "Lyktor"]
    assert sorted(said, key=text.index) == said
