from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from made_plans import Row, a_plan

from planparse.compare import compare, match, statements, themes, word_diff
from planparse.compare.changes import is_kept
from planparse.compare.gold_pairs import UnreadablePairs, f1, read_pairs, score, score_matching
from planparse.compare.loading import NoPlan, load_plans
from planparse.compare.outcomes import follow_up
from planparse.compare.scoring import ACROSS, EDITIONS
from planparse.compare.tables import COLUMNS, to_csv, to_json
from planparse.compare.words import measures, plain_promise, stem
from planparse.plan import Plan, Recurrence, Target, Time
from planparse.plan import to_json as plan_json

GOLD = Path(__file__).parent.parent / "gold"


def level(value: float, unit: str = "percent", text: str = "") -> Target:
    return Target(text=text or f"högst {value:g} procent", comparator="at_most", value=value, unit=unit)


def old() -> Plan:
    weekly = Time(text="två kvällar i veckan", recurrence=Recurrence(count=2, per="week"))
    return a_plan(
        [
            ("goal", "Andelen som undviker centrum på kvällen ska vara högst 33 procent.", {"targets": [level(33)]}),
            ("activity", "Polisen fotpatrullerar Järnvägsgatan två kvällar i veckan.", {"times": [weekly]}),
            ("activity", "Hemtjänsten går igenom checklistan vid varje nytt ärende."),
            ("activity", "Dörrkedja monteras utan kostnad av stadens fixartjänst."),
        ]
    )


def new() -> Plan:
    often = Time(text="tre kvällar i veckan", recurrence=Recurrence(count=3, per="week"))
    return a_plan(
        [
            ("goal", "Andelen som undviker centrum på kvällen ska vara högst 28 procent.", {"targets": [level(28)]}),
            ("activity", "Polisen fotpatrullerar Järnvägsgatan tre kvällar i veckan.", {"times": [often]}),
            ("activity", "Hemtjänsten går igenom checklistan vid varje nytt ärende"),
            ("activity", "Biblioteket ordnar kurs i säkra köp på nätet under hösten."),
        ],
        year=2018,
    )


def test_editions_say_kept_changed_new_and_dropped() -> None:
    found = match(statements(old()), statements(new()), EDITIONS)
    assert [one.state for one in found.matches] == ["changed", "changed", "kept"]
    assert [one.text[:9] for one in found.dropped] == ["Dörrkedja"]
    assert [one.text[:10] for one in found.new] == ["Biblioteke"]


def test_a_target_is_lowered_and_a_frequency_raised() -> None:
    goal, patrol, _ = match(statements(old()), statements(new()), EDITIONS).matches
    assert [(one.direction, one.what) for one in goal.targets] == [("lowered", "percent")]
    assert [(one.direction, one.what) for one in patrol.targets] == [("raised", "frequency")]


def test_the_word_diff_gives_back_both_sides() -> None:
    left, right = "Högst 33 procent i slutet av 2016.", "Högst 28 procent i slutet av året 2017."
    pieces = word_diff(left, right)
    assert "".join(p.text for p in pieces if p.op != "added").split() == left.split()
    assert "".join(p.text for p in pieces if p.op != "removed").split() == right.split()


def test_case_and_end_signs_do_not_change_a_statement() -> None:
    assert is_kept("Klotter tas bort.", "klotter  tas bort")
    assert not is_kept("Klotter tas bort", "Klotter tas inte bort")


def test_other_municipalities_are_matched_by_what_is_done() -> None:
    left = a_plan(
        [
            ("activity", "gå till fots i centrum minst två kvällar i månaden"),
            ("activity", "hålla fritidsgården Gnistan öppen även på söndagar"),
        ]
    )
    right = a_plan(
        [
            ("activity", "Ungdomens hus har öppet alla dagar under sommarlovet"),
            ("activity", "Fotpatrull torsdag till lördag, minst 90 pass under året"),
            ("activity", "Skotertrafiken på spåret stoppas med bommar, innan snön kommer"),
        ],
        "Kalix",
    )
    found = match(statements(left), statements(right), ACROSS)
    assert [(m.left.text[:9], m.right.text[:9]) for m in found.matches] == [
        ("gå till f", "Fotpatrul"),
        ("hålla fri", "Ungdomens"),
    ]


def test_every_statement_is_matched_once_at_most() -> None:
    same: list[Row] = [("activity", "Trygghetsvandring genomförs i centrum varje halvår.")] * 3
    found = match(statements(a_plan(same)), statements(a_plan(same[:2])), EDITIONS)
    assert (len(found.matches), len(found.dropped), len(found.new)) == (2, 1, 0)


def test_a_report_answers_the_promise_that_it_quotes() -> None:
    promise = a_plan(
        [
            ("activity", "sätta upp två digitala fartvisare senast den 16 augusti"),
            ("activity", "ordna fyra föräldravandringar, den första i mars"),
        ]
    )
    path = ["Fart", "Kommunen lovar att sätta upp två digitala fartvisare senast den 16 augusti"]
    report = a_plan(
        [("result", "Båda kom på plats den 11 augusti. Uppfyllt.", {"path": path, "status": "fulfilled"})],
        document_type="follow_up_report",
    )
    found = follow_up(promise, report)
    assert [(o.promise.text[:10] if o.promise else None, o.status) for o in found.outcomes] == [
        ("sätta upp ", "fulfilled")
    ]
    assert [one.text[:5] for one in found.unreported] == ["ordna"]


