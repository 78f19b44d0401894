"""The trained labeller: a linear model over features, the cue rules beside it, heard together with the neighbours.

A model folder holds card.json (name, versions, kinds, scale, fingerprint, scores), features.txt (one a line),
weights.bin (little-endian int16, a row of one weight a kind for each feature) and neighbours.tsv (the second stage).
Nothing of it is code.
"""

from __future__ import annotations

import json
import math
import re
import sys
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from planparse.errors import ModelError
from planparse.model.cues import CueLabeller
from planparse.model.features import VERSION, Beside, beside, grams, of_order, of_place, of_sentence, tokens
from planparse.model.forms import Forms
from planparse.model.hits import CueHits, softmax, speaks_for
from planparse.model.neighbours import Neighbours, read_neighbours
from planparse.model.sentences import sentences
from planparse.model.sequence import KINDS, Scores, best_path
from planparse.model.shapes import CueRule, Label, Unit
from planparse.plan import Reason

_BACKGROUND, _PURPOSE, _GOAL, _ACTIVITY = range(4)
_PROMISED = frozenset((_BACKGROUND, _GOAL, _ACTIVITY))
_DATA = (KINDS.index("validity"), KINDS.index("other"))
_SURELY = 0.8
"""Share from which a line under a promise's heading says how long it holds or what its number is, and no promise."""
_RULED_OUT = -20.0
"""Log-score of a kind that the heading above rules out."""
_WORDS = 30_000
"""Words whose rows are remembered."""
_RESTORED = 12.0
"""Bonus of the kind whose heading word is half there, in an ordered part: the host left the rest of a heading."""
_FIRST_STATE = 0.6
"""Confidence of a goal that was read as the purpose because it opens them."""
_OWN = 1.0
"""How much a unit's own score counts once more where headings stand around it: the units asked then stand apart from
each other, and their neighbours' kinds were decided without them. Chosen by documents left out, among 0–3 (November
2026, macro F1 where half the headings are known: 0.895 at 0, 0.909 at 1, 0.902 at 2.5); in flat text it is 0."""
_IN_ORDER = 0.3
"""The same in a booklet's part, beside the order. Chosen on booklets left out, among 0–0.6: half a point apart."""
_LEAST = 1e-5
"""Share of a kind that neither stage believes in."""
_FIGURE = re.compile(r"\d")
_FLOOR = -6.0
"""Lowest log-score of a cue rule that counts: rules are sure of too much."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A trained model as it is stored: each feature's row, the rows one after the other.

    `cue_share`: how much the cue rules' log-scores count beside it. `neighbours`: the second stage, None while the
    first is trained; `temperature` divides its scores.
    """

    name: str
    index: dict[str, int]
    rows: array[int]
    scale: float
    temperature: float
    cue_share: float
    neighbours: Neighbours | None


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
    index = {name: i for i, name in enumerate(names)}
    name = f"{card['name']}-{card['version']}"
    neighbours = read_neighbours(folder)
    return Weights(name, index, rows, card["scale"], card["temperature"], card["cue_share"], neighbours)


