"""Names of actors in a text: which word names one, of which kind, and how far the name reaches (data/actors.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, cast

from planparse.lexicon import data_text, fold, near, words
from planparse.plan import ActorKind

WORD = re.compile(r"[\w&]+(?:[-:/.][\w&]+)*-?|[^\w\s]")
_REACH = 5
"""Words in front of its head that a name has at the most."""
_BEHIND = 3
"""Capitalised words behind its head that a name has at the most."""
_SHORTEST = 2
"""Characters that a compound has in front of its last part."""
_AND = frozenset(("och", "&", "samt"))


@dataclass(frozen=True, slots=True)
class Name:
    """An actor named at text[at:to]; it covers the tokens first..last of the text."""

    at: int
    to: int
    text: str
    kind: ActorKind
    first: int = 0
    last: int = 0


# ---- Words ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Heads:
    whole: Mapping[str, ActorKind]
    ends: Mapping[str, ActorKind | None]
    """Also ends that name no actor (None), where a shorter one would ("området" ends like "rådet")."""
    proper: Mapping[str, ActorKind]
    longest: int


@lru_cache(maxsize=16384)
def word_kind(word: str) -> ActorKind | None:
    """The kind of actor that one word names, or None. Case counts only for proper names ("Landskronahem")."""
    folded = word.casefold()
    heads = _heads()
    if folded in words("actors", "no_actor"):
        return None
    kind = heads.whole.get(folded)
    if kind is not None:
        return kind
    if folded in heads.ends:
        return heads.ends[folded]
    for at in range(max(_SHORTEST, len(folded) - heads.longest), len(folded) - 1):
        end = folded[at:]
        if end in heads.ends:
            return heads.ends[end]
        if end in heads.proper and word[0].isupper() and folded != end:
            return heads.proper[end]
    return None


@lru_cache(maxsize=8192)
def is_genitive(word: str) -> bool:
    """Whether the word is an actor's genitive ("polisens", "förvaltningens")."""
    return len(word) > 3 and word.endswith("s") and word_kind(word[:-1]) is not None and word_kind(word) is None


@cache
def actor_data() -> dict[str, Any]:
    """The content of data/actors.toml."""
    return tomllib.loads(data_text("actors.toml"))


@cache
def _heads() -> _Heads:
    content = actor_data()
    tables: dict[str, dict[str, ActorKind]] = {"whole": {}, "ends": {}, "proper": {}}
    for entry in content["actor"]:
        for name, table in tables.items():
            for head in entry.get(name, ()):
                for form in _forms(head, content["inflection"]):
                    table.setdefault(form, cast(ActorKind, entry["kind"]))
    ends: dict[str, ActorKind | None] = {**tables["ends"], **dict.fromkeys(content["no_actor_ends"])}
    longest = max(len(end) for end in (*ends, *tables["proper"]))
    return _Heads(tables["whole"], ends, tables["proper"], longest)


