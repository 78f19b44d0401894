"""Writes a planmark document as a host of converted documents shows it: headings gone, lines run together, its own frame."""

import pathlib
import re

from planmark import hosted


def text(document, options):
    meta = document.meta
    frame, pages, page = [], [], []

    def words(source):
        found = re.sub(r"\*\*|\^\d+\^", "", source)
        return re.sub(r"\s+", " ", found).strip()

    for block in document.blocks:
        if block.type == "raw":
            frame.append(block.text)
        elif block.type == "page":
            pages.append(page)
            page = [block.text]
        elif block.type == "part":
            page.append(hosted(block.text, meta))
        elif block.type in ("heading", "label", "lead"):
            if block.text.rstrip(":") not in meta.get("strip", []):
                page.append(hosted(block.text, meta))
        elif block.type == "title":
            page.append(hosted(block.text, meta))
        elif block.item is not None:
            page.append(words(block.item.source.replace("{{", "").replace("}}", "")))
    pages.append(page)
    body = "\n\n".join(" ".join(x for x in p if x) for p in pages if p)
    if options["host"] == "plain":
        body = body.replace("\n\n", "\n")
    return "\n\n".join([*frame, body]) + "\n"


def make(document, options, target):
    pathlib.Path(target).write_text(text(document, options), encoding="utf-8")
