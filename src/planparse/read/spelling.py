"""Damaged words → what was meant: one slip at a time, and only where the word list knows one answer.

A word that is known stays, whatever its neighbours say; a word that is not known stays too, unless one known
confusion (data/spelling.toml) makes a known word of it, clearly more common than any other.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources

from planparse.page import Page, Repair, RepairKind, Word
from planparse.read.vocabulary import count, known, letters_of, likeness

_SHORT = 3
_SMALL_WORD = 300
"""Words of up to _SHORT letters are mended only to words seen this often ("dct", "pa"; not "dec", "Kari")."""
_ABBREVIATION = 5
"""Capitals shorter than this are left alone."""
_PART = 5
_CLEAR = 5
"""The answer is at least this many times as common as the next best."""
_LONGER, _COMMON = 5, 10
"""Letters of a word, and how often its answer was seen, where a doubtful confusion is believed."""
_FIGURES = re.compile(r"^[^\W\d_]+(?<=[a-zåäöé])[0156](?=[a-zåäöé]{2})[^\W\d_]+$")
_PLAUSIBLE = -2.9
"""A string of letters more likely than this may be a word that no list has (vocabulary.likeness)."""
_TWO_SLIPS = 10
"""Words from this many letters on may have two slips."""
_STRING = 12
"""A string without spaces has at least this many letters if it is to be more than two words."""
_SEEN = 2
"""Words put together or taken apart were seen at least this often, or they are a chance of letters."""
_TOKEN = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)
_NUMBER = re.compile(r"^(?=.*\d.*\d)[\dlIO]*[lIO][\dlIO]*(?:[-–/.,:]\d[\dlIO]*)*$")
_DIGITS = str.maketrans("lIO", "110")
_DATE = re.compile(r"^(?:19|20)\d\d-\d\d-\d\d,?$")
_DOLLARS = re.compile(r"[$&]*\$[$&]*")
"""What a recognizer makes of "§"; no Swedish plan counts in dollars."""
_SECTION_SIGN = re.compile(r"^[8&S5]$")
_COUNT = re.compile(r"^\d{1,3}(?:[.,]\d{1,2})?$")
_TWO_FIGURES = re.compile(r"^\d\d[.,;:)]*$")
_UNSURE = 0.92
"""Surer figures are what they are (recognized "%" 0.34–0.91, figures 0.95 on scans of corpus/train, 2026-11)."""
_PERCENT = re.compile(r"^(?:[YNX9][o0]|%[o06]|[o0°º'’]/[o0]|Ye|Yp)(?=[.,;:)]*$)")
_CONTEXT = 2
"""A word that is known but rare is mended only on a page with this many certain slips of the same letters."""
_FAR_RARER = 100


@dataclass(frozen=True, slots=True)
class _Rules:
    confusions: tuple[tuple[str, str], ...]
    doubtful: tuple[tuple[str, str], ...]
    figures: dict[int, str]
    joints: frozenset[str]
    small: frozenset[str]


@cache
def _rules() -> _Rules:
    raw = tomllib.loads(resources.files("planparse").joinpath("data", "spelling.toml").read_text("utf-8"))
    confusions, doubtful = (tuple((a, b) for a, b in raw[name]) for name in ("confusions", "doubtful"))
    figures = str.maketrans(raw["figures"])
    return _Rules(confusions, doubtful, figures, frozenset(raw["joints"]), frozenset(raw["small"]))


def _slips(word: str) -> Iterator[str]:
    return _replaced(word, _rules().confusions)


def _replaced(word: str, confusions: Sequence[tuple[str, str]]) -> Iterator[str]:
    for read, printed in confusions:
        at = word.find(read)
        while at >= 0:
            yield word[:at] + printed + word[at + len(read) :]
            at = word.find(read, at + 1)


@lru_cache(maxsize=20_000)
def meant(word: str) -> str | None:
    """The known word of which `word` (letters, or letters and digits) is a slip; None where it is none, or unclear."""
    if len(word) < 2 or (word.isalpha() and known(word)) or not any(sign.isalpha() for sign in word):
        return None
    if word.isupper() and len(word) < _ABBREVIATION:
        return None
    found = {*_slips(word), *_slips(word.lower())}
    if len(word) >= _TWO_SLIPS:
        found |= {second for first in list(found) for second in _slips(first)}
    least = _SMALL_WORD if len(word) <= _SHORT else _SEEN
    weights = {slip.lower(): count(slip) for slip in found if slip.isalpha() and count(slip) >= least}
    if not weights and len(word) >= _LONGER:
        weights = {s: count(s) for s in _replaced(word.lower(), _rules().doubtful) if count(s) >= _COMMON}
    if not weights and _FIGURES.match(word):
        mended = word.translate(_rules().figures)
        return mended if known(mended) or likeness(mended) > _PLAUSIBLE else None
    if not weights and len(word) >= 2 * _PART:
        weights = {slip.lower(): 1 for slip in found if slip.isalpha() and _compound(slip.lower())}
    if not weights:
        return None
    ranked = sorted(weights, key=lambda slip: (-weights[slip], slip))
    if len(ranked) > 1 and weights[ranked[0]] < _CLEAR * weights[ranked[1]]:
        return None
    return _cased(ranked[0], word)


def _compound(word: str) -> bool:
    """Whether two long words that are listed make `word`: shorter ones too often do by chance."""
    return any(
        count(word[i:]) >= _SEEN and any(word[:i].endswith(s) and count(word[: i - len(s)]) >= _SEEN for s in ("", "s"))
        for i in range(_PART, len(word) - _PART + 1)
    )


def _cased(word: str, like: str) -> str:
    letters = [sign for sign in like if sign.isalpha()]
    if like[:1] == "I" and word[:1] == "l" and like[1:].islower():
        return word  # "Iöfte": no capital was printed
    if not like[1:].islower() and not like.isupper() and sum(sign.isupper() for sign in letters) > 2:
        return word  # "OCKSa": capitals where none belong are part of the slip
    if len(letters) > 1 and all(sign.isupper() for sign in letters):
        return word.upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


@lru_cache(maxsize=20_000)
def taken_apart(word: str) -> tuple[str, ...] | None:
    """The words that stand in `word` without spaces; None where it is one word, or unclear."""
    if not word.isalpha() or known(word):
        return None
    rules, lower = _rules(), word.lower()
    for i in range(2, len(lower) - 1):
        head, tail = lower[:i], lower[i:]
        if (tail in rules.joints and _seen(head)) or (head in rules.joints and _seen(tail)):
            return word[:i], word[i:]
    if len(word) < _STRING:
        return None
    pieces = _cheapest(lower)
    inner = [piece for piece in pieces[1:-1] if piece in rules.small and len(piece) > 1]
    if len(pieces) < 3 or not (len(inner) > 1 or any(len(piece) > 2 for piece in inner)):
        return None
    out, at = [], 0
    for piece in pieces:
        out.append(word[at : at + len(piece)])
        at += len(piece)
    return tuple(out)


def _seen(word: str) -> bool:
    return count(word) >= _SEEN and len(word) > 2


def _cheapest(text: str) -> list[str]:
    """The likeliest row of listed or known words that makes `text`; empty where there is none."""
    small = _rules().small
    best: list[tuple[float, list[str]] | None] = [(0.0, [])] + [None] * len(text)
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - 30), end):
            before, piece = best[start], text[start:end]
            if before is None or not (piece in small or (len(piece) > 2 and count(piece) >= _SEEN)):
                continue
            cost = before[0] + 12 - math.log(1 + count(piece))
            if best[end] is None or cost < best[end][0]:  # type: ignore[index]
                best[end] = (cost, [*before[1], piece])
    last = best[-1]
    return last[1] if last else []


def mend_word(text: str) -> tuple[str, RepairKind] | None:
    """`text` (a printed word with its signs) mended, and how; None where nothing is to be done."""
    found = _TOKEN.match(text)
    if not found or not found.group(2) or text.endswith("-"):
        return None
    before, core, after = found.groups()
    if _NUMBER.match(core):
        return before + core.translate(_DIGITS) + after, "digits"
    pieces = core.split("-")
    mended = [meant(piece) or piece for piece in pieces]
    if mended != pieces:
        return before + "-".join(mended) + after, "letters"
    words = taken_apart(core)
    return (before + " ".join(words) + after, "joined") if words else None


def repairs_of(text: str) -> Iterator[Repair]:
    """What is damaged in a transcript's text, word by word; the text itself stays."""
    tokens = text.split()
    for i, token in enumerate(tokens):
        mended = mend_word(token)
        if mended:
            yield Repair(token, mended[0], mended[1])
        elif i + 1 < len(tokens) and _one_word(token, tokens[i + 1]):
            yield Repair(f"{token} {tokens[i + 1]}", token + tokens[i + 1], "split")


