"""Follow-up of a citizen promise for Leksand, by ReportLab."""

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

FONTS = "/usr/share/fonts/truetype/liberation/Liberation{}.ttf"
RED = colors.HexColor("#8a1c1c")

CONTENT = [
    ("title", "Uppföljning av medborgarlöftet 2022"),
    ("sub", "Leksands kommun och Lokalpolisområde Falun"),
    ("info", "Rapport 2023-02-06. Dnr KS 2023/91"),
    ("h", "Inledning"),
    (
        "p",
        "Medborgarlöftet för 2022 skrevs under i februari samma år. Det innehöll sju löften inom tre områden som invånarna själva hade pekat ut: sommarens folkliv, trafiken och kontakten med polisen. I den här rapporten går vi igenom ett löfte i taget.",
    ),
    ("h", "Hur uppföljningen har gjorts"),
    (
        "p",
        "Uppgifterna om kontroller och öppet hus kommer från polisens planeringssystem. Kommunens säkerhetshandläggare har gått igenom felanmälningar och mötesanteckningar. Under två lördagar i november ställde vi dessutom tre frågor till 212 personer utanför affärerna i Noret. Svaren är inte statistiskt säkerställda men ger en fingervisning.",
    ),
    ("h", "Sommaren i Leksand"),
    ("promise", "Kommunen ska ha ordningsvakter i centrum och vid campingen varje helg i juli."),
    (
        "out",
        "Löftet är uppfyllt. Två ordningsvakter arbetade fredag och lördag samtliga helger, och under midsommarveckan var de fyra. De ingrep 31 gånger, oftast för att medla eller följa någon hem. Campingens ägare uppger att nätterna var lugnare än på flera år.",
    ),
    ("promise", "Antalet omhändertagna för fylleri under midsommarhelgen ska minska jämfört med 2019."),
    (
        "out",
        "Nitton personer omhändertogs, mot trettiotvå 2019. Polisen menar att den kalla väderleken kan ha bidragit. Löftet bedöms ändå som uppfyllt.",
    ),
    ("promise", "Polisen och kommunens fältare ska gå gemensamma kvällspass, minst tio stycken."),
    (
        "out",
        "Sju pass blev av. Tre ställdes in eftersom poliserna kallades till andra delar av länet. Löftet är delvis uppfyllt.",
    ),
    (
        "out",
        "Fältarna beskriver passen som värdefulla, framför allt för att ungdomarna nu vet vad poliserna heter.",
    ),
    ("h", "Trafiken"),
    ("promise", "Polisen ska göra hastighetskontroller på Faluvägen en gång i veckan under skolterminerna."),
    (
        "out",
        "Under vårterminen gjordes 17 kontroller och under höstterminen 9. I mars och oktober föll flera veckor bort på grund av sjukdom. Löftet är delvis uppfyllt. Medelhastigheten har sjunkit med 3 km/tim, men vid skolan kör fortfarande mer än var tredje för fort.",
    ),
    ("promise", "Kommunen ska bygga en gångpassage vid Åkerö skola senast den 15 augusti 2022."),
    (
        "out",
        "Passagen blev inte byggd. Två upphandlingar avbröts då anbuden låg långt över budget, och tekniska avdelningen räknar nu med byggstart i maj 2023. Tills vidare står en hastighetsdisplay på platsen.",
    ),
    ("h", "Närmare polisen"),
    ("promise", "Polisen ska hålla öppet hus i Leksand, Insjön och Siljansnäs två gånger per termin."),
    (
        "out",
        "Samtliga tolv tillfällen genomfördes och löftet är därmed uppfyllt. Sammanlagt kom 340 besökare, flest i Insjön, där det sista tillfället hölls i samband med julskyltningen. De vanligaste ämnena var vilt på vägarna, hyrbedrägerier på nätet och hur man får tag i polisen när man inte vill ringa 112.",
    ),
    ("promise", "Minst 60 procent av invånarna ska känna till sin områdespolis."),
    (
        "out",
        "I vår egen undersökning svarade 41 procent att de visste vem områdespolisen är. Året innan var det 38 procent. Löftet är inte uppfyllt.",
    ),
    ("h", "Bedömningen i korthet"),
    ("p", "Tre löften är uppfyllda, två är delvis uppfyllda och två är inte uppfyllda."),
    ("table", None),
    ("h", "Vad invånarna svarade"),
    (
        "p",
        "Av de tillfrågade kände 118 till att det fanns ett medborgarlöfte. Drygt hälften tyckte att det märktes att fler vuxna rörde sig ute i somras. Trafiken är fortfarande det som flest vill att vi gör något åt, följt av belysningen längs gång- och cykelvägarna.",
    ),
    ("h", "Lärdomar"),
    ("b", "Löften som hänger på en enda person blir sårbara vid sjukdom."),
    ("b", "En investering lovades innan pengarna fanns."),
    ("b", "De löften som hade en namngiven ansvarig följdes upp oftare under året."),
    ("h", "Inför nästa löfte"),
    (
        "p",
        "Ett tvåårigt löfte tas fram under våren 2023. Säkerhetshandläggaren ansvarar för arbetet. Passagen vid Åkerö skola och kännedomen om områdespolisen förs över, och båda parter ska utse en ersättare för varje löfte.",
    ),
    (
        "sign",
        [
            "Leksand den 6 februari 2023",
            "Ulrika Bergfors, säkerhetshandläggare",
            "Mats Enarsson, kommunpolis",
        ],
    ),
]
TABLE = [
    ["Löfte", "Ansvarig", "Bedömning"],
    ["Ordningsvakter i juli", "Kommunen", "Uppfyllt"],
    ["Färre omhändertagna vid midsommar", "Polisen och kommunen", "Uppfyllt"],
    ["Gemensamma kvällspass", "Polisen och kommunen", "Delvis uppfyllt"],
    ["Hastighetskontroller på Faluvägen", "Polisen", "Delvis uppfyllt"],
    ["Gångpassage vid Åkerö skola", "Kommunen", "Inte uppfyllt"],
    ["Öppet hus ute på orterna", "Polisen", "Uppfyllt"],
    ["Kännedom om områdespolisen", "Polisen", "Inte uppfyllt"],
]


