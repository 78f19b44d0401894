"""What the document is called, and what sort of plan that makes it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from planparse.dates import spans
from planparse.lexicon import Rule, fold, holds, near, rules, words
from planparse.metadata.municipalities import mentions
from planparse.metadata.passages import Entry, Front, Passage, evidence, plain
from planparse.metadata.police import units
from planparse.page import Block
from planparse.plan import DocumentType, Evidence

_SURE = 2.0
"""The weight from which a rule names a kind of plan; lighter ones are vague words."""
_VAGUE = 1.0
"""The weight of a vague word ("Vision", "Plan")."""
_FIRST = 8
"""Blocks of the text that may name the kind where nothing in front does."""
_LONGEST = 200
"""Characters of a line that may be a title."""
_NEAR = 4.0
"""Type sizes below the title within which a line goes on with it."""
_FIRST_LINES = 2
"""Blocks of the text in which a title may stand that nothing sets off."""
_TITLE_SENTENCE = 6
"""Words; a longer line that ends as a sentence does is text."""
_BROKEN = re.compile(r"[^\W\d]-$")
_WORD = re.compile(r"\w+")


def title_text(
    title: Sequence[Block], cover: Sequence[Block], front: Front, kind: DocumentType
) -> tuple[str | None, Passage | None]:
    """The title as printed and where: without issuer, version, "Bilaga 1." or a line of parties, period or decision.

    Where no title is printed large, the first line of cover, letterhead, data box or text that names a kind of plan.
    """
    blocks = list(title) or _transcript_title(cover)
    lines = [_line(block) for block in blocks]
    if kind == "minutes" and all(_is_roll(line) for line in lines):
        lines = []
    kept = _without_data(lines)
    if title and kept:
        kept += _continuations(title[-1], cover)
    text = _trimmed(plain(_put_together(kept or [line for line in lines if line])))
    if text and (kept or _strongest(text)):
        return text, next(iter((*front.title, *front.cover)), None)
    named = _named_elsewhere(front)
    return (_trimmed(named.text), named) if named else (text or None, next(iter(front.title), None))


def _put_together(lines: Sequence[str]) -> str:
    """The lines with a blank between, a word that a hyphen breaks at a line's end whole again."""
    text = ""
    for line in lines:
        broken = _BROKEN.search(text) and line[:1].islower() and not _continues(line)
        text = text[:-1] + line if broken else f"{text} {line}"
    return text


def _without_data(lines: Sequence[str]) -> list[str]:
    """The lines without those of issuer, parties or data; what goes on with such a line goes with it."""
    kept: list[str] = []
    before: list[str] = []
    for text in filter(None, lines):
        if _is_data(text, before):
            before = []
        else:
            kept.append(text)
            before = [text]
    return kept


def _is_roll(line: str) -> bool:
    """Whether a large line of minutes heads the roll ("Beslutande") and is no title."""
    return holds("metadata", "roll", line)


def _named_elsewhere(front: Front) -> Passage | None:
    """The line that is the title where none is printed large: it names a kind of plan and is no sentence."""
    places: tuple[Sequence[Passage], ...] = (
        front.cover,
        [item for item in front.furniture if item.page == 1],
        [replace(entry.passage, text=entry.value) for entry in front.of_kind("name")],
        front.body[:_FIRST_LINES],
    )
    found = next((passage for passages in places for passage in passages if _may_be_title(passage, _SURE)), None)
    given = [replace(entry.passage, text=entry.value) for entry in front.of_kind("name") if _is_name(entry)]
    vague = [passage for passage in front.body[:1] if _may_be_title(passage, _VAGUE)]
    return found or next(iter((*given, *vague)), None)


def _may_be_title(passage: Passage, least: float) -> bool:
    """Whether a line names a kind of plan by a rule of weight `least` and is neither sentence nor document data.

    A vague word ("Vision Kiruna 2099") needs words beside it and no more than a title's.
    """
    text = passage.text
    rule = _strongest(text) if len(text) <= _LONGEST else None
    if rule is None or rule.kind == "other" or rule.weight < least:
        return False
    if rule.weight < _SURE and not 1 < len(text.split()) <= _TITLE_SENTENCE:
        return False
    return not (_is_sentence(text) or _is_prose(text) or _is_data(text, []))


