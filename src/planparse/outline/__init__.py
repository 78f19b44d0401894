"""Blocks in reading order → what stands under what: title, parts, headings.

`outline` is the step; `headings` weighs the evidence, `title` finds the printed title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from planparse.lexicon import document_data_kind, heading_kind, holds, part_heading
from planparse.outline.alike import with_alike
from planparse.outline.headings import THRESHOLD, Candidate, candidate, printed, setting_of
from planparse.outline.numbered import Found, with_series, without_hollow
from planparse.outline.title import split_title
from planparse.page import (
    Block,
    Bookmark,
    DocumentOutline,
    Furniture,
    Heading,
    Layout,
    Outline,
    PartOutline,
    Table,
)

_CONTENTS_TAG = "TOCI"
_NOTE_TAG = "Note"
_BODY = "body"
"""In place of an appendix's number: text for all appendices, of the document's own."""
_LABEL = re.compile(r"^([^:.!?]{2,48}):\s+(?=\S)")


@dataclass
class _Node:
    """An outline under construction."""

    heading: Heading | None
    rank: tuple[float, ...] = ()
    contents: bool = False
    boxed: bool = False
    elements: list[Block | Table] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)

    def freeze(self) -> Outline:
        return Outline(self.heading, tuple(self.elements), tuple(child.freeze() for child in self.children))


@dataclass
class _Part:
    number: str | None
    title: str | None
    heading: list[Block]
    root: _Node
    appendix: bool


def outline(layout: Layout, bookmarks: Sequence[Bookmark]) -> DocumentOutline:
    """The document's title, cover and parts, each part a tree of headings."""
    elements = [_with_label(element) if isinstance(element, Block) else element for element in layout.elements]
    elements = _appendix_list_tagged(elements)
    setting = setting_of(elements, bookmarks, layout.body_size, _CONTENTS_TAG)
    listed = setting.contents | set(setting.bookmarks)
    title, cover, rest = split_title(elements, layout.body_size, _CONTENTS_TAG, listed)
    title_text = " ".join(printed(block) for block in title)
    booklet = holds("outline", "booklet", title_text)
    title_size = max((block.size for block in title), default=0.0)
    restarts = _restarts(layout.furniture)
    found: list[Found] = []
    for i, element in enumerate(rest):
        chosen = None
        if isinstance(element, Block) and element.tag not in (_CONTENTS_TAG, _NOTE_TAG):
            before = rest[i - 1] if i else None
            following = rest[i + 1] if i + 1 < len(rest) else None
            votes = candidate(element, following, before if isinstance(before, Block) else None, setting)
            if element.form == "heading" or votes.score >= THRESHOLD:
                chosen = votes
        found.append((element, chosen))
    found = without_hollow(with_alike(with_series(found, setting), setting))
    parts = _parts(found, booklet, title_size, restarts)
    return DocumentOutline(tuple(title), tuple(cover), tuple(rest), tuple(_finished(part) for part in parts))


def _with_label(block: Block) -> Block:
    """A plain "Syfte: …" at the start of a paragraph is a label as much as a bold one."""
    if block.label is not None or block.form == "heading" or block.tag == _CONTENTS_TAG:
        return block
    found = _LABEL.match(block.text)
    if not found:
        return block
    word = found.group(1)
    match = heading_kind(word)
    known = match is not None and match.how == "exact" and match.kind not in ("container", "lead_in")
    if not known and document_data_kind(word) is None:
        return block
    return replace(block, label=f"{word}:", text=block.text[found.end() :])


def _appendix_list_tagged(elements: Sequence[Block | Table]) -> list[Block | Table]:
    """A list of the appendices ("Bilaga 1 …", "Bilaga 2 …" with nothing between) is contents, no row of parts."""
    result = list(elements)
    marked = [isinstance(e, Block) and e.form != "heading" and part_heading(printed(e)) is not None for e in elements]
    for i, element in enumerate(elements):
        if not marked[i] or not isinstance(element, Block):
            continue
        beside = [elements[k] for k in (i - 1, i + 1) if 0 <= k < len(elements) and marked[k]]
        if any(isinstance(b, Block) and abs(b.size - element.size) < 0.7 and b.bold == element.bold for b in beside):
            result[i] = replace(element, tag=_CONTENTS_TAG)
    return result


