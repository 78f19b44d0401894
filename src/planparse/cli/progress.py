"""What a batch says while it runs: a bar on a terminal, plain lines elsewhere, JSON lines for machines."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.progress import Progress

    from planparse.batch import Outcome


@contextmanager
def teller(total: int, quiet: bool, log_json: bool) -> Iterator[Teller]:
    """The right way to tell of `total` inputs, here."""
    if log_json:
        yield JsonLines(total)
    elif quiet:
        yield Teller(total)
    elif sys.stderr.isatty():
        bar = Bar(total)
        try:
            yield bar
        finally:
            bar.close()
    else:
        yield Lines(total)


class Teller:
    """Says nothing but what went wrong, in one line each."""

    def __init__(self, total: int) -> None:
        self.total, self.done, self.failed, self.skipped = total, 0, 0, 0
        self._begun = time.monotonic()

    def outcome(self, outcome: Outcome) -> None:
        """What became of one input."""
        self.done += 1
        self.failed += not outcome.ok
        self.skipped += outcome.skipped
        for line in filter(None, (outcome.message, *outcome.warnings)):
            self._say(line)

    def stopped(self, out: str) -> None:
        """Ctrl-C."""
        self._say(f"stopped after {self.done} of {self.total}; run it again to go on")

    def ended(self, out: str) -> None:
        """All inputs have their outcome."""

    def _say(self, line: str) -> None:
        click.echo(line.replace("\n", " "), err=True)

    def _summary(self, out: str) -> str:
        seconds = time.monotonic() - self._begun
        parts = [f"{self.done - self.failed} of {self.total} converted to {out}"]
        parts += [f"{self.skipped} were done before"] if self.skipped else []
        parts += [f"{self.failed} failed (planparse status {out})"] if self.failed else []
        return "; ".join(parts) + f" ({seconds:.1f} s)"


class Lines(Teller):
    """A plain line for each input, as for a log file."""

    def outcome(self, outcome: Outcome) -> None:
        super().outcome(outcome)
        if outcome.ok:
            how = "done before" if outcome.skipped else f"{outcome.seconds:.2f} s"
            self._say(f"{self.done}/{self.total} {outcome.input.target} ({how})")

    def ended(self, out: str) -> None:
        self._say(self._summary(out))


class JsonLines(Teller):
    """Each outcome as the manifest has it, and what the whole came to."""

    def outcome(self, outcome: Outcome) -> None:
        self.done += 1
        self.failed += not outcome.ok
        self.skipped += outcome.skipped
        self._object(event="outcome", done=self.done, total=self.total, skipped=outcome.skipped, **outcome.record)

    def stopped(self, out: str) -> None:
        self._object(event="stopped", done=self.done, total=self.total, failed=self.failed, output=out)

    def ended(self, out: str) -> None:
        seconds = round(time.monotonic() - self._begun, 3)
        counts = {"done": self.done, "total": self.total, "failed": self.failed, "skipped": self.skipped}
        self._object(event="ended", **counts, seconds=seconds, output=out)

    def _object(self, **fields: Any) -> None:
        click.echo(json.dumps(fields, ensure_ascii=False), err=True)


class Bar(Teller):
    """A bar with rate, remaining time and failures; what went wrong scrolls by above it."""

    def __init__(self, total: int) -> None:
        super().__init__(total)
        self._bar, self._task = _progress(total)
        self._bar.start()

    def outcome(self, outcome: Outcome) -> None:
        super().outcome(outcome)
        self._bar.update(self._task, completed=self.done, failed=self.failed)

    def ended(self, out: str) -> None:
        self._say(self._summary(out))

    def close(self) -> None:
        self._bar.stop()

    def _say(self, line: str) -> None:
        self._bar.console.print(line.replace("\n", " "), markup=False, highlight=False, soft_wrap=True)


def _progress(total: int) -> tuple[Progress, Any]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.finished_speed or task.speed or 0:.1f} files/s")

    bar = Progress(
        TextColumn("converting"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn(),
        TextColumn("{task.fields[failed]} failed"), console=Console(stderr=True), transient=True,
        speed_estimate_period=60,
    )  # fmt: skip
    return bar, bar.add_task("converting", total=total, failed=0)
