"""Pages → blocks and tables in reading order, furniture taken out.

`lay_out` is the step; `furniture`, `regions`, `blocks`, `contents` and `transcript` are its parts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from planparse.layout.blocks import Column, blocks_of, join_lines, leadings
from planparse.layout.contents import entry, is_entry, with_entries
from planparse.layout.counted import Counted
from planparse.layout.furniture import take_furniture
from planparse.layout.grids import Content, continue_tables, table_of, table_of_region
from planparse.layout.joining import append_around, append_page, without_asides_inside
from planparse.layout.labels import cells_of_labels
from planparse.layout.letterhead import words_across
from planparse.layout.lines import PageLines, overlap, rows_of, size_of, with_drawn_bullets
from planparse.layout.notes import mark_notes
from planparse.layout.numerals import with_numbers
from planparse.layout.open_tables import is_head_row, open_grids
from planparse.layout.panels import (
    Panel,
    cut_at,
    drawn,
    drawn_boxes,
    inserted,
    narrow_runs,
    panel_of,
    regions_with,
    stretches_beside,
)
from planparse.layout.regions import Region
from planparse.layout.transcript import transcript_blocks
from planparse.page import Block, Box, Furniture, Grid, Layout, Line, Middles, Page, Source, Table, Word, holds


@dataclass(frozen=True, slots=True)
class _Area:
    """A stretch of a page that is laid out on its own: lines outside grids, with boxes in them, a box, or a grid."""

    top: float
    regions: tuple[Region, ...] = ()
    grid: Grid | None = None
    panels: tuple[Panel, ...] = ()
    """Boxes: those whose stand-ins are among the regions' lines, or, without regions, one that stands loose."""


def lay_out(source: Source, grids: Mapping[int, Sequence[Grid]]) -> Layout:
    """The document in reading order. `grids` holds each page's drawn grids by page number."""
    if source.media_type == "text/plain":
        return transcript_blocks(source)
    pages = tuple(replace(page, words=(*with_drawn_bullets(page), *_slanted(page))) for page in source.pages)
    body_size = _body_size(pages)
    across = {page.number: words_across(page, body_size) for page in pages}
    pages = tuple(_without(page, across[page.number]) for page in pages)
    laid = [PageLines(page.number) for page in pages]
    lines = [own.of([word for word in page.words if word.upright]) for page, own in zip(pages, laid, strict=True)]
    tabled = [_tabled(own, grids.get(page.number, ())) for page, own in zip(pages, lines, strict=True)]
    kept, furniture = take_furniture(pages, lines, body_size, tabled)
    grids = open_grids(kept, grids)
    furniture += [Furniture("rotated", word.text, page.number, word.box) for page in pages for word in _slanted(page)]
    furniture += [Furniture("frame", word.text, page, word.box) for page, words in across.items() for word in words]
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
        elements = append_page(elements, found, known)
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


def _without(page: Page, words: Sequence[Word]) -> Page:
    return replace(page, words=tuple(word for word in page.words if word not in words)) if words else page


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
    shapes = drawn(page)
    shaped = drawn_boxes(page, cut_at(lines, shapes), shapes)
    boxes += [box for box in shaped if not any(holds(grid.box, box) for grid in grids)]
    areas = [_Area(grid.box[1], grid=grid) for grid in tables]
    words = [word for word in page.words if word.upright]
    if tables:
        words = [word for word in words if not any(holds(grid.box, word.box) for grid in tables)]
    untaken = [line for line in all_lines.of(words) if (line.box, line.text) not in taken]
    free = with_entries(cut_at(untaken, boxes))
    panels: list[Panel] = []
    for box in boxes:
        inside = [line for line in free if _holds(box, line.box)]
        free = [line for line in free if not _holds(box, line.box)]
        if inside:
            panels.append(panel_of(box, inside))
    cuts = sorted(grid.box[1] for grid in tables)
    stretches: list[list[Line]] = [[] for _ in range(len(cuts) + 1)]
    standing: list[list[Panel]] = [[] for _ in range(len(cuts) + 1)]
    for line in free:
        if line.box:
            stretches[sum(line.box[1] >= cut for cut in cuts)].append(line)
    for panel in panels:
        standing[sum(panel.box[1] >= cut for cut in cuts)].append(panel)
    for stretch, own in zip(stretches, standing, strict=True):
        regions, loose = regions_with(stretch, own, page.rulings)
        held = tuple(panel for panel in own if panel not in loose)
        top = 0.0
        for region in regions:  # one that follows in the text does not stand higher up in the order
            top = max(top, region.box[1])
            areas.append(_Area(top, (region,), panels=held))
        areas += [_Area(panel.box[1], panels=(panel,)) for panel in loose]
    return sorted(areas, key=lambda area: area.top)


