"""Plans from files: parsed JSON as it is, PDFs and transcripts parsed first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from planparse.errors import InputError, UnreadableInput
from planparse.pipeline import parse
from planparse.plan import Plan, from_json

_DOCUMENTS = (".pdf", ".txt")


class NoPlan(InputError):
    """A JSON file that holds no parsed plan."""

    code = "no_plan"


def load_plans(paths: Iterable[Path]) -> list[Plan]:
    """The plans in `paths`, in order; a folder gives its JSON files, or its PDFs and texts where it has none.

    Raises an InputError where a file cannot be read.
    """
    return [_load(path) for path in _files(paths)]


def find_document(corpus: Path, name: str) -> Path:
    """The PDF or transcript called `name` somewhere below `corpus`. Raises UnreadableInput."""
    for path in sorted(corpus.glob(f"*/{name}.*")):
        if path.suffix.lower() in _DOCUMENTS:
            return path
    raise UnreadableInput(
        str(corpus / name), "there is no such document", "run this where the corpus is, or say --corpus"
    )


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = sorted(path.rglob("*.json")) or sorted(p for p in path.rglob("*") if p.suffix.lower() in _DOCUMENTS)
        yield from found


def _load(path: Path) -> Plan:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableInput(str(path), f"it cannot be read ({error.strerror})", "check the file's rights") from error
    if path.suffix.lower() != ".json":
        return parse(data, path.name)
    try:
        return from_json(data)
    except ValidationError as error:
        what = f"this is no parsed plan ({error.error_count()} fields differ)"
        raise NoPlan(str(path), what, "make it with `planparse convert`") from error