def _one_word(first: str, second: str) -> bool:
    """Whether two printed words are one that a space broke: neither half of it alone is a word that one knows."""
    core = second.rstrip(".,;:!?)")
    if not first.isalpha() or not core.isalpha() or not core.islower():
        return False
    return min(len(first), len(core)) > 1 and not known(first) and not known(core) and count(first + core) >= _SEEN


def mend(page: Page) -> Page:
    """The page with its words mended, each repair noted with its box."""
    words: list[Word] = []
    repairs: list[Repair] = []
    given = list(page.words)
    i = 0
    while i < len(given):
        word, following = given[i], given[i + 1] if i + 1 < len(given) else None
        rest = i > 0 and given[i - 1].text.endswith("-")  # of a word that the line's end broke
        mended = None if rest else _in_context(given, i) or mend_word(word.text)
        if mended and mended[1] == "joined":
            words += _cut(word, mended[0].split())
        elif mended:
            words.append(replace(word, text=mended[0]))
        elif following and _beside(word, following) and _one_word(word.text, following.text):
            words.append(_put_together(word, following))
            repairs.append(Repair(f"{word.text} {following.text}", words[-1].text, "split", words[-1].box))
            i += 1
        elif following and _below(word, following) and _one_word(word.text, following.text):
            words.append(replace(word, text=word.text + "-", soft_end=True))
            repairs.append(Repair(word.text, word.text + "-", "hyphen", word.box))
        else:
            words.append(word)
        if mended:
            repairs.append(Repair(word.text, mended[0], mended[1], word.box))
        i += 1
    words, more = _mend_known(words, repairs)
    if not repairs:
        return page
    return replace(page, words=tuple(words), repairs=(*repairs, *more))


