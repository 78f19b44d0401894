"""The normalized plan: what planparse delivers. These models are the source of truth of the JSON.

Pages count from 1; a bbox is [x0, top, x1, bottom] in PDF points, origin at the top left of the page as
displayed; spans are half-open offsets into `text`. A field that the document does not state is null or [].
"""

from __future__ import annotations

from operator import is_
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = "1.0"

DocumentType = Literal[
    "agreement",
    "agreement_appendices",
    "citizen_promise",
    "follow_up_report",
    "action_plan",
    "operational_plan",
    "programme",
    "survey",
    "minutes",
    "audit",
    "application",
    "other",
]
SectionKind = Literal[
    "background",
    "purpose",
    "goal",
    "activity",
    "follow_up",
    "result",
    "responsibility",
    "validity",
    "signatures",
    "contents",
    "front_matter",
    "other",
]
ActorKind = Literal[
    "police",
    "municipality",
    "school",
    "social_services",
    "county",
    "housing",
    "business",
    "association",
    "residents",
    "other",
]
MetadataField = Literal["document_type", "title", "municipalities", "parties", "period", "decisions", "diary_numbers"]
SectionEvidence = Literal["heading", "column", "label", "content", "corrected"]
ItemForm = Literal["paragraph", "bullet", "numbered", "cell", "sentence"]
FurnitureKind = Literal[
    "header", "footer", "page_number", "frame", "rotated", "repeated_header", "leader", "letterhead"
]
Reason = Literal[
    "heading_exact",
    "heading_fuzzy",
    "heading_pattern",
    "heading_inherited",
    "lead_in",
    "column_header",
    "row_label",
    "run_in_label",
    "contents_leaders",
    "signature_block",
    "document_data",
    "cover",
    "number_table",
    "responsible_table",
    "cue",
    "model",
    "order",
    "restored_heading",
    "default",
]
"""Why a section has its kind. `heading_*`: the printed heading is in the lexicon (to the letter, but for a
slip, by a pattern) or stands above this one; `lead_in`: the heading names who promises; `column_header`,
`row_label`, `run_in_label`: the kind word stands there; `contents_leaders`, `signature_block`,
`document_data`, `cover`: the shape of the text; `number_table`: a row of figures; `responsible_table`: it stands right
above a table that only says who and when; `cue`: words in the text; `model`: the trained labeller; `order`: where it
stands among its neighbours; `restored_heading`: the rest of a heading word that a web host stripped out; `default`:
nothing spoke, the commonest kind was taken."""

Bbox = Annotated[
    list[float],
    Field(min_length=4, max_length=4, description="[x0, top, x1, bottom] in PDF points, origin top left"),
]
Confidence = Annotated[float, Field(ge=0, le=1)]
PageNumber = Annotated[int, Field(ge=1, description="counted from 1")]
Date = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="ISO 8601 date")]


class Shape(BaseModel):
    """What all shapes here have in common: closed and frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PlanSource(Shape):
    """The file that was parsed."""

    file_name: str
    sha256: str
    media_type: Literal["application/pdf", "text/plain"]
    page_count: Annotated[int, Field(ge=0)]
    text_source: Literal["embedded", "ocr", "mixed", "transcript"]
    producer: str | None = None


class Parser(Shape):
    """What parsed it: program, version and labelling model."""

    name: Literal["planparse"] = "planparse"
    version: str
    model: str


class Municipality(Shape):
    """A municipality with Statistics Sweden's codes."""

    name: str
    code: Annotated[str, Field(pattern=r"^\d{4}$")]
    county: str
    county_code: Annotated[str, Field(pattern=r"^\d{2}$")]


class Party(Shape):
    """One who makes the agreement or the promise, as printed."""

    name: str
    kind: ActorKind


class Period(Shape):
    """When the document is valid; an open end is null."""

    text: str
    start: Date | None = None
    end: Date | None = None


class Decision(Shape):
    """A line that tells who adopted the document, and when."""

    text: str
    body: str | None = None
    date: Date | None = None
    paragraph: str | None = None


class Evidence(Shape):
    """Where a metadata field was read."""

    quote: str
    page: PageNumber | None = None
    bbox: Bbox | None = None
    confidence: Confidence


class Provenance(Shape):
    """A place on paper. A transcript has no bbox."""

    page: PageNumber
    bbox: Bbox | None = None


class Target(Shape):
    """A level to reach. `unit` is percent, percentage_points, count, SEK, days, weeks, months, years or a noun."""

    text: str
    comparator: Literal["at_least", "at_most", "exactly", "about", "between", "increase", "decrease", "maintain"]
    value: float | list[float] | None = None
    unit: str | None = None
    baseline: str | None = None
    deadline: Date | None = None


class Actor(Shape):
    """Who does it, as printed."""

    text: str
    kind: ActorKind
    role: Literal["responsible", "acting", "consulted"]


class Recurrence(Shape):
    """`count` times per `every` × `per`."""

    count: float
    per: Literal["day", "week", "month", "quarter", "tertial", "term", "half_year", "year"]
    every: Annotated[int, Field(ge=1)] = 1


