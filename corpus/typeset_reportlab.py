"""Sets a planmark document with ReportLab; the design is a table of templates.toml."""

import html
import re

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)  # fmt: skip

_FONTS = {
    "Liberation Sans": "/usr/share/fonts/truetype/liberation/LiberationSans-{}.ttf",
    "Liberation Serif": "/usr/share/fonts/truetype/liberation/LiberationSerif-{}.ttf",
    "DejaVu Sans": "/usr/share/fonts/truetype/dejavu/DejaVuSans{}.ttf",
    "Lato": "/usr/share/fonts/truetype/lato/Lato-{}.ttf",
}
_FILLS = {"green": "#8fce00", "yellow": "#ffe599", "red": "#ea9999", "grey": "#cccccc"}


def fonts(name):
    for face in ("Regular", "Bold", "Italic"):
        key = f"{name} {face}"
        if key in pdfmetrics.getRegisteredFontNames():
            continue
        part = face
        if name.startswith("DejaVu"):
            part = {"Regular": "", "Bold": "-Bold", "Italic": "-Oblique"}[face]
            if face == "Italic":
                continue
        pdfmetrics.registerFont(TTFont(key, _FONTS[name].format(part)))
    pdfmetrics.registerFontFamily(f"{name} Regular", normal=f"{name} Regular", bold=f"{name} Bold",
                                  italic=f"{name} Regular", boldItalic=f"{name} Bold")  # fmt: skip


def inline(source):
    text = html.escape(source, quote=False)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    return re.sub(r"\^(\d+)\^", r"<super>\1</super>", text)


