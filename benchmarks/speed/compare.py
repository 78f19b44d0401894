"""Pages a second of planparse and of its peers, side by side in one run.

    python benchmarks/speed/compare.py [--rounds 5] [--peers] [--json FILE] [PDF_OR_FOLDER …]     (default: corpus)

Engines take turns file by file in one process, round after round, so that a busy machine disturbs all alike;
CPU time of all threads and of child processes is counted. A figure is the median over the rounds of the time for all
files. `--peers` adds every other library that is installed (they are for comparison only, never dependencies):
pymupdf4llm, opendataloader-pdf (one call a round for all files, as it starts a Java machine each time), kreuzberg,
pdf_oxide, unstructured (strategy fast). An engine that fails on a file is timed on the rest and the failures are told.
docling is not among them: its models are fetched at first use, and the machines here reach no model hub.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import json
import os
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2

from planparse.pipeline import parse
from planparse.plan import to_json_bytes
from planparse.read import read
from planparse.tables import find_grids

Engine = Callable[[bytes, Path], object]


def pdfplumber_words_and_tables(data: bytes, path: Path) -> None:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_words(extra_attrs=["fontname", "size"])
            page.find_tables()
            page.close()


def pdfium_plain_text(data: bytes, path: Path) -> None:
    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    document.close()


def planparse_read(data: bytes, path: Path) -> None:
    read(data, path.name)


def planparse_read_and_grids(data: bytes, path: Path) -> None:
    for page in read(data, path.name).pages:
        find_grids(page)


def planparse_whole(data: bytes, path: Path) -> None:
    to_json_bytes(parse(data, path.name))


def pymupdf4llm_markdown(data: bytes, path: Path) -> None:
    import pymupdf4llm

    pymupdf4llm.to_markdown(str(path), show_progress=False)


def kreuzberg_text(data: bytes, path: Path) -> None:
    import kreuzberg

    kreuzberg.extract_bytes_sync(data, "application/pdf")


def pdf_oxide_markdown(data: bytes, path: Path) -> None:
    import pdf_oxide

    pdf_oxide.PdfDocument(str(path)).to_markdown_all()


def unstructured_fast(data: bytes, path: Path) -> None:
    from unstructured.partition.pdf import partition_pdf

    partition_pdf(file=io.BytesIO(data), strategy="fast", languages=["swe"])


OWN: dict[str, Engine] = {
    "pdfplumber words, font, size + tables": pdfplumber_words_and_tables,
    "pdfium plain text": pdfium_plain_text,
    "planparse read": planparse_read,
    "planparse read + grids": planparse_read_and_grids,
    "planparse whole parse + JSON": planparse_whole,
}
PEERS: dict[str, tuple[str, Engine]] = {
    "pymupdf4llm markdown": ("pymupdf4llm", pymupdf4llm_markdown),
    "kreuzberg text": ("kreuzberg", kreuzberg_text),
    "pdf_oxide markdown": ("pdf_oxide", pdf_oxide_markdown),
    "unstructured fast": ("unstructured", unstructured_fast),
}


def opendataloader_markdown(paths: list[Path]) -> None:
    import opendataloader_pdf

    with tempfile.TemporaryDirectory() as folder:
        opendataloader_pdf.convert([str(path) for path in paths], output_dir=folder, format="markdown", quiet=True)


def _cpu() -> float:
    """CPU seconds of this process and of its ended children."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def seconds(
    engines: dict[str, Engine], files: list[tuple[bytes, Path]], rounds: int, whole: bool
) -> dict[str, list[float]]:
    """CPU seconds of each engine for all files, round by round; a first round warms up and is not counted.

    `whole` adds opendataloader-pdf.
    """
    spent: dict[str, list[float]] = {
        name: [] for name in (*engines, *(["opendataloader-pdf markdown"] if whole else []))
    }
    for turn in range(rounds + 1):
        total = dict.fromkeys(engines, 0.0)
        for data, path in files:
            for name, engine in engines.items():
                begun = _cpu()
                try:
                    engine(data, path)
                except Exception as error:  # noqa: BLE001 (a peer may fail as it likes)
                    if turn == 0:
                        print(f"  {name} fails on {path.name}: {type(error).__name__}: {str(error)[:80]}")
                total[name] += _cpu() - begun
        if whole:
            begun = _cpu()
            opendataloader_markdown([path for _, path in files])
            total["opendataloader-pdf markdown"] = _cpu() - begun
        if turn:
            for name, one in total.items():
                spent[name].append(one)
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", type=Path, default=[Path("corpus")])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    paths = [p for one in given.inputs for p in (sorted(one.rglob("*.pdf")) if one.is_dir() else [one])]
    files = [(path.read_bytes(), path) for path in paths]
    pages = sum(len(pypdfium2.PdfDocument(data)) for data, _ in files)
    engines = dict(OWN)
    if given.peers:
        engines |= {name: engine for name, (module, engine) in PEERS.items() if importlib.util.find_spec(module)}
    whole = given.peers and importlib.util.find_spec("opendataloader_pdf") is not None
    medians = {name: statistics.median(found) for name, found in seconds(engines, files, given.rounds, whole).items()}
    base = medians["pdfplumber words, font, size + tables"]
    print(f"{len(files)} files, {pages} pages, median of {given.rounds} rounds, CPU time")
    for name, one in medians.items():
        print(f"{name:38} {base / one:6.1f} ×  {pages / one:7.1f} pages/s  {1000 * one / pages:6.1f} ms/page")
    print(
        f"whole parse / pdfium plain text: {medians['planparse whole parse + JSON'] / medians['pdfium plain text']:.1f}"
    )
    if given.json:
        rows = {
            name: {"pages_per_second": pages / one, "times_pdfplumber": base / one} for name, one in medians.items()
        }
        given.json.write_text(json.dumps({"pages": pages, "rounds": given.rounds, "engines": rows}, indent=2) + "\n")


if __name__ == "__main__":
    main()
