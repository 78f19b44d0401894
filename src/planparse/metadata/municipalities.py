"""Whose plan: municipalities by name in text where police areas and counties bear the same names."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from planparse.guards import may_hold
from planparse.lexicon import data_text, fold, near, rules, words
from planparse.metadata.passages import Entry, Front, Passage, evidence, plain
from planparse.metadata.police import mask
from planparse.plan import Evidence, Municipality

_LEAST = 2
"""Mentions; a name that only the running text holds counts from this many on."""
_SLUG = {"å": "a", "ä": "a", "ö": "o", "é": "e", " ": "-"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A municipality's name at text[at:to]; `strong` where the municipality itself is meant ("X kommun")."""

    code: str
    at: int
    to: int
    strong: bool


@cache
def register() -> dict[str, Municipality]:
    """The municipalities of data/municipalities.csv by code."""
    rows = csv.DictReader(io.StringIO(data_text("municipalities.csv")))
    return {
        row["code"]: Municipality(
            name=row["name"], code=row["code"], county=row["county"], county_code=row["county_code"]
        )
        for row in rows
    }


@cache
def _codes() -> dict[str, str]:
    names = {fold(town.name): code for code, town in register().items()}
    for rule in rules("metadata", "alias"):
        names.update(dict.fromkeys(rule.variants, rule.kind))
    return names


@cache
def _names() -> re.Pattern[str]:
    by_letter: dict[str, list[str]] = {}
    for name in sorted(_codes(), key=len, reverse=True):  # the longest counts
        by_letter.setdefault(name[0], []).append(re.escape(name[1:]))
    names = "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())
    return re.compile(rf"(?<![\w-])(?:{names})", re.IGNORECASE)


@lru_cache(maxsize=1024)
def mentions(text: str, title: bool = False) -> tuple[Mention, ...]:
    """The municipalities that `text` names, police areas and counties aside.

    A name that is a word or surname too counts with "kommun" or "stad", in a title, or after a word like "i".
    """
    if not may_hold(_names(), text):
        return ()
    masked = mask(text)
    found = []
    for match in _names().finditer(masked):
        before, after = masked[: match.start()], masked[match.end() :]
        strong = _means_municipality(before, after)
        if strong or (_stands_alone(match.group(), after) and _may_be_place(match.group(), before, after, title)):
            found.append(Mention(_codes()[fold(match.group())], match.start(), match.end(), strong))
    return tuple(found)


def _means_municipality(before: str, after: str) -> bool:
    for rule in rules("metadata", "municipal"):
        if rule.pattern is None:
            continue
        if rule.kind == "after" and rule.pattern.match(after):
            return True
        if rule.kind == "before" and rule.pattern.search(before.rstrip()) and _genitive_end(after):
            return True
    return False


def _genitive_end(after: str) -> bool:
    return re.match(r"s?(?!\w|-\w)", after) is not None


def _stands_alone(name: str, after: str) -> bool:
    inhabitants = any(rule.pattern and rule.pattern.match(after) for rule in near("metadata", "inhabitants", after))
    return name[:1].isupper() and (_genitive_end(after) or inhabitants)


def _may_be_place(name: str, before: str, after: str, title: bool) -> bool:
    if fold(name) not in words("metadata", "homographs"):
        return True
    previous = re.search(r"(\w+)\s+$", before)
    if previous and fold(previous.group(1)) in words("metadata", "place_words"):
        return not re.match(r"\s+och\s+(?!polis)[a-zåäö]", after) and (
            title or not re.match(r"s?\s+[A-ZÅÄÖ]\w+", after)
        )
    if not title or name.isupper():
        return False
    return re.match(r"s?\s*(?:$|[–—,:;)(/.-]|\d|och\s[A-ZÅÄÖ])", after) is not None


