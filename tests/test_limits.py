"""Hostile input: each limit has its own clear error; payloads in texts, titles and names stay inert."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest
from paper import Paper

from planparse.batch import Run, Settings, find_inputs
from planparse.errors import InputError
from planparse.pipeline import parse
from planparse.plan import to_json
from planparse.read import limits
from planparse.read.limits import Limits

HELLO = b"BT /F1 12 Tf 72 700 Td (hej) Tj ET"
TIGHT = Limits(
    pages=3, side=2000, objects=40, page_objects=20, stream=1 << 20, nesting=100, forms=3, page_text=50, text=60
)


def pdf(
    content: bytes = HELLO, box: bytes = b"0 0 595 842", extra: bytes = b"", more: bytes = b"", pages: int = 1
) -> bytes:
    kids = b" ".join(b"3 0 R" for _ in range(pages))
    return b"".join((
        b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n",
        b"2 0 obj << /Type /Pages /Kids [%s] /Count %d >> endobj\n" % (kids, pages),
        b"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >>"
        b" /XObject << /X 6 0 R >> >> >> endobj\n" % box,
        b"4 0 obj << /Length %d %s >> stream\n%s\nendstream endobj\n" % (len(content), extra, content),
        b"5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj\n",
        more,
        b"trailer << /Root 1 0 R >>\n%%EOF\n",
    ))  # fmt: skip


def form(number: int, content: bytes, inner: int) -> bytes:
    return (
        b"%d 0 obj << /Type /XObject /Subtype /Form /BBox [0 0 600 900] /Resources << /XObject << /X %d 0 R >>"
        b" /Font << /F1 5 0 R >> >> /Length %d >> stream\n%s\nendstream endobj\n"
        % (number, inner, len(content), content)
    )


FORMS = b"".join(form(6 + i, b"/X Do", 7 + i) for i in range(5)) + form(11, HELLO, 11)
CASES = {
    "too_many_pages": pdf(pages=4),
    "page_too_large": pdf(box=b"0 0 3000 842"),
    "too_many_objects": pdf(content=b"0 0 m 9 9 l S " * 30),
    "stream_too_large": pdf(content=zlib.compress(b" " * (2 << 20), 9), extra=b"/Filter /FlateDecode"),
    "nested_too_deep": pdf(more=b"9 0 obj " + b"[" * 150 + b"]" * 150 + b" endobj\n"),
    "text_too_long": pdf(content=b"BT /F1 5 Tf 72 700 Td (" + b"hej " * 20 + b") Tj ET"),
}


@pytest.fixture
def tight(monkeypatch: pytest.MonkeyPatch) -> None:
    for function in (limits.check_bytes, limits.check_pages, limits.check_text, limits.Budget.__init__):
        monkeypatch.setattr(function, "__defaults__", (TIGHT,))


@pytest.mark.usefixtures("tight")
@pytest.mark.parametrize("code", CASES)
def test_each_limit_has_its_own_clear_error(code: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(CASES[code], "plan.pdf")
    assert caught.value.code == code
    assert caught.value.line().startswith("plan.pdf")
    assert "\n" not in caught.value.line()


@pytest.mark.usefixtures("tight")
@pytest.mark.parametrize("data", [pdf(), pdf(more=FORMS), pdf(pages=3)])
def test_what_is_within_the_limits_passes(data: bytes) -> None:
    assert "hej" in parse(data, "plan.pdf").text


@pytest.mark.usefixtures("tight")
def test_forms_within_forms_end() -> None:
    with pytest.raises(InputError, match="nested over 3 levels"):
        parse(pdf(content=b"/X Do", more=FORMS), "plan.pdf")
    with pytest.raises(InputError, match="over 60 characters"):
        parse(b"hej " * 20, "plan.txt")


def test_many_objects_of_a_file_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.check_bytes, "__defaults__", (Limits(objects=4),))
    with pytest.raises(InputError, match="5 objects"):
        parse(pdf(), "plan.pdf")


PAYLOADS = ("<script>alert(1)</script>", "=HYPERLINK(1;2)", "@SUM(A1)", "../../../etc/passwd", "{{7*7}}", "%s%n")


def test_payloads_are_text_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    paper = Paper().text(72, 60, PAYLOADS[0], 20).lines(72, 120, PAYLOADS)
    paper.bookmark("../../x")
    data = paper.pdf()
    for name in ("<img src=x>=cmd|.._.._x.pdf", "..pdf"):
        (folder / name).write_bytes(data)
    outcomes = list(Run(find_inputs([folder]), tmp_path / "deep" / "out", Settings()))
    assert all(outcome.ok for outcome in outcomes)
    written = [p for p in tmp_path.rglob("*") if p.is_file() and folder not in p.parents]
    assert {p.parent for p in written} == {tmp_path / "deep" / "out"}
    for outcome in outcomes:
        plan = json.loads((tmp_path / "deep" / "out" / outcome.input.target).read_text())
        assert all(payload in plan["text"] for payload in PAYLOADS)


def test_nothing_of_a_pdf_is_run() -> None:
    action = b"/OpenAction << /S /Launch /F (/bin/false) /Next << /S /JavaScript /JS (app.alert(1)) >> >> /Pages 2 0 R"
    data = pdf().replace(b"/Pages 2 0 R", action, 1)
    assert to_json(parse(data, "plan.pdf")) == to_json(parse(data, "plan.pdf"))
