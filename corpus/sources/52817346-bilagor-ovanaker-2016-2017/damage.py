"""Makes the damaged transcript from booklet.md, the way text hosts do (see ../../README.md).

What is lost: lines that stand on several pages, everywhere, as case-sensitive substrings; a year at the
end of a line; bullets; dashes; line breaks. A suspended hyphen and the next word are joined. What is added:
the frame of the web page, its list of related titles, and a page counter of its own. The document's own page
marks stay.
"""

import pathlib
import re

HERE = pathlib.Path(__file__).parent

FRAME = """Bilagor till samverkansöverenskommelse för ett tryggt Ovanåker 2016 2017

Storlek: px

Starta visningen från sidan:

Download "Bilagor till samverkansöverenskommelse för ett tryggt Ovanåker 2016 2017"

Save this PDF as: WORD PNG TXT JPG

för 7 år sedan

Visningar:

Relevanta dokument

Mål Fler elever ska trivas i skolan Färre elever ska känna sig ensamma

Åtgärdsplan för trygghet i Bollnäs centrum

Lokal överenskommelse mellan Nordanstigs kommun och polisen

Syfte Hälsingeborna ska kunna lita på att hjälpen kommer

Plan mot diskriminering och kränkande behandling. Celsiusskolan

Drogvaneundersökning i årskurs 9. Rapport

Handlingsprogram för skydd mot olyckor. Antaget av fullmäktige , 52

Uppföljning Antal besök Antal samtal Hur många har fått hjälp?

Medborgarlöften i Ljusdal och Söderhamn

Verksamhetsberättelse Brottsförebyggande rådet

Riktlinjer för alkoholservering

Trygghet i boendet. Vad kan du göra själv?

TJÄNSTESKRIVELSE Dnr KS /2014

Årsredovisning för räddningstjänsten

Innehåll

Transkript
"""


def repeated(pages):
    """Lines that stand on at least two pages, longest first (page marks differ, so they stay)."""
    count = {}
    for page in pages:
        for line in set(page):
            count[line] = count.get(line, 0) + 1
    return sorted((line for line, n in count.items() if n > 1), key=len, reverse=True)


def damage(text):
    pages = [p.strip().split("\n") for p in re.split(r"(?m)^(?=\d+\(\d+\)$)", text) if p.strip()]
    words = repeated(pages)
    out = []
    for number, page in enumerate(pages, 1):
        mark, *lines = page
        body = []
        for line in lines:
            for word in words:
                line = line.replace(word, "")
            line = re.sub(r"^- ", "", line.strip())
            line = re.sub(r"\b20\d\d(?=\.?$)", "", line)  # a year at the end of a line goes
            line = line.replace("–", " ")
            body.append(line)
        joined = " ".join(body)
        joined = re.sub(r"(\w)- (och|eller) ", r"\1\2 ", joined)
        joined = re.sub(r"\s+", " ", joined).strip()
        out.append((f"{number} " if number > 1 else "") + f"{mark} {joined}")
    return FRAME + "\n" + "\n\n".join(out) + "\n"


def make(path):
    pathlib.Path(path).write_text(damage((HERE / "booklet.md").read_text(encoding="utf-8")), encoding="utf-8")
