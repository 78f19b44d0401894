"""The order of the steps."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

from planparse import __version__, details, lexicon, links, metadata, model, places, repairs, roles
from planparse.layout import lay_out
from planparse.outline import flatten, outline
from planparse.page import Box, FurnitureKind, Layout, Source
from planparse.plan import FurnitureInfo, Parser, Plan, PlanSource, Warning
from planparse.read import read
from planparse.tables import find_grids


def parse(data: bytes, file_name: str, labeller: model.Labeller | None = None) -> Plan:
    """The plan in `data`, the bytes of a PDF or a text transcript.

    Raises an errors.InputError where the file is encrypted, damaged, empty or neither PDF nor text.
    The same bytes, name, version and labeller give the same plan.
    """
    return parse_named(data, (file_name,), labeller)[0]


def parse_named(data: bytes, file_names: Sequence[str], labeller: model.Labeller | None = None) -> list[Plan]:
    """The plans in `data` under each of `file_names`: `parse` of each, with the pages read once.

    A name counts only where a document does not say itself whose it is and what. Raises as `parse` does.
    """
    with _uncollected():
        return _parse_named(data, file_names, labeller or default_labeller())


@contextmanager
def _uncollected() -> Iterator[None]:
    """Python's cycle collector rests: a parse makes no cycles, and looking for them takes a fifth of its time."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


def _parse_named(data: bytes, file_names: Sequence[str], labeller: model.Labeller) -> list[Plan]:
    source = read(data, file_names[0])
    layout = lay_out(source, {page.number: find_grids(page) for page in source.pages if page.words})
    source = _without_words(source)
    structure = outline(layout, source.bookmarks)
    cover, body = flatten(structure.cover), flatten(structure.body)
    plans: list[Plan] = []
    for file_name in file_names:
        described = metadata.describe(structure.title, cover, body, layout.furniture, file_name)
        assigned = roles.assign(structure, labeller, described.document_type, details.column_by_cells)
        parts = details.describe(assigned.parts, assigned.cells, described.document_type, described.period)
        parts = repairs.note(parts, source)
        named = replace(source, file_name=file_name)
        plan = _plan(named, layout, labeller, described, replace(assigned, parts=tuple(parts)))
        plans.append(places.on_displayed_pages(plan, source.pages))
    return plans


def _without_words(source: Source) -> Source:
    """What the steps behind the layout need of the source: they should not keep the words in memory."""
    pages = [replace(page, words=(), rulings=(), fills=(), dots=()) for page in source.pages]
    return replace(source, pages=tuple(pages))


@cache
def default_labeller() -> model.Labeller:
    """The labeller that comes with the package."""
    return model.load_labeller(lexicon.rules("cues", "cue"))


def _plan(
    source: Source,
    layout: Layout,
    labeller: model.Labeller,
    described: metadata.Metadata,
    assigned: roles.Roles,
) -> Plan:
    warnings = [Warning(code=n.code, page=n.page, message=n.message) for n in source.notices]
    return Plan(
        source=PlanSource(
            file_name=source.file_name,
            sha256=source.sha256,
            media_type=source.media_type,
            page_count=len(source.pages),
            text_source=source.text_source,
            producer=source.producer,
        ),
        parser=Parser(version=__version__, model=labeller.name),
        text=assigned.text,
        document_type=described.document_type,
        title=described.title,
        municipalities=described.municipalities,
        parties=described.parties,
        period=described.period,
        decisions=described.decisions,
        diary_numbers=described.diary_numbers,
        evidence=described.evidence,
        parts=list(assigned.parts),
        links=links.find_links(assigned.parts),
        tables=list(assigned.tables),
        furniture=_furniture(layout),
        warnings=[*warnings, *described.warnings],
    )


def _furniture(layout: Layout) -> list[FurnitureInfo]:
    """Furniture by kind and text, with every page it stands on; the box is the first one's."""
    pages: dict[tuple[FurnitureKind, str], list[int]] = {}
    boxes: dict[tuple[FurnitureKind, str], Box | None] = {}
    for item in layout.furniture:
        pages.setdefault((item.kind, item.text), []).append(item.page)
        boxes.setdefault((item.kind, item.text), item.box)
    return [
        FurnitureInfo(
            kind=kind,
            text=text,
            pages=sorted(set(found)),
            bbox=[round(value, 1) for value in box] if (box := boxes[kind, text]) else None,
        )
        for (kind, text), found in pages.items()
    ]
