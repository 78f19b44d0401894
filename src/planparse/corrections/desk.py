"""A plan taken apart into loose items while it is corrected, and put together again with new numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from planparse.corrections.model import Correction
from planparse.plan import Evidence, Item, Part, Plan, Section, SectionKind, Warning


@dataclass(frozen=True, slots=True)
class Loose:
    """An item taken out of its section `home`; a person decided its kind, or changed anything about it."""

    item: Item
    part: int
    home: Section
    kind: SectionKind
    kind_corrected: bool = False
    changed: bool = False


@dataclass(slots=True)
class Desk:
    """The plan while it is being corrected: its text and its items in order."""

    plan: Plan
    text: str
    loose: list[Loose]
    fields: dict[str, Any] = field(default_factory=dict)
    quotes: dict[str, str] = field(default_factory=dict)


def take_apart(plan: Plan) -> Iterable[Loose]:
    """The plan's items in order."""
    for number, part in enumerate(plan.parts):
        for section in part.sections:
            for item in section.items:
                known = section.evidence == "corrected"
                yield Loose(item, number, section, section.kind, known, item.id in plan.corrected)


def put_together(desk: Desk, unplaced: Sequence[tuple[Correction, str]]) -> Plan:
    """The plan with its sections and items numbered anew, links following, and a warning for what was not placed."""
    names: dict[str, str] = {}
    changed: list[str] = []
    parts = [
        _part(part, [one for one in desk.loose if one.part == i], names, changed)
        for i, part in enumerate(desk.plan.parts)
    ]
    links = [
        link.model_copy(update={"from_": names[link.from_], "to": names[link.to]})
        for link in desk.plan.links
        if link.from_ in names and link.to in names
    ]
    warnings = [
        Warning(code="unplaced_correction", message=f"a correction was left out: {why} ({_about(one)})")
        for one, why in unplaced
    ]
    evidence: dict[str, Evidence] = {str(name): one for name, one in desk.plan.evidence.items()}
    evidence |= {name: Evidence(quote=quote, confidence=1.0) for name, quote in desk.quotes.items()}
    known = [name for name in desk.plan.corrected if "." not in name]
    corrected = [*known, *desk.fields, *changed]
    data = {
        **desk.plan.model_dump(by_alias=True),
        **desk.fields,
        "text": desk.text,
        "parts": [part.model_dump() for part in parts],
        "links": [link.model_dump(by_alias=True) for link in links],
        "evidence": {name: one.model_dump() for name, one in evidence.items()},
        "warnings": [w.model_dump() for w in (*desk.plan.warnings, *warnings)],
        "corrected": list(dict.fromkeys(corrected)),
    }
    return Plan.model_validate(data)


def _about(one: Correction) -> str:
    return f"“{one.anchor.quote[:60]}”" if one.anchor else one.change.type


def _part(part: Part, loose: Sequence[Loose], names: dict[str, str], changed: list[str]) -> Part:
    """The part with its sections numbered anew; `names` learns the new id of each old item."""
    runs: list[list[Loose]] = []
    for one in loose:
        last = runs[-1][-1] if runs else None
        if last and last.home is one.home and (last.kind, last.kind_corrected) == (one.kind, one.kind_corrected):
            runs[-1].append(one)
        else:
            runs.append([one])
    sections = []
    for number, run in enumerate(runs, 1):
        name, home = f"{part.id}.s{number}", run[0].home
        items = []
        for count, one in enumerate(run, 1):
            new = f"{name}.i{count}"
            names.setdefault(one.item.id, new)
            if one.changed:
                changed.append(new)
            items.append(one.item.model_copy(update={"id": new}))
        update: dict[str, Any] = {"id": name, "kind": run[0].kind, "items": items}
        if run[0].kind_corrected:
            update |= {"evidence": "corrected", "confidence": 1.0, "reasons": []}
        sections.append(home.model_copy(update=update))
    return part.model_copy(update={"sections": sections})
