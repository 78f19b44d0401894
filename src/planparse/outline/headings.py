"""Which blocks are headings? Several pieces of evidence vote; each heading keeps what spoke for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from planparse.lexicon import fold, heading_kind, part_heading, split_number, words
from planparse.page import Block, Bookmark, Table

THRESHOLD = 2.0
"""Votes that make a heading. Set on shared/examples and the train split, 2026-11."""
LONGEST = 160
"""Characters; a longer block is text, however it is set."""
_PROSE = 70
"""Characters of a paragraph of running text."""
_FEW = 6
"""Words of a name with a full stop behind it; more are a sentence."""
_TAG = re.compile(r"^H[1-6]?$|^Title$")
_SENTENCE_END = re.compile(r"[^.]\.$")
_ABBREVIATION = re.compile(r"\b(?:\w\.){1,3}\w?\.$|\b(?:m\.m|osv|etc|kl|nr|dnr|mm)\.$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the votes are relative to: the running text's size and colour, contents and bookmarks."""

    body_size: float
    body_color: int
    contents: frozenset[str]
    bookmarks: dict[str, tuple[int, int | None]]
    """Folded title → (level from 0, page)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A block as a heading: its whole printed text, number and title apart, votes by name."""

    text: str
    number: str | None
    title: str
    votes: dict[str, float]
    kind: str | None

    @property
    def score(self) -> float:
        return sum(self.votes.values())

    def chosen_as(self, name: str) -> Candidate:
        """The candidate with a vote of this name that alone makes a heading."""
        return replace(self, votes={**self.votes, name: THRESHOLD})


def setting_of(
    elements: Sequence[Block | Table], bookmarks: Sequence[Bookmark], body_size: float, contents_tag: str
) -> Setting:
    """The document's own measure of running text, and its lists of headings.

    Where tables hold most of the words (`body_size`), text set larger than theirs is running text all the same.
    """
    colors: Counter[int] = Counter()
    contents = set()
    body_size = max(body_size, _running_size(elements))
    for element in elements:
        if isinstance(element, Block):
            if element.tag == contents_tag:
                contents.add(fold(element.text))
            elif abs(element.size - body_size) < 0.7:
                colors[element.color] += len(element.text)
    known: dict[str, tuple[int, int | None]] = {}
    for mark in bookmarks:
        _, title = split_number(mark.title)
        known.setdefault(fold(title), (mark.level, mark.page))
    return Setting(body_size, colors.most_common(1)[0][0] if colors else 0, frozenset(contents), known)


