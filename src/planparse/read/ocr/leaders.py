"""Leaders, the rows of dots between a contents entry and its page: found, wiped out, and put back as words.

A recognizer takes them for letters, and the lines of a contents list for no text at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np

from planparse.read.ocr.engine import Found
from planparse.read.ocr.image import Prepared
from planparse.read.ocr.pixels import Mask, Pixels

_DOT = 0.024
"""A dot is at most this wide and high (inches)."""
_APART = (0.042, 0.08)
"""Around a dot nothing else is printed in so much width and height (inches)."""
_LEAST_INK = 0.012
_ROW = 8
"""A leader has at least so many dots."""
_REGULAR = 1.35
"""Dots' distances differ by at most this factor."""
_NEAR = 0.6
"""A leader stands this near its line's foot, in units of the line's height."""


def leaders_of(ink: Mask, dpi: float) -> list[Pixels]:
    """The places of the page's leaders."""
    dot = int(_DOT * dpi) | 1
    wide, high = int(_APART[0] * dpi) | 1, int(_APART[1] * dpi) | 1
    inner, outer = _sums(ink, dot, dot), _sums(ink, wide, high)
    alone = (inner == outer) & (inner >= (_LEAST_INK * dpi) ** 2 / 2) & ink
    rows, columns = np.nonzero(alone)
    found: list[Pixels] = []
    order = np.argsort(rows, kind="stable")
    rows, columns = rows[order], columns[order]
    start = 0
    for i in range(1, len(rows) + 1):
        if i < len(rows) and rows[i] - rows[i - 1] <= 1 and rows[i] - rows[start] <= dot:
            continue
        middles = _dots(np.sort(columns[start:i]), dot)
        for first, last in _runs(middles):
            y = int(rows[start:i].mean())
            found.append((int(first) - dot, y - dot, int(last) + dot + 1, y + dot + 1))
        start = i
    return found


def _sums(ink: Mask, wide: int, high: int) -> np.ndarray[Any, np.dtype[np.int32]]:
    """The ink in a window around each pixel."""
    padded = np.pad(ink, ((high // 2 + 1, high // 2), (wide // 2 + 1, wide // 2)))
    total = padded.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)
    sums: np.ndarray[Any, np.dtype[np.int32]] = (
        total[high:, wide:] - total[:-high, wide:] - total[high:, :-wide] + total[:-high, :-wide]
    )
    return sums


def _dots(columns: np.ndarray[Any, np.dtype[np.int64]], dot: int) -> list[float]:
    """The middles of the dots whose pixels stand in `columns`."""
    parts = np.split(columns, np.flatnonzero(np.diff(columns) > dot // 2) + 1)
    return [float(part.mean()) for part in parts if len(part)]


def _runs(middles: Sequence[float]) -> list[tuple[float, float]]:
    """(first, last) dot of each row of dots at one distance."""
    if len(middles) < _ROW:
        return []
    usual = median(b - a for a, b in pairwise(middles))
    runs, run = [], [middles[0]]
    for a, b in pairwise(middles):
        if b - a > 2.5 * usual:
            runs.append(run)
            run = []
        run.append(b)
    runs.append(run)
    even = [
        run
        for run in runs
        if len(run) >= _ROW and sum(b - a < _REGULAR * usual for a, b in pairwise(run)) > 0.7 * len(run)
    ]
    return [(run[0], run[-1]) for run in even]


def wiped(picture: Prepared, leaders: Sequence[Pixels]) -> Prepared:
    """The picture without the leaders."""
    if not leaders:
        return picture
    grey, ink = picture.grey.copy(), picture.ink.copy()
    for x0, top, x1, bottom in leaders:
        grey[top:bottom, x0:x1], ink[top:bottom, x0:x1] = picture.paper, False
    return replace(picture, grey=grey, ink=ink)


def with_leaders(found: Sequence[Found], leaders: Sequence[Pixels]) -> list[Found]:
    """The words with each leader behind the last one before it on its line, as a word of dots."""
    out = list(found)
    for box in leaders:
        foot = (box[1] + box[3]) / 2
        before = [
            (word.box[2], i)
            for i, word in enumerate(out)
            if word.box[2] <= box[0] + word.row and abs(word.base - foot) < _NEAR * word.row
        ]
        if before:
            _, i = max(before)
            word = out[i]
            out.insert(i + 1, Found("......", box, 0.9, word.row, word.base, word.line, ()))
    return out
