"""`planparse check`: what a plan has of what the law and Brå's process ask for."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from planparse.check import asked_parts, check, table
from planparse.cli import main
from planparse.lexicon import data_text
from planparse.plan import Period, Plan, to_json

ENTRIES: list[dict[str, Any]] = tomllib.loads(data_text("check.toml"))["part"]


@pytest.mark.parametrize(
    ("entry", "asked"), list(zip(ENTRIES, asked_parts(), strict=True)), ids=lambda x: getattr(x, "name", "")
)
def test_a_part_is_told_by_its_examples_only(entry: dict[str, Any], asked: Any) -> None:
    assert all(asked.holds(example) for example in entry["examples"])
    assert not any(asked.holds(example) for example in entry.get("counterexamples", []))


def plan() -> Plan:
    target = {"text": "minst 70 %", "comparator": "at_least", "value": 70, "unit": "percent"}
    responsible = {"text": "Polisen", "kind": "police", "role": "responsible"}
    acting = {"text": "Kommunen", "kind": "municipality", "role": "acting"}
    time = {"text": "våren", "start": None, "end": None, "precision": "season"}
    texts: list[tuple[str, str, dict[str, Any]]] = [
        ("background", "Inbrotten beror på dåliga lås.", {}),
        ("goal", "Minst 70 % ska vara trygga.", {"targets": [target]}),
        ("goal", "Fler ska vara trygga.", {}),
        ("activity", "Låsen byts.", {"actors": [responsible], "times": [time]}),
        ("activity", "Kommunen ringer.", {"actors": [acting]}),
        ("activity", "Något görs.", {}),
    ]
    sections = [
        {"id": f"p1.s{n}", "kind": kind, "heading": None, "path": [], "evidence": "content", "confidence": 0.5,
         "reasons": [], "items": [{"id": f"i{n}", "text": text, "span": [0, len(text)], "form": "paragraph", **more}]}
        for n, (kind, text, more) in enumerate(texts, 1)
    ]  # fmt: skip
    return Plan.model_validate(
        {
            "source": {"file_name": "plan.pdf", "sha256": "0" * 64, "media_type": "application/pdf", "page_count": 1,
                       "text_source": "embedded", "producer": None},
            "parser": {"name": "planparse", "version": "0", "model": "x"}, "text": "", "document_type": "action_plan",
            "parts": [{"id": "p1", "kind": "body", "pages": [1, 1], "sections": sections}],
            "links": [{"from": "i4", "to": "i2", "relation": "serves", "evidence": "row", "confidence": 1.0}],
        }
    )  # fmt: skip


def test_the_parts_of_a_plan_with_the_items_that_show_them() -> None:
    found = {answer.name: answer.items for answer in check(plan()).parts if answer.present}
    assert found == {
        "situation": ("i1",), "causes": ("i1",), "goals": ("i2", "i3"), "measures": ("i4", "i5", "i6"),
        "responsible": ("i4",), "time": ("i4",),
    }  # fmt: skip


def test_what_the_metadata_tell_needs_no_items() -> None:
    planned = plan().model_copy(update={"period": Period(text="2020-2022", start="2020-01-01", end="2022-12-31")})
    found = {answer.name: answer for answer in check(planned).parts}
    assert (found["recent"].present, found["recent"].items) == (True, ())
    assert not found["police"].present


def test_each_count_lists_those_that_have_it_and_those_that_have_not() -> None:
    found = {count.name: (count.count, count.of, count.items, count.missing) for count in check(plan()).counts}
    assert found["goals_measurable"] == (1, 2, ("i2",), ("i3",))
    assert found["goals_with_activity"] == (1, 2, ("i2",), ("i3",))
    assert found["goals_with_follow_up"] == (0, 2, (), ("i2", "i3"))
    assert found["activities_with_actor"] == (2, 3, ("i4", "i5"), ("i6",))
    assert found["activities_with_responsible"] == (1, 3, ("i4",), ("i5", "i6"))
    assert found["activities_with_actor_and_time"] == (1, 3, ("i4",), ("i5", "i6"))


def test_the_table_shows_the_figures_and_the_items() -> None:
    shown = table(check(plan()))
    assert "1 av 2  i2" in shown
    assert "Uppföljning" in shown


def test_the_command_prints_a_table_or_json(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(to_json(plan()), "utf-8")
    done = CliRunner().invoke(main, ["check", str(file), "--json"])
    assert done.exit_code == 0
    (one,) = json.loads(done.stdout)
    assert one["file"] == "plan.pdf"
    assert {"name", "label", "count", "of", "items", "missing"} == set(one["counts"][0])
    assert "Mätbara mål" in CliRunner().invoke(main, ["check", str(file)]).stdout


def test_a_file_that_is_no_plan_gives_one_line_and_its_exit_code(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text("{}", "utf-8")
    done = CliRunner().invoke(main, ["check", str(file)])
    assert (done.exit_code, len(done.stderr.splitlines())) == (5, 1)
