"""What surroundings say of an item: the lead-in above it, its group's labels, its row's cells (rules 6, 16–22)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, cast

from planparse.details.actors import label_names
from planparse.details.columns import (
    answering_columns,
    naming_columns,
    says_when,
    says_who,
    says_with_whom,
    without_lists,
)
from planparse.details.lists import helpers, in_heading, listed, only_names
from planparse.details.names import names
from planparse.details.shared import share_names, share_out
from planparse.details.statuses import Legend, Status, answers, status_column, status_of_cell
from planparse.details.subjects import NO_SUBJECT
from planparse.details.times import When, find_times
from planparse.lexicon import fold, holds, near, split_number
from planparse.page import RowCell
from planparse.plan import Actor, Item, Part, Period, Section, Time

NAMES_ONLY = 110
"""Characters of a responsible label's text up to which it is a list of names and no statement."""
_LEADS = re.compile(r"(?::|\batt|\bföljande|\bska|\bskall)\s*$")
_PROMISES = re.compile(
    r"((?:[A-ZÅÄÖ][a-zåäö]+s )?[A-ZÅÄÖa-zåäö]{3,}(?:na|en|et|ar|er)) "
    r"(?:lovar|åtar sig|utfäster sig|förbinder sig|svarar för|ansvarar för|ska|skall)\b[^.]{0,30}(?:att|:)$"
)
"""A subject of one or two words, known by its form, before a verb of promising."""
_PERSON = re.compile(
    r"(?:[^\W\d_][^:.]{2,40}: )?(?P<person>[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)? [A-ZÅÄÖ][a-zåäöé]+)(?:$|,| \()"
)
"""A person, behind an office and a colon or before what the person works at."""
_LEAD_WORDS = 14
"""Words of an item that leads into the items under it."""


@dataclass
class Notes:
    """What surroundings say of one item."""

    actors: list[Actor] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    status: Status | None = None


@lru_cache(maxsize=1024)
def _deadlines(heading: str) -> Literal["any", "day"] | None:
    """Which points under a header are deadlines."""
    found = next((rule.kind for rule in near("details", "deadline_label", heading) if rule.matches(heading)), None)
    return cast('Literal["any", "day"] | None', found)


def tells_time(section: Section, item: Item) -> bool:
    """Whether the item is a time cell or a time label's text, and no sentence of its own."""
    return says_when(section.heading) and (item.table is not None or len(item.text) <= NAMES_ONLY)


def tells_who(section: Section, item: Item) -> bool:
    """Whether the item only names those responsible for the items beside it."""
    if section.kind != "responsibility" or not (says_who(section.heading) or says_with_whom(section.heading)):
        return False
    return item.table is not None or (section.evidence == "label" and len(item.text) <= NAMES_ONLY)


def around(parts: Sequence[Part], cells: Sequence[RowCell], period: Period | None, legend: Legend) -> dict[str, Notes]:
    """What labels and cells say, by item id."""
    notes: dict[str, Notes] = {}
    cells = without_lists(cells)
    by_table: dict[str, list[RowCell]] = {}
    for cell in cells:
        by_table.setdefault(cell.table, []).append(cell)
    for part in parts:
        for note, item in (
            *_from_rows(part, cells, period, legend),
            *_from_tables_below(part, by_table, period),
            *_from_labels(part, period),
        ):
            own = notes.setdefault(item, Notes())
            own.actors += note.actors
            own.times += [time for time in note.times if time not in own.times]
            own.status = own.status or note.status
    return notes


# ---- Lead-ins ------------------------------------------------------------------------------------------


def leads_of(section: Section, before: Section | None = None) -> Iterator[list[Actor]]:
    """Who promises each item of a section: by its heading, the heading above, or an item that leads into the list.
    `before`: the section above it, whose lead-in goes on where only the text told a new section.
    """
    lead = _lead_of_headings(section) or _lead_that_goes_on(section, before)
    for i, item in enumerate(section.items):
        own = _lead_of_item(item) if i + 1 < len(section.items) and item.table is None else None
        if own is not None:
            lead = own
            yield []
        else:
            yield lead


def _lead_of_headings(section: Section) -> list[Actor]:
    if section.heading is not None and section.kind in ("activity", "goal") and _leads_in(section.heading):
        return in_heading(section.heading) or _unknown_promiser(section.heading)
    if section.heading is not None and section.kind == "activity" and section.heading.rstrip().endswith(":"):
        return only_names(section.heading.rstrip(" :"))
    if section.kind == "activity" and section.path:
        return _lead_of_path(section.path[-1])
    return []


def _unknown_promiser(heading: str) -> list[Actor]:
    """Who promises in a lead-in though no rule knows the name: "Föreningens medlemmar svarar för att"."""
    found = _PROMISES.match(heading)
    if found is None or found[1].split()[0].casefold() in NO_SUBJECT or holds("actors", "thing", found[1]):
        return []
    return [Actor(text=found[1], kind="other", role="responsible")]


