"""When the plan is valid: what it says of itself goes before its title, the title before cover and headers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from planparse.dates import Span, spans
from planparse.lexicon import Rule, fold, found_in, holds, near
from planparse.metadata import validity
from planparse.metadata.decisions import diary_spans
from planparse.metadata.passages import Entry, Front, Passage, Place, blotted, evidence, sentences
from planparse.metadata.reported import since_new_year
from planparse.plan import DocumentType, Evidence, Period, Warning

_SHORT = 130
"""Characters; a longer line of the cover is text."""
_UNDER_HEADING = 2
"""Blocks below a heading like "Giltighetstid" in which the period stands."""
_CALENDAR: tuple[DocumentType, ...] = ("citizen_promise", "agreement", "agreement_appendices")
"""What may be valid for a month that its title names; in others a month is the document's date."""
_RELATED: dict[DocumentType, tuple[DocumentType, ...]] = {
    "agreement_appendices": ("agreement",),
    "follow_up_report": ("citizen_promise", "agreement"),
}
"""Whose validity may stand in for a document's own: what the appendices belong to, what is followed up."""


_ENDS = re.compile(r"\s*(?:$|[.,;)(–-]|\w+\s*$)")
"""What follows a time in a data box of the text; in a sentence more words do."""
_GLUED = re.compile(r"(?<=[^\W\d])(?=\d)")
_PRINTED = 0.8
"""Confidence from which another place may complete a statement: title and cover."""
_NUMBER = " .0123456789"
_WORDS = 6
"""Words; a longer line that ends in a full stop tells something."""
_AHEAD = 2
"""Years; a single year in a title further after the decision is a goal."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A period, where it stands, and how sure it is. `open_text` for one without any date ("tills vidare")."""

    start: str | None
    end: str | None
    text: str
    passage: Passage
    confidence: float
    impossible: bool = False


def find(
    front: Front, kind: DocumentType, decided: str | None = None
) -> tuple[Period | None, Evidence | None, list[Warning]]:
    """The period, what says so, and warnings where title and text disagree or a day is impossible.

    `decided` is the day of the decision: a single year long after it is a goal.
    """
    school = any(holds("metadata", "school", p.text) for p in front.title)
    titled = next(_from_title(front, kind, school, decided), None)
    stated = next(_stated(front, kind, school), None)
    printed = titled or next(_elsewhere(front, kind, school), None)
    best = _completed(stated, printed) if stated else printed
    if stated and printed and not stated.start and _extension(front, kind, printed, school):
        best = printed
    if best is None:
        return None, None, []
    warnings = []
    if stated and (other := _contradicting(stated, titled, front, school)):
        where = "title" if other is titled else "label"
        message = f"{where} says {other.text}, the text {stated.text}; the text's own statement was taken"
        warnings.append(Warning(code="conflicting_period", page=stated.passage.page, message=message))
    if extended := _extension(front, kind, best, school):
        message = f"{best.text}; extended: {extended.text}; the later end was taken"
        warnings = [Warning(code="conflicting_period", page=extended.passage.page, message=message)]
        best = extended
    if best.impossible:
        message = f"{best.text}: no such day; the month's last day was taken"
        warnings.append(Warning(code="impossible_period", page=best.passage.page, message=message))
    period = Period(text=best.text, start=best.start, end=best.end)
    return period, evidence(best.passage, best.passage.text, best.confidence), warnings


def _extension(front: Front, kind: DocumentType, best: _Found, school: bool) -> _Found | None:
    """The period up to the later end that the document has been given since ("förlängs till och med …")."""
    for passage in (*front.title, *front.cover, *front.body):
        for sentence in sentences(passage.text) if near("metadata", "extension", passage.text) else ():
            if not holds("metadata", "extension", sentence):
                continue
            told = replace(passage, text=sentence)
            for found in _sentences(told, (kind,), school, bare=True, confidence=0.85):
                if found.end and best.end and best.start and found.end > best.end and found.start in (None, best.start):
                    return replace(found, start=best.start, passage=passage)
    return None


def _completed(stated: _Found, printed: _Found | None) -> _Found:
    """A statement of only one end, with the other end from a title or cover that agrees on the first."""
    if printed is None or printed.confidence < _PRINTED:
        return stated
    if not stated.start and stated.end and stated.end == printed.end:
        return replace(stated, start=printed.start)
    if not stated.end and stated.start and stated.start[:4] == (printed.start or "")[:4]:
        return replace(stated, end=printed.end)
    return stated


