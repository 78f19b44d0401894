"""Who does it: actors in an item's words, with their roles (rule 21): at its end, behind labels, in its grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planparse.details.endings import without_endings
from planparse.details.frames import JOINTS, framed
from planparse.details.lists import CONSULTED, NO_ONE, kind_of, listed, once, only_names, without_purpose
from planparse.details.names import Name, names, tokens_of
from planparse.details.subjects import NO_SUBJECT, subjects
from planparse.lexicon import words
from planparse.plan import Actor

_LETTERS = 7
"""Letters that a short form of an office has less than."""
_BEFORE_SUBJECT = frozenset((".", "!", "?", ":", ",", ";", "och", "samt", "men"))


def find_actors(text: str, kind: str, signs: frozenset[str] = frozenset()) -> list[Actor]:
    """The actors that an item's own words name, with their roles (annotation guide, rule 21).

    `signs`: the document's own short forms of names (`endings.signers`).
    """
    named, body = without_endings(text, kind, signs)
    return once([*named, *_in_sentences(body, kind)])


def label_names(text: str) -> list[Actor]:
    """The actors of a label's text: a list of names, or sentences with names ("Nämnden. Rektor för inbjudan.")."""
    out: list[Actor] = []
    for sentence in re.split(r"\.\s+(?=[A-ZÅÄÖ])", text):
        named = without_purpose(sentence)
        if only_names(named) or len(text) == len(sentence):
            out += listed(named)
        else:
            out += [actor for actor in find_actors(sentence, "responsibility") if actor.role == "responsible"]
    return once(out)


def _in_sentences(text: str, kind: str) -> list[Actor]:
    tokens = tokens_of(text)
    found = names(text, tokens)
    if kind == "goal":
        found = [name for name in found if name.kind != "residents" and "elev" not in name.text.casefold()]
    found = sorted((*found, *_letters(text, tokens, found)), key=lambda name: name.first)
    if " med " in text and (partners := list(_partners(text, tokens, found))):
        found = sorted((*found, *partners), key=lambda name: name.first)
    out = framed(text, tokens, found) if found else []
    known = {actor.text for actor in out}
    out += [Actor(text=n.text, kind=n.kind, role="acting") for n in subjects(tokens, found) if n.text not in known]
    return out or _opening(tokens)


def _letters(text: str, tokens: Sequence[re.Match[str]], found: Sequence[Name]) -> Iterator[Name]:
    """Offices by their letters that open a sentence or clause before a verb of doing ("BUF håller ihop schemat")."""
    taken = {i for name in found for i in range(name.first, name.last + 1)}
    for i, token in enumerate(tokens[:-1]):
        word = token[0]
        if i in taken or not (1 < len(word) < _LETTERS and word.isalpha() and word.isupper()):
            continue
        opens = i == 0 or tokens[i - 1][0] in _BEFORE_SUBJECT
        does = tokens[i + 1][0].casefold() in words("actors", "deeds")
        if opens and does and word.casefold() not in words("actors", "no_letters"):
            yield Name(token.start(), token.end(), word, "other", i, i)


def _partners(text: str, tokens: Sequence[re.Match[str]], found: Sequence[Name]) -> Iterator[Name]:
    """Capitalised names behind "tillsammans med" that no rule knows ("tillsammans med Boxholm och Ydre")."""
    taken = {i for name in found for i in range(name.first, name.last + 1)}
    for match in CONSULTED.finditer(text):
        i = next((k for k, token in enumerate(tokens) if token.start() >= match.end()), len(tokens))
        while i < len(tokens) and tokens[i][0][0].isupper() and i not in taken:
            last = i
            while last + 1 < len(tokens) and tokens[last + 1][0][0].isupper() and last + 1 not in taken:
                last += 1
            at, to = tokens[i].start(), tokens[last].end()
            yield Name(at, to, text[at:to], "other", i, last)
            i = last + 2 if last + 1 < len(tokens) and tokens[last + 1][0] in JOINTS else len(tokens)


def _opening(tokens: Sequence[re.Match[str]]) -> list[Actor]:
    """A name that no rule knows, at the start of "NN ansvarar för"."""
    head = [token[0] for token in tokens[:5]]
    verb = next((i for i, word in enumerate(head) if word in ("ansvarar", "ansvarade") or _answers(head, i)), 0)
    name = " ".join(head[:verb])
    if not verb or not name[0].isupper() or head[0].casefold() in NO_SUBJECT or NO_ONE.match(name):
        return []
    return [Actor(text=name, kind=kind_of(name), role="responsible")]


def _answers(head: Sequence[str], i: int) -> bool:
    """Whether "svarar" there is "svarar för"."""
    return head[i] in ("svarar", "svarade") and head[i + 1 : i + 2] == ["för"]
