"""Exports many plans in each format; says how long it takes, how much memory and how large the result is.

    python benchmarks/export/measure.py PARSED --plans 10000 [--formats csv,xlsx] [--small 1000]

PARSED is a folder that `planparse convert` wrote. Its plans are repeated under other names until there are enough.
Each format runs in a process of its own; memory is that process's peak resident set (ru_maxrss). Two sizes tell
whether memory grows with the number of plans.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path

_RUN = (
    "import sys, resource, time; from pathlib import Path; from planparse.export import export; t = time.monotonic();"
    "done = export(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]));"
    "use = resource.getrusage(resource.RUSAGE_SELF);"
    "print(done.plans, time.monotonic() - t, use.ru_utime + use.ru_stime, use.ru_maxrss)"
)


def multiply(parsed: Path, count: int, to: Path) -> int:
    """Writes `count` plans below `to`, 1,000 a folder, each with a name and a sum of its own; gives their bytes."""
    sources = [path.read_text("utf-8") for path in sorted(parsed.rglob("*.json"))]
    written = 0
    for number, text in enumerate(islice(cycle(sources), count)):
        digest = json.loads(text)["source"]["sha256"]
        own = text.replace(digest, f"{number:08x}{digest[8:]}", 1)
        path = to / f"{number // 1000:03}" / f"plan-{number:06}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        written += path.write_text(own, "utf-8")
    return written


def size(path: Path) -> int:
    return sum(f.stat().st_size for f in path.rglob("*") if f.is_file()) if path.is_dir() else path.stat().st_size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parsed", type=Path)
    parser.add_argument("--plans", type=int, default=10_000)
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--formats", default="")
    given = parser.parse_args()
    from planparse.export import FORMATS

    with tempfile.TemporaryDirectory(prefix="planparse-export-") as folder:
        for count in (given.small, given.plans):
            print(f"{count} plans, {multiply(given.parsed, count, Path(folder) / str(count)) / 1e6:.0f} MB of JSON")
        print("format       seconds  CPU s  plans/CPU s  peak MB  peak MB (small)  output MB", flush=True)
        for form in given.formats.split(",") if given.formats else FORMATS:
            small = run(Path(folder), given.small, form)
            large = run(Path(folder), given.plans, form)
            row = f"{form:<11} {large[0]:>8.0f} {large[1]:>6.0f} {given.plans / large[1]:>12.0f} {large[2]:>8.0f}"
            print(f"{row} {small[2]:>16.0f} {large[3]:>10.0f}", flush=True)


def run(folder: Path, count: int, form: str) -> tuple[float, float, float, float]:
    """(seconds, CPU seconds, peak MB, output MB) of one export in a process of its own."""
    to = folder / f"out-{form}"
    command = [sys.executable, "-c", _RUN, str(folder / str(count)), form, str(to)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "OMP_NUM_THREADS": "1"}
    )
    plans, seconds, cpu, peak = done.stdout.split()
    assert int(plans) == count
    written = size(to) / 1e6
    if to.is_dir():
        shutil.rmtree(to)
    else:
        to.unlink()
    return float(seconds), float(cpu), float(peak) / 1024, written


if __name__ == "__main__":
    main()
