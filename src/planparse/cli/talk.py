"""What several commands say: an input's error in one line with its exit code, a text to a file or to stdout."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

EXIT_SOME_FAILED, EXIT_ALL_FAILED = 3, 4


@contextmanager
def one_line_errors() -> Iterator[None]:
    """An error of the input ends the command with its one line and its exit code."""
    from planparse.errors import InputError

    try:
        yield
    except InputError as error:
        click.echo(error.line(), err=True)
        sys.exit(error.exit_code)


def write_or_print(text: str, target: Path | None) -> None:
    """The text to a file, whole, or to stdout."""
    if target is None:
        click.echo(text.encode(), nl=False)
        return
    from planparse.migrate import write_whole

    write_whole(target, text)
