"""Parquet: one file a table, typed, with the codebook in the files' own metadata."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from planparse.export.codebook import Table, tables
from planparse.export.libraries import need
from planparse.export.records import Record
from planparse.export.rows import Row, rows

_GROUP = 20_000  # rows a row group, and at most so many in memory


def write_parquet(records: Iterable[Record], to: Path) -> None:
    """A folder with a Parquet file for each table (zstd). Raises MissingLibrary without pyarrow."""
    pa, pq = need("pyarrow", "parquet"), need("pyarrow.parquet", "parquet")
    to.mkdir(parents=True)
    waiting: dict[str, list[Row]] = {table.name: [] for table in tables()}
    schemas = {table.name: _schema(pa, table) for table in tables()}
    with ExitStack() as stack:
        writers = {
            name: stack.enter_context(pq.ParquetWriter(to / f"{name}.parquet", schema, compression="zstd"))
            for name, schema in schemas.items()
        }

        def flush(name: str) -> None:
            columns = list(zip(*waiting[name], strict=True)) or [()] * len(schemas[name])
            arrays = [pa.array(column, field.type) for column, field in zip(columns, schemas[name], strict=True)]
            writers[name].write_table(pa.Table.from_arrays(arrays, schema=schemas[name]))
            waiting[name].clear()

        for record in records:
            for name, row in rows(record):
                waiting[name].append(row)
                if len(waiting[name]) >= _GROUP:
                    flush(name)
        for name in waiting:
            flush(name)


def _schema(pa: Any, table: Table) -> Any:
    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
        "boolean": pa.bool_(),
    }
    return pa.schema(
        [
            pa.field(
                column.name,
                types[column.type],
                nullable=not column.required,
                metadata={"en": column.en, "sv": column.sv, "unit": column.unit, "rule_en": column.rule_en},
            )
            for column in table.columns
        ],
        metadata={"description": table.en, "beskrivning": table.sv, "key": table.key},
    )
