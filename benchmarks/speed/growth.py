"""How cost and memory grow with pages: 10, 100 and 1,000 pages, each in a process of its own.

python benchmarks/speed/growth.py [--pages 10 100 1000] [PDF]
"""

from __future__ import annotations

import argparse
import io
import math
import os
import resource
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pikepdf

CORPUS = Path(__file__).parent.parent.parent / "corpus"


def of_pages(count: int) -> bytes:
    """The corpus's pages one after another until there are `count`."""
    made = pikepdf.new()
    sources = [pikepdf.open(path) for path in sorted(CORPUS.glob("*/*.pdf"))[:40]]
    while len(made.pages) < count:
        for source in sources:
            made.add_pages_from(source)
    del made.pages[count:]
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def measure(path: Path) -> None:
    """Prints CPU seconds of one parse (a first document warmed the process up) and the peak memory in MB."""
    from planparse.batch import warm
    from planparse.batch.pieces import json_pieces
    from planparse.pipeline import parse

    parse(warm.pdf(), "plan.pdf")
    data = path.read_bytes()
    begun = time.process_time()
    with open(os.devnull, "wb") as out:  # written as a worker does it
        out.writelines(json_pieces(parse(data, path.name)))
    spent = time.process_time() - begun
    print(spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        measure(given.measure)
        return
    found = []
    for count in given.pages:
        path = Path(f"/tmp/planparse-{count}.pdf")
        path.write_bytes(of_pages(count))
        answer = subprocess.run(
            [sys.executable, __file__, "--measure", str(path)], capture_output=True, text=True, check=True
        )
        seconds, megabytes = map(float, answer.stdout.split())
        found.append((count, seconds))
        print(
            f"{count:6} pages {seconds:8.2f} s {1000 * seconds / count:7.1f} ms/page {megabytes:7.0f} MB peak",
            flush=True,
        )
        path.unlink()
    for (few, short), (many, long) in pairwise(found):
        print(f"exponent {few}→{many} pages: {math.log(long / short) / math.log(many / few):.2f}")


if __name__ == "__main__":
    main()
