"""A loaded page's text → its words, in the content stream's order.

Settled here and nowhere else: ligatures, soft hyphens, pdfium's mark of a printed line-end hyphen, private-use
bullets, what counts as white space, words that two text objects share. What can be asked or reckoned for all
words at once is: a page has hundreds of words, and Python's cost is by the step.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise, repeat
from typing import Any

import numpy as np

from planparse.page import Word
from planparse.read import engine
from planparse.read.spacing import rejoined
from planparse.read.styles import Styles

Place = Callable[[Any, Any, Any, Any], tuple[Any, Any, Any, Any]]
"""pdfium's box (left, top, right, bottom; y up) → (x0, top, x1, bottom) as displayed, of numbers or arrays."""

_POWER = re.compile(r"(?:^|/)[kcd]?m([23])(?!\w)")
_RAISED = 0.15
"""A raised digit stands this far (em) above its unit's foot."""
# pdfium writes U+FFFE (older versions U+0002) for a hyphen printed at a line's end and goes on with the word
_WORD = re.compile("[^\\s\x00\x02\ufffe]+[\x02\ufffe]?")
_LEADER = "...."
# a leader's dots are a word of their own, so that a contents entry's title ends where it ends
_WORD_OR_LEADER = re.compile("\\.{4,}|(?:(?!\\.{4})[^\\s\x00\x02\ufffe])+[\x02\ufffe]?")
_LINE_END = "\x02\ufffe"
_LIGATURES = {0xFB00 + i: s for i, s in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}
_DROPPED = dict.fromkeys((173, 8203, 8204, 8205, 8288, 65279, *range(0, 32), 127))
_HYPHENS = {0x2010: "-", 0x2011: "-"}
# Symbol and Wingdings glyphs as Word and Distiller write them; 0xF000 + the glyph's code in the font
_PRIVATE = {
    0xF0B7: "•", 0xF0A7: "▪", 0xF06E: "■", 0xF071: "□", 0xF0A8: "□", 0xF0D8: "➢", 0xF0FC: "✓", 0xF0FE: "☑",
    0xF06F: "□", 0xF02D: "–", 0xF0D7: "·", 0xF0E0: "→", 0xF0B0: "°", 0xF076: "❖", 0xF0BE: "–", 0xF02B: "+",
    0xF06C: "●", 0xF0A1: "○", 0xF09F: "•", 0xF09E: "·", 0xF0A3: "□", 0xF04A: "☺", 0xF0DE: "⇒", 0xF0E8: "➔",
}  # fmt: skip
_CLEAN = {**_LIGATURES, **_DROPPED, **_HYPHENS, **_PRIVATE}
_PLAIN = re.compile("[!-~\xa1-\xac\xae-\u02ff]*")
"""Texts that cleaning leaves as they are, almost all words: nothing of `_CLEAN`, no blank, nothing to compose."""
_JOINT_GAP = 0.25
"""Text objects of one word further apart than this many em are two words (spaces are 0.2–0.3 em wide)."""
_SMALL = 0.82
"""A run under this share of its neighbour's size inside a word is a raised or lowered mark."""
_LIST_NUMBER = re.compile(r"(?:\d{1,2}\.)+(?:\d{1,2})?|\(?(?:\d{1,2}|[a-zåäö])\)")
_NOTE = frozenset("0123456789*")
_DASHES = frozenset("-\u00ad\u2010\u2011\u2012–—\ufffe\x02")


def clean(text: str) -> str:
    """NFC without control characters and soft hyphens; ligatures and bullet glyphs resolved."""
    if _PLAIN.fullmatch(text):
        return text
    return unicodedata.normalize("NFC", text.translate(_CLEAN)).strip()


Reading = tuple[str, bool, "re.Match[str] | None"]
"""What a string of the text page says: "" where it is no word; whether a hyphen ends it; a unit's power."""


class Readings(dict[str, Reading]):
    """Each different string of a document's text pages, read once: half of a text's words are seen before."""

    def __missing__(self, raw: str) -> Reading:
        text, soft_end = raw, False
        if not _PLAIN.fullmatch(raw):
            soft_end = raw[-1] in _LINE_END or raw[-1] == "\u00ad"
            bare = raw.rstrip(_LINE_END).replace(" ", "")  # blanks that `rejoined` found false
            text = clean(bare)
            if soft_end and not text.endswith("-"):
                text += "-"
            if text == "-" and soft_end and not bare:
                text = ""
        power = _POWER.search(text) if "2" in text or "3" in text else None
        found = self[raw] = (text, soft_end, power if power and raw.startswith(text[: power.end()]) else None)
        return found


