"""Shaded areas of a page's picture: boxes, rows of heads, cells. Print on them is made dark on paper.

A shade is found at about one pixel a point: thin print on it is closed over, what is left is its own grey.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

from planparse.read.ocr.pixels import Grey, Mask, Pixels

_FAINT = 5
"""A shade is darker than the paper by at least this much (greys of 0–255); paper's own grain is averaged out."""
_PRINT = 9
"""Strokes and the gaps between them are thinner than this (points)."""
_DARK_SHARE = 0.5
"""An area with more ink than this is dark and its print light: bold text on paper has 0.35."""
_BORDER = 0.85
"""Share of ink along each border of such an area."""
_PRINT_AT_BORDER = 0.2
"""A light shade has less ink than this along its borders; a line of print has more."""
_LIGHTEST = 75
"""Percentile of the greys of an area that is ground, not print."""
_GRAIN = 20
"""Half of a shade lies at most this much below that: it is grain, half of a line of bold print lies lower."""
_TALL = 14
"""Another shade changes the grey over at least this height (points), a line of print over less."""
_LEAST = (24, 12)
"""Least width and height of a shade in points."""
_LEAST_DARK = (40, 9)
"""… of a dark one: large letters have dark places too."""
_SAME_EDGE = 3
"""Points by which the ends of a shade's rows differ."""
_EVEN = 9.0
"""A shade's greys differ by less than this (standard deviation); a photograph's more."""
_STEP = 10
"""Where the shade's grey changes by this much within two points another one begins."""
_MARGIN = 8
"""What is faint and reaches so near the page's edge (points) is a shadow."""
_REACH = 0.6
"""A table's lines begin at most this far (inches) below its dark row of heads."""
_EDGE = 0.03
"""Inches at an area's border where a line's rest may stand."""
_DEEP = 20
"""A shade darker than the paper by this much is made paper, so that print on it stands out."""
_LIGHT_PRINT = 25


@dataclass(frozen=True, slots=True)
class Shade:
    """A shaded area: its place in pixels, its grey (0–255) and whether the print on it is lighter."""

    box: Pixels
    level: int
    light_print: bool


def shades_of(grey: Grey, threshold: int, dpi: float) -> list[Shade]:
    """The page's shaded rectangles, dark ones first. Ink is darker than `threshold`."""
    step = max(1, round(dpi / 72))
    small = Image.fromarray(grey).reduce(step)
    ink = np.asarray(small) < threshold
    solid: Mask = _most(_most(ink, np.maximum), np.minimum)  # its light print closed over
    dark = [box for box in _rectangles(solid) if _large(box, _LEAST_DARK) and _is_dark(ink, box)]
    smooth = np.asarray(small.filter(ImageFilter.BoxBlur(1))).astype(np.int16)
    ground = _most(_most(smooth, np.maximum), np.minimum)  # its dark print closed over
    faint: Mask = (ground < int(np.median(ground)) - _FAINT) & ~_changes(ground)
    for x0, top, x1, bottom in dark:
        faint[max(0, top - 2) : bottom + 2, max(0, x0 - 2) : x1 + 2] = False
    high, wide = ground.shape
    found = [_shade(grey, box, step) for box in dark]
    lightest = np.percentile(grey[::4, ::4], _LIGHTEST)
    for box in _rectangles(faint):
        x0, top, x1, bottom = box
        inside = min(x0, top, wide - x1, high - bottom) > _MARGIN
        if not inside or not _large(box, _LEAST) or float(ground[top:bottom, x0:x1].std()) > _EVEN:
            continue
        if any(float(side.mean()) > _PRINT_AT_BORDER for side in _sides(ink, box)):
            continue
        area = grey[top * step : bottom * step : 2, x0 * step : x1 * step : 2]
        usual, light = np.percentile(area, (50, _LIGHTEST))
        if usual >= max(threshold, light - _GRAIN) and light <= lightest - _FAINT:
            found.append(_shade(grey, box, step))
    return found


def _most(picture: np.ndarray[Any, Any], of: np.ufunc) -> np.ndarray[Any, Any]:
    """The most or least of each point's surroundings, _PRINT points wide and high."""
    half = _PRINT // 2
    for axis in (0, 1):
        padded = np.pad(picture, [(half, half) if i == axis else (0, 0) for i in (0, 1)], mode="edge")
        length = picture.shape[axis]
        picture = reduce(of, (padded.take(range(i, i + length), axis) for i in range(_PRINT)))
    return picture


def _is_dark(ink: Mask, box: Pixels) -> bool:
    """Whether a rectangle is ink with light print: its borders are ink all along, which a line of print's are not."""
    x0, top, x1, bottom = box
    dark = float(ink[top:bottom, x0:x1].mean()) > _DARK_SHARE
    return dark and all(float(side.mean()) > _BORDER for side in _sides(ink, box))


