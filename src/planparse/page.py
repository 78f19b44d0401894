"""What is on paper: the shapes that reading and layout hand on. No shape here knows a step.

Units: PDF points, origin at the top left of the page as displayed, y down; pages count from 1.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar, dataclass_transform

Box = tuple[float, float, float, float]
"""(x0, top, x1, bottom) in points."""

Form = Literal["paragraph", "bullet", "numbered", "sentence", "heading"]
"""How the source sets a block off. `heading` only where a transcript glues a part's title to its page mark."""

FurnitureKind = Literal[
    "header", "footer", "page_number", "frame", "rotated", "repeated_header", "leader", "letterhead"
]

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def record(made: type[T]) -> type[T]:
    """A dataclass with slots that the type checker holds to be frozen; at run time nothing guards it.

    What guards a frozen dataclass makes its construction eight times dearer (4.3 against 0.5 µs for a word,
    2026-11), and a page has hundreds of words.
    """
    return dataclass(slots=True, unsafe_hash=True)(made)


@record
class Word:
    """One printed word. `size` is the displayed type size in points, `color` 0xRRGGBB.

    `text` is NFC, free of control characters, ligatures resolved; a bullet glyph from a private-use
    code point is the bullet it looks like. `soft_end` is true where pdfium saw a hyphen at a line's end
    (the hyphen is then the last character of `text`). `tag` is the tagged PDF's structure type
    ("H1", "P", "LI", "Artifact" …) or None.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    font: str
    size: float
    bold: bool
    italic: bool
    color: int = 0
    soft_end: bool = False
    upright: bool = True
    tag: str | None = None
    confidence: float | None = None
    """How sure the text recognition is, 0–1; None for embedded text."""

    @property
    def box(self) -> Box:
        return (self.x0, self.top, self.x1, self.bottom)


@record
class Ruling:
    """A drawn horizontal or vertical line (also a very thin filled rectangle)."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        return self.x1 - self.x0 >= self.bottom - self.top


@record
class Fill:
    """A filled rectangle that is not thin. `color` is 0xRRGGBB."""

    x0: float
    top: float
    x1: float
    bottom: float
    color: int


class Middles:
    """Words by where their middles stand on their page: which of them does a box hold?"""

    def __init__(self, words: Sequence[Word]) -> None:
        self._x = [(word.x0 + word.x1) / 2 for word in words]
        self._placed = sorted([((word.top + word.bottom) / 2, i) for i, word in enumerate(words)])

    def within(self, box: Box, right_open: bool = False) -> list[int]:
        """The indices, in order, of the words that `box` holds; `right_open`: not those on its right or lower edge."""
        x0, top, x1, bottom = box
        first = bisect_left(self._placed, (top, -1))
        last = bisect_left(self._placed, (bottom, -1 if right_open else len(self._x)), first)
        across = self._x
        if right_open:
            return sorted([i for _, i in self._placed[first:last] if x0 <= across[i] < x1])
        return sorted([i for _, i in self._placed[first:last] if x0 <= across[i] <= x1])


def holds(box: Box, inner: Box) -> bool:
    """Whether the middle of `inner` stands in `box` or on its edges."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


Verdict = Literal[
    "good", "blank", "image_only", "text_as_paths", "broken_font", "bad_ocr_layer", "no_spaces", "covered_text"
]
"""What a page's text layer is worth; read/verdict.py says how each is told."""
RepairKind = Literal["letters", "split", "joined", "hyphen", "digits", "sign"]


@dataclass(frozen=True, slots=True)
class Repair:
    """`found` stands in the text layer or was recognized, `read_as` is what was meant. A transcript has no box."""

    found: str
    read_as: str
    kind: RepairKind
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Straightened:
    """How a page as displayed was set straight: by quarter turns clockwise, then by degrees counterclockwise."""

    quarters: int
    degrees: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page as displayed, or as set straight from it. A transcript's page has `text` and neither size nor words."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    fills: tuple[Fill, ...] = ()
    dots: tuple[Box, ...] = ()
    """Small drawn discs and squares: some producers draw bullets instead of printing them."""
    image_share: float = 0.0
    """Share of the page's area that images cover, 0–1."""
    invisible_share: float = 0.0
    """Share of the words that are drawn invisibly, as an OCR layer is, 0–1."""
    text: str | None = None
    outlined: int = 0
    """How many shapes of the size of letters are drawn as paths."""
    verdict: Verdict = "good"
    repairs: tuple[Repair, ...] = ()
    """What was mended in the words; in a transcript what should be, the text stays as the host left it."""
    straightened: Straightened | None = None
    """How sizes and boxes differ from the page as displayed; None where they do not. places.py leads back."""


@record
class Furniture:
    """What is printed on a page but is no running text: kept, never dropped."""

    kind: FurnitureKind
    text: str
    page: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the PDF's outline; `level` counts from 0, `page` is None where it has no target."""

    level: int
    title: str
    page: int | None


