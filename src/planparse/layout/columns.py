"""Columns that are told by what stands in them: under a table's heads, and of those who sign."""

from __future__ import annotations

from collections.abc import Sequence

from planparse.layout.lines import union
from planparse.lexicon import first_match, rules
from planparse.page import Line, Word

_AT_EDGE = 2.0
"""Points beside a head's left edge at which its column's text begins."""
_SIGNED_LINES = 7
"""Lines of one signatory at most: place and date, line, name, title, organisation."""
_SIGNED_CHARS = 45


def under_heads(members: list[Line], edges: list[float]) -> list[list[Line]] | None:
    """The lines by the left edges of their heads, cut where a word begins at the next edge; None where one crosses."""
    columns: list[list[Line]] = [[] for _ in edges]
    for line in members:
        cut: list[list[Word]] = [[] for _ in edges]
        at = 0
        for word in line.words:
            while at + 1 < len(edges) and word.x0 >= edges[at + 1] - _AT_EDGE:
                at += 1
            cut[at].append(word)
        for k, words in enumerate(cut):
            if not words:
                continue
            if k and abs(words[0].x0 - edges[k]) > _AT_EDGE * 4:
                return None  # text that is not set under its head
            columns[k].append(
                Line(" ".join(w.text for w in words), line.page, union(w.box for w in words), tuple(words))
            )
    return columns


def are_signatures(columns: Sequence[Sequence[Line]]) -> bool:
    """Short columns of which most end in a title, or open with a place and date or a formula, and at least two do."""
    if any(len(column) > _SIGNED_LINES or max(len(line.text) for line in column) > _SIGNED_CHARS for column in columns):
        return False
    if sum(len(column) for column in columns) <= len(columns):
        return False
    signing = [
        _signs(column[-1].text, "title")
        or any(_signs(line.text, kind) for line in column[:2] for kind in ("place_date", "signatory"))
        for column in columns
    ]
    return sum(signing) >= 2 and sum(signing) >= 0.6 * len(columns)


def _signs(text: str, kind: str) -> bool:
    return first_match([rule for rule in rules("signatures", "line") if rule.kind == kind], text) is not None
