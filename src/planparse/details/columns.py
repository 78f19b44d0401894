"""Which label or column says who, with whom, when, or how it went: by its header, or by what its cells hold."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from planparse.details.lists import looks_like_names, only_names
from planparse.details.statuses import Legend, answers, status_of
from planparse.lexicon import fold, holds, near
from planparse.page import RowCell

_COLUMN = 2
"""Cells from which a column is known by what they hold."""


@lru_cache(maxsize=1024)
def says_who(heading: str | None) -> bool:
    """Whether a label or a column's header asks for those responsible."""
    return heading is not None and holds("details", "responsible_label", heading)


@lru_cache(maxsize=1024)
def _asks_who(header: str) -> str | None:
    """ "responsible" of a header that asks for those responsible, "unit" of one that only names units."""
    return next((rule.kind for rule in near("details", "responsible_label", header) if rule.matches(header)), None)


def without_lists(cells: Sequence[RowCell]) -> list[RowCell]:
    """The cells without those of units ("Förvaltning/bolag") in tables with a column for those responsible."""
    strong = {cell.table for cell in cells if _asks_who(cell.header) == "responsible"}
    return [cell for cell in cells if cell.table not in strong or _asks_who(cell.header) != "unit"]


@lru_cache(maxsize=1024)
def says_with_whom(heading: str | None) -> bool:
    """Whether a label or a column's header asks for those who help."""
    return heading is not None and holds("details", "consulted_label", heading)


@lru_cache(maxsize=1024)
def _asks_others(heading: str) -> bool:
    """Whether a column's header asks for names of those who do not do it ("Målgrupp", "Plats")."""
    return holds("details", "other_names", heading)


@lru_cache(maxsize=1024)
def says_when(heading: str | None) -> bool:
    """Whether a label or a column's header asks for the time."""
    return heading is not None and holds("details", "time_label", heading)


def answering_columns(cells: Sequence[RowCell], legend: Legend) -> frozenset[tuple[str, str]]:
    """(table, header) of the columns whose cells hold nothing but statuses or words that the legend explains."""
    columns: dict[tuple[str, str], list[str]] = {}
    for cell in cells:
        if cell.header and cell.text.strip() and not says_who(cell.header) and not says_when(cell.header):
            columns.setdefault((cell.table, cell.header), []).append(cell.text)
    return frozenset(
        column
        for column, texts in columns.items()
        if len(texts) >= _COLUMN
        and all(fold(text) in legend or answers(text) for text in texts)
        and any(fold(text) in legend or status_of(text) for text in texts)
    )


def naming_columns(cells: Sequence[RowCell]) -> frozenset[tuple[str, str]]:
    """(table, header) of the first column with nothing but names of actors in a table that has no other such one."""
    columns: dict[tuple[str, str], list[str]] = {}
    named: set[str] = set()
    for cell in cells:
        if says_who(cell.header):
            named.add(cell.table)
        elif cell.header and cell.text.strip() and not _asks_others(cell.header) and not says_with_whom(cell.header):
            columns.setdefault((cell.table, cell.header), []).append(cell.text)
    found: list[tuple[str, str]] = []
    for column, texts in columns.items():
        if column[0] in named or len(texts) < _COLUMN or not all(map(looks_like_names, texts)):
            continue
        if 2 * sum(bool(only_names(text)) for text in texts) > len(texts):
            named.add(column[0])
            found.append(column)
    return frozenset(found)
