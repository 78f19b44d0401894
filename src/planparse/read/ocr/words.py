"""Recognized words → Words and Rulings of a page, in points: size, weight and bullets told from the picture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import numpy as np

from planparse.page import Fill, Ruling, Word
from planparse.read.ocr.engine import Found
from planparse.read.ocr.image import Prepared
from planparse.read.ocr.pixels import Mask, Pixels
from planparse.read.ocr.shades import Shade
from planparse.read.ocr.sizes import sizes_of
from planparse.read.vocabulary import known, letters_of

_ASCENT, _DESCENT = 0.92, 0.22
"""A word's box in units of its size above and below the baseline, as pdfium's boxes of common fonts."""
_SURE = 0.3
"""Words less sure than this are stamps, handwriting, specks; known words stay down to half of it."""
_LINE_SURE = 0.55
"""A line whose words are less sure than this on average, and mostly unknown, is handwriting."""
_MARK_ROOM = (0.25, 3.5)
"""A bullet stands this far left of its text, in units of the type size."""
_ALONE = 1.2
"""White space left of a bullet, in units of the type size."""
_EN_DASH = 0.35
"""A dash wider than this many type sizes is an en dash (measured on the twins: hyphens 0.25, en dashes 0.38–0.5)."""
_EM_DASH = 0.8
_BOLD = 1.14
"""Bold stems are at least this much thicker than the page's running text of the same size."""
_WHITE = 0xFFFFFF
_BULLETS = ("•", "▪", "–", "-", "›")
_PRINTED = "•·▪■□●○◦–—-›»"
"""Signs that are bullets as they are."""
_ARROWS = (">", ">>", "»", "=>", "->")
_ROW = 3
"""So many lines begin with a sign at one place where they make a list."""
_SAME_PLACE = 0.6
_BARS = re.compile(r"^[|\[\]{}!]+$")
_SIGNS = re.compile(r"^[^\w§%\"”(]{1,2}$")
_JUNK = re.compile(r"^[^\w§%\"”(]{1,3}$|^[oOeEcCsS&]$")


def print_of(found: Sequence[Found]) -> list[Found]:
    """What of it is print: no stamps, no handwriting, no specks."""
    lines = [list(line) for _, line in groupby(found, key=lambda word: word.line)]
    kept = [line for line in lines if _is_print(line)]
    return [word for line in kept for word in line if _keeps(word) and not (len(line) > 1 and _upright_column([word]))]


def words_of(found: Sequence[Found], picture: Prepared, dpi: float) -> list[Word]:
    """The page's words in reading order."""
    lines: list[list[Word]] = []
    stems = [_stem(word, picture.ink) for word in found]
    usual = _usual_stem(found, stems)
    rows = [list(group) for _, group in groupby(range(len(found)), key=lambda i: found[i].line)]
    sizes = sizes_of([[found[i] for i in places] for places in rows])
    for places, size in zip(rows, sizes, strict=True):
        heavy = [stems[i] > _BOLD * usual for i in places]
        lines.append(_line([found[i] for i in places], heavy, size * 72 / dpi, picture, dpi))
    return [word for line in _with_bullets(lines) for word in line]


def rulings_of(lines: Iterable[Pixels], dpi: float) -> tuple[Ruling, ...]:
    """The drawn lines in points."""
    scale = 72 / dpi
    return tuple(Ruling(*(round(value * scale, 2) for value in line)) for line in lines)


def fills_of(shades: Iterable[Shade], dpi: float) -> tuple[Fill, ...]:
    """The shaded areas in points; their colour is a grey."""
    scale = 72 / dpi
    boxes = [(one.level * 0x010101, tuple(round(value * scale, 2) for value in one.box)) for one in shades]
    return tuple(Fill(x0, top, x1, bottom, color) for color, (x0, top, x1, bottom) in boxes)


def _is_print(line: Sequence[Found]) -> bool:
    mean = sum(word.sure for word in line) / len(line)
    letters = [piece for word in line for piece in letters_of(word.text) if len(piece) > 1]
    if _upright_column(line):  # or numbers below one another, taken for a line on its end
        return sum(len(piece) > 3 and known(piece) for piece in letters) > 1
    if not letters:
        return mean >= _LINE_SURE and any(sign.isdigit() for word in line for sign in word.text)
    return mean >= _LINE_SURE or 2 * sum(map(known, letters)) > len(letters)