def find(
    front: Front, file_name: str, parties: Sequence[str] = (), said: Evidence | None = None
) -> tuple[list[Municipality], Evidence | None]:
    """The municipalities whose plan it is, and what says so: title, parties, cover, headers, text, file name.

    `parties` are the names of those who make it, as `said`; where several municipalities do, it is the plan of all.
    """
    making = list(dict.fromkeys(m.code for name in parties for m in mentions(name) if m.strong))
    if len(making) > 1 and not _best(front.title, True, front):
        return _towns(making), said
    labelled = [e for kind in ("parties", "municipality") for e in front.of_kind(kind)]
    for passages, title, confidence in (
        (front.title, True, 0.9),
        (_values(labelled), False, 0.9),
        (front.cover, False, 0.85),
        (front.furniture, False, 0.8),
    ):
        found = _best(passages, title, front)
        if found:
            return _towns(found), _shown(passages, found, title, confidence)
    found = _frequent(front.body)
    if found:
        return _towns(found), _shown(front.body, found, False, 0.6)
    if front.body and (place := _district((*front.title, *front.cover, *front.furniture, *front.body))):
        return _towns([place[0]]), evidence(place[1], place[1].text, 0.6)
    found = _slug(file_name)
    return _towns(found), Evidence(quote=file_name[:200], confidence=0.4) if found else None


def _values(entries: Iterable[Entry]) -> list[Passage]:
    return [Passage(e.value, e.passage.page, e.passage.box, e.passage.place) for e in entries]


def _best(passages: Sequence[Passage], title: bool, front: Front) -> list[str]:
    """The codes that `passages` name: those meant as municipalities, else all; in doubt the text's favourite."""
    found = [mention for passage in passages for mention in mentions(passage.text, title)]
    strong = [mention.code for mention in found if mention.strong]
    codes = list(dict.fromkeys(strong or [mention.code for mention in found]))
    if len(codes) > 1 and not title and not _listed(passages, codes):
        counted = _counts([*front.cover, *front.furniture, *front.body])
        codes = [max(codes, key=lambda code: (counted[code], -codes.index(code)))]
    return codes


def _listed(passages: Iterable[Passage], codes: Sequence[str]) -> bool:
    """Whether one passage names them all, as parties of one plan."""
    return any({mention.code for mention in mentions(p.text)} >= set(codes) for p in passages)


def _counts(passages: Iterable[Passage]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for passage in passages:
        for mention in mentions(passage.text):
            counted[mention.code] += 3 if mention.strong else 1
    return counted


def _frequent(passages: Sequence[Passage]) -> list[str]:
    counted = _counts(passages)
    if not counted:
        return []
    code, weight = counted.most_common(1)[0]
    return [code] if weight >= _LEAST else []


def _district(passages: Iterable[Passage]) -> tuple[str, Passage] | None:
    """(code, passage) of the city whose district's administration a document names, where it never names the city."""
    for passage in passages:
        for rule in near("metadata", "district", passage.text):
            if rule.matches(passage.text):
                return rule.kind, passage
    return None


def _slug(file_name: str) -> list[str]:
    """The one municipality that a file's name spells without its diacritics ("habo" could be two)."""
    parts = f"-{re.sub(r'[^a-zåäö0-9]+', '-', plain(file_name).casefold())}-"
    found = {}
    for name, code in _codes().items():
        spelled = "".join(_SLUG.get(sign, sign) for sign in name)
        if any(f"-{form}{s}-" in parts for form in (name.replace(" ", "-"), spelled) for s in ("", "s")):
            found[code] = name
    certain = len(found) == 1 and not words("metadata", "homographs") & set(found.values())
    return list(found) if certain else []


def _towns(codes: Iterable[str]) -> list[Municipality]:
    return [register()[code] for code in codes]


def _shown(passages: Iterable[Passage], codes: Sequence[str], title: bool, confidence: float) -> Evidence | None:
    for passage in passages:
        if any(mention.code == codes[0] for mention in mentions(passage.text, title)):
            return evidence(passage, passage.text, confidence)
    return None
