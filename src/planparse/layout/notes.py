"""Footnotes: small text at a page's end that begins with a mark; the marks come off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from planparse.page import Block, Table

NOTE_TAG = "Note"
"""What a footnote carries as `tag`, as a tagged PDF calls it."""

_SMALL = 0.92
"""A footnote is set at most at this share of the running text's size."""
_GLUED = re.compile(r"^(\d{1,2}|[*†]{1,3})\)?\s?(?=[A-ZÅÄÖ(])")


def mark_notes(elements: Sequence[Block | Table], body_size: float) -> list[Block | Table]:
    """A page's elements with its footnotes tagged and their marks taken off, here and in the text."""
    result = list(elements)
    marks: list[str] = []
    for i in range(len(result) - 1, -1, -1):
        note = _note(result[i], body_size)
        if note is None:
            break
        result[i] = note
        if note.marker:
            marks.append(note.marker.strip(".)"))
    for mark in marks:
        _take_mark(result, mark)
    return result


def _note(element: Block | Table, body_size: float) -> Block | None:
    if not isinstance(element, Block) or element.size > _SMALL * body_size or element.boxed or element.label:
        return None
    if element.marker and element.marker.strip(".)*").isdigit() | (element.marker.strip(".)") in "***"):
        return replace(element, form="paragraph", tag=NOTE_TAG)
    glued = _GLUED.match(element.text)
    if glued is None:
        return None
    return replace(element, form="paragraph", tag=NOTE_TAG, marker=glued.group(1), text=element.text[glued.end() :])


def _take_mark(elements: list[Block | Table], mark: str) -> None:
    """The mark behind a word of the page's text, where the font has raised digits and they look like others."""
    if not mark.isdigit():
        return
    pattern = re.compile(rf"(?<=[a-zåäöé])([.,;:!?)]?){mark}(?=[\s.,;:]|$)")
    for i, element in enumerate(elements):
        if isinstance(element, Block) and element.tag != NOTE_TAG and pattern.search(element.text):
            elements[i] = replace(element, text=pattern.sub(r"\1", element.text, count=1))
            return
