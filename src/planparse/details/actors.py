"""Who does it: names of actors in an item's words, in parentheses, labels, headings and columns, with their roles."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal

from planparse.lexicon import data_text, fold, rules, words
from planparse.plan import Actor, ActorKind

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

Role = Literal["responsible", "acting", "consulted"]

_WORD = re.compile(r"[\w&]+(?:[-:/.][\w&]+)*-?|[^\w\s]")
_LONGEST = 5
"""Words that one name has at the most."""
_PAREN = re.compile(r"\(([^()]{3,90})\)\s*[.;]?\s*$")
_LAST = re.compile(r"[.!?:]\s+([^.!?:]{3,60})\.?\s*$")
_INLINE = re.compile(r"^([^:.]{3,50}):\s+\S")
_SPLIT = re.compile(r"\s*(?:[,;/•·|]|\s[-–]\s|(?<![-–])\s(?:och|samt|eller|&)\s(?=\S{3}))\s*")
_CONSULTED = re.compile(
    r"\s*(?:\bi\s+(?:samråd|samverkan|samarbete|dialog)\s+med\b|\btillsammans\s+med\b|\bihop\s+med\b|"
    r"\bmed\s+(?:stöd|hjälp)\s+(?:av|från)\b)\s*",
    re.IGNORECASE,
)
_ROLE_WORD = re.compile(
    r"^(?:ansvarig[at]?|ansvar|huvudansvar(?:ig)?|genom|via|utförare|vem)\b\s*(?:är|:)?\s*", re.IGNORECASE
)
_NO_ONE = re.compile(
    r"^(?:vi|alla|parterna|båda|båda parter|tillsammans|samtliga|gemensamt|respektive|–|-)$", re.IGNORECASE
)
_NAME_WORDS = 6


@dataclass(frozen=True, slots=True)
class Name:
    """An actor named at text[at:to]."""

    at: int
    to: int
    text: str
    kind: ActorKind


# ---- Names ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=8192)
def word_kind(word: str) -> ActorKind | None:
    """The kind of actor that one word names, or None."""
    folded = fold(word)
    return next((r.kind for r in rules("actors", "actor") if r.pattern and r.pattern.match(folded)), None)  # type: ignore[return-value]


def names(text: str) -> list[Name]:
    """The actors named in a text, in reading order, with the words that belong to each name."""
    tokens = list(_WORD.finditer(text))
    whole = [m.span() for r in rules("actors", "whole") if r.pattern for m in r.pattern.finditer(text)]
    out: list[Name] = []
    for i, token in enumerate(tokens):
        kind = word_kind(token[0])
        inside = next((span for span in whole if span[0] <= token.start() and token.end() <= span[1]), None)
        if kind is None and not (inside and inside[1] == token.end()):
            continue
        at = _start(tokens, i, out[-1].to if out else 0)
        to = _end(text, tokens, i)
        if inside:
            at = min(at, inside[0])
        if out and at < out[-1].to:
            at = out[-1].at
            out.pop()
        out.append(Name(at, to, text[at:to], kind or "municipality"))
    return [name for name in out if name.text.casefold() not in ("tekniska", "brottsförebyggande", "råd", "chef")]


def _start(tokens: Sequence[re.Match[str]], i: int, after: int) -> int:
    """Where a name begins: adjectives and genitives in front belong to it."""
    first = i
    for j in range(i - 1, max(-1, i - _LONGEST), -1):
        word = tokens[j][0]
        known = any(r.pattern and r.pattern.match(fold(word)) for r in rules("actors", "before"))
        named = (word[0].isupper() and word.endswith("s") and j > 0) or _place_of_municipality(tokens, j, i)
        if not (known or named) or tokens[j].start() < after:
            break
        first = j
    return tokens[first].start()


def _place_of_municipality(tokens: Sequence[re.Match[str]], j: int, i: int) -> bool:
    """ "Hjo kommun", "Göteborgs stad", "Habo lokalpolisområde"."""
    return j == i - 1 and tokens[j][0][:1].isupper() and fold(tokens[i][0]) in ("kommun", "stad", "lokalpolisområde")


def _end(text: str, tokens: Sequence[re.Match[str]], i: int) -> int:
    """Where a name ends: a place behind "Lokalpolisområde" belongs to it."""
    last = i
    if any(r.pattern and r.pattern.match(fold(tokens[i][0])) for r in rules("actors", "behind")):
        for j in range(i + 1, min(len(tokens), i + 4)):
            if not tokens[j][0][0].isupper() or "." in text[tokens[j - 1].end() : tokens[j].start()]:
                break
            last = j
    return tokens[last].end()


# ---- Names that stand alone ----------------------------------------------------------------------------


def listed(text: str) -> list[Actor]:
    """The actors of a cell, a label's text or a heading that holds nothing but names: responsible, or consulted."""
    out: list[Actor] = []
    responsible, *others = _CONSULTED.split(text)
    for role, piece in (("responsible", responsible), *(("consulted", other) for other in others)):
        for name in _separate(piece):
            plain = _ROLE_WORD.sub("", name).strip(" .:()")
            if (
                plain
                and any(c.isalpha() for c in plain)
                and not _NO_ONE.match(plain)
                and len(plain.split()) <= _NAME_WORDS
            ):
                out.append(Actor(text=plain, kind=kind_of(plain), role=role))  # type: ignore[arg-type]
    return _once(out)


