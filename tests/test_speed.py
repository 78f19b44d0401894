"""What keeps a parse fast and small, where losing it would change no output."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from planparse.errors import NotAPlan
from planparse.pipeline import parse

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
