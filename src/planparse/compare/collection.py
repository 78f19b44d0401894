"""Which of some plans can be compared, and how: editions of one municipality in order, plans of different ones, and a
promise with the report that follows it up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from planparse.compare.matching import Matching, match
from planparse.compare.outcomes import FollowUp, follow_up
from planparse.compare.reuse import Reuse, ReuseText, find_reuse
from planparse.compare.scoring import ACROSS, EDITIONS
from planparse.compare.statements import statements
from planparse.plan import Plan

PairRelation = Literal["editions", "across", "follow_up"]
_PROMISING = ("citizen_promise", "action_plan", "agreement", "agreement_appendices", "programme", "operational_plan")
MOST_ACROSS = 24
"""Plans above which plans of different municipalities are no longer compared pair by pair (the pairs grow with the
square); what their texts share is found all the same."""


@dataclass(frozen=True, slots=True)
class PlanPair:
    """Two of the plans (indices into the collection) and what the comparison of them found."""

    left: int
    right: int
    relation: PairRelation
    matching: Matching | None = None
    follow_up: FollowUp | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The plans, every pair of them that was compared, and the sentences that several of them share."""

    plans: tuple[Plan, ...]
    pairs: tuple[PlanPair, ...]
    reuse: tuple[Reuse, ...]


def compare(plans: Sequence[Plan], reuse: bool = True) -> Comparison:
    """Compare `plans`. Raises MissingExtra where the extra `compare` is not installed."""
    pairs = tuple(compare_pair(plans, left, right) for left, right in _pairs(plans))
    shared = find_reuse(reuse_texts(plans)) if reuse else []
    return Comparison(tuple(plans), pairs, tuple(shared))


def compare_pair(plans: Sequence[Plan], left: int, right: int, relation: PairRelation | None = None) -> PlanPair:
    """Compare two of `plans`; `relation` is read off them where it is not given."""
    a, b = plans[left], plans[right]
    relation = relation or _relation(a, b)
    if relation == "follow_up":
        return PlanPair(left, right, relation, follow_up=follow_up(a, b))
    view = EDITIONS if relation == "editions" else ACROSS
    return PlanPair(left, right, relation, match(statements(a), statements(b), view))


def name_of(plan: Plan) -> str:
    """The plan in a few words: its municipality and years, else its title or file."""
    places = ", ".join(one.name for one in plan.municipalities)
    years = "–".join(dict.fromkeys(date[:4] for date in (_start(plan), _end(plan)) if date))
    return " ".join(filter(None, (places, years))) or plan.title or plan.source.file_name


def reuse_texts(plans: Sequence[Plan]) -> list[ReuseText]:
    """Every item of the plans that is long enough to be somebody's sentence, with its owner and its date."""
    return [
        ReuseText(index, one.id, one.text, _start(plan) or "9999")
        for index, plan in enumerate(plans)
        for one in statements(plan, frozenset(("background", "purpose", "goal", "activity", "follow_up", "result")))
    ]


def _start(plan: Plan) -> str | None:
    dates = [plan.period.start or plan.period.end if plan.period else None, *(one.date for one in plan.decisions)]
    return next((date for date in dates if date), None)


def _end(plan: Plan) -> str | None:
    return plan.period.end if plan.period else None


def _owners(plan: Plan) -> frozenset[str]:
    return frozenset(one.code for one in plan.municipalities)


def _relation(left: Plan, right: Plan) -> PairRelation:
    if not _owners(left) & _owners(right):
        return "across"
    return "follow_up" if _follows_up(left, right) else "editions"


def _follows_up(plan: Plan, report: Plan) -> bool:
    """Whether `report` tells what became of `plan`: a report of the same years."""
    if report.document_type != "follow_up_report" or plan.document_type not in _PROMISING:
        return False
    start, end, first, last = _start(plan), _end(plan), _start(report), _end(report)
    return not (start and last and last < start) and not (end and first and first > end)


def _pairs(plans: Sequence[Plan]) -> Iterator[tuple[int, int]]:
    order = sorted(range(len(plans)), key=lambda i: (_start(plans[i]) or "9999", i))
    promising = [i for i in order if plans[i].document_type != "follow_up_report"]
    for at, left in enumerate(promising):
        same = [i for i in promising[at + 1 :] if _same_series(plans[left], plans[i])]
        yield from ((left, i) for i in same[:1])
        yield from (
            (left, i) for i in order if _owners(plans[left]) & _owners(plans[i]) and _follows_up(plans[left], plans[i])
        )
    if len(promising) <= MOST_ACROSS:
        yield from ((a, b) for a, b in combinations(promising, 2) if _relation(plans[a], plans[b]) == "across")


def _same_series(left: Plan, right: Plan) -> bool:
    kinds = {"agreement": "agreement_appendices"}
    same_kind = kinds.get(left.document_type, left.document_type) == kinds.get(right.document_type, right.document_type)
    return bool(_owners(left) & _owners(right)) and same_kind and left.source.sha256 != right.source.sha256
