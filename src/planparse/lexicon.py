"""data/*.toml → frozen, checked rules: what Swedish plans call things.

A rule is a table of an array in a TOML file. Every rule has `kind` (what it means), `variants` (wordings,
matched whole after folding) or `pattern` (a regular expression, searched case-insensitively in folded text
where it says nothing else; <name> stands for an entry of the file's [macro] table), `examples` (texts that it
must match), `counterexamples` (texts that it must not match) and optionally `note`. `tests/test_rules.py` runs
every example and counterexample.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Literal

from rapidfuzz import fuzz, process

from planparse.errors import LexiconError
from planparse.guards import Guarded, Needs, needs, pieces_of

_KEYS = {"kind", "variants", "pattern", "examples", "counterexamples", "note", "weight", "fuzzy"}
_EDGES = " \t:.,;–—-…!»«\"'”“*"


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """`text` made comparable: NFC, lower case, one blank, no signs at the ends (a "?" stays)."""
    text = unicodedata.normalize("NFC", text).replace("\u00ad", "").casefold()
    return " ".join(text.split()).strip(_EDGES)


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of a data file. `weight` is used where rules vote (cues)."""

    name: str
    kind: str
    variants: tuple[str, ...]
    pattern: re.Pattern[str] | None
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    weight: float
    fuzzy: bool

    def matches(self, text: str) -> bool:
        """Whether the rule holds for `text`: a variant is all of it, or the pattern is found in it."""
        folded = fold(text)
        if folded in self.variants:
            return True
        return self.pattern is not None and self.pattern.search(folded) is not None


def _rule(name: str, raw: dict[str, Any], macros: Mapping[str, str]) -> Rule:
    unknown = set(raw) - _KEYS
    if unknown:
        raise LexiconError(f"{name}: unknown key {', '.join(sorted(unknown))}")
    if not raw.get("variants") and not raw.get("pattern"):
        raise LexiconError(f"{name}: neither variants nor pattern")
    if "kind" not in raw:
        raise LexiconError(f"{name}: no kind")
    try:
        pattern = re.compile(_expanded(raw["pattern"], macros), re.IGNORECASE) if raw.get("pattern") else None
    except re.error as error:
        raise LexiconError(f"{name}: bad pattern: {error}") from error
    return Rule(
        name=name,
        kind=raw["kind"],
        variants=tuple(fold(variant) for variant in raw.get("variants", ())),
        pattern=pattern,
        examples=tuple(raw.get("examples", ())),
        counterexamples=tuple(raw.get("counterexamples", ())),
        weight=float(raw.get("weight", 1.0)),
        fuzzy=bool(raw.get("fuzzy", True)),
    )


def _expanded(pattern: str, macros: Mapping[str, str]) -> str:
    """The pattern with each <name> of the file's [macro] table written out."""
    for name, meaning in macros.items():
        pattern = pattern.replace(f"<{name}>", meaning)
    return pattern


def data_text(file: str) -> str:
    """The text of a packaged data file. Raises FileNotFoundError."""
    return resources.files("planparse").joinpath("data", file).read_text("utf-8")


@cache
def content(file: str) -> dict[str, Any]:
    """The content of data/`file`.toml, which is not to be changed."""
    return tomllib.loads(data_text(f"{file}.toml"))


@cache
def rules(file: str, table: str) -> tuple[Rule, ...]:
    """The rules of the array `table` of data/`file`.toml, in their order. Raises LexiconError."""
    entries = content(file).get(table)
    if not isinstance(entries, list):
        raise LexiconError(f"data/{file}.toml has no array [[{table}]]")
    macros = content(file).get("macro", {})
    return tuple(_rule(f"{file}.{table}[{i}]", raw, macros) for i, raw in enumerate(entries, 1))


@cache
def words(file: str, key: str) -> frozenset[str]:
    """The folded words of the list `key` of data/`file`.toml. Raises LexiconError."""
    entries = content(file).get(key)
    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
        raise LexiconError(f"data/{file}.toml has no list {key}")
    return frozenset(fold(entry) for entry in entries)


def _needed(rule: Rule) -> Needs:
    """What a text needs for the rule to hold."""
    searched = needs(rule.pattern) if rule.pattern else ()
    if not rule.variants:
        return searched
    variants = pieces_of(f" {variant} " for variant in rule.variants)
    if variants is None or (rule.pattern and not searched):
        return ()
    return (variants | searched[0] if searched else variants,)


@cache
def _guarded(file: str) -> dict[str, Guarded[Rule]]:
    """All tables of rules of a file: each new one makes the guard forget the words that it knows."""
    tables = [
        table
        for table, entries in content(file).items()
        if isinstance(entries, list) and entries and isinstance(entries[0], dict) and set(entries[0]) <= _KEYS
    ]
    return {table: Guarded((rule, _needed(rule)) for rule in rules(file, table)) for table in tables}