def _column(lines: Sequence[Line]) -> Column:
    boxes = [line.box for line in lines if line.box]
    return Column(tuple(lines), min(box[0] for box in boxes), max(box[2] for box in boxes))


def _columns(
    areas: Sequence[list[_Area]], pages: Sequence[Page], grids: Mapping[int, Sequence[Grid]], laid: Sequence[PageLines]
) -> list[Column]:
    """Every column of the document, cells included, to measure leading on."""
    regions = [region for own in areas for area in own for region in area.regions]
    panels = {id(panel): panel for own in areas for area in own for panel in area.panels}
    regions += [region for panel in panels.values() for region in panel.regions]
    found = [_column(lines) for region in regions for lines in region.columns if lines]
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
    loose = [panel.box for area in areas if not area.regions for panel in area.panels]
    kind = None
    for area in areas:
        if area.grid is not None:
            elements += table_of(area.grid, content)
            kind = None
        for region in area.regions:
            more = _region_elements(region, content, furniture, width, area.panels, loose=loose)
            goes_on = kind == region.kind == "flow"  # a stretch of columns in parts
            elements = append_page(elements, more, content.known) if goes_on else elements + more
            kind = region.kind
    for area in areas:
        if not area.regions:
            for panel in area.panels:
                elements = inserted(elements, _panel_elements(panel, content, furniture), panel.box, content.known)
    return with_numbers(without_asides_inside(elements, content.known))


def _panel_elements(panel: Panel, content: Content, furniture: list[Furniture]) -> list[Block | Table]:
    found = [_region_elements(region, content, furniture, None, boxed=True) for region in panel.regions]
    return [element for own in found for element in own]


def _page_column(areas: list[_Area]) -> tuple[float, float] | None:
    """The left and right edge of the page's one-column text, which a short stretch alone does not show."""
    boxes = [r.box for a in areas for r in a.regions if r.kind == "single"]
    return (min(box[0] for box in boxes), max(box[2] for box in boxes)) if boxes else None


def _region_elements(
    region: Region,
    content: Content,
    furniture: list[Furniture],
    width: tuple[float, float] | None,
    panels: Sequence[Panel] = (),
    *,
    loose: Sequence[Box] = (),
    boxed: bool = False,
) -> list[Block | Table]:
    if region.kind == "table":
        return [table_of_region(region.columns, content)]
    if region.kind == "labels":
        return list(_labelled(region, content))
    if region.kind == "contents":
        return list(_contents_columns(region, furniture))
    if region.kind == "signatures":
        return [_signatory(lines, content) for lines in region.columns]
    standing = {id(panel.stand_in): panel for panel in panels}
    found: list[Block | Table] = []
    for lines in region.columns:
        column = _column(lines)
        if region.kind == "single" and width:
            narrow = stretches_beside(column.lines, loose) + narrow_runs(column.lines, *width)
            column = Column(column.lines, *width, narrow)
        waiting: list[Block | Table] = []  # what stands in boxes since the text before
        for part, kind in _with_contents(column):
            if kind == "panel":
                waiting += _panel_elements(standing[id(part[0])], content, furniture)
                continue
            blocks: list[Block | Table] = []
            if kind == "contents":
                block, taken = entry(part, None)
                blocks.append(block)
                furniture += [taken] if taken else []
            else:
                inner = Column(tuple(part), column.x0, column.x1, column.narrow)
                blocks += blocks_of(inner, content.leading, content.known, boxed)
            found = append_around(found, waiting, blocks, content.known)
            waiting = []
        found += waiting
    return found


def _signatory(lines: Sequence[Line], content: Content) -> Block:
    """The lines of one who signs as one block, however they are spaced."""
    blocks = blocks_of(_column(lines), content.leading, content.known)
    text = join_lines([line.text for line in lines], [False] * len(lines), content.known)
    return replace(blocks[0], text=text, lines=tuple(lines), label=None, marker=None, form="paragraph", bold=False)


def _with_contents(column: Column) -> list[tuple[list[Line], Literal["text", "contents", "panel"]]]:
    """The column's lines in stretches of running text, single entries of the contents and single stand-ins.

    A line without leader between two entries is the start of the next one: its title wraps.
    """
    found: list[tuple[list[Line], Literal["text", "contents", "panel"]]] = []
    lines = list(column.lines)
    marked = [bool(line.words) and is_entry(line) for line in lines]
    pending: list[Line] = []
    for i, line in enumerate(lines):
        if marked[i]:
            wrapped = pending if pending and i > 0 and any(marked[: i - len(pending)]) and len(pending) <= 2 else []
            if pending and not wrapped:
                found.append((pending, "text"))
            found.append(([*wrapped, line], "contents"))
            pending = []
        elif not line.words:
            found += [(pending, "text")] if pending else []
            found.append(([line], "panel"))
            pending = []
        else:
            pending.append(line)
    if pending:
        found.append((pending, "text"))
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
