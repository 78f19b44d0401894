from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from made_plans import a_plan
from paper import Paper

from planparse.check import asked_parts
from planparse.compare import compare
from planparse.errors import UnreadableInput
from planparse.plan import Actor, Link, Plan, Target, Time
from planparse.report.comparison import comparison_page
from planparse.report.labels import LANGUAGES, all_labels
from planparse.report.overview import overview
from planparse.report.page import number, plan_page
from planparse.report.sealed import script_json
from planparse.report.view import marked, records, view

PAYLOAD = "</script><script>window.pwned=1</script><img src=x onerror=window.pwned=1>\u2028{{7*7}}"


def rich() -> Plan:
    target = Target(text="Högst 40", comparator="at_most", value=40, unit="cykelstöld")
    actor = Actor(text="Polisen", kind="police", role="acting")
    july = Time(text="under juli", start="2017-07-01", end="2017-07-31", precision="month")
    link = Link(from_="p1.s2.i1", to="p1.s1.i1", relation="serves", evidence="structure", confidence=0.8)
    patrol = {"actors": [actor], "times": [july], "confidence": 0.5}
    return a_plan(
        [
            ("goal", "Högst 40 anmälda cykelstölder under 2017.", {"targets": [target], "heading": "Mål"}),
            ("activity", "Polisen går till fots i hamnen under juli.", patrol),
            ("follow_up", "Antal anmälda cykelstölder månad för månad"),
        ],
        links=[link],
    )


def test_the_marks_give_back_the_text() -> None:
    for section in rich().parts[0].sections:
        for item in section.items:
            assert "".join(run.text for run in marked(item)) == item.text
    runs = marked(rich().parts[0].sections[1].items[0])
    assert [(run.text, run.mark) for run in runs if run.mark] == [("Polisen", "actor"), ("under juli", "time")]


def test_links_are_seen_from_both_ends() -> None:
    items = records(view(0, rich(), "Hjo"))["items"]
    assert items["p1.s2.i1"]["links"] == [["p1.s1.i1", "serves"]]
    assert items["p1.s1.i1"]["links"] == [["p1.s2.i1", "serves_back"]]


def test_the_page_fetches_nothing_and_runs_only_its_own() -> None:
    html = plan_page([rich(), a_plan([("goal", "Färre inbrott i centrum")], "Kalix")])
    assert not re.search(r"""(?:src|href)=["']?(?:https?:|//)""", html)
    assert "@import" not in html
    assert html.count("<script>") == 1
    assert " onclick=" not in html
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]


def test_hostile_text_stays_text() -> None:
    plan = a_plan(
        [("goal", PAYLOAD, {"heading": PAYLOAD, "path": [PAYLOAD]})],
        title=PAYLOAD,
        file_name=PAYLOAD,
        producer=PAYLOAD,
        diary_numbers=[PAYLOAD],
    )
    for html in (
        plan_page([plan]),
        plan_page([plan, rich()]),
        comparison_page(compare([plan, a_plan([("goal", PAYLOAD + " mer text här")], year=2018)])),
    ):
        assert html.count("<script>") == 1
        assert "<img src=x" not in html
        assert "49" not in re.findall(r"<h1>(.*?)</h1>", html)


def test_json_in_a_script_cannot_end_it() -> None:
    text = str(script_json({"a": PAYLOAD}))
    assert not re.search(r"[<>&\u2028]", text)
    assert json.loads(text) == {"a": PAYLOAD}


def test_pictures_come_with_the_right_pdf_only(tmp_path: Path) -> None:
    pdf = Paper().text(72, 90, "Mål", 14).pdf()
    (tmp_path / "Hjo-2017.pdf").write_bytes(pdf)
    plan = a_plan([("goal", "Färre inbrott i centrum")], pdf=pdf)
    assert 'id="pic-0-1"' in plan_page([plan], tmp_path)
    assert 'id="pic-0-1"' in plan_page([plan], tmp_path / "Hjo-2017.pdf")
    assert 'id="pic-0-1"' not in plan_page([rich()], tmp_path)
    with pytest.raises(UnreadableInput):
        plan_page([rich()], tmp_path / "Hjo-2017.pdf")


def test_the_index_counts() -> None:
    views = [
        view(0, rich(), "Hjo 2017"),
        view(1, a_plan([("goal", "Färre inbrott i centrum")], "Kalix", 2019), "Kalix 2019"),
    ]
    found = overview(views)
    assert dict(found.coverage[0][1])["goal"] == 1
    assert [(bar.key, bar.value) for bar in found.units] == [("cykelstöld", 1)]
    assert [(bar.key, bar.value) for bar in found.years] == [("2017", 1), ("2019", 1)]
    assert [county.name for county in found.counties] == ["Norrbottens län", "Västra Götalands län"]
    assert (found.shares[0].both, found.shares[0].total) == (1, 1)
    signs = {answer.name: answer for answer in found.checks[0][1]}
    assert signs["goals"].items
    assert not signs["council"].present


def test_every_label_has_both_languages() -> None:
    assert all(len(words) == len(LANGUAGES) and all(words) for words in all_labels().values())


def test_every_code_has_a_label() -> None:
    from typing import get_args

    from planparse.compare.themes import theme_names
    from planparse.plan import DocumentType, Reason, SectionEvidence, SectionKind

    wanted = {"kind": SectionKind, "document_type": DocumentType, "reason": Reason, "evidence": SectionEvidence}
    known = all_labels()
    for table, codes in wanted.items():
        assert {f"{table}.{code}" for code in get_args(codes)} <= known.keys()
    assert {f"theme.{name}" for name in theme_names()} <= known.keys()
    assert all(known[f"check.{asked.name}"][0] == asked.label for asked in asked_parts())


@pytest.mark.parametrize(("value", "text"), [(40, "40"), (1150000, "1 150 000"), (3.5, "3,5"), ([10, 20], "10–20")])
def test_numbers_are_written_the_swedish_way(value: float | list[float], text: str) -> None:
    assert number(value) == text


def test_the_same_plans_give_the_same_page() -> None:
    assert plan_page([rich()]) == plan_page([rich()])
