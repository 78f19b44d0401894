"""What an item is about, by the codebook data/themes.toml: several themes an item, or none."""

from __future__ import annotations

from functools import cache, lru_cache

from planparse.lexicon import fold, rules


@cache
def theme_names() -> tuple[str, ...]:
    """The themes of the codebook, in its order."""
    return tuple(dict.fromkeys(rule.kind for rule in rules("themes", "theme")))


@lru_cache(maxsize=65536)
def themes(text: str, *headings: str) -> tuple[str, ...]:
    """The themes of an item: its words' themes, and those of the innermost theme heading above it."""
    folded = [fold(part) for part in (text, *headings[-1:])]
    found = {
        rule.kind
        for rule in rules("themes", "theme")
        if rule.pattern and any(rule.pattern.search(part) for part in folded)
    }
    return tuple(name for name in theme_names() if name in found)
