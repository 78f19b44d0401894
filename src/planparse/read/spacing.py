"""Letter-spaced words put together again: blanks that pdfium reads into the gaps between letters are taken out.

Where each glyph is drawn on its own or moved by its own offset, pdfium guesses the blanks from the gaps alone, and
in letter-spaced text it sees one where none is ("Vi s s te ni det?"). The gap between letters is the same over
such a line, and a word's gap is a blank wider than two of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise
from statistics import median
from typing import Any

from planparse.read import engine

Span = tuple[int, int]

_SINGLE = re.compile(r"(?<!\S)(?:\S ){3,}\S(?!\S)")
_HEIGHT = 1.2
"""A character's box is about this many em high."""
_SPACED = (0.03, 0.75)
"""Gaps between letters, in em, that are letter-spacing: below they are the font's, above columns of a table."""
_JOINS = (1.5, 0.1)
"""Letters stand in one word up to this many usual gaps plus so many em; a word's gap is twice as wide."""
_STEADY = 0.7
"""Letter-spaced where this share of the gaps inside words are alike, …"""
_ALIKE = (0.25, 0.035)
"""… this share of the usual gap and so many em apart at most (kerning, rounding)."""


def rejoined(text_page: int, text: str, spans: list[Span], shared: Collection[int]) -> list[Span]:
    """The words' spans, false blanks inside them; `shared` numbers those whose letters several objects draw."""
    runs = list(_runs(text, spans, set(shared)))
    if not runs:
        return spans
    false = {blank for a, b in runs for blank in _false_blanks(text_page, text, a, b)}
    if not false:
        return spans
    found = [spans[0]]
    for start, end in spans[1:]:
        if start - 1 in false and found[-1][1] == start - 1:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _runs(text: str, spans: list[Span], shared: set[int]) -> Iterator[Span]:
    """Stretches of words with single blanks between them that may be letter-spaced."""
    first = 0
    for i in range(1, len(spans) + 1):
        if i < len(spans) and spans[i][0] == spans[i - 1][1] + 1 and text[spans[i][0] - 1] == " ":
            continue
        a, b = spans[first][0], spans[i - 1][1]
        if i - first > 1 and (not shared.isdisjoint(range(first, i)) or _SINGLE.search(text, a, b)):
            yield a, b
        first = i


def _false_blanks(text_page: int, text: str, start: int, end: int) -> Iterator[int]:
    """The indices of the generated blanks in text[start:end] that are no wider than the gaps between letters."""
    indices = [i for i in range(start, end) if text[i] != " "]
    boxes: Any = engine.boxes_of_chars(text_page, indices).tolist()
    part: list[tuple[int, float]] = []  # each letter and the gap before it, in em
    before = boxes[0]
    height = 0.0
    for i, box in zip(indices, boxes, strict=True):
        own = box[1] - box[3]
        gap = (box[0] - before[2]) * _HEIGHT / own if own > 0 else float("inf")
        if abs(own - height) > 0.25 * height or abs(box[3] - before[3]) > 0.25 * height or not abs(gap) < 4:
            yield from _false(text_page, text, part)
            part, height = [], own
        part.append((i, gap))
        before = box
    yield from _false(text_page, text, part)


def _false(text_page: int, text: str, letters: list[tuple[int, float]]) -> Iterator[int]:
    """`_false_blanks` for letters of one size on one line, with the gap before each (em)."""
    pairs = [(i - 1 == before, gap) for (before, _), (i, gap) in pairwise(letters)]
    inner, outer = [gap for inside, gap in pairs if inside], [gap for inside, gap in pairs if not inside]
    if not outer:
        return
    # a line of single letters has no gaps inside words: most of its gaps are those between letters
    enough = len(inner) >= max(2, 0.5 * len(outer))
    usual = median(inner) if enough else sorted(inner + outer)[int(0.3 * len(pairs))]
    if not _SPACED[0] <= usual <= _SPACED[1]:
        return
    near = _ALIKE[0] * usual + _ALIKE[1]
    if sum(abs(gap - usual) <= near for gap in inner) < _STEADY * len(inner):
        return
    if len(inner) < 2 and len({text[i] for i, _ in letters if text[i].isalpha()}) < 3:
        return  # crosses and numbers of a table's columns
    most = _JOINS[0] * usual + _JOINS[1]
    for (before, _), (i, gap) in pairwise(letters):
        if i == before + 2 and gap < most and engine.is_generated(text_page, i - 1) == 1:
            yield i - 1
