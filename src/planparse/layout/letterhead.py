"""What a letter's paper prints around the text once: the sender's addresses at the foot, a word across the page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from planparse.layout.lines import is_note_start, overlap, size_of, union
from planparse.lexicon import rules
from planparse.page import Line, Page, Word, holds

_STEP = 1.9
"""Rows of one address block are at most so many ems apart."""
_ACROSS = 2.5
"""A word this many times as large as the body, over other words, is printed across the page ("UTKAST")."""
_COVERED = 3
"""… over so many words at least."""
_NOTE = re.compile(r"^\d{1,2}\s")


def address_lines(rows: Sequence[tuple[tuple[str, float], list[Line]]], largest: float) -> list[Line]:
    """The lines of the address blocks among a page's outermost rows, which are set in type of at most this size.

    A block of which two lines name an address or a number, or whose only line names two, is the sender's.
    """
    found: list[Line] = []
    block: list[list[Line]] = []
    for (edge, _), row in [*rows, (("", 0.0), [])]:
        small = edge == "bottom" and all(size_of(line) <= largest and not _is_note(line) for line in row)
        if small and (not block or _follows(block[-1], row)):
            block.append(row)
            continue
        if block and _is_address([line for lines in block for line in lines]):
            found += [line for lines in block for line in lines]
        block = [row] if small else []
    return found


def _is_note(line: Line) -> bool:
    return is_note_start(line) or bool(_NOTE.match(line.text))


def _follows(above: Sequence[Line], row: Sequence[Line]) -> bool:
    upper, lower = (union(line.box for line in lines if line.box) for lines in (above, row))
    return lower[1] - upper[1] <= _STEP * size_of(row[0]) or overlap(upper, lower) > 0


def _is_address(lines: Sequence[Line]) -> bool:
    known = rules("layout", "address")
    named = [sum(bool(rule.pattern and rule.pattern.search(line.text)) for rule in known) for line in lines]
    return sum(count > 0 for count in named) >= 2 or (len(lines) == 1 and named[0] >= 2)


def words_across(page: Page, body_size: float) -> list[Word]:
    """Upright words in very large type that lie over the text: a stamp's or a watermark's."""
    large = [word for word in page.words if word.upright and word.size >= _ACROSS * body_size]
    return [
        word
        for word in large
        if sum(other.size < word.size / 2 and holds(word.box, other.box) for other in page.words) >= _COVERED
    ]
