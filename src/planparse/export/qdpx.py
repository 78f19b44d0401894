"""REFI-QDA project (QDPX): what NVivo, MAXQDA and ATLAS.ti import: codebook, plain-text sources, coded selections."""

from __future__ import annotations

import shutil
import tempfile
import uuid
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from planparse import __version__
from planparse.export.codebook import kinds
from planparse.export.libraries import need
from planparse.export.records import Record, items_of
from planparse.export.tei import clean
from planparse.plan import Plan

_NAMESPACE = "urn:QDA-XML:project:1.0"
_HOUSE = uuid.UUID(
    "6f1c7f0e-6d5b-5b0c-9d55-0d0a6c2f4b1e"
)  # all GUIDs are made from names below it: same plans, same file
_VARIABLES = {
    "document_type": "Text",
    "municipality": "Text",
    "municipality_code": "Text",
    "county": "Text",
    "period_start": "Date",
    "period_end": "Date",
    "decision_date": "Date",
    "sha256": "Text",
}
_MOST_NAME = 80  # characters of a selection's name


def write_qdpx(records: Iterable[Record], to: Path) -> None:
    """One .qdpx file: each plan a text source and a case with variables, each item a selection coded with its kind.

    Positions count Unicode characters from 0, the end not included. Raises MissingLibrary without lxml.
    """
    etree = need("lxml.etree", "qdpx")
    user = _guid("user")
    with (
        tempfile.TemporaryFile() as cases,
        tempfile.TemporaryFile() as sources,
        zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for record in records:
            source = _guid("source", record.doc_id)
            archive.writestr(_member(f"Sources/{source}.txt"), record.plan.text.encode())
            sources.write(etree.tostring(_source(etree, record, source, user), encoding="utf-8"))
            cases.write(etree.tostring(_case(etree, record, source), encoding="utf-8"))
        with archive.open(_member("project.qde"), "w", force_zip64=True) as file:
            _project(etree, file, user, cases, sources)


def _guid(*names: str) -> str:
    return str(uuid.uuid5(_HOUSE, "\n".join(names)))


def _member(name: str) -> zipfile.ZipInfo:
    """A file of the archive, dated 1980, so that the same plans give the same bytes."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _project(etree: Any, file: IO[bytes], user: str, cases: IO[bytes], sources: IO[bytes]) -> None:
    """The project's XML: users, codebook and variables, then the cases and sources that were written aside."""
    file.write(b'<?xml version="1.0" encoding="utf-8"?>\n')
    head = f'<Project xmlns="{_NAMESPACE}" name="planparse" origin="planparse {__version__}" creatingUserGUID="{user}">'
    file.write(head.encode())
    users = etree.Element("Users")
    etree.SubElement(users, "User", guid=user, name="planparse")
    codes = etree.SubElement(book := etree.Element("CodeBook"), "Codes")
    for kind in kinds():
        code = etree.SubElement(
            codes, "Code", guid=_guid("code", kind.word), name=kind.word, isCodable="true", color=kind.colour
        )
        etree.SubElement(code, "Description").text = f"{kind.sv} / {kind.en}"
    variables = etree.Element("Variables")
    for name, form in _VARIABLES.items():
        etree.SubElement(variables, "Variable", guid=_guid("variable", name), name=name, typeOfVariable=form)
    for element in (users, book, variables):
        file.write(etree.tostring(element, encoding="utf-8"))
    for name, aside in (("Cases", cases), ("Sources", sources)):
        aside.seek(0)
        file.write(f"<{name}>".encode())
        shutil.copyfileobj(aside, file)
        file.write(f"</{name}>".encode())
    file.write(b"</Project>\n")


def _source(etree: Any, record: Record, source: str, user: str) -> Any:
    found = etree.Element(
        "TextSource",
        guid=source,
        name=clean(record.doc_id),
        plainTextPath=f"internal://{source}.txt",
        creatingUser=user,
    )
    for _, section, item in items_of(record.plan):
        start, end = item.span
        selection = etree.SubElement(
            found,
            "PlainTextSelection",
            guid=_guid("selection", record.doc_id, item.id),
            name=clean(item.text[:_MOST_NAME]),
            startPosition=str(start),
            endPosition=str(end),
            creatingUser=user,
        )
        coding = _guid("coding", record.doc_id, item.id)
        etree.SubElement(
            etree.SubElement(selection, "Coding", guid=coding, creatingUser=user),
            "CodeRef",
            targetGUID=_guid("code", section.kind),
        )
    return found


def _case(etree: Any, record: Record, source: str) -> Any:
    case = etree.Element("Case", guid=_guid("case", record.doc_id), name=clean(record.doc_id))
    for name, value in _values(record.plan).items():
        if value:
            told = etree.SubElement(case, "VariableValue")
            etree.SubElement(told, "VariableRef", targetGUID=_guid("variable", name))
            etree.SubElement(told, f"{_VARIABLES[name]}Value").text = clean(value)
    etree.SubElement(case, "SourceRef", targetGUID=source)
    return case


def _values(plan: Plan) -> dict[str, str | None]:
    places = plan.municipalities
    return {
        "document_type": plan.document_type,
        "municipality": " | ".join(m.name for m in places),
        "municipality_code": " | ".join(m.code for m in places),
        "county": " | ".join(dict.fromkeys(m.county for m in places)),
        "period_start": plan.period.start if plan.period else None,
        "period_end": plan.period.end if plan.period else None,
        "decision_date": next((d.date for d in plan.decisions if d.date), None),
        "sha256": plan.source.sha256,
    }
