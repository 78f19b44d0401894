"""Pages a second of planparse's reading and of its whole parse, as multiples of pdfplumber's words with fonts.

    python benchmarks/reading_speed.py [PDF_OR_FOLDER …]        (default: corpus)

Engines take turns file by file in one process and CPU time is counted, so that a busy machine disturbs the
ratios little. Each figure is the best of three rounds.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber

from planparse.pipeline import parse
from planparse.read import read
from planparse.tables import find_grids


def by_pdfplumber(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_words(extra_attrs=["fontname", "size"])
            page.close()


def by_reading(data: bytes) -> None:
    read(data, "plan.pdf")


def by_reading_and_grids(data: bytes) -> None:
    for page in read(data, "plan.pdf").pages:
        find_grids(page)


def by_parse(data: bytes) -> None:
    parse(data, "plan.pdf")


ENGINES: dict[str, Callable[[bytes], None]] = {
    "pdfplumber words, font, size": by_pdfplumber,
    "planparse read": by_reading,
    "planparse read + grids": by_reading_and_grids,
    "planparse parse (all steps)": by_parse,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", type=Path, default=[Path("corpus")])
    files = [
        file
        for given in parser.parse_args().inputs
        for file in (sorted(given.rglob("*.pdf")) if given.is_dir() else [given])
    ]
    spent = dict.fromkeys(ENGINES, 0.0)
    pages = 0
    for file in files:
        data = file.read_bytes()
        pages += len(read(data, file.name).pages)
        for name, engine in ENGINES.items():
            best = float("inf")
            for _ in range(3):
                begun = time.process_time()
                engine(data)
                best = min(best, time.process_time() - begun)
            spent[name] += best
    first = spent[next(iter(ENGINES))]
    print(f"{len(files)} files, {pages} pages")
    for name, seconds in spent.items():
        print(
            f"{name:30} {first / seconds:6.1f} ×  {pages / seconds:7.1f} pages/s  {1000 * seconds / pages:6.1f} ms/page"
        )


if __name__ == "__main__":
    main()