def _restarts(furniture: Sequence[Furniture]) -> frozenset[int]:
    """Pages on which the printed page count begins anew."""
    return frozenset(item.page for item in furniture if item.page > 1 and holds("outline", "page_one", item.text))


def _parts(
    found: Sequence[Found],
    booklet: bool,
    title_size: float,
    restarts: frozenset[int],
) -> list[_Part]:
    starts = _part_starts(found, booklet, title_size, restarts)
    parts = [_Part(None, None, [], _Node(None), appendix=False)]
    stack = [parts[0].root]
    skip = False
    for i, (element, chosen) in enumerate(found):
        if skip:
            skip = False
            continue
        if i in starts and isinstance(element, Block):
            number, title = starts[i]
            opening = [element]
            following = found[i + 1] if i + 1 < len(found) else None
            if title is None and following and following[1] and isinstance(following[0], Block):
                other = following[1]
                if other.kind is None and i + 1 not in starts and other.score >= THRESHOLD:
                    title, skip = other.title, True
                    opening.append(following[0])
            second = starts.get(i + 1)
            if number is None and title and second and second[0] is None:  # a title of two lines
                title, skip = f"{title} {second[1]}", True
                opening += [following[0]] if following and isinstance(following[0], Block) else []
            body = number == _BODY
            parts.append(_Part(None if body else number, title, opening, _Node(None), appendix=not body))
            stack = [parts[-1].root]
            continue
        _leave_box(stack, element)
        if chosen is not None and isinstance(element, Block):
            _hang(stack, element, chosen)
        else:
            if _ends_contents(stack[-1], element):
                stack.pop()
            stack[-1].elements.append(element)
    if not parts[0].root.elements and not parts[0].root.children and len(parts) > 1:
        parts = parts[1:]
    return parts


def _part_starts(
    found: Sequence[Found],
    booklet: bool,
    title_size: float,
    restarts: frozenset[int],
) -> dict[int, tuple[str | None, str | None]]:
    """Index of each element that opens an appendix → (number, title)."""
    starts: dict[int, tuple[str | None, str | None]] = {}
    chapters = _glued_are_chapters(found)
    for i, (element, chosen) in enumerate(found):
        if not isinstance(element, Block):
            continue
        if element.form == "heading" and element.marker and not chapters:
            starts[i] = (element.marker.strip(".():"), element.text)
        elif chosen is not None:
            part = part_heading(chosen.text)
            if part:
                starts[i] = part
            elif len(starts) > 1 and holds("outline", "common", chosen.text):
                starts[i] = (_BODY, chosen.text)
            elif element.page in restarts and _opens_document(found, i, title_size):
                starts[i] = (None, chosen.text)
    bilagor = [i for i, start in starts.items() if start[0] not in (None, _BODY)]
    first_text = next((i for i, (_, chosen) in enumerate(found) if chosen is None), None)
    if len(bilagor) == 1 and len(starts) == 1 and first_text is not None and bilagor[0] < first_text and not booklet:
        return {}  # rule 25: a file that is itself "Bilaga 1" is one body
    if not starts and booklet:
        return _numbered_chapters(found)
    return starts


def _opens_document(found: Sequence[Found], i: int, title_size: float) -> bool:
    """Whether the heading `i`, on a page that is counted as the first, is the title of a document of its own.

    It is set as large as the wrapper's title, or stands first on its page, says no kind and is set at least as large
    as every heading before it.
    """
    element, chosen = found[i]
    if chosen is None or not isinstance(element, Block):
        return False
    if title_size and element.size >= 0.97 * title_size:
        return True
    first = i == 0 or found[i - 1][0].page < element.page
    before = [other.size for other, votes in found[:i] if votes is not None and isinstance(other, Block)]
    names_itself = chosen.kind in (None, "container", "promise") and chosen.number is None
    return first and names_itself and bool(before) and element.size >= max(before) - 0.3


def _glued_are_chapters(found: Sequence[Found]) -> bool:
    """Whether a transcript's numbered titles are a document's chapters ("1 Inledning", "2 Mål"), no appendices."""
    glued = [e for e, _ in found if isinstance(e, Block) and e.form == "heading" and e.marker]
    kinds = sum(heading_kind(element.text) is not None for element in glued)
    named = any(part_heading(line.text) for element in glued for line in element.lines)
    return not named and kinds >= 2 and kinds >= 0.3 * len(glued)


