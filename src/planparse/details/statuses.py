"""What became of a promise: fulfilled, partly, not, ongoing, by words, signs, coloured cells and the legend of both."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Literal, cast

from planparse.details.numbers import NUMBER, value
from planparse.lexicon import Rule, fold, holds, near, rules
from planparse.page import RowCell
from planparse.plan import Part

Status = Literal["fulfilled", "partly_fulfilled", "not_fulfilled", "ongoing"]
Legend = dict[str, Status | None]
"""What a document says of its colours ("green") and signs ("☺")."""

_SATURATED, _BRIGHT = 0.12, 0.35
"""A shade below these (HSV) is a grey or white design, no signal (pale red #f4a6a6: 0.32, yellow #fff2cc: 0.20)."""
_HUES = ((20, "red"), (70, "yellow"), (175, "green"), (330, None), (361, "red"))
"""Degrees on the colour circle up to which a hue has the name."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ0-9])")
_ANSWER_WORDS = 5
"""Words of a cell that only answers."""
_SHARE = re.compile(
    r"(?:till )?(?:ca|cirka|drygt|knappt)?\.?\s*(?P<part>\d+(?:,\d+)?)\s?(?:%|procent|(?:av|/)\s?(?P<whole>\d+))"
    r"(?:\s(?:klart?|genomfört|uppfyllt|(?P<noun>[^\W\d_]{3,}(?:or|er|ar))))?",
    re.IGNORECASE,
)
_PART_OF = re.compile(
    rf"\b(?P<part>{NUMBER}) av (?:de |våra |kommunens |totalt |planerade |utlovade )*(?P<whole>{NUMBER}) "
    rf"(?:planerade |utlovade |utpekade )?(?P<noun>[^\W\d_]{{4,}})",
    re.IGNORECASE,
)
_LABEL_WORDS = 12
"""Words of a status cell; a longer text tells a story."""


@lru_cache(maxsize=4096)
def status_of(text: str) -> Status | None:
    """The status that a text tells, or None: its verdict where it gives one, else what its words say."""
    said = [_said(sentence) for sentence in _SENTENCE.split(text)]
    for kind, verdict in reversed(said):
        if verdict:
            return _status(kind)
    kinds = [kind for kind, _ in said if kind]
    if not kinds:
        return None
    if "not_fulfilled" in kinds and "fulfilled" in kinds:
        return "partly_fulfilled"
    return _status(next(rule.kind for rule in rules("statuses", "status") if rule.kind in kinds))


def _said(sentence: str) -> tuple[str | None, bool]:
    """The status of a sentence and whether it is a verdict: nothing but the status, or said of the promise itself."""
    folded = fold(sentence)
    answer = next((r for r in near("statuses", "answer", folded) if len(folded) > 1 and folded in r.variants), None)
    if answer is not None:
        return answer.kind, True
    rule = _first(near("statuses", "status", folded), folded)
    if rule is None:
        return None, False
    kind = "partly_fulfilled" if rule.kind == "fulfilled" and _some_of(sentence) else rule.kind
    return kind, _first(near("statuses", "verdict", folded), folded) is not None


def _some_of(sentence: str) -> bool:
    """Whether a sentence counts places or things of which not all were reached ("i två av tre orter")."""
    for found in _PART_OF.finditer(sentence):
        part, whole, noun = value(found["part"]), value(found["whole"]), found["noun"].casefold()
        if part is not None and whole is not None and part < whole and not _are_people(noun):
            return True
    return False


def _are_people(noun: str) -> bool:
    return any(r.pattern and r.pattern.match(noun) for r in near("statuses", "people", noun.casefold()))


def _first(candidates: Iterable[Rule], folded: str) -> Rule | None:
    return next((r for r in candidates if folded in r.variants or (r.pattern and r.pattern.search(folded))), None)


def _status(kind: str | None) -> Status | None:
    return None if kind in (None, "none") else cast(Status, kind)


@lru_cache(maxsize=256)
def status_column(header: str) -> str | None:
    """ "status" of a column that holds statuses, "outcome" of one whose words may tell one, else None."""
    return next((rule.kind for rule in near("statuses", "column", header) if rule.matches(header)), None)


def status_of_cell(cell: RowCell, legend: Legend) -> Status | None:
    """The status that a cell of a status column tells: by its words, its sign, its colour."""
    text = cell.text.strip()
    if text in legend or fold(text) in legend:
        return legend[text] if text in legend else legend[fold(text)]
    words = [word for word in text.split() if any(c.isalnum() for c in word)]
    if words:
        return _answer(text) if len(words) <= _LABEL_WORDS else None
    name = colour_name(cell.fill) if cell.fill is not None else None
    if name is not None:
        return legend[name] if name in legend else _usual("colour", name)
    return _usual("sign", text)


def _answer(text: str) -> Status | None:
    """The status of a status cell's words: a known answer, a share done, a form of such a cell, else its words."""
    known = _usual("answer", text) or _share_done(text)
    if known is not None:
        return known
    folded = fold(text)
    rule = _first(near("statuses", "cell", folded), folded)
    return _status(rule.kind) if rule is not None else status_of(text)


def _share_done(text: str) -> Status | None:
    """What "75 %", "6 av 10" or "12/12" says, where a cell says no more."""
    found = _SHARE.fullmatch(text.strip())
    if found is None or (found["noun"] and _are_people(found["noun"])):
        return None
    part, whole = float(found["part"].replace(",", ".")), float(found["whole"] or 100)
    return "fulfilled" if part >= whole else "partly_fulfilled" if part > 0 else "not_fulfilled"


def answers(text: str) -> bool:
    """Whether a cell's text is nothing but a status, or says that there is none ("Nått", "✓", "Kan inte bedömas")."""
    text = text.strip()
    if len(text.split()) > _ANSWER_WORDS:
        return False
    folded = fold(text) or text
    told = any(folded in r.variants for r in near("statuses", "answer", folded) if len(folded) > 1)
    signed = not any(c.isalnum() for c in text) and _usual("sign", text) is not None
    formed = _first(near("statuses", "cell", folded), folded) is not None and not text.endswith((".", "!"))
    return told or signed or formed or _said(text)[1] or _first(_none_rules(), folded) is not None


@cache
def _none_rules() -> tuple[Rule, ...]:
    return tuple(rule for rule in rules("statuses", "status") if rule.kind == "none")


def _usual(table: str, text: str) -> Status | None:
    folded = fold(text) or text
    return next((_status(r.kind) for r in rules("statuses", table) if folded in r.variants or text in r.examples), None)


def colour_name(rgb: int) -> str | None:
    """ "green", "yellow" or "red" of a cell's shade 0xRRGGBB; None of white, grey and other hues."""
    red, green, blue = ((rgb >> shift & 0xFF) / 255 for shift in (16, 8, 0))
    hue, saturation, bright = colorsys.rgb_to_hsv(red, green, blue)
    if saturation < _SATURATED or bright < _BRIGHT:
        return None
    return next(name for limit, name in _HUES if hue * 360 < limit)


# ---- Legends -------------------------------------------------------------------------------------------

_WORDED = re.compile(
    r"\b(grön|gul|röd|grå)[a-zåäö]*\b\s*(?:färg|markering|symbol|cirkel|ring|prick)?\s*"
    r"(?:betyder|=|:|–|—|-|står för|innebär|visar)?"
    r"(?: att)?\s*((?:(?!\b(?:grön|gul|röd|grå))[^.;,()]){3,60})",
    re.IGNORECASE,
)
_COLOURS = {"grön": "green", "gul": "yellow", "röd": "red", "grå": "grey"}
_LETTER = re.compile(r"(?:^|[\s,;(])([A-ZÅÄÖ]{1,2}|\d)\s?(?:=|betyder|står för)\s?([^\W\d_][^.;,()=]{2,40})")
_ODD = re.compile(r"[^\w\s.,;:()!?%§&/\"'”=+<>–-]")
_SIGN = re.compile(
    rf"(?<![^\s,;(])({_ODD.pattern})\s*(?:=|:|–|-|betyder)?\s*([^\W\d_](?:(?!{_ODD.pattern})[^.;,()]){{2,60}})"
)
_TERM = re.compile(r"([^\W\d_][^:.;,=()]{2,30})\s?[:=–]\s+(\S.{5,})")
"""A word for a status and what it stands for ("Bärgat: allt som lovades är utfört")."""


def legend_of(parts: Sequence[Part], cells: Sequence[RowCell]) -> Legend:
    """What the document says of its colours and signs: in words ("Grön = uppfyllt") or in a table of its own."""
    found: Legend = {}
    texts = [item.text for part in parts for section in part.sections for item in section.items]
    odd = [sign for sign in set().union(*texts) if _ODD.match(sign)]
    for text in texts:
        if "grön" in text.casefold():
            for match in _WORDED.finditer(text):
                status = status_of(match[2])
                if status is not None:
                    found.setdefault(_COLOURS[match[1].casefold()], status)
        signs = _SIGN.finditer(text) if any(sign in text for sign in odd) else ()
        letters = _LETTER.finditer(text) if "=" in text or " betyder " in text or "står för" in text else ()
        for match in (*signs, *letters):
            status = status_of(match[2])
            if status is not None:
                found.setdefault(match[1], status)
    shown = {fold(cell.text) for cell in cells if cell.text and len(cell.text.split()) <= _ANSWER_WORDS}
    for text in texts:
        term = _TERM.fullmatch(text)
        if term and fold(term[1]) in shown and (status := status_of(term[2])):
            found.setdefault(fold(term[1]), status)
    for key, text in _explained(cells):
        told = fold(text)
        if holds("statuses", "status", told):
            found.setdefault(key, status_of(text))
    return found


def _explained(cells: Sequence[RowCell]) -> Iterable[tuple[str, str]]:
    """(colour or sign, words) of each row of a table without header in which one cell shows and another tells."""
    rows: dict[tuple[str, int], list[RowCell]] = {}
    for cell in cells:
        if not cell.header:
            rows.setdefault((cell.table, cell.row), []).append(cell)
    for row in rows.values():
        shows = [
            cell for cell in row if not any(c.isalnum() for c in cell.text) and (cell.text or cell.fill is not None)
        ]
        tells = [cell for cell in row if any(c.isalpha() for c in cell.text)]
        if len(shows) == 1 and len(tells) == 1:
            name = colour_name(shows[0].fill) if shows[0].fill is not None else None
            key = name or shows[0].text.strip()
            if key:
                yield key, tells[0].text
