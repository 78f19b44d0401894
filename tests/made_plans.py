"""Small plans made by hand, for tests of what comes after parsing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, cast

from planparse.plan import (
    Item,
    Municipality,
    Parser,
    Part,
    Period,
    Plan,
    PlanSource,
    Provenance,
    Section,
    SectionKind,
)

Row = tuple[str, str] | tuple[str, str, dict[str, Any]]
PLACES = {"Hjo": ("1497", "Västra Götalands län"), "Kalix": ("2514", "Norrbottens län")}


def a_plan(rows: Sequence[Row], place: str = "Hjo", year: int = 2017, pdf: bytes | None = None, **fields: Any) -> Plan:
    """A plan of one body part: one section an entry of `rows` (kind, text, fields of the item or the section)."""
    text, sections = "", []
    for number, row in enumerate(rows, 1):
        kind, words, extra = row[0], row[1], dict(row[2]) if len(row) == 3 else {}
        own: dict[str, Any] = {
            key: extra.pop(key) for key in ("heading", "path", "confidence", "reasons") if key in extra
        }
        start = len(text)
        text += words + "\n"
        top = 60.0 + 30 * number
        item = Item(
            id=f"p1.s{number}.i1",
            text=words,
            span=[start, start + len(words)],
            form="paragraph",
            **{"provenance": [Provenance(page=1, bbox=[72.0, top, 500.0, top + 14])], **extra},
        )
        section: dict[str, Any] = {"confidence": 0.9, "reasons": ["cue"], "evidence": "content", "items": [item], **own}
        sections.append(Section(id=f"p1.s{number}", kind=cast(SectionKind, kind), **section))
    code, county = PLACES[place]
    source = PlanSource(
        file_name=fields.pop("file_name", f"{place}-{year}.pdf"),
        media_type="application/pdf",
        page_count=1,
        sha256=hashlib.sha256(pdf or f"{place}{year}{text}".encode()).hexdigest(),
        text_source="embedded",
        producer=fields.pop("producer", None),
    )
    base: dict[str, Any] = {
        "source": source,
        "parser": Parser(version="0.1.0", model="test"),
        "text": text,
        "document_type": "citizen_promise",
        "title": f"Medborgarlöfte {year}",
        "municipalities": [Municipality(name=place, code=code, county=county, county_code=code[:2])],
        "period": Period(text=str(year), start=f"{year}-01-01", end=f"{year}-12-31"),
        "parts": [Part(id="p1", kind="body", pages=[1, 1], sections=sections)],
    }
    return Plan(**(base | fields))
