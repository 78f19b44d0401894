"""Who stands at an item's end, in its parentheses, behind its labels: names beside the sentence (rule 21)."""

from __future__ import annotations

import re

from planparse.details.lists import DEFINITE, listed, only_names, without_purpose
from planparse.details.names import actor_data, names
from planparse.details.subjects import NO_SUBJECT
from planparse.lexicon import near, words
from planparse.plan import Actor

_PAREN = re.compile(r"[(\[]([^()\[\]]{2,110})[)\]]\s*[.;,]?\s*$")
_LAST = re.compile(r"(?:[.!?;,–]|(?<=\s)/)\s+([^.!?:;–]{3,80})\.?\s*$")
_INLINE = re.compile(r"^([^:.–]{3,50})\s?[:–]\s+\S")
_LABELLED = re.compile(r"(?:^|[.;,(–]\s*)(?P<label>[^\W\d_][^.;,:=()–]{2,40}\.?)\s?[:=]\s*(?P<names>[^.;:()]{2,90})")
"""An inline label within a statement and the names behind it."""
_ACRONYM = re.compile(r"[A-ZÅÄÖ]{2,6}(?: ?[,/+&] ?[A-ZÅÄÖ]{2,6})*$")
_LATER = re.compile(r"[.!?]\s+([^:.!?–]{3,50}):\s+\S")
_ENDING_NAME = re.compile(r"[.!?]\s+([A-ZÅÄÖ][a-zåäöé-]{3,}(?:en|et|an|na))\s*$")


def without_endings(text: str, kind: str) -> tuple[list[Actor], str]:
    """The actors named beside the sentence of an item of `kind`, and what is left of the item."""
    body, out = text, []
    for labelled in _LABELLED.finditer(body) if ":" in body or "=" in body else ():
        if named := _behind_label(labelled["label"], labelled["names"]):
            out += named
            body = body[: labelled.start()] + body[labelled.end() :]
            break
    paren = _PAREN.search(body)
    if paren and (named := only_names(paren[1]) or _abbreviated(paren[1], kind)):
        out += named
        body = body[: paren.start()]
    last = _LAST.search(body)
    if last and body[last.start()] not in ",–/" and (named := only_names(last[1])):
        out += named
        body = body[: last.start() + 1]
    elif (
        last
        and body[last.start()] in ",–/"
        and kind == "activity"
        and (named := _one_name(last[1], body[last.start()] != ",", body[: last.start()]))
    ):
        out += named
        body = body[: last.start()]
    unknown = _ENDING_NAME.search(body) if kind == "activity" and not last else None
    if unknown and unknown[1].casefold() not in NO_SUBJECT:
        out += listed(unknown[1])
        body = body[: unknown.start() + 1]
    for later in _LATER.finditer(body) if kind == "activity" and ": " in body else ():
        out += only_names(later[1])
    inline = _INLINE.match(body)
    if inline and kind == "activity" and (named := only_names(inline[1])):
        out += named
        body = body[inline.end() - 1 :]
    return out, body


def _behind_label(label: str, text: str) -> list[Actor]:
    """Who stands behind a label within a statement, if it asks for those responsible."""
    asks = next((rule for rule in near("details", "responsible_label", label) if rule.matches(label)), None)
    if asks is None or asks.kind != "responsible":
        return []
    return listed(without_purpose(text)) if "ansv" in label.casefold() else only_names(text)


def _abbreviated(text: str, kind: str) -> list[Actor]:
    """Actors by their letters in parentheses behind an activity ("(KFAB)", "(BUN, SN)")."""
    known = {letters.casefold() for letters in re.findall(r"\w+", text)} & words("actors", "no_letters")
    return listed(text) if kind == "activity" and _ACRONYM.match(text.strip()) and not known else []


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
