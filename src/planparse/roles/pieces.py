"""The smallest things that get a kind: what stands in an item or a heading, with what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planparse.lexicon import KindMatch, numbers
from planparse.page import Block, Box
from planparse.plan import Reason, SectionEvidence, SectionKind


def confidence_of(reason: Reason) -> float:
    """How sure a kind is that was decided in this way, as counted (data/confidence.toml)."""
    return numbers("confidence", "confidence").get(reason, _UNKNOWN)


_UNKNOWN = 0.5

Places = tuple[tuple[int, Box | None], ...]
"""(page, box) of each printed line."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What decides the kind of the pieces under it: a heading, label or column header.

    `otherwise` is the kind of what it governs where the text does not speak for `kind` (see contradicted.py).
    """

    kind: SectionKind
    heading: str | None
    evidence: SectionEvidence
    reason: Reason
    otherwise: SectionKind | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One item to be, or (where `is_heading`) a heading's words, in reading order.

    `rule` is None where no heading decides: the text does. `hint` narrows the text's choice (see model.Unit).
    """

    text: str
    places: Places
    form: str = "paragraph"
    rule: Rule | None = None
    heading: str | None = None
    path: tuple[str, ...] = ()
    hint: str | None = None
    theme: str | None = None
    table: str | None = None
    row: int | None = None
    is_heading: bool = False
    cover: bool = False
    bold: bool = False
    marker: str | None = None
    """The number of a numbered entry, as printed ("b)")."""


def places_of(block: Block) -> Places:
    """The block's lines' places; a sentence of a transcript has a page only."""
    return tuple((line.page, line.box) for line in block.lines) or ((block.page, block.box),)


_BY_DOCUMENT: dict[str, tuple[SectionKind, SectionKind]] = {
    "state": ("background", "result"), "told": ("background", "result"), "asked": ("follow_up", "result"),
}  # fmt: skip
"""What "Läge", "Vad hände?" and "Nådde vi dit?" mean in a plan, and what where a report says what became of a plan."""


def rule_of(
    match: KindMatch, heading: str, evidence: SectionEvidence, reason: Reason | None = None, *, report: bool = False
) -> Rule | None:
    """The rule that a recognized heading makes; None for promises and containers, where the text decides.

    `report`: what stands under it tells what was done.
    """
    if match.kind in ("promise", "container"):
        return None
    if match.kind in ("lead_in", "party"):
        return Rule("activity", heading, evidence, reason or "lead_in")
    if match.kind == "findings":
        return Rule("result", heading, evidence, reason or "heading_exact")
    by_match: dict[str, Reason] = {
        "exact": "heading_exact", "pattern": "heading_pattern", "fuzzy": "heading_fuzzy",
    }  # fmt: skip
    if match.kind == "why":
        return Rule("purpose", heading, evidence, reason or by_match[match.how], otherwise="background")
    either = _BY_DOCUMENT.get(match.kind)
    kind = either[report] if either else _kind(match.kind)
    return Rule(kind, heading, evidence, reason or by_match[match.how])


def _kind(name: str) -> SectionKind:
    kinds: dict[str, SectionKind] = {
        "background": "background", "purpose": "purpose", "goal": "goal", "activity": "activity",
        "follow_up": "follow_up", "result": "result", "responsibility": "responsibility",
        "validity": "validity", "signatures": "signatures", "contents": "contents",
        "front_matter": "front_matter", "other": "other",
    }  # fmt: skip
    return kinds[name]


def has_words(text: str) -> bool:
    """Whether anything is said: a dash or a tick alone is no item."""
    return any(c.isalnum() for c in text)


def heading_piece(text: str, places: Sequence[tuple[int, Box | None]]) -> Piece:
    """A heading's words in the reading order."""
    return Piece(text, tuple(places), is_heading=True)
