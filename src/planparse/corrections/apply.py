"""A plan and its corrections → the plan as the person wants it, and the corrections whose words are not there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pydantic import ValidationError

from planparse.corrections.desk import Desk, Loose, put_together, take_apart
from planparse.corrections.model import ITEM_FIELDS, BoundaryChange, Correction, FieldChange, KindChange, Piece
from planparse.corrections.places import find
from planparse.plan import Item, Plan

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Applied:
    """The corrected plan, and (correction, why) of those that could not be placed."""

    plan: Plan
    unplaced: tuple[tuple[Correction, str], ...]


class _Unplaced(Exception):
    """Why a correction cannot be carried out."""


def apply(plan: Plan, corrections: Iterable[Correction]) -> Applied:
    """Carries the corrections out in their order, so that a later one about the same words holds.

    Sections that a person changed have evidence "corrected" and confidence 1; sections and items are numbered anew
    where borders moved, and links follow. A correction that cannot be placed becomes a warning, and nothing else.
    """
    desk = Desk(plan, plan.text, list(take_apart(plan)))
    unplaced: list[tuple[Correction, str]] = []
    done = 0
    for one in corrections:
        before = (desk.text, list(desk.loose))
        try:
            _carry_out(desk, one)
            done += 1
        except _Unplaced as error:
            desk.text, desk.loose = before
            unplaced.append((one, str(error)))
    if not done and not unplaced:
        return Applied(plan, ())
    return Applied(put_together(desk, unplaced), tuple(unplaced))


def _carry_out(desk: Desk, one: Correction) -> None:
    change = one.change
    if isinstance(change, FieldChange) and change.field not in ITEM_FIELDS:
        _metadata(desk, change, one.anchor.quote if one.anchor else "")
        return
    if one.anchor is None:
        raise _Unplaced("it has no anchor")
    span = find(desk.text, one.anchor)
    if span is None:
        raise _Unplaced("its words are not in the text")
    if isinstance(change, KindChange):
        for i in _whole_items(desk, *span):
            desk.loose[i] = replace(desk.loose[i], kind=change.kind, kind_corrected=True, changed=True)
    elif isinstance(change, BoundaryChange):
        _boundary(desk, change, span)
    else:
        (i, *others) = _inside(desk, *span)
        if others:
            raise _Unplaced("its words stand in several items")
        desk.loose[i] = replace(desk.loose[i], item=_with_field(desk.loose[i].item, change), changed=True)


def _with_field(item: Item, change: FieldChange) -> Item:
    try:
        return Item.model_validate({**item.model_dump(), change.field: change.value})
    except ValidationError as error:
        raise _Unplaced(f"its value is no {change.field}") from error


def _metadata(desk: Desk, change: FieldChange, quote: str) -> None:
    try:
        Plan.model_validate({**desk.plan.model_dump(by_alias=True), change.field: change.value})
    except ValidationError as error:
        raise _Unplaced(f"its value is no {change.field}") from error
    desk.fields[change.field] = change.value
    desk.quotes[change.field] = quote


def _inside(desk: Desk, start: int, end: int) -> list[int]:
    """The items that hold the characters from `start` to `end`, in order. Raises _Unplaced where none does."""
    found = [i for i, one in enumerate(desk.loose) if one.item.span[0] < end and start < one.item.span[1]]
    if not found:
        raise _Unplaced("its words stand in no item")
    return found


def _whole_items(desk: Desk, start: int, end: int) -> list[int]:
    """The items that are just these words: an item that holds more is split at their ends first."""
    for i in reversed(_inside(desk, start, end)):
        low, high = desk.loose[i].item.span
        cuts = [cut for cut in (start, end) if low < cut < high and _words(desk, low, cut) and _words(desk, cut, high)]
        if cuts:
            borders = [low, *cuts, high]
            _replace(desk, i, i, list(pairwise(borders)))
    return [i for i in _inside(desk, start, end) if _words(desk, *_overlap(desk.loose[i].item.span, start, end))]


def _overlap(span: Sequence[int], start: int, end: int) -> tuple[int, int]:
    return max(span[0], start), min(span[1], end)


def _words(desk: Desk, start: int, end: int) -> bool:
    return bool(_WORD.search(desk.text[start:end]))


def _replace(desk: Desk, first: int, last: int, spans: Sequence[tuple[int, int]]) -> None:
    """Puts items with these spans of the text in the place of the items from `first` to `last`."""
    old = desk.loose[first : last + 1]
    desk.loose[first : last + 1] = [_cut(desk.text, old, *_trim(desk.text, *span)) for span in spans]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _cut(text: str, old: Sequence[Loose], start: int, end: int) -> Loose:
    """One new item out of old ones: it takes after the first that it overlaps, with the details whose words it has."""
    sharing = [one for one in old if one.item.span[0] < end and start < one.item.span[1]] or [old[0]]
    words = text[start:end]
    first = sharing[0]
    places = {place.page: place for one in reversed(sharing) for place in one.item.provenance}
    item = first.item.model_copy(
        update={
            "text": words,
            "span": [start, end],
            "targets": [t for one in sharing for t in one.item.targets if t.text in words],
            "actors": [a for one in sharing for a in one.item.actors],
            "times": [t for one in sharing for t in one.item.times if t.text in words or one.item.table],
            "provenance": [places[page] for page in sorted(places)],
        }
    )
    return replace(first, item=item, changed=True)


def _boundary(desk: Desk, change: BoundaryChange, span: tuple[int, int]) -> None:
    found = _inside(desk, *span)
    if change.how == "retext":
        found = _whole_items(desk, *span)
    first, last = found[0], found[-1]
    if len({desk.loose[i].part for i in found}) > 1:
        raise _Unplaced("its words stand in several parts")
    for a, b in pairwise(found):
        if _WORD.search(desk.text[desk.loose[a].item.span[1] : desk.loose[b].item.span[0]]):
            raise _Unplaced("a heading stands between its items")
    start, end = desk.loose[first].item.span[0], desk.loose[last].item.span[1]
    if _words(desk, span[0], start) or _words(desk, end, span[1]):
        raise _Unplaced("a heading is among its words")
    if change.how == "retext":
        _rewrite(desk, start, end, change.pieces[0].text)
        spans = [(start, start + len(change.pieces[0].text))]
        desk.loose[first : last + 1] = [desk.loose[first]]
        last = first
    else:
        # outside the anchored words, items stay what they were
        spans = _pieces(desk.text, change.pieces, *span)
        if _WORD.search(desk.text[start : spans[0][0]]):
            spans = [(start, spans[0][0]), *spans]
        if _WORD.search(desk.text[spans[-1][1] : end]):
            spans = [*spans, (spans[-1][1], end)]
    head = next((k for k, s in enumerate(spans) if s[0] >= span[0]), 0)
    _replace(desk, first, last, spans)
    _one_line(desk, first, first + len(spans))
    for k, piece in enumerate(change.pieces):
        if piece.kind:
            i = first + head + k
            desk.loose[i] = replace(desk.loose[i], kind=piece.kind, kind_corrected=True)


def _pieces(text: str, pieces: Sequence[Piece], start: int, end: int) -> list[tuple[int, int]]:
    """The span of each piece's words between `start` and `end`: all words there, in order. Raises _Unplaced."""
    stream = [match.span() for match in _WORD.finditer(text, start, end)]
    spans, at = [], 0
    for piece in pieces:
        words = _WORD.findall(piece.text)
        here = stream[at : at + len(words)]
        if not words or [text[slice(*place)] for place in here] != words:
            raise _Unplaced("its pieces are not the words that stand there")
        spans.append((here[0][0], here[-1][1]))
        at += len(words)
    if at != len(stream):
        raise _Unplaced("its pieces leave words out")
    # punctuation belongs to the piece before it; what opens a bracket or a quotation to the piece after it
    borders = [start, *(_border(text, a[1], b[0]) for a, b in pairwise(spans)), end]
    return [_trim(text, *pair) for pair in pairwise(borders)]