def _in_context(words: Sequence[Word], i: int) -> tuple[str, RepairKind] | None:
    """ "2018-01-16, 8 6": between a date and a number stands no number but the sign of a decision's paragraph."""
    if "$" in words[i].text and words[i].confidence is not None:
        return _DOLLARS.sub(_section_signs, words[i].text), "sign"
    if i > 0 and words[i].confidence is not None and _COUNT.match(words[i - 1].text) and _is_percent(words, i):
        return re.sub(r"^[^.,;:)]+", "%", words[i].text), "sign"
    if words[i].confidence is not None and _SECTION_SIGN.match(words[i].text) and _heads_decision(words, i):
        return "§", "sign"
    if 0 < i < len(words) - 1 and _SECTION_SIGN.match(words[i].text) and _DATE.match(words[i - 1].text):
        return ("§", "sign") if re.match(r"\d{1,3}\W*$", words[i + 1].text) else None
    return None


def _heads_decision(words: Sequence[Word], i: int) -> bool:
    """Whether what begins a line stands before a number and a capital: "§ 83 Handlingsplan …" in minutes."""
    if i + 2 >= len(words) or (i and abs(words[i - 1].bottom - words[i].bottom) < words[i].size):
        return False
    number, title = words[i + 1], words[i + 2]
    level = abs(title.bottom - words[i].bottom) < 0.4 * words[i].size
    return level and bool(re.match(r"\d{1,3}$", number.text)) and title.text[:1].isupper() and len(title.text) > 3


