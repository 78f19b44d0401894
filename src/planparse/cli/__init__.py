"""The commands: arguments → one call → one answer. Data to stdout, talk to stderr; the only code that prints.

Heavy libraries are imported where they are used, so that `--help` answers at once.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from planparse import __version__
from planparse.cli.exchange import corrections, export, migrate
from planparse.cli.talk import EXIT_ALL_FAILED, EXIT_SOME_FAILED, one_line_errors, write_or_print

if TYPE_CHECKING:
    from planparse.batch import Settings
    from planparse.compare import Comparison
    from planparse.evaluate.run import Evaluation

_EXIT_STOPPED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="planparse")
def main() -> None:
    """Swedish municipal plans as data: every goal, activity and follow-up with its page and place."""


for _command in (export, migrate, corrections):
    main.add_command(_command)


class _Size(click.ParamType[int]):
    """A size in bytes as people write it: 1500M, 2G."""

    name = "size"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The bytes of "1500M", "2G", "1.5G" or a plain number of bytes."""
        if isinstance(value, int):
            return value
        number, unit = (value[:-1], value[-1].upper()) if value[-1:].isalpha() else (value, "")
        try:
            return int(float(number) * {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}[unit])
        except (ValueError, KeyError):
            self.fail(f"{value!r} is no size; write 1500M or 2G", param, ctx)


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT…")
@click.option("--out", help="Folder (or URL) for the JSON files and manifest.jsonl.")
@click.option("--jobs", type=click.IntRange(1), help="Documents at a time.  [default: the processors]")
@click.option("--timeout", type=click.FloatRange(min=0.1), default=120.0, show_default=True, help="Seconds a document.")
@click.option("--max-memory", type=_Size(), default="2G", show_default=True, help="Address space of a worker.")
@click.option("--force", is_flag=True, help="Convert again what an earlier run has done.")
@click.option("--cluster", metavar="ADDRESS", help="Dask scheduler to run on (pip install 'planparse[cluster]').")
@click.option("--quiet", is_flag=True, help="No progress, only what went wrong.")
@click.option("--log-json", is_flag=True, help="One JSON object a line on stderr for each input.")
def convert(
    inputs: tuple[str, ...], out: str | None, jobs: int | None, timeout: float, max_memory: int, force: bool,
    cluster: str | None, quiet: bool, log_json: bool,
) -> None:  # fmt: skip
    """Convert PDFs and text transcripts to normalized JSON.

    INPUT is a file or a folder (searched recursively) or a URL; the folder tree is kept below --out, whose
    manifest.jsonl says of each input what became of it. A second run goes on where the first was stopped. A
    single file without --out prints its JSON.

    Exit code 0: all is well; 2: wrong usage; 3: some inputs failed, the rest was written; 4: all failed;
    130: stopped by Ctrl-C.
    """
    missing = [one for one in inputs if "://" not in one and not os.path.lexists(one)]
    if missing:
        raise click.BadParameter(f"{missing[0]!r} does not exist", param_hint="INPUT")
    if out is None:
        if len(inputs) != 1 or os.path.isdir(inputs[0]):
            raise click.UsageError("several inputs or a folder need --out DIR for their JSON files")
        _print_one(inputs[0])
    else:
        from planparse.batch import Settings

        jobs = jobs or len(os.sched_getaffinity(0))
        settings = Settings(jobs, timeout, max_memory, force=force, cluster=cluster)
        _convert_many(inputs, out, settings, quiet, log_json)


@main.command()
@click.argument("out")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def status(out: str, as_json: bool) -> None:
    """Say what a batch's manifest.jsonl tells: how many of what, how long, what failed and why."""
    with one_line_errors():
        from planparse.batch import summary

        found = summary(out)
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
        return
    of = f" of {found.total:,} (not ended)" if found.total else ""
    click.echo(
        f"{found.outcomes:,}{of} inputs, {found.written:,} written, {found.pages:,} pages, {found.seconds:,.0f} s"
    )
    for name, counts in (("", found.statuses), ("warning ", found.warnings)):
        for code, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
            click.echo(f"{count:>8,}  {name}{code}")
    for _, message in found.failures:
        click.echo(message)


