"""Columns under a header that the lexicon does not know: one kind each, by their cells and the columns beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from planparse.model import Label
from planparse.plan import SectionKind
from planparse.roles.pieces import Piece

ByCells = Callable[[str | None, Sequence[str]], SectionKind | None]
"""(header, cells' texts) of a column → its kind, where what the cells hold says it."""

WEAK = 0.5
"""Confidence at most of a kind that a cell got against what its own words say."""
_HELD = 0.9
"""Confidence of a kind that the cells' names or times say."""
_STATEMENT = 25
"""Characters that a column's cells have on average where they are statements."""

Column = tuple[str | None, str | None]
"""(table, header)."""


def unknown_columns(pieces: Sequence[Piece], labels: Mapping[int, Label], by_cells: ByCells | None) -> dict[int, Label]:
    """The labels of the cells under unknown headers: each column has one kind.

    Names or times say it; else it is the kind that most of its words got. What stands left of the actions that a
    header names is what they are for, no second column of actions.
    """
    columns: dict[Column, list[int]] = {}
    for i in labels:
        if pieces[i].hint == "column":
            columns.setdefault((pieces[i].table, pieces[i].heading), []).append(i)
    before = _before_actions(pieces)
    alike: dict[str | None, list[str]] = {}  # a header's cells in all tables: a form is repeated theme by theme
    for (_, header), cells in columns.items():
        alike.setdefault(header, []).extend(pieces[i].text for i in cells)
    held = {header: by_cells(header, texts) if by_cells else None for header, texts in alike.items()}
    out: dict[int, Label] = {}
    for column, cells in columns.items():
        told = held[column[1]]
        if told is not None:
            out |= {i: Label(told, _HELD, ("cue",)) for i in cells}
            continue
        votes: dict[SectionKind, float] = {}
        for i in cells:
            weight = labels[i].confidence * (1 + pieces[i].text.count(" ")) ** 0.5
            votes[labels[i].kind] = votes.get(labels[i].kind, 0.0) + weight
        total = sum(votes.values())
        if column in before and votes.pop("activity", 0.0) and not votes:
            votes["goal"] = 0.0
        kind = max(votes, key=lambda name: votes[name])
        share = votes[kind] / total
        for i in cells:
            confidence = labels[i].confidence if labels[i].kind == kind else round(min(share, WEAK), 3)
            out[i] = Label(kind, confidence, labels[i].reasons)
    return out


def _before_actions(pieces: Sequence[Piece]) -> set[Column]:
    """The columns of statements that stand left of a column of statements whose header says that they are actions."""
    tables: dict[str, dict[Column, list[Piece]]] = {}
    for piece in pieces:
        if piece.table is not None and not piece.is_heading:
            tables.setdefault(piece.table, {}).setdefault((piece.table, piece.heading), []).append(piece)
    found: set[Column] = set()
    for columns in tables.values():
        long = [column for column, cells in columns.items() if _are_statements(cells)]
        acts = [k for k, column in enumerate(long) if (rule := columns[column][0].rule) and rule.kind == "activity"]
        found.update(long[: acts[0]] if acts else ())
    return found


def _are_statements(cells: Sequence[Piece]) -> bool:
    return sum(len(cell.text) for cell in cells) >= _STATEMENT * len(cells)
