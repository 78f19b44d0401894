"""What a sentence that states a plan's validity says: where it begins, where it ends, how long it runs."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from planparse.dates import Span
from planparse.lexicon import found_in, near

_NUMBERS = {"ett": 1, "en": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "tio": 10}
_MONTHS = {"år": 12, "halvår": 6, "månad": 1}


def told(sentence: str, times: Sequence[Span], first: Span) -> Span:
    """The validity that `first` of the sentence's `times` opens: with the other end from a later time or a length.

    "träder i kraft …, och upphör …", "gäller från … och tills vidare, längst till …", "i tre år från …".
    """
    opened = _one_end(sentence, first)
    if (opened.start is None) == (opened.end is None):
        return opened
    for other in times:
        if other.at > first.at and (closed := _closed(sentence, opened, other)):
            return closed
    return _lasting(sentence, opened)


def _one_end(sentence: str, span: Span) -> Span:
    """A lone day as the end that the words in front of it make it: a validity of one day is none."""
    if span.kind != "day" or span.start != span.end:
        return span
    if found_in("metadata", "ending", sentence[: span.at]):
        return replace(span, kind="until", start=None)
    return replace(span, kind="from", end=None)


def _closed(sentence: str, opened: Span, other: Span) -> Span | None:
    """`opened` with the other end from `other`, where the words between them lead to one."""
    between = sentence[opened.to : other.at]
    if found_in("metadata", "not_end", between):
        return None
    ending = found_in("metadata", "ending", between)
    if opened.start and (other.start is None or ending):
        start, end = opened.start, other.end
    elif opened.end and other.end is None:
        start, end = other.start or "", opened.end
    else:
        return None
    if not start or not end or start >= end:
        return None
    text = sentence[opened.at : other.to]
    return replace(opened, kind="range", to=other.to, text=text, start=start, end=end)


def _lasting(sentence: str, opened: Span) -> Span:
    """A start with the end that a length in the same sentence gives ("i två år från och med …")."""
    months = _length(sentence)
    if opened.start is None or months is None:
        return opened
    return replace(opened, kind="range", end=_after(opened.start, months))


def _length(sentence: str) -> int | None:
    """Months that the sentence says a validity lasts; a term of notice or a prolongation is none."""
    for rule in near("metadata", "lasting", sentence):
        for match in rule.pattern.finditer(sentence) if rule.pattern else ():
            around = sentence[max(0, match.start() - 40) : match.end() + 30]
            if found_in("metadata", "not_end", around):
                continue
            number = match["number"].casefold()
            count = int(number) if number.isdigit() else _NUMBERS.get(number, 0)
            unit = next((size for word, size in _MONTHS.items() if match["unit"].casefold().startswith(word)), 0)
            if count and unit:
                return count * unit
    return None


def _after(start: str, months: int) -> str:
    """The last day of so many months from `start` (ISO) on."""
    first = date.fromisoformat(start)
    years, month = divmod(first.month - 1 + months, 12)
    year, month = first.year + years, month + 1
    day = min(first.day, calendar.monthrange(year, month)[1])
    return (date(year, month, day) - timedelta(days=1)).isoformat()
