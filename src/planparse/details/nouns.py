"""The basic form of a counted noun: "trygghetsvandring" of "trygghetsvandringarna" (data/nouns.toml)."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache

from planparse.lexicon import data_text

_SHORTEST = 3
"""Characters that a stem keeps when an ending is taken off."""
_COMPOUND = 3
"""Characters that a compound has in front of a listed noun."""


@lru_cache(maxsize=4096)
def basic_form(noun: str) -> str:
    """The noun's singular without article, in lower case; a noun of unknown form stays as printed."""
    word = noun.casefold()
    forms, endings, _ = _forms()
    end = _listed(word)
    if end is not None:
        return word[: len(word) - len(end)] + forms[end]
    ending = max((e for e in endings if word.endswith(e) and len(word) - len(e) >= _SHORTEST), key=len, default=None)
    return word if ending is None else word[: len(word) - len(ending)] + endings[ending]


@lru_cache(maxsize=8192)
def is_known(noun: str) -> bool:
    """Whether the noun, or the last part of the compound, is listed."""
    return _listed(noun.casefold()) is not None


def _listed(word: str) -> str | None:
    """The longest listed form that is the word or the compound's last part."""
    forms, _, longest = _forms()
    if word in forms:
        return word
    at = max(_COMPOUND, len(word) - longest)
    return next((word[i:] for i in range(at, len(word) - 1) if word[i:] in forms), None)


@cache
def _forms() -> tuple[dict[str, str], dict[str, str], int]:
    """Form → basic form, definite ones and singulars too; ending → basic ending; the longest form."""
    content = tomllib.loads(data_text("nouns.toml"))
    forms: dict[str, str] = {}
    for form, basic in content["form"].items():
        forms[form] = basic
        forms.setdefault(basic.casefold(), basic)
        if form.endswith(("ar", "er", "or")):
            forms.setdefault(form + "na", basic)
        if form.endswith("en"):
            forms.setdefault(form + "a", basic)
        if form == basic:
            forms.setdefault(basic + "en", basic)
            forms.setdefault(basic + "et", basic)
        if basic.endswith("are"):
            forms.setdefault(basic[:-1] + "na", basic)
    return forms, content["ending"], max(map(len, forms))
