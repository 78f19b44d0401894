"""Sets a planmark document with the producer of its template, and makes scans of documents."""

import functools
import io
import pathlib
import random
import re
import tomllib

import planmark

HERE = pathlib.Path(__file__).resolve().parent
_SLIPS = {
    "rn": "m",
    "m": "rn",
    "l": "1",
    "å": "a",
    "ä": "a",
    "ö": "o",
    "e": "c",
    "cl": "d",
    "I": "l",
    "0": "O",
    "ti": "li",
    "ll": "il",
}
_SLIP_RATE = 0.025  # of the places where a slip can fall


@functools.cache
def templates():
    return tomllib.loads((HERE / "templates" / "templates.toml").read_text(encoding="utf-8"))


def producer(document):
    """The name of the producer as the manifest and the gold give it."""
    options = templates()[document.meta["template"]]
    return {"LibreOffice": "LibreOffice from DOCX", "transcript": f"text transcript ({options.get('host')}-like)"}.get(
        options["producer"], options["producer"]
    )


def page_texts(pdf):
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as opened:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in opened]


def find_pages(document, pdf):
    """The page of each entry of the contents, found in a first printing."""
    texts = page_texts(pdf)
    listed = next((i for i, t in enumerate(texts) if all(h in t for _, h in list(document.headings)[:3])), -1)
    pages, at = [], 0
    for _, heading in document.headings:
        words = " ".join(heading.split())
        for i in range(at, len(texts)):
            enough = 2 if i == listed else 1
            if texts[i].count(words) >= enough:
                at = i
                break
        pages.append(at + 1)
    return pages


def build(source, target, docx_to_pdf):
    """Write the document of a directory with plan.txt; returns it. Raises planmark.MarkupError."""
    document = planmark.read(source)
    name = document.meta["template"]
    if name not in templates():
        raise planmark.MarkupError(f"{source}/plan.txt: no template {name!r}")
    options = templates()[name]
    pages = functools.partial(find_pages, document)
    match options["producer"]:
        case "WeasyPrint" | "Chromium":
            import typeset_html

            typeset_html.make(document, options, target, pages)
        case "LibreOffice":
            import typeset_docx

            typeset_docx.make(document, options, target, pages, docx_to_pdf)
        case "Typst":
            import typeset_typst

            typeset_typst.make(document, options, target)
        case "LaTeX":
            import typeset_latex

            typeset_latex.make(document, options, target)
        case "ReportLab":
            import typeset_reportlab

            typeset_reportlab.make(document, options, target, pages)
        case "transcript":
            import typeset_transcript

            typeset_transcript.make(document, options, target)
    return document


def slip(word, chance):
    """A word as a poor recognizer reads it."""
    out, i = "", 0
    while i < len(word):
        for size in (2, 1):
            piece = word[i : i + size]
            if piece in _SLIPS and chance.random() < _SLIP_RATE:
                out += _SLIPS[piece]
                i += size
                break
        else:
            out += word[i]
            i += 1
    return out


def photograph(name, target, scan):
    """Replace a PDF by pictures of its pages: `image` clean, `skewed` turned and noisy, `bad_ocr` with a hidden layer of slips."""
    import pdfplumber
    import pypdfium2
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfgen import canvas

    chance = random.Random(name)
    data = pathlib.Path(target).read_bytes()
    out = io.BytesIO()
    pdf = canvas.Canvas(out, invariant=1)
    pdf.setTitle("")
    pdf.setAuthor("")
    pdf.setProducer("Scanner Canon iR-ADV")
    with pypdfium2.PdfDocument(data) as opened, pdfplumber.open(io.BytesIO(data)) as words:
        for page, read in zip(opened, words.pages, strict=True):
            width, height = page.get_size()
            image = page.render(scale=150 / 72).to_pil().convert("L")
            if scan == "skewed":
                image = image.rotate(chance.uniform(-1.2, 1.2), resample=Image.Resampling.BICUBIC, fillcolor=247)
                noise = Image.frombytes("L", (image.width // 2, image.height // 2),
                                        chance.randbytes((image.width // 2) * (image.height // 2)))  # fmt: skip
                image = Image.blend(image, noise.resize(image.size), 0.06)
            picture = io.BytesIO()
            image.save(picture, "JPEG", quality=55)
            pdf.setPageSize((width, height))
            pdf.drawImage(ImageReader(picture), 0, 0, width, height)
            if scan == "bad_ocr":
                for word in read.extract_words():
                    size = max(4.0, (word["bottom"] - word["top"]) * 0.85)
                    written = slip(word["text"], chance).encode("cp1252", "ignore").decode("cp1252")
                    natural = pdfmetrics.stringWidth(written, "Helvetica", size) or 1
                    layer = pdf.beginText(word["x0"], height - word["bottom"] + size * 0.2)
                    layer.setFont("Helvetica", size)
                    layer.setTextRenderMode(3)
                    layer.setHorizScale(100 * (word["x1"] - word["x0"]) / natural)
                    layer.textOut(written)
                    pdf.drawText(layer)
            pdf.showPage()
    pdf.save()
    pathlib.Path(target).write_bytes(out.getvalue())


def word_list(text):
    """Words for a comparison: case-folded, punctuation off, line-end hyphens joined by the caller."""
    return re.findall(r"\w+", text.lower())
