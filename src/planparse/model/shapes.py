"""The question to a labeller, its answer, and what a labeller and a cue rule look like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from planparse.page import Form
from planparse.plan import Reason, SectionKind

Hint = Literal["promise", "report"]
"""What narrows the choice: "promise" stands under a promise heading (goal, activity or background),
"report" in a follow-up report (what was done is a result)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, a list entry or a transcript's sentence that wants a kind, with what stands around it.

    `position` is the place within its part, 0–1; `theme` the theme heading above it. `opens_list`: a list
    follows directly; `in_list`: it stands in one. `hint` holds a Hint or None. `breaks`: a heading, a new
    part or a new theme stands between the unit before and this one. `above` and `below` are the nearest kinds
    before and after it that are decided already, `decided` all of those in its part.
    """

    text: str
    form: Form
    part: Literal["body", "appendix"]
    position: float
    theme: str | None
    document_type: str | None
    opens_list: bool
    in_list: bool
    hint: str | None
    breaks: bool = False
    above: SectionKind | None = None
    below: SectionKind | None = None
    decided: frozenset[SectionKind] = frozenset()


@dataclass(frozen=True, slots=True)
class Label:
    """The kind of a unit. `confidence` is 0–1; `reasons` name what spoke, the weightiest first."""

    kind: SectionKind
    confidence: float
    reasons: tuple[Reason, ...]


class Labeller(Protocol):
    """What gives kinds to text without headings."""

    @property
    def name(self) -> str:
        """Name and version, as printed in the plan: "sv_plan_cues-0.1.0"."""

    def label(self, units: Sequence[Unit], ordered: bool) -> list[Label]:
        """A label for each of the units of one part, which come in reading order.

        `ordered`: the part is known to follow the booklets' order (background, purpose, goal, activity,
        follow-up), so where a sentence stands may speak as well as what it says.
        """


class CueRule(Protocol):
    """What a cue looks like; `planparse.lexicon.Rule` is one."""

    @property
    def kind(self) -> str:
        """A section kind or one of the words that `cues` explains."""

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """Searched in the folded sentence."""

    @property
    def weight(self) -> float:
        """What the cue adds to its kind, in log-odds; negative where it speaks against it."""
