"""Tables that nothing draws: columns under a row of heads that say kinds, found by where words begin.

`open_grids` gives them as grids like the drawn ones (`ruled` is False); `open_rows` cuts their rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from planparse.layout.lines import union, usual_color
from planparse.layout.open_rows import Stretch, cut_rows
from planparse.lexicon import column_kind
from planparse.page import Box, Grid, GridCell, Line, Word, holds

_PIECE = 0.5
"""White space in em that parts two heads, or a column's text from the next one's: more than a blank."""
_INDENT = 1.6
"""Em beside its head's edge at which a column's bullets may stand."""
_BLANK = 0.4
"""White space in em that only parts two words, even where the second begins at a column's edge."""
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
_CAPS = 6
"""Letters of a word in capitals that is no abbreviation."""
_THEME_ROWS = 2
_HEAD_STEP = 1.5
"""Em between the lines of a head."""
_PAD = 2.0
"""Points around a cell's words."""
_WHOLE = 2
"""A drawn grid with so many rows is a table of its own."""

_NO_HEAD = ("party", "lead_in", "signatures", "contents")
"""Kinds of names and lines that head no column."""

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
    head: tuple[bool, bool, int]
    """How the heads are set: a row that only reads like heads ("Polisen", "Uppfyllt") is set as cells are."""


def is_head_row(words: Sequence[Word]) -> bool:
    """Whether words on one baseline are a table's heads: most of several pieces say a kind."""
    pieces = _pieces(sorted(words, key=_left))
    if len(pieces) < 2:
        return False
    texts = [" ".join([word.text for word in piece]) for piece in pieces]
    if any(len(text) > _HEAD_CHARS for text in texts):
        return False
    known = sum((match := column_kind(text)) is not None and match.kind not in _NO_HEAD for text in texts)
    if len(pieces) == 2:
        return known == 2 and pieces[1][0].x0 - pieces[0][-1].x1 > _TWO_HEADS * words[0].size
    return known >= 2 and known >= 0.5 * len(pieces)


@dataclass(frozen=True, slots=True)
class _Found:
    """A table on its page: the rows of its heads, its other rows, which of those are themes, and its columns."""

    page: int
    head: list[Row]
    body: list[Row]
    themes: frozenset[int]
    table: _Open

    @property
    def box(self) -> Box:
        return union(word.box for row in (*self.head, *self.body) for word in row)


def open_grids(lines: Sequence[Sequence[Line]], drawn: Mapping[int, Sequence[Grid]]) -> dict[int, list[Grid]]:
    """Each page's grids by page number, drawn and open ones. `lines[i]` are page i + 1's without furniture."""
    tables: list[_Found] = []
    kept: dict[int, list[Grid]] = {}
    going: _Open | None = None
    for number, own in enumerate(lines, 1):
        here = list(drawn.get(number, ()))
        whole = [grid for grid in here if grid.column_count > 1 and grid.row_count >= _WHOLE]
        words = [word for line in own for word in line.words]
        if whole:
            words = [word for word in words if not any(holds(grid.box, word.box) for grid in whole)]
        opened, going = _page(_rows(words), number, going, [grid.box for grid in whole])
        kept[number] = [grid for grid in here if grid in whole or not any(holds(o.box, grid.box) for o in opened)]
        tables += opened
    cut = [_stretches(found) for found in tables]
    for found, stretches in zip(tables, cut, strict=True):
        alike = [
            stretch
            for other, more in zip(tables, cut, strict=True)
            if abs(other.table.size - found.table.size) < _SAME_SIZE
            for stretch, _ in more
        ]
        kept[found.page].append(_grid(found, stretches, alike))
    return kept


def _rows(words: Sequence[Word]) -> list[Row]:
    rows: list[Row] = []
    top = bottom = 0.0
    for word in sorted(words, key=_foot):
        # `overlap` with the row's first word, written out: words come by their feet
        low, high = word.bottom - word.top, bottom - top
        shared = (word.bottom if word.bottom < bottom else bottom) - (word.top if word.top > top else top)
        if rows and shared > 0 and shared / max(0.01, high if high < low else low) >= 0.6:
            rows[-1].append(word)
        else:
            rows.append([word])
            top, bottom = word.top, word.bottom
    for row in rows:
        row.sort(key=_left)
    return rows


