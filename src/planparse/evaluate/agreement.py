"""Do two annotators agree? Krippendorff's alpha for unitizing.

Krippendorff, K. (2004), Content Analysis, 2nd ed., section 11.6, with two observers: the continuum is the run of words,
a unit is a section, the words outside a category's units are its gaps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from planparse.evaluate.align import Reading


class Stretch(NamedTuple):
    """A unit (`is_unit`) or a gap on the continuum: start and length in words."""

    start: int
    length: int
    is_unit: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """alpha over all kinds, alpha of each kind that one of the two used, and the share of words both gave one kind."""

    alpha: float | None
    by_kind: dict[str, float]
    words_alike: float
    words: int


def agreement(first: Reading, second: Reading) -> Agreement:
    """How far two annotations of one document agree, on the words that both have."""
    a, b = shared_words(first, second)
    kinds = sorted({kind for _, kind in (*a, *b)})
    observed_sum = expected_sum = 0.0
    by_kind = {}
    for kind in kinds:
        observed, expected = disagreement(stretches(a, kind), stretches(b, kind), len(a))
        observed_sum += observed
        expected_sum += expected
        if expected:
            by_kind[kind] = 1 - observed / expected
    alike = sum(x[1] == y[1] for x, y in zip(a, b, strict=True)) / len(a) if a else 1.0
    return Agreement(1 - observed_sum / expected_sum if expected_sum else None, by_kind, alike, len(a))


def shared_words(first: Reading, second: Reading) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """(section, kind) of each word that both readings carry, in order.

    Where one reading accepts two kinds and the other's is among them, the other's counts for both.
    """
    left = [(word, first.statements[i]) for word, i in first.stream()]
    right = [(word, second.statements[i]) for word, i in second.stream()]
    matcher = SequenceMatcher(None, [w for w, _ in left], [w for w, _ in right], autojunk=False)
    a, b = [], []
    for block in matcher.get_matching_blocks():
        for k in range(block.size):
            x, y = left[block.a + k][1], right[block.b + k][1]
            common = [kind for kind in x.kinds if kind in y.kinds]
            a.append((x.section, common[0] if common else x.kinds[0]))
            b.append((y.section, common[0] if common else y.kinds[0]))
    return a, b


def stretches(words: Sequence[tuple[int, str]], kind: str) -> list[Stretch]:
    """The units of one kind and the gaps between them."""
    out: list[Stretch] = []
    start = 0
    for i in range(1, len(words) + 1):
        here, last = (words[i] if i < len(words) else None), words[i - 1]
        is_unit = last[1] == kind
        same = here is not None and (here == last if is_unit else here[1] != kind)
        if not same:
            out.append(Stretch(start, i - start, is_unit))
            start = i
    return out


def disagreement(a: Sequence[Stretch], b: Sequence[Stretch], length: int) -> tuple[float, float]:
    """Observed and expected disagreement of one category for two observers on a continuum of `length`."""
    observers = 2
    observed = 2 * sum(_difference(x, y) for x in a for y in b)  # each pair of observers counts both ways
    observed /= observers * (observers - 1) * length**2
    stretch = (*a, *b)
    units = [s for s in stretch if s.is_unit]
    gaps = [s for s in stretch if not s.is_unit]
    total = observers * length
    below = total * (total - 1) - sum(u.length * (u.length - 1) for u in units)
    if not below:
        return observed, 0.0
    above = 0.0
    for u in units:
        size = u.length
        above += (len(units) - 1) / 3 * (2 * size**3 - 3 * size**2 + size)
        above += size**2 * sum(g.length - size + 1 for g in gaps if g.length >= size)
    return observed, 2 / length * above / below


def _difference(x: Stretch, y: Stretch) -> float:
    apart = x.start - y.start
    if x.is_unit and y.is_unit and -x.length < apart < y.length:
        return apart**2 + (apart + x.length - y.length) ** 2
    if x.is_unit and not y.is_unit and y.length - x.length >= apart >= 0:
        return x.length**2
    if y.is_unit and not x.is_unit and x.length - y.length >= -apart >= 0:
        return y.length**2
    return 0.0
