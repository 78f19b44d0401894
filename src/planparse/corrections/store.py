"""The corrections file beside a plan: read, added to, never written over."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from planparse.corrections.apply import apply
from planparse.corrections.model import Correction, Corrections, to_json
from planparse.errors import UnreadableCorrections
from planparse.migrate import write_whole
from planparse.plan import Plan, Warning


def beside(plan_file: Path) -> Path:
    """NAME.corrections.json of NAME.json."""
    return plan_file.with_name(plan_file.name.removesuffix(".json") + ".corrections.json")


def read_corrections(path: Path) -> Corrections:
    """The corrections in a file. Raises UnreadableCorrections."""
    try:
        return Corrections.model_validate_json(path.read_bytes())
    except OSError as error:
        raise UnreadableCorrections(str(path), f"cannot be read ({error.strerror})", "check its permissions") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        what = f"is no corrections file ({'.'.join(map(str, first['loc']))}: {first['msg']})"
        raise UnreadableCorrections(str(path), what, "its format is `planparse corrections schema`") from error


def add(plan_file: Path, plan: Plan, found: Iterable[Correction]) -> int:
    """Adds the corrections that are not there yet to the file beside the plan; gives their number.

    Two are the same where anchor, change and origin are. Raises UnreadableCorrections where the file belongs to
    another document, OutputError.
    """
    path = beside(plan_file)
    old = Corrections(sha256=plan.source.sha256, schema_version=plan.schema_version)
    if path.exists():
        old = read_corrections(path)
        if old.sha256 != plan.source.sha256:
            what = "belongs to another version of the document (its sha256 differs)"
            raise UnreadableCorrections(str(path), what, "move it away, or bring back the document it was made for")
    known = {one.model_dump_json() for one in old.corrections}
    new = [one for one in found if one.model_dump_json() not in known]
    if new:
        whole = old.model_copy(update={"corrections": [*old.corrections, *new]})
        write_whole(path, to_json(whole))
    return len(new)


def amend(plan_file: Path, plan: Plan) -> Plan:
    """The plan with the corrections beside it carried out, if there are any. Raises UnreadableCorrections.

    Corrections made for other bytes than the plan's are still looked for by their words, and a warning says so.
    """
    path = beside(plan_file)
    if not path.exists():
        return plan
    found = read_corrections(path)
    amended = apply(plan, found.corrections).plan
    if found.sha256 == plan.source.sha256:
        return amended
    told = Warning(code="unplaced_correction", message="its corrections were made for another file (sha256 differs)")
    return amended.model_copy(update={"warnings": [*amended.warnings, told]})
