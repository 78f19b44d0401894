"""How well are scans read? Character errors and roles of each scan against the same document born digital.

    python benchmarks/ocr/scans.py [--splits train,dev] [--json out.json]

A scan's twin is what its corpus/sources/NAME/scan.toml names. Characters are compared page by page, the lines of a
page from top to bottom and left to right on both sides, white space as one blank; bullets are left out on both sides
and counted apart. Documents of the test split are counted in totals only.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import shutil
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from planparse.evaluate import cases, evaluate
from planparse.page import Page, Word
from planparse.read import read

ROOT = Path(__file__).parents[2]
BULLETS = re.compile(r"(?:(?<=\n)|^)[•▪●■◦○·*–—-] ")


@dataclass(frozen=True)
class Score:
    """One scan: characters of its twin, edits, bullets of both, macro F1 of both."""

    name: str
    split: str
    how: str
    characters: int
    edits: int
    bullets: int
    twin_bullets: int
    f1: float
    twin_f1: float


def lines_of(page: Page) -> str:
    """The page's words, line by line."""
    lines: list[list[Word]] = []
    for word in sorted((w for w in page.words if w.upright), key=lambda w: (w.top + w.bottom) / 2):
        middle = (word.top + word.bottom) / 2
        if lines and abs(middle - sum((w.top + w.bottom) / 2 for w in lines[-1]) / len(lines[-1])) < 0.35 * word.size:
            lines[-1].append(word)
        else:
            lines.append([word])
    return "\n".join(" ".join(w.text for w in sorted(line, key=lambda w: w.x0)) for line in lines)


def compare(scan: Sequence[Page], twin: Sequence[Page]) -> tuple[int, int, int, int]:
    """(characters of the twin, edits, bullets, the twin's bullets)."""
    sums = [0, 0, 0, 0]
    for ours, theirs in zip(scan, twin, strict=True):
        texts = [lines_of(page) for page in (ours, theirs)]
        plain = [re.sub(r"\s+", " ", BULLETS.sub("", text)).strip() for text in texts]
        marks = [len(BULLETS.findall(text)) for text in texts]
        for i, value in enumerate((len(plain[1]), Levenshtein.distance(*plain), *marks)):
            sums[i] += value
    return sums[0], sums[1], sums[2], sums[3]


def roles_of(name: str, split: str) -> float:
    """Macro F1 of the section kinds, of one document."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "gold" / split / f"{name}.gold.json", folder)
        figure = evaluate(list(cases(Path(folder), ROOT / "corpus", None))).figures["role_macro"]
    return figure.micro or 0.0


def score(name: str, split: str) -> Score:
    """A scan against its twin."""
    told = tomllib.loads((ROOT / "corpus" / "sources" / name / "scan.toml").read_text("utf-8"))
    paths = [ROOT / "corpus" / split / f"{stem}.pdf" for stem in (name, told["of"])]
    scan, twin = (read(path.read_bytes(), path.name) for path in paths)
    f1 = [roles_of(stem, split) for stem in (name, told["of"])]
    return Score(name, split, told["scan"], *compare(scan.pages, twin.pages), f1[0], f1[1])


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--splits", default="train,dev")
    options.add_argument("--json", type=Path)
    asked = options.parse_args()
    with (ROOT / "corpus" / "manifest.csv").open(encoding="utf-8") as rows:
        split_of = {row["id"]: row["split"] for row in csv.DictReader(rows)}
    names = sorted(path.parent.name for path in (ROOT / "corpus" / "sources").glob("*/scan.toml"))
    scores = [score(name, split_of[name]) for name in names if split_of[name] in asked.splits.split(",")]
    shown = [one for one in scores if one.split != "test"]
    for one in shown:
        print(
            f"{one.name:45} {one.how:8} CER {one.edits / one.characters:6.2%}  bullets {one.bullets}/{one.twin_bullets}"
            f"  F1 {one.f1:.3f} twin {one.twin_f1:.3f}"
        )
    for how in ("image", "skewed", "bad_ocr"):
        own = [one for one in scores if one.how == how]
        if own:
            cer = sum(one.edits for one in own) / sum(one.characters for one in own)
            gap = sum(one.twin_f1 - one.f1 for one in own) / len(own)
            worst = max(one.twin_f1 - one.f1 for one in own)
            print(f"{how:8} {len(own)} scans: CER {cer:.2%}, F1 below the twin by {gap:.3f} (worst {worst:.3f})")
    if asked.json:
        asked.json.write_text(json.dumps([asdict(one) for one in shown], indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
