"""How well the codebook codes the items that a reader coded (gold/themes): precision, recall and F1 a theme."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planparse.compare.gold_pairs import UnreadablePairs, f1
from planparse.compare.themes import theme_names, themes


@dataclass(frozen=True, slots=True)
class ThemeScore:
    """One theme in one split: found, false and missed codings."""

    theme: str
    split: str
    found: int
    false: int
    missed: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return f1(self.found, self.false, self.missed)


def score_themes(gold: Path) -> list[ThemeScore]:
    """Every theme of every split with gold in `gold`/themes, in the codebook's order. Raises UnreadablePairs."""
    counts: dict[str, Counter[tuple[str, str]]] = {}
    for path in sorted((gold / "themes").glob("*.json")):
        split, coded = _read(gold, path)
        tally = counts.setdefault(split, Counter())
        for text, heading, wanted in coded:
            got = set(themes(text, heading))
            tally.update((name, "found") for name in got & wanted)
            tally.update((name, "false") for name in got - wanted)
            tally.update((name, "missed") for name in wanted - got)
    return [
        ThemeScore(name, split, tally[name, "found"], tally[name, "false"], tally[name, "missed"])
        for split, tally in sorted(counts.items())
        for name in theme_names()
    ]


def theme_table(scores: Sequence[ThemeScore]) -> str:
    """The figures as lines of text."""
    lines = [f"{'theme':24}{'split':7}{'F1':>7}{'found':>7}{'false':>7}{'missed':>7}"]
    for one in scores:
        if one.found + one.false + one.missed:
            lines.append(f"{one.theme:24}{one.split:7}{one.f1:7.3f}{one.found:7}{one.false:7}{one.missed:7}")
    for split in dict.fromkeys(one.split for one in scores):
        found, false, missed = (
            sum(getattr(one, name) for one in scores if one.split == split) for name in ("found", "false", "missed")
        )
        lines.append(f"{'all':24}{split:7}{f1(found, false, missed):7.3f}{found:7}{false:7}{missed:7}")
    return "\n".join(lines)


def _read(gold: Path, path: Path) -> tuple[str, list[tuple[str, str, set[str]]]]:
    try:
        raw = json.loads(path.read_text("utf-8"))
        split, wanted = str(raw["split"]), [(str(head), set(names)) for head, names in raw["items"]]
        parts = json.loads((gold / split / f"{raw['document']}.gold.json").read_text("utf-8"))["parts"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadablePairs(str(path), f"no gold themes ({error})", "see gold/themes/README.md") from error
    unknown = {name for _, names in wanted for name in names} - set(theme_names())
    if unknown:
        raise UnreadablePairs(str(path), f"unknown theme {', '.join(sorted(unknown))}", "see data/themes.toml")
    return split, list(_joined(path, parts, wanted))


def _joined(
    path: Path, parts: Sequence[dict[str, Any]], wanted: Sequence[tuple[str, set[str]]]
) -> Iterator[tuple[str, str, set[str]]]:
    """Each coded item with its whole text and the innermost heading above it, in the document's order."""
    items = [
        (item["text"], (section["path"] or [part["title"] or ""])[-1])
        for part in parts
        for section in part["sections"]
        if set(section["kinds"]) & {"goal", "activity"}
        for item in section["items"]
    ]
    if len(items) != len(wanted) or not all(
        text.startswith(head) for (text, _), (head, _) in zip(items, wanted, strict=True)
    ):
        raise UnreadablePairs(
            str(path), "its items are not those of the document's gold", "code every goal and activity"
        )
    for (text, heading), (_, names) in zip(items, wanted, strict=True):
        yield text, heading, names
