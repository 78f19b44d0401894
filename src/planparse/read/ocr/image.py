"""A page's picture → straight, clean, without its drawn lines: what a recognizer reads best.

Pictures are arrays of grey (0 black, 255 white), [row, column] in pixels; ink is where they are dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from planparse.read.ocr.pixels import Grey, Mask, Pixels
from planparse.read.ocr.shades import Shade, make_paper, shades_of, through

_MOST_TURN = 5.0
"""Pages lie at most this askew (degrees) in a scanner's feeder; beyond it the profile finds columns, not lines."""
_LEAST_TURN = 0.15
"""Less than this (degrees) moves a line by under a tenth of its height over a page's width."""
_SKEW_WIDTH = 600
"""Pixels across in which skew is measured: 0.05 degrees move a line's end by half a pixel."""
_LINE = 0.45
"""A drawn line is at least this long (inches): longer than any dash, shorter than a narrow table column."""
_SHORT_LINE = 0.2
"""A vertical line between two horizontal ones may be as short as this (inches), a low row of a table."""
_THICK = 0.045
"""and at most this thick (inches, 3.2 pt), as in drawings.py."""
_SHADE = 35
"""Lines are often thin and grey: darker than the paper by this much is enough (paper's own noise is under 15)."""
_WHOLE = 0.94
"""This share of a line's pixels is dark; scans break thin lines."""
_BESIDE = 0.2
"""Beside a line less than this share is dark (letters' tails on an underline 0.1, a row of letters 0.3 and more)."""
_SPECKLED = 0.02
"""More than this share of the dark pixels without a dark neighbour is noise that a median filter takes off (0.001 on
clean scans at 300 dpi)."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The straightened picture, its ink without lines; lines and shades (pixels), its turn (degrees), its paper's grey.

    Print on dark shades is dark on paper in `grey` and `ink`.
    """

    grey: Grey
    ink: Mask
    lines: tuple[Pixels, ...]
    shades: tuple[Shade, ...]
    turned: float
    paper: int


def prepare(grey: Grey, dpi: float) -> Prepared:
    """The picture deskewed, noise filtered, rulings found and wiped out."""
    threshold = _threshold(grey)
    if _speckles(grey < threshold) > _SPECKLED:
        grey = np.asarray(Image.fromarray(grey).filter(ImageFilter.MedianFilter(3)))
    angle = _skew(grey, threshold)
    if abs(angle) >= _LEAST_TURN:
        turned = Image.fromarray(grey).rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=int(np.median(grey)))
        grey = np.asarray(turned)
    else:
        angle = 0.0
    paper = int(np.median(grey))
    shades = shades_of(grey, threshold, dpi)
    if shades:
        grey = grey.copy()
        for found in shades:
            make_paper(grey, found, paper, max(1, round(dpi / 72)))
    ink: Mask = grey < threshold
    length, thick = int(_LINE * dpi), max(2, int(_THICK * dpi))
    shade: Mask = grey < paper - _SHADE
    lines = _lines(shade, length, thick)
    on_end: Mask = np.ascontiguousarray(shade.T)
    upright = _turned(_lines(on_end, length, thick))
    short = _turned(_lines(on_end, int(_SHORT_LINE * dpi), thick)) if lines else []
    upright += [line for line in short if _joins(line, lines, upright, thick) and not _among(line, upright)]
    if lines or upright:
        grey, ink = grey.copy(), ink.copy()
        for line in lines:
            _wipe_across(grey, ink, line, paper)
        for x0, top, x1, bottom in upright:
            area = (slice(max(0, top - 1), bottom + 1), slice(max(0, x0 - 1), x1 + 1))
            grey[area], ink[area] = paper, False
    hidden = [part for one in shades for part in through(upright, one, ink, dpi)]
    return Prepared(grey, ink, (*lines, *upright, *hidden), tuple(shades), angle, paper)


def _threshold(grey: Grey) -> int:
    """Otsu's: the grey that parts ink from paper, kept within reason on empty and on dark pages."""
    counts = np.bincount(grey.ravel(), minlength=256).astype(float)
    below = np.cumsum(counts)
    mass = np.cumsum(counts * np.arange(256))
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = (mass[-1] * below / below[-1] - mass) ** 2 / (below * (below[-1] - below))
    return int(np.clip(np.nanargmax(np.nan_to_num(spread)), 90, 180))


def _speckles(ink: Mask) -> float:
    inner = ink[1:-1, 1:-1]
    alone = inner & ~ink[:-2, 1:-1] & ~ink[2:, 1:-1] & ~ink[1:-1, :-2] & ~ink[1:-1, 2:]
    return float(alone.sum()) / max(1.0, float(inner.sum()))


