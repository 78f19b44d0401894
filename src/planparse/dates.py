"""Points and spans of time in Swedish text: "1 maj 2019 till 31 december 2020", "2015/16", "före sommaren"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Literal

from planparse.feasts import feast_days
from planparse.lexicon import Rule, fold, found_in, near, rules

SpanKind = Literal["range", "pair", "year", "month", "day", "from", "until"]

_LONGEST_PAIR = 12
"""Years; two years further apart are no period written with a slash or with a lost dash."""
_REACH = 48
"""Characters in front of a point in which "till och med den" may stand."""
_MONTHS = {"tertial": 4, "quarter": 3, "half": 6}
_ORDINALS = ("half", "second", "third", "fourth")
_JUNE, _DECEMBER = 6, 12
_NTH = (
    "första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde", "elfte",
    "tolfte", "trettonde", "fjortonde", "femtonde", "sextonde", "sjuttonde", "artonde", "nittonde", "tjugonde",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """A time as printed at text[at:to]; `start` and `end` to the day (ISO), None where open or unsaid.

    `impossible` is true where a day was printed that the month does not have; the month's last day is taken.
    """

    kind: SpanKind
    at: int
    to: int
    text: str
    start: str | None
    end: str | None
    impossible: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A point of time as printed at text[at:to]: how fine it is, its first and last (month, day).

    `year` is None where none is printed; `last_year` is set where the point ends in another year than it starts.
    """

    fineness: str
    at: int
    to: int
    year: int | None = None
    first: tuple[int, int] = (1, 1)
    last: tuple[int, int] = (_DECEMBER, 31)
    last_year: int | None = None
    impossible: bool = False
    feast: str = ""
    """When a feast is (data/dates.toml, [[holiday]])."""


@lru_cache(maxsize=1024)
def spans(text: str, school: bool = False, lost_dash: bool = False) -> tuple[Span, ...]:
    """Every time in `text` that has a year, in reading order.

    `school`: "2015/16" is the school year. `lost_dash`: "2016 2019" is a period whose dash a host took away.
    """
    marks = points(text)
    found: list[Span] = []
    i = 0
    while i < len(marks):
        if listed := _listed(text, marks, i):
            found.append(_years(text, marks[i], marks[i + listed - 1]))
            i += listed
            continue
        joined = _join(text, marks, i, lost_dash)
        span = joined or _single(text, marks[i], school)
        if span is not None:
            found.append(span)
        i += 2 if joined else 1
    return tuple(found)


def _listed(text: str, marks: Sequence[Point], i: int) -> int:
    """How many points from `i` on are a list of years in a row ("2020, 2021 och 2022"); 0 for less than three."""
    count = 1
    for first, last in zip(marks[i:], marks[i + 1 :], strict=False):
        between = text[first.to : last.at]
        in_row = first.fineness == last.fineness == "year" and last.year == (first.year or 0) + 1
        if not in_row or not (between.strip() == "," or _found("between", "and", between)):
            break
        count += 1
        if between.strip() != ",":
            return count if count > 2 else 0
    return 0


def _years(text: str, first: Point, last: Point) -> Span:
    start, end = _iso(first.year or 0, first.first), _iso(last.year or 0, last.last)
    return Span("range", first.at, last.to, text[first.at : last.to], start, end)


@lru_cache(maxsize=1024)
def points(text: str) -> tuple[Point, ...]:
    """The points of time in `text`, with and without a year; where two rules read the same signs the earlier counts."""
    found: list[Point] = []
    for rule in near("dates", "point", text):
        for match in rule.pattern.finditer(text) if rule.pattern else ():
            if any(match.start() < point.to and point.at < match.end() for point in found):
                continue
            point = _point(rule, match)
            if point is not None:
                found.append(point)
    return tuple(sorted(found, key=lambda point: point.at))


