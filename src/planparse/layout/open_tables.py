"""Tables that nothing draws: columns under a row of heads that say kinds, found by where words begin.

`open_grids` gives them as grids like the drawn ones (`ruled` is False); `open_rows` cuts their rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planparse.layout.lines import overlap, union
from planparse.layout.open_rows import Cut, Stretch, cut_rows
from planparse.lexicon import column_kind
from planparse.page import Box, Grid, GridCell, Line, Word

_PIECE = 0.5
"""White space in em that parts two heads, or a column's text from the next one's: more than a blank."""
_INDENT = 1.6
"""Em beside its head's edge at which a column's bullets may stand."""
_TWO_HEADS = 2.0
"""… where a row has two heads only, which running text could be."""
_AT = 3.0
"""Points beside a column's edge at which its words may begin."""
_FAR = 5.0
"""White space in em that ends a table."""
_SAME_SIZE = 0.7
_LARGER = 1.3
"""A theme row is set at most this times as large as the cells."""
_HEAD_CHARS = 60
_THEME_CHARS = 100
_THEME_ROWS = 2
_HEAD_STEP = 1.5
"""Em between the lines of a head."""
_PAD = 2.0
"""Points around a cell's words."""
_WHOLE = 3
"""A drawn grid with so many rows is a table of its own."""

Row = list[Word]
"""The words on one baseline, from left to right."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A table's columns: left edges in points, type size, and how its cells are set (bold, italic, colour)."""

    edges: tuple[float, ...]
    size: float
    style: tuple[bool, bool, int]
    first: tuple[bool, bool, int]
    """How the first column's cells are set: their own style makes no theme row."""


def is_head_row(words: Sequence[Word]) -> bool:
    """Whether words on one baseline are a table's heads: most of several pieces say a kind."""
    pieces = _pieces(sorted(words, key=lambda word: word.x0))
    texts = [" ".join(word.text for word in piece) for piece in pieces]
    if len(pieces) < 2 or any(len(text) > _HEAD_CHARS for text in texts):
        return False
    known = sum(column_kind(text) is not None for text in texts)
    if len(pieces) == 2:
        return known == 2 and pieces[1][0].x0 - pieces[0][-1].x1 > _TWO_HEADS * words[0].size
    return known >= 2 and known >= 0.5 * len(pieces)


def open_grids(lines: Sequence[Sequence[Line]], drawn: Mapping[int, Sequence[Grid]]) -> dict[int, list[Grid]]:
    """Each page's grids by page number, drawn and open ones. `lines[i]` are page i + 1's without furniture."""
    found: dict[int, list[Grid]] = {}
    going: _Open | None = None
    for number, own in enumerate(lines, 1):
        here = list(drawn.get(number, ()))
        whole = [grid for grid in here if grid.column_count > 1 and grid.row_count >= _WHOLE]
        words = [w for line in own for w in line.words if not any(_holds(grid.box, w.box) for grid in whole)]
        rows = _rows(words)
        opened, going = _page(rows, number, going, [grid.box for grid in whole])
        here = [grid for grid in here if grid in whole or not any(_holds(o.box, grid.box) for o in opened)]
        found[number] = here + opened
    return found


