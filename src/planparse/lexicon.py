"""data/*.toml → frozen, checked rules: what Swedish plans call things.

A rule is a table of an array in a TOML file. Every rule has `kind` (what it means), `variants` (wordings,
matched whole after folding) or `pattern` (a regular expression, searched case-insensitively in folded text
where it says nothing else), `examples` (texts that it must match), `counterexamples` (texts that it must not
match) and optionally `note`. `tests/test_rules.py` runs every example and counterexample.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from planparse.errors import LexiconError

_KEYS = {"kind", "variants", "pattern", "examples", "counterexamples", "note", "weight", "fuzzy"}
_BLANKS = re.compile(r"\s+")
_EDGES = " \t:.,;–—-…!»«\"'”“*"


def fold(text: str) -> str:
    """`text` made comparable: NFC, lower case, one blank, no signs at the ends (a "?" stays)."""
    text = unicodedata.normalize("NFC", text).replace("\u00ad", "").casefold()
    return _BLANKS.sub(" ", text).strip(_EDGES)


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


def _rule(name: str, raw: dict[str, Any]) -> Rule:
    unknown = set(raw) - _KEYS
    if unknown:
        raise LexiconError(f"{name}: unknown key {', '.join(sorted(unknown))}")
    if not raw.get("variants") and not raw.get("pattern"):
        raise LexiconError(f"{name}: neither variants nor pattern")
    if "kind" not in raw:
        raise LexiconError(f"{name}: no kind")
    try:
        pattern = re.compile(raw["pattern"], re.IGNORECASE) if raw.get("pattern") else None
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


def data_text(file: str) -> str:
    """The text of a packaged data file. Raises FileNotFoundError."""
    return resources.files("planparse").joinpath("data", file).read_text("utf-8")


@cache
def rules(file: str, table: str) -> tuple[Rule, ...]:
    """The rules of the array `table` of data/`file`.toml, in their order. Raises LexiconError."""
    content = tomllib.loads(data_text(f"{file}.toml"))
    entries = content.get(table)
    if not isinstance(entries, list):
        raise LexiconError(f"data/{file}.toml has no array [[{table}]]")
    return tuple(_rule(f"{file}.{table}[{i}]", raw) for i, raw in enumerate(entries, 1))


@cache
def words(file: str, key: str) -> frozenset[str]:
    """The folded words of the list `key` of data/`file`.toml. Raises LexiconError."""
    content = tomllib.loads(data_text(f"{file}.toml"))
    entries = content.get(key)
    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
        raise LexiconError(f"data/{file}.toml has no list {key}")
    return frozenset(fold(entry) for entry in entries)


def first_match(candidates: Iterable[Rule], text: str) -> Rule | None:
    """The first rule that holds for `text`, or None."""
    return next((rule for rule in candidates if rule.matches(text)), None)
