"""What an earlier run has done, known by content and configuration and never by name alone; what is one content."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence

from planparse.batch.inputs import clean
from planparse.batch.manifest import Record, read_records
from planparse.batch.outcomes import FAILED, TRANSIENT, WRITTEN, Input
from planparse.batch.storage import Folder, Store, read_bytes


class Done:
    """The earlier lines of the manifest that still hold: same content, file name, configuration, whole output.

    The file name counts because it stands in the JSON; the folder does not.
    """

    def __init__(self, out: Folder | Store, configuration: str, force: bool) -> None:
        self._out = out
        self._records: dict[tuple[str, str], Record] = {}
        for record in [] if force else read_records(out):
            sha256 = record.get("sha256")
            if isinstance(sha256, str) and record.get("configuration") == configuration:
                key = (sha256, os.path.basename(record["input"]))
                held = record.get("status") in (*WRITTEN, *FAILED) and record["status"] not in TRANSIENT
                if held:
                    self._records[key] = record
                else:
                    self._records.pop(key, None)

    @property
    def any(self) -> bool:
        """Whether anything was done: else no input need be read to know."""
        return bool(self._records)

    def take_over(self, one: Input, sha256: str | None) -> Record | None:
        """The line of `one` where its work is done, its JSON in its place (moved there by a copy if need be)."""
        record = self._records.get((sha256 or "", os.path.basename(clean(one.name))))
        if record is None:
            return None
        if record["output"] is None:
            where = record["message"].partition(": ")
            return {**record, "input": clean(one.name), "message": f"{clean(one.source)}: {where[2]}"}
        data = self._out.read(record["output"])
        if data is None or hashlib.sha256(data).hexdigest() != record["output_sha256"]:
            return None
        if record["output"] != one.target:
            try:
                self._out.write(one.target, [data])
            except OSError:
                return None  # the worker will say what is wrong there
        return {**record, "input": clean(one.name), "output": one.target}


def contents(inputs: Sequence[Input], hash_all: bool) -> Iterator[tuple[str | None, tuple[Input, ...]]]:
    """(SHA-256 or None, inputs) of every content, in the order of the inputs.

    Only files that share their size are read to be compared, unless `hash_all`. A PDF and a text of the same
    bytes are two contents: the ending has a say in what a file is. None stands for what could not be read or
    need not be.
    """
    sizes = Counter(one.size for one in inputs)
    same_size: dict[int, list[Input]] = {}
    for one in inputs:
        if one.size is not None and sizes[one.size] > 1:
            same_size.setdefault(one.size, []).append(one)
    given: set[Input] = set()
    groups: dict[Input, tuple[str, tuple[Input, ...]]] = {}
    for one in inputs:
        if one in given:
            continue
        if one.size in same_size:
            groups.update(_groups(same_size.pop(one.size)))
        sha256, members = groups.pop(one, (None, (one,)))
        if sha256 is None and hash_all and one.trouble is None:
            sha256 = _sha256(one)
        given.update(members)
        yield sha256, members


def _groups(inputs: Sequence[Input]) -> dict[Input, tuple[str, tuple[Input, ...]]]:
    """The first input of each content → its hash and all inputs of it; without those that cannot be read."""
    found: dict[tuple[str, str], list[Input]] = {}
    for one in inputs:
        if (sha256 := _sha256(one)) is not None:
            found.setdefault((sha256, os.path.splitext(one.name)[1].lower()), []).append(one)
    return {members[0]: (sha256, tuple(members)) for (sha256, _), members in found.items()}


def _sha256(one: Input) -> str | None:
    try:
        return hashlib.sha256(read_bytes(one.source)).hexdigest()
    except OSError:
        return None
