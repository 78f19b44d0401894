"""What each piece of evidence contributes, measured on the dev split by leaving it out.

    python benchmarks/ablation.py labeller     # feature groups of the trained labeller, all headings hidden
    python benchmarks/ablation.py headings     # votes for a heading: role macro F1, part and item F1 of the parse

Each line: what was left out, the figure, and how much it is below the whole (points). Needs planparse[train].

Headings, dev, 25 November 2026: no single vote is needed but bold (items -1.1 points, role macro F1 -0.2) and the
lexicon (items -0.2); without any one of the others nothing changes: the votes stand in for each other, as they should.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from planparse.evaluate.run import Request, run
from planparse.model import features as model_features
from planparse.model import linear
from planparse.outline import headings
from planparse.train import roles
from planparse.train.bank import read_bank, read_gold_examples

ROOT = Path(__file__).parent.parent
GROUPS: dict[str, Callable[[str], bool]] = {
    "cues": lambda f: f.startswith("c:"),
    "words and word pairs": lambda f: f.startswith(("w:", "b:")),
    "character 4-grams": lambda f: f.startswith("g:"),
    "first and last words": lambda f: f.startswith(("f0", "f1", "f2", "fs:", "l:")),
    "forms of verbs (mood, tense, voice)": lambda f: f.startswith(("m:", "modal", "no_modal", "passive", "first:")),
    "neighbours and list openers": lambda f: f.startswith(("o:", "oc:", "pc:", "nc:")),
    "place, document type, length": lambda f: f.startswith(("form:", "type:", "part:", "report:", "list:", "len:")),
}
VOTES = ("size", "bold", "italic", "caps", "color", "tag", "bookmark", "contents", "lexicon", "part", "number", "space",
         "opens")  # fmt: skip


def labeller() -> Iterator[tuple[str, dict[str, float]]]:
    gold = read_gold_examples(ROOT / "gold" / "train", headings=True)
    examples = [*read_bank(ROOT / "corpus" / "sentences"), *gold]
    unseen = list(read_gold_examples(ROOT / "gold" / "dev"))
    whole = model_features.features

    def measured() -> dict[str, float]:
        return roles.measure(roles.train_roles(examples), unseen)

    yield "nothing left out", measured()
    for name, belongs in GROUPS.items():

        def fewer(*args: Any, out: Callable[[str], bool] = belongs) -> list[str]:
            return [feature for feature in whole(*args) if not out(feature)]

        roles.features = linear.features = fewer  # type: ignore[assignment, attr-defined]
        yield f"without {name}", measured()
    roles.features = linear.features = whole  # type: ignore[attr-defined]
    share, roles._CUE_SHARE = roles._CUE_SHARE, 0.0
    yield "without the cue rules beside the model", measured()
    roles._CUE_SHARE = share
    trained = roles.train_roles(examples)
    alone = replace(trained, weights=replace(trained.weights, neighbours=None))
    yield "without the second stage (what stands around)", roles.measure(alone, unseen)
    path = linear.best_path
    linear.best_path = lambda units, scores, *rest: [max(range(len(s)), key=s.__getitem__) for s in scores]  # type: ignore[attr-defined]
    yield "without the booklets' order", roles.measure(trained, unseen)
    linear.best_path = path  # type: ignore[attr-defined]


def heading_votes() -> Iterator[tuple[str, dict[str, float]]]:
    def measured() -> dict[str, float]:
        found = run(Request(ROOT / "gold", ROOT / "corpus", None, "dev"))[0].card.figures
        return {name: found[name].micro or 0.0 for name in ("role_macro", "part", "item")}

    yield "nothing left out", measured()
    for vote in VOTES:
        headings.Candidate.score = property(  # type: ignore[method-assign, assignment]
            lambda self, out=vote: sum(value for name, value in self.votes.items() if name != out)
        )
        yield f"without {vote}", measured()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=("labeller", "headings"))
    whole: dict[str, float] | None = None
    for name, figures in {"labeller": labeller, "headings": heading_votes}[parser.parse_args().what]():
        whole = whole or figures
        told = "  ".join(f"{key} {value:.3f} ({100 * (value - whole[key]):+.1f})" for key, value in figures.items())
        print(f"{name:45} {told}", flush=True)


if __name__ == "__main__":
    main()
