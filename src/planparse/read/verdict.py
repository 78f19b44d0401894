"""What is a page's text layer worth? Judged by its words, its letters and what else is drawn on the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from planparse.page import Fill, Page, Verdict, Word
from planparse.read.spelling import slip_share
from planparse.read.vocabulary import count, known, letters_of, likeness

if TYPE_CHECKING:
    import numpy as np

Band = tuple[float, float]
"""From where to where down the page, in points."""
Render = Callable[[float, Band | None], "np.ndarray[Any, np.dtype[np.uint8]]"]
"""Dots per inch, and what of the page is asked for → its picture in grey, [row, column]."""

NEEDS_READING: frozenset[Verdict] = frozenset(
    ("image_only", "text_as_paths", "broken_font", "bad_ocr_layer", "no_spaces")
)
"""What only the page's picture can tell."""

_LETTERS_OF_SWEDISH = re.compile(r"[A-Za-zÀ-ÿŠšŽž]")
_MAYBE_FOREIGN = re.compile("[^\0-\x7fÀ-ÿŠšŽž\xa0-\xa9\xab-\xb4\u2000-\u206f]")
"""No letters of Swedish, or signs that may be none: the others need not be counted."""
_FOREIGN = 0.2
"""A page whose letters lie outside Latin-1 by more than this share (a Swedish page has under 0.01)."""
_NOISE = -3.6
"""Letter pairs less likely than this on average make no word (Swedish, names included, lies around −2.5 and no word
of five letters of corpus/train below −3.5, 2026-11)."""
_MOST_NOISE = 0.15
"""Share of a page's different words that are noise: born digital at most 0.05 (initials of offices), F4 up to 0.8."""
_LEAST_NOISE = 4
_MOST_SHIFTED = 2
"""So many unknown words that become Swedish when moved by one distance in the code table: the font's table lies."""
_SHIFTS = (29, 31, -29, -31, 1, -1)
"""Distances seen: 29 and 31 in Distiller's custom encodings (glyph number against code), 1 in home-made fonts."""
_MOVED = {shift: {code: code + shift for code in range(ord("A"), ord("z") + 1)} for shift in _SHIFTS}
_COMMON = 3
_LONG_ENOUGH = 5
_PLAUSIBLE = -3.0
_GAIN = 0.8
"""A moved string is a word if it was seen _COMMON times, or has _LONG_ENOUGH letters and looks so much more Swedish."""
_KNOWN_IN_LAYER = 0.9
"""Share of known words below which a hidden layer is bad; born-digital Swedish pages lie above 0.9."""
_SLIPS = 0.008
"""Share of clear slips above which a hidden layer is bad: born-digital pages 0.001 (2 in 35,000 words), corpus' bad
layers 0.014–0.04."""
_LONG = 24
_MOST_LONG = 0.3
"""Share of a page's letters in unknown strings of _LONG letters and more: without spaces 0.4 and more, else 0.05."""
_IMAGE = 0.03
"""A page without a word whose images cover this share shows something that may be text."""
_OUTLINED = 30
"""So many shapes like letters without a word are text drawn as paths (a logo has 20; A3 has 44 and 69, with words)."""
_FEW = 25
"""A scan with a stamped line of text ("Diarienummer …") has fewer words than this, a page of text more."""
_COVERING = 0.7
_DARK = 90
"""Fills darker than this (0–255) hide text that is about as dark."""
_CONTRAST = 60
_UNIFORM = 6.0
"""A place whose greys differ by less than this (standard deviation) shows no letter."""
_COVER_DPI = 100.0
_PAPER_DPI = 40.0
_LIGHT = 190
_COVERED = 0.75
"""A word is covered where a fill hides this share of its box."""


def judge(page: Page, render: Render) -> Page:
    """The page with its verdict; words that a dark box hides are taken out, they are not what the page shows.

    The page is pictured, small, only where words alone leave it open: a few words on a full-page image (scan or
    photograph?), words in a dark box (over it or under it?).
    """
    if not page.words:
        return replace(page, verdict=_without_words(page))
    verdict = _of_words(page, render)
    if verdict != "good" or not page.fills:
        return replace(page, verdict=verdict)
    suspects = _maybe_covered(page)
    if not suspects:
        return page
    asked = [page.words[i] for i in suspects]
    picture = render(_COVER_DPI, (min(word.top for word in asked), max(word.bottom for word in asked)))
    hidden = {i for i in suspects if _shows_nothing(page.words[i], picture)}
    words = tuple(word for i, word in enumerate(page.words) if i not in hidden)
    return replace(page, words=words, verdict="covered_text") if hidden else page


def _without_words(page: Page) -> Verdict:
    if page.image_share >= _IMAGE:
        return "image_only"
    return "text_as_paths" if page.outlined >= _OUTLINED else "blank"


