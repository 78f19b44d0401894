"""Sets a planmark document as DOCX with python-docx; LibreOffice prints it. The design is a table of templates.toml."""

import pathlib
import re
import tempfile

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

_FILLS = {"green": "92D050", "yellow": "FFE699", "red": "FF7C80", "grey": "BFBFBF"}


class _Setter:
    def __init__(self, document, options, entries):
        self.document = document
        self.options = options
        self.entries = entries
        self.docx = Document()
        self.sizes = options["sizes"]
        self.colour = RGBColor.from_string(options["colour"])
        self.cell = None  # the right cell of the open label table
        self.frame = None  # the cell of the open box
        self.runin = None
        self.wide = False
        self.sides = options.get("sides", [25, 25, 26, 26])  # left, right, top, bottom in mm
        self.full = 210 - self.sides[0] - self.sides[1]
        self.styles()
        self.margins(self.docx.sections[0])

    def styles(self):
        normal = self.docx.styles["Normal"]
        self.font(normal, self.options["font"], self.sizes["body"])
        normal.paragraph_format.space_after = Pt(6)
        normal.paragraph_format.space_before = Pt(0)
        for level in (1, 2, 3):
            style = self.docx.styles[f"Heading {level}"]
            self.font(style, self.options["heading_font"], self.sizes[f"h{level}"])
            style.font.color.rgb = self.colour
            style.font.bold = True
            style.font.italic = level == 3
            style.paragraph_format.space_before = Pt(14 - 3 * level)
            style.paragraph_format.space_after = Pt(3)
            if level == 1 and self.options.get("ruled_heads"):
                self.underline(style)
        self.docx.core_properties.title = self.document.meta.get("producer_title", "")
        self.docx.core_properties.author = ""

    def underline(self, style):
        borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
        for key, value in (("val", "single"), ("sz", "8"), ("space", "2"), ("color", self.options["colour"])):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
        style.element.get_or_add_pPr().append(borders)

    def font(self, style, name, size):
        style.font.name = name
        style.font.size = Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(key), name)
        for key in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(key), None)

    def margins(self, section):
        section.page_width, section.page_height = Mm(210), Mm(297)
        left, right, top, bottom = (Mm(x) for x in self.sides)
        section.left_margin, section.right_margin = left, right
        section.top_margin, section.bottom_margin = top, bottom
        meta = self.document.meta
        for part, line in ((section.header, meta.get("header", "")), (section.footer, meta.get("footer", ""))):
            if not line:
                continue
            fields = [f.strip() for f in line.split("|")] + ["", ""]
            paragraph = part.paragraphs[0]
            paragraph.style = self.docx.styles["Normal"]  # the style Header has tab stops of its own
            stops = paragraph.paragraph_format.tab_stops
            paragraph.style.paragraph_format.tab_stops.clear_all()  # those of the style would catch the tabs
            stops.add_tab_stop(Mm(self.full / 2), WD_TAB_ALIGNMENT.CENTER)
            stops.add_tab_stop(Mm(self.full), WD_TAB_ALIGNMENT.RIGHT)
            for i, text in enumerate(fields[:3]):
                if i:
                    paragraph.add_run("\t")
                for piece in re.split(r"(\{pages?\})", text):
                    if piece in ("{page}", "{pages}"):
                        self.field(paragraph, "PAGE" if piece == "{page}" else "NUMPAGES")
                    elif piece:
                        paragraph.add_run(piece)
            for run in paragraph.runs:
                run.font.size = Pt(8)
        if meta.get("first_page_header") is False:
            section.different_first_page_header_footer = True

    def field(self, paragraph, code):
        run = paragraph.add_run()
        for kind, text in (("begin", None), (None, code), ("end", None)):
            if kind:
                element = OxmlElement("w:fldChar")
                element.set(qn("w:fldCharType"), kind)
            else:
                element = OxmlElement("w:instrText")
                element.set(qn("xml:space"), "preserve")
                element.text = text
            run._r.append(element)

    # -- where the next paragraph goes

    def paragraph(self, style=None):
        place = self.cell or self.frame
        if place is None:
            return self.docx.add_paragraph(style=style)
        first = place.paragraphs[0]
        if len(place.paragraphs) == 1 and not first.runs and not place.tables:
            if style:
                first.style = self.docx.styles[style]
            return first
        return place.add_paragraph(style=style)

    def write(self, paragraph, source, bold=False, size=None, colour=None, italic=False):
        for piece in re.split(r"(\*\*.+?\*\*|\^\d+\^)", source):
            if not piece:
                continue
            if piece.startswith("^"):
                paragraph.add_run(piece[1:-1]).font.superscript = True
                continue
            strong = piece.startswith("**")
            run = paragraph.add_run(piece.strip("*") if strong else piece)
            run.bold = True if bold or strong else None
            run.italic = italic or None
            if size:
                run.font.size = Pt(size)
            if colour is not None:
                run.font.color.rgb = colour
        return paragraph

    def bullet(self, source, level, mark):
        paragraph = self.paragraph()
        left = Mm(6 * level)
        paragraph.paragraph_format.left_indent = left
        paragraph.paragraph_format.first_line_indent = -Mm(5)
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.tab_stops.add_tab_stop(left)
        self.write(paragraph, f"{mark}\t{source}")

    def shade(self, cell, colour):
        shading = OxmlElement("w:shd")
        shading.set(qn("w:val"), "clear")
        shading.set(qn("w:fill"), colour)
        cell._tc.get_or_add_tcPr().append(shading)

    def close(self):
        if self.runin:
            self.write(self.paragraph(), self.runin, bold=True)
            self.runin = None
        self.cell = None

    def rows(self, columns, style="Table Grid"):
        place = self.frame
        table = place.add_table(0, columns) if place is not None else self.docx.add_table(0, columns)
        table.style = self.docx.styles[style]
        table.autofit = False
        return table

    def widths(self, table, widths):
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=False):
                cell.width = width

    def table(self, source):
        grid = self.options["grid"]
        ruled = "norules" not in source.flags
        table = self.rows(len(source.widths), "Table Grid" if ruled else "Normal Table")
        full = 247 if self.wide else self.full
        widths = [Mm(full * w / sum(source.widths)) for w in source.widths]
        if source.head:
            row = table.add_row()
            mark = OxmlElement("w:tblHeader")
            mark.set(qn("w:val"), "true")
            row._tr.get_or_add_trPr().append(mark)
            for cell, head in zip(row.cells, source.head, strict=True):
                text = head.label if head.label is not None else " ".join(i.source for i in head.items)
                white = grid == "head" and ruled
                colour = RGBColor(255, 255, 255) if white else None
                self.write(cell.paragraphs[0], text, bold=True, size=self.sizes["body"] - 1, colour=colour)
                if white:
                    self.shade(cell, self.options["colour"])
        above = [None] * len(widths)
        for line in source.rows:
            row = table.add_row()
            if line.group is not None:
                merged = row.cells[0].merge(row.cells[-1])
                self.write(merged.paragraphs[0], line.group, bold=True)
                self.shade(merged, "E7E6E6")
                continue
            for i, cell in enumerate(line.cells):
                if cell.merged:
                    above[i].merge(row.cells[i])
                    continue
                above[i] = row.cells[i]
                self.fill(row.cells[i], cell)
        self.widths(table, widths)
        self.docx.add_paragraph().paragraph_format.space_after = Pt(2)

    def fill(self, place, cell):
        if cell.fill:
            self.shade(place, _FILLS[cell.fill])
        size = self.sizes["body"] - 1
        if cell.label is not None:
            self.write(place.paragraphs[0], cell.label, bold=True, size=size)
        elif cell.dash:
            self.write(place.paragraphs[0], cell.dash, size=size)
        for i, item in enumerate(cell.items):
            paragraph = place.paragraphs[0] if i == 0 else place.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(2)
            if item.form == "bullet":
                paragraph.paragraph_format.left_indent = Mm(3)
                paragraph.paragraph_format.first_line_indent = -Mm(3)
                self.write(paragraph, f"{self.options['bullet']} {item.source}", size=size)
            else:
                self.write(paragraph, item.source, size=size)

    def contents(self, title):
        self.write(self.docx.add_paragraph(), title, bold=True, size=self.sizes["h1"])
        for level, text, page in self.entries:
            paragraph = self.docx.add_paragraph()
            paragraph.paragraph_format.left_indent = Mm(5 * (level - 1))
            paragraph.paragraph_format.space_after = Pt(1)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(self.full), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            paragraph.add_run(f"{text}\t{page}")

    def section(self, landscape=None, restart=False):
        section = self.docx.add_section(WD_SECTION.NEW_PAGE)
        if landscape is not None:
            self.wide = landscape
            section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
            section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
        if restart:
            number = OxmlElement("w:pgNumType")
            number.set(qn("w:start"), "1")
            section._sectPr.append(number)

    def sign(self, people):
        table = self.docx.add_table(1, len(people)) if len(people) <= 3 else self.docx.add_table(len(people), 1)
        cells = table.rows[0].cells if len(people) <= 3 else [row.cells[0] for row in table.rows]
        for cell, lines in zip(cells, people, strict=True):
            for i, line in enumerate(lines):
                paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
                paragraph.paragraph_format.space_after = Pt(1)
                paragraph.add_run(line)

    def set(self, block):
        kind, options = block.type, self.options
        if self.runin and kind not in ("paragraph",):
            self.write(self.paragraph(), self.runin, bold=True).paragraph_format.keep_with_next = True
            self.runin = None
        if kind == "title":
            self.write(self.docx.add_paragraph(), block.text, bold=True, size=self.sizes["title"], colour=self.colour)
        elif kind == "line":
            self.write(self.docx.add_paragraph(), block.item.source).paragraph_format.space_after = Pt(2)
        elif kind == "data":
            table = self.rows(2)
            for label, item in block.rows:
                cells = table.add_row().cells
                self.write(cells[0].paragraphs[0], label, bold=True, size=9)
                self.write(cells[1].paragraphs[0], item.source, size=9)
            self.widths(table, [Mm(50), Mm(self.full - 50)])
            self.docx.add_paragraph()
        elif kind == "contents":
            self.contents(block.text)
        elif kind in ("part", "heading"):
            self.close()
            level = 1 if kind == "part" else block.level
            if options.get("flat_headings") and kind == "heading":
                # typed by hand: bold body text, no style that a tag or bookmark would show
                paragraph = self.paragraph()
                paragraph.paragraph_format.space_before = Pt(10)
                self.write(paragraph, block.text, bold=True, size=self.sizes[f"h{level}"], colour=self.colour)
            else:
                self.write(self.paragraph(f"Heading {level}"), block.text)
        elif kind == "label":
            self.close()
            if options["labels"] == "table":
                table = self.rows(2)
                cells = table.add_row().cells
                self.widths(table, [Mm(38), Mm(self.full - 38)])
                self.write(cells[0].paragraphs[0], block.text, bold=True)
                if options.get("label_fill"):
                    self.shade(cells[0], options["label_fill"])
                self.cell = cells[1]
            elif options["labels"] == "runin":
                self.runin = block.text
            else:
                self.write(self.paragraph(), block.text, bold=True).paragraph_format.space_after = Pt(1)
        elif kind == "lead":
            self.write(self.paragraph(), block.text, bold=True).paragraph_format.space_after = Pt(2)
        elif kind == "paragraph":
            paragraph = self.paragraph()
            if self.runin:
                self.write(paragraph, self.runin + " ", bold=True)
                self.runin = None
            self.write(paragraph, block.item.source)
        elif kind == "bullet":
            self.bullet(block.item.source, block.level, options["bullet"] if block.level == 1 else "o")
        elif kind == "number":
            self.bullet(block.item.source, 1, block.mark)
        elif kind == "strong":
            self.write(self.paragraph(), f"{block.mark} {block.item.source}".strip(), bold=True)
        elif kind == "note":
            self.write(self.paragraph(), f"^{block.mark}^ {block.item.source}", size=8)
        elif kind == "box":
            self.close()
            table = self.rows(1)
            self.frame = table.add_row().cells[0]
            self.shade(self.frame, "F2F2F2")
        elif kind == "endbox":
            self.close()
            self.frame = None
            self.docx.add_paragraph()
        elif kind == "break":
            self.close()
            self.docx.add_page_break()
        elif kind in ("landscape", "portrait"):
            self.close()
            self.section(landscape=kind == "landscape")
        elif kind == "restart":
            self.close()
            self.section(restart=True)
        elif kind == "sign":
            self.close()
            self.sign(block.rows)
        elif kind == "table":
            self.close()
            self.table(block.table)


def save(document, options, entries, path):
    setter = _Setter(document, options, entries)
    for block in document.blocks:
        setter.set(block)
    setter.close()
    setter.docx.save(str(path))


def make(document, options, target, find_pages, docx_to_pdf):
    """Write the PDF; twice where contents need their pages."""
    entries = [(level, text, 1) for level, text in document.headings]
    with tempfile.TemporaryDirectory() as tmp:
        docx = pathlib.Path(tmp) / f"{document.name}.docx"
        save(document, options, entries, docx)
        docx_to_pdf(docx, target)
        if any(b.type == "contents" for b in document.blocks):
            entries = [(a, b, p) for (a, b, _), p in zip(entries, find_pages(target), strict=True)]
            save(document, options, entries, docx)
            docx_to_pdf(docx, target)