def _point(rule: Rule, match: re.Match[str]) -> Point | None:
    group = {name: value for name, value in match.groupdict().items() if value}
    year = int(group["year"]) if "year" in group else 2000 + int(group["yy"]) if "yy" in group else None
    point = Point(rule.kind, match.start(), match.end(), year)
    month = _month_numbers().get(fold(group["word"])) if "word" in group else None
    month = month or (int(group["month"]) if "month" in group else None)
    if rule.kind == "day":
        return _day(point, month, _day_number(group, year, month))
    if rule.kind == "month" and month:
        return replace(point, first=(month, 1), last=(month, _days(year, month)))
    if rule.kind == "week":
        if "och" in match[0] and int(group["lastweek"]) != int(group["week"]) + 1:
            return None
        return _week(point, int(group["week"]), int(group.get("lastweek") or group["week"]))
    if rule.kind == "year_end":
        return replace(point, first=(_DECEMBER, 31))
    if rule.kind == "midyear":
        return replace(point, first=(_JUNE, 30), last=(_JUNE, 30))
    if rule.kind == "holiday":
        return _feast(point, group["holiday"])
    if rule.kind == "pair" and year:
        last = int(group["last"]) if len(group["last"]) > 2 else year // 100 * 100 + int(group["last"])
        return replace(point, last_year=last) if 0 < last - year <= _LONGEST_PAIR else None
    if rule.kind == "season":
        return _season(point, group["season"], group.get("last"))
    if rule.kind in _MONTHS:
        ordinal = next((n for n, name in enumerate(_ORDINALS, 1) if name in group), 1)
        number = int(group.get("tertial") or group.get("quarter") or ordinal)
        start = (number - 1) * _MONTHS[rule.kind] + 1
        end = int(group.get("lasttertial") or group.get("lastquarter") or number) * _MONTHS[rule.kind]
        return replace(point, first=(start, 1), last=(end, _days(year, end)))
    return point


def _day(point: Point, month: int | None, day: int) -> Point | None:
    if not month or not 1 <= day <= 31:
        return None
    held = min(day, _days(point.year, month))
    return replace(point, first=(month, held), last=(month, held), impossible=held != day)


def _day_number(group: Mapping[str, str], year: int | None, month: int | None) -> int:
    """The day of "31 maj", "sista maj", "den femtonde maj"."""
    if "day" in group:
        return int(group["day"])
    if "nth" not in group:
        return _days(year, month) if month else 0
    word = group["nth"].casefold().replace("förste", "första").replace("andre", "andra")
    tens = next((n for name, n in (("tjugo", 20), ("trettio", 30)) if word.startswith(name) and word not in _NTH), 0)
    rest = word.removeprefix("tjugo").removeprefix("trettio") if tens else word
    return tens + (_NTH.index(rest) + 1 if rest in _NTH else 0)


def _feast(point: Point, name: str) -> Point | None:
    rule = next((rule for rule in near("dates", "holiday", name) if rule.matches(name)), None)
    if rule is None:
        return None
    point = replace(point, feast=rule.kind)
    return point if point.year is None else _dated_feast(point, point.year)


def _dated_feast(point: Point, year: int) -> Point | None:
    first, last = feast_days(point.feast, year)
    fineness = "day" if first == last else "week"
    return replace(
        point,
        fineness=fineness,
        year=first.year,
        first=(first.month, first.day),
        last=(last.month, last.day),
        last_year=last.year,
    )


def _season(point: Point, name: str, last: str | None) -> Point | None:
    rule = next((rule for rule in near("dates", "season", name) if rule.matches(name)), None)
    if rule is None:
        return None
    (m0, d0), (m1, d1) = ([int(part) for part in end.split("-")] for end in rule.kind.split(".."))
    fineness = "term" if name[:2].casefold() in ("vt", "ht") or "termin" in name.casefold() else point.fineness
    point = replace(point, fineness=fineness, first=(m0, d0), last=(m1, d1))
    if point.year is None:
        return point
    return replace(point, last_year=point.year + (m1 < m0 or last is not None))


def _week(point: Point, week: int, last: int) -> Point | None:
    """The Monday and Sunday of weeks of ISO 8601; of an unsaid year only that they are weeks."""
    if point.year is None:
        return replace(point, first=(0, week), last=(0, last))
    try:
        monday = date.fromisocalendar(point.year, week, 1)
        sunday = date.fromisocalendar(point.year + (last < week), last, 7)
    except ValueError:
        return None
    return replace(
        point,
        year=monday.year,
        first=(monday.month, monday.day),
        last=(sunday.month, sunday.day),
        last_year=sunday.year,
    )


