"""A block or a piece of furniture as metadata reads it: its words in one line, with the place they stand in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from planparse.page import Block, Box
from planparse.plan import Evidence

Place = Literal["title", "cover", "body", "furniture"]

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖÉ])")
_QUOTE = 200
"""Characters of a quote in the evidence."""
_READ = 4000
"""Characters of a block that are read; a longer one is a page run together and says these things first."""


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
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").split())


def blotted(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` with the spans (start, end) blotted out, its length kept."""
    for start, end in spans:
        text = text[:start] + "·" * (end - start) + text[end:]
    return text


@lru_cache(maxsize=1024)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text`."""
    return tuple(sentence for sentence in _SENTENCE_END.split(text) if sentence)


def evidence(passage: Passage, quote: str, confidence: float) -> Evidence:
    """The evidence that `quote` of `passage` gives."""
    bbox = [round(value, 1) for value in passage.box] if passage.box else None
    return Evidence(quote=quote[:_QUOTE], page=passage.page, bbox=bbox, confidence=confidence)


def passages(blocks: Iterable[Block], place: Place) -> tuple[Passage, ...]:
    """The blocks' words, empty ones left out."""
    found: list[Passage] = []
    for block in blocks:
        text = plain(" ".join(part for part in (block.label, block.text) if part))
        if text:
            found.append(Passage(text[:_READ], block.page, block.box, place))
    return tuple(found)