@main.command()
def schema() -> None:
    """Print the JSON Schema of the output (draft 2020-12)."""
    from planparse.plan import schema as json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_INPUT = click.Path(exists=True, path_type=Path)


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
    with one_line_errors():
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
    with one_line_errors():
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
    with one_line_errors():
        from planparse.train import train_labeller

        click.echo(json.dumps(dict(train_labeller(bank, gold, out))))


@train.command()
@click.option("--gold", type=_FOLDER, default="gold", show_default=True, help="Folder with train and dev gold.")
@click.option("--corpus", type=_FOLDER, default="corpus", show_default=True, help="Folder with their documents.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), default="src/planparse/data/confidence.toml",
    show_default=True,
)  # fmt: skip
def confidence(gold: Path, corpus: Path, out: Path) -> None:
    """How often each way of deciding a kind is right on train and dev; some minutes."""
    with one_line_errors():
        from planparse.evaluate import cases
        from planparse.evaluate.confidence import as_toml, count_ways
        from planparse.lexicon import numbers

        found = (
            case
            for split in ("train", "dev")
            for case in cases(gold, corpus, None, split)
            if case.gold.expect != "scan"
        )
        out.write_text(as_toml(count_ways(found, numbers("confidence", "confidence"))), "utf-8")


@main.command()
@click.argument("first", type=click.Path(exists=True, path_type=Path))
@click.argument("second", type=click.Path(exists=True, path_type=Path))
def agreement(first: Path, second: Path) -> None:
    """Krippendorff's alpha for unitizing of two annotations (gold files, or folders of them)."""
    with one_line_errors():
        from planparse.evaluate.tables import agreement_table

        click.echo(agreement_table(first, second))


@main.command()
@click.argument("old", type=_FOLDER)
@click.argument("new", type=_FOLDER)
def diff(old: Path, new: Path) -> None:
    """Say what changed between two folders of parsed plans: documents, kinds, fields. Exit code 1 if any did."""
    with one_line_errors():
        from planparse.evaluate.runs import changes

        found = 0
        for change in changes(old, new):
            found += 1
            click.echo("\n  ".join([change.name, *change.what]))
        sys.exit(1 if found else 0)


@main.command()
@click.argument("plans", nargs=-1, type=_INPUT, metavar="[PLAN…]")
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="FILE.html, .csv or .json; default: CSV to stdout.",
)
@click.option(
    "--lang", type=click.Choice(["sv", "en"]), default="sv", show_default=True, help="First language of the page."
)
@click.option("--gold", type=_FOLDER, help="Score against pairs/ and themes/ of this gold folder instead.")
@click.option("--corpus", type=_FOLDER, default=None, help="Documents of the gold pairs; default: ./corpus.")
def compare(
    plans: tuple[Path, ...], target: Path | None, lang: Literal["sv", "en"], gold: Path | None, corpus: Path | None
) -> None:
    """Put plans side by side: what was kept, changed, new and dropped, and what became of promises.

    PLAN is a parsed plan (JSON), a PDF or text to parse first, or a folder of them.
    """
    with one_line_errors():
        from planparse.compare import tables

        if gold:
            click.echo(_pair_scores(gold, corpus or Path("corpus")))
            return
        found = _compared(plans)
        suffix = target.suffix.lower() if target else ".csv"
        if suffix not in _COMPARISON_SUFFIXES:
            raise click.UsageError("--to needs a name that ends in .html, .csv or .json")
        if suffix == ".html":
            from planparse.report.comparison import comparison_page

            text = comparison_page(found, lang)
        else:
            text = tables.to_csv(found) if suffix == ".csv" else tables.to_json(found)
        write_or_print(text, target)


_COMPARISON_SUFFIXES = (".html", ".csv", ".json")


def _compared(paths: tuple[Path, ...]) -> Comparison:
    from planparse.compare import compare as compare_plans
    from planparse.compare.loading import load_plans

    plans = load_plans(paths)
    if len(plans) < 2:
        raise click.UsageError("comparing needs at least two plans")
    return compare_plans(plans)


