"""The trained labeller: a linear model over features, heard together with the neighbours.

A model folder holds card.json (name, versions, kinds, scale, temperature, fingerprint, scores), features.txt (one a
line) and weights.bin (little-endian int16, a row of one weight a kind for each feature). Nothing of it is code.
"""

from __future__ import annotations

import json
import math
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planparse.errors import ModelError
from planparse.model.features import VERSION, features
from planparse.model.hits import CueHits, softmax, speaks_for
from planparse.model.sentences import sentences
from planparse.model.sequence import KINDS, Scores, best_path, context
from planparse.model.shapes import CueRule, Label, Unit
from planparse.plan import Reason

_BACKGROUND, _PURPOSE, _GOAL, _ACTIVITY = range(4)
_PROMISED = frozenset((_BACKGROUND, _GOAL, _ACTIVITY))
_RULED_OUT = -20.0
"""Log-score of a kind that the heading above rules out."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A trained model as it is stored."""

    name: str
    index: dict[str, int]
    rows: array[int]
    scale: float
    temperature: float


def read_weights(folder: Path) -> Weights:
    """The model in a folder. Raises ModelError where it is damaged or of another version than this program."""
    try:
        card = json.loads((folder / "card.json").read_text("utf-8"))
        names = (folder / "features.txt").read_text("utf-8").split("\n")[:-1]
        rows = array("h")
        rows.frombytes((folder / "weights.bin").read_bytes())
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder}: the model cannot be read ({error})") from error
    if sys.byteorder == "big":
        rows.byteswap()
    if card.get("features") != VERSION or tuple(card.get("kinds", ())) != KINDS:
        raise ModelError(f"{folder}: the model was trained for other features or kinds; train it again")
    if len(rows) != len(names) * len(KINDS):
        raise ModelError(f"{folder}: {len(names)} features, {len(rows)} weights")
    index = {name: i * len(KINDS) for i, name in enumerate(names)}
    return Weights(f"{card['name']}-{card['version']}", index, rows, card["scale"], card["temperature"])


class LinearLabeller:
    """Labels by trained weights; cues are among the features and become the reasons."""

    def __init__(self, weights: Weights, rules: Sequence[CueRule]) -> None:
        self._weights = weights
        self._cues = CueHits(rules)

    @property
    def name(self) -> str:
        return self._weights.name

    def label(self, units: Sequence[Unit], ordered: bool) -> list[Label]:
        """See Labeller.label."""
        hits = [self._cues.of(unit.text) for unit in units]
        scores = [self.scores(unit) for unit in units]
        path = best_path(units, scores, ordered)
        return [
            _label(scores[i], path[i], context(units, path, i, ordered), hits[i], self._cues)
            for i in range(len(units))
        ]

    def scores(self, unit: Unit) -> Scores:
        """Log-scores of KINDS: the log of each kind's share of the unit's sentences, by their words."""
        shares = [0.0] * len(KINDS)
        total = 0
        for sentence in sentences(unit.text) or [unit.text]:
            count = sentence.count(" ") + 1
            total += count
            for kind, share in enumerate(self._shares(_with_text(unit, sentence))):
                shares[kind] += count * share
        scores = [math.log(share / total + 1e-9) for share in shares]
        if unit.hint == "promise":
            scores = [score if k in _PROMISED else _RULED_OUT for k, score in enumerate(scores)]
        return scores

    def _shares(self, unit: Unit) -> list[float]:
        weights, index, width = self._weights.rows, self._weights.index, len(KINDS)
        sums = [0] * width
        for feature in features(unit, self._cues.of(unit.text)):
            at = index.get(feature)
            if at is not None:
                for kind in range(width):
                    sums[kind] += weights[at + kind]
        scale = self._weights.scale / self._weights.temperature
        return softmax([value * scale for value in sums])


def _label(scores: Scores, kind: int, neighbours: Scores, hits: Sequence[str], cues: CueHits) -> Label:
    shares = softmax([a + b for a, b in zip(scores, neighbours, strict=True)])
    reasons: list[Reason] = []
    spoke = [name for name in hits if speaks_for(cues.meaning(name), KINDS[kind])]
    if any(cues.restores(name) for name in spoke):
        reasons.append("restored_heading")
    elif spoke:
        reasons.append("cue")
    reasons.append("model")
    if kind != max(range(len(KINDS)), key=scores.__getitem__):
        reasons.append("order")
    return Label(KINDS[kind], round(min(0.99, max(0.1, shares[kind])), 3), tuple(reasons))


def _with_text(unit: Unit, text: str) -> Unit:
    return unit if text == unit.text else replace(unit, text=text)