def _contradicting(stated: _Found, titled: _Found | None, front: Front, school: bool) -> _Found | None:
    """What title or a label of validity says else than the statement that was taken."""
    others = (*((titled,) if titled else ()), *_labelled(front, school, ("cover", "body")))
    return next((other for other in others if _conflict(stated, other)), None)


def _conflict(stated: _Found, titled: _Found) -> bool:
    """Whether the years differ; a title that names only years says nothing of days."""
    pairs = ((stated.start, titled.start), (stated.end, titled.end))
    return any(a and b and a[:4] != b[:4] for a, b in pairs)


def _made(span: Span, passage: Passage, confidence: float) -> _Found:
    return _Found(span.start, span.end, span.text, passage, confidence, span.impossible)


def _times(text: str, school: bool, lost_dash: bool = False) -> Sequence[Span]:
    """The times in `text`, diary numbers aside."""
    numbers = [(at, to) for _, at, to in diary_spans(text)]
    return spans(blotted(text, numbers), school, lost_dash)


def _from_title(front: Front, kind: DocumentType, school: bool, decided: str | None) -> Iterator[_Found]:
    text = " ".join(passage.text for passage in front.title)
    if not text or kind in ("audit", "minutes"):
        return
    told = [since_new_year(span, text, kind) for span in _times(text, school, lost_dash=True)]
    times = [span for span in told if _titles(span, text, kind)]
    times.sort(key=lambda span: span.kind not in ("range", "pair"))
    for span in times:
        ahead = decided and span.start and int(span.start[:4]) - int(decided[:4]) > _AHEAD
        if not (span.kind == "year" and ahead):
            yield _made(span, front.title[0], 0.9)


def _titles(span: Span, text: str, kind: DocumentType) -> bool:
    """Whether a time in a title is the plan's period (a tertial, say) and not a goal year or the document's month."""
    if span.kind in ("range", "pair", "from", "until"):
        return not (span.kind in ("from", "until") and _is_goal(text[: span.at]))
    if span.kind == "month":
        return kind in _CALENDAR or _several_months(span)
    return span.kind == "year" and not _is_goal(text[: span.at])


def _several_months(span: Span) -> bool:
    return (span.start or "")[:7] != (span.end or "")[:7]


def _is_goal(before: str) -> bool:
    return found_in("metadata", "goal_year", before)


def _stated(front: Front, kind: DocumentType, school: bool) -> Iterator[_Found]:
    """What the document says of its own validity: labels of the cover, sentences, labels in the text.

    A label in the text ("Gäller 2015–2018") may be a heading, and the sentence under it goes before it.
    """
    yield from _labelled(front, school, ("cover",))
    for passage in (*front.cover, *front.title):
        yield from _sentences(passage, (kind,), school, bare=True, confidence=0.93)
    yield from _under_headings(front, school)
    for passage in sorted(front.body, key=lambda passage: not passage.text.endswith(".")):
        yield from _sentences(passage, (kind,), school, bare=True, confidence=0.9)
    yield from _labelled(front, school, ("body",))


def _labelled(front: Front, school: bool, places: tuple[Place, ...]) -> Iterator[_Found]:
    def of_kind(kind: str) -> list[Entry]:
        return [entry for entry in front.of_kind(kind) if entry.passage.place in places]

    starts, ends = of_kind("valid_from"), of_kind("valid_until")
    opened = [e for e in of_kind("period") if ends and any(s.kind == "from" for s in _times(e.value, school))]
    starts = starts or opened
    start, end = _first_time(starts, school), _first_time(ends, school)
    if start or end:
        first, holder = (start or end), (starts if start else ends)[0]
        assert first is not None
        text = " – ".join(span.text for span in (start, end) if span)
        impossible = any(span.impossible for span in (start, end) if span)
        yield _Found(start.start if start else None, end.end if end else None, text, holder.passage, 0.95, impossible)
    for entry in (*of_kind("period"), *(of_kind("time") if "cover" in places else ())):
        times = _times(entry.value, school, lost_dash=True)
        if not times or _is_foreign(entry.value[: times[0].at]):
            continue
        if entry.passage.place == "cover" or _ENDS.match(entry.value, times[0].to):
            yield _made(validity.told(entry.value, times, times[0]), entry.passage, 0.95)


