"""Treebank, gold and sentence bank → models/: the Swedish tagger and the labeller of kinds."""

from planparse.train.tagger import train_tagger

__all__ = ["train_tagger"]
