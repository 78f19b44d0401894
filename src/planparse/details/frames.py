"""Where a name must stand to be responsible, acting or consulted: the token patterns of data/frames.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, Literal, cast

from planparse.details.names import Name
from planparse.details.patterns import Token, compiled, longest
from planparse.lexicon import content
from planparse.plan import Actor

Role = Literal["responsible", "acting", "consulted"]
JOINTS = frozenset(("och", "samt", ",", "&"))
"""What joins names that have one role."""


def framed(text: str, tokens: Sequence[re.Match[str]], found: Sequence[Name]) -> list[Actor]:
    """The actors that the frames find in a text, sentence by sentence; `found`: the names in it."""
    return [actor for inside, named in _by_sentence(tokens, found) for actor in _framed(text, tokens, inside, named)]


def _framed(text: str, tokens: Sequence[re.Match[str]], inside: range, found: Sequence[Name]) -> list[Actor]:
    """The actors that the frames find in a sentence: `tokens[inside]` of the text, with its names."""
    pieces, places = _pieces(tokens, inside, found)
    lowered = [piece.lower() for piece in pieces]
    worth = _worth(frozenset(lowered) & _asked_words())
    if not worth:
        return []
    by_place = dict(zip(places, found, strict=True))
    out: list[Actor] = []
    held: list[int] = []
    matches = [(start, end, i) for i in worth for start, end in longest(_pattern(i), pieces, lowered, places)]
    for start, end, i in sorted(matches):
        role = cast(Role, frames()[i]["kind"])
        at = next(i for i in (start, end - 1, *range(start, end)) if i in by_place)
        held += [at] if role == "responsible" else []
        out += [_actor(by_place[i], role) for i in _together(lowered, at, by_place, after=start == at)]
    out += [_actor(by_place[i], "responsible") for i in by_place if any(_gapped(lowered, at, i) for at in held)]
    return out


@lru_cache(maxsize=4096)
def _worth(lowered: frozenset[str]) -> tuple[int, ...]:
    """The frames that may hold in a sentence of these words: one of each that a frame asks for is among them."""
    return tuple(i for i, asked in enumerate(_asked()) if all(words & lowered for words in asked))


@cache
def _asked() -> tuple[tuple[frozenset[str], ...], ...]:
    """For each frame the words that its tokens ask for, those that may be missing aside."""
    return tuple(
        tuple(
            frozenset([asked] if isinstance(asked, str) else asked["IN"])
            for token in frame["tokens"]
            if (asked := token.get("LOWER")) and token.get("OP") not in ("?", "*")
            if isinstance(asked, str) or "IN" in asked
        )
        for frame in frames()
    )


@cache
def _asked_words() -> frozenset[str]:
    return frozenset(word for asked in _asked() for words in asked for word in words)


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


def _together(lowered: Sequence[str], at: int, by_place: dict[int, Name], after: bool) -> list[int]:
    """The name at a place and those that "och" or a comma joins to it: before a verb on its left, else on its right."""
    out = [at]
    step = -1 if after else 1
    i = at
    while i + 2 * step in by_place and lowered[i + step] in JOINTS:
        i += 2 * step
        if after and i - 2 in by_place and lowered[i - 1] in ("på", "vid"):
            i -= 2
        out.append(i)
    return sorted(out)


def _gapped(lowered: Sequence[str], at: int, i: int) -> bool:
    """ "X ansvarar för det ena och Y för det andra": in the same sentence, a name between a joint and "för"."""
    if not at < i < len(lowered) - 1 or lowered[i - 1] not in JOINTS or lowered[i + 1] != "för":
        return False
    return all(word not in (".", "!", "?") for word in lowered[at:i])


def _pieces(tokens: Sequence[re.Match[str]], inside: range, found: Sequence[Name]) -> tuple[list[str], list[int]]:
    """A sentence's tokens behind a full stop that marks its start, each name one token, and the names' places."""
    pieces: list[str] = ["."]
    places: list[int] = []
    at = inside.start
    for name in found:
        pieces += [token[0] for token in tokens[at : name.first]]
        places.append(len(pieces))
        pieces.append(name.text)
        at = name.last + 1
    pieces += [token[0] for token in tokens[at : inside.stop]]
    return pieces, places


@cache
def _pattern(frame: int) -> tuple[Token, ...]:
    return compiled(frames()[frame]["tokens"])


@cache
def frames() -> tuple[dict[str, Any], ...]:
    """The frames of data/frames.toml: kind, tokens, examples, counterexamples."""
    return tuple(content("frames")["frame"])
