"""CSV tables, alone or as a Frictionless data package with its codebook."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from planparse import __version__
from planparse.export.codebook import HEADER, Column, Table, codebook_page, codebook_rows, tables
from planparse.export.records import Record
from planparse.export.rows import Value, rows

_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_BLOCK = 1 << 20  # bytes read at a time for a file's sum


def inert(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before = + - @ (also full-width), tab and return.

    `text` that begins with an apostrophe before one of these gets another, so the first can always be taken off again.
    """
    return "'" + text if text.lstrip("'").startswith(_ACTIVE) else text


def written(value: Value) -> str:
    """A value as it stands in a CSV cell: text made inert, numbers with a point, ISO dates, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, date):
        return value.isoformat()
    return repr(value) if isinstance(value, float) else str(value)


def write_csv(records: Iterable[Record], to: Path) -> None:
    """A folder with a CSV file for each table and codebook.csv: UTF-8 with byte order mark, which Excel needs."""
    _write_tables(records, to, "utf-8-sig")
    with _writer(to / "codebook.csv", "utf-8-sig") as writer:
        writer.writerow(HEADER)
        writer.writerows([inert(cell) for cell in row] for row in codebook_rows())


def write_datapackage(records: Iterable[Record], to: Path) -> None:
    """A folder: datapackage.json (Frictionless, with keys, types and levels), its CSV files, the codebook twice."""
    counts = _write_tables(records, to, "utf-8")
    resources = [_resource(table, to / f"{table.name}.csv", counts[table.name]) for table in tables()]
    package = {
        "$schema": "https://datapackage.org/profiles/1.0/datapackage.json",
        "name": "planparse-export",
        "title": "Swedish municipal plans as tables",
        "description": "Made with planparse. The codebook is codebook.sv.md and codebook.en.md.",
        "version": __version__,
        "resources": resources,
    }
    (to / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (to / "codebook.sv.md").write_text(codebook_page("sv"), "utf-8")
    (to / "codebook.en.md").write_text(codebook_page("en"), "utf-8")


def _write_tables(records: Iterable[Record], to: Path, encoding: str) -> dict[str, int]:
    """The tables' CSV files in the folder `to`; gives the number of rows of each."""
    to.mkdir(parents=True)
    counts = {table.name: 0 for table in tables()}
    with ExitStack() as stack:
        writers = {t.name: stack.enter_context(_writer(to / f"{t.name}.csv", encoding)) for t in tables()}
        for table in tables():
            writers[table.name].writerow([column.name for column in table.columns])
        for record in records:
            for name, row in rows(record):
                writers[name].writerow([written(value) for value in row])
                counts[name] += 1
    return counts


@contextmanager
def _writer(path: Path, encoding: str) -> Iterator[Any]:
    with path.open("w", encoding=encoding, newline="") as file:
        yield csv.writer(file, lineterminator="\r\n")


def _resource(table: Table, path: Path, count: int) -> dict[str, Any]:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    keys = [
        {"fields": [c.name], "reference": {"resource": c.ref, "fields": [_key_of(c.ref)]}}
        for c in table.columns
        if c.ref
    ]
    return {
        "name": table.name,
        "path": path.name,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest.hexdigest()}",
        "rowcount": count,
        "title": table.en,
        "description": f"{table.sv} / {table.en}",
        "schema": {
            "fields": [_field(column, column.name == table.key) for column in table.columns],
            "missingValues": [""],
            "primaryKey": [table.key],
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _key_of(name: str) -> str:
    return next(table.key for table in tables() if table.name == name)


def _field(column: Column, key: bool) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if key:
        constraints["unique"] = True
    if column.levels:
        constraints["enum"] = [level.word for level in column.levels]
    found: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "title": column.en,
        "description": f"{column.en}: {column.rule_en}. / {column.sv}: {column.rule_sv}.",
        "titleSv": column.sv,
        "ruleSv": column.rule_sv,
        "ruleEn": column.rule_en,
    }
    if column.unit:
        found["unit"] = column.unit
    if column.levels:
        found["levels"] = [{"value": x.word, "sv": x.sv, "en": x.en} for x in column.levels]
    return {**found, **({"constraints": constraints} if constraints else {})}
