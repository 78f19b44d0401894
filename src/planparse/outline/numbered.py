"""Numbered lines: which make a series of headings, and which are a list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from planparse.lexicon import split_number
from planparse.outline.headings import LONGEST, Candidate, Setting, candidate, printed
from planparse.page import Block, Table

Found = tuple[Block | Table, Candidate | None]
"""An element in reading order, with its votes where it is a heading."""
CONTENTS_TAG = "TOCI"
NOTE_TAG = "Note"
_SERIES = 2
"""Headings numbered to one depth that make a series of it."""
_NOTE_SIZE = 0.9
"""Of the text's size; smaller print below is a note."""


def with_series(found: list[Found], setting: Setting) -> list[Found]:
    """Where "1.3" and "1.4" are headings, so is a "1.5" that has text of its own below, sentence or not.

    It is none where "1.4" is an item: the paragraphs of an agreement, the last with a footnote under it.
    """
    depths = Counter(
        _levels(chosen.number) for element, chosen in found if chosen is not None and isinstance(element, Block)
    )
    out = []
    item = ""  # the number of the last numbered item
    for i, (element, chosen) in enumerate(found):
        following = element_after(found, i)
        if chosen is None and isinstance(element, Block) and element.tag not in (CONTENTS_TAG, NOTE_TAG):
            number, _ = split_number(printed(element))
            depth = _levels(number)
            numbered = number is not None and element.form == "numbered"
            goes_on = bool(item) and number is not None and _counts(item, number, 1)
            if numbered and depth > 1 and depths[depth] >= _SERIES and not goes_on and _has_text(element, following):
                votes = candidate(element, following, None, setting)
                if len(votes.text) <= LONGEST:
                    chosen = votes.chosen_as("series")
            if numbered and chosen is None:
                item = number or ""
        out.append((element, chosen))
    return out


def element_after(found: Sequence[Found], i: int) -> Block | Table | None:
    """The element behind the one at index `i`."""
    return found[i + 1][0] if i + 1 < len(found) else None


def _has_text(element: Block, following: Block | Table | None) -> bool:
    """Whether a paragraph of the text, no label's value and no note, stands under the element."""
    if not isinstance(following, Block) or following.form != "paragraph" or following.in_label_column:
        return False
    return following.tag != NOTE_TAG and following.size > _NOTE_SIZE * element.size


def _levels(number: str | None) -> int:
    """How many levels a printed number has: 2 for "3.1"."""
    return len(re.findall(r"\d+", number)) if number else 0


def without_hollow(
    found: list[Found],
) -> list[Found]:
    """Rule 8: a numbered line set like text, with no text under it before a heading or table, is an item.

    In a row of such lines, counted on and set alike, even bold or bookmarked ones are items: they are a list.
    """
    result = list(found)
    for i, (element, chosen) in enumerate(found):
        if chosen is None or not chosen.number or chosen.kind is not None:
            continue
        following = found[i + 1] if i + 1 < len(found) else None
        if following is None or isinstance(following[0], Table) or following[1] is not None:
            hollow = True
        else:
            hollow = following[0].form == "numbered" and _in_a_row(found, i)
        if hollow and (not _strong(chosen) or _in_a_row(found, i)):
            result[i] = (element, None)
    return result


def _in_a_row(found: Sequence[Found], i: int) -> bool:
    """Whether the line `i`, not larger than the text, stands directly before or after its neighbour in number."""
    element, chosen = found[i]
    if chosen is None or not isinstance(element, Block) or chosen.votes.get("size", 0) >= 1.5 or "part" in chosen.votes:
        return False
    for k in (i - 1, i + 1):
        other = found[k][0] if 0 <= k < len(found) else None
        if not isinstance(other, Block) or abs(other.size - element.size) > 0.3 or other.bold != element.bold:
            continue
        number, _ = split_number(printed(other))
        if number and chosen.number and _counts(chosen.number, number, k - i):
            return True
    return False


def _counts(number: str, other: str, step: int) -> bool:
    """Whether `other` stands `step` after `number` under the same numbers above: "3.2" one after "3.1"."""
    ours, theirs = (re.findall(r"\d+", text) for text in (number, other))
    plain = all(re.fullmatch(r"\d+(?:\.\d+)*\.?", text) for text in (number, other))
    return plain and ours[:-1] == theirs[:-1] and int(theirs[-1]) - int(ours[-1]) == step


def _strong(chosen: Candidate) -> bool:
    return any(chosen.votes.get(name, 0) >= 1.5 for name in ("size", "bold", "tag", "bookmark", "contents", "part"))
