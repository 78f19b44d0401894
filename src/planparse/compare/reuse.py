"""Whose sentences stand in whose plans: near-linear over a whole collection, by MinHash and locality-sensitive hashing.

A sentence becomes the set of its word triples (numbers masked). MinHash signatures of these sets are put into bands;
only sentences that share a band are looked at, and each such pair's true Jaccard similarity decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from planparse.compare.extra import extra_module
from planparse.compare.words import masked

FLOOR = 0.6
"""Jaccard similarity from which two sentences count as the same text. Between the 0.5 that must never be shown and
the 0.8 that must be found; pairs in between are shown with their similarity."""
BANDS, ROWS = 32, 4
"""Bands × rows of the signature: at similarity 0.8 a pair shares a band with probability 0.9999999, at 0.6 with
0.988, at 0.2 with 0.05."""
MOST_TWINS = 12
"""Sentences of one group of equals, or of one band's bucket, that a further one is paired with: keeps it linear."""
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

    Each sentence joins the earliest one that it is at least `floor` like. Raises MissingExtra without datasketch.
    """
    kept = _kept(texts)
    earliest: dict[int, tuple[int, float]] = {}
    for first, later, value in _pairs(kept, floor):
        if later not in earliest or first < earliest[later][0]:
            earliest[later] = first, value
    groups: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for later in sorted(earliest):
        first, value = earliest[later]
        groups[first].append((later, value))
    found = [
        Reuse(tuple(kept[i] for i in (head, *(i for i, _ in members))), (1.0, *(round(v, 3) for _, v in members)))
        for head, members in groups.items()
    ]
    return sorted(found, key=lambda one: (-len({t.plan for t in one.texts}), one.texts[0].date, one.texts[0].item))


def shared_sentences(texts: Sequence[ReuseText], floor: float = FLOOR) -> Iterator[tuple[ReuseText, ReuseText, float]]:
    """Pairs of sentences of different plans with a similarity of at least `floor`, the earlier one first.

    Of a sentence that very many plans share, each is paired with the first MOST_TWINS of them.
    """
    kept = _kept(texts)
    for first, later, value in _pairs(kept, floor):
        yield kept[first], kept[later], value


def shingles(text: str) -> frozenset[str]:
    """The word triples of `text`, numbers masked."""
    words = masked(text).split()
    return frozenset(" ".join(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1)))


def _kept(texts: Iterable[ReuseText]) -> list[ReuseText]:
    return sorted((one for one in texts if len(one.text.split()) >= FEWEST_WORDS), key=lambda one: (one.date, one.plan))


def _pairs(kept: Sequence[ReuseText], floor: float) -> Iterator[tuple[int, int, float]]:
    """(earlier, later, similarity): equal sentences are met once, the rest through the bands that they share."""
    twins: dict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(kept):
        twins[masked(one.text)].append(index)
    groups = list(twins.values())
    for same in groups:
        for at, index in enumerate(same):
            yield from (
                (first, index, 1.0) for first in same[: min(at, MOST_TWINS)] if kept[first].plan != kept[index].plan
            )
    words = lru_cache(maxsize=65536)(lambda group: shingles(kept[groups[group][0]].text))
    for left, right in _candidates([kept[same[0]].text for same in groups]):
        a, b = words(left), words(right)
        value = len(a & b) / len(a | b)
        if value >= floor:
            for i, j in product(groups[left][:MOST_TWINS], groups[right][:MOST_TWINS]):
                if kept[i].plan != kept[j].plan:
                    yield min(i, j), max(i, j), value


def _candidates(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of texts whose signatures agree in a band, each pair once, band by band.

    The bands are sorted here and not kept in datasketch's MinHashLSH: its tables took 6 GB for 10,000 plans.
    """
    if len(texts) < 2:
        return
    datasketch, numpy = extra_module("datasketch"), extra_module("numpy")
    signatures = numpy.empty((len(texts), BANDS * ROWS), dtype=numpy.uint32)
    encoded = ([shingle.encode() for shingle in shingles(text)] for text in texts)
    for index, one in enumerate(datasketch.MinHash.generator(encoded, num_perm=BANDS * ROWS, seed=1)):
        signatures[index] = one.hashvalues
    met: set[tuple[int, int]] = set()
    for band in range(BANDS):
        rows = signatures[:, band * ROWS : (band + 1) * ROWS]
        order = numpy.lexsort(rows.T)
        same = (rows[order[1:]] == rows[order[:-1]]).all(axis=1)
        bucket: list[int] = []
        last = -1
        for at in numpy.flatnonzero(same).tolist():
            left, right = int(order[at]), int(order[at + 1])
            bucket = [*bucket[-MOST_TWINS:], left] if left == last else [left]
            last = right
            for other in bucket:
                pair = (min(other, right), max(other, right))
                if pair not in met:
                    met.add(pair)
                    yield pair
