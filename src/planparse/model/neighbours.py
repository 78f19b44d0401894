"""What stands around a sentence says what it is: the second stage of the trained labeller.

The first stage hears a sentence alone. Here its shares are weighed together with those of the sentences on either
side, of its list, of what stands under the same heading and of the whole part, with its place, and with the kinds
that headings already gave around it: a linear model over shares ("stacking", Wolpert 1992), trained on shares that
the first stage gave documents it had not seen. Measured by documents left out (November 2026, macro F1 of the five
core kinds, against a hidden Markov model with estimated transitions): flat text 0.827 → 0.887, booklets 0.932 → 0.949.

Shares and weights are whole numbers, so that sums are the same on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from planparse.errors import ModelError
from planparse.model.sequence import KINDS, Scores
from planparse.model.shapes import Unit

FILE = "neighbours.tsv"
_N = len(KINDS)
_WHOLE = 1000
"""A share of 1 as a whole number."""
_SCALE = 1000
"""A weight of 1 as a whole number."""
_LOG = [round(_WHOLE * math.log(p / _WHOLE + 1e-4)) for p in range(_WHOLE + 1)]
_MANY = 30
"""Units; a part that has more is long."""

_BLOCKS = (
    "own", "before", "before2", "after", "after2", "before_break", "after_break", "under_heading", "list", "part",
    "ever_before", "ever_after", "place*own", "turn*own", "booklet*own", "booklet*before", "booklet*after",
    "booklet*ever_before", "booklet*ever_after", "list*own", "list*before", "list*after", "above", "below", "decided",
)  # fmt: skip
_FLAGS = (
    "place", "from_middle", "turn", "in_list", "opens_list", "sentence", "booklet", "breaks", "first", "last",
    "last_under_heading", "alone_under_heading", "report", "appendix", "long", "booklet*place",
)  # fmt: skip
NAMES = (*(f"{block}:{kind}" for block in _BLOCKS for kind in KINDS), *_FLAGS, "bias")
"""The features, in the order of their weights."""

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Weights in thousandths: one row a feature of NAMES, one column a kind of KINDS."""

    weights: Rows

    def heard(self, units: Sequence[Unit], shares: Sequence[Scores], ordered: bool) -> list[Scores]:
        """Log-scores of KINDS for each unit, not normalized. `shares`: what the first stage gives each kind, 0–1."""
        if not units:
            return []
        sums = features(units, shares, ordered) @ self.weights
        return [[value / (_WHOLE * _SCALE) for value in row] for row in sums.tolist()]


def features(units: Sequence[Unit], shares: Sequence[Scores], ordered: bool) -> Rows:
    """The features of a part's units, in thousandths: an array of len(units) × len(NAMES)."""
    own: Rows = np.rint(np.asarray(shares, dtype=np.float64) * _WHOLE).astype(np.int64)
    count = len(units)
    first, end = _runs([unit.breaks for unit in units])
    turn = [(i - first[i]) / max(1, end[i] - first[i]) for i in range(count)]
    place = _column([unit.position for unit in units])
    booklet = int(ordered)
    logs: Rows = np.asarray(_LOG, dtype=np.int64)[own]
    before, after = _moved(own, 1, first, end), _moved(own, -1, first, end)
    ever_before, ever_after = _ever(own), _ever(own[::-1])[::-1]
    listed = _column([float(unit.in_list) for unit in units]) // _WHOLE
    blocks = [
        logs, before, _moved(own, 2, first, end), after, _moved(own, -2, first, end),
        _over_break(own, first, -1), _over_break(own, end, 0),
        _rest(own, first, end), _list_rest(own, units, first, end),
        _rest(own, [0] * count, [count] * count), ever_before, ever_after,
        own * place // _WHOLE, own * _column(turn) // _WHOLE, booklet * logs, booklet * before, booklet * after,
        booklet * ever_before, booklet * ever_after, listed * logs, listed * before, listed * after,
        _kinds([(unit.above,) for unit in units]), _kinds([(unit.below,) for unit in units]),
        _kinds([tuple(unit.decided) for unit in units]),
    ]  # fmt: skip
    flags = [
        [
            unit.position, abs(unit.position - 0.5), turn[i], unit.in_list, unit.opens_list, unit.form == "sentence",
            ordered, unit.breaks, i == 0, i == count - 1, i + 1 == end[i], end[i] - first[i] == 1,
            unit.hint == "report", unit.part == "appendix", min(count, _MANY) / _MANY, booklet * unit.position, 1,
        ]
        for i, unit in enumerate(units)
    ]  # fmt: skip
    told: Rows = np.rint(np.asarray(flags, dtype=np.float64) * _WHOLE).astype(np.int64)
    return np.concatenate([*blocks, told], axis=1)