class Numbered(canvas.Canvas):
    """Knows the number of pages, for "Sidan 1 (3)"."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.states = []

    def showPage(self):  # noqa: N802  (the name that ReportLab calls)
        self.states.append(dict(self.__dict__))
        self._startPage()

    def save(self):
        for number, state in enumerate(self.states, 1):
            self.__dict__.update(state)
            width, height = A4
            self.setFont("Sans", 8.5)
            self.drawString(25 * mm, height - 16 * mm, "Leksands kommun")
            self.drawRightString(width - 25 * mm, height - 16 * mm, "Medborgarlöfte, uppföljning")
            self.drawRightString(width - 25 * mm, 13 * mm, f"Sidan {number} ({len(self.states)})")
            super().showPage()
        super().save()


def make(path):
    for name, file in (("Sans", "Sans-Regular"), ("Sans-Bold", "Sans-Bold"), ("Serif", "Serif-Regular")):
        pdfmetrics.registerFont(TTFont(name, FONTS.format(file)))
    pdfmetrics.registerFont(TTFont("Serif-Bold", FONTS.format("Serif-Bold")))
    base = ParagraphStyle("p", fontName="Serif", fontSize=11, leading=15, spaceAfter=6)
    style = {
        "p": base,
        "title": ParagraphStyle("t", fontName="Sans-Bold", fontSize=21, leading=26, textColor=RED),
        "sub": ParagraphStyle("s", fontName="Sans", fontSize=13, leading=18, spaceAfter=4),
        "info": ParagraphStyle("i", fontName="Sans", fontSize=9, leading=12, spaceAfter=10),
        "h": ParagraphStyle(
            "h",
            fontName="Sans-Bold",
            fontSize=14,
            leading=18,
            spaceBefore=12,
            spaceAfter=4,
            textColor=RED,
            keepWithNext=1,
        ),
        "promise": ParagraphStyle("l", parent=base, fontName="Serif-Bold", spaceBefore=4, spaceAfter=2, keepWithNext=1),
        "out": ParagraphStyle("o", parent=base, leftIndent=8 * mm),
        "b": ParagraphStyle("b", parent=base, leftIndent=6 * mm, bulletIndent=1 * mm, spaceAfter=3),
        "cell": ParagraphStyle("c", fontName="Sans", fontSize=9, leading=12),
        "head": ParagraphStyle("ch", fontName="Sans-Bold", fontSize=9, leading=12, textColor=colors.white),
    }
    story = []
    for kind, text in CONTENT:
        if kind == "table":
            rows = [[Paragraph(c, style["head" if n == 0 else "cell"]) for c in row] for n, row in enumerate(TABLE)]
            table = Table(rows, colWidths=[75 * mm, 48 * mm, 37 * mm], repeatRows=1)
            table.setStyle(
                TableStyle(
                    [
                        ("BACKGROUND", (0, 0), (-1, 0), RED),
                        ("LINEBELOW", (0, 1), (-1, -1), 0.4, colors.grey),
                        ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ]
                )
            )
            story += [KeepTogether([table]), Spacer(1, 6)]
        elif kind == "sign":
            story.append(Spacer(1, 10))
            story += [Paragraph(line, base) for line in text]
        elif kind == "b":
            story.append(Paragraph(text, style["b"], bulletText="•"))
        else:
            story.append(Paragraph(text, style[kind]))
    doc = SimpleDocTemplate(
        str(path),
        pagesize=A4,
        leftMargin=25 * mm,
        rightMargin=25 * mm,
        topMargin=26 * mm,
        bottomMargin=24 * mm,
        title="Rapport",
        author="Leksands kommun",
        invariant=1,
    )
    doc.build(story, canvasmaker=Numbered)
