"""Wordings of many officers, written before the rules that read them: data/wordings*.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from planparse.details.actors import find_actors
from planparse.details.columns import says_when, says_who, says_with_whom
from planparse.details.lists import listed
from planparse.details.statuses import status_column, status_of, status_of_cell
from planparse.details.targets import find_targets
from planparse.details.times import When, find_times
from planparse.metadata import describe, of_title
from planparse.page import Block, RowCell
from planparse.plan import Actor, Period, Time

CASES: dict[str, dict[str, Any]] = {}
OPEN: list[str] = []
"""Wordings that the rules do not read as they should, yet."""
for battery in sorted((Path(__file__).parent / "data").glob("wordings*.toml")):
    for name, said in tomllib.loads(battery.read_text("utf-8")).items():
        if name == "open":
            OPEN.extend(text for texts in said.values() for text in texts)
        else:
            CASES.setdefault(name, {}).update(said)
YEAR = Period(text="2020", start="2020-01-01", end="2020-12-31")
RUNNING = "Kommunen och polisen arbetar tillsammans för ökad trygghet i hela kommunen under de kommande åren."


def cases(*groups: str) -> list[Any]:
    late = pytest.mark.xfail(strict=True)
    return [
        pytest.param(group, text, id=text, marks=late if text in OPEN else ())
        for group in groups
        for text in CASES[group]
    ]


def _named(actors: list[Actor], acting: bool = False) -> list[str]:
    told = [actor for actor in actors if acting or actor.role != "acting"]
    return sorted(a.text + ("" if a.role == "responsible" else f"?{a.role}") for a in told)


def _dates(times: list[Time]) -> list[str]:
    found = []
    for time in times:
        rate = time.recurrence
        if rate:
            found.append(f"/{rate.count:g} {rate.per}" + (f" {rate.every}" if rate.every != 1 else ""))
        if time.start or time.end:
            found.append(f"{time.start or '-'} {time.end or '-'}")
    return sorted(found)


@pytest.mark.parametrize(("group", "text"), cases("cell", "say", "do"))
def test_who(group: str, text: str) -> None:
    found = listed(text) if group == "cell" else find_actors(text, "activity")
    assert _named(found, acting=group == "do") == sorted(CASES[group][text])


@pytest.mark.parametrize(("group", "text"), cases("head"))
def test_what_a_head_asks(group: str, text: str) -> None:
    asked = {"who": says_who(text), "with": says_with_whom(text), "when": says_when(text)}
    asked["status"] = not any(asked.values()) and status_column(text) is not None
    assert [name for name, yes in asked.items() if yes][:1] == [name for name in (CASES[group][text],) if name != "no"]


@pytest.mark.parametrize(("group", "text"), cases("status_cell", "status_prose"))
def test_how_it_went(group: str, text: str) -> None:
    cell = RowCell(table="t1", row=1, last_row=1, column=1, header="Status", text=text, fill=None)
    found = status_of_cell(cell, {}) if group == "status_cell" else status_of(text)
    assert (found or "?") == CASES[group][text]


@pytest.mark.parametrize(("group", "text"), cases("target"))
def test_how_much(group: str, text: str) -> None:
    kind, words = text.split("|", 1)
    found = []
    for target in find_targets(words, kind, find_times(words, When(YEAR, kind))):
        values = target.value if isinstance(target.value, (list, tuple)) else [target.value]
        level = "-" if target.value is None else ",".join(f"{value:.10g}" for value in values if value is not None)
        found.append(f"{target.comparator} {level} {target.unit or '-'}")
    assert sorted(found) == sorted(CASES[group][text])


@pytest.mark.parametrize(("group", "text"), cases("time", "time_item"))
def test_when(group: str, text: str) -> None:
    found = find_times(text, When(YEAR, "activity", column=group == "time"))
    assert _dates([entry.time for entry in found]) == sorted(CASES[group][text])


@pytest.mark.parametrize(("group", "text"), cases("type"))
def test_what_sort_of_plan(group: str, text: str) -> None:
    assert of_title(text).document_type == CASES[group][text]


@pytest.mark.parametrize(("group", "text"), cases("diary", "decision"))
def test_a_line_of_the_cover(group: str, text: str) -> None:
    title, line, body = (
        Block(page=1, text=words, lines=(), form=form)  # type: ignore[arg-type]
        for words, form in (("Handlingsplan för trygghet", "heading"), (text, "paragraph"), (RUNNING, "paragraph"))
    )
    found = describe((title,), (line,), (body,), (), "")
    day = next((decision.date for decision in found.decisions if decision.date), "")
    assert (found.diary_numbers if group == "diary" else day) == CASES[group][text]
