"""The months that a report tells of: "per den 31 augusti 2021" is from January on."""

from __future__ import annotations

from dataclasses import replace

from planparse.dates import Span
from planparse.lexicon import found_in
from planparse.plan import DocumentType


def since_new_year(span: Span, text: str, kind: DocumentType) -> Span:
    """`span` from 1 January on, where `text` of a report names the day or month that its account goes up to."""
    if kind != "follow_up_report" or not span.end or not _is_account(span, text[: span.at]):
        return span
    return replace(span, kind="range", start=f"{span.end[:4]}-01-01")


def _is_account(span: Span, before: str) -> bool:
    if span.kind == "until":
        return span.start is None
    single = span.kind in ("day", "month") and (span.start or "")[:7] == (span.end or "")[:7]
    return single and found_in("metadata", "as_of", before)
