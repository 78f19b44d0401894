"""When: dates, spans and recurrences in an item, with the year that the plan gives to those without one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from planparse.dates import Point, dated, ends, joint, points
from planparse.details.numbers import value
from planparse.lexicon import Rule, found_in, holds, near
from planparse.model.sentences import sentences
from planparse.plan import Period, Recurrence, Time

_REACH = 60
"""Characters in front of a point in which words may say what the point is."""
_FIRST_DAY = re.compile(r"\b(\d{1,2})(?:\s?[-–]\s?|(?::e)? till (?:den )?)$")
_DAYS = re.compile(r"(?<![\d.:/-])(?:\d{1,2}(?:, ?| ?\+ ?| och (?:den )?| samt (?:den )?))+$")
_YEAR = 366
_RECURRENT_GAP = re.compile(r"^\s*(?:,|och|i|under|varje|\()?\s*$")
_PRECISION = {
    "day": "day", "month": "month", "season": "season", "term": "term", "half": "half_year", "year": "year",
    "year_end": "day",
}  # fmt: skip
_FIXED = frozenset(("day", "week", "month", "quarter", "tertial", "term", "half_year", "year"))


@dataclass(frozen=True, slots=True)
class When:
    """What an item's surroundings say of its times: the plan's period, its kind, whether it stands in a time column
    (whose days, or points of any kind, are deadlines), whether the document is a follow-up report.
    """

    period: Period | None = None
    kind: str = "activity"
    column: bool = False
    deadline: Literal["any", "day"] | None = None
    report: bool = False

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
        if question or holds("times", "no_time_sentence", sentence):
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
    for rule in near("times", "recurrence", text):
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
    fixed, _, step_ = rule.kind.partition("/")
    if fixed in _FIXED:
        return Recurrence(count=1, per=fixed, every=int(step_ or 1))  # type: ignore[arg-type]
    per = _per(group.get("unit") or group.get("adverb", ""))
    if per is None:
        return None
    if rule.kind == "each":
        return Recurrence(count=1, per=per)  # type: ignore[arg-type]
    if rule.kind == "every":
        step = next((n for n, name in enumerate(("three", "four", "five", "six"), 3) if name in group), 2)
        return Recurrence(count=1, per=per, every=step)  # type: ignore[arg-type]
    if " under " in match[0] and not any(word in match[0] for word in ("gång", "ggr", "tillfäll")):
        return None
    count = 1 if group["n"].casefold().startswith("var") else value(group["n"])
    return Recurrence(count=count, per=per) if count else None  # type: ignore[arg-type]


def _per(unit: str) -> str | None:
    return next((rule.kind for rule in near("times", "unit", unit) if rule.matches(unit)), None)


# ---- Dates ---------------------------------------------------------------------------------------------


def _dates(text: str, marks: Sequence[Point], when: When) -> list[Found]:
    found: list[Found] = []
    i = 0
    while i < len(marks):
        first = marks[i]
        last = marks[i + 1] if i + 1 < len(marks) else None
        joined = last is not None and _joins(text, first, last)
        if first.year is None and last is not None and last.year is not None and _shares_year(text, first, last):
            first = dated(first, last.year) or first
        carried = bool(found) and found[-1].deadline and _said(text[found[-1].to : first.at], "listed")
        if first.year is None and not joined:
            first = _in_context(first, marks[:i], when)
        yearly = _each_year(text, first, when) if not joined else []
        entry = _range(text, first, last, when) if joined and last else _single(text, first, when, carried)
        found += yearly or ([*_days_before(text, entry, first), entry] if entry is not None else [])
        i += 2 if joined else 1
    return found


def _in_context(point: Point, earlier: Sequence[Point], when: When) -> Point:
    """The point in the year that was printed before it, where that is later than the plan's own year."""
    year = next((mark.year for mark in reversed(earlier) if mark.year), None)
    end = when.period.end if when.period else None
    return (dated(point, year) or point) if year and end and year > int(end[:4]) else point


def _each_year(text: str, point: Point, when: When) -> list[Found]:
    """ "i oktober båda åren": the point in each year of the plan."""
    start, end = (when.period.start, when.period.end) if when.period else (None, None)
    if point.year is not None or not (start and end) or not _said(text[point.to : point.to + 30], "each_year"):
        return []
    points_ = [dated(point, year) for year in range(int(start[:4]), int(end[:4]) + 1)]
    return [found for one in points_ if one and (found := _single(text, one, when)) is not None]


def _days_before(text: str, entry: Found, point: Point) -> list[Found]:
    """The other days of "12 + 26 sept", "den 3, 10 och 17 maj": what holds for the last holds for each."""
    listed = _DAYS.search(text[: entry.at]) if point.fineness == "day" and entry.time.end else None
    if listed is None or entry.time.end is None:
        return []
    out: list[Found] = []
    for day in re.finditer(r"\d{1,2}", listed[0]):
        if 0 < int(day[0]) < int(entry.time.end[-2:]):
            on = f"{entry.time.end[:-2]}{int(day[0]):02d}"
            opened = {"end": on, "start": entry.time.start and on, "text": text[listed.start() : entry.to]}
            time = entry.time.model_copy(update=opened)
            out.append(Found(listed.start() + day.start(), listed.start() + day.end(), time, entry.deadline))
    return out


