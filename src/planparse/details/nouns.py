"""The basic form of a counted noun: "trygghetsvandring" of "trygghetsvandringar" (data/nouns.toml)."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache

from planparse.lexicon import data_text

_SHORTEST = 3
"""Characters that a stem keeps when an ending is taken off."""


@lru_cache(maxsize=4096)
def basic_form(noun: str) -> str:
    """The noun's singular without article, in lower case; a noun of unknown form stays as printed."""
    word = noun.casefold()
    forms, endings = _forms()
    for ends, shortest in ((forms, 0), (endings, _SHORTEST)):
        found = max(
            (end for end in ends if word.endswith(end) and len(word) - len(end) >= shortest), key=len, default=None
        )
        if found is not None:
            stem = word[: len(word) - len(found)]
            return stem + ends[found]
    return word


def is_known(noun: str) -> bool:
    """Whether the noun, or the last part of the compound, is listed."""
    word = noun.casefold()
    forms, _ = _forms()
    return any(word.endswith(end) for end in (*forms, *forms.values()))


@cache
def _forms() -> tuple[dict[str, str], dict[str, str]]:
    content = tomllib.loads(data_text("nouns.toml"))
    return content["form"], content["ending"]
