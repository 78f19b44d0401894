"""A Comparison as rows (CSV) and as JSON; the figures of gold pairs as a table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

from planparse.compare.changes import TargetChange
from planparse.compare.collection import Comparison, PlanPair, name_of
from planparse.compare.gold_pairs import PairScore, f1
from planparse.compare.statements import Statement

COLUMNS = (
    "relation", "left_plan", "right_plan", "state", "score", "left_id", "left_kind", "left_page", "left_text",
    "right_id", "right_kind", "right_page", "right_text", "targets", "status", "themes",
)  # fmt: skip
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that starts with one of these is taken for a formula by spreadsheets; it gets an apostrophe."""


def to_rows(found: Comparison) -> Iterator[dict[str, Any]]:
    """One row a matched, new or dropped statement, and one a promise with its outcome."""
    for pair in found.pairs:
        left, right = (found.plans[i].source.file_name for i in (pair.left, pair.right))
        for row in _pair_rows(pair):
            yield {"relation": pair.relation, "left_plan": left, "right_plan": right} | row


def to_csv(found: Comparison) -> str:
    """The rows as CSV (UTF-8, comma, one header line)."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for row in to_rows(found):
        writer.writerow({key: _cell(value) for key, value in row.items()})
    return out.getvalue()


def to_json(found: Comparison) -> str:
    """Plans, pairs with their rows, and shared sentences, as JSON."""
    plans = [
        {"file_name": plan.source.file_name, "sha256": plan.source.sha256, "name": name_of(plan), "title": plan.title}
        for plan in found.plans
    ]
    pairs = [
        {"left": pair.left, "right": pair.right, "relation": pair.relation, "rows": list(_pair_rows(pair, diff=True))}
        for pair in found.pairs
    ]
    reuse = [
        [
            {"plan": text.plan, "item": text.item, "text": text.text, "date": text.date, "similarity": value}
            for text, value in zip(group.texts, group.similarity, strict=True)
        ]
        for group in found.reuse
    ]
    return json.dumps({"plans": plans, "pairs": pairs, "reuse": reuse}, ensure_ascii=False, indent=1) + "\n"


def _pair_rows(pair: PlanPair, diff: bool = False) -> Iterator[dict[str, Any]]:
    if pair.matching:
        for match in pair.matching.matches:
            row = {
                "state": match.state,
                "score": match.score,
                **_side("left", match.left),
                **_side("right", match.right),
            }
            row["targets"] = "; ".join(map(_change, match.targets))
            row["themes"] = " ".join(dict.fromkeys((*match.left.themes, *match.right.themes)))
            yield row | ({"diff": [[piece.op, piece.text] for piece in match.diff]} if diff else {})
        for state, side, group in (("dropped", "left", pair.matching.dropped), ("new", "right", pair.matching.new)):
            yield from ({"state": state, **_side(side, one), "themes": " ".join(one.themes)} for one in group)
    if pair.follow_up:
        for outcome in pair.follow_up.outcomes:
            row = {"state": "reported" if outcome.promise else "other_result", "score": outcome.score}
            row |= _side("left", outcome.promise) | _side("right", outcome.results[0] if outcome.results else None)
            row["right_text"] = " ".join(one.text for one in outcome.results)
            yield row | {"status": outcome.status or ""}
        yield from ({"state": "unreported", **_side("left", one)} for one in pair.follow_up.unreported)


def _side(side: str, one: Statement | None) -> dict[str, Any]:
    if one is None:
        return {}
    return {f"{side}_id": one.id, f"{side}_kind": one.kind, f"{side}_page": one.page, f"{side}_text": one.text}


def _change(change: TargetChange) -> str:
    return f"{change.direction} {change.what}: {change.before} → {change.after}".replace("  ", " ")


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def score_table(parsed: Sequence[PairScore], alone: Sequence[PairScore | None]) -> str:
    """The figures of gold pairs: one line a pair of documents, and one a kind of pair."""
    lines = [
        f"{'pair of documents':32}{'split':7}{'F1':>7}{'found':>7}{'false':>7}{'missed':>7}{'status':>8}"
        f"{'F1 on gold items':>18}"
    ]
    for one, bare in zip(parsed, alone, strict=True):
        status = f"{one.statuses[0]}/{one.statuses[1]}" if one.gold.kind == "follow_up" else ""
        counts = f"{one.f1:7.3f}{one.found:7}{one.false:7}{one.missed:7}{status:>8}"
        lines.append(f"{one.gold.name:32}{one.gold.split:7}{counts}" + (f"{bare.f1:18.3f}" if bare else ""))
    for kind in ("editions", "across", "follow_up"):
        for split in (None, "train", "dev"):
            chosen = [i for i, one in enumerate(parsed) if one.gold.kind == kind and split in (None, one.gold.split)]
            if chosen:
                matched = [alone[i] for i in chosen]
                lines.append(
                    f"{kind:32}{split or 'all':7}{_micro([parsed[i] for i in chosen])}{_micro(matched, 29):>18}"
                )
    return "\n".join(lines)


def _micro(scores: Sequence[PairScore | None], width: int = 7) -> str:
    known = [one for one in scores if one]
    if not known:
        return ""
    found, false, missed = (sum(getattr(one, name) for one in known) for name in ("found", "false", "missed"))
    value = f1(found, false, missed)
    return f"{value:{width}.3f}" + (f"{found:7}{false:7}{missed:7}" if width == 7 else "")
