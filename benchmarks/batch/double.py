"""planparse's parser, but for files whose first line asks for harm: hang, crash, kill, exit, eat, bug."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence

from planparse import pipeline
from planparse.plan import Plan

MARK = b"%%HARM "


def parse_named(data: bytes, file_names: Sequence[str]) -> list[Plan]:
    """`pipeline.parse_named`, after the harm."""
    if data.startswith(MARK):
        harm = data[len(MARK) :].split(maxsplit=1)[0].decode()
        if harm == "hang":
            while True:
                time.sleep(0.1)
        elif harm == "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        elif harm == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif harm == "exit":
            os._exit(1)
        elif harm == "eat":
            eaten = [bytearray(64 << 20) for _ in range(10_000)]
            raise AssertionError(len(eaten))
        else:
            raise LookupError("a bug")
    return pipeline.parse_named(data, file_names)
