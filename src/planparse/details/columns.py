"""Which label or column says who, with whom, when, or how it went: by its header, or by what its cells hold."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from planparse.details.actors import looks_like_names, only_names
from planparse.details.statuses import answers, status_of
from planparse.lexicon import rules
from planparse.page import RowCell

_COLUMN = 2
"""Cells from which a column is known by what they hold."""


@lru_cache(maxsize=1024)
def says_who(heading: str | None) -> bool:
    """Whether a label or a column's header asks for those responsible."""
    return heading is not None and any(rule.matches(heading) for rule in rules("details", "responsible_label"))


@lru_cache(maxsize=1024)
def _asks_who(header: str) -> str | None:
    """ "responsible" of a header that asks for those responsible, "unit" of one that only names units."""
    return next((rule.kind for rule in rules("details", "responsible_label") if rule.matches(header)), None)


def without_lists(cells: Sequence[RowCell]) -> list[RowCell]:
    """The cells without those of units ("Förvaltning/bolag") in tables with a column for those responsible."""
    strong = {cell.table for cell in cells if _asks_who(cell.header) == "responsible"}
    return [cell for cell in cells if cell.table not in strong or _asks_who(cell.header) != "unit"]


@lru_cache(maxsize=1024)
def says_with_whom(heading: str | None) -> bool:
    """Whether a label or a column's header asks for those who help."""
    return heading is not None and any(rule.matches(heading) for rule in rules("details", "consulted_label"))


@lru_cache(maxsize=1024)
def _asks_others(heading: str) -> bool:
    """Whether a column's header asks for names of those who do not do it ("Målgrupp", "Plats")."""
    return any(rule.matches(heading) for rule in rules("details", "other_names"))


@lru_cache(maxsize=1024)
def says_when(heading: str | None) -> bool:
    """Whether a label or a column's header asks for the time."""
    return heading is not None and any(rule.matches(heading) for rule in rules("details", "time_label"))


def answering_columns(cells: Sequence[RowCell]) -> frozenset[tuple[str, str]]:
    """(table, header) of the columns whose cells hold nothing but statuses, whatever their header is called."""
    columns: dict[tuple[str, str], list[str]] = {}
    for cell in cells:
        if cell.header and cell.text.strip() and not says_who(cell.header) and not says_when(cell.header):
            columns.setdefault((cell.table, cell.header), []).append(cell.text)
    return frozenset(
        column
        for column, texts in columns.items()
        if len(texts) >= _COLUMN and all(map(answers, texts)) and any(status_of(text) for text in texts)
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
        known = sum(bool(only_names(text)) for text in texts)
        enough = len(texts) >= _COLUMN and known * 2 > len(texts) and all(map(looks_like_names, texts))
        if enough and column[0] not in named:
            named.add(column[0])
            found.append(column)
    return frozenset(found)
