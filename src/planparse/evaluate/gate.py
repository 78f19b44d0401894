"""Floors: figures that may not fall, pinned with the fingerprint of the gold and corpus that they were measured on."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from planparse.errors import InputError
from planparse.evaluate.tally import LOWER_IS_BETTER, Figure

GATED = (
    "role_macro", "boundary", "window_diff", "pk", "part", "item", "metadata_mean", "parties", "targets", "actors",
    "times", "statuses", "text_recall", "text_precision", "furniture_leaks", "grounding", "calibration_error",
)  # fmt: skip
GATED_SPLITS = ("train", "dev")
"""`test` is reported, never steered by."""
_SLACK = 0.0005  # figures are pinned rounded to three places, in the lenient direction


class GateFailed(InputError):
    """A figure fell below its floor, or gold changed under the floors."""

    code = "below_floor"
    exit_code = 9


def fingerprint(*folders: Path) -> str:
    """A hash of every file below the folders, names and bytes; documents and gold only."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in (".pdf", ".txt", ".json") and "sources" not in path.parts:
                if path.name == "floors.json":
                    continue
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def floors_of(figures: Mapping[str, Figure]) -> dict[str, float]:
    """The floors that figures give: rounded to three places so that they themselves pass."""
    out = {}
    for name in GATED:
        value = figures[name].micro if name in figures else None
        if value is not None:
            out[name] = math.ceil(value * 1000) / 1000 if name in LOWER_IS_BETTER else math.floor(value * 1000) / 1000
    return out


def below(floors: Mapping[str, float], figures: Mapping[str, Figure]) -> list[str]:
    """One line for each figure that is worse than its floor."""
    out = []
    for name, floor in sorted(floors.items()):
        value = figures[name].micro if name in figures else None
        if value is None:
            out.append(f"{name}: no figure, floor {floor:.3f}")
        elif name in LOWER_IS_BETTER and value > floor + _SLACK:
            out.append(f"{name}: {value:.4f}, may be {floor:.3f} at most")
        elif name not in LOWER_IS_BETTER and value < floor - _SLACK:
            out.append(f"{name}: {value:.4f}, floor {floor:.3f}")
    return out


@dataclass(frozen=True, slots=True)
class _Pinned:
    fingerprint: str
    floors: dict[str, dict[str, float]]


def check(path: Path, mark: str, by_split: Mapping[str, Mapping[str, Figure]]) -> None:
    """Raises GateFailed where a figure fell or the gold is not the one that the floors were measured on."""
    pinned = _load(path)
    trouble = [
        f"{split}: {line}" for split, floors in pinned.floors.items() for line in below(floors, by_split.get(split, {}))
    ]
    if pinned.fingerprint != mark:
        trouble.insert(0, "gold or corpus changed since the floors were pinned (planparse evaluate --update-floors)")
    if trouble:
        raise GateFailed(str(path), "; ".join(trouble), "find what changed, or lower the floor on purpose")


def update(path: Path, mark: str, by_split: Mapping[str, Mapping[str, Figure]], allow_lower: bool) -> None:
    """Pins the figures as floors. Raises GateFailed where one would fall and `allow_lower` is not set."""
    if path.exists() and not allow_lower:
        pinned = _load(path)
        worse = [
            f"{split}: {line}"
            for split, floors in pinned.floors.items()
            for line in below(floors, by_split.get(split, {}))
        ]
        if worse:
            raise GateFailed(str(path), "; ".join(worse), "use --allow-lower if that is meant")
    floors = {split: floors_of(by_split[split]) for split in GATED_SPLITS if split in by_split}
    text = json.dumps({"fingerprint": mark, "floors": floors}, indent=1) + "\n"
    path.write_text(text, "utf-8")


def _load(path: Path) -> _Pinned:
    try:
        found = json.loads(path.read_text("utf-8"))
        return _Pinned(found["fingerprint"], found["floors"])
    except (OSError, ValueError, KeyError) as error:
        todo = "pin them with planparse evaluate --update-floors"
        raise GateFailed(str(path), f"no floors ({error})", todo) from error
