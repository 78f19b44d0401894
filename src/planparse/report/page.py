"""Plans → one self-contained HTML page: each item beside its place on paper, and an index where there are several."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from markupsafe import Markup

from planparse.check import asked_parts
from planparse.compare.collection import name_of
from planparse.errors import UnreadableInput
from planparse.plan import Plan, SectionKind, Time
from planparse.read.pictures import draw_pages
from planparse.report.labels import Labels, Language, all_labels
from planparse.report.overview import KINDS, Overview, county_of, first_year, item_rows, overview
from planparse.report.sealed import render, script_json
from planparse.report.view import PlanView, records, view


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the PDF as the page shows it; `picture` is the id of the element with its bytes."""

    number: int
    width: float
    height: float
    picture: str


def plan_page(plans: Sequence[Plan], pdf: Path | None = None, lang: Language = "sv", dpi: int | None = None) -> str:
    """The HTML of some plans; `pdf` is their PDF or a folder with their PDFs.

    Raises an InputError where the PDF that was named cannot be read or is another one.
    """
    views = [view(index, plan, name_of(plan)) for index, plan in enumerate(plans)]
    sheets: dict[int, list[Sheet]] = {}
    pictures: list[tuple[str, str]] = []
    for one in views:
        sheets[one.index] = []
        for sheet, text in _sheets(one, _pdf_bytes(one.plan, pdf, alone=len(plans) == 1), dpi):
            sheets[one.index].append(sheet)
            pictures.append((sheet.picture, text))
    many = len(views) > 1
    labels = Labels(lang)
    return render(
        "page.html.jinja",
        lang,
        ("page.css",),
        ("page.js", "corrections.js"),
        title=labels.text("collection") if many else (plans[0].title or plans[0].source.file_name),
        views=views,
        pages=sheets,
        pictures=pictures,
        data=script_json(_data(views, many)),
        o=overview(views) if many else _NOTHING,
        kinds=get_args(SectionKind),
        kinds_shown=KINDS,
        checks=[asked.name for asked in asked_parts()],
        number=number,
        unit=unit,
        when=when,
        heat=heat,
    )


_NOTHING = Overview((), 0, (), (), (), (), (), (), 0, 0)


def _data(views: Sequence[PlanView], many: bool) -> dict[str, object]:
    return {
        "plans": [
            {**records(one), "county": county_of(one.plan), "year": first_year(one.plan)} for one in views
        ],
        "rows": item_rows(views) if many else [],
    }  # fmt: skip


def _pdf_bytes(plan: Plan, pdf: Path | None, alone: bool) -> bytes | None:
    """The plan's PDF, or None where there is none. Raises UnreadableInput where the one PDF is another document."""
    if pdf is None or plan.source.media_type != "application/pdf":
        return None
    if pdf.is_dir():
        for path in sorted(pdf.rglob(_glob_safe(plan.source.file_name))):
            data = path.read_bytes()
            if hashlib.sha256(data).hexdigest() == plan.source.sha256:
                return data
        return None
    data = pdf.read_bytes()
    if hashlib.sha256(data).hexdigest() == plan.source.sha256:
        return data
    if alone:
        raise UnreadableInput(str(pdf), "this is not the PDF that the plan was parsed from", "name the right one")
    return None


def _glob_safe(name: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name.replace("/", "_"))


def _sheets(one: PlanView, data: bytes | None, dpi: int | None) -> Iterator[tuple[Sheet, str]]:
    if data is None:
        return
    for picture in draw_pages(data, one.plan.source.file_name, dpi):
        key = f"pic-{one.index}-{picture.number}"
        yield (
            Sheet(picture.number, round(picture.width, 2), round(picture.height, 2), key),
            base64.b64encode(picture.webp).decode(),
        )


def number(value: float | list[float]) -> str:
    """A target's value as Swedish writes it."""
    if isinstance(value, list):
        return "–".join(map(number, value))
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.replace(",", " ").replace(".", ",")


def unit(name: str, labels: Labels) -> Markup | str:
    """A target's unit as people write it, in an element that fits HTML and SVG; a counted noun as it is."""
    text = labels.text(name, "unit")
    known = f"unit.{name}" in all_labels()
    return Markup('<tspan data-l="unit.{}">{}</tspan>').format(name, text) if known else text


def when(time: Time) -> str:
    """A time's words, and the dates that they mean."""
    dates = " – ".join(dict.fromkeys(date or "…" for date in (time.start, time.end))) if time.start or time.end else ""
    return f"{time.text} ({dates})" if dates else time.text


def heat(count: int, most: int) -> int:
    """One of five shades for a cell of the coverage matrix."""
    return 0 if not most else min(4, int(5 * (count / most) ** 0.5))
