"""Draws pages and writes small PDFs for tests: points, origin top left, y down, as in planparse."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))  # comes with ReportLab; all of Unicode's signs in its table
A4 = (595.0, 842.0)


class Paper:
    """A PDF under construction. `text` draws at the baseline `top` + size; the methods can be chained."""

    def __init__(self, size: tuple[float, float] = A4) -> None:
        self._size, self._buffer = size, io.BytesIO()
        self._canvas = Canvas(self._buffer, pagesize=size, invariant=1, pageCompression=0)

    def text(
        self,
        x: float,
        top: float,
        text: str,
        size: float = 11,
        bold: bool = False,
        color: str = "#000000",
        font: str = "Helvetica",
    ) -> Paper:
        self._canvas.setFont("Helvetica-Bold" if bold else font, size)
        self._canvas.setFillColor(HexColor(color))
        self._canvas.drawString(x, self._size[1] - top - size, text)
        return self

    def run_in(self, x: float, top: float, bold: str, text: str, size: float = 11) -> Paper:
        """A bold start and plain text on one line."""
        self.text(x, top, bold, size, bold=True)
        width = self._canvas.stringWidth(bold + " ", "Helvetica-Bold", size)
        return self.text(x + width, top, text, size)

    def lines(self, x: float, top: float, texts: Sequence[str], size: float = 11, step: float = 14) -> Paper:
        for i, text in enumerate(texts):
            self.text(x, top + i * step, text, size)
        return self

    def spaced(
        self, x: float, top: float, text: str, size: float = 16, tracking: float = 5, blanks: bool = True
    ) -> Paper:
        """Letter-spaced text, each letter drawn on its own; without `blanks` a blank is white space only."""
        for letter in text:
            if blanks or letter != " ":
                self.text(x, top, letter, size)
            x += self._canvas.stringWidth(letter, "Helvetica", size) + tracking
        return self

    def tracked(self, x: float, top: float, text: str, size: float, tracking: float, offsets: bool = False) -> Paper:
        """Letter-spaced text in one string: by the text state, or by an offset behind each glyph."""
        drawn = self._canvas.beginText(x, self._size[1] - top - size)
        drawn.setFont("Helvetica", size)
        drawn.setFillColor(HexColor("#000000"))
        if offsets:
            drawn.textOut("")  # selects the font
            glyphs = " ".join(f"<{letter.encode('cp1252').hex()}> {-1000 * tracking / size:.1f}" for letter in text)
            drawn._code.append(f"[{glyphs}] TJ")
        else:
            drawn.setCharSpace(tracking)
            drawn.textOut(text)
            drawn.setCharSpace(0)
        self._canvas.drawText(drawn)
        return self

    def ruling(self, x0: float, top: float, x1: float, bottom: float, width: float = 0.5) -> Paper:
        self._canvas.setLineWidth(width)
        self._canvas.line(x0, self._size[1] - top, x1, self._size[1] - bottom)
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> Paper:
        for x in xs:
            self.ruling(x, ys[0], x, ys[-1])
        for y in ys:
            self.ruling(xs[0], y, xs[-1], y)
        return self

    def fill(self, x0: float, top: float, x1: float, bottom: float, color: str = "#dddddd") -> Paper:
        self._canvas.setFillColor(HexColor(color))
        self._canvas.rect(x0, self._size[1] - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
        return self

    def dot(self, x: float, top: float, radius: float = 1.6) -> Paper:
        self._canvas.setFillColor(HexColor("#000000"))
        self._canvas.circle(x, self._size[1] - top, radius, stroke=0, fill=1)
        return self

    def bookmark(self, title: str, level: int = 0) -> Paper:
        self._canvas.bookmarkPage(title)
        self._canvas.addOutlineEntry(title, title, level)
        return self

    def page(self) -> Paper:
        self._canvas.showPage()
        return self

    def pdf(self) -> bytes:
        self._canvas.save()
        return self._buffer.getvalue()
