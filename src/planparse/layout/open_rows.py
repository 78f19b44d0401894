"""The rows of a table that nothing draws: by the white space above its cells, else by how their texts begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from planparse.layout.lines import BULLETS, union
from planparse.page import Box, Word

_LOOSE = 0.1
"""White space beyond the leading, in em, that may part two cells."""
_SLACK = 1.0
"""Points by which the white space between rows differs."""
_ALONE = 1.0
"""Points beyond the white space between rows that a cell alone in its row stands below the one above."""
_LOW = 0.25
"""Quantile of the white space between rows that is taken as the least."""
_LEAST = 0.05
"""Quantile of the steps between lines that is taken as the leading: few cells may have two lines."""
_NAMED = 0.85
"""Share of the lines' heights at which a first column of names has a line; each then begins a row."""
_ENDS = re.compile(r"[.!?:][”\"')»]?$")
_FRESH = re.compile(rf"^[A-ZÅÄÖÉ\d{re.escape(BULLETS)}”\"(]")

Words = Sequence[Word]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The columns between two theme rows: each column's lines from top to bottom, a line's words from the left."""

    columns: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """A cell: its row in the stretch from 0, how many rows it spans, and the box around its words."""

    row: int
    column: int
    row_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class _Measure:
    """Leading and least step between rows in points; `row_step` is None where rows stand as close as lines.

    `named`: each line of the first column begins a row.
    """

    leading: float
    row_step: float | None
    named: bool
    size: float
    rights: tuple[float, ...]


def cut_rows(stretches: Sequence[Stretch], alike: Sequence[Stretch], size: float) -> list[tuple[int, list[Cut]] | None]:
    """(row count, cells) of each of a table's stretches, None of an empty one.

    `alike` are the stretches of all tables of the document in this type size, these included: white space is
    measured on them. `size` is the cells' type size in points.
    """
    width = max((len(stretch.columns) for stretch in stretches), default=0)
    rights = tuple(
        max((line[-1].x1 for stretch in stretches for line in stretch.columns[k]), default=0.0) for k in range(width)
    )
    leading = _leading(alike, size)
    measure = _Measure(leading, _row_step(alike, leading, size), _named(stretches, size), size, rights)
    return [_cut(stretch, measure) for stretch in stretches]


def _base(line: Words) -> float:
    return sorted(word.bottom for word in line)[len(line) // 2]


def _leading(stretches: Sequence[Stretch], size: float) -> float:
    steps = sorted(
        step for stretch in stretches for column in stretch.columns for a, b in pairwise(column)
        if (step := _base(b) - _base(a)) < 2.2 * size
    )  # fmt: skip
    return steps[int(_LEAST * len(steps))] if steps else 1.3 * size


def _row_step(stretches: Sequence[Stretch], leading: float, size: float) -> float | None:
    """The least step from a row's last line to the next row, None where no white space parts rows.

    It is seen where the first column's text and another one begin anew and no column goes on.
    """
    white, tight = [], 0
    for stretch in stretches:
        for level in list(_levels(stretch, size))[1:]:
            loose = [step for _, _, step in level if step is not None and step > leading + _LOOSE * size]
            opening = sum(step is None for _, _, step in level)
            first = level[0][0] == 0 and (level[0][2] is None or level[0][2] > leading + _LOOSE * size)
            if not first or not loose or len(loose) + opening < 2:
                continue
            if len(loose) + opening < len(level):
                tight += 1
            else:
                white.append(min(loose))
    return sorted(white)[int(_LOW * len(white))] if white and len(white) >= tight else None


def _named(stretches: Sequence[Stretch], size: float) -> bool:
    """Whether the first column holds names of one line, one at nearly every height."""
    first = [line for stretch in stretches for line in stretch.columns[0]]
    heights = sum(len(list(_levels(stretch, size))) for stretch in stretches)
    fresh = sum(bool(_FRESH.match(line[0].text)) for line in first)
    return len(first) >= _NAMED * heights and fresh >= 0.9 * len(first)


def _levels(stretch: Stretch, size: float) -> Iterator[list[tuple[int, int, float | None]]]:
    """From top to bottom, the lines that stand on one height: (column, index, step from the line above or None)."""
    places = sorted((_base(line), k, i) for k, column in enumerate(stretch.columns) for i, line in enumerate(column))
    level: list[tuple[int, int, float | None]] = []
    last = 0.0
    for base, k, i in places:
        if level and base - last > 0.35 * size:
            yield level
            level = []
        last = base if not level else last
        above = _base(stretch.columns[k][i - 1]) if i else None
        level.append((k, i, base - above if above is not None else None))
    if level:
        yield level


def _cut(stretch: Stretch, measure: _Measure) -> tuple[int, list[Cut]] | None:
    starts: list[set[int]] = [set() for _ in stretch.columns]
    rows: list[float] = []
    for n, level in enumerate(_levels(stretch, measure.size)):
        if n == 0:
            begun = [(k, i) for k, i, _ in level]
        elif measure.named:
            begun = [(k, i) for k, i, _ in level] if any(k == 0 for k, _, _ in level) else []
        elif measure.row_step is not None:
            begun = _by_white(level, measure, measure.row_step)
        else:
            begun = _by_text(level, stretch, measure)
        if begun:
            rows.append(min(_base(stretch.columns[k][i]) for k, i in begun))
            for k, i in begun:
                starts[k].add(i)
    if not rows:
        return None
    cells = []
    for k, column in enumerate(stretch.columns):
        marks = sorted(starts[k] | ({0} if column else set()))
        for a, b in pairwise([*marks, len(column)]):
            lines = column[a:b]
            first = _row_at(rows, _base(lines[0]), measure.size)
            last = _row_at(rows, _base(lines[-1]), measure.size)
            cells.append(Cut(first, k, max(1, last - first + 1), union(w.box for line in lines for w in line)))
    return len(rows), cells


def _row_at(rows: Sequence[float], base: float, size: float) -> int:
    return max((r for r, row in enumerate(rows) if base >= row - 0.4 * size), default=0)


def _by_white(
    level: Sequence[tuple[int, int, float | None]], measure: _Measure, row_step: float
) -> list[tuple[int, int]]:
    """The lines of a level that begin cells of a new row, by the white space above them."""
    least = max(row_step - _SLACK, measure.leading + _LOOSE * measure.size)
    begun = [(k, i, step) for k, i, step in level if step is None or step >= least]
    alone = len(begun) == 1 and begun[0][0] != 0 and begun[0][2] is not None
    if alone and (begun[0][2] or 0.0) <= row_step + _ALONE:
        return []  # a paragraph of its cell
    if len(begun) >= 2:  # a row: what stands a little apart begins a cell too
        loose = measure.leading + _LOOSE * measure.size
        begun = [(k, i, step) for k, i, step in level if step is None or step > loose]
    return [(k, i) for k, i, _ in begun]


def _by_text(
    level: Sequence[tuple[int, int, float | None]], stretch: Stretch, measure: _Measure
) -> list[tuple[int, int]]:
    """The lines of a level that begin cells where rows stand as close as lines: all begin as a text does."""
    opened = [step is None or step > 1.5 * measure.leading for _, _, step in level]
    lines = [(stretch.columns[k][i - 1], stretch.columns[k][i], measure.rights[k]) for k, i, _ in level]
    capital = [new or bool(_FRESH.match(line[0].text)) for new, (_, line, _) in zip(opened, lines, strict=True)]
    begins = [new or _begins(*beside) for new, beside in zip(opened, lines, strict=True)]
    if len(level) < 2 or not all(capital) or sum(begins) < 0.5 * len(level):
        return []
    return [(k, i) for k, i, _ in level] if level[0][0] == 0 or sum(opened) >= 2 else []


def _begins(above: Words, line: Words, right: float) -> bool:
    """Whether a line begins a text: as a sentence or entry does, behind one that ended or had room to go on."""
    if not _FRESH.match(line[0].text):
        return False
    room = right - above[-1].x1 > (line[0].x1 - line[0].x0) + 0.5 * line[0].size
    return bool(_ENDS.search(above[-1].text)) or room