def _separate(text: str) -> Iterator[str]:
    """The names of a list; "kultur och fritid" is one."""
    whole = [m.span() for r in rules("actors", "whole") if r.pattern for m in r.pattern.finditer(text)]
    start = 0
    for gap in _SPLIT.finditer(text):
        if any(a < gap.start() and gap.end() < b for a, b in whole):
            continue
        yield text[start : gap.start()]
        start = gap.end()
    yield text[start:]


def kind_of(name: str) -> ActorKind:
    """The kind of a name by its last word that names an actor; "other" where none does."""
    found = [kind for word in _WORD.findall(name) if (kind := word_kind(word))]
    return found[-1] if found else "other"


def in_heading(heading: str) -> list[Actor]:
    """Who promises in a lead-in ("Polisen och kommunen lovar att:")."""
    main, *others = _CONSULTED.split(heading)
    out = [Actor(text=n.text, kind=n.kind, role="responsible") for n in names(main)]
    out += [Actor(text=n.text, kind=n.kind, role="responsible") for other in others for n in names(other) if not out]
    return _once(out)


# ---- Names in a statement ------------------------------------------------------------------------------


def find_actors(text: str, kind: str) -> list[Actor]:
    """The actors that an item's own words name, with their roles (annotation guide, rule 21)."""
    body, out = text, []
    paren = _PAREN.search(text)
    if paren and (named := _only_names(paren[1])):
        out += named
        body = text[: paren.start()]
    last = _LAST.search(body)
    if last and (named := _only_names(last[1])):
        out += named
        body = body[: last.start() + 1]
    inline = _INLINE.match(body)
    if inline and kind == "activity" and (named := _only_names(inline[1])):
        out += named
        body = body[inline.end() - 1 :]
    out += _framed(body, kind)
    return _once(out)


def _only_names(text: str) -> list[Actor]:
    """The names of a text that says nothing else, else none."""
    found = names(text)
    rest = text
    for name in reversed(found):
        rest = rest[: name.at] + rest[name.to :]
    if not found or re.sub(
        r"\b(?:och|samt|i samverkan med|tillsammans med|ansvarig[at]?|med)\b|[\W_]", "", rest.casefold()
    ):
        return []
    return listed(text)


