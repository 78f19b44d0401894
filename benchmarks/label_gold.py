"""How well a labeller tells kinds from text alone, measured on gold.

    python benchmarks/label_gold.py GOLD_DIR… [--wrong]

Three tables: (a) the transcripts (gold whose file is .txt), split into sentences, a part at a time and in its
order; (b) the items of other gold that stand under no kind heading, as paragraphs; (c) all prose items of other
gold as if nothing stood above them. Gold with two kinds accepts both. Macro F1 is over background, purpose,
goal, activity and follow_up. The 95 % interval is a bootstrap over units (1,000 resamples, seeded): it is too
narrow, since units of one document are not independent.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planparse import lexicon
from planparse.model import Label, Unit, load_labeller
from planparse.model.sentences import sentences

KINDS = ("background", "purpose", "goal", "activity", "follow_up")
TOLD = (*KINDS, "result", "responsibility", "validity", "other")
SEED = 20261124


@dataclass(frozen=True)
class Answer:
    file: str
    text: str
    kinds: tuple[str, ...]
    label: Label

    @property
    def right(self) -> bool:
        return self.label.kind in self.kinds

    @property
    def gold(self) -> str:
        """The kind that counts: the labelled one where gold accepts it."""
        return self.label.kind if self.right else self.kinds[0]


Given = list[tuple[Unit, tuple[str, ...]]]


def unit(item: dict[str, Any], text: str, i: int, total: int, gold: dict[str, Any], part: dict[str, Any],
         section: dict[str, Any], *, context: bool, breaks: bool, opens: bool) -> Unit:  # fmt: skip
    form = item["form"] if item["form"] in ("bullet", "numbered", "sentence") else "paragraph"
    path = section["path"]
    report = gold["document_type"] == "follow_up_report"
    return Unit(
        text=text, form=form, part=part["kind"], position=i / max(1, total - 1),
        theme=path[-1] if context and path else None, document_type=gold["document_type"],
        opens_list=opens, in_list=form in ("bullet", "numbered"),
        hint="report" if report else None, breaks=breaks,
    )  # fmt: skip


def transcript(gold: dict[str, Any]) -> Iterator[Given]:
    for part in gold["parts"]:
        lines = [
            (section, item, sentence)
            for section in part["sections"]
            for item in section["items"]
            for sentence in sentences(item["text"])
        ]
        yield [
            (
                unit({**item, "form": "sentence"}, sentence, i, len(lines), gold, part, section,
                     context=False, breaks=False, opens=False),
                tuple(section["kinds"]),
            )
            for i, (section, item, sentence) in enumerate(lines)
        ]  # fmt: skip


def headless(section: dict[str, Any]) -> bool:
    return section["heading"] is None


def told(section: dict[str, Any]) -> bool:
    return any(kind in TOLD for kind in section["kinds"])


def prose(gold: dict[str, Any], *, only_headless: bool) -> Iterator[Given]:
    """Each part's items that stand in no table."""
    for part in gold["parts"]:
        lines = [(s, item) for s in part["sections"] for item in s["items"]]
        given: Given = []
        for i, (section, item) in enumerate(lines):
            wanted = told(section) and item["form"] != "cell" and (headless(section) or not only_headless)
            if not wanted:
                continue
            before = lines[i - 1][0] if i else None
            new = before is None or any(before[key] != section[key] for key in ("path", "heading"))
            after = lines[i + 1] if i + 1 < len(lines) else None
            opens = bool(
                after and after[0]["heading"] == section["heading"] and after[0]["path"] == section["path"]
                and after[1]["form"] in ("bullet", "numbered") and item["form"] == "paragraph"
            )  # fmt: skip
            given.append(
                (
                    unit(item, item["text"], i, len(lines), gold, part, section,
                         context=only_headless, breaks=new, opens=opens),
                    tuple(section["kinds"]),
                )
            )  # fmt: skip
        yield given