def names_plan(text: str) -> bool:
    """Whether a line names a kind of plan (no record of a meeting) and is neither sentence nor document data."""
    rule = _strongest(text)
    named = rule is not None and rule.weight >= _SURE and rule.kind not in ("other", "minutes", "agreement_appendices")
    return named and not (_is_sentence(text) or _is_prose(text) or _is_data(text, []) or text.startswith("§"))


def names_record(text: str) -> bool:
    """Whether a title names a summons or a record of a meeting."""
    rule = _strongest(text)
    return rule is not None and rule.kind == "minutes"


def _is_name(entry: Entry) -> bool:
    """Whether what stands beside "Dokumentnamn" on a cover is a name, whatever it names."""
    text = entry.value
    return (
        entry.passage.place == "cover"
        and len(text.split()) > 1
        and len(text) <= _LONGEST
        and not (_is_sentence(text) or _is_prose(text))
    )


def _is_prose(text: str) -> bool:
    return text.endswith((".", ":", "?")) and len(text.split()) > _TITLE_SENTENCE


def _line(block: Block) -> str:
    return plain(" ".join(part for part in (block.label, block.text) if part))


def _transcript_title(cover: Sequence[Block]) -> list[Block]:
    """A transcript's first line, where it names a kind of plan."""
    if not cover or cover[0].box is not None or cover[0].size:
        return []
    first = _line(cover[0])
    return [cover[0]] if len(first) <= _LONGEST and _strongest(first) else []


def _is_data(text: str, before: Sequence[str]) -> bool:
    """Whether a title's line holds only issuer, parties or period, or is another line of document data."""
    if _continues(text) or (before and (_open_ended(before[-1]) or _splits_name(before[-1], text))):
        return False
    if holds("metadata", "not_title", text):
        return True
    return _only_names(text)


def _continues(text: str) -> bool:
    small = text[0].islower() or text.isupper()
    return small and any(r.pattern and r.pattern.match(text) for r in near("metadata", "title_continues", text))


def _open_ended(text: str) -> bool:
    """Whether a line ends in a small word or a dash, so that the next one goes on with it."""
    last = _WORD.findall(text)[-1:] or [""]
    return text.endswith(("–", "-")) or _continues(f"{last[0].casefold()} x")


def _splits_name(last: str, text: str) -> bool:
    """Whether a line break stands between a municipality's name and the rest of it ("… Mörbylånga / kommun 2020")."""
    if text[:1].islower():
        return True
    words_last = _WORD.findall(last)[-1:]
    return (
        bool(words_last)
        and fold(words_last[0]) in words("metadata", "place_words")
        and bool(mentions(text, title=True))
    )


def _only_names(text: str) -> bool:
    """Whether municipalities, police units and times are all that stands in `text`."""
    signs = list(text)
    places = [(m.at, m.to) for m in mentions(text)] + [(u.at, u.to) for u in units(text)]
    times = [(span.at, span.to) for span in spans(text)]
    for at, to in places + times:
        signs[at:to] = " " * (to - at)
    rest = [word for word in _WORD.findall("".join(signs).casefold()) if len(word) > 1]
    return bool(places or times) and all(word in words("metadata", "issuer_words") for word in rest)


def _continuations(last: Block, cover: Sequence[Block]) -> list[str]:
    """Lines right under the title that go on with it ("för samverkan mellan …")."""
    if last.box is None or not last.size:
        return []
    bottom, found = last.box[3], []
    for block in cover:
        if block.page != last.page or block.box is None or block.box[1] < bottom - 1:
            continue
        near = block.box[1] - bottom <= _NEAR * max(block.size, 1.0)
        text = _line(block)
        if not near or len(text) > _LONGEST or not _continues(text) or text.endswith("."):
            break
        found.append(text)
        bottom = block.box[3]
    return found


def _trimmed(text: str) -> str:
    """`text` without an appendix's number in front, a menu of kinds, or document data behind it."""
    for table in ("title_lead", "title_tail"):
        for rule in rules("metadata", table):
            shorter = rule.pattern.sub("", text, count=1).strip() if rule.pattern else text
            text = shorter or text
    return text.rstrip(" ,;:–-")


