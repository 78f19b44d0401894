"""Where anchored words stand in a newer parse: by quote, then by context, never by number alone."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from planparse.corrections.model import Anchor

_LIKE = 0.75
"""Least similarity (difflib ratio of characters) of words found by context alone; chosen by hand, 2026-11."""
_REACH = 1.6  # times the quote's length: how far words found by context may have grown
_WORD = re.compile(r"\w+")


def find(text: str, anchor: Anchor) -> tuple[int, int] | None:
    """The half-open span of the anchor's words in `text`, or None.

    1. The quote, whatever its white space, hyphens and bullet signs; of several places the one whose context fits
       best, then the one nearest to where it stood (as a share of the way through the text).
    2. What stands between the prefix's and the suffix's last and first words, if it is like the quote.
    """
    places = _spans(text, anchor.quote)
    if places:
        return max(places, key=lambda place: (_context(text, place, anchor), -abs(place[0] - anchor.span[0])))
    return _between(text, anchor)


def _spans(text: str, words: str) -> list[tuple[int, int]]:
    """Every place in `text` with these words in a row; what stands between words may differ, but not words."""
    found = _WORD.findall(words)
    if not found:
        return [match.span() for match in re.finditer(re.escape(words), text)] if words.strip() else []
    tail = re.escape(re.split(r"\w", words)[-1].rstrip())
    pattern = r"[^\w]{1,4}".join(re.escape(word) for word in found)
    spans = [match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)(?:{tail})?", text)]
    lead = re.split(r"\w", words)[0].lstrip()
    return [(start - len(lead) if lead and text[:start].endswith(lead) else start, end) for start, end in spans]


def _context(text: str, place: tuple[int, int], anchor: Anchor) -> int:
    """How many words before and after the place are those of the context, counted outwards until one differs."""
    before = _WORD.findall(text[max(0, place[0] - 2 * len(anchor.prefix) - 8) : place[0]])
    after = _WORD.findall(text[place[1] : place[1] + 2 * len(anchor.suffix) + 8])
    return _run(before[::-1], _WORD.findall(anchor.prefix)[::-1]) + _run(after, _WORD.findall(anchor.suffix))


def _run(a: list[str], b: list[str]) -> int:
    count = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        count += 1
    return count


def _between(text: str, anchor: Anchor) -> tuple[int, int] | None:
    best, span = _LIKE, None
    starts = _ends(text, _WORD.findall(anchor.prefix)[-3:]) or ([0] if not anchor.prefix.strip() else [])
    stops = _starts(text, _WORD.findall(anchor.suffix)[:3]) or ([len(text)] if not anchor.suffix.strip() else [])
    for start in starts:
        for stop in stops:
            if not 0 < stop - start <= _REACH * len(anchor.quote) + 8:
                continue
            low, high = _trim(text, start, stop)
            likeness = SequenceMatcher(None, anchor.quote, text[low:high], autojunk=False).ratio()
            if likeness > best:
                best, span = likeness, (low, high)
    return span


def _ends(text: str, words: list[str]) -> list[int]:
    return [end for _, end in _spans(text, " ".join(words))] if words else []


def _starts(text: str, words: list[str]) -> list[int]:
    return [start for start, _ in _spans(text, " ".join(words))] if words else []


def _trim(text: str, start: int, stop: int) -> tuple[int, int]:
    """The span without white space and the punctuation that ends what stands before it."""
    while start < stop and not text[start].isalnum():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return start, stop
