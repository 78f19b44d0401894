"""A paragraph → its sentences, roughly: enough to weigh them one by one."""

from __future__ import annotations

import re
from functools import lru_cache

_END = re.compile(r"[.!?…][\"”»)]*\s+(?=[\"”»(]?[A-ZÅÄÖÉ0-9])")
_SHORT = re.compile(r"(?:^|\s|\()(?:\w{1,2}|\w+(?:\.\w+)+|\d{1,2})$")
"""An abbreviation ("kl", "t.ex") or a short number before a full stop: the sentence goes on."""


@lru_cache(maxsize=1024)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text` in order; all of it where it has one. Blank text has none."""
    found, start = [], 0
    for end in _END.finditer(text):
        if text[end.start()] == "." and _SHORT.search(text, start, end.start()):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    found.append(text[start:].strip())
    return tuple(sentence for sentence in found if sentence)
