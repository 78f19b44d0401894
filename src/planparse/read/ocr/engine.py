"""Tesseract, by tesserocr: a picture → words with boxes, sureness and the rows that they stand in. Its only door."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from PIL import Image

from planparse.read.ocr.image import Prepared
from planparse.read.ocr.pixels import Grey, Pixels

LANGUAGE = "swe"
_PLACES = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    r"C:\Program Files\Tesseract-OCR\tessdata",
)
_STRAY = "«»•·*=°¢©®"
"""What a bullet is taken for when it is read as the first letter of its word."""
_NUMBERS = "0123456789()/"
_CELL_EDGE = 0.06
"""Paper around a cell's picture (inches): print at the very edge is read badly."""
_LARGE_CELL = 2.5
"""A cell wider and higher than this (inches) is a frame around a page's content."""
_DOT = 0.015
"""Less ink than a dot of this size (inches) is no print."""
_MOST_SECONDS = 120
"""A page takes 2–8 s on one core; one that takes this long is no text."""


@dataclass(frozen=True, slots=True)
class Found:
    """One recognized word. `sure` is 0–1; `row` the row's height (ascender to descender) and `base` its baseline.

    All lengths in pixels. `line` counts the lines of the page. `dashes` are the boxes of its hyphens and dashes.
    """

    text: str
    box: Pixels
    sure: float
    row: float
    base: float
    line: int
    dashes: tuple[Pixels, ...]


class TooSlow(Exception):
    """The recognizer gave up on a page."""


def folder_of_models() -> Path | None:
    """Where Tesseract's Swedish model lies; None where it is not installed."""
    told = os.environ.get("TESSDATA_PREFIX")
    places = [Path(told), Path(told) / "tessdata"] if told else []
    for place in [*places, *map(Path, _PLACES)]:
        if (place / f"{LANGUAGE}.traineddata").is_file():
            return place
    return None


@cache
def identity() -> str:
    """Which recognizer and which model this is, for the cache."""
    import tesserocr

    folder = folder_of_models()
    model = hashlib.sha256((folder / f"{LANGUAGE}.traineddata").read_bytes()).hexdigest()[:16] if folder else ""
    return f"{tesserocr.tesseract_version().split()[1]} {model}"


def name() -> str:
    """The recognizer's name and version for messages."""
    return f"Tesseract {identity().split()[0]}"


@cache
def _recognizer() -> Any:
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # a worker is one thread; two threads gain 10 % and cost a core
    import tesserocr

    return tesserocr.PyTessBaseAPI(path=str(folder_of_models()), lang=LANGUAGE)


def recognize(picture: Prepared, dpi: float, cells: Sequence[Pixels] = ()) -> list[Found]:
    """The words of a page in reading order, those of its tables' `cells` behind the others. Raises TooSlow."""
    if not cells:
        return recognize_text(picture.grey, dpi)
    rest, ink = picture.grey.copy(), picture.ink.copy()
    edge, large = int(_CELL_EDGE * dpi), _LARGE_CELL * dpi
    inside: dict[Pixels, list[Found]] = {}
    for cell in sorted(cells, key=lambda cell: (cell[2] - cell[0]) * (cell[3] - cell[1])):  # inner ones first
        x0, top, x1, bottom = cell
        if ink[top:bottom, x0:x1].sum() > (_DOT * dpi) ** 2:
            area = np.pad(rest[top:bottom, x0:x1], edge, constant_values=picture.paper)
            inside[cell] = recognize_text(area, dpi, "page" if min(x1 - x0, bottom - top) > large else "block")
        rest[top:bottom, x0:x1], ink[top:bottom, x0:x1] = picture.paper, False
    found = recognize_text(rest, dpi)
    for cell in cells:
        line = found[-1].line + 1 if found else 0
        found += [_moved(word, cell[0] - edge, cell[1] - edge, line) for word in inside.get(cell, ())]
    return found


