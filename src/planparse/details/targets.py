"""Which level shall be reached: comparator, value, unit, baseline and deadline of the targets in an item (rule 20)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from planparse.details.nouns import is_known
from planparse.details.numbers import NUMBER, value
from planparse.details.times import Found
from planparse.details.units import OF_OURS, counted_noun, unit_of
from planparse.guards import may_hold
from planparse.lexicon import found_in, kind_in, near, words
from planparse.model.sentences import sentences
from planparse.plan import Target

Comparator = Literal["at_least", "at_most", "exactly", "about", "between", "increase", "decrease", "maintain"]

_REACH = 48
"""Characters in front of a number in which a comparator may stand."""
_ANY = re.compile(
    r"\d|\b(?:två|tre|fyr|fem|sex|sju|åtta|nio|tio|elva|tolv|trett|fjort|art|nitt|tjug|ått|noll\b|dussin|hundra|tusen|hälft|"
    r"varannan|vartannat|halver|fördubbl|en (?:fjärde|tredje|tion|femte)del|var (?:fjärde|tredje|femte|tionde)|"
    r"(?:minst|högst|max|lägst|till|med|inom) (?:en|ett|var)\b|ett tiotal)",
    re.IGNORECASE,
)
"""Signs without which a text has no figure; it saves the longer patterns."""
_SHARE = re.compile(r"del|hälft|50-50|\b[Vv]ar", re.IGNORECASE)
_HALVED = re.compile(r"halver|dubb|hälften", re.IGNORECASE)
_COUNT = re.compile(
    rf"(?<![\w§/:.,–-])(?:mellan\s+)?(?P<low>{NUMBER})(?:\s?(?:[-–—]|till|och|eller)\s?(?P<high>{NUMBER}))?"
    rf"(?:\s?\((?P<again>{NUMBER})\))?(?![\w/]|:\d|[.,]\d)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"^mellan\s", re.IGNORECASE)
_OF = re.compile(rf"^\s(?:av|utav)\s(?P<whole>{NUMBER})\b", re.IGNORECASE)
_CLAUSE = re.compile(r",?\s(?:och|samt|men)\s(?=[^,.;]*\b(?:ska|skall|bör)\b)|;\s|\.\s(?=[A-ZÅÄÖ])")
_SHALL = re.compile(r"\b(?:ska|skall|bör|måste|lovar)\b", re.IGNORECASE)
_LOWER = re.compile(r"\s*(?:\S+\s){0,2}(?:lägre|färre|mindre)\b")
_HIGHER = re.compile(r"\s*(?:\S+\s){0,2}(?:högre|fler|mer)\b(?! än)")
_STEP = re.compile(r"\s(färre|fler)\s(?!än\b)[^\W\d_]")
_PERCENT = re.compile(r"\s?(?:%|procent)")
_CELL = re.compile(rf"(?:[^\W\d_]+ |[<>≤≥]=? ?)?{NUMBER}\.?$", re.IGNORECASE)
"""A cell that holds a bare figure, with a comparator at the most: what it counts stands in another one."""
_CLOCK = re.compile(r"\d{1,2}[.:]\d{2}$")
_YEAR = re.compile(r"(?:19|20)\d{2}$")
_FROM = re.compile(rf"\bfrån ({NUMBER} ?(?:%|procent|kronor|tkr)?)(?: år \d{{4}})? till\b", re.IGNORECASE)
_THAN = re.compile(r"\bjämfört med ([^.;,]{3,50})")
_TIME_UNITS = frozenset(("days", "weeks", "months", "years"))
_SPAN_NOUNS = frozenset(("timme", "minut", "gång", "natt", "kväll", "meter", "kilometer", "mil", "km/h"))
_GRADED = frozenset(("percent", "percentage_points"))
_OWN_FIGURE = 70
"""Characters between "öka" and its figure ("ska öka från 61 till minst 75 procent")."""


@dataclass(frozen=True, slots=True)
class _Number:
    at: int
    to: int
    low: float
    high: float | None
    printed: str
    share: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    target: Target
    at: int
    to: int


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence of an item of `kind`, and what the item says before it."""

    sentence: str
    kind: str
    earlier: str


def find_targets(text: str, kind: str, times: Sequence[Found], header_year: str | None = None) -> list[Target]:
    """The targets of an item of `kind` (goal, activity or follow_up; other kinds hold none).

    `times`: what `find_times` found in it. `header_year`: the deadline that a column's header gives.
    """
    figures = kind in ("goal", "activity", "follow_up") and may_hold(_ANY, text) and _ANY.search(text) is not None
    if not figures and kind != "goal":
        return []
    out: list[Target] = []
    at = 0
    for sentence in sentences(text) or [text]:
        start = max(at, text.find(sentence, at))
        at = start + len(sentence)
        inside = [_moved(t, start) for t in times if start <= t.at < at]
        place = _Place(sentence, kind, text[:start])
        read: list[_Read] = []
        if figures and not _tells_past(place):
            halved = list(_halved(sentence))
            numbers = [r for r in _numbers(place, inside) if not any(r.at < h.to and h.at < r.to for h in halved)]
            read = sorted((*numbers, *halved), key=lambda r: r.at)
        if kind == "goal":
            read = sorted((*read, *_changes(sentence, read)), key=lambda r: r.at)
        if read:
            deadline = next((t.time.end for t in inside if t.deadline and t.time.end), None) or header_year
            out += [r.target.model_copy(update={"deadline": deadline}) if deadline else r.target for r in read]
    return out


