#!/usr/bin/env python3
"""Rebuild the documents of this corpus from their sources.

    python corpus/rebuild.py                    rebuild all in place
    python corpus/rebuild.py NAME …             only these
    python corpus/rebuild.py --out DIR          write to DIR/train and DIR/dev instead
    python corpus/rebuild.py --check            rebuild elsewhere, compare bytes and words with what is committed
    python corpus/rebuild.py --new NAME …       set documents that manifest.csv does not list yet, write gold and rows
    python corpus/rebuild.py --gold [NAME …]    write the gold of planmark documents anew; the documents stay as they are
    python corpus/rebuild.py --try DIR NAME …   set documents of planmark in DIR, with a picture of each page, and write nothing else
    python corpus/rebuild.py --needs            print what must be installed, and stop

A source directory holds plan.txt (planmark, see PLANMARK.md: the document and its gold), or make.py or damage.py (a function make(path) that writes a .pdf, .docx or .txt),
source.html (WeasyPrint) or source.typ (Typst), or scan.toml (`of`: the document whose pages are photographed, `scan`: how). Dates, identifiers and random parts are fixed: the same
versions of the producers and fonts give the same bytes. Other versions give the same words, perhaps with
other line breaks.
"""

import argparse
import csv
import hashlib
import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
FIELDS = ["id", "split", "archetype", "producer", "template", "municipality", "type", "pages", "words", "sha256"]
SCANNER = "Scanner"
SCANS = {
    "image": "scan without text",
    "skewed": "skewed and noisy scan without text",
    "bad_ocr": "scan with a bad OCR layer",
}
EPOCH = "1700000000"  # 2023-11-14; for producers that read SOURCE_DATE_EPOCH
NEEDS = """System packages (Debian/Ubuntu):
  libreoffice-writer        7.4.7   DOCX -> PDF (soffice)
  libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0   for WeasyPrint
  fonts-liberation fonts-dejavu-core fonts-lato fonts-noto-core
  chromium
  texlive-latex-base texlive-latex-recommended texlive-latex-extra texlive-fonts-recommended texlive-lang-european lmodern
Python packages:
  weasyprint==70.0  typst==0.15.2  reportlab==5.1.0  python-docx==1.2.0  pypdfium2  pdfplumber  pillow
Typst brings the font Libertinus with it."""


def load(path):
    spec = importlib.util.spec_from_file_location(f"corpus_{path.parent.name.replace('-', '_')}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def freeze(data):
    """What LibreOffice takes from the clock, replaced by fixed values of the same length."""
    data = re.sub(rb"/CreationDate\(D:\d{14}[^)]*\)", lambda m: _same(m[0], b"/CreationDate(D:20230314093000"), data)
    data = re.sub(
        rb"/ID \[ <[0-9A-F]{32}>\s+<[0-9A-F]{32}> \]",
        lambda m: re.sub(rb"[0-9A-F](?=[0-9A-F]*>)", b"0", m[0]),
        data,
    )
    return re.sub(rb"/DocChecksum /[0-9A-F]{32}", b"/DocChecksum /" + b"0" * 32, data)


def _same(old, start):
    return start + old[len(start) :]


def docx_to_pdf(docx, pdf):
    soffice = shutil.which("soffice") or sys.exit("soffice is missing (see --needs)")
    with tempfile.TemporaryDirectory() as tmp:
        subprocess.run(
            [soffice, f"-env:UserInstallation=file://{tmp}/profile", "--headless", "--convert-to", "pdf",
             "--outdir", tmp, str(docx)],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "TZ": "UTC"},
        )  # fmt: skip
        pdf.write_bytes(freeze((pathlib.Path(tmp) / f"{docx.stem}.pdf").read_bytes()))


