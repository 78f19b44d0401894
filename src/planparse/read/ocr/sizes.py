"""Type sizes of recognized lines, by how high their letters are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from planparse.page import Word
from planparse.read.ocr.engine import Found

_TALL = re.compile(r"[bdfhkl]")
_CAPITAL = re.compile(r"[A-Z0-9]")
_TALLER = re.compile(r"[ÅÄÖÉå(\[{/|§]")
_SMALL = re.compile(r"^[acegmnopqrsuvwxyz]{2,}[.,]?$")
_TALL_SHARE = 0.735
"""Capitals and ascenders in units of the type size, from the baseline; with _ROW_SHARE measured on the twins of the
scans of train and dev, 2026-11: sizes are within 8 % of the twin's for 97 % of the words."""
_MARKED = (("ÅÄÖÉ", 0.93), ("å", 0.77))
"""Letters with signs above them in units of the type size: asked where a line has no others."""
_SMALL_CAPITALS = 1.12
_SEVERAL = 5
"""Lines by which the height of a page's capitals is told: dates and numbers may be set in another font."""
_SMALL_SHARE = 0.52
"""Small letters (x) in units of the type size where the page cannot tell."""
_ROW_SHARE = 0.97
"""The recognizer's row height (ascender to descender) in units of the type size: used where no letter tells."""
_NEAR = 0.3
"""A line whose letters do not tell has the size of the line before, if its row's height is so near (share)."""


def sizes_of(lines: Sequence[Sequence[Found]]) -> list[float]:
    """The type size of each line in pixels."""
    shares = _Shares(
        _share(lines, _small, _SMALL_SHARE), _share(lines, _capitals, _TALL_SHARE, least=_SEVERAL), _TALL_SHARE
    )
    sizes: list[float] = []
    for line in lines:
        row = median(word.row for word in line) / _ROW_SHARE
        told = [height / shares.small for height in _small(line)] + [height / shares.tall for height in _tall(line)]
        capitals = [height / shares.capital for height in _capitals(line)]
        if not told and capitals and max(capitals) > _SMALL_CAPITALS * median(capitals):
            capitals = [max(capitals)]  # small capitals behind a large one
        told = told + capitals or [_height(w) / share for w in line for mark, share in _MARKED if _has(w, mark)]
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


@dataclass(frozen=True, slots=True)
class _Shares:
    """Heights of small letters, capitals and ascenders in units of the type size, as the page's fonts have them."""

    small: float
    capital: float
    tall: float


Heights = Callable[[Iterable[Found]], list[float]]


def _share(lines: Iterable[Sequence[Found]], heights: Heights, default: float, least: int = 3) -> float:
    """How high letters are, by lines that have them beside ascenders; `default` where the page has too few."""
    shares = [
        median(own) / median(tall) * _TALL_SHARE
        for line in lines
        if len(own := heights(line)) > 0 and len(tall := _tall(line)) > 1
    ]
    return median(shares) if len(shares) >= least else default


def _tall(line: Iterable[Found]) -> list[float]:
    """Heights of words with ascenders above the baseline, in pixels."""
    return [
        _height(word) for word in line if _TALL.search(word.text) and not _TALLER.search(word.text) and _stands(word)
    ]


def _capitals(line: Iterable[Found]) -> list[float]:
    """Heights of words that have capitals or figures and no ascender."""
    return [
        _height(word)
        for word in line
        if _CAPITAL.search(word.text)
        and not _TALL.search(word.text)
        and not _TALLER.search(word.text)
        and _stands(word)
    ]


def _small(line: Iterable[Found]) -> list[float]:
    """Heights of words of small letters only."""
    return [_height(word) for word in line if _SMALL.match(word.text) and _stands(word)]


def _height(word: Found) -> float:
    return word.base - word.box[1]


def _has(word: Found, letters: str) -> bool:
    return _stands(word) and any(letter in word.text for letter in letters)


def _stands(word: Found) -> bool:
    return word.base > word.box[1]
