"""spaCy DocBin: each plan a Doc with its items, targets, actors and times as span groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

from planparse.export.libraries import need
from planparse.export.records import Record, items_of
from planparse.plan import Item

GROUP = "planparse_roles"
_SHARD = 100  # documents a file, and at most so many in memory


def write_docbin(records: Iterable[Record], to: Path) -> None:
    """A folder of DocBins, 0001.spacy and so on, as `spacy train` and Corpus read it.

    Span groups: "planparse_roles" (label = kind, id = item id), "targets" (comparator), "actors" (role) and "times"
    (precision) where the words stand in their item. `doc.user_data["planparse"]` holds the rest of the plan's data.
    """
    spacy, tokens = need("spacy", "docbin"), need("spacy.tokens", "docbin")
    to.mkdir(parents=True)
    waiting = iter(records)
    for number in count(1):
        nlp = spacy.blank("sv")  # a new one for each file: a vocabulary keeps every word that it ever saw
        nlp.max_length = 10**9  # the tokenizer's memory grows with the text, no model's does
        shard = tokens.DocBin(docs=[plan_doc(nlp, one) for one in islice(waiting, _SHARD)], store_user_data=True)
        if len(shard) or number == 1:
            shard.to_disk(to / f"{number:04}.spacy")
        if len(shard) < _SHARD:
            return


def plan_doc(nlp: Any, record: Record) -> Any:
    """A plan as a Doc of the pipeline's tokenizer."""
    plan = record.plan
    doc = nlp.make_doc(plan.text)
    groups: dict[str, list[Any]] = {GROUP: [], "targets": [], "actors": [], "times": []}
    for _, section, item in items_of(plan):
        add_span(doc, groups[GROUP], item.span[0], item.span[1], section.kind, item.id)
        for group, start, end, label in _details(item):
            add_span(doc, groups[group], start, end, label, item.id)
    for name, spans in groups.items():
        doc.spans[name] = spans
    whole = plan.model_dump(mode="json", by_alias=True, exclude={"text", "parts", "furniture", "links", "tables"})
    doc.user_data["planparse"] = {"doc_id": record.doc_id, **whole}
    return doc


def add_span(doc: Any, spans: list[Any], start: int, end: int, label: str, name: str) -> None:
    """Adds the tokens that hold the characters from `start` to `end`; nothing where there are none."""
    found = doc.char_span(start, end, label=label, alignment_mode="expand", span_id=name)
    if found is not None and len(found):
        spans.append(found)


def _details(item: Item) -> Iterator[tuple[str, int, int, str]]:
    """(group, start, end, label) of the details whose printed words stand in the item."""
    told: list[tuple[str, str, str]] = [("targets", t.text, t.comparator) for t in item.targets]
    told += [("actors", a.text, a.role) for a in item.actors]
    told += [("times", t.text, t.precision or "") for t in item.times]
    for group, text, label in told:
        at = item.text.find(text)
        if text and at >= 0:
            yield group, item.span[0] + at, item.span[0] + at + len(text), label
