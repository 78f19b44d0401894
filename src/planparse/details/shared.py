"""A time or names beside several activities: what belongs to which ("Mall klar 28 februari. Utbildning i mars")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planparse.details.names import names
from planparse.details.times import Found, When, find_times
from planparse.lexicon import words
from planparse.plan import Actor, Item, Time

_PIECE = re.compile(r";\s+|(?<=[.])\s+(?=[A-ZÅÄÖV0-9])")
_WORD = re.compile(r"[^\W\d_]{4,}")
_SHARED = 5
"""Letters at the start (or inside a compound) that two words of one matter have in common."""


def share_out(text: str, items: Sequence[Item], when: When) -> Iterator[tuple[Item, list[Time]]]:
    """The times of a cell or label for each of the activities beside it.

    A piece that names its matter ("Brev senast 24 maj") goes to the items that name it, what is left to the others;
    as many nameless pieces as items go one by one; else all goes to all.
    """
    pieces = [(piece, [f.time for f in found]) for piece, found in _pieces(text, when) if found]
    if len(items) < 2:
        yield from ((item, [time for _, times in pieces for time in times]) for item in items)
        return
    named = [[item for item in items if _names(piece, item)] for piece, _ in pieces]
    some = [bool(chosen) and len(chosen) < len(items) for chosen in named]
    if not any(some):
        one_by_one = len(pieces) == len(items)
        for i, item in enumerate(items):
            its_own = pieces[i : i + 1] if one_by_one else pieces
            yield item, [time for _, times in its_own for time in times]
        return
    claimed = {item.id for chosen, apart in zip(named, some, strict=True) if apart for item in chosen}
    for (_, times), chosen, apart in zip(pieces, named, some, strict=True):
        for item in items:
            if (item in chosen) if apart else (item.id not in claimed):
                yield item, times


def share_names(text: str, actors: Sequence[Actor], items: Sequence[Item]) -> Iterator[tuple[Item, list[Actor]]]:
    """The names of a cell or label for each of the activities beside it (rule 16): one whose matter stands behind it
    ("Kontoret (belysning)", "Nämnden svarar för anmälningarna") for the items that name the matter, the others for all.
    """
    whose = {actor.text: _matters_of(actor, text, items) for actor in actors} if len(items) > 1 else {}
    for item in items:
        yield item, [a for a in actors if not whose.get(a.text) or item.id in whose[a.text]]


def _matters_of(actor: Actor, text: str, items: Sequence[Item]) -> frozenset[str]:
    """The items that name the matter behind a name; none where there is no matter or no item names it."""
    found = re.search(re.escape(actor.text) + r"(?:\s*\(([^()]{4,60})\)|\s+(?:an)?svarar för ([^.;]{4,60}))", text)
    matter = (found[1] or found[2]) if found else ""
    if not matter or names(matter):
        return frozenset()
    return frozenset(item.id for item in items if _names(matter, item))


def _pieces(text: str, when: When) -> Iterator[tuple[str, list[Found]]]:
    """The cell's paragraphs or sentences, each with its words beside its times."""
    for piece in _PIECE.split(text):
        found = find_times(piece, when)
        rest = piece
        for one in sorted(found, key=lambda f: -f.at):
            rest = rest[: one.at] + " " + rest[one.to :]
        yield rest, found


def _names(piece: str, item: Item) -> bool:
    """Whether a piece names the matter of an item: a word's first letters stand in one of the item's words."""
    told = [word.casefold() for word in _WORD.findall(piece)]
    stems = {word[:_SHARED] for word in told if word not in words("times", "no_matter")}
    if not stems:
        return False
    own = [word.casefold() for word in _WORD.findall(item.text)]
    return any(stem in word for stem in stems for word in own)