def test_a_result_section_may_quote_the_promise_as_an_item() -> None:
    promise = a_plan([("activity", "märka cyklar gratis på skolgårdarna under april och maj")])
    report = a_plan(
        [
            ("result", "Polisen lovade att märka cyklar gratis på skolgårdarna under april och maj."),
            ("result", "Märkning skedde på två skolor. Delvis uppfyllt.", {"status": "partly_fulfilled"}),
        ],
        document_type="follow_up_report",
    )
    (only,) = follow_up(promise, report).outcomes
    assert only.status == "partly_fulfilled"
    assert only.results[0].text.startswith("Märkning")


def test_the_relation_of_plans_is_read_off_them() -> None:
    report = a_plan([("result", "Fotpatrullen gick 27 kvällar. Uppfyllt.")], document_type="follow_up_report")
    other = a_plan([("goal", "Högst 30 procent ska undvika centrum på kvällen.")], "Kalix")
    found = compare([new(), old(), report, other])
    assert {(p.left, p.right, p.relation) for p in found.pairs} == {
        (1, 0, "editions"),
        (1, 2, "follow_up"),
        (1, 3, "across"),
        (3, 0, "across"),
    }


def test_csv_and_json_hold_the_same_rows() -> None:
    found = compare([old(), new()])
    rows = list(csv.DictReader(io.StringIO(to_csv(found))))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["state"] for row in rows] == [row["state"] for row in json.loads(to_json(found))["pairs"][0]["rows"]]


def test_a_cell_is_never_a_formula() -> None:
    row = ("activity", '=HYPERLINK("http://x") ska genomföras av kommunen varje år')
    assert "'=HYPERLINK" in to_csv(compare([a_plan([row]), a_plan([row], year=2018)]))


@pytest.mark.parametrize(
    ("word", "other"), [("vandringarna", "vandring"), ("eleverna", "elever"), ("patrullerar", "patrullera")]
)
def test_endings_come_off(word: str, other: str) -> None:
    assert stem(word) == stem(other)


def test_who_promises_comes_off() -> None:
    assert plain_promise("Polisen och kommunen lovar att märka verktyg") == "märka verktyg"
    assert plain_promise("Polisen går till fots") == "polisen går till fots"


def test_an_item_can_have_several_themes_or_none() -> None:
    assert {"andt", "school_youth"} <= set(themes("besöka alla klasser i årskurs 8 för att prata om narkotika"))
    assert themes("Gruppen träffas den 8 juni.") == ()
    assert "traffic" in themes("Minst tio kontroller genomförs.", "Trafik")


def test_measures_are_named() -> None:
    assert "speed_control" in measures("kontrollera hastigheten på riksväg 50")


def test_gold_pairs_name_items_that_are_in_gold() -> None:
    pairs = read_pairs(GOLD / "pairs")
    assert len(pairs) >= 6
    assert not any(one.split == "test" for one in pairs)
    for one in pairs:
        for side, name in ((0, one.left), (1, one.right)):
            parts = json.loads((GOLD / one.split / f"{name}.gold.json").read_text("utf-8"))["parts"]
            texts = [item["text"] for part in parts for section in part["sections"] for item in section["items"]]
            for pair in (*one.pairs, *one.either):
                assert any(text.startswith(pair[side]) for text in texts), (one.name, pair[side])


def test_the_matching_alone_finds_the_editions() -> None:
    (jonkoping,) = (one for one in read_pairs(GOLD / "pairs") if one.name == "editions-jonkoping")
    alone = score_matching(jonkoping, GOLD)
    assert alone is not None
    assert alone.f1 >= 0.9


def test_a_wrong_match_costs_precision(tmp_path: Path) -> None:
    gold = tmp_path / "one.json"
    gold.write_text(
        json.dumps(
            {
                "kind": "editions",
                "split": "train",
                "left": "a",
                "right": "b",
                "pairs": [["Andelen som undviker", "Andelen som undviker"]],
            }
        )
    )
    found = score(read_pairs(tmp_path)[0], old(), new())
    assert (found.found, found.false, found.missed) == (1, 2, 0)
    assert found.f1 == f1(1, 2, 0) == 0.5


@pytest.mark.parametrize(
    "text", ["{}", "nonsense", '{"kind": "x", "split": "train", "left": "a", "right": "b", "pairs": []}']
)
def test_bad_gold_pairs_are_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.json").write_text(text)
    with pytest.raises(UnreadablePairs):
        read_pairs(tmp_path)


def test_plans_come_from_json_and_from_folders(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(plan_json(old()), "utf-8")
    assert load_plans([tmp_path]) == load_plans([tmp_path / "a.json"]) == [old()]
    (tmp_path / "b.json").write_text("{}")
    with pytest.raises(NoPlan):
        load_plans([tmp_path])