def _of_words(page: Page, render: Render) -> Verdict:
    hidden = page.invisible_share > 0.5 and page.image_share > 0.5
    text = " ".join([word.text for word in page.words])
    pieces = letters_of(text)
    if _is_broken(text, pieces):
        return "bad_ocr_layer" if hidden else "broken_font"
    if hidden:
        return "bad_ocr_layer" if _is_bad_layer(page, pieces) else "good"
    if _lacks_spaces(pieces):
        return "no_spaces"
    if len(page.words) < _FEW and page.image_share >= _COVERING and _looks_like_paper(render(_PAPER_DPI, None)):
        return "image_only"
    if len(page.words) < _FEW and page.outlined >= 10 * _OUTLINED:
        return "text_as_paths"
    return "good"


def _is_broken(text: str, pieces: Sequence[str]) -> bool:
    """Whether the page's words are not what it shows. `pieces` are the text's runs of letters."""
    if _MAYBE_FOREIGN.search(text) and _is_foreign(text):
        return True
    words = {piece for piece in pieces if len(piece) > 2}
    odd = [piece for piece in words if not known(piece)]
    if any(sum(_is_shifted(piece, shift) for piece in odd) >= _MOST_SHIFTED for shift in _SHIFTS):
        return True
    noise = sum(len(piece) > 4 and likeness(piece) < _NOISE for piece in odd)
    return noise >= _LEAST_NOISE and noise > _MOST_NOISE * len(words)


def _is_foreign(text: str) -> bool:
    signs = {c: n for c, n in Counter(text).items() if c.isalpha() or c == "\ufffd" or "\ue000" <= c <= "\uf8ff"}
    foreign = sum(n for c, n in signs.items() if not _LETTERS_OF_SWEDISH.match(c))
    return foreign > _FOREIGN * max(1, sum(signs.values()))


def _is_shifted(piece: str, shift: int) -> bool:
    """Whether `piece` is a word whose letters were moved in the code table (letters beyond ASCII stay or go astray)."""
    moved = piece.translate(_MOVED[shift])
    if not moved.isalpha():
        return False
    if count(moved) >= _COMMON:
        return likeness(piece) < likeness(moved)
    return len(piece) >= _LONG_ENOUGH and likeness(moved) > max(_PLAUSIBLE, likeness(piece) + _GAIN)


def _is_bad_layer(page: Page, pieces: Sequence[str]) -> bool:
    words = [piece for piece in pieces if len(piece) > 2]
    if not words:
        return True
    return sum(map(known, words)) < _KNOWN_IN_LAYER * len(words) or slip_share(page) > _SLIPS


def _lacks_spaces(pieces: Sequence[str]) -> bool:
    long = sum(len(piece) for piece in pieces if len(piece) >= _LONG and not known(piece))
    return long > _MOST_LONG * max(1, sum(map(len, pieces)))


def _looks_like_paper(picture: np.ndarray[Any, np.dtype[np.uint8]]) -> bool:
    """Whether a page's picture is mostly light with a little ink, as scanned paper is and a photograph is not."""
    return float((picture > _LIGHT).mean()) > 0.75 and 0.003 < float((picture < _DARK).mean()) < 0.2


def _shows_nothing(word: Word, picture: np.ndarray[Any, np.dtype[np.uint8]]) -> bool:
    """Whether the word's place is one dark area in the picture."""
    scale = _COVER_DPI / 72
    x0, top, x1, bottom = (int(value * scale) for value in word.box)
    area = picture[top + 1 : bottom, x0 : x1 + 1]
    return area.size > 0 and float(area.max()) < _DARK + _CONTRAST and float(area.std()) < _UNIFORM


def _maybe_covered(page: Page) -> set[int]:
    """Which of the page's words stand on a dark fill in about its own shade."""
    dark = [(fill, light) for fill in page.fills if (light := _light(fill.color)) < _DARK]
    if not dark:
        return set()
    like: dict[int, list[Fill]] = {}
    found = set()
    for i, word in enumerate(page.words):
        fills = like.get(word.color)
        if fills is None:
            own = _light(word.color)
            fills = like[word.color] = [fill for fill, light in dark if abs(light - own) < _CONTRAST]
        near = [fill for fill in fills if word.top < fill.bottom and word.bottom > fill.top]
        if near and any(_shared(word, fill) >= _COVERED for fill in near):
            found.add(i)
    return found


def _light(color: int) -> float:
    """Brightness, 0–255 (Rec. 601)."""
    return 0.299 * (color >> 16 & 255) + 0.587 * (color >> 8 & 255) + 0.114 * (color & 255)


def _shared(word: Word, fill: Fill) -> float:
    """The share of the word's box that lies in the fill, 0–1."""
    wide = min(word.x1, fill.x1) - max(word.x0, fill.x0)
    high = min(word.bottom, fill.bottom) - max(word.top, fill.top)
    area = (word.x1 - word.x0) * (word.bottom - word.top)
    return max(0.0, wide) * max(0.0, high) / area if area > 0 else 0.0
