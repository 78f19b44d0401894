"""Label Studio's JSON and JSON-MIN exports → annotated documents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from planparse.corrections.model import Origin
from planparse.corrections.regions import Annotated, Region
from planparse.errors import UnreadableCorrections
from planparse.plan import SectionKind

_TODO = "export the project as JSON or JSON-MIN, from tasks that `planparse export --format labelstudio` made"


def is_label_studio(data: Any) -> bool:
    """Whether a JSON value looks like a Label Studio export of tasks."""
    first = data[0] if isinstance(data, list) and data else None
    return isinstance(first, dict) and ("annotations" in first or "annotator" in first or "data" in first)


def read_label_studio(path: Path) -> Iterator[Annotated]:
    """The annotated tasks of an export; a task that nobody finished is left out. Raises UnreadableCorrections."""
    for number, task in enumerate(json.loads(path.read_text("utf-8")), 1):
        try:
            data = task.get("data", task)
            text, items = data["text"], data["items"]
            offsets = _code_points(text)
            proposed = [Region(offsets[a], offsets[b], kind) for a, b, kind in items]
            for results, origin in _finished(task):
                yield Annotated(data["doc_id"], data["sha256"], text, proposed, _regions(results, offsets), origin)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            what = f"task {number} is not one of planparse's ({type(error).__name__}: {error})"
            raise UnreadableCorrections(str(path), what, _TODO) from error


def _finished(task: dict[str, Any]) -> Iterator[tuple[Sequence[dict[str, Any]], Origin]]:
    """(results, origin) of the latest annotation of a task that was not skipped."""
    if "annotations" not in task:  # JSON-MIN: one annotation, its labels under the control's name
        if "kind" in task:
            found = [{"value": value, "type": "labels"} for value in task["kind"]]
            who = _user(task.get("annotator"))
            at = task.get("updated_at")
            yield found, Origin(tool="labelstudio", user=who, at=at, ref=str(task.get("annotation_id", "")))
        return
    done = [one for one in task["annotations"] if not one.get("was_cancelled")]
    if done:
        one = max(done, key=lambda a: (str(a.get("updated_at") or a.get("created_at") or ""), a.get("id") or 0))
        at = one.get("updated_at") or one.get("created_at")
        yield (
            one["result"],
            Origin(tool="labelstudio", user=_user(one.get("completed_by")), at=at, ref=str(one.get("id", ""))),
        )


def _user(found: Any) -> str | None:
    if isinstance(found, dict):
        return str(found.get("email") or found.get("id"))
    return None if found is None else str(found)


def _regions(results: Sequence[dict[str, Any]], offsets: Sequence[int]) -> list[Region]:
    found = []
    for result in results:
        value = result["value"]
        if result.get("type") == "labels" and value.get("labels"):
            kind = value["labels"][0]
            if kind not in get_args(SectionKind):
                raise ValueError(f"{kind!r} is no kind")
            found.append(Region(offsets[value["start"]], offsets[value["end"]], kind, result.get("id")))
    return found


def _code_points(text: str) -> list[int]:
    """For each offset as JavaScript counts (UTF-16), the offset in characters."""
    found = []
    for i, letter in enumerate(text):
        found += [i, i] if ord(letter) > 0xFFFF else [i]
    return [*found, len(text)]
