"""Who is named in a piece of text: municipalities, police units, other organisations, as printed."""

from __future__ import annotations

import re

from planparse.lexicon import Rule, fold, near, rules
from planparse.metadata.municipalities import mentions, register
from planparse.metadata.police import units
from planparse.plan import Party

_LEVELS = ("local", "county", "generic")
_SPLIT = re.compile(r"\s*[,;]\s*(?:och\s+|samt\s+)?|\s+(?:och|samt|&)\s+")
_TOWN = re.compile(r"e?s?\s+(?:kommun|stad)(?=s|en|ens|\b)", re.IGNORECASE)
_REGION = re.compile(r"region\s+$", re.IGNORECASE)
_NAME = re.compile(r"^[A-ZÅÄÖ]")
_NAME_WORDS = 6
"""Words; a longer piece of a list is no name."""
_LIST = 120
"""Characters of a line that may be a list of parties without "mellan"."""

Placed = tuple[int, Party]
"""A party and the position of its name in the text that it was read from."""


def both_sides(text: str) -> list[Placed]:
    """The parties in `text`, if a municipality (or its district) and the police are among them."""
    towns, police, others = municipal(text), police_units(text), _others(text)
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
    return [
        match["parties"]
        for rule in near("metadata", "party_frame", text)
        if rule.kind == kind and rule.pattern
        for match in rule.pattern.finditer(text)
    ]


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
            name = lead.group() + name
        else:
            name = official_name(register()[mention.code].name)
        found.setdefault(mention.code, (mention.at, Party(name=name, kind="municipality")))
    return list(found.values())


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
            return [(unit.at, Party(name=unit.name, kind="police")) for unit in list(same.values())[:limit]]
    return []


def is_generic(party: Party) -> bool:
    """Whether a police party is only "Polisen" and names no unit."""
    return party.kind == "police" and all(unit.level == "generic" for unit in units(party.name))


def named_kind(piece: str) -> Rule | None:
    """The rule that knows what sort of organisation `piece` names, or None."""
    return next((rule for rule in near("metadata", "party", piece) if rule.matches(piece)), None)


def _others(text: str) -> list[Placed]:
    """Further parties in a list "mellan A, B och C", or in a short line that is nothing but a list."""
    lists = framed(text, "between") or ([text] if len(text) <= _LIST else [])
    found = []
    for listed in lists:
        for piece in _pieces(listed):
            if (rule := named_kind(piece)) and _NAME.match(piece):
                party = Party.model_validate({"name": piece, "kind": rule.kind})
                found.append((text.find(piece), party))
    return found


def _party(name: str) -> Party:
    rule = named_kind(name)
    return Party.model_validate({"name": name, "kind": rule.kind if rule else "other"})


def _pieces(text: str) -> list[str]:
    """The names of a list, what they are called further on taken out; municipalities and the police aside."""
    for table in ("called", "collective"):
        for rule in rules("metadata", table):
            text = rule.pattern.sub("", text) if rule.pattern else text
    pieces = [piece.strip(" .:") for piece in _SPLIT.split(text)]
    return [
        piece
        for piece in pieces
        if piece and len(piece.split()) <= _NAME_WORDS and not mentions_strongly(piece) and not units(piece)
    ]


def mentions_strongly(piece: str) -> bool:
    """Whether `piece` names a municipality as such; "Kils IF" only bears its name."""
    return any(mention.strong for mention in mentions(piece))
