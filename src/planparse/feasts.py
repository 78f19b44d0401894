"""When the feasts of a year are: Easter and what hangs on it, fixed days, weekdays from a date on, weeks."""

from __future__ import annotations

from datetime import date, timedelta


def feast_days(how: str, year: int) -> tuple[date, date]:
    """First and last day in `year` of a feast as data/dates.toml writes it: "12-13" a day, "06-19/5" the first Friday
    from 19 June, "E-2..E+1" days from Easter Sunday, "W44" a week of ISO 8601.
    """
    if how.startswith("W"):
        monday = date.fromisocalendar(year, int(how[1:]), 1)
        return monday, monday + timedelta(days=6)
    if how.startswith("E"):
        first, last = (easter(year) + timedelta(days=int(end[1:])) for end in how.split(".."))
        return first, last
    day, _, weekday = how.partition("/")
    first = date.fromisoformat(f"{year}-{day}")
    first += timedelta(days=(int(weekday) - first.isoweekday()) % 7 if weekday else 0)
    return first, first


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher's rule)."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    w = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + w - 7 * ((a + 11 * h + 22 * w) // 451) + 114, 31)
    return date(year, month, day + 1)
