"""What happens in a worker process: bytes → plans → files. The one place where any exception is caught."""

from __future__ import annotations

import gc
import hashlib
import importlib
import logging
import os
import resource
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from planparse.batch import warm
from planparse.batch.inputs import clean_path
from planparse.batch.outcomes import Job, Reply, Settings, Written
from planparse.batch.pieces import json_pieces
from planparse.batch.storage import place, read_bytes
from planparse.errors import InputError
from planparse.plan import Plan, Warning
from planparse.read.repair import repair

Parser = Callable[[bytes, Sequence[str]], list[Plan]]

_GRACE = 10.0
"""Seconds after its time limit in which a hanging worker kills itself, if whoever watches it has died."""
_REPAIRED = "the file was damaged; this is what could be repaired of it"


def start(settings: Settings) -> None:
    """Prepares a worker process: loads what every document needs, then sets the limits for the rest of its life.

    The memory limit is the kernel's (RLIMIT_AS), so that a C library cannot pass it either.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which stops its workers
    logging.disable(logging.WARNING)  # the engines' remarks on damage; what matters is in the reply
    parse = parser(settings.parser)
    parse(warm.pdf(), ("plan.pdf",))
    parse(warm.transcript(), ("plan.txt",))
    gc.freeze()  # what is loaded now stays: the collector need not look through it again and again
    gc.set_threshold(50_000, 20, 20)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = settings.max_memory if hard == resource.RLIM_INFINITY else min(settings.max_memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


@cache
def parser(name: str) -> Parser:
    """The function "module:name"."""
    module, _, function = name.partition(":")
    found: Parser = getattr(importlib.import_module(module), function)
    return found


def convert(job: Job) -> Reply:
    """Parses the job's bytes once and writes one JSON for each of its names. Raises nothing."""
    # If the run is killed (kill -9), nobody stops a hanging worker any more: the kernel's alarm does.
    signal.setitimer(signal.ITIMER_REAL, job.settings.timeout + _GRACE)
    begun = time.monotonic()
    try:
        reply = _convert(job)
    except MemoryError:
        reply = out_of_memory(job.settings)
    except Exception as error:  # noqa: BLE001 (the worker boundary: a bug costs its own document only)
        what = f"internal error ({type(error).__name__}: {' '.join(str(error).split())[:300]})"
        reply = Reply("crashed", (what, "please report it with the file", None))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return replace(reply, seconds=time.monotonic() - begun)


def _convert(job: Job) -> Reply:
    try:
        data = read_bytes(job.source)
    except OSError as error:
        reason = error.strerror or str(error) or type(error).__name__
        return Reply("unreadable", (f"cannot be read ({reason})", "check its permissions", None))
    known = Reply("", sha256=hashlib.sha256(data).hexdigest(), size=len(data))
    names = [clean_path(name) for name, _ in job.names]
    try:
        plans = plans_of(data, names, job.settings.parser, job.repair)
    except InputError as error:
        return replace(known, status=error.code, trouble=(error.what, error.todo, error.page))
    known = replace(known, **_described(plans[0]), repaired=job.repair)
    written = []
    for plan, (_, target) in zip(plans, job.names, strict=True):
        pieces = _Told(json_pieces(plan))
        try:
            place(job.out).write(target, pieces)
        except OSError as error:
            what = f"its result {os.path.join(job.out, target)} cannot be written ({error.strerror or error})"
            return replace(known, status="not_written", trouble=(what, "check the disk and the folder", None))
        written.append(Written(target, pieces.digest.hexdigest(), pieces.size))
    return replace(known, written=tuple(written))


class _Told:
    """Pieces of a file with the SHA-256 and the size of those that have gone through."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self.digest, self.size = hashlib.sha256(), 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.digest.update(piece)
            self.size += len(piece)
            yield piece


def plans_of(data: bytes, names: Sequence[str], parser_name: str, repaired: bool) -> list[Plan]:
    """The plans of the bytes, or of what pikepdf can repair of them; these say so. Raises an InputError."""
    parse = parser(parser_name)
    if not repaired:
        return parse(data, names)
    warning = Warning(code="damaged_repaired", message=_REPAIRED)
    sha256 = hashlib.sha256(data).hexdigest()
    plans = parse(repair(data, names[0]), names)
    return [
        plan.model_copy(
            update={
                "source": plan.source.model_copy(update={"sha256": sha256}),
                "warnings": [warning, *plan.warnings],
            }
        )
        for plan in plans
    ]


def _described(plan: Plan) -> dict[str, Any]:
    codes = {warning.code for warning in plan.warnings}
    partial = codes & {"unreadable_page", "broken_font"}
    status = "no_text" if "no_text" in codes else "partial" if partial else "ok"
    return {
        "status": status,
        "pages": plan.source.page_count,
        "model": plan.parser.model,
        "warnings": tuple((warning.code, warning.page, warning.message) for warning in plan.warnings),
    }


def out_of_memory(settings: Settings) -> Reply:
    """The reply for a document that wanted more than its memory limit."""
    megabytes = settings.max_memory >> 20
    return Reply("out_of_memory", (f"it needs more than {megabytes:,} MB", "raise --max-memory or leave it out", None))
