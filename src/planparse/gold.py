"""The gold format: what a careful reader found in a document (gold/README.md)."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from planparse.errors import InputError
from planparse.plan import DocumentType, ItemForm, SectionKind

SECOND = "second"
"""The folder of second annotations beside the splits."""
_WORD = re.compile(r"[\w§%]+")


class UnreadableGold(InputError):
    """A gold file that is not in the gold format."""

    code = "unreadable_gold"


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GoldItem(_Closed):
    """An item; `text` is a list of word hashes where a document's text may not be kept."""

    text: str | list[str]
    form: ItemForm
    table: str | None = None
    row: int | None = None


class GoldSection(_Closed):
    """Items of one kind; two `kinds` where a careful reader could not decide."""

    kinds: list[SectionKind]
    heading: str | None = None
    path: list[str] = []
    items: list[GoldItem]


class GoldPart(_Closed):
    """The body or an appendix."""

    kind: str
    number: str | None = None
    title: str | None = None
    sections: list[GoldSection]


class GoldPeriod(_Closed):
    """First and last day, ISO, or None where open."""

    start: str | None
    end: str | None


class _Field(_Closed):
    item: str
    occurrence: int | None = None


class GoldTarget(_Field):
    """A level to reach."""

    comparator: str
    value: float | list[float] | None
    unit: str | None


class GoldActor(_Field):
    """Who is responsible, acts or is consulted."""

    name: str
    role: str


class GoldTime(_Field):
    """When, or how often."""

    start: str | None
    end: str | None
    recurrence: dict[str, Any] | None = None


class GoldStatus(_Field):
    """What became of a promise."""

    status: str


class GoldDocument(_Closed):
    """One gold file."""

    file: str
    archetype: str | None = None
    producer: str | None = None
    difficulty: list[str] = []
    document_type: DocumentType
    document_type_accept: list[DocumentType] = []
    title: str | None
    title_accept: list[str] = []
    title_block: str | list[str] | None = None
    municipality_codes: list[str] = []
    period: GoldPeriod | None = None
    period_accept: list[GoldPeriod | None] = []
    diary_numbers: list[str] = []
    diary_numbers_accept: list[str | list[str]] = []
    decision_date: str | None = None
    parties: list[str] = []
    parts: list[GoldPart] = []
    targets: list[GoldTarget] = []
    actors: list[GoldActor] = []
    times: list[GoldTime] = []
    statuses: list[GoldStatus] = []
    furniture: list[str] = []
    pages_annotated: list[int] | None = None
    parts_annotated: list[str] | None = None
    expect: str | None = None
    hashed: bool = False
    note: str | None = Field(default=None, description="a remark for the reader")


def read_gold(path: Path) -> GoldDocument:
    """The gold in a file. Raises UnreadableGold."""
    try:
        return GoldDocument.model_validate(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        first = str(error).replace("\n", " ")[:300]
        raise UnreadableGold(str(path), f"is no gold ({first})", "see gold/README.md for the format") from error


def gold_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """(name, path) of every gold file below a folder, by name; second annotations only where it is their own folder."""
    for path in sorted(folder.rglob("*.gold.json"), key=lambda p: p.name):
        if SECOND in path.relative_to(folder).parts:
            continue
        yield path.name.removesuffix(".gold.json"), path


def words(text: str | list[str] | None, hashed: bool = False) -> list[str]:
    """The words that count: NFC, case-folded, soft hyphens and punctuation off; hashes of them where gold is hashed."""
    if isinstance(text, list):
        return text
    found = _WORD.findall(unicodedata.normalize("NFC", text or "").replace("\u00ad", "").casefold())
    return [hashlib.sha1(w.encode(), usedforsecurity=False).hexdigest()[:8] for w in found] if hashed else found
