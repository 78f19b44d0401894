"""Who signs, and where and when: blocks without a heading of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from planparse.lexicon import near
from planparse.roles.pieces import Piece, Rule

_LONGEST = 140
"""Characters; a signatory's line is shorter."""
_SHORT = 80
"""Characters that a line below a signatory's has less than."""
_NAME = re.compile(r"^/?\s*(?:[A-ZÅÄÖÉ][\w.-]*[ ,]+){1,3}[A-ZÅÄÖÉ]|^(?:För|Å|Namn\w+|Underskrift|Vid|Justeras?)\b")
_SIGNED = re.compile(r"\b[A-ZÅÄÖÉ][\w-]+ (?:[A-ZÅÄÖÉ][\w-]+)")
_PLACE = re.compile(
    r"^(?:[A-ZÅÄÖ][\w-]*[ ,]+(?:och datum:? )?){1,3}(?:den )?(?:[\d_.…]|i [a-z]+ \d{4}|som ovan|$)"
    r"|^(?:Ort|Datum|Den _|_)"
)
_NEXT = re.compile(r" (?=[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+)?,? (?:den )?(?:\d{1,2} [a-z]+ \d{4}|\d{4}-\d\d-\d\d) )")
"""Where the next place and date may begin in text that has lost its lines."""
_SENTENCE = re.compile(r"[a-zåäö]{3,}\.$")

SIGNED = Rule("signatures", None, "content", "signature_block")


def mark_signatures(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces in which place-and-date lines and signatories' names have become signatures.

    A block opens with a place and a date, or is two signatories' lines (or one that begins with a slash) before
    a heading or the end; it goes on over short lines that are no sentences.
    """
    result = [signed for piece in pieces for signed in _one_each(piece)]
    i = 0
    while i < len(result):
        end = _block_end(result, i)
        if end > i:
            for k in range(i, end):
                result[k] = replace(result[k], rule=SIGNED, heading=None, path=())
            i = end
        else:
            i += 1
    return result


def _one_each(piece: Piece) -> list[Piece]:
    """The signatories that stand in one sentence of a transcript, a piece each; else the piece as it is."""
    if piece.form != "sentence" or piece.is_heading:
        return [piece]
    texts = _NEXT.split(piece.text)
    if len(texts) < 2:
        return [piece]
    signed = [replace(piece, text=text) for text in texts]
    return signed if all(_may_sign(part) and _is(part, "signed") for part in signed) else [piece]


def _block_end(pieces: Sequence[Piece], start: int) -> int:
    """Where the signature block that begins at `start` ends; `start` where none does."""
    if not _may_sign(pieces[start]):
        return start
    dated = _is(pieces[start], "place_date") or _is(pieces[start], "signed")
    end = start + 1
    while (
        end < len(pieces)
        and _may_sign(pieces[end])
        and (any(_is(pieces[end], kind) for kind in ("place_date", "signed", "signatory")) or _continues(pieces[end]))
    ):
        end += 1
    block = pieces[start:end]
    names = sum(_is(piece, "signatory") or _is(piece, "signed") for piece in block)
    if dated and (names or end == len(pieces)):
        return end
    if not _is(pieces[start], "signatory"):
        return start
    if pieces[start].text.startswith("/") or names >= 2:
        return end
    return end if end == len(pieces) and _titled(block) else start  # a name below a foreword signs no agreement


def _titled(block: Sequence[Piece]) -> bool:
    return any(_is(piece, "title") for piece in block)


def _may_sign(piece: Piece) -> bool:
    return (
        not piece.is_heading
        and piece.table is None
        and piece.form in ("paragraph", "sentence")
        and len(piece.text) <= _LONGEST
        and (piece.rule is None or piece.rule.evidence == "heading")
        and not piece.cover
    )


def _is(piece: Piece, kind: str) -> bool:
    """Whether a rule of this kind holds for the line; names of people and places begin with capitals."""
    if kind not in _kinds(piece.text):
        return False
    capitals = {"signatory": _NAME, "place_date": _PLACE, "signed": _SIGNED}.get(kind)
    return capitals is None or bool(capitals.search(piece.text))


@lru_cache(maxsize=64)
def _kinds(line: str) -> frozenset[str]:
    return frozenset(rule.kind for rule in near("signatures", "line", line) if rule.matches(line))


def _continues(piece: Piece) -> bool:
    """A title, an organisation, a printed name below the line."""
    if len(piece.text) >= _SHORT or _is(piece, "matter"):
        return False
    return not _SENTENCE.search(piece.text) and not piece.text.endswith((":", "?"))
