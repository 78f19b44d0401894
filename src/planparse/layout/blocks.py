"""Lines of one column → paragraphs and list entries, hyphens undone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planparse.layout.lines import BULLETS, LARGE_MARKER, MARKER, box_of, is_note_start, size_of, union, usual_color
from planparse.lexicon import document_data_kind, fold, heading_kind
from planparse.lexicon import words as word_list
from planparse.page import Block, Box, Form, Line, Word

_GAP = 0.16
"""White space beyond the usual leading, in em, that parts two paragraphs."""
_LOOSE = 0.45
"""… unless a full line goes on below: a raised sign or another font has pushed the lines apart."""
_USUAL_LEADING = 1.2
"""Leading in em where a document has too few lines of a size to tell."""
_INDENT = 0.9
"""A line this far (em) right of its column's edge is set in."""
_SHORT = 0.62
"""A line under this share of its column's width may end a paragraph."""
_SAME_SIZE = 0.7
"""Lines whose sizes differ by more points are of different styles."""

_ENDS = re.compile(r"[.!?:;…][”\"')»]?$")
_HYPHEN = re.compile(r"[^\W\d_]-$")
_LABEL_END = re.compile(r"[:.–—-]$")
_LOWER = re.compile(r"^[a-zåäöéüæø]")
_GOES_ON = re.compile(r"^[a-zåäöéüæø\d(%]")
_LABELLED = re.compile(r"^([A-ZÅÄÖ][^:.!?]{2,40}):(?:\s|$)")
_WEEK = re.compile(r"^v\. ?\d{1,2}\b")
"""A week ("v. 42"), no item v of a list."""
_NUMBERED = re.compile(r"^\(?(?:\d|[a-zA-ZåäöÅÄÖ][.)]|[ivx]+[.)])")


@dataclass(frozen=True, slots=True)
class Column:
    """Lines that are read from top to bottom, between two edges in points."""

    lines: tuple[Line, ...]
    x0: float
    x1: float
    narrow: tuple[Box, ...] = ()
    """Stretches that are narrower than the column, because a box stands beside them."""

    def edges(self, line: Line) -> tuple[float, float]:
        """The left and right edge of the text at a line's height."""
        for x0, top, x1, bottom in self.narrow:
            if line.box and top <= (line.box[1] + line.box[3]) / 2 <= bottom:
                return x0, x1
        return self.x0, self.x1


Leading = Mapping[float, float]
"""Type size → usual distance between tops of neighbouring lines, in em."""


def leadings(columns: Sequence[Column]) -> Leading:
    """The usual leading of each type size, from lines that go on without a break."""
    found: dict[float, list[float]] = defaultdict(list)
    for column in columns:
        for above, below in zip(column.lines, column.lines[1:], strict=False):
            size = size_of(above)
            if abs(size - size_of(below)) > 0.2 or not above.box or not below.box or size <= 0:
                continue
            step = (base_of(below) - base_of(above)) / size
            full = above.box[2] - column.x0 > 0.8 * (column.x1 - column.x0)
            if 0.9 <= step <= 2.2 and (full or _LOWER.match(below.text)):
                found[round(size, 1)].append(step)
    # a low quantile: pairs across the white space between list entries are among them
    return {size: sorted(steps)[int(0.35 * len(steps))] for size, steps in found.items() if len(steps) >= 2}


def base_of(line: Line) -> float:
    """Where the line stands: the median bottom of its words, which a stray font's box does not move."""
    bottoms = sorted([word.bottom for word in line.words])
    middle = len(bottoms) // 2
    return bottoms[middle] if len(bottoms) % 2 else (bottoms[middle - 1] + bottoms[middle]) / 2


