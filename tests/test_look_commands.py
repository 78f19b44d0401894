from __future__ import annotations

import json
from pathlib import Path

import pytest
from made_plans import a_plan
from paper import Paper
from test_cli import planparse

from planparse.plan import to_json


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for year in (2017, 2018):
        pdf = Paper().text(72, 90, f"Mål {year}").pdf()
        (tmp_path / f"Hjo-{year}.pdf").write_bytes(pdf)
        plan = a_plan([("goal", f"Högst {year - 1980} anmälda cykelstölder under året")], year=year, pdf=pdf)
        (tmp_path / f"Hjo-{year}.json").write_text(to_json(plan), "utf-8")
    return tmp_path


def test_compare_prints_csv(folder: Path) -> None:
    done = planparse("compare", folder)
    assert done.returncode == 0
    assert done.stdout.splitlines()[1].startswith("editions,Hjo-2017.pdf,Hjo-2018.pdf,changed,")


@pytest.mark.parametrize("suffix", ["html", "csv", "json"])
def test_compare_writes_by_the_name(folder: Path, suffix: str) -> None:
    target = folder / "new" / f"found.{suffix}"
    assert planparse("compare", folder / "Hjo-2017.json", folder / "Hjo-2018.json", "--to", target).returncode == 0
    text = target.read_text("utf-8")
    assert text.startswith({"html": "<!DOCTYPE html>", "csv": "relation,", "json": "{"}[suffix])
    if suffix == "json":
        assert json.loads(text)["pairs"][0]["relation"] == "editions"


def test_compare_needs_two_plans_and_a_known_name(folder: Path) -> None:
    assert planparse("compare", folder / "Hjo-2017.json").returncode == 2
    done = planparse("compare", folder, "--to", folder / "found.docx")
    assert done.returncode == 2
    assert ".html, .csv or .json" in done.stderr


def test_report_takes_the_pdf_or_its_folder(folder: Path) -> None:
    for pdf in (folder, folder / "Hjo-2017.pdf"):
        target = folder / "page.html"
        assert planparse("report", folder / "Hjo-2017.json", "--pdf", pdf, "--to", target).returncode == 0
        assert 'id="pic-0-1"' in target.read_text("utf-8")


def test_report_refuses_another_pdf_in_one_line(folder: Path) -> None:
    done = planparse("report", folder / "Hjo-2017.json", "--pdf", folder / "Hjo-2018.pdf", "--to", folder / "page.html")
    assert done.returncode == 4
    assert done.stderr.count("\n") == 1
    assert "not the PDF" in done.stderr


def test_report_in_english(folder: Path) -> None:
    target = folder / "page.html"
    assert planparse("report", folder / "Hjo-2017.json", "--lang", "en", "--to", target).returncode == 0
    assert '<html lang="en">' in target.read_text("utf-8")
