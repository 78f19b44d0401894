"""Bytes of a text file → Source: a web host's transcript of a plan, or a plan that someone pasted.

What the host put around and between the text (frame, page marks, tags) becomes furniture; the rest, in its
order, is the pages. Wordings are in data/transcript.toml.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from planparse.errors import EmptyInput, NotAPlan
from planparse.lexicon import fold
from planparse.page import Furniture, FurnitureKind, Page, Source
from planparse.read.host_frame import Line, mark_frame
from planparse.read.page_marks import break_inside, find_marks, page_numbers
from planparse.read.spelling import repairs_of

_MAX_CONTROL = 0.05
"""A text has next to no control characters, random bytes have one in ten."""
_MIN_HEADER_WORDS = 2
_MIN_HEADER_PAGES = 3

_TAG = re.compile(
    r"</?(?:br|p|div|span|strong|em|b|i|u|a|h[1-6]|li|ul|ol|sup|sub|table|tr|td|th|font)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BREAKING_TAG = re.compile(r"</?(?:br|p|div|h[1-6]|li|ul|ol|table|tr)\b", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|[\r\n\x0b\x85\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
_CONTROL = re.compile(r"[^\S\n\f]|[\x00-\x09\x0b\x0e-\x1f\x7f-\x9f]")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None)
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})


@dataclass(slots=True)
class _Sheet:
    """A page in the making."""

    number: int | None = None
    lines: list[str] = field(default_factory=list)
    furniture: list[tuple[FurnitureKind, str]] = field(default_factory=list)


def read_transcript(data: bytes, file_name: str, sha256: str) -> Source:
    """The pages of a transcript, its frame and page marks as furniture.

    Raises EmptyInput for nothing but white space, NotAPlan for binary data.
    """
    lines = _lines(_decode(data, file_name))
    if not any(line.text for line in lines):
        raise EmptyInput(file_name, "the file holds no text", "fetch it again")
    mark_frame(lines)
    sheets = _paginate(_break_glued(lines))
    numbers = page_numbers(sheet.number for sheet in sheets)
    return Source(
        file_name=file_name,
        sha256=sha256,
        media_type="text/plain",
        text_source="transcript",
        producer=None,
        pages=tuple(
            Page(number=number, width=0.0, height=0.0, text=text, repairs=tuple(repairs_of(text)))
            for number, text in zip(numbers, (_page_text(sheet.lines) for sheet in sheets), strict=True)
        ),
        furniture=tuple(
            Furniture(kind, text, number)
            for number, sheet in zip(numbers, sheets, strict=True)
            for kind, text in sheet.furniture
        ),
    )


def _decode(data: bytes, file_name: str) -> str:
    """The text in NFC with "\\n" as line end and "\\f" as page break; raises NotAPlan for binary data."""
    if b"\0" in data or b"%PDF-" in data[:1024]:
        raise NotAPlan(file_name, "this is neither a PDF that opens nor a text", "check what was downloaded")
    for encoding in ("utf-8-sig", "cp1252", "latin-1"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    text = _LINE_END.sub("\n", text.replace("\u00ad\n", "")).translate(_INVISIBLE).translate(_LIGATURES)
    control = sum(1 for sign in text if unicodedata.category(sign) == "Cc" and sign not in "\n\t\f")
    if control > _MAX_CONTROL * len(text):
        raise NotAPlan(file_name, "this is no text", "check what was downloaded")
    text = "".join(" " if unicodedata.category(sign) == "Cc" and sign not in "\n\f" else sign for sign in text)
    return unicodedata.normalize("NFC", text.replace("&nbsp;", " "))


def _lines(text: str) -> list[Line]:
    """The lines, tags taken out: a `<br>` ends one, a `<strong>` leaves the word whole."""
    lines: list[Line] = []
    for i, sheet in enumerate(text.split("\f")):
        for j, raw in enumerate(sheet.split("\n")):
            current = Line("", new_page=i > 0 and j == 0)
            place = 0
            for tag in _TAG.finditer(raw):
                current.text += raw[place : tag.start()]
                current.tags.append(tag.group())
                place = tag.end()
                if _BREAKING_TAG.match(tag.group()):
                    lines.append(current)
                    current = Line("")
            current.text += raw[place:]
            # A `<br>` and the line's end after it are one line end.
            if current.text.strip() or current.tags or not place:
                lines.append(current)
    for line in lines:
        line.text = _BLANKS.sub(" ", line.text).strip()
    return lines


def _break_glued(lines: Sequence[Line]) -> list[Line]:
    """The lines, broken where a page mark stands inside one."""
    cuts: dict[int, list[int]] = {}
    for i, offset in break_inside(["" if line.frame else line.text for line in lines]):
        cuts.setdefault(i, []).append(offset)
    broken: list[Line] = []
    for i, line in enumerate(lines):
        edges = [0, *cuts.get(i, []), len(line.text)]
        pieces = [line.text[a:b].strip() for a, b in pairwise(edges)]
        broken.append(replace(line, text=pieces[0]))
        broken += [Line(piece) for piece in pieces[1:]]
    return broken


def _paginate(lines: Sequence[Line]) -> list[_Sheet]:
    """The lines, sheet by sheet, marks and frame taken off; text in front of the mark "1" is page 1's."""
    texts = ["" if line.frame else line.text for line in lines]
    marks = find_marks(texts)
    rests = {i: (texts[i][: mark.start] + texts[i][mark.end :]).strip() for i, mark in marks.items()}
    closing = _closing(texts, marks, rests)
    title = next((line.text for line in lines if line.title), None)
    headers = _headers(rests, title)
    needs_title = title and (headers or not any(fold(title) in fold(text) for text in texts))
    sheets = [_Sheet()]
    for i, line in enumerate(lines):
        mark = marks.get(i)
        cover = len(sheets) == 1 and sheets[0].number is None
        blank = cover and not any(sheets[0].lines)
        turns = line.new_page and not marks
        if turns or (mark and not closing and not blank and not (cover and mark.number == 1)):
            sheets.append(_Sheet())
        sheet = sheets[-1]
        if line.tags:
            sheet.furniture.append(("frame", " ".join(line.tags)))
        if mark:
            sheet.number = mark.number
            sheet.furniture.append(("page_number", texts[i][mark.start : mark.end].strip()))
        text = rests.get(i, texts[i])
        if line.title and needs_title:
            sheet.lines += [line.text, ""]
        elif line.frame:
            sheet.furniture.append(("frame", line.text))
        elif i in headers:
            sheet.furniture.append(("frame", text[: headers[i]]))
            text = text[headers[i] :].strip()
        elif title and blank and text.startswith(title + " "):
            # The host's line says how much of the glued text is the title.
            sheet.lines += [title, ""]
            text = text[len(title) :].strip()
        sheet.lines.append(text)
        if mark and closing:
            sheets.append(_Sheet())
    if closing and not any(sheets[-1].lines):
        last = sheets.pop()
        sheets[-1].furniture += last.furniture
    return sheets


def _page_text(lines: Iterable[str]) -> str:
    """The lines of a page: one blank line between what blank lines set apart, none at the ends."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _closing(texts: Sequence[str], marked: Iterable[int], rests: Mapping[int, str]) -> bool:
    """Whether the marks stand at the foot: alone on a line, text before the first, none after the last."""
    places = sorted(marked)
    if not places or any(rests.values()):
        return False
    before = any(texts[: places[0]])
    after = any(texts[places[-1] + 1 :])
    return before and not after


def _headers(rests: Mapping[int, str], title: str | None) -> dict[int, int]:
    """Where the same words begin every page ("Page 2: the title again"): their length, by line."""
    texts = [rest for rest in rests.values() if rest]
    if title and sum(rest.startswith(title) for rest in texts) >= _MIN_HEADER_WORDS:
        return {i: len(title) for i, rest in rests.items() if rest.startswith(title)}
    if len(texts) < _MIN_HEADER_PAGES:
        return {}
    common: list[str] = []
    for same in zip(*(rest.split() for rest in texts), strict=False):
        if len(set(same)) > 1:
            break
        common.append(same[0])
    if len(common) < _MIN_HEADER_WORDS:
        return {}
    return {i: len(" ".join(common)) for i, rest in rests.items() if rest}
