"""Tables → pieces: a header cell, a row's label or a group row says what stands below or beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from planparse.lexicon import column_kind, document_data_kind, fold, words
from planparse.page import Block, Cell, RowCell, Table
from planparse.roles.pieces import Piece, Rule, has_words, heading_piece, places_of, rule_of

_LABEL_CHARS = 60
_TEXT_CHARS = 26
"""Cells whose texts are on average this long hold statements, not figures."""
_FIGURE = re.compile(r"^[<>±~≈–−-]?\s?\d[\d\s.,/–−-]*\s?[^\W\d]{0,8}%?(?:/[\w²³]+)?$|^[–−-]$")
"""A figure with its unit, or a dash for none."""
_FIGURES = 0.7
"""Share of the cells that hold figures in a number table."""
_ROLES = ("goal", "activity", "promise", "purpose", "background", "follow_up", "result")
"""Kinds that a head of a plan's or report's own table says."""
NUMBERS = Rule("other", None, "content", "number_table")
"""Rows of a table of figures: no heading above them says what they are (annotation guide, kind `other`)."""


@dataclass(frozen=True, slots=True)
class Context:
    """What stands above the table: the deciding rule, the theme headings, a hint; whether a report holds it."""

    rule: Rule | None
    path: tuple[str, ...]
    hint: str | None
    theme: str | None
    report: bool = False


@dataclass(frozen=True, slots=True)
class TablePieces:
    """A table's pieces, its header texts, how many rows of its own it has, and its cells by those rows.

    `says_who`: it gives only who is responsible and when, for what stands above it.
    """

    pieces: tuple[Piece, ...]
    header: tuple[str, ...]
    row_count: int
    cells: tuple[RowCell, ...] = ()
    says_who: bool = False


def table_pieces(table: Table, name: str, context: Context) -> TablePieces:
    """The table's items and headings row by row. `name` is the table's id."""
    by_row: dict[int, list[Cell]] = {}
    for cell in table.cells:
        by_row.setdefault(cell.row, []).append(cell)
    rows = [by_row.get(row, []) for row in range(table.row_count)]
    rows = [row for row in rows if any(has_words(cell.text) for cell in row)]
    if not rows:
        return TablePieces((), (), 0)
    data = _data_labels(rows)
    if data:
        return _labelled(rows, name, context, document_data=True)
    header = _header_cells(rows, table)
    if _only_figures(rows, header) or (header is not None and _of_matters(header)):
        return _plain(rows, name, replace(context, rule=NUMBERS))
    if header is not None:
        return _under_header(rows, header, table, name, context)
    if _label_column(rows):
        return _labelled(rows, name, context, document_data=False)
    return _plain(rows, name, context)


def _label_text(cell: Cell) -> str:
    """A label or header cell's words, a label that layout split off included."""
    return " ".join(part for block in cell.blocks for part in (block.marker, block.label, block.text) if part)


def _first(row: Sequence[Cell]) -> Cell | None:
    return next((cell for cell in row if cell.column == 0), None)


