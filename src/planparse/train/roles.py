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
from planparse.model import model_folder
from planparse.model.features import VERSION, beside, features
from planparse.model.forms import read_forms
from planparse.model.hits import CueHits, softmax
from planparse.model.linear import LinearLabeller, Weights
from planparse.model.neighbours import write_neighbours
from planparse.model.sentences import sentences
from planparse.model.sequence import KINDS, Scores
from planparse.model.store import ROLES, TAGGER
from planparse.train.bank import Example
from planparse.train.neighbours import partly_decided, train_neighbours

MODEL_VERSION = "0.3.0"
_INVERSE_PENALTY = 0.3
_SEEN = 2
"""A feature of fewer sentences than this says nothing about the next document."""
_CUE_SHARE = 0.3
"""How much the cue rules' log-scores count. These three were chosen on the dev split, among 0.25–0.6, 1–3 and 0–0.7
(November 2026): within each range accuracy moves by less than a point."""
_FOLDS = 5
_FULL = 32000  # the largest stored weight
_STEPS = 300  # of the optimizer


@dataclass(frozen=True, slots=True)
class Trained:
    """Weights with their features, before they are stored."""

    weights: Weights
    units: int
    documents: int


def train_roles(examples: Sequence[Example]) -> Trained:
    """Both stages of the labeller; the same examples give the same weights.

    The second is trained on what the first says of documents that it has not seen: each fold of documents is scored
    by weights from the others.
    """
    seen_in = {fold: [e for e in examples if _fold(e.document) != fold] for fold in range(_FOLDS)}
    asked = [*examples, *partly_decided(examples)]
    shares: list[list[Scores]] = [[] for _ in asked]
    for fold, others in seen_in.items():
        model = labeller(Trained(_first_stage(others or examples), 0, 0))
        for i, example in enumerate(asked):
            if _fold(example.document) == fold:
                shares[i] = [softmax(scores) for scores in model.scores(example.units, example.ordered)]
    return Trained(
        replace(_first_stage(examples), neighbours=train_neighbours(asked, shares)),
        sum(len(e.units) for e in examples),
        len({e.document for e in examples}),
    )


def _fold(document: str) -> int:
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % _FOLDS


def _first_stage(examples: Sequence[Example]) -> Weights:
    """A multinomial logistic regression over the units' sentences, each alone."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    rows, kinds, shares = _rows(examples)
    seen = Counter(name for row in rows for name in row)
    vectorizer: Any = DictVectorizer(sort=True)
    matrix = vectorizer.fit_transform([{name: 1.0 for name in row if seen[name] >= _SEEN} for row in rows])
    model: Any = LogisticRegression(C=_INVERSE_PENALTY, max_iter=_STEPS, fit_intercept=False)
    model.fit(matrix, kinds, sample_weight=shares)
    return _pack(list(vectorizer.feature_names_), model.coef_, list(model.classes_))


def _rows(examples: Sequence[Example]) -> tuple[list[list[str]], list[int], list[float]]:
    """Features, kind and weight of every sentence; a paragraph counts no more than a sentence, nor do two kinds."""
    cues, forms = CueHits(lexicon.rules("cues", "cue")), read_forms(model_folder(TAGGER))
    rows: list[list[str]] = []
    kinds: list[int] = []
    shares: list[float] = []
    for example in examples:
        for unit, near, accepted in zip(example.units, beside(example.units), example.kinds, strict=True):
            found = sentences(unit.text) or [unit.text]
            total = sum(len(sentence.split()) for sentence in found) or 1
            for sentence in found:
                row = features(sentence, unit, near, cues, forms)
                for kind in accepted:
                    rows.append(row)
                    kinds.append(KINDS.index(kind))
                    shares.append(len(sentence.split()) / total / len(accepted))
    return rows, kinds, shares


def _pack(names: Sequence[str], coefficients: Any, classes: Sequence[int]) -> Weights:
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
    index = {name: i for i, name in enumerate(names)}
    return Weights(f"{ROLES}-{MODEL_VERSION}", index, rows, scale, 1.0, _CUE_SHARE, None)


def with_temperature(trained: Trained, temperature: float) -> Trained:
    """The same weights, their shares made flatter (above 1) or sharper."""
    return replace(trained, weights=replace(trained.weights, temperature=temperature))


def labeller(trained: Trained) -> LinearLabeller:
    """The labeller of some weights, as the parser would load it."""
    return LinearLabeller(trained.weights, lexicon.rules("cues", "cue"), read_forms(model_folder(TAGGER)))


def write_model(trained: Trained, out: Path, examples: Sequence[Example], scores: Mapping[str, float]) -> None:
    """Stores the model: card.json, features.txt, weights.bin, README.md."""
    out.mkdir(parents=True, exist_ok=True)
    weights = trained.weights
    rows = array("h", weights.rows)
    if sys.byteorder == "big":
        rows.byteswap()
    assert weights.neighbours is not None
    write_neighbours(weights.neighbours, out)
    (out / "features.txt").write_text("".join(f"{name}\n" for name in weights.index), "utf-8")
    (out / "weights.bin").write_bytes(rows.tobytes())
    card = {
        "name": ROLES,
        "version": MODEL_VERSION,
        "features": VERSION,
        "kinds": list(KINDS),
        "scale": weights.scale,
        "temperature": weights.temperature,
        "cue_share": weights.cue_share,
        "trained_on": {"documents": trained.documents, "units": trained.units, "sha256": fingerprint(examples)},
        "scores": dict(scores),
        "license": "Apache-2.0",
    }
    (out / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (out / "README.md").write_text(_readme(trained, scores), "utf-8")


def _readme(trained: Trained, scores: Mapping[str, float]) -> str:
    told = "\n".join(f"| {name} | {value:.3f} |" for name, value in scores.items())
    return f"""# {ROLES} {MODEL_VERSION}

