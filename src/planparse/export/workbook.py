"""XLSX: a sheet a table and the codebook as two sheets, for those who open tables rather than read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from planparse.export.codebook import HEADER, Table, codebook_rows, tables
from planparse.export.libraries import need
from planparse.export.records import Record
from planparse.export.rows import Row, Value, rows

_MOST_ROWS = 1_048_576  # a sheet's, by the format
_MOST_CHARACTERS = 32_767  # a cell's, by the format
_WIDE = {"text": 80, "heading": 36, "path": 36, "title": 50, "message": 70, "parties": 40, "period_text": 24}
_NARROW = 13  # characters, for all other columns
_ACTIVE = ("=", "+", "-", "@")


def write_xlsx(records: Iterable[Record], to: Path) -> None:
    """One workbook. Text is written as text and marked so: what begins with = + - @ is never computed.

    A table with more rows than a sheet holds goes on in a sheet "items 2"; a cell's text longer than the format
    allows ends with "…". Raises MissingLibrary without xlsxwriter.
    """
    xlsxwriter = need("xlsxwriter", "xlsx")
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(to), {**options, "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd"})
    try:
        sheets = {table.name: _Sheet(book, table) for table in tables()}
        for record in records:
            for name, row in rows(record):
                sheets[name].add(row)
        for sheet in sheets.values():
            sheet.close()
        _codebook(book)
    finally:
        book.close()


class _Sheet:
    """A table's sheet, and those that follow it when it is full."""

    def __init__(self, book: Any, table: Table) -> None:
        self._book, self._table, self._number = book, table, 0
        self._bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#e8edf2"})
        self._plain = book.add_format({"valign": "top", "text_wrap": True})
        self._inert = book.add_format({"valign": "top", "text_wrap": True, "quote_prefix": True})
        self._open()

    def _open(self) -> None:
        self._number += 1
        name = self._table.name if self._number == 1 else f"{self._table.name} {self._number}"
        self._sheet = self._book.add_worksheet(name)
        self._row = 0
        self._sheet.freeze_panes(1, 1)
        for i, column in enumerate(self._table.columns):
            self._sheet.set_column(i, i, _WIDE.get(column.name, 28 if column.name.endswith("_id") else _NARROW))
        for i, column in enumerate(self._table.columns):
            self._sheet.write_string(0, i, column.name, self._bold)

    def add(self, row: Row) -> None:
        if self._row + 1 >= _MOST_ROWS:
            self.close()
            self._open()
        self._row += 1
        for i, value in enumerate(row):
            if value is not None:
                self._write(i, value)

    def _write(self, column: int, value: Value) -> None:
        if isinstance(value, str):
            text = value if len(value) <= _MOST_CHARACTERS else value[: _MOST_CHARACTERS - 1] + "…"
            self._sheet.write_string(self._row, column, text, self._inert if text.startswith(_ACTIVE) else self._plain)
        elif isinstance(value, date):
            self._sheet.write_datetime(self._row, column, value)
        else:
            self._sheet.write_number(self._row, column, value)

    def close(self) -> None:
        self._sheet.autofilter(0, 0, max(self._row, 1), len(self._table.columns) - 1)


def _codebook(book: Any) -> None:
    """The sheets "kodbok" and "codebook": table, variable, type, unit, level, what, rule."""
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#e8edf2"})
    table, variable = (book.add_format({"bold": True, "bg_color": "#dce9f5"}), book.add_format({"bold": True}))
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    for name, kept in (("kodbok", (0, 1, 2, 3, 4, 5, 6)), ("codebook", (0, 1, 2, 3, 4, 7, 8))):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 2)
        for i, width in enumerate((12, 20, 9, 22, 22, 48, 60)):
            sheet.set_column(i, i, width)
        for i, k in enumerate(kept):
            sheet.write_string(0, i, HEADER[k], bold)
        count = 0
        for count, row in enumerate(codebook_rows(), 1):
            form = table if not row[1] else plain if row[4] else variable
            for i, k in enumerate(kept):
                if row[k] or form is table:
                    sheet.write_string(count, i, row[k], form if i < 5 or form is table else plain)
        sheet.autofilter(0, 0, count, len(kept) - 1)
