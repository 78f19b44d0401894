"""Sets a planmark document with pdflatex; the page design is templates/NAME.tex (a preamble that defines the commands used here)."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
_SPECIAL = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "–": "--", "—": "---", "”": "''", "“": "``", "…": r"\ldots{}",
    "≥": r"$\geq$", "≤": r"$\leq$", "½": r"\textonehalf{}", "²": r"\texttwosuperior{}", '"': "''", "•": r"\textbullet{}",
}  # fmt: skip


def escape(text):
    return "".join(_SPECIAL.get(c, c) for c in text)


def inline(source, notes):
    out = []
    for piece in re.split(r"(\*\*.+?\*\*|\^\d+\^)", source):
        if piece.startswith("**"):
            out.append(r"\textbf{" + escape(piece[2:-2]) + "}")
        elif re.fullmatch(r"\^\d+\^", piece):
            mark = piece[1:-1]
            out.append(
                r"\footnote{" + inline(notes[mark], notes) + "}" if mark in notes else r"\textsuperscript{" + mark + "}"
            )
        else:
            out.append(escape(piece))
    return "".join(out)


def running(name, line):
    fields = ([f.strip() for f in line.split("|")] + ["", "", ""])[:3] if line else ["", "", ""]
    out = []
    for side, text in zip("lcr", fields, strict=True):
        pieces = [{"{page}": r"\thepage{}", "{pages}": r"\pageref{LastPage}"}.get(p) or escape(p)
                  for p in re.split(r"(\{pages?\})", text)]  # fmt: skip
        out.append(rf"\{side}{name}{{\runningfont {''.join(pieces)}}}")
    return "\n".join(out)


def table(source, notes):
    total = sum(source.widths)
    n = len(source.widths)
    ruled = "norules" not in source.flags
    bar = "|" if ruled else ""
    rule = r"\hline" if ruled else ""
    columns = bar + bar.join(
        rf">{{\raggedright\arraybackslash\hspace{{0pt}}}}p{{\dimexpr {w / total:.4f}\linewidth-2\tabcolsep\relax}}" for w in source.widths
    ) + bar  # fmt: skip
    out = [r"{\small\begin{longtable}{" + columns + "}", rule]
    if source.head:
        heads = [
            r"\textbf{"
            + (escape(h.label) if h.label is not None else " ".join(inline(i.source, notes) for i in h.items))
            + "}"
            for h in source.head
        ]
        out += [" & ".join(heads) + r" \\ " + rule, r"\endhead"]
    for r, row in enumerate(source.rows):
        if row.group is not None:
            out.append(rf"\multicolumn{{{n}}}{{{bar}l{bar}}}{{\textbf{{{escape(row.group)}}}}} \\ {rule}")
            continue
        cells = []
        for cell in row.cells:
            if cell.label is not None:
                cells.append(r"\textbf{" + escape(cell.label) + "}")
            elif cell.dash:
                cells.append("--")
            else:
                texts = [(r"\textbullet\ " if i.form == "bullet" else "") + inline(i.source, notes) for i in cell.items]
                cells.append(r" \newline ".join(texts))
        below = source.rows[r + 1] if r + 1 < len(source.rows) else None
        end = rule
        if ruled and below is not None and below.cells and any(c.merged for c in below.cells):
            end = " ".join(rf"\cline{{{i + 1}-{i + 1}}}" for i, c in enumerate(below.cells) if not c.merged)
        out.append(" & ".join(cells) + r" \\ " + end)
    out.append(r"\end{longtable}}")
    return "\n".join(out)


def source(document, options):
    meta = document.meta
    notes = {b.mark: b.item.source for b in document.blocks if b.type == "note"} if options.get("notes") else {}
    out = [
        (HERE / "templates" / f"{meta['template']}.tex").read_text(encoding="utf-8"),
        running("head", meta.get("header", "")),
        running("foot", meta.get("footer", "")),
        r"\begin{document}",
    ]
    if meta.get("first_page_header") is False:
        out.append(r"\thispagestyle{plainfoot}")
    runin, lists, wide = None, 0, False

    def close_lists(depth=0):
        nonlocal lists
        while lists > depth:
            out.append(r"\end{itemize}")
            lists -= 1

    for block in document.blocks:
        kind = block.type
        if kind != "bullet":
            close_lists()
        if runin and kind != "paragraph":
            out.append(rf"\planlabel{{{escape(runin)}}}")
            runin = None
        if kind == "title":
            out.append(rf"\plantitle{{{escape(block.text)}}}")
        elif kind == "line":
            out.append(rf"\planline{{{inline(block.item.source, notes)}}}")
        elif kind == "data":
            rows = "\n".join(rf"{escape(k)} & {inline(i.source, notes)} \\" for k, i in block.rows)
            out.append(r"\begin{plandata}" + "\n" + rows + "\n" + r"\end{plandata}")
        elif kind == "contents":
            out.append(rf"\plancontents{{{escape(block.text)}}}")
        elif kind in ("part", "heading"):
            name = "planpart" if kind == "part" else "planhead" + "abc"[block.level - 1]
            out.append(rf"\{name}{{{escape(block.text)}}}")
        elif kind == "label":
            if options["labels"] == "runin":
                runin = block.text
            else:
                out.append(rf"\planlabel{{{escape(block.text)}}}")
        elif kind == "lead":
            out.append(rf"\planlead{{{escape(block.text)}}}")
        elif kind == "paragraph":
            start = rf"\textbf{{{escape(runin)}}} " if runin else ""
            runin = None
            out.append(start + inline(block.item.source, notes) + "\n")
        elif kind == "bullet":
            close_lists(block.level)
            while lists < block.level:
                out.append(r"\begin{itemize}")
                lists += 1
            out.append(r"\item " + inline(block.item.source, notes))
        elif kind == "number":
            out.append(rf"\plannumber{{{escape(block.mark)}}}{{{inline(block.item.source, notes)}}}")
        elif kind == "strong":
            out.append(rf"\textbf{{{escape(block.mark)} {inline(block.item.source, notes)}}}" + "\n")
        elif kind == "note":
            if not notes:
                out.append(
                    r"{\footnotesize\textsuperscript{" + block.mark + "} " + inline(block.item.source, notes) + "}\n"
                )
        elif kind == "box":
            out.append(r"\begin{planbox}")
        elif kind == "endbox":
            out.append(r"\end{planbox}")
        elif kind == "columns":
            out.append(r"\begin{multicols}{2}" if block.level > 1 else r"\end{multicols}")
        elif kind == "break":
            out.append(r"\clearpage")
        elif kind in ("landscape", "portrait"):
            if wide:
                out.append(r"\end{landscape}")
            wide = kind == "landscape"
            if wide:
                out.append(r"\begin{landscape}")
        elif kind == "restart":
            out.append(r"\clearpage\setcounter{page}{1}")
        elif kind == "sign":
            width = f"{0.96 / min(2, len(block.rows)):.2f}"
            for n, person in enumerate(block.rows):
                lines = r"\\ ".join(escape(x) for x in person)
                out.append(
                    rf"\begin{{minipage}}[t]{{{width}\linewidth}}\raggedright\vspace{{14pt}} {lines}\end{{minipage}}"
                    + (r"\par" if n % 2 else r"\hfill")  # two beside each other; TeX would rather overfill a line
                )
        elif kind == "table":
            out.append(table(block.table, notes))
    close_lists()
    if wide:
        out.append(r"\end{landscape}")
    out.append(r"\end{document}")
    return "\n".join(out)


def make(document, options, target):
    program = shutil.which("pdflatex")
    if program is None:
        raise FileNotFoundError("pdflatex is missing (see rebuild.py --needs)")
    with tempfile.TemporaryDirectory() as tmp:
        path = pathlib.Path(tmp) / "source.tex"
        path.write_text(source(document, options), encoding="utf-8")
        for _ in range(3):  # contents and the number of pages need further runs
            run = subprocess.run(
                [program, "-interaction=nonstopmode", "-halt-on-error", path.name],
                cwd=tmp, capture_output=True, check=False, timeout=120,
                env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "FORCE_SOURCE_DATE": "1"},
            )  # fmt: skip
            if run.returncode:
                raise RuntimeError(run.stdout.decode(errors="replace")[-1500:])
        shutil.copyfile(path.with_suffix(".pdf"), target)
