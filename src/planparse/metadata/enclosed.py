"""The plan that a letter or an extract of minutes carries behind its own pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planparse.metadata.front import front
from planparse.metadata.passages import Front, plain
from planparse.metadata.titles import names_plan, names_record
from planparse.page import Block

_LARGER = 1.12
"""A title this much larger than the wrapper's own is the document's."""
_LONGEST = 200
"""Characters of a title."""
_WORDS = 2
"""Words; a shorter line ("Uppföljning") may head a section."""
_HEAD = 2
"""Lines of one type at the head of a page that may be a title together."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The plan's title and the front that begins with it.

    `is_the_plan`: it is what the file is, for its title is set larger than the wrapper's, and that one names no record.
    """

    title: tuple[Block, ...]
    front: Front
    is_the_plan: bool


def find(title: Sequence[Block], body: Sequence[Block]) -> Enclosed | None:
    """The first page behind the first one that opens with the title of a plan, and all that follows it."""
    for i, block in enumerate(body):
        if i and block.page > body[i - 1].page and (head := _title(body[i : i + _HEAD])):
            size = max((b.size for b in title), default=0.0)
            rest = body[i + len(head) :]
            larger = head[0].size > _LARGER * size and not names_record(plain(" ".join(b.text for b in title)))
            return Enclosed(tuple(head), front(head, (), rest, ()), larger)
    return None


def _title(head: Sequence[Block]) -> list[Block] | None:
    """The lines in the first one's type that name a kind of plan between them; None where they do not."""
    first = head[0]
    lines = [b for b in head if b.bold == first.bold and abs(b.size - first.size) < 0.6 and b.page == first.page]
    for count in range(1, len(lines) + 1):
        text = plain(" ".join(block.text for block in lines[:count]))
        if len(text) <= _LONGEST and len(text.split()) >= _WORDS and names_plan(text):
            return lines[:count]
    return None
