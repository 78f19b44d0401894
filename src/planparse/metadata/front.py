"""A document's front as metadata reads it: title, cover, text and headers, and its labels beside their values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from planparse.dates import spans
from planparse.lexicon import fold, holds, near
from planparse.metadata.data_box import in_rows, read_label
from planparse.metadata.passages import Entry, Front, Passage, passages, plain
from planparse.page import Block, Furniture

_LABELLED = 120
"""Characters; a block of the body with more is text, whatever its first word."""
_HEAD = 8
"""Blocks of the text's first page among which lines of document data may stand."""
_UNDER_TITLE = 4
"""Lines of a block right under the title that may each be a line of its own."""
_BOX = 24
"""Blocks in front of the first running text among which the rows of a box of document data may stand."""
_BOX_PAGES = 2
_LABEL_WORDS = 6
"""Words of a label, and of what stands beside a span of time in such a row."""
_CAPITAL = re.compile(r"(?:^|(?<=\s))[A-ZÅÄÖ]")
_COLON = re.compile(r"[^:.;,\d]{0,20}:\s")
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
    formed, used_up = _by_form(bodies)
    data = tuple(p for p in bodies[:_HEAD] if _is_data(p) and id(p) not in used_up)
    chosen = {id(passage) for passage in data} | used_up
    return Front(
        title=passages(title, "title"),
        cover=(*covers, *(replace(p, place="cover") for p in data), *formed),
        body=tuple(p for p in bodies if id(p) not in chosen),
        furniture=tuple(seen.values()),
        entries=(
            *boxed,
            *_entries(_apart(passages(_others(cover, used), "cover") if used else cover_lines), longest=10 * _LABELLED),
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


def _by_form(bodies: Sequence[Passage]) -> tuple[list[Passage], set[int]]:
    """Lines of document data known by what stands in them, whatever their label is called ("Klubbat | av fullmäktige
    29 april 2019, § 62"), as lines of a cover, and the ids of the passages that they were made of.

    They stand before the first running text. A label on a line of its own is set before its value. A span of time
    counts only in the company of a decision or a number: alone it may head a column.
    """
    found: list[Passage] = []
    used: set[int] = set()
    certain = False
    for before, passage in zip((None, *bodies), bodies[:_BOX], strict=False):
        if passage.page > _BOX_PAGES or _runs(passage.text):
            break
        form = _form(passage.text)
        if form is None:
            continue
        certain |= form == "certain"
        label = before.text if before and _names_value(before.text) and id(before) not in used else None
        text = f"{label.rstrip(' :')}: {passage.text}" if label else passage.text
        found.append(Passage(text, passage.page, passage.box, "cover"))
        used |= {id(passage), *({id(before)} if label else ())}
    return (found, used) if certain else ([], set())


def _runs(text: str) -> bool:
    """Whether a passage is running text."""
    return len(text) > _DATA_LINE or (text.endswith((".", "!", "?")) and len(text.split()) > _LABEL_WORDS)


def _names_value(text: str) -> bool:
    """Whether a line may be the label of the one below it: a few words without a figure, no sentence."""
    short = len(text.split()) <= _LABEL_WORDS and not text.endswith((".", "!", "?", ";"))
    return short and not any(sign.isdigit() for sign in text)


def _form(text: str) -> Literal["certain", "span"] | None:
    """What a line of document data holds: a decision (a body that decides, then a day) or a diary number, or a span."""
    if text.endswith((".", "!", "?")) or holds("metadata", "not_period_line", text):
        return None
    times = spans(text)
    ranged = next((span for span in times if span.kind in ("range", "pair")), None)
    if ranged is not None:
        return "span" if len((text[: ranged.at] + text[ranged.to :]).split()) <= _LABEL_WORDS else None
    numbers = [rule.pattern for rule in near("metadata", "diary", text) if rule.kind == "any" and rule.pattern]
    if any(number.fullmatch(text) for number in numbers):
        return "certain"
    days = [span for span in times if span.kind == "day"]
    decided = bool(days) and any(
        rule.pattern and (body := rule.pattern.search(text)) and body.start() < days[-1].at
        for rule in near("metadata", "decision_body", text)
    )
    return "certain" if decided else None


def _others(blocks: Iterable[Block], used: set[int]) -> list[Block]:
    return [block for block in blocks if id(block) not in used]


def _is_data(passage: Passage) -> bool:
    """Whether a passage of the text's first page is a line of document data."""
    if passage.page > 1 or len(passage.text) > _DATA_LINE:
        return False
    return holds("metadata", "data_line", passage.text)


def _apart(lines: Sequence[Passage]) -> list[Passage]:
    """The cover's lines, one that holds several labels with their values cut before each ("Version: 2 Beslut: …")."""
    found: list[Passage] = []
    for passage in lines:
        text = passage.text
        cuts = [m.start() for m in _CAPITAL.finditer(text) if _labels(text[m.start() :])] if text.count(":") > 1 else []
        if len(cuts) > 1 and cuts[0] == 0:
            ends = [*cuts[1:], len(text)]
            found += [replace(passage, text=text[at:to].strip()) for at, to in zip(cuts, ends, strict=True)]
        else:
            found.append(passage)
    return found


def _labels(text: str) -> bool:
    """Whether `text` opens with a label of document data and a colon."""
    label = read_label(text[:_LABELLED])
    return label is not None and _COLON.match(text, len(label[1])) is not None


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
