"""When: dates, spans and recurrences in an item, with the year that the plan gives to those without one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planparse.dates import Point, dated, ends, joint, points
from planparse.details.numbers import value
from planparse.lexicon import Rule, rules
from planparse.model.sentences import sentences
from planparse.plan import Period, Recurrence, Time

_REACH = 60
"""Characters in front of a point in which words may say what the point is."""
_YEAR = 366
_RECURRENT_GAP = re.compile(r"^\s*(?:,|och|i|under|varje|\()?\s*$")
_PRECISION = {
    "day": "day", "month": "month", "season": "season", "term": "term", "half": "half_year", "year": "year",
    "year_end": "day",
}  # fmt: skip
_FIXED = frozenset(("day", "week", "month", "quarter", "tertial", "term", "half_year", "year"))


@dataclass(frozen=True, slots=True)
class When:
    """What an item's surroundings say of its times: the plan's period, its kind, whether it stands in a time column."""

    period: Period | None = None
    kind: str = "activity"
    column: bool = False

    @property
    def past(self) -> bool:
        """Whether past dates count."""
        return self.kind == "result"


@dataclass(frozen=True, slots=True)
class Found:
    """A time with its place in the text."""

    at: int
    to: int
    time: Time
    deadline: bool = False
    held: bool = False
    """A thing that is held or made per period: its number is a target too."""


def find_times(text: str, when: When) -> list[Found]:
    """The times of an item in reading order; each phrase is an entry of its own."""
    rates = [rate for rate in _recurrences(text) if not (rate.held and when.kind in ("goal", "result"))]
    if when.kind == "follow_up":
        rates = [rate for rate in rates if not any(a <= rate.at < b for a, b, _ in _indicators(text))]
    marks = [
        point
        for point in points(text)
        if not any((point.at < rate.to and rate.at < point.to) or _one_phrase(text, point, rate) for rate in rates)
    ]
    if when.kind == "follow_up":
        asked = [(a, b) for a, b, question in _indicators(text) if question]
        marks = [point for point in marks if not any(a <= point.at < b for a, b in asked)]
    found = [*rates, *_dates(text, marks, when)]
    return sorted(found, key=lambda entry: entry.at)


def _indicators(text: str) -> Iterator[tuple[int, int, bool]]:
    """The places of questions (true) and indicators (false), in which nothing is said to happen."""
    at = 0
    for sentence in sentences(text):
        at = text.find(sentence, at)
        question = sentence.rstrip().endswith("?") and ":" not in sentence
        if question or any(rule.matches(sentence) for rule in rules("times", "no_time_sentence")):
            yield at, at + len(sentence), question
        at += len(sentence)


def _one_phrase(text: str, point: Point, rate: Found) -> bool:
    """ "i mars varje år", "årligen i mars": the month is part of the recurrence."""
    if point.fineness not in ("month", "season", "day") or point.year is not None:
        return False
    if rate.time.recurrence is None or rate.time.recurrence.per != "year":
        return False
    first, last = (point.to, rate.at) if point.to <= rate.at else (rate.to, point.at)
    return first <= last and _RECURRENT_GAP.match(text[first:last].replace(" den ", " ")) is not None


# ---- Recurrences ---------------------------------------------------------------------------------------


def _recurrences(text: str) -> list[Found]:
    found: list[Found] = []
    for rule in rules("times", "recurrence"):
        for match in rule.pattern.finditer(text) if rule.pattern else ():
            if any(match.start() < other.to and other.at < match.end() for other in found):
                continue
            recurrence = _recurrence(rule, match)
            if recurrence is not None:
                time = Time(text=match[0].strip(), recurrence=recurrence)
                found.append(Found(match.start(), match.end(), time, held=rule.kind == "held"))
    return found


def _recurrence(rule: Rule, match: re.Match[str]) -> Recurrence | None:
    group = {name: text for name, text in match.groupdict().items() if text}
    if rule.kind in _FIXED:
        return Recurrence(count=1, per=rule.kind)  # type: ignore[arg-type]
    per = _per(group.get("unit", ""))
    if per is None:
        return None
    if rule.kind == "each":
        return Recurrence(count=1, per=per)  # type: ignore[arg-type]
    if rule.kind == "every":
        step = next((n for n, name in enumerate(("three", "four", "five", "six"), 3) if name in group), 2)
        return Recurrence(count=1, per=per, every=step)  # type: ignore[arg-type]
    count = value(group["n"])
    return Recurrence(count=count, per=per) if count else None  # type: ignore[arg-type]


def _per(unit: str) -> str | None:
    return next((rule.kind for rule in rules("times", "unit") if rule.matches(unit)), None)


# ---- Dates ---------------------------------------------------------------------------------------------


def _dates(text: str, marks: Sequence[Point], when: When) -> list[Found]:
    found: list[Found] = []
    i = 0
    while i < len(marks):
        first = marks[i]
        last = marks[i + 1] if i + 1 < len(marks) else None
        joined = last is not None and _joins(text, first, last)
        entry = _range(text, first, last, when) if joined and last else _single(text, first, when)
        if entry is not None:
            found.append(entry)
        i += 2 if joined else 1
    return found


def _joins(text: str, first: Point, last: Point) -> bool:
    how = joint(text, first, last)
    if how == "and" and first.fineness == last.fineness == "year" and first.year and last.year:
        return last.year == first.year + 1 and not _said(text[max(0, first.at - _REACH) : first.at], "repeated")
    return how == "range" and not _said(text[max(0, first.at - _REACH) : first.at], "until")


def _range(text: str, first: Point, last: Point, when: When) -> Found | None:
    if _foreign(text, first, last):
        return None
    last = _with_year(last, when) or last
    if first.year is None and last.year is not None:
        year = last.year - (first.first > last.first)
        first = dated(first, year) or first
    a, b = ends(first), ends(last)
    start, end = (a[0], b[1]) if a and b else (None, None)
    if start and end and start > end:
        return None
    return _entry(text, first.at, last.to, start, end, "span", when)


def _single(text: str, point: Point, when: When) -> Found | None:
    if _foreign(text, point, point):
        return None
    before = text[max(0, point.at - _REACH) : point.at]
    known = _with_year(point, when) or point
    span = ends(known)
    if span is None and (point.fineness == "year_end" or _said(before, "ahead")):
        return None
    start, end = span if span else (None, None)
    if (
        point.fineness == "pair"
        and point.year
        and point.last_year == point.year + 1
        and re.search(r"läsår\w*\s*$", before)
    ):
        start, end = f"{point.year}-07-01", f"{point.last_year}-06-30"
    first_day = re.search(r"\b(\d{1,2})\s?[-–]\s?$", before) if point.fineness == "day" else None
    if first_day and start and 0 < int(first_day[1]) < int(start[-2:]):
        start = f"{start[:-2]}{int(first_day[1]):02d}"
        return _entry(text, point.at - len(first_day[0]), point.to, start, end, "span", when)
    deadline = False
    if _is_deadline(before, point, when):
        deadline = True
        if (
            _said(before, "before")
            and point.fineness not in ("day", "year_end")
            and start
            and not _said(before, "close")
        ):
            end = (date.fromisoformat(start) - timedelta(days=1)).isoformat()
        start = None
    elif _said(before, "from"):
        end = None
    return _entry(text, point.at, point.to, start, end, _PRECISION.get(point.fineness, "span"), when, deadline)


def _is_deadline(before: str, point: Point, when: When) -> bool:
    if point.fineness == "year_end" or _said(before, "close"):
        return True
    if _said(before, "at"):
        return False
    if _said(before, "ready"):
        return point.fineness == "day" and not when.past
    return _said(before, "until")


def _entry(
    text: str, at: int, to: int, start: str | None, end: str | None, precision: str, when: When, deadline: bool = False
) -> Found | None:
    if not when.past and _is_past(end or start, when):
        return None
    time = Time(text=text[at:to], start=start, end=end, precision=precision)  # type: ignore[arg-type]
    return Found(at, to, time, deadline)


def _is_past(day: str | None, when: When) -> bool:
    """Before the plan's own period: told of the past, nothing that shall happen."""
    start = when.period.start if when.period else None
    return bool(day and start and day < start and not when.column)


