"""Which lines of a transcript carry the number of a page: the document's own mark, or the host's counter.

A mark is believed where it says how many pages there are ("3(18)"), or where its kind runs on from line to
line: 1, 2, 3 … A number that does not run on is a word of the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from planparse.lexicon import Rule, rules, words

_FILE = "transcript"
_MIN_RUN = 2
"""So many marks of a kind must run on before they are believed (a choice, not a measurement)."""
_MIN_BARE_RUN = 3
"""A bare number at the end of a line is a weaker sign than one in front."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A page mark: it stands at `start`–`end` of its line and says `number`."""

    start: int
    end: int
    number: int


def break_inside(lines: Sequence[str]) -> list[tuple[int, int]]:
    """(line, offset) of the marks that stand inside a line, where a host glued all pages to one line.

    They count only as a run of one total: "2(18)", "3(18)" … in the order of the text.
    """
    runs: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for rule in rules(_FILE, "page_mark_inside"):
        for i, line in enumerate(lines):
            # A blank in front lets the mark at the line's start take part in the run.
            for match in _pattern(rule).finditer(" " + line):
                runs[match["total"]].append((int(match["number"]), i, max(match.start() - 1, 0)))
    places = []
    for total, run in runs.items():
        numbers = [number for number, _, _ in run]
        runs_on = all(b == a + 1 for a, b in pairwise(numbers))
        if len(run) >= _MIN_RUN and runs_on and numbers[-1] <= int(total):
            places += [(i, offset) for _, i, offset in run if offset]
    return sorted(places)


def find_marks(lines: Sequence[str]) -> dict[int, Mark]:
    """The mark of each line that has one, by line number. Blank lines may be among `lines`."""
    marks: dict[int, Mark] = {}
    counted = False
    for rule in rules(_FILE, "page_mark"):
        if rule.kind == "counter":
            found = _counters(rule, lines, marks, counted)
        elif rule.kind == "total":
            hits = _hits(rule, lines)
            found = [i for i, hit in hits.items() if 1 <= int(hit["number"]) <= int(hit["total"])]
            counted = counted or any(hits[i]["counter"] for i in found)
        elif marks:
            continue  # a weaker kind beside a stronger one is a number of the text
        else:
            found = _run(_hits(rule, lines))
        for i in found:
            match = _pattern(rule).match(lines[i])
            if match and i not in marks:
                marks[i] = Mark(match.start(), match.end(), int(match["number"]))
    return marks or _end_marks(lines)


def _pattern(rule: Rule) -> re.Pattern[str]:
    if rule.pattern is None:
        raise ValueError(f"{rule.name}: a page mark needs a pattern")
    return rule.pattern


def _hits(rule: Rule, lines: Sequence[str]) -> dict[int, re.Match[str]]:
    found = ((i, _pattern(rule).match(line)) for i, line in enumerate(lines))
    return {i: match for i, match in found if match}


def _run(hits: Mapping[int, re.Match[str]], least: int = _MIN_RUN) -> list[int]:
    """The lines whose numbers run on from 1 or 2 by one (one may be lost in between)."""
    run: list[int] = []
    last = 0
    for i, match in hits.items():
        number = int(match["number"])
        if 1 <= number - last <= 2:
            run.append(i)
            last = number
    return run if len(run) >= least else []


def _counters(rule: Rule, lines: Sequence[str], marks: Mapping[int, Mark], counted: bool) -> list[int]:
    """Lines with the host's own counter in front of the page's text.

    A part's number looks the same. Where the document has marks, the counter only fills the gap of a page
    whose mark was lost, and only if the other pages have one. Where it has none, the counter must stand on
    every line but the first, and one line must go on as no title does.
    """
    hits = _hits(rule, lines)
    if marks:
        gaps = [i for i in hits if i not in marks and _fills_gap(int(hits[i]["number"]), i, marks)]
        return gaps if counted else []
    filled = [i for i, line in enumerate(lines) if line]
    expected = [i for n, i in enumerate(filled, 1) if i in hits and int(hits[i]["number"]) == n]
    if len(expected) < max(_MIN_RUN, len(filled) - 1) or len(filled) <= _MIN_RUN:
        return []
    rests = [lines[i][hits[i].end() :].split() for i in expected]
    if filled[0] in hits and not any(rest and _no_title(rest[0]) for rest in rests):
        return []
    inner = [rest[0] for rest in rests if rest and rest[0].isdigit()]
    # "1 A title", "2 2 A title": the first page has no counter, its number is the part's.
    return expected[1:] if inner[:1] == ["2"] else expected


def _fills_gap(number: int, line: int, marks: Mapping[int, Mark]) -> bool:
    before = max((mark.number for i, mark in marks.items() if i < line), default=0)
    after = min((mark.number for i, mark in marks.items() if i > line), default=number + 1)
    return before < number < after


def _no_title(word: str) -> bool:
    return not word[0].isupper() or word.casefold() in words(_FILE, "openers")


def _end_marks(lines: Sequence[str]) -> dict[int, Mark]:
    """Marks at the ends of lines, as on pages made for telephones."""
    filled = [i for i, line in enumerate(lines) if line]
    for rule in rules(_FILE, "page_mark_end"):
        found = ((i, _pattern(rule).search(lines[i])) for i in filled)
        hits = {i: match for i, match in found if match}
        run = _run(hits, _MIN_RUN if rule.kind == "total" else _MIN_BARE_RUN)
        if run and (rule.kind == "total" or len(run) >= len(filled) - 1):
            return {i: Mark(hits[i].start(), hits[i].end(), int(hits[i]["number"])) for i in run}
    return {}


def page_numbers(marked: Iterable[int | None]) -> list[int]:
    """The numbers of consecutive pages: as marked where that goes up, else counted on."""
    numbers: list[int] = []
    last = 0
    for number in marked:
        last = number if number is not None and number > last else last + 1
        numbers.append(last)
    return numbers
