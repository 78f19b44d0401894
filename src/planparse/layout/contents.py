"""Entries of a table of contents: the leader and the page number come off."""

from __future__ import annotations

import re
from collections.abc import Sequence

from planparse.layout.lines import size_of, union
from planparse.page import Block, Furniture, Line

CONTENTS_TAG = "TOCI"
"""What a block of the contents carries as `tag`, as a tagged PDF calls it."""

_LEADER = re.compile(r"^(.*?)((?:\s*[.…·‥_]){3,}\s*\(?(?:\d{1,3}|[ivxIVX]{1,5})?\)?)$")
_DOTS = re.compile(r"^[.…·‥_]+$|[.…·‥_]{3,}")
_LEADING_NUMBER = re.compile(r"^((?:§ ?)?\d{1,2}(?:\.\d{1,2})*\.?|[A-ZÅÄÖ]\.)\s+(?=\S)")


def is_entry(line: Line) -> bool:
    """Whether a leader runs from the line's text to a page number."""
    return bool(_LEADER.match(line.text))


def entry(lines: Sequence[Line], page_number: str | None) -> tuple[Block, Furniture | None]:
    """One entry of (usually one) line, and what was taken off it.

    `page_number` is the number that stands in a column of its own, or None where the last line holds it.
    """
    text = " ".join(line.text for line in lines)
    taken = page_number
    found = _LEADER.match(text)
    if found:
        text, taken = found.group(1).strip(), found.group(2).strip()
    marker = None
    numbered = _LEADING_NUMBER.match(text)
    if numbered:
        marker, text = numbered.group(1), text[numbered.end() :]
    box = union(line.box for line in lines if line.box)
    block = Block(
        page=lines[0].page,
        text=text,
        lines=_without_leader(lines, marker),
        form="numbered" if marker else "paragraph",
        box=box,
        marker=marker,
        size=size_of(lines[0]),
        tag=CONTENTS_TAG,
    )
    furniture = Furniture("leader", taken, lines[0].page, box) if taken else None
    return block, furniture


def _without_leader(lines: Sequence[Line], marker: str | None) -> tuple[Line, ...]:
    """The printed lines cut to the entry's own words, so that its place holds neither number nor leader."""
    kept = []
    for line in lines:
        words = list(line.words)
        if marker and line is lines[0] and words and words[0].text == marker:
            words = words[1:]
        end = next((i for i, word in enumerate(words) if _DOTS.search(word.text)), len(words))
        if end < len(words) and not re.match(r"[.…·‥_]", words[end].text):
            end += 1  # the leader is glued to the title's last word
        own = words[:end]
        if own:
            text = " ".join(word.text for word in own)
            kept.append(Line(text, line.page, union(word.box for word in own), tuple(own)))
    return tuple(kept) or tuple(lines)
