"""The words of the pages, in Swedish and English: data/labels.toml → Labels."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Literal

from markupsafe import Markup, escape

from planparse.lexicon import data_text

Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    found = tomllib.loads(data_text("labels.toml"))
    return {table: {key: list(words) for key, words in entries.items()} for table, entries in found.items()}


def all_labels() -> dict[str, list[str]]:
    """Every label by "table.key", its words in the order of LANGUAGES."""
    return {f"{table}.{key}": words for table, entries in _tables().items() for key, words in entries.items()}


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels in a first language; the page changes them to the other one by their `data-l` keys."""

    language: Language

    def text(self, key: str, table: str = "label") -> str:
        """The label as plain text; the key itself where there is none (a code of a newer version)."""
        words = _tables().get(table, {}).get(key)
        return words[LANGUAGES.index(self.language)] if words else key

    def span(self, key: str, table: str = "label") -> Markup:
        """The label as an element whose words follow the page's language."""
        return Markup('<span data-l="{}">{}</span>').format(f"{table}.{key}", self.text(key, table))

    def attribute(self, key: str, table: str = "label") -> Markup:
        """An aria-label that follows the page's language."""
        return Markup('aria-label="{}" data-la="{}"').format(self.text(key, table), f"{table}.{key}")

    def option(self, key: str, table: str = "label", value: str | None = None) -> Markup:
        """An <option> whose words follow the page's language."""
        text = self.text(key, table)
        return Markup('<option value="{}" data-l="{}">{}</option>').format(
            key if value is None else value, f"{table}.{key}", escape(text)
        )
