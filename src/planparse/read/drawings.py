"""Path objects of a page → rulings and fills, in the page as displayed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise, repeat

from planparse.page import Box, Fill, Ruling
from planparse.read import engine

Place = Callable[[float, float, float, float], Box]
Matrix = tuple[float, ...]

_THIN = 3.0
"""A filled rectangle at most this thick (points) is a drawn line: borders are 0.25–2.25 pt."""
_STRAIGHT = 0.6
"""A segment that leaves its axis by at most this much (points) is horizontal or vertical."""
_DOT = (1.2, 8.0)
"""A filled shape with both sides between these (points), about as wide as high, may be a drawn bullet."""
_DOT_SEGMENTS = 80
"""Segments of a disc or ring at most: a browser draws a ring of 49."""
_RECTANGLE = 5
"""Segments of a rectangle; a path with more has curves or corners of its own."""
_ROUND = 0.6
"""The straight sides of a rectangle with round corners are this share of its outline at least."""
_LETTER = (1.5, 40.0)
"""A curved shape this high (points) may be a letter: type of 4–50 pt."""
_MOST_SEGMENTS = 4000
"""A path with more segments is a picture (maps, logos), not a ruling."""
_MOST_PATHS = 20_000
"""Paths and forms looked at on a page; a page with more is a picture."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page's rulings, fills, bullet-like dots, the share of its area that images cover (0–1), shapes like letters."""

    rulings: tuple[Ruling, ...]
    fills: tuple[Fill, ...]
    dots: tuple[Box, ...]
    image_share: float
    outlined: int


def drawings(
    page: int, place: Place, width: float, height: float, check_depth: Callable[[int], None] = lambda depth: None
) -> Drawn:
    """What is drawn on a loaded page, in points as displayed.

    `check_depth` is asked whether forms may be nested so deep; what it raises passes.
    """
    collector = _Collector(place, width, height, check_depth)
    collector.walk(engine.page_object, page, engine.count_objects(page), None, 0)
    share = min(1.0, collector.images / max(1.0, width * height))
    return Drawn(tuple(collector.rulings), tuple(collector.fills), tuple(collector.dots), share, collector.outlined)


