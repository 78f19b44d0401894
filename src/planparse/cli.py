"""The commands: arguments → one call → one answer. Data to stdout, talk to stderr; the only code that prints.

Heavy libraries are imported where they are used, so that `--help` answers at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planparse import __version__

if TYPE_CHECKING:
    from planparse.batch import Outcome, Task

_EXIT_SOME_FAILED, _EXIT_ALL_FAILED = 3, 4


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="planparse")
def main() -> None:
    """Swedish municipal plans as data: every goal, activity and follow-up with its page and place."""


@main.command()
@click.argument("inputs", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="INPUT…")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder for the JSON files.")
@click.option("--quiet", is_flag=True, help="No progress, only what went wrong.")
def convert(inputs: tuple[Path, ...], out: Path | None, quiet: bool) -> None:
    """Convert PDFs and text transcripts to normalized JSON.

    INPUT is a file or a folder (searched recursively); the folder tree is kept below --out. A single file
    without --out prints its JSON.

    Exit code 0: all is well; 2: wrong usage; 3: some inputs failed, the rest was written; 4: all failed.
    """
    if out is None:
        if len(inputs) != 1 or inputs[0].is_dir():
            raise click.UsageError("several inputs or a folder need --out DIR for their JSON files")
        _print_one(inputs[0])
    else:
        _convert_many(inputs, out, quiet)


@main.command()
def schema() -> None:
    """Print the JSON Schema of the output (draft 2020-12)."""
    from planparse.plan import schema as json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


def _print_one(path: Path) -> None:
    from planparse.batch import convert_file, warning_lines
    from planparse.errors import InputError
    from planparse.plan import to_json

    try:
        plan = convert_file(path)
    except InputError as error:
        click.echo(error.line(), err=True)
        sys.exit(_EXIT_ALL_FAILED)
    click.echo(to_json(plan).encode(), nl=False)
    for line in warning_lines(path, plan):
        click.echo(line, err=True)


def _convert_many(inputs: tuple[Path, ...], out: Path, quiet: bool) -> None:
    from planparse.batch import convert_all, plan_tasks

    tasks = plan_tasks(inputs)
    if not tasks:
        raise click.UsageError("no PDF and no text file below " + ", ".join(map(str, inputs)))
    failed = 0
    with _progress(tasks, quiet) as tell:
        for outcome in convert_all(tasks, out):
            failed += not outcome.ok
            tell(outcome)
    if not quiet:
        click.echo(f"{len(tasks) - failed} of {len(tasks)} converted to {out}", err=True)
    if failed:
        sys.exit(_EXIT_ALL_FAILED if failed == len(tasks) else _EXIT_SOME_FAILED)


class _Tell:
    """Says what became of a file: a bar on a terminal, plain lines elsewhere; trouble in any case."""

    def __init__(self, total: int, quiet: bool) -> None:
        self._total, self._quiet, self._done = total, quiet, 0
        self.bar = self._open_bar() if not quiet and sys.stderr.isatty() else None

    def _open_bar(self) -> object:
        from rich.console import Console
        from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

        columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
        bar = Progress(*columns, console=Console(stderr=True), transient=True)
        bar.start()
        bar.add_task("converting", total=self._total)
        return bar

    def __call__(self, outcome: Outcome) -> None:
        self._done += 1
        for line in filter(None, (outcome.message, *outcome.warnings)):
            click.echo(line.replace("\n", " "), err=True)
        if self.bar is not None:
            self.bar.advance(self.bar.task_ids[0])  # type: ignore[attr-defined]
        elif not self._quiet and outcome.ok:
            click.echo(f"{self._done}/{self._total} {outcome.task.target} ({outcome.seconds:.2f} s)", err=True)


@contextmanager
def _progress(tasks: list[Task], quiet: bool) -> Iterator[_Tell]:
    tell = _Tell(len(tasks), quiet)
    try:
        yield tell
    finally:
        if tell.bar is not None:
            tell.bar.stop()  # type: ignore[attr-defined]
