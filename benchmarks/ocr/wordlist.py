"""Makes src/planparse/data/words.txt: the Swedish word forms by which a text layer is judged and mended.

    python benchmarks/ocr/wordlist.py FOLDER-WITH-UD-TREEBANK

Sources: Universal Dependencies' Swedish treebanks (Talbanken train, PUD; CC BY-SA 4.0), the sentence bank and the
born-digital training documents of this repository, the municipalities' names. dev and test are not looked at.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from pathlib import Path

from planparse.read import read

ROOT = Path(__file__).parents[2]
DATA = ROOT / "src" / "planparse" / "data"
HEAD = """\
# Swedish word forms with the number of times they were seen, commonest first. Made by benchmarks/ocr/wordlist.py from
# the Swedish UD treebanks Talbanken (train) and PUD, https://universaldependencies.org, CC BY-SA 4.0, and from
# planparse's own sentences and training documents. This file is offered under CC BY-SA 4.0.
"""
TAG = re.compile(r"^(?:\w+\t|==.*|//.*)")
WORD = re.compile(r"[^\W\d_]+")
NO_WORD = re.compile(r"(.)\1\1|[^a-zåäöéüàèáçñ]")


def main(treebank: Path) -> None:
    seen: Counter[str] = Counter()
    for line in (treebank / "train.conllu").read_text("utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) > 3 and columns[3] not in ("PUNCT", "SYM", "X", "NUM"):
            seen.update(WORD.findall(columns[1].lower()))
    for path in sorted((ROOT / "corpus" / "sentences").glob("*.txt")):
        seen.update(w for line in path.read_text("utf-8").splitlines() for w in WORD.findall(TAG.sub("", line).lower()))
    for path in sorted((ROOT / "corpus" / "train").glob("*.pdf")):
        source = read(path.read_bytes(), path.name)
        if source.text_source == "embedded":
            seen.update(w for page in source.pages for word in page.words for w in WORD.findall(word.text.lower()))
    with (DATA / "municipalities.csv").open(encoding="utf-8") as rows:
        for row in csv.reader(rows):
            seen.update(w for cell in row for w in WORD.findall(cell.lower()))
    kept = {w: n for w, n in seen.items() if 2 <= len(w) <= 30 and not NO_WORD.search(w)}
    glued = {w for w in kept if w.endswith("och") and w[:-3] in kept}  # the bank has web hosts' damage too
    kept = {w: n for w, n in kept.items() if w not in glued}
    kept |= {w: seen[w] for w in ("i", "å", "ö")}
    lines = [f"{w} {n}" for w, n in sorted(kept.items(), key=lambda pair: (-pair[1], pair[0]))]
    (DATA / "words.txt").write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    print(len(lines), "words")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