def blocks_of(column: Column, leading: Leading, known: Mapping[str, int], boxed: bool = False) -> list[Block]:
    """The column's paragraphs and list entries in order. `known` counts the document's words (folded)."""
    groups: list[list[Line]] = []
    for line in column.lines:
        if groups and not _breaks(groups[-1], line, column, leading):
            groups[-1].append(line)
        else:
            groups.append([line])
    blocks: list[Block] = []
    bottom: float | None = None
    for group in groups:
        block = _block(group, bottom, known, boxed)
        if block is not None:
            blocks.append(block)
        bottom = group[-1].box[3] if group[-1].box else None
    return _with_levels(blocks)


def _first_words(line: Line) -> tuple[Word, Word | None]:
    return line.words[0], line.words[1] if len(line.words) > 1 else None


def marker_of(line: Line) -> str | None:
    """The bullet or number that opens the line, or None."""
    first, second = _first_words(line)
    if second is None:
        return None
    if is_note_start(line):
        return first.text
    if not MARKER.match(first.text):
        return None
    if first.text in BULLETS or first.text == "o":
        return first.text
    if _WEEK.match(f"{first.text} {second.text}"):
        return None
    if re.match(r"^[A-ZÅÄÖ]\.$", first.text) and not second.x0 - first.x1 > 0.5 * second.size:
        return None  # an initial: "A. Svensson" in running text
    return first.text


def _breaks(group: list[Line], line: Line, column: Column, leading: Leading) -> bool:
    above = group[-1]
    if not above.box or not line.box:
        return True
    size, size_above = size_of(line), size_of(above)
    if abs(size - size_above) > _SAME_SIZE:
        return True
    step = (base_of(line) - base_of(above)) / max(size, 1.0)
    usual = leading.get(round(size, 1), _USUAL_LEADING)
    if step < 0 or step > usual + _GAP:
        goes_on = _full(above, column) and not _ENDS.search(above.text) and _GOES_ON.match(line.text)
        if step < 0 or step > usual + _LOOSE or not goes_on or marker_of(line):
            return True
    if marker_of(line) and not _wraps_number(above, line, column):
        return True
    if _other_style(above, line) or _opens_label(line) or (len(group) == 1 and _is_heading_line(above, line, column)):
        return True
    text_x0 = _text_x0(group[0])
    em = max(size, 1.0)
    if marker_of(group[0]):
        if group[0].words[0].size > LARGE_MARKER * size:
            return False  # text that goes on under a large number
        edge = group[0].box[0] if group[0].box else 0.0
        outside = line.box[0] < text_x0 - 0.5 * em and line.box[0] < edge + 0.4 * em
        return outside and not (_full(above, column) and not _ENDS.search(above.text) and _GOES_ON.match(line.text))
    if len(group) > 1 and group[1].box and line.box[0] > group[1].box[0] + _INDENT * em and _ENDS.search(above.text):
        return True  # first-line indent
    if len(group) == 1 and line.box[0] > text_x0 + _INDENT * em and _ENDS.search(above.text):
        return True
    return _opens_entry(above, line) or _deliberate(above, line, column)


def _opens_entry(above: Line, line: Line) -> bool:
    """Whether a common word with a capital follows on a line that ends no sentence: a narrow cell's next entry."""
    first = line.words[0]
    if first.bold or not first.text[:1].isupper() or first.text.isupper() or _ENDS.search(above.text):
        return False
    return above.text[-1:].isalnum() and fold(first.text) in word_list("transcript", "entry_starts")


def _wraps_number(above: Line, line: Line, column: Column) -> bool:
    """A wrapped line that happens to begin with what looks like a number ("… den / 12. mars")."""
    first = line.words[0].text
    if first in BULLETS or not above.box or not first[0].isdigit():
        # a dash at the start of a wrapped line is running text if the line above is full and goes on
        return (
            first in "–—-−"
            and bool(above.box)
            and not _ENDS.search(above.text)
            and _full(above, column)
            and (
                line.box is not None
                and abs(line.box[0] - _text_x0(above)) < 1.0
                and not MARKER.match(above.words[0].text)
            )
        )
    return not _ENDS.search(above.text) and _full(above, column) and not first.endswith(")")


