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
    from planparse.evaluate.run import Evaluation

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


_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@main.command()
@click.option("--split", type=click.Choice(["train", "dev", "test"]), help="Only this split.")
@click.option("--gold", type=_FOLDER, default="gold", show_default=True, help="Folder with NAME.gold.json files.")
@click.option("--corpus", type=_FOLDER, help="Folder with the documents; default: corpus, if --parsed is not given.")
@click.option("--parsed", type=_FOLDER, help="Folder with NAME.json: score these, parse nothing.")
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Write all figures here.")
@click.option("--html", "html_file", type=click.Path(dir_okay=False, path_type=Path), help="Write one HTML page here.")
@click.option("--gate", is_flag=True, help="Compare with GOLD/floors.json; exit code 9 below a floor.")
@click.option("--update-floors", is_flag=True, help="Pin the figures as floors; never lowers one.")
@click.option("--allow-lower", is_flag=True, help="Let --update-floors lower a floor.")
def evaluate(
    split: str | None, gold: Path, corpus: Path | None, parsed: Path | None,
    json_file: Path | None, html_file: Path | None, gate: bool, update_floors: bool, allow_lower: bool,
) -> None:  # fmt: skip
    """Score parses against gold: every figure with its 95 % interval, and trivial baselines beside them.

    Exit code 0: all is well; 4: gold or a parse cannot be read; 9: a figure is below its floor.
    """
    with _one_line_errors():
        from planparse.evaluate import run, tables

        request = run.Request(gold, corpus or (None if parsed else Path("corpus")), parsed, split)
        found = run.run(request)
        for one in found:
            click.echo(tables.table(one))
        _write_evaluation(found, json_file, html_file)
        if update_floors:
            run.update_floors(request, found, allow_lower)
        if gate:
            run.check_floors(request, found)


def _write_evaluation(found: list[Evaluation], json_file: Path | None, html_file: Path | None) -> None:
    from planparse.evaluate import to_json

    if json_file:
        splits = [f"{json.dumps(one.split)}: {to_json(one.card)}" for one in found]
        json_file.write_text("{" + ",\n".join(splits) + "}\n", "utf-8")
    if html_file:
        from planparse.report import scorecard_page

        html_file.write_text(scorecard_page(found), "utf-8")


@main.group()
def train() -> None:
    """Train the models of models/ anew."""


@train.command()
@click.option("--treebank", type=_FOLDER, required=True, help="Folder with train, dev and test.conllu.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default="models/sv_plan_tagger", show_default=True
)
def tagger(treebank: Path, out: Path) -> None:
    """The Swedish tagger, from a Universal Dependencies treebank; some minutes."""
    with _one_line_errors():
        from planparse.train import train_tagger

        click.echo(json.dumps(dict(train_tagger(treebank, out))))


@train.command()
@click.option(
    "--bank", type=_FOLDER, default="corpus/sentences", show_default=True, help="Folder of the sentence bank."
)
@click.option("--gold", type=_FOLDER, default="gold", show_default=True, help="Folder with train and dev gold.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default="models/sv_plan_roles", show_default=True
)
def roles(bank: Path, gold: Path, out: Path) -> None:
    """The labeller of kinds, from the sentence bank and the train split's gold; some minutes."""
    with _one_line_errors():
        from planparse.train import train_labeller

        click.echo(json.dumps(dict(train_labeller(bank, gold, out))))


@main.command()
@click.argument("first", type=click.Path(exists=True, path_type=Path))
@click.argument("second", type=click.Path(exists=True, path_type=Path))
def agreement(first: Path, second: Path) -> None:
    """Krippendorff's alpha for unitizing of two annotations (gold files, or folders of them)."""
    with _one_line_errors():
        from planparse.evaluate.tables import agreement_table

        click.echo(agreement_table(first, second))


@main.command()
@click.argument("old", type=_FOLDER)
@click.argument("new", type=_FOLDER)
def diff(old: Path, new: Path) -> None:
    """Say what changed between two folders of parsed plans: documents, kinds, fields. Exit code 1 if any did."""
    with _one_line_errors():
        from planparse.evaluate.runs import changes

        found = 0
        for change in changes(old, new):
            found += 1
            click.echo("\n  ".join([change.name, *change.what]))
        sys.exit(1 if found else 0)


_FORMATS = (
    "csv", "datapackage", "docbin", "inception", "jsonl", "labelstudio", "parquet", "qdpx", "quallmer", "sqlite",
    "tei", "xlsx",
)  # fmt: skip
_PLANS = click.Path(exists=True, path_type=Path)


