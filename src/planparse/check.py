"""What does a plan have of what the law (2023:196) and Brå's process ask for? Each figure with the items behind it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from planparse.details.scope import tells_time
from planparse.lexicon import data_text
from planparse.plan import Item, Plan, Section

_IDS_SHOWN = 6
"""Item ids that a line of the table shows; the JSON has them all."""
_YEARS = 4
"""Calendar years that a plan may span to count as short: a council's term of office."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A part that plans are asked for (data/check.toml)."""

    name: str
    label: str
    source: str
    kinds: frozenset[str]
    pattern: re.Pattern[str] | None
    needs: str | None
    plan: str | None

    def holds(self, text: str) -> bool:
        """Whether the words tell of the part; a part without a pattern is told by its sections' kinds alone."""
        return self.pattern is None or self.pattern.search(text) is not None


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a plan has a part, and the ids of the items that show it (none where its metadata do)."""

    name: str
    label: str
    source: str
    present: bool
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many items of a kind have what is asked: `items` have it, `missing` do not."""

    name: str
    label: str
    count: int
    of: int
    items: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """The answers for one plan."""

    file: str
    title: str | None
    parts: tuple[Answer, ...]
    counts: tuple[Count, ...]


def check(plan: Plan) -> Check:
    """Which parts a plan has, how many goals can be measured, how many activities have an actor and a time."""
    everything = [(section, item) for part in plan.parts for section in part.sections for item in section.items]
    placed = [(section, item) for section, item in everything if not tells_time(section, item)]
    answers = []
    for asked in asked_parts():
        found = tuple(item.id for section, item in placed if _shows(asked, section, item)) if asked.plan is None else ()
        present = bool(found) if asked.plan is None else _HOLDS[asked.plan](plan)
        answers.append(Answer(asked.name, asked.label, asked.source, present, found))
    return Check(plan.source.file_name, plan.title, tuple(answers), tuple(_counts(plan, placed)))


@cache
def asked_parts() -> tuple[Asked, ...]:
    """The parts of data/check.toml, in their order."""
    entries: list[dict[str, Any]] = tomllib.loads(data_text("check.toml"))["part"]
    return tuple(
        Asked(
            entry["name"], entry["label"], entry["source"], frozenset(entry["kinds"]),
            re.compile(entry["pattern"], re.IGNORECASE) if "pattern" in entry else None,
            entry.get("needs"), entry.get("plan"),
        )
        for entry in entries
    )  # fmt: skip


def _shows(asked: Asked, section: Section, item: Item) -> bool:
    if asked.kinds and section.kind not in asked.kinds:
        return False
    if asked.needs is not None and not _CARRIES[asked.needs](item):
        return False
    return asked.holds(" ".join((*section.path, section.heading or "", item.text)))


_CARRIES: dict[str, Callable[[Item], bool]] = {
    "responsible": lambda item: any(actor.role == "responsible" for actor in item.actors),
    "actor": lambda item: any(actor.role != "consulted" for actor in item.actors),
    "time": lambda item: bool(item.times),
    "figure": lambda item: any(target.value is not None for target in item.targets),
    "deadline": lambda item: any(t.deadline for t in item.targets) or any(t.end for t in item.times),
}


def _short(plan: Plan) -> bool:
    period = plan.period
    return bool(period and period.start and period.end and int(period.end[:4]) - int(period.start[:4]) < _YEARS)


_HOLDS: dict[str, Callable[[Plan], bool]] = {
    "police_party": lambda plan: any(party.kind == "police" for party in plan.parties),
    "short_period": _short,
}


def _counts(plan: Plan, placed: Sequence[tuple[Section, Item]]) -> Iterator[Count]:
    goals = [item for section, item in placed if section.kind == "goal"]
    activities = [item for section, item in placed if section.kind == "activity"]
    served = {link.to for link in plan.links if link.relation == "serves"}
    followed = {link.to for link in plan.links if link.relation == "checks"}
    yield _count("goals_measurable", "Mätbara mål", goals, _CARRIES["figure"])
    yield _count("goals_with_deadline", "Mål med sluttid", goals, _CARRIES["deadline"])
    yield _count("goals_with_activity", "Mål med åtgärd", goals, lambda item: item.id in served)
    yield _count("goals_with_follow_up", "Mål med uppföljning", goals, lambda item: item.id in followed)
    yield _count(
        "goals_with_activity_and_follow_up", "Mål med åtgärd och uppföljning", goals,
        lambda item: item.id in served and item.id in followed,
    )  # fmt: skip
    yield _count("activities_with_actor", "Åtgärder med aktör", activities, _CARRIES["actor"])
    yield _count("activities_with_responsible", "Åtgärder med ansvarig", activities, _CARRIES["responsible"])
    yield _count("activities_with_time", "Åtgärder med tid", activities, _CARRIES["time"])
    yield _count(
        "activities_with_actor_and_time", "Åtgärder med aktör och tid", activities,
        lambda item: _CARRIES["actor"](item) and _CARRIES["time"](item),
    )  # fmt: skip


def _count(name: str, label: str, items: Sequence[Item], has: Callable[[Item], bool]) -> Count:
    having = tuple(item.id for item in items if has(item))
    missing = tuple(item.id for item in items if not has(item))
    return Count(name, label, len(having), len(items), having, missing)


def to_json(checks: Sequence[Check]) -> str:
    """The checks as a JSON array, one object a plan."""
    return json.dumps([asdict(one) for one in checks], ensure_ascii=False, indent=2) + "\n"


def table(one: Check) -> str:
    """A plan's answers for a terminal: a line a figure, with the first items behind it."""
    lines = [one.file if one.title is None else f"{one.file}: {one.title}"]
    lines += [f"  {a.label:32}{'ja' if a.present else 'nej':>9}  {_ids(a.items)}" for a in one.parts]
    lines += [f"  {c.label:32}{f'{c.count} av {c.of}':>9}  {_ids(c.items)}" for c in one.counts]
    return "\n".join(line.rstrip() for line in lines)


def _ids(ids: Sequence[str]) -> str:
    more = len(ids) - _IDS_SHOWN
    return " ".join(ids[:_IDS_SHOWN]) + (f" … (+{more})" if more > 0 else "")
