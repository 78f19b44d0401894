"""Does the place that an item claims hold its words? Cropped and read again by another engine than ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from planparse.evaluate.tally import Tally, rate
from planparse.gold import words
from planparse.plan import Item, Plan
from planparse.read import words_in_boxes

_HELD, _FOREIGN = 0.95, 0.10


@dataclass(frozen=True, slots=True)
class Look:
    """An item's boxes, read again: the share of its words that they hold, and of theirs that are not its."""

    item: Item
    held: float
    foreign: float

    @property
    def grounded(self) -> bool:
        """At least 95 % of its words and at most 10 % foreign ones (metrics.md, 8)."""
        return self.held >= _HELD and self.foreign <= _FOREIGN


def look_again(data: bytes, plan: Plan) -> Iterator[Look]:
    """The items with boxes on pages that have text.

    Pictures have nothing to compare with, nor has text recognized anew.
    """
    if plan.source.text_source == "ocr":
        return
    items = [i for part in plan.parts for s in part.sections for i in s.items if i.provenance]
    places = [[(p.page, tuple(p.bbox)) for p in item.provenance if p.bbox] for item in items]
    for item, text in zip(items, words_in_boxes(data, places), strict=True):
        if text is None:
            continue
        own, found = Counter(words(item.text)), Counter(words(text))
        held = sum((own & found).values()) / max(1, sum(own.values()))
        yield Look(item, held, sum((found - own).values()) / max(1, sum(found.values())))


def grounding(data: bytes, plan: Plan) -> Tally:
    """How many of the items are grounded."""
    looks = list(look_again(data, plan))
    return rate(sum(look.grounded for look in looks), len(looks))
