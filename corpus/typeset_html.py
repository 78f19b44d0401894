"""Sets a planmark document as HTML, for WeasyPrint and Chromium; the page design is templates/NAME.css."""

import hashlib
import html
import pathlib
import re
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
_CORNERS = ("left", "center", "right")


def inline(source, notes=None):
    """Bold, footnote marks and entities; `notes` maps a mark to its text (a note floats from its mark)."""
    text = html.escape(source, quote=False)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)

    def note(match):
        if notes and match[1] in notes:
            return f'<span class="note">{inline(notes[match[1]])}</span>'
        return f"<sup>{match[1]}</sup>"

    return re.sub(r"\^(\d+)\^", note, text)


def margins(meta):
    """The @page rules of the running lines."""
    rules = []
    for edge, line in (("top", meta.get("header", "")), ("bottom", meta.get("footer", ""))):
        for corner, field in zip(_CORNERS, [f.strip() for f in line.split("|")] if line else [], strict=False):
            if field:
                parts = re.split(r"(\{(?:pages?|chapter)\})", field)
                names = {"{page}": "counter(page)", "{pages}": "counter(pages)", "{chapter}": "string(chapter)"}
                content = " ".join(names.get(p) or '"' + p.replace('"', '\\"') + '"' for p in parts if p)
                rules.append(f"@{edge}-{corner} {{ content: {content} }}")
    first = ""
    if meta.get("first_page_header") is False:
        first = "@page :first { @top-left {content: none} @top-center {content: none} @top-right {content: none} }"
    again = "\n".join(rule.replace("counter(page)", "counter(again)") for rule in rules)
    again = f"@page again {{ counter-increment: again;\n{again} }}\n.again {{ page: again }}\n"
    return "@page { " + "\n".join(rules) + " }\n" + first + again


def cell(cell_, tag, style, span=1):
    attributes = (f' rowspan="{span}"' if span > 1 else "") + style
    if cell_.fill:
        attributes += f' class="{cell_.fill}"'
    if cell_.label is not None:
        return f"<{tag}{attributes}>{inline(cell_.label)}</{tag}>"
    if cell_.dash:
        return f"<{tag}{attributes}>{cell_.dash}</{tag}>"
    out, bullets = [], False
    for item in cell_.items:
        if item.form == "bullet" and not bullets:
            out.append("<ul>")
        if item.form != "bullet" and bullets:
            out.append("</ul>")
        bullets = item.form == "bullet"
        wrap = "li" if bullets else "p"
        out.append(f"<{wrap}>{inline(item.source)}</{wrap}>")
    return f"<{tag}{attributes}>{''.join(out)}{'</ul>' if bullets else ''}</{tag}>"


def table(table_):
    total = sum(table_.widths)
    flags = " ".join(sorted(table_.flags))
    out = [f'<table class="grid {flags}"><colgroup>']
    out += [f'<col style="width:{100 * w / total:.1f}%">' for w in table_.widths] + ["</colgroup>"]
    if table_.head:
        out.append("<thead><tr>" + "".join(cell(c, "th", "") for c in table_.head) + "</tr></thead>")
    out.append("<tbody>")
    for r, row in enumerate(table_.rows):
        if row.group is not None:
            out.append(f'<tr class="group"><td colspan="{len(table_.widths)}">{inline(row.group)}</td></tr>')
            continue
        out.append("<tr>")
        for c, cell_ in enumerate(row.cells):
            if cell_.merged:
                continue
            span = 1
            while r + span < len(table_.rows) and (below := table_.rows[r + span]).cells and below.cells[c].merged:
                span += 1
            tag = "th" if cell_.label is not None else "td"
            out.append(cell(cell_, tag, "", span))
        out.append("</tr>")
    out.append("</tbody></table>")
    return "\n".join(out)


