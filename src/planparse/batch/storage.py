"""Where inputs lie and outputs go: a folder of this machine, or a URL that fsspec knows (extra `cluster`).

Whole files only: a file is written beside its place under another name and then moved there, so that whoever
looks, or kills us, finds the old file, the new one or none.
"""

from __future__ import annotations

import itertools
import os
import shutil
import socket
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

WORKSHOP = ".planparse"
"""The folder below the output for files in the making and the lock; nothing in it outlives a run."""
_MOVED = ("sftp", "ssh", "smb", "hdfs", "webhdfs", "ftp", "arrow_hdfs", "file", "local")
"""Protocols whose files grow in place while written; object stores show a file only when it is whole."""
_count = itertools.count()


def is_url(where: str) -> bool:
    """Whether `where` is for fsspec ("s3://…", "memory://…") and not a path of this machine."""
    return "://" in where


def filesystem(url: str) -> tuple[Any, str]:
    """fsspec's file system of a URL and the path within it. Raises OSError where the extra is not installed."""
    try:
        import fsspec
    except ImportError as error:
        raise OSError(0, "URLs need the extra: pip install 'planparse[cluster]'") from error
    try:
        found: tuple[Any, str] = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:  # the driver of that store is not installed, or no such protocol
        raise OSError(0, str(error).splitlines()[0]) from error
    return found


def read_bytes(where: str) -> bytes:
    """The file's bytes. Raises OSError, also for what is no regular file (reading a pipe would wait for ever)."""
    if is_url(where):
        system, path = filesystem(where)
        data: bytes = system.cat_file(path)
        return data
    if os.path.exists(where) and not os.path.isfile(where):
        raise OSError(0, "it is no regular file")
    with open(where, "rb") as file:
        return file.read()


def place(out: str) -> Folder | Store:
    """The output below `out`, a path or a URL."""
    return Store(out) if is_url(out) else Folder(out)


class Folder:
    """An output folder of this machine (or a file system that all machines mount)."""

    def __init__(self, root: str) -> None:
        self.root = root

    def path(self, target: str) -> str:
        return os.path.join(self.root, target)

    def read(self, target: str) -> bytes | None:
        """The bytes, or None where there is no such file."""
        try:
            with open(self.path(target), "rb") as file:
                return file.read()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, target: str, pieces: Iterable[bytes]) -> None:
        """Writes the file whole or not at all. Raises OSError, and whatever `pieces` raises."""
        path = self.path(target)
        workshop = self.path(WORKSHOP)
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        os.makedirs(workshop, exist_ok=True)
        partial = os.path.join(workshop, f"{socket.gethostname()[:40]}-{os.getpid()}-{next(_count)}")
        try:
            with open(partial, "wb") as file:
                file.writelines(pieces)
            os.replace(partial, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(partial)
            raise

    def list(self, folder: str) -> list[str]:
        """The targets in a folder, sorted."""
        try:
            return sorted(f"{folder}/{name}" for name in os.listdir(self.path(folder)))
        except (FileNotFoundError, NotADirectoryError):
            return []

    def remove(self, target: str) -> None:
        with suppress(FileNotFoundError):
            os.unlink(self.path(target))

    def sweep(self) -> None:
        """Takes away what a killed run left in the making."""
        shutil.rmtree(self.path(WORKSHOP), ignore_errors=True)


class Store:
    """An output below a URL."""

    def __init__(self, url: str) -> None:
        self.root = url.rstrip("/")
        self._system, self._base = filesystem(self.root)
        protocol = self._system.protocol
        self._moved = bool({protocol} & set(_MOVED) if isinstance(protocol, str) else set(protocol) & set(_MOVED))

    def path(self, target: str) -> str:
        return f"{self._base.rstrip('/')}/{target}"

    def read(self, target: str) -> bytes | None:
        """The bytes, or None where there is no such file."""
        try:
            data: bytes = self._system.cat_file(self.path(target))
        except (FileNotFoundError, NotADirectoryError):
            return None
        return data

    def write(self, target: str, pieces: Iterable[bytes]) -> None:
        """Writes the file whole or not at all. Raises OSError, and whatever `pieces` raises."""
        path = self.path(target)
        self._system.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
        data = b"".join(pieces)
        if not self._moved:
            self._system.pipe_file(path, data)
            return
        partial = self.path(f"{WORKSHOP}/{socket.gethostname()[:40]}-{os.getpid()}-{next(_count)}")
        self._system.makedirs(partial.rsplit("/", 1)[0], exist_ok=True)
        self._system.pipe_file(partial, data)
        self._system.mv(partial, path)

    def list(self, folder: str) -> list[str]:
        """The targets in a folder, sorted."""
        try:
            found = self._system.ls(self.path(folder), detail=False)
        except (FileNotFoundError, NotADirectoryError):
            return []
        return sorted(f"{folder}/{str(path).rsplit('/', 1)[-1]}" for path in found)

    def remove(self, target: str) -> None:
        with suppress(FileNotFoundError):
            self._system.rm_file(self.path(target))

    def sweep(self) -> None:
        """Takes away what a killed run left in the making."""
        with suppress(FileNotFoundError):
            self._system.rm(self.path(WORKSHOP), recursive=True)


def walk(url: str) -> Iterator[tuple[str, str, int | None]]:
    """(URL, path below `url`, size) of every file below a URL, or of the one file that it names. Raises OSError."""
    system, base = filesystem(url)
    details: dict[str, dict[str, Any]] = system.find(base, detail=True)
    base = base.rstrip("/")
    for path, detail in sorted(details.items()):
        below = path[len(base) + 1 :] if path.startswith(base + "/") else path.rsplit("/", 1)[-1]
        yield system.unstrip_protocol(path), below, detail.get("size")