def recognize_number(picture: Prepared, place: Pixels, dpi: float, line: int) -> Found | None:
    """The number at a place of the page if it can be one. `line` is the number that its line gets. Raises TooSlow."""
    x0, top, x1, bottom = place
    edge = int(_CELL_EDGE * dpi)
    area = np.pad(picture.grey[top:bottom, x0:x1], edge, constant_values=picture.paper)
    found = recognize_text(area, dpi, "number")
    return _moved(found[0], x0 - edge, top - edge, line) if len(found) == 1 else None


def _moved(word: Found, right: int, down: int, lines: int) -> Found:
    """A word of a part of the page, where it stands on the page."""

    def moved(box: Pixels) -> Pixels:
        return box[0] + right, box[1] + down, box[2] + right, box[3] + down

    dashes = tuple(map(moved, word.dashes))
    return replace(word, box=moved(word.box), base=word.base + down, line=word.line + lines, dashes=dashes)


def recognize_text(grey: Grey, dpi: float, shows: Literal["page", "block", "number"] = "page") -> list[Found]:
    """The words of a picture, which shows a page, lines below one another as in a cell, or a number. Raises TooSlow."""
    import tesserocr

    modes = {"page": tesserocr.PSM.AUTO, "block": tesserocr.PSM.SINGLE_BLOCK, "number": tesserocr.PSM.SINGLE_WORD}
    api = _recognizer()
    api.SetPageSegMode(modes[shows])
    api.SetVariable("tessedit_char_whitelist", _NUMBERS if shows == "number" else "")
    api.SetImage(Image.fromarray(grey))
    api.SetSourceResolution(int(dpi))
    try:
        if not api.Recognize(_MOST_SECONDS * 1000):
            raise TooSlow
        return _words(tesserocr, api.GetIterator())
    finally:
        api.Clear()


def quarter_turns(grey: Grey) -> int:
    """How many quarter turns clockwise make the page upright, 0–3; 0 where Tesseract has no model to tell."""
    import tesserocr

    folder = folder_of_models()
    if folder is None or not (folder / "osd.traineddata").is_file():
        return 0
    with tesserocr.PyTessBaseAPI(path=str(folder), lang="osd", psm=tesserocr.PSM.OSD_ONLY) as api:
        api.SetImage(Image.fromarray(grey))
        found = api.DetectOrientationScript()
    return 0 if not found else (-int(found["orient_deg"]) // 90) % 4


def _parted(word: Found, at: int) -> tuple[Found, Found]:
    """A bullet that was read together with its word, and the word, which begins at the pixel `at`."""
    x0, top, x1, bottom = word.box
    sign = replace(word, text=word.text[0], box=(x0, top, min(at, x1), bottom), dashes=())
    return sign, replace(word, text=word.text[1:], box=(min(at, x1), top, x1, bottom))


def _words(tesserocr: Any, symbols: Any) -> list[Found]:
    levels = tesserocr.RIL
    out: list[Found] = []
    line = -1
    if symbols is None:
        return out
    for symbol in tesserocr.iterate_level(symbols, levels.SYMBOL):
        if symbol.Empty(levels.SYMBOL):
            continue
        if symbol.IsAtBeginningOf(levels.TEXTLINE):
            line += 1
        if symbol.IsAtBeginningOf(levels.WORD):
            row, base = symbol.RowAttributes(), symbol.Baseline(levels.WORD)
            box, text = symbol.BoundingBox(levels.WORD), symbol.GetUTF8Text(levels.WORD).strip()
            middle = (base[0][1] + base[1][1]) / 2 if base else float(box[3])
            sure = symbol.Confidence(levels.WORD) / 100
            out.append(Found(text, box, round(sure, 3), round(row["row_height"], 1), middle, line, ()))
        elif out and out[-1].text[:1] in _STRAY and len(out[-1].text) > 1:
            sign, rest = _parted(out[-1], symbol.BoundingBox(levels.SYMBOL)[0])
            out[-1:] = [sign, rest]
        if out and symbol.GetUTF8Text(levels.SYMBOL) in "-–—":
            out[-1] = replace(out[-1], dashes=(*out[-1].dashes, symbol.BoundingBox(levels.SYMBOL)))
    return [word for word in out if word.text]