def answers(file: str, parts: Iterator[Given], labeller: Any, *, ordered: bool) -> Iterator[Answer]:
    for given in parts:
        labels = labeller.label([u for u, _ in given], ordered)
        for (u, kinds), label in zip(given, labels, strict=True):
            yield Answer(file, u.text, kinds, label)


def macro_f1(found: Sequence[Answer]) -> tuple[float, dict[str, tuple[float, int]]]:
    by_kind = {}
    for kind in KINDS:
        right = sum(a.right and a.label.kind == kind for a in found)
        given = sum(a.label.kind == kind for a in found)
        there = sum(a.gold == kind for a in found)
        by_kind[kind] = (2 * right / (given + there) if given + there else 0.0, there)
    return sum(f1 for f1, _ in by_kind.values()) / len(KINDS), by_kind


def report(name: str, found: list[Answer], *, wrong: bool) -> None:
    if not found:
        print(f"{name}: nothing to measure\n")
        return
    words = sum(a.text.count(" ") + 1 for a in found)
    right_words = sum(a.text.count(" ") + 1 for a in found if a.right)
    macro, by_kind = macro_f1(found)
    draw = random.Random(SEED)
    resampled = sorted(sum(a.right for a in draw.choices(found, k=len(found))) / len(found) for _ in range(1000))
    accuracy = sum(a.right for a in found) / len(found)
    print(f"{name}: {len(found)} units of {len({a.file for a in found})} documents")
    print(f"  accuracy {accuracy:.3f} [{resampled[25]:.2f}, {resampled[974]:.2f}]   by words {right_words / words:.3f}"
          f"   macro F1 {macro:.3f}")  # fmt: skip
    print("  " + "   ".join(f"{kind} {f1:.2f} ({n})" for kind, (f1, n) in by_kind.items()))
    for low, high in ((0.0, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.901)):
        at = [a for a in found if low <= a.label.confidence < high]
        if at:
            mean = sum(a.label.confidence for a in at) / len(at)
            print(f"  confidence {mean:.2f}: {sum(a.right for a in at) / len(at):.2f} right of {len(at)}")
    if wrong:
        for pair, n in Counter((a.kinds[0], a.label.kind) for a in found if not a.right).most_common(8):
            print(f"  {n} × {pair[0]} taken for {pair[1]}")
        for a in found:
            if not a.right:
                label = a.label
                print(f"    {'|'.join(a.kinds)} ← {label.kind} {label.confidence} {label.reasons}: {a.text[:150]}")
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold_dir", nargs="+", type=Path)
    parser.add_argument("--wrong", action="store_true", help="print what was taken for what")
    options = parser.parse_args()
    labeller = load_labeller(lexicon.rules("cues", "cue"))
    ordered: list[Answer] = []
    unordered: list[Answer] = []
    without: list[Answer] = []
    everything: list[Answer] = []
    started = time.perf_counter()
    for path in sorted(p for d in options.gold_dir for p in d.glob("*.gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        if gold["file"].endswith(".txt"):
            ordered += answers(path.name, transcript(gold), labeller, ordered=True)
            unordered += answers(path.name, transcript(gold), labeller, ordered=False)
        else:
            without += answers(path.name, prose(gold, only_headless=True), labeller, ordered=False)
            everything += answers(path.name, prose(gold, only_headless=False), labeller, ordered=False)
    spent = time.perf_counter() - started
    report("(a) transcripts, in order", ordered, wrong=options.wrong)
    report("(a') transcripts, order switched off", unordered, wrong=False)
    report("(b) items without a heading", without, wrong=options.wrong)
    report("(c) all prose items, headings ignored", everything, wrong=options.wrong)
    every = [*ordered, *unordered, *without, *everything]
    count = sum(len(sentences(a.text)) for a in every)
    print(f"{labeller.name}: {count} sentences, {1000 * spent / max(1, count):.3f} ms a sentence")


if __name__ == "__main__":
    main()
