"""Does the place that an item claims hold its words? Cropped and read again by another engine than ours."""

from __future__ import annotations

from collections import Counter

from planparse.evaluate.tally import Tally, rate
from planparse.gold import words
from planparse.plan import Plan
from planparse.read import words_in_boxes

_HELD, _FOREIGN = 0.95, 0.10


def grounding(data: bytes, plan: Plan) -> Tally:
    """The items whose boxes hold at least 95 % of their words and at most 10 % foreign ones."""
    items = [i for part in plan.parts for s in part.sections for i in s.items if i.provenance]
    places = [[(p.page, tuple(p.bbox)) for p in item.provenance if p.bbox] for item in items]
    right = 0
    for item, text in zip(items, words_in_boxes(data, places), strict=True):
        own, found = Counter(words(item.text)), Counter(words(text))
        held = sum((own & found).values()) / max(1, sum(own.values()))
        foreign = sum((found - own).values()) / max(1, sum(found.values()))
        right += held >= _HELD and foreign <= _FOREIGN
    return rate(right, len(items))