def build(source, target):
    """Write the document of one source directory to `target` (.pdf or .txt)."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if (source / "scan.toml").exists():
        import typeset

        of, how = scan_of(source)
        build(HERE / "sources" / of, target)
        typeset.photograph(source.name, target, how)
    elif (source / "plan.txt").exists():
        import typeset

        typeset.build(source, target, docx_to_pdf)
    elif (source / "source.html").exists():
        import weasyprint

        # a fixed identifier stands for the random one
        weasyprint.HTML(source / "source.html").write_pdf(
            target, pdf_identifier=hashlib.md5(source.name.encode(), usedforsecurity=False).digest()
        )
    elif (source / "source.typ").exists():
        import typst

        typst.compile(str(source / "source.typ"), output=str(target), ignore_system_fonts=True)
    else:
        script = next(p for p in (source / "make.py", source / "damage.py") if p.exists())
        module = load(script)
        if "docx" in script.read_text(encoding="utf-8"):
            with tempfile.TemporaryDirectory() as tmp:
                docx = pathlib.Path(tmp) / f"{target.stem}.docx"
                module.make(docx)
                docx_to_pdf(docx, target)
        else:
            module.make(target)


def scan_of(source):
    """(document, how it is photographed) of a directory with scan.toml."""
    told = tomllib.loads((source / "scan.toml").read_text(encoding="utf-8"))
    return told["of"], told["scan"]


def words_of(path):
    """The words of a document in order, wherever its lines break."""
    import typeset

    text = path.read_text(encoding="utf-8") if path.suffix == ".txt" else " ".join(typeset.page_texts(path))
    return re.findall(r"\w+", re.sub(r"[-\u2010\u00ad\ufffe]\s*", "", text))


def write_gold(name, pages):
    """The gold of a planmark document, from its annotations alone; `pages` is None for a transcript."""
    import planmark
    import typeset

    source = HERE / "sources" / name
    scan = scan_of(source)[1] if (source / "scan.toml").exists() else None
    document = planmark.read(HERE / "sources" / scan_of(source)[0] if scan else source)
    document.name = name
    gold = planmark.gold(document, "pdf" if pages else "txt", SCANNER if scan else typeset.producer(document), pages)
    if scan:
        gold["difficulty"] = [*gold["difficulty"], SCANS[scan]]
        gold["expect"] = "scan"
    path = HERE.parent / "gold" / document.meta["split"] / f"{name}.gold.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def add(name, rows):
    """Set a new document of planmark, write its gold and its row of the manifest."""
    import planmark
    import typeset

    source = HERE / "sources" / name
    scan = (source / "scan.toml").exists()
    document = planmark.read(HERE / "sources" / scan_of(source)[0] if scan else source)
    transcript = typeset.templates()[document.meta["template"]]["producer"] == "transcript"
    ending = "txt" if transcript else "pdf"
    target = HERE / document.meta["split"] / f"{name}.{ending}"
    build(source, target)
    pages = None if transcript else len(typeset.page_texts(target))
    write_gold(name, pages)
    text = target.read_text(encoding="utf-8") if transcript else " ".join(typeset.page_texts(target))
    row = {
        "id": name, "split": document.meta["split"], "archetype": document.meta["archetype"],
        "producer": SCANNER if scan else typeset.producer(document), "template": document.meta["template"],
        "municipality": " ".join(document.meta.get("municipality_codes", [])), "type": document.meta["document_type"],
        "pages": pages or "", "words": len(re.findall(r"\w+", text)),
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
    }  # fmt: skip
    return [r for r in rows if r["id"] != name] + [row]


def preview(name, out):
    """A document of planmark and pictures of its pages in a directory of its own."""
    import pypdfium2
    import typeset

    source = HERE / "sources" / name
    document = typeset.planmark.read(source)
    transcript = typeset.templates()[document.meta["template"]]["producer"] == "transcript"
    folder = out / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    target = folder / f"{name}.{'txt' if transcript else 'pdf'}"
    typeset.build(source, target, docx_to_pdf)
    if not transcript:
        with pypdfium2.PdfDocument(target) as opened:
            for number, page in enumerate(opened, 1):
                page.render(scale=1.1).to_pil().save(folder / f"{number}.png")
    return folder


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="ids of manifest.csv; default: all")
    parser.add_argument("--out", type=pathlib.Path, default=HERE, help="write under this directory (default: corpus/)")
    parser.add_argument("--check", action="store_true", help="rebuild elsewhere and compare")
    parser.add_argument(
        "--new", action="store_true", help="set new or changed documents of planmark, with gold and manifest rows"
    )
    parser.add_argument(
        "--try", dest="preview", type=pathlib.Path, metavar="DIR", help="set NAME … in DIR, with pictures"
    )
    parser.add_argument("--gold", action="store_true", help="write the gold of planmark documents anew")
    parser.add_argument("--needs", action="store_true", help="print the system and Python packages needed")
    args = parser.parse_args()
    if args.needs:
        print(NEEDS)
        return 0
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    sys.dont_write_bytecode = True
    with (HERE / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if args.preview:
        for name in args.names:
            print(preview(name, args.preview))
        return 0
    if args.gold:
        for row in rows:
            source = HERE / "sources" / row["id"]
            if args.names and row["id"] not in args.names:
                continue
            if (source / "plan.txt").exists() or (source / "scan.toml").exists():
                write_gold(row["id"], int(row["pages"] or 0) or None)
        return 0
    if args.new:
        for name in args.names:
            rows = add(name, rows)
            print(f"set     {name}")
        with (HERE / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return 0
    unknown = set(args.names) - {row["id"] for row in rows}
    if unknown:
        parser.error(f"not in manifest.csv: {', '.join(sorted(unknown))}")
    print(NEEDS, file=sys.stderr)
    bad = 0
    with tempfile.TemporaryDirectory() as tmp:
        out = pathlib.Path(tmp) if args.check else args.out
        for row in rows:
            if args.names and row["id"] not in args.names:
                continue
            ending = "txt" if row["pages"] == "" else "pdf"
            target = out / row["split"] / f"{row['id']}.{ending}"
            build(HERE / "sources" / row["id"], target)
            state = "same"
            if hashlib.sha256(target.read_bytes()).hexdigest() != row["sha256"]:
                committed = HERE / row["split"] / target.name
                state = "words same" if args.check and words_of(target) == words_of(committed) else "CHANGED"
            bad += state == "CHANGED"
            print(f"{state:11}{row['split']:6}{row['id']}", flush=True)
    return 1 if bad and args.check else 0


if __name__ == "__main__":
    sys.exit(main())