def _skew(grey: Grey, threshold: int) -> float:
    """The turn in degrees that makes the rows of ink sharpest, to 0.05; steps of 0.5 first."""
    step = max(1, round(grey.shape[1] / _SKEW_WIDTH))
    small = np.asarray(Image.fromarray(grey).reduce(step)) < min(200, threshold + 40)
    picture = Image.fromarray(small.astype(np.uint8) * 255)

    def sharpness(angle: float) -> float:
        turned = np.asarray(picture.rotate(angle, resample=Image.Resampling.BILINEAR)).astype(np.float32)
        rows = turned[:, 10:-10].sum(axis=1)
        return float(((rows[1:] - rows[:-1]) ** 2).sum())

    best, width = 0.0, 0.5
    coarse: list[float] = np.arange(-_MOST_TURN, _MOST_TURN + width, width).tolist()
    best = max(coarse, key=sharpness)
    for width in (0.15, 0.05):
        around = [best + width * i for i in range(-3, 4)]
        best = max(around, key=sharpness)
    return round(best, 2)


def _wipe_across(grey: Grey, ink: Mask, line: Pixels, paper: int) -> None:
    """Takes a horizontal line out, but for the strokes that cross it: an underline's word keeps its tails."""
    x0, top, x1, bottom = max(0, line[0] - 1), max(0, line[1] - 1), line[2] + 1, line[3] + 1
    above, below = ink[max(0, top - 1), x0:x1], ink[min(bottom, ink.shape[0] - 1), x0:x1]
    free = ~(above & below)
    grey[top:bottom, x0:x1][:, free] = paper
    ink[top:bottom, x0:x1][:, free] = False


def _turned(lines: Sequence[Pixels]) -> list[Pixels]:
    return [(top, x0, bottom, x1) for x0, top, x1, bottom in lines]


def _joins(line: Pixels, lines: Sequence[Pixels], upright: Sequence[Pixels], near: int) -> bool:
    """Whether a short vertical line stands between two horizontal ones, as a low row's walls do.

    Where a page break leaves the row open, it ends at the height of a longer one.
    """
    x = (line[0] + line[2]) // 2
    crossed = [one for one in lines if one[0] - near <= x <= one[2] + near]
    closed = [any(one[1] - near <= end <= one[3] + near for one in crossed) for end in (line[1], line[3])]
    level = [any(abs(one[k] - line[k]) <= near for one in upright) for k in (1, 3)]
    return any(closed) and all(a or b for a, b in zip(closed, level, strict=True))


def _among(line: Pixels, lines: Sequence[Pixels]) -> bool:
    return any(a[0] < line[2] and line[0] < a[2] and a[1] < line[3] and line[1] < a[3] for a in lines)


def _lines(ink: Mask, length: int, thick: int) -> list[Pixels]:
    """Horizontal lines: rows with a dark run of `length`, put together over neighbouring rows."""
    if ink.shape[1] <= length:
        return []
    sums = np.cumsum(ink, axis=1, dtype=np.int32)
    full = (sums[:, length:] - sums[:, :-length]) >= _WHOLE * length
    growing: list[list[int]] = []
    done: list[Pixels] = []
    for row in np.flatnonzero(full.any(axis=1)):
        edges = np.flatnonzero(np.diff(np.concatenate(([False], full[row], [False])).astype(np.int8)))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            x0, x1 = int(start) + 1, int(end) + length
            for found in growing:
                if found[3] >= row - 2 and x0 < found[2] and found[0] < x1:
                    found[0], found[2], found[3] = min(found[0], x0), max(found[2], x1), int(row) + 1
                    break
            else:
                growing.append([x0, int(row), x1, int(row) + 1])
        done += [_pixels(found) for found in growing if found[3] < row - 2]
        growing = [found for found in growing if found[3] >= row - 2]
    done += [_pixels(found) for found in growing]
    return [line for line in done if line[3] - line[1] <= thick and _stands_alone(ink, line, thick)]


def _stands_alone(ink: Mask, line: Pixels, thick: int) -> bool:
    """Whether it is light above and below: what is dark there is a word's x-height or a marker pen's stroke."""
    x0, top, x1, bottom = line
    sides = [
        ink[max(0, top - thick // 2 - 2) : max(0, top - 2), x0:x1],
        ink[bottom + 2 : bottom + 2 + thick // 2, x0:x1],
    ]
    return all(side.size == 0 or float(side.mean()) < _BESIDE for side in sides)


def _pixels(found: list[int]) -> Pixels:
    return found[0], found[1], found[2], found[3]
