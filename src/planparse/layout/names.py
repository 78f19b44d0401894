"""Which capitalised words of a running text are names, and so no sign of a new sentence."""

from __future__ import annotations

import csv
from collections.abc import Collection, Sequence
from functools import cache
from itertools import pairwise

from planparse.lexicon import data_text, words

_FILE = "transcript"
OPENING = "\"'”“»«([{"
CLOSING = "\"'”“»«)]}"


def core(token: str) -> str:
    """The word of a token: brackets, quotes and end signs off, case kept."""
    return token.strip(OPENING + CLOSING + ".,:;!?–—-…")


def starts_upper(token: str) -> bool:
    """Whether a token begins with a capital, brackets and quotes aside."""
    return token.lstrip(OPENING)[:1].isupper()


@cache
def _municipalities() -> frozenset[str]:
    rows = csv.DictReader(data_text("municipalities.csv").splitlines())
    found = {word.casefold() for row in rows for word in row["name"].split()}
    return frozenset(found | {word + "s" for word in found})


def is_name(word: str, names: Collection[str] = ()) -> bool:
    """Whether a capitalised word is a name: known, of the document, an acronym, or by its ending."""
    folded = word.casefold()
    if len(word) > 1 and word.isupper():
        return True
    if folded in names or folded in words(_FILE, "names") or folded in _municipalities():
        return True
    return any(folded != end and folded.endswith(end) for end in words(_FILE, "name_endings"))


def document_names(tokens: Sequence[str]) -> frozenset[str]:
    """Words that the document writes with a capital inside a sentence: after a preposition, "och", "att" …"""
    found = {
        core(token).casefold()
        for before, token in pairwise(tokens)
        if before.islower() and before in words(_FILE, "never_last") and starts_upper(token)
    }
    return frozenset(found - words(_FILE, "openers"))
