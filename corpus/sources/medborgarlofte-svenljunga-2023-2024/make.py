"""Citizen promise for Svenljunga: DOCX by python-docx, PDF by LibreOffice Writer (see ../../rebuild.py)."""

import datetime

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

BLUE = RGBColor(0x1F, 0x3F, 0x6E)

TITLE = "Medborgarlöfte för Svenljunga kommun"
SUBTITLE = "2023–2024"
CONTENT = [
    ("info", "Beslutat av kommunstyrelsen 2023-03-13, § 41. Diarienummer KS 2023-65."),
    ("h1", "Om löftet"),
    (
        "p",
        "Ett medborgarlöfte är ett åtagande från kommunen och polisen till alla som bor och vistas i Svenljunga. Det kompletterar den överenskommelse om samverkan som parterna skrev under 2021. Löftet är avsiktligt kort: hellre några punkter som blir av än trettio som glöms bort.",
    ),
    (
        "p",
        "Underlaget kommer från tre håll. Kommunens trygghetsvärdar pratade under oktober med 140 personer utanför butiker, vid badhuset och på återvinningscentralen. Områdespolisen gick igenom ett års händelser, och eleverna i årskurs 8 på Mogaskolan markerade på en karta var de känner sig trygga respektive otrygga.",
    ),
    ("h1", "Det här fick vi höra"),
    ("b", "Moped- och epatrafiken i tätorten stör kvällstid, särskilt mellan torget och ishallen."),
    ("b", "I Sexdrega och Hillared undrar många om polisen alls kommer dit."),
    ("b", "Äldre är osäkra på vem de släpper in."),
    ("b", "Elever undviker gångvägen bakom Mogaskolan när det är mörkt."),
    (
        "p",
        "Anmälda brott har legat stilla i flera år. Under 2022 gjordes 512 anmälningar, ungefär lika många som året före.",
    ),
    ("h1", "Syfte"),
    (
        "p",
        "Löftet ska bidra till att kommunens invånare känner att de blir tagna på allvar och att samhället svarar när något händer.",
    ),
    ("h1", "1. Lugnare kvällar i tätorten"),
    (
        "p",
        "Färre ska störas av motortrafik efter klockan 21. Antalet klagomål till kommunens kundtjänst ska minska från 96 under 2022 till högst 60 under 2024.",
    ),
    ("h2", "Polisen lovar att:"),
    ("b", "genomföra minst två riktade trafikkontroller i månaden i tätorten, varav en på kvällstid"),
    ("b", "ta kontakt med vårdnadshavare när en ung förare har rapporterats, i normalfallet inom tre dagar"),
    ("b", "informera om reglerna för A-traktor på fordonsprogrammet en gång per termin"),
    ("h2", "Kommunen lovar att:"),
    ("b", "bygga om infarten till torget med avsmalning och farthinder före sommaren 2023"),
    ("b", "ha trygghetsvärdar ute två kvällar i veckan från och med den 1 april 2023"),
    ("h1", "2. Synliga i alla orter"),
    ("p", "Den som bor utanför centralorten ska möta polis och kommun på hemmaplan."),
    ("h2", "Polisen lovar att:"),
    (
        "b",
        "hålla medborgarkontor i Sexdrega, Hillared, Överlida och Östra Frölunda, fyra gånger om året på varje ställe",
    ),
    ("b", "lägga minst 20 procent av den planerade patrulleringen utanför tätorten"),
    ("h2", "Kommunen lovar att:"),
    ("b", "låta trygghetsbussen följa samma turlista"),
    ("b", "byta trasiga lampor inom tio arbetsdagar efter felanmälan"),
    ("b", "bjuda in byalagen till dialog i november 2023 och november 2024"),
    ("h2", "Tillsammans lovar vi att:"),
    ("b", "genomföra fyra trygghetsvandringar under löftestiden, i lika många orter"),
    ("h1", "3. Trygg hemma hela livet"),
    (
        "p",
        "Under 2022 anmäldes 27 bedrägerier där den drabbade var över 70 år. I flera fall hade gärningspersonen ringt upp och sagt sig komma från banken eller hemtjänsten.",
    ),
    ("p", "Äldre ska veta vad de kan göra när någon ringer eller knackar på, och våga säga nej."),
    ("h2", "Kommunen och polisen lovar tillsammans att:"),
    ("b", "besöka samtliga pensionärsföreningar med en föreläsning om bedrägerier under 2023"),
    (
        "b",
        "dela ut ett kort med viktiga telefonnummer till alla som har trygghetslarm, senast den 31 oktober 2023",
    ),
    ("h2", "Hemtjänsten lovar att:"),
    ("b", "all personal bär synlig legitimation"),
    ("b", "den enskilde i god tid får veta namnet på den som kommer"),
    ("h1", "4. Skolvägen och skolgården"),
    (
        "p",
        "Gångvägen bakom Mogaskolan ska kännas trygg även på vintern. Andelen elever i årskurs 8 som undviker den ska vara högst 15 procent vid mätningen i november 2024.",
    ),
    ("h2", "Kommunen ansvarar för att:"),
    ("b", "hela sträckan belyses och slyet röjs, klart 30 september 2023"),
    ("b", "en vuxen finns ute på skolgården från klockan 7.30"),
    ("h2", "Polisen ansvarar för att:"),
    ("b", "områdespolisen besöker skolan varannan vecka"),
    ("b", "brott som begås på skoltid återkopplas till rektorn inom en vecka"),
    ("h1", "Så följer vi upp"),
    (
        "p",
        "Trygghetsrådet går igenom löftet två gånger per år. Kommunens säkerhetssamordnare ansvarar för sammanställningen, som läggs ut på kommunens webbplats. Följande redovisas:",
    ),
    ("b", "Antal kontroller, medborgarkontor och vandringar"),
    ("b", "Antal klagomål till kundtjänst"),
    ("b", "Känner invånarna till löftet? Minst hälften av de tillfrågade ska göra det."),
    (
        "p",
        "En slutrapport lämnas till kommunstyrelsen och till polisområdets ledning senast den 28 februari 2025.",
    ),
    ("h1", "Giltighet"),
    (
        "p",
        "Medborgarlöftet gäller från den 1 april 2023 till och med den 31 december 2024. Det kan ändras om båda parter är överens, till exempel vid större förändringar i polisens organisation.",
    ),
    ("sign", "Svenljunga den 20 mars 2023"),
]
SIGNATORIES = [
    ["För Svenljunga kommun", "", "Karin Almgren Holst", "Kommunstyrelsens ordförande"],
    ["För Lokalpolisområde Borås", "", "Jonas Frisell", "Lokalpolisområdeschef"],
]


