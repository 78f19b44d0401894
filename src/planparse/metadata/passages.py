"""A block or a piece of furniture as metadata reads it: its words in one line, with the place they stand in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from planparse.lexicon import first_match, fold, rules
from planparse.page import Block, Box, Furniture
from planparse.plan import Evidence

Place = Literal["title", "cover", "body", "furniture"]

_BLANKS = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖÉ])")
_QUOTE = 200
"""Characters of a quote in the evidence."""
_READ = 4000
"""Characters of a block that are read; a longer one is a page run together and says these things first."""
_LABELLED = 120
"""Characters; a block of the body with more is text, whatever its first word."""


@dataclass(frozen=True, slots=True)
class Passage:
    """`text` is label and text with single blanks, case kept."""

    text: str
    page: int
    box: Box | None
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of document data: what its label means, its value, and where the value stands."""

    kind: str
    label: str
    value: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Front:
    """All that metadata reads, sorted by place."""

    title: tuple[Passage, ...]
    cover: tuple[Passage, ...]
    body: tuple[Passage, ...]
    furniture: tuple[Passage, ...]
    entries: tuple[Entry, ...]

    def of_kind(self, kind: str) -> list[Entry]:
        """The entries of one kind, in reading order."""
        return [entry for entry in self.entries if entry.kind == kind]


def plain(text: str) -> str:
    """`text` in NFC with single blanks and no soft hyphens."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text).replace("\u00ad", "")).strip()


def sentences(text: str) -> list[str]:
    """The sentences of `text`."""
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence]


def evidence(passage: Passage, quote: str, confidence: float) -> Evidence:
    """The evidence that `quote` of `passage` gives."""
    bbox = [round(value, 1) for value in passage.box] if passage.box else None
    return Evidence(quote=quote[:_QUOTE], page=passage.page, bbox=bbox, confidence=confidence)


def front(
    title: Sequence[Block], cover: Sequence[Block], body: Sequence[Block], furniture: Sequence[Furniture]
) -> Front:
    """The passages of a document; furniture that repeats from page to page counts once."""
    covers, bodies = _passages(cover, "cover"), _passages(body, "body")
    seen: dict[str, Passage] = {}
    for item in furniture:
        if item.kind in ("header", "footer", "letterhead", "repeated_header", "rotated") and (text := plain(item.text)):
            seen.setdefault(fold(text), Passage(text, item.page, item.box, "furniture"))
    return Front(
        title=_passages(title, "title"),
        cover=covers,
        body=bodies,
        furniture=tuple(seen.values()),
        entries=(*_entries(covers, longest=10 * _LABELLED), *_entries(bodies, longest=_LABELLED)),
    )


def _passages(blocks: Iterable[Block], place: Place) -> tuple[Passage, ...]:
    found: list[Passage] = []
    for block in blocks:
        text = plain(" ".join(part for part in (block.label, block.text) if part))
        if text:
            found.append(Passage(text[:_READ], block.page, block.box, place))
    return tuple(found)


def _entries(passages: Sequence[Passage], longest: int) -> list[Entry]:
    """Labels with their values: on the label's line, in the block after it, or row under row."""
    found: list[Entry] = []
    waiting: list[tuple[str, str]] = []
    values: list[Passage] = []
    for passage in passages:
        label = _label(passage.text) if len(passage.text) <= longest else None
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


def _label(text: str) -> tuple[str, str, str] | None:
    """(kind, label, value) where `text` opens with a label."""
    rule = first_match(rules("metadata", "label"), text)
    match = rule.pattern.match(text) if rule and rule.pattern else None
    if rule is None or match is None:
        return None
    return rule.kind, match.group(), text[match.end() :].strip(" :.–-\t")
