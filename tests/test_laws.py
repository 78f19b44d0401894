"""What must hold for every document: no word lost or made up, spans and boxes true, same bytes same JSON."""

from __future__ import annotations

import collections
import itertools
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paper import Paper

from planparse.errors import InputError
from planparse.pipeline import parse
from planparse.plan import Plan, from_json, schema, to_json
from planparse.read import read

ROOT = Path(__file__).parent.parent
CORPUS = sorted([*ROOT.glob("corpus/*/*.pdf"), *ROOT.glob("corpus/*/*.txt")])
WORD = re.compile(r"\w+")
LIST_MARK = re.compile(r"^\(?[a-zåäö]\)$")
"""The letter of a list's entry, which comes off as a number does."""

SYLLABLES = ["tryg", "skol", "brott", "polis", "kom", "mun", "vand", "ring", "ar", "en", "upp", "följ", "Mål", "ska"]
words = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4).map("".join)
sentences = st.lists(words, min_size=1, max_size=14).map(" ".join)


def letters(text: str) -> collections.Counter[str]:
    """Letters and digits, which survive undone hyphens and joined lines."""
    return collections.Counter(c for c in text.casefold() if c.isalnum())


def all_text(plan: Plan) -> str:
    return plan.text + " " + " ".join(item.text * len(item.pages) for item in plan.furniture)


def check(plan: Plan) -> None:
    spans = []
    for part in plan.parts:
        for section in part.sections:
            for item in section.items:
                start, end = item.span
                assert plan.text[start:end] == item.text
                spans.append((start, end))
                for place in item.provenance:
                    assert 1 <= place.page <= max(1, plan.source.page_count)
                    if place.bbox:
                        x0, top, x1, bottom = place.bbox
                        assert 0 <= x0 <= x1
                        assert 0 <= top <= bottom
    assert spans == sorted(spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    assert from_json(to_json(plan)) == plan


def error_of(data: bytes, name: str) -> InputError | None:
    """Our error for these bytes, or None where they parse into a plan that keeps the promises."""
    try:
        plan = parse(data, name)
    except InputError as error:
        return error
    check(plan)
    return None


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_the_corpus_keeps_the_promises(path: Path) -> None:
    data = path.read_bytes()
    plan = parse(data, path.name)
    check(plan)
    assert to_json(parse(data, path.name)) == to_json(plan)
    # a scan without text gives parts where text recognition is installed, else it says so: never nothing at all
    assert plan.parts or {"no_text", "ocr_missing"} & {warning.code for warning in plan.warnings}


@pytest.mark.parametrize("path", [p for p in CORPUS if p.suffix == ".pdf"], ids=lambda path: path.stem)
def test_no_word_of_the_corpus_is_lost_or_made_up(path: Path) -> None:
    """Letters printed = letters in text and furniture, but for numbers of headings in lists and note marks."""
    data = path.read_bytes()
    words = [word.text for page in read(data, path.name).pages for word in page.words]
    printed = letters(" ".join(word for word in words if not LIST_MARK.match(word)))
    delivered = letters(all_text(parse(data, path.name)))
    lost = {letter: n for letter, n in (printed - delivered).items() if letter.isalpha()}
    made_up = {letter: n for letter, n in (delivered - printed).items() if letter.isalpha()}
    assert sum(lost.values()) <= 0.002 * sum(printed.values())
    assert sum(made_up.values()) <= 0.002 * sum(printed.values())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(sentences, st.booleans(), st.integers(0, 30)), min_size=1, max_size=25))
def test_drawn_lines_are_all_there(drawn: list[tuple[str, bool, int]]) -> None:
    paper, top = Paper(), 70
    for text, bold, gap in drawn:
        if top > 700:
            paper.page()
            top = 70
        paper.text(72, top, text[:80], 11, bold=bold)
        top += 14 + gap
    data = paper.pdf()
    plan = parse(data, "plan.pdf")
    check(plan)
    printed = letters(" ".join(text[:80] for text, _, _ in drawn))
    assert letters(all_text(plan)) == printed


cells = st.lists(st.sampled_from(["Polisen", "Våren 2021", "Lampor byts", "70 %", "Mål", "Ansvarig", ""]), min_size=4)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cells, st.integers(2, 4), st.booleans(), st.lists(st.integers(0, 11), max_size=3))
def test_every_word_in_a_grid_is_there_once(found: list[str], columns: int, bold: bool, cut: list[int]) -> None:
    """Also where a cell's border is missing, so that no drawn cell holds its words."""
    paper, xs = Paper().text(72, 40, "Handlingsplan", 20, bold=True), [72 + 110 * k for k in range(columns + 1)]
    rows = -(-len(found) // columns)
    for k in range(rows + 1):
        for x0, x1 in itertools.pairwise(xs):
            if k in (0, rows) or (k * columns + xs.index(x0)) % 12 not in cut:
                paper.ruling(x0, 100 + 24 * k, x1, 100 + 24 * k)
    for x in xs:
        paper.ruling(x, 100, x, 100 + 24 * rows)
    for i, text in enumerate(found):
        paper.text(xs[i % columns] + 5, 104 + 24 * (i // columns), text, 9, bold=bold and i < columns)
    plan = parse(paper.pdf(), "plan.pdf")
    check(plan)
    assert letters(all_text(plan)) == letters(" ".join(["Handlingsplan", *found]))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(sentences, min_size=6, max_size=20), st.integers(2, 9), st.booleans())
def test_every_word_in_columns_with_a_box_is_there_once(drawn: list[str], boxed: int, right: bool) -> None:
    paper = Paper().text(72, 40, "Medborgarlöfte", 20, bold=True)
    x = 320 if right else 72
    paper.fill(x - 6, 100 + 14 * boxed, x + 210, 100 + 14 * (boxed + 3))
    for k, text in enumerate(drawn):
        paper.text(72, 102 + 14 * k, text[:36], 10).text(320, 102 + 14 * k, text[:36], 10)
    plan = parse(paper.pdf(), "plan.pdf")
    check(plan)
    assert letters(all_text(plan)) == letters(" ".join(["Medborgarlöfte", *(text[:36] for text in drawn * 2)]))


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["plan.pdf", "plan.txt"]), st.booleans())
def test_hostile_bytes_raise_our_errors_or_nothing(data: bytes, name: str, headed: bool) -> None:
    error = error_of(b"%PDF-1.4\n" + data if headed else data, name)
    assert error is None or (name in error.line() and "\n" not in error.line())


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 40))
def test_damaged_pdfs_raise_our_errors_or_nothing(seed: int, changes: int) -> None:
    data = bytearray(Paper().text(72, 80, "Handlingsplan", 20, bold=True).lines(72, 120, ["Mål", "Färre brott."]).pdf())
    for i in range(changes):
        data[(seed * 7919 + i * 104729) % len(data)] = (seed + 31 * i) % 256
    error = error_of(bytes(data), "plan.pdf")
    assert error is None or error.line().startswith("plan.pdf")


def test_the_committed_schema_is_the_models() -> None:
    committed = json.loads((ROOT / "schema" / "planparse-1.0.schema.json").read_text("utf-8"))
    assert committed == schema()
