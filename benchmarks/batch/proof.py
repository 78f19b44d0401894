"""A batch of 10,000 files that nothing can stop: every input has its outcome, and kill -9 changes no byte.

    python benchmarks/batch/proof.py [--files 10000] [--jobs 2] [--timeout 5] WORK_FOLDER

Makes copies of the corpus with distinct bytes, equal names in many folders, 2 % hostile ones (broken, empty,
no PDF, and some that hang, crash, are killed or eat memory in the worker), and runs `planparse convert` three
times: undisturbed; killed with -9 in mid-run; that one again. Ends with exit code 0 if all promises held.
A hundredth of the files is run first: how the processor time of all processes grows with the files.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
HARMS = ("hang", "crash", "kill", "exit", "eat", "bug")
HOSTILE = 0.02


def build(folder: Path, count: int) -> None:
    """`count` files in folders of twenty; the same seed gives the same files."""
    rng = random.Random(6)
    corpus = HERE.parent.parent / "corpus"
    originals = [p for p in sorted(corpus.glob("*/*")) if p.suffix in (".pdf", ".txt") and "sources" not in p.parts]
    originals = [p for p in originals if p.stat().st_size < 400_000][:60]
    contents = [(p, p.read_bytes()) for p in originals]
    for i in range(count):
        path, data = contents[i % len(contents)]
        place = folder / f"kommun-{i // 20:04}"
        place.mkdir(parents=True, exist_ok=True)
        name = f"{i % 20 // 2}-handlingsplan{path.suffix}" if i % 2 else f"{i % 20}-{path.name}"
        if rng.random() < HOSTILE:
            data, name = hostile(rng, data, i), f"{i % 20}-plan.pdf"
        elif path.suffix == ".pdf":
            data += b"%% copy %d\n" % i
        else:
            data += b"\n\nKopia nummer %d.\n" % i
        (place / name).write_bytes(data)


def hostile(rng: random.Random, data: bytes, number: int) -> bytes:
    """One hostile file; the number keeps its bytes distinct."""
    kind = rng.choice((*HARMS, "half", "head", "html", "empty", "zeros", "noise"))
    tail = b" %d\n" % number
    if kind in HARMS:
        return b"%%HARM " + kind.encode() + tail
    if kind == "half":
        return data[: len(data) // 2] + tail
    if kind == "head":
        return b"%PDF-1.7" + tail
    if kind == "html":
        return b"<html><body>404" + tail
    if kind == "empty":
        return b""
    return (bytes(2000) if kind == "zeros" else rng.randbytes(2000)) + tail


def command(folder: Path, out: Path, jobs: int, timeout: float) -> list[str]:
    return [sys.executable, str(HERE / "command.py"), "convert", str(folder), "--out", str(out), "--jobs", str(jobs),
            "--timeout", str(timeout), "--max-memory", "1G", "--log-json"]  # fmt: skip


def finish(arguments: list[str], log: Path) -> tuple[int, float, float]:
    """Exit code, seconds, and processor seconds of a run with its workers, to its end."""
    begun = time.monotonic()
    with log.open("w") as file:
        going = subprocess.Popen(arguments, stderr=file)
        _, status, used = os.wait4(going.pid, 0)  # with the children that it has waited for
    return os.waitstatus_to_exitcode(status), time.monotonic() - begun, used.ru_utime + used.ru_stime


def kill_midway(arguments: list[str], log: Path, after: int) -> int:
    """Starts a run and kills it with -9 after so many outcomes; how many there were."""
    with log.open("w+") as file, subprocess.Popen(arguments, stderr=file) as going:
        while going.poll() is None and log.read_bytes().count(b"\n") < after:
            time.sleep(0.5)
        os.kill(going.pid, signal.SIGKILL)
    return log.read_bytes().count(b"\n")


def outputs(out: Path) -> dict[str, str]:
    return {str(p.relative_to(out)): hashlib.sha256(p.read_bytes()).hexdigest() for p in out.rglob("*.json")}


def manifest(out: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (out / "manifest.jsonl").read_text().splitlines()]


def timeless(lines: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{key: value for key, value in line.items() if key not in ("seconds", "attempts")} for line in lines]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--timeout", type=float, default=5.0)
    given = parser.parse_args()
    folder, calm, killed, few = (given.work / name for name in ("in", "calm", "killed", "few"))
    for one in (folder, calm, killed, few):
        shutil.rmtree(one, ignore_errors=True)
    build(folder, given.files)
    some = given.files // 100
    build(few / "in", some)
    _, _, little = finish(command(few / "in", few / "out", given.jobs, given.timeout), given.work / "few.log")

    code, seconds, much = finish(command(folder, calm, given.jobs, given.timeout), given.work / "calm.log")
    lines = manifest(calm)
    print(f"undisturbed: exit code {code}, {seconds:.0f} s, {given.files / seconds:.1f} files/s")
    print(f"  processor seconds: {little:.0f} for {some} files, {much:.0f} for {given.files}, "
          f"exponent {math.log(much / little) / math.log(given.files / some):.2f}", flush=True)  # fmt: skip
    print(f"  {len(lines)} lines: {dict(Counter(line['status'] for line in lines))}")
    arguments = command(folder, killed, given.jobs, given.timeout)
    before = kill_midway(arguments, given.work / "killed.log", int(0.4 * given.files))
    again, seconds, _ = finish(arguments, given.work / "resumed.log")
    skipped = sum('"skipped": true' in line for line in (given.work / "resumed.log").read_text().splitlines())
    print(f"killed after {before} outcomes; resumed: exit code {again}, {seconds:.0f} s, {skipped} were done before")
    promises = {
        "exit code 3": code == again == 3,
        "one line an input": len(lines) == len(manifest(killed)) == given.files,
        "the same JSON, byte for byte": outputs(calm) == outputs(killed),
        "the same manifest but for times": timeless(lines) == timeless(manifest(killed)),
        "no uncaught traceback": not any("Traceback" in log.read_text() for log in given.work.glob("*.log")),
        "nothing left in the making": not list(given.work.rglob(".planparse")),
    }
    for promise, held in promises.items():
        print(f"  {'held  ' if held else 'BROKEN'} {promise}")
    sys.exit(0 if all(promises.values()) else 1)


if __name__ == "__main__":
    main()
