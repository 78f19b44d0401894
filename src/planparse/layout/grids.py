"""Grids and what stands in them → tables; a table that runs over page breaks is one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from planparse.layout.blocks import Column, Leading, blocks_of, box_right, join_lines
from planparse.layout.lines import PageLines, overlap, size_of, union
from planparse.lexicon import words
from planparse.page import Block, Box, Cell, Furniture, Grid, GridCell, Line, Middles, Page, Table, Word

_SAME_EDGE = 6.0
"""Column borders of two pages this close (points) are the same border."""
_TAIL = re.compile(r"^[a-zåäöé]+[.,;:]?$|^[a-zåäöé]+[/–]")
_LONG = 7
"""Letters of a word that may be too long for a table's cell."""
_TIGHT = 0.12
"""Room that a renderer may leave beside a full line, in em."""
_SENTENCE = 20
"""Characters of a text that may be an unfinished sentence; a shorter one is a name or a time."""
_ENDS = re.compile(r"[.!?:;][”\"')»]?$")


@dataclass(frozen=True, slots=True)
class Content:
    """What the blocks of a page are built with: the page, usual leadings, the document's word counts, its lines."""

    page: Page
    leading: Leading
    known: Mapping[str, int]
    lines: PageLines


def table_of(grid: Grid, content: Content) -> list[Block | Table]:
    """The grid with its text; only the blocks where all text stands in one cell (a frame, no table).

    Each word stands in the smallest cell that holds it; what a frame around the other cells holds goes before the
    table, and a word that no cell holds makes a cell of its own: nothing is lost.
    """
    own, stray = _words_by_cell(grid, content.page)
    cells = [
        Cell(
            cell.row, cell.column, cell.row_span, cell.column_span, cell.box, grid.page,
            tuple(_cell_blocks(content.lines.of(words), cell.box, content)), _shade(content.page, cell.box),
        )
        for cell, words in zip(grid.cells, own, strict=True)
    ]  # fmt: skip
    frames = [cell for cell in cells if cell.row_span == grid.row_count and cell.column_span == grid.column_count]
    cells = [cell for cell in cells if cell not in frames] + _stray_cells(stray, grid, content)
    before: list[Block | Table] = [block for frame in frames for block in frame.blocks]
    filled = [cell for cell in cells if cell.blocks]
    if len(filled) <= 1:
        return before + [block for cell in filled for block in cell.blocks]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    first = min(cell.column for cell in cells)
    cells = [replace(cell, column=cell.column - first) for cell in cells]
    return [*before, Table(grid.page, grid.box, grid.row_count, grid.column_count - first, tuple(cells), grid.ruled)]


def _words_by_cell(grid: Grid, page: Page) -> tuple[list[list[Word]], list[Word]]:
    """Each cell's words, and those in the grid that no cell holds. Of several cells the smallest has the word."""
    middles = Middles(page.words)
    holding: dict[int, int] = {}
    for place, cell in enumerate(grid.cells):
        for i in middles.within(cell.box, right_open=True):
            if i not in holding or _area(cell) < _area(grid.cells[holding[i]]):
                holding[i] = place
    own: list[list[Word]] = [[] for _ in grid.cells]
    stray: list[Word] = []
    for i in middles.within(grid.box, right_open=True):
        if page.words[i].upright:
            (own[holding[i]] if i in holding else stray).append(page.words[i])
    return own, stray


def _area(cell: GridCell) -> float:
    return (cell.box[2] - cell.box[0]) * (cell.box[3] - cell.box[1])


def _stray_cells(words: Sequence[Word], grid: Grid, content: Content) -> list[Cell]:
    """Cells for words in the grid that no drawn cell holds, by the rows and columns that stand beside them."""
    places: dict[tuple[int, int], list[Line]] = {}
    for line in content.lines.of(words):
        if line.box is None:
            continue
        x, y = (line.box[0] + line.box[2]) / 2, (line.box[1] + line.box[3]) / 2
        beside = [cell for cell in grid.cells if cell.box[1] <= y < cell.box[3]]
        over = [cell for cell in grid.cells if cell.box[0] <= x < cell.box[2]]
        row = max((cell.row for cell in beside), default=grid.row_count - 1)
        column = max((cell.column for cell in over if cell.column_span == 1), default=0)
        places.setdefault((row, column), []).append(line)
    return [
        Cell(row, column, 1, 1, box, grid.page, tuple(_cell_blocks(lines, box, content)))
        for (row, column), lines in places.items()
        if (box := union(line.box for line in lines if line.box))
    ]


def _shade(page: Page, box: Box) -> int | None:
    x, y = ((box[0] + 2) + (box[0] + 3)) / 2, ((box[1] + 2) + (box[1] + 3)) / 2
    for fill in reversed(page.fills):
        if fill.x0 <= x < fill.x1 and fill.top <= y < fill.bottom:
            return fill.color
    return None


