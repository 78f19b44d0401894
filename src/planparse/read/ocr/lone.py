"""Numbers that stand alone, which a recognizer passes over: of pages, at the end of a contents entry, in cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

import numpy as np
from PIL import Image

from planparse.read.ocr.engine import Found, recognize_number
from planparse.read.ocr.image import Prepared
from planparse.read.ocr.pixels import Pixels

_NUMBER = re.compile(r"^\d{1,3}(?:\(\d{1,3}\)|/\d{1,3})?$")
_SURE = 0.8
_HEIGHT = (0.7, 1.4)
"""Heights of the number in units of the page's usual letter with an ascender."""
_WIDEST = 4.5
"""Widest number, in the same units ("12(34)")."""
_INK = 60
"""Of 255: a point of the page has print where its ink is more than this."""
_REACH = 3
"""Points that part the digits of one number at most."""
_MOST = 80
"""So many leftover marks are a drawing or specks, no numbers."""


def lone_numbers(found: Sequence[Found], picture: Prepared, dpi: float) -> list[Found]:
    """The numbers among the marks of the size of print that no word of `found` holds."""
    heights = [word.base - word.box[1] for word in found if word.base > word.box[1] and len(word.text) > 3]
    if len(heights) < _REACH:
        return []
    usual = median(heights)
    out: list[Found] = []
    places = [
        (x0, top, x1, bottom)
        for x0, top, x1, bottom in _marks(found, picture, dpi)
        if _HEIGHT[0] * usual <= bottom - top <= _HEIGHT[1] * usual and x1 - x0 <= _WIDEST * usual
    ]
    for place in places if len(places) <= _MOST else ():
        line = (out or found)[-1].line + 1
        word = recognize_number(picture, place, dpi, line)
        if word is not None and word.sure >= _SURE and _NUMBER.match(word.text):
            out.append(word)
    return out


def _marks(found: Sequence[Found], picture: Prepared, dpi: float) -> list[Pixels]:
    """The places of ink that no word holds, each as large as its points hang together."""
    step = max(1, round(dpi / 72))
    ink = Image.fromarray((picture.ink * np.uint8(255)).astype(np.uint8)).reduce(step)
    left = np.array(ink) > _INK
    for word in found:
        x0, top, x1, bottom = (value // step for value in word.box)
        left[max(0, top - 1) : bottom + 2, max(0, x0 - 2) : x1 + 3] = False
    points = {(int(y), int(x)) for y, x in zip(*np.nonzero(left), strict=True)}
    places: list[Pixels] = []
    while points:
        group = [points.pop()]
        for y, x in group:
            near = [
                (y + down, x + right)
                for down in (-1, 0, 1)
                for right in range(-_REACH, _REACH + 1)
                if (y + down, x + right) in points
            ]
            points.difference_update(near)
            group += near
        rows, columns = [y for y, _ in group], [x for _, x in group]
        box = (min(columns), min(rows), max(columns) + 1, max(rows) + 1)
        places.append((box[0] * step, box[1] * step, box[2] * step, box[3] * step))
    return sorted(places, key=lambda place: (place[1], place[0]))
