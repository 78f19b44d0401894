"""PDF bytes → Source: the only door to pdfium.

Settled here and nowhere else: page rotation and crop boxes.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pypdfium2 as pdfium

from planparse.errors import DamagedInput, EmptyInput, EncryptedInput
from planparse.page import Bookmark, Notice, Page, Source
from planparse.read import engine, limits
from planparse.read.drawings import drawings
from planparse.read.rescue import rescue
from planparse.read.tags import tags_of_page
from planparse.read.verdict import Band
from planparse.read.words import Place, Readings, clean, words_of

_MANY = 100
"""pdfium leaves about 50 KB a page behind when it closes a document; from so many pages on it matters."""
_BAND = 64
"""Rows of a picture that are made grey at a time: small enough for the processor's cache, 17 times as fast as all."""


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
        source = _read(document, file_name, sha256)
    finally:
        document.close()
    if len(source.pages) >= _MANY:
        engine.give_back_memory()
    return source


def _read(document: pdfium.PdfDocument, file_name: str, sha256: str) -> Source:
    if len(document) == 0:
        raise EmptyInput(file_name, "the PDF has no page", "fetch it again")
    limits.check_pages(len(document), file_name)
    handle = ctypes.cast(document.raw, ctypes.c_void_p).value or 0  # type: ignore[arg-type]
    tagged = bool(engine.is_tagged(handle))
    readings = Readings()
    pages, notices = [], []
    budget = limits.Budget(file_name)
    for index in range(len(document)):
        page, notice = _read_page(handle, index, readings, tagged, budget)
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


def _picture(document: pdfium.PdfDocument, number: int, dpi: float, band: Band | None = None) -> Any:
    """The page as displayed, in grey: an array [row, column] of pixels, 0 black to 255 white.

    Between brightness and the strongest colour: a marker pen's stroke is nearly paper, black print stays black.
    Only the rows of `band` (from, to; points) are drawn, the others are 0.
    """
    page, scale = document[number - 1], dpi / 72
    rows = math.ceil(page.get_height() * scale)
    bottom = min(rows, int(band[1] * scale) + 1) if band else rows
    top = max(0, min(int(band[0] * scale), bottom - 1)) if band else 0
    cut = (0.0, (rows - bottom - 0.5) / scale, 0.0, (top - 0.5) / scale) if band else (0, 0, 0, 0)
    bitmap = page.render(scale=scale, crop=cut, grayscale=False)
    picture = bitmap.to_numpy()
    grey = np.zeros((rows, picture.shape[1]), np.uint8)
    for first in range(0, len(picture), _BAND):
        one, two, three = (picture[first : first + _BAND, :, i] for i in range(3))
        strongest = np.maximum(np.maximum(one, two), three)
        brightness = one.astype(np.uint16)
        brightness += two
        brightness += three
        brightness //= 3
        out = grey[top + first : top + first + len(strongest)]
        np.add(strongest >> 1, brightness.astype(np.uint8) >> 1, out=out)
    bitmap.close()
    return grey


def _bookmarks(document: pdfium.PdfDocument) -> Iterator[Bookmark]:
    for seen, entry in enumerate(document.get_toc(max_depth=8)):
        if seen >= 2000:  # a looped outline must not keep us
            return
        target = entry.get_dest()
        page = target.get_index() if target else None
        title = clean(entry.get_title())
        if title:
            yield Bookmark(entry.level, title, None if page is None else page + 1)


def _read_page(
    handle: int,
    index: int,
    readings: Readings,
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
        check = partial(budget.check_text, number)
        words, hidden = words_of(page, place, (width, height), readings, tags, tagged, check)
        drawn = drawings(page, place, width, height, partial(budget.check_forms, number))
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

    def upright(x0: Any, y1: Any, x1: Any, y0: Any) -> tuple[Any, Any, Any, Any]:
        return (x0 - left, top - y1, x1 - left, top - y0)

    def place(x0: Any, y1: Any, x1: Any, y0: Any) -> tuple[Any, Any, Any, Any]:
        if rotation == 1:
            return (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
        if rotation == 2:
            return (right - x1, y0 - bottom, right - x0, y1 - bottom)
        return (top - y1, right - x1, top - y0, right - x0)

    return place if rotation in (1, 2, 3) else upright
