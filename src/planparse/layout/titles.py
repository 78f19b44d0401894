"""The glued title of a part: "8(18) 6 Drug-free gyms In cooperation …" → number "6" and where the title ends.

A number is a part's only where the numbers run on (1, 2, 3 …), where it opens a page or a line or follows a
sentence's end, and where a title and then a sentence follow it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from planparse.layout.names import core, is_name, starts_upper
from planparse.layout.sentences import ends_sentence, is_stub
from planparse.lexicon import Rule, fold, rules, words

_FILE = "transcript"
_MAX_TITLE = 14
"""Longest title in words; the longest of the 14 titles looked at has 6."""
_MAX_GAP = 2
"""One number may be lost between two parts."""
_VERB_REACH = 6
_STOPPERS = {True: "title_stoppers", False: "finite_verbs"}
"""Which verbs make a title in the middle of a page a clause: after a sentence, and after an open list."""
_SHORT_NUMBER = re.compile(r"^\d{1,2}\.?$")


@dataclass(frozen=True, slots=True)
class Title:
    """A part's title in the tokens: its mark at `start`, its words at `words_start`–`end`."""

    start: int
    words_start: int
    end: int
    number: str


def find_titles(
    tokens: Sequence[str], openings: Collection[int], breaks: Collection[int], names: Collection[str]
) -> list[Title]:
    """The glued titles of the parts, in order.

    `openings` are the places where pages and lines begin, `breaks` those where the line before ended early.
    Appendix marks ("Bilaga 3" and the like) win over bare numbers, which then number chapters.
    """
    for rule in rules(_FILE, "part_mark"):
        found = _chain(tokens, rule, openings, breaks, names)
        if found:
            return found
    return []


def _chain(
    tokens: Sequence[str],
    rule: Rule,
    openings: Collection[int],
    breaks: Collection[int],
    names: Collection[str],
) -> list[Title]:
    """The titles whose numbers run on; a list of contents, entries without a sentence, gives none."""
    found: list[Title] = []
    last = 0
    for i in range(len(tokens)):
        opens = i in openings
        mark = _mark(tokens, i, rule)
        if mark is None:
            continue
        number, begin = mark
        closed = opens or ends_sentence(tokens, i - 1)
        if not closed and (not found or number != str(last + 1) or not _list_ends(tokens, i, names)):
            continue
        value = int(number) if number.isdigit() else 0
        if value and not last < value <= last + _MAX_GAP and not (rule.kind == "appendix" and not last):
            continue
        if not value and found and number == found[-1].number:
            continue  # the same appendix, said again on its next page
        if found and i < found[-1].end:
            continue
        if rule.kind == "appendix" and not found and not opens:
            continue  # a reference to an appendix
        end = _own_line(tokens, begin, breaks) if opens else None
        end = end or _title_end(tokens, begin, () if opens else words(_FILE, _STOPPERS[closed]), names)
        if end is None:
            continue
        found.append(Title(i, begin, end, number))
        last = value or last
    return found


def _mark(tokens: Sequence[str], i: int, rule: Rule) -> tuple[str, int] | None:
    """The part's number at token `i` and where the title's words begin, or None."""
    if rule.pattern is None:
        return None
    for length in (3, 2) if rule.kind == "appendix" else (1,):
        text = " ".join(tokens[i : i + length])
        match = rule.pattern.match(text)
        begin = i + length
        if match and begin < len(tokens) and starts_upper(tokens[begin]):
            return match["number"], begin
    return None


def _own_line(tokens: Sequence[str], begin: int, breaks: Collection[int]) -> int | None:
    """The end of a title that has its line to itself: short, unclosed, and a capital begins the next."""
    end = next((i for i in range(begin + 1, min(begin + _MAX_TITLE, len(tokens))) if i in breaks), None)
    if end is None or tokens[end - 1][-1] in ".,;:-–" or fold(tokens[end - 1]) in words(_FILE, "never_last"):
        return None
    return end if starts_upper(tokens[end]) or is_stub(tokens, end) else None


