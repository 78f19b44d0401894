"""What was mended while reading → noted at the items in which it stands, with their text as it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planparse import page as paper
from planparse.plan import Item, Part, Repair

_SLACK = 2.0
"""An item's box and the word's are rounded and joined differently: points of play at each side."""


@dataclass
class _Open:
    """A repair that no item has taken yet."""

    page: int
    repair: paper.Repair
    taken: bool = False


def note(parts: Iterable[Part], source: paper.Source) -> list[Part]:
    """The parts with `repairs` and `original` of their items. A transcript's text is left as the host had it."""
    waiting = [_Open(page.number, repair) for page in source.pages for repair in page.repairs]
    if not waiting:
        return list(parts)
    return [
        part.model_copy(
            update={
                "sections": [
                    section.model_copy(update={"items": [_noted(item, waiting) for item in section.items]})
                    for section in part.sections
                ]
            }
        )
        for part in parts
    ]


def _noted(item: Item, waiting: Sequence[_Open]) -> Item:
    own = [entry for entry in waiting if not entry.taken and _stands_in(entry, item)]
    if not own:
        return item
    original, changed = "", False
    rest = item.text
    notes = []
    for entry in own:
        printed = entry.repair.read_as if entry.repair.box else entry.repair.found
        at = rest.find(printed)
        if at < 0:
            continue
        entry.taken = True
        notes.append(Repair(found=entry.repair.found, read_as=entry.repair.read_as, kind=entry.repair.kind))
        if entry.repair.box:
            changed = True
            original += rest[:at] + entry.repair.found
            rest = rest[at + len(printed) :]
    if not notes:
        return item
    return item.model_copy(update={"repairs": notes, "original": original + rest if changed else None})


def _stands_in(entry: _Open, item: Item) -> bool:
    box = entry.repair.box
    for place in item.provenance:
        if place.page != entry.page:
            continue
        if box is None or place.bbox is None:
            return True
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        x0, top, x1, bottom = place.bbox
        if x0 - _SLACK <= x <= x1 + _SLACK and top - _SLACK <= y <= bottom + _SLACK:
            return True
    return False
