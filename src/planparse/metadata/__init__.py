"""Whose plan, what sort, for when, decided by whom? Read from title, cover, headers and the text's own words."""

from __future__ import annotations

from dataclasses import dataclass, field

from planparse.metadata import decisions, enclosed, municipalities, parties, periods, titles
from planparse.metadata.front import front
from planparse.metadata.passages import evidence
from planparse.page import Block, Furniture
from planparse.plan import Decision, DocumentType, Evidence, MetadataField, Municipality, Party, Period, Warning

__all__ = ["Metadata", "describe", "of_title"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself; what it does not say is None or empty.

    `evidence` has, for each field that was found, the words that it was read from, their place and a confidence.
    """

    document_type: DocumentType
    title: str | None = None
    municipalities: list[Municipality] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    period: Period | None = None
    decisions: list[Decision] = field(default_factory=list)
    diary_numbers: list[str] = field(default_factory=list)
    evidence: dict[MetadataField, Evidence] = field(default_factory=dict)
    warnings: list[Warning] = field(default_factory=list)


def describe(
    title: tuple[Block, ...],
    cover: tuple[Block, ...],
    body: tuple[Block, ...],
    furniture: tuple[Furniture, ...],
    file_name: str,
) -> Metadata:
    """The metadata of a document whose printed title, cover, text and headers these are.

    `cover` and `body` hold tables flattened, a label right before its value. Nothing is raised for a document
    that says nothing: its fields stay empty and its type is "other".
    """
    read = front(title, cover, body, furniture)
    kind, kind_evidence = titles.document_type(read, file_name)
    inner = enclosed.find(title, body) if kind == "minutes" else None
    wrapped = kind
    told, own, own_evidence = read, kind, kind_evidence
    if inner:
        told = inner.front
        own, own_evidence = titles.document_type(told, "")
    if inner and inner.is_the_plan:
        kind, kind_evidence = own, own_evidence
        name, named_in = titles.title_text(inner.title, (), told, own)
    else:
        name, named_in = titles.title_text(title, cover, read, kind)
    sides, sides_evidence = parties.find(told, own)
    if not sides and inner:
        sides, sides_evidence = parties.find(read, wrapped)
    towns, towns_evidence = municipalities.find(read, file_name, [party.name for party in sides], sides_evidence)
    decided, decided_evidence = decisions.find_decisions(read, wrapped)
    day = next((decision.date for decision in decided if decision.date), None)
    period, period_evidence, warnings = periods.find(told, own, day)
    if period is None and inner:
        period, period_evidence, warnings = periods.find(read, wrapped, day)
    numbers, numbers_evidence = decisions.find_diary_numbers(read)
    found: dict[MetadataField, Evidence | None] = {
        "document_type": kind_evidence,
        "title": evidence(named_in, name, 0.9 if title else 0.6) if name and named_in else None,
        "municipalities": towns_evidence,
        "parties": sides_evidence,
        "period": period_evidence,
        "decisions": decided_evidence,
        "diary_numbers": numbers_evidence,
    }
    return Metadata(
        document_type=kind,
        title=name,
        municipalities=towns,
        parties=sides,
        period=period,
        decisions=decided,
        diary_numbers=numbers,
        evidence={key: value for key, value in found.items() if value},
        warnings=warnings,
    )


def of_title(title: str) -> Metadata:
    """The metadata that a title alone tells. Evidence quotes it, on page 1 and without a box."""
    return describe((Block(page=1, text=title, lines=(), form="heading"),), (), (), (), "")
