"""Links: what a row, a heading and a printed number tie together."""

from __future__ import annotations

from planparse.links import find_links
from planparse.plan import Item, ItemForm, Link, Part, Section, SectionKind


def item(
    name: str, text: str = "Något", form: ItemForm = "bullet", table: str | None = None, row: int | None = None
) -> Item:
    return Item(id=name, text=text, span=[0, len(text)], form=form, table=table, row=row)


def section(kind: SectionKind, *items: Item, heading: str | None = None, path: tuple[str, ...] = ()) -> Section:
    return Section(
        id=f"s-{items[0].id}", kind=kind, heading=heading, path=list(path), evidence="heading", confidence=1.0,
        reasons=[], items=list(items),
    )  # fmt: skip


def links(*sections: Section) -> list[Link]:
    return find_links([Part(id="p1", kind="body", pages=[1, 1], sections=list(sections))])


def said(*sections: Section) -> list[tuple[str, str, str, str]]:
    return [(link.from_, link.relation, link.to, link.evidence) for link in links(*sections)]


def test_the_cells_of_a_row_belong_together_and_other_rows_do_not() -> None:
    found = said(
        section("goal", item("g1", table="t1", row=1), heading="Mål"),
        section("activity", item("a1", table="t1", row=1), heading="Åtgärd"),
        section("follow_up", item("f1", table="t1", row=1), heading="Uppföljning"),
        section("goal", item("g2", table="t1", row=2), heading="Mål"),
    )
    assert ("a1", "serves", "g1", "row") in found
    assert ("f1", "checks", "g1", "row") in found
    assert ("f1", "checks", "a1", "row") in found
    assert not any("g2" in link for link in found)


def test_a_time_cell_is_nothing_that_is_done() -> None:
    found = said(
        section("goal", item("g1", table="t1", row=1), heading="Mål"),
        section("activity", item("a1", table="t1", row=1), heading="Tid"),
    )
    assert found == []


def test_a_theme_heading_ties_its_goals_and_activities() -> None:
    found = said(
        section("goal", item("g1"), path=("Trafik",)),
        section("activity", item("a1"), path=("Trafik",)),
        section("activity", item("a2"), path=("Skola",)),
    )
    assert found == [("a1", "serves", "g1", "structure")]


def test_too_many_pairs_say_nothing() -> None:
    goals = section("goal", *(item(f"g{i}") for i in range(9)), path=("Allt",))
    activities = section("activity", *(item(f"a{i}") for i in range(9)), path=("Allt",))
    assert said(goals, activities) == []


def test_a_result_reports_on_the_promise_before_it() -> None:
    found = said(
        section("activity", item("a1"), path=("Trafik",)),
        section("result", item("r1"), path=("Trafik",)),
        section("activity", item("a2"), path=("Trafik",)),
        section("result", item("r2"), path=("Trafik",)),
    )
    assert ("r1", "reports_on", "a1", "structure") in found
    assert ("r2", "reports_on", "a2", "structure") in found
    assert ("r2", "reports_on", "a1", "structure") not in found


def test_a_printed_number_refers_to_its_heading() -> None:
    found = said(
        section("goal", item("g1"), heading="Mål 1"),
        section("goal", item("g2"), heading="Mål 2"),
        section("activity", item("a1", "Vandringarna görs enligt mål 2."), path=("Insatser",)),
    )
    assert ("a1", "serves", "g2", "reference") in found
    assert not any(link[2] == "g1" and link[3] == "reference" for link in found)


def test_numbers_of_promises_refer_to_the_numbered_list() -> None:
    promises = section("activity", *(item(f"a{i}", form="numbered") for i in range(1, 5)), heading="Vi lovar att")
    found = said(promises, section("result", item("r1", "Löftena 1, 2 och 4 hölls."), path=("Så gick det",)))
    assert [link[2] for link in found if link[3] == "reference"] == ["a1", "a2", "a4"]


def test_a_link_stands_once_with_its_strongest_evidence() -> None:
    goal = item("g1", table="t1", row=1)
    found = links(
        section("goal", goal, heading="Mål 1"),
        section("activity", item("a1", "Enligt mål 1", table="t1", row=1), heading="Åtgärd"),
    )
    assert [(link.evidence, link.confidence) for link in found] == [("row", 1.0)]
