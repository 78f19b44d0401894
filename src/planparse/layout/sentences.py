"""Running text without layout → sentences, also where a host glued headings and lists without punctuation.

Conservative by design: a wrong cut costs as much as a missed one. Word lists are in data/transcript.toml.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from planparse.layout.names import CLOSING, OPENING, core, document_names, is_name, starts_upper
from planparse.lexicon import fold, words

_FILE = "transcript"
_VERB_REACH = 3
"""So near behind a capital must a finite verb stand to show that a sentence begins there."""
_BRACKET_REACH = 40
"""A bracket that does not close within so many words is a slip and holds nothing together."""

BULLETS = frozenset("•●▪■◦‣·○□➢✓*\uf0b7\uf0a7\uf02d")
_SENTENCE_END = re.compile(r"(?:[?!…]|\.)+[\"'”“»)\]]*$")
_LETTER_DOTS = re.compile(r"^(?:[^\W\d_]{1,4}\.){2,}$")
_INITIAL = re.compile(r"^[^\W\d_]\.$")
_LIST_NUMBER = re.compile(r"^\d{1,2}\.$")
_GENITIVE = re.compile(r"(?:ens|ets|[aeo]rnas|enas|[aeo]rs|[aio]ns|ms|ls|ds|ks|gs)$")
_PAST = re.compile(r"(?:[åa]tt|it|[^t]at|(?<!n)des?|[kpst]te)$")
_PRESENT = re.compile(r"^[a-zåäö]{3,}(?:ar|er)$")
_AGENT_PLURAL = re.compile(r"(?:arna|erna|orna)$")


def split_sentences(text: str) -> list[str]:
    """The sentences of `text`; joined with a blank they are `text` with its white space folded."""
    tokens = text.split()
    edges = [*sentence_starts(tokens), len(tokens)]
    return [" ".join(tokens[a:b]) for a, b in pairwise(edges)]


def sentence_starts(
    tokens: Sequence[str], breaks: Collection[int] = (), known: Collection[str] | None = None
) -> list[int]:
    """Where sentences begin in `tokens`, in order, 0 first. Empty for no tokens.

    `breaks` are places where the source ends a line early, a paragraph or a page: there a capital is enough.
    `known` are the document's own names (`document_names`), where `tokens` is only a piece of it.
    """
    if not tokens:
        return []
    names = document_names(tokens) if known is None else known
    numbered = _list_numbers(tokens)
    inside = _in_brackets(tokens)
    starts = [0]
    for i in range(1, len(tokens)):
        if i in inside:
            continue
        begin = starts[-1]
        cut = (
            i in numbered
            or tokens[i] in BULLETS - {"·", "*"}
            or (i - 1 not in numbered and _punctuated(tokens, i, begin))
            or (i in breaks and _breaks(tokens, i))
            or _glued(tokens, i, begin, names)
        )
        if cut and tokens[i - 1] not in BULLETS:
            starts.append(i)
    return _split_lists(tokens, starts)


def is_stub(tokens: Sequence[str], i: int) -> bool:
    """Whether token `i` is what a host left of a heading word ("t är", "en sker"): a sentence's start."""
    word = tokens[i]
    follower = fold(tokens[i + 1]) if i + 1 < len(tokens) else ""
    if word in words(_FILE, "stubs"):
        return word not in words(_FILE, "doubtful_stubs") or follower in words(_FILE, "stub_followers")
    return word in words(_FILE, "doubtful_stubs") and follower in words(_FILE, "stub_followers")


def ends_sentence(tokens: Sequence[str], i: int, begin: int = 0) -> bool:
    """Whether token `i` closes a sentence by its punctuation, for what can be known without its follower."""
    token = tokens[i]
    if not _SENTENCE_END.search(token):
        return False
    bare = token.rstrip(CLOSING)
    if not bare.endswith(".") or bare.endswith(".."):
        return True
    word = fold(bare.lstrip(OPENING))
    if _INITIAL.match(bare.lstrip(OPENING)) and bare.lstrip(OPENING)[0].isupper():
        return False
    if word in words(_FILE, "name_abbreviations") and bare[:1].isupper():
        return False
    if word in words(_FILE, "closing_abbreviations"):
        return True
    if word in words(_FILE, "open_abbreviations") or _LETTER_DOTS.match(bare.lstrip(OPENING)):
        return False
    # "§ 3." and "3." at the start of a sentence number what follows.
    numbers_follower = bool(_LIST_NUMBER.match(bare)) and (i == begin or (i and tokens[i - 1] == "§"))
    return not numbers_follower


