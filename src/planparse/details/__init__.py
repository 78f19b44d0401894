"""Who, when, how much, and what became of it: targets, actors, times and statuses of each item.

`describe` is the step. An item's own words come first; a row's cells, a label, a lead-in and a column's header add what
they say of it (annotation guide, rules 17–22).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from planparse.details.actors import find_actors, in_heading, listed
from planparse.details.statuses import Status, colour_name, is_status_column, status_of, status_of_colour
from planparse.details.targets import find_targets
from planparse.details.times import Found, When, find_times
from planparse.lexicon import column_kind, fold, heading_kind, rules
from planparse.page import RowCell
from planparse.plan import Actor, DocumentType, Item, Part, Period, Section, Time

__all__ = ["describe"]

_TIMED = frozenset(("goal", "activity", "follow_up", "result", "responsibility"))
_NAMES_ONLY = 90
"""Characters of a responsible label's text up to which it is a list of names and no statement."""
_YEAR = re.compile(r"\b(20\d{2})\b")
_LEGEND = re.compile(
    r"\b(grön|gul|röd|grå)[a-zåäö]*\b\s*(?:färg|markering|symbol|cirkel|ring)?\s*[:=–—-]?\s*([^.;,()]{3,60})",
    re.IGNORECASE,
)
_COLOURS = {"grön": "green", "gul": "yellow", "röd": "red", "grå": "grey"}


@dataclass
class _Notes:
    """What surroundings say of one item."""

    actors: list[Actor] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    status: Status | None = None


def describe(
    parts: Sequence[Part], cells: Sequence[RowCell], document_type: DocumentType, period: Period | None
) -> list[Part]:
    """The parts with the details of every item. `cells`: the tables' cells by item row; `period`: the plan's own."""
    notes: dict[str, _Notes] = {}
    report = document_type == "follow_up_report"
    legend = _legend(parts)
    for part in parts:
        for note, item in (
            *_from_rows(part, cells, period, legend),
            *_from_tables_below(part, cells, period),
            *_from_labels(part, period),
        ):
            own = notes.setdefault(item, _Notes())
            own.actors += note.actors
            own.times += note.times
            own.status = own.status or note.status
    return [
        part.model_copy(update={"sections": [_section(s, notes, report, period) for s in part.sections]})
        for part in parts
    ]


def _section(section: Section, notes: Mapping[str, _Notes], report: bool, period: Period | None) -> Section:
    lead = _lead_actors(section)
    return section.model_copy(
        update={"items": [_item(item, section, lead, notes.get(item.id), report, period) for item in section.items]}
    )


def _item(
    item: Item, section: Section, lead: Sequence[Actor], notes: _Notes | None, report: bool, period: Period | None
) -> Item:
    kind = section.kind
    notes = notes or _Notes()
    column = _tells_time(section, item)
    found: list[Found] = []
    if kind in _TIMED and not column:
        found = find_times(item.text, When(period, kind))
    actors = list(lead) if kind == "activity" and not column else []
    if kind in ("activity", "goal", "follow_up", "responsibility"):
        own = [] if column else find_actors(item.text, kind)
        if kind == "responsibility" and item.table is not None and _is_responsible(section.heading):
            own = []
        actors += own
    actors += notes.actors
    return item.model_copy(
        update={
            "targets": [] if column else find_targets(item.text, kind, found, _header_year(section.heading, item)),
            "actors": _once(actors),
            "times": [*(f.time for f in found), *notes.times],
            "status": notes.status or _status(item, section, report),
        }
    )


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


# ---- Headings and labels -------------------------------------------------------------------------------


def _lead_actors(section: Section) -> list[Actor]:
    """Who promises what stands under a lead-in, or in a column headed by one."""
    if section.heading is None or section.kind not in ("activity", "goal"):
        return []
    match = heading_kind(section.heading) or column_kind(section.heading)
    return in_heading(section.heading) if match and match.kind == "lead_in" else []


def _is_responsible(heading: str | None) -> bool:
    return heading is not None and any(rule.matches(heading) for rule in rules("details", "responsible_label"))


def _is_time_header(heading: str | None) -> bool:
    return heading is not None and any(rule.matches(heading) for rule in rules("details", "time_label"))


def _tells_time(section: Section, item: Item) -> bool:
    """Whether the item is a time cell or a time label's text, and no sentence of its own."""
    return _is_time_header(section.heading) and (item.table is not None or len(item.text) <= _NAMES_ONLY)