class _Setter:
    def __init__(self, document, options, pages):
        self.document, self.options, self.pages = document, options, pages
        fonts(options["font"])
        sizes, name = options["sizes"], options["font"]
        colour = colors.HexColor("#" + options["colour"])
        regular, bold = f"{name} Regular", f"{name} Bold"
        size = sizes["body"]

        def style(key, font=regular, points=size, **more):
            return ParagraphStyle(key, fontName=font, fontSize=points, leading=points * 1.35, **more)

        self.style = {
            "body": style("body", spaceAfter=6),
            "cell": style("cell", points=size - 1),
            "strong": style("strong", bold, spaceBefore=4, spaceAfter=3),
            "title": style("title", bold, sizes["title"], textColor=colour, spaceAfter=6),
            "bullet": style("bullet", leftIndent=12, bulletIndent=1, spaceAfter=3),
            "bullet2": style("bullet2", leftIndent=26, bulletIndent=15, spaceAfter=3),
            "small": style("small", points=size - 2),
        }
        for level in (1, 2, 3):
            self.style[f"h{level}"] = style(
                f"h{level}",
                bold,
                sizes[f"h{level}"],
                textColor=colour,
                spaceBefore=14 - 2 * level,
                spaceAfter=4,
                keepWithNext=1,
            )
        if options.get("band"):  # part headings white on a band
            self.style["band"] = self.style["h1"].clone("band", textColor=colors.white, backColor=colour, borderPadding=(4, 6, 5, 6))
            self.style["band"].spaceAfter = 12
        self.flow = []
        self.boxes = []  # outer flows of open boxes
        self.label = None
        self.inner = None
        self.runin = None
        self.wide = False
        self.start = "portrait"  # the direction of the first page

    def p(self, text, style="body", **more):
        (self.inner if self.inner is not None else self.flow).append(Paragraph(text, self.style[style], **more))

    def close(self):
        if self.runin:
            self.p(inline(self.runin), "strong")
            self.runin = None
        if self.inner is not None:
            content, self.inner = self.inner, None
            label = Paragraph(f"<b>{inline(self.label)}</b>", self.style["body"])
            # one row a paragraph, so that a long block may run over a page
            rows = [[label if i == 0 else "", piece] for i, piece in enumerate(content)]
            wide = self.options.get("label_width", 105)
            table = Table(rows, colWidths=[wide, self.width() - wide], splitByRow=1)
            rule = ("LINEABOVE", (0, 0), (-1, 0), 0.4, colors.grey)
            if self.options.get("label_fill"):  # a coloured label column with a white rule between the rows
                rule = ("BACKGROUND", (0, 0), (0, -1), colors.HexColor("#" + self.options["label_fill"]))
            table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), rule,
                                       ("BOTTOMPADDING", (0, 0), (-1, -1), 1), ("TOPPADDING", (0, 0), (-1, -1), 2)]))  # fmt: skip
            if rows:
                self.flow += [table, Spacer(1, 4)]

    def width(self):
        return (A4[1] if self.wide else A4[0]) - 2 * self.options.get("side", 60)

    def cell(self, cell):
        if cell.label is not None:
            return Paragraph(f"<b>{inline(cell.label)}</b>", self.style["cell"])
        if cell.dash:
            return Paragraph(cell.dash, self.style["cell"])
        bullet = self.options["bullet"] + " "
        return [
            Paragraph((bullet if i.form == "bullet" else "") + inline(i.source), self.style["cell"]) for i in cell.items
        ]

    def table(self, source):
        ruled = "norules" not in source.flags
        rows, style = [], [("VALIGN", (0, 0), (-1, -1), "TOP")]
        if source.head:
            white = ruled and self.options["grid"] == "head"
            texts = [h.label if h.label is not None else " ".join(i.source for i in h.items) for h in source.head]
            font = ' color="white"' if white else ""
            rows.append(
                [
                    Paragraph(
                        f"<b><font{font}>{inline(t)}</font></b>" if white else f"<b>{inline(t)}</b>", self.style["cell"]
                    )
                    for t in texts
                ]
            )
            if white:
                style.append(("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#" + self.options["colour"])))
        if ruled and self.options["grid"] == "lines":
            style.append(("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black))
        elif ruled:
            style.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
        spans = {}
        for row in source.rows:
            y = len(rows)
            if row.group is not None:
                rows.append(
                    [Paragraph(f"<b>{inline(row.group)}</b>", self.style["cell"])] + [""] * (len(source.widths) - 1)
                )
                style += [("SPAN", (0, y), (-1, y)), ("BACKGROUND", (0, y), (-1, y), colors.HexColor("#eeeeee"))]
                spans = {}
                continue
            line = []
            for x, cell in enumerate(row.cells):
                if cell.merged:
                    spans[x] = (spans.get(x, (y - 1, 0))[0], y)
                    line.append("")
                    continue
                if x in spans and spans[x][1]:
                    style.append(("SPAN", (x, spans[x][0]), (x, spans[x][1])))
                spans[x] = (y, 0)
                line.append(self.cell(cell))
                if cell.fill:
                    style.append(("BACKGROUND", (x, y), (x, y), colors.HexColor(_FILLS[cell.fill])))
            rows.append(line)
        style += [("SPAN", (x, a), (x, b)) for x, (a, b) in spans.items() if b]
        total = sum(source.widths)
        table = Table(
            rows, colWidths=[self.width() * w / total for w in source.widths], repeatRows=1 if source.head else 0
        )
        table.setStyle(TableStyle(style))
        self.flow += [Spacer(1, 4), table, Spacer(1, 8)]

    def set(self, block):
        kind = block.type
        if self.runin and kind != "paragraph":
            self.p(inline(self.runin), "strong")
            self.runin = None
        if kind == "title":
            self.p(inline(block.text), "title")
        elif kind == "line":
            self.p(inline(block.item.source), "body")
        elif kind == "data":
            rows = [
                [Paragraph(inline(k), self.style["cell"]), Paragraph(inline(i.source), self.style["cell"])]
                for k, i in block.rows
            ]
            table = Table(rows, colWidths=[120, self.width() - 120])
            table.setStyle(
                TableStyle([("BOX", (0, 0), (-1, -1), 0.6, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")])
            )
            self.flow += [table, Spacer(1, 8)]
        elif kind == "contents":
            self.p(inline(block.text), "h1")
            for (level, text), page in zip(self.document.headings, self.pages, strict=True):
                shift = 14 * (level - 1)
                font, size = self.style["body"].fontName, self.style["body"].fontSize
                room = self.width() - 12 - shift - pdfmetrics.stringWidth(f"{text}{page}", font, size)
                dots = "." * max(3, int(room / pdfmetrics.stringWidth(".", font, size)) - 2)
                self.flow.append(
                    Paragraph(
                        f"{inline(text)} {dots} {page}",
                        ParagraphStyle("toc", parent=self.style["body"], leftIndent=shift, spaceAfter=1),
                    )
                )
        elif kind in ("part", "heading"):
            self.close()
            part = "band" if self.options.get("band") else "h1"
            self.p(inline(block.text), part if kind == "part" else f"h{block.level}")
        elif kind == "label":
            self.close()
            if self.options["labels"] == "column":
                self.label, self.inner = block.text, []
            elif self.options["labels"] == "runin":
                self.runin = block.text
            else:
                self.p(inline(block.text), "strong")
        elif kind == "lead":
            self.p(inline(block.text), "strong")
        elif kind == "paragraph":
            start = f"<b>{inline(self.runin)}</b> " if self.runin else ""
            self.runin = None
            self.p(start + inline(block.item.source))
        elif kind in ("bullet", "number"):
            mark = block.mark if kind == "number" else self.options["bullet"]
            self.p(inline(block.item.source), "bullet2" if block.level == 2 else "bullet", bulletText=mark)
        elif kind == "strong":
            self.p(f"{block.mark} {inline(block.item.source)}", "strong")
        elif kind == "note":
            self.p(f"<super>{block.mark}</super> {inline(block.item.source)}", "small")
        elif kind == "box":
            self.close()
            self.boxes.append(self.flow)
            self.flow = []
        elif kind == "endbox":
            self.close()
            inner, self.flow = self.flow, self.boxes.pop()
            table = Table([[piece] for piece in inner], colWidths=[self.width() - 10])
            table.setStyle(
                TableStyle(
                    [
                        ("BOX", (0, 0), (-1, -1), 0.8, colors.black),
                        ("BACKGROUND", (0, 0), (-1, -1), colors.HexColor("#f4f4f4")),
                    ]
                )
            )
            self.flow += [table, Spacer(1, 8)]
        elif kind == "break":
            self.close()
            self.flow.append(PageBreak())
        elif kind in ("landscape", "portrait"):
            self.close()
            self.wide = kind == "landscape"
            if self.flow:
                self.flow += [NextPageTemplate(kind), PageBreak()]
            else:
                self.start = kind
        elif kind == "sign":
            self.close()
            cells = [[Paragraph("<br/>".join(inline(x) for x in person), self.style["body"]) for person in block.rows]]
            self.flow += [Spacer(1, 16), Table(cells, style=[("VALIGN", (0, 0), (-1, -1), "TOP")])]
        elif kind == "table":
            self.close()
            self.table(block.table)


def make(document, options, target, find_pages):
    """Write the PDF; twice where contents or running lines need the pages."""
    count = [1]
    pages = [1 for _ in document.headings]
    meta = document.meta

    side = options.get("side", 60)

    def running(page, template):
        width, height = template.pagesize
        page.setFont(f"{options['font']} Regular", 8)
        for line, y in ((meta.get("header", ""), height - 36), (meta.get("footer", ""), 28)):
            fields = ([f.strip() for f in line.split("|")] + ["", "", ""])[:3] if line else []
            for text, x, draw in zip(fields, (side, width / 2, width - side),
                                     (page.drawString, page.drawCentredString, page.drawRightString), strict=False):  # fmt: skip
                if text:
                    draw(x, y, text.replace("{pages}", str(count[0])).replace("{page}", str(page.getPageNumber())))

    for _ in range(2):
        setter = _Setter(document, options, pages)
        for block in document.blocks:
            setter.set(block)
        setter.close()
        frames = {}
        templates = []
        for name, size in (("portrait", A4), ("landscape", landscape(A4))):
            frames[name] = Frame(side - 6, 52, size[0] - 2 * side + 12, size[1] - 108)
            template = PageTemplate(name, [frames[name]], pagesize=size)
            template.onPage = lambda page, _, t=template: running(page, t)
            templates.append(template)
        templates.sort(key=lambda t: t.id != setter.start)
        pdf = BaseDocTemplate(str(target), pageTemplates=templates, invariant=1,
                              title=meta.get("producer_title", meta["title"]), author="")  # fmt: skip
        pdf.build(setter.flow, canvasmaker=canvas.Canvas)
        count[0] = pdf.page
        if any(b.type == "contents" for b in document.blocks):
            pages = find_pages(target)
