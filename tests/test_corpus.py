"""The corpus is what it says it is: splits apart, gold and document of the same words, sentences that differ."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from planparse.evaluate import GoldDocument, read_gold
from planparse.read import read

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
with (CORPUS / "manifest.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


def document(row: dict[str, str]) -> Path:
    return CORPUS / row["split"] / f"{row['id']}.{'pdf' if row['pages'] else 'txt'}"


def gold(row: dict[str, str]) -> GoldDocument:
    return read_gold(ROOT / "gold" / row["split"] / f"{row['id']}.gold.json")


def test_manifest_and_folders_hold_the_same_documents() -> None:
    files = {p for split in ("train", "dev", "test") for p in (CORPUS / split).glob("*.*")}
    assert files == {document(row) for row in ROWS}
    golds = {
        p.name.removesuffix(".gold.json") for p in (ROOT / "gold").glob("*/*.gold.json") if "second" not in p.parts
    }
    assert golds == {row["id"] for row in ROWS}
    assert len({row["id"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_document_is_the_one_of_the_manifest(row: dict[str, str]) -> None:
    assert hashlib.sha256(document(row).read_bytes()).hexdigest() == row["sha256"]
    assert gold(row).document_type == row["type"]
    assert " ".join(gold(row).municipality_codes) == row["municipality"]


@pytest.mark.parametrize("column", ["municipality", "template"])
def test_no_municipality_and_no_template_stands_in_two_splits(column: str) -> None:
    where = defaultdict(set)
    for row in ROWS:
        for value in row[column].split() or [""]:
            where[value].add(row["split"])
    assert {value: splits for value, splits in where.items() if value and len(splits) > 1} == {}


def words(text: str) -> Counter[str]:
    joined = re.sub(r"[-\u2010\u00ad]\s+(?=[a-zåäö])", "", text.casefold())
    return Counter(w for w in re.findall(r"[^\W\d_]{3,}", joined))


def gold_words(one: GoldDocument) -> Counter[str]:
    texts = [one.title or "", *one.furniture]
    for part in one.parts:
        texts.append(f"bilaga {part.title or ''}")
        for section in part.sections:
            texts += [section.heading or "", *section.path]
            texts += [item.text for item in section.items if isinstance(item.text, str)]
    return words(" ".join(texts))


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["pages"]], ids=lambda row: row["id"]
)  # a transcript's host leaves no whole words
def test_gold_and_document_have_the_same_words(row: dict[str, str]) -> None:
    one = gold(row)
    if one.expect or "OCR" in " ".join(one.difficulty):
        pytest.skip("a scan has no text layer, or one full of errors, to compare with")
    pages = read(document(row).read_bytes(), row["id"]).pages
    printed = words(" ".join(word.text for page in pages for word in page.words))
    annotated = gold_words(one)
    missing = {w for w in annotated if w not in printed}
    unknown = {w for w in printed if w not in annotated}
    # a few words stand in pieces (letter-spaced titles, narrow cells); labels of data boxes are in no gold
    assert len(missing) <= 0.02 * len(annotated), sorted(missing)
    assert len(unknown) <= 0.04 * len(annotated), sorted(unknown)
