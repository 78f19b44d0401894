"""Source (a transcript) → Layout: one block a sentence, the glued titles of the parts as headings.

A text that keeps its paragraphs gives them as blocks instead. Nothing here has a box.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import quantiles

from planparse.layout.names import document_names, starts_upper
from planparse.layout.sentences import BULLETS, sentence_starts
from planparse.layout.titles import find_titles
from planparse.lexicon import fold, words
from planparse.page import Block, Form, Layout, Line, Page, Source

_FILE = "transcript"
_MAX_HEADING = 250
_MAX_SHORT = 80
"""A heading on a line of its own has at most so many characters."""
_SHORT_LINE = 0.7
"""A line shorter than this share of the width ends early: its paragraph ends there."""
_WRAPPED = 130
"""Lines of a text that was broken at a page's width are not longer."""
_MIN_PARAGRAPHS = 4
"""A page of a transcript that keeps its paragraphs has so many on average."""
_MAX_PARAGRAPH = 2000
"""What is longer (in characters) is a page that lost its paragraphs."""
_MAX_OPEN = 0.2
"""Where more paragraphs than this share begin with a small letter, the blank lines are no paragraphs'."""
_ENTRY_NUMBER = re.compile(r"^(?:\d{1,2}[.)]|[a-h]\))$")
_DASHES = frozenset("-–—")


@dataclass(slots=True)
class _Stream:
    """The words of the document, with the page of each and the places where pages and lines begin."""

    tokens: list[str] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    openings: set[int] = field(default_factory=set)
    breaks: set[int] = field(default_factory=set)
    """Where a page begins, or a line after one that ended early."""


def transcript_blocks(source: Source) -> Layout:
    """The blocks of a transcript in order, its furniture unchanged; `body_size` is 0."""
    pages = list(source.pages)
    blocks: list[Block] = []
    if any(piece.kind == "frame" for piece in source.furniture):
        title, pages = _take_title(pages)
        blocks += [title] if title else []
    if _keeps_paragraphs(source, pages):
        blocks += [block for page in pages for block in _paragraphs(page)]
    else:
        blocks += _sentences(_stream(pages))
    return Layout(elements=tuple(blocks), furniture=source.furniture, body_size=0.0)


def _block(text: str, page: int, form: Form, marker: str | None = None, printed: str | None = None) -> Block:
    line = Line(text=printed or text, page=page, box=None)
    return Block(page=page, text=text, lines=(line,), form=form, marker=marker)


def _take_title(pages: Sequence[Page]) -> tuple[Block | None, list[Page]]:
    """The title that the reader set as the first paragraph of the first page, and the pages without it."""
    if not pages:
        return None, []
    head, gap, rest = (pages[0].text or "").partition("\n\n")
    if not gap or "\n" in head or len(head) > _MAX_HEADING or head[-1] in ":;" or head[:1].isdigit():
        return None, list(pages)
    first = Page(number=pages[0].number, width=0.0, height=0.0, text=rest)
    return _block(head, first.number, "heading"), [first, *pages[1:]]


def _keeps_paragraphs(source: Source, pages: Sequence[Page]) -> bool:
    """Whether the text still has its paragraphs: no host took it apart, or blank lines set many off."""
    paragraphs = [piece for page in pages for piece in (page.text or "").split("\n\n") if piece]
    if max(map(len, paragraphs), default=0) > _MAX_PARAGRAPH:
        return False
    if not source.furniture:
        return True
    opened = sum(piece[0].islower() for piece in paragraphs)
    return len(paragraphs) >= _MIN_PARAGRAPHS * len(pages) and opened <= _MAX_OPEN * len(paragraphs)


def _width(lines: Sequence[str]) -> float:
    """The width in characters to which the lines were broken; 0 where they were not."""
    filled = [len(line) for line in lines if line]
    if len(filled) < 4 or max(filled) > _WRAPPED:
        return 0.0
    return quantiles(filled, n=10)[-1]