def _border(text: str, low: int, high: int) -> int:
    """Where, between two words, the first piece ends."""
    while low < high and not (text[low].isspace() or text[low] in '(["”»'):
        low += 1
    return low


def _rewrite(desk: Desk, start: int, end: int, words: str) -> None:
    """Puts other words in the place of text[start:end] and moves every span behind them."""
    shift = len(words) - (end - start)
    desk.text = desk.text[:start] + words + desk.text[end:]

    def moved(item: Item) -> Item:
        low, high = item.span
        if low >= end:
            return item.model_copy(update={"span": [low + shift, high + shift]})
        if low == start:
            return item.model_copy(update={"span": [start, start + len(words)], "text": words})
        return item

    desk.loose = [replace(one, item=moved(one.item)) for one in desk.loose]


def _one_line(desk: Desk, first: int, stop: int) -> None:
    """The line breaks inside merged items become blanks, so that `text[span]` is the item and one line."""
    for i in range(first, stop):
        start, end = desk.loose[i].item.span
        if "\n" in desk.text[start:end]:
            words = desk.text[start:end].replace("\n", " ")
            desk.text = desk.text[:start] + words + desk.text[end:]
            desk.loose[i] = replace(desk.loose[i], item=desk.loose[i].item.model_copy(update={"text": words}))