def _numbered_chapters(
    found: Sequence[Found],
) -> dict[int, tuple[str | None, str | None]]:
    """A booklet's chapters "1 …", "2 …": numbered headings of the largest style, counted on."""
    numbered = [
        (i, element, chosen)
        for i, (element, chosen) in enumerate(found)
        if chosen is not None and isinstance(element, Block) and chosen.number and chosen.kind is None
        and re.fullmatch(r"\d{1,2}|[A-ZÅÄÖ]|[IVX]+", chosen.number.rstrip("."))
    ]  # fmt: skip
    if len(numbered) < 2:
        return {}
    largest = max(element.size for _, element, _ in numbered)
    return {
        i: (chosen.number.rstrip(".") if chosen.number else None, chosen.title)
        for i, element, chosen in numbered
        if element.size > largest - 0.7
    }


def _hang(stack: list[_Node], block: Block, chosen: Candidate) -> None:
    """Puts a heading under the nearest open one of a higher rank."""
    rank = _rank(block, chosen)
    while len(stack) > 1 and (stack[-1].contents or not _above(stack[-1], rank, chosen)):
        stack.pop()
    boxes = tuple((line.page, line.box) for line in block.lines if line.box)
    evidence = tuple(sorted(name for name, vote in chosen.votes.items() if vote > 0))
    heading = Heading(chosen.text, chosen.title, chosen.number, len(stack), block.page, boxes, evidence, block.boxed)
    node = _Node(heading, rank, contents=chosen.kind == "contents", boxed=block.boxed)
    stack[-1].children.append(node)
    stack.append(node)


def _leave_box(stack: list[_Node], element: Block | Table) -> None:
    """Ends the headings of a box with its text; a box that holds headings alone is a band above what follows."""
    if isinstance(element, Block) and element.boxed:
        return
    while len(stack) > 1 and stack[-1].boxed and _has_text(stack[-1]):
        stack.pop()
    for node in stack:
        node.boxed = False


def _has_text(node: _Node) -> bool:
    return bool(node.elements) or any(_has_text(child) for child in node.children)


def _ends_contents(node: _Node, element: Block | Table) -> bool:
    """Whether the list of contents under this heading is over: its entries are followed by something else."""
    if not node.contents or (isinstance(element, Block) and element.tag == _CONTENTS_TAG):
        return False
    return any(isinstance(entry, Block) and entry.tag == _CONTENTS_TAG for entry in node.elements)


def _rank(block: Block, chosen: Candidate) -> tuple[float, ...]:
    """Smaller is higher: type size, weight, capitals, slant."""
    size = -round(block.size * 2) / 2
    lead_in = 1.0 if chosen.kind == "lead_in" else 0.0
    return (size, lead_in, 0.0 if block.bold else 1.0, 0.0 if block.caps else 1.0, 1.0 if block.italic else 0.0)


def _depth(number: str | None) -> int:
    return 0 if number is None else number.rstrip(".").count(".") + 1


def _above(node: _Node, rank: tuple[float, ...], chosen: Candidate) -> bool:
    """Whether the open heading stands over a new one of this rank."""
    if node.heading is None:
        return True
    mine, other = _depth(chosen.number), _depth(node.heading.number)
    same_series = bool(mine and other) and _series(chosen.number) == _series(node.heading.number)
    if same_series and mine != other:
        return other < mine
    if same_series and mine == other and abs(node.rank[0] - rank[0]) < 1.1:
        return False
    return node.rank < rank


def _series(number: str | None) -> str:
    first = (number or "").lstrip("§ ")[:1]
    return "digit" if first.isdigit() else "letter"


def _finished(part: _Part) -> PartOutline:
    return PartOutline(
        "appendix" if part.appendix else "body", part.number, part.title, tuple(part.heading), part.root.freeze()
    )


def flatten(elements: Sequence[Block | Table]) -> tuple[Block, ...]:
    """The elements' blocks in reading order, tables row by row: a label stands right before its value."""
    found: list[Block] = []
    for element in elements:
        if isinstance(element, Table):
            found += [block for cell in element.cells for block in cell.blocks]
        else:
            found.append(element)
    return tuple(found)