def _holds(box: Box, inner: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _rows(words: Sequence[Word]) -> list[Row]:
    rows: list[Row] = []
    for word in sorted(words, key=lambda word: (word.bottom, word.x0)):
        if rows and overlap(rows[-1][0].box, word.box) >= 0.6:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def _pieces(row: Sequence[Word]) -> list[list[Word]]:
    pieces: list[list[Word]] = []
    for word in row:
        if pieces and word.x0 - pieces[-1][-1].x1 <= _PIECE * max(word.size, pieces[-1][-1].size):
            pieces[-1].append(word)
        else:
            pieces.append([word])
    return pieces


def _page(
    rows: list[Row], page: int, going: _Open | None, walls: Sequence[Box]
) -> tuple[list[Grid], _Open | None]:
    """The page's open grids and the table that its end leaves open. `going`: the one that the page before left."""
    grids: list[Grid] = []
    i = 0
    if going is not None and rows and not is_head_row(rows[0]):
        end, themes = _body(rows, 0, going, walls)
        grid = _grid([], rows[:end], themes, going, page) if end else None
        if grid is not None:
            grids.append(grid)
            i = end
    open_end = going if grids and i == len(rows) else None
    while i < len(rows):
        if not is_head_row(rows[i]):
            i += 1
            continue
        heads = _pieces(rows[i])
        start = _head_end(rows, i, heads)
        table = _columns(heads, rows[start : start + 40])
        end, themes = _body(rows, start, table, walls)
        grid = _grid(rows[i:start], rows[start:end], {t - start for t in themes}, table, page)
        if grid is None:
            i += 1
            continue
        grids.append(grid)
        open_end = table if end == len(rows) else None
        i = end
    return grids, open_end


def _head_end(rows: Sequence[Row], i: int, heads: Sequence[Sequence[Word]]) -> int:
    """The first row below the heads: a head that wraps goes on in the same style, close below."""
    end = i + 1
    style = _style(rows[i])
    if not (style[0] or style[1] or style[2]):
        return end
    lefts = [head[0].x0 for head in heads]
    while end < len(rows):
        row = rows[end]
        step = row[0].bottom - rows[end - 1][0].bottom
        placed = all(
            any(head[0].x0 - _AT <= p[0].x0 and p[-1].x1 <= right for head, right in _spans(heads))
            for p in _pieces(row)
        )
        if _style(row) != style or step > _HEAD_STEP * row[0].size or not placed or end - i >= 3:
            break
        if len(_pieces(row)) == 1 and abs(row[0].x0 - lefts[0]) < _AT and end + 1 < len(rows) and len(heads) > 2:
            following = rows[end + 1]
            if _style(following) != style and following[0].bottom - row[0].bottom > _HEAD_STEP * row[0].size:
                break  # a theme row
        end += 1
    return end


def _spans(heads: Sequence[Sequence[Word]]) -> list[tuple[Sequence[Word], float]]:
    rights = [head[0].x0 - 1.0 for head in heads[1:]] + [float("inf")]
    return list(zip(heads, rights, strict=True))


def _style(words: Sequence[Word]) -> tuple[bool, bool, int]:
    total = sum(len(word.text) for word in words)
    bold = sum(len(word.text) for word in words if word.bold) > 0.6 * total
    italic = sum(len(word.text) for word in words if word.italic) > 0.6 * total
    color = Counter(word.color for word in words for _ in word.text).most_common(1)[0][0]
    return bold, italic, color


def _columns(heads: Sequence[Sequence[Word]], below: Sequence[Row]) -> _Open:
    """The columns under the heads: each begins where the words below its head do, else where the head does."""
    body: list[Row] = []
    for row in below:
        if is_head_row(row):
            break
        body.append(row)
    starts = [piece[0].x0 for row in body for piece in _pieces(row)]
    edges = []
    for k, head in enumerate(heads):
        left = heads[k - 1][-1].x1 if k else 0.0
        if any(-_AT <= start - head[0].x0 <= _INDENT * head[0].size for start in starts):
            edges.append(head[0].x0)
            continue
        counted = Counter(round(start) for start in starts if left < start < head[0].x0)
        usual = [start for start, count in counted.items() if count >= 2]
        edges.append(float(min(usual)) if usual else head[0].x0)
    lead = [row[0].x0 for row in body if row[0].x0 < edges[0] - 2 * row[0].size]
    if len(lead) >= 2 and len(body) >= 2:
        edges.insert(0, min(lead))  # a column without a head
    cells = [word for row in body[:12] for word in row] or [word for head in heads for word in head]
    size = Counter(round(word.size, 1) for word in cells for _ in word.text).most_common(1)[0][0]
    inner = [word for word in cells if word.x0 >= edges[1] - _AT] or cells
    first = [word for word in cells if word.x1 <= edges[1]] or cells
    return _Open(tuple(edges), size, _style(inner), _style(first))


def _crosses(row: Row, edges: Sequence[float]) -> bool:
    """Whether text runs over a column's edge."""
    for edge in edges[1:]:
        for i, word in enumerate(row):
            if word.x0 < edge - _AT and word.x1 > edge + _AT and (word.x0 + word.x1) / 2 > edge:
                return True
            before = row[i - 1] if i else None
            if before is None or before.x0 >= edge - _AT or word.x0 < edge - _AT:
                continue
            if word.x0 - before.x1 <= _PIECE * word.size and abs(word.x0 - edge) > _AT:
                return True
    return row[0].x0 < edges[0] - 2 * _AT


def _filled(row: Row, edges: Sequence[float]) -> set[int]:
    """The columns in which the row's words stand."""
    return {max((k for k, edge in enumerate(edges) if word.x0 >= edge - _AT), default=0) for word in row}


def _body(rows: Sequence[Row], start: int, table: _Open, walls: Sequence[Box]) -> tuple[int, set[int]]:
    """(index behind the last row, indices of theme rows) of the table whose first row below the heads is `start`."""
    themes: set[int] = set()
    pending: list[int] = []
    end = start
    for i in range(start, len(rows)):
        row = rows[i]
        above = rows[i - 1] if i > start else None
        if is_head_row(row):
            break
        if above is not None and row[0].top - max(word.bottom for word in above) > _FAR * table.size:
            break
        if above is not None and any(above[0].bottom <= wall[1] + 1 and wall[3] <= row[0].top + 1 for wall in walls):
            break
        if _crosses(row, table.edges) or _stands_out(row, table):
            if not _may_be_theme(row, table) or len(pending) == _THEME_ROWS:
                break
            pending.append(i)
            continue
        if max(word.size for word in row) > table.size + _SAME_SIZE and len(_filled(row, table.edges)) == 1:
            break
        if pending:
            if len(_filled(row, table.edges)) < 2:
                break
            themes.update(pending)
            pending = []
        end = i + 1
    while end - 1 > start and _trails(rows[end - 2], rows[end - 1], table):
        end -= 1
    return end, {theme for theme in themes if theme < end}


def _stands_out(row: Row, table: _Open) -> bool:
    """Whether the row is one piece in the first column, set in a style that neither column has."""
    if _filled(row, table.edges) != {0}:
        return False
    caps = " ".join(word.text for word in row)
    style = _style(row)
    return (style != table.first and style != table.style) or (caps.isupper() and len(caps) > 5)


def _may_be_theme(row: Row, table: _Open) -> bool:
    text = " ".join(word.text for word in row)
    return len(_pieces(row)) == 1 and len(text) <= _THEME_CHARS and row[0].size <= _LARGER * table.size


def _trails(above: Row, row: Row, table: _Open) -> bool:
    """Whether the last row is text behind the table: alone in the first column, set off by white space."""
    return _filled(row, table.edges) == {0} and row[0].bottom - above[0].bottom > 2.2 * table.size


def _grid(head: Sequence[Row], body: Sequence[Row], themes: set[int], table: _Open, page: int) -> Grid | None:
    """The grid of heads, themes and rows; None where no row has text in two columns."""
    if not any(len(_filled(row, table.edges)) >= 2 for i, row in enumerate(body) if i not in themes):
        return None
    words = [word for row in [*head, *body] for word in row]
    right = max(word.x1 for word in words) + _PAD
    width = len(table.edges)
    columns: list[list[Word]] = [[] for _ in table.edges]
    for row in body:
        for word in row:
            columns[max((k for k, e in enumerate(table.edges) if word.x0 >= e - _AT), default=0)].append(word)
    rights = [_right(column, limit) for column, limit in zip(columns, [*table.edges[1:], right], strict=True)]
    cells: list[GridCell] = []
    count = 0
    if head:
        for k, edge in enumerate(table.edges):
            limit = table.edges[k + 1] - 0.5 if k + 1 < width else right
            own = [w for row in head for w in row if edge - _AT <= w.x0 < limit] if k else []
            own = own if k else [w for row in head for w in row if w.x0 < limit]
            if own:
                top, bottom = min(w.top for w in own) - 1, max(w.bottom for w in own) + 1
                cells.append(GridCell(0, k, 1, 1, (edge - _PAD, top, max(w.x1 for w in own) + _PAD, bottom)))
        count = 1
    for stretch, theme in _stretches(body, themes, columns, table):
        if theme:
            box = union(word.box for word in theme)
            cells.append(GridCell(count, 0, 1, width, (table.edges[0] - _PAD, box[1] - 1, right, box[3] + 1)))
            count += 1
            continue
        if stretch is None:
            continue
        rows, found = stretch
        for cell in found:
            edge = table.edges[cell.column] - _PAD
            box = (min(edge, cell.box[0]), cell.box[1] - 1, max(rights[cell.column], cell.box[2]), cell.box[3] + 1)
            cells.append(GridCell(count + cell.row, cell.column, cell.row_span, 1, box))
        count += rows
    box = union(word.box for word in words)
    outer = (min(box[0], table.edges[0]) - _PAD, box[1] - 1, right, box[3] + 1)
    return Grid(page, outer, count, width, tuple(cells), False)


def _right(column: Sequence[Word], limit: float) -> float:
    """The right edge of a column's cells: where several lines end, or a little farther than the one that does."""
    ends = sorted(word.x1 for word in column if (word.x0 + word.x1) / 2 < limit)
    if not ends:
        return limit
    near = sum(end > ends[-1] - 0.3 * column[0].size for end in ends)
    return ends[-1] + (_PAD if near > 1 else column[0].size)


def _stretches(
    body: Sequence[Row], themes: set[int], columns: Sequence[Sequence[Word]], table: _Open
) -> list[tuple[tuple[int, list[Cut]] | None, list[Word]]]:
    """Theme rows, and what stands between them cut into rows, in order."""
    place = {id(word): k for k, column in enumerate(columns) for word in column}
    parts: list[tuple[list[Row], list[Word]]] = [([], [])]
    for i, row in enumerate(body):
        if i in themes and i - 1 in themes and parts[-1][0] == [] and len(parts) > 1:
            parts[-2][1].extend(row)  # a theme that wraps
        elif i in themes:
            parts[-1][1].extend(row)
            parts.append(([], []))
        else:
            parts[-1][0].append(row)
    stretches = []
    for rows, _ in parts:
        own: list[list[Word]] = [[] for _ in table.edges]
        for row in rows:
            for word in row:
                own[place[id(word)]].append(word)
        stretches.append(Stretch(tuple(tuple(_rows(column)) for column in own)))
    cut = cut_rows(stretches, table.size)
    result: list[tuple[tuple[int, list[Cut]] | None, list[Word]]] = []
    for found, (_, theme) in zip(cut, parts, strict=True):
        result.append((found, []))
        if theme:
            result.append((None, theme))
    return result
