"""Words → printed lines, cut where a column's gap stands between them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from planparse.page import Box, Line, Page, Word

COLUMN_GAP = 0.9
"""White space in em that may part two columns; justified text stays below it but for forced last lines."""
_MARKER_REACH = 6.0
"""A bullet or number set off by a tab stands at most this far (em) before its text."""
_LEADER_GAP = 6.0
"""A leader's dots stand at most this far (em) from its title and its page number."""
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


def overlap(a: Box, b: Box) -> float:
    """Shared height of two boxes as a share of the lower one's height, 0–1."""
    shared = min(a[3], b[3]) - max(a[1], b[1])
    return max(0.0, shared) / max(0.01, min(a[3] - a[1], b[3] - b[1]))


def size_of(line: Line) -> float:
    """The type size of most of the line's characters, in points."""
    return _usual_size(line.words)


def _usual_size(words: Sequence[Word]) -> float:
    """The size of most characters, of equally frequent ones the first; 0 for no words."""
    sizes: dict[float, int] = {}
    for word in words:
        sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
    if len(sizes) == 1:
        return words[0].size
    return max(sizes, key=sizes.__getitem__) if sizes else 0.0


def lines_of(words: Sequence[Word], page: int) -> list[Line]:
    """The lines of `words`, top to bottom and left to right; a row with a wide gap gives several lines.

    The content stream's order groups words first; what stands on one baseline without a gap is then joined,
    so that a producer that draws word by word gives the same lines.
    """
    runs: list[list[Word]] = []
    for word in words:
        if runs and _continues(runs[-1][-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    runs = _joined(runs)
    lines = [_line(run, page) for run in runs]
    return sorted(lines, key=lambda line: (_top(line), line.box[0] if line.box else 0.0))


def with_drawn_bullets(page: Page) -> list[Word]:
    """The page's upright words, and a bullet sign for each drawn dot that stands right before a word."""
    words = [word for word in page.words if word.upright and not _FORM_LINE.match(word.text)]
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
    if overlap(before.box, word.box) < 0.5:
        return False
    gap = word.x0 - before.x1
    em = max(before.size, word.size, 1.0)
    if gap < -0.6 * em:
        return False
    if _DOTS.match(before.text) or _DOTS.match(word.text):
        return gap <= _LEADER_GAP * em  # a contents line's leader glues title and page
    return gap <= COLUMN_GAP * em


def _joined(runs: list[list[Word]]) -> list[list[Word]]:
    """Runs on one baseline joined where no column's gap parts them, or where one is only a marker."""
    runs = sorted(runs, key=lambda run: (run[0].top, run[0].x0))
    result: list[list[Word]] = []
    bands: list[tuple[float, float]] = []  # top and bottom of each result
    for run in sorted(runs, key=lambda run: run[0].x0):
        top, bottom = min([word.top for word in run]), max([word.bottom for word in run])
        for i, (above, below) in enumerate(bands):
            shared = (below if below < bottom else bottom) - (above if above > top else top)
            # `overlap`, written out: it is asked for every pair of runs of a page
            if shared <= 0 or shared / max(0.01, min(below - above, bottom - top)) < 0.6:
                continue
            other = result[i]
            if _continues(other[-1], run[0]) or (_is_marker(other) and _near(other[-1], run[0])):
                other.extend(run)
                bands[i] = (min(above, top), max(below, bottom))
                break
        else:
            result.append(run)
            bands.append((top, bottom))
    return result


def _is_marker(run: list[Word]) -> bool:
    return len(run) == 1 and bool(MARKER.match(run[0].text) or _NUMBER.match(run[0].text))


def _near(marker: Word, word: Word) -> bool:
    return 0 <= word.x0 - marker.x1 <= _MARKER_REACH * max(word.size, 1.0)


def _line(words: list[Word], page: int) -> Line:
    size = _usual_size(words)
    box = union(word.box for word in words)
    kept = [word for i, word in enumerate(words) if i == 0 or not _is_note(words[i - 1], word, size)]
    return Line(_text(kept), page, box, tuple(kept))


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
    short = sum(len(word.text) <= 3 for word in words)
    single = sum(len(word.text) == 1 and word.text.isalpha() for word in words)
    if len(words) < 4 or short < 0.6 * len(words) or single < max(3, 0.3 * len(words)):
        return " ".join(word.text for word in words)
    gaps = [b.x0 - a.x1 for a, b in itertools.pairwise(words)]
    usual = sorted(gaps)[int(0.3 * len(gaps))]
    text = words[0].text
    for gap, word in zip(gaps, words[1:], strict=True):
        text += (" " if gap > 1.7 * usual + 0.04 * word.size else "") + word.text
    return text


def rows_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand beside one another, rows from top to bottom, each from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=_top):
        if line.box and rows and rows[-1][0].box and overlap(rows[-1][0].box, line.box) >= 0.5:
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda line: line.box[0] if line.box else 0.0)
    return rows
