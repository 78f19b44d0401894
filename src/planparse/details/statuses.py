"""What became of a promise: fulfilled, partly, not, ongoing, by words, status columns and coloured cells."""

from __future__ import annotations

import colorsys
from typing import Literal

from planparse.lexicon import rules

Status = Literal["fulfilled", "partly_fulfilled", "not_fulfilled", "ongoing"]

_SATURATED, _BRIGHT = 0.18, 0.35
"""A shade below these (HSV) is a grey or white design, no signal."""
_HUES = ((20, "red"), (70, "yellow"), (175, "green"), (330, None), (361, "red"))
"""Degrees on the colour circle up to which a hue has the name."""


def status_of(text: str) -> Status | None:
    """The status that a text tells, or None; of several signs the most careful one counts."""
    for rule in rules("statuses", "status"):
        if rule.matches(text):
            return None if rule.kind == "none" else rule.kind  # type: ignore[return-value]
    return None


def is_status_column(header: str) -> bool:
    """Whether a column with this header holds statuses."""
    return any(rule.matches(header) for rule in rules("statuses", "column"))


def colour_name(rgb: int) -> str | None:
    """ "green", "yellow" or "red" of a cell's shade 0xRRGGBB; None of white, grey and other hues."""
    red, green, blue = ((rgb >> shift & 0xFF) / 255 for shift in (16, 8, 0))
    hue, saturation, bright = colorsys.rgb_to_hsv(red, green, blue)
    if saturation < _SATURATED or bright < _BRIGHT:
        return None
    return next(name for limit, name in _HUES if hue * 360 < limit)


def status_of_colour(name: str, legend: dict[str, Status | None]) -> Status | None:
    """The status of a coloured cell: by the document's legend, else by the usual meaning."""
    if name in legend:
        return legend[name]
    return next((r.kind for r in rules("statuses", "colour") if r.matches(name)), None)  # type: ignore[return-value]
