"""Police areas and counties in text: they bear municipalities' names and are none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from planparse.lexicon import fold, near, words
from planparse.metadata.passages import blotted

Level = Literal["local", "county", "generic"]

_CAP = r"[A-ZÅÄÖ][\wé]+(?:-[A-ZÅÄÖ]?[\wé]+)*"
_CHAIN = rf"{_CAP}(?:\s?[/&]\s?{_CAP})*"
_COUNTY = re.compile(rf"{_CAP}(?:\s{_CAP})?\s+(?i:län)(?i:s|et)?\b")
_TOWN = re.compile(r"s?\s+(?:kommun|stad)(?:s|en)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the police at text[at:to]. `name` is as printed; `level` tells how near it is to the ground."""

    at: int
    to: int
    name: str
    level: Level


@lru_cache(maxsize=1024)
def units(text: str) -> tuple[Unit, ...]:
    """The units of the police that `text` names, in reading order; a generic word inside a name is none."""
    found = [*_local(text), *_county(text)]
    for rule in near("metadata", "police_unit", text):
        if rule.kind != "generic" or rule.pattern is None:
            continue
        for match in rule.pattern.finditer(text):
            if not any(unit.at <= match.start() < unit.to for unit in found):
                name = match.group()
                found.append(Unit(match.start(), match.end(), name[:-1] if name.endswith("s") else name, "generic"))
    return tuple(sorted(found, key=lambda unit: unit.at))


def _local(text: str) -> list[Unit]:
    found: list[Unit] = []
    for match in _words("local", text):
        if after := _name_after(text, match.end()):
            found.append(Unit(match.start(), after, text[match.start() : after], "local"))
        elif before := _name_in_front().search(text[: match.start()]):
            found.append(Unit(before.start(), match.end(), text[before.start() : match.end()], "local"))
    return found


def _county(text: str) -> list[Unit]:
    """Names like "Polismyndigheten i Kalmar län" and "Polisregion Syd"; a municipality's is none of them."""
    found: list[Unit] = []
    for rule in near("metadata", "police_unit", text):
        if rule.kind != "county" or rule.pattern is None:
            continue
        unanchored = re.compile(rule.pattern.pattern.removesuffix("$") + r"(?=\s)", re.IGNORECASE)
        for match in unanchored.finditer(text):
            end = _county_end(text, match)
            if end and fold(match.group()) != "region":
                found.append(Unit(match.start(), end, text[match.start() : end], "county"))
    return found


def _county_end(text: str, match: re.Match[str]) -> int | None:
    county = _COUNTY.match(text, match.end() + 1)
    if county:
        return county.end()
    if fold(match.group()).endswith((" i", "region")):
        return _name_after(text, match.end())
    return None


def _words(kind: str, text: str) -> list[re.Match[str]]:
    return [
        match
        for rule in near("metadata", "police_unit", text)
        if rule.kind == kind and rule.pattern
        for match in rule.pattern.finditer(text)
    ]


@cache
def _alternatives(key: str) -> str:
    return "|".join(sorted(map(re.escape, words("metadata", key)), key=len, reverse=True))


@cache
def _name() -> re.Pattern[str]:
    """An area's name: "Halmstad", "Västra Värmland", "Piteå älvdal", "Uppsala/Knivsta"."""
    lead, tail = _alternatives("directions"), _alternatives("area_tails")
    return re.compile(rf"\s*:?\s*(?:(?i:{lead})\s+)?(?P<name>{_CHAIN})(?P<tail>\s(?i:{tail})(?!\w))?")


@cache
def _name_in_front() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:(?i:{_alternatives('directions')})\s+)?{_CHAIN}\s+$")


def _name_after(text: str, at: int) -> int | None:
    """Where the area's name that follows position `at` ends; None where no name follows."""
    match = _name().match(text, at)
    if match is None:
        return None
    end = match.end() if match["tail"] and not _TOWN.match(text, match.end()) else match.end("name")
    is_town = _TOWN.match(text, end) or (match["name"].endswith("s") and _TOWN.match(text, end - 1))
    return None if is_town else end


def mask(text: str) -> str:
    """`text` with the names of police units and counties blotted out, its length kept."""
    taken = [(u.at, u.to) for u in units(text) if u.level != "generic"]
    taken += [match.span() for match in _COUNTY.finditer(text)] if "län" in text.casefold() else []
    return blotted(text, taken)
