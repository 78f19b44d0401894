"""Which level shall be reached: comparator, value, unit, baseline and deadline of the targets in an item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planparse.details.nouns import basic_form, is_known
from planparse.details.numbers import NUMBER, value
from planparse.details.times import Found
from planparse.lexicon import rules
from planparse.model.sentences import sentences
from planparse.plan import Target

_REACH = 48
"""Characters in front of a number in which a comparator may stand."""
_COUNT = re.compile(
    rf"(?<![\w§/:.,–-])(?:mellan\s+)?(?P<low>{NUMBER})(?:\s?(?:[-–—]|till|och|eller)\s?(?P<high>{NUMBER}))?"
    rf"(?:\s?\((?P<again>{NUMBER})\))?(?![\w/]|:\d|[.,]\d)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"^mellan\s", re.IGNORECASE)
_OF = re.compile(rf"^\s(?:av|utav)\s(?P<whole>{NUMBER})\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_](?:[\w/²³:-]*[\w²³])?")
_CLAUSE = re.compile(r",?\s(?:och|samt|men)\s(?=[^,.;]*\b(?:ska|skall|bör)\b)|;\s|\.\s(?=[A-ZÅÄÖ])")
_SHALL = re.compile(r"\b(?:ska|skall|bör|måste)\b", re.IGNORECASE)
_NO_NOUN = re.compile(
    r"^(?:i|på|av|per|om|till|från|för|med|under|vid|och|eller|samt|som|ska|skall|har|är|att|inom|hos|ur|efter|utan|"
    r"senast|år|året|den|det|inför|mot|enligt|ska|bör|får|kan|blir|nya?|varav|åt|mellan|genom|före|innan)$",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(r"(?:a|ande|ende|dre|rre|ste)$")
_NAMED = re.compile(r"\b(?:antalet|antal)\s+(?P<rest>[^.,;()]{3,60})", re.IGNORECASE)
_TIME_UNITS = frozenset(("days", "weeks", "months", "years"))
_SPAN_NOUNS = frozenset(("timme", "minut", "gång", "natt", "kväll", "meter", "kilometer", "mil"))
_GRADED = frozenset(("percent", "percentage_points", "SEK"))
_OWN_FIGURE = 70
"""Characters between "öka" and its figure ("ska öka från 61 till minst 75 procent")."""


@dataclass(frozen=True, slots=True)
class _Number:
    at: int
    to: int
    low: float
    high: float | None
    text: str


@dataclass(frozen=True, slots=True)
class _Read:
    target: Target
    at: int
    to: int


def find_targets(text: str, kind: str, times: Sequence[Found], header_year: str | None = None) -> list[Target]:
    """The targets of an item of `kind` (goal, activity or follow_up; other kinds hold none).

    `times`: what `find_times` found in it. `header_year`: the deadline that a column's header gives.
    """
    if kind not in ("goal", "activity", "follow_up"):
        return []
    out: list[Target] = []
    at = 0
    for sentence in sentences(text) or [text]:
        start = max(at, text.find(sentence, at))
        at = start + len(sentence)
        inside = [_moved(t, start) for t in times if start <= t.at < at]
        deadline = next((t.time.end for t in inside if t.deadline and t.time.end), None) or header_year
        read = sorted((*_numbers(sentence, kind, inside), *_halved(sentence)), key=lambda r: r.at)
        if kind == "goal":
            read = sorted((*read, *_changes(sentence, read)), key=lambda r: r.at)
        out += [r.target.model_copy(update={"deadline": deadline}) if deadline else r.target for r in read]
    return out


def _moved(found: Found, by: int) -> Found:
    return Found(found.at - by, found.to - by, found.time, found.deadline, found.held)


def _matches(table: str, kind: str, words: str) -> bool:
    return any(r.kind == kind and r.pattern and r.pattern.search(words) for r in rules("targets", table))


# ---- Numbers -------------------------------------------------------------------------------------------


def _numbers(sentence: str, kind: str, times: Sequence[Found]) -> Iterator[_Read]:
    taken: list[tuple[int, int]] = [(t.at, t.to) for t in times if not t.held]
    for number in (*_fractions(sentence), *_counts(sentence)):
        if any(number.at < b and a < number.to for a, b in taken):
            continue
        read = _read(sentence, number, kind, times)
        if read is not None:
            taken.append((read.at, read.to))
            yield read


def _fractions(sentence: str) -> Iterator[_Number]:
    for rule in rules("targets", "fraction"):
        for match in rule.pattern.finditer(sentence) if rule.pattern else ():
            yield _Number(match.start(), match.end(), float(rule.kind), None, "%")


def _counts(sentence: str) -> Iterator[_Number]:
    for match in _COUNT.finditer(sentence):
        low, high = value(match["low"]), value(match["high"]) if match["high"] else None
        joint = sentence[match.end("low") : match.start("high")] if match["high"] else ""
        if low is None:
            continue
        at = match.start("low")
        if high is not None and (high <= low or (joint.strip() == "och" and not _BETWEEN.match(match[0]))):
            yield _Number(at, match.end("low"), low, None, "")
            continue
        yield _Number(match.start(), match.end(), low, high, "")


def _read(sentence: str, number: _Number, kind: str, times: Sequence[Found]) -> _Read | None:
    before = sentence[max(0, number.at - _REACH) : number.at]
    after = sentence[number.to :]
    if _matches("not_target", "before", before) or _matches("not_target", "after", after):
        return None
    comparator = next((r.kind for r in rules("targets", "comparator") if r.pattern and r.pattern.search(before)), None)
    low, high, to = number.low, number.high, number.to
    whole = _OF.match(after)
    if number.text == "%":
        unit: str | None = "percent"
    elif whole and (total := value(whole["whole"])) and 2 < total >= low and comparator:
        low, unit, to = round(100 * low / total), "percent", to + whole.end()
    else:
        unit, factor, length = _unit(sentence, number, after)
        low, high = low * factor, high and high * factor
        to += length
    if comparator is None and _matches("not_target", "baseline", before):
        return None
    if not _counts_for(kind, comparator, unit, number, sentence, before, after):
        return None
    lower = re.match(r"\s*(?:\S+\s){0,2}(?:lägre|färre|mindre)\b", sentence[to:])
    higher = re.match(r"\s*(?:\S+\s){0,2}(?:högre|fler|mer)\b(?! än)", sentence[to:])
    if lower and unit == "percent":
        comparator = "decrease"
    elif higher and unit == "percent":
        comparator = "increase"
    if high is not None and comparator in (None, "about"):
        comparator = "between"
    begin = _begin(sentence, number.at, comparator)
    target = Target(
        text=sentence[begin:to].strip(),
        comparator=comparator or "exactly",  # type: ignore[arg-type]
        value=[low, high] if comparator == "between" and high is not None else low,
        unit=unit,
        baseline=_baseline(sentence, number.at),
    )
    return _Read(target, number.at, to)


def _counts_for(
    kind: str, comparator: str | None, unit: str | None, number: _Number, sentence: str, before: str, after: str
) -> bool:
    """Whether the number is a level to reach: what plans count, not ages, durations, things known."""
    single = number.low == 1 and number.high is None and number.text != "%"
    if single and (comparator is None or comparator == "about"):
        return False
    if unit == "years" and comparator not in ("at_most",):
        return False
    if unit == "gång":
        return False
    if comparator is not None:
        return not (comparator == "about" and kind == "follow_up")
    if unit in _TIME_UNITS or unit in _SPAN_NOUNS or _matches("not_target", "definite", before):
        return False
    if unit in _GRADED or number.text == "%":
        return kind == "goal" or _SHALL.search(sentence) is not None
    if kind == "follow_up":
        return False
    noun = _noun(after)
    if noun is None:
        return bool(re.match(r"\s?st\b", after))
    return not noun[0].casefold().endswith(("arna", "orna", "erna"))


def _begin(sentence: str, at: int, comparator: str | None) -> int:
    """Where the target's words begin: at its comparator, else at the number."""
    if comparator is None:
        return at
    before = sentence[max(0, at - _REACH) : at]
    for rule in rules("targets", "comparator"):
        found = rule.pattern.search(before) if rule.pattern and rule.kind == comparator else None
        if found:
            return at - len(before) + found.start()
    return at


