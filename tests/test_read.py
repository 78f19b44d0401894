from __future__ import annotations

import ctypes
import io
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from paper import Paper
from reportlab.pdfbase.pdfmetrics import stringWidth

from planparse.errors import DamagedInput, EmptyInput, EncryptedInput, NotAPlan
from planparse.page import Word
from planparse.read import engine, read


def words(data: bytes) -> list[Word]:
    return list(read(data, "plan.pdf").pages[0].words)


def changed(data: bytes, **page: object) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for key, value in page.items():
            pdf.pages[0][f"/{key}"] = value
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_a_word_knows_its_place_size_weight_and_colour() -> None:
    first, second = words(Paper().text(72, 100, "Mål", 14, bold=True, color="#aa3300").text(72, 130, "text").pdf())
    assert (first.text, first.size, first.bold, first.color) == ("Mål", 14, True, 0xAA3300)
    assert first.x0 == pytest.approx(72, abs=1)
    assert 98 < first.top < first.bottom < 120
    assert not second.bold


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_rotated_page_is_read_as_displayed(rotation: int) -> None:
    data = changed(Paper().text(72, 100, "Syfte", 12).pdf(), Rotate=rotation)
    source = read(data, "plan.pdf")
    page, word = source.pages[0], source.pages[0].words[0]
    turned = rotation in (90, 270)
    assert (page.width, page.height) == ((842, 595) if turned else (595, 842))
    # the point (72, 100) from the top left, turned clockwise with the page
    expected = {90: (842 - 112, 72), 180: (595 - 72 - 30, 842 - 114), 270: (100, 595 - 72 - 30)}[rotation]
    assert word.x0 == pytest.approx(expected[0], abs=6)
    assert word.top == pytest.approx(expected[1], abs=6)
    assert not word.upright


def test_the_crop_box_is_the_page() -> None:
    data = changed(
        Paper().text(72, 100, "Innanför").text(72, 20, "Utanför").pdf(), CropBox=pikepdf.Array([50, 0, 595, 782])
    )
    source = read(data, "plan.pdf")
    assert (source.pages[0].width, source.pages[0].height) == (545, 782)
    (word,) = source.pages[0].words
    assert word.text == "Innanför"
    assert word.x0 == pytest.approx(22, abs=1)
    assert word.top == pytest.approx(40, abs=4)


def test_half_a_character_is_told_as_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """pdfium passes on a damaged font's lone surrogate, which is no text that UTF-8 or JSON could hold."""
    units = "P\ud800AN".encode("utf-16-le", "surrogatepass")

    def get_text(page: int, start: int, count: int, target: int) -> int:
        ctypes.memmove(target, units, len(units))
        return count + 1

    monkeypatch.setattr(engine, "get_text", get_text)
    assert engine.text_of_page(0, 4) == "P\ufffdAN"


def test_a_soft_hyphen_inside_a_word_goes() -> None:
    assert [w.text for w in words(Paper().text(72, 100, "brotts\u00adförebyggande", font="Vera").pdf())] == [
        "brottsförebyggande"
    ]


SPACED = (
    "Visste ni det?",
    "SAMVERKAN MELLAN KOMMUN OCH POLIS",
    "Tre frågor till Maja på Sjöpolisen",
    "A och O i Ö",
    "Så når vi målen till 2025",
)
NORMAL = "Vanlig text utan spärr, se s. 4 i bilagan till plan A, B och C"


@pytest.mark.parametrize("size", [9, 11, 14, 20, 28])
@pytest.mark.parametrize("how", ["letters", "offsets", "state"])
def test_letter_spaced_lines_have_the_words_that_are_printed(how: str, size: float) -> None:
    for tracking in (0, 0.5, 1, 1.5, 2, 3, 4, 0.5 * size):
        paper = Paper((1800, 842))
        lines = [*SPACED, NORMAL]
        for i, text in enumerate(lines):
            own = tracking if text != NORMAL else 0
            if how == "letters":
                paper.spaced(50, 60 + 50 * i, text, size, own, blanks=False)
            else:
                paper.tracked(50, 60 + 50 * i, text, size, own, offsets=how == "offsets")
        assert [w.text for w in words(paper.pdf())] == " ".join(lines).split(), tracking


def test_single_letters_of_a_tables_columns_are_no_letter_spaced_word() -> None:
    for texts in ("XXXXX", "12345", "ABCDE"):
        paper = Paper()
        for i, text in enumerate(texts):
            paper.text(72 + 25 * i, 100, text)
        assert [w.text for w in words(paper.pdf())] == list(texts)


def test_words_of_touching_cells_are_two() -> None:
    paper = Paper().text(72, 100, "säkerhetssamordnare").text(183, 100, "Maj")
    assert [w.text for w in words(paper.pdf())] == ["säkerhetssamordnare", "Maj"]