def body(document, options, entries):
    """The blocks as HTML. `entries` are (level, text, page or None) of the contents."""
    labels = options.get("labels", "line")
    real_notes = options.get("notes", False)
    notes = {b.mark: b.item.source for b in document.blocks if b.type == "note"} if real_notes else None
    out = []
    lists = []  # open list tags
    state = {"labelled": False, "runin": None, "columns": False, "wide": False, "again": False, "group": 0}

    def close_lists(depth=0):
        while len(lists) > depth:
            out.append(lists.pop())

    def close_label():
        close_lists()
        if state["runin"]:
            out.append(f'<p class="label">{inline(state["runin"])}</p>')
            state["runin"] = None
        if state["labelled"]:
            out.append("</div></div>")
            state["labelled"] = False

    def lead_label():
        """The run-in label waiting for its paragraph."""
        label, state["runin"] = state["runin"], None
        return f'<b class="runin">{inline(label)}</b> ' if label else ""

    anchor = 0
    for block in document.blocks:
        kind = block.type
        if kind != "paragraph" and kind != "label" and state["runin"]:
            out.append(f'<p class="label">{inline(state["runin"])}</p>')
            state["runin"] = None
        if kind not in ("bullet", "number"):
            close_lists()
        if kind == "title":
            out.append(f'<p class="title">{inline(block.text)}</p>')
        elif kind == "line":
            out.append(f'<p class="line">{inline(block.item.source)}</p>')
        elif kind == "data":
            rows = "".join(f"<tr><th>{inline(k)}</th><td>{inline(i.source)}</td></tr>" for k, i in block.rows)
            out.append(f'<table class="data">{rows}</table>')
        elif kind == "contents":
            out.append(f'<nav><p class="contents">{inline(block.text)}</p>')
            for n, (level, text, page) in enumerate(entries):
                shown = f'<a href="#h{n}" class="toc{level}">{inline(text)}'
                out.append(shown + (f'<span class="dots"></span><span>{page}</span></a>' if page else "</a>"))
            out.append("</nav>")
        elif kind in ("part", "heading"):
            close_label()
            name = ""
            if kind == "part" or block.level <= 2:
                name = f' id="h{anchor}"'
                anchor += 1
            tag = "h1" if kind == "part" else f"h{block.level + options.get('shift', 1)}"
            style = ' class="part"' if kind == "part" else ""
            shown = inline(block.text)
            if options.get("hang_numbers"):
                shown = re.sub(r"^(\d+(?:\.\d+)*\.?) ", r'<span class="no">\1 </span>', shown)
            out.append(f"<{tag}{name}{style}>{shown}</{tag}>")
        elif kind == "label":
            close_label()
            if labels == "column":
                out.append(f'<div class="labelled"><div class="label">{inline(block.text)}</div><div class="content">')
                state["labelled"] = True
            elif labels == "runin":
                state["runin"] = block.text
            else:
                out.append(f'<p class="label">{inline(block.text)}</p>')
        elif kind == "lead":
            out.append(f'<p class="lead">{inline(block.text)}</p>')
        elif kind == "paragraph":
            out.append(f"<p>{lead_label()}{inline(block.item.source, notes)}</p>")
        elif kind == "bullet":
            close_lists(block.level)
            while len(lists) < block.level:
                out.append("<ul>")
                lists.append("</ul>")
            out.append(f"<li>{inline(block.item.source, notes)}</li>")
        elif kind == "number":
            close_lists()
            out.append(f'<p class="number"><span>{block.mark}</span> {inline(block.item.source, notes)}</p>')
        elif kind == "strong":
            out.append(f'<p class="strong">{block.mark} {inline(block.item.source)}</p>')
        elif kind == "note":
            if not real_notes:
                out.append(f'<p class="endnote"><sup>{block.mark}</sup> {inline(block.item.source)}</p>')
        elif kind == "box":
            close_label()
            out.append('<div class="box">')
        elif kind == "endbox":
            close_label()
            out.append("</div>")
        elif kind == "columns":
            close_label()
            if state["columns"]:
                out.append("</div>")
            state["columns"] = block.level > 1
            if state["columns"]:
                out.append('<div class="columns">')
        elif kind == "break":
            close_label()
            out.append('<div class="break"></div>')
        elif kind == "restart":
            close_label()
            if out and out[-1] == '<div class="break"></div>':
                out.pop()
            out.append('<div class="again">')  # Chromium cannot set the page counter; a named page has one of its own
            state["again"] = True
        elif kind in ("landscape", "portrait"):
            close_label()
            if state["wide"]:
                out.append("</div>")
            state["wide"] = kind == "landscape"
            if state["wide"]:
                out.append('<div class="wide">')
        elif kind == "sign":
            out.append('<div class="sign">')
            for person in block.rows:
                out.append("<div>" + "".join(f"<p>{inline(line)}</p>" for line in person) + "</div>")
            out.append("</div>")
        elif kind == "table":
            close_label()
            out.append(table(block.table))
    close_label()
    for name in ("columns", "wide", "again"):
        if state[name]:
            out.append("</div>")
    return "\n".join(out)


def page(document, options, entries):
    css = (HERE / "templates" / f"{document.meta['template']}.css").read_text(encoding="utf-8")
    title = html.escape(document.meta.get("producer_title", document.meta["title"]))
    return (
        f'<!DOCTYPE html>\n<html lang="sv"><head><meta charset="utf-8"><title>{title}</title>\n<style>\n{css}\n'
        f"{margins(document.meta)}</style></head><body>\n{body(document, options, entries)}\n</body></html>\n"
    )


def weasyprint_pdf(text, target, name):
    import weasyprint

    identifier = hashlib.md5(name.encode(), usedforsecurity=False).digest()
    weasyprint.HTML(string=text).write_pdf(target, pdf_identifier=identifier)


def chromium_pdf(text, target, name):
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise FileNotFoundError("chromium is missing (see rebuild.py --needs)")
    with tempfile.TemporaryDirectory() as tmp:
        source = pathlib.Path(tmp) / f"{name}.html"
        source.write_text(text, encoding="utf-8")
        subprocess.run(
            [program, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp}/profile",
             "--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri()],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120,
        )  # fmt: skip
    data = pathlib.Path(target).read_bytes()
    data = re.sub(rb"/(CreationDate|ModDate) \(D:\d{14}", rb"/\1 (D:20230314093000", data)
    pathlib.Path(target).write_bytes(data)


def make(document, options, target, find_pages):
    """Write the PDF. `find_pages(pdf)` gives the page of each heading, for printers that cannot number contents."""
    entries = [(level, text, None) for level, text in document.headings]
    write = chromium_pdf if options["producer"] == "Chromium" else weasyprint_pdf
    has_contents = any(b.type == "contents" for b in document.blocks)
    if options["producer"] == "Chromium" and has_contents:
        write(page(document, options, [(a, b, 1) for a, b, _ in entries]), target, document.name)
        pages = find_pages(target)
        entries = [(a, b, p) for (a, b, _), p in zip(entries, pages, strict=True)]
    write(page(document, options, entries), target, document.name)