def words_of(
    page: int,
    place: Place,
    extent: tuple[float, float],
    readings: Readings,
    tags: dict[int, str],
    tagged: bool,
    check: Callable[[int], None],
) -> tuple[list[Word], int]:
    """The words on a loaded page of this width and height, and how many are drawn invisibly, also beside the page.

    `check` may refuse the count of its characters.
    """
    text_page = engine.load_text(page)
    if not text_page:
        return [], 0
    try:
        count = engine.count_chars(text_page)
        if count <= 0:
            return [], 0
        check(count)
        text = engine.text_of_page(text_page, count)
        found = (_WORD_OR_LEADER if _LEADER in text else _WORD).finditer(text)
        styles = Styles(page, text_page, tags, tagged)
        spans = [match.span() for match in found]
        return _words(text_page, text, spans, place, extent, readings, styles)
    finally:
        engine.close_text(text_page)


def _words(
    text_page: int,
    text: str,
    spans: list[tuple[int, int]],
    place: Place,
    extent: tuple[float, float],
    readings: Readings,
    styles: Styles,
) -> tuple[list[Word], int]:
    spans, objects = _pieces(text_page, text, spans)
    if not spans:
        return [], 0
    starts, ends = [a for a, _ in spans], [b - 1 for _, b in spans]
    boxes, placed, inside = _boxes(text_page, starts, ends, place, extent)
    words, hidden = [], 0
    above = below = 0.0
    read = [readings[text[a:b]] for a, b in spans]
    rows = zip(read, boxes, placed, styles.of(objects, starts), starts, strict=True)
    for (printed, soft_end, power), (x0, top, x1, bottom), is_placed, style, start in rows:
        size = style.size
        if not printed or not is_placed or size - size != 0:  # a size that is no number
            continue
        if top == above:  # one object for the numbers that a line's words share: a sixth of a word's memory
            top = above
        if bottom == below:
            bottom = below
        above, below = top, bottom
        if power:
            printed = _with_power(printed, power, text_page, start, size)
        words.append(
            Word(
                printed, x0, top, x1, bottom, style.font, size, style.bold, style.italic, style.color, soft_end,
                style.upright, style.tag,
            )
        )  # fmt: skip
        hidden += not style.visible
    return words if inside else _on_page(words, *extent), hidden


def _boxes(
    text_page: int, starts: list[int], ends: list[int], place: Place, extent: tuple[float, float]
) -> tuple[list[list[float]], list[bool], bool]:
    """Each word's box as displayed, from its first and its last character's, whether it is one; do all lie inside?"""
    edges = engine.boxes_of_chars(text_page, starts + ends).T
    head, tail = edges[:, : len(starts)], edges[:, len(starts) :]
    low, high = np.where(tail < head, tail, head), np.where(tail > head, tail, head)
    with np.errstate(all="ignore"):
        x0, y0, x1, y1 = place(low[0], high[1], high[2], low[3])
        placed = (x0 <= x1) & (y0 <= y1) & np.isfinite(x1 - x0 + y1 - y0)
        # numpy's round and Python's give the same: pdfium's numbers have 24 bits, so none lies so near a half
        boxes = np.round(np.stack((x0, y0, x1, y1), axis=1), 2)
        inside = bool((boxes[:, :2] >= 0).all() and (boxes[:, 2:] <= extent).all())
    return boxes.tolist(), placed.tolist(), inside


def _pieces(text_page: int, text: str, spans: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], list[int | None]]:
    """The words' spans, those that several text objects draw cut, and the object that draws each one's start."""
    objects = list(map(engine.char_object, repeat(text_page), [a for a, _ in spans]))
    last = map(engine.char_object, repeat(text_page), [b - 1 for _, b in spans])
    shared = [i for i, (one, other) in enumerate(zip(objects, last, strict=True)) if one != other]
    whole = rejoined(text_page, text, spans, shared)
    if len(whole) < len(spans):
        return _pieces(text_page, text, whole)
    if not shared:
        return spans, objects
    cuts = _cuts(text_page, text, [spans[i] for i in shared])
    pieces, drawn_by = [], []
    done = 0
    for i, own in zip(shared, cuts, strict=True):
        if not own:
            continue
        start, end = spans[i]
        pieces += spans[done:i] + list(pairwise([start, *own, end]))
        drawn_by += [*objects[done : i + 1], *map(engine.char_object, repeat(text_page), own)]
        done = i + 1
    return pieces + spans[done:], drawn_by + objects[done:]


