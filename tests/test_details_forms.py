"""Who and how it went by form: lead-ins, labels, short forms, pairs in a cell, legends in words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from planparse.details import describe
from planparse.details.actors import find_actors
from planparse.details.endings import in_parentheses, signers
from planparse.details.shared import share_names
from planparse.page import RowCell
from planparse.plan import Actor, Item, Part, Section


def an_item(name: str, text: str, row: int | None = None) -> Item:
    return Item(id=name, text=text, span=[0, len(text)], form="paragraph", row=row, table="t1" if row else None)


def section(kind: str, heading: str | None, *items: Item, evidence: str = "heading") -> Section:
    return Section.model_validate(
        {
            "id": items[0].id,
            "kind": kind,
            "heading": heading,
            "evidence": evidence if heading else "content",
            "confidence": 1,
            "reasons": [],
            "items": [item.model_dump() for item in items],
        }
    )


def told(*sections: Section, cells: Sequence[RowCell] = ()) -> list[Item]:
    part = Part(id="p", kind="body", pages=[1, 1], sections=list(sections))
    return [item for s in describe([part], cells, "action_plan", None)[0].sections for item in s.items]


def responsible(item: Item) -> list[str]:
    return [actor.text for actor in item.actors if actor.role == "responsible"]


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("Ludvika kommun:", ["Ludvika kommun"]),
        ("Bankerna:", ["Bankerna"]),
        ("Socialnämnderna tar på sig att", ["Socialnämnderna"]),
        ("Föreningens medlemmar svarar för att", ["Föreningens medlemmar"]),
        ("Det här ska vi göra:", []),
        ("Belysning:", []),
    ],
)
def test_a_lead_in_names_who_promises(heading: str, wanted: list[str]) -> None:
    (item,) = told(section("activity", heading, an_item("a", "larm till centralen vid ovanliga uttag")))
    assert responsible(item) == wanted


def test_a_lead_in_goes_on_where_only_the_text_told_a_new_section() -> None:
    items = told(
        section("activity", "Polisen lovar:", an_item("a", "En fast mottagning varje tisdag.")),
        section("activity", None, an_item("b", "Vi är ute till fots.")),
        section("goal", None, an_item("c", "Fler ska våga gå ut.")),
        section("activity", None, an_item("d", "Vi svarar snabbt.")),
    )
    assert [responsible(item) for item in items] == [["Polisen"], ["Polisen"], [], []]


def test_short_forms_that_come_again_at_the_ends_of_statements_are_names() -> None:
    texts = ["Kontroller görs. Omi", "Skolbesök i maj (Omi)", "Möten hålls. Kp", "Klart nu. Maj", "Det gick. Maj"]
    assert signers(texts) == {"Omi"}
    named = find_actors("Cyklar märks på torget. Omi", "activity", frozenset({"Omi"}))
    assert [(actor.text, actor.role) for actor in named] == [("Omi", "responsible")]
    assert find_actors("Cyklar märks på torget. Omi", "activity") == []


def test_names_in_parentheses_on_a_line_of_their_own_belong_to_the_item_above() -> None:
    above, cut = an_item("a", "Droginformation till föräldrar i årskurs 7"), an_item("b", "(utbildningsförvaltningen)")
    first, second = told(section("activity", "Aktiviteter", above, cut))
    assert responsible(first) == ["utbildningsförvaltningen"]
    assert second.actors == []
    assert in_parentheses("(se bilaga)", frozenset()) == []


def test_a_matter_behind_a_name_pairs_it_with_the_items_that_name_the_matter() -> None:
    items = [an_item(str(i), t) for i, t in enumerate(["Belysning sätts upp", "Mekarkväll ordnas"])]
    actors = [Actor(text=t, kind="other", role="responsible") for t in ("Kontoret", "Gården", "Rådet")]
    shares = share_names("Kontoret (belysning), Gården (mekarkvällar, västar), Rådet (protokoll)", actors, items)
    assert [[actor.text for actor in named] for _, named in shares] == [["Kontoret", "Rådet"], ["Gården", "Rådet"]]


def test_words_for_statuses_that_the_document_explains() -> None:
    cells = [
        RowCell(table="t1", row=row, last_row=row, column=column, header=header, text=text, fill=None)
        for row, state in enumerate(["Bärgat", "Gick om intet"], 1)
        for column, header, text in ((0, "Åtgärd", f"Åtgärd {row}"), (1, "Ställning vid nyår", state))
    ]
    legend = ("Bärgat: allt som planen lovade är utfört.", "Gick om intet: inget av det planerade kom till stånd.")
    explained = [section("background", None, an_item(text, text)) for text in legend]
    done = [section("activity", "Åtgärd", an_item(f"r{n}", f"Åtgärd {n}", n), evidence="column") for n in (1, 2)]
    found = {item.id: item.status for item in told(*explained, *done, cells=cells)}
    assert [found[f"r{row}"] for row in (1, 2)] == ["fulfilled", "not_fulfilled"]
