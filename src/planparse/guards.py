"""Which of many patterns may hold in a text? Told by its words, before any pattern is searched.

From a regular expression `needs` derives sets of pieces: of each set one must stand in every text that it matches
("dnr", "0000" for a year). A `Guard` knows the pieces of many patterns and remembers for each word of the language
which of them it holds: a text's words then tell the few patterns that are worth a search (always those that need
nothing).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache, reduce
from math import log2
from operator import or_

from re import _constants as sre, _parser  # type: ignore[attr-defined]  # isort: skip
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Pieces = frozenset[str]
Needs = tuple[Pieces, ...]

_MOST = 64
"""Strings up to which all that a piece of a pattern can match is listed."""
_CLASS = 300
"""Signs in a range up to which they are looked at one by one."""
_REPEATS = 4
_FREQUENT = frozenset("aenrtsildo")
_COMMON = 2
"""Bits of sets that nearly every text meets: any letter."""
_SETS = 4
"""Sets of pieces that are kept of a pattern."""
_WORDS = 60_000
"""Words that a guard remembers."""
_TEXTS = 4096
"""Texts whose bits it remembers."""
_SELECTIONS = 1024
"""Different selections of guarded things that are kept."""
_END = ""
"""The key of a piece's bits behind its last sign."""
_EDGE = "\0"
"""Stands in plain forms where a word begins or ends, as \\b sees it."""
_BOUNDARY = re.compile(r"\b")
_DIGIT = re.compile(r"\d")


def plain(word: str) -> str:
    """A word as pieces are compared with it: no case (also where only regular expressions see none), every digit a 0,
    its edges marked.
    """
    folded = word.casefold().replace("ı", "i")
    if folded.isalpha():
        return f"{_EDGE}{folded}{_EDGE}"
    return _BOUNDARY.sub(_EDGE, _DIGIT.sub("0", folded.replace("i\u0307", "i")))


# ---- What a pattern needs ------------------------------------------------------------------------------


def needs(pattern: re.Pattern[str]) -> Needs:
    """What each text that the pattern matches has in the plain forms of its words: one piece of each of these sets."""
    return _sequence(_parser.parse(pattern.pattern, pattern.flags))[1]


def pieces_of(texts: Iterable[str]) -> Pieces | None:
    """Of each text the longest word's plain form; those that hold another one are left out. None where one is empty.

    The texts' own ends are no edges unless they are marked as such.
    """
    longest = {_longest(text) for text in texts}
    if "" in longest:
        return None
    return frozenset(word for word in longest if not any(other != word and other in word for other in longest))


@lru_cache(maxsize=1 << 15)
def _longest(text: str) -> str:
    return max(map(_piece, _parts(text)), key=len, default="")


def _parts(text: str) -> list[str]:
    """The words of `text`, with the edges that the blanks between them make."""
    parts = re.sub(r"\s+", f"{_EDGE} {_EDGE}", _DIGIT.sub("0", text)).split()
    return [part for part in parts if part.strip(_EDGE)]


def _piece(part: str) -> str:
    """The part with its edges where a word ends: an edge at the side of a sign that is no letter says nothing."""
    signs = part.replace(_EDGE, "")
    inner = _BOUNDARY.sub(_EDGE, signs).strip(_EDGE)
    first = _EDGE if part.startswith(_EDGE) and _is_letter(signs[0]) else ""
    last = _EDGE if part.endswith(_EDGE) and _is_letter(signs[-1]) else ""
    return first + inner + last


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _rarest(found: Iterable[Pieces | None]) -> Needs:
    """The sets that tell most, without those that another one implies."""
    sets = {pieces for pieces in found if pieces}
    told = [pieces for pieces in sets if not any(other != pieces and _implies(other, pieces) for other in sets)]
    rarity = {pieces: -log2(sum(map(_share, pieces))) for pieces in told}
    told.sort(key=lambda pieces: (-rarity[pieces], sorted(pieces)))
    return tuple(pieces for pieces in told if rarity[pieces] > _COMMON)[:_SETS]


@lru_cache(maxsize=1 << 15)
def _share(piece: str) -> float:
    """The share of texts that hold the piece, roughly."""
    return float(2 ** -sum(map(_weight, piece)))


def _weight(sign: str) -> int:
    """How much a sign tells, in bits; a guess that only has to rank."""
    return 2 if sign == _EDGE else 3 if sign in _FREQUENT else 5


def _implies(one: Pieces, other: Pieces) -> bool:
    """Whether a text that meets `one` meets `other`."""
    return all(any(piece in longer for piece in other) for longer in one)


Told = tuple[set[str] | None, Needs]
"""All strings (in plain form) that a part of a pattern matches, None where they are many; and what it needs."""