def _first_time(entries: Iterable[Entry], school: bool) -> Span | None:
    return next((span for entry in entries for span in _times(entry.value, school)), None)


def _sentences(
    passage: Passage, kinds: tuple[DocumentType, ...], school: bool, bare: bool, confidence: float
) -> Iterator[_Found]:
    """Statements of validity in `passage` whose subject is a document of `kinds` (or, where `bare`, unsaid)."""
    for sentence in sentences(passage.text) if _may_precede("validity", passage.text) else ():
        times = _times(sentence, school)
        first = next((span for span in times if _states(span, sentence, kinds, bare)), None)
        if first:
            yield _made(validity.told(sentence, times, first), passage, confidence)


def _states(span: Span, sentence: str, kinds: tuple[DocumentType, ...], bare: bool) -> bool:
    """Whether a verb of validity whose subject is the document leads to `span`."""
    before = sentence[: span.at]
    subject = _subject(before)
    return subject is not None and not _is_foreign(before) and _is_subject(subject, kinds, bare)


def _own_sentence(passage: Passage, kind: DocumentType, school: bool) -> Iterator[_Found]:
    """What a sentence about the document or its parties says of a time to come, whatever its verb."""
    for sentence in sentences(passage.text) if near("metadata", "own_noun", passage.text) else ():
        if holds("metadata", "looks_back", sentence):
            continue
        times = _times(sentence, school)
        for span in times:
            before = sentence[: span.at]
            leads = span.kind == "range" and found_in("metadata", "leading_time", before)
            about = _is_about(sentence[span.to :].lstrip() if leads else before, kind)
            if _is_foreign(before) or not about or _is_goal(before):
                continue
            found = validity.told(sentence, times, span) if span.kind in ("day", "from", "until") else span
            one_end = (found.start is None) != (found.end is None)
            if found.kind in ("range", "pair") or (one_end and _leads_to_end(before)):
                yield _made(found, passage, 0.75)


def _is_about(before: str, kind: DocumentType) -> bool:
    named = [r for r in near("metadata", "own_noun", before) if r.pattern and r.pattern.search(before)]
    return any(rule.kind in (kind, "any") for rule in named)


def _leads_to_end(before: str) -> bool:
    """Whether a verb of validity stands in `before`, some words from its end, or words that only an end has."""
    return found_in("metadata", "validity_verb", before) or found_in("metadata", "up_to", before)


def _may_precede(table: str, text: str) -> bool:
    """Whether a rule may hold for what stands before a time in `text`; a figure may stand right behind it."""
    return bool(near("metadata", table, text) or near("metadata", table, _GLUED.sub(" ", text)))


def _subject(before: str) -> str | None:
    """What stands before the verb of validity that ends `before`; None where there is no such verb."""
    for rule in near("metadata", "validity", before):
        if rule.pattern and (verb := rule.pattern.search(before)):
            return before[: verb.start()]
    return None


def _is_subject(before: str, kinds: tuple[DocumentType, ...], bare: bool) -> bool:
    subject = before.strip(" ,:(–-•")
    if bare and not subject:
        return True
    named = [r for r in near("metadata", "own_noun", subject) if r.pattern and r.pattern.search(subject)]
    own = any(rule.kind in kinds for rule in named)
    return own or (bare and bool(named) and all(rule.kind == "any" for rule in named))


def _is_foreign(before: str) -> bool:
    """Whether what leads to a time speaks of another document; "… och gäller" takes up the own one again."""
    for rule in near("metadata", "new_clause", before):
        clauses = list(rule.pattern.finditer(before)) if rule.pattern else []
        before = before[clauses[-1].end() :] if clauses else before
    return found_in("metadata", "foreign_clause", before)


def _under_headings(front: Front, school: bool) -> Iterator[_Found]:
    """Times in the blocks under a heading of validity; a list of contents has the same words in front of the text."""
    headings = [i for i, p in enumerate(front.body) if holds("metadata", "validity_heading", p.text)]
    last = {fold(front.body[i].text).strip(_NUMBER): i for i in headings}
    for i in last.values():
        for below in front.body[i + 1 : i + 1 + _UNDER_HEADING]:
            for sentence in sentences(below.text):
                times = _times(sentence, school)
                if times and not _is_foreign(sentence[: times[0].at]):
                    yield _made(validity.told(sentence, times, times[0]), below, 0.9)