def near(file: str, table: str, text: str) -> tuple[Rule, ...]:
    """Those of `rules` that may hold in `text`, folded or as it stands; the others do not. Raises KeyError."""
    return _guarded(file)[table].near(text)


def holds(file: str, table: str, text: str) -> bool:
    """Whether one of `rules` holds for `text`. Raises LexiconError."""
    found = near(file, table, text)
    return bool(found) and any(rule.matches(text) for rule in found)


def found_in(file: str, table: str, text: str, kind: str | None = None) -> bool:
    """Whether the pattern of one of `rules` (of one kind) is found in `text` as it stands. Raises LexiconError."""
    for rule in near(file, table, text):
        if kind in (None, rule.kind) and rule.pattern is not None and rule.pattern.search(text) is not None:
            return True
    return False


def kind_in(file: str, table: str, text: str) -> str | None:
    """The kind of the first of `rules` whose pattern is found in `text` as it stands. Raises LexiconError."""
    found = (rule.kind for rule in near(file, table, text) if rule.pattern and rule.pattern.search(text))
    return next(found, None)


@cache
def numbers(file: str, key: str) -> Mapping[str, float]:
    """The table `key` of numbers of data/`file`.toml. Raises LexiconError."""
    entries = content(file).get(key)
    if not isinstance(entries, dict) or not all(isinstance(entry, float) for entry in entries.values()):
        raise LexiconError(f"data/{file}.toml has no table of numbers {key}")
    return entries


def first_match(candidates: Iterable[Rule], text: str) -> Rule | None:
    """The first rule that holds for `text`, or None."""
    return next((rule for rule in candidates if rule.matches(text)), None)


@dataclass(frozen=True, slots=True)
class KindMatch:
    """What a heading's wording means: its kind, how sure the match is, by which rule, and its number."""

    kind: str
    how: Literal["exact", "fuzzy", "pattern"]
    rule: str
    number: str | None


_NUMBER = re.compile(
    r"^(?P<number>§+ ?\d{1,3}(?:\.\d{1,2})*|\d{1,2} ?§|\d{1,2}(?:\.\d{1,2})+|\d{1,2}[.)]|"
    r"(?:Kapitel|Kap\.|Avsnitt|Artikel|Paragraf|KAPITEL|AVSNITT|ARTIKEL|PARAGRAF) \d{1,2}|"
    r"[A-ZÅÄÖ]\.\d{1,2}(?:\.\d{1,2})*|[A-ZÅÄÖ][.)]|[IVX]{1,5}[.)])"
    r"\.?:?(?:\s+[–—|])?\s+(?=\S)"
    r"|^(?P<bare>\d{1,2})(?:\s+[–—|])?\s+(?=[A-ZÅÄÖ])"
)
_YEARS = re.compile(r"[\s,(–-]+(?:år )?(?:19|20)\d\d(?:\s?[–/-]\s?(?:19|20)?\d\d)?\)?$")
_SEASON = re.compile(
    r"\s(?:(?:under|för)\s)?(?:våren|hösten|sommaren|vintern|läsåret|nästa år|detta år)$", re.IGNORECASE
)
_PARTED = re.compile(r"\s[–—-]\s|\s?/\s?|\s\((?=[^()]*\)$)")
_PARTS = frozenset({"background", "state", "purpose", "goal", "activity", "follow_up", "result", "responsibility"})
"""Kinds that a heading's word says with what it is about beside it."""
_LONGEST = 140
"""Characters of a heading; more are a text."""
_HEAD = 60
"""Characters of a head that asks who, when or how it went."""
_AGENDA = 25
"""A § with this number or a higher one counts a year's matters; no agreement has so many."""
_SPACED = re.compile(r"^(?:\S ){2,}\S$")


def split_number(text: str) -> tuple[str | None, str]:
    """("3.2", "Övergripande mål") of "3.2 Övergripande mål"; (None, text) where no number opens the heading."""
    found = _NUMBER.match(text)
    if not found:
        return None, text
    number = found.group("number") or found.group("bare")
    return number.rstrip(".)"), text[found.end() :]


@lru_cache(maxsize=16)
def _plain(text: str) -> tuple[str | None, str]:
    if _SPACED.match(text.strip()):
        text = text.replace(" ", "")
    number, title = split_number(" ".join(text.split()))
    return number, fold(title)


@cache
def _exact(table: str) -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    for rule in rules("headings", table):
        for variant in rule.variants:
            found.setdefault(variant, rule)
    return found


@cache
def _of_length(table: str, length: int) -> list[str]:
    """The variants that a text of this length can resemble: with others it shares too few signs."""
    return [known for known in _exact(table) if 2 * min(length, len(known)) >= 0.86 * (length + len(known))]


