"""How well the matching finds the pairs that a reader wrote down (gold/pairs): precision, recall and F1."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from planparse.compare.collection import PairRelation, PlanPair, compare_pair
from planparse.compare.matching import match
from planparse.compare.scoring import ACROSS, EDITIONS
from planparse.compare.statements import COMPARED, Statement, says_something, statement
from planparse.errors import InputError
from planparse.lexicon import fold
from planparse.plan import Item, Plan

_HEAD = 40
"""Characters of an item's start that name it in gold."""
_SHORTEST, _LABEL = 12, 60
"""Characters that must agree at the least, and that may stand in front."""


class UnreadablePairs(InputError):
    """A file of gold/pairs that is not in its format."""

    code = "unreadable_gold"


@dataclass(frozen=True, slots=True)
class GoldPairs:
    """Items of two documents that say the same, each by its first 40 characters. `either`: two readers could differ.

    In a follow-up each pair has a third member: the status.
    """

    name: str
    kind: PairRelation
    split: Literal["train", "dev", "test"]
    left: str
    right: str
    pairs: tuple[tuple[str, ...], ...]
    either: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PairScore:
    """What was found of one gold file. `statuses`: (right, of those found) in a follow-up."""

    gold: GoldPairs
    found: int
    false: int
    missed: int
    statuses: tuple[int, int]
    wrong: tuple[tuple[str, str], ...]
    unfound: tuple[tuple[str, str], ...]

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return f1(self.found, self.false, self.missed)


def f1(found: int, false: int, missed: int) -> float:
    """2·found / (2·found + false + missed); 1 where there is nothing to find and nothing was."""
    total = 2 * found + false + missed
    return 2 * found / total if total else 1.0


def read_pairs(folder: Path) -> list[GoldPairs]:
    """The gold pairs of `folder`. Raises UnreadablePairs."""
    return [_read(path) for path in sorted(folder.glob("*.json"))]


def _read(path: Path) -> GoldPairs:
    todo = "see gold/pairs/README.md"
    try:
        raw = json.loads(path.read_text("utf-8"))
        pairs = tuple(tuple(map(str, pair)) for pair in raw["pairs"])
        either = tuple(tuple(map(str, pair)) for pair in raw.get("either", ()))
        gold = GoldPairs(path.stem, raw["kind"], raw["split"], raw["left"], raw["right"], pairs, either)
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadablePairs(str(path), f"no gold pairs ({error})", todo) from error
    if gold.kind not in get_args(PairRelation) or any(len(pair) not in (2, 3) for pair in (*pairs, *either)):
        raise UnreadablePairs(str(path), "no gold pairs (kind, or a pair that is none)", todo)
    return gold


def score(gold: GoldPairs, left: Plan, right: Plan) -> PairScore:
    """Compare two parses and hold the matches against `gold`: parser and matching together."""
    return _scored(gold, list(_predicted(compare_pair((left, right), 0, 1, gold.kind))))


def score_matching(gold: GoldPairs, folder: Path) -> PairScore | None:
    """The matching alone: on the items as the documents' own gold in `folder` cuts them. None for a follow-up."""
    if gold.kind == "follow_up":
        return None
    left, right = (_gold_statements(folder / gold.split / f"{name}.gold.json") for name in (gold.left, gold.right))
    found = match(left, right, EDITIONS if gold.kind == "editions" else ACROSS)
    return _scored(gold, [(m.left.text, m.right.text, "") for m in found.matches])


def _gold_statements(path: Path) -> list[Statement]:
    """The goals and activities of a gold file. Raises UnreadablePairs."""
    try:
        parts = json.loads(path.read_text("utf-8"))["parts"]
    except (OSError, ValueError, KeyError) as error:
        raise UnreadablePairs(str(path), f"no gold ({error})", "see gold/README.md") from error
    return [
        statement("p", part["title"], section["kinds"][0], section["path"], Item(id="", span=[0, 0], **_only(item)))
        for part in parts
        for section in part["sections"]
        for item in section["items"]
        if section["kinds"][0] in COMPARED and says_something(item["text"])
    ]


def _only(item: dict[str, Any]) -> dict[str, Any]:
    return {key: item[key] for key in ("text", "form")}


def _scored(gold: GoldPairs, predicted: Sequence[tuple[str, str, str]]) -> PairScore:
    hits, false, right_status = [], [], 0
    for one in predicted:
        pair = next((p for p in gold.pairs if p not in hits and _is(one, p)), None)
        if pair is not None:
            hits.append(pair)
            right_status += len(pair) == 3 and one[2] == pair[2]
        elif not any(_is(one, p) for p in gold.either):
            false.append(one[:2])
    unfound = [pair for pair in gold.pairs if pair not in hits]
    return PairScore(
        gold, len(hits), len(false), len(unfound), (right_status, len(hits)), tuple(false),
        tuple((p[0], p[1]) for p in unfound),
    )  # fmt: skip


def _predicted(done: PlanPair) -> Iterable[tuple[str, str, str]]:
    if done.matching:
        yield from ((m.left.text, m.right.text, "") for m in done.matching.matches)
    if done.follow_up:
        for outcome in done.follow_up.outcomes:
            if outcome.promise and outcome.results:
                yield outcome.promise.text, outcome.results[0].text, outcome.status or ""


def _is(predicted: Sequence[str], gold: Sequence[str]) -> bool:
    return all(_starts(text, head) for text, head in zip(predicted[:2], gold[:2], strict=True))


def _starts(text: str, head: str) -> bool:
    """Whether `text` is the item that starts with `head`: a parse may have cut it shorter, lost a blank, or left a
    label or a promise's lead-in on it.
    """
    a, b = fold(text).replace(" ", ""), fold(head[:_HEAD]).replace(" ", "")
    shortest = min(len(a), len(b))
    return (shortest >= min(_SHORTEST, len(b)) and a[:shortest] == b[:shortest]) or 0 <= a.find(b) <= _LABEL
