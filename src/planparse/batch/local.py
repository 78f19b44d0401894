"""Documents in killable processes of this machine: pebble's pool, spawned, a document a task.

Of the pools measured, pebble's alone loses one task to a crash or a hang and not its neighbours, and leaves no
process behind (shared/perf/REPORT.md, 2026-11: 60 of 61 against 20 of 61 of concurrent.futures and loky).
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from concurrent.futures import CancelledError, Future, TimeoutError

from pebble import ProcessExpired, ProcessPool

from planparse.batch.outcomes import Job, Reply, Settings
from planparse.batch.worker import convert, out_of_memory, start

_START = 60.0
"""Seconds that a worker may take to start on a busy machine before the pool is taken for broken."""
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""A worker has one thread: each thread of a numeric library reserves memory that counts against its limit."""


class LocalEngine:
    """Runs jobs in `settings.jobs` processes of this machine."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.patience: float = settings.timeout + _START
        self.width, self.width_alone = settings.jobs, 1
        self._pool = self._open()

    def _open(self) -> ProcessPool:
        for name in _THREADS:
            os.environ.setdefault(name, "1")
        return ProcessPool(
            max_workers=self.settings.jobs,
            max_tasks=self.settings.recycle,
            initializer=start,
            initargs=[self.settings],
            context=multiprocessing.get_context("spawn"),
        )

    def submit(self, job: Job) -> Future[Reply]:
        """Hands a job out; its future ends in a Reply, or in an exception that `reply` reads."""
        future: Future[Reply] = self._pool.schedule(convert, args=[job], timeout=self.settings.timeout)
        return future

    def reply(self, future: Future[Reply]) -> Reply:
        """What a future that is done says: the worker's reply, or what befell the worker."""
        try:
            return future.result()
        except TimeoutError:
            what = f"it took longer than {self.settings.timeout:g} s and was stopped"
            return Reply("timeout", (what, "raise --timeout or leave it out", None), seconds=self.settings.timeout)
        except MemoryError:
            return out_of_memory(self.settings)
        except ProcessExpired as error:
            return _expired(error, self.settings)
        except CancelledError:
            return Reply("crashed", ("the run was stopped", "run it again", None))
        except Exception as error:  # noqa: BLE001 (the worker boundary: an answer that cannot be unpacked)
            what = f"internal error ({type(error).__name__}: {' '.join(str(error).split())[:300]})"
            return Reply("crashed", (what, "please report it with the file", None))

    def restart(self) -> None:
        """Kills all workers and starts anew; futures handed out before are lost."""
        self.close()
        self._pool = self._open()

    def close(self) -> None:
        """Kills the workers, whatever they are at."""
        self._pool.stop()
        self._pool.join()


def _expired(error: ProcessExpired, settings: Settings) -> Reply:
    """A worker died. pdfium and the C++ library abort when they are refused memory, and only then (measured on
    flate and form bombs under RLIMIT_AS, 2026-11)."""
    number = -(error.exitcode or 0)
    if number == signal.SIGABRT:
        return out_of_memory(settings)
    if number == signal.SIGALRM:
        return Reply("timeout", (f"it took longer than {settings.timeout:g} s", "raise --timeout", None))
    how = f"by signal {number}" if number > 0 else f"with exit code {error.exitcode}"
    return Reply("crashed", (f"the worker process was ended {how}", "please report it with the file", None))
