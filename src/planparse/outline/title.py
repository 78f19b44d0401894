"""The printed title and what else stands on a cover."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from planparse.lexicon import (
    KindMatch,
    column_kind,
    document_data_kind,
    document_value_kind,
    fold,
    heading_kind,
    near,
    part_heading,
    split_number,
    words,
)
from planparse.page import Block, Cell, Table

_LARGER = 1.12
"""A title is set at least this much larger than the running text (or bold, where nothing is larger)."""
_HEADING_WORDS = 4
"""A line of more words in the title's own type is a title, even where a heading's word stands in it."""
_SURE = 2.0
"""The weight from which a rule names a kind of plan."""
_RUNNING = 90
"""Characters; a longer block in the text's own type is running text."""
_SHORT = 130
"""Characters; a cover's line is shorter, or it is text."""
_COVER_WORDS = 90
"""A first page with fewer words outside its title is a cover."""
_KNOWN = 0.3
"""Share of a box's labels that are known for document data; offices invent the others."""
_FORMED = 0.5
"""Share of a box's labels that are known, or have a decision, a diary number or a span of time beside them."""
_STRAY = 0.2
"""Share of its labels that may mean something in a text ("Vårdas av", a responsible one)."""
_VALUE = 70
"""Characters of a value in such a box, on average."""
_OFTEN = 3
"""Lines in one type; that many are headings, and none of them is a subtitle."""
_CONTINUES = re.compile(r"^(?:[a-zåäö(]|[–—-]\s?[a-zåäö])")
_TEXT = re.compile(r"\w[^.]{70,}\.|\.\s+[A-ZÅÄÖ].*\.\s+[A-ZÅÄÖ]")

Elements = Sequence[Block | Table]


def split_title(
    elements: Elements, body_size: float, contents_tag: str, listed: Collection[str] = ()
) -> tuple[list[Block], list[Block | Table], list[Block | Table]]:
    """(title blocks, other blocks of the cover, the rest), each in reading order.

    `listed` are the folded titles of bookmarks and contents: such a line is a heading and ends the cover.
    """
    if body_size == 0.0:
        return _transcript_title(elements)
    first_page = next((element.page for element in elements), 1)
    on_first = [element for element in elements if element.page == first_page]
    title = _title_blocks(on_first, body_size, contents_tag, _repeated_types(elements))
    cover_end = _cover_end(elements, on_first, title, body_size, contents_tag, listed)
    chosen = {id(block) for block in title}
    cover = [element for element in elements[:cover_end] if id(element) not in chosen]
    rest = [element for element in elements[cover_end:] if id(element) not in chosen]
    return title, cover, rest


def _transcript_title(elements: Elements) -> tuple[list[Block], list[Block | Table], list[Block | Table]]:
    first = elements[0] if elements else None
    if isinstance(first, Block) and first.form == "heading" and not first.marker and heading_kind(first.text) is None:
        return [first], [], list(elements[1:])
    return [], [], list(elements)


def _repeated_types(elements: Elements) -> frozenset[tuple[int, bool]]:
    """Size (in half points) and weight of the short lines that the document sets again and again: its headings."""
    types = Counter(_type(e) for e in elements if isinstance(e, Block) and len(e.text) <= _RUNNING)
    return frozenset(kind for kind, count in types.items() if count >= _OFTEN)


def _type(block: Block) -> tuple[int, bool]:
    return round(2 * block.size), block.bold