def _forms(head: str, inflection: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """samordnare, samordnaren, samordnarna of "samordnar+are"."""
    stem, plus, name = head.partition("+")
    yield from (stem + ending for ending in inflection[name]) if plus else (stem,)


# ---- Names in a text -----------------------------------------------------------------------------------


def tokens_of(text: str) -> list[re.Match[str]]:
    """The words and signs of a text."""
    return list(WORD.finditer(text))


def names(text: str, tokens: Sequence[re.Match[str]] | None = None) -> list[Name]:
    """The actors named in a text, in reading order, with the words that belong to each name."""
    tokens = tokens_of(text) if tokens is None else tokens
    whole = whole_names(text)
    kinds = [word_kind(token[0]) for token in tokens]
    if not whole and not any(kinds) and not any(token[0] in _signs() for token in tokens):
        return []
    out: list[Name] = []
    i = 0
    while i < len(tokens):
        inside = None
        if whole:
            start = tokens[i].start()
            inside = next((span for span in whole if span[0] <= start < span[1]), None)
        if inside:
            while i + 1 < len(tokens) and tokens[i + 1].end() <= inside[1]:
                i += 1
        kind = kinds[i] or ("municipality" if inside else None)
        if kind is None and tokens[i][0] in _signs() and _named_company(tokens, i):
            kind = "other"
        if kind is not None:
            after = out[-1].last + 1 if out else 0
            first = _start(tokens, i, after)
            if inside:
                first = min(first, next(j for j, t in enumerate(tokens) if t.start() >= inside[0]))
            last = _end(tokens, i)
            if out and first <= out[-1].last:
                first = out.pop().first
            at, to = tokens[first].start(), tokens[last].end()
            out.append(Name(at, to, text[at:to].rstrip("-"), kind, first, last))
            i = last
        i += 1
    return out


def whole_names(text: str) -> list[tuple[int, int]]:
    """Where names with "och" in them stand ("kultur och fritid")."""
    if " och " not in text and "och " not in text and "&" not in text and "/" not in text:
        return []
    found = [m for r in near("actors", "whole", text) if r.pattern for m in r.pattern.finditer(text)]
    return [m.span() for m in found if "/" not in m[0] or m[0][0].isupper()]


def _named_company(tokens: Sequence[re.Match[str]], i: int) -> bool:
    """ "Vallonbygden AB", "Zinkgruvans IF", "Röda Korset": a capitalised name before a sign of what it is."""
    word = tokens[i][0]
    if word == "AB" and i + 1 < len(tokens) and _is_name(tokens, i + 1):
        return True
    return i > 0 and _is_name(tokens, i - 1)


@cache
def _signs() -> frozenset[str]:
    return frozenset(actor_data()["signs"])


def _is_name(tokens: Sequence[re.Match[str]], j: int) -> bool:
    word = tokens[j][0]
    return word[0].isupper() and word.casefold() not in words("actors", "no_name")


def _start(tokens: Sequence[re.Match[str]], i: int, after: int) -> int:
    """Where a name begins: adjectives, genitives and capitalised names in front belong to it, and "Kultur- och"."""
    first = i
    j = i - 1
    while j >= max(after, i - _REACH):
        word = tokens[j][0]
        if word in _AND and j > after and tokens[j - 1][0].endswith("-"):
            j -= 1
        elif not (_adjective(word) or _before(tokens, j, first)):
            break
        first = j
        j -= 1
    article = first > after and tokens[first - 1][0].casefold() in ("den", "det", "de")
    if article and (_adjective(tokens[first][0]) or tokens[first][0].casefold() == "boende"):
        return first - 1
    return first


@lru_cache(maxsize=4096)
def _adjective(word: str) -> bool:
    return any(r.pattern and r.pattern.match(fold(word)) for r in near("actors", "before", word))


def _before(tokens: Sequence[re.Match[str]], j: int, first: int) -> bool:
    """Whether word `j` belongs to the name that begins at word `first`."""
    word, head = tokens[j][0], tokens[first][0]
    if is_genitive(word) or (word.endswith("och") and len(word) > 7 and j + 1 == first):
        return True
    if not word[0].isalpha() or not _is_name(tokens, j):
        return False
    opens = j == 0 or tokens[j - 1][0] in ".:!?"
    if word.endswith("s") and len(word) > 3 and word_kind(word) is None:
        return True
    if word_kind(word) is not None and fold(word) not in words("actors", "named_heads"):
        return False
    return not opens or fold(head) in words("actors", "named_heads")


def _end(tokens: Sequence[re.Match[str]], i: int) -> int:
    """Where a name ends: a capitalised name behind "Lokalpolisområde" or "Fritidsgården" belongs to it."""
    last = i
    known = _takes_name(tokens[i][0]) or tokens[i][0] == "AB"
    if known or _may_be_called(tokens, i):
        for j in range(i + 1, min(len(tokens), i + 1 + _BEHIND)):
            if not tokens[j][0][0].isupper() or tokens[j].start() != tokens[j - 1].end() + 1:
                break
            if not known and word_kind(tokens[j][0]) is not None and fold(tokens[j][0]) != "region":
                break
            last = j
        if last + 1 < len(tokens) and last > i and tokens[last + 1][0] == "län":
            last += 1
    placed = i + 2 < len(tokens) and tokens[i + 1][0] == "i" and tokens[i + 2][0][0].isupper()
    if placed and word_kind(tokens[i][0]) in ("association", "housing", "business") and last == i:
        last = i + 2
        if last + 1 < len(tokens) and tokens[last + 1][0] == "centrum":
            last += 1
    return last


def _may_be_called(tokens: Sequence[re.Match[str]], i: int) -> bool:
    """Whether a capitalised word behind an organisation may be its name ("Länsförsäkringar Halland", "Bostadsbolaget
    KFAB"): the organisation is capitalised and no subject behind its verb ("Under våren besöker Polisen Boda").
    """
    word = tokens[i][0]
    if not word[0].isupper() or fold(word) in words("actors", "no_byname"):
        return False
    return not (i and tokens[i - 1][0].casefold() in words("actors", "deeds"))


@lru_cache(maxsize=4096)
def _takes_name(word: str) -> bool:
    """Whether a capitalised word behind belongs to the name: "Lokalpolisområde Haninge", "Kommunpolis Lena"."""
    return fold(word).endswith(tuple(actor_data()["titles"])) or any(
        r.pattern and r.pattern.match(fold(word)) for r in near("actors", "behind", word)
    )
