"""Who adopted the plan, when, under which paragraph; and the plan's own diary numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from planparse.dates import Span, spans
from planparse.lexicon import found_in, holds, near
from planparse.metadata.passages import Entry, Front, Passage, evidence, sentences
from planparse.plan import Decision, DocumentType, Evidence

_WINDOW = 150
"""Characters behind a word of adoption in which body, date and paragraph stand."""
_TEXT = 160
"""Characters; a longer block is running text, where numbers and decisions of others are told."""
_RUN_IN = 260
"""Characters of a transcript's first block that may be nothing but a cover."""
_FRONT_PAGES = 2
"""Pages from the first on which a diary number in the text may be the document's own."""
_BODY_WORDS = 6
_WORD_SIGN = re.compile(r"[§\d(]|\bden\b|,")
_LEAD = re.compile(r"^[\s:]*(?:av|i|genom)\s+(?:(?:beslut|protokoll)\s+(?:av|i)\s+)?", re.IGNORECASE)


def find_decisions(front: Front, kind: DocumentType) -> tuple[list[Decision], Evidence | None]:
    """The adoptions of this document, not of others that it tells of, and what says so."""
    if kind == "minutes":
        return _meeting(front)
    found = [pair for pair in _boxed(front) if pair[0].date]
    for passage in (*front.title, *front.cover, *_cover_run_in(front), *front.furniture, *front.body):
        found += [(decision, passage) for decision in _stated(passage, kind)]
    found = _unlike(found)
    if any(decision.date for decision, _ in found):
        found = [(decision, passage) for decision, passage in found if decision.date]
    if not found:
        return [], None
    return [decision for decision, _ in found], evidence(found[0][1], found[0][0].text, 0.9)


def _meeting(front: Front) -> tuple[list[Decision], Evidence | None]:
    """A record's meeting, where it says that something was decided; a summons decides nothing."""
    heads = (*front.title, *front.cover, *front.furniture)
    if not any(holds("metadata", "record", p.text) for p in heads):
        return [], None
    if not any(holds("metadata", "adopts", p.text) for p in front.body):
        return [], None
    for entry in front.of_kind("meeting_date"):
        if day := _first_day(entry.value):
            text = f"{entry.label} {entry.value}"
            return [Decision(text=text, date=day.start)], evidence(entry.passage, text, 0.8)
    return [], None


def _cover_run_in(front: Front) -> list[Passage]:
    """The lines of the cover that a transcript runs together in front of its text."""
    first = next(iter(front.body), None)
    if first is None or first.box is not None or front.cover or len(first.text) > _RUN_IN:
        return []
    return [replace(first, place="cover")]


def _first_day(text: str) -> Span | None:
    return next((span for span in spans(text) if span.start and span.start == span.end), None)


def _boxed(front: Front) -> list[tuple[Decision, Passage]]:
    """Decisions whose body, date and paragraph stand beside labels of their own."""
    found: list[tuple[Decision, Passage]] = []
    entries = front.entries
    for i, entry in enumerate(entries):
        if entry.kind not in ("decision_body", "decision_date"):
            continue
        if entry.kind == "decision_date" and any(e.kind == "decision_body" for e in entries[max(0, i - 3) : i]):
            continue
        near = entries[i : i + 4] if entry.kind == "decision_body" else entries[max(0, i - 1) : i + 4]
        decision = _merged(entry, near)
        if decision.date or decision.body:
            found.append((decision, entry.passage))
    return found


def _merged(entry: Entry, near: Iterable[Entry]) -> Decision:
    beside = {other.kind: other for other in reversed(list(near))}
    dated = beside.get("decision_date") or beside.get("date")
    day = _day_in(entry.value) or (_day_in(dated.value) if dated else None)
    numbered = beside.get("paragraph")
    holder = entry if entry.kind == "decision_body" else beside.get("decision_body")
    text = " ".join(f"{e.label} {e.value}" for e in dict.fromkeys((entry, dated, numbered)) if e)
    paragraph = (
        _paragraph(" ".join(e.value for e in (entry, dated) if e))
        or (numbered.value.strip("§ ") if numbered else None)
        or None
    )
    return Decision(text=text, body=_body(holder.value) if holder else None, date=day, paragraph=paragraph)