def _cell_blocks(lines: list[Line], box: Box, content: Content) -> list[Block]:
    if not lines:
        return []
    # two pieces on one baseline in a cell are one line: a tab, a justified blank
    rows: list[Line] = []
    for line in lines:
        if rows and rows[-1].box and line.box and overlap(rows[-1].box, line.box) > 0.6:
            above = rows[-1]
            first, second = sorted((above, line), key=lambda item: item.box[0] if item.box else 0.0)
            assert above.box
            assert line.box
            rows[-1] = Line(
                f"{first.text} {second.text}", line.page, union([above.box, line.box]), first.words + second.words
            )
        else:
            rows.append(line)
    x0 = min(line.box[0] for line in rows if line.box)
    right = max(box_right(box, x0), max(line.box[2] for line in rows if line.box))
    return _heal(blocks_of(Column(tuple(rows), x0, right), content.leading, content.known), right, content.known)


def _heal(blocks: list[Block], right: float, known: Mapping[str, int]) -> list[Block]:
    """Words that a narrow cell broke without a hyphen put together. `right` is the text's right edge in points."""
    healed = []
    for block in blocks:
        text = block.text
        for above, below in itertools.pairwise(block.lines):
            head, tail = above.text.rsplit(" ", 1)[-1], below.text.split(" ", 1)[0]
            if _is_broken(above, below, head, tail, right, known):
                text = text.replace(f"{head} {tail}", head + tail, 1)
        healed.append(block if text == block.text else replace(block, text=text))
    return healed


def _is_broken(above: Line, below: Line, head: str, tail: str, right: float, known: Mapping[str, int]) -> bool:
    """Whether `head` at a line's end and `tail` at the next one's start are one word, too long for its cell.

    Either the document has the whole word elsewhere (and not the tail), or the head fills a line of its own so that
    not one letter more had room.
    """
    if not head[-1:].isalpha() or not _TAIL.match(tail):
        return False
    whole, rest = (head + tail).casefold().strip(".,;:"), tail.casefold().strip(".,;:")
    if head.isalpha() and known.get(whole, 0) > 0 and known.get(rest, 0) <= 1:
        return True
    if len(above.words) != 1 or rest in words("layout", "never_broken_off") or not above.box or not below.words:
        return False
    first = below.words[0]
    letter = (first.x1 - first.x0) / max(1, len(first.text))
    return len(head) >= _LONG and right - above.box[2] < letter + _TIGHT * first.size


def table_of_region(columns: Sequence[Sequence[Line]], content: Content) -> Table:
    """A table without rulings from its columns of lines."""
    boxes = [[line.box for line in column if line.box] for column in columns]
    edges = [min(box[0] for box in column) for column in boxes] + [max(b[2] for c in boxes for b in c)]
    starts = _row_starts(columns)
    bottom = max(box[3] for column in boxes for box in column)
    cells = []
    for k, column in enumerate(columns):
        for row, start in enumerate(starts):
            end = starts[row + 1] if row + 1 < len(starts) else bottom + 1
            own = [line for line in column if line.box and start - 2.0 <= line.box[1] < end - 2.0]
            if not own:
                continue
            box = (edges[k], start, edges[k + 1], end)
            cells.append(Cell(row, k, 1, 1, box, content.page.number, tuple(_cell_blocks(list(own), box, content))))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    box = (edges[0], starts[0], edges[-1], bottom)
    return Table(content.page.number, box, len(starts), len(columns), tuple(cells), False)


def _row_starts(columns: Sequence[Sequence[Line]]) -> list[float]:
    """Tops of the rows: where the first column has a line and the white space above is a row's."""
    tops: list[float] = []
    for top in sorted(line.box[1] for column in columns for line in column if line.box):
        if not tops or top - tops[-1] > 0.4 * size_of(columns[0][0]):
            tops.append(top)
    gaps = [b - a for a, b in itertools.pairwise(tops)]
    if not gaps:
        return tops
    tight = min(gaps)
    wide = [gap for gap in gaps if gap > 1.22 * tight]
    firsts = [line.box[1] for line in columns[0] if line.box]
    begins = sum(line.text[:1].isupper() or line.text[:1].isdigit() for line in columns[0])
    names = begins >= 0.9 * len(firsts) and len(firsts) >= 0.85 * len(tops)
    if wide and len(wide) < len(gaps) and not names:  # two kinds of gaps: leading inside a row, more between rows
        return [tops[0]] + [b for a, b in itertools.pairwise(tops) if b - a > 1.22 * tight]
    return [top for i, top in enumerate(tops) if i == 0 or any(abs(top - first) < 3 for first in firsts)]