def _data_labels(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first column names a document's data (type, diary number, adopted by)."""
    labels = [_label_text(cell) for row in rows if (cell := _first(row)) and cell.blocks]
    known = [label for label in labels if document_data_kind(label)]
    others = [label for label in labels if not document_data_kind(label)]
    core = [label for label in others if (match := column_kind(label)) and match.kind in ("goal", "activity")]
    return len(labels) >= 2 and len(known) >= 0.6 * len(labels) and not core


def _is_bold(cell: Cell) -> bool:
    return bool(cell.blocks) and all(block.bold or (block.label and not block.text) for block in cell.blocks)


def _header_cells(rows: Sequence[Sequence[Cell]], table: Table) -> list[Cell] | None:
    """The header row's cells, or None where the table has no header row."""
    first = [cell for cell in rows[0] if has_words(_label_text(cell))]
    if len(rows) < 2 or len(first) < 2:
        return None
    if any(len(_label_text(cell)) > 90 for cell in first):
        return None
    kinds = [column_kind(_label_text(cell)) for cell in first]
    known = sum(kind is not None for kind in kinds)
    below = [cell for row in rows[1:] for cell in row if cell.blocks]
    set_off = all(_is_bold(cell) for cell in first) and not all(_is_bold(cell) for cell in below)
    shaded = first[0].fill is not None and any(cell.fill != first[0].fill for cell in below)
    column_labels = [_label_text(cell) for row in rows if (cell := _first(row))]
    row_labels = sum(column_kind(label) is not None for label in column_labels)
    if table.column_count == 2 and row_labels >= max(2, 0.6 * len(column_labels)):
        return None
    if set_off or shaded:
        return first if len(first) >= 0.5 * table.column_count or known >= 2 else None
    return first if known >= 2 and known >= 0.5 * len(first) else None


def _only_figures(rows: Sequence[Sequence[Cell]], header: Sequence[Cell] | None) -> bool:
    """Whether the table counts things and says no role: figures, or short entries under heads that are no roles.

    Money columns (budget, cost) make it one even where a column's name could be a role ("Utfall").
    """
    below = [cell for row in (rows[1:] if header else rows) for cell in row if cell.column > 0 and cell.blocks]
    if len(below) < 2 or not rows[0]:
        return False
    figures = sum(bool(_FIGURE.match(cell.text)) for cell in below)
    heads = header if header is not None else rows[0]
    kinds = [match.kind for cell in heads if cell.column > 0 and (match := column_kind(_label_text(cell)))]
    if figures >= _FIGURES * len(below):
        return all(kind == "other" for kind in kinds) or "other" in kinds
    if header is None or any(column_kind(_label_text(cell)) for cell in heads):
        return False
    first = [cell.text for row in rows[1:] if (cell := _first(row)) and cell.blocks]
    if 2 * sum(map(_is_sentence, first)) > len(first):
        return False
    longest = max(len(cell.text) for cell in below)
    return longest < 2 * _TEXT_CHARS and not any(cell.text.endswith((".", "!", "?")) for cell in below)


def _of_matters(header: Sequence[Cell]) -> bool:
    """Whether the heads are a list of matters' or versions' ("Nr, Ärende, Dnr, Föredragande"): data, no roles."""
    labels = [_label_text(cell) for cell in header]
    data = [label for label in labels if document_data_kind(label) is not None]
    roles = [m for label in labels if label not in data and (m := column_kind(label)) and m.kind in _ROLES]
    only = any(column_kind(label) is None for label in data)  # "Datum" and "Status" alone head what is to be done too
    return only and len(data) >= 2 and 2 * len(data) >= len(labels) and not roles


def _is_sentence(text: str) -> bool:
    """Whether a cell says that something is done: it ends as a sentence does, or has a verb and a few words.

    The verb of "Andel som känner sig trygga" says nothing of the kind.
    """
    verbs = words("transcript", "finite_verbs")
    parts = [fold(part) for part in text.split()]
    said = parts[: parts.index("som")] if "som" in parts else parts
    return text.endswith((".", "!", "?")) or (len(parts) > 3 and any(part in verbs for part in said))


def _label_column(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first column labels its rows: kind words, or short bold words before statements."""
    labels = [cell for row in rows if (cell := _first(row)) and cell.blocks]
    texts = [cell for row in rows for cell in row if cell.column > 0 and cell.blocks]
    if not labels or not texts or any(len(_label_text(cell)) > _LABEL_CHARS for cell in labels):
        return False
    known = sum(column_kind(_label_text(cell)) is not None for cell in labels)
    if known >= max(1, 0.5 * len(labels)):
        return True
    length = sum(len(cell.text) for cell in texts) / len(texts)
    return all(_is_bold(cell) for cell in labels) and length >= _TEXT_CHARS


def _labelled(rows: Sequence[Sequence[Cell]], name: str, context: Context, *, document_data: bool) -> TablePieces:
    pieces: list[Piece] = []
    number = 0
    rule, heading = context.rule, None
    theme = context.theme
    for row in rows:
        label = _first(row)
        text = _label_text(label) if label and label.blocks else None
        cells = [cell for cell in row if cell.column > 0 and cell.blocks]
        if text is not None and label is not None:
            pieces.append(heading_piece(text, _places(label)))
            heading, theme = text, text
            rule = _label_rule(text, document_data, context.report) or context.rule
        if not cells:
            continue
        number += 1
        for cell in cells:
            own = rule is not None and rule is not context.rule
            path = context.path if own or heading is None else (*context.path, heading)
            piece = Piece("", (), rule=rule, heading=heading, path=path, hint=context.hint, theme=theme)
            pieces += _cell_pieces(cell, name, number, piece)
    return TablePieces(tuple(pieces), (), number)


def _label_rule(text: str, document_data: bool, report: bool) -> Rule | None:
    if document_data and document_data_kind(text):
        return Rule("other", text, "label", "document_data")
    match = column_kind(text)
    return rule_of(match, text, "label", "row_label", report=report) if match else None


def _under_header(
    rows: Sequence[Sequence[Cell]], header: list[Cell], table: Table, name: str, context: Context
) -> TablePieces:
    heads = {}
    for cell in header:
        for column in range(cell.column, cell.column + cell.column_span):
            heads[column] = _label_text(cell)
    pieces = [heading_piece(_label_text(cell), _places(cell)) for cell in header]
    matches = {column: column_kind(text) for column, text in heads.items()}
    decided = {
        column: rule_of(match, heads[column], "column", "column_header", report=context.report)
        for column, match in matches.items()
        if match
    }
    row_label = _row_label_column(rows[1:], heads, matches)
    reports = any(rule is not None and rule.kind == "result" for rule in decided.values())
    group: tuple[str, ...] = ()
    number = 0
    numbered: list[tuple[int, Cell]] = []
    for row in rows[1:]:
        filled = [cell for cell in row if has_words(_label_text(cell))]
        if _is_group(filled, table):
            text = _label_text(filled[0])
            pieces.append(heading_piece(text, _places(filled[0])))
            group = (text,)
            continue
        number += 1
        numbered += [(number, cell) for cell in row]
        own = group
        for cell in filled:
            if cell.column == row_label:
                text = _label_text(cell)
                pieces.append(heading_piece(text, _places(cell)))
                own = (*group, text)
                continue
            head = heads.get(cell.column)
            match = matches.get(cell.column)
            rule = decided.get(cell.column)
            if match and match.kind == "container":
                rule = context.rule
            unknown = match is None and head is not None  # its cells say what the column is
            if rule is None and match is None and not unknown:
                rule = context.rule or Rule("other", head, "column", "column_header")
            quoted = unknown and reports and cell.column == 0  # what the row's results report on
            promised = quoted or (match is not None and match.kind == "promise")
            hint = "promise" if promised else "column" if unknown else context.hint
            path = (*context.path, *own)
            theme = own[-1] if own else context.theme
            pieces += _cell_pieces(
                cell, name, number, Piece("", (), rule=rule, heading=head, path=path, hint=hint, theme=theme)
            )
    said = {match.kind if match else None for match in matches.values()}
    who = said == {"responsibility"} or (said == {"responsibility", "activity"} and _only_when(heads.values()))
    return TablePieces(
        tuple(pieces), tuple(_label_text(cell) for cell in header), number, _cells(numbered, heads, name), who
    )


def _only_when(heads: Iterable[str]) -> bool:
    """Whether every head that is none of a person asks when."""
    others = [head for head in heads if not ((match := column_kind(head)) and match.kind == "responsibility")]
    return bool(others) and all(fold(head) in words("headings", "when") for head in others)


def _cells(numbered: Sequence[tuple[int, Cell]], heads: Mapping[int, str], name: str) -> tuple[RowCell, ...]:
    """The cells by item rows: a merged cell counts for every row that it spans."""
    number_of = {cell.row: number for number, cell in numbered}
    out = []
    for number, cell in numbered:
        spanned = [number_of[row] for row in range(cell.row, cell.row + cell.row_span) if row in number_of]
        out.append(
            RowCell(
                table=name, row=number, last_row=max(spanned, default=number), column=cell.column,
                header=heads.get(cell.column, ""), fill=_shade(cell),
                text="; ".join(text for block in cell.blocks if has_words(text := _item_text(block))) or cell.text,
            )
        )  # fmt: skip
    return tuple(out)


def _shade(cell: Cell) -> int | None:
    """The cell's shade, or the ink of a coloured sign that stands in it alone."""
    inks = {block.color for block in cell.blocks} - {0}
    if cell.blocks and not any(has_words(_item_text(block)) for block in cell.blocks) and len(inks) == 1:
        return inks.pop()
    return cell.fill


def _row_label_column(
    rows: Sequence[Sequence[Cell]], heads: Mapping[int, str], matches: Mapping[int, object]
) -> int | None:
    """The first column where its cells name the rows: no role of its own, short and set off or numbers."""
    if matches.get(0) is not None and 0 in heads:
        return None
    cells = [cell for row in rows for cell in row if cell.column == 0 and cell.blocks]
    if len(cells) < 2 or any(len(_label_text(cell)) > _LABEL_CHARS for cell in cells):
        return None
    if all(_is_bold(cell) for cell in cells) or all(not any(c.isalpha() for c in cell.text) for cell in cells):
        return 0
    return None


def _is_group(filled: Sequence[Cell], table: Table) -> bool:
    """A row that only names what follows: one cell over the whole width, or one bold first cell alone."""
    if len(filled) != 1:
        return False
    cell = filled[0]
    if cell.column_span >= max(2, table.column_count - 1):
        return True
    return cell.column == 0 and _is_bold(cell) and table.column_count > 1


def _places(cell: Cell) -> tuple[tuple[int, tuple[float, float, float, float] | None], ...]:
    return tuple(place for block in cell.blocks for place in places_of(block))


def _cell_pieces(cell: Cell, name: str, row: int, like: Piece) -> Iterator[Piece]:
    """One piece per paragraph or bullet of a cell."""
    for block in cell.blocks:
        text = _item_text(block)
        if has_words(text):
            form = block.form if block.form in ("bullet", "numbered") else "cell"
            yield replace(like, text=text, places=places_of(block), form=form, table=name, row=row)


def _item_text(block: Block) -> str:
    """A cell's paragraph whole: a bold start in a cell is part of the statement."""
    return " ".join(part for part in (block.label, block.text) if part)


def _plain(rows: Sequence[Sequence[Cell]], name: str, context: Context) -> TablePieces:
    """A table that says no kinds: one item a row, statements in cells of their own."""
    pieces: list[Piece] = []
    numbered: list[tuple[int, Cell]] = []
    number = 0
    cells = [cell for row in rows for cell in row if cell.blocks]
    statements = sum(len(cell.text) for cell in cells) / max(1, len(cells)) >= 2 * _TEXT_CHARS
    for row in rows:
        filled = [cell for cell in row if has_words(_label_text(cell))]
        if not filled:
            continue
        number += 1
        numbered += [(number, cell) for cell in row]
        like = Piece("", (), rule=context.rule, path=context.path, hint=context.hint, theme=context.theme)
        if statements:
            for cell in filled:
                pieces += _cell_pieces(cell, name, number, like)
            continue
        rule = context.rule or Rule("other", None, "content", "default")
        text = " ".join(_label_text(cell) for cell in filled)
        places = tuple(place for cell in filled for place in _places(cell))
        pieces.append(replace(like, text=text, places=places, form="cell", table=name, row=number, rule=rule))
    return TablePieces(tuple(pieces), (), number, _cells(numbered, {}, name))
