"""Which label or column says who, with whom, when, or how it went: by its header, or by what its cells hold."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from planparse.details.lists import looks_like_names, only_names
from planparse.details.statuses import Legend, answers, status_of
from planparse.details.times import When, find_times
from planparse.lexicon import column_kind, content, fold, holds, near
from planparse.page import RowCell
from planparse.plan import SectionKind

_COLUMN = 2
"""Cells from which a column is known by what they hold."""
_NAMES = 0.85
"""Share of a column's cells that look like names and no more."""
_TIMES = 0.7
"""Share of a column's cells that are times."""


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
        if column[0] not in named and _hold_names(texts):
            named.add(column[0])
            found.append(column)
    return frozenset(found)


def _hold_names(texts: Sequence[str]) -> bool:
    """Whether a column's cells are names of actors, most of them known ones; in a long column one may say more."""
    if len(texts) < _COLUMN or sum(map(looks_like_names, texts)) < _NAMES * len(texts):
        return False
    return 2 * sum(bool(only_names(text)) for text in texts) > len(texts)


def column_by_cells(header: str | None, texts: Sequence[str]) -> SectionKind | None:
    """The kind of a column whose header says none, where its cells name actors or times; else None."""
    if header and (_asks_others(header) or says_with_whom(header)):
        return None
    if _hold_names(texts):
        return "responsibility"
    if len(texts) >= _COLUMN and sum(map(_is_time, texts)) >= _TIMES * len(texts):
        return "activity"
    return None


def spoken_headers(cells: Sequence[RowCell]) -> dict[str, str]:
    """Each header that says nothing to the lexicon → a usual header for what its cells hold, in all its tables."""
    columns: dict[str, list[str]] = {}
    for cell in cells:
        known = says_who(cell.header) or says_when(cell.header) or column_kind(cell.header) is not None
        if cell.header and cell.text.strip() and not known:
            columns.setdefault(cell.header, []).append(cell.text.strip())
    usual = content("details")["usual_header"]
    kinds = {header: column_by_cells(header, texts) for header, texts in columns.items()}
    return {header: usual[kind] for header, kind in kinds.items() if kind is not None}


def _is_time(text: str) -> bool:
    """Whether a cell's text is a time and little else ("Från den 1 februari", "Sista onsdagen i varje månad")."""
    left = len(text)
    for found in find_times(text, When(None, "activity")):
        left -= len(found.time.text)
    return left <= 0.5 * len(text) and not text.endswith((".", "?", "!"))
