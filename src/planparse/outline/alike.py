"""Lines set like the document's known headings are headings too, whatever their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from planparse.lexicon import fold
from planparse.outline.headings import Setting, candidate, is_set_off
from planparse.outline.numbered import CONTENTS_TAG, NOTE_TAG, Found, element_after
from planparse.page import Block, Table

_Style = tuple[object, ...]
_KNOWN = 2
"""Headings of known words that make their style one of headings."""
_FEW = 7
"""Words of such a line; more are a sentence that is set off."""
_OTHER = 0.5
"""Lines of the style that are no headings, against its headings: beyond it the style says nothing."""


def with_alike(found: Sequence[Found], setting: Setting) -> list[Found]:
    """Where "Delmål" and "Åtgärder" are headings, so is a few words' "Vad som krävs" set in the very same type.

    The style must differ from the running text's, and hold next to nothing but headings.
    """
    known: Counter[_Style] = Counter()
    others: Counter[_Style] = Counter()
    for i, (element, chosen) in enumerate(found):
        if (
            not isinstance(element, Block)
            or element.tag in (CONTENTS_TAG, NOTE_TAG)
            or not is_set_off(element, setting)
        ):
            continue
        if chosen is not None and chosen.votes.get("lexicon", 0) > 0:
            known[_style(element)] += 1
        elif chosen is None and not _could_head(element, element_after(found, i)):
            others[_style(element)] += 1
    styles = {style for style, count in known.items() if count >= _KNOWN and others[style] <= _OTHER * count}
    out = []
    for i, (element, chosen) in enumerate(found):
        following = element_after(found, i)
        if chosen is not None or not isinstance(element, Block) or not _could_head(element, following):
            out.append((element, chosen))
        elif _style(element) in styles:
            out.append((element, candidate(element, following, None, setting).chosen_as("alike")))
        else:
            out.append((element, None))
    return out


def _style(block: Block) -> _Style:
    return (round(2 * block.size), block.bold, block.italic, block.caps, block.color, block.boxed)


def _could_head(block: Block, following: Block | Table | None) -> bool:
    """A line of a few words with text below it."""
    if block.form not in ("paragraph", "heading") or len(block.lines) != 1 or block.in_label_column or block.label:
        return False
    if block.tag in (CONTENTS_TAG, NOTE_TAG) or following is None or block.text.endswith((".", ",", ";")):
        return False
    if isinstance(following, Block) and (following.tag == CONTENTS_TAG or _style(following) == _style(block)):
        return False
    return len(fold(block.text).split()) <= _FEW and block.text[:1].isupper()
