"""Swedish numbers in words and digits: "tjugofem", "1 150", "2,5", "fyra (4)", "hälften"."""

from __future__ import annotations

import re

_UNITS = {
    "noll": 0, "en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9,
    "tio": 10, "elva": 11, "tolv": 12, "tretton": 13, "fjorton": 14, "femton": 15, "sexton": 16, "sjutton": 17,
    "arton": 18, "nitton": 19,
}  # fmt: skip
_TENS = {
    "tjugo": 20, "trettio": 30, "fyrtio": 40, "femtio": 50, "sextio": 60, "sjuttio": 70, "åttio": 80, "nittio": 90,
}  # fmt: skip
_DOZENS = {"dussin": 12, "dussinet": 12, "tiotal": 10, "hundratal": 100}

_SMALL = "|".join(sorted((*_UNITS, *_TENS), key=len, reverse=True))
_TEEN = "|".join(sorted(_TENS, key=len, reverse=True))
_ONE = "|".join(sorted((u for u in _UNITS if 0 < _UNITS[u] < 10), key=len, reverse=True))
WORD = rf"(?:(?:{_ONE})?hundra(?:(?:{_TEEN})(?:{_ONE})?|{_SMALL})?|(?:{_TEEN})(?:{_ONE})|{_SMALL}|(?:ett |två )?tusen)"
DIGITS = r"(?:\d{1,3}(?:[   ]\d{3})+|\d+)(?:[.,]\d+)?"
NUMBER = rf"(?:{DIGITS}|{WORD})"
"""A regular expression of a number, without groups."""

_WORDED = re.compile(
    rf"(?:(?P<hundreds>{_ONE})?(?P<hundra>hundra))?(?:(?P<tens>{_TEEN})(?P<ones>{_ONE})?|(?P<small>{_SMALL}))?",
    re.IGNORECASE,
)


def value(text: str) -> float | None:
    """The number that `text` writes, or None: 25 of "tjugofem", 1150 of "1 150", 0.75 of "0,75"."""
    plain = text.strip().casefold()
    if re.fullmatch(DIGITS, plain):
        return _whole(float(re.sub(r"[   ]", "", plain).replace(",", ".")))
    if plain.endswith("tusen"):
        return (value(plain.removesuffix("tusen")) or 1) * 1000
    found = _WORDED.fullmatch(plain)
    if not found or not plain:
        return None
    total = 0
    if found["hundra"]:
        total += 100 * _UNITS.get(found["hundreds"] or "ett", 1)
    if found["tens"]:
        total += _TENS[found["tens"]] + _UNITS.get(found["ones"] or "noll", 0)
    if found["small"]:
        total += _UNITS.get(found["small"], _TENS.get(found["small"], 0))
    return total


def _whole(number: float) -> float:
    return int(number) if number == int(number) else number
