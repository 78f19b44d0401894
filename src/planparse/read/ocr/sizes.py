"""Type sizes of recognized lines, by how high their letters are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

from planparse.page import Word
from planparse.read.ocr.engine import Found

_TALL = re.compile(r"[A-Zbdfhkl0-9]")
_TALLER = re.compile(r"[ÅÄÖÉjJ(\[{/|§]")
_SMALL = re.compile(r"^[acegmnopqrsuvwxyz]{2,}[.,]?$")
_TALL_SHARE = 0.735
"""Capitals and ascenders in units of the type size, from the baseline; with _ROW_SHARE measured on the twins of the
scans of train and dev, 2026-11: sizes are within 8 % of the twin's for 97 % of the words."""
_SMALL_SHARE = 0.52
"""Small letters (x) in units of the type size where the page cannot tell."""
_ROW_SHARE = 0.97
"""The recognizer's row height (ascender to descender) in units of the type size: used where no letter tells."""
_NEAR = 0.3
"""A line whose letters do not tell has the size of the line before, if its row's height is so near (share)."""


def sizes_of(lines: Sequence[Sequence[Found]]) -> list[float]:
    """The type size of each line in pixels."""
    share = _small_share(lines)
    sizes: list[float] = []
    for line in lines:
        row = median(word.row for word in line) / _ROW_SHARE
        told = [height / _TALL_SHARE for height in _tall(line)] + [height / share for height in _small(line)]
        found = median(told) if told else sizes[-1] if sizes and abs(sizes[-1] - row) < _NEAR * row else row
        sizes.append(found if 0.5 * row < found < 2 * row else row)
    return sizes


def level_sizes(words: Sequence[Word]) -> list[Word]:
    """The words with the sizes of type that the document has: rows' heights differ by a tenth where type does not."""
    sizes = sorted({word.size for word in words})
    weight = {size: sum(len(w.text) for w in words if w.size == size) for size in sizes}
    shared: dict[float, float] = {}
    left = list(sizes)
    while left:
        centre = max(left, key=lambda size: (weight[size], size))
        near = [size for size in left if abs(size - centre) <= max(0.75, 0.07 * centre)]
        shared |= dict.fromkeys(near, round(centre * 2) / 2)
        left = [size for size in left if size not in near]
    return [replace(word, size=shared[word.size]) for word in words]


def _tall(line: Iterable[Found]) -> list[float]:
    """Heights of words with capitals or ascenders above the baseline, in pixels."""
    return [
        word.base - word.box[1]
        for word in line
        if _TALL.search(word.text) and not _TALLER.search(word.text) and word.base > word.box[1]
    ]


def _small(line: Iterable[Found]) -> list[float]:
    """Heights of words of small letters only."""
    return [word.base - word.box[1] for word in line if _SMALL.match(word.text) and word.base > word.box[1]]


def _small_share(lines: Iterable[Sequence[Found]]) -> float:
    """Small letters in units of the type size, as the page's fonts have them."""
    shares = [
        median(small) / median(tall) * _TALL_SHARE
        for line in lines
        if len(small := _small(line)) > 1 and len(tall := _tall(line)) > 1
    ]
    return median(shares) if len(shares) > 2 else _SMALL_SHARE
