"""Two runs over the same documents, without gold: what changed?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from planparse.gold import UnreadableGold
from planparse.plan import Plan, from_json

_METADATA = ("document_type", "title", "municipalities", "parties", "period", "decisions", "diary_numbers")
_DETAILS = ("targets", "actors", "times", "status")


@dataclass(frozen=True, slots=True)
class Change:
    """A document that differs: the fields that changed, and how many words changed their kind, from → to."""

    name: str
    what: tuple[str, ...]


def changes(old: Path, new: Path) -> Iterator[Change]:
    """The documents of two folders of parsed plans that differ, by name. Raises UnreadableGold for a broken JSON."""
    before, after = _names(old), _names(new)
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield Change(name, ("gone",))
        elif name not in before:
            yield Change(name, ("new",))
        elif before[name].read_bytes() != after[name].read_bytes():
            what = tuple(_differences(_read(before[name]), _read(after[name])))
            yield Change(name, what or ("only boxes, confidences or versions",))


def _names(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.json")}


def _read(path: Path) -> Plan:
    try:
        return from_json(path.read_text("utf-8"))
    except (ValueError, ValidationError) as error:
        raise UnreadableGold(str(path), "is no plan", "convert the document again") from error


def _differences(old: Plan, new: Plan) -> Iterator[str]:
    for field in _METADATA:
        a, b = getattr(old, field), getattr(new, field)
        if a != b:
            yield f"{field}: {_short(a)} → {_short(b)}"
    a, b = _words(old), _words(new)
    moved: Counter[tuple[str, str]] = Counter()
    matcher = SequenceMatcher(None, [w for w, _ in a], [w for w, _ in b], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            moved.update((x[1], y[1]) for x, y in zip(a[i1:i2], b[j1:j2], strict=True) if x[1] != y[1])
        else:
            moved["text", "gone"] += i2 - i1
            moved["text", "new"] += j2 - j1
    for (kind, other), count in sorted(moved.items(), key=lambda pair: -pair[1]):
        if count:
            yield f"{count} words {kind} → {other}" if kind != "text" else f"{count} words {other}"
    heads = [[(p.kind, p.number, p.title) for p in plan.parts] for plan in (old, new)]
    if heads[0] != heads[1]:
        yield f"parts: {len(heads[0])} → {len(heads[1])}"
    for field in _DETAILS:
        x, y = _details(old, field), _details(new, field)
        if x != y:
            yield f"{field}: {sum((x - y).values())} gone, {sum((y - x).values())} new"


def _words(plan: Plan) -> list[tuple[str, str]]:
    return [
        (word, section.kind)
        for part in plan.parts
        for section in part.sections
        for item in section.items
        for word in item.text.split()
    ]


def _details(plan: Plan, field: str) -> Counter[str]:
    out: Counter[str] = Counter()
    for part in plan.parts:
        for section in part.sections:
            for item in section.items:
                value: Any = getattr(item, field)
                entries = value if isinstance(value, list) else [value] if value else []
                out.update(f"{item.text[:40]} {entry}" for entry in entries)
    return out


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "…"
