"""Pages → blocks and tables in reading order, furniture taken out.

`lay_out` is the step; `furniture`, `regions`, `blocks`, `contents` and `transcript` are its parts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from planparse.layout.blocks import Column, blocks_of, join_lines, leadings
from planparse.layout.contents import entry, is_entry, with_entries
from planparse.layout.counted import Counted
from planparse.layout.furniture import take_furniture
from planparse.layout.grids import Content, continue_tables, table_of, table_of_region
from planparse.layout.lines import PageLines, overlap, rows_of, size_of, with_drawn_bullets
from planparse.layout.notes import mark_notes
from planparse.layout.open_tables import is_head_row, open_grids
from planparse.layout.regions import Region, cells_of_labels, regions_of
from planparse.layout.transcript import transcript_blocks
from planparse.page import Block, Box, Furniture, Grid, Layout, Line, Middles, Page, Source, Table, Word, holds

_OPEN_END = re.compile(r"[.!?:;][”\"')»]?$")
_BOX_SHARE = 0.8
"""A fill over more than this share of the page is a background, no box."""
_BOX_LINES = 2.6
"""A box holds more than this many ems of height; a lower fill is a bar behind a heading."""


@dataclass(frozen=True, slots=True)
class _Area:
    """A stretch of a page that is laid out on its own: lines outside grids, a box, or a grid."""

    top: float
    regions: tuple[Region, ...] = ()
    grid: Grid | None = None
    boxed: bool = False


def lay_out(source: Source, grids: Mapping[int, Sequence[Grid]]) -> Layout:
    """The document in reading order. `grids` holds each page's drawn grids by page number."""
    if source.media_type == "text/plain":
        return transcript_blocks(source)
    pages = tuple(replace(page, words=(*with_drawn_bullets(page), *_slanted(page))) for page in source.pages)
    body_size = _body_size(pages)
    laid = [PageLines(page.number) for page in pages]
    lines = [own.of([word for word in page.words if word.upright]) for page, own in zip(pages, laid, strict=True)]
    tabled = [_tabled(own, grids.get(page.number, ())) for page, own in zip(pages, lines, strict=True)]
    kept, furniture = take_furniture(pages, lines, body_size, tabled)
    grids = open_grids(kept, grids)
    furniture += [Furniture("rotated", word.text, page.number, word.box) for page in pages for word in _slanted(page)]
    taken: dict[int, set[tuple[Box | None, str]]] = defaultdict(set)
    for item in furniture:
        taken[item.page].add((item.box, item.text))
    areas = [
        _areas(page, own, grids.get(page.number, ()), taken[page.number], all_lines)
        for page, own, all_lines in zip(pages, kept, laid, strict=True)
    ]
    known = Counted(pages)
    leading = leadings(_columns(areas, pages, grids, laid))
    del lines, kept
    elements: list[Block | Table] = []
    for i, page in enumerate(pages):
        content = Content(page, leading, known, laid[i])
        found = mark_notes(_page_elements(areas[i], content, furniture), body_size)
        _let_words_go(found)
        elements = _append_page(elements, found, known)
        areas[i], laid[i] = [], PageLines(page.number)  # a long document's lines need not wait for its end
    elements = continue_tables(elements, furniture)
    return Layout(tuple(elements), tuple(furniture), body_size)


def _let_words_go(elements: Sequence[Block | Table]) -> None:
    """Empties the lines, which nobody else has yet: the steps behind ask for texts and boxes only.

    The words of a document of 1,000 pages are 70 MB.
    """
    for element in elements:
        for block in (element,) if isinstance(element, Block) else (b for cell in element.cells for b in cell.blocks):
            for line in block.lines:
                object.__setattr__(line, "words", ())


def _tabled(lines: list[Line], grids: Sequence[Grid]) -> set[int]:
    """The ids of the page's lines that stand in a drawn grid, make a list of contents or head a table."""
    rows = rows_of(lines)
    entries = with_entries(lines, rows)
    inside = {id(line) for line in lines} - {id(line) for line in entries}
    if grids:
        inside |= {id(line) for line in lines if any(_holds(grid.box, line.box) for grid in grids)}
    for row in rows:
        if is_head_row([word for line in row for word in line.words]):
            inside |= {id(line) for line in row}
    return inside


def _slanted(page: Page) -> list[Word]:
    return [word for word in page.words if not word.upright]


def _body_size(pages: Sequence[Page]) -> float:
    exact: dict[float, int] = {}
    for page in pages:
        for word in page.words:
            exact[word.size] = exact.get(word.size, 0) + len(word.text)
    sizes: Counter[float] = Counter()
    for size, often in exact.items():
        sizes[round(size * 2) / 2] += often
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _holds(box: Box, inner: Box | None) -> bool:
    return inner is not None and holds(box, inner)