def _elsewhere(front: Front, kind: DocumentType, school: bool) -> Iterator[_Found]:
    """Weaker places, best first: a line of the cover, a header, another document's validity, a plan's heading."""
    for passage in front.cover:
        yield from _line(passage, kind, school, 0.8, own_line=True)
    if kind not in ("audit", "survey", "minutes"):
        for passage in (*front.cover, *front.body):
            yield from _own_sentence(passage, kind, school)
    for passage in front.furniture:
        yield from _line(passage, kind, school, 0.7, own_line=kind != "minutes")
    if related := _RELATED.get(kind):
        for passage in (*front.cover, *front.body):
            yield from _sentences(passage, related, school, bare=False, confidence=0.6)
    if kind not in ("audit", "survey"):
        for passage in front.body:
            if passage.page <= 3 and len(passage.text) <= _SHORT and not passage.text.endswith("."):
                yield from _line(passage, kind, school, 0.6, own_line=False)
    for passage in (*front.cover, *front.body):
        yield from _beside_noun(passage, kind, school)
    if kind in _CALENDAR:
        yield from _repeated(front.body, school)
    yield from _open_ended(front)


def _beside_noun(passage: Passage, kind: DocumentType, school: bool) -> Iterator[_Found]:
    """Years right behind the document's own noun: "medborgarlöften för 2023"."""
    for sentence in sentences(passage.text) if _may_precede("own_noun", passage.text) else ():
        for span in _times(sentence, school):
            before = sentence[: span.at]
            if span.kind not in ("year", "range", "pair") or _is_foreign(before):
                continue
            kinds = (kind, *_RELATED.get(kind, ()))
            if any(_ends_in_noun(before, rule) for rule in near("metadata", "own_noun", before) if rule.kind in kinds):
                yield _made(span, passage, 0.55)


def _ends_in_noun(before: str, noun: Rule) -> bool:
    nouns = list(noun.pattern.finditer(before)) if noun.pattern else []
    return bool(nouns) and any(
        rule.pattern is not None and rule.pattern.match(before, nouns[-1].end()) is not None
        for rule in near("metadata", "for_time", before)
    )


def _repeated(passages: Iterable[Passage], school: bool) -> Iterator[_Found]:
    """A pair or range of years that the text says again and again, the commonest first."""
    found: dict[tuple[str | None, str | None], list[_Found]] = {}
    for passage in passages:
        for sentence in sentences(passage.text):
            for span in _times(sentence, school):
                whole_years = span.kind in ("range", "pair") and (span.start or "").endswith("-01-01")
                if whole_years and not _is_foreign(sentence[: span.at]):
                    found.setdefault((span.start, span.end), []).append(_made(span, passage, 0.4))
    for same in sorted(found.values(), key=len, reverse=True):
        if len(same) > 1:
            yield same[0]


def _line(passage: Passage, kind: DocumentType, school: bool, confidence: float, own_line: bool) -> Iterator[_Found]:
    """A period in a short line: a span of years (in a report of months), or a year behind the name of a plan."""
    text = passage.text
    told = text.endswith(".") and len(text.split()) > _WORDS
    if len(text) > _SHORT or told or holds("metadata", "not_period_line", text):
        return
    if holds("metadata", "decision", text):
        return
    names_plan = any(
        rule.weight >= 2 and rule.pattern and rule.pattern.search(text.casefold())
        for rule in near("metadata", "document_type", text)
        if rule.kind != "minutes"
    )
    for span in (since_new_year(span, text, kind) for span in _times(text, school, lost_dash=True)):
        months = span.kind == "month" and kind == "follow_up_report" and _several_months(span)
        spanning = (span.kind in ("range", "pair") or months) and (own_line or names_plan)
        alone = own_line and span.text == text
        one_year = span.kind == "year" and (names_plan or alone) and not _is_goal(text[: span.at])
        if spanning or one_year:
            yield _made(span, passage, confidence)


def _open_ended(front: Front) -> Iterator[_Found]:
    """A validity that has no date at all ("tills vidare")."""
    for entry in front.of_kind("period"):
        text = f"{entry.label} {entry.value}"
        if found_in("metadata", "open_validity", entry.value):
            yield _Found(None, None, text, entry.passage, 0.8)
