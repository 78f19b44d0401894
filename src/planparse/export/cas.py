"""INCEpTION: a UIMA CAS (XMI) a plan, its type system, and the layer to import into the project's settings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from planparse.export.codebook import kinds
from planparse.export.libraries import need
from planparse.export.records import Record, items_of
from planparse.export.tei import clean

LAYER = "webanno.custom.PlanRole"
_SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
_METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"


def write_inception(records: Iterable[Record], to: Path) -> None:
    """A folder: layer.json (import it under Settings → Layers), TypeSystem.xml, and DOC_ID.xmi each.

    The layer PlanRole has `kind`, and `proposed`, `proposed_span` and `item`, which keep what planparse gave.
    Sentences are the lines of the text (an item or a heading each); words are left to INCEpTION's own tokenizer.
    Raises MissingLibrary without dkpro-cassis.
    """
    cassis = need("cassis", "inception")
    system = type_system(cassis)
    to.mkdir(parents=True)
    system.to_xml(to / "TypeSystem.xml")
    (to / "layer.json").write_text(json.dumps(_layer(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    for record in records:
        path = to / f"{record.doc_id}.xmi"
        path.parent.mkdir(parents=True, exist_ok=True)
        _cas(cassis, system, record).to_xmi(path)


def type_system(cassis: Any) -> Any:
    """The types that the files use, as INCEpTION and DKPro name them."""
    system = cassis.TypeSystem()
    annotation = "uima.tcas.Annotation"
    system.create_type(name=_SENTENCE, supertypeName=annotation)
    metadata = system.create_type(name=_METADATA, supertypeName="uima.tcas.DocumentAnnotation")
    for feature in ("documentTitle", "documentId", "documentUri", "collectionId"):
        system.create_feature(domainType=metadata, name=feature, rangeType="uima.cas.String")
    role = system.create_type(name=LAYER, supertypeName=annotation)
    for feature in ("kind", "proposed", "proposed_span", "item"):
        system.create_feature(domainType=role, name=feature, rangeType="uima.cas.String")
    return system


def _cas(cassis: Any, system: Any, record: Record) -> Any:
    plan = record.plan
    cas = cassis.Cas(typesystem=system)
    text = "".join(letter if clean(letter) else " " for letter in plan.text)  # same length: offsets must hold
    cas.sofa_string, cas.sofa_mime = text, "text/plain"
    told = {"documentTitle": plan.title or plan.source.file_name, "documentId": record.doc_id}
    uri = f"sha256:{plan.source.sha256}"
    cas.add(system.get_type(_METADATA)(begin=0, end=len(text), language="sv", documentUri=uri, **_clean(told)))
    sentence, role = system.get_type(_SENTENCE), system.get_type(LAYER)
    for start, end in _lines(text):
        cas.add(sentence(begin=start, end=end))
    for _, section, item in items_of(plan):
        kind = section.kind
        start, end = item.span
        told = {"kind": kind, "proposed": kind, "proposed_span": f"{start}-{end}", "item": item.id}
        cas.add(role(begin=start, end=end, **told))
    return cas


def _clean(told: dict[str, str]) -> dict[str, str]:
    return {key: clean(value) for key, value in told.items()}


def _lines(text: str) -> Iterable[tuple[int, int]]:
    """(start, end) of each line that holds something: the canonical text has an item or a heading a line."""
    return ((line.start(), line.end()) for line in re.finditer(r"\S[^\n]*", text))


def _layer() -> dict[str, Any]:
    """The layer in the form that INCEpTION exports and imports, with the kinds as a closed tag set."""
    tags = [{"tag_name": kind.word, "tag_description": f"{kind.sv} / {kind.en}"} for kind in kinds()]
    tag_set = {"name": "planparse kinds", "description": "", "language": "sv", "tags": tags, "create_tag": False}
    features = [
        _feature("kind", "what the words are", tag_set),
        _feature("proposed", "the kind that planparse gave", None),
        _feature("proposed_span", "where planparse's item began and ended, in characters", None),
        _feature("item", "the item's id in the plan", None),
    ]
    return {
        "name": LAYER,
        "uiName": "Plan role",
        "type": "span",
        "description": "The kind of each item of a municipal plan",
        "enabled": True,
        "built_in": False,
        "readonly": False,
        "anchoring_mode": "TOKENS",
        "overlap_mode": "NO_OVERLAP",
        "validation_mode": "NEVER",
        "cross_sentence": True,
        "show_hover": True,
        "version": 1,
        "features": features,
    }


def _feature(name: str, told: str, tag_set: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "name": name,
        "uiName": name,
        "type": "uima.cas.String",
        "description": told,
        "enabled": True,
        "visible": name == "kind",
        "required": name == "kind",
        "remember": False,
        "tag_set": tag_set,
    }