def _pair_scores(gold: Path, corpus: Path) -> str:
    from planparse.compare.gold_pairs import read_pairs, score, score_matching
    from planparse.compare.gold_themes import score_themes, theme_table
    from planparse.compare.loading import find_document, load_plans
    from planparse.compare.tables import score_table

    pairs = read_pairs(gold / "pairs")
    names = dict.fromkeys(name for one in pairs for name in (one.left, one.right))
    plans = dict(zip(names, load_plans([find_document(corpus, name) for name in names]), strict=True))
    parsed = [score(one, plans[one.left], plans[one.right]) for one in pairs]
    pairs_table = score_table(parsed, [score_matching(one, gold) for one in pairs])
    return f"{pairs_table}\n\n{theme_table(score_themes(gold))}"


@main.command()
@click.argument("plans", nargs=-1, required=True, type=_INPUT, metavar="PLAN…")
@click.option("--pdf", type=click.Path(exists=True, path_type=Path), help="The PDF, or the folder with the PDFs.")
@click.option("--to", "target", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The HTML file.")
@click.option(
    "--lang", type=click.Choice(["sv", "en"]), default="sv", show_default=True, help="First language of the page."
)
@click.option(
    "--dpi", type=click.IntRange(36, 300), default=None, help="Sharpness of the page pictures; default: by page count."
)
def report(plans: tuple[Path, ...], pdf: Path | None, target: Path, lang: Literal["sv", "en"], dpi: int | None) -> None:
    """Show plans on one HTML page that needs nothing else: each item beside its place on paper.

    PLAN is a parsed plan (JSON), a PDF or text to parse first, or a folder of them. Several plans get an index
    with a coverage matrix, charts and a checklist.
    """
    with one_line_errors():
        from planparse.compare.loading import load_plans
        from planparse.report.page import plan_page

        write_or_print(plan_page(load_plans(plans), pdf, lang, dpi), target)


@main.command()
@click.argument(
    "plans", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="PLAN.json…"
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with every item behind every figure.")
def check(plans: tuple[Path, ...], as_json: bool) -> None:
    """Say what plans have of what the law (2023:196) and Brå's process ask for, with the items behind each figure.

    Exit code 0: all is well; 5: a file is no parsed plan.
    """
    with one_line_errors():
        from planparse import check as checks
        from planparse.migrate import read_plan

        found = [checks.check(read_plan(path)) for path in plans]
        click.echo(checks.to_json(found) if as_json else "\n\n".join(map(checks.table, found)), nl=not as_json)


def _print_one(path: str) -> None:
    from planparse.batch import convert_file, warning_lines
    from planparse.batch.pieces import json_pieces
    from planparse.errors import InputError

    try:
        plan = convert_file(path)
    except InputError as error:
        click.echo(error.line(), err=True)
        sys.exit(EXIT_ALL_FAILED)
    sys.stdout.buffer.writelines(json_pieces(plan))
    sys.stdout.buffer.flush()
    for line in warning_lines(path, ((w.code, w.page, w.message) for w in plan.warnings)):
        click.echo(line, err=True)


def _convert_many(inputs: tuple[str, ...], out: str, settings: Settings, quiet: bool, log_json: bool) -> None:
    from planparse.batch import Run, find_inputs
    from planparse.cli.progress import teller

    found = find_inputs(inputs)
    if not found:
        raise click.UsageError("no PDF and no text file below " + ", ".join(map(str, inputs)))
    failed = 0
    with one_line_errors(), teller(len(found), quiet, log_json) as tell:
        try:
            for outcome in Run(found, out, settings):
                failed += not outcome.ok
                tell.outcome(outcome)
        except KeyboardInterrupt:
            tell.stopped(out)
            sys.exit(_EXIT_STOPPED)
        tell.ended(out)
    if failed:
        sys.exit(EXIT_ALL_FAILED if failed == len(found) else EXIT_SOME_FAILED)