def _day_in(text: str) -> str | None:
    """The first day in `text`; an end ("till 2020-12-31") is no decision."""
    day = next((s for s in spans(text) if (s.start or s.end) and _is_day(s)), None)
    return day.start if day else None


def _is_day(span: Span) -> bool:
    return span.kind == "day" or (span.kind == "range" and span.start == span.end)


def _stated(passage: Passage, kind: DocumentType) -> Iterator[Decision]:
    """Decisions that the sentences of `passage` state of this document."""
    running = passage.place == "body" and len(passage.text) > _TEXT
    if not near("metadata", "decision", passage.text):
        return
    for sentence in sentences(passage.text):
        for rule in near("metadata", "decision", sentence):
            match = rule.pattern.search(sentence) if rule.pattern else None
            if match is None or not _is_own(sentence, match, rule.kind, kind, passage.place == "body"):
                continue
            decision = _read(sentence, match, rule.kind)
            if decision and (decision.date or not running):
                yield decision
                yield from _further(sentence[match.end() :], decision)
                break


def _further(behind: str, first: Decision) -> Iterator[Decision]:
    """A second body's decision in the same statement: "… och av lokalpolisområdeschefen 2019-12-20"."""
    for rule in near("metadata", "second_body", behind):
        for match in rule.pattern.finditer(behind) if rule.pattern else ():
            date = _day_in(match.group())
            if date and date != first.date:
                text = match.group().strip(" ,;.")
                yield Decision(text=text, body=match["body"].strip(), date=date, paragraph=_paragraph(match.group()))


def _is_own(sentence: str, match: re.Match[str], form: str, kind: DocumentType, in_body: bool) -> bool:
    """Whether it is this document that was adopted: nothing stands before the word, or the document's own noun."""
    before = sentence[: match.start()].strip(" :(–-•")
    if _is_foreign(before):
        return False
    if form == "bare":
        return not in_body and not _is_foreign(sentence[match.end() :].split("§")[0])
    if form == "noun":
        return not in_body or len(sentence) < _TEXT
    where = sentence[: match.end() + _WINDOW] if form == "active" else before
    if form == "active" or in_body:
        return (form == "participle" and not before) or _names_own(where, kind) or _is_label(before)
    return True


def _is_foreign(words: str) -> bool:
    """Whether the words speak of another document, or of no adoption."""
    return found_in("metadata", "not_decision", words)


def _is_label(before: str) -> bool:
    return any(rule.kind == "decision_body" and rule.matches(before) for rule in near("metadata", "label", before))


def _names_own(text: str, kind: DocumentType) -> bool:
    return any(
        rule.kind in (kind, "any") and rule.pattern and rule.pattern.search(text)
        for rule in near("metadata", "own_noun", text)
    )


def _read(sentence: str, match: re.Match[str], form: str) -> Decision | None:
    """Body, date and paragraph behind the word of adoption (before it where the body is the subject)."""
    behind = sentence[match.end() : match.end() + _WINDOW]
    for rule in near("metadata", "decision_end", behind):
        if rule.pattern and (end := rule.pattern.search(behind)):
            behind = behind[: end.start()]
    start = 0 if form == "active" else match.start()
    text = sentence[start : match.end()] + behind.rstrip(" ,;(–-")
    body = _body(sentence[: match.start()] if form == "active" else behind) or _body(text)
    date, paragraph = _day_in(behind) or (_day_in(text) if form == "noun" else None), _paragraph(behind)
    if not date and not (body and form == "participle"):
        return None
    return Decision(text=text.strip(), body=body, date=date, paragraph=paragraph)


def _body(text: str) -> str | None:
    """The deciding body as printed: what follows "av" up to a date or a sign, or a body's known name."""
    lead = _LEAD.match(text)
    if lead:
        named = _WORD_SIGN.split(text[lead.end() :])[0].strip(" .:;-–")
        if named and len(named.split()) <= _BODY_WORDS:
            return named
    for rule in near("metadata", "decision_body", text):
        if rule.pattern and (match := rule.pattern.search(text)):
            return match.group()
    return None


