"""Is it Swedish? data/words.txt → known words, compounds of known words, and how likely a string of letters is."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

_PART = 4
"""A compound's parts have at least this many letters: with 3, one made-up word in six becomes a "compound"
(slips of corpus/train's OCR layers, 2026-11), with 4 one in forty."""
_JOINTS = ("", "s")
_ENDINGS = (
    "s", "n", "t", "en", "et", "er", "or", "ar", "na", "a", "e", "de", "erna", "arna", "orna", "ens", "ets", "ade",
    "are", "at", "ad", "as", "ande", "ning", "ningen",
)  # fmt: skip
_STEM = 4
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Words:
    counts: dict[str, int]
    pairs: dict[str, float]
    """The logarithm of a letter's probability after another, by both letters; "^" and "$" are a word's edges."""
    rare: float


@cache
def _words() -> _Words:
    counts: dict[str, int] = {}
    text = resources.files("planparse").joinpath("data", "words.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            word, _, seen = line.partition(" ")
            counts[word] = int(seen)
    by_weight: dict[int, list[str]] = defaultdict(list)
    for word, often in counts.items():
        by_weight[1 + int(math.log2(often))].append(word)
    pairs: Counter[str] = Counter()
    firsts: Counter[str] = Counter()
    for weight, words in by_weight.items():
        edged = f"^{'$^'.join(words)}$"
        for (first, second), times in Counter(pairwise(edged)).items():
            if first != "$":
                pairs[first + second] += weight * times
                firsts[first] += weight * times
    return _Words(counts, {pair: math.log(n / firsts[pair[0]]) for pair, n in pairs.items()}, math.log(1e-4))


def count(word: str) -> int:
    """How often the word was seen where the list comes from; 0 for one that it does not have."""
    return _words().counts.get(word.lower(), 0)


@lru_cache(maxsize=50_000)
def known(word: str) -> bool:
    """Whether `word` (letters only) is Swedish: listed, an inflected form of a listed one, or a compound of such."""
    word = word.lower()
    return _listed(word) or any(
        _listed(word[i:]) and any(word[:i].endswith(joint) and _listed(word[: i - len(joint)]) for joint in _JOINTS)
        for i in range(_PART, len(word) - _PART + 1)
        if len(word) >= 2 * _PART
    )


def _listed(word: str) -> bool:
    counts = _words().counts
    if word in counts:
        return True
    return any(
        word.endswith(ending) and len(word) - len(ending) >= _STEM and _has_stem(word[: -len(ending)])
        for ending in _ENDINGS
    )


def _has_stem(stem: str) -> bool:
    counts = _words().counts
    return stem in counts or f"{stem}a" in counts or f"{stem}e" in counts


@lru_cache(maxsize=50_000)
def likeness(word: str) -> float:
    """How Swedish a string of letters looks: mean log probability of its letter pairs (about −2.3; noise below −4)."""
    found = _words()
    edged = f"^{word.lower()}$"
    pairs = [found.pairs.get(edged[i : i + 2], found.rare) for i in range(len(edged) - 1)]
    return sum(pairs) / len(pairs)


def letters_of(text: str) -> list[str]:
    """The runs of letters in `text`."""
    return _LETTERS.findall(text)
