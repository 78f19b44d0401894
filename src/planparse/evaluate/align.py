"""Where the words of gold stand in a parse: each gold item is anchored by its longest common run of words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from planparse.gold import GoldDocument, words
from planparse.plan import Plan

_REACH = 20  # words on both sides of the anchor in which the rest of a short item is looked for


@dataclass(frozen=True, slots=True)
class Statement:
    """An item of gold or of a parse: its words and where it belongs."""

    words: tuple[str, ...]
    kinds: tuple[str, ...]
    part: int
    section: int
    text: str = ""
    pages: tuple[int, ...] = ()
    confidence: float = 1.0
    fields: Any = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as a run of statements in order, with the (kind, number, title) of its parts."""

    statements: tuple[Statement, ...]
    parts: tuple[tuple[str, str | None, str | None], ...]

    def stream(self) -> list[tuple[str, int]]:
        """(word, index of its statement) in order."""
        return [(word, i) for i, statement in enumerate(self.statements) for word in statement.words]


@dataclass(frozen=True, slots=True)
class Alignment:
    """For each gold statement, the stream position in the parse of each of its words, None where lost."""

    places: tuple[tuple[int | None, ...], ...]
    used: frozenset[int]


def gold_reading(gold: GoldDocument) -> Reading:
    """The gold's statements."""
    found = []
    number = -1
    for p, part in enumerate(gold.parts):
        for section in part.sections:
            number += 1
            for item in section.items:
                text = item.text if isinstance(item.text, str) else ""
                found.append(Statement(tuple(words(item.text)), tuple(section.kinds), p, number, text))
    return Reading(tuple(found), tuple((p.kind, p.number, p.title) for p in gold.parts))


def plan_reading(plan: Plan, hashed: bool = False) -> Reading:
    """The parse's statements."""
    found = []
    number = -1
    for p, part in enumerate(plan.parts):
        for section in part.sections:
            number += 1
            for item in section.items:
                found.append(
                    Statement(
                        tuple(words(item.text, hashed)),
                        (section.kind,),
                        p,
                        number,
                        item.text,
                        tuple(place.page for place in item.provenance),
                        section.confidence,
                        item,
                    )
                )
    return Reading(tuple(found), tuple((p.kind, p.number, p.title) for p in plan.parts))


def annotated(reading: Reading, gold: GoldDocument) -> Reading:
    """The statements of a parse that stand in the annotated pages or parts."""
    kept = reading.statements
    if gold.pages_annotated:
        first, last = gold.pages_annotated
        kept = tuple(s for s in kept if any(first <= page <= last for page in s.pages))
    if gold.parts_annotated:
        right = {i for i, (_, number, _) in enumerate(reading.parts) if str(number) in gold.parts_annotated}
        kept = tuple(s for s in kept if s.part in right)
    return Reading(kept, reading.parts)


def align(gold: Reading, parse: Reading) -> Alignment:
    """Locates the gold's statements, longest first; a parse word serves one gold word only.

    The words around an anchor are aligned in order, so the order of table cells does not matter.
    """
    stream = [word for word, _ in parse.stream()]
    free = [True] * len(stream)
    starts: defaultdict[str, list[int]] = defaultdict(list)
    for j, word in enumerate(stream):
        starts[word].append(j)
    matcher: SequenceMatcher[str] = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(stream)
    found: list[tuple[int | None, ...]] = [()] * len(gold.statements)
    for i in sorted(range(len(gold.statements)), key=lambda i: -len(gold.statements[i].words)):
        found[i] = _place(gold.statements[i].words, stream, free, starts, matcher)
        for place in found[i]:
            if place is not None:
                free[place] = False
    return Alignment(tuple(found), frozenset(j for j, unused in enumerate(free) if not unused))


def _place(
    item: tuple[str, ...],
    stream: list[str],
    free: list[bool],
    starts: dict[str, list[int]],
    matcher: SequenceMatcher[str],
) -> tuple[int | None, ...]:
    places: list[int | None] = [None] * len(item)
    if not item or not stream:
        return tuple(places)
    matcher.set_seq1(item)
    anchor = matcher.find_longest_match(0, len(item), 0, len(stream))
    if anchor.size == 0:
        return tuple(places)
    if not all(free[anchor.b : anchor.b + anchor.size]):
        # the longest run serves another item already: a whole copy elsewhere is better than its remains
        size = len(item)
        for j in starts.get(item[0], ()):
            if free[j] and tuple(stream[j : j + size]) == item:
                return tuple(range(j, j + size))
    reach = max(_REACH, 2 * len(item))
    low = max(0, anchor.b - anchor.a - reach)
    high = anchor.b + (len(item) - anchor.a) + reach
    window = SequenceMatcher(None, item, stream[low:high], autojunk=False)
    for block in window.get_matching_blocks():
        for k in range(block.size):
            j = low + block.b + k
            if free[j]:
                places[block.a + k] = j
    return tuple(places)


def best_parts(gold: Reading, parse: Reading, alignment: Alignment) -> tuple[dict[int, int], Counter[tuple[int, int]]]:
    """The parse part that holds most of each gold part's words, and the overlaps in words."""
    owner = [parse.statements[i].part for _, i in parse.stream()]
    overlap: Counter[tuple[int, int]] = Counter()
    for statement, places in zip(gold.statements, alignment.places, strict=True):
        overlap.update((statement.part, owner[j]) for j in places if j is not None)
    best: dict[int, int] = {}
    for (g, p), _ in overlap.most_common():
        best.setdefault(g, p)
    return best, overlap


def labels(statements: Sequence[Statement]) -> list[int]:
    """The section of each word of the statements, in order."""
    return [s.section for s in statements for _ in s.words]