class _Collector:
    def __init__(self, place: Place, width: float, height: float, check_depth: Callable[[int], None]) -> None:
        self._place, self._width, self._height, self._check_depth = place, width, height, check_depth
        self._bounds, self._matrix = engine.Floats(4), engine.Floats(6)
        self._ints = engine.Ints(4)
        self._seen = 0
        self.rulings: list[Ruling] = []
        self.fills: list[Fill] = []
        self.dots: list[Box] = []
        self.images = 0.0
        self.outlined = 0

    def walk(self, get: engine.Call, parent: int, count: int, matrix: Matrix | None, depth: int) -> None:
        """Visits `count` objects of a page or a form, forms recursed."""
        objects = list(map(get, repeat(parent, count), range(count)))
        for found, kind in zip(objects, list(map(engine.object_type, objects)), strict=True):
            if kind == engine.TEXT:  # most are
                continue
            if kind == engine.PATH and self._seen < _MOST_PATHS:
                self._seen += 1
                self._path(found, matrix)
            elif kind == engine.IMAGE:
                x0, top, x1, bottom = self._box_of(found, matrix) or (0.0, 0.0, 0.0, 0.0)
                self.images += max(0.0, min(x1, self._width) - max(x0, 0)) * max(
                    0.0, min(bottom, self._height) - max(top, 0)
                )
            elif kind == engine.FORM and self._seen < _MOST_PATHS:
                self._seen += 1
                self._check_depth(depth + 1)
                engine.object_matrix(found, self._matrix.address)
                own = tuple(self._matrix.array)
                inner = own if matrix is None else _multiply(own, matrix)
                self.walk(engine.form_object, found, engine.form_count(found), inner, depth + 1)

    def _box_of(self, found: int, matrix: Matrix | None) -> Box | None:
        if not engine.object_bounds(found, *self._bounds.each):
            return None
        left, bottom, right, top = self._bounds.array
        if matrix:
            left, bottom, right, top = _transform_box(matrix, left, bottom, right, top)
        return self._place(left, top, right, bottom)

    def _path(self, found: int, matrix: Matrix | None) -> None:
        engine.path_mode(found, self._ints.each[0], self._ints.each[1])
        fill_mode, stroked = self._ints.array[0], self._ints.array[1]
        filled = bool(fill_mode)
        color = 0
        if filled:
            if engine.object_fill(found, *self._ints.each):
                red, green, blue, alpha = self._ints.array
                color = (red & 255) << 16 | (green & 255) << 8 | blue & 255
                filled = alpha > 8
            else:
                filled = False
        if not filled and not stroked:
            return
        count = engine.path_count(found)
        box = self._box_of(found, matrix) if count <= _DOT_SEGMENTS else None
        if box and (filled or count > _RECTANGLE) and self._is_dot(box):  # a disc, or a ring that is only stroked
            self.outlined += 1
            self.dots.append((round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)))
        elif count <= _RECTANGLE:
            if box:
                self._rectangle(box, filled, bool(stroked), color)
        elif count <= _MOST_SEGMENTS:
            for box in self._subpaths(found, count, matrix):
                self._rectangle(box, filled, bool(stroked), color)

    def _is_dot(self, box: Box) -> bool:
        wide, high = box[2] - box[0], box[3] - box[1]
        return _DOT[0] <= min(wide, high) and max(wide, high) <= _DOT[1] and max(wide, high) < 1.5 * min(wide, high)

    def _subpaths(self, found: int, count: int, matrix: Matrix | None) -> list[Box]:
        """Boxes of the path's straight lines and axis-parallel rectangles; one with a curve or a slope has none."""
        local = engine.Floats(6)
        engine.object_matrix(found, local.address)
        own = tuple(local.array)
        full = own if matrix is None else _multiply(own, matrix)
        segments = list(map(engine.path_segment, repeat(found, count), range(count)))
        kinds = list(map(engine.segment_type, segments))
        starts = [i for i, kind in enumerate(kinds) if kind == engine.MOVE_TO or i == 0]
        points = engine.points_of_segments(segments)
        boxes: list[Box] = []
        for start, end in pairwise([*starts, count]):
            xs, ys = points[2 * start : 2 * end : 2], points[2 * start + 1 : 2 * end : 2]
            if engine.BEZIER_TO in kinds[start:end]:
                letter = _letter_sized(xs, ys, full)
                self.outlined += letter
                if not letter and _is_rounded(xs, ys, kinds[start:end]):
                    left, low, right, high = _transform_box(full, min(xs), min(ys), max(xs), max(ys))
                    boxes.append(self._place(left, high, right, low))
            elif end - start > 1:
                boxes += self._straight(xs, ys, full)
        return boxes

    def _straight(self, xs: list[float], ys: list[float], matrix: Matrix) -> list[Box]:
        """The box of a subpath whose every stretch keeps to an axis; most pictures leave it at once."""
        a, b, c, d, e, f = matrix
        pairs = zip(xs, ys, strict=True)
        first_x, first_y = next(pairs)
        last_x, last_y = a * first_x + c * first_y + e, b * first_x + d * first_y + f
        left = right = last_x
        low = high = last_y
        for raw_x, raw_y in pairs:
            x, y = a * raw_x + c * raw_y + e, b * raw_x + d * raw_y + f
            if abs(last_x - x) > _STRAIGHT and abs(last_y - y) > _STRAIGHT:
                return []
            if x < left:
                left = x
            elif x > right:
                right = x
            if y < low:
                low = y
            elif y > high:
                high = y
            last_x, last_y = x, y
        return [self._place(left, high, right, low)]

    def _rectangle(self, box: Box, filled: bool, stroked: bool, color: int) -> None:
        x0, top, x1, bottom = (round(value, 2) for value in box)
        wide, high = x1 - x0, bottom - top
        if x1 < 0 or bottom < 0 or x0 > self._width or top > self._height:
            return
        if min(wide, high) <= _THIN:
            if max(wide, high) > _THIN and not (filled and not stroked and color == 0xFFFFFF):
                self.rulings.append(Ruling(x0, top, x1, bottom))
            return
        if wide > 0.97 * self._width and high > 0.97 * self._height:
            return  # the page's own background
        if filled and color != 0xFFFFFF:
            self.fills.append(Fill(x0, top, x1, bottom, color))
        if stroked:
            self.rulings += [
                Ruling(x0, top, x1, top),
                Ruling(x0, bottom, x1, bottom),
                Ruling(x0, top, x0, bottom),
                Ruling(x1, top, x1, bottom),
            ]


def _is_rounded(xs: list[float], ys: list[float], kinds: list[int]) -> bool:
    """Whether a subpath is a rectangle with round corners: four straight sides, most of its outline."""
    straight = 0.0
    sides = 0
    for i in range(1, len(kinds)):
        wide, high = abs(xs[i] - xs[i - 1]), abs(ys[i] - ys[i - 1])
        if kinds[i] == engine.LINE_TO and max(wide, high) > 0.1:
            if min(wide, high) > _STRAIGHT:
                return False
            straight += max(wide, high)
            sides += 1
    return 3 <= sides <= 5 and straight > _ROUND * 2 * (max(xs) - min(xs) + max(ys) - min(ys))


def _letter_sized(xs: list[float], ys: list[float], matrix: Matrix) -> bool:
    """Whether a curved subpath is as high as a letter."""
    heights = [matrix[1] * x + matrix[3] * y for x, y in zip(xs, ys, strict=True)]
    return _LETTER[0] <= max(heights) - min(heights) <= _LETTER[1]


def _multiply(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def _transform_box(
    matrix: Matrix, left: float, bottom: float, right: float, top: float
) -> tuple[float, float, float, float]:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    return min(xs), min(ys), max(xs), max(ys)
