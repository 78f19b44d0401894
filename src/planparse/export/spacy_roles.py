"""The spaCy component "planparse_roles": a running text's Doc gets the kinds that planparse finds in it."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from spacy.language import Language
from spacy.tokens import Doc, Span

from planparse.errors import InputError
from planparse.export.records import items_of
from planparse.export.spacy_docs import GROUP, add_span
from planparse.pipeline import parse
from planparse.plan import Plan

_WORD = re.compile(r"\w+")


@Language.factory(
    "planparse_roles",
    default_config={"spans_key": GROUP},
    assigns=["doc.spans", "doc.user_data"],
)
class PlanparseRoles:
    """Reads the Doc's text as a transcript, and sets `doc.spans[spans_key]` (label = kind, id = item id).

    `doc.user_data["planparse"]` holds document type, title, municipalities and period. A text that planparse cannot
    read (an empty one) gets an empty group.
    """

    def __init__(self, nlp: Language, name: str, spans_key: str) -> None:
        self.name, self.spans_key = name, spans_key

    def __call__(self, doc: Doc) -> Doc:
        spans: list[Span] = []
        try:
            plan = parse(doc.text.encode(), "doc.txt")
        except InputError:
            plan = None
        if plan is not None:
            for start, end, kind, name in _places(doc.text, plan):
                add_span(doc, spans, start, end, kind, name)
            kept = {"document_type", "title", "municipalities", "period"}
            doc.user_data["planparse"] = plan.model_dump(mode="json", include=kept)
        doc.spans[self.spans_key] = spans
        return doc


def _places(text: str, plan: Plan) -> list[tuple[int, int, str, str]]:
    """(start, end, kind, id) in `text` of each item of its parse: the plan's words are matched to the text's own."""
    ours = [match.span() for match in _WORD.finditer(plan.text)]
    theirs = [match.span() for match in _WORD.finditer(text)]
    a = [plan.text[slice(*span)].casefold() for span in ours]
    b = [text[slice(*span)].casefold() for span in theirs]
    found: dict[int, int] = {}
    for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
        found.update((block.a + k, block.b + k) for k in range(block.size))
    places: list[tuple[int, int, str, str]] = []
    for _, section, item in items_of(plan):
        low, high = item.span
        matched = [found[i] for i, (start, end) in enumerate(ours) if low <= start and end <= high and i in found]
        if matched:
            tail = re.match(r"[^\w\s]*", text[theirs[matched[-1]][1] :])
            end = theirs[matched[-1]][1] + (tail.end() if tail else 0)
            places.append((theirs[matched[0]][0], end, section.kind, item.id))
    return places
