"""What people corrected in other tools comes back to the plans, and stays when they are parsed again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planparse.corrections.apply import Applied, apply
from planparse.corrections.gold import to_gold
from planparse.corrections.inception import read_inception
from planparse.corrections.label_studio import is_label_studio, read_label_studio
from planparse.corrections.model import Anchor, Correction, Corrections, Origin, anchor
from planparse.corrections.places import find
from planparse.corrections.regions import Annotated, Region, corrections_of
from planparse.corrections.store import add, amend, beside, read_corrections
from planparse.errors import UnreadableCorrections
from planparse.migrate import plan_files, read_plan, write_whole
from planparse.plan import Plan

__all__ = [
    "Anchor",
    "Applied",
    "Correction",
    "Corrections",
    "Imported",
    "Origin",
    "amend",
    "anchor",
    "apply",
    "beside",
    "gold_of",
    "import_file",
    "read_corrections",
    "schema",
    "to_gold",
]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did to one plan: corrections found, and how many of them are new."""

    doc_id: str
    found: int
    new: int


def import_file(path: Path, plans: Path) -> Iterator[Imported]:
    """Takes a Label Studio or INCEpTION export, or a corrections file, into the files beside the plans below `plans`.

    Raises UnreadableCorrections where the file is none of these, or speaks of a document that has no plan there;
    nothing of that document is written then.
    """
    where = _Plans(plans)
    for annotated in _documents(path):
        if isinstance(annotated, Corrections):
            doc_id, file = where.file(annotated.sha256, None, str(path))
            found = list(annotated.corrections)
            plan = read_plan(file)
        else:
            doc_id, file = where.file(annotated.sha256, annotated.doc_id, str(path))
            plan = read_plan(file)
            proposed = _proposed(annotated, amend(file, plan))
            found = list(corrections_of(annotated.text, proposed, annotated.marked, annotated.origin))
        yield Imported(doc_id, len(found), add(file, plan, found))


def _documents(path: Path) -> Iterator[Annotated | Corrections]:
    if path.suffix in (".zip", ".xmi"):
        yield from read_inception(path)
        return
    try:
        data: Any = json.loads(path.read_bytes())
    except OSError as error:
        raise UnreadableCorrections(str(path), f"cannot be read ({error.strerror})", "check its permissions") from error
    except ValueError as error:
        what = "is neither JSON nor an INCEpTION export (.zip, .xmi)"
        todo = "give an export of Label Studio or INCEpTION, or a corrections file"
        raise UnreadableCorrections(str(path), what, todo) from error
    if is_label_studio(data):
        yield from read_label_studio(path)
    else:
        yield read_corrections(path)


def _proposed(annotated: Annotated, plan: Plan) -> Sequence[Region]:
    """What was proposed to the person: as the tool tells it, and for words of which it tells nothing, the plan's items.

    INCEpTION tells it with each annotation; where one was deleted, or drawn anew, its item is taken from the plan.
    """
    known = list(annotated.proposed)
    if annotated.origin.tool == "labelstudio":
        return known
    for part in plan.parts:
        for section in part.sections:
            for item in section.items:
                place = find(annotated.text, anchor(plan.text, *item.span))
                if place and not any(one.start < place[1] and place[0] < one.end for one in known):
                    known.append(Region(*place, section.kind, item.id))
    return known


class _Plans:
    """Finds the plan of a document by the sum of its file, else by its name."""

    def __init__(self, folder: Path) -> None:
        self._files = dict(plan_files(folder))
        self._sums: dict[str, str] | None = None

    def file(self, sha256: str | None, doc_id: str | None, where: str) -> tuple[str, Path]:
        """(doc_id, path) of the plan. Raises UnreadableCorrections."""
        name = doc_id if doc_id in self._files else None
        if name is None and sha256:
            name = self._by_sum().get(sha256)
        if name is None and doc_id:
            found = [n for n in self._files if n.rsplit("/", 1)[-1] == doc_id.rsplit("/", 1)[-1]]
            name = found[0] if len(found) == 1 else None
        if name is None:
            what = f"speaks of {doc_id or 'a document'}, which has no plan here"
            raise UnreadableCorrections(where, what, "name the folder of the parsed plans that it was made from")
        return name, self._files[name]

    def _by_sum(self) -> dict[str, str]:
        if self._sums is None:
            self._sums = {read_plan(path).source.sha256: name for name, path in self._files.items()}
        return self._sums


def gold_of(plans: Path, out: Path) -> Iterator[tuple[str, int]]:
    """Writes OUT/NAME.gold.json for each plan with corrections beside it; (doc_id, corrections not placed) of each."""
    for doc_id, path in plan_files(plans):
        if beside(path).exists():
            found = apply(read_plan(path), read_corrections(beside(path)).corrections)
            name = doc_id.rsplit("/", 1)[-1]
            write_whole(out / f"{name}.gold.json", to_gold(found.plan))
            yield doc_id, len(found.unplaced)


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a corrections file."""
    found = Corrections.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found, "title": "planparse corrections"}
