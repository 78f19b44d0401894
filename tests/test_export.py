from __future__ import annotations

import csv
import json
import re
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import get_args

import pytest
from plans import HOSTILE, hostile_plan

from planparse import plan as shapes
from planparse.cli.exchange import _FORMATS
from planparse.corrections import amend
from planparse.errors import MissingLibrary, NotAParse, OutputError
from planparse.export import FORMATS, Done, export
from planparse.export.codebook import codebook_page, codebook_rows, tables
from planparse.export.delimited import inert
from planparse.export.libraries import need
from planparse.export.records import Record
from planparse.export.rows import rows
from planparse.plan import from_json, to_json

ROOT = Path(__file__).parent.parent


def planparse(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "planparse", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_command_knows_every_format() -> None:
    assert tuple(FORMATS) == _FORMATS
    assert list(FORMATS) == sorted(FORMATS)


def test_the_extra_all_holds_every_extra() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    (whole,) = extras["all"]
    assert sorted(whole[len("planparse[") : -1].split(",")) == sorted(
        name for name in extras if name != "all" and not name.startswith("test")
    )


# ---- the codebook


def test_every_column_has_its_row_in_both_languages() -> None:
    for table in tables():
        assert table.sv
        assert table.en
        for c in table.columns:
            assert all((c.sv, c.en, c.rule_sv, c.rule_en)), f"{table.name}.{c.name}"
            assert c.sv != c.en
            if c.type in ("number", "integer", "date"):
                assert c.unit, f"{table.name}.{c.name} has no unit"


def test_rows_have_the_codebooks_columns_and_types() -> None:
    width = {table.name: table for table in tables()}
    kinds = {"string": str, "integer": int, "number": int | float, "date": object, "boolean": bool}
    for name, row in rows(Record("a/b", hostile_plan())):
        assert len(row) == len(width[name].columns), name
        for column, value in zip(width[name].columns, row, strict=True):
            if value is None:
                assert not column.required, f"{name}.{column.name}"
            else:
                assert isinstance(value, kinds[column.type]), f"{name}.{column.name} = {value!r}"
                assert not column.levels or value in {level.word for level in column.levels}


LEVELS = {
    ("documents", "document_type"): shapes.DocumentType,
    ("sections", "kind"): shapes.SectionKind,
    ("sections", "evidence"): shapes.SectionEvidence,
    ("items", "form"): shapes.ItemForm,
    ("actors", "kind"): shapes.ActorKind,
}


def test_the_codebook_has_every_level_of_the_schema() -> None:
    for (table, column), words in LEVELS.items():
        (found,) = (c.levels for t in tables() if t.name == table for c in t.columns if c.name == column)
        assert {level.word for level in found} == set(get_args(words))
    schema = shapes.schema()["$defs"]
    named = {
        "Target": {"comparator": "targets"}, "Actor": {"role": "actors"}, "Time": {"precision": "times"},
        "Link": {"relation": "links", "evidence": "links"}, "Warning": {"code": "warnings"}, "Part": {"kind": "parts"},
        "Item": {"status": "items"}, "PlanSource": {"media_type": "documents", "text_source": "documents"},
    }  # fmt: skip
    for shape, fields in named.items():
        for field, table in fields.items():
            text = json.dumps(schema[shape]["properties"][field])
            (found,) = (c.levels for t in tables() if t.name == table for c in t.columns if c.name == field)
            assert all(f'"{level.word}"' in text for level in found), f"{shape}.{field}"
            listed = json.loads(text).get("enum") or next(x["enum"] for x in json.loads(text)["anyOf"] if "enum" in x)
            assert {level.word for level in found} == set(listed)


def test_the_codebook_page_tells_every_variable_and_level() -> None:
    for page in (codebook_page("sv"), codebook_page("en")):
        for row in codebook_rows():
            assert row[1] in page
            assert row[2] in page


# ---- text in cells


@pytest.mark.parametrize("text", HOSTILE)
def test_inert_text_is_no_formula_and_can_be_undone(text: str) -> None:
    shown = inert(text)
    assert not shown.startswith(("=", "+", "-", "@", "＝"))
    assert (shown[1:] if shown != text else shown) == text


def test_csv_keeps_every_word_and_no_formula(plans: Path, tmp_path: Path) -> None:
    done = export(plans, "csv", tmp_path / "csv")
    assert done == Done(5, ())
    items = [row for row in read_csv(tmp_path / "csv" / "items.csv") if row["doc_id"] == "ond åäö"]
    assert [inert(text) for text in HOSTILE] == [row["text"] for row in items]
    for file in (tmp_path / "csv").glob("*.csv"):
        for row in read_csv(file):
            for name, cell in row.items():
                assert not cell.startswith(("=", "+", "@", "\t")), f"{file.name} {name} {cell!r}"
                assert not cell.startswith("-") or float(cell) < 0


def test_keys_are_unique_and_point_somewhere(plans: Path, tmp_path: Path) -> None:
    export(plans, "csv", tmp_path / "csv")
    keys = {}
    for table in tables():
        found = read_csv(tmp_path / "csv" / f"{table.name}.csv")
        keys[table.name] = [row[table.key] for row in found]
        assert len(set(keys[table.name])) == len(found)
        for column in table.columns:
            if column.ref:
                assert {row[column.name] for row in found} <= set(keys[column.ref]), f"{table.name}.{column.name}"
    assert len(set(keys["documents"])) == 5
    assert "train/landskrona-samverkan-bilagor-2015-16" in keys["documents"]


def test_an_items_key_lasts_when_the_outline_changes() -> None:
    plan = hostile_plan()
    (section,) = plan.parts[0].sections
    first, second = section.items[:5], section.items[5:]
    one = section.model_copy(update={"items": first, "kind": "goal"})
    two = section.model_copy(update={"id": "p1.s2", "items": second})
    other = plan.model_copy(update={"parts": [plan.parts[0].model_copy(update={"sections": [one, two]})]})
    before = [row[12] for name, row in rows(Record("a", plan)) if name == "items"]
    after = [row[12] for name, row in rows(Record("a", other)) if name == "items"]
    assert before == after
    assert len(set(before)) == len(before)


# ---- files that need no library


def test_jsonl_is_the_plans(plans: Path, tmp_path: Path) -> None:
    export(plans, "jsonl", tmp_path / "plans.jsonl")
    lines = (tmp_path / "plans.jsonl").read_text("utf-8").splitlines()
    assert sorted(to_json(from_json(line)) for line in lines) == sorted(
        path.read_text("utf-8") for path in plans.rglob("*.json")
    )


def test_quallmer_offsets_give_the_words(plans: Path, tmp_path: Path) -> None:
    export(plans, "quallmer", tmp_path / "segments.csv")
    found = read_csv(tmp_path / "segments.csv")
    assert list(found[0])[:4] == ["docid", "segid", "char_start", "char_end"]
    texts = {
        path.relative_to(plans).as_posix()[:-5]: from_json(path.read_text("utf-8")) for path in plans.rglob("*.json")
    }
    for row in found:
        words = texts[row["docid"]].text[int(row["char_start"]) : int(row["char_end"])]
        assert inert(words) == row["text"]


def test_sqlite_has_keys_and_a_full_text_index(plans: Path, tmp_path: Path) -> None:
    export(plans, "sqlite", tmp_path / "plans.db")
    with closing(sqlite3.connect(tmp_path / "plans.db")) as base:
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        query = (
            "SELECT i.text FROM items_fts JOIN items i ON i.rowid = items_fts.rowid "
            "WHERE items_fts MATCH 'åtgärd AND åäö'"
        )
        assert base.execute(query).fetchall() == [("Åtgärd för åäö",)]
        assert base.execute("SELECT count(*) FROM items_fts WHERE items_fts MATCH 'atgard'").fetchone() == (0,)
        assert base.execute("SELECT count(*) FROM codebook WHERE variable = 'item_key'").fetchone() == (1,)
        query = "SELECT count(*) FROM links JOIN items ON item_id = from_item WHERE kind = 'activity'"
        assert base.execute(query).fetchone()[0] > 0


def test_label_studio_tasks_count_as_javascript_does(plans: Path, tmp_path: Path) -> None:
    export(plans, "labelstudio", tmp_path / "ls")
    for task in json.loads((tmp_path / "ls" / "tasks.json").read_text("utf-8")):
        utf16 = task["data"]["text"].encode("utf-16-le")
        for result in task["predictions"][0]["result"]:
            value = result["value"]
            assert utf16[2 * value["start"] : 2 * value["end"]].decode("utf-16-le") == value["text"]


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_plans_give_the_same_bytes(form: str, plans: Path, tmp_path: Path) -> None:
    if form in ("xlsx", "docbin"):
        pytest.skip("xlsx holds the time of writing; a DocBin's strings are a set")
    try:
        export(plans, form, tmp_path / "a")
        export(plans, form, tmp_path / "b")
    except MissingLibrary as error:
        pytest.skip(str(error))
    assert list(_bytes(tmp_path / "a")) == list(_bytes(tmp_path / "b"))


def _bytes(place: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
        if path.is_file():
            yield path.name if path != place else "", path.read_bytes()


def test_the_readmes_lines_export_every_format(plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    found = re.findall(r"^planparse export out --format (\w+) --to (\S+)", readme, re.MULTILINE)
    assert sorted(form for form, _ in found) == sorted(FORMATS)
    monkeypatch.chdir(tmp_path)
    for form, to in found:
        try:
            assert export(plans, form, Path(to)).plans == 5
        except MissingLibrary as error:
            pytest.skip(str(error))
        assert Path(to).exists()


# ---- what can go wrong


def test_a_missing_library_is_one_line_that_says_what_to_install() -> None:
    with pytest.raises(MissingLibrary, match=r"needs the library nosuchthing.*pip install 'planparse\[export\]'"):
        need("nosuchthing.deep", "parquet")


def test_the_command_says_what_to_install(plans: Path, tmp_path: Path) -> None:
    (tmp_path / "xlsxwriter.py").write_text("raise ModuleNotFoundError('gone', name='xlsxwriter')")
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); from planparse.cli import main; main()"
    arguments = ["export", str(plans), "--format", "xlsx", "--to", str(tmp_path / "x.xlsx")]
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 6
    assert done.stderr.count("\n") == 1
    assert "pip install 'planparse[export]'" in done.stderr
    assert not (tmp_path / "x.xlsx").exists()


def test_what_is_no_plan_costs_only_itself(plans: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.json").write_text(to_json(hostile_plan()), "utf-8")
    (folder / "b.json").write_text('{"x": 1}')
    (folder / "c.json").write_text("not JSON")
    (folder / "a.corrections.json").write_text("")  # empty: that is for the corrections to say
    done = planparse("export", folder, "--raw", "--format", "jsonl", "--to", tmp_path / "out.jsonl")
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 3
    assert done.stdout == ""
    assert len((tmp_path / "out.jsonl").read_text("utf-8").splitlines()) == 1
    with pytest.raises(NotAParse):
        export(folder / "b.json", "jsonl", tmp_path / "no.jsonl")
    done = planparse("export", folder / "c.json", "--format", "csv", "--to", tmp_path / "no")
    assert (done.returncode, done.stderr.count("\n")) == (5, 1)
    assert not (tmp_path / "no").exists()


def test_a_folder_with_files_is_left_alone(plans: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("x")
    with pytest.raises(OutputError, match="name a new one"):
        export(plans, "csv", tmp_path / "mine")
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_corrections_beside_the_plans_are_shown_unless_raw(tmp_path: Path) -> None:
    plan = hostile_plan()
    (tmp_path / "a.json").write_text(to_json(plan), "utf-8")
    change = {"change": {"type": "field", "field": "title", "value": "Rättad"}, "origin": {"tool": "page"}}
    whole = {"sha256": plan.source.sha256, "schema_version": "1.0", "corrections": [change]}
    (tmp_path / "a.corrections.json").write_text(json.dumps(whole))
    export(tmp_path, "csv", tmp_path / "out", amend)
    (row,) = read_csv(tmp_path / "out" / "documents.csv")
    assert (row["title"], row["corrected"]) == ("Rättad", "title")
    done = planparse("export", tmp_path / "a.json", "--raw", "--format", "csv", "--to", tmp_path / "raw")
    assert done.returncode == 0
    assert read_csv(tmp_path / "raw" / "documents.csv")[0]["title"] == "'@Titel"
