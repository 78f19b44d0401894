"""What a web host prints around a transcript: its own words, its list of other documents, its title line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from planparse.lexicon import first_match, fold, rules

_FILE = "transcript"
_PAGE_LENGTH = 600
"""A line of so many characters is a page's text; titles and excerpts in a host's list are shorter."""
_MAX_TITLE = 250
_MAX_ASIDE = 200
"""A longer line in front of the text that does not stand in the text is taken for text."""


@dataclass(slots=True)
class Line:
    """A line of the file: its text, the tags that stood in it, and what it turned out to be."""

    text: str
    tags: list[str] = field(default_factory=list)
    new_page: bool = False
    frame: bool = False
    title: bool = False
    """The host's first line: the document's title, if its words do not stand in the text as well."""


def mark_frame(lines: Sequence[Line]) -> None:
    """Says of each line whether the host put it there, and which line may be the document's title."""
    for line in lines:
        line.frame = bool(line.text) and first_match(rules(_FILE, "frame"), line.text) is not None
    start = _start(lines)
    has_host = start is not None or any(line.frame for line in lines)
    for line in lines[: start or 0]:
        line.frame = bool(line.text)
    for i in range(start or 0, len(lines)):
        if has_host and not lines[i].frame and _opens_list(lines[i].text):
            _mark_list(lines, i)
    if has_host:
        _mark_title(lines, start)


def _opens_list(text: str) -> bool:
    return first_match(rules(_FILE, "related"), text) is not None


def _is_page(text: str) -> bool:
    """Whether a line is text of a page for sure: long, or with a mark that tells the number of pages."""
    marks = (rule for rule in rules(_FILE, "page_mark") if rule.kind == "total" and rule.pattern)
    return len(text) >= _PAGE_LENGTH or any(rule.pattern and rule.pattern.match(text) for rule in marks)


def _start(lines: Sequence[Line]) -> int | None:
    """The first line of the text, if the host says where it begins and nothing in front is text."""
    in_list = False
    body = [fold(line.text) for line in lines]
    for i, line in enumerate(lines):
        found = first_match(rules(_FILE, "start"), line.text) if line.text else None
        if found and found.pattern:
            match = found.pattern.match(line.text)
            rest = line.text[match.end() :].strip() if match else ""
            if match and rest:
                line.text = rest
                line.tags.insert(0, match.group())
                return i
            return i + 1
        in_list = in_list or _opens_list(line.text)
        text_like = _is_page(line.text) or (len(line.text) > _MAX_ASIDE and not in_list)
        if text_like and not any(body[i] in other for other in body[i + 1 :]):
            return None
    return None


def _mark_list(lines: Sequence[Line], opener: int) -> None:
    """Marks a host's list of other documents: down to the next page of the text, else to the end.

    Where the list stands in front of a text that cannot be told from it, only its heading is taken.
    """
    lines[opener].frame = True
    text_before = any(line.text and not line.frame for line in lines[:opener])
    end = next((i for i in range(opener + 1, len(lines)) if _is_page(lines[i].text)), None)
    if end is None and not text_before:
        return
    for line in lines[opener + 1 : end]:
        line.frame = bool(line.text)


def _mark_title(lines: Sequence[Line], start: int | None) -> None:
    """Marks the host's first line, where it is neither a word of the frame nor a sentence."""
    first = next((i for i, line in enumerate(lines) if line.text), None)
    if first is None or len(lines[first].text) > _MAX_TITLE or first >= (start or len(lines)):
        return
    text = lines[first].text
    follower = next((line for line in lines[first + 1 :] if line.text), None)
    if any(first_match(rules(_FILE, table), text) for table in ("frame", "related", "start")):
        return
    if start is None and (follower is None or not follower.frame):
        return
    if text[-1] in ".?!:;" and first_match(rules(_FILE, "title"), text) is None:
        return
    lines[first].frame = lines[first].title = True
