"""What a simpleton would do, scored beside us: a figure means little without them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from planparse.plan import Item, Part, Plan, Section, SectionKind

# the five words that anyone would look for
_HEADING = re.compile(r"^\W*(?:\d+(?:\.\d+)*\.?\s+)?(Syfte|Mål|Aktivitet|Åtgärd|Uppföljning)\w*\b", re.IGNORECASE)
_KINDS: dict[str, SectionKind] = {
    "syfte": "purpose", "mål": "goal", "aktivitet": "activity", "åtgärd": "activity", "uppföljning": "follow_up",
}  # fmt: skip
_MAX_HEADING_WORDS = 6


def everything_is_activity(plan: Plan) -> Plan:
    """Our own text and parts, every item an activity."""
    parts = [
        part.model_copy(update={"sections": [s.model_copy(update={"kind": "activity"}) for s in part.sections]})
        for part in plan.parts
    ]
    return plan.model_copy(update={"parts": parts})


def heading_words(plan: Plan) -> Plan:
    """Our own text line by line (items and headings in order), kinds by the five heading words."""
    lines: list[str] = []
    for part in plan.parts:
        seen: tuple[str, ...] = ()
        for section in part.sections:
            here = (*section.path, *([section.heading] if section.heading else []))
            lines += [text for text in here if text not in seen]
            seen = here
            lines += [item.text for item in section.items]
    return _by_words(plan, lines)


def plain_lines(plan: Plan, lines: Iterable[str]) -> Plan:
    """pdfplumber's lines of text in order, kinds by the five heading words."""
    return _by_words(plan, lines)


def _by_words(plan: Plan, lines: Iterable[str]) -> Plan:
    sections: list[Section] = []
    kind: SectionKind = "background"
    for line in lines:
        match = _HEADING.match(line)
        if match and len(line.split()) <= _MAX_HEADING_WORDS:
            kind = _KINDS[match[1].casefold()]
            continue
        if not sections or sections[-1].kind != kind:
            name = f"p1.s{len(sections) + 1}"
            sections.append(Section(id=name, kind=kind, evidence="content", confidence=1.0, reasons=[], items=[]))
        items = sections[-1].items
        items.append(Item(id=f"{sections[-1].id}.i{len(items) + 1}", text=line, span=[0, 0], form="paragraph"))
    part = Part(id="p1", kind="body", number=None, title=None, pages=[1, 1], sections=sections)
    return plan.model_copy(update={"parts": [part]})
