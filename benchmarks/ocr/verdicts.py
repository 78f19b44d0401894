"""Which verdict does each page get, and which should it? No text recognition runs.

    python benchmarks/ocr/verdicts.py [--real FOLDER] [--examples FOLDER]

The corpus' scans are known by scan.toml, everything else in it and all examples are born digital. Of the real
documents, what each page has was looked up by eye (F4: the pages with a font of shifted codes).
"""

from __future__ import annotations

import argparse
import csv
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from planparse.read import read

ROOT = Path(__file__).parents[2]
OF_SCAN = {"image": "image_only", "skewed": "image_only", "bad_ocr": "bad_ocr_layer"}
REAL = {
    "D1_kiruna_vision_scan": {0: "image_only"},
    "D2_kiruna_vision2099_outlined": {0: "text_as_paths"},
    "D5_kiruna_plankarta_brokenfont": {0: "broken_font"},
    "F3_rafs_2004_2_scan": {0: "image_only"},
    "F4_prop_custom_encoding": {0: "good", **dict.fromkeys((1, 4, 6, 7, 8), "broken_font")},
}
"""By page; 0 stands for all other pages."""


def corpus() -> Iterator[tuple[str, Path, dict[int, str]]]:
    with (ROOT / "corpus" / "manifest.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            path = ROOT / "corpus" / row["split"] / f"{row['id']}.pdf"
            told = ROOT / "corpus" / "sources" / row["id"] / "scan.toml"
            how = tomllib.loads(told.read_text("utf-8"))["scan"] if told.exists() else None
            if path.exists():
                yield f"corpus/{row['split']}", path, {0: OF_SCAN[how] if how else "good"}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--real", type=Path)
    options.add_argument("--examples", type=Path)
    asked = options.parse_args()
    documents = list(corpus())
    if asked.examples:
        documents += [("examples", path, {0: "good"}) for path in sorted(asked.examples.glob("*.pdf"))]
    if asked.real:
        documents += [("real", path, REAL.get(path.stem, {0: "good"})) for path in sorted(asked.real.glob("*.pdf"))]
    table: Counter[tuple[str, str, str]] = Counter()
    with patch("planparse.read.ocr.available", return_value=False):
        for group, path, truth in documents:
            for page in read(path.read_bytes(), path.name).pages:
                should = truth.get(page.number, truth[0])
                table[group, should, page.verdict] += 1
                if should != page.verdict and "test" not in group:
                    print(f"{path.name}, page {page.number}: {should} taken for {page.verdict}")
    for (group, should, got), count in sorted(table.items()):
        print(f"{group:14} {should:14} → {got:14} {count:4}{'' if should == got else '   WRONG'}")
    right = sum(count for (_, should, got), count in table.items() if should == got)
    print(f"{right} of {table.total()} pages right")


if __name__ == "__main__":
    main()
