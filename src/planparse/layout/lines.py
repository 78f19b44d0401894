"""Words → printed lines, cut where a column's gap stands between them."""

from __future__ import annotations

import itertools
import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from planparse.page import Box, Line, Page, Word

V = TypeVar("V", int, float)

COLUMN_GAP = 0.9
"""White space in em that may part two columns; justified text stays below it but for forced last lines."""
_MARKER_REACH = 6.0
"""A bullet or number set off by a tab stands at most this far (em) before its text."""
LARGE_MARKER = 1.6
"""A number this many times as large as its text is as high as several lines of it."""
_INITIAL_GAP = 0.9
"""White space in em of the text between a dropped first letter and its word, at most."""
_LEADER_GAP = 6.0
"""A leader's dots stand at most this far (em) from its title and its page number."""
_FURTHEST = max(COLUMN_GAP, _LEADER_GAP)
_SPACED_LEAST, _SPACED_MOST = 0.25, 0.75
"""Letter-spacing in em that makes a word's gap as wide as a column's."""
_RAISED = 0.82
"""A word under this share of its line's size that stands raised is a note mark."""

_DOT_REACH = 2.5
"""A drawn bullet stands at most this far (em) before its text."""
_FORM_LINE = re.compile(r"^_{3,}$")
_DOTS = re.compile(r"^[.…·‥_]+$")
_NOTE = re.compile(r"^[\d*]{1,3}[,)]?$")
BULLETS = "•·▪■□●○◦‣∙⁃–—-−*»›➢➔→⇒✓✔☑❖▶►◆◊✗"
MARKER = re.compile(
    rf"^(?:[{re.escape(BULLETS)}]|o|\(?\d{{1,2}}[.)]|[a-zA-ZåäöÅÄÖ][.)]|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}\.?|[ivx]{{1,4}}[.)])$"
)
_NUMBER = re.compile(r"^(?:§ ?)?\d{1,2}(?:\.\d{1,2})*\.?$|^[A-ZÅÄÖ]\.$")


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all `boxes` (at least one)."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def box_of(words: Sequence[Word]) -> Box:
    """The smallest box around all `words` (at least one)."""
    return (
        min([word.x0 for word in words]),
        min([word.top for word in words]),
        max([word.x1 for word in words]),
        max([word.bottom for word in words]),
    )


def overlap(a: Box, b: Box) -> float:
    """Shared height of two boxes as a share of the lower one's height, 0–1."""
    top, bottom, other_top, other_bottom = a[1], a[3], b[1], b[3]
    shared = (other_bottom if other_bottom < bottom else bottom) - (other_top if other_top > top else top)
    if shared <= 0:
        return 0.0
    high, other_high = bottom - top, other_bottom - other_top
    lower = other_high if other_high < high else high
    return shared / (lower if lower > 0.01 else 0.01)


def usual_color(words: Sequence[Word]) -> int:
    """The colour of most characters, of equally frequent ones the first; at least one word."""
    return _usual(words, [word.color for word in words])


def _usual(words: Sequence[Word], values: list[V]) -> V:
    """Of the words' `values` that of most characters, of equally frequent ones the first; at least one word."""
    if values.count(values[0]) == len(values):
        return values[0]
    often: dict[V, int] = {}
    for word, value in zip(words, values, strict=True):
        often[value] = often.get(value, 0) + len(word.text)
    return max(often, key=often.__getitem__)


def size_of(line: Line) -> float:
    """The type size of most of the line's characters, in points."""
    return _usual_size(line.words) if line.size is None else line.size


def _usual_size(words: Sequence[Word]) -> float:
    """The size of most characters, of equally frequent ones the first; 0 for no words."""
    return _usual(words, [word.size for word in words]) if words else 0.0


def lines_of(words: Sequence[Word], page: int) -> list[Line]:
    """The lines of `words`, top to bottom and left to right; a row with a wide gap gives several lines.

    The content stream's order groups words first; what stands on one baseline without a gap is then joined,
    so that a producer that draws word by word gives the same lines.
    """
    runs: list[list[Word]] = []
    before: Word | None = None
    for word in words:
        if before is not None and _continues(before, word):
            runs[-1].append(word)
        else:
            runs.append([word])
        before = word
    lines = [line_of(run, page) for run in (_joined(runs) if len(runs) > 1 else runs)]
    return sorted(lines, key=_place) if len(lines) > 1 else lines