def _full(line: Line, column: Column) -> bool:
    x0, x1 = column.edges(line)
    return line.box is not None and line.box[2] > x0 + 0.85 * (x1 - x0)


def _text_x0(line: Line) -> float:
    """Where the line's text begins, behind its marker."""
    if marker_of(line) and len(line.words) > 1:
        return line.words[1].x0
    return line.words[0].x0


def _other_style(above: Line, line: Line) -> bool:
    """Whether one line is all bold and the other is not, or each has a colour of its own."""
    if all(word.bold for word in above.words) != all(word.bold for word in line.words):
        return not (_bold_ends(above) and _bold_starts(line))
    first, second = {word.color for word in above.words}, {word.color for word in line.words}
    return len(first) == 1 and len(second) == 1 and first != second


def _bold_ends(line: Line) -> bool:
    """A bold stretch of a sentence that wraps: the line is bold at its end only."""
    return line.words[-1].bold and not line.words[0].bold


def _bold_starts(line: Line) -> bool:
    return line.words[0].bold


def _opens_label(line: Line) -> bool:
    """Whether the line begins with a label of the lexicon and a colon."""
    found = _LABELLED.match(line.text)
    if not found:
        return False
    match = heading_kind(found.group(1))
    return (match is not None and match.how == "exact") or document_data_kind(found.group(1)) is not None


def _is_heading_line(above: Line, line: Line, column: Column) -> bool:
    """Whether a paragraph's first line is a kind word or a party's lead-in that has the line to itself."""
    if _full(above, column) or _LOWER.match(line.text) or marker_of(above):
        return False
    match = heading_kind(above.text)
    return match is not None and (match.how == "exact" or match.kind == "lead_in") and match.kind != "container"


def _deliberate(above: Line, line: Line, column: Column) -> bool:
    """Whether a line was ended before it was full: the next line's first word had room on it."""
    if not above.box or not line.box:
        return True
    x0, x1 = column.edges(above)
    room = x1 - above.box[2]
    first = line.words[0]
    fits = room > (first.x1 - first.x0) + 0.6 * first.size
    if not fits or _LOWER.match(line.text):
        return False
    short = above.box[2] - x0 < _SHORT * (x1 - x0)
    return bool(_ENDS.search(above.text)) or short


def _block(lines: list[Line], above: float | None, known: Mapping[str, int], boxed: bool) -> Block | None:
    marker = marker_of(lines[0])
    form: Form = "paragraph"
    first = lines[0]
    if marker:
        rest = first.words[1:]
        first = Line(first.text[len(marker) :].strip(), first.page, box_of(rest), rest)
        note = is_note_start(lines[0])
        if not note:
            form = "numbered" if _NUMBERED.match(marker) and marker != "o" else "bullet"
    body = [first, *lines[1:]]
    label, body = _label(body)
    words = [word for line in body for word in line.words]
    if not words and label is None:
        return None
    styled = words or list(lines[0].words)
    box = union(line.box for line in lines if line.box)
    size = size_of(lines[0]) if not marker else size_of(first)
    text = join_lines([line.text for line in body], [_soft(line) for line in body], known)
    return Block(
        page=lines[0].page,
        text=text,
        lines=tuple(body) if words else tuple(lines),  # the item's own place: without marker and label
        form=form,
        box=box,
        marker=marker,
        size=size,
        bold=_most([word for word in styled if word.bold], styled),
        italic=_most([word for word in styled if word.italic], styled),
        caps=text.isupper() and sum(map(str.isalpha, text)) >= 3,
        color=usual_color(styled),
        space_above=(box[1] - above) / max(size, 1.0) if above is not None else 9.0,
        tag=styled[0].tag,
        label=label,
        boxed=boxed,
    )


def _soft(line: Line) -> bool:
    return bool(line.words) and line.words[-1].soft_end


def _most(some: Sequence[Word], words: Sequence[Word]) -> bool:
    """Whether some of the words have most of their characters."""
    if not some:
        return False
    return len(some) == len(words) or sum([len(w.text) for w in some]) >= 0.8 * sum([len(w.text) for w in words])


