"""A batch from its inputs to its outcomes: who is done already, who waits, who gets another try.

Nothing here knows where a document is converted: an engine takes jobs and gives futures (local.py, cluster.py).
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import IO, Protocol

from planparse.batch.alone import warning_lines
from planparse.batch.inputs import clean
from planparse.batch.manifest import LOCK, TOTAL, Manifest, Record, configuration, versions
from planparse.batch.outcomes import Input, Job, Outcome, Reply, Settings, Written
from planparse.batch.resume import Done, contents
from planparse.batch.storage import WORKSHOP, Folder, Store, place
from planparse.errors import OutputError

_AGAIN = ("timeout", "out_of_memory", "crashed")
"""What another try alone may mend: the neighbours are gone, the worker is a new one."""
_MOST_RESTARTS = 3
"""Restarts one after the other, no document ended between them, after which the machine is given up."""


class Engine(Protocol):
    """Where documents are converted."""

    patience: float
    """Seconds after which at least one of the jobs handed out must have ended."""

    @property
    def width(self) -> int:
        """How many jobs it works on at a time."""

    @property
    def width_alone(self) -> int:
        """How many jobs it works on at a time when each is to be alone with its worker."""

    def submit(self, job: Job) -> Future[Reply]: ...
    def reply(self, future: Future[Reply]) -> Reply: ...
    def restart(self) -> None: ...
    def close(self) -> None: ...


def engine_for(settings: Settings) -> Engine:
    """The engine that the settings ask for. Raises OSError where a scheduler does not answer."""
    if settings.cluster is None:
        from planparse.batch.local import LocalEngine

        return LocalEngine(settings)
    from planparse.batch.cluster import ClusterEngine

    return ClusterEngine(settings)


@dataclass(slots=True)
class _Pending:
    """A content on its way: who waits for it, how often it was tried, what the first try said."""

    job: Job
    inputs: tuple[Input, ...]
    attempts: int = 0
    first: Reply | None = None


class Run:
    """A batch run: iterate over it for one Outcome an input, as they come.

    Raises OutputError at its start where nothing can be written to `out`, and at its end where the manifest
    cannot. Ends the workers when it is left, however it is left.
    """

    def __init__(self, inputs: Sequence[Input], out: str | os.PathLike[str], settings: Settings | None = None) -> None:
        self.inputs, self.settings = inputs, settings or Settings()
        self.out = os.fspath(out)
        self._configuration = configuration(self.settings.parser)

    def __iter__(self) -> Iterator[Outcome]:
        records: dict[Input, Record] = {}
        with _output(self.out, len(self.inputs)) as out:
            manifest = Manifest(out)
            done = Done(out, self._configuration, self.settings.force)
            try:
                for outcome in self._outcomes(done):
                    records[outcome.input] = outcome.record
                    if not outcome.skipped:
                        manifest.add(outcome.record)
                    yield outcome
            finally:
                manifest.flush()
            if len(records) != len(self.inputs):
                raise AssertionError(f"{len(self.inputs)} inputs, {len(records)} outcomes: please report this")
            try:
                manifest.finish(records.values())
            except OSError as error:
                what = f"the manifest cannot be written ({error.strerror or error})"
                raise OutputError(self.out, what, "make room and run it again") from error

    def _outcomes(self, done: Done) -> Iterator[Outcome]:
        jobs = max(1, min(self.settings.jobs, len(self.inputs)))  # a worker without work would only cost its start
        engine = engine_for(replace(self.settings, jobs=jobs))
        again: list[_Pending] = []
        try:
            yield from self._drive(engine, self._work(done), again)
            yield from self._drive(engine, again, None)
        finally:
            engine.close()

    def _work(self, done: Done) -> Iterator[Outcome | _Pending]:
        """Outcomes of what needs no work, and one pending job for each other content."""
        for key, (sha256, inputs) in enumerate(contents(self.inputs, done.any)):
            left = []
            for one in inputs:
                if one.trouble:
                    reply = Reply("unreadable", (one.trouble, "check its permissions", None))
                    yield self._outcome(one, reply, None, 0)
                elif record := done.take_over(one, sha256):
                    yield _taken_over(one, record)
                else:
                    left.append(one)
            if left:
                names = tuple((os.path.basename(one.name), one.target) for one in left)
                yield _Pending(Job(key, left[0].source, names, self.out, self.settings), tuple(left))

    def _drive(
        self, engine: Engine, work: Iterable[Outcome | _Pending], again: list[_Pending] | None
    ) -> Iterator[Outcome]:
        """Keeps the engine busy until the work is done; what deserves another try alone goes to `again`, or,
        where that is None, is tried here: one at a time, for the last time."""
        source, flying = iter(work), dict[Future[Reply], _Pending]()
        restarts, more = 0, True
        while more or flying:
            room = engine.width_alone if again is None else 4 * engine.width
            while more and len(flying) < room:
                one = next(source, None)
                if isinstance(one, Outcome):
                    yield one
                elif one is None:
                    more = False
                else:
                    flying[engine.submit(one.job)] = one
            if not flying:
                continue
            ended, _ = wait(flying, timeout=engine.patience, return_when=FIRST_COMPLETED)
            if not ended:  # the engine itself is stuck: none of its documents is to blame
                restarts += 1
                if restarts > _MOST_RESTARTS:
                    raise OutputError(self.out, "the worker processes do not answer", "run it again")
                engine.restart()
                flying = {engine.submit(pending.job): pending for pending in flying.values()}
                continue
            restarts = 0
            for future in ended:
                pending = flying.pop(future)
                reply = engine.reply(future)
                pending.attempts += 1
                if reply.status == "damaged" and not pending.job.repair:
                    pending.first, pending.job = reply, replace(pending.job, repair=True)
                    flying[engine.submit(pending.job)] = pending
                elif reply.status in _AGAIN and again is not None and pending.first is None:
                    pending.first = reply
                    again.append(pending)
                else:
                    yield from self._settled(pending, reply)

    def _settled(self, pending: _Pending, reply: Reply) -> Iterator[Outcome]:
        first = pending.first
        if pending.job.repair and not reply.written and first is not None and first.trouble:
            what, todo, page = first.trouble  # whatever the repair met, the document is what it was: damaged
            reply = replace(first, trouble=(f"{what} (nor after repair)", todo, page), seconds=reply.seconds)
        written = {one.target: one for one in reply.written}
        for one in pending.inputs:
            yield self._outcome(one, reply, written.get(one.target), pending.attempts)

    def _outcome(self, one: Input, reply: Reply, written: Written | None, attempts: int) -> Outcome:
        shown = clean(one.source)
        message = ""
        if reply.trouble:
            what, todo, page = reply.trouble
            message = f"{shown}{f', page {page}' if page else ''}: {clean(what)}; {todo}"
        record: Record = {
            "input": clean(one.name),
            "status": reply.status,
            "sha256": reply.sha256,
            "bytes": reply.size if reply.size is not None else one.size,
            "pages": reply.pages,
            "output": written.target if written else None,
            "output_sha256": written.sha256 if written else None,
            "output_bytes": written.size if written else None,
            "seconds": round(reply.seconds, 3),
            "attempts": attempts,
            "repaired": reply.repaired,
            "warnings": [{"code": code, "page": page, "message": text} for code, page, text in reply.warnings],
            "message": message,
            "versions": versions() | ({"model": reply.model} if reply.model else {}),
            "configuration": self._configuration,
        }
        lines = tuple(warning_lines(one.source, reply.warnings))
        return Outcome(one, reply.status, message, lines, reply.seconds, record=record)


def _taken_over(one: Input, record: Record) -> Outcome:
    message = record.get("message") or ""
    return Outcome(one, record["status"], message, (), 0.0, skipped=True, record=record)


@contextmanager
def _output(where: str, total: int) -> Iterator[Folder | Store]:
    """The output, held against other runs by a lock that the kernel lets go when we are killed."""
    try:
        out = place(where)
        with ExitStack() as held:
            if isinstance(out, Folder):
                os.makedirs(out.path(WORKSHOP), exist_ok=True)
                lock = held.enter_context(open(out.path(LOCK), "wb"))
                _lock(lock, where)
                for left in out.list(WORKSHOP):
                    if left != LOCK:
                        out.remove(left)
            out.write(TOTAL, [str(total).encode()])
            held_open = held.pop_all()
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(where, f"nothing can be written there ({reason})", "give another --out") from error
    with held_open:
        yield out


def _lock(file: IO[bytes], where: str) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise OutputError(where, "another run is writing there", "wait until it has ended") from error
    except OSError:
        return  # a file system that knows no locks
