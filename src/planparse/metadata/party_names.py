"""Who is named in a piece of text: municipalities, police units, other organisations, as printed."""

from __future__ import annotations

import re

from planparse.lexicon import Rule, fold, near, rules, words
from planparse.metadata.municipalities import mentions, register
from planparse.metadata.police import Unit, units
from planparse.plan import Party

_LEVELS = ("local", "county", "generic")
_SPLIT = re.compile(r"\s*[,;]\s*(?:och\s+|samt\s+)?|\s+(?:och|samt|&)\s+")
_TOWN = re.compile(r"e?s?\s+(?:kommun|stad)(?=s|en|ens|\b)", re.IGNORECASE)
_REGION = re.compile(r"region\s+$", re.IGNORECASE)
_ABOVE = re.compile(r"\b(?:Polismyndigheten|Polisregion [A-ZÅÄÖ]\w+),\s+$")
"""The authority in front of its local unit."""
_NAME = re.compile(r"^[A-ZÅÄÖ]")
_PROPER = re.compile(r"^[A-ZÅÄÖ].*[A-ZÅÄÖ]")
"""Two capitals: in a list of parties a proper name, whatever it is the name of."""
_NAME_WORDS = 6
"""Words; a longer piece of a list is no name."""
_LINE = 90
"""Characters of a line that names one party."""
_LIST = 120
"""Characters of a line that may be a list of parties without "mellan"."""

Placed = tuple[int, Party]
"""A party and the position of its name in the text that it was read from."""


def both_sides(text: str, listed: bool = False) -> list[Placed]:
    """The parties in `text`, if a municipality (or its district) and the police are among them.

    `listed`: the text is a list of parties and nothing else, however long.
    """
    towns, police, others = municipal(text), police_units(text), _others(text, listed)
    if not police or not (towns or any(party.kind == "municipality" for _, party in others)):
        return []
    return sorted([*towns, *police, *others], key=lambda pair: pair[0])


def organisations(text: str) -> list[Placed]:
    """The parties of a list "A kommun, nedan kommunen, och föreningarna B, C och D" that need not have the police."""
    towns, police = municipal(text), police_units(text)
    others = [(text.find(piece), _party(piece)) for piece in _pieces(text) if _NAME.match(piece)]
    found = sorted([*towns, *police, *others], key=lambda pair: pair[0])
    return found if (towns or police) and len(found) > 1 else []


def framed(text: str, kind: str) -> list[str]:
    """What stands where the frames of `kind` name the parties ("mellan A och B")."""
    found = [rule for rule in near("metadata", "party_frame", text) if rule.kind == kind and rule.pattern]
    bare = bared(text) if found else ""
    return [match["parties"] for rule in found if rule.pattern for match in rule.pattern.finditer(bare)]


def bared(text: str) -> str:
    """`text` without what parties are called further on, their numbers, addresses and sides."""
    for rule in rules("metadata", "called"):
        text = rule.pattern.sub("", text) if rule.pattern else text
    return text


def party_line(text: str) -> str | None:
    """The name of the party that a line of its own names, its label and number taken off; None where it names none."""
    for rule in near("metadata", "party_label", text):
        text = rule.pattern.sub("", text, count=1) if rule.pattern else text
    name = bared(text).strip(" ,;.")
    named = municipal(name) or police_units(name) or (_NAME.match(name) and named_kind(name))
    return name if named and len(name) <= _LINE and not text.endswith(".") else None


def municipal(text: str) -> list[Placed]:
    """Municipalities as printed, "kommun" or "stad" included, without a genitive's s."""
    found: dict[str, Placed] = {}
    for mention in mentions(text):
        if not mention.strong:
            continue
        name = text[mention.at : mention.to]
        if suffix := _TOWN.match(text, mention.to):
            name += suffix.group()
        elif lead := _REGION.search(text[: mention.at]):
            if not _is_county(mention.code):
                continue  # "Region Jämtland Härjedalen" is no municipality; Gotland is both
            name = lead.group() + name
        else:
            name = official_name(register()[mention.code].name)
        found.setdefault(mention.code, (mention.at, Party(name=name, kind="municipality")))
    return list(found.values())


def _is_county(code: str) -> bool:
    """Whether a municipality is its county's only one."""
    county = register()[code].county
    return sum(town.county == county for town in register().values()) == 1


def official_name(town: str) -> str:
    """ "Grästorps kommun" of "Grästorp": a genitive's s after a consonant that is none itself."""
    return f"{town}{'' if town[-1].casefold() in 'aeiouyåäösxz' else 's'} kommun"


def police_units(text: str) -> list[Placed]:
    """The unit nearest to the ground; the authority above it is the same party."""
    found = units(text)
    for level in _LEVELS:
        same = {fold(unit.name): unit for unit in found if unit.level == level}
        if same:
            limit = None if level == "local" else 1
            return [_in_full(text, unit) for unit in list(same.values())[:limit]]
    return []


def _in_full(text: str, unit: Unit) -> Placed:
    """A unit with the authority that is printed right before it ("Polismyndigheten, lokalpolisområde Mora")."""
    above = _ABOVE.search(text[: unit.at]) if unit.level == "local" else None
    at = above.start() if above else unit.at
    return at, Party(name=text[at : unit.at] + unit.name, kind="police")


def without_authority(name: str) -> str:
    """ "lokalpolisområde Mora" of "Polismyndigheten, lokalpolisområde Mora"."""
    local = [unit for unit in units(name) if unit.level == "local"]
    return local[0].name if local and _ABOVE.search(name[: local[0].at]) else name


def is_generic(party: Party) -> bool:
    """Whether a police party is only "Polisen" and names no unit."""
    return party.kind == "police" and all(unit.level == "generic" for unit in units(party.name))


def named_kind(piece: str) -> Rule | None:
    """The rule that knows what sort of organisation `piece` names, or None."""
    return next((rule for rule in near("metadata", "party", piece) if rule.matches(piece)), None)


def _others(text: str, listed: bool) -> list[Placed]:
    """Further parties in a list "mellan A, B och C", or in a short line that is nothing but a list."""
    lists = framed(text, "between") or ([text] if listed or len(text) <= _LIST else [])
    found = []
    for names in lists:
        for piece in _pieces(names):
            if _NAME.match(piece) and (named_kind(piece) or (listed and _PROPER.search(piece))):
                found.append((text.find(piece), _party(piece)))
    return found


def _party(name: str) -> Party:
    rule = named_kind(name)
    return Party.model_validate({"name": name, "kind": rule.kind if rule else "other"})


def _pieces(text: str) -> list[str]:
    """The names of a list, what they are called further on taken out; municipalities and the police aside."""
    text = bared(text)
    for rule in rules("metadata", "collective"):
        text = rule.pattern.sub("", text) if rule.pattern else text
    pieces = [_without_noun(piece.strip(" .:")) for piece in _SPLIT.split(text)]
    return [
        piece
        for piece in pieces
        if piece and len(piece.split()) <= _NAME_WORDS and not mentions_strongly(piece) and not units(piece)
    ]


def _without_noun(piece: str) -> str:
    """ "Kils IF" of "föreningen Kils IF"; "Föreningen Kilar" is a name."""
    first, _, rest = piece.partition(" ")
    return rest if first in words("metadata", "organisation_nouns") and _NAME.match(rest) else piece


def mentions_strongly(piece: str) -> bool:
    """Whether `piece` names a municipality as such; "Kils IF" only bears its name."""
    return any(mention.strong for mention in mentions(piece))
