from __future__ import annotations

import json
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from plans import hostile_plan

from planparse.corrections import schema as corrections_schema
from planparse.errors import NotAParse
from planparse.migrate import breaking_changes, plan_files, read_plan, upgrade
from planparse.plan import schema, to_json

ROOT = Path(__file__).parent.parent
RELEASED = sorted((ROOT / "schema" / "released").glob("planparse-1.*.schema.json"))


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.name)
def test_the_schema_only_adds_to_every_released_1x(path: Path) -> None:
    assert breaking_changes(json.loads(path.read_text("utf-8")), schema()) == []


def test_there_is_a_released_schema_and_it_is_kept_as_it_was() -> None:
    assert RELEASED
    committed = json.loads((ROOT / "schema" / "planparse-1.0.schema.json").read_text("utf-8"))
    assert committed == schema()
    assert breaking_changes(committed, schema()) == []


def test_the_committed_corrections_schema_is_the_programs() -> None:
    path = ROOT / "schema" / "planparse-corrections-1.0.schema.json"
    assert json.loads(path.read_text("utf-8")) == corrections_schema()


def changed(*steps: tuple[str, Any]) -> dict[str, Any]:
    """The schema with something set, or taken away (None), at "$defs/Item/properties/text"."""
    found = deepcopy(schema())
    for where, value in steps:
        *path, last = where.split("/")
        inner = found
        for name in path:
            inner = inner[name]
        if value is None:
            del inner[last]
        else:
            inner[last] = value
    return found


@pytest.mark.parametrize(
    ("where", "value", "told"),
    [
        ("$defs/Item/properties/form", None, "Item.form: is gone"),
        ("$defs/Item/properties/text", {"type": "integer"}, "Item.text: type was 'string', is 'integer'"),
        ("$defs/Item/required", ["id"], "Item.text: may now be missing"),
        ("$defs/Target", None, "Target: is gone"),
        ("$defs/Section/properties/evidence", {"enum": ["heading"]}, "Section.evidence: no longer column, label"),
        ("$defs/Item/properties/table", {"type": "string"}, "Item.table: its types changed"),
        ("properties/schema_version", {"const": "2.0"}, "schema_version: no longer 1.0"),
    ],
)
def test_what_breaks_a_reader_is_told(where: str, value: Any, told: str) -> None:
    assert any(line.startswith(told) for line in breaking_changes(schema(), changed((where, value))))


def test_an_addition_breaks_nothing() -> None:
    words = ["heading", "column", "label", "content", "corrected", "oracle"]
    new = changed(
        ("$defs/Item/properties/colour", {"type": "string"}),
        ("$defs/Section/properties/evidence/enum", words),
        ("$defs/New", {"type": "object"}),
    )
    assert breaking_changes(schema(), new) == []


def test_json_from_before_a_field_was_added_is_read() -> None:
    data = json.loads(to_json(hostile_plan()))
    del data["corrected"]
    assert upgrade(data) == hostile_plan()


def test_steps_lead_from_version_to_version() -> None:
    def rename(data: dict[str, Any]) -> dict[str, Any]:
        data = {**data, "schema_version": "0.9", "title": data["name"]}
        del data["name"]
        return data

    steps = {"0.8": rename, "0.9": lambda data: {**data, "schema_version": "1.0"}}
    data = json.loads(to_json(hostile_plan()))
    data |= {"schema_version": "0.8", "name": data.pop("title")}
    assert upgrade(data, steps) == hostile_plan()
    with pytest.raises(ValueError, match=r"0\.7 is not known"):
        upgrade({**data, "schema_version": "0.7"}, steps)
    with pytest.raises(ValueError, match="round in a circle"):
        upgrade(data, {"0.8": lambda data: data})


def planparse(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "planparse", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_keeps_the_tree(tmp_path: Path) -> None:
    old = json.loads(to_json(hostile_plan()))
    del old["corrected"]
    (tmp_path / "in" / "b").mkdir(parents=True)
    (tmp_path / "in" / "b" / "plan.json").write_text(json.dumps(old), "utf-8")
    (tmp_path / "in" / "b" / "plan.corrections.json").write_text("{}")
    done = planparse("migrate", tmp_path / "in", "--to", tmp_path / "out")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [name for name, _ in plan_files(tmp_path / "out")] == ["b/plan"]
    assert (tmp_path / "out" / "b" / "plan.json").read_text("utf-8") == to_json(hostile_plan())
    assert planparse("migrate", tmp_path / "in" / "b" / "plan.json").stdout == to_json(hostile_plan())


@pytest.mark.parametrize("text", ['{"schema_version": "3.0"}', '{"schema_version": "1.0"}', "[]", "x", '{"a": 1}'])
def test_what_is_no_plan_is_one_line_and_exit_code_5(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(NotAParse):
        read_plan(tmp_path / "x.json")
    done = planparse("migrate", tmp_path / "x.json")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (5, "", 1)
