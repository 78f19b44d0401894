"""Who stands at an item's end, in its parentheses, behind its labels: names beside the sentence (rule 21)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from planparse.details.lists import CONSULTED, DEFINITE, helpers, listed, only_names, without_purpose
from planparse.details.names import actor_data, names
from planparse.details.subjects import NO_SUBJECT
from planparse.lexicon import holds, near, words
from planparse.plan import Actor

_PAREN = re.compile(r"[(\[]([^()\[\]]{2,110})[)\]](?=\s*[.;,]?\s*$|[.;,]\s)")
"""Parentheses at the end of a statement or of a clause."""
_ALL_PAREN = re.compile(r"\(([^()]{2,110})\)?[.,;]?")
_LAST = re.compile(r"(?:[.!?;,–]|(?<=\s)/)\s+([^.!?:;–]{2,80})\.?\s*$")
_INLINE = re.compile(r"^([^:.–]{3,50})\s?[:–]\s+\S")
_LABELLED = re.compile(r"(?:^|[.;,(–]\s*)(?P<label>[^\W\d_][^.;,:=()–]{2,40}\.?)\s?[:=]\s*(?P<names>[^.;:()]{2,90})")
"""An inline label within a statement and the names behind it."""
_ACRONYM = re.compile(r"[A-ZÅÄÖ]{2,6}(?: ?[,/+&] ?[A-ZÅÄÖ]{2,6})*$")
_LATER = re.compile(r"[.!?]\s+([^:.!?–]{3,50}):\s+\S")
_LAST_LABEL = re.compile(r"[.;]\s+(?P<label>[^\W\d_][^.;,:()–\d]{1,28}):\s*(?P<names>[^.;:()]{2,90})\.?\s*$")
"""A label of any wording behind a statement, and names behind it."""
_SIGNED = re.compile(r"(?:^|[.!?]\s+|\()([A-ZÅÄÖ][a-zåäö]{0,3})(?: [a-zåäö]{2,5}| [A-ZÅÄÖ][a-zåäö]+)?\)?\s*\.?\s*$")
"""A short form that ends a statement ("… i tre hamnar. Kp", "… Kp Bengtsfors", "… C lpo")."""
_ENDING_NAME = re.compile(r"[.!?]\s+([A-ZÅÄÖ][a-zåäöé-]{3,}(?:en|et|an|na))\s*$")
_A_TIME = 20
"""Characters of a last piece with figures, behind which no name stands ("…, parkenheten, v. 34")."""
_A_WEEK = re.compile(r"(?<=\w), v(?:\.|ecka) ?\d{1,2}\.?\s*$")
_STATEMENT = 3
"""Words of a statement behind which a name stands after a comma, at the least."""


def signers(texts: Iterable[str]) -> frozenset[str]:
    """Short forms that end more than one statement of a document and so stand for someone ("Kp", "Omi")."""
    counted = Counter(found[1] for text in texts if (found := _SIGNED.search(text)))
    return frozenset(
        sign for sign, n in counted.items() if n > 1 and sign.casefold() not in words("actors", "no_letters")
    )


def in_parentheses(text: str, signs: frozenset[str]) -> list[Actor]:
    """The actors of an item that is nothing but names in parentheses: a line's break cut it from the item above."""
    found = _ALL_PAREN.fullmatch(text.strip())
    return only_names(found[1]) or _abbreviated(found[1], "activity", signs) if found else []


def without_endings(text: str, kind: str, signs: frozenset[str] = frozenset()) -> tuple[list[Actor], str]:
    """The actors named beside the sentence of an item of `kind`, and what is left of the item. `signs`: `signers`."""
    body, out = text, []
    for labelled in _LABELLED.finditer(body) if ":" in body or "=" in body else ():
        if named := _behind_label(labelled["label"], labelled["names"]):
            out += named
            body = body[: labelled.start()] + body[labelled.end() :]
            break
    for paren in reversed(list(_PAREN.finditer(body))):
        last = not body[paren.end() :].strip(" .;,")
        named = only_names(paren[1]) if last or (kind == "activity" and _stands_apart(body[: paren.start()])) else []
        if last and not named and not _spelled_out(paren[1], body[: paren.start()]):
            named = _abbreviated(paren[1], kind, signs)
        if named:
            out += named
            body = body[: paren.start()] + ("" if last else body[paren.end() :])
    for find in (_last_label, _last_words, _unknown_name, _inline_label) if kind == "activity" else (_last_words,):
        named, body = find(body, kind, signs)
        out += named
    return out, body


