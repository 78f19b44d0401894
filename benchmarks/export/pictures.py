"""Draws docs/img/export-*.png: an exported workbook and its codebook as LibreOffice shows them.

    python benchmarks/export/pictures.py PARSED.json

Needs LibreOffice (soffice) and poppler-utils (pdftotext, pdftoppm).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from planparse.export import export

IMAGES = Path(__file__).parent.parent.parent / "docs" / "img"
WANTED = {"export-xlsx-items": "item_id", "export-xlsx-kodbok": "nivå", "export-xlsx-codebook": "level"}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "plans.xlsx"
        export(Path(sys.argv[1]), "xlsx", book)
        home = f"-env:UserInstallation=file://{folder}/home"
        subprocess.run(
            ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", folder, str(book)],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        pdf = str(book.with_suffix(".pdf"))
        pages = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
        IMAGES.mkdir(parents=True, exist_ok=True)
        for name, header in WANTED.items():
            number = next(n for n, page in enumerate(pages.split("\f"), 1) if header in page and first(page, name))
            target = IMAGES / name
            only = ["-f", str(number), "-l", str(number), "-singlefile"]
            subprocess.run(["pdftoppm", "-r", "90", "-png", *only, pdf, str(target)], check=True)


def first(page: str, name: str) -> bool:
    """Whether a page is the sheet that the picture is of: only the items have their offsets."""
    return "char_start" in page.split("\n")[0] + page if name.endswith("items") else "documents" in page


if __name__ == "__main__":
    main()
