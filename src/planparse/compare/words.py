"""The words of a statement, made comparable: folded, endings off, words that say nothing left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from planparse.lexicon import fold, rules, words

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[ .]\d{3})*(?:,\d+)?")
_END = 5
"""Letters of a word's start and end that count as its parts."""
_SHORTEST = 4
"""Letters that stay when an ending is taken off."""


@cache
def _endings() -> tuple[str, ...]:
    return tuple(sorted(words("compare", "endings"), key=len, reverse=True))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """`word` without its ending: "vandringarna", "vandringen" and "vandring" give one stem."""
    for ending in _endings():
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=65536)
def stems(text: str) -> frozenset[str]:
    """The stems of the words of `text` that say what it is about."""
    stop = stop_words()
    found = {stem(word) for word in _WORD.findall(fold(text)) if word not in stop and len(word) > 1}
    return frozenset(found | {part for word in found for part in _ends(word)})


def _ends(word: str) -> tuple[str, ...]:
    """The first and the last letters of a long word: Swedish compounds share them ("alkoholpolicy", "drogpolicy")."""
    return (f"{word[:_END]}…", f"…{word[-_END:]}") if len(word) >= _END else ()


def stop_words() -> frozenset[str]:
    """Words that say nothing about what a statement is about."""
    return words("compare", "stop_words")


@lru_cache(maxsize=65536)
def masked(text: str) -> str:
    """`text` folded, each number written as #: what stays the same when a level changes."""
    return _NUMBER.sub("#", fold(text))


@lru_cache(maxsize=65536)
def numbers(text: str) -> frozenset[str]:
    """The numbers in `text`, as written."""
    return frozenset(_NUMBER.findall(text))


@lru_cache(maxsize=65536)
def plain_promise(text: str) -> str:
    """A promise without who gives it: "Polisen lovar att gå till fots" → "gå till fots"."""
    folded = fold(text)
    for rule in rules("compare", "lead_in"):
        found = rule.pattern.match(folded) if rule.pattern else None
        if found and found.end() < len(folded):
            return folded[found.end() :]
    return folded


def has_lead_in(text: str) -> bool:
    """Whether `text` says who promises ("Polisen lovar att …")."""
    return plain_promise(text) != fold(text)


@lru_cache(maxsize=65536)
def measures(text: str) -> frozenset[str]:
    """The measures of data/measures.toml that `text` names."""
    folded = fold(text)
    return frozenset(rule.kind for rule in rules("measures", "measure") if rule.pattern and rule.pattern.search(folded))


@lru_cache(maxsize=65536)
def facets(text: str, table: str) -> frozenset[str]:
    """The deeds or things (`table`) of data/facets.toml that `text` names."""
    folded = fold(text)
    return frozenset(rule.kind for rule in rules("facets", table) if rule.pattern and rule.pattern.search(folded))


def overlap(left: Iterable[str], right: Iterable[str]) -> float:
    """The share of all that both have (Jaccard); 0 where neither has any."""
    a, b = set(left), set(right)
    return len(a & b) / len(a | b) if a | b else 0.0
