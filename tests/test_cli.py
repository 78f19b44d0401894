from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from paper import Paper

from planparse.batch import find_inputs


def planparse(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "planparse", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)


def good(path: Path, text: str = "Polisen ska besöka alla skolor under hösten.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(Paper().text(72, 80, "Handlingsplan 2024", 20, bold=True).text(72, 140, text).pdf())
    return path


def bad(path: Path, data: bytes = b"<html>404</html>") -> Path:
    path.write_bytes(data)
    return path


def test_one_file_prints_its_json_and_nothing_else(tmp_path: Path) -> None:
    done = planparse("convert", good(tmp_path / "plan.pdf"))
    assert done.returncode == 0
    assert json.loads(done.stdout)["source"]["file_name"] == "plan.pdf"
    assert done.stderr == ""


def test_a_folder_keeps_its_tree(tmp_path: Path) -> None:
    for name in ("a/plan.pdf", "b/plan.pdf", "b/djup/Plan 2.PDF"):
        good(tmp_path / "in" / name)
    done = planparse("convert", tmp_path / "in", "--out", tmp_path / "out")
    assert done.returncode == 0
    assert done.stdout == ""
    written = {str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*.json")}
    assert written == {"a/plan.json", "b/plan.json", "b/djup/Plan 2.json"}
    assert not list((tmp_path / "out").rglob("*.part"))


def test_inputs_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    for name in ("plan.pdf", "plan.txt", "plan.pdf.pdf", "annan.pdf"):
        (tmp_path / name).write_bytes(b"x")
    targets = {Path(task.source).name: task.target for task in find_inputs([tmp_path])}
    assert targets["plan.pdf"] == "plan.pdf.json"
    assert targets["plan.txt"] == "plan.txt.json"
    assert targets["annan.pdf"] == "annan.json"
    assert len({target.casefold() for target in targets.values()}) == 4


def test_names_that_differ_in_case_only_stay_apart_on_any_disk(tmp_path: Path) -> None:
    for name in ("plan.pdf", "PLAN.PDF", "Plan.txt"):
        (tmp_path / name).write_bytes(b"x")
    assert len({task.target.casefold() for task in find_inputs([tmp_path])}) == 3


def test_files_of_two_folders_keep_them_apart(tmp_path: Path) -> None:
    files = [good(tmp_path / "2023" / "plan.pdf"), good(tmp_path / "2024" / "plan.pdf")]
    assert [task.target for task in find_inputs(files)] == ["2023/plan.json", "2024/plan.json"]
    assert [task.target for task in find_inputs([tmp_path / "2023", tmp_path / "2024"])] == [
        "2023/plan.json",
        "2024/plan.json",
    ]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    good(tmp_path / "plan.pdf")
    os.symlink(tmp_path, tmp_path / "igen")
    assert len(find_inputs([tmp_path])) == 1


def test_some_failed_is_three_and_each_says_why(tmp_path: Path) -> None:
    good(tmp_path / "in" / "plan.pdf")
    bad(tmp_path / "in" / "sida.pdf")
    bad(tmp_path / "in" / "tom.pdf", b"")
    bad(tmp_path / "in" / "halv.pdf", b"%PDF-1.7\nno more")
    done = planparse("convert", tmp_path / "in", "--out", tmp_path / "out", "--quiet")
    assert done.returncode == 3
    lines = sorted(Path(line.split(": ")[0]).name + ": " + line.split(": ", 1)[1] for line in done.stderr.splitlines())
    assert lines == [
        "halv.pdf: the PDF cannot be opened (nor after repair); repair it (for example with qpdf) or fetch it again",
        "sida.pdf: this is no PDF, whatever its name; check what was downloaded",
        "tom.pdf: the file is empty; fetch it again",
    ]
    assert sorted(p.name for p in (tmp_path / "out").rglob("*")) == ["manifest.jsonl", "plan.json"]


def test_all_failed_is_four(tmp_path: Path) -> None:
    assert planparse("convert", bad(tmp_path / "x.pdf")).returncode == 4
    assert planparse("convert", tmp_path, "--out", tmp_path / "out").returncode == 4


@pytest.mark.parametrize("arguments", [["convert"], ["convert", "finns-inte.pdf"], ["convert", "."], ["convertera"]])
def test_wrong_usage_is_two(arguments: list[str], tmp_path: Path) -> None:
    done = planparse(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""


def test_a_scan_is_written_with_a_warning(tmp_path: Path) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(Paper().fill(100, 100, 300, 300).pdf())
    done = planparse("convert", scan, "--out", tmp_path / "out", "--quiet")
    assert done.returncode == 0
    assert "scan.pdf: no page has readable text" in done.stderr
    codes = {w["code"] for w in json.loads((tmp_path / "out" / "scan.json").read_text())["warnings"]}
    assert codes == {"page_without_text", "no_text"}


def test_a_result_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    good(tmp_path / "in" / "plan.pdf")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "plan.json").mkdir()
    done = planparse("convert", tmp_path / "in", "--out", tmp_path / "out", "--quiet")
    assert done.returncode == 4
    assert "cannot be written" in done.stderr


def test_schema_prints_the_committed_schema() -> None:
    committed = Path(__file__).parent.parent / "schema" / "planparse-1.0.schema.json"
    assert json.loads(planparse("schema").stdout) == json.loads(committed.read_text("utf-8"))


def test_version() -> None:
    assert planparse("--version").stdout.startswith("planparse, version ")


def test_status_and_log_json_tell_the_same(tmp_path: Path) -> None:
    good(tmp_path / "in" / "plan.pdf")
    bad(tmp_path / "in" / "sida.pdf")
    done = planparse("convert", tmp_path / "in", "--out", tmp_path / "out", "--jobs", "1", "--log-json")
    events = [json.loads(line) for line in done.stderr.splitlines()]
    assert [event["event"] for event in events] == ["outcome", "outcome", "ended"]
    assert (events[2]["total"], events[2]["failed"]) == (2, 1)
    told = planparse("status", tmp_path / "out")
    assert told.stdout.startswith("2 inputs, 1 written, 1 pages")
    assert "sida.pdf: this is no PDF" in told.stdout
    assert json.loads(planparse("status", tmp_path / "out", "--json").stdout)["statuses"] == {"not_a_pdf": 1, "ok": 1}
    assert planparse("status", tmp_path / "in").returncode == 4
    again = planparse("convert", tmp_path / "in", "--out", tmp_path / "out", "--jobs", "1")
    assert again.returncode == 3
    assert "2 were done before" in again.stderr


@pytest.mark.parametrize("options", [["--max-memory", "viel"], ["--jobs", "0"], ["--timeout", "0"]])
def test_wrong_limits_are_usage_errors(options: list[str], tmp_path: Path) -> None:
    done = planparse("convert", good(tmp_path / "plan.pdf"), "--out", tmp_path / "out", *options)
    assert done.returncode == 2
