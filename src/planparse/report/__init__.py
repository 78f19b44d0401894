"""Scorecards → one self-contained HTML page: opens from disk, loads nothing from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment

from planparse.evaluate import Scorecard, role_macro
from planparse.evaluate.run import Evaluation
from planparse.evaluate.side_by_side import Marked, side_by_side
from planparse.evaluate.tables import figure_rows
from planparse.evaluate.tally import Figure

_WORST = 5
_KIND_ORDER = (
    "background", "purpose", "goal", "activity", "follow_up", "result", "responsibility", "validity", "signatures",
    "contents", "front_matter", "other", "lost", "no gold",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Worst:
    name: str
    score: float
    gold: Sequence[Marked]
    parse: Sequence[Marked]


def scorecard_page(found: Sequence[Evaluation]) -> str:
    """The HTML page of some evaluations: figures, confusion, reliability, the worst documents side by side."""
    splits = [
        {
            "name": one.split,
            "documents": len(one.cases),
            "rows": [(label, _cells(figure)) for _, label, figure in figure_rows(one.card)],
            "groups": [(name, _group(figures)) for name, figures in one.card.groups.items()],
            "baselines": [(name, _group(figures)) for name, figures in one.card.baselines.items()],
            "kinds": (kinds := _kinds(one.card)),
            "confusion": [(g, [one.card.confusion.get((g, p), 0) for p in kinds]) for g in kinds if g != "lost"],
            "reliability": one.card.reliability,
            # `test` is reported, never looked into
            "worst": list(_worst(one)) if one.split != "test" else [],
        }
        for one in found
    ]
    return _environment().from_string(_template()).render(splits=splits)


def _cells(figure: Figure) -> tuple[str, str, str, int]:
    interval = "" if figure.low is None else f"{_number(figure.low)} – {_number(figure.high)}"
    return _number(figure.micro), interval, _number(figure.mean), figure.documents


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _group(figures: Mapping[str, Figure]) -> list[str]:
    found = [figures.get(name) for name in ("role_macro", "boundary", "part", "item")]
    return [_number(f.micro if f else None) for f in found]


def _kinds(card: Scorecard) -> list[str]:
    used = {kind for pair in card.confusion for kind in pair}
    return [kind for kind in _KIND_ORDER if kind in used]


def _worst(one: Evaluation) -> Iterable[_Worst]:
    ranked = sorted(
        ((value, case) for d, case in zip(one.card.documents, one.cases, strict=True)
         if (value := role_macro(d.tallies)) is not None),
        key=lambda pair: (pair[0], pair[1].name),
    )  # fmt: skip
    for value, case in ranked[:_WORST]:
        yield _Worst(case.name, value, *side_by_side(case))


@cache
def _environment() -> Environment:
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)


@cache
def _template() -> str:
    return files("planparse.report").joinpath("scorecard.html.jinja").read_text("utf-8")
