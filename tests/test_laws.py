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
    assert plan.parts


@pytest.mark.parametrize("path", [p for p in CORPUS if p.suffix == ".pdf"], ids=lambda path: path.stem)
def test_no_word_of_the_corpus_is_lost_or_made_up(path: Path) -> None:
    """Letters printed = letters in text and furniture, but for numbers of headings in lists and note marks."""
    data = path.read_bytes()
    printed = letters(" ".join(word.text for page in read(data, path.name).pages for word in page.words))
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
