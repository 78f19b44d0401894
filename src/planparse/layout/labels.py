"""What columns are by what stands in them: labels beside their text, a table without rulings."""

from __future__ import annotations

from collections.abc import Sequence

from planparse.layout.lines import size_of
from planparse.lexicon import column_kind, document_data_kind
from planparse.page import Box, Line

_LABEL_WIDTH = 0.42
"""A label column is at most this share of the stretch's width."""
_LABEL_CHARS = 45
_HEADING = 1.15
"""A line more than this times as large as what stands below heads no table's column."""


def box_in(line: Line) -> Box:
    """The box of a line that has one, as all lines of a page do."""
    assert line.box is not None
    return line.box


def cells_of_labels(labels: Sequence[Line], text: Sequence[Line]) -> list[list[Line]]:
    """Neighbouring label lines put together: a wrapped label has no text line of its own beginning beside it."""
    groups: list[list[Line]] = []
    rows = all(line.text[:1].isupper() and _beside(line, text) for line in labels) and len(labels) >= 2
    for line in labels:
        if groups and not rows:
            above = box_in(groups[-1][-1])
            step = (box_in(line)[1] - above[1]) / max(size_of(line), 1.0)
            own = _beside(line, text) and _is_own(line, groups[-1])
            if step < 1.75 and not own and abs(size_of(line) - size_of(groups[-1][-1])) < 0.7:
                groups[-1].append(line)
                continue
        groups.append([line])
    return groups


def _is_own(line: Line, above: Sequence[Line]) -> bool:
    """Whether a label's line says something without the lines above, which then are a label of their own."""
    if line.text[:1].islower() or not is_kind_word(line):
        return False
    before = " ".join(other.text for other in above)
    return _says_what(before) or not _says_what(f"{before} {line.text}")


def _beside(label: Line, text: Sequence[Line]) -> bool:
    """Whether a line of text begins beside the label."""
    return any(abs(box_in(label)[1] - box_in(line)[1]) < 0.6 * size_of(line) for line in text)


def is_kind_word(line: Line) -> bool:
    """Whether a line's words decide a kind or name a document's data."""
    return _says_what(line.text)


def _says_what(text: str) -> bool:
    """Whether a label of this wording decides a kind or names a document's data."""
    return column_kind(text) is not None or document_data_kind(text) is not None


def is_labels(columns: Sequence[Sequence[Line]]) -> bool:
    """Two columns, short labels of a style of their own (or kind words) beside longer text."""
    if len(columns) != 2:
        return False
    left, right = columns
    x0, x1 = min(box_in(line)[0] for line in left), max(box_in(line)[2] for line in right)
    width = max(box_in(line)[2] for line in left) - x0
    if width > _LABEL_WIDTH * (x1 - x0) or len(left) > len(right) or len(left) < 1:
        return False
    groups = cells_of_labels(left, right)
    texts = [" ".join(line.text for line in group) for group in groups]
    if any(len(text) > _LABEL_CHARS for text in texts):
        return False
    if not all(_beside(group[0], right) for group in groups):
        return False
    kinds = sum(_says_what(text) for text in texts)
    if kinds >= max(1, 0.5 * len(groups)):
        return True
    set_off = all(_set_off(group[0], right[0]) for group in groups)
    return set_off and len(groups) >= 2 and not _is_header_row(columns)


def _set_off(label: Line, text: Line) -> bool:
    """A label in a style that the text does not have."""
    bold = all(word.bold for word in label.words) and not all(word.bold for word in text.words)
    caps = label.text.isupper() and not text.text.isupper()
    color = {word.color for word in label.words} != {word.color for word in text.words}
    return bold or caps or label.text.endswith(":") or (color and size_of(label) <= size_of(text))


def _is_header_row(columns: Sequence[Sequence[Line]]) -> bool:
    """Whether the first row is a table's head: bold over plain, or kind words in most cells."""
    first = [column[0] for column in columns]
    top = min(box_in(line)[1] for line in first)
    if any(box_in(line)[1] - top > 1.6 * size_of(line) for line in first):
        return False
    bold = all(word.bold for line in first for word in line.words)
    below = [line for column in columns for line in column[1:]]
    if below and size_of(first[0]) > _HEADING * max(size_of(line) for line in below):
        return False  # two headings side by side
    plain_below = any(not all(word.bold for word in line.words) for line in below)
    kinds = sum(column_kind(line.text) is not None for line in first)
    return (bold and plain_below) or (kinds >= 2 and kinds >= 0.5 * len(first) and bool(below))


def is_table(columns: Sequence[Sequence[Line]], beside: int) -> bool:
    """Whether the columns, `beside` of whose rows stand in several of them, are a table's."""
    if beside < 2:
        return False
    lines = columns[0]
    prose = len(lines) > 10 and sum(len(line.text) for line in lines) / len(lines) > 34
    if _is_header_row(columns) and not prose:
        return True
    # three columns or more of short lines that stand row by row
    lengths = [len(line.text) for column in columns for line in column]
    return len(columns) >= 3 and beside >= 0.8 * len(columns[0]) and sum(lengths) / len(lengths) < 28
