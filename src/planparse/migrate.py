"""JSON of any schema version that there has been → a Plan of this version; and what may not change within 1.x."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from planparse.errors import NotAParse, OutputError
from planparse.plan import SCHEMA_VERSION, Plan

Json = dict[str, Any]

STEPS: dict[str, Callable[[Json], Json]] = {}
"""schema_version → the function that gives the next version's object, with its new `schema_version`.

Within 1.x fields are only added, each with a default, so reading is all it takes; 2.0 will put the first step here.
"""


def upgrade(data: Json, steps: Mapping[str, Callable[[Json], Json]] = STEPS) -> Plan:
    """The plan in an object of this schema version or an older one.

    Raises ValueError where the version is unknown or newer than this program, pydantic.ValidationError where the
    object does not keep to its version.
    """
    version = str(data.get("schema_version", "none"))
    seen = {version}
    while version != SCHEMA_VERSION and version in steps:
        data = steps[version](data)
        version = str(data["schema_version"])
        if version in seen:
            raise ValueError(f"the steps from schema version {version} go round in a circle")
        seen.add(version)
    if version != SCHEMA_VERSION:
        raise ValueError(f"schema version {version} is not known to this program, which writes {SCHEMA_VERSION}")
    return Plan.model_validate(data)


def read_plan(path: Path) -> Plan:
    """The plan in a JSON file, of this schema version or an older one. Raises NotAParse."""
    try:
        data = path.read_bytes()
        if f'"schema_version": "{SCHEMA_VERSION}"'.encode() in data[:200]:
            return Plan.model_validate_json(data)
        found = json.loads(data)
        if not isinstance(found, dict) or "schema_version" not in found:
            raise NotAParse(str(path), "is no plan (no schema_version)", "give what `planparse convert` wrote")
        return upgrade(found)
    except OSError as error:
        raise NotAParse(str(path), f"cannot be read ({error.strerror})", "check its permissions") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise NotAParse(str(path), f"is no plan ({where}: {first['msg']})", "convert the document again") from error
    except ValueError as error:
        what = f"is no plan ({str(error).splitlines()[0]})"
        raise NotAParse(str(path), what, "convert the document again or take a newer planparse") from error


def plan_files(place: Path) -> Iterator[tuple[str, Path]]:
    """(doc_id, path) of every parsed plan below a folder, or of one file, in the order of their names.

    `doc_id` is the path below the folder without ".json". Corrections beside the plans are left out.
    """
    if not place.is_dir():
        yield place.name.removesuffix(".json"), place
        return
    for path in sorted(place.rglob("*.json")):
        if not path.name.endswith(".corrections.json"):
            yield path.relative_to(place).as_posix().removesuffix(".json"), path


def write_whole(path: Path, text: str) -> None:
    """Writes a file beside the plans whole or not at all. Raises OutputError."""
    partial = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, "utf-8")
        partial.replace(path)
    except OSError as error:
        todo = "check the disk and the folder's permissions"
        raise OutputError(str(path), f"cannot be written ({error.strerror})", todo) from error


def breaking_changes(old: Json, new: Json) -> list[str]:
    """What of an older JSON Schema the newer one breaks, one line each; [] where it only adds.

    A property may not go, stop being there always, or change its type, format or bounds; a closed list of words may
    grow, not shrink. Both schemas are as `plan.schema()` gives them.
    """
    lines = list(_breaks(old, new, ""))
    for name, definition in old.get("$defs", {}).items():
        if name not in new.get("$defs", {}):
            lines.append(f"{name}: is gone")
        else:
            lines.extend(_breaks(definition, new["$defs"][name], name))
    return lines


_FREE = {"description", "title", "default", "$schema", "$defs", "properties", "required", "enum", "items", "anyOf"}


def _breaks(old: Json, new: Json, where: str) -> Iterator[str]:
    for name, inner in old.get("properties", {}).items():
        place = f"{where}.{name}".lstrip(".")
        if name not in new.get("properties", {}):
            yield f"{place}: is gone"
        else:
            yield from _breaks(inner, new["properties"][name], place)
    for name in sorted(set(old.get("required", [])) - set(new.get("required", []))):
        yield f"{where}.{name}: may now be missing".lstrip(".")
    gone = [word for word in _words(old) if word not in _words(new)]
    if gone:
        yield f"{where}: no longer {', '.join(map(str, gone))}"
    for key in ("items", "additionalProperties"):
        if isinstance(old.get(key), dict):
            yield from _breaks(old[key], new.get(key) or {}, f"{where}[]")
    if len(old.get("anyOf", [])) != len(new.get("anyOf", [])):
        yield f"{where}: its types changed"
    for a, b in zip(old.get("anyOf", []), new.get("anyOf", []), strict=False):
        yield from _breaks(a, b, where)
    for key in sorted((set(old) | set(new)) - _FREE):
        if key == "const" and _words(new):
            continue
        if isinstance(old.get(key), dict) and key != "$ref":
            continue
        if old.get(key) != new.get(key):
            yield f"{where}: {key} was {old.get(key)!r}, is {new.get(key)!r}"


def _words(schema: Json) -> list[Any]:
    """The closed list of words of a schema; one `const` is a list of one."""
    return list(schema.get("enum", [schema["const"]] if "const" in schema else []))
