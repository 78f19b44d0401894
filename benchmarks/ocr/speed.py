"""How many pages a second are read by recognition, with one and with two workers? Without the cache.

python benchmarks/ocr/speed.py FILE.pdf …
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from planparse.read import read


def pages(path: Path) -> int:
    return len(read(path.read_bytes(), path.name).pages)


def main(paths: list[Path]) -> None:
    os.environ["PLANPARSE_CACHE"] = ""
    for workers in (1, 2):
        with ProcessPoolExecutor(workers) as pool:
            list(pool.map(pages, paths[:1] * workers))  # each worker loads Tesseract's model and the word list once
            begun = time.monotonic()
            count = sum(pool.map(pages, paths))
            seconds = time.monotonic() - begun
        load = os.getloadavg()[0]
        print(
            f"{workers} worker(s): {count} pages in {seconds:.1f} s, {count / seconds:.2f} a second (load {load:.1f})"
        )


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
