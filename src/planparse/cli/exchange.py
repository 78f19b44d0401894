"""The commands that give plans to other tools and take corrections back."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from planparse.cli.talk import EXIT_SOME_FAILED, one_line_errors, write_or_print

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FORMATS = (
    "csv", "datapackage", "docbin", "inception", "jsonl", "labelstudio", "parquet", "qdpx", "quallmer", "sqlite",
    "tei", "xlsx",
)  # fmt: skip
_PLANS = click.Path(exists=True, path_type=Path)


@click.command()
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
    with one_line_errors():
        from planparse.corrections import amend
        from planparse.export import export as write

        done = write(source, form, to, None if raw else amend)
        for error in done.failed:
            click.echo(error.line(), err=True)
        click.echo(f"{done.plans} plans written to {to}", err=True)
        sys.exit(EXIT_SOME_FAILED if done.failed else 0)


@click.command()
@click.argument("source", type=_PLANS, metavar="OUT")
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help="Folder for the JSON of this version.")
def migrate(source: Path, to: Path | None) -> None:
    """Write parsed plans of an older schema version as this version's JSON.

    OUT is a folder of plans, or one file; without --to one plan is printed. Exit code 5: a JSON is no plan.
    """
    with one_line_errors():
        from planparse.migrate import plan_files, read_plan
        from planparse.plan import to_json

        if to is None and source.is_dir():
            raise click.UsageError("a folder needs --to DIR for the JSON files")
        for doc_id, path in plan_files(source):
            write_or_print(to_json(read_plan(path)), to and to / f"{doc_id}.json")


@click.group()
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
    with one_line_errors():
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
    with one_line_errors():
        from planparse.corrections import amend
        from planparse.migrate import plan_files, read_plan
        from planparse.plan import to_json

        if to is None and source.is_dir():
            raise click.UsageError("a folder needs --to DIR for the JSON files")
        for doc_id, path in plan_files(source):
            write_or_print(to_json(amend(path, read_plan(path))), to and to / f"{doc_id}.json")


@corrections.command("to-gold")
@click.argument("source", type=_PLANS, metavar="OUT")
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the gold.")
def to_gold(source: Path, to: Path) -> None:
    """Write NAME.gold.json for each plan that has corrections beside it."""
    with one_line_errors():
        from planparse.corrections import gold_of

        for doc_id, unplaced in gold_of(source, to):
            click.echo(f"{doc_id}: gold written" + (f", {unplaced} corrections left out" if unplaced else ""), err=True)


@corrections.command("schema")
def corrections_schema() -> None:
    """Print the JSON Schema of a corrections file (draft 2020-12)."""
    from planparse.corrections import schema as json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