def _upright_column(line: Sequence[Found]) -> bool:
    left, top = min(word.box[0] for word in line), min(word.box[1] for word in line)
    right, bottom = max(word.box[2] for word in line), max(word.box[3] for word in line)
    return bottom - top > 2 * max(right - left, line[0].row)


def _keeps(word: Found) -> bool:
    if _BARS.match(word.text) and word.box[3] - word.box[1] < 0.5 * word.row:
        return False  # the rest of a wiped line
    pieces = [piece for piece in letters_of(word.text) if len(piece) > 2]
    return word.sure >= (_SURE / 2 if pieces and all(map(known, pieces)) else _SURE)


def _line(line: Sequence[Found], bold: Sequence[bool], size: float, picture: Prepared, dpi: float) -> list[Word]:
    """The words of one printed line; what stands in front of it decides by its shape whether it is a bullet."""
    scale = 72 / dpi
    size = round(size, 1)
    pixels = max(1.0, size / scale)
    out = []
    for word, heavy in zip(line, _smooth(bold), strict=True):
        base = word.base * scale
        out.append(
            Word(
                text=_dashes(word, picture.ink, pixels),
                x0=round(word.box[0] * scale, 2),
                top=round(max(0.0, base - _ASCENT * size), 2),
                x1=round(word.box[2] * scale, 2),
                bottom=round(base + _DESCENT * size, 2),
                font="",
                size=size,
                bold=heavy,
                italic=False,
                color=_WHITE if _on_dark(word.box, picture.shades) else 0,
                confidence=word.sure,
            )
        )
    start = next((i for i, word in enumerate(line[:3]) if not _JUNK.match(word.text)), None)
    if start is None:
        return out
    mark = _mark(line[start], picture.ink, pixels, line[start].base)
    if mark is None:
        return out
    sign, box = mark
    bullet = replace(out[start], text=sign, x0=round(box[0] * scale, 2), x1=round(box[2] * scale, 2), bold=False)
    return [bullet, *out[start:]]


def _on_dark(box: Pixels, shades: Sequence[Shade]) -> bool:
    """Whether a word was printed light."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(one.light_print and one.box[0] <= x < one.box[2] and one.box[1] <= y < one.box[3] for one in shades)


def _with_bullets(lines: Sequence[list[Word]]) -> list[list[Word]]:
    """The lines; where bullets were made out in a column, a stray sign at the same place is one more of them.

    So are signs that begin several lines at one place, whatever bullet they were printed as.
    """
    opening = [line[0] for line in lines if len(line) > 1 and _SIGNS.match(line[0].text)]

    def named(line: list[Word]) -> list[Word]:
        first = line[0]
        if len(line) < 2 or first.text in _PRINTED or not _SIGNS.match(first.text):
            return line
        alike = sum(abs(w.x0 - first.x0) < _SAME_PLACE * w.size and abs(w.size - first.size) < 2 for w in opening)
        return [replace(first, text="›" if first.text in _ARROWS else "•"), *line[1:]] if alike >= _ROW else line

    lines = [named(line) for line in lines]
    columns = [line[0] for line in lines if len(line) > 1 and line[0].text in _BULLETS]

    def mended(line: list[Word]) -> list[Word]:
        first = line[0]
        if len(line) < 2 or first.text in _BULLETS or not _JUNK.match(first.text):
            return line
        near = [w.text for w in columns if abs(w.x0 - first.x0) < _SAME_PLACE * w.size and abs(w.size - first.size) < 2]
        if len(near) < 2 or line[1].x0 - first.x1 < _MARK_ROOM[0] * first.size:
            return line
        rest = line[2:] if len(line) > 2 and _SIGNS.match(line[1].text) else line[1:]
        return [replace(first, text=max(sorted(set(near)), key=near.count), bold=False), *rest]

    return [mended(line) for line in lines]


def _mark(word: Found, ink: Mask, size: float, base: float) -> tuple[str, Pixels] | None:
    """The bullet or dash drawn left of a line's first word: one blob alone, disc, square or stroke."""
    top, bottom = int(base - 0.8 * size), int(base + 0.15 * size)
    right = word.box[0] - int(_MARK_ROOM[0] * size * 0.5)
    reach = word.box[0] - int(_MARK_ROOM[1] * size)
    left = max(0, reach - int(_ALONE * size))  # what stands before the sign: a line-end hyphen has its word there
    strip = ink[max(0, top) : bottom, left:right]
    if strip.size == 0 or not strip.any():
        return None
    columns = np.flatnonzero(strip.any(axis=0))
    breaks = np.flatnonzero(np.diff(columns) > max(2, 0.12 * size))
    first = int(columns[breaks[-1] + 1]) if len(breaks) else int(columns[0])
    last = int(columns[-1]) + 1
    if len(breaks) and columns[-1] - columns[0] > 0 and int(columns[breaks[-1]]) > first - _ALONE * size:
        return None  # a word's letters, not a sign alone
    blob = strip[:, first:last]
    rows = np.flatnonzero(blob.any(axis=1))
    if rows[0] == 0 or rows[-1] == len(blob) - 1:
        return None  # the end of a letter on another line
    high, wide = int(rows[-1] - rows[0]) + 1, last - first
    share = float(blob[rows[0] : rows[-1] + 1].mean())
    box = (left + first, max(0, top) + int(rows[0]), left + last, max(0, top) + int(rows[-1]) + 1)
    if word.box[0] - box[2] < _MARK_ROOM[0] * size or box[0] <= max(left, reach) or wide > 1.1 * size:
        return None
    if wide >= 1.9 * high and 0.2 * size <= wide and high < 0.22 * size and share > 0.6:
        return ("–" if wide > _EN_DASH * size else "-"), box
    squarish = 0.65 <= wide / high <= 1.5
    if squarish and 0.14 * size <= high <= 0.62 * size and share > 0.68:
        return ("▪" if share > 0.9 else "•"), box
    return None