def _match(table: str, text: str) -> KindMatch | None:
    number, title = _plain(text)
    if not title or len(title) > _LONGEST:
        return None
    rule = _exact(table).get(title)
    if rule is not None:
        return KindMatch(rule.kind, "exact", rule.name, number)
    for rule in near("headings", table, title):
        if rule.pattern is not None and rule.pattern.search(title):
            return KindMatch(rule.kind, "pattern", rule.name, number)
    return None


def _fuzzy(table: str, text: str) -> KindMatch | None:
    """A slip of typing or reading: one sign in seven may differ, and the word must not be another one."""
    number, title = _plain(text)
    if not 5 <= len(title) <= 40 or title in words("headings", "other_words"):
        return None
    cutoff = 86 if len(title) > 7 else 88
    found = process.extractOne(title, _of_length(table, len(title)), scorer=fuzz.ratio, score_cutoff=cutoff)
    if found is None or (found[0][0] != title[0] and found[0][-3:] != title[-3:]):
        return None
    rule = _exact(table)[found[0]]
    if not rule.fuzzy or len(found[0]) < 5 or not _same_words(title, found[0]):
        return None
    return KindMatch(rule.kind, "fuzzy", rule.name, number)


def _same_words(title: str, known: str) -> bool:
    """Whether each word is a slip of its counterpart; words run together or split are compared as a whole."""
    ours, theirs = title.split(), known.split()
    if len(ours) != len(theirs):
        return True
    return all(fuzz.ratio(a, b) >= 70 for a, b in zip(ours, theirs, strict=True))


@lru_cache(maxsize=8192)
def heading_kind(text: str) -> KindMatch | None:
    """The kind that a whole heading decides, or None where it names a theme."""
    match = _match("heading", text) or _fuzzy("heading", text) or _with_theme(text)
    if match is not None and match.how != "exact" and _is_agenda(match.number):
        return None
    return match


def _with_theme(text: str) -> KindMatch | None:
    """The kind of "Åtgärder – Centrum", "Mål (SMART)", "Aktiviteter våren 2024": a kind word with what it is about."""
    number, title = _plain(text)
    if len(title) > _LONGEST:
        return None
    undated = _SEASON.sub("", _YEARS.sub("", text))
    found = None
    if undated and undated != text and fold(undated) not in words("headings", "titles_with_years"):
        found = _match("heading", undated)
        found = None if found is not None and found.kind == "follow_up" else found
    if found is None and (parts := _PARTED.split(undated, maxsplit=1))[1:]:
        exact = [m for part in parts if (m := _match("heading", part)) is not None and m.how == "exact"]
        found = exact[0] if exact else None
    if found is None or found.kind not in _PARTS:
        return None
    return KindMatch(found.kind, "pattern", found.rule, number)


def _is_agenda(number: str | None) -> bool:
    """Whether the heading is an item of minutes ("§ 83 Uppföljning av motion"): its words name the matter."""
    digits = re.search(r"\d+", number) if number and number.startswith("§") else None
    return digits is not None and int(digits.group()) >= _AGENDA


@lru_cache(maxsize=8192)
def column_kind(text: str) -> KindMatch | None:
    """The kind that a table's header cell or a label decides, or None. A year behind the word is its column's."""
    undated = _YEARS.sub("", text)
    known = _match("column", text) or (_match("column", undated) if undated else None) or heading_kind(text)
    return known or _asked(text)


_QUESTIONS = (
    ("details", "responsible_label", "responsibility"),
    ("details", "consulted_label", "responsibility"),
    ("details", "time_label", "activity"),
    ("statuses", "column", "result"),
)
"""What a head asks for (file and table of its rules) and the kind of what stands under it."""


def _asked(text: str) -> KindMatch | None:
    """The kind of the answers to a head that no list knows, by its form: who, with whom, when, how it went."""
    number, title = _plain(text)
    if not 2 < len(title) <= _HEAD:
        return None
    for file, table, kind in _QUESTIONS:
        rule = first_match(near(file, table, title), title)
        if rule is not None:
            return KindMatch(kind, "pattern", rule.name, number)
    return None


@lru_cache(maxsize=2048)
def document_data_kind(text: str) -> KindMatch | None:
    """What a row of the document-data box under this label is, or None where the label is none of a box."""
    return _match("document_data", text)


@lru_cache(maxsize=8192)
def document_value_kind(text: str) -> str | None:
    """What a value in such a box is by its form ("decision", "diary", "span"), or None."""
    return kind_in("headings", "document_value", fold(text))


def part_heading(text: str) -> tuple[str | None, str | None] | None:
    """(number, title) of a heading that opens an appendix ("Bilaga 2. Trafik" → ("2", "Trafik")), or None."""
    plain = " ".join(text.split())
    for rule in near("headings", "part", plain):
        found = rule.pattern.match(plain) if rule.pattern else None
        if found:
            title = found.group("title").strip(" .:–—-") or None
            return found.group("number"), title
    return None
