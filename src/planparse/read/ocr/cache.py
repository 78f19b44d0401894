"""What was recognized, kept by the page's picture: the second reading of a scan costs nothing.

One small JSON file a page in $PLANPARSE_CACHE, else $XDG_CACHE_HOME/planparse/ocr, else ~/.cache/planparse/ocr; an
empty PLANPARSE_CACHE keeps nothing. A file that cannot be read or written is as if it were not there.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planparse.page import Fill, Page, Ruling, Word

if TYPE_CHECKING:
    import numpy as np

    from planparse.read.ocr import Recognized

_EDITION = "9"
"""Of prepare, words_of and this format: what any of them changes makes old files worthless."""


def key(grey: np.ndarray[Any, np.dtype[np.uint8]], dpi: float, identity: str) -> str:
    """The name of a picture as read by one recognizer."""
    found = hashlib.sha256(f"{_EDITION} {identity} {dpi} {grey.shape}".encode())
    found.update(grey.tobytes())
    return found.hexdigest()


def load(name: str) -> Recognized | None:
    """What was kept under `name`."""
    from planparse.read.ocr import Recognized

    folder = _folder()
    if folder is None:
        return None
    try:
        raw = json.loads((folder / f"{name}.json").read_text("utf-8"))
        words = tuple(Word(**word) for word in raw["words"])
        rulings = tuple(Ruling(*ruling) for ruling in raw["rulings"])
        page = Page(1, 0.0, 0.0, words, rulings, tuple(Fill(*fill) for fill in raw["fills"]))
        return Recognized(page, raw["sure"], raw["left_out"], raw["turned"], raw["askew"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def store(name: str, found: Recognized) -> None:
    """Keeps `found` under `name`, whole or not at all."""
    folder = _folder()
    if folder is None:
        return
    raw = {
        "words": [dataclasses.asdict(word) for word in found.page.words],
        "rulings": [dataclasses.astuple(ruling) for ruling in found.page.rulings],
        "fills": [dataclasses.astuple(fill) for fill in found.page.fills],
        "sure": found.sure,
        "left_out": found.left_out,
        "turned": found.turned,
        "askew": found.askew,
    }
    partial = folder / f"{name}.{os.getpid()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps(raw, ensure_ascii=False), "utf-8")
        partial.replace(folder / f"{name}.json")
    except OSError:
        return


def _folder() -> Path | None:
    told = os.environ.get("PLANPARSE_CACHE")
    if told is not None:
        return Path(told) if told else None
    home = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(home) if home else Path.home() / ".cache") / "planparse" / "ocr"
    except RuntimeError:  # nobody's home
        return None
