"""Every page is judged; what its text layer does not tell is read from its picture, or said to be unread."""

from __future__ import annotations

import io
import math
import os
from pathlib import Path

import pypdfium2
import pytest
from paper import Paper
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from planparse.page import Source
from planparse.pipeline import parse
from planparse.plan import Plan, to_json
from planparse.read import ocr, read

ROOT = Path(__file__).parent.parent
NEEDS_TESSERACT = pytest.mark.skipif(
    not ocr.available() and not os.environ.get("PLANPARSE_NEED_OCR"),
    reason=f"text recognition is not installed; {ocr.INSTALL}",
)
"""CI sets PLANPARSE_NEED_OCR, so that these tests fail there instead of being skipped."""
TEXT = [
    "Kommunen och polisen ska tillsammans göra centrum tryggare under",
    "perioden 2022–2023. Var och en som bor här ska känna sig säker på",
    "väg hem, oavsett tid på dygnet och oavsett var i kommunen man bor.",
    "Fältarbetare är ute på stan varje fredag och lördag kväll.",
]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PLANPARSE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planparse.read.ocr.available", lambda: False)


def printed() -> Paper:
    paper = Paper().text(72, 90, "Medborgarlöfte för Vårby", 20, bold=True).text(72, 140, "Bakgrund", 14, bold=True)
    paper.lines(72, 165, TEXT).text(72, 250, "Kommunen lovar att", 11, bold=True)
    for i, promise in enumerate(["sätta upp fler lampor i parken", "hålla fritidsgården öppen hela sommaren"]):
        paper.dot(80, 281 + 16 * i).text(92, 274 + 16 * i, promise)
    return paper