_left = attrgetter("x0")
_foot = attrgetter("bottom", "x0")


def _pieces(row: Sequence[Word]) -> list[list[Word]]:
    if not row:
        return []
    before = row[0]
    pieces = [[before]]
    for word in row[1:]:
        gap = word.x0 - before.x1
        if gap <= _PIECE * before.size or gap <= _PIECE * word.size:
            pieces[-1].append(word)
        else:
            pieces.append([word])
        before = word
    return pieces


def _page(rows: list[Row], page: int, going: _Open | None, walls: Sequence[Box]) -> tuple[list[_Found], _Open | None]:
    """The page's open tables and the one that its end leaves open. `going`: the one that the page before left."""
    found: list[_Found] = []
    i = 0
    if going is not None and rows and not is_head_row(rows[0]):
        end, themes = _body(rows, 0, going, walls)
        if _has_rows(rows[:end], themes, going):
            found.append(_Found(page, [], rows[:end], frozenset(themes), going))
            i = end
    open_end = going if found and i == len(rows) else None
    while i < len(rows):
        if not is_head_row(rows[i]):
            i += 1
            continue
        heads = _pieces(rows[i])
        start = _head_end(rows, i, heads)
        table = _columns(heads, rows[start : start + 40])
        end, themes = _body(rows, start, table, walls)
        inner = frozenset(theme - start for theme in themes)
        if not _has_rows(rows[start:end], inner, table):
            i += 1
            continue
        found.append(_Found(page, rows[i:start], rows[start:end], inner, table))
        open_end = table if end == len(rows) else None
        i = end
    return found, open_end


def _has_rows(body: Sequence[Row], themes: Collection[int], table: _Open) -> bool:
    return any(len(_filled(row, table.edges)) >= 2 for i, row in enumerate(body) if i not in themes)


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
    total = sum([len(word.text) for word in words])
    bold = sum([len(word.text) for word in words if word.bold]) > 0.6 * total
    italic = sum([len(word.text) for word in words if word.italic]) > 0.6 * total
    return bold, italic, usual_color(words)


def _columns(heads: Sequence[Sequence[Word]], below: Sequence[Row]) -> _Open:
    """The columns under the heads: each begins where the words below its head do, else where the head does."""
    body: list[Row] = []
    for row in below:
        if is_head_row(row) and _style(row) == _style([word for head in heads for word in head]):
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
    return _Open(tuple(edges), size, _style(inner), _style(first), _style([w for head in heads for w in head]))


def _crosses(row: Row, edges: Sequence[float]) -> bool:
    """Whether text runs over a column's edge."""
    for edge in edges[1:]:
        for i, word in enumerate(row):
            if word.x0 < edge - _AT and word.x1 > edge + _AT and (word.x0 + word.x1) / 2 > edge:
                return True
            before = row[i - 1] if i else None
            if before is None or before.x0 >= edge - _AT or word.x0 < edge - _AT:
                continue
            gap = word.x0 - before.x1
            if gap <= _BLANK * word.size or (gap <= _PIECE * word.size and abs(word.x0 - edge) > _AT):
                return True
    return row[0].x0 < edges[0] - 2 * _AT


def _filled(row: Row, edges: Sequence[float]) -> set[int]:
    """The columns in which the row's words stand."""
    return {_column_of(word, edges) for word in row}


def _column_of(word: Word, edges: Sequence[float]) -> int:
    return max((k for k, edge in enumerate(edges) if word.x0 >= edge - _AT), default=0)


