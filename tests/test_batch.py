"""Nothing lost, nothing hangs, whole files only, the same bytes however it is run."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import doubles
import pytest
from paper import Paper

from planparse.batch import Outcome, Run, Settings, find_inputs, summary
from planparse.batch.outcomes import Job, Reply
from planparse.errors import OutputError

FAST = Settings(jobs=2, timeout=1.5, max_memory=1 << 30, parser=doubles.SELF)
TESTS = Path(__file__).parent


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def run(folder: Path, out: Path, settings: Settings = FAST) -> dict[str, Outcome]:
    return {outcome.input.name: outcome for outcome in Run(find_inputs([folder]), out, settings)}


def manifest(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "manifest.jsonl").read_text().splitlines()]


def results(out: Path) -> dict[str, str]:
    return {str(p.relative_to(out)): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(out.rglob("*.json"))}


class Sticking:
    """An engine that takes a document, then does not answer until it is started anew; `cured`: how often that helps."""

    width = width_alone = 1
    patience = 0.01

    def __init__(self, cured: int) -> None:
        self.cured, self.fresh = cured, False

    def submit(self, job: Job) -> Future[Reply]:
        future: Future[Reply] = Future()
        if self.fresh and self.cured:
            self.fresh, self.cured = False, self.cured - 1
            future.set_result(Reply("damaged", ("broken", "mend it", None)))
        return future

    def reply(self, future: Future[Reply]) -> Reply:
        return future.result()

    def restart(self) -> None:
        self.fresh = True

    def close(self) -> None:
        pass


def test_workers_that_stick_now_and_then_do_not_end_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = write(tmp_path / "in", {f"{i}.txt": f"plan {i}" for i in range(6)})
    monkeypatch.setattr("planparse.batch.run.engine_for", lambda settings: Sticking(100))
    found = run(files, tmp_path / "out")
    assert {outcome.status for outcome in found.values()} == {"damaged"}
    assert len(manifest(tmp_path / "out")) == 6
    monkeypatch.setattr("planparse.batch.run.engine_for", lambda settings: Sticking(2))
    with pytest.raises(OutputError, match="do not answer"):
        run(files, tmp_path / "again")


def test_no_worker_is_started_without_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def engine(settings: Settings) -> Sticking:
        asked.append(settings.jobs)
        return Sticking(100)

    monkeypatch.setattr("planparse.batch.run.engine_for", engine)
    run(write(tmp_path / "one", {"a.txt": "plan"}), tmp_path / "out", replace(FAST, jobs=4))
    run(write(tmp_path / "many", {f"{i}.txt": f"plan {i}" for i in range(6)}), tmp_path / "more", replace(FAST, jobs=4))
    assert asked == [1, 4]


def test_bad_documents_cost_only_themselves(tmp_path: Path) -> None:
    bad = {"hang": "timeout", "crash": "crashed", "kill": "crashed", "exit": "crashed", "eat": "out_of_memory"}
    bad |= {"bug": "crashed", "damaged": "damaged"}
    files = {f"{word}.txt": word for word in bad} | {f"good/{i}.txt": f"plan {i}" for i in range(20)}
    found = run(write(tmp_path / "in", files), tmp_path / "out")
    assert {word: found[f"{word}.txt"].status for word in bad} == bad
    assert sum(outcome.ok for outcome in found.values()) == 20
    lines = {line["input"]: line for line in manifest(tmp_path / "out")}
    assert set(lines) == set(files)
    assert all(lines[f"{word}.txt"]["attempts"] == 2 for word in bad)
    assert all(outcome.ok or (outcome.message and "\n" not in outcome.message) for outcome in found.values())
    assert len(results(tmp_path / "out")) == 20
    assert not (tmp_path / "out" / ".planparse").exists()


def test_one_more_try_alone_mends_what_can_be_mended(tmp_path: Path) -> None:
    found = run(write(tmp_path / "in", {"a.txt": f"once {tmp_path}/flag", "b.txt": "plan"}), tmp_path / "out")
    assert found["a.txt"].ok
    assert found["a.txt"].record["attempts"] == 2


def test_a_damaged_pdf_is_repaired_and_says_so(tmp_path: Path) -> None:
    whole = Paper().text(72, 80, "Handlingsplan", 20).lines(72, 120, ["Mål", "Färre brott i kommunen."]).pdf()
    (tmp_path / "in").mkdir()
    start = whole.index(b"/Type /Catalog")
    (tmp_path / "in" / "plan.pdf").write_bytes(whole[: start - 12].replace(b"xref", b"xxxx"))
    found = run(tmp_path / "in", tmp_path / "out", Settings())
    (line,) = manifest(tmp_path / "out")
    assert line["status"] in ("ok", "damaged")
    assert line["repaired"] == (line["status"] == "ok")
    assert found["plan.pdf"].record["attempts"] == 2


def test_same_content_is_parsed_once_and_written_twice(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    files = dict.fromkeys(("a/plan.txt", "b/plan.txt", "b/annan.txt"), f"count {asked}")
    found = run(write(tmp_path / "in", files), tmp_path / "out")
    assert asked.read_text() == "3\n"
    assert all(outcome.ok for outcome in found.values())
    names = {
        name: json.loads((tmp_path / "out" / name).read_text())["source"]["file_name"]
        for name in results(tmp_path / "out")
    }
    assert names == {"a/plan.json": "plan.txt", "b/plan.json": "plan.txt", "b/annan.json": "annan.txt"}


def test_a_second_run_goes_by_content_and_not_by_name(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    write(folder, {"a.txt": "plan a", "b.txt": "plan b", "c.txt": "hang", "d.txt": "damaged"})
    run(folder, out)
    before = results(out)
    write(folder, {"a.txt": "plan A anew", "b/b.txt": "plan b", "c.txt": "plan c"})
    found = run(folder, out)
    assert {name: one.skipped for name, one in found.items()} == {
        "a.txt": False, "b.txt": True, "b/b.txt": True, "c.txt": False, "d.txt": True,
    }  # fmt: skip
    assert results(out)["b/b.json"] == before["b.json"]
    assert results(out)["a.json"] != before["a.json"]
    assert found["d.txt"].message.startswith(str(folder / "d.txt"))
    assert len(manifest(out)) == 5
    (out / "b.json").write_text("half")
    found = run(folder, out)
    assert [name for name, one in found.items() if not one.skipped] == ["b.txt"] or found["b/b.txt"].skipped
    assert results(out)["b.json"] == before["b.json"]
    assert not any(
        one.skipped for one in run(folder, out, Settings(1, 1.5, 1 << 30, force=True, parser=doubles.SELF)).values()
    )


def test_names_of_every_kind_find_a_place(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    names = [b"rad\nbryt.pdf", b"caf\xe9.pdf", b"x" * 251 + b".pdf", b"y" * 251 + b".pdf", "å.pdf".encode(),
             "a\u030a.pdf".encode(), b"PLAN.PDF", b"plan.pdf", b"<b>&amp;.pdf", b"=1+1.pdf"]  # fmt: skip
    for i, name in enumerate(names):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(f"plan {i}")
    (folder / "plan.json").mkdir()
    (folder / "plan.json" / "plan.txt").write_text("plan i mapp")
    (folder / "stulen.pdf").symlink_to(folder / "finns-inte.pdf")
    (folder / "rund.pdf").symlink_to(folder / "rund.pdf")
    (folder / "runt").symlink_to(folder)
    os.mkfifo(folder / "rör.pdf")
    found = run(folder, tmp_path / "out")
    assert len(found) == len(names) + 4
    assert Counter(one.status for one in found.values()) == {"ok": len(names) + 1, "unreadable": 3}
    targets = [one.input.target for one in found.values()]
    assert len({target.casefold() for target in targets}) == len(targets)
    assert all(target.isprintable() and len(target.encode()) <= 255 for target in targets)
    lines = manifest(tmp_path / "out")
    assert len(lines) == len(found)
    assert "caf%E9.pdf" in {line["input"] for line in lines}


def test_the_bytes_do_not_depend_on_how_it_is_run(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {f"{i % 3}/{i}.txt": f"Mål\n\nFärre brott {i}." for i in range(12)})
    run(folder, tmp_path / "one", Settings(jobs=1))
    run(folder, tmp_path / "two", Settings(jobs=2, recycle=3))
    assert results(tmp_path / "one") == results(tmp_path / "two")


def test_an_output_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"a.txt": "plan"})
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match="nothing can be written there"):
        run(folder, tmp_path / "out")


def test_a_full_disk_costs_what_does_not_fit(tmp_path: Path) -> None:
    """A file where a folder must be stands for a disk that refuses one result; the others go on."""
    folder = write(tmp_path / "in", {"a/1.txt": "plan 1", "b/1.txt": "plan 2"})
    write(tmp_path / "out", {"a": "in the way"})
    found = run(folder, tmp_path / "out")
    assert found["a/1.txt"].status == "not_written"
    assert "cannot be written" in found["a/1.txt"].message
    assert found["b/1.txt"].ok
    assert len(manifest(tmp_path / "out")) == 2


def test_a_torn_line_is_no_line(tmp_path: Path) -> None:
    folder, out = write(tmp_path / "in", {"a.txt": "plan a", "b.txt": "plan b"}), tmp_path / "out"
    run(folder, out)
    text = (out / "manifest.jsonl").read_text()
    (out / "manifest.jsonl").write_text(text[:-40])
    found = run(folder, out)
    assert found["a.txt"].skipped
    assert not found["b.txt"].skipped
    assert len(manifest(out)) == 2


DRIVER = """
import sys
from planparse.batch import Run, Settings, find_inputs
if __name__ == "__main__":
    settings = Settings(2, 60.0, parser="doubles:parse_named")
    for outcome in Run(find_inputs([sys.argv[1]]), sys.argv[2], settings):
        print(outcome.input.name, flush=True)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_run_leaves_whole_files_and_goes_on(tmp_path: Path, how: signal.Signals) -> None:
    folder = write(tmp_path / "in", {f"{i:02}.txt": f"wait 0.05 {i}" for i in range(40)})
    driver = tmp_path / "driver.py"
    driver.write_text(DRIVER)
    command = [sys.executable, str(driver), str(folder), str(tmp_path / "out")]
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as going:
        assert going.stdout
        for _ in range(8):
            going.stdout.readline()
        assert summary(tmp_path / "out").total == 40
        going.send_signal(how)
        going.communicate(timeout=30)
    early = results(tmp_path / "out")
    assert 8 <= len(early) < 40
    time.sleep(0.5)
    found = run(folder, tmp_path / "out")
    assert sum(one.skipped for one in found.values()) >= 8
    run(folder, tmp_path / "undisturbed")
    assert results(tmp_path / "out") == results(tmp_path / "undisturbed")
    assert len(manifest(tmp_path / "out")) == 40
    assert summary(tmp_path / "out").total is None


def test_two_runs_do_not_write_to_one_place(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"a.txt": "plan", "b.txt": "plan b"})
    first = iter(Run(find_inputs([folder]), tmp_path / "out", FAST))
    next(first)
    with pytest.raises(OutputError, match="another run"):
        run(folder, tmp_path / "out")
    assert len(list(first)) == 1
