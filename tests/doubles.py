"""Parsers for tests of the batch: they do what a file's text tells them, in the worker process."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence

from planparse.errors import DamagedInput
from planparse.plan import Parser, Plan, PlanSource

SELF = "doubles:parse_named"


def parse_named(data: bytes, file_names: Sequence[str]) -> list[Plan]:
    """An empty plan for each name, unless the file says otherwise: hang, crash, kill, exit, eat, bug, damaged."""
    word = data.split(maxsplit=1)[0].decode("ascii", "replace") if data.strip() else ""
    if word == "hang":
        time.sleep(600)
    elif word == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif word == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif word == "exit":
        os._exit(7)
    elif word == "eat":
        eaten = bytearray(8 << 30)
        assert eaten
    elif word == "bug":
        raise LookupError("a bug\nover two lines")
    elif word == "damaged":
        raise DamagedInput(file_names[0], "the PDF cannot be opened", "fetch it again")
    elif word == "once":  # fails where the flag file is not there yet
        flag = data.split()[1].decode()
        if not os.path.exists(flag):
            open(flag, "w").close()
            os._exit(3)
    elif word == "count":  # tells how often it was asked
        with open(data.split()[1].decode(), "a") as file:
            file.write(f"{len(file_names)}\n")
    elif word == "wait":
        time.sleep(float(data.split()[1]))
    return [plan(data, name) for name in file_names]


def plan(data: bytes, name: str) -> Plan:
    import hashlib

    return Plan(
        source=PlanSource(
            file_name=name,
            sha256=hashlib.sha256(data).hexdigest(),
            media_type="text/plain",
            page_count=1,
            text_source="transcript",
        ),
        parser=Parser(version="0", model="double"),
        text=data.decode("utf-8", "replace"),
        document_type="other",
        title="",
    )
