"""Share of items whose box, cropped and read again by pdfplumber, holds the item's words and few others.

    python benchmarks/grounding.py PDF_OR_FOLDER …

An item is grounded when its boxes hold at least 95 % of its words and at most 10 % foreign ones (metrics.md, 8).
"""

from __future__ import annotations

import argparse
import collections
import io
import re
from pathlib import Path

import pdfplumber

from planparse.pipeline import parse

WORD = re.compile(r"[\w§%]+")


def words(text: str) -> collections.Counter[str]:
    return collections.Counter(WORD.findall(text.casefold()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+", type=Path)
    parser.add_argument("--misses", type=int, default=5, help="how many misses a file to print")
    args = parser.parse_args()
    total = grounded = 0
    for given in args.inputs:
        for file in sorted(given.rglob("*.pdf")) if given.is_dir() else [given]:
            data = file.read_bytes()
            plan = parse(data, file.name)
            items = [i for part in plan.parts for s in part.sections for i in s.items if i.provenance]
            right, misses = 0, []
            with pdfplumber.open(io.BytesIO(data)) as pdf:
                for item in items:
                    found: collections.Counter[str] = collections.Counter()
                    for place in item.provenance:
                        x0, top, x1, bottom = place.bbox or [0, 0, 0, 0]
                        page = pdf.pages[place.page - 1]
                        crop = page.crop((x0, top, x1, bottom), strict=False)
                        text = " ".join(word["text"] for word in crop.extract_words())
                        found += words(re.sub(r"[-\u2010\u00ad] (?=[a-zåäö])", "", text))
                    own = words(item.text)
                    held = sum((own & found).values()) / max(1, sum(own.values()))
                    foreign = sum((found - own).values()) / max(1, sum(found.values()))
                    if held >= 0.95 and foreign <= 0.1:
                        right += 1
                    else:
                        misses.append((round(held, 2), round(foreign, 2), item.text[:60]))
            total, grounded = total + len(items), grounded + right
            print(f"{file.name[:50]:50} {right}/{len(items)}")
            for miss in misses[: args.misses]:
                print("    ", *miss)
    print(f"grounded: {grounded}/{total} = {grounded / max(1, total):.3f}")


if __name__ == "__main__":
    main()
