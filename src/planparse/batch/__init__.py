"""Many files → one JSON each and a manifest: nothing lost, nothing hangs, the same bytes however it is run.

    find_inputs → run (engine: this machine's processes, or a Dask scheduler's) → Outcome, one an input

`run` is one code path; what differs between one machine and many is the engine that it hands documents to.
"""

from __future__ import annotations

from planparse.batch.alone import convert_file, warning_lines
from planparse.batch.inputs import find_inputs
from planparse.batch.outcomes import FAILED, TRANSIENT, WRITTEN, Input, Outcome, Settings
from planparse.batch.run import Run
from planparse.batch.status import Summary, summary

__all__ = [
    "FAILED",
    "TRANSIENT",
    "WRITTEN",
    "Input",
    "Outcome",
    "Run",
    "Settings",
    "Summary",
    "convert_file",
    "find_inputs",
    "summary",
    "warning_lines",
]
