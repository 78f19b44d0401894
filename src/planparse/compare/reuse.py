"""Whose sentences stand in whose plans: near-linear over a whole collection, by MinHash and locality-sensitive hashing.

A sentence becomes the set of its word triples (numbers masked). MinHash signatures of these sets are put into bands;
only sentences that share a band are looked at, and each such pair's true Jaccard similarity decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from planparse.compare.extra import extra_module
from planparse.compare.words import masked

FLOOR = 0.6
"""Jaccard similarity from which two sentences count as the same text. Between the 0.5 that must never be shown and
the 0.8 that must be found; pairs in between are shown with their similarity."""
PERMUTATIONS = 128
BANDS, ROWS = 32, 4
"""Bands × rows of the signature: at similarity 0.8 a pair shares a band with probability 0.9999999, at 0.6 with
0.988, at 0.2 with 0.05."""
FEWEST_WORDS = 6
"""A shorter text ("Antal anmälda brott") is nobody's sentence."""
_SHINGLE = 3


@dataclass(frozen=True, slots=True)
class ReuseText:
    """A sentence: the plan's index, the item's id, its words, and the date that orders who was first."""

    plan: int
    item: str
    text: str
    date: str


@dataclass(frozen=True, slots=True)
class Reuse:
    """A sentence and those that repeat it, earliest first. `similarity` of each to the first one (1 for itself)."""

    texts: tuple[ReuseText, ...]
    similarity: tuple[float, ...]


def find_reuse(texts: Sequence[ReuseText], floor: float = FLOOR) -> list[Reuse]:
    """Groups of sentences of different plans that say the same, those in most plans first.

    Every group is a star: each member is at least `floor` like its first text. Raises MissingExtra without datasketch.
    """
    groups: dict[int, list[tuple[int, float]]] = defaultdict(list)
    kept, sets = _prepared(texts)
    closest: dict[int, tuple[int, float]] = {}
    for first, second, value in _pairs(kept, sets, floor):
        if second not in closest or value > closest[second][1]:
            closest.setdefault(second, (first, value))
    for index in sorted(closest):
        head = _head(index, closest)
        value = 1.0 if head == index else _jaccard(sets[head], sets[index])
        if value >= floor:
            groups[head].append((index, value))
    found = [
        Reuse(tuple(kept[i] for i in (head, *(i for i, _ in members))), (1.0, *(round(v, 3) for _, v in members)))
        for head, members in groups.items()
    ]
    return sorted(found, key=lambda one: (-len({t.plan for t in one.texts}), one.texts[0].date, one.texts[0].item))


def shared_sentences(texts: Sequence[ReuseText], floor: float = FLOOR) -> Iterator[tuple[ReuseText, ReuseText, float]]:
    """Every pair of sentences of different plans with a similarity of at least `floor`, the earlier one first."""
    kept, sets = _prepared(texts)
    for first, second, value in _pairs(kept, sets, floor):
        yield kept[first], kept[second], value


def shingles(text: str) -> frozenset[str]:
    """The word triples of `text`, numbers masked."""
    words = masked(text).split()
    return frozenset(" ".join(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1)))


def _prepared(texts: Iterable[ReuseText]) -> tuple[list[ReuseText], list[frozenset[str]]]:
    kept = [one for one in texts if len(one.text.split()) >= FEWEST_WORDS]
    kept.sort(key=lambda one: (one.date, one.plan))
    return kept, [shingles(one.text) for one in kept]


def _head(index: int, closest: dict[int, tuple[int, float]]) -> int:
    while index in closest:
        index = closest[index][0]
    return index


def _pairs(
    kept: Sequence[ReuseText], sets: Sequence[frozenset[str]], floor: float
) -> Iterator[tuple[int, int, float]]:
    """(earlier, later, similarity): equal sets are met once, the rest through the bands they share."""
    datasketch = extra_module("datasketch")
    twins: dict[frozenset[str], list[int]] = defaultdict(list)
    for index, shingle_set in enumerate(sets):
        twins[shingle_set].append(index)
    index_of = datasketch.MinHashLSH(params=(BANDS, ROWS), num_perm=PERMUTATIONS)
    for shingle_set, same in twins.items():
        head = same[0]
        yield from ((head, other, 1.0) for other in same[1:] if kept[other].plan != kept[head].plan)
        signature = datasketch.MinHash(num_perm=PERMUTATIONS, seed=1)
        signature.update_batch([shingle.encode() for shingle in shingle_set])
        for other in index_of.query(signature):
            value = _jaccard(sets[other], shingle_set)
            if value >= floor and kept[other].plan != kept[head].plan:
                yield (*sorted((other, head)), value)
        index_of.insert(head, signature, check_duplication=False)


def _jaccard(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / len(left | right)