def _framed(text: str, kind: str) -> list[Actor]:
    found = names(text)
    if not found:
        return _opening(text)
    doc = _document(text, found)
    kinds = {name.text: name.kind for name in found}
    out: list[Actor] = []
    matcher = _matcher()
    for match, start, end in sorted(matcher(doc), key=lambda m: (m[1], m[2])):
        role = matcher.vocab.strings[match].partition(":")[0]
        at = start if doc[start].ent_type_ == "ACTOR" else end - 1
        out += [Actor(text=t.text, kind=kinds[t.text], role=role) for t in _together(doc, at)]  # type: ignore[arg-type]
    named = {actor.text for actor in out}
    if kind in ("activity", "goal", "follow_up", "responsibility"):
        for at in _subjects(doc):
            actors = [Actor(text=t.text, kind=kinds[t.text], role="acting") for t in _together(doc, at)]
            out += [actor for actor in actors if actor.text not in named]
    return out or _opening(text)


def _opening(text: str) -> list[Actor]:
    """A name that no rule knows, at the start of "NN ansvarar för"."""
    found = re.match(r"((?:[A-ZÅÄÖ][\w&-]*)(?: [\w&-]+){0,3}?) (?:ansvarar|är ansvarig|har ansvar)\b", text)
    if not found or _NO_ONE.match(found[1]):
        return []
    return [Actor(text=found[1], kind=kind_of(found[1]), role="responsible")]


def _together(doc: Doc, at: int) -> list[Any]:
    """The name at a place and those that "och" or a comma joins to it, on either side."""
    out = [doc[at]]
    for step in (-1, 1):
        i = at
        while 0 <= i + 2 * step < len(doc):
            if doc[i + step].lower_ not in ("och", "samt", ",") or doc[i + 2 * step].ent_type_ != "ACTOR":
                break
            i += 2 * step
            out.append(doc[i])
    return sorted(out, key=lambda token: token.i)


def _subjects(doc: Doc) -> Iterator[int]:
    """Names that open a sentence or a clause and have a verb behind them."""
    verbs, others = words("actors", "verbs"), words("actors", "not_verbs")
    for token in doc:
        if token.ent_type_ != "ACTOR" or token.i + 1 >= len(doc):
            continue
        last = _together(doc, token.i)[-1]
        if last.i != token.i or last.i + 1 >= len(doc):
            continue
        verb = doc[last.i + 1].lower_
        opens = _together(doc, token.i)[0].i
        if opens and doc[opens - 1].text not in (".", ":", ",", "och", "att", "Att", "samt", "men"):
            continue
        if verb in verbs or (verb.endswith("r") and len(verb) > 3 and verb not in others):
            yield token.i


def _document(text: str, found: Sequence[Name]) -> Doc:
    """The text as spaCy tokens, each name one token of entity type ACTOR."""
    from spacy.tokens import Doc, Span

    pieces: list[str] = []
    marked: list[int] = []
    at = 0
    for name in found:
        pieces += _WORD.findall(text[at : name.at])
        marked.append(len(pieces))
        pieces.append(name.text)
        at = name.to
    pieces += _WORD.findall(text[at:])
    doc = Doc(_matcher().vocab, words=pieces)
    doc.ents = [Span(doc, i, i + 1, label="ACTOR") for i in marked]
    return doc


@cache
def _matcher() -> Matcher:
    """spaCy's matcher with the frames of data/frames.toml; a rule's name is its role and number."""
    from spacy.lang.sv import Swedish
    from spacy.matcher import Matcher

    matcher = Matcher(Swedish().vocab)
    for i, frame in enumerate(frames()):
        matcher.add(f"{frame['kind']}:{i}", [frame["tokens"]], greedy="LONGEST")
    return matcher


@cache
def frames() -> tuple[dict[str, Any], ...]:
    """The frames of data/frames.toml: kind, tokens, examples, counterexamples."""
    return tuple(tomllib.loads(data_text("frames.toml"))["frame"])


def _once(actors: Sequence[Actor]) -> list[Actor]:
    """Each name once, with the strongest of its roles."""
    order = ("responsible", "consulted", "acting")
    best: dict[str, Actor] = {}
    for actor in actors:
        known = best.get(actor.text.casefold())
        if known is None or order.index(actor.role) < order.index(known.role):
            best[actor.text.casefold()] = actor
    return list(best.values())
