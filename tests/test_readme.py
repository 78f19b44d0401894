"""What the README says is so: its example is the program's answer, its commands are those that CI runs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from planparse.batch import convert_file

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_example_is_the_programs_answer() -> None:
    found = re.search(r"`(corpus/\S+\.pdf)`.*?```json\n(.*?)\n```", README, re.DOTALL)
    assert found
    example = json.loads(found.group(2))
    plan = json.loads(convert_file(ROOT / found.group(1)).model_dump_json(by_alias=True))
    sections = [without_places_in_text(s) for part in plan["parts"] for s in part["sections"]]
    shown = without_places_in_text(example)
    (section,) = [s for s in sections if s["heading"] == shown["heading"] and s["path"] == shown["path"]]
    assert {**section, "items": None} == {**shown, "items": None}
    assert all(item in section["items"] for item in shown["items"])


def without_places_in_text(section: dict[str, Any]) -> dict[str, Any]:
    """The section without ids and spans, which move with every section before it."""
    items = [{key: value for key, value in item.items() if key not in ("id", "span")} for item in section["items"]]
    return {**section, "id": None, "items": items}


def test_the_test_command_is_the_one_of_ci() -> None:
    commands = re.findall(r"```sh\n(.*?)\n```", README, re.DOTALL)
    assert len(commands) == 2
    assert commands[1] in (ROOT / ".ci" / "run").read_text("utf-8")


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / target).exists(), target
