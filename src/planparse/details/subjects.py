"""Who does it by grammar: names that open a clause before a finite verb, or stand behind a verb of doing (rule 13)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planparse.details.frames import JOINTS
from planparse.details.names import Name
from planparse.details.nouns import is_known
from planparse.lexicon import holds, words

PLACE = frozenset(("i", "på", "vid", "inom", "för", "hos", "från"))
_OPENERS = frozenset(
    (".", ":", ",", ";", "och", "att", "samt", "men", "där", "varpå", "varvid", "medan", "!", "?", "–")
)
_RELATIVE = frozenset(("som", "där", "vilken", "vilka", "med", "i", "tillsammans", "ihop", "under", "efter", "via"))
_HELPED = (
    "tillsammans med",
    "ihop med",
    "med stöd av",
    "med hjälp av",
    "i samarbete med",
    "i samverkan med",
    "i samråd med",
)
"""What opens a sentence whose names before the verb only help."""
_CLAUSE = 14
"""Words that a relative clause behind a subject has at the most."""
NO_SUBJECT = frozenset((
    "vi", "parterna", "båda", "det", "den", "de", "detta", "alla", "du", "man", "som", "ni", "dessa",
    "var", "varje", "envar", "någon",
))  # fmt: skip


def subjects(tokens: Sequence[re.Match[str]], found: Sequence[Name]) -> Iterator[Name]:
    """Names that open a sentence or clause before a finite verb, or stand right behind a verb of doing."""
    groups: list[list[Name]] = []
    for name in found:
        last = groups[-1][-1] if groups else None
        if last and tokens[name.first - 1][0] in JOINTS and name.first - last.last == 2:
            groups[-1].append(name)
        else:
            groups.append([name])
    for group in groups:
        before = tokens[group[0].first - 1][0] if group[0].first else "."
        then = _verb_place(tokens, _past_helpers(tokens, group[-1].last + 1, groups))
        opens = before.casefold() in _OPENERS or before.casefold() in words("actors", "openers")
        behind_verb = before in words("actors", "deeds") and _inverted(tokens, group[0].first - 1, found)
        if behind_verb or (opens and then is not None and _finite(tokens, then)):
            yield from group
    if tokens and not (found and found[0].first == 0) and len(tokens) > 1:
        first = tokens[0]
        unknown = first[0][0].isupper() and first[0].isalpha() and first[0].casefold() not in NO_SUBJECT
        if unknown and first[0] not in words("actors", "no_name") and _may_do(first[0], tokens):
            yield Name(first.start(), first.end(), first[0], "other")


def _past_helpers(tokens: Sequence[re.Match[str]], i: int, groups: Sequence[Sequence[Name]]) -> int:
    """Where a subject's clause goes on behind those who help ("Polisen tillsammans med kommunen ordnar")."""
    for phrase in _HELPED:
        at = i + len(phrase.split())
        if " ".join(token[0].casefold() for token in tokens[i:at]) == phrase:
            return next((group[-1].last + 1 for group in groups if group[0].first == at), i)
    return i


def _inverted(tokens: Sequence[re.Match[str]], verb: int, found: Sequence[Name]) -> bool:
    """Whether the subject stands behind the verb: its sentence or clause opens with something else than a name."""
    start = verb
    while start > 0 and tokens[start - 1][0] not in (".", "!", "?", ":", ","):
        start -= 1
    if start == verb:
        return True
    named = any(start <= name.first < verb for name in found)
    helped = " ".join(token[0].casefold() for token in tokens[start : start + 3]).startswith(_HELPED)
    return (helped or not named) and tokens[start][0].casefold() in words("actors", "adverbials")


def _may_do(word: str, tokens: Sequence[re.Match[str]]) -> bool:
    """Whether an unknown word that opens a sentence does what follows: an agent before a verb of doing, or a definite
    noun that names no thing before a verb that only people are the subject of ("Jobbtorget matchar").
    """
    if looks_like_doers(word) and _deed(tokens, 1):
        return True
    noun = re.search(r"[^\W\d_]{3}(?:en|et|an|na|centrum)$", word) is not None
    deed = tokens[1][0].casefold() in words("actors", "human_deeds")
    return noun and deed and not is_known(word) and not holds("actors", "thing", word)


def looks_like_doers(word: str) -> bool:
    """ "Skrothandlaren", "Ledarna", "Vaktmästarna": agents in -are; "Ombuden" is known by its head."""
    return re.search(r"(?:are|aren|arna|örer|örerna|ister|isterna|männen)$", word) is not None


def _verb_place(tokens: Sequence[re.Match[str]], i: int) -> int | None:
    """Where the verb of a subject stands that ends before word `i`: past places ("i Ånge och Fränsta"), a relative
    clause between commas, or a "själv".
    """
    if i + 2 < len(tokens) and tokens[i][0] in PLACE and tokens[i + 1][0][0].isupper():
        i += 2
        while i + 2 < len(tokens) and tokens[i][0] in JOINTS and tokens[i + 1][0][0].isupper():
            i += 2
        if i + 1 < len(tokens) and tokens[i][0] == "centrum":
            i += 1
    elif i + 1 < len(tokens) and tokens[i][0] in ("själv", "själva", "gemensamt"):
        i += 1
    elif i + 2 < len(tokens) and tokens[i][0] == "," and tokens[i + 1][0] in _RELATIVE:
        end = next((k for k in range(i + 2, min(len(tokens), i + _CLAUSE)) if tokens[k][0] == ","), len(tokens))
        i = end + 1
    return i if i < len(tokens) else None


def _finite(tokens: Sequence[re.Match[str]], i: int) -> bool:
    word = tokens[i][0].casefold()
    if word in words("actors", "verbs") or word in words("actors", "deeds"):
        return True
    return len(word) > 3 and word.endswith("r") and word.isalpha() and word not in words("actors", "not_verbs")


def _deed(tokens: Sequence[re.Match[str]], i: int) -> bool:
    place = _verb_place(tokens, i)
    return place is not None and tokens[place][0].casefold() in words("actors", "deeds")
