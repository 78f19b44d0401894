"""SQLite: the tables with their foreign keys, a full-text index, and the codebook. Opens in Datasette."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path

from planparse.export.codebook import HEADER, Column, Table, codebook_rows, tables
from planparse.export.records import Record
from planparse.export.rows import Value, rows

_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "date": "TEXT", "boolean": "INTEGER"}


def write_sqlite(records: Iterable[Record], to: Path) -> None:
    """One database file. `items_fts` searches items.text (å, ä and ö are letters of their own); dates are ISO text."""
    with closing(sqlite3.connect(to)) as base:
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("PRAGMA synchronous = OFF")
        base.execute("PRAGMA foreign_keys = ON")
        for table in tables():
            base.execute(_create(table))
        _codebook(base)
        for record in records:
            for name, row in rows(record):
                marks = ", ".join("?" * len(row))
                base.execute(f'INSERT INTO "{name}" VALUES ({marks})', [_stored(value) for value in row])
        base.execute(
            "CREATE VIRTUAL TABLE items_fts USING fts5(text, content='items', content_rowid='rowid', "
            'tokenize="unicode61 remove_diacritics 0")'
        )
        base.execute("INSERT INTO items_fts(items_fts) VALUES ('rebuild')")
        for table in tables():
            for column in table.columns:
                if column.ref or column.name == "kind":
                    base.execute(f'CREATE INDEX "{table.name}_{column.name}" ON "{table.name}" ("{column.name}")')
        base.commit()


def _create(table: Table) -> str:
    lines = [_column(column, column.name == table.key) for column in table.columns]
    lines += [f'FOREIGN KEY ("{c.name}") REFERENCES "{c.ref}" ("{_key(c.ref)}")' for c in table.columns if c.ref]
    return f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(lines) + "\n)"


def _column(column: Column, key: bool) -> str:
    line = f'"{column.name}" {_TYPES[column.type]}'
    if key:
        line += " PRIMARY KEY"
    if column.required:
        line += " NOT NULL"
    return line


def _key(name: str) -> str:
    return next(table.key for table in tables() if table.name == name)


def _codebook(base: sqlite3.Connection) -> None:
    columns = ", ".join(f'"{name}" TEXT NOT NULL' for name in HEADER)
    base.execute(f"CREATE TABLE codebook ({columns})")
    base.executemany(f"INSERT INTO codebook VALUES ({', '.join('?' * len(HEADER))})", codebook_rows())


def _stored(value: Value) -> Value:
    return value.isoformat() if isinstance(value, date) else value