def _stream(pages: Sequence[Page]) -> _Stream:
    """The words of all pages; a word that a line's end broke is put together."""
    stream = _Stream()
    width = _width([line for page in pages for line in (page.text or "").split("\n")])
    for page in pages:
        lines = (page.text or "").split("\n")
        ended = True
        for line in lines:
            new = line.split()
            if not new:
                ended = True
                continue
            start = len(stream.tokens)
            if start and _broken_word(stream.tokens[-1], new[0]):
                stream.tokens[-1] = stream.tokens[-1][:-1] + new.pop(0)
            stream.openings.add(start)
            if ended or (new and starts_upper(new[0]) and not width):
                stream.breaks.add(start)
            stream.tokens += new
            stream.pages += [page.number] * len(new)
            ended = len(line) < _SHORT_LINE * width
    return stream


def _broken_word(before: str, after: str) -> bool:
    """Whether a line's end broke a word: a hyphen, then a small letter that is no "och"."""
    return (
        len(before) > 2
        and before[-1] == "-"
        and before[-2].isalpha()
        and after[0].islower()
        and fold(after) not in words(_FILE, "never_last")
    )


def _sentences(stream: _Stream) -> list[Block]:
    """Headings of the parts and the sentences between them."""
    tokens, names = stream.tokens, document_names(stream.tokens)
    blocks: list[Block] = []
    place = 0
    for title in find_titles(tokens, stream.openings, stream.breaks, names):
        blocks += _cut(stream, place, title.start, names)
        text = " ".join(tokens[title.words_start : title.end])
        printed = " ".join(tokens[title.start : title.end])
        blocks.append(_block(text, stream.pages[title.start], "heading", title.number, printed))
        place = title.end
    return blocks + _cut(stream, place, len(tokens), names)


def _cut(stream: _Stream, begin: int, end: int, names: frozenset[str]) -> list[Block]:
    tokens = stream.tokens[begin:end]
    breaks = {i - begin for i in stream.breaks if begin < i < end}
    edges = [*sentence_starts(tokens, breaks, names), len(tokens)]
    return [_entry(tokens[a:b], stream.pages[begin + a]) for a, b in pairwise(edges)]


def _entry(tokens: Sequence[str], page: int, form: Form = "sentence") -> Block:
    """A sentence, or the entry of a list with its sign or number taken off."""
    printed = " ".join(tokens)
    if len(tokens) > 1 and (tokens[0] in BULLETS or tokens[0] in _DASHES):
        return _block(" ".join(tokens[1:]), page, "bullet", tokens[0], printed)
    if len(tokens) > 1 and _ENTRY_NUMBER.match(tokens[0]):
        return _block(" ".join(tokens[1:]), page, "numbered", tokens[0], printed)
    return _block(printed, page, form)


def _paragraphs(page: Page) -> list[Block]:
    """The paragraphs of a page: between blank lines, list entries and short lines that look like headings."""
    blocks: list[Block] = []
    lines = (page.text or "").split("\n")
    width = _width(lines)
    tokens: list[str] = []
    before = ""
    for line in [*lines, ""]:
        new = line.split()
        if tokens and (not new or _begins_paragraph(before, new, width)):
            blocks.append(_entry(tokens, page.number, "paragraph"))
            tokens = []
        if tokens and _broken_word(tokens[-1], new[0]):
            tokens[-1] = tokens[-1][:-1] + new.pop(0)
        tokens += new
        before = line
    return blocks


def _begins_paragraph(before: str, new: Sequence[str], width: float) -> bool:
    """Whether a line that follows `before` without a blank line begins a paragraph of its own."""
    marked = new[0] in BULLETS or new[0] in _DASHES or _ENTRY_NUMBER.match(new[0])
    if marked and len(new) > 1:
        return True
    if not width:  # the lines were not broken: each is a paragraph
        return starts_upper(new[0]) or before[-1] in ".?!:"
    early = len(before) < _SHORT_LINE * width and len(before) <= _MAX_SHORT
    return early and starts_upper(new[0]) and before[-1] not in ",-–—"
