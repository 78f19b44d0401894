"""Formats of one line a record: JSON lines, and the segments that R's quallmer and quanteda read."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from planparse.export.delimited import inert
from planparse.export.records import Record, items_of

SEGMENT_HEADER = ("docid", "segid", "char_start", "char_end", "kind", "text")


def write_jsonl(records: Iterable[Record], to: Path) -> None:
    """One file, one plan a line: the plan's own JSON without white space."""
    with to.open("w", encoding="utf-8", newline="\n") as file:
        for record in records:
            file.write(record.plan.model_dump_json(by_alias=True) + "\n")


def write_quallmer(records: Iterable[Record], to: Path) -> None:
    """One CSV file, one item a row: docid, segid (from 1 in each document), char_start, char_end, kind, text.

    Offsets count characters from 0 in the plan's text, the end not included: substr(text, char_start + 1, char_end).
    """
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(SEGMENT_HEADER)
        for record in records:
            for number, (_, section, item) in enumerate(items_of(record.plan), 1):
                writer.writerow((inert(record.doc_id), number, *item.span, section.kind, inert(item.text)))
