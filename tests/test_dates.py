"""Points and spans of time in Swedish text."""

from __future__ import annotations

import pytest

from planparse.dates import dated, ends, points, spans
from planparse.feasts import easter


@pytest.mark.parametrize(
    ("text", "fineness", "span"),
    [
        ("den 1 januari 2016", "day", ("2016-01-01", "2016-01-01")),
        ("2019-03-22", "day", ("2019-03-22", "2019-03-22")),
        ("20.12.31", "day", ("2020-12-31", "2020-12-31")),
        ("31 juni 2023", "day", ("2023-06-30", "2023-06-30")),
        ("maj 2023", "month", ("2023-05-01", "2023-05-31")),
        ("februari 2024", "month", ("2024-02-01", "2024-02-29")),
        ("vecka 34 2016", "week", ("2016-08-22", "2016-08-28")),
        ("vecka 7–10 2023", "week", ("2023-02-13", "2023-03-12")),
        ("andra kvartalet 2017", "quarter", ("2017-04-01", "2017-06-30")),
        ("kvartal 2 2021", "quarter", ("2021-04-01", "2021-06-30")),
        ("tertial 1 2023", "tertial", ("2023-01-01", "2023-04-30")),
        ("första halvåret 2021", "half", ("2021-01-01", "2021-06-30")),
        ("hösten 2019", "season", ("2019-09-01", "2019-11-30")),
        ("vintern 2016/17", "season", ("2016-12-01", "2017-02-28")),
        ("höstterminen 2019", "term", ("2019-07-01", "2019-12-31")),
        ("vårens möten 2022", "season", ("2022-03-01", "2022-05-31")),
        ("årsskiftet 2019/2020", "year_end", ("2019-12-31", "2019-12-31")),
        ("2015/16", "pair", ("2015-01-01", "2016-12-31")),
        ("läsåret 2020/21.", "pair", ("2020-01-01", "2021-12-31")),
        ("hela 2019", "year", ("2019-01-01", "2019-12-31")),
    ],
)
def test_a_point_with_its_year(text: str, fineness: str, span: tuple[str, str]) -> None:
    (point,) = points(text)
    assert (point.fineness, ends(point)) == (fineness, span)


@pytest.mark.parametrize(
    "text", ["Lag (2023:196)", "14 dagar", "riksväg 66", "majoriteten", "vårdcentralen", "0,78 kontroller/dag", "§ 41"]
)
def test_false_friends_are_no_points(text: str) -> None:
    assert points(text) == ()


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("i mars", ("2020-03-01", "2020-03-31")),
        ("den 30 april", ("2020-04-30", "2020-04-30")),
        ("vecka 44", ("2020-10-26", "2020-11-01")),
        ("kvartal 3–4", ("2020-07-01", "2020-12-31")),
        ("till hösten", ("2020-09-01", "2020-11-30")),
        ("i vinter", ("2020-12-01", "2021-02-28")),
        ("T2", ("2020-05-01", "2020-08-31")),
    ],
)
def test_a_point_without_year_takes_the_one_that_it_is_given(text: str, span: tuple[str, str]) -> None:
    (point,) = points(text)
    assert point.year is None
    assert ends(point) is None
    given = dated(point, 2020)
    assert given is not None
    assert ends(given) == span


def test_a_year_without_that_week_gives_none() -> None:
    (point,) = points("vecka 53")
    assert dated(point, 2021) is None
    assert dated(point, 2020) is not None


def test_both_seasons_of_spring_and_autumn() -> None:
    assert [point.first[0] for point in points("kontrollköp vår och höst")] == [3, 9]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1 mars 2023 till 28 februari 2027", "2023-03-01", "2027-02-28"),
        ("2020–2023", "2020-01-01", "2023-12-31"),
        ("2022 och 2023", "2022-01-01", "2023-12-31"),
        ("maj-juli 2018", "2018-05-01", "2018-07-31"),
        ("till och med den 31 december 2019", None, "2019-12-31"),
        ("från och med 2020-09-07", "2020-09-07", None),
    ],
)
def test_spans_of_a_plan(text: str, start: str | None, end: str | None) -> None:
    (span,) = spans(text)
    assert (span.start, span.end) == (start, end)


def test_the_school_year_and_a_lost_dash_only_where_asked_for() -> None:
    assert spans("2015/16", school=True)[0].start == "2015-07-01"
    assert [s.kind for s in spans("2016 2019", lost_dash=True)] == ["range"]
    assert [s.kind for s in spans("2016 2019")] == ["year", "year"]


@pytest.mark.parametrize(
    ("year", "day"), [(2016, "2016-03-27"), (2019, "2019-04-21"), (2021, "2021-04-04"), (2024, "2024-03-31")]
)
def test_easter(year: int, day: str) -> None:
    assert easter(year).isoformat() == day


@pytest.mark.parametrize(
    ("text", "year", "span"),
    [
        ("midsommar", 2021, ("2021-06-25", "2021-06-25")), ("lucia", 2021, ("2021-12-13", "2021-12-13")),
        ("höstlovet", 2021, ("2021-11-01", "2021-11-07")), ("K3", 2023, ("2023-07-01", "2023-09-30")),
        ("Q1–Q2", 2022, ("2022-01-01", "2022-06-30")), ("HT-23", 2022, ("2023-07-01", "2023-12-31")),
        ("sista februari", 2020, ("2020-02-29", "2020-02-29")), ("den tjugoförsta maj", 2020, ("2020-05-21",) * 2),
        ("halvår 2", 2020, ("2020-07-01", "2020-12-31")), ("alla helgons dag", 2020, ("2020-10-31", "2020-10-31")),
    ],
)  # fmt: skip
def test_feasts_and_other_points_in_their_year(text: str, year: int, span: tuple[str, str]) -> None:
    (point,) = points(text)
    known = dated(point, year)
    assert known is not None
    assert ends(known) == span
