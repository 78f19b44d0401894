"""Section boundaries: F1 within two words, and the segmentation errors Pk and WindowDiff.

Pk: Beeferman, Berger & Lafferty (1999); WindowDiff: Pevzner & Hearst (2002), both with k = half the mean gold section
length, as in segeval (Fournier 2013).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from planparse.evaluate.align import Alignment, Reading, labels
from planparse.evaluate.tally import Tally, rate

_NEAR = 2  # words


def boundary_tallies(gold: Reading, parse: Reading, alignment: Alignment) -> dict[str, Tally]:
    """Tallies "boundary" (F1), "pk" and "window_diff" (error rates), over the gold's words that the parse carries."""
    stream = parse.stream()
    gold_labels, parse_labels = [], []
    wanted = labels(gold.statements)
    places = [j for found in alignment.places for j in found]
    for label, j in zip(wanted, places, strict=True):
        if j is not None:
            gold_labels.append(label)
            parse_labels.append(parse.statements[stream[j][1]].section)
    want, got = edges(gold_labels), edges(parse_labels)
    hit = near_matches(want, got)
    count = max(1, len(want) + 1)
    k = max(1, round(len(gold_labels) / count / 2))
    pk, windiff, windows = window_errors(gold_labels, parse_labels, k)
    return {"boundary": Tally(hit, len(got), len(want)), "pk": rate(pk, windows), "window_diff": rate(windiff, windows)}


def edges(sections: Sequence[int]) -> list[int]:
    """Positions i where word i-1 and word i stand in different sections."""
    return [i for i, (a, b) in enumerate(pairwise(sections), 1) if a != b]


def near_matches(want: Sequence[int], got: Sequence[int]) -> int:
    """One-to-one matches within two words, in order (both ascending, so greedy is optimal)."""
    hit = i = j = 0
    while i < len(want) and j < len(got):
        if abs(want[i] - got[j]) <= _NEAR:
            hit, i, j = hit + 1, i + 1, j + 1
        elif want[i] < got[j]:
            i += 1
        else:
            j += 1
    return hit


def window_errors(gold: Sequence[int], parse: Sequence[int], k: int) -> tuple[int, int, int]:
    """(Pk errors, WindowDiff errors, windows) with a window of k words slid over both segmentations."""
    want, got = _counts(gold), _counts(parse)
    windows = max(0, len(gold) - k)
    pk = windiff = 0
    for i in range(windows):
        a, b = want[i + k] - want[i], got[i + k] - got[i]
        pk += (a == 0) != (b == 0)
        windiff += a != b
    return pk, windiff, windows


def _counts(sections: Sequence[int]) -> list[int]:
    """How many boundaries lie before each word."""
    out, n = [0] if sections else [], 0
    for a, b in pairwise(sections):
        n += a != b
        out.append(n)
    return out