def continue_tables(elements: Sequence[Block | Table], furniture: list[Furniture]) -> list[Block | Table]:
    """Tables that go on after a page break joined; a header printed again becomes furniture."""
    result: list[Block | Table] = []
    for element in elements:
        before = result[-1] if result else None
        if (
            isinstance(before, Table)
            and isinstance(element, Table)
            and element.page > before.page
            and _same_columns(before, element)
        ):
            result[-1] = _continued(before, element, furniture)
        else:
            result.append(element)
    return result


def _same_columns(a: Table, b: Table) -> bool:
    if a.column_count != b.column_count or a.ruled != b.ruled:
        return False
    if a.ruled:
        return all(min(abs(edge - other) for other in _edges(b)) <= _SAME_EDGE for edge in _edges(a))
    few, more = sorted((_edges(a), _edges(b)), key=len)  # a column may be empty on one of the pages
    return all(min(abs(edge - other) for other in more) <= _SAME_EDGE for edge in few)


def _edges(table: Table) -> list[float]:
    right = {round(table.box[2], 1)} if table.ruled else set()  # nothing draws an open table's right edge
    return sorted({round(cell.box[0], 1) for cell in table.cells} | right)


def _row(table: Table, row: int) -> list[Cell]:
    return [cell for cell in table.cells if cell.row == row]


def _continued(first: Table, second: Table, furniture: list[Furniture]) -> Table:
    head = 0
    while (
        head < second.row_count - 1
        and head < first.row_count
        and _texts(_row(first, head)) == _texts(_row(second, head))
        and any(_texts(_row(second, head)))
    ):
        furniture += [
            Furniture("repeated_header", cell.text, second.page, cell.box) for cell in _row(second, head) if cell.text
        ]
        head += 1
    if head == 0 and not first.ruled:
        pass
    rest = [replace(cell, row=cell.row - head) for cell in second.cells if cell.row >= head]
    cells = list(first.cells)
    offset = first.row_count
    opening = [cell for cell in rest if cell.row == 0]
    last = {cell.column: i for i, cell in enumerate(cells) if cell.row + cell.row_span == first.row_count}
    if opening and _splits_row(opening, {column: cells[i] for column, i in last.items()}, first.ruled):
        for cell in opening:
            if cell.blocks and cell.column not in last:
                cells.append(replace(cell, row=first.row_count - 1))
            elif cell.blocks:
                i = last[cell.column]
                cells[i] = replace(cells[i], blocks=_joined(cells[i].blocks, cell.blocks))
        rest = [cell for cell in rest if cell.row > 0]
        offset -= 1
    cells += [replace(cell, row=cell.row + offset) for cell in rest]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(first, row_count=offset + second.row_count - head, cells=tuple(cells))


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [cell.text.casefold() for cell in cells]


def _splits_row(opening: Sequence[Cell], last: Mapping[int, Cell], ruled: bool) -> bool:
    """Whether a page break cut a row: the texts in the new page's first row go on with unfinished ones.

    Where nothing draws the rows, some are enough if no new text stands in the first column: the others were cut
    between two paragraphs.
    """
    filled = [cell for cell in opening if cell.blocks]
    if ruled and filled and _fills_gaps(filled, last):
        return True
    if not filled or any(cell.column not in last or not last[cell.column].blocks for cell in filled):
        return False
    goes_on = [_goes_on(last[cell.column], cell) for cell in filled]
    if ruled or all(goes_on):
        return all(goes_on)
    first = filled[0].column == 0 and not goes_on[0]
    said = any(on and len(last[cell.column].text) >= _SENTENCE for on, cell in zip(goes_on, filled, strict=True))
    listed = len(filled) == 1 and filled[0].blocks[0].form == last[filled[0].column].blocks[-1].form == "bullet"
    return not first and (said or listed)


def _fills_gaps(filled: Sequence[Cell], last: Mapping[int, Cell]) -> bool:
    """Whether a drawn row's texts only stand where the page before left the row open, beside its first column.

    A text that the break did not cut went to the new page whole: there no cell but those is filled.
    """
    begun = 0 in last and bool(last[0].blocks)
    return begun and all(cell.column > 0 and not (cell.column in last and last[cell.column].blocks) for cell in filled)


def _goes_on(above: Cell, below: Cell) -> bool:
    """Whether the text of a cell is unfinished and the one below begins inside a sentence."""
    return not _ENDS.search(above.text) and bool(re.match(r"[a-zåäö]", below.text))


def _joined(above: tuple[Block, ...], below: tuple[Block, ...]) -> tuple[Block, ...]:
    if below[0].marker or not above:
        return above + below
    text = join_lines([above[-1].text, below[0].text], [above[-1].text.endswith("-"), False], {})
    joined = replace(above[-1], text=text, lines=above[-1].lines + below[0].lines)
    return (*above[:-1], joined, *below[1:])
