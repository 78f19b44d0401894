"""The shapes of a batch: what goes in, what a worker is asked and answers, what became of each input."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

WRITTEN = ("ok", "partial", "no_text")
"""A JSON was written: all of it; some pages could not be read; no page has text (a scan)."""
LIMITS = (
    "too_many_pages",
    "page_too_large",
    "too_many_objects",
    "stream_too_large",
    "nested_too_deep",
    "text_too_long",
)
TRANSIENT = ("timeout", "out_of_memory", "crashed", "unreadable", "not_written")
"""Nothing was written, and another try may end otherwise: the next run takes these up again."""
FAILED = ("encrypted", "damaged", "not_a_pdf", "empty", *LIMITS, *TRANSIENT)
"""All codes without a JSON. Those that are not transient are a property of the bytes: they count as done."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a batch is run. Only `parser` has a say in what is written.

    `timeout` is in seconds a document, `max_memory` in bytes of a worker's address space, `recycle` the number
    of documents after which a worker is replaced. `parser` names the function that makes plans ("module:name").
    """

    jobs: int = 1
    timeout: float = 120.0
    max_memory: int = 2 << 30
    recycle: int = 500
    force: bool = False
    cluster: str | None = None
    parser: str = "planparse.pipeline:parse_named"


@dataclass(frozen=True, slots=True)
class Input:
    """One file found. `source` is its path (or URL), `name` its path below the folder given, both as found on
    disk; `target` is where its JSON goes, relative to the output. `size` is in bytes, None if not known.

    `trouble` says why it cannot even be asked for (a folder that may not be listed); such an input is not tried.
    """

    source: str
    name: str
    target: str
    size: int | None = None
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One content to convert: its bytes are at `source`; each of `names` (file name, target) gets a JSON."""

    key: int
    source: str
    names: tuple[tuple[str, str], ...]
    out: str
    settings: Settings
    repair: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """One JSON on disk: its target, the SHA-256 of its bytes and their count."""

    target: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker answers for a job. `trouble` is (what is wrong, what to do, page or None) where it failed.

    `warnings` are (code, page, message) of the plan, `seconds` is what the parse took in the worker.
    """

    status: str
    trouble: tuple[str, str, int | None] | None = None
    sha256: str | None = None
    size: int | None = None
    pages: int | None = None
    model: str | None = None
    seconds: float = 0.0
    repaired: bool = False
    warnings: tuple[tuple[str, int | None, str], ...] = ()
    written: tuple[Written, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input; `record` is its line in the manifest.

    `status` is one of WRITTEN or FAILED; `message` is the one line for a person, "" if all is well; `skipped`
    is true where an earlier run had done it.
    """

    input: Input
    status: str
    message: str = ""
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    skipped: bool = False
    record: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def ok(self) -> bool:
        return self.status in WRITTEN
