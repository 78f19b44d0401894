"""Some thousand hostile PDFs through a batch: no hang, no lost line, no uncaught traceback.

    python benchmarks/fuzz/run.py [--files 5000] [--jobs 2] [--timeout 20] [--seed 1] WORK_FOLDER

Files are mutations of the corpus (mutate.py) and files built to do harm. Tells what became of them by kind;
lists every internal error, crash, timeout and want of memory with the file that shows it. Ends with 1 where a
promise was broken: an internal error (a bug of ours), a line missing, a run that did not end in time.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import time
from collections import Counter
from pathlib import Path

from mutate import MUTATIONS, built

from planparse.batch import Run, Settings, find_inputs


def build(folder: Path, count: int, seed: int) -> None:
    rng = random.Random(seed)
    corpus = Path(__file__).parent.parent.parent / "corpus"
    originals = [p.read_bytes() for p in sorted(corpus.glob("*/*.pdf")) if p.stat().st_size < 300_000]
    (folder / "built").mkdir(parents=True)
    for name, data in built():
        (folder / "built" / f"{name}.pdf").write_bytes(data)
    for i in range(count - len(list((folder / "built").iterdir()))):
        name, mutation = rng.choice(list(MUTATIONS.items()))
        place = folder / name
        place.mkdir(exist_ok=True)
        (place / f"{i:05}.pdf").write_bytes(mutation(rng, rng.choice(originals), rng.choice(originals)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--timeout", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    shutil.rmtree(given.work, ignore_errors=True)
    build(given.work / "in", given.files, given.seed)
    inputs = find_inputs([given.work / "in"])
    settings = Settings(given.jobs, given.timeout, 1 << 30)
    begun, found = time.monotonic(), []
    for outcome in Run(inputs, given.work / "out", settings):
        found.append(outcome)
        if outcome.status in ("crashed", "timeout", "out_of_memory") or outcome.input.name.startswith("built"):
            print(f"{outcome.status:16} {outcome.seconds:5.1f} s  {outcome.message or outcome.input.name}", flush=True)
    print(f"{len(found)} outcomes of {len(inputs)} files, {time.monotonic() - begun:.0f} s")
    for kind in sorted({Path(one.input.name).parts[0] for one in found}):
        counts = Counter(one.status for one in found if Path(one.input.name).parts[0] == kind)
        print(f"  {kind:16} {dict(counts.most_common())}")
    repaired = sum(one.record["repaired"] for one in found)
    bugs = [one for one in found if "internal error" in one.message]
    print(f"  {repaired} were repaired; {len(bugs)} internal errors")
    sys.exit(1 if bugs or len(found) != given.files else 0)


if __name__ == "__main__":
    main()
