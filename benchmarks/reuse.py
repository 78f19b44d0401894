"""Text reuse in a seeded collection: what is found of what was planted, and the time for 1,000 and 10,000 plans.

    python benchmarks/reuse.py [PLANS …]

Each plan has 40 sentences of its own, drawn word by word from the corpus's vocabulary; one sentence in ten is copied
from an earlier plan and edited (words swapped, left out, put in), so that every similarity from 0.3 to 1 occurs. The
true similarity is the Jaccard similarity of the word triples, counted pair by pair for what was planted.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from pathlib import Path

from planparse.compare.reuse import ReuseText, shared_sentences, shingles

SENTENCES, COPIED = 40, 0.1
CORPUS = Path(__file__).parent.parent / "corpus"


def vocabulary() -> list[str]:
    """The words of the training documents' sources, in order of appearance."""
    words: dict[str, None] = {}
    for path in sorted((CORPUS / "sources").glob("*/plan.txt")):
        text = path.read_text("utf-8")
        if 'split = "train"' in text:
            words.update(dict.fromkeys(word.casefold() for word in text.split() if word.isalpha()))
    return list(words)


def edited(words: list[str], known: list[str], chance: random.Random) -> list[str]:
    """A copy with zero to five edits."""
    out = list(words)
    for _ in range(chance.randrange(6)):
        at = chance.randrange(len(out))
        kind = chance.choice(("swap", "out", "in"))
        out[at : at + (kind != "in")] = [] if kind == "out" else [chance.choice(known)]
    return out


def seeded(plans: int, seed: int = 1) -> tuple[list[ReuseText], dict[tuple[str, str], float]]:
    """The texts of a collection, and the true similarity of every planted pair (by item)."""
    chance, known = random.Random(seed), vocabulary()
    texts: list[ReuseText] = []
    planted: dict[tuple[str, str], float] = {}
    for plan in range(plans):
        for number in range(SENTENCES):
            item = f"{plan}.{number}"
            date = f"{2010 + 14 * plan // plans}-{1 + plan % 12:02}-01"
            if plan and chance.random() < COPIED:
                source = texts[chance.randrange(plan * SENTENCES)]
                words = edited(source.text.split(), known, chance)
                a, b = shingles(source.text), shingles(" ".join(words))
                planted[source.item, item] = len(a & b) / len(a | b)
            else:
                words = chance.choices(known, k=chance.randrange(9, 30))
            texts.append(ReuseText(plan, item, " ".join(words), date))
    return texts, planted


def main(sizes: list[int]) -> None:
    """One line a size."""
    for plans in sizes:
        texts, planted = seeded(plans)
        start = time.perf_counter()
        found = {frozenset((a.item, b.item)): value for a, b, value in shared_sentences(texts)}
        seconds = time.perf_counter() - start
        sure = [pair for pair, value in planted.items() if value >= 0.8]
        hit = sum(frozenset(pair) in found for pair in sure)
        low = sum(value < 0.5 for value in found.values())
        true_low = sum(planted[pair] < 0.5 for pair in planted if frozenset(pair) in found)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        print(
            f"{plans:6} plans, {len(texts):7} sentences: {seconds:6.1f} s, peak {peak:.2f} GB; recall at 0.8: "
            f"{hit}/{len(sure)} = {hit / len(sure):.4f}; pairs below 0.5: {low + true_low} of {len(found)}"
        )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1000, 10000])