class LinearLabeller:
    """Labels by trained weights; cues are among the features and become the reasons."""

    def __init__(self, weights: Weights, rules: Sequence[CueRule], forms: Forms) -> None:
        self._weights = weights
        self._cues = CueHits(rules)
        self._rules = CueLabeller(rules, self._cues)
        self._rows = np.asarray(weights.rows, dtype=np.int32).reshape(-1, len(KINDS))
        self._forms = forms
        self._words: dict[str, frozenset[int]] = {}

    @property
    def name(self) -> str:
        return self._weights.name

    def label(self, units: Sequence[Unit], ordered: bool) -> list[Label]:
        """See Labeller.label."""
        alone = self.scores(units, ordered)
        heard = self.heard(units, ordered, alone)
        path = self._in_order(units, alone, heard) if ordered else [_best(scores) for scores in heard]
        labels = [self._label(unit, alone[i], heard[i], path[i]) for i, unit in enumerate(units)]
        first = self._first_state(units, path) if ordered else None
        if first is not None:
            labels[first] = Label("purpose", _FIRST_STATE, (*labels[first].reasons, "order"))
        return labels

    def _in_order(self, units: Sequence[Unit], alone: Sequence[Scores], heard: Sequence[Scores]) -> list[int]:
        """The kinds of a booklet's part, which come in their order: no heard sentence sees the whole part."""
        emissions = []
        for own, scores in zip(map(softmax, alone), heard, strict=True):
            sharp = softmax([value * self._weights.temperature for value in scores])
            emissions.append(
                [math.log(p + _LEAST) + _IN_ORDER * math.log(q + _LEAST) for p, q in zip(sharp, own, strict=True)]
            )
        return best_path(units, emissions, True, 1.0)

    def heard(self, units: Sequence[Unit], ordered: bool, alone: Sequence[Scores]) -> list[Scores]:
        """Log-scores of KINDS for each unit with its neighbours heard; `alone` are its `scores`."""
        neighbours = self._weights.neighbours
        if neighbours is None:
            return list(alone)
        shares = [softmax(scores) for scores in alone]
        out = []
        for unit, own, scored in zip(units, shares, neighbours.heard(units, shares, ordered), strict=True):
            weight = _OWN if unit.theme or unit.decided else 0.0
            mixed = [value + weight * math.log(share + 1e-9) for value, share in zip(scored, own, strict=True)]
            out.append(_ruled(unit, own, [value / self._weights.temperature for value in mixed]))
        return out

    def _first_state(self, units: Sequence[Unit], path: Sequence[int]) -> int | None:
        """Rule 10 where a booklet's part names no purpose: the state that opens its goals is one, if no level."""
        if _PURPOSE in path or _GOAL not in path:
            return None
        first = path.index(_GOAL)
        if path[first + 1 : first + 2] != [_GOAL] or _FIGURE.search(units[first].text):
            return None
        spoke = self._cues.of(units[first].text)
        said = any(self._cues.restores(name) or self._cues.meaning(name) == "level" for name in spoke)
        return None if said else first

    def _restored(self, text: str) -> int | None:
        """The kind whose heading word the sentence begins with the rest of; None where something speaks against it."""
        names = [name for name in self._cues.of(text) if self._cues.restores(name)]
        if not names or not all(self._cues.meaning(name) for name in names):
            return None
        return KINDS.index(self._cues.meaning(names[0]))

    def scores(self, units: Sequence[Unit], ordered: bool) -> list[Scores]:
        """Log-scores of KINDS for each unit, its neighbours' labels not yet heard."""
        ruled = self._rules.scores(units, ordered)
        out = []
        for unit, near, cue in zip(units, beside(units), ruled, strict=True):
            shares = softmax(cue)
            own = self._shares(unit, near)
            share = self._weights.cue_share
            scores = [
                math.log(p + 1e-9) + share * max(_FLOOR, math.log(q + 1e-9)) for p, q in zip(own, shares, strict=True)
            ]
            if ordered and (said := self._restored(unit.text)) is not None:
                scores[said] += _RESTORED
            out.append(_ruled(unit, own, scores))
        return out

    def _shares(self, unit: Unit, near: Beside) -> list[float]:
        """Each kind's share of the unit's sentences, by their words."""
        shares = [0.0] * len(KINDS)
        total = 0
        around = self._rows_of(of_place(unit, near, self._cues))
        for sentence in sentences(unit.text) or [unit.text]:
            count = sentence.count(" ") + 1
            total += count
            for kind, share in enumerate(self._sentence(sentence, unit, around)):
                shares[kind] += count * share
        return [share / total for share in shares]

    def _sentence(self, sentence: str, unit: Unit, around: frozenset[int]) -> list[float]:
        """The shares by the sum of the rows of `features`; what a word says is remembered."""
        words = tokens(sentence)
        rows = {*around, *self._rows_of(of_sentence(sentence, words, unit, self._cues, self._forms))}
        rows.update(self._rows_of(of_order(words)), *map(self._word, words))
        sums = np.add.reduce(self._rows.take(list(rows), axis=0), axis=0)
        return softmax([value * self._weights.scale for value in sums.tolist()])

    def _rows_of(self, names: Iterable[str]) -> frozenset[int]:
        index = self._weights.index
        return frozenset([index[name] for name in names if name in index])

    def _word(self, word: str) -> frozenset[int]:
        known = self._words.get(word)
        if known is None:
            if len(self._words) >= _WORDS:
                self._words.clear()
            known = self._words[word] = self._rows_of([f"w:{word}", *grams(word)])
        return known

    def _label(self, unit: Unit, alone: Scores, heard: Scores, kind: int) -> Label:
        reasons: list[Reason] = []
        spoke = [name for name in self._cues.of(unit.text) if speaks_for(self._cues.meaning(name), KINDS[kind])]
        if any(self._cues.restores(name) for name in spoke):
            reasons.append("restored_heading")
        elif spoke:
            reasons.append("cue")
        reasons.append("model")
        if kind != _best(alone):
            reasons.append("order")
        return Label(KINDS[kind], round(min(0.99, max(0.1, softmax(heard)[kind])), 3), tuple(reasons))


def _best(scores: Scores) -> int:
    return max(range(len(KINDS)), key=scores.__getitem__)


def _ruled(unit: Unit, own: Scores, scores: Scores) -> Scores:
    """The scores without the kinds that the heading above rules out; `own`: each kind's share by the unit's words."""
    if unit.hint != "promise" or max(own[kind] for kind in _DATA) > _SURELY:
        return scores
    return [score if k in _PROMISED else _RULED_OUT for k, score in enumerate(scores)]
