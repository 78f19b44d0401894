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
    """Weights of the features, and the floor under which two statements are no match.

    `wording` is the likeness of the letters, `rare_words` the shared stems, `measures` the shared measures, `facets`
    what is done to what; `place` compares the headings above. Where `wording_alone` is set, two nearly equal wordings
    are a match whatever the rest says: the wording's likeness times this factor counts.
    """

    name: str
    floor: float
    wording: float
    rare_words: float
    measures: float = 0.0
    facets: float = 0.0
    themes: float = 0.0
    numbers: float = 0.0
    place: float = 0.0
    kind: float = 0.0
    wording_alone: float = 0.0


_SCORERS = (fuzz.token_sort_ratio, fuzz.ratio)

EDITIONS = View("editions", floor=0.46, wording=0.40, rare_words=0.34, measures=0.06, themes=0.04, numbers=0.02,
                place=0.09, kind=0.05)  # fmt: skip
ACROSS = View("across", floor=0.395, wording=0.05, rare_words=0.18, measures=0.28, facets=0.35, themes=0.06, kind=0.08,
              wording_alone=0.62)  # fmt: skip


class Weigher:
    """Scores pairs of statements of two plans; words that stand in few of their statements weigh most."""

    def __init__(self, groups: Iterable[Sequence[Statement]], view: View) -> None:
        known = [one for group in groups for one in group]
        self.view = view
        self._total = len(known) + 1
        self._words = Counter(word for one in known for word in one.stems)
        self._measures = Counter(measure for one in known for measure in one.measures)
        self._things = Counter(thing for one in known for thing in one.things)
        self._deeds = Counter(deed for one in known for deed in one.deeds)

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
        wording = max(scorer(masked(left.promise), masked(right.promise)) for scorer in _SCORERS) / 100
        score = (
            view.wording * wording
            + view.rare_words * self._shared(self._words, left.stems, right.stems)
            + view.measures * self._shared(self._measures, left.measures, right.measures)
            + view.facets * self._facets(left, right)
            + view.themes * overlap(left.themes, right.themes)
            + view.numbers * overlap(left.numbers, right.numbers)
            + view.place * _alike(left.place, right.place)
            + view.kind * (left.kind == right.kind)
        )
        return max(score, view.wording_alone * wording)

    def _facets(self, left: Statement, right: Statement) -> float:
        """The same deed to the same thing: each alone says little (a third of it)."""
        thing = self._shared(self._things, left.things, right.things)
        deed = self._shared(self._deeds, left.deeds, right.deeds)
        return math.sqrt(thing * deed) if thing and deed else (thing + deed) / 3


def _alike(left: tuple[str, str], right: tuple[str, str]) -> float:
    same = [fuzz.ratio(a.casefold(), b.casefold()) / 100 for a, b in zip(left, right, strict=True) if a or b]
    return sum(value for value in same if value > 0.7) / len(same) if same else 0.5
