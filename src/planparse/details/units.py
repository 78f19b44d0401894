"""What a number counts: the unit behind it, or the noun that it counts, or the one that is counted further up."""

from __future__ import annotations

import re
from functools import lru_cache

from planparse.details.names import word_kind
from planparse.details.nouns import basic_form, is_known
from planparse.details.numbers import NUMBER
from planparse.lexicon import found_in, near, words

_WORD = re.compile(r"[^\W\d_](?:[\w/²³:-]*[\w²³])?")
_ADJECTIVE = re.compile(r"(?:[^s]a|ande|ende|dre|rre|ste|sta|ade|vis|iga|ska)$")
_PASSIVE = re.compile(r"(?:as|des|ges|gs|ls|nds|rs|vs)$")
_NAMED = re.compile(r"\b(?:antalet|antal)\s+(?P<rest>[^.,;()]{3,60})", re.IGNORECASE)
OF_OURS = re.compile(rf"^ (?:av|utav) (?:de|våra|kommunens|stadens|dessa|skolans|områdets) (?:{NUMBER} )?(?=[a-zåäö])")
"""What a number is chosen from: "två av våra fyra språk"."""
_OF_THEM = re.compile(r"^ av (?:dem|dessa)\b")
_DENOMINATOR = re.compile(r"/\w+[²³]?")
_MOST_WORDS = 4
"""Words between a number and the noun that it counts, the noun included."""


def unit_of(before: str, after: str, earlier: str = "") -> tuple[str | None, float, int]:
    """(unit, factor, length of the unit's words in `after`) of a number between `before` and `after`.

    `earlier`: the sentences before, in which the noun may have been counted first. None is the unit of a grade
    ("snittbetyg minst 3,5"), "count" that of a number that counts what is not said.
    """
    found = _printed_unit(after)
    if found is not None and found[0] == "count" and "stycken" in after[: found[2]]:
        return _antecedent(before) or (_antecedent(earlier) if earlier else None) or "count", 1, found[2]
    if found is not None:
        return found
    chosen = OF_OURS.match(after)
    if chosen is not None and (noun := counted_noun(after[chosen.end() - 1 :])) is not None:
        return basic_form(noun[0]), 1, chosen.end() - 1 + noun[1]
    if found_in("targets", "scale", after):
        return None, 1, 0
    pointing = _OF_THEM.match(after)
    if pointing is not None:
        return _antecedent(before) or (_antecedent(earlier) if earlier else None) or "count", 1, pointing.end()
    noun = counted_noun(after)
    if noun is not None:
        return basic_form(noun[0]), 1, noun[1]
    if found_in("targets", "grade", before):
        return None, 1, 0
    return _antecedent(before) or (_antecedent(earlier) if earlier else None) or "count", 1, 0


def _printed_unit(after: str) -> tuple[str, float, int] | None:
    for rule in near("targets", "unit", after):
        found = rule.pattern.search(after) if rule.pattern else None
        if found:
            name, _, factor = rule.kind.partition("*")
            name = found[0].strip() if name == "as_printed" else name
            return name, float(factor or 1), found.end()
    return None


def counted_noun(after: str) -> tuple[str, int] | None:
    """The noun right behind a number, past its adjectives, and the length up to its end."""
    at = 0
    run: list[tuple[str, int]] = []
    while len(run) < _MOST_WORDS:
        gap = re.match(r"[ \u00a0]+", after[at:])
        word = _WORD.match(after[at + gap.end() :]) if gap else None
        if gap is None or word is None or word[0].casefold() in words("targets", "no_nouns"):
            break
        at += gap.end() + word.end()
        slash = _DENOMINATOR.match(after[at:])
        at += slash.end() if slash else 0
        run.append((word[0] + (slash[0] if slash else ""), at))
        if not _is_adjective(word[0]):
            break
    if not run or _is_verb(run[-1][0]) or run[-1][0].casefold() in words("targets", "adjectives"):
        return None
    return run[-1]


@lru_cache(maxsize=4096)
def _is_adjective(word: str) -> bool:
    plain = word.casefold()
    if plain in words("targets", "adjectives"):
        return True
    return bool(_ADJECTIVE.search(plain)) and not is_known(plain)


def _is_verb(word: str) -> bool:
    return bool(_PASSIVE.search(word.casefold())) and not is_known(word)


def _antecedent(before: str) -> str | None:
    """The noun that is counted further up: "Antalet bränder ska vara högst tio", "vandringar i maj, minst två"."""
    named = list(_NAMED.finditer(before))
    if named:
        noun = counted_noun(" " + named[-1]["rest"])
        if noun is not None:
            return basic_form(noun[0])
    known = [w for w in _WORD.findall(before) if is_known(w) and not _is_adjective(w)]
    counted = [w for w in known if word_kind(w) is None] or known
    return basic_form(counted[0]) if counted else None