def scan(data: bytes, turn: float = 0, hidden: str = "") -> bytes:
    """The pages of a PDF photographed, turned by degrees, with a hidden text layer on each if one is given."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            image: Image.Image = page.render(scale=200 / 72, grayscale=True).to_pil().convert("L")
            image = image.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor=250, expand=turn % 90 == 0)
            size = (image.width * 72 / 200, image.height * 72 / 200)
            canvas.setPageSize(size)
            canvas.drawImage(ImageReader(image), 0, 0, *size)
            layer = canvas.beginText(72, 700)
            layer.setTextRenderMode(3)
            for row in hidden.splitlines():
                layer.textLine(row)
            canvas.drawText(layer)
            canvas.showPage()
    canvas.save()
    return out.getvalue()


def boxes_of(plan: Plan) -> dict[str, tuple[float, ...]]:
    """Each item's text and box, and the title's."""
    found = {item.text: item.provenance[0].bbox for p in plan.parts for s in p.sections for item in s.items}
    found |= {one.quote: one.bbox for one in plan.evidence.values() if one.bbox}
    return {text: tuple(box) for text, box in found.items() if box}


def turned_about(box: tuple[float, ...], turn: float, width: float = 595.28, height: float = 841.89) -> list[float]:
    """The box around a box of an A4 page that was turned counterclockwise by degrees, as `scan` does."""
    corners = [(x - width / 2, y - height / 2) for x in (box[0], box[2]) for y in (box[1], box[3])]
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    wide, high = (height, width) if turn % 180 == 90 else (width, height)
    xs = [x * cos + y * sin + wide / 2 for x, y in corners]
    ys = [y * cos - x * sin + high / 2 for x, y in corners]
    return [min(xs), min(ys), max(xs), max(ys)]


def verdicts(source: Source) -> list[str]:
    return [page.verdict for page in source.pages]


def test_a_written_page_is_good_and_left_alone() -> None:
    source = read(printed().pdf(), "plan.pdf")
    assert verdicts(source) == ["good"]
    assert source.text_source == "embedded"
    assert source.notices == ()


def test_a_scan_without_recognition_says_what_to_install(without_ocr: None) -> None:
    plan = parse(scan(printed().pdf()), "scan.pdf")
    assert [w.code for w in plan.warnings] == ["page_without_text", "no_text"]
    assert "apt-get install tesseract-ocr tesseract-ocr-swe" in plan.warnings[1].message
    assert plan.parts == []


def test_a_mixed_document_is_judged_page_by_page(without_ocr: None) -> None:
    paper = printed().page()
    words = ["efter", "det", "ska", "lagen", "gälla", "under", "hela", "perioden"]
    shifted = " ".join("".join(chr(ord(letter) - 29) for letter in word) for word in words)
    paper.text(72, 100, shifted).page().text(72, 100, "Detta är bilaga 1 till löftet.")
    plan = parse(paper.pdf(), "plan.pdf")
    assert [(w.code, w.page) for w in plan.warnings] == [("broken_font", 2), ("ocr_missing", None)]
    assert "page 2" in plan.warnings[1].message


def test_words_without_spaces_are_told_and_taken_apart(without_ocr: None) -> None:
    rows = [
        "Antagetavkommunstyrelsenidecemberochgällertillsvidare",
        "Polisenochkommunenskamötasvarjemånadunderheladetåret",
    ]
    source = read(Paper().lines(72, 100, rows).pdf(), "plan.pdf")
    assert verdicts(source) == ["no_spaces"]
    assert {n.code for n in source.notices} == {"words_without_spaces", "ocr_missing", "damaged_repaired"}
    assert "Polisen och kommunen" in " ".join(word.text for word in source.pages[0].words)


def test_text_under_a_black_box_is_left_out_and_said() -> None:
    paper = Paper().text(72, 100, "Kontakt är alltid").text(170, 100, "Hemlig").text(230, 100, "på kontoret.")
    paper.fill(168, 96, 222, 114, "#000000").fill(72, 200, 300, 220, "#202020").text(80, 203, "Mål", color="#ffffff")
    source = read(paper.pdf(), "plan.pdf")
    assert [word.text for word in source.pages[0].words] == ["Kontakt", "är", "alltid", "på", "kontoret.", "Mål"]
    assert [n.code for n in source.notices] == ["covered_text"]


def test_text_over_a_dark_box_stays() -> None:
    paper = Paper().fill(72, 95, 300, 120, "#000000").text(80, 100, "Åtgärder", color="#444444")
    assert [word.text for word in read(paper.pdf(), "plan.pdf").pages[0].words] == ["Åtgärder"]


def test_a_bad_hidden_layer_is_mended_and_told(without_ocr: None) -> None:
    layer = "Kornmunen och po1isen ska til1sammans gora centrum tryggare\noch alltsa finnas pa plats sorn vanligt"
    plan = parse(scan(printed().pdf(), hidden=layer), "scan.pdf")
    assert plan.source.text_source == "ocr"
    assert [w.code for w in plan.warnings] == ["bad_ocr_layer", "damaged_repaired", "ocr_missing"]
    items = [item for part in plan.parts for section in part.sections for item in section.items]
    assert any("som vanligt" in item.text and "sorn vanligt" in (item.original or "") for item in items)


@NEEDS_TESSERACT
def test_a_scan_is_read_like_the_page_that_it_shows(own_cache: Path) -> None:
    plan, twin = parse(scan(printed().pdf()), "plan.pdf"), parse(printed().pdf(), "plan.pdf")
    assert plan.source.text_source == "ocr"
    assert plan.text == twin.text
    kinds = [[(s.kind, s.heading, [i.form for i in s.items]) for s in p.parts[0].sections] for p in (plan, twin)]
    assert kinds[0] == kinds[1]
    assert [w.code for w in plan.warnings] == ["page_without_text"]
    assert len(list(own_cache.glob("*.json"))) == 1


@NEEDS_TESSERACT
def test_words_have_confidence_size_and_weight() -> None:
    (page,) = read(scan(printed().pdf()), "plan.pdf").pages
    assert all(word.confidence is not None and 0 < word.confidence <= 1 for word in page.words)
    size = {word.text: word.size for word in page.words}
    assert size["Medborgarlöfte"] == pytest.approx(20, rel=0.08)
    assert size["Bakgrund"] == pytest.approx(14, rel=0.08)
    assert size["polisen"] == pytest.approx(11, rel=0.08)
    bold = {word.text for word in page.words if word.bold}
    assert {"Bakgrund", "lovar"} <= bold
    assert not {"polisen", "oavsett", "lampor"} & bold


@NEEDS_TESSERACT
@pytest.mark.parametrize("turn", [1.4, -2.5])
def test_a_skewed_scan_is_set_straight(turn: float) -> None:
    text = " ".join(word.text for word in read(scan(printed().pdf(), turn), "plan.pdf").pages[0].words)
    assert " ".join(TEXT) in text


@NEEDS_TESSERACT
@pytest.mark.parametrize("turn", [90, 180])
def test_a_page_on_its_side_is_turned_and_told(turn: int) -> None:
    source = read(scan(printed().pdf(), turn), "plan.pdf")
    assert "page_turned" in [n.code for n in source.notices]
    (page,) = source.pages
    assert page.height > page.width
    assert TEXT[0] in " ".join(word.text for word in page.words)
    assert all(0 <= w.x0 <= w.x1 <= page.width and 0 <= w.top <= w.bottom <= page.height for w in page.words)


@NEEDS_TESSERACT
@pytest.mark.parametrize("turn", [1.4, -2.5, 90, 180, 270])
def test_what_is_delivered_stands_where_the_page_shows_it(turn: float) -> None:
    """Boxes of the document born digital, turned as its scan was, are the scan's boxes."""
    plan, twin = parse(scan(printed().pdf(), turn), "scan.pdf"), parse(printed().pdf(), "plan.pdf")
    places, straight = boxes_of(plan), boxes_of(twin)
    assert places.keys() == straight.keys()
    assert len(places) == 5  # three items, the title and the sentence that names the period
    for text, box in straight.items():
        x0, top, x1, bottom = turned_about(box, turn)
        got = places[text]
        assert got == pytest.approx((x0, top, x1, bottom), abs=4.0), text