def _is_percent(words: Sequence[Word], i: int) -> bool:
    """Whether what stands behind a number, on its line, is what recognizers make of "%".

    That is also a number of two figures that was not read surely, and no more numbers beside: thousands have three.
    """
    word, before = words[i], words[i - 1]
    if not 0 <= word.x0 - before.x1 < word.size:
        return False
    numbers = i > 1 and words[i - 2].text[-1:].isdigit(), i + 1 < len(words) and words[i + 1].text[:1].isdigit()
    unsure = (word.confidence or 0.0) < _UNSURE and bool(_TWO_FIGURES.match(word.text)) and not any(numbers)
    return unsure or bool(_PERCENT.match(word.text))


def _section_signs(found: re.Match[str]) -> str:
    return "§" * found.group().count("$")


def _mend_known(words: list[Word], repairs: Sequence[Repair]) -> tuple[list[Word], list[Repair]]:
    """Words that are known, but a hundred times rarer than another one slip away, on a page full of that slip."""
    lost = [repair for repair in repairs if _dots(repair.read_as) > _dots(repair.found)]
    if len(lost) < _CONTEXT:
        return words, []
    out, more = [], []
    for word in words:
        core = word.text.rstrip(".,;:")
        better = [s for s in _slips(core) if core.isalpha() and core.islower() and set(s) - set(core) <= set("åäö")]
        best = max(better, key=count, default="")
        if best and count(best) > _FAR_RARER * max(1, count(core)):
            more.append(Repair(word.text, best + word.text[len(core) :], "letters", word.box))
            word = replace(word, text=more[-1].read_as)
        out.append(word)
    return out, more


def _dots(text: str) -> int:
    return sum(sign in "åäö" for sign in text.lower())


def _cut(word: Word, pieces: Sequence[str]) -> list[Word]:
    """One word as several, its box shared out by their letters."""
    step = (word.x1 - word.x0) / max(1, sum(map(len, pieces)) + (len(pieces) - 1) / 2)
    out, x0 = [], word.x0
    for piece in pieces:
        x1 = min(word.x1, x0 + step * len(piece))
        out.append(replace(word, text=piece, x0=round(x0, 2), x1=round(x1, 2), soft_end=False))
        x0 = x1 + step / 2
    out[-1] = replace(out[-1], x1=word.x1, soft_end=word.soft_end)
    return out


def _beside(word: Word, following: Word) -> bool:
    gap = following.x0 - word.x1
    return abs(following.bottom - word.bottom) < 0.4 * max(word.size, 1) and -0.2 * word.size < gap < 0.6 * word.size


def _below(word: Word, following: Word) -> bool:
    return following.x0 < word.x0 and 0.5 * word.size < following.bottom - word.bottom < 2 * word.size


def _put_together(word: Word, following: Word) -> Word:
    sure = None if word.confidence is None else min(word.confidence, following.confidence or 0.0)
    return replace(
        word,
        text=word.text + following.text,
        top=min(word.top, following.top),
        x1=following.x1,
        bottom=max(word.bottom, following.bottom),
        soft_end=following.soft_end,
        confidence=sure,
    )


def slip_share(page: Page) -> float:
    """The share of the page's words of letters that are clear slips, 0–1."""
    words = [piece for word in page.words for piece in letters_of(word.text) if len(piece) >= _SHORT]
    return sum(meant(piece) is not None for piece in words) / len(words) if words else 0.0
