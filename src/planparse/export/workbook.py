"""XLSX: a sheet a table and the codebook as two sheets, for those who open tables rather than read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any

from planparse.export.codebook import HEADER, HEADER_SV, Table, codebook_rows, tables
from planparse.export.libraries import need
from planparse.export.records import Record
from planparse.export.rows import Row, Value, rows

_MOST_ROWS = 1_048_576  # a sheet's, by the format
_MOST_CHARACTERS = 32_767  # a cell's, by the format
_WIDE = {
    "text": 80,
    "heading": 36,
    "path": 36,
    "title": 50,
    "message": 70,
    "parties": 40,
    "period_text": 24,
    "item_id": 24,
    "doc_id": 24,
}
_NARROW = 13  # characters, for all other columns
_LINE, _MOST_HEIGHT = 15, 409  # points: a line of the standard type, the highest row that the format allows
_SLACK = 1.08  # lines are not filled to the last character
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
        # what people read is wrapped, a key may be cut at its column's edge
        self._widths = [_WIDE.get(c.name, 0) if not c.name.endswith("_id") else 0 for c in table.columns]
        top = {"valign": "top"}
        self._number_form = book.add_format(top)
        self._date_form = book.add_format({**top, "num_format": "yyyy-mm-dd"})
        self._text_forms = {
            (wrapped, inert): book.add_format({**top, "text_wrap": wrapped, "quote_prefix": inert})
            for wrapped in (False, True)
            for inert in (False, True)
        }
        self._open()

    def _open(self) -> None:
        self._number += 1
        name = self._table.name if self._number == 1 else f"{self._table.name} {self._number}"
        self._sheet = self._book.add_worksheet(name)
        self._row = 0
        self._sheet.freeze_panes(1, 1)
        _on_paper(self._sheet)
        for i, column in enumerate(self._table.columns):
            self._sheet.set_column(i, i, _WIDE.get(column.name, _NARROW))
        for i, column in enumerate(self._table.columns):
            self._sheet.write_string(0, i, column.name, self._bold)

    def add(self, row: Row) -> None:
        if self._row + 1 >= _MOST_ROWS:
            self.close()
            self._open()
        self._row += 1
        lines = max((len(x) / w for x, w in zip(row, self._widths, strict=True) if w and isinstance(x, str)), default=0)
        if lines > 1:
            self._sheet.set_row(self._row, min(ceil(lines * _SLACK) * _LINE, _MOST_HEIGHT))
        for i, value in enumerate(row):
            if value is not None:
                self._write(i, value)

    def _write(self, column: int, value: Value) -> None:
        if isinstance(value, str):
            text = value if len(value) <= _MOST_CHARACTERS else value[: _MOST_CHARACTERS - 1] + "…"
            form = self._text_forms[self._widths[column] > 0, text.startswith(_ACTIVE)]
            self._sheet.write_string(self._row, column, text, form)
        elif isinstance(value, date):
            self._sheet.write_datetime(self._row, column, value, self._date_form)
        else:
            self._sheet.write_number(self._row, column, value, self._number_form)

    def close(self) -> None:
        self._sheet.autofilter(0, 0, max(self._row, 1), len(self._table.columns) - 1)


def _on_paper(sheet: Any) -> None:
    """A3 landscape, as wide as the table, with the header on every page."""
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(0.4, 0.4, 0.5, 0.5)


def _codebook(book: Any) -> None:
    """The sheets "kodbok" and "codebook": table, variable, type, unit, level, what, rule."""
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#e8edf2"})
    table = book.add_format({"bold": True, "bg_color": "#dce9f5", "valign": "top"})
    variable = book.add_format({"bold": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    sheets = (("kodbok", HEADER_SV, (0, 1, 2, 7, 8, 9, 10)), ("codebook", HEADER[:7], tuple(range(7))))
    for name, header, kept in sheets:
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 3)
        _on_paper(sheet)
        for i, width in enumerate((12, 20, 20, 9, 22, 48, 66)):
            sheet.set_column(i, i, width)
        for i, word in enumerate(header):
            sheet.write_string(0, i, word, bold)
        count = 0
        for count, row in enumerate(codebook_rows(), 1):
            if len(row[kept[6]]) > 66:
                sheet.set_row(count, 2 * _LINE)
            for i, k in enumerate(kept):
                form = table if not row[1] else variable if i == 1 and not row[2] else plain
                if row[k] or form is table:
                    sheet.write_string(count, i, row[k], form)
        sheet.autofilter(0, 0, count, len(kept) - 1)