def _body(rows: Sequence[Row], start: int, table: _Open, walls: Sequence[Box]) -> tuple[int, set[int]]:
    """(index behind the last row, indices of theme rows) of the table whose first row below the heads is `start`."""
    themes: set[int] = set()
    pending: list[int] = []
    end = start
    for i in range(start, len(rows)):
        row = rows[i]
        above = rows[i - 1] if i > start else None
        if is_head_row(row) and _style(row) == table.head:
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
    style = _style(row)
    caps = all(word.text.isupper() for word in row) and max(len(word.text) for word in row) >= _CAPS
    return (style != table.first and style != table.style) or caps


def _may_be_theme(row: Row, table: _Open) -> bool:
    text = " ".join(word.text for word in row)
    return len(_pieces(row)) == 1 and len(text) <= _THEME_CHARS and row[0].size <= _LARGER * table.size


def _trails(above: Row, row: Row, table: _Open) -> bool:
    """Whether the last row is text behind the table: alone in the first column, set off by white space."""
    return _filled(row, table.edges) == {0} and row[0].bottom - above[0].bottom > 2.2 * table.size


def _grid(found: _Found, parts: Sequence[tuple[Stretch, list[Word]]], alike: Sequence[Stretch]) -> Grid:
    """The grid of heads, themes and rows."""
    table, box = found.table, found.box
    edges, right = table.edges, box[2] + _PAD
    rights = [
        _right([w for stretch, _ in parts for line in stretch.columns[k] for w in line], limit, table.size)
        for k, limit in enumerate([*edges[1:], right])
    ]
    cells: list[GridCell] = []
    for k, edge in enumerate(edges if found.head else ()):
        limit = edges[k + 1] - _AT if k + 1 < len(edges) else right
        own = [w for row in found.head for w in row if w.x0 < limit and (k == 0 or w.x0 >= edge - _AT)]
        if own:
            x0, top, x1, bottom = union(word.box for word in own)
            cells.append(GridCell(0, k, 1, 1, (min(edge, x0) - _PAD, top - 1, x1 + _PAD, bottom + 1)))
    count = 1 if found.head else 0
    for cut, (_, theme) in zip(cut_rows([stretch for stretch, _ in parts], alike, table.size), parts, strict=True):
        if cut is not None:
            for cell in cut[1]:
                x0, top, x1, bottom = cell.box
                wide = (min(edges[cell.column] - _PAD, x0), top - 1, max(rights[cell.column], x1), bottom + 1)
                cells.append(GridCell(count + cell.row, cell.column, cell.row_span, 1, wide))
            count += cut[0]
        if theme:
            _, top, _, bottom = union(word.box for word in theme)
            cells.append(GridCell(count, 0, 1, len(edges), (edges[0] - _PAD, top - 1, right, bottom + 1)))
            count += 1
    outer = (min(box[0], edges[0]) - _PAD, box[1] - 1, right, box[3] + 1)
    return Grid(found.page, outer, count, len(edges), tuple(cells), False)


def _right(column: Sequence[Word], limit: float, size: float) -> float:
    """The right edge of a column's cells: where several lines end, or a little farther than the one that does."""
    ends = sorted(word.x1 for word in column if (word.x0 + word.x1) / 2 < limit)
    if not ends:
        return limit
    near = sum(end > ends[-1] - 0.3 * size for end in ends)
    return ends[-1] + (_PAD if near > 1 else size)


def _stretches(found: _Found) -> list[tuple[Stretch, list[Word]]]:
    """What stands between theme rows, column by column, each with the words of the theme below it."""
    parts: list[tuple[list[Row], list[Word]]] = [([], [])]
    for i, row in enumerate(found.body):
        if i in found.themes and i - 1 in found.themes:
            parts[-2][1].extend(row)  # a theme that wraps
        elif i in found.themes:
            parts[-1][1].extend(row)
            parts.append(([], []))
        else:
            parts[-1][0].append(row)
    result = []
    for rows, theme in parts:
        own: list[list[Word]] = [[] for _ in found.table.edges]
        for row in rows:
            for word in row:
                own[_column_of(word, found.table.edges)].append(word)
        result.append((Stretch(tuple(tuple(_rows(column)) for column in own)), theme))
    return result