def _foreign(text: str, first: Point, last: Point) -> bool:
    """Baselines, names of surveys and plans, laws: no time of the item."""
    before, after = text[max(0, first.at - _REACH) : first.at], text[last.to : last.to + 24]
    if first.fineness in ("year", "pair") and _said(before, "other"):
        return True
    return _said(after, "other_after") or _said(before, "baseline")


def _said(words: str, kind: str) -> bool:
    """Whether a rule's pattern is found in the words as they stand (their edges are part of the matter)."""
    return any(r.kind == kind and r.pattern and r.pattern.search(words) for r in rules("times", "around"))


def _with_year(point: Point, when: When) -> Point | None:
    """The point in the one year that the plan covers; None where it covers more, or says none."""
    if point.year is not None:
        return point
    period = when.period
    if period is None or period.start is None or period.end is None:
        return None
    first, last = date.fromisoformat(period.start), date.fromisoformat(period.end)
    if (last - first).days > _YEAR:
        return None
    return max(
        (p for year in {first.year, last.year} if (p := dated(point, year)) is not None),
        key=lambda p: (_overlap(p, period), -(p.year or 0)),
        default=None,
    )


def _overlap(point: Point, period: Period) -> int:
    """Days that the point shares with the period."""
    span = ends(point)
    if span is None or period.start is None or period.end is None:
        return 0
    start, end = max(span[0], period.start), min(span[1], period.end)
    return (date.fromisoformat(end) - date.fromisoformat(start)).days + 1 if start <= end else 0
