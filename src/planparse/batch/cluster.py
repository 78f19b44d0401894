"""Documents on many machines: a Dask scheduler hands them to its workers, each of which runs a local engine.

Dask neither kills a hanging document nor bounds its memory, and it takes a worker that dies four times with one
document for lost together with its neighbours (shared/perf/REPORT.md, 2026-11). So a Dask task runs its document
in a process of its own, by the same engine as on one machine; Dask brings distribution and starts a document
again elsewhere when a whole worker or machine is lost.
"""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import CancelledError, Future, wait
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from planparse.batch.local import LocalEngine
from planparse.batch.outcomes import Job, Reply, Settings
from planparse.errors import OutputError

if TYPE_CHECKING:
    from distributed import Client

_RETRIES = 3
"""Workers that a document may see die before it is given up."""
_PATIENCE = 3600.0
_ANSWER = 20.0
"""Seconds in which the scheduler must answer."""

_engines: dict[Settings, LocalEngine] = {}
_lock = threading.Lock()


class ClusterEngine:
    """Runs jobs on the workers of the Dask scheduler at `settings.cluster`."""

    def __init__(self, settings: Settings) -> None:
        address = str(settings.cluster)
        try:
            from distributed import Client

            self._client: Client = Client(address, set_as_default=False, timeout=_ANSWER)
        except ImportError as error:
            raise OutputError(address, "Dask is not installed", "pip install 'planparse[cluster]'") from error
        except (OSError, ValueError) as error:
            raise OutputError(address, "no scheduler answers there", "start one or mend the address") from error
        self.settings = settings
        self.patience = _PATIENCE + settings.timeout
        self._executor = self._client.get_executor(retries=_RETRIES, pure=False)

    @property
    def width(self) -> int:
        """The threads of all workers there are now: more may join a run."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    @property
    def width_alone(self) -> int:
        """As many as there are: a document has a process of its own anyway."""
        return self.width

    def submit(self, job: Job) -> Future[Reply]:
        """Hands a job out; its future ends in a Reply, or in an exception that `reply` reads."""
        future: Future[Reply] = self._executor.submit(convert_here, job)
        return future

    def reply(self, future: Future[Reply]) -> Reply:
        """What a future that is done says."""
        from distributed.scheduler import KilledWorker

        try:
            return future.result()
        except KilledWorker:
            what = "every worker machine that took it was lost"
            return Reply("crashed", (what, "look at the workers' logs", None))
        except CancelledError:
            return Reply("crashed", ("the scheduler dropped it", "run it again", None))
        except Exception as error:  # noqa: BLE001 (the worker boundary: another machine's trouble)
            what = f"the cluster failed ({type(error).__name__}: {' '.join(str(error).split())[:300]})"
            return Reply("crashed", (what, "look at the workers' logs", None))

    def restart(self) -> None:
        """Asks the scheduler to start its workers anew."""
        self._client.restart()

    def close(self) -> None:
        """Leaves the scheduler; its workers stay for others."""
        self._client.close()


def convert_here(job: Job) -> Reply:
    """What a Dask worker does: the document in a process of its own, by an engine that stays for the next one."""
    engine = _engine(job.settings)
    future = engine.submit(job)
    ended, _ = wait([future], timeout=engine.patience)
    if not ended:
        engine.restart()
        return Reply("crashed", ("the worker process does not answer", "run it again", None))
    return engine.reply(future)


def _engine(settings: Settings) -> LocalEngine:
    from distributed import get_worker

    settings = replace(settings, cluster=None, jobs=get_worker().state.nthreads)
    with _lock:
        if settings not in _engines:
            # Dask starts its workers as daemons, which may not have children; ours end with their pipe or alarm.
            config: dict[str, Any] = multiprocessing.current_process()._config  # type: ignore[attr-defined]
            config["daemon"] = False
            _engines[settings] = LocalEngine(settings)
        return _engines[settings]
