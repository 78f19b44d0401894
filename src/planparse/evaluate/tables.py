"""Scorecards and agreement as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from planparse.evaluate import Scorecard, agreement_of
from planparse.evaluate.run import Evaluation
from planparse.evaluate.tally import ROLES, Figure, role_macro

_ROWS = (
    ("role_macro", "role, macro F1"),
    *((f"role.{role}", f"  {role}") for role in ROLES),
    ("boundary", "boundary F1 (±2 words)"),
    ("window_diff", "WindowDiff (lower is better)"),
    ("pk", "Pk (lower is better)"),
    ("part", "part F1"),
    ("item", "item F1"),
    ("metadata_mean", "metadata, mean"),
    ("metadata.document_type", "  document type"),
    ("metadata.title", "  title"),
    ("metadata.municipalities", "  municipalities"),
    ("metadata.period", "  period"),
    ("metadata.diary_numbers", "  diary numbers"),
    ("metadata.decision_date", "  decision date"),
    ("parties", "parties F1"),
    ("targets", "targets F1"),
    ("actors", "responsible actors F1"),
    ("other_actors", "acting, consulted F1"),
    ("times", "times F1"),
    ("statuses", "statuses, accuracy"),
    ("text_recall", "text recall"),
    ("text_precision", "text precision"),
    ("character_error", "character error (lower is better)"),
    ("furniture_leaks", "furniture leaks a page"),
    ("grounding", "grounding"),
    ("calibration_error", "calibration error (lower is better)"),
)
_COMPARED = ("role_macro", "boundary", "part", "item")


def figure_rows(card: Scorecard) -> list[tuple[str, str, Figure]]:
    """(name, label, figure) of what is reported, in order."""
    return [(name, label, card.figures[name]) for name, label in _ROWS if name in card.figures]


def table(one: Evaluation) -> str:
    """The figures of one split: micro total, 95 % interval, mean over documents, number of documents."""
    lines = [
        f"{one.split}: {len(one.cases)} documents",
        f"  {'':36}{'micro':>7}  {'95 % interval':>15}  {'mean':>6}  documents",
    ]
    lines += [f"  {label:36}{_figure(figure)}" for _, label, figure in figure_rows(one.card)]
    for title, rows in (("by archetype and producer", one.card.groups), ("baselines", one.card.baselines)):
        if rows:
            lines += ["", f"  {title:36}" + "".join(f"{name:>12}" for name in _COMPARED)]
            lines += [f"  {name:36}" + _row(figures) for name, figures in rows.items()]
    lines += ["", "  lowest role macro F1"]
    ranked = [(v, d.name) for d in one.card.documents if (v := role_macro(d.tallies)) is not None]
    lines += [f"    {value:.3f}  {name}" for value, name in sorted(ranked)[:5]]
    return "\n".join(lines) + "\n"


def _row(figures: Mapping[str, Figure]) -> str:
    found = [figures[name].micro if name in figures else None for name in _COMPARED]
    return "".join(f"{'–' if value is None else format(value, '.3f'):>12}" for value in found)


def _figure(f: Figure) -> str:
    def number(value: float | None) -> str:
        return "–" if value is None else f"{value:.3f}"

    interval = "" if f.low is None else f"{number(f.low)} – {number(f.high)}"
    return f"{number(f.micro):>7}  {interval:>15}  {number(f.mean):>6}  {f.documents:>9}"


def agreement_table(first: Path, second: Path) -> str:
    """Krippendorff's alpha of each document that both places annotate, overall and by kind."""
    found = agreement_of(first, second)
    lines = [f"{'':52}{'alpha_u':>8}{'words alike':>13}{'words':>7}"]
    for name, one in found.items():
        alpha = "–" if one.alpha is None else f"{one.alpha:.3f}"
        lines.append(f"{name[:50]:52}{alpha:>8}{one.words_alike:>13.3f}{one.words:>7}")
        kinds = ", ".join(f"{kind} {value:.2f}" for kind, value in sorted(one.by_kind.items()))
        lines.append(f"    {kinds}")
    known = [one.alpha for one in found.values() if one.alpha is not None]
    mean = f"{sum(known) / len(known):.3f}" if known else "–"
    lines.append(f"{f'mean of {len(known)} documents':52}{mean:>8}")
    return "\n".join(lines)
