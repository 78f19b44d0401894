"""The labeller of kinds from the sentence bank and the train split's gold: features, a linear model, its card."""

from __future__ import annotations

import hashlib
import json
import math
import sys
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from planparse import lexicon
from planparse.model import Unit
from planparse.model.features import VERSION, features
from planparse.model.hits import CueHits
from planparse.model.linear import LinearLabeller, Weights
from planparse.model.sentences import sentences
from planparse.model.sequence import KINDS
from planparse.train.bank import Example

NAME = "sv_plan_roles"
MODEL_VERSION = "0.1.0"
_INVERSE_PENALTY = 0.6
_SEEN = 2
"""A feature of fewer documents' units than this says nothing about the next document."""
_FULL = 32000  # the largest stored weight


@dataclass(frozen=True, slots=True)
class Trained:
    """Weights with their features, before they are stored."""

    weights: Weights
    units: int
    documents: int


def train_roles(examples: Sequence[Example], temperature: float = 1.0) -> Trained:
    """A multinomial logistic regression over the units' sentences; the same examples give the same weights."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    cues = CueHits(lexicon.rules("cues", "cue"))
    rows: list[dict[str, float]] = []
    kinds: list[int] = []
    shares: list[float] = []
    for example in examples:
        for unit, accepted in zip(example.units, example.kinds, strict=True):
            for piece, weight in pieces(unit):
                found = features(piece, cues.of(piece.text))
                for kind in accepted:
                    rows.append(dict.fromkeys(found, 1.0))
                    kinds.append(KINDS.index(kind))
                    shares.append(weight / len(accepted))
    seen = Counter(name for row in rows for name in row)
    rows = [{name: 1.0 for name in row if seen[name] >= _SEEN} for row in rows]
    vectorizer = DictVectorizer(sort=True)
    matrix = vectorizer.fit_transform(rows)
    model = LogisticRegression(C=_INVERSE_PENALTY, max_iter=400, fit_intercept=False)
    model.fit(matrix, kinds, sample_weight=shares)
    return Trained(
        _pack(list(vectorizer.feature_names_), model.coef_, list(model.classes_), temperature),
        sum(len(e.units) for e in examples),
        len({e.document for e in examples}),
    )


def pieces(unit: Unit) -> list[tuple[Unit, float]]:
    """The unit's sentences with their shares of its words: a paragraph counts no more than a sentence."""
    found = sentences(unit.text) or [unit.text]
    total = sum(len(s.split()) for s in found) or 1
    return [(replace(unit, text=s), len(s.split()) / total) for s in found]


def _pack(names: Sequence[str], coefficients: Any, classes: Sequence[int], temperature: float) -> Weights:
    """Weights as rows of 16-bit integers; kinds that no example has get a weight on "bias" that rules them out."""
    top = max(abs(float(value)) for row in coefficients for value in row)
    scale = max(top, 10.0) / _FULL
    rows = array("h")
    for f, name in enumerate(names):
        column = dict.fromkeys(range(len(KINDS)), 0.0)
        for c, kind in enumerate(classes):
            column[kind] = float(coefficients[c][f])
        for kind in range(len(KINDS)):
            missing = kind not in classes and name == "bias"
            rows.append(-_FULL if missing else round(column[kind] / scale))
    index = {name: i * len(KINDS) for i, name in enumerate(names)}
    return Weights(f"{NAME}-{MODEL_VERSION}", index, rows, scale, temperature)


def labeller(trained: Trained) -> LinearLabeller:
    """The labeller of some weights, as the parser would load it."""
    return LinearLabeller(trained.weights, lexicon.rules("cues", "cue"))


def write_model(trained: Trained, out: Path, examples: Sequence[Example], scores: Mapping[str, float]) -> None:
    """Stores the model: card.json, features.txt, weights.bin, README.md."""
    out.mkdir(parents=True, exist_ok=True)
    weights = trained.weights
    rows = array("h", weights.rows)
    if sys.byteorder == "big":
        rows.byteswap()
    (out / "features.txt").write_text("".join(f"{name}\n" for name in weights.index), "utf-8")
    (out / "weights.bin").write_bytes(rows.tobytes())
    card = {
        "name": NAME,
        "version": MODEL_VERSION,
        "features": VERSION,
        "kinds": list(KINDS),
        "scale": weights.scale,
        "temperature": weights.temperature,
        "trained_on": {"documents": trained.documents, "units": trained.units, "sha256": fingerprint(examples)},
        "scores": dict(scores),
        "license": "Apache-2.0",
    }
    (out / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")


def fingerprint(examples: Sequence[Example]) -> str:
    """A hash of every unit and its kinds, in order."""
    digest = hashlib.sha256()
    for example in examples:
        for unit, kinds in zip(example.units, example.kinds, strict=True):
            digest.update(f"{example.document}\t{'/'.join(kinds)}\t{unit.text}\n".encode())
    return digest.hexdigest()


def cross_validate(examples: Sequence[Example], folds: int = 5) -> list[tuple[Example, list[list[float]]]]:
    """Each example with the log-scores of its units by a model that did not see its document."""
    documents = sorted({e.document for e in examples})
    out = []
    for fold in range(folds):
        held = set(documents[fold::folds])
        model = labeller(train_roles([e for e in examples if e.document not in held]))
        out += [(e, [model.scores(u) for u in e.units]) for e in examples if e.document in held]
    return out


def fit_temperature(scored: Sequence[tuple[Example, list[list[float]]]]) -> float:
    """The temperature that makes held-out shares likeliest (Guo et al. 2017), by golden section."""
    def loss(temperature: float) -> float:
        total = 0.0
        for example, rows in scored:
            for row, accepted in zip(rows, example.kinds, strict=True):
                scaled = [value / temperature for value in row]
                top = max(scaled)
                norm = top + math.log(sum(math.exp(value - top) for value in scaled))
                total -= math.log(sum(math.exp(scaled[KINDS.index(k)] - norm) for k in accepted) + 1e-12)
        return total

    low, high = 0.3, 4.0
    ratio = (math.sqrt(5) - 1) / 2
    for _ in range(40):
        a, b = high - ratio * (high - low), low + ratio * (high - low)
        if loss(a) < loss(b):
            high = b
        else:
            low = a
    return round((low + high) / 2, 3)
