"""Front pages of many officers, written before the rules that read them: data/fronts.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from planparse.metadata import Metadata, describe, of_title
from planparse.outline.title import split_title
from planparse.page import Block

READ: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "data" / "fronts.toml").read_text("utf-8"))
OPEN: dict[str, dict[str, Any]] = READ.pop("open")
RUNNING = "Alla som bor och vistas här ska känna sig trygga, och det kräver att många arbetar åt samma håll varje dag."


def page(lines: list[tuple[str, float]]) -> Metadata:
    """What a first page says whose lines, with their type sizes in points, are these; running text follows."""
    blocks, top = [], 80.0
    for text, size in [*lines, (RUNNING, 11.0), (RUNNING, 11.0)]:
        bullet = text.startswith("• ")
        box = (72.0, top, 500.0, top + size)
        blocks.append(
            Block(
                page=1,
                text=text.removeprefix("• "),
                lines=(),
                form="bullet" if bullet else "paragraph",
                marker="•" if bullet else None,
                box=box,
                size=size,
                space_above=0.5,
            )
        )
        top += 1.5 * size
    title, cover, rest = split_title(blocks, 11.0, "TOCI")
    printed = [tuple(b for b in part if isinstance(b, Block)) for part in (cover, rest)]
    return describe(tuple(title), printed[0], printed[1], (), "")


def found(group: str, text: str) -> Any:
    """What the front page of a case says of what its group asks."""
    if group == "title":
        sized = [re.match(r"(.*) \((\d+)\)$", line) for line in text.split(" | ")]
        return page([(line[1], float(line[2])) for line in sized if line]).title
    if group == "period_title":
        front = of_title(text)
    else:
        own_title = group == "parties" or (group in ("period_text", "decision") and " | " in text)
        title, *lines = (text if own_title else f"Överenskommelse om samverkan | {text}").split(" | ")
        front = page([(title, 24.0), *((line, 11.0) for line in lines)])
    if group == "parties":
        return sorted(party.name for party in front.parties)
    if group == "decision":
        return next((decision.date for decision in front.decisions if decision.date), "")
    return f"{front.period.start or '-'} {front.period.end or '-'}" if front.period else "none"


def cases(read: dict[str, dict[str, Any]]) -> list[Any]:
    told = [(group, text, said) for group, texts in read.items() for text, said in texts.items()]
    return [pytest.param(*case, id=f"{case[0]}: {case[1]}") for case in told]


@pytest.mark.parametrize(("group", "text", "said"), cases(READ))
def test_what_a_front_page_says(group: str, text: str, said: Any) -> None:
    assert found(group, text) == (sorted(said) if group == "parties" else said)


@pytest.mark.parametrize(("group", "text", "said"), cases(OPEN))
def test_what_a_front_page_says_to_us_in_vain(group: str, text: str, said: Any) -> None:
    assert found(group, text) != said, "it is read now: move it to its group"
