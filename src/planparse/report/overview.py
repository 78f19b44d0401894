"""A collection of plans in numbers: what the index page counts, and where each number leads."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planparse.check import Answer, check
from planparse.plan import Plan
from planparse.report.view import ItemView, PlanView, flat_items

KINDS = (
    "background", "purpose", "goal", "activity", "follow_up", "result", "responsibility", "validity", "other",
)  # fmt: skip
"""Kinds of the coverage matrix; contents, signatures and front matter say nothing about a plan's substance."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `key` names it in the labels or stands for itself, `query` finds the items behind it."""

    key: str
    value: int
    query: str


@dataclass(frozen=True, slots=True)
class County:
    """What is there of a county."""

    name: str
    municipalities: int
    plans: int
    goals: int
    activities: int
    targets: int


@dataclass(frozen=True, slots=True)
class Shares:
    """How many of a plan's activities have an actor and a time."""

    index: int
    name: str
    both: int
    only_actor: int
    only_time: int
    neither: int

    @property
    def total(self) -> int:
        """All its activities."""
        return self.both + self.only_actor + self.only_time + self.neither


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole index page."""

    coverage: tuple[tuple[PlanView, tuple[tuple[str, int], ...]], ...]
    most: int
    counties: tuple[County, ...]
    units: tuple[Bar, ...]
    years: tuple[Bar, ...]
    themes: tuple[Bar, ...]
    shares: tuple[Shares, ...]
    checks: tuple[tuple[PlanView, tuple[Answer, ...]], ...]
    municipalities: int
    items: int


def overview(views: Sequence[PlanView]) -> Overview:
    """Count the collection."""
    coverage = tuple((one, tuple((kind, dict(one.kinds).get(kind, 0)) for kind in KINDS)) for one in views)
    return Overview(
        coverage,
        max((count for _, row in coverage for _, count in row), default=0),
        _counties(views),
        _units(views),
        _years(views),
        _themes(views),
        tuple(_shares(one) for one in views),
        tuple((one, check(one.plan).parts) for one in views),
        len({place.code for one in views for place in one.plan.municipalities}),
        sum(one.items for one in views),
    )


def item_rows(views: Sequence[PlanView]) -> list[list[object]]:
    """Every item in short, for the lists behind the numbers: plan, id, kind, text, units, actor, time, themes."""
    return [
        [one.index, i.item.id, section.kind, i.item.text[:280], _item_units(i), bool(i.item.actors), bool(i.item.times),
         list(i.themes)]
        for one in views
        for section, i in flat_items(one)
    ]  # fmt: skip


def first_year(plan: Plan) -> str:
    """The year that a plan starts in, or "year_unknown"."""
    dates = [plan.period.start or plan.period.end if plan.period else None, *(one.date for one in plan.decisions)]
    return next((date[:4] for date in dates if date), "year_unknown")


def county_of(plan: Plan) -> str:
    """The county of a plan's first municipality, or ""."""
    return plan.municipalities[0].county if plan.municipalities else ""


def _item_units(one: ItemView) -> list[str]:
    return [target.unit or "unit_none" for target in one.item.targets]


def _bars(counts: Counter[str], name: str, keys: Iterable[str] | None = None, extra: str = "") -> tuple[Bar, ...]:
    order = keys or [key for key, _ in counts.most_common()]
    return tuple(Bar(key, counts[key], f"{name}={key}{extra}") for key in order if counts[key])


def _units(views: Sequence[PlanView]) -> tuple[Bar, ...]:
    counts = Counter(unit for one in views for _, i in flat_items(one) for unit in dict.fromkeys(_item_units(i)))
    return _bars(counts, "unit")[:14]


def _years(views: Sequence[PlanView]) -> tuple[Bar, ...]:
    counts = Counter(first_year(one.plan) for one in views)
    return _bars(counts, "year", sorted(counts))


def _themes(views: Sequence[PlanView]) -> tuple[Bar, ...]:
    counts = Counter(
        theme
        for one in views
        for section, i in flat_items(one)
        if section.kind in ("goal", "activity")
        for theme in i.themes
    )
    return _bars(counts, "theme", extra="&kind=goal,activity")


def _counties(views: Sequence[PlanView]) -> tuple[County, ...]:
    groups: dict[str, list[PlanView]] = defaultdict(list)
    for one in views:
        groups[county_of(one.plan)].append(one)
    return tuple(_county(name, group) for name, group in sorted(groups.items()))


def _county(name: str, group: Sequence[PlanView]) -> County:
    goals, activities = (sum(dict(one.kinds).get(kind, 0) for one in group) for kind in ("goal", "activity"))
    targets = sum(bool(i.item.targets) for one in group for _, i in flat_items(one))
    municipalities = len({place.code for one in group for place in one.plan.municipalities})
    return County(name, municipalities, len(group), goals, activities, targets)


def _shares(one: PlanView) -> Shares:
    counts: Counter[tuple[bool, bool]] = Counter(
        (bool(i.item.actors), bool(i.item.times)) for section, i in flat_items(one) if section.kind == "activity"
    )
    return Shares(
        one.index, one.name, counts[True, True], counts[True, False], counts[False, True], counts[False, False]
    )