def _cuts(text_page: int, text: str, spans: list[tuple[int, int]]) -> Iterator[list[int]]:
    """Where each run of characters that several text objects draw is cut: where they stand apart or change size.

    Two cells' words can touch in the text ("säkerhetssamordnareMaj"), and a raised note mark is no letter. A list's
    number whose tab has no room left touches its text ("2.1Andelen").
    """
    indices = [i for start, end in spans for i in range(start, end)]
    objects = list(map(engine.char_object, repeat(text_page), indices))
    starts = {start for start, _ in spans}
    joints = [i for i, (a, b) in zip(indices[1:], pairwise(objects), strict=True) if a != b and i not in starts]
    apart = frozenset(_apart(text_page, joints))
    at = 0
    for start, end in spans:
        own = []
        while at < len(joints) and joints[at] < end:
            i = joints[at]
            if i in apart or (text[i].isupper() and _LIST_NUMBER.fullmatch(text[start:i])):
                own.append(i)
            at += 1
        yield own


def _apart(text_page: int, joints: list[int]) -> list[int]:
    """Those of the characters `joints` that begin another word than the one before them, by their boxes (pdfium's)."""
    if not joints:
        return []
    l0, t0, r0, b0 = engine.boxes_of_chars(text_page, [i - 1 for i in joints]).T
    l1, t1, _, b1 = engine.boxes_of_chars(text_page, joints).T
    with np.errstate(all="ignore"):
        height, following = t0 - b0, t1 - b1
        boxed = ~((height <= 0) | (following <= 0))
        larger = np.where(following > height, following, height)
        smaller = np.where(following < height, following, height)
        away = (l1 - r0 > _JOINT_GAP * larger) | (l1 < l0 - height) | (abs((t1 + b1) - (t0 + b0)) > larger)
        unlike = boxed & ~away & (smaller < _SMALL * larger)
    marks = {i for i, one in zip(joints, unlike.tolist(), strict=True) if one and _is_mark(text_page, i)}
    return [i for i, one in zip(joints, (boxed & away).tolist(), strict=True) if one or i in marks]


def _is_mark(text_page: int, joint: int) -> bool:
    """Whether a note mark begins or ends at the character `joint`, where the size changes.

    Ligature glyphs of odd fonts have low boxes too: only marks are cut; a dash is low beside any digit.
    """
    two = {chr(engine.char_unicode(text_page, i)) for i in (joint - 1, joint)}
    return len(two & _NOTE) == 1 and len(two) == 2 and not two & _DASHES


def _with_power(text: str, found: re.Match[str], text_page: int, start: int, size: float) -> str:
    """A unit's raised 2 or 3 is a power: "m2" drawn so is m², whatever the font's digit is called."""
    at = start + found.end() - 1
    if engine.foot_of_char(text_page, at) - engine.foot_of_char(text_page, at - 1) < _RAISED * size:
        return text
    return text[: found.end() - 1] + "²³"[found[1] == "3"] + text[found.end() :]


def _on_page(words: list[Word], width: float, height: float) -> list[Word]:
    """Words whose middle lies on the page, their boxes cut at its edges. (pdfium drops false bold's copies.)"""
    kept: list[Word] = []
    for word in words:
        if word.x0 >= 0 and word.top >= 0 and word.x1 <= width and word.bottom <= height:
            kept.append(word)
        elif 0 <= (word.x0 + word.x1) / 2 <= width and 0 <= (word.top + word.bottom) / 2 <= height:
            box = (max(0.0, word.x0), max(0.0, word.top), min(width, word.x1), min(height, word.bottom))
            if box != word.box:
                word = replace(word, x0=box[0], top=box[1], x1=box[2], bottom=box[3])
            kept.append(word)
    return kept