def _dashes(word: Found, ink: Mask, size: float) -> str:
    """The word with its dashes as wide as they are drawn."""
    if not word.dashes:
        return word.text
    signs = []
    for x0, top, x1, bottom in word.dashes:
        area = ink[top:bottom, max(0, x0 - 2) : x1 + 2]
        wide = int(np.max(_runs(area), initial=0)) if area.size else 0
        signs.append("—" if wide > _EM_DASH * size else "–" if wide > _EN_DASH * size else "-")
    each = iter(signs)
    return "".join(next(each, sign) if sign in "-–—" else sign for sign in word.text)


def _stem(word: Found, ink: Mask) -> float:
    """How thick the word's upright strokes are, in units of its row's height; 0 where it has no ink."""
    x0, top, x1, bottom = word.box
    runs = _runs(ink[top:bottom, x0:x1])
    runs = runs[(runs > 1) & (runs < 0.4 * word.row)]
    if len(runs) < 8:
        return 0.0
    middle = np.sort(runs)[len(runs) // 4 : len(runs) * 7 // 10]
    return float(middle.mean()) / max(1.0, word.row)


def _runs(area: Mask) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The lengths of the dark runs along the rows."""
    edged = np.pad(area, ((0, 0), (1, 1))).astype(np.int8)
    change = np.diff(edged, axis=1)
    starts, ends = np.nonzero(change == 1), np.nonzero(change == -1)
    lengths: np.ndarray[Any, np.dtype[np.int64]] = ends[1] - starts[1]
    return lengths


def _usual_stem(found: Sequence[Found], stems: Sequence[float]) -> float:
    """The stem of the running text: the lighter half's middle, weighed by letters."""
    weighed = sorted((stem, len(word.text)) for word, stem in zip(found, stems, strict=True) if stem)
    total, passed = sum(n for _, n in weighed), 0
    for stem, letters in weighed:
        passed += letters
        if passed >= 0.4 * total:
            return stem
    return 1.0


def _smooth(bold: Sequence[bool]) -> list[bool]:
    """Weights along a line: one word alone between two of the other weight is a slip of measuring."""
    out = list(bold)
    for i in range(1, len(out) - 1):
        if bold[i - 1] == bold[i + 1] != bold[i]:
            out[i] = bold[i - 1]
    if len(out) > 2 and out[-1] != out[-2] == out[-3]:
        out[-1] = out[-2]
    return out
