"""Token patterns in spaCy's notation, matched as its Matcher matches them with greedy="LONGEST".

Only what data/frames.toml asks for: LOWER and TEXT (a word, IN, NOT_IN, REGEX), IS_PUNCT, ENT_TYPE "ACTOR" or "", and
the operators ?, * and {m,n}; the last token of a pattern is there once. spaCy itself costs a second to import and
50 MB, and builds a document of its own for each sentence; tests/test_details.py holds both to the same matches.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Test = Callable[[str, str, bool], bool]
"""(word, its lower case, is it an actor's name?) → does it fit?"""
Span = tuple[int, int]
_NAME = "ACTOR"


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a pattern: whether a word fits, and whether it may be missing or come again."""

    fits: Test
    optional: bool = False
    repeated: bool = False


def compiled(tokens: Sequence[Mapping[str, Any]]) -> tuple[Token, ...]:
    """A pattern made ready. Raises ValueError where it asks for more than this module knows."""
    made = tuple(one for token in tokens for one in _expanded(token))
    if not made or made[-1].optional or made[-1].repeated:
        raise ValueError(f"the last token of a pattern has to be there once: {tokens}")
    return made


def longest(pattern: Sequence[Token], words: Sequence[str], lowered: Sequence[str], names: Sequence[int]) -> list[Span]:
    """Where the pattern matches in `words` (half-open): the longest first, none that overlaps a longer one.

    `lowered` are the words in lower case, `names` the places of those that name actors.
    """
    named = frozenset(names)
    found = {(i, end) for i in range(len(words)) for end in _ends(pattern, 0, i, words, lowered, named)}
    kept: list[Span] = []
    for start, end in sorted(found, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= other_start or other_end <= start for other_start, other_end in kept):
            kept.append((start, end))
    return kept


def _ends(
    pattern: Sequence[Token], k: int, i: int, words: Sequence[str], lowered: Sequence[str], named: frozenset[int]
) -> Iterator[int]:
    """Where the rest of the pattern from token `k` on can end if it begins at word `i`."""
    if k == len(pattern):
        yield i
        return
    token = pattern[k]
    if token.optional:
        yield from _ends(pattern, k + 1, i, words, lowered, named)
    if i < len(words) and token.fits(words[i], lowered[i], i in named):
        yield from _ends(pattern, k if token.repeated else k + 1, i + 1, words, lowered, named)


def _expanded(token: Mapping[str, Any]) -> list[Token]:
    """The token as often as its operator says."""
    fits = _all_of([_test(key, asked) for key, asked in token.items() if key != "OP"])
    operator = token.get("OP")
    if operator is None:
        return [Token(fits)]
    if operator in ("?", "*"):
        return [Token(fits, optional=True, repeated=operator == "*")]
    counts = re.fullmatch(r"\{(\d),(\d)\}", operator)
    if counts is None:
        raise ValueError(f"unknown operator {operator}")
    least, most = int(counts[1]), int(counts[2])
    return [Token(fits)] * least + [Token(fits, optional=True)] * (most - least)


def _all_of(tests: Sequence[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]
    return lambda word, lower, name: all(test(word, lower, name) for test in tests)


def _test(key: str, asked: Any) -> Test:
    if key == "ENT_TYPE" and asked in (_NAME, ""):
        wanted = asked == _NAME
        return lambda word, lower, name: name is wanted
    if key == "IS_PUNCT":
        return lambda word, lower, name: _is_punctuation(word) is asked
    if key not in ("LOWER", "TEXT") or not (isinstance(asked, str) or (len(asked) == 1 and set(asked) <= _KNOWN)):
        raise ValueError(f"unknown condition {key} = {asked}")
    fits = _word_test(asked)
    if key == "TEXT":
        return lambda word, lower, name: fits(word)
    return lambda word, lower, name: fits(lower)


def _word_test(asked: Any) -> Callable[[str], bool]:
    """A test of a word: itself, or {"IN": …}, {"NOT_IN": …}, {"REGEX": …}."""
    if isinstance(asked, str):
        return asked.__eq__
    if "REGEX" in asked:
        search = re.compile(asked["REGEX"]).search
        return lambda word: search(word) is not None
    if "IN" in asked:
        return frozenset(asked["IN"]).__contains__
    unwanted = frozenset(asked["NOT_IN"])
    return lambda word: word not in unwanted


_KNOWN = frozenset(("IN", "NOT_IN", "REGEX"))


def _is_punctuation(word: str) -> bool:
    return all(unicodedata.category(sign)[0] == "P" for sign in word)
