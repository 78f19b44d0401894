"""Sets a planmark document as Typst source; the page design is templates/NAME.typ, which defines the functions used here."""

import pathlib
import re

HERE = pathlib.Path(__file__).resolve().parent


def escape(text):
    text = re.sub(r"([\\#$*_`<>@\[\]~/+=-])", r"\\\1", text)
    return re.sub(r"^(\d+)\.", r"\1\.", text)  # "1. Text" would be a list


def inline(source, notes):
    out = []
    for piece in re.split(r"(\*\*.+?\*\*|\^\d+\^)", source):
        if piece.startswith("**"):
            out.append(f"#strong[{escape(piece[2:-2])}]")
        elif re.fullmatch(r"\^\d+\^", piece):
            mark = piece[1:-1]
            out.append(f"#footnote[{inline(notes[mark], notes)}]" if mark in notes else f"#super[{mark}]")
        else:
            out.append(escape(piece))
    return "".join(out)


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def running(line):
    """A running line as a Typst grid of three fields."""
    fields = ([f.strip() for f in line.split("|")] + ["", "", ""])[:3] if line else ["", "", ""]

    def content(text):
        pieces = []
        for piece in re.split(r"(\{pages?\})", text):
            if piece == "{page}":
                pieces.append('#counter(page).display("1");')  # a "(" may follow
            elif piece == "{pages}":
                pieces.append("#counter(page).final().first();")
            else:
                pieces.append(escape(piece))
        return "[" + "".join(pieces) + "]"

    return "context running(" + ", ".join(content(f) for f in fields) + ")" if line else "none"


def cell(cell_, span, notes):
    inner = []
    if cell_.label is not None:
        inner.append(f"#strong[{escape(cell_.label)}]")
    if cell_.dash:
        inner.append(cell.dash)
    for item in cell_.items:
        text = inline(item.source, notes)
        inner.append(f"#list([{text}])" if item.form == "bullet" else text)
    fill = f", fill: fills.{cell_.fill}" if cell_.fill else ""
    return f"table.cell(rowspan: {span}{fill})[" + "\n\n".join(inner) + "]"


def table(source, notes):
    widths = ", ".join(f"{w}fr" for w in source.widths)
    ruled = "false" if "norules" in source.flags else "true"
    out = [f"#plantable(({widths},), {ruled},"]
    if source.head:
        out.append("table.header(" + ", ".join(
            "[#strong[" + (escape(h.label) if h.label is not None else " ".join(inline(i.source, notes) for i in h.items)) + "]]"
            for h in source.head) + "),")  # fmt: skip
    for r, row in enumerate(source.rows):
        if row.group is not None:
            out.append(f"table.cell(colspan: {len(source.widths)}, fill: fills.group)[#strong[{escape(row.group)}]],")
            continue
        for c, cell_ in enumerate(row.cells):
            if cell_.merged:
                continue
            span = 1
            while r + span < len(source.rows) and (below := source.rows[r + span]).cells and below.cells[c].merged:
                span += 1
            out.append(cell(cell_, span, notes) + ",")
    out.append(")")
    return "\n".join(out)


def source(document, options):
    meta = document.meta
    notes = {b.mark: b.item.source for b in document.blocks if b.type == "note"} if options.get("notes") else {}
    preamble = (HERE / "templates" / f"{meta['template']}.typ").read_text(encoding="utf-8")
    out = [
        preamble,
        f"#set document(title: {quoted(meta.get('producer_title', meta['title']))}, date: none)",
        '#set text(lang: "sv")',
        f"#set page(header: {running(meta.get('header', ''))}, footer: {running(meta.get('footer', ''))})",
    ]
    labels = options["labels"]
    runin, column, content = None, None, []
    wide = False

    def close():
        nonlocal runin, column, content
        if runin:
            out.append(f"#label-line[{escape(runin)}]\n")
            runin = None
        if column is not None:
            inner = "\n\n".join(content)
            out.append(f"#labelled[{escape(column)}][\n{inner}\n]\n")
            column, content = None, []

    def put(text):
        (content if column is not None else out).append(text + "\n")

    for block in document.blocks:
        kind = block.type
        if runin and kind != "paragraph":
            put(f"#label-line[{escape(runin)}]")
            runin = None
        if kind == "title":
            put(f"#title-line[{escape(block.text)}]")
        elif kind == "line":
            put(f"#cover-line[{inline(block.item.source, notes)}]")
        elif kind == "data":
            rows = ", ".join(f"[{escape(k)}], [{inline(i.source, notes)}]" for k, i in block.rows)
            put(f"#data-table({rows})")
        elif kind == "contents":
            put(f"#contents-list[{escape(block.text)}]")
        elif kind in ("part", "heading"):
            close()
            name = "part" if kind == "part" else "head"
            level = 1 if kind == "part" else block.level
            put(f"#{name}({level})[{escape(block.text)}]")
        elif kind == "label":
            close()
            if labels == "column":
                column = block.text
            elif labels == "runin":
                runin = block.text
            else:
                put(f"#label-line[{escape(block.text)}]")
        elif kind == "lead":
            put(f"#lead-line[{escape(block.text)}]")
        elif kind == "paragraph":
            start = f"#strong[{escape(runin)}] " if runin else ""
            runin = None
            put(start + inline(block.item.source, notes))
        elif kind == "bullet":
            text = inline(block.item.source, notes)
            put(f"#list([{text}])" if block.level == 1 else f"#pad(left: 1.2em, list([{text}]))")
        elif kind == "number":
            put(f"#numbered[{escape(block.mark)}][{inline(block.item.source, notes)}]")
        elif kind == "strong":
            put(f"#strong[{escape(block.mark)} {inline(block.item.source, notes)}]")
        elif kind == "note":
            if not notes:
                put(f"#text(size: 0.8em)[#super[{block.mark}] {inline(block.item.source, notes)}]")
        elif kind == "box":
            close()
            out.append("#framed[")
        elif kind == "endbox":
            close()
            out.append("]\n")
        elif kind == "columns":
            close()
            out.append("#columns(2)[" if block.level > 1 else "]\n")
        elif kind == "break":
            close()
            out.append("#pagebreak(weak: true)\n")
        elif kind in ("landscape", "portrait"):
            close()
            if wide:
                out.append("]\n")
            wide = kind == "landscape"
            if wide:
                out.append("#page(flipped: true)[")
        elif kind == "restart":
            close()
            out.append("#pagebreak(weak: true)\n#counter(page).update(1)\n")
        elif kind == "sign":
            close()
            people = ", ".join("[" + " \\\n".join(escape(x) for x in p) + "]" for p in block.rows)
            out.append(f"#signatures({people})\n")
        elif kind == "table":
            close()
            put(table(block.table, notes))
    close()
    if wide:
        out.append("]")
    return "\n".join(out)


def make(document, options, target):
    import tempfile

    import typst

    with tempfile.TemporaryDirectory() as tmp:
        path = pathlib.Path(tmp) / "source.typ"
        path.write_text(source(document, options), encoding="utf-8")
        typst.compile(str(path), output=str(target), ignore_system_fonts=True)