def _lead_that_goes_on(section: Section, before: Section | None) -> list[Actor]:
    if before is None or section.kind != "activity" or section.heading is not None or section.path != before.path:
        return []
    last = before.items[-1]
    if last.table is None and (lead := _lead_of_item(last)):
        return lead
    return _lead_of_headings(before) if before.heading is not None and before.kind == "activity" else []


@lru_cache(maxsize=1024)
def _leads_in(heading: str) -> bool:
    """Whether a heading names who promises ("Polisen lovar att", "Görs av kommunen", "Polisens åtaganden")."""
    title = split_number(" ".join(heading.split()))[1]
    return any(rule.kind == "lead_in" and rule.matches(title) for rule in near("headings", "heading", title))


@lru_cache(maxsize=1024)
def _lead_of_path(heading: str) -> list[Actor]:
    """A heading that is nothing but a promiser's name, or a sentence that leads in ("Polisen har lovat att:")."""
    if _LEADS.search(heading) and _opens_with_name(heading):
        return in_heading(heading)
    named = only_names(heading.rstrip(" :"))
    return (
        named
        if named
        and all(actor.kind in ("police", "municipality", "association", "county", "housing") for actor in named)
        and _is_promiser(heading)
        else []
    )


def _is_promiser(heading: str) -> bool:
    return holds("details", "promiser", heading)


def _lead_of_item(item: Item) -> list[Actor] | None:
    text = item.text
    if not _LEADS.search(text) or len(text.split()) > _LEAD_WORDS:
        return None
    if text.endswith(":") and (named := only_names(text.rstrip(" :"))):
        return named
    return in_heading(text) if _opens_with_name(text) else None


def _opens_with_name(text: str) -> bool:
    """Whether a lead-in opens with the one who promises: before a verb of promising or doing, or before an "att"."""
    if holds("details", "lead", text):
        return bool(in_heading(text[:60]))
    return text.endswith((" att", " ska", " skall")) and any(name.at == 0 for name in names(text[:60]))


# ---- Labels --------------------------------------------------------------------------------------------


def _from_labels(part: Part, period: Period | None) -> Iterator[tuple[Notes, str]]:
    """Labels "Ansvar" and "Tid" govern the activities of their group: run in, or in a label table. What stands under
    a heading of its own, or has no group, keeps its names (rule 21). A label that comes again opens a new group: the
    items that stand between the labels, whatever kind they have got.
    """
    group: list[Item] = []
    behind: list[Item] = []
    place: object = None
    seen: set[str] = set()
    labels = {(*s.path[:-1], s.heading) for s in part.sections if s.path and s.heading == s.path[-1]}
    for section in part.sections:
        here = (_above_labels(section.path, labels), section.items[0].table)
        if here != place:
            group, behind, place, seen = [], [], here, set()
        for item in section.items:
            if section.evidence == "column" and item.table is not None:
                continue
            note = _label_note(section, item, period)
            if note is not None:
                label = fold(section.heading or "")
                if label in seen and behind and item is section.items[0]:
                    group, seen = behind, set()
                behind = []
                seen.add(label)
                governed = group if section.evidence == "label" and group else [item]
                if note.times:
                    yield from _shared(item.text, governed, _when(section.heading or "", period))
                elif governed is group or item.table or not _is_roster(item.text):
                    yield from _named(item.text, governed, note)
            elif section.kind == "activity" and not (section.evidence == "label" and says_when(section.heading)):
                if seen:
                    group, behind, seen = [], [], set()
                group.append(item)
            elif section.evidence == "label" and item is not section.items[0]:
                behind.append(item)


def _is_roster(text: str) -> bool:
    """Whether an item tells only which person holds an office ("Ordförande: Anna Ek", "Anna Ek, kansliet")."""
    found = _PERSON.match(text)
    return found is not None and not names(found["person"])


def _above_labels(path: Sequence[str], labels: set[tuple[str, ...]]) -> tuple[str, ...]:
    """The headings above a label's group: a label without a kind ("Målgrupp") is in the path and opens no group."""
    above = tuple(path)
    while above in labels:
        above = above[:-1]
    return above


def _label_note(section: Section, item: Item, period: Period | None) -> Notes | None:
    if says_who(section.heading) and section.kind == "responsibility" and len(item.text) <= NAMES_ONLY:
        named = label_names(item.text) if section.evidence == "label" or item.table else only_names(item.text)
        return Notes(actors=named) if named else None
    if says_with_whom(section.heading) and section.evidence == "label" and len(item.text) <= NAMES_ONLY:
        return Notes(actors=helpers(item.text)) if only_names(item.text) else None
    if says_when(section.heading) and section.kind in ("activity", "other") and tells_time(section, item):
        return Notes(times=_times(item.text, section.heading or "", period))
    return None


