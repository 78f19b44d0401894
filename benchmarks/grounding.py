"""Share of items whose box, cropped and read again by pdfplumber, holds the item's words and few others.

    python benchmarks/grounding.py PDF_OR_FOLDER …

An item is grounded when its boxes hold at least 95 % of its words and at most 10 % foreign ones (metrics.md, 8).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from planparse.evaluate.grounding import look_again
from planparse.pipeline import parse


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+", type=Path)
    parser.add_argument("--misses", type=int, default=5, help="how many misses a file to print")
    args = parser.parse_args()
    total = grounded = 0
    for given in args.inputs:
        for file in sorted(given.rglob("*.pdf")) if given.is_dir() else [given]:
            data = file.read_bytes()
            looks = list(look_again(data, parse(data, file.name)))
            misses = [look for look in looks if not look.grounded]
            total, grounded = total + len(looks), grounded + len(looks) - len(misses)
            print(f"{file.name[:50]:50} {len(looks) - len(misses)}/{len(looks)}")
            for look in misses[: args.misses]:
                print(f"     {look.held:.2f} {look.foreign:.2f} {look.item.text[:60]}")
    print(f"grounded: {grounded}/{total} = {grounded / max(1, total):.3f}")


if __name__ == "__main__":
    main()
