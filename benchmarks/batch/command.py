"""`planparse`, with the test double as parser in its workers: `python command.py convert DIR --out OUT …`."""

from __future__ import annotations

import functools

import planparse.batch
from planparse.cli import main

if __name__ == "__main__":
    planparse.batch.Settings = functools.partial(  # type: ignore[misc, assignment]
        planparse.batch.Settings, parser="double:parse_named"
    )
    main()