class Time(Shape):
    """A phrase of time that the item carries."""

    text: str
    start: Date | None = None
    end: Date | None = None
    precision: Literal["day", "month", "season", "term", "half_year", "year", "span"] | None = None
    recurrence: Recurrence | None = None


class Repair(Shape):
    """A damaged word: `found` was recognized or left by a web host, `read_as` is what was meant."""

    found: str
    read_as: str
    kind: Literal["letters", "split", "joined", "hyphen", "digits", "sign"]


class Item(Shape):
    """The smallest statement that the document sets apart. `Plan.text[span[0]:span[1]]` is `text`."""

    id: str
    text: str
    span: Annotated[list[int], Field(min_length=2, max_length=2)]
    form: ItemForm
    row: Annotated[int, Field(ge=1)] | None = None
    table: str | None = None
    targets: list[Target] = []
    actors: list[Actor] = []
    times: list[Time] = []
    status: Literal["fulfilled", "partly_fulfilled", "not_fulfilled", "ongoing"] | None = None
    provenance: list[Provenance] = []
    original: str | None = None
    """The text before its words were mended, where that differs. A transcript's text is never changed."""
    repairs: list[Repair] = []


class Section(Shape):
    """Items of one kind that stand together."""

    id: str
    kind: SectionKind
    heading: str | None = None
    path: list[str] = []
    evidence: SectionEvidence
    confidence: Confidence
    reasons: list[Reason]
    items: list[Item]


class Part(Shape):
    """The document's own text (body) or one of its appendices."""

    id: str
    kind: Literal["body", "appendix"]
    number: str | None = None
    title: str | None = None
    pages: Annotated[list[int], Field(min_length=2, max_length=2)]
    sections: list[Section]


class Link(Shape):
    """What the plan ties together, between items."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    from_: Annotated[str, Field(alias="from")]
    to: str
    relation: Literal["serves", "checks", "addresses", "reports_on"]
    evidence: Literal["row", "structure", "reference", "similarity"]
    confidence: Confidence


class TableInfo(Shape):
    """A table of the document; items refer to it by `id`."""

    id: str
    part: str
    page: PageNumber
    bbox: Bbox
    header: list[str]
    row_count: Annotated[int, Field(ge=0)]


class FurnitureInfo(Shape):
    """What was taken out of the running text: headers, footers, page numbers, frame text."""

    kind: FurnitureKind
    text: str
    pages: list[PageNumber]
    bbox: Bbox | None = None


class Warning(Shape):
    """Doubtful content: a code from a closed list, the page and a sentence."""

    code: Literal[
        "page_without_text",
        "no_text",
        "broken_font",
        "unreadable_page",
        "conflicting_period",
        "impossible_period",
        "unknown_part_number",
        "invisible_text",
        "damaged_repaired",
        "text_as_paths",
        "bad_ocr_layer",
        "words_without_spaces",
        "covered_text",
        "page_turned",
        "ocr_missing",
        "unplaced_correction",
    ]
    page: PageNumber | None = None
    message: str


class Plan(Shape):
    """One parsed document."""

    schema_version: Literal["1.0"] = "1.0"
    source: PlanSource
    parser: Parser
    text: str
    document_type: DocumentType
    title: str | None = None
    municipalities: list[Municipality] = []
    parties: list[Party] = []
    period: Period | None = None
    decisions: list[Decision] = []
    diary_numbers: list[str] = []
    evidence: dict[MetadataField, Evidence] = {}
    parts: list[Part] = []
    links: list[Link] = []
    tables: list[TableInfo] = []
    furniture: list[FurnitureInfo] = []
    warnings: list[Warning] = []
    corrected: list[str] = []
    """What a person corrected after the parse: names of metadata fields and ids of items."""


def with_sections(part: Part, sections: list[Section]) -> Part:
    """The part with other sections; the part itself where they are its own. (Copies would fill the memory.)"""
    return part if all(map(is_, sections, part.sections)) else part.model_copy(update={"sections": sections})


def with_items(section: Section, items: list[Item]) -> Section:
    """The section with other items; the section itself where they are its own."""
    return section if all(map(is_, items, section.items)) else section.model_copy(update={"items": items})


def to_json(plan: Plan) -> str:
    """The plan as JSON text: UTF-8, two blanks of indent, a newline at the end; the same plan, the same bytes."""
    return to_json_bytes(plan).decode()


def to_json_bytes(plan: Plan) -> bytes:
    """`to_json` in UTF-8: without the text between, which takes two bytes a sign, a third of the memory."""
    return Plan.__pydantic_serializer__.to_json(plan, indent=2, by_alias=True) + b"\n"


def from_json(text: str | bytes) -> Plan:
    """The plan that `to_json` wrote. Raises pydantic.ValidationError where `text` is none."""
    return Plan.model_validate_json(text)


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a plan."""
    found = Plan.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "planparse plan", **found}