def _label(lines: list[Line]) -> tuple[str | None, list[Line]]:
    """A bold start that ends in a sign, and the lines without it. All-bold lines have none."""
    words = list(lines[0].words)
    count = 0
    while count < len(words) and words[count].bold:
        count += 1
    if not 0 < count <= 7 or (count == len(words) and len(lines) == 1):
        return None, lines
    if count == len(words) and all(word.bold for word in lines[1].words):
        return None, lines
    label = " ".join(word.text for word in words[:count])
    rest = words[count:]
    if not _LABEL_END.search(label):
        if rest and rest[0].text in (":", "–", "-", "—"):
            label, rest = f"{label} {rest[0].text}", rest[1:]
        elif not rest or not _names_kind(label, rest[0].text):
            return None, lines
    elif label.endswith("-") or (label.endswith(".") and count == 1 and not label[:-1].isalpha()):
        return None, lines
    first = lines[0]
    if not rest:
        return label, lines[1:]
    kept = Line(" ".join(word.text for word in rest), first.page, box_of(rest), tuple(rest))
    return label, [kept, *lines[1:]]


def _names_kind(label: str, following: str) -> bool:
    """Whether a bold start without a sign is a kind word before a text of its own: "**Syfte** Att …"."""
    match = heading_kind(label)
    known = match is not None and match.how != "fuzzy" and match.kind not in ("container", "party", "promise")
    return known and (following[:1].isupper() or following[:1].isdigit())


def join_lines(texts: Sequence[str], soft: Sequence[bool], known: Mapping[str, int]) -> str:
    """One text of printed lines. A line-end hyphen goes, a suspended or a compound's own hyphen stays.

    `soft[i]`: pdfium marked the hyphen that ends line i. `known` counts the document's folded words, which
    tells "ANDT-arbete" from a broken word.
    """
    result = ""
    for text, after in zip(texts, [None, *soft], strict=False):
        if not text:
            continue
        if not result:
            result = text
        elif _HYPHEN.search(result) or (after and result.endswith("-")):
            result = _undo_hyphen(result, text, known)
        elif result.endswith("/") and len(result) > 1 and result[-2] != " ":
            result += text
        else:
            result += " " + text
    return " ".join(result.split())


def _undo_hyphen(before: str, after: str, known: Mapping[str, int]) -> str:
    head, tail = before.rsplit(" ", 1)[-1], after.split(" ", 1)[0]
    if tail.casefold().strip(",.") in word_list("layout", "suspended_before"):
        return f"{before} {after}"
    if not _LOWER.match(tail):
        return before + after if tail[:1].isalpha() and tail[:1].isupper() else f"{before} {after}"
    stem = head[:-1]
    if not stem:  # a dash that stands alone
        return f"{before} {after}"
    if stem.isupper() or len(stem) == 1 or stem[-1].isdigit():
        return before + after
    compound, whole = (head + tail).casefold().strip(".,;:"), (stem + tail).casefold().strip(".,;:")
    if known.get(compound, 0) > known.get(whole, 0):
        return before + after
    return before[:-1] + after


def _with_levels(blocks: list[Block]) -> list[Block]:
    """List entries' depths from their indents."""
    from dataclasses import replace

    stack: list[float] = []
    result = []
    for block in blocks:
        if block.form not in ("bullet", "numbered") or not block.box:
            stack = []
            result.append(block)
            continue
        x0 = block.box[0]
        while stack and x0 < stack[-1] - 0.4 * block.size:
            stack.pop()
        if not stack or x0 > stack[-1] + 0.4 * block.size:
            stack.append(x0)
        result.append(replace(block, level=len(stack) - 1))
    return result


def box_right(box: Box, x0: float) -> float:
    """The right edge of the text in a cell: as far from the border as its left edge."""
    return box[2] - max(1.0, min(12.0, x0 - box[0]))
