"""The same run on a Dask scheduler: separate worker processes, one of them killed in mid-run; stores by URL."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import doubles
import pytest
from test_batch import TESTS, manifest, results, run, write

from planparse.batch import Run, Settings, cluster, find_inputs, summary
from planparse.errors import OutputError

distributed = pytest.importorskip("distributed")

SETTINGS = Settings(timeout=20.0, parser=doubles.SELF)


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A scheduler and two worker processes on this machine's loopback."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(TESTS), *sys.path]))
        machines = distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1", silence_logs=50
        )
        with machines:
            yield machines.scheduler_address


def processes(address: str) -> list[int]:
    with distributed.Client(address, set_as_default=False) as client:
        return list(client.run(os.getpid).values())


@pytest.mark.filterwarnings("ignore")
def test_a_worker_machine_lost_in_mid_run_costs_nothing(scheduler: str, tmp_path: Path) -> None:
    files = {f"{i % 3}/{i:02}.txt": f"wait 0.1 {i}" for i in range(30)} | {"x.txt": "crash", "y.txt": "damaged"}
    folder = write(tmp_path / "in", files)
    before = processes(scheduler)
    outcomes = []
    for outcome in Run(find_inputs([folder]), tmp_path / "out", replace(SETTINGS, cluster=scheduler)):
        outcomes.append(outcome)
        if len(outcomes) == 6:
            os.kill(before[0], signal.SIGKILL)
    assert {outcome.input.name: outcome.status for outcome in outcomes if not outcome.ok} == {
        "x.txt": "crashed", "y.txt": "damaged",
    }  # fmt: skip
    assert len(manifest(tmp_path / "out")) == len(files) == len(outcomes)
    run(folder, tmp_path / "here", replace(SETTINGS, jobs=2))
    assert results(tmp_path / "out") == results(tmp_path / "here")
    time.sleep(0.5)
    assert before[0] not in processes(scheduler)


@pytest.mark.filterwarnings("ignore")
def test_a_hanging_document_is_stopped_on_a_cluster_too(scheduler: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"a.txt": "hang", "b.txt": "plan", "c.txt": "eat"})
    settings = replace(SETTINGS, cluster=scheduler, timeout=1.5, max_memory=1 << 30)
    found = {one.input.name: one.status for one in Run(find_inputs([folder]), tmp_path / "out", settings)}
    assert found == {"a.txt": "timeout", "b.txt": "ok", "c.txt": "out_of_memory"}


def test_inputs_and_outputs_by_url(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"a/plan.txt": "plan a", "b/plan.txt": "plan b", "b/x.doc": "no plan"})
    inputs = find_inputs([f"file://{folder}"])
    assert [(one.name, one.target) for one in inputs] == [("a/plan.txt", "a/plan.json"), ("b/plan.txt", "b/plan.json")]
    out = f"file://{tmp_path}/out"
    settings = replace(SETTINGS, jobs=1)
    assert all(outcome.ok and not outcome.skipped for outcome in Run(inputs, out, settings))
    assert all(outcome.skipped for outcome in Run(inputs, out, settings))
    run(folder, tmp_path / "here", settings)
    assert results(tmp_path / "out") == results(tmp_path / "here")
    assert summary(out).written == 2
    assert not (tmp_path / "out" / ".planparse").exists()
    digest = hashlib.sha256((tmp_path / "out" / "a" / "plan.json").read_bytes()).hexdigest()
    assert manifest(tmp_path / "out")[0]["output_sha256"] == digest


def test_a_scheduler_that_is_not_there_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_ANSWER", 1.0)
    folder = write(tmp_path / "in", {"a.txt": "plan"})
    with pytest.raises(OutputError, match="scheduler"):
        list(Run(find_inputs([folder]), tmp_path / "out", replace(SETTINGS, cluster="tcp://127.0.0.1:9")))