def _punctuated(tokens: Sequence[str], i: int, begin: int) -> bool:
    """Whether punctuation ends a sentence before token `i`."""
    before, this = tokens[i - 1], tokens[i]
    if before.endswith(":"):
        return this in {"-", "–"} or _leads_in(tokens, i, begin)
    if not ends_sentence(tokens, i - 1, begin):
        return False
    if not this[0].islower():
        return True
    if is_stub(tokens, i) or this == "att" or before[-1] in "?":
        return True
    # A full stop before a small letter: an abbreviation that no list knows is short.
    word = fold(before)
    return word not in words(_FILE, "closing_abbreviations") and len(word) > 4 and word.isalpha()


def _leads_in(tokens: Sequence[str], i: int, begin: int) -> bool:
    """Whether the colon before token `i` opens a list: an entry begins there."""
    if fold(tokens[i - 1]) in words(_FILE, "lead_ins") and tokens[i] != "att":
        return True
    heralded = any(fold(token) in words(_FILE, "list_heralds") for token in tokens[begin:i])
    return heralded and starts_upper(tokens[i])


def _breaks(tokens: Sequence[str], i: int) -> bool:
    """Whether a sentence begins after a break of the source: a capital or number, nothing left open."""
    before, this = tokens[i - 1], tokens[i]
    if before[-1] in ",-–—/(&" or fold(before) in words(_FILE, "never_last"):
        return False
    return starts_upper(this) or bool(_LIST_NUMBER.match(this)) or this in {"-", "–"} or is_stub(tokens, i)


def _glued(tokens: Sequence[str], i: int, begin: int, names: Collection[str]) -> bool:
    """Whether a sentence begins at token `i` although nothing closes the one before."""
    before, this = tokens[i - 1], tokens[i]
    if not (before[-1].isalnum() or (before[-1] in ")%”" and len(before) > 1)) or this[0] in "([{":
        return False
    if fold(before.rpartition("/")[2]) in words(_FILE, "never_last"):
        return False
    if not starts_upper(this):
        return this in words(_FILE, "stubs") - words(_FILE, "doubtful_stubs") - {"s"} and is_stub(tokens, i)
    word = core(this)
    folded = word.casefold()
    if folded == core(tokens[begin]).casefold() and (before[0].islower() or i - begin == 1):
        return True  # a heading said again, or the entries of a list that begin alike
    if this.endswith(":") and len(word) > 2:
        return True  # a label
    if folded in words(_FILE, "openers"):
        return not before[0].isupper() or i - begin == 1 or _verb_near(tokens, i)
    if before[0].isdigit():
        # No main clause puts time, subject and verb in this order: the verb shows a new sentence.
        return _like_verb(tokens, i + 1)
    if _GENITIVE.search(before) or _appositive(before):
        return False
    if is_name(word, names):
        return _actor_begins(tokens, i, begin)
    if i + 1 < len(tokens) and starts_upper(tokens[i + 1]):
        return False
    if this[-1] in ".,;":
        return False
    if before[0].isupper():
        closes = bool(_AGENT_PLURAL.search(word)) if i - begin == 1 else is_name(core(before), names)
        return closes and _verb_at(tokens, i + 1)
    return not _may_be_verb(tokens, i - 1, begin) or _verb_at(tokens, i + 1)


def _may_be_verb(tokens: Sequence[str], i: int, begin: int) -> bool:
    """Whether token `i` may be a verb that a name follows ("visits Bo"), and no noun."""
    word = fold(tokens[i])
    if word in words(_FILE, "finite_verbs") or _PAST.search(word):
        return True
    sentence = [fold(token) for token in tokens[begin:i]]
    if not _PRESENT.search(word) or (sentence and sentence[0] in words(_FILE, "indicators")):
        return False
    return not any(other in words(_FILE, "finite_verbs") for other in sentence)


