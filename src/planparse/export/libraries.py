"""The door to libraries that only some formats need."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from planparse.errors import MissingLibrary


def need(module: str, form: str, extra: str = "export") -> Any:
    """The module `module`. Raises MissingLibrary, which says what to install, where it is not there."""
    try:
        return import_module(module)
    except ImportError as error:
        if error.name and not module.startswith(error.name):
            raise
        library = module.split(".")[0]
        todo = f"pip install 'planparse[{extra}]'"
        raise MissingLibrary(form, f"needs the library {library}, which is not installed", todo) from error
