"""The sentence bank and gold as sequences of labelled units, as the parser would ask for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from planparse.errors import InputError
from planparse.gold import GoldDocument, gold_files, read_gold
from planparse.model import Unit
from planparse.model.sentences import sentences

TOLD = frozenset(
    ("background", "purpose", "goal", "activity", "follow_up", "result", "responsibility", "validity", "other")
)
_TYPES = (
    (r"uppfölj|återrapport|redovisning|tertial|slutrapport|årsrapport|utvärdering|resultat", "follow_up_report"),
    (r"bilag", "agreement_appendices"),
    (r"löft", "citizen_promise"),
    (r"överenskommelse|avtal|förlängning", "agreement"),
    (r"verksamhetsplan", "operational_plan"),
    (r"handlingsplan|åtgärd|aktivitetsplan|genomförande", "action_plan"),
    (r"program|strateg|polic|riktlinj|plan", "programme"),
    (r"protokoll|skrivelse|kallelse|utlåtande|beslut", "minutes"),
)


class UnreadableBank(InputError):
    """A line of the sentence bank that has no kind."""

    code = "unreadable_bank"


@dataclass(frozen=True, slots=True)
class Example:
    """The units of one part in order, the kinds that each accepts, and the document that they stand in."""

    document: str
    units: tuple[Unit, ...]
    kinds: tuple[tuple[str, ...], ...]
    ordered: bool


def read_bank(folder: Path) -> Iterator[Example]:
    """The parts of every fictional document of the bank (corpus/sentences/*.txt). Raises UnreadableBank."""
    for path in sorted(folder.glob("*.txt")):
        document = ""
        kind_of: str | None = None
        lines: list[tuple[tuple[str, ...], str]] = []
        for number, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
            line = raw.rstrip()
            if not line or line.startswith("//"):
                continue
            if line.startswith(("== ", "-- ")):
                if lines:
                    yield _example(document, kind_of, lines)
                    lines = []
                if line.startswith("== "):
                    fields = [f.strip() for f in line[3:].split("|")]
                    document, kind_of = fields[0], document_type(fields[1] if len(fields) > 1 else "")
                continue
            kinds, tab, text = line.partition("\t")
            accepted = tuple(kinds.split("/"))
            if not tab or not text.strip() or not set(accepted) <= TOLD:
                raise UnreadableBank(
                    str(path), f"line {number} has no kind and text apart by a TAB", "see corpus/README.md"
                )
            lines.append((accepted, text.strip()))
        if lines:
            yield _example(document, kind_of, lines)


def document_type(words: str) -> str | None:
    """The document type that a bank header's own words mean, None where they mean none."""
    found = words.casefold()
    return next((kind for pattern, kind in _TYPES if re.search(pattern, found)), None)


def _example(document: str, kind_of: str | None, lines: list[tuple[tuple[str, ...], str]]) -> Example:
    bullets = [text.startswith("- ") for _, text in lines]
    units = [
        Unit(
            text=text.removeprefix("- ").strip(),
            form="bullet" if bullets[i] else "paragraph",
            part="appendix" if kind_of == "agreement_appendices" else "body",
            position=i / max(1, len(lines) - 1),
            theme=None,
            document_type=kind_of,
            opens_list=not bullets[i] and i + 1 < len(lines) and bullets[i + 1],
            in_list=bullets[i],
            hint="report" if kind_of == "follow_up_report" else None,
            breaks=i == 0,
        )
        for i, (_, text) in enumerate(lines)
    ]
    return Example(document, tuple(units), tuple(kinds for kinds, _ in lines), kind_of == "agreement_appendices")


def read_gold_examples(folder: Path, headings: bool = False) -> Iterator[Example]:
    """The prose of each part of the gold below `folder`, as if no heading stood above it; scans are copies.

    With `headings` each part comes once more, with its kind headings as headings that the lexicon does not know.
    """
    for name, path in gold_files(folder):
        gold = read_gold(path)
        if gold.expect != "scan":
            yield from gold_examples(name, gold)
            if headings:
                yield from gold_examples(name, gold, headings=True)


def gold_examples(name: str, gold: GoldDocument, headings: bool = False) -> Iterator[Example]:
    """The parts of one gold document. Cells and the kinds that layout shows are left out.

    Lines of document data may be called `other` too: where no page shows a cover, as in a transcript, the text has to
    tell them.
    """
    transcript = gold.file.endswith(".txt")
    for part in gold.parts:
        found = [
            (section, item)
            for section in part.sections
            for item in section.items
            if TOLD.intersection(section.kinds) and (headings or item.form != "cell") and isinstance(item.text, str)
        ]
        units, kinds = [], []
        for i, (section, item) in enumerate(found):
            before = found[i - 1][0] if i else None
            after = found[i + 1][1] if i + 1 < len(found) else None
            in_list = item.form in ("bullet", "numbered")
            unit = Unit(
                text=str(item.text),
                form="sentence" if transcript else "bullet" if in_list else "paragraph",
                part="appendix" if part.kind == "appendix" else "body",
                position=i / max(1, len(found) - 1),
                theme=section.heading if headings and section.heading else section.path[-1] if section.path else None,
                document_type=gold.document_type,
                opens_list=bool(after and after.form in ("bullet", "numbered")) and not in_list,
                in_list=in_list,
                hint="report" if gold.document_type == "follow_up_report" else None,
                breaks=before is None or (before.path, before.heading) != (section.path, section.heading),
            )
            pieces = sentences(unit.text) if transcript else [unit.text]
            units += [replace(unit, text=piece) for piece in pieces]
            kinds += [tuple(kind for kind in section.kinds if kind in TOLD)] * len(pieces)
        if units:
            ordered = transcript and part.kind == "appendix"
            yield Example(name, tuple(units), tuple(kinds), ordered)