def _appositive(before: str) -> bool:
    """Whether a name may stand beside the noun `before` ("projektet Trygga gatan")."""
    folded = before.casefold()
    return any(folded.endswith(end) for end in words(_FILE, "appositive"))


def _verb_at(tokens: Sequence[str], i: int) -> bool:
    return i < len(tokens) and fold(tokens[i]) in words(_FILE, "finite_verbs")


def _like_verb(tokens: Sequence[str], i: int) -> bool:
    return _verb_at(tokens, i) or (i < len(tokens) and bool(_PRESENT.search(tokens[i])))


def _verb_near(tokens: Sequence[str], i: int) -> bool:
    return any(_verb_at(tokens, j) for j in range(i + 1, i + 1 + _VERB_REACH))


def _actor_begins(tokens: Sequence[str], i: int, begin: int) -> bool:
    """Whether a name opens a sentence: a verb behind it, and a whole statement before it.

    A relative clause ("those checks the police shall make") is no sentence of its own.
    """
    sentence = [fold(token) for token in tokens[begin:i]]
    if not _like_verb(tokens, i + 1) or _verb_at(tokens, i - 1) or not tokens[i - 1][0].islower():
        return False
    if any(word in words(_FILE, "clause_openers") for word in sentence[-4:]):
        return False
    return sentence[0] in words(_FILE, "indicators") or any(word in words(_FILE, "finite_verbs") for word in sentence)


def _list_numbers(tokens: Sequence[str]) -> frozenset[int]:
    """The places of numbers that number the entries of a list: 1., 2., 3. …, each before a capital."""
    found: list[int] = []
    run: list[int] = []
    for i, (token, follower) in enumerate(pairwise(tokens)):
        if not _LIST_NUMBER.match(token) or not starts_upper(follower):
            continue
        number = int(token[:-1])
        if number == len(run) + 1:
            run.append(i)
        elif number == 1:
            found += run if len(run) > 1 else []
            run = [i]
    return frozenset(found + (run if len(run) > 1 else []))


def _in_brackets(tokens: Sequence[str]) -> frozenset[int]:
    """The places inside a bracket that closes: no sentence begins there."""
    inside: set[int] = set()
    opened: int | None = None
    for i, token in enumerate(tokens):
        depth = token.count("(") - token.count(")")
        if depth > 0 and opened is None:
            opened = i
        elif depth < 0 and opened is not None:
            if i - opened <= _BRACKET_REACH:
                inside.update(range(opened + 1, i + 1))
            opened = None
    return frozenset(inside)


def _split_lists(tokens: Sequence[str], starts: Sequence[int]) -> list[int]:
    """`starts`, and the entries of lists without bullets: att-clauses behind a colon, repeated indicators."""
    found: list[int] = []
    for begin, end in pairwise([*starts, len(tokens)]):
        found.append(begin)
        found += _att_clauses(tokens, begin, end) or _indicators(tokens, begin, end)
    return found


def _att_clauses(tokens: Sequence[str], begin: int, end: int) -> list[int]:
    clauses = [i for i in range(begin + 1, end) if tokens[i] == "att"]
    first = next((i for i in clauses if tokens[i - 1].endswith(":")), None)
    if first is None:
        return []
    entries = [
        i
        for i in clauses
        if i > first
        and (tokens[i - 1][-1].isalnum() or tokens[i - 1][-1] in ";)")
        and fold(tokens[i - 1]) not in words(_FILE, "never_last") | words(_FILE, "att_governors")
        and fold(tokens[i - 1]) not in words(_FILE, "finite_verbs")
    ]
    return [first, *entries] if entries else []


def _indicators(tokens: Sequence[str], begin: int, end: int) -> list[int]:
    """The entries of an indicator list: small-letter indicator words, each behind a closed phrase."""
    places = [
        i
        for i in range(begin + 1, end)
        if tokens[i] in words(_FILE, "indicators")
        and tokens[i - 1][-1].isalnum()
        and fold(tokens[i - 1]) not in words(_FILE, "never_last") | words(_FILE, "finite_verbs")
    ]
    return places if len(places) > 1 else []
