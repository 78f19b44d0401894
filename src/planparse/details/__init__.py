"""Who, when, how much, and what became of it: targets, actors, times and statuses of each item.

`describe` is the step. An item's own words come first; a row's cells, a label, a lead-in and a column's header add what
they say of it (annotation guide, rules 17–22).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from planparse.details.actors import find_actors
from planparse.details.columns import column_by_cells, says_when, spoken_headers
from planparse.details.endings import in_parentheses, signers
from planparse.details.lists import names_only
from planparse.details.scope import Notes, around, leads_of, tells_time, tells_who
from planparse.details.statuses import legend_of, status_of
from planparse.details.targets import find_targets
from planparse.details.times import Found, When, find_times
from planparse.lexicon import fold, holds
from planparse.page import RowCell
from planparse.plan import Actor, DocumentType, Item, Part, Period, Section, Time, with_items, with_sections

__all__ = ["column_by_cells", "describe"]

_TIMED = frozenset(("goal", "activity", "follow_up", "result", "responsibility"))
_NAMING = frozenset(("activity", "goal", "follow_up", "responsibility"))
_YEAR = re.compile(r"\b(20\d{2})\b")


def describe(
    parts: Sequence[Part], cells: Sequence[RowCell], document_type: DocumentType, period: Period | None
) -> list[Part]:
    """The parts with the details of every item. `cells`: the tables' cells by item row; `period`: the plan's own."""
    usual = spoken_headers(cells)
    spoken = [with_sections(part, [_spoken(section, usual) for section in part.sections]) for part in parts]
    cells = [replace(cell, header=usual.get(cell.header, cell.header)) for cell in cells]
    texts = (i.text for part in parts for s in part.sections if s.kind in _NAMING for i in s.items)
    notes = around(spoken, cells, period, legend_of(parts, cells))
    told = _Document(notes, signers(texts), document_type == "follow_up_report", period)
    out = []
    for part, read in zip(parts, spoken, strict=True):
        sections = [_section(s, above, told) for above, s in zip((None, *read.sections), read.sections, strict=False)]
        pairs = zip(part.sections, sections, strict=True)
        out.append(with_sections(part, [with_items(own, new.items) for own, new in pairs]))
    return out


def _spoken(section: Section, usual: Mapping[str, str]) -> Section:
    """A column's section under a usual header: "Almanackan" is read as "När"."""
    header = usual.get(section.heading or "")
    if header is None or not all(item.table for item in section.items):
        return section
    return section.model_copy(update={"heading": header, "evidence": "column"})


@dataclass(frozen=True, slots=True)
class _Document:
    """What the whole document says of its items: what stands around each, its short forms of names, its period."""

    notes: Mapping[str, Notes]
    signs: frozenset[str]
    report: bool
    period: Period | None


def _section(section: Section, above: Section | None, told: _Document) -> Section:
    items = [
        _item(item, section, lead, told) for item, lead in zip(section.items, leads_of(section, above), strict=True)
    ]
    for i in range(1, len(items)):
        cut = in_parentheses(items[i].text, told.signs) if section.kind == "activity" else []
        if cut and items[i].table == items[i - 1].table:
            items[i - 1] = items[i - 1].model_copy(update={"actors": _once([*items[i - 1].actors, *cut])})
            items[i] = items[i].model_copy(update={"actors": []})
    return with_items(section, items)


def _item(item: Item, section: Section, lead: Sequence[Actor], document: _Document) -> Item:
    notes, report, period = document.notes.get(item.id) or Notes(), document.report, document.period
    kind = section.kind
    if kind not in _TIMED and not notes.status:
        return item
    cell = tells_time(section, item)
    found: list[Found] = []
    if not cell:
        own = _next_year(period) if report and _looks_ahead(section) else period
        found = find_times(item.text, When(own, kind, report=report))
        if kind == "result" and report and period and period.start:  # what it was before is what it is compared with
            found = [one for one in found if one.time.precision != "year" or (one.time.end or "9") >= period.start]
    actors = list(lead) if kind == "activity" and not cell else []
    named_only = item.table is not None and kind == "activity" and names_only(item.text)
    if kind in _NAMING and not cell and not named_only and not tells_who(section, item):
        actors += find_actors(item.text, kind, document.signs)
    elif kind == "result" and item.table is None and "nsvar" in item.text:
        actors += [actor for actor in find_actors(item.text, kind) if actor.role == "responsible"]
    actors += notes.actors
    year = _header_year(section.heading, item)
    targets = [] if cell else find_targets(item.text, kind, found, year)
    times = [f.time for f in found]
    if year is not None and targets and kind == "goal" and not any(time.end for time in times):
        times.append(Time(text=year[:4], end=year, precision="year"))
    times += [time for time in notes.times if time not in times]
    status = notes.status or (status_of(item.text) if _is_judged(section, item, report) else None)
    if not (targets or actors or times or status):
        return item
    told = {"targets": targets, "actors": _once(actors), "times": times, "status": status}
    return item.model_copy(update=told)


def _looks_ahead(section: Section) -> bool:
    """Whether the item of a follow-up report stands under a heading of what comes next ("Restlista")."""
    return any(holds("details", "ahead", heading) for heading in (*section.path, section.heading or ""))


def _next_year(period: Period | None) -> Period | None:
    """The year after the reported one; a longer period stays."""
    if period is None or not period.start or not period.end or period.start[:4] != period.end[:4]:
        return period
    year = int(period.end[:4]) + 1
    return period.model_copy(update={"start": f"{year}-01-01", "end": f"{year}-12-31"})


def _is_judged(section: Section, item: Item, report: bool) -> bool:
    """Whether the item's own words may tell a status: a result in running text."""
    return section.kind == "result" and (item.table is None or report) and not says_when(section.heading)


def _once(actors: Sequence[Actor]) -> list[Actor]:
    """Each name once; responsible counts more than acting."""
    best: dict[str, Actor] = {}
    for actor in actors:
        known = best.get(fold(actor.text))
        if known is None or (actor.role == "responsible" and known.role != "responsible"):
            best[fold(actor.text)] = actor
    return list(best.values())


def _header_year(heading: str | None, item: Item) -> str | None:
    """The last day of the year in a column's header ("Mål 2025"): the deadline of the cells' targets."""
    found = _YEAR.findall(heading or "") if item.table else []
    return f"{found[-1]}-12-31" if found else None