def _baseline(sentence: str, at: int) -> str | None:
    """What the level is compared with, as printed."""
    before = re.search(
        rf"\bfrån ({NUMBER} ?(?:%|procent|kronor|tkr)?)(?: år \d{{4}})? till\b", sentence[:at], re.IGNORECASE
    )
    if before:
        return before[1].strip()
    after = re.search(r"\bjämfört med ([^.;,]{3,50})", sentence[at:])
    return after[1].strip() if after else None


# ---- Units ---------------------------------------------------------------------------------------------


def _unit(sentence: str, number: _Number, after: str) -> tuple[str, float, int]:
    """(unit, factor, length of the unit's words)."""
    for rule in rules("targets", "unit"):
        found = rule.pattern.search(after) if rule.pattern else None
        if found:
            name, _, factor = rule.kind.partition("*")
            return name, float(factor or 1), found.end()
    noun = _noun(after)
    if noun is not None:
        word, length = noun
        return basic_form(word), 1, length
    return _antecedent(sentence[: number.at]) or "count", 1, 0


def _noun(after: str) -> tuple[str, int] | None:
    """The counted noun right behind a number, past its adjectives, and the length up to its end."""
    at = 0
    for _ in range(4):
        gap = re.match(r"[  ]+", after[at:])
        word = _WORD.match(after[at + gap.end() :]) if gap else None
        if gap is None or word is None or _NO_NOUN.match(word[0]):
            return None
        at += gap.end() + word.end()
        if is_known(word[0]) or not _ADJECTIVE.search(word[0].casefold()):
            denominator = re.match(r"(?:/\w+[²³]?)", after[at:])
            end = at + (denominator.end() if denominator else 0)
            return word[0] + (denominator[0] if denominator else ""), end
    return None


