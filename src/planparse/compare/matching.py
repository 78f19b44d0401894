"""One to one: the assignment with the greatest sum of scores, and what is left over on either side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from planparse.compare.changes import Piece, TargetChange, is_kept, target_changes, word_diff
from planparse.compare.extra import extra_module
from planparse.compare.scoring import View, Weigher
from planparse.compare.statements import Statement


@dataclass(frozen=True, slots=True)
class Match:
    """Two statements that say the same: word for word (kept) or with other words or levels (changed)."""

    left: Statement
    right: Statement
    score: float
    state: Literal["kept", "changed"]
    diff: tuple[Piece, ...]
    targets: tuple[TargetChange, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """Matches in the left plan's order; `dropped` stand only left, `new` only right."""

    matches: tuple[Match, ...]
    dropped: tuple[Statement, ...]
    new: tuple[Statement, ...]


def match(left: Sequence[Statement], right: Sequence[Statement], view: View) -> Matching:
    """The optimal one-to-one matching of two plans' statements. Raises MissingExtra without scipy."""
    pairs = assign(left, right, Weigher((left, right), view))
    taken_left, taken_right = {i for i, _, _ in pairs}, {j for _, j, _ in pairs}
    return Matching(
        tuple(_match(left[i], right[j], score) for i, j, score in pairs),
        tuple(one for i, one in enumerate(left) if i not in taken_left),
        tuple(one for j, one in enumerate(right) if j not in taken_right),
    )


def assign(left: Sequence[Statement], right: Sequence[Statement], weigher: Weigher) -> list[tuple[int, int, float]]:
    """(left index, right index, score) of every pair above the view's floor, each index once."""
    if not left or not right:
        return []
    optimize = extra_module("scipy.optimize")
    floor = weigher.view.floor
    scores = [[weigher.score(a, b) for b in right] for a in left]
    gains = [[max(0.0, score - floor) for score in row] for row in scores]
    rows, columns = optimize.linear_sum_assignment(gains, maximize=True)
    pairs = ((int(i), int(j)) for i, j in zip(rows, columns, strict=True))
    return [(i, j, round(scores[i][j], 3)) for i, j in pairs if scores[i][j] >= floor]


def _match(left: Statement, right: Statement, score: float) -> Match:
    kept = is_kept(left.text, right.text)
    return Match(
        left, right, score, "kept" if kept else "changed", word_diff(left.text, right.text),
        target_changes(left.item, right.item),
    )  # fmt: skip
