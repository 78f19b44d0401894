"""A box of document data as it stands on the page: labels in one column, each value to its right in the same row.

Reading order may take such a box column by column, where the layout sees no table; the rows tell what belongs together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planparse.lexicon import first_match, near
from planparse.metadata.passages import Entry, Passage, plain
from planparse.page import Block, Box

_PAGES = 2
"""Pages from the first on which a box of document data may stand."""
_LEAST = 2
"""Labels with values in one column that make a box."""
_LABEL = 60
"""Characters of a label's line."""
_SAME_ROW = 0.5
"""Share of the lower line's height by which two lines of one row overlap."""
_SAME_EDGE = 3.0
"""Points within which lines of one column begin."""
_WRAP = 0.6
"""Line heights between a value's line and the next one of the same value."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    page: int
    box: Box
    block: int
    """The id of the block that the line belongs to."""

    @property
    def height(self) -> float:
        return max(self.box[3] - self.box[1], 1.0)


def read_label(text: str) -> tuple[str, str, str] | None:
    """(kind, label, value) where `text` opens with a label of document data."""
    rule = first_match(near("metadata", "label", text), text)
    match = rule.pattern.match(text) if rule and rule.pattern else None
    if rule is None or match is None:
        return None
    return rule.kind, match.group(), text[match.end() :].strip(" :.–-\t")


def in_rows(blocks: Sequence[Block]) -> tuple[list[Entry], set[int]]:
    """(entries, ids of the blocks that they were read from) of the boxes whose labels and values stand side by side."""
    lines = [line for block in blocks for line in _lines(block)]
    labels = [(line, found) for line in lines if (found := _bare_label(line.text))]
    pairs = [(line, found, value) for line, found in labels if (value := _beside(line, lines))]
    entries, used = [], set()
    for line, (kind, name), value in sorted(pairs, key=lambda pair: (pair[0].page, pair[0].box[1])):
        column = [other for other, _, _ in pairs if _same_column(line, other)]
        if len(column) < _LEAST:
            continue
        below = min((o.box[1] for o in lines if _same_column(line, o) and o.box[1] > line.box[1] + 1), default=None)
        wrapped = _wrapped(value, lines, below)
        text = " ".join(part.text for part in wrapped)
        entries.append(Entry(kind, name, text, Passage(text, value.page, value.box, "cover")))
        used |= {line.block, *(part.block for part in wrapped)}
    return entries, used


def _lines(block: Block) -> list[_Line]:
    if block.box is None or block.page > _PAGES:
        return []
    whole = plain(" ".join(part for part in (block.label, block.text) if part))
    boxed = [(plain(line.text), line.page, line.box) for line in block.lines if line.box]
    if len(boxed) < 2:
        boxed = [(whole, block.page, block.box)]
    return [_Line(text, page, box, id(block)) for text, page, box in boxed if text]


def _bare_label(text: str) -> tuple[str, str] | None:
    """(kind, label) of a line that is a label and nothing else."""
    found = read_label(text) if len(text) <= _LABEL else None
    return (found[0], text) if found and not found[2] else None


def _same_column(line: _Line, other: _Line) -> bool:
    return line.page == other.page and abs(line.box[0] - other.box[0]) <= _SAME_EDGE


def _beside(label: _Line, lines: Sequence[_Line]) -> _Line | None:
    """The nearest line to the right in the label's row, if it is no label itself (then labels stand in a row)."""
    right = [
        line
        for line in lines
        if line.page == label.page and line.box[0] > label.box[2] and _overlap(label, line) >= _SAME_ROW
    ]
    nearest = min(right, key=lambda line: line.box[0], default=None)
    return None if nearest is None or _bare_label(nearest.text) else nearest


def _overlap(label: _Line, line: _Line) -> float:
    shared = min(label.box[3], line.box[3]) - max(label.box[1], line.box[1])
    return shared / min(label.height, line.height)


def _wrapped(value: _Line, lines: Sequence[_Line], below: float | None) -> list[_Line]:
    """The value's lines down to the next label (`below`, the top of the next line in the labels' column)."""
    found = [value]
    for line in sorted(lines, key=lambda line: line.box[1]):
        if line.page != value.page or line.box[1] <= value.box[1] + 1 or abs(line.box[0] - value.box[0]) > _SAME_EDGE:
            continue
        last = found[-1]
        if line.box[1] - last.box[3] > _WRAP * last.height or (below and line.box[3] > below + 0.5 * line.height):
            break
        found.append(line)
    return found