def _list_ends(tokens: Sequence[str], i: int, names: Collection[str]) -> bool:
    """Whether a part may begin at the number `i` although no punctuation closes the list before it."""
    before = fold(tokens[i - 1])
    open_end = words(_FILE, "never_last") | words(_FILE, "number_nouns") | words(_FILE, "finite_verbs")
    return tokens[i - 1].isalpha() and before not in open_end and not is_name(core(tokens[i + 1]), names)


def _title_end(tokens: Sequence[str], begin: int, stoppers: Collection[str], names: Collection[str]) -> int | None:
    """Where the first sentence begins: at the capital (or the rest of a heading word) that no title holds.

    None where a word of `stoppers` makes the title a clause, and in a list of contents.
    """
    capitals = _capitals(tokens, begin)
    if capitals:
        return capitals
    named: int | None = None
    for i in range(begin + 1, min(begin + _MAX_TITLE + 1, len(tokens))):
        before, this = tokens[i - 1], tokens[i]
        if fold(before) in stoppers:
            return named
        if _SHORT_NUMBER.match(before) and starts_upper(this) and not _counts(tokens, i - 1):
            return None  # the page number or the next number of a list of contents
        if before[-1] in ".?!" and ends_sentence(tokens, i - 1):
            return i if before[-1] != "." or _is_phrase(tokens, begin, i) else named
        if is_stub(tokens, i) and this != "s":
            return i
        if not starts_upper(this) or this[0] in "([{" or not _may_end(before):
            continue
        word = core(this)
        if is_name(word, names):
            if _verb_follows(tokens, i):
                return i
            named = named or (i if i > begin + 1 else None)
        elif i > begin + 1 or _single_word(tokens, begin):
            return i
    return named


def _counts(tokens: Sequence[str], i: int) -> bool:
    """Whether the number at `i` belongs to the words before it ("grades 4", or "4 6" whose dash is lost)."""
    while i > 0 and _SHORT_NUMBER.match(tokens[i]):
        i -= 1
    return fold(tokens[i]) in words(_FILE, "number_nouns")


def _capitals(tokens: Sequence[str], begin: int) -> int | None:
    """The end of a title set in capitals."""
    end = begin
    while end < min(begin + _MAX_TITLE, len(tokens)) and not any(sign.islower() for sign in tokens[end]):
        end += 1
    letters = "".join(core(token) for token in tokens[begin:end])
    if end - begin > 1 and len(core(tokens[end - 1])) == 1 and tokens[end - 1].isalpha():
        end -= 1  # a preposition of one letter begins the sentence
    if end == len(tokens) or len(letters) < 5 or not any(sign.isalpha() for sign in letters):
        return None
    return end if starts_upper(tokens[end]) or is_stub(tokens, end) else None


def _may_end(before: str) -> bool:
    """Whether a title may end with the token `before`."""
    return (before[-1].isalnum() or before[-1] in ')”"!?%') and fold(before.rpartition("/")[2]) not in words(
        _FILE, "never_last"
    )


def _is_phrase(tokens: Sequence[str], begin: int, end: int) -> bool:
    """Whether the words up to a full stop are a title that a host closed, not a sentence."""
    return not any(fold(token) in words(_FILE, "finite_verbs") for token in tokens[begin:end])


def _single_word(tokens: Sequence[str], begin: int) -> bool:
    """Whether the first word can be the whole title: a noun, no attribute of what follows."""
    return not re.search(r"(?:iska|ella|liga|nde|ade)$", tokens[begin]) and fold(tokens[begin]) not in words(
        _FILE, "appositive"
    )


def _verb_follows(tokens: Sequence[str], i: int) -> bool:
    """Whether a finite verb stands near behind a name, before the next sentence's capital."""
    for j in range(i + 1, min(i + _VERB_REACH, len(tokens))):
        if fold(tokens[j]) in words(_FILE, "finite_verbs"):
            return True
        if tokens[j][-1] in ".?!":
            return False
    return False
