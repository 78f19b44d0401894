"""Places on pages that were set straight before they were read → the same places on the pages as displayed.

Everything between reading and writing works on straight pages; what is delivered says where the words stand on the
page that one sees.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from planparse.page import Box, Page, Straightened
from planparse.plan import Item, Part, Plan, Provenance, with_items, with_sections


def displayed(page: Page, box: Box) -> Box:
    """A box of the straightened page as the smallest one around the same place on the page as displayed."""
    turn = page.straightened
    if turn is None:
        return box
    corners = [_back(x, y, page, turn) for x in (box[0], box[2]) for y in (box[1], box[3])]
    width, height = (page.height, page.width) if turn.quarters % 2 else (page.width, page.height)
    xs = [min(max(x, 0.0), width) for x, _ in corners]
    ys = [min(max(y, 0.0), height) for _, y in corners]
    return (min(xs), min(ys), max(xs), max(ys))


def _back(x: float, y: float, page: Page, turn: Straightened) -> tuple[float, float]:
    """A point of the straightened page where it stands as displayed."""
    angle = math.radians(turn.degrees)
    across, down = x - page.width / 2, y - page.height / 2
    x = page.width / 2 + across * math.cos(angle) - down * math.sin(angle)
    y = page.height / 2 + across * math.sin(angle) + down * math.cos(angle)
    if turn.quarters == 1:
        return y, page.width - x
    if turn.quarters == 2:
        return page.width - x, page.height - y
    return (page.height - y, x) if turn.quarters == 3 else (x, y)


def on_displayed_pages(plan: Plan, pages: Sequence[Page]) -> Plan:
    """The plan with every box where it stands on the page as displayed."""
    turned = {page.number: page for page in pages if page.straightened}
    if not turned:
        return plan
    return plan.model_copy(
        update={
            "parts": [_part(part, turned) for part in plan.parts],
            "evidence": {
                field: found.model_copy(update={"bbox": _moved(found.bbox, found.page, turned)})
                for field, found in plan.evidence.items()
            },
            "tables": [
                table.model_copy(update={"bbox": _moved(table.bbox, table.page, turned)}) for table in plan.tables
            ],
            "furniture": [
                item.model_copy(update={"bbox": _moved(item.bbox, item.pages[0], turned)}) for item in plan.furniture
            ],
        }
    )


def _part(part: Part, turned: Mapping[int, Page]) -> Part:
    return with_sections(part, [with_items(s, [_item(item, turned) for item in s.items]) for s in part.sections])


def _item(item: Item, turned: Mapping[int, Page]) -> Item:
    if all(place.page not in turned for place in item.provenance):
        return item
    places = [Provenance(page=place.page, bbox=_moved(place.bbox, place.page, turned)) for place in item.provenance]
    return item.model_copy(update={"provenance": places})


def _moved(bbox: list[float] | None, page: int | None, turned: Mapping[int, Page]) -> list[float] | None:
    if bbox is None or page is None or page not in turned:
        return bbox
    x0, top, x1, bottom = bbox
    return [round(value, 1) for value in displayed(turned[page], (x0, top, x1, bottom))]
