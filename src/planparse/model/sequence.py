"""What the neighbours say: a small hidden Markov model over the kinds of a part's units.

In an ordered part the transitions lead from left to right, as the booklets go; in flat text neighbours
only tend a little to the same kind. All weights are estimates, not fitted: on the two transcripts and on
the nine example documents a change of ±30 % moves accuracy by less than two points (November 2026).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from planparse.model.shapes import Unit
from planparse.plan import SectionKind

KINDS: tuple[SectionKind, ...] = (
    "background", "purpose", "goal", "activity", "follow_up",
    "result", "responsibility", "validity", "signatures", "other",
)  # fmt: skip
"""The kinds that text can tell; contents and front matter show in their layout."""

Scores = list[float]
"""A log-score for each of KINDS."""

_BOOKLET = KINDS[:5]
_ONWARDS: dict[SectionKind, tuple[float, ...]] = {
    "background": (0.70, 0.14, 0.07, 0.07, 0.02),
    "purpose": (0.005, 0.34, 0.455, 0.18, 0.02),
    "goal": (0.005, 0.02, 0.57, 0.355, 0.05),
    "activity": (0.005, 0.01, 0.04, 0.78, 0.165),
    "follow_up": (0.005, 0.01, 0.02, 0.04, 0.925),
}
_START = (0.86, 0.09, 0.03, 0.015, 0.005)
"""Shares of what follows what in a booklet, sentence by sentence, and of what a part begins with."""
_ELSEWHERE = 0.02
"""Share of the kinds that the booklet's order does not know."""
_LAST = (-1.0, -1.0, -0.5, 0.0, 0.7)
"""Bonus of a part's last sentence: it is follow-up, where the part has any."""

_EARLY, _EARLY_SHARE = 1.5, 0.25
"""Bonus for background at the very start of an ordered part, falling to nothing at this share of it."""

_OWN = 0.7
"""How much a sentence's own score counts in an ordered part: the sentences of one paragraph say the same thing, so they
are no independent witnesses. Chosen on transcripts that the weights had not seen, among 0.35–1 (November 2026)."""

_SAME = 0.7
_SAME_LIST = 1.2
"""Bonus for the kind of the unit before, in flat text and between entries of one list."""


def best_path(units: Sequence[Unit], emissions: Sequence[Scores], ordered: bool, own: float = _OWN) -> list[int]:
    """The likeliest kinds of the units (indices into KINDS), neighbours counted in; `own` as _OWN."""
    if not units:
        return []
    if ordered:
        emissions = [
            [own * emission[0] + _early(unit.position), *(own * score for score in emission[1:])]
            for unit, emission in zip(units, emissions, strict=True)
        ]
    score = [a + b for a, b in zip(_first(ordered), emissions[0], strict=True)]
    back: list[list[int]] = []
    for i in range(1, len(units)):
        step = _step(units[i - 1], units[i], ordered)
        last = _LAST_BONUS if ordered and i == len(units) - 1 else _NOTHING
        came, new = [], []
        for j, emission in enumerate(emissions[i]):
            column = [score[k] + step[k][j] for k in range(len(KINDS))]
            best = max(range(len(KINDS)), key=column.__getitem__)
            came.append(best)
            new.append(column[best] + emission + last[j])
        back.append(came)
        score = new
    path = [max(range(len(KINDS)), key=score.__getitem__)]
    for came in reversed(back):
        path.append(came[path[-1]])
    return path[::-1]


def _early(position: float) -> float:
    """Bonus for background near the start of an ordered part, whatever it announces in passing."""
    return _EARLY * max(0.0, 1.0 - position / _EARLY_SHARE)


def context(units: Sequence[Unit], path: Sequence[int], i: int, ordered: bool) -> Scores:
    """What the labels of its neighbours say about unit `i`: a bonus for each kind."""
    before = _first(ordered) if i == 0 else _step(units[i - 1], units[i], ordered)[path[i - 1]]
    if i + 1 == len(units):
        return before
    step = _step(units[i], units[i + 1], ordered)
    return [bonus + step[k][path[i + 1]] for k, bonus in enumerate(before)]


def _first(ordered: bool) -> Scores:
    return _ORDERED_START if ordered else _NOTHING


def _step(before: Unit, unit: Unit, ordered: bool) -> list[Scores]:
    """The bonus for each kind (inner) after each kind (outer)."""
    if ordered:
        return _ORDERED
    if unit.breaks:
        return _FREE
    if unit.in_list and before.in_list:
        return _IN_LIST
    return _FLAT


def _log_row(shares: Sequence[float]) -> Scores:
    by_kind = dict(zip(_BOOKLET, shares, strict=True))
    return [math.log(by_kind.get(kind, _ELSEWHERE)) for kind in KINDS]


def _diagonal(bonus: float) -> list[Scores]:
    return [[bonus if i == j else 0.0 for j in range(len(KINDS))] for i in range(len(KINDS))]


_NOTHING: Scores = [0.0] * len(KINDS)
_LAST_BONUS: Scores = [*_LAST, *_NOTHING[len(_LAST) :]]
_ORDERED_START = _log_row(_START)
_ORDERED = [_log_row(_ONWARDS.get(kind, (0.2,) * len(_BOOKLET))) for kind in KINDS]
_FLAT = _diagonal(_SAME)
_IN_LIST = _diagonal(_SAME_LIST)
_FREE = _diagonal(0.0)
