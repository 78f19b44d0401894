"""Plans + gold → Scorecard: how good a parse is, with intervals, baselines and what went wrong where."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError

from planparse.errors import InputError
from planparse.evaluate import baselines
from planparse.evaluate.agreement import Agreement, agreement
from planparse.evaluate.align import gold_reading
from planparse.evaluate.grounding import grounding
from planparse.evaluate.score import DocumentScore, score
from planparse.evaluate.tally import Figure, Tally, add, calibration, figures, metadata_mean, role_macro, values
from planparse.gold import GoldDocument, UnreadableGold, gold_files, read_gold
from planparse.pipeline import parse
from planparse.plan import Plan, from_json
from planparse.read import plain_lines

__all__ = [
    "Agreement",
    "Case",
    "DocumentScore",
    "Figure",
    "GoldDocument",
    "Scorecard",
    "Tally",
    "UnreadableGold",
    "add",
    "agreement_of",
    "calibration",
    "cases",
    "evaluate",
    "metadata_mean",
    "read_gold",
    "role_macro",
    "values",
]


@dataclass(frozen=True, slots=True)
class Case:
    """A document of the evaluation: its gold, its bytes (b"" if only a parse is at hand) and its parse."""

    name: str
    split: str
    gold: GoldDocument
    data: bytes
    plan: Plan


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The figures of some documents. `groups` holds them by "archetype X" and "producer Y", `baselines` by name."""

    documents: tuple[DocumentScore, ...]
    figures: Mapping[str, Figure]
    groups: Mapping[str, Mapping[str, Figure]] = field(default_factory=dict)
    baselines: Mapping[str, Mapping[str, Figure]] = field(default_factory=dict)
    confusion: Mapping[tuple[str, str], int] = field(default_factory=dict)
    reliability: Sequence[tuple[float, float, int]] = ()


def cases(gold: Path, corpus: Path | None, parsed: Path | None, split: str | None = None) -> Iterator[Case]:
    """The documents with gold below `gold`; each is parsed from `corpus`, or its JSON taken from `parsed`.

    A document without a parse, or that cannot be parsed, counts as a parse with no words.
    Raises UnreadableGold, and an InputError where a document of the corpus is missing.
    """
    for name, path in gold_files(gold):
        if split and split not in (path.parent.name, gold.name):
            continue
        document = read_gold(path)
        data = _document(corpus, document.file) if corpus else b""
        yield Case(name, path.parent.name, document, data, _plan(name, document, data, parsed))


def _document(corpus: Path, file: str) -> bytes:
    found = sorted(corpus.rglob(file))
    if not found:
        todo = "rebuild the corpus, or give --corpus"
        raise UnreadableGold(str(corpus), f"has no {file}, which gold speaks of", todo)
    return found[0].read_bytes()


def _plan(name: str, gold: GoldDocument, data: bytes, parsed: Path | None) -> Plan:
    if parsed is None:
        try:
            return parse(data, gold.file)
        except InputError:
            return _nothing()
    found = sorted(parsed.rglob(f"{name}.json"))
    if not found:
        return _nothing()
    try:
        return from_json(found[0].read_text("utf-8"))
    except (ValueError, ValidationError) as error:
        what = f"is no plan ({str(error).splitlines()[0]})"
        raise UnreadableGold(str(found[0]), what, "convert the document again") from error


def _nothing() -> Plan:
    """The parse of a document that gave none."""
    return parse(b"-\n", "nothing.txt").model_copy(update={"parts": [], "municipalities": [], "title": None})


def evaluate(found: Sequence[Case], with_baselines: bool = True, with_grounding: bool = True) -> Scorecard:
    """Scores the cases."""
    documents = []
    for case in found:
        one = score(case.name, case.gold, case.plan)
        if with_grounding and case.data.startswith(b"%PDF") and case.gold.parts:
            one = replace(one, tallies={**one.tallies, "grounding": grounding(case.data, case.plan)})
        documents.append(one)
    card = scorecard(documents)
    groups: dict[str, list[DocumentScore]] = {}
    for one in documents:
        for key in _group_names(one):
            groups.setdefault(key, []).append(one)
    return replace(
        card,
        groups={name: figures([d.tallies for d in some]) for name, some in sorted(groups.items())},
        baselines=_baselines(found) if with_baselines else {},
    )


def _group_names(one: DocumentScore) -> Iterator[str]:
    for letter in dict.fromkeys(part.strip()[:1] for part in one.archetype.split("+")):
        yield f"archetype {letter}"
    yield f"producer {one.producer.split()[0]}"


def scorecard(documents: Sequence[DocumentScore]) -> Scorecard:
    """The figures of scored documents, calibration and confusion included."""
    confusion: Counter[tuple[str, str]] = Counter()
    for one in documents:
        confusion.update(one.confusion)
    error, reliability = calibration([s for one in documents for s in one.sections])
    found = dict(figures([d.tallies for d in documents]))
    found["calibration_error"] = Figure(error, None, None, None, sum(bool(d.sections) for d in documents))
    return Scorecard(tuple(documents), found, confusion=confusion, reliability=reliability)


def _baselines(found: Sequence[Case]) -> dict[str, Mapping[str, Figure]]:
    ways: dict[str, Callable[[Case], Plan]] = {
        "everything is activity": lambda case: baselines.everything_is_activity(case.plan),
        "heading words on our text": lambda case: baselines.heading_words(case.plan),
    }
    if all(case.data for case in found):
        name = "heading words on pdfplumber's text"
        ways[name] = lambda case: baselines.plain_lines(case.plan, plain_lines(case.data))
    return {
        name: figures([score(case.name, case.gold, way(case)).tallies for case in found if case.gold.parts])
        for name, way in ways.items()
    }


def agreement_of(first: Path, second: Path) -> dict[str, Agreement]:
    """Agreement of two annotations, by document, for the documents that both folders (or files) annotate.

    Raises UnreadableGold.
    """
    a, b = _golds(first), _golds(second)
    return {name: agreement(gold_reading(a[name]), gold_reading(b[name])) for name in sorted(a.keys() & b.keys())}


def _golds(place: Path) -> dict[str, GoldDocument]:
    if place.is_file():
        return {place.name.removesuffix(".gold.json"): read_gold(place)}
    return {name: read_gold(path) for name, path in gold_files(place)}


def to_json(card: Scorecard) -> str:
    """The scorecard as JSON: figures, groups, baselines, confusion, every document's tallies."""

    def table(figures_: Mapping[str, Figure]) -> dict[str, object]:
        return {name: {k: _rounded(v) for k, v in f._asdict().items()} for name, f in sorted(figures_.items())}

    out = {
        "documents": len(card.documents),
        "figures": table(card.figures),
        "groups": {name: table(f) for name, f in card.groups.items()},
        "baselines": {name: table(f) for name, f in card.baselines.items()},
        "confusion": [{"gold": g, "parse": p, "words": n} for (g, p), n in sorted(card.confusion.items())],
        "reliability": [
            {"confidence": round(c, 4), "right": round(r, 4), "sections": n} for c, r, n in card.reliability
        ],
        "by_document": {
            d.name: {
                "archetype": d.archetype,
                "producer": d.producer,
                "figures": {name: _rounded(v) for name, v in sorted(values(d.tallies).items())},
            }
            for d in card.documents
        },
    }
    return json.dumps(out, ensure_ascii=False, indent=1) + "\n"


def _rounded(value: float | None) -> float | None:
    return round(value, 4) if isinstance(value, float) else value
