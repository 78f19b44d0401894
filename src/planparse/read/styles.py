"""How a page's text is set: font, size, bold, colour … of each text object, asked for once and all together."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat

from planparse.read import engine

_REGULAR = re.compile(r"(?:regular|book|roman|light|normal|medium|-it(?:alic)?|oblique)$", re.IGNORECASE)
_BOLD = re.compile(r"bold|black|heavy|semibold|demi|extrabd|-bd|,b$|fet(?:t|stil)?$", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|kursiv|-it$|,i$", re.IGNORECASE)
_HEAVY = 600

Raw = tuple[int | None, float, tuple[float, ...] | None, int, int, str | None]
"""Font handle, type size, text matrix (a, b, c, d), render mode, colour and tag, as pdfium gives them."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a text object's words have in common. `size` in points; a size that is no number makes no words."""

    font: str
    size: float
    bold: bool
    italic: bool
    color: int
    upright: bool
    tag: str | None
    visible: bool


class Styles:
    """The styles of one page's text objects; many objects share one style."""

    def __init__(self, page: int, text_page: int, tags: dict[int, str], tagged: bool) -> None:
        self._turn = engine.page_rotation(page) * math.pi / 2
        self._text_page, self._tags, self._tagged = text_page, tags, tagged
        self._fonts: dict[int | None, tuple[str, bool, bool]] = {}
        self._known: dict[Raw, Style] = {}

    def of(self, objects: Sequence[int | None], indices: Sequence[int]) -> list[Style]:
        """The style of each character in `indices`; `objects[i]` draws the character `indices[i]`.

        An object's characters have one style, that of the first of them which is given.
        """
        first = dict(zip(reversed(objects), reversed(indices), strict=True))
        asked = zip(first, self._raw(list(first), list(first.values())), strict=True)
        found = {drawn_by: self._known.get(raw) or self._style(raw) for drawn_by, raw in asked}
        return [found[drawn_by] for drawn_by in objects]

    def _raw(self, objects: list[int | None], indices: list[int]) -> Iterable[Raw]:
        page = repeat(self._text_page)
        sizes = map(engine.char_size, page, indices)
        matrices = engine.matrices_of_chars(self._text_page, indices)
        colors = engine.colors_of_chars(self._text_page, indices)
        fonts = [engine.object_font(drawn_by) if drawn_by else None for drawn_by in objects]
        modes = [engine.object_render_mode(drawn_by) if drawn_by else 0 for drawn_by in objects]
        tags = map(self._tag, objects) if self._tagged else repeat(None)
        return zip(fonts, sizes, matrices, modes, colors, tags)  # noqa: B905 (an endless one is among them)

    def _style(self, raw: Raw) -> Style:
        font, size, matrix, mode, color, tag = raw
        name, bold, italic = self._font(font)
        upright = True
        if matrix is not None:
            a, b, c, d = matrix
            size *= math.hypot(c, d)  # pdfium's size leaves the text matrix out
            upright = math.cos(math.atan2(b, a) - self._turn) > 0.9
            italic = italic or (abs(c) > 0.15 * abs(d) and abs(b) < 0.01)
        bold = bold or mode == 2  # filled and stroked: a bold that the font lacks
        found = self._known[raw] = Style(name, round(size, 2), bold, italic, color, upright, tag, mode != 3)
        return found

    def _font(self, font: int | None) -> tuple[str, bool, bool]:
        found = self._fonts.get(font)
        if found is None:
            name = engine.name_of_font(font) if font else ""
            # the weight that pdfium reports is right only when it is high (perf/REPORT.md, rule 2), and where the
            # name says no other: a browser prints a variable font's regular cut with the family's highest weight
            heavy = bool(font and engine.font_weight(font) >= _HEAVY) and not _REGULAR.search(name)
            bold = bool(_BOLD.search(name)) or heavy
            found = self._fonts[font] = (name, bold, bool(_ITALIC.search(name)))
        return found

    def _tag(self, text_object: int | None) -> str | None:
        if not text_object:
            return None
        tag = self._tags.get(engine.object_mcid(text_object))
        if tag:
            return tag
        marks = engine.object_marks(text_object)
        names = (engine.name_of_mark(engine.object_mark(text_object, i)) for i in range(min(marks, 8)))
        return "Artifact" if "Artifact" in names else None
