"""Cues as the trained labeller sees them: which fire in a sentence, and for what kind they speak."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence

from planparse.guards import Guarded, needs
from planparse.model.shapes import CueRule

_EDGES = " \t:.,;–—-…!»«\"'”“*"
"""Signs that fall off a sentence's ends, as in lexicon.fold, which this floor does not know."""
_REMEMBERED = 4096
"""Sentences whose cues are kept."""
_SLOTS = {
    "past": ("background", "result"),
    "about": ("background",),
    "lasting": ("purpose", "goal"),
    "level": ("goal",),
}


def fold(text: str) -> str:
    """A sentence as cue patterns want it: lower case, single blanks, no signs at its ends."""
    text = unicodedata.normalize("NFC", text).casefold()
    return " ".join(text.split()).strip(_EDGES)


def softmax(scores: Sequence[float]) -> list[float]:
    """Shares that add up to one."""
    top = max(scores)
    shares = [math.exp(score - top) for score in scores]
    total = sum(shares)
    return [share / total for share in shares]


class CueHits:
    """Which cue rules fire in a text. A rule's name is its kind and its number: "goal:12"."""

    def __init__(self, rules: Sequence[CueRule]) -> None:
        # Folded text is lower case: without IGNORECASE the search takes less than half the time.
        self._rules = Guarded(
            ((f"{rule.kind}:{i}", re.compile(rule.pattern.pattern).search), needs(rule.pattern))
            for i, rule in enumerate(rules)
            if rule.pattern is not None
        )
        self._weight = {f"{rule.kind}:{i}": rule.weight for i, rule in enumerate(rules)}
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, text: str) -> tuple[str, ...]:
        """The names of the rules that fire in a sentence; a sentence is asked for again by its neighbours."""
        known = self._known.get(text)
        if known is None:
            folded = fold(text)
            known = tuple(name for name, search in self._rules.near(text) if search(folded) is not None)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[text] = known
        return known

    def meaning(self, name: str) -> str:
        """What a rule speaks for: a section kind or one of the words of `cues`; "" where it speaks against."""
        return name.rpartition(":")[0].rpartition(" ")[2] if self._weight[name] > 0 else ""

    def restores(self, name: str) -> bool:
        """Whether the rule recognizes the rest of a heading word."""
        return name.startswith("restored")


def speaks_for(meaning: str, kind: str) -> bool:
    """Whether a cue of this meaning speaks for a section kind."""
    return kind == meaning or kind in _SLOTS.get(meaning, ())
