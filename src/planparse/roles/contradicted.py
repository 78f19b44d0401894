"""A heading whose every sentence says something else does not decide (annotation guide, rule 5).

Under "Varför" the text says whether it is the purpose or how things are.

"Tillvägagångssätt" can tell how the text was drafted, "Aktiviteter 2017" what was done: what is told in the past
under a heading of activities is left to the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from planparse.lexicon import first_match, fold, holds, near
from planparse.roles.pieces import Piece

_TOLD = 0.7
"""Share of the sentences that must be told in the past, where none promises. Set on the train split, 2026-11."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ”\"])")
_PLANNED = frozenset({"activity"})
_REPORTED = frozenset({"activity", "follow_up"})


def without_contradicted(pieces: Sequence[Piece], *, report: bool) -> list[Piece]:
    """The pieces, those under a contradicted heading without its rule; the heading's words go into their path.

    In a report the headings of follow-up may be contradicted too: what they tell was found.
    """
    kinds = _REPORTED if report else _PLANNED
    under: dict[int, list[int]] = defaultdict(list)
    for i, piece in enumerate(pieces):
        rule = piece.rule
        if rule and rule.kind in kinds and rule.evidence == "heading" and rule.reason != "lead_in" and not piece.table:
            under[id(rule)].append(i)
    result = list(pieces)
    for found in under.values():
        if not _told(" ".join(pieces[i].text for i in found)):
            continue
        for i in found:
            above = pieces[i].heading
            path = (*pieces[i].path, above) if above else pieces[i].path
            result[i] = replace(pieces[i], rule=None, heading=None, path=path, hint="report" if report else None)
    return result


def with_whys_settled(parts: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The parts' pieces, those under a "Varför" whose text says no aim under the rule of its other kind.

    A wording means the same wherever the document prints it: what stands under it in all parts is weighed together.
    """
    under: dict[str, list[str]] = defaultdict(list)
    for pieces in parts:
        for piece in pieces:
            if piece.rule and piece.rule.otherwise:
                under[fold(piece.rule.heading or "")].append(piece.text)
    aims = {
        heading: 2 * sum(holds("outline", "aim", text) for text in texts) > len(texts)
        for heading, texts in under.items()
    }
    return [[_settled(piece, aims) for piece in pieces] for pieces in parts]


def _settled(piece: Piece, aims: Mapping[str, bool]) -> Piece:
    rule = piece.rule
    if rule is None or rule.otherwise is None or aims[fold(rule.heading or "")]:
        return piece
    return replace(piece, rule=replace(rule, kind=rule.otherwise, otherwise=None))


def _told(text: str) -> bool:
    """Whether the sentences tell what was, and none says what shall be or asks."""
    sentences = [sentence for sentence in _SENTENCE.split(text) if sentence]
    if any(first_match(near("outline", "promised", sentence), sentence) for sentence in sentences):
        return False
    told = sum(holds("outline", "told", sentence) for sentence in sentences)
    return told >= max(1, _TOLD * len(sentences))
