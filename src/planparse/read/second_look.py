"""The same PDF through pdfplumber's own extraction: an engine of its own, to check ours against."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

_HYPHEN = re.compile(r"[-\u2010\u00ad] (?!(?:och|eller|samt|till|respektive)\b)(?=[a-zåäö])")
_GAP = 0.15
"""Of the font size: a wider gap parts words. pdfplumber's default, 3 points, glues the words of LaTeX lines."""


def words_in_boxes(data: bytes, places: Sequence[Sequence[tuple[int, tuple[float, ...]]]]) -> list[str | None]:
    """For each list of (page, box) the words that pdfplumber finds there, line-end hyphens undone.

    None where one of the pages has no words at all: a picture has nothing to compare with.
    """
    import pdfplumber

    out: list[str | None] = []
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for boxes in places:
            if not all(pdf.pages[page - 1].chars for page, _ in boxes):
                out.append(None)
                continue
            found = []
            for page, (x0, top, x1, bottom) in boxes:
                crop = pdf.pages[page - 1].crop((x0, top, x1, bottom), strict=False)
                text = " ".join(word["text"] for word in crop.extract_words(x_tolerance_ratio=_GAP))
                found.append(_HYPHEN.sub("", text))
            out.append(" ".join(found))
    return out


def plain_lines(data: bytes) -> list[str]:
    """The lines of text as pdfplumber gives them, page after page; of a text its own lines."""
    if not data.startswith(b"%PDF"):
        return data.decode("utf-8", "replace").splitlines()
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [line for page in pdf.pages for line in (page.extract_text() or "").splitlines()]
