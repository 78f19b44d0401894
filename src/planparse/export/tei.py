"""TEI P5: one file a plan, valid against tei_all. Kinds are a taxonomy, details and links stand off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from planparse.export.codebook import kinds
from planparse.export.libraries import need
from planparse.export.records import Record, items_of
from planparse.plan import Item, Part, Plan, Section

_TEI = "http://www.tei-c.org/ns/1.0"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_tei(records: Iterable[Record], to: Path) -> None:
    """A folder with the tree of the plans: DOC_ID.xml each. Raises MissingLibrary without lxml."""
    etree = need("lxml.etree", "tei")
    to.mkdir(parents=True)
    for record in records:
        path = to / f"{record.doc_id}.xml"
        path.parent.mkdir(parents=True, exist_ok=True)
        tree = etree.ElementTree(_Writer(etree).document(record))
        tree.write(str(path), encoding="utf-8", xml_declaration=True)


def clean(text: str) -> str:
    """Text without the control characters that XML does not know."""
    return _FORBIDDEN.sub("", text)


class _Writer:
    """Builds the elements of one document; `page` is the page that was last begun."""

    def __init__(self, etree: Any) -> None:
        self._etree, self._page = etree, 0

    def _add(self, parent: Any, tag: str, text: str | None = None, /, **attributes: str | None) -> Any:
        child = self._etree.SubElement(parent, f"{{{_TEI}}}{tag}")
        for key, value in attributes.items():
            if value:
                child.set(_XML + key[4:] if key.startswith("xml_") else key.rstrip("_"), clean(value))
        if text:
            child.text = clean(text)
        return child

    def document(self, record: Record) -> Any:
        plan = record.plan
        root = self._etree.Element(f"{{{_TEI}}}TEI", nsmap={None: _TEI})
        root.set(_XML + "lang", "sv")
        self._header(root, record)
        self._stand_off(root, plan)
        body = self._add(self._add(root, "text"), "body")
        for part in plan.parts:
            self._part(body, part)
        if len(body) == 0:
            self._add(body, "p")
        return root

    def _header(self, root: Any, record: Record) -> None:
        plan, source = record.plan, record.plan.source
        header = self._add(root, "teiHeader")
        described = self._add(header, "fileDesc")
        titles = self._add(described, "titleStmt")
        self._add(titles, "title", plan.title or source.file_name)
        for party in plan.parties:
            self._add(titles, "author", party.name)
        published = self._add(described, "publicationStmt")
        self._add(published, "p", "Made from the source document with planparse; not a publication of its own.")
        bibl = self._add(self._add(described, "sourceDesc"), "bibl")
        self._add(bibl, "title", plan.title or source.file_name)
        self._add(bibl, "idno", record.doc_id, type="doc_id")
        self._add(bibl, "idno", source.file_name, type="file")
        self._add(bibl, "idno", source.sha256, type="sha256")
        for number in plan.diary_numbers:
            self._add(bibl, "idno", number, type="diary")
        for decision in plan.decisions:
            self._add(bibl, "date", decision.text, type="decision", when=decision.date)
        if plan.period:
            self._add(bibl, "date", plan.period.text, type="period", from_=plan.period.start, to=plan.period.end)
        self._add(bibl, "extent", f"{source.page_count} pages")
        self._encoding(header, plan)
        profile = self._add(header, "profileDesc")
        self._add(self._add(profile, "langUsage"), "language", "Swedish", ident="sv")
        words = self._add(self._add(profile, "textClass"), "keywords")
        self._add(words, "term", plan.document_type, type="document_type")
        for place in plan.municipalities:
            self._add(words, "term", place.name, type="municipality", key=place.code)

    def _encoding(self, header: Any, plan: Plan) -> None:
        encoding = self._add(header, "encodingDesc")
        made = self._add(self._add(encoding, "appInfo"), "application", ident="planparse", version=plan.parser.version)
        self._add(made, "desc", f"planparse with the model {plan.parser.model}; schema {plan.schema_version}")
        taxonomy = self._add(self._add(encoding, "classDecl"), "taxonomy", xml_id="kinds")
        for kind in kinds():
            category = self._add(taxonomy, "category", xml_id=f"kind.{kind.word}")
            self._add(category, "catDesc", kind.sv, xml_lang="sv")
            self._add(category, "catDesc", kind.en, xml_lang="en")

    def _stand_off(self, root: Any, plan: Plan) -> None:
        """Targets, actors, times and statuses as spans of their items, and the links between items."""
        notes = self._etree.Element(f"{{{_TEI}}}standOff")
        groups: dict[str, Any] = {}
        for _, _, item in items_of(plan):
            for kind, text, told in _details(item):
                if kind not in groups:
                    groups[kind] = self._add(notes, "spanGrp", type=kind)
                self._add(groups[kind], "span", text, target=f"#{item.id}", ana=None, n=told)
        if plan.links:
            relations = self._add(notes, "listRelation")
            for link in plan.links:
                self._add(
                    relations, "relation", name=link.relation, active=f"#{link.from_}", passive=f"#{link.to}",
                    type=link.evidence, cert=_certainty(link.confidence),
                )  # fmt: skip
        if len(notes):
            root.append(notes)

    def _part(self, body: Any, part: Part) -> None:
        div = self._add(body, "div", xml_id=part.id, type=part.kind, n=part.number)
        if part.title:
            self._add(div, "head", part.title)
        for section in part.sections:
            self._section(div, section)
        if not part.sections:
            self._add(div, "p")

    def _section(self, part: Any, section: Section) -> None:
        told = {"subtype": section.evidence, "ana": f"#kind.{section.kind}"}
        div = self._add(part, "div", xml_id=section.id, type=section.kind, **told)
        for heading in section.path:
            self._add(div, "head", heading, type="theme")
        if section.heading:
            self._add(div, "head", section.heading, type="kind")
        listed: Any = None
        for item in section.items:
            page = item.provenance[0].page if item.provenance else None
            bullet = item.form in ("bullet", "numbered")
            if not bullet:
                listed = None
            elif listed is None or listed.get("rend") != item.form:
                listed = self._add(div, "list", rend=item.form)
            if page and page != self._page:
                self._page = page
                self._add(listed if bullet else div, "pb", n=str(page))
            place = f"{item.table}.{item.row}" if item.table else None
            element = self._add(listed if bullet else div, "item" if bullet else "p", xml_id=item.id, n=place)
            if not bullet:
                element.set("rend", item.form)
            element.text = clean(item.text)


def _certainty(confidence: float) -> str:
    """TEI's words for a confidence: high from 0.9, medium from 0.6."""
    return "high" if confidence >= 0.9 else "medium" if confidence >= 0.6 else "low"


def _details(item: Item) -> Iterator[tuple[str, str, str]]:
    """(group, printed words, value) of each detail of an item."""
    for target in item.targets:
        value = "" if target.value is None else f" {target.value}"
        yield "target", target.text, f"{target.comparator}{value} {target.unit or ''}".strip()
    for actor in item.actors:
        yield "actor", actor.text, f"{actor.role} {actor.kind}"
    for time in item.times:
        yield "time", time.text, f"{time.start or ''}/{time.end or ''}"
    if item.status:
        yield "status", item.status, item.status