def _title_blocks(
    on_first: Elements, body_size: float, contents_tag: str, repeated: Collection[tuple[int, bool]]
) -> list[Block]:
    """The largest lines of the first page and what goes on with them; a smaller line in a heading's type does not."""
    blocks = [b for b in on_first if isinstance(b, Block) and _may_be_title(b, contents_tag)]
    if not blocks:
        return []
    largest = max(block.size for block in blocks)
    if largest < _LARGER * body_size:
        first = blocks[0]
        if first is not on_first[0] or not (first.bold or first.caps) or heading_kind(_text(first)):
            return []
        largest = first.size
        blocks = [first]
    start = next(block for block in blocks if block.size > largest - 0.6)
    start = _above_text(on_first, blocks, start, body_size)
    position = next(i for i, element in enumerate(on_first) if element is start)
    title = [start]
    above = on_first[position - 1] if position else None
    if isinstance(above, Block) and _leads_to(above, start, body_size, contents_tag):
        title.insert(0, above)
    for element in on_first[position + 1 :]:
        if not isinstance(element, Block) or len(title) >= 4 or element.tag == contents_tag:
            break
        if not _goes_on(element, start, body_size, contents_tag):
            break
        smaller = element.size < start.size - 0.6 and not _CONTINUES.match(element.text)
        if smaller and _type(element) in repeated:
            break
        title.append(element)
    return title


def _goes_on(block: Block, start: Block, body_size: float, contents_tag: str) -> bool:
    """Whether the block continues the title that began with `start`: same type, or a subtitle."""
    if block.space_above >= 3.0 and not _CONTINUES.match(block.text):
        return False
    same_type = abs(block.size - start.size) < 0.6 and block.bold == start.bold
    small = start.text.isupper() and fold(_text(block).partition(" ")[0]) in words("transcript", "never_last")
    if same_type and (small or _CONTINUES.match(block.text)):
        return True
    if block.text.endswith(":") or ((kind := heading_kind(_text(block))) and not (same_type and _is_long(kind, block))):
        return False
    if same_type:
        return True
    if _CONTINUES.match(block.text) and len(block.text) < _SHORT and block.size >= body_size:
        return block.form == "paragraph"
    larger = block.size > 1.25 * body_size and start.size < 1.4 * block.size
    names = block.size >= _LARGER * body_size and _names_plan(_text(block)) and not _names_plan(_text(start))
    return (larger or names) and _may_be_title(block, contents_tag)


def _names_plan(text: str) -> bool:
    """Whether a line names a kind of plan: below a slogan it says what the document is."""
    return any(rule.weight >= _SURE and rule.matches(text) for rule in near("metadata", "document_type", fold(text)))


def _above_text(on_first: Elements, blocks: Sequence[Block], start: Block, body_size: float) -> Block:
    """The title: where the largest line stands below running text it is a heading, if a larger line opens the page."""
    order = [id(element) for element in on_first]
    text = next(
        (
            i
            for i, e in enumerate(on_first)
            if isinstance(e, Block) and len(e.text) > _RUNNING and e.size <= 1.05 * body_size
        ),
        len(order),
    )
    if order.index(id(start)) < text:
        return start
    above = [
        b for b in blocks if order.index(id(b)) < text and b.size >= _LARGER * body_size and not heading_kind(_text(b))
    ]
    return max(above, key=lambda block: block.size, default=start)


def _leads_to(element: Block, start: Block, body_size: float, contents_tag: str) -> bool:
    """Whether a line right above the largest one opens the title, as where only a name is larger.

    Both are in capitals, or the line cannot end a title ("Förslag till detaljplan för").
    """
    if element.box is None or start.box is None:
        return False
    near = start.box[1] - element.box[3] < start.size
    capitals = _text(element).isupper() and _text(start).isupper()
    open_end = fold(_text(element).rpartition(" ")[2]) in words("transcript", "never_last")
    return (
        near and (capitals or open_end) and element.size >= _LARGER * body_size and _may_be_title(element, contents_tag)
    )


def _is_long(kind: KindMatch, block: Block) -> bool:
    """Whether a heading's kind was only found within a longer line ("Uppföljning av handlingsplan för samverkan …")."""
    return kind.how == "pattern" and len(block.text.split()) > _HEADING_WORDS


def _text(block: Block) -> str:
    return " ".join(part for part in (block.marker, block.label, block.text) if part)


def _may_be_title(block: Block, contents_tag: str) -> bool:
    text = _text(block)
    return (
        block.tag != contents_tag
        and sum(c.isalpha() for c in text) >= 4
        and len(text) <= 250
        and block.form in ("paragraph", "numbered")
        and not block.in_label_column
        and not (part_heading(text) and len(text) < 12)
    )