def _spelled_out(letters: str, before: str) -> bool:
    """Whether letters shorten the words in front of them ("våld i nära relation (VINR)")."""
    behind = [word[0].casefold() for word in before.split()][-len(letters) :]
    return letters.isupper() and behind == list(letters.casefold())


def _stands_apart(before: str) -> bool:
    """Whether parentheses behind these words stand beside no name ("kommunen (gatuenheten), som …")."""
    return not any(name.to == len(before.rstrip()) for name in names(before))


def _last_label(body: str, kind: str, signs: frozenset[str]) -> tuple[list[Actor], str]:
    found = _LAST_LABEL.search(body) if ":" in body else None
    if found is None or names(found["label"]) or not (named := only_names(found["names"])):
        return [], body
    if holds("details", "other_names", found["label"]) or holds("details", "no_doer_label", found["label"]):
        return [], body
    helping = holds("details", "consulted_label", found["label"])
    return (helpers(found["names"]) if helping else named), body[: found.start() + 1]


def _last_words(body: str, kind: str, signs: frozenset[str]) -> tuple[list[Actor], str]:
    """A bare name behind the statement's full stop, dash, slash or comma."""
    last = _LAST.search(_A_WEEK.sub("", body))
    if last is None:
        return [], body
    if body[last.start()] not in ",–/":
        named = only_names(last[1]) or (_abbreviated(last[1], kind, signs) if body[last.start()] in ".!?" else [])
        return (named, body[: last.start() + 1]) if named else ([], body)
    if kind != "activity":
        return [], body
    named = _one_name(last[1], body[last.start()] != ",", body[: last.start()])
    if named:
        return named, body[: last.start()]
    pieces = body.rstrip(" .").split(", ")
    while len(pieces) > 1 and any(c.isdigit() for c in pieces[-1]) and len(pieces[-1]) < _A_TIME:
        pieces.pop()
    before, tail = ", ".join(pieces[:-1]), pieces[-1]
    first, *helping = CONSULTED.split(tail)
    if len(before.split()) < _STATEMENT or not (named := _one_name(first.strip(), False, before)):
        return [], body
    return [*named, *(actor for other in helping for actor in helpers(other))], before


def _unknown_name(body: str, kind: str, signs: frozenset[str]) -> tuple[list[Actor], str]:
    """A definite word that no rule knows, alone behind the full stop."""
    found = None if _LAST.search(body) and not _ENDING_NAME.search(body) else _ENDING_NAME.search(body)
    if found is None or found[1].casefold() in NO_SUBJECT:
        return [], body
    return listed(found[1]), body[: found.start() + 1]


def _inline_label(body: str, kind: str, signs: frozenset[str]) -> tuple[list[Actor], str]:
    """Names and a colon in front of a statement or of a later sentence in it."""
    out: list[Actor] = []
    for later in _LATER.finditer(body) if ": " in body else ():
        out += only_names(later[1])
    inline = _INLINE.match(body)
    if inline and (named := only_names(inline[1])):
        return [*out, *named], body[inline.end() - 1 :]
    return out, body


def _behind_label(label: str, text: str) -> list[Actor]:
    """Who stands behind a label within a statement, if it asks for those responsible."""
    asks = next((rule for rule in near("details", "responsible_label", label) if rule.matches(label)), None)
    if asks is None or asks.kind != "responsible":
        return []
    return listed(without_purpose(text)) if "ansv" in label.casefold() else only_names(text)


def _abbreviated(text: str, kind: str, signs: frozenset[str]) -> list[Actor]:
    """Actors by their letters behind an activity ("(KFAB)", "(BUN, SN)") or by a short form of the document's own."""
    known = {letters.casefold() for letters in re.findall(r"\w+", text)} & words("actors", "no_letters")
    short = (_ACRONYM.match(text.strip()) is not None and kind == "activity") or text.split()[0] in signs
    return listed(text) if short and not known else []


def _one_name(text: str, sign: bool, before: str) -> list[Actor]:
    """A single known name behind a comma, dash or slash ("Samtalsgrupp varannan vecka, Svenska kyrkan"), no last part
    of an enumeration ("möten med skolan, polisen"): capitalised, or a definite one, or a title.
    """
    found = names(text)
    if len(found) != 1 or found[0].text != text.strip(" ."):
        return []
    last = found[0].text.split()[-1]
    if text.strip()[0].isupper() or (sign and DEFINITE.search(last)):
        return listed(text)
    alone = not any(name.to == len(before.rstrip()) for name in names(before)) and " och " not in before[-30:]
    titled = last.casefold().endswith(tuple(actor_data()["titles"])) or DEFINITE.search(last)
    return listed(text) if alone and titled and found[0].kind != "residents" else []
