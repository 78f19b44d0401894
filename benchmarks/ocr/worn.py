"""How do scans of many layouts fare? Documents of train and dev photographed badly, parsed, scored beside their twins.

    python benchmarks/ocr/worn.py [NAME …] [--wear mild|hard] [--keep FOLDER]

Each page is turned (mild ±0.7°, hard ±2°), printed smaller and shifted now and then, noisy, blurred, pale and packed as
a JPEG at 150–300 dpi; hard ones have a stamp, a scribbled signature and a dark edge as well. The name decides the wear:
the same document gives the same scan. Without names: one document of each template.
"""

from __future__ import annotations

import argparse
import csv
import io
import math
import random
import shutil
import tempfile
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from planparse.evaluate import cases, evaluate
from planparse.pipeline import parse
from planparse.plan import to_json

ROOT = Path(__file__).parents[2]
TURN = {"mild": 0.7, "hard": 2.0}
FIGURES = ("role_macro", "item", "part")


def photographed(path: Path, wear: str) -> bytes:
    """The pages of a PDF as bad pictures in a PDF."""
    chance = random.Random(path.stem + wear)
    noise = np.random.default_rng(chance.getrandbits(32))
    dpi, out = chance.choice([150, 200, 200, 300]), io.BytesIO()
    canvas = Canvas(out, invariant=1)
    with pypdfium2.PdfDocument(path.read_bytes()) as document:
        for number, page in enumerate(document):
            image = page.render(scale=dpi / 72).to_pil().convert("L")
            turn = chance.uniform(-TURN[wear], TURN[wear])
            if chance.random() < 0.3:
                image = _smaller(image, chance)
            if wear == "hard":
                _written_on(image, chance, dpi, last=number == len(document) - 1)
            image = image.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor=chance.randint(240, 252))
            grey = np.asarray(image).astype(np.float32) * chance.uniform(0.86, 0.97)
            grey += (8 if wear == "mild" else 18) * chance.uniform(0.5, 1)
            grey += noise.normal(0, chance.uniform(2, 6) if wear == "mild" else chance.uniform(5, 14), grey.shape)
            image = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
            if chance.random() < 0.5:
                image = image.filter(ImageFilter.GaussianBlur(0.6))
            if wear == "hard" and chance.random() < 0.4:
                ImageDraw.Draw(image).rectangle((0, 0, int(dpi * 0.06), image.height), fill=40)
            picture = io.BytesIO()
            image.save(picture, "JPEG", quality=chance.randint(45, 75))
            canvas.setPageSize(page.get_size())
            canvas.drawImage(ImageReader(picture), 0, 0, *page.get_size())
            canvas.showPage()
    canvas.save()
    return out.getvalue()


def _smaller(image: Image.Image, chance: random.Random) -> Image.Image:
    """The page as a copier prints it, smaller and a little aside."""
    share = chance.uniform(0.95, 0.99)
    small = image.resize((int(image.width * share), int(image.height * share)), Image.Resampling.LANCZOS)
    paper = Image.new("L", image.size, 255)
    right, down = ((a - b) * chance.random() for a, b in zip(image.size, small.size, strict=True))
    paper.paste(small, (int(right), int(down)))
    return paper


def _written_on(image: Image.Image, chance: random.Random, dpi: int, last: bool) -> None:
    """A stamp of arrival on every other page, a signature at the foot of the last one."""
    draw = ImageDraw.Draw(image)
    if chance.random() < 0.5:
        x, y = int(image.width * chance.uniform(0.6, 0.8)), int(image.height * chance.uniform(0.03, 0.1))
        draw.ellipse((x, y, x + 2 * dpi // 3, y + dpi // 3), outline=110, width=3)
        draw.text((x + dpi // 6, y + dpi // 8), "INKOM 2019 -05- 1 4", fill=110)
    if last:
        x, y = image.width * chance.uniform(0.15, 0.4), image.height * chance.uniform(0.88, 0.95)
        strokes = [(x + i * dpi * 0.03, y + dpi * 0.12 * math.sin(i * chance.uniform(0.5, 1.4))) for i in range(28)]
        draw.line(strokes, fill=60, width=max(2, dpi // 80))


def figures_of(data: bytes, name: str, split: str) -> dict[str, float]:
    """The scorecard's figures of one parse."""
    with tempfile.TemporaryDirectory() as folder:
        gold, parsed = Path(folder, "gold"), Path(folder, "parsed")
        gold.mkdir()
        parsed.mkdir()
        shutil.copy(ROOT / "gold" / split / f"{name}.gold.json", gold)
        (parsed / f"{name}.json").write_text(to_json(parse(data, f"{name}.pdf")), "utf-8")
        found = evaluate(list(cases(gold, None, parsed)), with_baselines=False, with_grounding=False).figures
    return {figure: found[figure].micro or 0.0 for figure in FIGURES}


def chosen(names: list[str]) -> list[tuple[str, str]]:
    """(name, split) of the documents to photograph; those of the test split are never looked at."""
    with (ROOT / "corpus" / "manifest.csv").open(encoding="utf-8") as rows:
        born_digital = [
            row
            for row in csv.DictReader(rows)
            if row["split"] != "test"
            and row["pages"]
            and not (ROOT / "corpus" / "sources" / row["id"] / "scan.toml").exists()
        ]
    if not names:
        names = list({row["template"]: row["id"] for row in reversed(born_digital)}.values())
    return [(row["id"], row["split"]) for row in born_digital if row["id"] in names]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("names", nargs="*")
    options.add_argument("--wear", choices=sorted(TURN), default="hard")
    options.add_argument("--keep", type=Path)
    asked = options.parse_args()
    falls = []
    for name, split in chosen(asked.names):
        path = ROOT / "corpus" / split / f"{name}.pdf"
        data = photographed(path, asked.wear)
        if asked.keep:
            asked.keep.mkdir(parents=True, exist_ok=True)
            (asked.keep / f"{name}.pdf").write_bytes(data)
        scan, twin = figures_of(data, name, split), figures_of(path.read_bytes(), name, split)
        falls.append(twin["role_macro"] - scan["role_macro"])
        shown = "  ".join(f"{figure} {scan[figure]:.3f}/{twin[figure]:.3f}" for figure in FIGURES)
        print(f"{name:62} {shown}{'  <<<' if falls[-1] > 0.05 else ''}", flush=True)
    if falls:
        many = sum(fall > 0.05 for fall in falls)
        print(f"{len(falls)} scans: below the twin by {sum(falls) / len(falls):.3f}, {many} by more than 0.05")


if __name__ == "__main__":
    main()
