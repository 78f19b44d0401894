"""Label Studio: tasks with the kinds as predictions, and the labelling configuration."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from planparse.export.codebook import kinds
from planparse.export.records import Record, items_of


def write_label_studio(records: Iterable[Record], to: Path) -> None:
    """A folder: label_config.xml for the project's settings, tasks.json to import.

    A task's `data` holds the text, the plan's sha256, and `items`: [start, end, kind] of each as proposed, so that an
    export of the finished work tells by itself what the person changed. Offsets count as JavaScript does (UTF-16).
    """
    to.mkdir(parents=True)
    (to / "label_config.xml").write_text(label_config(), "utf-8")
    with (to / "tasks.json").open("w", encoding="utf-8") as file:
        between = "["
        for record in records:
            file.write(between + "\n" + json.dumps(_task(record), ensure_ascii=False))
            between = ","
        file.write("\n]\n" if between == "," else "[]\n")


def label_config() -> str:
    """The labelling configuration: a text and one label a kind, in the codebook's colours."""
    labels = "\n".join(
        f"    <Label value={quoteattr(k.word)} background={quoteattr(k.colour)} hint={quoteattr(k.sv)}/>"
        for k in kinds()
    )
    return (
        f'<View>\n  <Header value="$doc_id"/>\n  <Labels name="kind" toName="text">\n{labels}\n  </Labels>\n'
        '  <Text name="text" value="$text"/>\n</View>\n'
    )


def utf16(text: str) -> list[int]:
    """For each offset of `text` (and its end), the offset as JavaScript counts it."""
    found, at = [0], 0
    for letter in text:
        at += 2 if ord(letter) > 0xFFFF else 1
        found.append(at)
    return found


def _task(record: Record) -> dict[str, Any]:
    plan = record.plan
    offsets = utf16(plan.text)
    items, results = [], []
    for _, section, item in items_of(plan):
        start, end = (offsets[place] for place in item.span)
        items.append([start, end, section.kind])
        value = {"start": start, "end": end, "text": item.text, "labels": [section.kind]}
        results.append(
            {
                "id": item.id,
                "from_name": "kind",
                "to_name": "text",
                "type": "labels",
                "value": value,
                "score": section.confidence,
            }
        )
    data = {
        "text": plan.text,
        "doc_id": record.doc_id,
        "sha256": plan.source.sha256,
        "parser": plan.parser.version,
        "items": items,
    }
    return {"data": data, "predictions": [{"model_version": plan.parser.model, "result": results}]}
