"""Entries of a table of contents: the leader and the page number come off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from planparse.layout.lines import size_of, union
from planparse.page import Block, Furniture, Line

CONTENTS_TAG = "TOCI"
"""What a block of the contents carries as `tag`, as a tagged PDF calls it."""

_LEADER = re.compile(r"^(.*?)((?:\s*[.…·‥_]){3,}\s*\(?(?:\d{1,3}|[ivxIVX]{1,5})?\)?)$")
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
        lines=tuple(lines),
        form="numbered" if marker else "paragraph",
        box=box,
        marker=marker,
        size=size_of(lines[0]),
        tag=CONTENTS_TAG,
    )
    furniture = Furniture("leader", taken, lines[0].page, box) if taken else None
    return block, furniture


def take_entries(lines: Sequence[Line]) -> list[list[Line]] | None:
    """Groups of lines, one an entry, where most of `lines` carry leaders; else None.

    A line without leader goes with the next one that has it: a long title wraps.
    """
    marked = [is_entry(line) for line in lines]
    if sum(marked) < 2 or sum(marked) < 0.5 * len(lines):
        return None
    groups: list[list[Line]] = [[]]
    for line, ends in zip(lines, marked, strict=True):
        groups[-1].append(line)
        if ends:
            groups.append([])
    return [group for group in groups if group]


def plain(block: Block) -> Block:
    """The block without the contents' tag."""
    return replace(block, tag=None)
