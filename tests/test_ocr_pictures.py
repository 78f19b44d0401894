"""What a page's picture shows beside its words: shades, rows of heads in white on dark, drawn tables' cells."""

from __future__ import annotations

import numpy as np
import pytest
from paper import Paper
from test_ocr import NEEDS_TESSERACT, scan

from planparse.pipeline import parse
from planparse.read import read
from planparse.read.ocr.cells import cells_of
from planparse.read.ocr.shades import Shade, make_paper

numpy = pytest.importorskip("numpy", reason="the extra planparse[ocr] is not installed")
ROWS = [("Ljusare park", "Fler lampor i parken", "Gatuchefen"), ("Lugnare kväll", "Vuxna ute", "Fritidschefen")]


@pytest.fixture(autouse=True)
def no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANPARSE_CACHE", "")


def table(dark: bool) -> Paper:
    """A table under a row of heads, in which dark hides the lines."""
    paper = Paper().text(72, 60, "Handlingsplan för Vårby", 20, bold=True)
    paper.grid([72, 200, 360, 520], [124, 160, 196]).grid([72, 520], [100, 124])
    if dark:
        paper.fill(72, 100, 520, 124, "#303840")
    for x, head in ((80, "Mål"), (208, "Åtgärd"), (368, "Ansvarig")):
        paper.text(x, 105, head, bold=True, color="#ffffff" if dark else "#000000")
    for i, cells in enumerate(ROWS):
        for x, cell in zip((80, 208, 368), cells, strict=True):
            paper.text(x, 134 + 36 * i, cell)
    return paper


@NEEDS_TESSERACT
def test_heads_in_white_on_dark_are_read_and_stand_over_their_columns() -> None:
    plan = parse(scan(table(dark=True).pdf(), 0.8), "scan.pdf")
    assert [(t.header, t.row_count) for t in plan.tables] == [(["Mål", "Åtgärd", "Ansvarig"], 2)]
    kinds = {item.text: section.kind for part in plan.parts for section in part.sections for item in section.items}
    assert kinds["Fler lampor i parken"] == "activity"
    assert kinds["Gatuchefen"] == "responsibility"


@NEEDS_TESSERACT
def test_cells_of_a_row_are_read_one_by_one() -> None:
    paper = Paper().grid([60, 180, 300, 420, 540], [100, 165, 200])
    texts = ["Stök runt busstationen", "Minst 75 procent trygga", "Ordningsvakter varje lördag", "Enkät under oktober"]
    for i, text in enumerate(texts):
        for k, word in enumerate(text.split()):
            paper.text(66 + 120 * i, 104 + 12 * k + 5 * i, word, 9)
    (page,) = read(scan(paper.pdf()), "scan.pdf").pages
    assert " ".join(texts) in " ".join(word.text for word in page.words)


@NEEDS_TESSERACT
def test_shaded_boxes_are_seen_and_text_is_none() -> None:
    paper = Paper().text(72, 60, "Handlingsplan för Vårby 2022", 26, bold=True).fill(72, 200, 400, 300, "#e8ecef")
    paper.lines(84, 212, ["Ordlista", "Otrygghet är en känsla, och den är", "alltid på riktigt för den som har den."])
    (page,) = read(scan(paper.pdf()), "scan.pdf").pages
    (fill,) = page.fills
    assert (fill.x0, fill.top, fill.x1, fill.bottom) == pytest.approx((72, 200, 400, 300), abs=3)
    assert fill.color >> 16 == fill.color & 255 == pytest.approx(235, abs=6)


def test_cells_follow_the_lines() -> None:
    across = [(0, 0, 900, 4), (0, 100, 900, 104), (300, 200, 900, 204), (0, 300, 900, 304)]
    upright = [(0, 0, 4, 300), (300, 100, 304, 300), (600, 100, 604, 300), (896, 0, 900, 300)]
    found = cells_of([*across, *upright], 300)
    assert [(round(x0, -2), round(top, -2), round(x1, -2), round(bottom, -2)) for x0, top, x1, bottom in found] == [
        (0, 0, 900, 100),
        (0, 100, 300, 300),
        (300, 100, 600, 200),
        (600, 100, 900, 200),
        (300, 200, 600, 300),
        (600, 200, 900, 300),
    ]


def test_a_frame_and_a_single_line_make_no_table() -> None:
    assert cells_of([(0, 0, 900, 4), (0, 300, 900, 304), (0, 0, 4, 300), (896, 0, 900, 300)], 300) == []
    assert cells_of([(0, 0, 900, 4)], 300) == []


@NEEDS_TESSERACT
def test_lone_numbers_of_contents_and_pages_are_read() -> None:
    paper = Paper().text(72, 80, "Innehåll", 14, bold=True)
    for i, title in enumerate(["Bakgrund", "Syfte och mål", "Åtgärder under perioden", "Uppföljning"]):
        paper.text(72, 110 + 18 * i, title).text(510, 110 + 18 * i, str(i + 2))
    paper.text(300, 790, "14", 10)
    words = [word.text for word in read(scan(paper.pdf()), "scan.pdf").pages[0].words]
    assert {"2", "3", "4", "5", "14"} <= set(words)


@NEEDS_TESSERACT
def test_arrows_that_open_lines_are_bullets() -> None:
    paper = Paper().text(72, 80, "Kommunen lovar att", 12, bold=True)
    promises = ["sätta upp fler lampor i parken", "hålla fritidsgården öppen", "måla om övergångsställena"]
    for i, promise in enumerate(promises):
        paper.text(80, 110 + 18 * i, ">").text(94, 110 + 18 * i, promise)
    plan = parse(scan(paper.pdf()), "scan.pdf")
    items = [item for part in plan.parts for section in part.sections for item in section.items]
    assert [item.text for item in items if item.form == "bullet"] == promises


@NEEDS_TESSERACT
def test_leaders_are_no_letters() -> None:
    paper = Paper().text(72, 80, "Innehåll", 14, bold=True)
    for i, title in enumerate(["Bakgrund", "Syfte och mål", "Åtgärder under perioden", "Uppföljning"]):
        paper.text(72, 110 + 18 * i, title).text(240, 110 + 18 * i, "." * 80).text(510, 110 + 18 * i, str(i + 2))
    words = [word.text for word in read(scan(paper.pdf()), "scan.pdf").pages[0].words]
    assert [word.strip(".") for word in words if word.strip(".")] == [
        "Innehåll", "Bakgrund", "Syfte", "och", "mål", "Åtgärder", "under", "perioden", "Uppföljning",
        "2", "3", "4", "5"
    ]  # fmt: skip
    assert words[2] == "......"


def test_a_shade_that_runs_off_the_page_is_made_paper_up_to_its_edge() -> None:
    grey = np.full((40, 60), 200, np.uint8)
    make_paper(grey, Shade((20, -3, 65, 44), 200, light_print=False), 250, 2)
    assert grey.min() == 200  # beside the shade nothing changes
    assert (grey[5:35, 25:55] == 250).all()
