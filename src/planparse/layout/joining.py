"""Paragraphs that a page, a column or a box interrupts are put together again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from planparse.layout.blocks import join_lines
from planparse.page import Block, Table

_MOST_ASIDES = 6
"""Blocks of asides that may stand inside one sentence."""
_ASIDE = 0.08
"""An aside's type is this share larger or smaller than the text's, at least."""
_WHOLE = re.compile(r"[.!?…][”\"')»]?$|[”\"»]$")
"""How a quote ends; a heading does not."""
_OPEN_END = re.compile(r"[.!?:;][”\"')»]?$")


def append_page(
    elements: list[Block | Table], more: list[Block | Table], known: Mapping[str, int]
) -> list[Block | Table]:
    """`elements`, extended by `more`, a paragraph that runs over the page or column break joined."""
    if not elements or not more:
        elements += more
        return elements
    following = more[0]
    for back in range(1, min(4, len(elements)) + 1):
        before = elements[-back]
        if not isinstance(before, Block) or not isinstance(following, Block):
            break
        if back > 1 or before.size < 0.9 * following.size:  # look past the page's footnotes only
            if elements[-1] is before:
                continue
            if any(isinstance(e, Block) and e.size >= 0.9 * following.size for e in elements[-back + 1 :]):
                break
        if runs_on(before, following):
            joined = replace(
                before,
                text=join_lines([before.text, following.text], [before.text.endswith("-"), False], known),
                lines=before.lines + following.lines,
            )
            elements[-back] = joined
            elements += more[1:]
            return elements
        break
    elements += more
    return elements


def append_around(
    elements: list[Block | Table], boxes: list[Block | Table], more: list[Block | Table], known: Mapping[str, int]
) -> list[Block | Table]:
    """`elements`, then what stands in `boxes`, then `more`; a paragraph that the boxes interrupt comes before them."""
    if boxes and elements and more and is_interrupted(elements[-1], more[0]):
        return [*append_page(elements, more[:1], known), *boxes, *more[1:]]
    return [*elements, *boxes, *more] if boxes else append_page(elements, more, known)


def without_asides_inside(elements: list[Block | Table], known: Mapping[str, int]) -> list[Block | Table]:
    """A page's elements, sentences that an aside interrupts (a quote, a box, a caption) put together before it."""
    result: list[Block | Table] = []
    for element in elements:
        at = len(result) - 1
        while at >= 0 and len(result) - at <= _MOST_ASIDES and _is_aside(result[at], element):
            at -= 1
        if 0 <= at < len(result) - 1 and is_interrupted(result[at], element):
            result = [*append_page(result[: at + 1], [element], known), *result[at + 1 :]]
        else:
            result.append(element)
    return result


def _is_aside(element: Block | Table, text: Block | Table) -> bool:
    """Whether an element is set otherwise than the running text: in a box, smaller, or as a larger whole sentence."""
    if not isinstance(element, Block) or not isinstance(text, Block) or text.boxed:
        return False
    smaller = element.size < (1 - _ASIDE) * text.size
    larger = element.size > (1 + _ASIDE) * text.size
    return element.boxed or smaller or (larger and bool(_WHOLE.search(element.text)))


def is_interrupted(before: Block | Table, after: Block | Table) -> bool:
    """Whether the second goes on with the first one's sentence."""
    return isinstance(before, Block) and isinstance(after, Block) and runs_on(before, after)


def runs_on(before: Block, following: Block) -> bool:
    """Whether a paragraph in running text goes on with the one before it."""
    return (
        following.form == "paragraph"
        and before.tag != "TOCI"
        and following.tag != "TOCI"
        and not before.boxed
        and not following.boxed
        and before.bold == following.bold
        and following.label is None
        and before.in_label_column == following.in_label_column
        and bool(before.text)
        and abs(before.size - following.size) < 0.7
        and bool(re.match(r"[a-zåäö(]", following.text))
        and not _OPEN_END.search(before.text)
    )
