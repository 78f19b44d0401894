"""One document against its gold: every figure as a tally, so that documents add up (spec: metrics.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein

from planparse.evaluate.align import (
    Alignment,
    Reading,
    Statement,
    align,
    annotated,
    best_parts,
    gold_reading,
    plan_reading,
)
from planparse.evaluate.boundaries import boundary_tallies
from planparse.evaluate.tally import ROLES, Tally, rate
from planparse.gold import GoldDocument, words
from planparse.plan import Plan

ITEM_KINDS = (*ROLES, "result", "responsibility", "validity")
_TARGET_KINDS = ("goal", "activity", "follow_up")
_TIME_KINDS = (*_TARGET_KINDS, "result", "responsibility")
_SIMILAR = 0.90
_PART_OVERLAP = 0.8


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """All tallies of one document by metric name ("role.goal", "item", "metadata.title", "text_recall" …)."""

    name: str
    archetype: str
    producer: str
    tallies: Mapping[str, Tally]
    confusion: Mapping[tuple[str, str], int] = field(default_factory=dict)
    sections: tuple[tuple[float, bool], ...] = ()
    """(confidence, right) of each section whose words gold knows."""


def score(name: str, gold: GoldDocument, plan: Plan) -> DocumentScore:
    """Scores a parse against the gold of the same document."""
    target = gold_reading(gold)
    parse = annotated(plan_reading(plan, gold.hashed), gold)
    alignment = align(target, parse)
    tallies: dict[str, Tally] = {}
    confusion: Counter[tuple[str, str]] = Counter()
    sections: tuple[tuple[float, bool], ...] = ()
    if gold.parts:
        tallies |= _roles(target, parse, alignment, confusion)
        tallies |= _text(target, parse, alignment, gold)
        tallies["part"] = _parts(target, parse, alignment, gold)
        tallies["item"] = _items(target, parse, gold)
        tallies |= boundary_tallies(target, parse, alignment)
        tallies |= _fields(gold, target, parse)
        sections = _sections(target, parse, alignment)
    tallies |= _metadata(gold, plan)
    return DocumentScore(name, gold.archetype or "?", gold.producer or "?", tallies, confusion, sections)


def _roles(
    gold: Reading, parse: Reading, alignment: Alignment, confusion: Counter[tuple[str, str]]
) -> dict[str, Tally]:
    """A gold word is right when the parse carries it in an accepted kind and in the aligned part."""
    owner = [parse.statements[i] for _, i in parse.stream()]
    best, _ = best_parts(gold, parse, alignment)
    hit: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for statement, places in zip(gold.statements, alignment.places, strict=True):
        for j in places:
            kind = statement.kinds[0]
            if j is not None:
                found = owner[j].kinds[0]
                if found in statement.kinds:
                    kind = found
                    hit[kind] += best.get(statement.part) == owner[j].part
                confusion[kind, found] += 1
            else:
                confusion[kind, "lost"] += 1
            wanted[kind] += 1
    parsed = Counter(statement.kinds[0] for statement in owner)
    for j, statement in enumerate(owner):
        if j not in alignment.used:
            confusion["no gold", statement.kinds[0]] += 1
    return {f"role.{kind}": Tally(hit[kind], parsed[kind], wanted[kind]) for kind in {*wanted, *parsed}}


def _text(gold: Reading, parse: Reading, alignment: Alignment, document: GoldDocument) -> dict[str, Tally]:
    matched = sum(j is not None for places in alignment.places for j in places)
    total = sum(len(s.words) for s in gold.statements)
    owner = [parse.statements[i] for _, i in parse.stream()]
    body = sum(j in alignment.used or s.kinds[0] != "front_matter" for j, s in enumerate(owner))
    out = {"text_recall": rate(matched, total), "text_precision": rate(matched, body)}
    if not document.hashed:
        want = " ".join(" ".join(s.words) for s in gold.statements)
        got = " ".join(" ".join(s.words) for s in parse.statements)
        out["character_error"] = rate(Levenshtein.distance(want, got), max(1, len(want)))
        texts = Counter(" ".join(s.words) for s in parse.statements)
        # a cover line or a cell of the gold may say what a running line says
        own = Counter(" ".join(s.words) for s in gold.statements)
        marks = {" ".join(words(line)) for line in document.furniture}
        pages = max([1, *(page for s in parse.statements for page in s.pages)])
        out["furniture_leaks"] = rate(sum(max(0, texts[mark] - own[mark]) for mark in marks if mark), pages)
    return out


def _parts(gold: Reading, parse: Reading, alignment: Alignment, document: GoldDocument) -> Tally:
    best, overlap = best_parts(gold, parse, alignment)
    size = Counter(parse.statements[i].part for _, i in parse.stream())
    right = 0
    for g, (kind, number, title) in enumerate(gold.parts):
        p = best.get(g)
        if p is None:
            continue
        got_kind, got_number, got_title = parse.parts[p]
        union = sum(len(s.words) for s in gold.statements if s.part == g) + size[p] - overlap[g, p]
        named = not title or fuzz.ratio(title.casefold(), (got_title or "").casefold()) >= 100 * _SIMILAR
        numbered = not number or str(number) == str(got_number)
        right += kind == got_kind and named and numbered and union > 0 and overlap[g, p] / union >= _PART_OVERLAP
    partial = document.parts_annotated or document.pages_annotated
    parsed = len({s.part for s in parse.statements}) if partial else len(parse.parts)
    return Tally(right, parsed, len(gold.parts))


def _items(gold: Reading, parse: Reading, document: GoldDocument) -> Tally:
    """One-to-one, by text and kind; the best pair of each gold item in order, which here is the optimal assignment
    in all but contrived cases: an item similar by 0.90 to two others is nearly equal to both.
    """
    free = [s for s in parse.statements if s.kinds[0] in ITEM_KINDS]
    parsed = len(free)
    wanted = [s for s in gold.statements if any(kind in ITEM_KINDS for kind in s.kinds)]
    hit = 0
    for statement in wanted:
        text = " ".join(statement.words)
        best, best_likeness = None, _SIMILAR
        for candidate in free:
            if candidate.kinds[0] in statement.kinds:
                likeness = Indel.normalized_similarity(text, " ".join(candidate.words), score_cutoff=best_likeness)
                if likeness >= best_likeness:
                    best, best_likeness = candidate, likeness
        if best is not None:
            free.remove(best)
            hit += 1
    return Tally(hit, hit if document.pages_annotated else parsed, len(wanted))


def _sections(gold: Reading, parse: Reading, alignment: Alignment) -> tuple[tuple[float, bool], ...]:
    """(confidence, right) of each parsed section that gold knows."""
    confidence = {s.section: s.confidence for s in parse.statements}
    return tuple((confidence[n], right) for n, right in right_sections(gold, parse, alignment).items())


def right_sections(gold: Reading, parse: Reading, alignment: Alignment) -> dict[int, bool]:
    """Number of each parsed section → right: most of its words that gold knows accept its kind."""
    stream = parse.stream()
    right: Counter[int] = Counter()
    known: Counter[int] = Counter()
    for statement, places in zip(gold.statements, alignment.places, strict=True):
        for j in places:
            if j is not None:
                owner = parse.statements[stream[j][1]]
                known[owner.section] += 1
                right[owner.section] += owner.kinds[0] in statement.kinds
    return {n: right[n] * 2 > known[n] for n in sorted(known)}


def _fields(document: GoldDocument, gold: Reading, parse: Reading) -> dict[str, Tally]:
    out = {
        "targets": _field(document.targets, gold, parse, "targets", _TARGET_KINDS, _same_target),
        "actors": _actors(document, gold, parse, ("responsible",)),
        "other_actors": _actors(document, gold, parse, ("acting", "consulted")),
        "times": _field(document.times, gold, parse, "times", _TIME_KINDS, _same_time),
    }
    right = 0
    for entry in document.statuses:
        found = find(parse.statements, entry.item, document.hashed)
        right += found is not None and found.fields.status == entry.status
    return out | {"statuses": rate(right, len(document.statuses))}


def _actors(document: GoldDocument, gold: Reading, parse: Reading, roles: tuple[str, ...]) -> Tally:
    """Actors of some roles. Where gold lists none but responsible ones, the other roles are not annotated."""
    entries = [entry for entry in document.actors if entry.role in roles]
    if not entries and "responsible" not in roles:
        return Tally(0, 0, 0)
    return _field(entries, gold, parse, "actors", None, _same_actor, lambda actor: actor.role in roles)


def _field(
    entries: Sequence[Any],
    gold: Reading,
    parse: Reading,
    name: str,
    kinds: tuple[str, ...] | None,
    same: Callable[[Any, Any], bool],
    wanted_one: Callable[[Any], bool] = lambda _: True,
) -> Tally:
    def counts(statement: Statement | None) -> bool:
        return statement is not None and (kinds is None or any(kind in kinds for kind in statement.kinds))

    wanted = [entry for entry in entries if kinds is None or counts(find(gold.statements, entry.item))]
    given = [g for s in parse.statements if counts(s) for g in getattr(s.fields, name, None) or () if wanted_one(g)]
    taken: set[tuple[int, int]] = set()  # by place: one actor can stand on several statements
    hit = 0
    for entry in wanted:
        found = find(parse.statements, entry.item)
        if found is None or not counts(found):
            continue
        for place, candidate in enumerate(getattr(found.fields, name)):
            if (id(found), place) not in taken and same(entry, candidate):
                taken.add((id(found), place))
                hit += 1
                break
    return Tally(hit, len(given), len(wanted))


def find(statements: Sequence[Statement], start: str, hashed: bool = False) -> Statement | None:
    """The statement that begins with the words of `start`, whose last word may be cut short; None below 0.8."""
    key = words(start, hashed)
    key = key[:-1] if len(key) > 1 else key
    best, best_likeness = None, 0.8
    for statement in statements:
        likeness = Indel.normalized_similarity(key, list(statement.words[: len(key)]))
        if likeness > best_likeness or (likeness == best_likeness and best is None):
            best, best_likeness = statement, likeness
    return best


def _same_target(want: Any, got: Any) -> bool:
    return (
        got.comparator == want.comparator
        and got.value == want.value
        and (got.unit or "").casefold() == (want.unit or "").casefold()
    )


def _same_actor(want: Any, got: Any) -> bool:
    return got.role == want.role and fuzz.ratio(got.text.casefold(), want.name.casefold()) >= 100 * _SIMILAR


def _same_time(want: Any, got: Any) -> bool:
    def often(recurrence: Any) -> tuple[Any, ...] | None:
        if recurrence is None:
            return None
        given = recurrence if isinstance(recurrence, dict) else recurrence.model_dump()
        return given["count"], given["per"], given.get("every") or 1

    return (got.start, got.end) == (want.start, want.end) and often(got.recurrence) == often(want.recurrence)


def _metadata(gold: GoldDocument, plan: Plan) -> dict[str, Tally]:
    def plain(text: str | None) -> str:
        return " ".join(words(text))

    def squashed(number: str) -> str:
        return "".join(c for c in number.casefold() if c.isalnum())

    titles = [plain(t) for t in (gold.title, *gold.title_accept) if t]
    got = plain(plan.title)
    title = any(Indel.normalized_similarity(t, got) >= _SIMILAR for t in titles) or not (gold.title or got)
    period = (plan.period.start, plan.period.end) if plan.period else (None, None)
    periods = [(p.start, p.end) if p else (None, None) for p in (gold.period, *gold.period_accept)]
    numbers = {squashed(n) for n in plan.diary_numbers}
    accepted = [gold.diary_numbers, *([n] if isinstance(n, str) else n for n in gold.diary_numbers_accept)]
    dates = [d.date for d in plan.decisions if d.date]
    right = {
        "document_type": plan.document_type in (gold.document_type, *gold.document_type_accept),
        "title": title,
        "municipalities": sorted(m.code or "" for m in plan.municipalities) == sorted(gold.municipality_codes),
        "period": period in periods,
        "diary_numbers": any(numbers == {squashed(n) for n in a} for a in accepted),
        "decision_date": gold.decision_date in dates if gold.decision_date else not dates,
    }
    names = [p.name for p in plan.parties]
    parties = sum(any(fuzz.ratio(w.casefold(), n.casefold()) >= 100 * _SIMILAR for n in names) for w in gold.parties)
    return {f"metadata.{key}": rate(value, 1) for key, value in right.items()} | {
        "parties": Tally(parties, len(names), len(gold.parties))
    }