def dated(point: Point, year: int) -> Point | None:
    """The point in `year`, where it says none itself. None where that year has no such week."""
    if point.year is not None:
        return point
    if point.feast:
        return _dated_feast(point, year)
    point = replace(point, year=year)
    if point.fineness == "week":
        return _week(point, point.first[1], point.last[1])
    first, last = _held(year, point.first), _held(year, point.last)
    return replace(point, last_year=year + (point.last < point.first), first=first, last=last)


def _held(year: int, day: tuple[int, int]) -> tuple[int, int]:
    return day[0], min(day[1], _days(year, day[0]))


def ends(point: Point) -> tuple[str, str] | None:
    """First and last day (ISO) of a point whose year is known."""
    if point.year is None:
        return None
    return _iso(point.year, point.first), _iso(point.last_year or point.year, point.last)


def joint(text: str, first: Point, last: Point) -> str | None:
    """ "range" or "and" where what stands between two points joins them, else None."""
    between = text[first.to : last.at]
    return next((kind for kind in ("range", "and") if _found("between", kind, between)), None)


def opening(text: str, point: Point) -> str | None:
    """ "until" or "from" where the words before (or after) the point say so, else None."""
    before, after = text[max(0, point.at - _REACH) : point.at], text[point.to :]
    if _found("before", "until", before):
        return "until"
    return "from" if _found("before", "from", before) or _found("after", "open", after) else None


@cache
def _month_numbers() -> dict[str, int]:
    return {variant: int(rule.kind) for rule in rules("dates", "month") for variant in rule.variants}


def _days(year: int | None, month: int) -> int:
    """The days of a month; 29 in a February of an unsaid year."""
    return calendar.monthrange(year or 2000, month)[1]


def _iso(year: int, day: tuple[int, int]) -> str:
    return f"{year:04d}-{day[0]:02d}-{day[1]:02d}"


def _join(text: str, points: Sequence[Point], i: int, lost_dash: bool) -> Span | None:
    """The span of point `i` and the next one, where what stands between them joins them."""
    if i + 1 >= len(points):
        return None
    first, last = points[i], points[i + 1]
    if not _joined(text[first.to : last.at], first, last, lost_dash):
        return None
    last_year = last.last_year or last.year or first.year
    year = first.year or (last_year and last_year - (first.first > last.last))
    if not year or not last_year:
        return None
    start, end = _begins(year, first), _iso(last_year, last.last)
    if start > end:
        return None
    impossible = first.impossible or last.impossible
    return Span("range", first.at, last.to, text[first.at : last.to], start, end, impossible)


def _begins(year: int, point: Point) -> str:
    """The first day of a span that opens at `point`: what runs from a turn of the year begins on New Year's Day."""
    return _iso(year + 1, (1, 1)) if point.fineness == "year_end" else _iso(year, point.first)


def _joined(joint: str, first: Point, last: Point, lost_dash: bool) -> bool:
    if None in (first.year, last.year) and not {first.fineness, last.fineness} <= {"day", "month"}:
        return False
    if first.fineness == last.fineness == "year" and first.year and last.year:
        if joint.isspace():
            return lost_dash and 0 < last.year - first.year <= _LONGEST_PAIR
        if _found("between", "and", joint):
            return last.year == first.year + 1
    return _found("between", "range", joint)


def _found(table: str, kind: str, text: str) -> bool:
    """Whether a rule's pattern is found in `text` as it stands (its edges are part of the matter)."""
    return found_in("dates", table, text, kind)


def _single(text: str, point: Point, school: bool) -> Span | None:
    if point.year is None or point.fineness == "period_end":
        return None
    start, end = _iso(point.year, point.first), _iso(point.last_year or point.year, point.last)
    kind: SpanKind = "month"
    if point.fineness in ("day", "year", "pair"):
        kind = point.fineness  # type: ignore[assignment]
    if point.fineness == "pair" and school and point.last_year == point.year + 1:
        start, end = _iso(point.year, (7, 1)), _iso(point.last_year, (6, 30))
    opened: str | None = start
    closed: str | None = end
    if point.fineness != "pair":
        match opening(text, point):
            case "until":
                kind, opened = "until", None
            case "from":
                kind, opened, closed = "from", _begins(point.year, point), None
    return Span(kind, point.at, point.to, text[point.at : point.to], opened, closed, point.impossible)