class PageLines:
    """`lines_of` for one page's words: the same words are put into lines once, so equal Lines may be the same one."""

    def __init__(self, page: int) -> None:
        self._page = page
        self._known: dict[bytes, list[Line]] = {}

    def of(self, words: Sequence[Word]) -> list[Line]:
        """The lines of some of the page's words, which must stay alive."""
        key = array("Q", map(id, words)).tobytes()
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = lines_of(words, self._page)
        return list(found)


def _place(line: Line) -> tuple[float, float]:
    return (line.box[1], line.box[0]) if line.box else (0.0, 0.0)


def with_drawn_bullets(page: Page) -> list[Word]:
    """The page's upright words, and a bullet sign for each drawn dot that stands right before a word."""
    words = [w for w in page.words if w.upright and not (w.text[:3] == "___" and _FORM_LINE.match(w.text))]
    for dot in page.dots:
        middle = (dot[1] + dot[3]) / 2
        beside = [w for w in words if w.top < middle < w.bottom]
        right = min((w for w in beside if w.x0 >= dot[2]), key=lambda w: w.x0, default=None)
        if right is None or right.x0 - dot[2] > _DOT_REACH * right.size or dot[2] - dot[0] > 0.7 * right.size:
            continue
        if any(0 <= dot[0] - w.x1 < 0.6 * right.size for w in beside):
            continue  # something stands right before it: a separator, no bullet
        bullet = replace(right, text="•", x0=dot[0], x1=dot[2], bold=False, soft_end=False)
        words.insert(words.index(right), bullet)
    return words


def _top(line: Line) -> float:
    return line.box[1] if line.box else 0.0


def _continues(before: Word, word: Word) -> bool:
    """Whether a word goes on the line of the one before it: beside it, and near."""
    gap = word.x0 - before.x1
    em = before.size if before.size > word.size else word.size
    if em < 1.0:
        em = 1.0
    if gap > _FURTHEST * em or gap < -0.6 * em:
        return False
    # `overlap`, written out: it is asked for every two words that follow one another
    top, bottom, other_top, other_bottom = before.top, before.bottom, word.top, word.bottom
    shared = (other_bottom if other_bottom < bottom else bottom) - (other_top if other_top > top else top)
    high, other_high = bottom - top, other_bottom - other_top
    lower = other_high if other_high < high else high
    if shared <= 0 or shared / (lower if lower > 0.01 else 0.01) < 0.5:
        return False
    if before.size > LARGE_MARKER * word.size and (MARKER.match(before.text) or _is_initial(before)):
        return False  # `_joined` finds the line beside it
    if gap <= COLUMN_GAP * em:
        return True  # also beside a leader's dots, which stand further off
    if gap <= 2 * _SPACED_MOST * em and _are_spaced(before, word, gap):
        return True
    dots = _DOTS.match(before.text) or _DOTS.match(word.text)  # a contents line's leader glues title and page
    return dots is not None and gap <= _LEADER_GAP * em


def _are_spaced(before: Word, word: Word, gap: float) -> bool:
    """Whether both words are letter-spaced as widely as their gap needs: a blank between two letters' gaps."""
    if (before.font, before.size, before.color) != (word.font, word.size, word.color):
        return False
    letters = max(_letter_gap(before), _letter_gap(word))
    return letters > _SPACED_LEAST * word.size and gap < 2 * letters + 0.65 * word.size


def _letter_gap(word: Word) -> float:
    """About how much white space (points) stands between a word's letters beyond what a wide font has."""
    count = len(word.text)
    if count < 3 or not word.text.isalpha():
        return 0.0
    usual = 0.7 if word.text.isupper() else 0.52
    return (word.x1 - word.x0 - usual * count * word.size) / (count - 1)


def _joined(runs: list[list[Word]]) -> list[list[Word]]:
    """Runs on one baseline joined where no column's gap parts them, or where one is only a marker."""
    result: list[list[Word]] = []
    bands: list[tuple[float, float]] = []  # top and bottom of each result
    ordered = sorted(runs, key=_left_then_top)
    for run in ordered:
        top, bottom = min([word.top for word in run]), max([word.bottom for word in run])
        # most pairs of a page's runs share no height: those that do are sifted out first
        for i in [i for i, (above, below) in enumerate(bands) if above < bottom and below > top]:
            above, below = bands[i]
            shared = (below if below < bottom else bottom) - (above if above > top else top)
            if shared / max(0.01, min(below - above, bottom - top)) < 0.6:
                continue
            other = result[i]
            if _is_marker(other) or (len(other) == 1 and _is_initial(other[0]) and _is_large(other[0], run[0])):
                joins = _near(other[-1], run[0]) and not _stands_lower(run, ordered, other[0])
            else:
                joins = _continues(other[-1], run[0])
            if joins:
                other.extend(run)
                bands[i] = (min(above, top), max(below, bottom))
                break
        else:
            result.append(run)
            bands.append((top, bottom))
    return result