def _sequence(items: Iterable[tuple[Any, Any]]) -> Told:
    whole = True
    run: set[str] = {""}
    found: list[Pieces | None] = []
    for op, value in items:
        strings, need = _item(op, value)
        found += need
        if strings is not None and len(run) * len(strings) <= _MOST:
            run = {a + b for a in run for b in strings}
        else:
            whole = False
            found.append(pieces_of(run))
            run = {""} if strings is None else strings
    return (run if whole else None), _rarest([*found, pieces_of(run)])


def _item(op: Any, value: Any) -> Told:
    if op is sre.LITERAL:
        return {_sign(chr(value))}, ()
    if op is sre.IN:
        return _class(value), ()
    if op is sre.AT:
        return {"" if value is sre.AT_NON_BOUNDARY else _EDGE}, ()
    if op is sre.ASSERT_NOT:
        return {""}, ()
    if op is sre.ASSERT:
        return {""}, _sequence(value[1])[1]
    if op is sre.SUBPATTERN:
        return _sequence(value[-1])
    if op is sre.BRANCH:
        return _branch([_sequence(way) for way in value[1]])
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        return _repeat(*value)
    return None, ()


@cache
def _sign(sign: str) -> str:
    return " " if sign.isspace() else plain(sign).strip(_EDGE)


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
        need = None if need is None or not needed else need | needed[0]
    return (None if strings is None or len(strings) > _MOST else strings), _rarest([need and pieces_of(need)])


def _repeat(least: int, most: Any, items: Any) -> Told:
    strings, need = _sequence(items)
    need = need if least else ()
    if strings is not None and strings <= {" "}:
        return {" "} if least else {"", " "}, ()
    if strings is None or most is sre.MAXREPEAT or most > _REPEATS:
        repeated = None if strings is None else _times(strings, min(least, _REPEATS))
        return None, _rarest([*need, pieces_of(repeated) if least and repeated is not None else None])
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
    """The needs of many patterns, a bit for each set of pieces; `of` tells the bits of the sets that a text meets."""

    def __init__(self) -> None:
        self._bit_of: dict[Pieces, int] = {}
        self._pieces: dict[str, Any] = {}
        self._words = _Words(self._bits)
        self.of = lru_cache(maxsize=_TEXTS)(self._of)

    def add(self, needed: Needs) -> int:
        """The bits of a pattern's needs; patterns share them."""
        return reduce(or_, map(self._bit, needed), 0)

    def _bit(self, pieces: Pieces) -> int:
        known = self._bit_of.get(pieces)
        if known is not None:
            return known
        bit = self._bit_of[pieces] = 1 << len(self._bit_of)
        for piece in pieces:
            node = self._pieces
            for sign in piece:
                node = node.setdefault(sign, {})
            node[_END] = node.get(_END, 0) | bit
        self._words.clear()
        self.of.cache_clear()
        return bit

    def _of(self, text: str) -> int:
        return reduce(or_, map(self._words.__getitem__, text.split()), 0)

    def _bits(self, word: str) -> int:
        found = 0
        composed = unicodedata.normalize("NFC", word).replace("\u00ad", "")
        for form in (word,) if word == composed else (word, composed):
            seen = plain(form)
            for at in range(len(seen)):
                node = self._pieces
                for sign in seen[at:]:
                    if sign not in node:
                        break
                    node = node[sign]
                    if _END in node:
                        found |= node[_END]
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


GUARD = Guard()
"""The one guard of all rules: a word is looked at once, whoever asks."""


class Guarded(Generic[T]):
    """Things that stand for patterns, with what each needs: `near` gives those that may hold in a text."""

    def __init__(self, things: Iterable[tuple[T, Needs]]) -> None:
        self._things: list[T] = []
        self._by_bit: dict[int, list[tuple[int, int]]] = {0: []}
        self._bits = 0
        for i, (thing, needed) in enumerate(things):
            bits = GUARD.add(needed)
            self._things.append(thing)
            self._by_bit.setdefault(GUARD.add(needed[:1]), []).append((i, bits))
            self._bits |= bits
        self._firsts = reduce(or_, self._by_bit)
        self._known: dict[int, tuple[T, ...]] = {}

    def near(self, text: str) -> tuple[T, ...]:
        """Those that may hold in `text`, folded or as it stands, in their order; the others do not."""
        told = GUARD.of(text) & self._bits
        found = self._known.get(told)
        if found is None:
            if len(self._known) > _SELECTIONS:
                self._known.clear()
            found = self._known[told] = self._selected(told)
        return found

    def _selected(self, told: int) -> tuple[T, ...]:
        found = [i for i, _ in self._by_bit[0]]
        rest = told & self._firsts
        while rest:
            bit = rest & -rest
            rest ^= bit
            found += [i for i, bits in self._by_bit[bit] if told & bits == bits]
        return tuple(self._things[i] for i in sorted(found))


def may_hold(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a pattern is worth a search in `text`."""
    bits = _bits(pattern)
    return GUARD.of(text) & bits == bits


@cache
def _bits(pattern: re.Pattern[str]) -> int:
    return GUARD.add(needs(pattern))
