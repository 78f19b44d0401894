"""The evaluation as one asks for it: which gold, which documents, split by split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planparse.evaluate import Case, Scorecard, cases, evaluate, gate
from planparse.evaluate.tally import Figure
from planparse.gold import UnreadableGold

SPLITS = ("train", "dev", "test")
SCANS = " scans"
"""Scans of a split's documents are told apart: what they show is the text recognition."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to evaluate: one split or all; documents from `corpus`, or their JSON from `parsed`."""

    gold: Path
    corpus: Path | None
    parsed: Path | None
    split: str | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The cases and the scorecard of one split ("all" where the gold folder has none), or of its scans."""

    split: str
    cases: tuple[Case, ...]
    card: Scorecard


def run(request: Request) -> list[Evaluation]:
    """Evaluates each split. Raises UnreadableGold where there is no gold, or none that can be read."""
    groups: dict[str, list[Case]] = {}
    for case in cases(request.gold, request.corpus, request.parsed, request.split):
        name = case.split if case.split in SPLITS else "all"
        groups.setdefault(f"{name}{SCANS}" if case.gold.expect == "scan" else name, []).append(case)
    if not groups:
        raise UnreadableGold(str(request.gold), "holds no NAME.gold.json", "give the folder with --gold")
    order = [name for split in (*SPLITS, "all") for name in (split, f"{split}{SCANS}") if name in groups]
    return [Evaluation(name, tuple(groups[name]), evaluate(groups[name])) for name in order]


def check_floors(request: Request, found: Sequence[Evaluation]) -> None:
    """Raises gate.GateFailed where a gated figure is below its floor."""
    gate.check(*_pinned(request), _gated(found))


def update_floors(request: Request, found: Sequence[Evaluation], allow_lower: bool) -> None:
    """Pins the figures as floors. Raises gate.GateFailed where one would fall unasked."""
    gate.update(*_pinned(request), _gated(found), allow_lower)


def _pinned(request: Request) -> tuple[Path, str]:
    folders = [folder for folder in (request.gold, request.corpus) if folder is not None]
    return request.gold / "floors.json", gate.fingerprint(*folders)


def _gated(found: Sequence[Evaluation]) -> Mapping[str, Mapping[str, Figure]]:
    return {one.split: one.card.figures for one in found if one.split in gate.GATED_SPLITS}