def _sides(ink: Mask, box: Pixels) -> tuple[Mask, Mask, Mask, Mask]:
    """What is ink along the four borders of a rectangle, a point inside."""
    x0, top, x1, bottom = box
    area = ink[top + 1 : bottom - 1, x0 + 1 : x1 - 1]
    return area[0], area[-1], area[:, 0], area[:, -1]


def make_paper(grey: Grey, shade: Shade, paper: int, edge: int) -> None:
    """Writes the shade's area anew in `grey`: its ground as light as paper, its print dark.

    `edge` is the width in pixels within which the area's border is not sure.
    """
    x0, top = max(0, shade.box[0]), max(0, shade.box[1])
    x1, bottom = min(grey.shape[1], shade.box[2]), min(grey.shape[0], shade.box[3])  # a shade may run off the page
    area = grey[top:bottom, x0:x1].astype(np.float32)
    around = grey[max(0, top - edge) : bottom + edge, max(0, x0 - edge) : x1 + edge]
    if shade.light_print:
        away, room = area - shade.level, max(1, 255 - shade.level)
    elif shade.level < paper - _DEEP:
        away, room = shade.level - area, max(1, shade.level)
    else:
        return
    print_on_paper = np.clip(paper - np.maximum(away, 0) * (paper / room), 0, 255).astype(np.uint8)
    around[:] = paper  # the borders of the area are no print
    grey[top + edge : bottom - edge, x0 + edge : x1 - edge] = print_on_paper[edge:-edge, edge:-edge]


def through(upright: Sequence[Pixels], shade: Shade, ink: Mask, dpi: float) -> list[Pixels]:
    """The parts of a table's vertical lines that a dark row of heads hides; none where print runs across them.

    `upright` are the lines that were seen, `ink` is without them. A row of themes may part the heads from the lines.
    """
    x0, top, x1, bottom = shade.box
    if not shade.light_print:
        return []
    reach, edge = int(_REACH * dpi), int(_EDGE * dpi)
    below = [
        line for line in upright
        if x0 + edge < line[0] and line[2] < x1 - edge and bottom - 2 * edge <= line[1] <= bottom + reach
    ]  # fmt: skip
    inner = slice(top + edge, bottom - edge)
    if any(ink[inner, line[0] - 1 : line[2] + 1].any() for line in below):
        return []
    places = sorted({x0, x1, *(line[0] for line in below)})
    filled = sum(bool(ink[inner, a + edge : b - edge].any()) for a, b in pairwise(places))
    return [(line[0], top, line[2], bottom) for line in below] if filled > 1 else []


def _shade(grey: Grey, small: Pixels, step: int) -> Shade:
    """The shade at a place of the picture that was made smaller by `step`."""
    box = x0, top, x1, bottom = small[0] * step, small[1] * step, small[2] * step, small[3] * step
    low, level, high = np.percentile(grey[top:bottom:2, x0:x1:2], (2, 50, 98))
    return Shade(box, int(level), bool(high - level > max(_LIGHT_PRINT, 1.5 * (level - low))))


def _large(box: Pixels, least: tuple[int, int]) -> bool:
    return box[2] - box[0] >= least[0] and box[3] - box[1] >= least[1]


def _changes(ground: np.ndarray[Any, np.dtype[np.int16]]) -> Mask:
    """Where the ground's grey changes from left to right, over more height than a line of print has."""
    steps = np.zeros(ground.shape, dtype=bool)
    steps[:, 1:-1] = np.abs(ground[:, 2:] - ground[:, :-2]) > _STEP
    high = np.cumsum(np.pad(steps, ((_TALL, 0), (0, 0))), axis=0, dtype=np.int32)
    tall = np.zeros(ground.shape, dtype=bool)
    tall[: 1 - _TALL] = (high[_TALL:] - high[:-_TALL])[_TALL - 1 :] == _TALL
    out = tall.copy()
    for i in range(1, _TALL):
        out[i:] |= tall[:-i]
    return out


def _rectangles(mask: Mask) -> Iterator[Pixels]:
    """The rectangles of a mask: runs of neighbouring rows that begin and end at the same places."""
    growing: list[tuple[int, list[tuple[int, int]]]] = []
    for row in range(mask.shape[0] + 1):
        line = mask[row] if row < mask.shape[0] else np.zeros(mask.shape[1], dtype=bool)
        ends = np.flatnonzero(np.diff(np.concatenate(([False], line, [False])).astype(np.int8)))
        runs = [(int(a), int(b)) for a, b in zip(ends[::2], ends[1::2], strict=True) if b - a >= _LEAST[0]]
        still: list[tuple[int, list[tuple[int, int]]]] = []
        for top, rows in growing:
            x0, x1 = rows[-1]
            same = next((r for r in runs if abs(r[0] - x0) <= _SAME_EDGE and abs(r[1] - x1) <= _SAME_EDGE), None)
            if same is None:
                lefts, rights = sorted(r[0] for r in rows), sorted(r[1] for r in rows)
                yield lefts[len(rows) // 2], top, rights[len(rows) // 2], row
            else:
                runs.remove(same)
                still.append((top, [*rows, same]))
        growing = still + [(row, [run]) for run in runs]
