"""A first document for a new worker: what is loaded and compiled at its sight is not charged to anyone's."""

from __future__ import annotations

_LINES = (
    "Handlingsplan 2024 för Hylte kommun och lokalpolisområde Halmstad",
    "Antagen av kommunfullmäktige 2024-02-26, § 12. Dnr KS 2024/15",
    "1. Bakgrund",
    "Enligt trygghetsmätningen 2023 är 23 procent av de boende otrygga under kvällar och nätter.",
    "2. Mål",
    "Minst 70 % av medborgarna ska vara nöjda med belysningen senast den 31 december 2024.",
    "Aktiviteter",
    "Polisen och socialtjänsten ska genomföra två trygghetsvandringar per termin. Ansvarig: Polisen",
    "Uppföljning sker under våren 2025 genom en gemensam enkät till alla skolor i kommunen.",
)
_ROWS = (("Mål", "Åtgärd", "Ansvarig", "Tid"), ("Tryggare torg", "Belysa torget", "Kommunen", "Hösten 2024"))


def pdf() -> bytes:
    """One page with headings, sentences and a ruled table; without an xref, which pdfium rebuilds."""
    drawn = [f"BT /F1 11 Tf 72 {780 - 24 * i} Td ({line}) Tj ET" for i, line in enumerate(_LINES)]
    for row, cells in enumerate(
        (("Mål", "Åtgärd", "Ansvarig", "Tid"), ("Tryggare torg", "Belysa torget", "Kommunen", "Hösten 2024"))
    ):
        drawn += [f"BT /F1 10 Tf {75 + 110 * i} {505 - 30 * row} Td ({cell}) Tj ET" for i, cell in enumerate(cells)]
    drawn += [f"72 {y} m 512 {y} l S" for y in (525, 495, 465)]
    drawn += [f"{x} 465 m {x} 525 l S" for x in (72, 182, 292, 402, 512)]
    content = "\n".join(drawn).encode("cp1252")
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        font,
    )
    body = b"\n".join(b"%d 0 obj\n%s\nendobj" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def transcript() -> bytes:
    """The same as text."""
    return "\n\n".join(_LINES).encode()
