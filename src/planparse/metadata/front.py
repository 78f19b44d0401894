"""A document's front as metadata reads it: title, cover, text and headers, and its labels beside their values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from planparse.lexicon import fold, holds
from planparse.metadata.data_box import in_rows, read_label
from planparse.metadata.passages import Entry, Front, Passage, passages, plain
from planparse.page import Block, Furniture

_LABELLED = 120
"""Characters; a block of the body with more is text, whatever its first word."""
_HEAD = 8
"""Blocks of the text's first page among which lines of document data may stand."""
_UNDER_TITLE = 4
"""Lines of a block right under the title that may each be a line of its own."""
_DATA_LINE = 160
"""Characters of a line of document data."""


def front(
    title: Sequence[Block], cover: Sequence[Block], body: Sequence[Block], furniture: Sequence[Furniture]
) -> Front:
    """The passages of a document; furniture that repeats from page to page counts once.

    Lines of document data in front of the text (a decision, a diary number) count as the cover's.
    """
    seen: dict[str, Passage] = {}
    for item in furniture:
        if item.kind in ("header", "footer", "letterhead", "rotated") and (text := plain(item.text)):
            seen.setdefault(fold(text), Passage(text, item.page, item.box, "furniture"))
    boxed, used = in_rows([*cover, *body])
    under = _lines_under_title(title, body)
    cover_lines, body_lines = passages(cover, "cover"), passages(body, "body")
    covers = (*cover_lines, *passages(under, "cover"))
    bodies = passages(body[1:], "body") if under else body_lines
    data = tuple(p for p in bodies[:_HEAD] if _is_data(p))
    chosen = {id(passage) for passage in data}
    return Front(
        title=passages(title, "title"),
        cover=(*covers, *(replace(p, place="cover") for p in data)),
        body=tuple(p for p in bodies if id(p) not in chosen),
        furniture=tuple(seen.values()),
        entries=(
            *boxed,
            *_entries(passages(_others(cover, used), "cover") if used else cover_lines, longest=10 * _LABELLED),
            *_entries(passages(_others(body, used), "body") if used else body_lines, longest=_LABELLED),
        ),
    )


def _lines_under_title(title: Sequence[Block], body: Sequence[Block]) -> list[Block]:
    """The lines of the text's first block, each on its own, where they are a subtitle and data and no sentences.

    Each begins with a capital or a digit, and none but the last ends as a sentence does. Prose seldom breaks so.
    """
    first = next(iter(body), None)
    if first is None or not title or first.page != title[-1].page or not 1 < len(first.lines) <= _UNDER_TITLE:
        return []
    texts = [plain(line.text) for line in first.lines]
    starts = all(text[:1].isupper() or text[:1].isdigit() for text in texts)
    if not starts or any(text.endswith((".", ",", "-", ":")) for text in texts[:-1]):
        return []
    return [replace(first, text=line.text, lines=(line,), box=line.box, label=None) for line in first.lines]


def _others(blocks: Iterable[Block], used: set[int]) -> list[Block]:
    return [block for block in blocks if id(block) not in used]


def _is_data(passage: Passage) -> bool:
    """Whether a passage of the text's first page is a line of document data."""
    if passage.page > 1 or len(passage.text) > _DATA_LINE:
        return False
    return holds("metadata", "data_line", passage.text)


def _entries(passages: Sequence[Passage], longest: int) -> list[Entry]:
    """Labels with their values: on the label's line, in the block after it, or row under row."""
    found: list[Entry] = []
    waiting: list[tuple[str, str]] = []
    values: list[Passage] = []
    for passage in passages:
        label = read_label(passage.text) if len(passage.text) <= longest else None
        if label is None:
            if len(values) < len(waiting) and len(passage.text) <= longest:
                values.append(passage)
            else:
                found += _pairs(waiting, values)
                waiting, values = [], []
            continue
        kind, name, value = label
        if value or values:
            found += _pairs(waiting, values)
            waiting, values = [], []
        if value:
            found.append(Entry(kind, name, value, passage))
        else:
            waiting.append((kind, name))
    return found + _pairs(waiting, values)


def _pairs(labels: Sequence[tuple[str, str]], values: Sequence[Passage]) -> list[Entry]:
    """Labels beside their values; of labels with fewer values than labels only the last has one."""
    if len(values) < len(labels):
        labels, values = labels[-1:], values[:1]
    return [Entry(kind, name, value.text, value) for (kind, name), value in zip(labels, values, strict=False)]
