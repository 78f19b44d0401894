"""What keeps a parse fast and small, where losing it would change no output."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from planparse.batch.pieces import json_pieces
from planparse.errors import NotAPlan
from planparse.pipeline import parse
from planparse.plan import to_json_bytes

PLAN = next((Path(__file__).parent.parent / "corpus" / "dev").glob("drogpolitiskt-program-bromolla-*.pdf"))


def test_a_parse_leaves_no_cycles_of_objects_since_the_collector_rests_meanwhile() -> None:
    data = PLAN.read_bytes()
    parse(data, PLAN.name)
    gc.collect()
    gc.disable()
    try:
        parse(data, PLAN.name)
        found = gc.collect()
    finally:
        gc.enable()
    assert found < 300  # of some 10,000 objects; a handful a bookmark


def test_the_collector_works_again_after_a_parse_and_after_a_failure() -> None:
    assert gc.isenabled()
    parse(PLAN.read_bytes(), PLAN.name)
    with pytest.raises(NotAPlan):
        parse(b"<html>", "plan.pdf")
    assert gc.isenabled()


def test_a_parse_does_without_what_takes_long_to_import() -> None:
    code = (
        "import sys; from planparse.batch import warm; from planparse.pipeline import parse;"
        "parse(warm.pdf(), 'plan.pdf'); print({'spacy', 'PIL.ImageFilter', 'pandas'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


@pytest.mark.parametrize("folder", ["corpus/dev", "tests/data"])
def test_the_pieces_of_a_plans_json_are_the_whole(folder: str) -> None:
    for path in sorted((Path(__file__).parent.parent / folder).glob("*.pdf"))[:6]:
        plan = parse(path.read_bytes(), path.name)
        pieces = list(json_pieces(plan))
        assert b"".join(pieces) == to_json_bytes(plan)
        assert max(map(len, pieces)) < max(20_000, 3 * len(plan.text))


def test_the_pieces_of_an_empty_plan_are_the_whole() -> None:
    plan = parse('Första raden.\nNågot <om> "citat" \\ och\ttabb.'.encode(), "plan.txt")
    for some in (plan, plan.model_copy(update={"parts": [], "furniture": [], "warnings": []})):
        assert b"".join(json_pieces(some)) == to_json_bytes(some)
