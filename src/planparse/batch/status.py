"""OUT/manifest.jsonl → how many of what: for `planparse status`."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from planparse.batch.manifest import NAME, TOTAL, read_records
from planparse.batch.outcomes import WRITTEN
from planparse.batch.storage import place
from planparse.errors import UnreadableInput


@dataclass(frozen=True, slots=True)
class Summary:
    """A batch at a glance. `total` is the number of inputs found where the run has not ended, else None;
    `seconds` is the workers' time; `failures` are (input, message) in the order of the manifest."""

    outcomes: int
    total: int | None
    statuses: Mapping[str, int]
    warnings: Mapping[str, int]
    pages: int
    seconds: float
    repaired: int
    failures: tuple[tuple[str, str], ...]

    @property
    def written(self) -> int:
        return sum(self.statuses.get(status, 0) for status in WRITTEN)


def summary(out: str | os.PathLike[str]) -> Summary:
    """What the manifest below `out` says, of each input its last line. Raises UnreadableInput."""
    try:
        there = place(os.fspath(out))
        records = {record["input"]: record for record in read_records(there)}
        total = there.read(TOTAL)
    except OSError as error:
        raise UnreadableInput(os.fspath(out), f"cannot be read ({error.strerror})", "check the folder") from error
    if not records and total is None:
        raise UnreadableInput(os.path.join(os.fspath(out), NAME), "there is no manifest", "give a batch's --out folder")
    lines = list(records.values())
    return Summary(
        outcomes=len(lines),
        total=int(total) if total else None,
        statuses=dict(Counter(line["status"] for line in lines)),
        warnings=dict(Counter(code for line in lines for code in {warning["code"] for warning in line["warnings"]})),
        pages=sum(line["pages"] or 0 for line in lines),
        seconds=sum(line["seconds"] for line in lines),
        repaired=sum(line["repaired"] for line in lines),
        failures=tuple((line["input"], line["message"]) for line in lines if line["status"] not in WRITTEN),
    )
