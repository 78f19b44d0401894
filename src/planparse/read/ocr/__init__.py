"""Text recognition: a page's picture → the same Page with words, by Tesseract's Swedish model.

Needs the extra `planparse[ocr]` and the model of the package tesseract-ocr-swe; `available` says whether both are
there. Everything is deterministic: one picture, one recognizer, one result.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from planparse.page import Page, Straightened
from planparse.read.vocabulary import known, letters_of

if TYPE_CHECKING:
    import numpy as np

    from planparse.read.ocr.engine import Found

INSTALL = "install it: pip install 'planparse[ocr]' and apt-get install tesseract-ocr tesseract-ocr-swe"

DPI = 300.0
"""What Tesseract's models were trained for; 200 reads the corpus' clean scans as well and small print worse."""
_MOST_PIXELS = 40_000_000
"""Larger pages (maps) are pictured at fewer dots: A4 at 300 dpi has 8.7 million."""
_LEAST_DPI = 100.0
_DOUBTFUL = 0.6
"""A page that is read less surely, or with fewer known words, than this may lie on its side or head."""

_LONGER, _SEVERAL = 4, 5
"""So many words of so many letters tell whether a page lies on its side."""

Render = Callable[[float], "np.ndarray[Any, np.dtype[np.uint8]]"]
"""Dots per inch → the page's picture in grey, [row, column]."""


@dataclass(frozen=True, slots=True)
class Recognized:
    """A page with what was read on it.

    `sure` is the words' mean confidence (0–1), `turned` quarter turns clockwise and `askew` the degrees
    counterclockwise by which the page was set straight.
    """

    page: Page
    sure: float
    left_out: int
    turned: int
    askew: float


def available() -> bool:
    """Whether the extra and Tesseract's Swedish model are installed."""
    if any(find_spec(name) is None for name in ("tesserocr", "numpy", "PIL")):
        return False
    from planparse.read.ocr.engine import folder_of_models

    return folder_of_models() is not None


def dots_per_inch(page: Page) -> float:
    """How finely to picture a page of this size."""
    area = max(1.0, page.width * page.height / 72**2)
    return float(max(_LEAST_DPI, min(DPI, (_MOST_PIXELS / area) ** 0.5 // 10 * 10)))


def recognize(page: Page, render: Render) -> Recognized | None:
    """The page as Tesseract reads its picture; None where it gives up.

    A page that was scanned sideways or upside down is turned: width and height are then those of the page as one
    reads it. Boxes are those of the page set straight; `straightened` tells how.
    """
    from planparse.read.ocr import cache, engine

    dpi = dots_per_inch(page)
    grey = render(dpi)
    key = cache.key(grey, dpi, engine.identity())
    found = cache.load(key)
    if found is None:
        try:
            found = _read(grey, dpi)
        except engine.TooSlow:
            return None
        cache.store(key, found)
    width, height = (page.height, page.width) if found.turned % 2 else (page.width, page.height)
    own = replace(
        page,
        width=width,
        height=height,
        words=found.page.words,
        rulings=found.page.rulings if page.image_share > 0.3 else page.rulings,
        fills=found.page.fills if page.image_share > 0.3 else page.fills if not found.turned else (),
        dots=(),
        invisible_share=0.0,
        straightened=Straightened(found.turned, found.askew) if found.turned or found.askew else None,
    )
    return replace(found, page=_on_page(own))


def _read(grey: np.ndarray[Any, np.dtype[np.uint8]], dpi: float) -> Recognized:
    found, sideways = _read_upright(grey, dpi, 0)
    if min(found.sure, _known_share(found.page)) >= _DOUBTFUL and not sideways:
        return found
    import numpy as np

    from planparse.read.ocr.engine import quarter_turns

    turns = quarter_turns(grey)
    if not turns:
        return found
    other, _ = _read_upright(np.ascontiguousarray(np.rot90(grey, -turns)), dpi, turns)
    return other if sideways or _known_count(other.page) > _known_count(found.page) else found


def _read_upright(grey: np.ndarray[Any, np.dtype[np.uint8]], dpi: float, turned: int) -> tuple[Recognized, bool]:
    """What is read, and whether the words stand on end: the recognizer reads those too, in no order."""
    from planparse.read.ocr import engine
    from planparse.read.ocr.cells import cells_of, edges_of
    from planparse.read.ocr.image import prepare
    from planparse.read.ocr.leaders import leaders_of, wiped, with_leaders
    from planparse.read.ocr.lone import lone_numbers
    from planparse.read.ocr.words import fills_of, print_of, rulings_of, words_of

    picture = prepare(grey, dpi)
    leaders = leaders_of(picture.ink, dpi)
    picture = wiped(picture, leaders)
    borders = [line for shade in picture.shades for line in edges_of(shade.box)]
    found = engine.recognize(picture, dpi, cells_of([*picture.lines, *borders], dpi))
    kept = print_of(found)
    words = words_of(with_leaders([*kept, *lone_numbers(kept, picture, dpi)], leaders), picture, dpi)
    sure = sum(word.confidence or 0.0 for word in words) / len(words) if words else 0.0
    page = Page(1, 0.0, 0.0, tuple(words), rulings_of(picture.lines, dpi), fills_of(picture.shades, dpi))
    return Recognized(page, round(sure, 3), len(found) - len(kept), turned, picture.turned), _stand_on_end(found)


def _stand_on_end(found: Sequence[Found]) -> bool:
    """Whether most longer words are higher than wide."""
    boxes = [word.box for word in found if len(word.text) >= _LONGER]
    return len(boxes) >= _SEVERAL and 2 * sum(b[3] - b[1] > b[2] - b[0] for b in boxes) > len(boxes)


def _letters(page: Page) -> list[str]:
    return [piece for word in page.words for piece in letters_of(word.text) if len(piece) > 2]


def _known_count(page: Page) -> int:
    return sum(map(known, _letters(page)))


def _known_share(page: Page) -> float:
    pieces = _letters(page)
    return _known_count(page) / len(pieces) if pieces else 0.0


def _on_page(page: Page) -> Page:
    """Boxes cut at the page's edges."""
    words = [
        replace(
            word,
            x0=max(0.0, min(word.x0, page.width)),
            top=max(0.0, min(word.top, page.height)),
            x1=max(0.0, min(word.x1, page.width)),
            bottom=max(0.0, min(word.bottom, page.height)),
        )
        for word in page.words
    ]
    return replace(page, words=tuple(words))
