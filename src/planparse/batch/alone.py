"""One file, in this process: for `planparse convert FILE` and for programs that call us."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from planparse.batch.inputs import clean
from planparse.batch.outcomes import Settings
from planparse.batch.storage import read_bytes
from planparse.errors import DamagedInput, InputError, UnreadableInput

if TYPE_CHECKING:
    from planparse.plan import Plan

DOUBTFUL = ("damaged_repaired", "no_text", "broken_font", "unreadable_page")
"""Warnings that make the whole document doubtful; the rest stands in the JSON."""


def convert_file(path: str | PathLike[str]) -> Plan:
    """The plan in the file `path`, a damaged PDF once more after repair. Raises an errors.InputError."""
    from planparse.batch.worker import plans_of

    shown, name = clean(fspath(path)), clean(Path(path).name)
    try:
        data = read_bytes(fspath(path))
    except OSError as error:
        raise UnreadableInput(shown, f"cannot be read ({error.strerror})", "check its permissions") from error
    try:
        try:
            return plans_of(data, (name,), Settings().parser, repaired=False)[0]
        except DamagedInput as first:
            try:
                return plans_of(data, (name,), Settings().parser, repaired=True)[0]
            except InputError:
                raise first from None
    except InputError as error:
        raise type(error)(shown, error.what, error.todo, error.page) from error


def warning_lines(path: str | PathLike[str], warnings: Iterable[tuple[str, int | None, str]]) -> Iterator[str]:
    """One line for what makes the whole document doubtful, of (code, page, message)."""
    shown = clean(fspath(path))
    for code, page, message in warnings:
        if code in DOUBTFUL:
            where = shown if page is None else f"{shown}, page {page}"
            yield f"{where}: {message}"
            return