def read_neighbours(folder: Path) -> Neighbours:
    """The weights of a model folder. Raises ModelError where they are damaged or made for other features."""
    try:
        lines = [line.split("\t") for line in (folder / FILE).read_text("utf-8").splitlines()]
        names = tuple(fields[0] for fields in lines)
        weights = np.asarray([[int(value) for value in fields[1:]] for fields in lines], dtype=np.int64)
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder}: the model cannot be read ({error})") from error
    if names != NAMES or weights.shape != (len(NAMES), _N):
        raise ModelError(f"{folder}: the model was trained for other features or kinds; train it again")
    return Neighbours(weights)


def write_neighbours(neighbours: Neighbours, folder: Path) -> None:
    """Stores the weights: a line a feature, its name and a weight for each kind, TAB between."""
    rows = zip(NAMES, neighbours.weights.tolist(), strict=True)
    lines = ("\t".join([name, *map(str, row)]) + "\n" for name, row in rows)
    (folder / FILE).write_text("".join(lines), "utf-8")


def in_thousandths(weights: Any) -> Neighbours:
    """Weights of any numbers as they are stored."""
    return Neighbours(np.rint(np.asarray(weights, dtype=np.float64) * _SCALE).astype(np.int64))


def _runs(breaks: Sequence[bool]) -> tuple[list[int], list[int]]:
    """For each unit where the units under its heading begin, and where they have ended."""
    first: list[int] = []
    for i, breaks_here in enumerate(breaks):
        first.append(i if breaks_here or not i else first[-1])
    end = [len(breaks)] * len(breaks)
    for i in range(len(breaks) - 2, -1, -1):
        end[i] = i + 1 if first[i + 1] == i + 1 else end[i + 1]
    return first, end


def _column(values: Sequence[float]) -> Rows:
    column: Rows = np.rint(np.asarray(values, dtype=np.float64) * _WHOLE).astype(np.int64)
    return column[:, None]


def _moved(own: Rows, by: int, first: Sequence[int], end: Sequence[int]) -> Rows:
    """The shares of the unit `by` places before each (after it where negative), nothing over a break."""
    out = np.zeros_like(own)
    for i in range(len(own)):
        if first[i] <= i - by < end[i]:
            out[i] = own[i - by]
    return out


def _over_break(own: Rows, edge: Sequence[int], step: int) -> Rows:
    """The shares of the unit just over the heading: only for the unit that stands at it."""
    out = np.zeros_like(own)
    for i in range(len(own)):
        at = edge[i] + step
        if 0 <= at < len(own) and abs(at - i) == 1:
            out[i] = own[at]
    return out


def _rest(own: Rows, first: Sequence[int], end: Sequence[int]) -> Rows:
    """The mean shares of the other units from `first` to `end`."""
    sums = np.concatenate([np.zeros((1, _N), dtype=np.int64), np.cumsum(own, axis=0)])
    others = np.maximum(1, np.asarray(end) - np.asarray(first) - 1)[:, None]
    rest: Rows = (sums[np.asarray(end)] - sums[np.asarray(first)] - own) // others
    return rest


def _list_rest(own: Rows, units: Sequence[Unit], first: Sequence[int], end: Sequence[int]) -> Rows:
    """The mean shares of the other entries of each unit's list."""
    apart = [
        i == first[i] or units[i].in_list != units[i - 1].in_list or not units[i].in_list for i in range(len(units))
    ]
    begins, ends = _runs(apart)
    return _rest(own, begins, ends)


def _ever(own: Rows) -> Rows:
    """The highest shares among the units before each."""
    out = np.zeros_like(own)
    if len(own) > 1:
        out[1:] = np.maximum.accumulate(own, axis=0)[:-1]
    return out


def _kinds(found: Sequence[tuple[str | None, ...]]) -> Rows:
    """1 for each kind that is named."""
    out = np.zeros((len(found), _N), dtype=np.int64)
    for i, kinds in enumerate(found):
        for kind in kinds:
            if kind in KINDS:
                out[i, KINDS.index(kind)] = _WHOLE
    return out
