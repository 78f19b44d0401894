"""The corrections file: what a person changed in a plan, in words that a later parse can find again.

`NAME.corrections.json` stands beside `NAME.json`. It is added to and never written over: a later entry about the same
words holds, the earlier one stays to be read. This is also the file that the HTML page of a plan saves.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from planparse.plan import SectionKind

CORRECTIONS_VERSION = "1.0"
CONTEXT = 48  # characters of context that are kept on either side of a quote

CorrectedField = Literal[
    "document_type",
    "title",
    "municipalities",
    "parties",
    "period",
    "decisions",
    "diary_numbers",
    "targets",
    "actors",
    "times",
    "status",
]
ITEM_FIELDS = ("targets", "actors", "times", "status")


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Anchor(_Closed):
    """Words of the plan's text: `text[span[0]:span[1]] == quote` in the parse that the person saw."""

    quote: str
    prefix: Annotated[str, Field(description=f"up to {CONTEXT} characters before the quote")] = ""
    suffix: Annotated[str, Field(description=f"up to {CONTEXT} characters after the quote")] = ""
    span: Annotated[list[int], Field(min_length=2, max_length=2, description="half-open offsets into the text")]


class Piece(_Closed):
    """An item as it shall be; without a kind it keeps the one of the item that its first word stood in."""

    text: Annotated[str, Field(min_length=1)]
    kind: SectionKind | None = None


class KindChange(_Closed):
    """The anchored words are of this kind."""

    type: Literal["kind"] = "kind"
    kind: SectionKind


class BoundaryChange(_Closed):
    """The anchored items shall be these pieces.

    `split`: one item, several pieces; `merge`: several items, one piece; `move`: several items, several pieces (the
    border between them moved); `retext`: one item, one piece with other words (a misread letter).
    """

    type: Literal["boundary"] = "boundary"
    how: Literal["split", "merge", "move", "retext"]
    pieces: Annotated[list[Piece], Field(min_length=1)]


class FieldChange(_Closed):
    """A metadata field of the document (no anchor is needed), or a detail of the anchored item, has this value.

    `value` has the shape that the field has in the plan's JSON.
    """

    type: Literal["field"] = "field"
    field: CorrectedField
    value: Any


Change = Annotated[KindChange | BoundaryChange | FieldChange, Field(discriminator="type")]


class Origin(_Closed):
    """Who said so, with which tool, when (ISO 8601, as the tool writes it) and under which number there."""

    tool: Literal["page", "labelstudio", "inception", "other"]
    user: str | None = None
    at: str | None = None
    ref: str | None = None


class Correction(_Closed):
    """One change. `anchor` is null only for a metadata field; it spans all the items of a boundary change."""

    anchor: Anchor | None = None
    change: Change
    origin: Origin
    note: str | None = None


class Corrections(_Closed):
    """The file. `sha256` is that of the source document, so it finds its plan wherever it lies."""

    format: Literal["planparse-corrections"] = "planparse-corrections"
    version: Literal["1.0"] = "1.0"
    sha256: str
    schema_version: str
    corrections: list[Correction] = []


def anchor(text: str, start: int, end: int) -> Anchor:
    """The anchor of the characters from `start` to `end` of a plan's text."""
    return Anchor(
        quote=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        span=[start, end],
    )


def to_json(corrections: Corrections) -> str:
    """The file's text."""
    return corrections.model_dump_json(indent=1) + "\n"
