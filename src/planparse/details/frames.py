"""Where a name must stand to be responsible, acting or consulted: spaCy's matcher on data/frames.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, cast

from planparse.details.names import Name
from planparse.lexicon import data_text
from planparse.plan import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc

Role = Literal["responsible", "acting", "consulted"]
JOINTS = frozenset(("och", "samt", ",", "&"))
"""What joins names that have one role."""


def framed(text: str, tokens: Sequence[re.Match[str]], found: Sequence[Name]) -> list[Actor]:
    """The actors that the frames find in a text, sentence by sentence; `found`: the names in it."""
    return [actor for inside, named in _by_sentence(tokens, found) for actor in _framed(text, tokens, inside, named)]


def _framed(text: str, tokens: Sequence[re.Match[str]], inside: range, found: Sequence[Name]) -> list[Actor]:
    """The actors that the frames find in a sentence: `tokens[inside]` of the text, with its names."""
    if not _cued(text[tokens[inside.start].start() : tokens[inside.stop - 1].end()]):
        return []
    doc, places = _document(tokens, inside, found)
    by_place = dict(zip(places, found, strict=True))
    matcher = _matcher()
    out: list[Actor] = []
    held: list[int] = []
    for match, start, end in sorted(matcher(doc), key=lambda m: (m[1], m[2])):
        role = cast(Role, matcher.vocab.strings[match].partition(":")[0])
        at = start if start in by_place else end - 1
        held += [at] if role == "responsible" else []
        out += [_actor(by_place[i], role) for i in _together(doc, at, by_place, after=start == at)]
    out += [_actor(by_place[i], "responsible") for i in by_place if any(_gapped(doc, at, i) for at in held)]
    return out


def _cued(text: str) -> bool:
    """Whether a text has a sign without which no frame holds."""
    folded = text.casefold()
    return any(cue in folded for cue in _frame_cues())


@cache
def _frame_cues() -> tuple[str, ...]:
    return tuple(dict.fromkeys(frame["cue"] for frame in frames()))


def _by_sentence(tokens: Sequence[re.Match[str]], found: Sequence[Name]) -> Iterator[tuple[range, list[Name]]]:
    """The tokens of each sentence that names actors, with its names."""
    start, k = 0, 0
    for i, token in enumerate(tokens):
        ends = token[0] in ".!?" and i + 1 < len(tokens) and tokens[i + 1][0][0].isupper()
        if not ends and i + 1 < len(tokens):
            continue
        named = []
        while k < len(found) and found[k].first <= i:
            named.append(found[k])
            k += 1
        if named:
            yield range(start, max(i, named[-1].last) + 1), named
        start = i + 1


def _actor(name: Name, role: Role) -> Actor:
    return Actor(text=name.text, kind=name.kind, role=role)


def _together(doc: Doc, at: int, by_place: dict[int, Name], after: bool) -> list[int]:
    """The name at a place and those that "och" or a comma joins to it: before a verb on its left, else on its right."""
    out = [at]
    step = -1 if after else 1
    i = at
    while i + 2 * step in by_place and doc[i + step].lower_ in JOINTS:
        i += 2 * step
        out.append(i)
    return sorted(out)


def _gapped(doc: Doc, at: int, i: int) -> bool:
    """ "X ansvarar för det ena och Y för det andra": in the same sentence, a name between a joint and "för"."""
    if not at < i < len(doc) - 1 or doc[i - 1].lower_ not in JOINTS or doc[i + 1].lower_ != "för":
        return False
    return all(doc[k].lower_ not in (".", "!", "?") for k in range(at, i))


def _document(tokens: Sequence[re.Match[str]], inside: range, found: Sequence[Name]) -> tuple[Doc, list[int]]:
    """A sentence as spaCy tokens, each name one token of entity type ACTOR; the names' places."""
    from spacy.tokens import Doc

    pieces: list[str] = []
    places: list[int] = []
    at = inside.start
    for name in found:
        pieces += [token[0] for token in tokens[at : name.first]]
        places.append(len(pieces))
        pieces.append(name.text)
        at = name.last + 1
    pieces += [token[0] for token in tokens[at : inside.stop]]
    marks = ["O"] * len(pieces)
    for place in places:
        marks[place] = "B-ACTOR"
    return Doc(_matcher().vocab, words=pieces, ents=marks), places


@cache
def _matcher() -> Any:
    """The matcher with the frames; a rule's name is its role and number.

    Of a word only its lower case and whether it is a sign is asked: spaCy's Swedish attributes cost ten times as much.
    """
    from spacy.lang.lex_attrs import LEX_ATTRS, is_punct, lower
    from spacy.matcher import Matcher
    from spacy.vocab import Vocab

    asked: Any = {key: getter for key, getter in LEX_ATTRS.items() if getter in (lower, is_punct)}
    matcher = Matcher(Vocab(lex_attr_getters=asked))
    for i, frame in enumerate(frames()):
        matcher.add(f"{frame['kind']}:{i}", [frame["tokens"]], greedy="LONGEST")
    return matcher


@cache
def frames() -> tuple[dict[str, Any], ...]:
    """The frames of data/frames.toml: kind, cue, tokens, examples, counterexamples."""
    return tuple(tomllib.loads(data_text("frames.toml"))["frame"])