def _moved(found: Found, by: int) -> Found:
    return Found(found.at - by, found.to - by, found.time, found.deadline, found.held)


def _tells_past(place: _Place) -> bool:
    """Whether the sentence tells what was done: figures in it are reached already, or missed."""
    return place.kind != "goal" and not _SHALL.search(place.sentence) and _matches("not_target", "past", place.sentence)


def _matches(table: str, kind: str, text: str) -> bool:
    return found_in("targets", table, text, kind)


# ---- Numbers -------------------------------------------------------------------------------------------


def _numbers(place: _Place, times: Sequence[Found]) -> Iterator[_Read]:
    taken: list[tuple[int, int]] = [(t.at, t.to) for t in times if not t.held]
    for number in (*_fractions(place.sentence), *_counts(place.sentence)):
        if any(number.at < b and a < number.to for a, b in taken):
            continue
        read = _read(place, number)
        if read is not None:
            taken.append((read.at, read.to))
            yield read


def _fractions(sentence: str) -> Iterator[_Number]:
    if _SHARE.search(sentence) is None:
        return
    for rule in near("targets", "fraction", sentence):
        for match in rule.pattern.finditer(sentence) if rule.pattern else ():
            yield _Number(match.start(), match.end(), float(rule.kind), None, match[0], share=True)


def _counts(sentence: str) -> Iterator[_Number]:
    for match in _COUNT.finditer(sentence):
        low, high = value(match["low"]), value(match["high"]) if match["high"] else None
        joint = sentence[match.end("low") : match.start("high")] if match["high"] else ""
        if low is None or _CLOCK.match(match["low"]):
            continue
        at = match.start("low")
        if high is not None and joint.strip() == "till" and sentence[:at].casefold().endswith("från "):
            yield _Number(match.start("high"), match.end("high"), high, None, match["high"])
            continue
        if high is not None and (high <= low or (joint.strip() == "och" and not _BETWEEN.match(match[0]))):
            yield _Number(at, match.end("low"), low, None, match["low"])
            continue
        yield _Number(match.start(), match.end(), low, high, match["low"])


def _read(place: _Place, number: _Number) -> _Read | None:
    sentence = place.sentence
    before = sentence[max(0, number.at - _REACH) : number.at]
    after = sentence[number.to :]
    comparator = _comparator(before, sentence[: number.at])
    behind = kind_in("targets", "comparator_after", after)
    if behind is not None and comparator in (None, "about"):
        comparator = cast(Comparator, behind)
    if number.low == 1 and number.high is None and not number.share and comparator in (None, "about"):
        return None
    named = _matches("not_target", "before", before) and not (_aimed(before) and _PERCENT.match(after))
    if named or _matches("not_target", "after", after) or _compared(place, number, comparator):
        return None
    if _quoted(sentence, number.at) and comparator is None:
        return None
    low, high, to = number.low, number.high, number.to
    whole = _whole(number, after, comparator, place.kind)
    unit: str | None
    if number.share:
        unit = "percent"
    elif whole is not None:
        low, unit, to = round(100 * low / whole[0]), "percent", to + whole[1]
    else:
        unit, factor, length = unit_of(sentence[: number.at], after, place.earlier)
        low, high = low * factor, high and high * factor
        to += length
        if unit == "count" and place.kind in ("goal", "follow_up") and _CELL.match(sentence):
            unit = None
    if comparator is None and _matches("not_target", "baseline", before):
        return None
    if not _counts_for(place, comparator, unit, number, before, after, share=number.share or whole is not None):
        return None
    if unit in _GRADED and behind is None and _LOWER.match(sentence[to:]):
        comparator = "decrease"
    elif unit in _GRADED and behind is None and _HIGHER.match(sentence[to:]):
        comparator = "increase"
    elif comparator is None and place.kind == "goal" and (step := _STEP.match(after)):
        comparator = "decrease" if step[1] == "färre" else "increase"
    if high is not None and comparator in (None, "about"):
        comparator = "between"
    begin = _begin(sentence, number.at, comparator)
    target = Target(
        text=sentence[begin:to].strip(),
        comparator=comparator or "exactly",
        value=[low, high] if comparator == "between" and high is not None else low,
        unit=unit,
        baseline=_baseline(sentence, number.at),
    )
    return _Read(target, number.at, to)


def _compared(place: _Place, number: _Number, comparator: str | None) -> bool:
    """Whether parentheses behind a goal's level hold what it is compared with ("högst 15 procent (27 procent)")."""
    before = place.sentence[: number.at]
    bare = place.kind == "goal" and comparator is None and before.endswith("(")
    return bare and re.search(r"\d.*\($", before) is not None and "mål" not in before[-12:].casefold()


