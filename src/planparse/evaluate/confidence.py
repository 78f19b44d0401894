"""How often each way of deciding is right: the confidences of data/confidence.toml, counted on train and dev.

What the text decides has a confidence of its own, whose temperature `planparse train roles` fits on dev.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from planparse.evaluate import Case
from planparse.evaluate.align import align, annotated, gold_reading, plan_reading
from planparse.evaluate.score import right_sections

_GUESS, _WEIGHT = 0.9, 4.0
"""What is believed of a way before anything is counted, and how many sections that belief weighs as much as."""
_LOW, _HIGH = 0.5, 0.99

_HEAD = """# How sure a section is whose kind was decided in this way: counted on the train and dev splits, and
# drawn a little to {guess} where few were seen. Made by `planparse train confidence`; sections right / seen behind.

[confidence]
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """Sections decided in one way: those right, those that gold knows."""

    right: int
    seen: int

    @property
    def confidence(self) -> float:
        """The share right, drawn to the guess, within bounds that leave room for doubt."""
        drawn = (self.right + _GUESS * _WEIGHT) / (self.seen + _WEIGHT)
        return round(min(_HIGH, max(_LOW, drawn)), 3)


def count_ways(found: Iterable[Case], ways: Iterable[str]) -> Mapping[str, Counted]:
    """For each of `ways` (reasons), the sections that it alone decided."""
    counts = dict.fromkeys(ways, Counted(0, 0))
    for case in found:
        for way, right in _judged(case):
            if way in counts:
                counts[way] = Counted(counts[way].right + right, counts[way].seen + 1)
    return counts


def _judged(case: Case) -> Iterator[tuple[str, bool]]:
    gold = gold_reading(case.gold)
    parse = annotated(plan_reading(case.plan, case.gold.hashed), case.gold)
    sections = [section for part in case.plan.parts for section in part.sections]
    for number, right in right_sections(gold, parse, align(gold, parse)).items():
        reasons = sections[number].reasons
        if len(reasons) == 1:
            yield reasons[0], right


def as_toml(counts: Mapping[str, Counted]) -> str:
    """The text of data/confidence.toml."""
    lines = [f"{way} = {one.confidence}  # {one.right}/{one.seen}" for way, one in counts.items()]
    return _HEAD.format(guess=_GUESS) + "\n".join(lines) + "\n"