def _joins(text: str, first: Point, last: Point) -> bool:
    how = joint(text, first, last)
    before = text[max(0, first.at - _REACH) : first.at]
    if how == "and" and _said(before, "between"):
        return True
    if text[first.to : last.at].strip() == "/" and first.fineness == last.fineness == "month":
        return True
    if how == "and" and first.fineness == last.fineness == "year" and first.year and last.year:
        return last.year == first.year + 1 and not _said(text[max(0, first.at - _REACH) : first.at], "repeated")
    return how == "range" and not _said(text[max(0, first.at - _REACH) : first.at], "until")


def _shares_year(text: str, first: Point, last: Point) -> bool:
    """ "maj och augusti 2017": the year behind the last of two alike holds for both."""
    alike = first.fineness == last.fineness and first.fineness in ("month", "day", "season", "quarter", "week")
    return alike and joint(text, first, last) == "and" and first.first < last.first


def _range(text: str, first: Point, last: Point, when: When) -> Found | None:
    if _foreign(text, first, last):
        return None
    if first.year is None and last.year is None and first.first > last.first:
        opened = _with_year(first, when)
        first = opened or first
        last = (dated(last, opened.year + 1) or last) if opened and opened.year else last
    last = _with_year(last, when) or last
    if first.year is None and last.year is not None:
        year = last.year - (first.first > last.first)
        first = dated(first, year) or first
    a, b = ends(first), ends(last)
    start, end = (a[0], b[1]) if a and b else (None, None)
    if start and end and start > end:
        return None
    return _entry(text, first.at, last.to, start, end, "span", when)


def _single(text: str, point: Point, when: When, carried: bool = False) -> Found | None:
    """The time of one point; `carried`: it is listed behind a deadline ("senast den 31 maj och den 30 september")."""
    if _foreign(text, point, point):
        return None
    before = text[max(0, point.at - _REACH) : point.at]
    if point.fineness == "period_end":
        end = when.period.end if when.period else None
        time = Time(text=text[point.at : point.to], start=None, end=end, precision="day")
        return Found(point.at, point.to, time, deadline=True) if end else None
    known = _with_year(point, when) or point
    span = ends(known)
    if span is None and (point.fineness in ("year_end", "midyear") or _said(before, "ahead")):
        return None
    start, end = span if span else (None, None)
    if (
        point.fineness == "pair"
        and point.year
        and point.last_year == point.year + 1
        and re.search(r"läsår\w*\s*$", before)
    ):
        start, end = f"{point.year}-07-01", f"{point.last_year}-06-30"
    if text[point.to :].startswith((" nästa år", " året därpå")) and start and end and point.year is None:
        start, end = f"{int(start[:4]) + 1}{start[4:]}", f"{int(end[:4]) + 1}{end[4:]}"
    first_day = _FIRST_DAY.search(before) if point.fineness == "day" else None
    if first_day and start and 0 < int(first_day[1]) < int(start[-2:]):
        start = f"{start[:-2]}{int(first_day[1]):02d}"
        return _entry(text, point.at - len(first_day[0]), point.to, start, end, "span", when)
    deadline = False
    carried = carried and point.fineness == "day"
    if carried or _said(text[point.to : point.to + 20], "close_after") or _is_deadline(before, point, when):
        deadline = True
        if (
            _said(before, "before")
            and known.fineness not in ("day", "year_end", "midyear")
            and start
            and not _closed(text, before, point)
        ):
            end = (date.fromisoformat(start) - timedelta(days=1)).isoformat()
        start = None
    elif _said(before, "from") or _said(text[point.to : point.to + 30], "from_after"):
        end = None
    elif point.feast and point.year is None:
        return None  # "vid valborg" names the occasion
    return _entry(text, point.at, point.to, start, end, _PRECISION.get(known.fineness, "span"), when, deadline)


def _closed(text: str, before: str, point: Point) -> bool:
    """ "före utgången av maj", "före oktober månads utgång": the end of the span is meant."""
    return _said(before, "close") or _said(text[point.to : point.to + 20], "close_after")


def _is_deadline(before: str, point: Point, when: When) -> bool:
    if point.fineness in ("year_end", "midyear") or _said(before, "close"):
        return True
    if _said(before, "at") or _said(before, "moved"):
        return False
    if when.deadline and (when.deadline == "any" or point.fineness == "day"):
        return not _said(before, "from")
    if _said(before, "ready"):
        return point.fineness in ("day", "week") and not when.past
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
    return _said(after, "other_after") or _said(after, "last_year") or _said(before, "baseline")


def _said(words: str, kind: str) -> bool:
    """Whether a rule's pattern is found in the words as they stand (their edges are part of the matter)."""
    return found_in("times", "around", words, kind)


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
