"""PDF bytes → Source: the only door to pdfium.

Settled here and nowhere else: page rotation and crop boxes, ligatures, soft hyphens, pdfium's mark of a
printed line-end hyphen, private-use bullets, what counts as white space, words that two text objects share.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import repeat
from typing import Any

import pypdfium2 as pdfium

from planparse.errors import DamagedInput, EmptyInput, EncryptedInput
from planparse.page import Bookmark, Box, Notice, Page, Source, Word
from planparse.read import engine, limits
from planparse.read.drawings import drawings
from planparse.read.rescue import rescue
from planparse.read.tags import tags_of_page

_POWER = re.compile(r"(?:^|/)[kcd]?m([23])(?!\w)")
_RAISED = 0.15
"""A raised digit stands this far (em) above its unit's foot."""
_REGULAR = re.compile(r"(?:regular|book|roman|light|normal|medium|-it(?:alic)?|oblique)$", re.IGNORECASE)
_BOLD = re.compile(r"bold|black|heavy|semibold|demi|extrabd|-bd|,b$|fet(?:t|stil)?$", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|kursiv|-it$|,i$", re.IGNORECASE)
# pdfium writes U+FFFE (older versions U+0002) for a hyphen printed at a line's end and goes on with the word
# a leader's dots are a word of their own, so that a contents entry's title ends where it ends
_WORD = re.compile("\\.{4,}|(?:(?!\\.{4})[^\\s\x00\x02\ufffe])+[\x02\ufffe]?")
_LINE_END = "\x02\ufffe"
_LIGATURES = {0xFB00 + i: s for i, s in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}
_DROPPED = dict.fromkeys((173, 8203, 8204, 8205, 8288, 65279, *range(0, 32), 127))
_HYPHENS = {0x2010: "-", 0x2011: "-"}
# Symbol and Wingdings glyphs as Word and Distiller write them; 0xF000 + the glyph's code in the font
_PRIVATE = {
    0xF0B7: "•", 0xF0A7: "▪", 0xF06E: "■", 0xF071: "□", 0xF0A8: "□", 0xF0D8: "➢", 0xF0FC: "✓", 0xF0FE: "☑",
    0xF06F: "□", 0xF02D: "–", 0xF0D7: "·", 0xF0E0: "→", 0xF0B0: "°", 0xF076: "❖", 0xF0BE: "–", 0xF02B: "+",
    0xF06C: "●", 0xF0A1: "○", 0xF09F: "•", 0xF09E: "·", 0xF0A3: "□", 0xF04A: "☺", 0xF0DE: "⇒", 0xF0E8: "➔",
}  # fmt: skip
_CLEAN = {**_LIGATURES, **_DROPPED, **_HYPHENS, **_PRIVATE}
_PLAIN = re.compile("[!-~\xa1-\xac\xae-\u02ff]*")
"""Texts that cleaning leaves as they are, almost all words: nothing of `_CLEAN`, no blank, nothing to compose."""
_JOINT_GAP = 0.25
"""Text objects of one word further apart than this many em are two words (spaces are 0.2–0.3 em wide)."""
_SMALL = 0.82
"""A run under this share of its neighbour's size inside a word is a raised or lowered mark."""


_BAND = 64
"""Rows of a picture that are made grey at a time: small enough for the processor's cache, 17 times as fast as all."""


@dataclass(frozen=True, slots=True)
class _Style:
    font: str
    size: float
    bold: bool
    italic: bool
    color: int
    upright: bool
    visible: bool
    tag: str | None


Place = Callable[[float, float, float, float], Box]


def read_pdf(data: bytes, file_name: str, sha256: str) -> Source:
    """Words, rulings, fills, bookmarks and tags of a PDF.

    Raises EncryptedInput (it wants a password), DamagedInput (pdfium cannot open it) or EmptyInput (no page).
    """
    limits.check_bytes(data, file_name)
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in (4, 5) or "assword" in str(error):
            raise EncryptedInput(
                file_name, "the PDF asks for a password", "save it without protection and convert it again"
            ) from error
        raise DamagedInput(
            file_name, "the PDF cannot be opened", "repair it (for example with qpdf) or fetch it again"
        ) from error
    try:
        return _read(document, file_name, sha256)
    finally:
        document.close()


def _read(document: pdfium.PdfDocument, file_name: str, sha256: str) -> Source:
    if len(document) == 0:
        raise EmptyInput(file_name, "the PDF has no page", "fetch it again")
    limits.check_pages(len(document), file_name)
    handle = ctypes.cast(document.raw, ctypes.c_void_p).value or 0  # type: ignore[arg-type]
    tagged = bool(engine.is_tagged(handle))
    fonts: dict[int | None, tuple[str, bool, bool]] = {}
    pages, notices = [], []
    budget = limits.Budget(file_name)
    for index in range(len(document)):
        page, notice = _read_page(handle, index, fonts, tagged, budget)
        pages.append(page)
        notices += notice
    rescued = rescue(pages, partial(_picture, document))
    return Source(
        file_name=file_name,
        sha256=sha256,
        media_type="application/pdf",
        text_source=rescued.text_source,
        producer=(document.get_metadata_value("Producer") or "").strip() or None,
        pages=rescued.pages,
        bookmarks=tuple(_bookmarks(document)),
        notices=(*notices, *rescued.notices),
    )


def _picture(document: pdfium.PdfDocument, number: int, dpi: float) -> Any:
    """The page as displayed, in grey: an array [row, column] of pixels, 0 black to 255 white.

    Between brightness and the strongest colour: a marker pen's stroke is nearly paper, black print stays black.
    """
    import numpy as np

    bitmap = document[number - 1].render(scale=dpi / 72, grayscale=False)
    picture = bitmap.to_numpy()
    grey = np.empty(picture.shape[:2], np.uint8)
    for first in range(0, len(picture), _BAND):
        one, two, three = (picture[first : first + _BAND, :, i] for i in range(3))
        strongest = np.maximum(np.maximum(one, two), three)
        brightness = one.astype(np.uint16)
        brightness += two
        brightness += three
        brightness //= 3
        np.add(strongest >> 1, brightness.astype(np.uint8) >> 1, out=grey[first : first + _BAND])
    bitmap.close()
    return grey


def _bookmarks(document: pdfium.PdfDocument) -> Iterator[Bookmark]:
    for seen, entry in enumerate(document.get_toc(max_depth=8)):
        if seen >= 2000:  # a looped outline must not keep us
            return
        target = entry.get_dest()
        page = target.get_index() if target else None
        title = _clean(entry.get_title())
        if title:
            yield Bookmark(entry.level, title, None if page is None else page + 1)


def _read_page(
    handle: int,
    index: int,
    fonts: dict[int | None, tuple[str, bool, bool]],
    tagged: bool,
    budget: limits.Budget,
) -> tuple[Page, list[Notice]]:
    number = index + 1
    page = engine.load_page(handle, index)
    if not page:
        message = "the page cannot be loaded; the PDF is damaged there"
        return Page(number, 0.0, 0.0), [Notice("unreadable_page", number, message)]
    try:
        width, height = engine.page_width(page), engine.page_height(page)
        budget.check_page(number, width, height, engine.count_objects(page))
        place = _placer(page)
        tags = tags_of_page(page) if tagged else {}
        words, hidden = _words(page, place, fonts, tags, tagged, lambda count: budget.check_text(number, count))
        words = _on_page(words, width, height)
        drawn = drawings(page, place, width, height, lambda depth: budget.check_forms(number, depth))
    finally:
        engine.close_page(page)
    share = hidden / len(words) if words else 0.0
    found = Page(
        number,
        width,
        height,
        tuple(words),
        drawn.rulings,
        drawn.fills,
        drawn.dots,
        drawn.image_share,
        min(1.0, share),
        outlined=drawn.outlined,
    )
    return found, []


def _placer(page: int) -> Place:
    """A function from pdfium's box (left, top, right, bottom; y up) to the page as displayed."""
    box = engine.Floats(4)
    engine.page_box(page, box.address)
    left, top, right, bottom = box.array
    rotation = engine.page_rotation(page)

    def upright(x0: float, y1: float, x1: float, y0: float) -> Box:
        return (x0 - left, top - y1, x1 - left, top - y0)

    def place(x0: float, y1: float, x1: float, y0: float) -> Box:
        if rotation == 1:
            return (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
        if rotation == 2:
            return (right - x1, y0 - bottom, right - x0, y1 - bottom)
        return (top - y1, right - x1, top - y0, right - x0)

    return place if rotation in (1, 2, 3) else upright


def _clean(text: str) -> str:
    """NFC without control characters and soft hyphens; ligatures and bullet glyphs resolved."""
    if _PLAIN.fullmatch(text):
        return text
    return unicodedata.normalize("NFC", text.translate(_CLEAN)).strip()


class _Styles:
    """Style by text object, so that fonts are asked for once per run of text and not per word."""

    def __init__(
        self,
        page: int,
        text_page: int,
        fonts: dict[int | None, tuple[str, bool, bool]],
        tags: dict[int, str],
        tagged: bool,
    ) -> None:
        self._rotation = engine.page_rotation(page)
        self._text_page, self._fonts, self._tags, self._tagged = text_page, fonts, tags, tagged
        self._styles: dict[int | None, _Style] = {}
        self._matrix, self._rgba = engine.Floats(6), engine.Ints(4)

    def at(self, index: int, text_object: int | None) -> _Style:
        """The style of the character `index`, which `text_object` draws."""
        found = self._styles.get(text_object)
        if found is None:
            found = self._styles[text_object] = self._ask(index, text_object)
        return found

    def _font(self, text_object: int | None) -> tuple[str, bool, bool]:
        font = engine.object_font(text_object) if text_object else None
        found = self._fonts.get(font)
        if found is None:
            name = engine.name_of_font(font) if font else ""
            # the weight that pdfium reports is right only when it is high (perf/REPORT.md, rule 2), and where the
            # name says no other: a browser prints a variable font's regular cut with the family's highest weight
            heavy = bool(font and engine.font_weight(font) >= 600) and not _REGULAR.search(name)
            bold = bool(_BOLD.search(name)) or heavy
            found = self._fonts[font] = (name, bold, bool(_ITALIC.search(name)))
        return found

    def _ask(self, index: int, text_object: int | None) -> _Style:
        name, bold, italic = self._font(text_object)
        size, upright = engine.char_size(self._text_page, index), True
        if engine.char_matrix(self._text_page, index, self._matrix.address):
            a, b, c, d = self._matrix.array[:4]
            size *= math.hypot(c, d)  # pdfium's size leaves the text matrix out
            angle = math.atan2(b, a) - self._rotation * math.pi / 2
            upright = math.cos(angle) > 0.9
            italic = italic or (abs(c) > 0.15 * abs(d) and abs(b) < 0.01)
        mode = engine.object_render_mode(text_object) if text_object else 0
        color = 0
        if engine.char_color(self._text_page, index, *self._rgba.each):
            red, green, blue, _ = self._rgba.array
            color = (red & 255) << 16 | (green & 255) << 8 | blue & 255
        bold = bold or mode == 2  # filled and stroked: a bold that the font lacks
        return _Style(name, round(size, 2), bold, italic, color, upright, mode != 3, self._tag(text_object))

    def _tag(self, text_object: int | None) -> str | None:
        if not self._tagged or not text_object:
            return None
        tag = self._tags.get(engine.object_mcid(text_object))
        if tag:
            return tag
        marks = engine.object_marks(text_object)
        names = (engine.name_of_mark(engine.object_mark(text_object, i)) for i in range(min(marks, 8)))
        return "Artifact" if "Artifact" in names else None


def _words(
    page: int,
    place: Place,
    fonts: dict[int | None, tuple[str, bool, bool]],
    tags: dict[int, str],
    tagged: bool,
    check: Callable[[int], None],
) -> tuple[list[Word], int]:
    """The page's words in the content stream's order, and how many of them are drawn invisibly."""
    text_page = engine.load_text(page)
    if not text_page:
        return [], 0
    try:
        count = engine.count_chars(text_page)
        if count <= 0:
            return [], 0
        check(count)
        text = engine.text_of_page(text_page, count)
        spans = [match.span() for match in _WORD.finditer(text)]
        starts, ends = [a for a, _ in spans], [b - 1 for _, b in spans]
        first_objects = list(map(engine.char_object, repeat(text_page), starts))
        last_objects = list(map(engine.char_object, repeat(text_page), ends))
        pieces: list[tuple[int, int]] = []
        for span, first, last in zip(spans, first_objects, last_objects, strict=True):
            pieces += [span] if first == last else _split_word(text_page, span)
        starts, ends = [a for a, _ in pieces], [b - 1 for _, b in pieces]
        heads, tails = engine.boxes_of_chars(text_page, starts), engine.boxes_of_chars(text_page, ends)
        styles = _Styles(page, text_page, fonts, tags, tagged)
        objects = dict(zip((start for start, _ in spans), first_objects, strict=True))
        words, hidden = [], 0
        for i, (start, end) in enumerate(pieces):
            drawn_by = objects[start] if start in objects else engine.char_object(text_page, start)
            style = styles.at(start, drawn_by)
            word = _word(text[start:end], heads[4 * i : 4 * i + 4], tails[4 * i : 4 * i + 4], place, style)
            if word is not None:
                words.append(_with_power(word, text_page, text, start))
                hidden += not style.visible
        return words, hidden
    finally:
        engine.close_text(text_page)


def _with_power(word: Word, text_page: int, text: str, start: int) -> Word:
    """A unit's raised 2 or 3 is a power: "m2" drawn so is m², whatever the font's digit is called."""
    found = _POWER.search(word.text)
    if not found or text[start : start + found.end()] != word.text[: found.end()]:
        return word
    at = start + found.end() - 1
    if engine.foot_of_char(text_page, at) - engine.foot_of_char(text_page, at - 1) < _RAISED * word.size:
        return word
    return replace(word, text=word.text[: found.end() - 1] + "²³"[found[1] == "3"] + word.text[found.end() :])


def _word(raw: str, head: list[float], tail: list[float], place: Place, style: _Style) -> Word | None:
    soft_end = raw[-1] in _LINE_END or raw[-1] == "\u00ad"
    text = _clean(raw.rstrip(_LINE_END))
    if soft_end and not text.endswith("-"):
        text += "-"
    if not text or (text == "-" and soft_end and not raw.rstrip(_LINE_END)):
        return None
    left, right = min(head[0], tail[0]), max(head[2], tail[2])
    top, bottom = max(head[1], tail[1]), min(head[3], tail[3])
    x0, y0, x1, y1 = place(left, top, right, bottom)
    if not (x0 <= x1 and y0 <= y1 and math.isfinite(x1 - x0 + y1 - y0 + style.size)):
        return None
    box = (round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2))
    return Word(
        text, *box, style.font, style.size, style.bold, style.italic, style.color, soft_end, style.upright, style.tag
    )


def _split_word(text_page: int, span: tuple[int, int]) -> list[tuple[int, int]]:
    """A run of characters that several text objects draw, cut where they stand apart or change size.

    Two cells' words can touch in the text ("säkerhetssamordnareMaj"), and a raised note mark is no letter.
    """
    start, end = span
    indices = list(range(start, end))
    objects = [engine.char_object(text_page, i) for i in indices]
    boxes = engine.boxes_of_chars(text_page, indices)
    char_is_note = [chr(engine.char_unicode(text_page, i)) in "0123456789*" for i in indices]
    cuts = [start]
    for k in range(1, len(indices)):
        if objects[k] == objects[k - 1]:
            continue
        l0, t0, r0, b0 = boxes[4 * k - 4 : 4 * k]
        l1, t1, _r1, b1 = boxes[4 * k : 4 * k + 4]
        height, following = t0 - b0, t1 - b1
        if height <= 0 or following <= 0:
            continue
        apart = l1 - r0 > _JOINT_GAP * max(height, following) or l1 < l0 - height
        moved = abs((t1 + b1) - (t0 + b0)) > max(height, following)
        note = char_is_note[k] != char_is_note[k - 1]
        resized = note and min(height, following) < _SMALL * max(height, following)
        if apart or moved or resized:  # ligature glyphs of odd fonts have low boxes too: only marks are cut
            cuts.append(indices[k])
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _on_page(words: list[Word], width: float, height: float) -> list[Word]:
    """Words whose middle lies on the page, their boxes cut at its edges. (pdfium drops false bold's copies.)"""
    kept: list[Word] = []
    for word in words:
        if word.x0 >= 0 and word.top >= 0 and word.x1 <= width and word.bottom <= height:
            kept.append(word)
        elif 0 <= (word.x0 + word.x1) / 2 <= width and 0 <= (word.top + word.bottom) / 2 <= height:
            box = (max(0.0, word.x0), max(0.0, word.top), min(width, word.x1), min(height, word.bottom))
            if box != word.box:
                word = replace(word, x0=box[0], top=box[1], x1=box[2], bottom=box[3])
            kept.append(word)
    return kept