def _paragraph(text: str) -> str | None:
    for rule in near("metadata", "paragraph", text):
        if rule.pattern and (match := rule.pattern.search(text)):
            return match["number"]
    return None


def _unlike(found: Iterable[tuple[Decision, Passage]]) -> list[tuple[Decision, Passage]]:
    """The decisions without those that say no more than another one."""
    kept: list[tuple[Decision, Passage]] = []
    for decision, passage in found:
        same = next((i for i, (d, _) in enumerate(kept) if d.date == decision.date), None)
        if same is None:
            kept.append((decision, passage))
        elif not kept[same][0].body and decision.body:
            kept[same] = (decision, passage)
    return kept


def find_diary_numbers(front: Front) -> tuple[list[str], Evidence | None]:
    """The document's own diary numbers as printed, each once, and what says so."""
    found: dict[str, tuple[str, Passage]] = {}
    for passage in (*front.title, *front.cover, *_cover_run_in(front), *front.furniture, *front.body):
        for number in _numbers(passage, first=passage in front.body[:1]):
            found.setdefault(re.sub(r"\W", "", number).casefold(), (number, passage))
    for entry in front.of_kind("diary"):
        if leading := _leading_number(entry.value):
            found.setdefault(re.sub(r"\W", "", leading).casefold(), (leading, entry.passage))
    if not found:
        return [], None
    _, first = next(iter(found.values()))
    return [text for text, _ in found.values()], evidence(first, first.text, 0.95)


def _leading_number(value: str) -> str | None:
    for rule in near("metadata", "diary", value):
        if rule.kind == "any" and rule.pattern and (match := rule.pattern.match(value)):
            return match["number"].strip()
    return None


def _numbers(passage: Passage, first: bool) -> list[str]:
    return [text for text, at, _ in diary_spans(passage.text) if _is_own_number(passage, at, first)]


@lru_cache(maxsize=1024)
def diary_spans(text: str) -> tuple[tuple[str, int, int], ...]:
    """(number, at, to) of every diary number in `text`: after a label, or in a form that needs none."""
    found: list[tuple[str, int, int]] = []
    labels = near("metadata", "diary_label", text)
    for rule in near("metadata", "diary", text):
        if rule.kind == "any" and not labels:
            continue
        for match in rule.pattern.finditer(text) if rule.pattern else ():
            at, to = match.span("number")
            labelled = rule.kind == "bare" or _labelled(text[:at]) or (rule.kind == "line" and _in_capitals(match))
            if labelled and not any(at < other_to and other_at < to for _, other_at, other_to in found):
                found.append((match["number"].strip(), at, to))
    return tuple(found)


def _in_capitals(match: re.Match[str]) -> bool:
    """Whether the registry's letters are capitals: "REV 2020/11" is a number, "Plan 2020/21" none."""
    return "".join(sign for sign in match["number"] if sign.isalpha()).isupper()


def _labelled(before: str) -> bool:
    return found_in("metadata", "diary_label", before)


def _is_own_number(passage: Passage, at: int, first: bool) -> bool:
    """Whether a number is this document's: on cover and in headers all are, in text only at a sentence's start.

    A transcript's first block holds the lines of the cover run together.
    """
    before = passage.text[:at]
    last = sentences(before)[-1] if sentences(before) else ""
    if passage.place != "body":
        last = re.split(r"[,;|]", last)[-1]  # "Nämndens beslut 2021-11-25 § 102, ärende SN 2021/93"
    if found_in("metadata", "cited", last):
        return False
    if passage.place != "body":
        return passage.place != "title" or at > 0
    labels = near("metadata", "diary_label", before)
    label = next((found for rule in labels if rule.pattern and (found := rule.pattern.search(before))), None)
    if label is None or passage.page > _FRONT_PAGES:
        return False
    if first and passage.box is None:
        return True
    opening = before[: label.start()].rstrip()
    return not opening or opening.endswith((".", "|", "•", ":", ",")) or len(passage.text) <= _TEXT // 2
