"""Mood, tense and voice of Swedish words by their form: a tagger without context, from the treebank's tables.

`forms.tsv` in the tagger's folder holds a line a word form (form TAB class), `endings.tsv` one a word ending. A
class is a part of speech of Universal Dependencies, of verbs with form, tense and voice ("VERB:FinPresAct").
On the labelling of unseen documents it does as well as the tagger with context (models/sv_plan_tagger/README.md), takes
a hundredth of its time, and gives the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from planparse.errors import ModelError

_TOKEN = re.compile(r"\w+(?:[-:]\w+)*|[^\w\s]")
_LONGEST = 40
"""Words of a sentence that are looked at; a long one shows its mood early."""
_ENDINGS = (5, 4, 3, 2)
"""Lengths of endings, the longest first."""
_UNKNOWN = "NOUN"


@dataclass(frozen=True, slots=True)
class Forms:
    """The tables: class by word form in lower case, class by ending."""

    forms: Mapping[str, str]
    endings: Mapping[str, str]

    def class_of(self, word: str) -> str:
        """The class of one word."""
        if word[0].isdigit():
            return "NUM"
        if not word[0].isalpha():
            return "PUNCT"
        lower = word.lower()
        known = self.forms.get(lower)
        if known is not None:
            return known
        for size in _ENDINGS:
            if len(lower) > size + 1 and (ending := self.endings.get(lower[-size:])):
                return ending
        return _UNKNOWN

    def morphology(self, text: str) -> list[str]:
        """What a sentence's forms say: its verbs' forms, the first and the first finite verb, how it opens."""
        words = _TOKEN.findall(text)[:_LONGEST]
        classes = [self.class_of(word) for word in words]
        verbs = [(word.lower(), name) for word, name in zip(words, classes, strict=True) if ":" in name]
        out = [f"v:{name}" for _, name in verbs]
        out += [f"fv:{verbs[0][1]}", f"fvl:{verbs[0][0]}"] if verbs else ["noverb"]
        finite = next((name for _, name in verbs if "Fin" in name), None)
        out.append(f"fin:{finite}" if finite else "nofinite")
        opening = [name.partition(":")[0] for name in classes[:3]]
        return [*dict.fromkeys(out), f"p2:{'_'.join(opening[:2])}", f"p3:{'_'.join(opening)}"]


def read_forms(folder: Path) -> Forms:
    """The tables of a tagger's folder. Raises ModelError where they cannot be read."""
    try:
        tables = []
        for name in ("forms.tsv", "endings.tsv"):
            lines = (folder / name).read_text("utf-8").splitlines()
            tables.append(dict(line.split("\t") for line in lines))
        return Forms(*tables)
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder}: the form tables cannot be read ({error})") from error
