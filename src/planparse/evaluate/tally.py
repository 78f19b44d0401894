"""Counts that add up over documents, and what is made of them."""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

ROLES = ("background", "purpose", "goal", "activity", "follow_up")
RESAMPLES = 1000
_SEED = 20240101
LOWER_IS_BETTER = frozenset({"pk", "window_diff", "character_error", "furniture_leaks", "calibration_error"})


class Tally(NamedTuple):
    """What was right, what the parse has, what the gold has. A rate has `parsed` = `gold` = the number of trials."""

    hit: float = 0
    parsed: float = 0
    gold: float = 0

    @property
    def value(self) -> float | None:
        """F1, or the rate; None where there is nothing to find and nothing was found."""
        return 2 * self.hit / (self.parsed + self.gold) if self.parsed + self.gold else None


class Figure(NamedTuple):
    """A micro total, the mean over documents, the bounds of its 95 % interval, and the documents behind it."""

    micro: float | None
    mean: float | None
    low: float | None
    high: float | None
    documents: int


def rate(hit: float, trials: float) -> Tally:
    """A tally whose value is hit / trials."""
    return Tally(hit, trials, trials)


def add(tallies: Iterable[Mapping[str, Tally]]) -> dict[str, Tally]:
    """The sum of tallies by name."""
    out: dict[str, tuple[float, float, float]] = {}
    for one in tallies:
        for name, (hit, parsed, gold) in one.items():
            a, b, c = out.get(name, (0, 0, 0))
            out[name] = (a + hit, b + parsed, c + gold)
    return {name: Tally(*counts) for name, counts in out.items()}


def role_macro(tallies: Mapping[str, Tally]) -> float | None:
    """The headline: mean F1 of the five role kinds that the gold has."""
    found = [t.value or 0.0 for role in ROLES if (t := tallies.get(f"role.{role}")) is not None and t.gold]
    return statistics.mean(found) if found else None


def metadata_mean(tallies: Mapping[str, Tally]) -> float | None:
    """Mean exact-match rate of the metadata fields."""
    found = [t.value for name, t in tallies.items() if name.startswith("metadata.") and t.value is not None]
    return statistics.mean(found) if found else None


def values(tallies: Mapping[str, Tally]) -> dict[str, float | None]:
    """Every figure of some tallies, the combined ones included."""
    out = {name: tally.value for name, tally in tallies.items()}
    return {"role_macro": role_macro(tallies), "metadata_mean": metadata_mean(tallies), **out}


def figures(documents: Sequence[Mapping[str, Tally]]) -> dict[str, Figure]:
    """Every figure over documents, its 95 % bootstrap interval of the micro total by resampling documents (seeded)."""
    micro = values(add(documents))
    single = [values(d) for d in documents]
    drawn: dict[str, list[float]] = {name: [] for name in micro}
    chance = random.Random(_SEED)
    for _ in range(RESAMPLES if len(documents) > 1 else 0):
        for name, value in values(add(chance.choices(documents, k=len(documents)))).items():
            if value is not None:
                drawn[name].append(value)
    out = {}
    for name, value in micro.items():
        alone = [v for d in single if (v := d.get(name)) is not None]
        low, high = _bounds(drawn[name])
        out[name] = Figure(value, statistics.mean(alone) if alone else None, low, high, len(alone))
    return out


def _bounds(drawn: list[float]) -> tuple[float | None, float | None]:
    """The 2.5th and 97.5th percentile."""
    if not drawn:
        return None, None
    drawn.sort()
    return drawn[int(0.025 * (len(drawn) - 1))], drawn[int(0.975 * (len(drawn) - 1))]


def calibration(
    sections: Sequence[tuple[float, bool]], bins: int = 10
) -> tuple[float | None, list[tuple[float, float, int]]]:
    """Expected calibration error in equal-mass bins, and (mean confidence, share right, count) of each bin."""
    if not sections:
        return None, []
    ordered = sorted(sections)
    size = len(ordered)
    found = []
    for b in range(bins):
        group = ordered[b * size // bins : (b + 1) * size // bins]
        if group:
            confidence = statistics.mean(c for c, _ in group)
            found.append((confidence, statistics.mean(float(r) for _, r in group), len(group)))
    error = sum(n * abs(c - r) for c, r, n in found) / size
    return error, found
