"""Treebank, gold and sentence bank → models/: the Swedish tagger and the labeller of kinds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from planparse.train.bank import read_bank, read_gold_examples
from planparse.train.neighbours import partly_decided
from planparse.train.roles import fit_temperature, measure, train_roles, with_temperature, write_model
from planparse.train.tagger import train_tagger

__all__ = ["train_labeller", "train_tagger"]


def train_labeller(bank: Path, gold: Path, out: Path) -> Mapping[str, float]:
    """Trains the labeller from the sentence bank and gold/train, scores it on gold/dev and writes it to `out`.

    The temperature is fitted on dev, whose documents the weights have not seen, with all, some and no headings; the
    scores are measured there with every heading hidden. Raises bank.UnreadableBank and gold.UnreadableGold.
    """
    examples = [*read_bank(bank), *read_gold_examples(gold / "train", headings=True)]
    unseen = list(read_gold_examples(gold / "dev"))
    trained = train_roles(examples)
    themed = list(read_gold_examples(gold / "dev", headings=True))
    trained = with_temperature(trained, fit_temperature(trained, [*themed, *partly_decided(themed)]))
    scores = measure(trained, unseen)
    write_model(trained, out, examples, scores)
    return scores