def _areas(
    page: Page,
    lines: list[Line],
    grids: Sequence[Grid],
    taken: Collection[tuple[Box | None, str]],
    all_lines: PageLines,
) -> list[_Area]:
    """The page cut into stretches from top to bottom. `lines` are those without furniture, which is `taken`."""
    tables = [grid for grid in grids if grid.column_count > 1]
    boxes = [cell.box for grid in grids if grid.column_count == 1 for cell in grid.cells]
    boxes += [box for box in _filled_boxes(page, lines) if not any(_holds(grid.box, box) for grid in grids)]
    areas = [_Area(grid.box[1], grid=grid) for grid in tables]
    words = [word for word in page.words if word.upright]
    if tables:
        words = [word for word in words if not any(_holds(grid.box, word.box) for grid in tables)]
    free = with_entries([line for line in all_lines.of(words) if (line.box, line.text) not in taken])
    for box in boxes:
        inside = [line for line in free if _holds(box, line.box)]
        free = [line for line in free if not _holds(box, line.box)]
        if inside:
            areas.append(_Area(inside[0].box[1] if inside[0].box else 0.0, tuple(regions_of(inside, ())), boxed=True))
    cuts = sorted(grid.box[1] for grid in tables)
    stretches: list[list[Line]] = [[] for _ in range(len(cuts) + 1)]
    for line in free:
        if line.box:
            stretches[sum(line.box[1] >= cut for cut in cuts)].append(line)
    for stretch in stretches:
        for region in regions_of(stretch, page.rulings, boxes):
            areas.append(_Area(region.box[1], (region,)))
    return sorted(areas, key=lambda area: area.top)


def _filled_boxes(page: Page, lines: list[Line]) -> list[Box]:
    """Shaded boxes that hold several lines and are not the page's background."""
    found = []
    for fill in page.fills:
        box = (fill.x0, fill.top, fill.x1, fill.bottom)
        area = (fill.x1 - fill.x0) * (fill.bottom - fill.top)
        inside = [line for line in lines if _holds(box, line.box)]
        if not inside or area > _BOX_SHARE * page.width * page.height:
            continue
        if fill.bottom - fill.top > _BOX_LINES * size_of(inside[0]) and len(inside) >= 2:
            crossing = any(
                line.box and overlap(box, line.box) > 0.5 and line.box[0] < fill.x0 - 2 and line.box[2] > fill.x0 + 8
                for line in lines
            )
            if not crossing:
                found.append(box)
    outer = [a for a in found if not any(a != b and _holds(b, a) and b[2] - b[0] >= a[2] - a[0] for b in found)]
    return sorted(set(outer), key=lambda box: (box[1], box[0]))


def _column(lines: Sequence[Line]) -> Column:
    boxes = [line.box for line in lines if line.box]
    return Column(tuple(lines), min(box[0] for box in boxes), max(box[2] for box in boxes))


def _columns(
    areas: Sequence[list[_Area]], pages: Sequence[Page], grids: Mapping[int, Sequence[Grid]], laid: Sequence[PageLines]
) -> list[Column]:
    """Every column of the document, cells included, to measure leading on."""
    found = [
        _column(lines) for own in areas for area in own for region in area.regions for lines in region.columns if lines
    ]
    for page, all_lines in zip(pages, laid, strict=True):
        own = grids.get(page.number, ())
        middles = Middles(page.words) if own else None
        for cell in (cell for grid in own for cell in grid.cells):
            words = [page.words[i] for i in middles.within(cell.box)] if middles else []
            words = [word for word in words if word.upright]
            if len(words) > 1:  # one word alone shows no leading
                found.append(_column(all_lines.of(words)))
    return found


def _page_elements(areas: list[_Area], content: Content, furniture: list[Furniture]) -> list[Block | Table]:
    elements: list[Block | Table] = []
    width = _page_column(areas)
    for area in areas:
        if area.grid is not None:
            elements += table_of(area.grid, content)
        elif not area.boxed:
            for region in area.regions:
                elements += _region_elements(region, content, False, furniture, width)
    for area in areas:
        if area.boxed:
            inside = [e for r in area.regions for e in _region_elements(r, content, True, furniture, width)]
            elements = _inserted(elements, inside, area)
    return elements


def _inserted(elements: list[Block | Table], inside: list[Block | Table], area: _Area) -> list[Block | Table]:
    """A box's content before the first element of its column that begins below it."""
    x0, x1 = min(r.box[0] for r in area.regions), max(r.box[2] for r in area.regions)
    last = len(elements)
    for i, element in enumerate(elements):
        box = element.box
        if box and box[0] < x1 and box[2] > x0:
            if box[1] > area.top:
                return [*elements[:i], *inside, *elements[i:]]
            last = i + 1
    return [*elements[:last], *inside, *elements[last:]]


def _page_column(areas: list[_Area]) -> tuple[float, float] | None:
    """The left and right edge of the page's one-column text, which a short stretch alone does not show."""
    boxes = [r.box for a in areas if not a.boxed for r in a.regions if r.kind == "single"]
    return (min(box[0] for box in boxes), max(box[2] for box in boxes)) if boxes else None


