"""What was mended while reading → noted at the items in which it stands, with their text as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from planparse import page as paper
from planparse.plan import Item, Part, Provenance, Repair, with_items, with_sections

_SLACK = 2.0
"""An item's box and the word's are rounded and joined differently: points of play at each side."""


@dataclass
class _Open:
    """A repair that no item has taken yet."""

    repair: paper.Repair
    taken: bool = False


def note(parts: Iterable[Part], source: paper.Source) -> list[Part]:
    """The parts with `repairs` and `original` of their items. A transcript's text is left as the host had it."""
    waiting = {page.number: [_Open(repair) for repair in page.repairs] for page in source.pages if page.repairs}
    if not waiting:
        return list(parts)
    return [
        with_sections(part, [with_items(s, [_noted(item, waiting) for item in s.items]) for s in part.sections])
        for part in parts
    ]


def _noted(item: Item, waiting: Mapping[int, Sequence[_Open]]) -> Item:
    """The item with its repairs. `waiting`: those of each page."""
    own = [
        entry
        for place in item.provenance
        for entry in waiting.get(place.page, ())
        if not entry.taken and _stands_in(entry, place)
    ]
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


def _stands_in(entry: _Open, place: Provenance) -> bool:
    """Whether the repair stands in a place on its page."""
    box = entry.repair.box
    if box is None or place.bbox is None:
        return True
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    x0, top, x1, bottom = place.bbox
    return x0 - _SLACK <= x <= x1 + _SLACK and top - _SLACK <= y <= bottom + _SLACK
