"""The labeller's second stage: what a sentence is by what the first stage says of it and of those around it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np

from planparse.model import Unit
from planparse.model.neighbours import Neighbours, features, in_thousandths
from planparse.model.sequence import KINDS, Scores
from planparse.plan import SectionKind
from planparse.train.bank import Example

_INVERSE_PENALTY = 0.03
"""Chosen by documents left out, among 0.01, 0.03 and 0.1 (November 2026): a point apart at most."""
_STEPS = 2000  # of the optimizer
_LEAST_SPREAD = 0.05
"""Added to a feature's standard deviation, so that one that is nearly always 0 is not blown up."""
_TIMES = 2
"""How often the themed part of a document comes with other headings known."""


def train_neighbours(examples: Sequence[Example], shares: Sequence[Sequence[Scores]]) -> Neighbours:
    """A multinomial logistic regression over `shares`, what the first stage gives each unit's kinds."""
    from sklearn.linear_model import LogisticRegression

    rows: Any = np.concatenate(
        [features(e.units, given, e.ordered) for e, given in zip(examples, shares, strict=True) if e.units]
    )
    kinds = np.asarray([KINDS.index(cast("SectionKind", accepted[0])) for e in examples for accepted in e.kinds])
    told = rows[:, :-1] / 1000
    middle, spread = told.mean(axis=0), told.std(axis=0) + _LEAST_SPREAD
    model: Any = LogisticRegression(C=_INVERSE_PENALTY, max_iter=_STEPS)
    model.fit((told - middle) / spread, kinds)
    weights: Any = np.zeros((told.shape[1] + 1, len(KINDS)))
    weights[-1] = -30.0  # a kind that no example has
    for row, bias, kind in zip(model.coef_, model.intercept_, model.classes_, strict=True):
        weights[:-1, kind] = row / spread
        weights[-1, kind] = bias - (row * middle / spread).sum()
    return in_thousandths(weights)


def partly_decided(examples: Sequence[Example]) -> Iterator[Example]:
    """Each themed example again, as if some of its headings were known: their units are decided, the others asked."""
    for example in examples:
        if example.ordered or not any(unit.theme for unit in example.units):
            continue
        for time in range(_TIMES):
            fewer = _without(example, str(time))
            if fewer is not None:
                yield fewer


def _without(example: Example, salt: str) -> Example | None:
    """The units under the headings that are not known; None where all or none are."""
    runs = list(_runs(example.units))
    known = [_coin(f"{salt}{example.document}{example.units[first].theme}") for first, _ in runs]
    if not any(known) or all(known):
        return None
    first_kinds = [cast("SectionKind", example.kinds[first][0]) for first, _ in runs]
    decided = frozenset(kind for kind, is_known in zip(first_kinds, known, strict=True) if is_known)
    units: list[Unit] = []
    kinds: list[tuple[str, ...]] = []
    for r, (first, end) in enumerate(runs):
        if known[r]:
            continue
        above = next((first_kinds[q] for q in range(r - 1, -1, -1) if known[q]), None)
        below = next((first_kinds[q] for q in range(r + 1, len(runs)) if known[q]), None)
        for i in range(first, end):
            unit = example.units[i]
            breaks = unit.breaks or i == first
            units.append(replace(unit, breaks=breaks, above=above, below=below, decided=decided))
            kinds.append(example.kinds[i])
    return Example(example.document, tuple(units), tuple(kinds), False)


def _runs(units: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Where the units under one heading begin and have ended."""
    first = 0
    for i in range(1, len(units) + 1):
        if i == len(units) or units[i].breaks or units[i].theme != units[first].theme:
            yield first, i
            first = i


def _coin(text: str) -> bool:
    """Half of all texts, the same ones each time."""
    return hashlib.sha256(text.encode()).digest()[0] % 2 == 0