def test_a_raised_note_mark_is_a_word_of_its_own() -> None:
    paper = Paper().text(72, 100, "riktning.", 11).text(115, 98, "1", 6)
    assert [(w.text, w.size) for w in words(paper.pdf())] == [("riktning.", 11), ("1", 6)]


def test_a_lists_number_that_touches_its_text_is_a_word_of_its_own() -> None:
    number, word = "2.1", "Andelen"
    width = stringWidth(number, "Helvetica", 11)
    paper = Paper().text(72, 100, number).text(72 + width + 0.8, 100, word)
    paper.text(72, 130, "1.5").text(72 + stringWidth("1.5", "Helvetica", 11), 130, "mil").text(72, 160, "A611.204")
    assert [w.text for w in words(paper.pdf())] == ["2.1", "Andelen", "1.5mil", "A611.204"]


def test_a_dash_drawn_by_itself_is_no_note_mark() -> None:
    report = Path(__file__).parents[1] / "corpus/train/uppfoljning-medborgarlofte-2019-boden.pdf"  # Typst draws it so
    assert "2020-02-19" in [w.text for w in words(report.read_bytes())]


def test_text_printed_twice_in_one_place_is_read_once() -> None:
    assert [w.text for w in words(Paper().text(72, 100, "Fetstil").text(72.3, 100, "Fetstil").pdf())] == ["Fetstil"]


def test_rulings_fills_and_drawn_bullets() -> None:
    paper = Paper().text(72, 100, "x").ruling(50, 200, 500, 200).fill(50, 300, 200, 330).dot(60, 106)
    page = read(paper.pdf(), "plan.pdf").pages[0]
    assert [(r.horizontal, round(r.x0), round(r.x1)) for r in page.rulings] == [(True, 50, 500)]
    assert [(f.color, round(f.top), round(f.bottom)) for f in page.fills] == [(0xDDDDDD, 300, 330)]
    assert len(page.dots) == 1


def test_bookmarks_are_read() -> None:
    data = Paper().bookmark("1 Bakgrund").text(72, 100, "1 Bakgrund").pdf()
    assert [(b.level, b.title, b.page) for b in read(data, "plan.pdf").bookmarks] == [(0, "1 Bakgrund", 1)]


def test_a_page_without_text_gives_a_notice() -> None:
    codes = [notice.code for notice in read(Paper().page().pdf(), "scan.pdf").notices]
    assert "page_without_text" in codes
    assert "no_text" in codes


def encrypted(data: bytes, user: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user=user, owner="ägare", R=6))
    return out.getvalue()


def test_a_password_is_asked_for_in_words() -> None:
    with pytest.raises(EncryptedInput, match=r"hemlig\.pdf: the PDF asks for a password; save it"):
        read(encrypted(Paper().text(72, 100, "x").pdf(), "hemligt"), "hemlig.pdf")


def test_a_pdf_that_only_forbids_copying_is_read() -> None:
    data = encrypted(Paper().text(72, 100, "läsbar").pdf(), "")
    assert [w.text for w in words(data)] == ["läsbar"]


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"", "tom.pdf", EmptyInput),
        (b"<html><body>404</body></html>", "plan.pdf", NotAPlan),
        (b"<!DOCTYPE html><p>404", "plan.txt", NotAPlan),
        (b"PK\x03\x04 no pdf", "plan.pdf", NotAPlan),
        (b"%PDF-1.7\n%%EOF", "plan.pdf", DamagedInput),
        (Paper().text(72, 100, "x").pdf()[:400], "halv.pdf", DamagedInput),
    ],
)
def test_bad_input_raises_an_error_of_its_own(data: bytes, name: str, error: type[Exception]) -> None:
    with pytest.raises(error, match=name):
        read(data, name)


def test_a_ring_that_is_only_stroked_is_a_bullet() -> None:
    paper = Paper().text(90, 100, "Polisen vandrar.")
    paper._canvas.circle(80, 842 - 106, 2.4, stroke=1, fill=0)
    (page,) = read(paper.pdf(), "plan.pdf").pages
    assert len(page.dots) == 1


def test_boxes_are_rounded_as_python_rounds() -> None:
    """numpy rounds by multiplying; for numbers of 24 bits, as pdfium's are, it must be what `round` gives."""
    made = np.random.default_rng(7).uniform(-50, 1300, 20_000).astype(np.float32).astype(np.float64)
    halves = np.arange(-200, 2000) / 8
    values = np.concatenate([made, 841.8897705078125 - made, halves])
    assert np.round(values, 2).tolist() == [round(value, 2) for value in values.tolist()]