def _antecedent(before: str) -> str | None:
    """The noun that is counted further up: "Antalet bränder ska vara högst tio", "vandringar, minst två"."""
    named = list(_NAMED.finditer(before))
    if named:
        noun = _noun(" " + named[-1]["rest"])
        if noun is not None:
            return basic_form(noun[0])
    words = [w for w in _WORD.findall(before) if is_known(w) and not _ADJECTIVE.search(w.casefold())]
    plural = [w for w in words if basic_form(w) != w.casefold() or (basic_form(w) == w.casefold() and len(w) > 3)]
    return basic_form(plural[-1]) if plural else None


# ---- Changes without a figure --------------------------------------------------------------------------


def _halved(sentence: str) -> Iterator[_Read]:
    for rule in rules("targets", "halved"):
        for match in rule.pattern.finditer(sentence) if rule.pattern else ():
            share = 50 if rule.kind == "decrease" else 100
            target = Target(text=match[0], comparator=rule.kind, value=share, unit="percent")  # type: ignore[arg-type]
            yield _Read(target, match.start(), match.end())


def _changes(sentence: str, read: Sequence[_Read]) -> Iterator[_Read]:
    """One increase, decrease or maintain a clause, where no figure says how much."""
    start = 0
    for piece in _CLAUSE.split(sentence):
        at = sentence.find(piece, start)
        start = at + len(piece)
        found = [
            (match.start(), rule.kind, match)
            for rule in rules("targets", "change")
            if rule.pattern and (match := rule.pattern.search(piece))
        ]
        if not found:
            continue
        kinds = {kind for _, kind, _ in found}
        where, kind, match = min(found, key=lambda f: (f[1] != "maintain", f[0]))
        figures = [r for r in read if at <= r.at < start]
        if any(at + where <= r.at <= at + where + _OWN_FIGURE or r.target.comparator in kinds for r in figures):
            continue
        target = Target(text=match[0], comparator=kind, value=None, unit=None)  # type: ignore[arg-type]
        yield _Read(target, at + where, at + where + len(match[0]))