def _stands_lower(run: Sequence[Word], runs: Sequence[Sequence[Word]], marker: Word) -> bool:
    """Whether another line stands higher beside a marker that is as high as several lines."""
    if not _is_large(marker, run[0]):
        return False
    return any(
        other[0].top < run[0].top - 1
        and other[0].bottom > marker.top + 0.3 * (marker.bottom - marker.top)
        and abs(other[0].x0 - run[0].x0) < run[0].size
        and other[0] is not marker
        for other in runs
    )


def _left_then_top(run: list[Word]) -> tuple[float, float]:
    return run[0].x0, run[0].top


def _is_marker(run: list[Word]) -> bool:
    return len(run) == 1 and bool(MARKER.match(run[0].text) or _NUMBER.match(run[0].text))


def _near(marker: Word, word: Word) -> bool:
    return 0 <= word.x0 - marker.x1 <= _MARKER_REACH * max(word.size, 1.0)


def _is_large(one: Word, other: Word) -> bool:
    return one.size > LARGE_MARKER * other.size


def _is_initial(word: Word) -> bool:
    """Whether a word is one capital, as a dropped first letter is."""
    return len(word.text) == 1 and word.text.isupper()


def _with_initial(words: list[Word]) -> list[Word]:
    """A line's words, a dropped first letter put before its word ("K" + "ommunen"); "I", "Å" and "Ö" are words."""
    first, second = words[:2]
    if first.text in "IÅÖ" or not second.text[:1].islower() or second.x0 - first.x1 > _INITIAL_GAP * second.size:
        return words
    return [replace(second, text=first.text + second.text, x0=first.x0), *words[2:]]


def line_of(words: list[Word], page: int) -> Line:
    """The line that words on one baseline make, from left to right: without note marks, dropped letters joined."""
    if len(words) > 1 and _is_large(words[0], words[1]) and _is_initial(words[0]):
        words = _with_initial(words)
    size = _usual_size(words)
    small = _RAISED * size
    kept = words
    if min([word.size for word in words]) < small:
        kept = [word for i, word in enumerate(words) if i == 0 or not _is_note(words[i - 1], word, size)]
    own = size if kept is words else _usual_size(kept)
    return Line(_text(kept), page, box_of(words), tuple(kept), own)


def _is_note(before: Word, word: Word, size: float) -> bool:
    """A raised note mark right behind a word."""
    return (
        word.size < _RAISED * size
        and bool(_NOTE.match(word.text))
        and word.x0 - before.x1 < 0.2 * size
        and word.bottom < before.bottom - 0.1 * size
    )


def is_note_start(line: Line) -> bool:
    """Whether the line begins with a raised mark, as a footnote does."""
    if len(line.words) < 2:
        return False
    first, second = line.words[:2]
    return first.size < _RAISED * second.size and bool(_NOTE.match(first.text))


def _text(words: Sequence[Word]) -> str:
    """The words with blanks between; l e t t e r - s p a c e d words are put together again."""
    texts = [word.text for word in words]
    if len(words) < 4 or not _is_spaced(texts):
        return " ".join(texts)
    gaps = [b.x0 - a.x1 for a, b in itertools.pairwise(words)]
    usual = sorted(gaps)[int(0.3 * len(gaps))]
    text = words[0].text
    for gap, word in zip(gaps, words[1:], strict=True):
        text += (" " if gap > 1.7 * usual + 0.04 * word.size else "") + word.text
    return text


def _is_spaced(texts: Sequence[str]) -> bool:
    lengths = list(map(len, texts))
    if lengths.count(1) < max(3, 0.3 * len(texts)):
        return False
    short = sum([length <= 3 for length in lengths])
    single = sum([length == 1 and text.isalpha() for length, text in zip(lengths, texts, strict=True)])
    return short >= 0.6 * len(texts) and single >= max(3, 0.3 * len(texts))


def rows_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand beside one another, rows from top to bottom, each from left to right."""
    rows: list[list[Line]] = []
    above: Box | None = None
    for line in sorted(lines, key=_top):
        box = line.box
        if box and above and box[1] < above[3] and overlap(above, box) >= 0.5:
            rows[-1].append(line)
        else:
            rows.append([line])
            above = box
    for row in rows:
        if len(row) > 1:
            row.sort(key=lambda line: line.box[0] if line.box else 0.0)
    return rows
