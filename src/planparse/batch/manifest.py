"""OUT/manifest.jsonl: one line an input, whatever became of it; whole lines only, written while running.

While a run goes on, lines are added at the end (of a folder's file at once; below a URL, where nothing can be
added to a file, as numbered pieces). At the end the manifest is written anew, one line an input, sorted by name.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from planparse.batch.storage import WORKSHOP, Folder, Store

NAME = "manifest.jsonl"
TOTAL = f"{WORKSHOP}/total"
"""How many inputs the run under way has found; gone when it has ended."""
LOCK = f"{WORKSHOP}/lock"
_PIECES = "manifest.pieces"
_PIECE_LINES, _PIECE_SECONDS = 500, 30.0
_ENGINES = ("pypdfium2", "pdfplumber", "spacy", "pikepdf")
_NO_SAY = {"batch", "cli.py", "evaluate", "report", "train", "__main__.py", "__pycache__"}
"""Parts of the package that do not decide what stands in a JSON."""

Record = dict[str, Any]


@cache
def versions() -> dict[str, str]:
    """The programs that have a say in the output, each with its version."""
    return {name: metadata.version(name) for name in ("planparse", *_ENGINES)}


@cache
def configuration(parser: str) -> str:
    """A hash of all that decides on the bytes written, but for the input: versions, code, rules and models."""
    digest = hashlib.sha256(json.dumps([parser, versions()]).encode())
    for name, data in sorted(_contents(files("planparse"), "")):
        digest.update(f"{name} {len(data)} ".encode() + data)
    return digest.hexdigest()[:16]


def _contents(folder: Traversable, path: str) -> Iterable[tuple[str, bytes]]:
    for one in folder.iterdir():
        if one.name in _NO_SAY:
            continue
        if one.is_dir():
            yield from _contents(one, f"{path}{one.name}/")
        else:
            yield path + one.name, one.read_bytes()


def read_records(out: Folder | Store) -> list[Record]:
    """All lines so far, oldest first; a line torn by a crash of the machine is left out."""
    records = []
    for name in [NAME, *out.list(_PIECES)]:
        for line in (out.read(name) or b"").splitlines():
            try:
                record = json.loads(line)
            except ValueError:
                continue
            if isinstance(record, dict) and isinstance(record.get("input"), str):
                records.append(record)
    return records


def line_of(record: Record) -> bytes:
    """A record as a line: ASCII, so that it can be read whatever the machine's encoding."""
    return json.dumps(record, ensure_ascii=True, separators=(", ", ": ")).encode() + b"\n"


class Manifest:
    """The manifest of a run. Lines that the disk refuses are kept and tried again with the next one."""

    def __init__(self, out: Folder | Store) -> None:
        self._out = out
        self._waiting: list[bytes] = []
        self._piece, self._since = len(out.list(_PIECES)), time.monotonic()
        if isinstance(out, Folder) and not (out.read(NAME) or b"\n").endswith(b"\n"):
            self._add_to_file(b"\n")  # a line torn by a crash must not swallow the next one

    def add(self, record: Record) -> None:
        """Adds one line. Raises nothing: a full disk may have room again later."""
        self._waiting.append(line_of(record))
        if isinstance(self._out, Folder):
            while self._waiting and self._add_to_file(self._waiting[0]):
                self._waiting.pop(0)
        elif len(self._waiting) >= _PIECE_LINES or time.monotonic() - self._since > _PIECE_SECONDS:
            self._add_piece()

    def _add_to_file(self, line: bytes) -> bool:
        try:
            handle = os.open(self._out.path(NAME), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
            try:
                before = os.fstat(handle).st_size
                if os.write(handle, line) < len(line):
                    os.ftruncate(handle, before)  # the disk is full: half a line is none
                    return False
            finally:
                os.close(handle)
        except OSError:
            return False
        return True

    def _add_piece(self) -> None:
        try:
            self._out.write(f"{_PIECES}/{self._piece:08}.jsonl", self._waiting)
        except OSError:
            return
        self._piece, self._since, self._waiting = self._piece + 1, time.monotonic(), []

    def flush(self) -> None:
        """Puts down what waits, as far as the disk takes it."""
        if self._waiting and not isinstance(self._out, Folder):
            self._add_piece()

    def finish(self, records: Iterable[Record]) -> None:
        """Writes the manifest anew, one line an input. Raises OSError."""
        lines = sorted(map(line_of, records))
        self._out.write(NAME, lines)
        for piece in self._out.list(_PIECES):
            self._out.remove(piece)
        self._out.sweep()
