"""The rule-based labeller: cues from data/cues.toml vote on each sentence, then the neighbours are heard.

A cue's `kind` is a section kind, or one of
- `past`: something has happened. Background in a plan, result in a follow-up report.
- `about`: how the document or its figures came about, what a word means. Background in a report too.
- `lasting`: a lasting state. The first of a part is its purpose, the next ones are goals.
- `level`: a level to reach. Goal, and no purpose.
- `restored KIND`: the rest of a heading word that a web host stripped.
- `opener KIND`: opens a list whose entries are of that kind, and is of that kind itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from planparse.errors import LexiconError
from planparse.model.hits import CueHits, softmax
from planparse.model.sentences import sentences
from planparse.model.sequence import KINDS, Scores, best_path, context
from planparse.model.shapes import CueRule, Label, Unit
from planparse.plan import Reason, SectionKind

_NAME = "sv_plan_cues-0.1.0"

_BACKGROUND, _PURPOSE, _GOAL, _ACTIVITY = range(4)
_RESULT, _SIGNATURES = KINDS.index("result"), KINDS.index("signatures")
_PROMISED = frozenset((_BACKGROUND, _GOAL, _ACTIVITY))

_PRIOR = (0.3, -0.6, 0.0, 0.3, -0.2, -9.0, -0.6, -1.0, -1.5, -0.7)
_PRIOR_IN_LIST = (0.0, -1.2, 0.2, 0.7, 0.1, -9.0, -0.8, -1.5, -1.5, -0.9)
_PRIOR_RESULT = 0.9
"""Log-scores of KINDS where nothing speaks: in running text, in a list, and of a result in a report.
Estimates from the shares of kinds in the hand-labelled examples, rounded (November 2026)."""

_REPORT_SHARE = 0.7
"""How much of what speaks for background in a plan speaks for a result in a report."""
_FIRST_PURPOSE, _FIRST_GOAL = 1.0, 0.3
_LATER_PURPOSE, _LATER_GOAL = 0.0, 1.0
"""How a lasting state's weight is shared out: where no purpose came before in the part, and after one."""
_ORDERED_LASTING = 1.5
"""A booklet's bare "Att …" clauses stood under Purpose or Goal before the host took the words away."""
_ORDERED_STATE = 0.5
"""In an ordered part, share of a goal's weight that counts for purpose while none came before."""
_OPENED = 4.0
_OPENED_BY_LABEL = 1.5
"""Bonus for the kind that the sentence above a list announces, by its words or only by its own label."""
_CLEAR = 0.7
"""Share of an opening sentence's likeliest kind from which its list follows it."""
_PROMISED_OUT = -20.0
"""Log-score of a kind that the heading above rules out."""
_LOW, _HIGH = 0.35, 0.9
"""Bounds of confidence. A rule is never surer than the best heading, never worse than a guess among three."""


@dataclass(frozen=True, slots=True)
class _Votes:
    """What the cues of one sentence said. `spoke` and `restored` hold indices into KINDS."""

    scores: Scores
    spoke: frozenset[int]
    restored: frozenset[int]
    opens: int | None


@dataclass(slots=True)
class _Weighed:
    """One unit's log-scores with what spoke in it."""

    scores: Scores
    spoke: set[int]
    restored: set[int]
    opens: int | None


