"""What changed between two wordings: a word diff, and levels raised or lowered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

from planparse.lexicon import fold
from planparse.plan import Item, Recurrence, Target

Op = Literal["same", "removed", "added"]
_TOKEN = re.compile(r"\s*\S+")
_PER_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "tertial": 3, "term": 2, "half_year": 2, "year": 1}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both have, or one of them alone."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A level before and after. `what` is its unit or "frequency"; `direction` is about the number, not its worth."""

    what: str
    before: str
    after: str
    direction: Literal["raised", "lowered", "same", "changed"]


def is_kept(left: str, right: str) -> bool:
    """Whether the two are the same but for case, blanks and the signs at their ends."""
    return fold(left) == fold(right)


def word_diff(left: str, right: str) -> tuple[Piece, ...]:
    """The runs that turn `left` into `right`; the pieces same+removed joined are `left`, same+added `right`."""
    a, b = _TOKEN.findall(left), _TOKEN.findall(right)
    found: list[Piece] = []
    ops = Indel.opcodes([one.strip() for one in a], [one.strip() for one in b])
    for op in ops:
        if op.tag == "equal":
            found.append(Piece("same", "".join(b[op.dest_start : op.dest_end])))
        if op.tag in ("delete", "replace"):
            found.append(Piece("removed", "".join(a[op.src_start : op.src_end])))
        if op.tag in ("insert", "replace"):
            found.append(Piece("added", "".join(b[op.dest_start : op.dest_end])))
    return tuple(found)


def target_changes(left: Item, right: Item) -> tuple[TargetChange, ...]:
    """Levels that both items have of one unit, in order, and how often things happen."""
    return (*_levels(left.targets, right.targets), *_frequencies(left, right))


def _levels(left: list[Target], right: list[Target]) -> Iterator[TargetChange]:
    rest = list(right)
    for before in left:
        after = next((one for one in rest if one.unit == before.unit and one.value is not None), None)
        if before.value is None or after is None or after.value is None:
            continue
        rest.remove(after)
        yield TargetChange(before.unit or "", before.text, after.text, _direction(_high(before), _high(after)))


def _high(target: Target) -> float:
    value = target.value
    return float(max(value) if isinstance(value, list) else value or 0.0)


def _direction(before: float, after: float) -> Literal["raised", "lowered", "same"]:
    return "same" if before == after else "raised" if after > before else "lowered"


def _frequencies(left: Item, right: Item) -> Iterator[TargetChange]:
    before = [(t.text, t.recurrence) for t in left.times if t.recurrence]
    after = [(t.text, t.recurrence) for t in right.times if t.recurrence]
    for (old, a), (new, b) in zip(before, after, strict=False):
        yield TargetChange("frequency", old, new, _direction(_rate(a), _rate(b)))


def _rate(recurrence: Recurrence) -> float:
    return recurrence.count * _PER_YEAR[recurrence.per] / recurrence.every