Says what a sentence of a Swedish municipal plan is (background, purpose, goal, activity, follow-up …) where no heading
says it. A multinomial logistic regression over cues, words, character 4-grams, forms of verbs, place and neighbours,
with the cue rules of data/cues.toml beside it; then a second one over what the first says of the sentences around, of
the list and of the part, and over the kinds that headings gave. Made by `planparse train roles`.

- **Trained on:** {trained.units} labelled units of {trained.documents} documents (`corpus/sentences` and the train
  split's gold), all written for the project.
- **Licence:** Apache-2.0.
- **Not for:** languages but Swedish; text that is no plan, promise, agreement or report on one.

| on the dev split, all headings hidden | |
|---|---|
{told}
"""


def fingerprint(examples: Sequence[Example]) -> str:
    """A hash of every unit and its kinds, in order."""
    digest = hashlib.sha256()
    for example in examples:
        for unit, kinds in zip(example.units, example.kinds, strict=True):
            digest.update(f"{example.document}\t{'/'.join(kinds)}\t{unit.text}\n".encode())
    return digest.hexdigest()


def measure(trained: Trained, examples: Sequence[Example]) -> dict[str, float]:
    """Accuracy and macro F1 over the five core kinds of the labeller on examples that it has not seen."""
    model = labeller(trained)
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    there: Counter[str] = Counter()
    for example in examples:
        for label, accepted in zip(model.label(example.units, example.ordered), example.kinds, strict=True):
            hit = label.kind in accepted
            given[label.kind] += 1
            there[label.kind if hit else accepted[0]] += 1
            right[label.kind] += hit
    core = [kind for kind in KINDS[:5] if there[kind]]
    f1 = [2 * right[kind] / (given[kind] + there[kind]) for kind in core]
    return {"accuracy": sum(right.values()) / max(1, sum(given.values())), "macro_f1": sum(f1) / max(1, len(f1))}


def fit_temperature(trained: Trained, examples: Sequence[Example]) -> float:
    """The temperature that makes the labels of unseen examples likeliest (Guo et al. 2017), by golden section."""
    model = labeller(trained)
    scored = [
        (row, kinds)
        for e in examples
        for row, kinds in zip(model.heard(e.units, e.ordered, model.scores(e.units, e.ordered)), e.kinds, strict=True)
    ]

    def loss(temperature: float) -> float:
        total = 0.0
        for row, accepted in scored:
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