def document_type(front: Front, file_name: str) -> tuple[DocumentType, Evidence | None]:
    """The kind of plan and what says so: title, label, cover, headers, file name, first words of the text."""
    whole = " ".join(passage.text for passage in front.title)
    if (wrapper := _wrapper(front)) and not _reports(whole):
        return "minutes", evidence(wrapper, wrapper.text, 0.9)
    named = _strongest(_chosen(whole)) if whole and not _is_sentence(whole) else None
    if named and named.weight >= _SURE:
        return _kind(named), evidence(front.title[0], whole, 0.93)
    for entry in (*front.of_kind("type"), *front.of_kind("name")):
        if (rule := _strongest(entry.value)) and rule.weight >= _SURE:
            return _kind(rule), evidence(entry.passage, entry.passage.text, 0.9)
    named = named if named and named.weight >= 1 else None
    if named:
        return _kind(named), evidence(front.title[0], whole, 0.75)
    if whole and not front.cover and not front.body and not front.furniture:
        vague = None if _is_sentence(whole) else _strongest(whole)
        return (_kind(vague) if vague else "other"), evidence(front.title[0], whole, 0.4)
    return _elsewhere(front, file_name)


def _wrapper(front: Front) -> Passage | None:
    """The line of cover or letterhead that says that a decision is wrapped around the plan ("TJÄNSTESKRIVELSE")."""
    first_page = [item for item in front.furniture if item.page == 1]
    return next((p for p in (*front.cover, *first_page) if holds("metadata", "wrapper", p.text)), None)


def _reports(title: str) -> bool:
    """Whether the title itself names a report or a review, which a letter may carry."""
    named = _strongest(title) if title else None
    return named is not None and named.weight > _SURE and named.kind != "minutes"


def _elsewhere(front: Front, file_name: str) -> tuple[DocumentType, Evidence | None]:
    for passages, confidence in ((front.cover, 0.75), (front.furniture, 0.7)):
        if found := _first_sure(passages):
            return _kind(found[0]), evidence(found[1], found[1].text, confidence)
    stem = re.sub(r"[-_.]+", " ", plain(file_name))
    rule = _strongest(stem) or _strongest(_with_diacritics(stem))
    if rule and rule.weight >= 1:
        return _kind(rule), Evidence(quote=file_name[:200], confidence=0.5)
    if found := _first_sure(front.body[:_FIRST]):
        return _kind(found[0]), evidence(found[1], found[1].text, 0.5)
    vague = _strongest(" ".join(passage.text for passage in front.title))
    return (_kind(vague), evidence(front.title[0], front.title[0].text, 0.4)) if vague else ("other", None)


def _first_sure(passages: Iterable[Passage]) -> tuple[Rule, Passage] | None:
    for passage in passages:
        rule = _strongest(passage.text) if len(passage.text) <= _LONGEST else None
        if rule and rule.weight >= _SURE:
            return rule, passage
    return None


def _kind(rule: Rule) -> DocumentType:
    kind: DocumentType = rule.kind  # type: ignore[assignment]
    return kind


def _is_sentence(text: str) -> bool:
    return holds("metadata", "no_title", text)


def _chosen(text: str) -> str:
    """A title whose menu of kinds is reduced to the chosen one."""
    for rule in near("metadata", "menu_choice", text):
        if rule.pattern and (match := rule.pattern.search(text)):
            return f"{match['choice']} {_trimmed(text)}"
    return text


def _strongest(text: str) -> Rule | None:
    """The rule that says what sort of plan `text` names: the heaviest, then the one that begins first."""
    folded, best, best_key = fold(text), None, (0.0, 0)
    for rule in near("metadata", "document_type", folded):
        at = _place(rule, folded)
        if at is not None and (best is None or (rule.weight, -at) > best_key):
            best, best_key = rule, (rule.weight, -at)
    return best


def _place(rule: Rule, folded: str) -> int | None:
    if folded in rule.variants:
        return 0
    match = rule.pattern.search(folded) if rule.pattern else None
    return match.start() if match else None


def _with_diacritics(stem: str) -> str:
    """A file name's words with the signs that file names lose in them."""
    for word in sorted(words("metadata", "file_words")):
        bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
        stem = stem.replace(bare, word)
    return stem
