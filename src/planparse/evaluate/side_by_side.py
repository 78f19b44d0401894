"""A document's gold and parse beside each other, each word with what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from planparse.evaluate import Case
from planparse.evaluate.align import Reading, align, annotated, best_parts, gold_reading, plan_reading

State = Literal["right", "wrong", "alone"]
"""right: same kind and part on both sides; wrong: another kind or part; alone: the other side lacks the word."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A statement, its part (index) and kinds, its words with their states."""

    part: int
    kinds: tuple[str, ...]
    words: tuple[tuple[str, State], ...]


def side_by_side(case: Case) -> tuple[list[Marked], list[Marked]]:
    """The marked statements of gold and of the parse, each in its own order."""
    gold = gold_reading(case.gold)
    parse = annotated(plan_reading(case.plan, case.gold.hashed), case.gold)
    alignment = align(gold, parse)
    best, _ = best_parts(gold, parse, alignment)
    owner = [parse.statements[i] for _, i in parse.stream()]
    there: list[State] = ["alone"] * len(owner)
    left = []
    for statement, places in zip(gold.statements, alignment.places, strict=True):
        states: list[State] = []
        for j in places:
            state: State = "alone"
            if j is not None:
                same = owner[j].kinds[0] in statement.kinds and best.get(statement.part) == owner[j].part
                state = there[j] = "right" if same else "wrong"
            states.append(state)
        left.append(Marked(statement.part, statement.kinds, tuple(zip(statement.words, states, strict=True))))
    return left, _parse_side(parse, there)


def _parse_side(parse: Reading, there: list[State]) -> list[Marked]:
    out, at = [], 0
    for statement in parse.statements:
        size = len(statement.words)
        states = tuple(zip(statement.words, there[at : at + size], strict=True))
        out.append(Marked(statement.part, statement.kinds, states))
        at += size
    return out
