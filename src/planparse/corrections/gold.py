"""A corrected plan → a gold file (gold/README.md), on request: a person's work, never a parse alone."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from planparse.plan import Item, Plan, Section

_NOTE = "made from a parse that a person corrected (planparse corrections to-gold); not written before the parse"


def to_gold(plan: Plan) -> str:
    """The plan as the JSON of a gold file. Its note says how it was made, so that figures on it are read with care."""
    items = [item for part in plan.parts for section in part.sections for item in section.items]
    gold: dict[str, Any] = {
        "file": plan.source.file_name,
        "producer": plan.source.producer,
        "document_type": plan.document_type,
        "title": plan.title,
        "municipality_codes": [m.code for m in plan.municipalities],
        "period": {"start": plan.period.start, "end": plan.period.end} if plan.period else None,
        "diary_numbers": plan.diary_numbers,
        "decision_date": next((d.date for d in plan.decisions if d.date), None),
        "parties": [party.name for party in plan.parties],
        "parts": [
            {
                "kind": part.kind,
                "number": part.number,
                "title": part.title,
                "sections": [_section(section) for section in part.sections],
            }
            for part in plan.parts
        ],
        **_details(items),
        "furniture": [one.text for one in plan.furniture for _ in one.pages],
        "note": _NOTE,
    }
    return json.dumps(gold, ensure_ascii=False, indent=1) + "\n"


def _section(section: Section) -> dict[str, Any]:
    return {
        "kinds": [section.kind],
        "heading": section.heading,
        "path": section.path,
        "items": [{"text": i.text, "form": i.form, "table": i.table, "row": i.row} for i in section.items],
    }


def _details(items: list[Item]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {"targets": [], "actors": [], "times": [], "statuses": []}
    total = Counter(item.text for item in items)
    seen: Counter[str] = Counter()
    for item in items:
        seen[item.text] += 1
        which: dict[str, Any] = {"item": item.text}
        if total[item.text] > 1:
            which["occurrence"] = seen[item.text]
        found["targets"] += [
            {**which, "comparator": t.comparator, "value": t.value, "unit": t.unit} for t in item.targets
        ]
        found["actors"] += [{**which, "name": a.text, "role": a.role} for a in item.actors]
        found["times"] += [
            {
                **which,
                "start": t.start,
                "end": t.end,
                "recurrence": t.recurrence.model_dump() if t.recurrence else None,
            }
            for t in item.times
        ]
        if item.status:
            found["statuses"].append({**which, "status": item.status})
    return found
