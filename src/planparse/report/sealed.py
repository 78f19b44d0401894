"""One file that needs nothing and lets nothing run but its own script: data, styles, script and their seal."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from planparse.report.labels import LANGUAGES, Labels, Language, all_labels

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def script_json(value: Any) -> Markup:
    """`value` as JSON that is safe inside a <script> element: no sign of it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in _ESCAPES.items():
        text = text.replace(sign, escaped)
    return Markup(text)


def render(template: str, language: Language, styles: tuple[str, ...], scripts: tuple[str, ...], **values: Any) -> str:
    """A template of this package with its styles and scripts inside, sealed by a content security policy.

    The policy names the SHA-256 of the one style and the one script; nothing else runs and nothing is fetched.
    """
    style, script = ("\n".join(map(_resource, names)) for names in (styles, scripts))
    policy = (
        f"default-src 'none'; img-src data: blob:; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        _environment()
        .get_template(template)
        .render(
            policy=policy,
            style=Markup(style),
            script=Markup(script),
            L=Labels(language),
            lang=language,
            labels=script_json({"languages": LANGUAGES, "words": all_labels()}),
            **values,
        )
    )


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


@cache
def _resource(name: str) -> str:
    return files("planparse.report").joinpath(name).read_text("utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(_resource),
    )
