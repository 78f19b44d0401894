"""Which of many patterns may hold in a text? Told by its words, before any pattern is searched.

From a regular expression `needs` derives pieces of which one must stand in every text that it matches ("dnr", "0000"
for a year). A `Guard` knows the pieces of many patterns and remembers for each word of the language which of them it
holds: a text's words then tell the few patterns that are worth a search. A pattern without pieces is always worth one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import or_

from re import _constants as sre, _parser  # type: ignore[attr-defined]  # isort: skip
from typing import Any

Pieces = frozenset[str]

_MOST = 64
"""Strings up to which all that a piece of a pattern can match is listed."""
_CLASS = 300
"""Signs in a range up to which they are looked at one by one."""
_REPEATS = 4
_WORDS = 60_000
"""Words that a guard remembers."""
_GRAM = 3
_DIGIT = re.compile(r"\d")
_ALIKE = str.maketrans({"ı": "i", "İ": "i"})
"""Signs that the regular expressions take for another one where case does not count, and casefold does not."""


def plain(word: str) -> str:
    """A word as pieces are compared with it: no case, no soft hyphens, every digit a 0."""
    return _DIGIT.sub("0", word.translate(_ALIKE).casefold().replace("\u00ad", ""))


# ---- What a pattern needs ------------------------------------------------------------------------------


def needs(pattern: re.Pattern[str]) -> Pieces | None:
    """Pieces without blanks, one of which is in `plain` of each text that the pattern matches; None where unknown."""
    return _sequence(_parser.parse(pattern.pattern, pattern.flags))[1]


def pieces_of(texts: Iterable[str]) -> Pieces | None:
    """Of each text its longest word; those that hold another one are left out. None where a text has no word."""
    longest = {max(text.split(), key=len, default="") for text in texts}
    if "" in longest:
        return None
    return frozenset(word for word in longest if not any(other != word and other in word for other in longest))


def _better(one: Pieces | None, other: Pieces | None) -> Pieces | None:
    """The rarer of two requirements: longer pieces, and fewer of them."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda found: (min(map(len, found)) - len(found).bit_length() / 2, sorted(found)))


Told = tuple[set[str] | None, Pieces | None]
"""All strings (in plain form) that a part of a pattern matches, None where they are many; and what it needs."""


def _sequence(items: Iterable[tuple[Any, Any]]) -> Told:
    whole = True
    run: set[str] = {""}
    best: Pieces | None = None
    for op, value in items:
        strings, need = _item(op, value)
        best = _better(best, need)
        if strings is not None and len(run) * len(strings) <= _MOST:
            run = {a + b for a in run for b in strings}
        else:
            whole = False
            best = _better(best, pieces_of(run))
            run = {""} if strings is None else strings
    return (run if whole else None), _better(best, pieces_of(run))


def _item(op: Any, value: Any) -> Told:
    if op is sre.LITERAL:
        return {_sign(chr(value))}, None
    if op is sre.IN:
        return _class(value), None
    if op is sre.AT or op is sre.ASSERT_NOT:
        return {""}, None
    if op is sre.ASSERT:
        return {""}, _sequence(value[1])[1]
    if op is sre.SUBPATTERN:
        return _sequence(value[-1])
    if op is sre.BRANCH:
        return _branch([_sequence(way) for way in value[1]])
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        return _repeat(*value)
    return None, None


def _sign(sign: str) -> str:
    return " " if sign.isspace() else plain(sign)


def _class(members: Sequence[tuple[Any, Any]]) -> set[str] | None:
    found: set[str] = set()
    for op, value in members:
        if op is sre.LITERAL:
            found.add(_sign(chr(value)))
        elif op is sre.RANGE and value[1] - value[0] <= _CLASS:
            found |= {_sign(chr(code)) for code in range(value[0], value[1] + 1)}
        elif op is sre.CATEGORY and value is sre.CATEGORY_DIGIT:
            found.add("0")
        elif op is sre.CATEGORY and value is sre.CATEGORY_SPACE:
            found.add(" ")
        else:
            return None
    return found if len(found) <= _MOST else None


def _branch(ways: Sequence[Told]) -> Told:
    strings: set[str] | None = set()
    need: Pieces | None = frozenset()
    for told, needed in ways:
        strings = None if strings is None or told is None else strings | told
        need = None if need is None or needed is None else need | needed
    return (None if strings is None or len(strings) > _MOST else strings), need and pieces_of(need)


def _repeat(least: int, most: Any, items: Any) -> Told:
    strings, need = _sequence(items)
    need = need if least else None
    if strings is not None and strings <= {" "}:
        return {" "} if least else {"", " "}, None
    if strings is None or most is sre.MAXREPEAT or most > _REPEATS:
        repeated = None if strings is None else _times(strings, min(least, _REPEATS))
        return None, _better(need, pieces_of(repeated) if least and repeated is not None else None)
    found: set[str] = set()
    for count in range(least, most + 1):
        times = _times(strings, count)
        if times is None:
            return None, need
        found |= times
    return (found if len(found) <= _MOST else None), need


def _times(strings: set[str], count: int) -> set[str] | None:
    found = {""}
    for _ in range(count):
        found = {a + b for a in found for b in strings}
        if len(found) > _MOST:
            return None
    return found


# ---- Guards --------------------------------------------------------------------------------------------


class Guard:
    """The needs of many patterns. Each has a bit; `of` tells the bits of those that may hold in a text."""

    def __init__(self) -> None:
        self._count = 0
        self._always = 0
        self._by_gram: dict[str, dict[str, int]] = {}
        self._words = _Words(self._bits)

    def add(self, pieces: Pieces | None) -> int:
        """A new pattern's bit."""
        bit = 1 << self._count
        self._count += 1
        if pieces is None:
            self._always |= bit
        for piece in pieces or ():
            self._by_gram.setdefault(piece[:_GRAM], {}).setdefault(piece, 0)
            self._by_gram[piece[:_GRAM]][piece] |= bit
        self._words.clear()
        return bit

    def of(self, text: str) -> int:
        """The bits of the patterns that may hold in `text`, or in any part of it, as it stands or folded."""
        return reduce(or_, map(self._words.__getitem__, text.split()), self._always)

    def _bits(self, word: str) -> int:
        found = 0
        for form in {plain(word), plain(unicodedata.normalize("NFC", word))}:
            for at in range(len(form)):
                for size in range(1, _GRAM + 1):
                    for piece, bits in self._by_gram.get(form[at : at + size], {}).items():
                        if form.startswith(piece, at):
                            found |= bits
        return found


class _Words(dict[str, int]):
    """The bits of words as they stood in texts."""

    def __init__(self, bits: Callable[[str], int]) -> None:
        super().__init__()
        self._bits = bits

    def __missing__(self, word: str) -> int:
        if len(self) >= _WORDS:
            self.clear()
        bits = self._bits(word)
        self[word] = bits
        return bits