@main.command()
@click.argument("source", type=_PLANS, metavar="OUT")
@click.option("--format", "form", type=click.Choice(_FORMATS), required=True, help="What to write.")
@click.option("--to", type=click.Path(path_type=Path), required=True, help="The file or folder to write.")
@click.option("--raw", is_flag=True, help="As parsed, without the corrections beside the plans.")
def export(source: Path, form: str, to: Path, raw: bool) -> None:
    """Write parsed plans in the format of another tool: tables, a database, QDA projects, annotation tools.

    OUT is the folder that `planparse convert` wrote, or one JSON file of it. csv, datapackage, docbin, inception,
    labelstudio, parquet and tei write a folder, the others a file.

    Exit code 0: all is well; 3: some JSON are no plans, the rest was written; 4: cannot be written; 5: no plan;
    6: a library is missing.
    """
    with _one_line_errors():
        from planparse.corrections import amend
        from planparse.export import export as write

        done = write(source, form, to, None if raw else amend)
        for error in done.failed:
            click.echo(error.line(), err=True)
        click.echo(f"{done.plans} plans written to {to}", err=True)
        sys.exit(_EXIT_SOME_FAILED if done.failed else 0)


@main.command()
@click.argument("source", type=_PLANS, metavar="OUT")
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help="Folder for the JSON of this version.")
def migrate(source: Path, to: Path | None) -> None:
    """Write parsed plans of an older schema version as this version's JSON.

    OUT is a folder of plans, or one file; without --to one plan is printed. Exit code 5: a JSON is no plan.
    """
    with _one_line_errors():
        from planparse.migrate import plan_files, read_plan
        from planparse.plan import to_json

        if to is None and source.is_dir():
            raise click.UsageError("a folder needs --to DIR for the JSON files")
        for doc_id, path in plan_files(source):
            _write_or_print(to and to / f"{doc_id}.json", to_json(read_plan(path)))


@main.group()
def corrections() -> None:
    """What people corrected in other tools: take it in, show it, make gold of it."""


@corrections.command("import")
@click.argument("files", nargs=-1, required=True, type=_PLANS, metavar="FILE…")
@click.option("--plans", type=_FOLDER, required=True, help="Folder with the parsed plans (NAME.json).")
def import_(files: tuple[Path, ...], plans: Path) -> None:
    """Take in exports of Label Studio (JSON) and INCEpTION (XMI, zip), and corrections files of the HTML page.

    Each plan's corrections are added to NAME.corrections.json beside it; nothing there is changed or taken away.
    Exit code 7: a file is none of these, or speaks of a document without a plan.
    """
    with _one_line_errors():
        from planparse.corrections import import_file

        for file in files:
            for done in import_file(file, plans):
                click.echo(f"{done.doc_id}: {done.found} corrections, {done.new} new", err=True)


@corrections.command("apply")
@click.argument("source", type=_PLANS, metavar="OUT")
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help="Folder for the corrected JSON.")
def apply_(source: Path, to: Path | None) -> None:
    """Write plans with their corrections carried out; without --to one plan is printed.

    What a person decided has evidence "corrected"; a correction whose words are gone becomes a warning.
    """
    with _one_line_errors():
        from planparse.corrections import amend
        from planparse.migrate import plan_files, read_plan
        from planparse.plan import to_json

        if to is None and source.is_dir():
            raise click.UsageError("a folder needs --to DIR for the JSON files")
        for doc_id, path in plan_files(source):
            _write_or_print(to and to / f"{doc_id}.json", to_json(amend(path, read_plan(path))))


@corrections.command("to-gold")
@click.argument("source", type=_PLANS, metavar="OUT")
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the gold.")
def to_gold(source: Path, to: Path) -> None:
    """Write NAME.gold.json for each plan that has corrections beside it."""
    with _one_line_errors():
        from planparse.corrections import gold_of

        for doc_id, unplaced in gold_of(source, to):
            click.echo(f"{doc_id}: gold written" + (f", {unplaced} corrections left out" if unplaced else ""), err=True)


@corrections.command("schema")
def corrections_schema() -> None:
    """Print the JSON Schema of a corrections file (draft 2020-12)."""
    from planparse.corrections import schema as json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


def _write_or_print(path: Path | None, text: str) -> None:
    """The text to a file, whole, or to stdout."""
    if path is None:
        click.echo(text.encode(), nl=False)
        return
    from planparse.migrate import write_whole

    write_whole(path, text)


@contextmanager
def _one_line_errors() -> Iterator[None]:
    """An error of the input ends the command with its one line and its exit code."""
    from planparse.errors import InputError

    try:
        yield
    except InputError as error:
        click.echo(error.line(), err=True)
        sys.exit(error.exit_code)


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
