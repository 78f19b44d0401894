"""Entries of a table of contents: the leader and the page number come off."""

from __future__ import annotations

import re
from collections.abc import Sequence

from planparse.layout.lines import rows_of, size_of, union
from planparse.lexicon import heading_kind
from planparse.page import Block, Furniture, Line, Word

CONTENTS_TAG = "TOCI"
"""What a block of the contents carries as `tag`, as a tagged PDF calls it."""

_LEADER = re.compile(r"^(.*?)((?:\s*[.…·‥_]){3,}\s*\(?(?:\d{1,3}|[ivxIVX]{1,5})?\)?)$")
_DOTS = re.compile(r"^[.…·‥_]+$|[.…·‥_]{3,}")
_LEADING_NUMBER = re.compile(r"^((?:§ ?)?\d{1,2}(?:\.\d{1,2})*\.?|[A-ZÅÄÖ]\.)\s+(?=\S)")


_PAGE = re.compile(r"^\(?(?:\d{1,3}|[ivx]{1,5})\)?$")
_SAME_EDGE = 3.0
"""Page numbers whose right edges lie this close (points) stand in one column."""
_APART = 3.2
"""Entries stand at most this far (em) from one another."""
_ENTRIES = 3
"""So many entries make a list."""


def with_entries(lines: Sequence[Line], rows: Sequence[list[Line]] | None = None) -> list[Line]:
    """A page's lines, entries of its contents put together that have a page number but no leader.

    Chapters are often set so, bold, between entries with leaders. Such a row is a title and a number that stands
    where the other entries' numbers end; the numbers do not fall, and a leader or the list's heading is near.
    `rows` are the lines' rows, where they are known.
    """
    if rows is None:
        rows = rows_of(lines)
    numbered = [row for row in rows if len(row) == 2 and _PAGE.match(row[1].text) and not _PAGE.match(row[0].text)]
    if not numbered:
        return list(lines)
    leaders = [row for row in rows if len(row) == 1 and is_entry(row[0])]
    if len(numbered) + len(leaders) < _ENTRIES:
        return list(lines)
    edges = [_right(row[-1]) for row in leaders or numbered]
    edge = sorted(edges)[len(edges) // 2]
    numbered = [row for row in numbered if abs(_right(row[1]) - edge) <= _SAME_EDGE]
    numbered = [
        row for row in numbered if any(_near(row, other) for other in [*numbered, *leaders] if other is not row)
    ]
    pages = [int(row[1].text.strip("()")) for row in numbered if row[1].text.strip("()").isdigit()]
    headed = any((match := heading_kind(line.text)) and match.kind == "contents" for line in lines)
    if pages != sorted(pages) or not (leaders or headed):
        return list(lines)
    parts = {id(row[1]) for row in numbered}
    whole = {id(row[0]): _with_leader(row[0], row[1]) for row in numbered}
    return [whole.get(id(line), line) for line in lines if id(line) not in parts]


def _near(row: Sequence[Line], other: Sequence[Line]) -> bool:
    """Whether two rows may follow one another in a list; a running header stands further off."""
    a, b = row[0].box, other[0].box
    return a is not None and b is not None and abs(a[1] - b[1]) <= _APART * size_of(row[0])


def _right(line: Line) -> float:
    return line.box[2] if line.box else 0.0


def _with_leader(title: Line, number: Line) -> Line:
    """One line of the title, a leader that was not printed, and the page number."""
    last, first = title.words[-1], number.words[0]
    leader = Word("....", last.x1, first.top, first.x0, first.bottom, first.font, first.size, False, False)
    words = (*title.words, leader, *number.words)
    return Line(f"{title.text} .... {number.text}", title.page, union(word.box for word in words), words)


def is_entry(line: Line) -> bool:
    """Whether a leader runs from the line's text to a page number."""
    text = line.text
    dotted = text.count(".") >= 3 or any(sign in text for sign in "…·‥_")
    return dotted and bool(_LEADER.match(text)) and any(sign.isalnum() for sign in text)  # dots alone are for a name


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