def _when(heading: str, period: Period | None) -> When:
    return When(period, "activity", column=True, deadline=_deadlines(heading))


def _times(text: str, heading: str, period: Period | None) -> list[Time]:
    return [found.time for found in find_times(text, _when(heading, period))]


def _shared(text: str, items: Sequence[Item], when: When) -> Iterator[tuple[Notes, str]]:
    yield from ((Notes(times=times), item.id) for item, times in share_out(text, items, when))


def _named(text: str, items: Sequence[Item], note: Notes) -> Iterator[tuple[Notes, str]]:
    yield from ((Notes(actors=actors), item.id) for item, actors in share_names(text, note.actors, items))


# ---- Tables --------------------------------------------------------------------------------------------


def _from_rows(
    part: Part, cells: Sequence[RowCell], period: Period | None, legend: Legend
) -> Iterator[tuple[Notes, str]]:
    """What the cells of a row say of its action items: who, when, and how it went."""
    rows: dict[tuple[str, int], list[tuple[Section, Item]]] = {}
    for section in part.sections:
        for item in section.items:
            if item.table is not None and item.row is not None:
                rows.setdefault((item.table, item.row), []).append((section, item))
    answering, naming = answering_columns(cells, legend), naming_columns(cells)
    judged = {table for table, _ in answering} | {c.table for c in cells if status_column(c.header) == "status"}
    for cell in cells:
        column = (cell.table, cell.header)
        held = "status" if column in answering else "names" if column in naming else None
        note = _cell_note(cell, period, legend, held) if (cell.table, cell.row) in rows else None
        if note and note.status and cell.table in judged and status_column(cell.header) == "outcome":
            continue
        if note is None:
            continue
        for row in range(cell.row, cell.last_row + 1):
            found = _headed(rows.get((cell.table, row), []))
            if note.status is not None:
                yield from ((note, item.id) for item in _judged(found))
            elif note.times:
                governed = [item for section, item in found if _acts(section)]
                yield from _shared(cell.text, governed, _when(cell.header, period))
            else:
                yield from _named(cell.text, [item for section, item in found if _acts(section)], note)


def _headed(row: list[tuple[Section, Item]]) -> list[tuple[Section, Item]]:
    """The row without the cells that only their words made activities, where a header makes others ("Åtgärd")."""
    if not any(_acts(section) and section.evidence == "column" for section, _ in row):
        return row
    return [(section, item) for section, item in row if not _acts(section) or section.evidence == "column"]


def _judged(row: Sequence[tuple[Section, Item]]) -> list[Item]:
    """The item of a row on which its status stands: the result's text, else the promise, else the status word."""
    told = [item for section, item in row if section.kind == "result"]
    stories = [item for item in told if not answers(item.text)]
    promised = [
        item for section, item in row if section.kind in ("activity", "goal") and not says_when(section.heading)
    ]
    done = [item for section, item in row if _acts(section)]  # a goal beside it may span more rows than this one
    longest = sorted(stories, key=lambda item: -len(item.text))
    return (longest or told or done or promised)[:1]


def _acts(section: Section) -> bool:
    return section.kind == "activity" and not says_when(section.heading)


def _cell_note(cell: RowCell, period: Period | None, legend: Legend, held: str | None = None) -> Notes | None:
    """What a cell says; `held`: its column is known by what it holds, "status" or "names"."""
    column = "status" if held == "status" else status_column(cell.header)
    if column is not None:
        status = status_of_cell(cell, legend) if column == "status" or len(cell.text.split()) > 1 else None
        if status or not says_when(cell.header):
            return Notes(status=status) if status else None
    if not cell.text.strip():
        return None
    if says_who(cell.header) or held == "names":
        return Notes(actors=listed(cell.text)) if len(cell.text) <= 2 * NAMES_ONLY else None
    if says_with_whom(cell.header):
        return Notes(actors=helpers(cell.text)) if len(cell.text) <= 2 * NAMES_ONLY else None
    if says_when(cell.header):
        return Notes(times=_times(cell.text, cell.header, period))
    return None


def _from_tables_below(
    part: Part, cells: dict[str, list[RowCell]], period: Period | None
) -> Iterator[tuple[Notes, str]]:
    """A table that gives only who and when belongs to the activity above it (rule 17)."""
    last: Item | None = None
    done: set[str] = set()
    acting = {i.table for s in part.sections if _acts(s) or s.kind == "goal" for i in s.items if i.table}
    for section in part.sections:
        for item in section.items:
            if item.table is None:
                last = item if section.kind in ("activity", "goal") else last
            elif item.table not in acting and item.table not in done and last is not None:
                done.add(item.table)
                note = Notes()
                for cell in cells.get(item.table, []):
                    found = _cell_note(cell, period, {}) if cell.header else None
                    if found is not None:
                        note.actors += found.actors
                        note.times += [time for time in found.times if time not in note.times]
                if note.actors or note.times:
                    yield note, last.id
