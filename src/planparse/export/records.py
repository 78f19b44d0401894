"""A folder of parsed plans → records, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from planparse.errors import InputError
from planparse.migrate import plan_files, read_plan
from planparse.plan import Item, Part, Plan, Section

Amend = Callable[[Path, Plan], Plan]


@dataclass(frozen=True, slots=True)
class Record:
    """A plan and its key: the path of its JSON below the folder, without ".json"."""

    doc_id: str
    plan: Plan


def read_records(source: Path, on_failure: Callable[[InputError], None], amend: Amend | None) -> Iterator[Record]:
    """The plans below a folder by name; what is none goes to `on_failure`, and the others are read all the same."""
    for doc_id, path in plan_files(source):
        try:
            plan = read_plan(path)
            record = Record(doc_id, amend(path, plan) if amend else plan)
        except InputError as error:
            on_failure(error)
        else:
            yield record


def items_of(plan: Plan) -> Iterator[tuple[Part, Section, Item]]:
    """Every item in reading order with the section and the part it stands in."""
    for part in plan.parts:
        for section in part.sections:
            for item in section.items:
                yield part, section, item
