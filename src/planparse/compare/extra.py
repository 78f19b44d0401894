"""The packages of the extra `compare`, and what to say where they are missing."""

from __future__ import annotations

import importlib
from typing import Any

from planparse.errors import InputError


class MissingExtra(InputError):
    """A package of an extra is not installed."""

    code = "missing_extra"
    exit_code = 2


def extra_module(name: str) -> Any:
    """The module `name` of the extra `compare`. Raises MissingExtra."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        todo = "install it with: pip install 'planparse[compare]'"
        raise MissingExtra("compare", f"the package {name.split('.')[0]} is not installed", todo) from error
