"""Parsed plans → the files of other tools. A format is one function and one line in `FORMATS`.

Every format reads the plans one at a time and writes as it goes, so ten thousand take the memory of a few.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from planparse.errors import InputError, NotAParse, OutputError
from planparse.export import cas, database, delimited, label_studio, lines, parquet, qdpx, spacy_docs, tei, workbook
from planparse.export.records import Amend, Record, read_records

__all__ = ["FORMATS", "Done", "Format", "Record", "export"]

Format = Callable[[Iterable[Record], Path], None]
"""Writes the records to a path that does not exist yet: a file or a folder, as the format's docstring says."""

FORMATS: dict[str, Format] = {
    "csv": delimited.write_csv,
    "datapackage": delimited.write_datapackage,
    "docbin": spacy_docs.write_docbin,
    "inception": cas.write_inception,
    "jsonl": lines.write_jsonl,
    "labelstudio": label_studio.write_label_studio,
    "parquet": parquet.write_parquet,
    "qdpx": qdpx.write_qdpx,
    "quallmer": lines.write_quallmer,
    "sqlite": database.write_sqlite,
    "tei": tei.write_tei,
    "xlsx": workbook.write_xlsx,
}


@dataclass(frozen=True, slots=True)
class Done:
    """How many plans were written, and what was wrong with each JSON that is none."""

    plans: int
    failed: tuple[InputError, ...]


def export(source: Path, form: str, to: Path, amend: Amend | None = None) -> Done:
    """Writes the plans below `source` to `to` in a format of FORMATS, whole or not at all.

    `amend(path, plan)` gives the plan as it shall be shown, with its corrections. A file `to` is replaced; a folder
    with something in it is left alone. Raises MissingLibrary, OutputError, and NotAParse where there is no plan.
    """
    if to.is_dir() and any(to.iterdir()):
        raise OutputError(str(to), "is a folder with files in it", "name a new one, or empty it first")
    failed: list[InputError] = []
    seen = 0

    def counted() -> Iterable[Record]:
        nonlocal seen
        for record in read_records(source, failed.append, amend):
            seen += 1
            yield record

    partial = to.with_name(to.name + ".part")
    _clear(partial)
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        FORMATS[form](counted(), partial)
        if seen == 0:
            raise (
                failed[0] if failed else NotAParse(str(source), "holds no parsed plan", "convert some documents first")
            )
        if to.is_dir():
            to.rmdir()
        partial.replace(to)
    except OSError as error:
        todo = "check the disk and the folder's permissions"
        raise OutputError(str(to), f"cannot be written ({error.strerror or error})", todo) from error
    finally:
        _clear(partial)
    return Done(seen, tuple(failed))


def _clear(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
