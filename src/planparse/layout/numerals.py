"""A list's large numbers without a full stop or bracket: entries, not statistics, where they are counted on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planparse.layout.lines import LARGE_MARKER, box_of
from planparse.page import Block, Line, Table


def with_numbers(elements: Sequence[Block | Table]) -> list[Block | Table]:
    """A page's elements, paragraphs that large numbers open, counted on, made a list's entries."""
    result = list(elements)
    found = [(i, number) for i, element in enumerate(result) if (number := _large_number(element)) is not None]
    values = [number for _, number in found]
    for at, (i, number) in enumerate(found):
        counted = number + 1 in values[at + 1 : at + 2] or number - 1 in values[max(0, at - 1) : at]
        block = result[i]
        if counted and isinstance(block, Block):
            result[i] = _numbered(block, str(number))
    return result


def _large_number(element: Block | Table) -> int | None:
    if not isinstance(element, Block) or element.form != "paragraph" or element.label or not element.lines:
        return None
    words = element.lines[0].words
    if len(words) < 2 or not words[0].text.isdigit() or not 1 <= int(words[0].text) <= 30:
        return None
    return int(words[0].text) if words[0].size > LARGE_MARKER * words[1].size else None


def _numbered(block: Block, number: str) -> Block:
    first = block.lines[0]
    rest = first.words[1:]
    line = Line(first.text[len(number) :].strip(), first.page, box_of(rest), rest)
    text = block.text[len(number) :].strip()
    return replace(block, text=text, lines=(line, *block.lines[1:]), marker=number, form="numbered")
