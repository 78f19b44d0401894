"""How alike are two statements? A number from 0 to 1: their words, rare ones weighing most, and what they name.

Two views: editions of one plan share wording, plans of different municipalities share measures. The weights and
floors were set on the train pairs of gold/pairs (November 2026); the dev pairs only measure them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from planparse.compare.statements import Statement
from planparse.compare.words import masked, overlap


@dataclass(frozen=True, slots=True)
class View:
    """Weights of the features, and the floor under which two statements are no match."""

    name: str
    wording: float
    rare_words: float
    measures: float
    themes: float
    numbers: float
    place: float
    kind: float
    floor: float


EDITIONS = View("editions", wording=0.40, rare_words=0.34, measures=0.06, themes=0.04, numbers=0.02, place=0.09, kind=0.05,
                floor=0.46)  # fmt: skip
ACROSS = View("across", wording=0.06, rare_words=0.24, measures=0.52, themes=0.08, numbers=0.0, place=0.0, kind=0.10,
              floor=0.42)  # fmt: skip


class Weigher:
    """Scores pairs of statements of two plans; words that stand in few of their statements weigh most."""

    def __init__(self, groups: Iterable[Sequence[Statement]], view: View) -> None:
        known = [one for group in groups for one in group]
        self.view = view
        self._total = len(known) + 1
        self._words = Counter(word for one in known for word in one.stems)
        self._measures = Counter(measure for one in known for measure in one.measures)

    def _weight(self, counts: Counter[str], key: str) -> float:
        return math.log(1 + self._total / (1 + counts[key]))

    def _shared(self, counts: Counter[str], left: frozenset[str], right: frozenset[str]) -> float:
        """Weighted share of what both have: half of the smaller side's, half of all (compounds aside)."""
        both = sum(self._weight(counts, key) for key in left & right)
        if not both:
            return 0.0
        a = sum(self._weight(counts, key) for key in left)
        b = sum(self._weight(counts, key) for key in right)
        return 0.5 * both / min(a, b) + 0.5 * both / (a + b - both)

    def score(self, left: Statement, right: Statement) -> float:
        """How alike they are, from 0 to 1."""
        view = self.view
        wording = fuzz.token_sort_ratio(masked(left.promise), masked(right.promise)) / 100
        straight = fuzz.ratio(masked(left.promise), masked(right.promise)) / 100
        return (
            view.wording * max(wording, straight)
            + view.rare_words * self._shared(self._words, left.stems, right.stems)
            + view.measures * self._shared(self._measures, left.measures, right.measures)
            + view.themes * overlap(left.themes, right.themes)
            + view.numbers * overlap(left.numbers, right.numbers)
            + view.place * (_alike(left.place, right.place))
            + view.kind * (left.kind == right.kind)
        )


def _alike(left: tuple[str, str], right: tuple[str, str]) -> float:
    same = [fuzz.ratio(a.casefold(), b.casefold()) / 100 for a, b in zip(left, right, strict=True) if a or b]
    return sum(value for value in same if value > 0.7) / len(same) if same else 0.5
