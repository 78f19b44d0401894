"""Files and folders given → every PDF and text below them, each with a place of its own for its JSON.

A target keeps the folder tree and is a name that any file system takes: valid UTF-8, no control characters,
at most 255 bytes a part; two names that differ only in case or Unicode form stay apart.
"""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from planparse.batch.outcomes import Input
from planparse.batch.storage import WORKSHOP, is_url, walk

_ENDINGS = (".pdf", ".txt")
_LONGEST = 255
"""Bytes that Linux, macOS and Windows allow for one name."""
_Found = tuple[str, str, int | None, str | None]
"""Where a file is, its path below the folder given, its size, what is wrong with it."""


def find_inputs(given: Sequence[str | os.PathLike[str]]) -> list[Input]:
    """Every PDF and text below `given` (files as they are, folders and URLs recursively), sorted by name.

    The tree below the one folder given, or below what several inputs share, is kept. Two inputs of one folder
    with the same stem keep their extension: plan.pdf.json, plan.txt.json. Links to folders are not followed:
    they may loop. A folder that cannot be listed is an input with `trouble`, so that it is not silently lost.
    """
    places = [os.fspath(one) for one in given]
    found: dict[str, _Found] = {}
    base = _base([place for place in places if not is_url(place)])
    for place in places:
        for one in _url(place) if is_url(place) else _local(place, base):
            found.setdefault(one[0], one)
    return _with_targets(sorted(found.values(), key=lambda one: (one[1], one[0])))


def clean(name: str) -> str:
    """A name that can stand in JSON and on one line of a terminal: bytes that are no UTF-8 and controls as %XX."""
    if name.isprintable():
        return name
    parts = []
    for char in name:
        if "\udc80" <= char <= "\udcff":  # how Python carries a byte that is no UTF-8
            parts.append(f"%{ord(char) - 0xDC00:02X}")
        elif not char.isprintable():
            parts += [f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass")]
        else:
            parts.append(char)
    return "".join(parts)


def _base(places: list[str]) -> str:
    """The folder whose tree is kept."""
    if not places:
        return ""
    if len(places) == 1:
        whole = os.path.abspath(places[0])
        return whole if os.path.isdir(whole) else os.path.dirname(whole)
    return os.path.commonpath([os.path.dirname(os.path.abspath(place)) for place in places])


def _url(url: str) -> Iterator[_Found]:
    try:
        whole = list(walk(url))
    except OSError as error:
        yield url, url.rsplit("/", 1)[-1], None, f"cannot be listed ({error.strerror or error})"
        return
    one = len(whole) == 1 and whole[0][0].rstrip("/").endswith(url.split("://", 1)[1].rstrip("/"))
    for where, below, size in whole:
        if one or below.lower().endswith(_ENDINGS):
            yield where, below, size, None


def _local(place: str, base: str) -> Iterator[_Found]:
    whole = os.path.abspath(place)
    if not os.path.isdir(whole):
        yield whole, os.path.relpath(whole, base), _size(whole), None
        return
    troubles: list[OSError] = []
    for folder, folders, names in os.walk(whole, onerror=troubles.append):
        folders[:] = sorted(one for one in folders if one != WORKSHOP)
        for name in sorted(names):
            if name.lower().endswith(_ENDINGS):
                path = os.path.join(folder, name)
                yield path, os.path.relpath(path, base), _size(path), None
        while troubles:
            yield _unlisted(troubles.pop(), base)
    for error in troubles:
        yield _unlisted(error, base)


def _unlisted(error: OSError, base: str) -> _Found:
    folder = os.fsdecode(error.filename)
    return folder, os.path.relpath(folder, base), None, f"the folder cannot be listed ({error.strerror})"


def _size(path: str) -> int | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def _with_targets(found: Sequence[_Found]) -> list[Input]:
    plain = [_json_name(name, keep=False) for _, name, _, _ in found]
    stems = Counter(map(_key, plain))
    folders = {_key(str(parent)) for name in plain for parent in PurePosixPath(name).parents}
    taken: set[str] = set()
    inputs = []
    for (source, name, size, trouble), target in zip(found, plain, strict=True):
        wanted, number = target, 0
        while (key := _key(wanted)) in taken or key in folders or (number == 0 and stems[key] > 1):
            number += 1
            wanted = _json_name(name, keep=True, number=number)
        taken.add(key)
        inputs.append(Input(source, name, wanted, size, trouble))
    return inputs


def _json_name(name: str, keep: bool, number: int = 1) -> str:
    """The JSON's path for an input's: its own with ".json", the old ending kept or not, a number from 2 on."""
    folder, _, last = clean_path(name).rpartition("/")
    stem, ending = os.path.splitext(last)
    end = (ending if keep else "") + (f".{number}" if number > 1 else "") + ".json"
    parts = [_shortened(part, "") for part in folder.split("/") if part]
    return "/".join([*parts, _shortened(stem, end)])


def clean_path(name: str) -> str:
    """`name` with "/" between its parts and each part clean; what would lead out of the folder is dropped."""
    parts = name.replace(os.sep, "/").split("/")
    return "/".join(clean(part) for part in parts if part not in ("", ".", ".."))


def _shortened(stem: str, end: str) -> str:
    """stem + end, cut to what a file system takes; a cut name ends in part of its hash, so that it stays unique."""
    whole = stem + end
    if len(whole.encode()) <= _LONGEST:
        return whole
    mark = "~" + hashlib.sha256(stem.encode()).hexdigest()[:12]
    room = _LONGEST - len((mark + end).encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + mark + end


def _key(path: str) -> str:
    """What a file system that knows neither case nor Unicode forms takes for the same name."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