def _cover_end(
    elements: Elements,
    on_first: Elements,
    title: Sequence[Block],
    body_size: float,
    contents_tag: str,
    listed: Collection[str],
) -> int:
    """How many of `elements` belong to the cover: all of a page with few words, else the short lines in front."""
    chosen = {id(block) for block in title}
    others = [element for element in on_first if id(element) not in chosen]
    has_contents = any(isinstance(e, Block) and e.tag == contents_tag for e in others)
    words = sum(len(_text(e).split()) if isinstance(e, Block) else 12 for e in others)
    pages = {element.page for element in elements}
    if (
        title
        and len(pages) > 1
        and words < _COVER_WORDS
        and not has_contents
        and not any(isinstance(e, Block) and (_says_kind(_text(e)) or _TEXT.search(e.text)) for e in others)
    ):
        return len(on_first)
    data = _data_columns(on_first)
    end = 0
    last_title = max((i for i, e in enumerate(on_first) if id(e) in chosen), default=-1)
    for i, element in enumerate(on_first):
        if id(element) in chosen or id(element) in data:
            end = i + 1
            continue
        if not _cover_line(element, body_size, contents_tag, after_title=i > last_title) or (
            isinstance(element, Block) and fold(split_number(_text(element))[1]) in listed
        ):
            break
        end = i + 1
    return max(end, last_title + 1) if _only_short(on_first[: last_title + 1], chosen) else end


def _says_kind(text: str) -> bool:
    """Whether the line would be a heading by its words; a party's name on a cover is none."""
    match = heading_kind(text)
    return match is not None and (match.kind != "party" or text.endswith(":"))


def _only_short(elements: Elements, chosen: set[int]) -> bool:
    return all(id(e) in chosen or isinstance(e, Table) or len(e.text) < _SHORT for e in elements)


def _cover_line(element: Block | Table, body_size: float, contents_tag: str, after_title: bool) -> bool:
    """A line of document data, parties, period or decision; no heading, no sentence of the text."""
    if isinstance(element, Table):
        return is_document_data(element)
    text = _text(element)
    if element.tag == contents_tag or element.in_label_column:
        return False
    if element.label is not None:
        return document_data_kind(element.label) is not None
    if _says_kind(text) or part_heading(text) is not None:
        return False
    if after_title and ((element.size > 1.1 * body_size and element.bold) or element.form != "paragraph"):
        return False
    return len(text) < _SHORT and not _TEXT.search(text)


def is_document_data(table: Table) -> bool:
    """Whether a table of labels holds the document's data (type, number, decided by …)."""
    labels = [_words(cell) for cell in table.cells if cell.column == 0 and cell.blocks]
    values = [_words(cell) for cell in table.cells if cell.column > 0 and cell.blocks]
    return table.column_count <= 4 and _are_data(labels, values)


def _words(cell: Cell) -> str:
    return " ".join(_text(block) for block in cell.blocks)


def _are_data(labels: Sequence[str], values: Sequence[str]) -> bool:
    """Whether these labels and values are a box of document data: several known, or of the forms of such data."""
    if not labels or not values or sum(len(value) for value in values) > _VALUE * len(values):
        return False
    known = sum(document_data_kind(label) is not None for label in labels)
    kinds = sum(column_kind(label) is not None and document_data_kind(label) is None for label in labels)
    if known >= _KNOWN * len(labels) and known > kinds:
        return True
    formed = [document_value_kind(value) for value in values]
    certain = "decision" in formed or "diary" in formed
    told = known + sum(form is not None for form in formed)
    return certain and kinds <= _STRAY * len(labels) and told >= _FORMED * len(labels)


def _data_columns(elements: Elements) -> set[int]:
    """Ids of the blocks in label columns that hold the document's data."""
    found: set[int] = set()
    run: list[Block] = []
    for element in [*elements, None]:
        if isinstance(element, Block) and element.in_label_column:
            run.append(element)
            continue
        labels = [block.label for block in run if block.label]
        if _are_data(labels, [block.text for block in run if block.text]):
            found |= {id(block) for block in run}
        run = []
    return found
