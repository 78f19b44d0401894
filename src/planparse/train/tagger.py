"""The Swedish pipeline (tag, morphology, lemma) from a Universal Dependencies treebank."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path

from planparse.errors import InputError

NAME = "sv_plan_tagger"
VERSION = "0.1.0"
_SPLITS = ("train", "dev", "test")


class MissingTreebank(InputError):
    """A folder without train.conllu, dev.conllu and test.conllu."""

    code = "no_treebank"


def train_tagger(treebank: Path, out: Path) -> Mapping[str, float]:
    """Trains the pipeline from `treebank` and writes it to `out`; the scores on its test part (0–1).

    Minutes on one core; the same treebank, spaCy version and machine type give the same weights.
    Raises MissingTreebank.
    """
    import spacy
    from spacy.cli.train import train
    from spacy.tokens import DocBin
    from spacy.training import Corpus
    from spacy.training.converters import conllu_to_docs

    for split in _SPLITS:
        if not (treebank / f"{split}.conllu").is_file():
            raise MissingTreebank(str(treebank), f"has no {split}.conllu", "give a folder with train, dev and test")
    with tempfile.TemporaryDirectory() as tmp:
        work = Path(tmp)
        for split in _SPLITS:
            text = (treebank / f"{split}.conllu").read_text("utf-8")
            docs = list(conllu_to_docs(text, n_sents=10, no_print=True))
            DocBin(docs=docs, store_user_data=True).to_disk(work / f"{split}.spacy")
        overrides = {"paths.train": str(work / "train.spacy"), "paths.dev": str(work / "dev.spacy")}
        with as_file(files("planparse.train") / "tagger.cfg") as config:
            train(config, work / "model", overrides=overrides)
        nlp = spacy.load(work / "model" / "model-best")
        scores = nlp.evaluate(list(Corpus(work / "test.spacy")(nlp)))
    told = {name: round(float(scores[name]), 4) for name in ("tag_acc", "pos_acc", "morph_acc", "lemma_acc")}
    _describe(nlp.meta, told, treebank)
    nlp.to_disk(out, exclude=["vocab_lookups"])
    (out / "README.md").write_text(_card(told, spacy.__version__), "utf-8")
    return told


def _describe(meta: dict[str, object], scores: Mapping[str, float], treebank: Path) -> None:
    """The pipeline's own meta: name, source, licence, fingerprint of what it was trained on."""
    digest = hashlib.sha256()
    for split in _SPLITS:
        digest.update((treebank / f"{split}.conllu").read_bytes())
    meta.update(
        name=NAME,
        version=VERSION,
        license="CC BY-SA 4.0",
        author="The planparse developers",
        description="Swedish tags, morphology and lemmas for planparse",
        sources=[
            {"name": "UD_Swedish-Talbanken", "url": "https://universaldependencies.org", "license": "CC BY-SA 4.0"},
            {"name": "UD_Swedish-PUD", "url": "https://universaldependencies.org", "license": "CC BY-SA 3.0"},
        ],
        performance=dict(scores),
        treebank_sha256=digest.hexdigest(),
    )


def _card(scores: Mapping[str, float], version: str) -> str:
    return f"""# {NAME} {VERSION}

Swedish part of speech, morphology and lemma, for the features of planparse's labeller. A spaCy pipeline
(tok2vec, tagger, morphologizer, trainable lemmatizer; spaCy {version}), made by `planparse train tagger`.

- **Trained on:** UD_Swedish-Talbanken and UD_Swedish-PUD (Universal Dependencies).
- **Licence:** CC BY-SA 4.0, as the treebanks ask for; planparse's own code is Apache-2.0.
- **Scores on Talbanken's test part:** {json.dumps(dict(scores))}
- **Not for:** names of persons; text other than modern Swedish prose.
"""
