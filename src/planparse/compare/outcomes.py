"""A promise and its follow-up: what a report says became of each promise of the plan that it follows up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from planparse.compare.matching import assign
from planparse.compare.scoring import EDITIONS, View, Weigher
from planparse.compare.statements import COMPARED, Statement, statements
from planparse.compare.themes import themes
from planparse.compare.words import facets, has_lead_in, measures, numbers, plain_promise, stems
from planparse.plan import Plan

RESULTS_ALONE = View("results", wording=0.1, rare_words=0.7, measures=0.2, themes=0, numbers=0, place=0, kind=0,
                     floor=0.42)  # fmt: skip
"""For a result that quotes no promise: the words that both share must speak."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the report says of one promise. `promise` None: a result of nothing that was promised."""

    promise: Statement | None
    quoted: str | None
    results: tuple[Statement, ...]
    status: str | None
    score: float | None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Outcomes in the plan's order, and promises of which the report says nothing."""

    outcomes: tuple[Outcome, ...]
    unreported: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    quoted: Statement | None
    results: tuple[Statement, ...]


def follow_up(plan: Plan, report: Plan) -> FollowUp:
    """Match the promises of `plan` with what `report` says of them. Raises MissingExtra without scipy."""
    promises, entries = statements(plan), list(_entries(report))
    quoting = [entry for entry in entries if entry.quoted]
    found = _assigned(promises, [entry.quoted for entry in quoting if entry.quoted], EDITIONS)
    outcomes = {i: _outcome(promises[i], quoting[j], score) for i, j, score in found}
    loose = [entry for entry in entries if not entry.quoted]
    rest = [i for i in range(len(promises)) if i not in outcomes]
    said = [replace(entry.results[0], text=" ".join(r.text for r in entry.results)) for entry in loose]
    for i, j, score in _assigned([promises[i] for i in rest], said, RESULTS_ALONE):
        outcomes[rest[i]] = _outcome(promises[rest[i]], loose[j], score)
    used = {id(result) for outcome in outcomes.values() for result in outcome.results}
    others = [_outcome(None, entry, None) for entry in entries if not any(id(r) in used for r in entry.results)]
    return FollowUp(
        (*(outcomes[i] for i in sorted(outcomes)), *others),
        tuple(one for i, one in enumerate(promises) if i not in outcomes),
    )


def _assigned(left: Sequence[Statement], right: Sequence[Statement], view: View) -> list[tuple[int, int, float]]:
    return assign(left, right, Weigher((left, right), view))


def _outcome(promise: Statement | None, entry: _Entry, score: float | None) -> Outcome:
    status = next((one.item.status for one in entry.results if one.item.status), None)
    if status is None and entry.quoted:
        status = entry.quoted.item.status
    return Outcome(promise, entry.quoted.text if entry.quoted else None, entry.results, status, score)


def _entries(report: Plan) -> Iterator[_Entry]:
    """Each quoted promise (a heading, or the goal or activity just before) with the results under it."""
    quoted: Statement | None = None
    results: list[Statement] = []
    for one in statements(report, COMPARED | {"result"}):
        heading = _promise_heading(one)
        if one.kind != "result" or has_lead_in(one.text):
            if results or quoted:
                yield from _closed(quoted, results)
            quoted, results = one, []
        elif heading is not None and (quoted is None or quoted.text != heading):
            yield from _closed(quoted, results)
            quoted, results = _as_promise(one, heading), [one]
        elif heading is None and quoted is not None and quoted.path != one.path:
            yield from _closed(quoted, results)
            quoted, results = None, [one]
        elif quoted is None:
            yield from _closed(None, results)
            results = [one]
        else:
            results.append(one)
    yield from _closed(quoted, results)


def _closed(quoted: Statement | None, results: Sequence[Statement]) -> Iterator[_Entry]:
    if results or (quoted is not None and quoted.item.status):
        yield _Entry(quoted, tuple(results) or ((quoted,) if quoted else ()))


def _promise_heading(one: Statement) -> str | None:
    return next((title for title in reversed(one.path) if has_lead_in(title)), None)


def _as_promise(one: Statement, heading: str) -> Statement:
    plain = plain_promise(heading)
    bare = one.item.model_copy(update={"targets": [], "times": [], "actors": [], "status": None})
    return replace(
        one, text=heading, kind="activity", item=bare, themes=themes(plain), measures=measures(plain),
        deeds=facets(plain, "deed"), things=facets(plain, "thing"),
        numbers=numbers(heading), stems=stems(plain), place=(one.place[0], one.path[0] if len(one.path) > 1 else ""),
    )  # fmt: skip