def _comparator(before: str, all_before: str) -> Comparator | None:
    """What the words before a number make of it; "ingen … mer än fem dagar" is at most five."""
    found = kind_in("targets", "comparator", before)
    if found == "at_least" and _matches("not_target", "more_than", before):
        return "at_most" if _matches("not_target", "negated", all_before) else "at_least"
    return cast("Comparator | None", found)


def _whole(number: _Number, after: str, comparator: str | None, kind: str) -> tuple[float, int] | None:
    """The whole of "åtta av tio" and the length of its words: a share, where it is a level or a round whole."""
    match = _OF.match(after)
    total = value(match["whole"]) if match else None
    if match is None or total is None or not total > 2 or total < number.low:
        return None
    if comparator is None and not (kind == "goal" or total in (10, 100)):
        return None
    return total, match.end()


def _counts_for(
    place: _Place, comparator: str | None, unit: str | None, number: _Number, before: str, after: str, share: bool
) -> bool:
    """Whether the number is a level to reach: what plans count, not ages, durations, years, things known."""
    if unit == "years" and (comparator != "at_most" or before.endswith(" under ")):
        return False
    if unit in words("targets", "never_counted") and (comparator is None or re.search(r"\binom $", before)):
        return False
    if unit == "gång" or (_YEAR.match(number.printed) and not _counted(after) and unit not in ("SEK", "percent")):
        return False
    if comparator is not None:
        return not (comparator == "about" and place.kind == "follow_up")
    if unit is None and place.kind == "goal" and _CELL.match(place.sentence):
        return True
    if unit is None or unit in _TIME_UNITS or _matches("not_target", "definite", before):
        return False
    if unit in _SPAN_NOUNS:
        return place.kind == "goal" and unit == "km/h"
    if share or unit in _GRADED:
        return place.kind == "goal" or share or _aimed(before) or _SHALL.search(place.sentence) is not None
    if place.kind == "follow_up":
        return _aimed(before)
    if unit == "SEK":
        return True
    noun = counted_noun(after)
    if noun is None and not OF_OURS.match(after):
        told = re.match(r"\s?(?:st\b|stycken)|\sper [^\W\d_]", after) is not None
        return told or _matches("not_target", "added", before)
    return unit not in words("targets", "not_counted") or not re.search(r"\b(?:i|på|om)\s$", before)


def _aimed(before: str) -> bool:
    """Whether the words before a number call it the goal ("Andel som är nöjda, mål 75 procent")."""
    return found_in("targets", "aim", before)


def _counted(after: str) -> bool:
    """Whether a known noun follows a number that could be a year."""
    noun = counted_noun(after)
    return noun is not None and is_known(noun[0])


def _quoted(sentence: str, at: int) -> bool:
    """Whether the place is within a name in quotation marks ("Tre sätt att säga nej")."""
    before = sentence[:at]
    straight = before.count('"') % 2 == 1 and '"' in sentence[at:]
    curled = max(before.count("”"), before.count("»")) % 2 == 1 and re.search("[”«»]", sentence[at:])
    return bool(straight or curled or before.count("“") > before.count("”"))


def _begin(sentence: str, at: int, comparator: str | None) -> int:
    """Where the target's words begin: at its comparator, else at the number."""
    if comparator is None:
        return at
    before = sentence[max(0, at - _REACH) : at]
    for rule in near("targets", "comparator", before):
        found = rule.pattern.search(before) if rule.pattern and rule.kind == comparator else None
        if found:
            return at - len(before) + found.start()
    return at


def _baseline(sentence: str, at: int) -> str | None:
    """What the level is compared with, as printed."""
    before = _FROM.search(sentence[:at])
    if before:
        return before[1].strip()
    after = _THAN.search(sentence[at:])
    return after[1].strip() if after else None


# ---- Changes without a figure --------------------------------------------------------------------------


def _halved(sentence: str) -> Iterator[_Read]:
    if _HALVED.search(sentence) is None:
        return
    for rule in near("targets", "halved", sentence):
        for match in rule.pattern.finditer(sentence) if rule.pattern else ():
            share = 50 if rule.kind == "decrease" else 100
            target = Target(text=match[0], comparator=cast(Comparator, rule.kind), value=share, unit="percent")
            yield _Read(target, match.start(), match.end())


def _changes(sentence: str, read: Sequence[_Read]) -> Iterator[_Read]:
    """One increase, decrease or maintain a clause, where no figure says how much."""
    start = 0
    for piece in _CLAUSE.split(sentence):
        at = sentence.find(piece, start)
        start = at + len(piece)
        found = [
            (match.start(), rule.kind, match)
            for rule in near("targets", "change", piece)
            if rule.pattern and (match := rule.pattern.search(piece))
        ]
        if not found:
            continue
        kinds = {kind for _, kind, _ in found}
        where, kind, match = min(found, key=lambda f: (f[1] != "maintain", f[0]))
        figures = [r for r in read if at <= r.at < start]
        if any(at + where <= r.at <= at + where + _OWN_FIGURE or r.target.comparator in kinds for r in figures):
            continue
        target = Target(text=match[0], comparator=cast(Comparator, kind), value=None, unit=None)
        yield _Read(target, at + where, at + where + len(match[0]))