def field(paragraph, code):
    for kind, text in (("begin", None), (None, code), ("separate", None), ("text", "1"), ("end", None)):
        run = paragraph.add_run()
        if kind == "text":
            run.text = text
        elif kind:
            node = OxmlElement("w:fldChar")
            node.set(qn("w:fldCharType"), kind)
            run._r.append(node)
        else:
            node = OxmlElement("w:instrText")
            node.set(qn("xml:space"), "preserve")
            node.text = text
            run._r.append(node)


def rule(paragraph, side):
    borders = OxmlElement("w:pBdr")
    line = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "4"), ("color", "1F3F6E")):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)


def make(path):
    doc = Document()
    page = doc.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.6)
    page.top_margin, page.bottom_margin = Cm(2.6), Cm(2.2)
    styles = doc.styles
    for name, font, size, before, after in (
        ("Normal", "Liberation Serif", 11, 0, 5),
        ("List Bullet", "Liberation Serif", 11, 0, 2),
        ("Title", "Liberation Sans", 22, 6, 0),
        ("Heading 1", "Liberation Sans", 14, 13, 3),
        ("Heading 2", "Liberation Sans", 11, 6, 2),
    ):
        style = styles[name]
        style.font.name, style.font.size = font, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        for key in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{key}"), font)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        if name.startswith(("Title", "Heading")):
            style.font.color.rgb = BLUE
            style.font.bold = True
            style.font.italic = name == "Heading 2"
    styles["Title"].element.get_or_add_pPr().clear()
    styles["Heading 2"].font.color.rgb = RGBColor(0, 0, 0)

    right = page.page_width - page.left_margin - page.right_margin
    head = page.header.paragraphs[0]
    head.style = styles["Normal"]  # the style Header has tab stops of its own
    head.paragraph_format.tab_stops.add_tab_stop(right, WD_TAB_ALIGNMENT.RIGHT)
    head.add_run("Svenljunga kommun\tPolisen, Lokalpolisområde Borås").font.size = Pt(9)
    rule(head, "bottom")
    foot = page.footer.paragraphs[0]
    foot.style = styles["Normal"]
    foot.paragraph_format.tab_stops.add_tab_stop(right, WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run("Medborgarlöfte 2023–2024\tSida ")
    field(foot, "PAGE")
    foot.add_run(" av ")
    field(foot, "NUMPAGES")
    for run in foot.runs:
        run.font.size = Pt(9)

    doc.add_paragraph(TITLE, style="Title")
    sub = doc.add_paragraph().add_run(SUBTITLE)
    sub.font.size, sub.font.name, sub.font.color.rgb = Pt(16), "Liberation Sans", BLUE
    style = {"h1": "Heading 1", "h2": "Heading 2", "b": "List Bullet"}
    for kind, text in CONTENT:
        p = doc.add_paragraph(text, style=style.get(kind, "Normal"))
        if kind == "info":
            p.runs[0].italic = True
        if kind == "sign":
            p.paragraph_format.space_before = Pt(22)
            p.paragraph_format.keep_with_next = True
    table = doc.add_table(rows=1, cols=2)
    for cell, lines in zip(table.rows[0].cells, SIGNATORIES, strict=True):
        for n, line in enumerate(lines):
            p = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
            p.add_run(line)
            p.paragraph_format.space_after = Pt(0)
            p.paragraph_format.keep_with_next = True
            if n == 1:
                p.paragraph_format.space_before = Pt(16)
                p.paragraph_format.right_indent = Cm(1.5)
                rule(p, "bottom")
    core = doc.core_properties
    core.title, core.author, core.last_modified_by, core.comments = (
        "medborgarlöfte mall v3",
        "alho01",
        "alho01",
        "",
    )
    core.created = core.modified = datetime.datetime(2023, 3, 14, 9, 30)
    core.revision = 1
    doc.save(path)