def _region_elements(
    region: Region,
    content: Content,
    boxed: bool,
    furniture: list[Furniture],
    width: tuple[float, float] | None,
) -> list[Block | Table]:
    if region.kind == "table":
        return [table_of_region(region.columns, content)]
    if region.kind == "labels":
        return list(_labelled(region, content))
    if region.kind == "contents":
        return list(_contents_columns(region, furniture))
    if region.kind == "signatures":
        return [_signatory(lines, content) for lines in region.columns]
    found: list[Block | Table] = []
    for lines in region.columns:
        column = _column(lines)
        if region.kind == "single" and not boxed and width:
            column = Column(column.lines, *width)
        blocks: list[Block] = []
        for part, contents in _with_contents(column):
            if contents:
                block, taken = entry(part, None)
                blocks.append(block)
                furniture += [taken] if taken else []
            else:
                inner = Column(tuple(part), column.x0, column.x1)
                blocks += blocks_of(inner, content.leading, content.known, boxed)
        found = _append_page(found, list(blocks), content.known)
    return found


def _signatory(lines: Sequence[Line], content: Content) -> Block:
    """The lines of one who signs as one block, however they are spaced."""
    blocks = blocks_of(_column(lines), content.leading, content.known)
    text = join_lines([line.text for line in lines], [False] * len(lines), content.known)
    return replace(blocks[0], text=text, lines=tuple(lines), label=None, marker=None, form="paragraph", bold=False)


def _with_contents(column: Column) -> list[tuple[list[Line], bool]]:
    """The column's lines in stretches of running text and single entries of the contents.

    A line without leader between two entries is the start of the next one: its title wraps.
    """
    found: list[tuple[list[Line], bool]] = []
    lines = list(column.lines)
    marked = [is_entry(line) for line in lines]
    pending: list[Line] = []
    for i, line in enumerate(lines):
        if marked[i]:
            wrapped = pending if pending and i > 0 and any(marked[: i - len(pending)]) and len(pending) <= 2 else []
            if pending and not wrapped:
                found.append((pending, False))
            found.append(([*wrapped, line], True))
            pending = []
        else:
            pending.append(line)
    if pending:
        found.append((pending, False))
    return found


def _labelled(region: Region, content: Content) -> list[Block]:
    """A label column: each label as a block without text, its text's blocks behind it."""
    left, right = region.columns
    groups = cells_of_labels(left, right)
    tops = [group[0].box[1] if group[0].box else 0.0 for group in groups]
    text = _column(right)
    found: list[Block] = []
    for i, group in enumerate(groups):
        start = tops[i] - 0.6 * size_of(group[0])
        end = tops[i + 1] - 0.6 * size_of(groups[i + 1][0]) if i + 1 < len(groups) else float("inf")
        first = -float("inf") if i == 0 else start
        own = [line for line in right if line.box and first <= line.box[1] < end]
        label = blocks_of(_column(group), content.leading, content.known)
        joined = join_lines([line.text for line in group], [False] * len(group), content.known)
        found.append(replace(label[0], text="", label=joined, in_label_column=True))
        if own:
            column = Column(tuple(own), text.x0, text.x1)
            found += [
                replace(block, in_label_column=True) for block in blocks_of(column, content.leading, content.known)
            ]
    return found


def _contents_columns(region: Region, furniture: list[Furniture]) -> list[Block]:
    """Contents whose page numbers stand in a column of their own."""
    titles, numbers = region.columns
    found: list[Block] = []
    group: list[Line] = []
    for line in titles:
        group.append(line)
        number = next((n for n in numbers if n.box and line.box and overlap(n.box, line.box) > 0.5), None)
        if number is not None or line is titles[-1]:
            block, taken = entry(group, number.text if number else None)
            found.append(block)
            furniture += [taken] if taken else []
            group = []
    return found


def _append_page(
    elements: list[Block | Table], more: list[Block | Table], known: Mapping[str, int]
) -> list[Block | Table]:
    """`elements`, extended by `more`, a paragraph that runs over the page or column break joined."""
    if not elements or not more:
        elements += more
        return elements
    following = more[0]
    for back in range(1, min(4, len(elements)) + 1):
        before = elements[-back]
        if not isinstance(before, Block) or not isinstance(following, Block):
            break
        if back > 1 or before.size < 0.9 * following.size:  # look past the page's footnotes only
            if elements[-1] is before:
                continue
            if any(isinstance(e, Block) and e.size >= 0.9 * following.size for e in elements[-back + 1 :]):
                break
        if _runs_on(before, following):
            joined = replace(
                before,
                text=join_lines([before.text, following.text], [before.text.endswith("-"), False], known),
                lines=before.lines + following.lines,
            )
            elements[-back] = joined
            elements += more[1:]
            return elements
        break
    elements += more
    return elements


def _runs_on(before: Block, following: Block) -> bool:
    return (
        following.form == "paragraph"
        and before.tag != "TOCI"
        and following.tag != "TOCI"
        and not before.boxed
        and not following.boxed
        and before.bold == following.bold
        and following.label is None
        and before.in_label_column == following.in_label_column
        and bool(before.text)
        and abs(before.size - following.size) < 0.7
        and bool(re.match(r"[a-zåäö(]", following.text))
        and not _OPEN_END.search(before.text)
    )
