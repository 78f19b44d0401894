"""A plan → the rows of the tidy tables, in the order of the codebook's columns."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from planparse.export.records import Record, items_of
from planparse.plan import Item, Plan, Section, Target

Value = str | int | float | date | None
Row = tuple[Value, ...]

_SEVERAL = " | "
_PATH = " > "


def rows(record: Record) -> Iterator[tuple[str, Row]]:
    """(table, row) of one plan; a row comes after those that it points to, table by table."""
    plan, doc = record.plan, record.doc_id
    yield "documents", _document(doc, plan)
    for position, part in enumerate(plan.parts, 1):
        row = (f"{doc}#{part.id}", doc, position, part.kind, part.number, part.title, part.pages[0], part.pages[1])
        yield "parts", row
    for part in plan.parts:
        for position, section in enumerate(part.sections, 1):
            yield "sections", _section(doc, part.id, position, section)
    yield from _items(doc, plan)
    for number, link in enumerate(plan.links, 1):
        ends = (f"{doc}#{link.from_}", f"{doc}#{link.to}")
        yield "links", (f"{doc}#l{number}", doc, *ends, link.relation, link.evidence, link.confidence)
    for number, warning in enumerate(plan.warnings, 1):
        yield "warnings", (f"{doc}#w{number}", doc, warning.code, warning.page, warning.message)


def _document(doc: str, plan: Plan) -> Row:
    source, period = plan.source, plan.period
    decision = next((d for d in plan.decisions if d.date), plan.decisions[0] if plan.decisions else None)
    return (
        doc,
        source.file_name,
        source.sha256,
        source.media_type,
        source.page_count,
        source.text_source,
        source.producer,
        plan.schema_version,
        plan.parser.version,
        plan.parser.model,
        plan.document_type,
        plan.title,
        _several(m.code for m in plan.municipalities),
        _several(m.name for m in plan.municipalities),
        _several(dict.fromkeys(m.county for m in plan.municipalities)),
        _several(p.name for p in plan.parties),
        period.text if period else None,
        _date(period.start if period else None),
        _date(period.end if period else None),
        _date(decision.date if decision else None),
        decision.body if decision else None,
        _several(plan.diary_numbers),
        len(plan.parts),
        sum(1 for _ in items_of(plan)),
        _several(plan.corrected),
    )


def _section(doc: str, part: str, position: int, section: Section) -> Row:
    return (
        f"{doc}#{section.id}",
        f"{doc}#{part}",
        doc,
        position,
        section.kind,
        section.heading,
        _PATH.join(section.path) or None,
        section.evidence,
        section.confidence,
        _several(section.reasons),
    )


def _items(doc: str, plan: Plan) -> Iterator[tuple[str, Row]]:
    seen: Counter[str] = Counter()
    found = list(items_of(plan))
    for position, (part, section, item) in enumerate(found, 1):
        words = " ".join(item.text.casefold().split())
        seen[words] += 1
        key = hashlib.sha256(f"{plan.source.sha256}\n{words}\n{seen[words]}".encode()).hexdigest()[:16]
        first = item.provenance[0] if item.provenance else None
        box = first.bbox if first and first.bbox else (None,) * 4
        told = (section.kind, item.text, item.status, first.page if first else None, position)
        place = (item.form, item.table, item.row, f"{doc}#{section.id}", f"{doc}#{part.id}", key)
        last = item.provenance[-1].page if first else None
        yield "items", (f"{doc}#{item.id}", doc, *told, *place, *item.span, *box, last)
    for _, _, item in found:
        yield from _details(doc, item)


def _details(doc: str, item: Item) -> Iterator[tuple[str, Row]]:
    name = f"{doc}#{item.id}"
    for n, t in enumerate(item.targets, 1):
        low, high = _bounds(t)
        row = (t.text, t.comparator, low, high, t.unit, t.baseline, _date(t.deadline))
        yield "targets", (f"{name}.t{n}", name, doc, *row)
    for n, actor in enumerate(item.actors, 1):
        yield "actors", (f"{name}.a{n}", name, doc, actor.text, actor.kind, actor.role)
    for n, time in enumerate(item.times, 1):
        again = (time.recurrence.count, time.recurrence.per, time.recurrence.every) if time.recurrence else (None,) * 3
        dates = (_date(time.start), _date(time.end))
        yield "times", (f"{name}.w{n}", name, doc, time.text, *dates, time.precision, *again)


def _bounds(target: Target) -> tuple[float | None, float | None]:
    if isinstance(target.value, list):
        return (target.value[0], target.value[-1]) if target.value else (None, None)
    return target.value, None


def _date(text: str | None) -> date | None:
    """The day; None where the document names one that the calendar does not have."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _several(values: Iterable[str]) -> str | None:
    return _SEVERAL.join(values) or None
