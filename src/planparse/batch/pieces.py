"""A plan's JSON piece by piece: the whole of it can take as much memory as the plan."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.plan import Plan, Shape

_IN_PIECES = frozenset(("parts", "sections", "links", "tables", "furniture"))
"""Lists that may be long: each of their entries is a piece."""


def json_pieces(plan: Plan) -> Iterator[bytes]:
    """`to_json_bytes` piece by piece."""
    yield from _pieces(plan, b"")
    yield b"\n"


def _pieces(shape: Shape, pad: bytes) -> Iterator[bytes]:
    """The shape's JSON after `pad` blanks of indent. (A newline in JSON is always layout: strings write theirs \\n.)"""
    before = b"{"
    for name, field in type(shape).model_fields.items():
        entries = getattr(shape, name) if name in _IN_PIECES else []
        if not entries:
            dumped = shape.__pydantic_serializer__.to_json(shape, indent=2, by_alias=True, include={name})
            yield before + dumped[1:-2].replace(b"\n", b"\n" + pad)
        else:
            opening = before + b'\n%b  "%b": [' % (pad, (field.alias or name).encode())
            for entry in entries:
                yield opening + b"\n    " + pad
                yield from _entry(entry, pad + b"    ")
                opening = b","
            yield b"\n  " + pad + b"]"
        before = b","
    yield b"\n" + pad + b"}"


def _entry(entry: Shape, pad: bytes) -> Iterator[bytes]:
    if not _IN_PIECES.isdisjoint(type(entry).model_fields):
        yield from _pieces(entry, pad)
    else:
        yield entry.__pydantic_serializer__.to_json(entry, indent=2, by_alias=True).replace(b"\n", b"\n" + pad)