class CueLabeller:
    """Labels by cues and, where the part follows the booklets' order, by order. Knows no language itself."""

    name = _NAME

    def __init__(self, rules: Sequence[CueRule], hits: CueHits | None = None) -> None:
        """`hits`: the same rules' hits, where another labeller keeps them too.

        Raises LexiconError where a rule's kind is none that the labeller knows.
        """
        self._hits = hits or CueHits(rules)
        self._cues = {
            f"{rule.kind}:{i}": (*_meaning(rule.kind), rule.weight)
            for i, rule in enumerate(rules)
            if rule.pattern is not None
        }

    def label(self, units: Sequence[Unit], ordered: bool) -> list[Label]:
        """See Labeller.label."""
        weighed = self._weighed(units, ordered)
        scores = [now.scores for now in weighed]
        path = best_path(units, scores, ordered)
        return [
            _label(now, kind, context(units, path, i, ordered))
            for i, (now, kind) in enumerate(zip(weighed, path, strict=True))
        ]

    def scores(self, units: Sequence[Unit], ordered: bool) -> list[Scores]:
        """The units' log-scores of KINDS, before the neighbours' labels are heard."""
        return [now.scores for now in self._weighed(units, ordered)]

    def _weighed(self, units: Sequence[Unit], ordered: bool) -> list[_Weighed]:
        weighed: list[_Weighed] = []
        purpose_came = False
        opener: tuple[int, float] | None = None
        for unit in units:
            now = self._weigh(unit, ordered, purpose_came)
            if unit.breaks or not unit.in_list:
                opener = None
            if unit.in_list and opener is not None:
                now.scores[opener[0]] += opener[1]
                now.spoke.add(opener[0])
            if unit.opens_list and not unit.in_list:
                opener = _opener(now)
            weighed.append(now)
            likeliest = _best(now.scores)
            purpose_came = purpose_came or likeliest in (_PURPOSE, _GOAL)
        return weighed

    def _weigh(self, unit: Unit, ordered: bool, purpose_came: bool) -> _Weighed:
        """The unit's scores: the log of each kind's share of its words."""
        shares = [0.0] * len(KINDS)
        spoke: set[int] = set()
        restored: set[int] = set()
        opens: int | None = None
        words = 0
        first = not purpose_came and not unit.in_list and unit.theme is None
        for sentence in sentences(unit.text):
            votes = self._vote(sentence, unit, ordered, first)
            count = sentence.count(" ") + 1
            words += count
            for kind, share in enumerate(softmax(votes.scores)):
                shares[kind] += count * share
            spoke |= votes.spoke
            restored |= votes.restored
            opens = votes.opens
        scores = [math.log(share / words + 1e-9) for share in shares] if words else list(_PRIOR)
        return _Weighed(scores, spoke, restored, opens)

    def _vote(self, sentence: str, unit: Unit, ordered: bool, first: bool) -> _Votes:
        report = unit.hint == "report" or unit.document_type == "follow_up_report"
        sums = [0.0] * _SLOTS
        against = [0.0] * len(KINDS)
        spoke: set[int] = set()
        restored: set[int] = set()
        opens: int | None = None
        for name in self._hits.of(sentence):
            slot, manner, weight = self._cues[name]
            if weight < 0:
                against[_TARGET[slot]] += weight
                continue
            sums[slot] += weight
            spoke.add(_TARGET[slot])
            if manner == "restored":
                restored.add(slot)
            elif manner == "opener":
                opens = slot
        scores = list(_PRIOR_IN_LIST if unit.in_list else _PRIOR)
        for kind in range(len(KINDS)):
            scores[kind] += sums[kind] + against[kind]
        scores[_BACKGROUND] += sums[_ABOUT]
        if report:
            scores[_RESULT] = _PRIOR_RESULT + sums[_RESULT] + sums[_PAST] + _REPORT_SHARE * sums[_BACKGROUND]
            scores[_BACKGROUND] -= _REPORT_SHARE * sums[_BACKGROUND]
            if sums[_PAST] or sums[_BACKGROUND]:
                spoke.add(_RESULT)
        else:
            # What was reached, told in a plan, is background.
            scores[_BACKGROUND] += sums[_PAST] + max(0.0, sums[_RESULT])
            scores[_RESULT] = _PRIOR[_RESULT]
        self._share_states(scores, sums, ordered, first, spoke)
        if unit.hint == "promise":
            scores = [score if k in _PROMISED else _PROMISED_OUT for k, score in enumerate(scores)]
        return _Votes(scores, frozenset(spoke), frozenset(restored), opens)

    @staticmethod
    def _share_states(scores: Scores, sums: Scores, ordered: bool, first: bool, spoke: set[int]) -> None:
        """Lasting states and levels to reach: purpose or goal, by what came before."""
        to_purpose, to_goal = (_FIRST_PURPOSE, _FIRST_GOAL) if first else (_LATER_PURPOSE, _LATER_GOAL)
        lasting = sums[_LASTING] * (_ORDERED_LASTING if ordered else 1.0)
        scores[_PURPOSE] += to_purpose * lasting
        scores[_GOAL] += to_goal * lasting + sums[_LEVEL]
        if ordered and first and not sums[_LEVEL]:
            scores[_PURPOSE] += _ORDERED_STATE * sums[_GOAL]
        if sums[_LASTING]:
            spoke |= {_PURPOSE, _GOAL}


_PAST, _ABOUT, _LASTING, _LEVEL = range(len(KINDS), len(KINDS) + 4)
_SLOTS = len(KINDS) + 4
_NAMED: dict[str, int] = {**{kind: i for i, kind in enumerate(KINDS)}, "past": _PAST, "about": _ABOUT}
_NAMED |= {"lasting": _LASTING, "level": _LEVEL}
_TARGET = [*range(len(KINDS)), _BACKGROUND, _BACKGROUND, _GOAL, _GOAL]
"""The kind that a slot speaks for where nothing else is known."""


def _meaning(kind: str) -> tuple[int, str]:
    """A rule's kind → its slot, and how it speaks: "", "restored" or "opener". Raises LexiconError."""
    manner, _, name = kind.rpartition(" ")
    if name not in _NAMED or manner not in ("", "restored", "opener"):
        raise LexiconError(f"a cue speaks for {kind!r}, which is no kind: {', '.join(get_args(SectionKind))}")
    return _NAMED[name], manner


def _best(scores: Sequence[float]) -> int:
    return max(range(len(scores)), key=scores.__getitem__)


def _opener(weighed: _Weighed) -> tuple[int, float] | None:
    """The kind that a list's opening sentence gives to its entries, and how strongly."""
    if weighed.opens is not None:
        return weighed.opens, _OPENED
    shares = softmax(weighed.scores)
    kind = _best(shares)
    return (kind, _OPENED_BY_LABEL) if shares[kind] >= _CLEAR else None


def _label(weighed: _Weighed, kind: int, neighbours: Scores) -> Label:
    shares = softmax([a + b for a, b in zip(weighed.scores, neighbours, strict=True)])
    margin = shares[kind] - max(share for k, share in enumerate(shares) if k != kind)
    confidence = min(_HIGH, max(_LOW, 0.5 + 0.4 * margin))
    reasons: list[Reason] = []
    if kind in weighed.restored:
        reasons.append("restored_heading")
    elif kind in weighed.spoke:
        reasons.append("signature_block" if kind == _SIGNATURES else "cue")
    if kind != _best(weighed.scores):
        reasons.append("order")
    return Label(KINDS[kind], round(confidence, 3), tuple(reasons) or ("default",))