def _running_size(elements: Sequence[Block | Table]) -> float:
    """The type size of most of the paragraphs that are sentences, in points; 0 without any."""
    sizes: Counter[float] = Counter()
    for element in elements:
        if isinstance(element, Block) and len(element.text) >= _PROSE and _SENTENCE_END.search(element.text):
            sizes[element.size] += len(element.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def printed(block: Block) -> str:
    """The block's whole text as printed, its marker and label put back."""
    return " ".join(part for part in (block.marker, block.label, block.text) if part)


def candidate(block: Block, following: Block | Table | None, before: Block | None, setting: Setting) -> Candidate:
    """The block's votes for being a heading."""
    text = printed(block)
    number, title = split_number(text)
    if not text or (block.label and block.text) or len(text) > LONGEST or not any(c.isalpha() for c in text):
        return Candidate(text, number, title, {"text": -9.0}, None)
    match = heading_kind(text)
    if match is not None and match.kind == "party" and not text.endswith(":"):
        match = None  # a name is no heading by its words alone
    part = part_heading(text)
    votes: dict[str, float] = {}
    if block.boxed and isinstance(following, Block) and following.boxed:  # a box's text is often set smaller
        setting = replace(setting, body_size=min(setting.body_size, max(block.size, following.size)))
    _vote_style(votes, block, setting)
    _vote_lists(votes, block, title, setting)
    styled = sum(votes.values())
    if match:
        vote = {"exact": 1.6, "pattern": 1.2, "fuzzy": 0.8}[match.how]
        if styled <= 0.3:  # plain text: only what cannot be a sentence
            vote = _plain_lexicon_vote(block, following, match.kind, match.how, text)
        votes["lexicon"] = vote
    if part:
        votes["part"] = 1.5 if part[1] else 2.2
    if number and not _in_a_list(block, following, before):
        votes["number"] = 1.6 if "." in number.strip(".") else 1.0 if block.form == "numbered" else 0.9
    if block.space_above > 0.75:
        votes["space"] = 0.4
    if _opens(block, following, text):
        votes["opens"] = 0.8
    _vote_against(votes, block, following, text, bool(match or part))
    return Candidate(text, number, title, votes, match.kind if match else None)


def is_set_off(block: Block, setting: Setting) -> bool:
    """Whether anything in the block's type speaks for a heading."""
    votes: dict[str, float] = {}
    _vote_style(votes, block, setting)
    return any(vote > 0 for vote in votes.values())


def _vote_style(votes: dict[str, float], block: Block, setting: Setting) -> None:
    ratio = block.size / setting.body_size if setting.body_size else 1.0
    if ratio >= 1.35:
        votes["size"] = 3.0
    elif ratio >= 1.14:
        votes["size"] = 2.0
    elif ratio >= 1.05:
        votes["size"] = 1.0
    elif ratio < 0.88:
        votes["size"] = -1.2
    if block.bold:
        votes["bold"] = 1.6
    if block.italic:
        votes["italic"] = 0.7
    if block.caps:
        votes["caps"] = 0.8
    if block.color != setting.body_color:
        votes["color"] = 0.8


def _vote_lists(votes: dict[str, float], block: Block, title: str, setting: Setting) -> None:
    if block.tag and _TAG.match(block.tag):
        votes["tag"] = 2.5
    folded = fold(title)
    mark = setting.bookmarks.get(folded)
    if mark and (mark[1] is None or abs(mark[1] - block.page) <= 1):
        votes["bookmark"] = 2.5
    if folded in setting.contents:
        votes["contents"] = 2.0


def _plain_lexicon_vote(block: Block, following: Block | Table | None, kind: str, how: str, text: str) -> float:
    """A kind word set like running text: a heading if it stands alone and something follows it."""
    if following is None or block.form == "bullet":
        return 0.0
    opens = isinstance(following, Table) or following.form in ("bullet", "numbered")
    if kind == "lead_in":
        return 2.4 if opens or text.endswith(":") else 0.4
    alone = len(block.lines) == 1 and not _SENTENCE_END.search(text)
    if how == "exact" and alone:
        return 2.3
    return 1.7 if how == "pattern" and alone and (opens or text.endswith(":")) else 0.6


def _opens(block: Block, following: Block | Table | None, text: str) -> bool:
    """A bold line of its own that ends in a colon, or a few words with a full stop before a list."""
    if not block.bold or block.form not in ("paragraph", "heading") or len(block.lines) != 1:
        return False
    if not isinstance(following, Block) or following.bold or following.in_label_column:
        return False
    if text.endswith(":"):
        return True
    few = len(text.split()) <= _FEW and not any(
        fold(word) in words("transcript", "finite_verbs") for word in text.split()
    )
    return text.endswith(".") and few and following.form in ("bullet", "numbered")


def _in_a_list(block: Block, following: Block | Table | None, before: Block | None) -> bool:
    """Whether numbered neighbours of the same style make the number a list's."""
    if block.form != "numbered":
        return False
    for other in (following, before):
        numbered = isinstance(other, Block) and other.form == "numbered"
        if isinstance(other, Block) and numbered and other.bold == block.bold and abs(other.size - block.size) < 0.5:
            return True
    return False


def _vote_against(
    votes: dict[str, float], block: Block, following: Block | Table | None, text: str, known: bool
) -> None:
    if _SENTENCE_END.search(text) and not _ABBREVIATION.search(text) and "opens" not in votes:
        votes["full_stop"] = -1.0 if votes.get("size", 0) >= 2 or known else -2.0
    if text.endswith((",", ";")):
        votes["goes_on"] = -2.5
    if text[0].islower() and not known:
        votes["lower_case"] = -2.0
    if len(text) > 90 and votes.get("size", 0) < 2:
        votes["long"] = -1.2
    if len(block.lines) > 3:
        votes["lines"] = -1.5
    if block.form == "bullet":
        votes["bullet"] = -3.0
    if following is None:
        votes["last"] = -2.0
    if block.in_label_column:
        votes["label_column"] = -3.0