@NEEDS_TESSERACT
def test_a_bad_layer_gives_way_to_the_picture() -> None:
    layer = "Kornmunen och po1isen ska til1sammans gora centrum tryggare\noch alltsa finnas pa plats sorn vanligt"
    source = read(scan(printed().pdf(), hidden=layer), "scan.pdf")
    assert "Kommunen och polisen ska tillsammans" in " ".join(word.text for word in source.pages[0].words)
    assert verdicts(source) == ["bad_ocr_layer"]


@NEEDS_TESSERACT
def test_drawn_tables_keep_their_rulings() -> None:
    paper = Paper().grid([72, 250, 520], [100, 130, 170, 210]).text(80, 108, "Mål", bold=True).text(258, 108, "Åtgärd")
    paper.text(80, 142, "Tryggare centrum").text(258, 142, "Bättre belysning i parken")
    paper.text(80, 182, "Färre stölder").text(258, 182, "Märkning av cyklar")
    data = scan(paper.pdf())
    (page,) = read(data, "plan.pdf").pages
    assert len([r for r in page.rulings if r.horizontal]) == 4
    assert len([r for r in page.rulings if not r.horizontal]) == 3
    plan = parse(data, "plan.pdf")
    assert [(t.header, t.row_count) for t in plan.tables] == [(["Mål", "Åtgärd"], 2)]


@NEEDS_TESSERACT
def test_the_cache_changes_nothing(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = scan(printed().pdf())
    first = to_json(parse(data, "plan.pdf"))
    with monkeypatch.context() as patched:
        patched.setattr("planparse.read.ocr.engine.recognize", None)
        assert to_json(parse(data, "plan.pdf")) == first
    for file in own_cache.glob("*.json"):
        file.write_text("{broken")
    assert to_json(parse(data, "plan.pdf")) == first
    monkeypatch.setenv("PLANPARSE_CACHE", "")
    assert to_json(parse(data, "plan.pdf")) == first


def test_no_born_digital_page_of_the_corpus_needs_recognition(without_ocr: None) -> None:
    for path in sorted((ROOT / "corpus" / "dev").glob("*.pdf")):
        is_scan = (ROOT / "corpus" / "sources" / path.stem / "scan.toml").exists()
        got = set(verdicts(read(path.read_bytes(), path.name)))
        assert got <= ({"image_only", "bad_ocr_layer"} if is_scan else {"good"}), path.name