def _from_labels(part: Part, period: Period | None) -> Iterator[tuple[_Notes, str]]:
    """Labels "Ansvar" and "Tid" govern the activities of their group: run in, or in a label table. A label column's
    names stand on their own item (rule 21).
    """
    group: list[Item] = []
    place: object = None
    for section in part.sections:
        here = (section.path, section.items[0].table)
        if here != place:
            group, place = [], here
        responsible, timed = _is_responsible(section.heading), _is_time_header(section.heading)
        for item in section.items:
            if section.evidence == "column" and item.table is not None:
                continue
            if responsible and section.kind == "responsibility" and len(item.text) <= _NAMES_ONLY:
                note = _Notes(actors=listed(item.text))
                if section.evidence == "label" and group:
                    yield from ((note, other.id) for other in group)
                else:
                    yield note, item.id
            elif timed and section.kind in ("activity", "other") and _tells_time(section, item):
                note = _Notes(times=[f.time for f in find_times(item.text, When(period, "activity", column=True))])
                if section.evidence == "label" and group:
                    yield from ((note, other.id) for other in group)
                else:
                    yield note, item.id
            elif section.kind == "activity":
                group.append(item)


# ---- Tables --------------------------------------------------------------------------------------------


def _from_rows(
    part: Part, cells: Sequence[RowCell], period: Period | None, legend: dict[str, Status | None]
) -> Iterator[tuple[_Notes, str]]:
    """What the cells of a row say of its action items: who, when, and how it went."""
    rows: dict[tuple[str, int], list[tuple[Section, Item]]] = {}
    for section in part.sections:
        for item in section.items:
            if item.table is not None and item.row is not None:
                rows.setdefault((item.table, item.row), []).append((section, item))
    for cell in cells:
        note = _cell_note(cell, period, legend)
        if note is None:
            continue
        for row in range(cell.row, cell.last_row + 1):
            found = rows.get((cell.table, row), [])
            if note.status is not None:
                told = [item for section, item in found if section.kind == "result"]
                told = [i for i in told if not status_of_cell_only(i.text)] or told
                target = told[:1] or [item for s, item in found if s.kind in ("activity", "goal")][:1]
                yield from ((_Notes(status=note.status), item.id) for item in target)
                continue
            yield from ((note, item.id) for section, item in found if _acts(section))


def status_of_cell_only(text: str) -> bool:
    """Whether a text is a status word alone, with no story beside it."""
    return len(text.split()) <= 4 and status_of(text) is not None


def _acts(section: Section) -> bool:
    return section.kind == "activity" and not _is_time_header(section.heading)


def _cell_note(cell: RowCell, period: Period | None, legend: dict[str, Status | None]) -> _Notes | None:
    if is_status_column(cell.header):
        name = colour_name(cell.fill) if cell.fill is not None else None
        status = status_of(cell.text) if len(cell.text) <= _NAMES_ONLY else None
        status = status or (status_of_colour(name, legend) if name and len(cell.text.split()) <= 4 else None)
        return _Notes(status=status) if status else None
    if not cell.text.strip():
        return None
    if _is_responsible(cell.header):
        return _Notes(actors=listed(cell.text)) if len(cell.text) <= 2 * _NAMES_ONLY else None
    if _is_time_header(cell.header):
        return _Notes(times=[f.time for f in find_times(cell.text, When(period, "activity", column=True))])
    return None


def _from_tables_below(part: Part, cells: Sequence[RowCell], period: Period | None) -> Iterator[tuple[_Notes, str]]:
    """A table that gives only who and when belongs to the activity above it."""
    by_table: dict[str, list[RowCell]] = {}
    for cell in cells:
        by_table.setdefault(cell.table, []).append(cell)
    last: Item | None = None
    done: set[str] = set()
    acting = {i.table for s in part.sections if _acts(s) or s.kind == "goal" for i in s.items if i.table}
    for section in part.sections:
        for item in section.items:
            if item.table is None:
                last = item if section.kind in ("activity", "goal") else last
            elif item.table not in acting and item.table not in done and last is not None:
                done.add(item.table)
                note = _Notes()
                for cell in by_table.get(item.table, []):
                    found = _cell_note(cell, period, {})
                    if found is not None:
                        note.actors += found.actors
                        note.times += [time for time in found.times if time not in note.times]
                if note.actors or note.times:
                    yield note, last.id


# ---- Statuses ------------------------------------------------------------------------------------------


def _status(item: Item, section: Section, report: bool) -> Status | None:
    """The status that a result's own words tell; only in a follow-up report."""
    return status_of(item.text) if report and section.kind == "result" else None


def _legend(parts: Sequence[Part]) -> dict[str, Status | None]:
    """What the document says of its colours ("Grön = uppfyllt")."""
    found: dict[str, Status | None] = {}
    for part in parts:
        for section in part.sections:
            for item in section.items:
                for match in _LEGEND.finditer(item.text):
                    status = status_of(match[2])
                    if status is not None:
                        found.setdefault(_COLOURS[match[1].casefold()], status)
    return found
