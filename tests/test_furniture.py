"""Small layouts: what is printed around the text is furniture, every paragraph and heading stays."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

import pytest
from paper import Paper

from planparse.layout import lay_out
from planparse.page import Block
from planparse.read import read
from planparse.tables import find_grids

SECTIONS = ("Bakgrund", "Mål och inriktning", "Åtgärder", "Organisation", "Uppföljning")
FORMS = (
    "– 1 –", "[2]", "Sida: 3", "sid 4 av totalt 12", "Sid. 5 (12)", "6 : 12", "• 7 •", "Sid nr 8", "9 av 12",
    "Page 10 of 12", "| 11", "Sidnummer 12", "13 / 14 sidor",
)  # fmt: skip
ADDRESSES = {
    72: ["Postadress", "Exempelby kommun", "123 45 EXEMPELBY"],
    200: ["Besöksadress", "Storgatan 1"],
    320: ["Telefon", "0123-45 67 89"],
    430: ["E-post", "kommun@exempelby.se", "www.exempelby.se"],
}


def paragraph(page: int, k: int) -> list[str]:
    return [
        f"Stycke {chr(97 + page)}{chr(97 + k)} handlar om kommunen och polisen som under",
        "flera års tid har arbetat tillsammans med frågor som rör tryggheten",
        f"i centrum, och det {chr(97 + k)}.",
    ]


class Pages:
    """A document under construction: each page's text, what is furniture, which headings must stay."""

    def __init__(self) -> None:
        self.paper, self.furniture, self.kept = Paper(), list[str](), list[str]()
        self.count = 0

    def around(self, x: float, top: float, text: str, size: float = 8, *, bold: bool = False) -> None:
        self.paper.text(x, top, text, size, bold=bold)
        self.furniture.append(text)

    def heading(self, top: float, text: str, size: float, *, bold: bool = True) -> None:
        self.paper.text(72, top, text, size, bold=bold)
        self.kept.append(text)

    def text(self, top: float = 120) -> None:
        for k in range(8):
            lines = paragraph(self.count, k)
            self.paper.lines(72, top + 60 * k, lines)
            self.kept.append(" ".join(lines))
        self.count += 1
        self.paper.page()


def section_and_page(pages: Pages) -> None:
    for i, section in enumerate(SECTIONS):
        pages.around(400, 40, f"{i + 1} {section} här")
        pages.around(72, 800, "Kommunens strategi")
        pages.around(480, 800, f"Sida {i + 1} av 5")
        pages.heading(80, f"{i + 1} {section}", 15)
        pages.text()


def section_in_the_texts_size(pages: Pages) -> None:
    for i, section in enumerate(SECTIONS):
        pages.around(72, 40, section, 11)
        pages.around(500, 40, str(i + 1), 11)
        pages.text()


def date_and_page(pages: Pages) -> None:
    for i in range(4):
        pages.around(72, 805, f"2023-04-1{i} 14:3{i}", 9)
        pages.around(500, 805, f"{i + 1}(4)", 9)
        pages.text()


def page_marks(pages: Pages) -> None:
    for form in FORMS:
        pages.around(280, 808, form, 9)
        pages.text()


def document_numbers(pages: Pages) -> None:
    for i in range(3):
        pages.around(72, 812, f"Dok-id: SBF-2021-{i + 345} ver 2.0", 7)
        pages.around(450, 812, "*2021-00345*", 7)
        pages.text()


def logo(pages: Pages) -> None:
    pages.heading(80, "Handlingsplan för trygghet", 24)
    for i in range(4):
        pages.around(72, 30, "EXEMPELBY", 20, bold=True)
        pages.around(72, 54, "en kommun att växa i", 9)
        pages.around(520, 806, str(i + 1), 10)
        pages.text()


def addresses_on_the_first_page(pages: Pages) -> None:
    for x, lines in ADDRESSES.items():
        for k, line in enumerate(lines):
            pages.around(x, 775 + 10 * k, line, 8)
    pages.text()
    pages.around(520, 806, "2", 9)
    pages.text()


def address_line(pages: Pages) -> None:
    pages.around(72, 805, "Exempelby kommun | Box 12, 123 45 Exempelby | Tel 0123-45 67 89 | info@exempelby.se", 8)
    pages.text()
    pages.text()


def odd_and_even(pages: Pages) -> None:
    for i in range(6):
        pages.around(72 if i % 2 else 400, 38, "Exempelby kommun" if i % 2 else "Handlingsplan 2022–2024", 9)
        pages.around(72 if i % 2 else 500, 806, str(i + 1), 9)
        pages.text()


def section_with_page(pages: Pages) -> None:
    for i, section in enumerate(SECTIONS):
        pages.around(440, 806, f"{section}  {i + 3}", 9)
        pages.text()


def stamp(pages: Pages) -> None:
    for i in range(3):
        pages.around(150, 400, "UTKAST", 80)
        pages.around(500, 806, str(i + 1), 9)
        pages.text()


def counted_headings(pages: Pages) -> None:
    """No furniture at all but the page's number: each page begins with a heading at one place."""
    for i in range(4):
        pages.around(500, 806, str(i + 1), 9)
        pages.heading(50, f"Bilaga {i + 1}", 15)
        pages.heading(76, "Mål", 11)
        pages.heading(94, f"Område {i + 1}", 12.5, bold=False)
        pages.text()


def running_head_in_bold(pages: Pages) -> None:
    """A chapter's name in the text's size over all pages of the chapter."""
    for i in range(6):
        pages.around(72, 40, "Del 1. Läget" if i < 3 else "Del 2. Vägen", 11, bold=True)
        pages.text()


LAYOUTS = (
    section_and_page, section_in_the_texts_size, date_and_page, page_marks, document_numbers, logo,
    addresses_on_the_first_page, address_line, odd_and_even, section_with_page, stamp, counted_headings,
    running_head_in_bold,
)  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_furniture_is_taken_out_and_nothing_else(layout: Callable[[Pages], None]) -> None:
    pages = Pages()
    layout(pages)
    source = read(pages.paper.pdf(), "plan.pdf")
    found = lay_out(source, {page.number: find_grids(page) for page in source.pages})
    texts = [" ".join(filter(None, (e.marker, e.text))) for e in found.elements if isinstance(e, Block)]
    taken = " ".join(item.text for item in found.furniture)
    words = list(chain.from_iterable(text.split() for text in pages.furniture))
    assert sorted(texts) == sorted(pages.kept)
    assert sorted(taken.split()) == sorted(words)


def test_small_notes_with_links_are_no_address() -> None:
    paper = Paper().lines(72, 100, paragraph(0, 0))
    paper.text(72, 740, "1 Brottsförebyggande rådet, www.bra.se", 8).text(
        72, 752, "2 Se även 123 45 Exempelby, Box 12", 8
    )
    source = read(paper.pdf(), "plan.pdf")
    assert lay_out(source, {}).furniture == ()