TextSource = Literal["embedded", "ocr", "mixed", "transcript"]
NoticeCode = Literal[
    "page_without_text",
    "no_text",
    "broken_font",
    "unreadable_page",
    "text_as_paths",
    "bad_ocr_layer",
    "words_without_spaces",
    "covered_text",
    "damaged_repaired",
    "page_turned",
    "ocr_missing",
]


@dataclass(frozen=True, slots=True)
class Notice:
    """Doubtful content that a reader found; becomes a warning in the plan."""

    code: NoticeCode
    page: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Source:
    """One input, read: its pages and what is known of the file itself."""

    file_name: str
    sha256: str
    media_type: Literal["application/pdf", "text/plain"]
    text_source: TextSource
    producer: str | None
    pages: tuple[Page, ...]
    bookmarks: tuple[Bookmark, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    """Frame text and page marks that the reader of transcripts took off."""
    notices: tuple[Notice, ...] = ()


@record
class Line:
    """One printed line (or the part of it in one column), or one sentence of a transcript.

    A Layout's lines have no words any more. `size` is the type size of most characters; None: not reckoned.
    """

    text: str
    page: int
    box: Box | None
    words: tuple[Word, ...] = ()
    size: float | None = field(default=None, compare=False, repr=False)


@record
class Block:
    """What the document itself sets apart: a paragraph, a list entry, a sentence of a transcript.

    `text` is the lines put together: line-end hyphens undone, one blank between words. `marker` is the
    bullet sign or number that was taken off ("•", "1.", "a)"); `level` the depth of a list entry from 0.
    `box` is None in a transcript. `size` in points (0 in a transcript); `space_above` is the white space
    above the block in units of its own type size. `label` is a bold start that ends in a colon, dash or
    full stop and is no part of `text` ("Mål:"), as printed with its sign.
    """

    page: int
    text: str
    lines: tuple[Line, ...]
    form: Form
    box: Box | None = None
    marker: str | None = None
    level: int = 0
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    caps: bool = False
    color: int = 0
    space_above: float = 0.0
    tag: str | None = None
    label: str | None = None
    boxed: bool = False
    """Stands in a drawn or shaded box of its own, beside or between the running text."""
    in_label_column: bool = False
    """Stands beside a column of labels; the label itself is a block without text and with `label`."""


@record
class GridCell:
    """A cell of a drawn or aligned grid: rows and columns from 0, spans at least 1."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid found on a page, without its content. `ruled` where lines or fills draw it."""

    page: int
    box: Box
    row_count: int
    column_count: int
    cells: tuple[GridCell, ...]
    ruled: bool


@record
class Cell:
    """A grid cell with what stands in it; `fill` is the cell's shade or None."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    page: int
    blocks: tuple[Block, ...]
    fill: int | None = None

    @property
    def text(self) -> str:
        return " ".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Table:
    """A grid with content, in reading order: its cells row by row."""

    page: int
    box: Box
    row_count: int
    column_count: int
    cells: tuple[Cell, ...]
    ruled: bool


@dataclass(frozen=True, slots=True)
class RowCell:
    """A cell of a table, as its rows' items are numbered: what it says for rows `row` to `last_row`.

    `header` is the column's header text ("" where the table has none); `fill` the cell's own shade or the ink of a
    sign that stands in it alone (0xRRGGBB), or None. A cell that only has a shade or a sign stands in no item, but
    tells a status.
    """

    table: str
    row: int
    last_row: int
    column: int
    header: str
    text: str
    fill: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The document in reading order, furniture taken out. `body_size` is the running text's type size."""

    elements: tuple[Block | Table, ...]
    furniture: tuple[Furniture, ...]
    body_size: float


@dataclass(frozen=True, slots=True)
class Heading:
    """A printed heading. `text` is as printed, `title` without its number, `number` as printed or None.

    `level` counts from 1 (outermost) within its part. `evidence` names what spoke for a heading ("size", "bold",
    "bookmark", "lexicon" …). `boxed`: it stands in a drawn or shaded box of its own."""

    text: str
    title: str
    number: str | None
    level: int
    page: int
    boxes: tuple[tuple[int, Box], ...]
    evidence: tuple[str, ...]
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """What stands under a heading: its own elements, then the headings below it. The root has no heading."""

    heading: Heading | None
    elements: tuple[Block | Table, ...]
    children: tuple[Outline, ...] = ()


@dataclass(frozen=True, slots=True)
class PartOutline:
    """The body or one appendix. `heading` is the block(s) that open it, taken out of the outline."""

    kind: Literal["body", "appendix"]
    number: str | None
    title: str | None
    heading: tuple[Block, ...]
    root: Outline


@dataclass(frozen=True, slots=True)
class DocumentOutline:
    """The whole document: the blocks of its printed title, the cover's other blocks, all that follows, its parts.

    `body` is what the parts are made of, in reading order, headings included.
    """

    title: tuple[Block, ...]
    cover: tuple[Block | Table, ...]
    body: tuple[Block | Table, ...]
    parts: tuple[PartOutline, ...]
