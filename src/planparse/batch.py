"""Many files → one JSON each: names that cannot collide, whole files only, nothing lost for a bad neighbour."""

from __future__ import annotations

import os
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from planparse.errors import InputError, OutputError, UnreadableInput
from planparse.pipeline import parse
from planparse.plan import Plan, to_json

_ENDINGS = (".pdf", ".txt")


@dataclass(frozen=True, slots=True)
class Task:
    """One input file and where its JSON goes, relative to the output folder."""

    source: Path
    target: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input. `code` is "ok" or that of the error; `message` is one line, "" if all is well."""

    task: Task
    code: str
    message: str
    warnings: tuple[str, ...]
    seconds: float

    @property
    def ok(self) -> bool:
        return self.code == "ok"


def plan_tasks(inputs: Sequence[Path]) -> list[Task]:
    """Every PDF and text below `inputs` (files as they are, folders recursively), each with a target of its own.

    The folder tree below the one folder given, or below what several inputs share, is kept. Two inputs of one
    folder with the same stem keep their extension: plan.pdf.json, plan.txt.json.
    """
    found: dict[Path, Path] = {}
    base = _base(inputs)
    for given in inputs:
        for file in _files(given):
            found.setdefault(file.absolute(), file.absolute().relative_to(base))
    stems = Counter(_key(relative.with_suffix(".json")) for relative in found.values())
    taken: set[str] = set()
    tasks = []
    for file, relative in sorted(found.items(), key=lambda pair: str(pair[1])):
        target = relative.with_suffix(".json")
        if stems[_key(target)] > 1:
            target = relative.with_name(relative.name + ".json")
        number = 2
        while _key(target) in taken:
            target = relative.with_name(f"{relative.name}.{number}.json")
            number += 1
        taken.add(_key(target))
        tasks.append(Task(file, target))
    return tasks


def _base(inputs: Sequence[Path]) -> Path:
    """The folder whose tree is kept."""
    if len(inputs) == 1:
        return inputs[0].absolute() if inputs[0].is_dir() else inputs[0].absolute().parent
    return Path(os.path.commonpath([str(path.absolute().parent) for path in inputs]))


def _files(given: Path) -> Iterator[Path]:
    if not given.is_dir():
        yield given
        return
    for folder, folders, names in os.walk(given):  # links to folders are not followed: they may loop
        folders.sort()
        for name in sorted(names):
            if name.lower().endswith(_ENDINGS):
                yield Path(folder, name)


def _key(path: Path) -> str:
    """What a file system that knows neither case nor Unicode forms takes for the same name."""
    return unicodedata.normalize("NFC", str(path)).casefold()


def convert_file(path: Path) -> Plan:
    """The plan in the file `path`. Raises an errors.InputError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableInput(str(path), f"cannot be read ({error.strerror})", "check its permissions") from error
    try:
        return parse(data, path.name)
    except InputError as error:
        raise type(error)(str(path), error.what, error.todo, error.page) from error


def convert_all(tasks: Sequence[Task], out: Path) -> Iterator[Outcome]:
    """Converts each task and yields its outcome as soon as its JSON is whole on disk."""
    for task in tasks:
        begun = time.monotonic()
        try:
            plan = convert_file(task.source)
            _write(out / task.target, to_json(plan), str(task.source))
            outcome = ("ok", "", tuple(warning_lines(task.source, plan)))
        except InputError as error:
            outcome = (error.code, error.line(), ())
        except Exception as error:  # noqa: BLE001 (the worker boundary: a bug costs its own document only)
            line = f"{task.source}: internal error ({type(error).__name__}: {error}); please report it with the file"
            outcome = ("crashed", line, ())
        yield Outcome(task, *outcome, seconds=time.monotonic() - begun)


def _write(path: Path, text: str, source: str) -> None:
    """Writes the file whole or not at all."""
    partial = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, "utf-8")
        partial.replace(path)
    except OSError as error:
        todo = "check the disk and the folder's permissions"
        raise OutputError(source, f"its result {path} cannot be written ({error.strerror})", todo) from error


def warning_lines(path: Path, plan: Plan) -> Iterator[str]:
    """One line for what makes the whole document doubtful; the rest stands in the JSON."""
    for warning in plan.warnings:
        if warning.code in ("no_text", "broken_font", "unreadable_page"):
            where = path if warning.page is None else f"{path}, page {warning.page}"
            yield f"{where}: {warning.message}"
            return
