"""A Comparison → one self-contained HTML page: pairs of plans side by side, and the sentences that plans share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from planparse.compare import Comparison, PlanPair
from planparse.compare.changes import Piece, TargetChange
from planparse.compare.collection import name_of
from planparse.compare.statements import Statement
from planparse.report.labels import Labels, Language
from planparse.report.sealed import render

_MOST_REUSE = 400
"""Groups of shared sentences that the page shows; the JSON has them all."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a pair: what stands left and right, and what became of it."""

    state: str
    kind: str
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    left_page: int | None
    right_page: int | None
    heading: str
    score: float | None
    targets: tuple[TargetChange, ...] = ()
    status: str | None = None
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PairView:
    """A pair with its rows, and how many of each state there are."""

    relation: str
    left: str
    right: str
    left_title: str
    right_title: str
    rows: tuple[Row, ...]
    counts: tuple[tuple[str, int], ...]


_ORDER = ("changed", "kept", "similar", "new", "dropped", "fulfilled", "partly_fulfilled", "ongoing", "not_fulfilled",
          "unknown", "unreported", "other_result")  # fmt: skip


def comparison_page(found: Comparison, lang: Language = "sv") -> str:
    """The HTML of a comparison."""
    names = [name_of(plan) for plan in found.plans]
    pairs = [_pair(found, names, pair) for pair in found.pairs]
    return render(
        "comparison.html.jinja",
        lang,
        ("page.css", "comparison.css"),
        ("comparison.js",),
        title=Labels(lang).text("comparison"),
        pairs=[pair for pair in pairs if pair.rows],
        names=names,
        reuse=found.reuse[:_MOST_REUSE],
        reuse_total=len(found.reuse),
        plans=found.plans,
    )


def _pair(found: Comparison, names: list[str], pair: PlanPair) -> PairView:
    rows = tuple(_rows(pair))
    counts = Counter(row.state for row in rows)
    left, right = found.plans[pair.left], found.plans[pair.right]
    return PairView(
        pair.relation, names[pair.left], names[pair.right], left.title or left.source.file_name,
        right.title or right.source.file_name, rows,
        tuple((state, counts[state]) for state in _ORDER if counts[state]),
    )  # fmt: skip


def _rows(pair: PlanPair) -> Iterator[Row]:
    if pair.matching:
        for match in pair.matching.matches:
            across = pair.relation == "across"
            left, right = (_whole(match.left), _whole(match.right)) if across else _sides(match.diff)
            yield Row(
                "similar" if across else match.state, match.left.kind, left, right, match.left.page, match.right.page,
                _heading(match.left), match.score, match.targets, None, match.left.themes,
            )  # fmt: skip
        if pair.relation == "editions":
            for one in pair.matching.new:
                yield Row("new", one.kind, (), _whole(one), None, one.page, _heading(one), None, (), None, one.themes)
            for one in pair.matching.dropped:
                yield Row(
                    "dropped", one.kind, _whole(one), (), one.page, None, _heading(one), None, (), None, one.themes
                )
    if pair.follow_up:
        for outcome in pair.follow_up.outcomes:
            promise, results = outcome.promise, outcome.results
            state = (outcome.status or "unknown") if promise else "other_result"
            told = Piece("same", " ".join(one.text for one in results))
            yield Row(
                state, promise.kind if promise else "result", _whole(promise) if promise else (), (told,),
                promise.page if promise else None, results[0].page if results else None,
                _heading(promise or results[0]), outcome.score, (), outcome.status, promise.themes if promise else (),
            )  # fmt: skip
        for one in pair.follow_up.unreported:
            yield Row(
                "unreported", one.kind, _whole(one), (), one.page, None, _heading(one), None, (), None, one.themes
            )


def _whole(one: Statement) -> tuple[Piece, ...]:
    return (Piece("same", one.text),)


def _sides(diff: tuple[Piece, ...]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    return tuple(p for p in diff if p.op != "added"), tuple(p for p in diff if p.op != "removed")


def _heading(one: Statement) -> str:
    return " › ".join(filter(None, one.place))
