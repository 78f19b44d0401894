"""What does repair mend, what does it miss, and what does it spoil? On Swedish that made no word list.

    python benchmarks/ocr/repairs.py TREEBANK.conllu [FOLDER-WITH-PDFS …] [--rate 0.04] [--show 30]

The texts are sentences of a treebank's dev part and the pages of born-digital documents (names, places, compounds).
Once as they are: each repair is false. Once damaged as recognizers do it (benchmarks' own list of slips, joined and
split words, section signs): a damaged word is mended rightly, wrongly, or left.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from planparse.page import Page, Word
from planparse.read import read
from planparse.read.spelling import mend

SLIPS = (
    ("m", "rn"), ("rn", "m"), ("l", "1"), ("å", "a"), ("ä", "a"), ("ö", "o"), ("e", "c"), ("d", "cl"), ("cl", "d"),
    ("ti", "li"), ("ll", "il"), ("I", "l"), ("l", "I"), ("w", "vv"), ("o", "0"), ("s", "5"), ("ö", "6"), ("h", "b"),
    ("å", "ä"), ("ä", "å"), ("n", "u"), ("t", "l"), ("f", "t"), ("g", "q"), ("fi", "h"),
)  # fmt: skip
"""[printed, read]: all that data/spelling.toml knows of, and some that it does not."""


def sentences(treebank: Path) -> Iterator[list[str]]:
    """The printed words of each sentence, signs at their words."""
    words: list[str] = []
    glue = False
    for line in treebank.read_text("utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) < 10:
            if words:
                yield words
            words, glue = [], False
        elif columns[0].isdigit():
            if words and (glue or (columns[3] == "PUNCT" and columns[1] in ".,:;!?)")):
                words[-1] += columns[1]
            else:
                words.append(columns[1])
            glue = "SpaceAfter=No" in columns[9] or (
                columns[1] in "(”" and columns[3] == "PUNCT" and len(columns[1]) == 1
            )


def lines_of_documents(folder: Path) -> Iterator[list[str]]:
    for path in sorted(folder.glob("*.pdf")):
        for page in read(path.read_bytes(), path.name).pages:
            if page.verdict == "good":
                texts = [word.text for word in page.words if not word.soft_end and not word.text.endswith("-")]
                for i in range(0, len(texts), 12):
                    yield texts[i : i + 12]


def page_of(texts: list[str]) -> Page:
    words, x = [], 40.0
    for text in texts:
        words.append(Word(text, x, 100, x + 5 * len(text), 112, "", 11, bold=False, italic=False, confidence=0.9))
        x += 5 * len(text) + 4
    return Page(1, 3000, 842, tuple(words))


def damaged(text: str, chance: random.Random) -> str:
    """The word with one slip somewhere, as it is where none fits."""
    fits = [(a, b) for a, b in SLIPS if a in text]
    if not fits or len(text) < 3:
        return text
    a, b = chance.choice(fits)
    at = chance.choice([i for i in range(len(text)) if text.startswith(a, i)])
    return text[:at] + b + text[at + len(a) :]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("treebank", type=Path)
    options.add_argument("folders", type=Path, nargs="*")
    options.add_argument("--rate", type=float, default=0.04)
    options.add_argument("--show", type=int, default=30)
    asked = options.parse_args()
    texts = [("treebank", words) for words in sentences(asked.treebank)]
    texts += [(folder.name, words) for folder in asked.folders for words in lines_of_documents(folder)]
    chance = random.Random(7)
    count: Counter[tuple[str, str]] = Counter()
    shown: dict[str, list[str]] = {"false": [], "wrong": [], "left": []}
    for group, words in texts:
        count[group, "words"] += len(words)
        for repair in mend(page_of(words)).repairs:
            count[group, "false"] += 1
            shown["false"].append(f"{repair.found} → {repair.read_as}")
        slipped = [damaged(word, chance) if chance.random() < asked.rate else word for word in words]
        repairs = {repair.found: repair.read_as for repair in mend(page_of(slipped)).repairs}
        for word, read_as in zip(words, slipped, strict=True):
            if word == read_as:
                continue
            got = repairs.get(read_as)
            how = "right" if got == word else "wrong" if got else "left"
            count[group, how] += 1
            if how != "right":
                shown[how].append(f"{word}: {read_as}" + (f" → {got}" if got else ""))
    for group in dict.fromkeys(group for group, _ in texts):
        n = {key: count[group, key] for key in ("words", "false", "right", "wrong", "left")}
        slips = n["right"] + n["wrong"] + n["left"]
        precision = n["right"] / max(1, n["right"] + n["wrong"])
        print(
            f"{group:10} {n['words']} words: {n['false']} false repairs ({1000 * n['false'] / n['words']:.2f} ‰); "
            f"{slips} slips: {n['right'] / max(1, slips):.1%} mended, precision {precision:.1%}"
        )
    for what, found in shown.items():
        print(f"\n{what}:", "; ".join(found[:: max(1, len(found) // asked.show)][: asked.show]))


if __name__ == "__main__":
    main()
