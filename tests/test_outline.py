from __future__ import annotations

from paper import Paper

from planparse.layout import lay_out
from planparse.outline import outline
from planparse.page import DocumentOutline, Outline
from planparse.read import read
from planparse.tables import find_grids

TEXT = [
    "Kommunen och polisen har under flera år arbetat med frågor som rör tryggheten i",
    "centrum, och det ska fortsätta.",
]


def outlined(paper: Paper) -> DocumentOutline:
    source = read(paper.pdf(), "plan.pdf")
    return outline(lay_out(source, {p.number: find_grids(p) for p in source.pages}), source.bookmarks)


def tree(node: Outline) -> list[object]:
    """Titles, children nested in lists."""
    found: list[object] = []
    for child in node.children:
        found.append(child.heading.title if child.heading else None)
        if child.children:
            found.append(tree(child))
    return found


def test_headings_nest_by_size_and_number() -> None:
    paper = Paper().text(72, 60, "Handlingsplan för trygghet", 24, bold=True)
    top = 130
    for text, size in (
        ("1 Inledning", 16),
        ("2 Mål", 16),
        ("2.1 Trafik", 13),
        ("2.2 Skola", 13),
        ("3 Uppföljning", 16),
    ):
        paper.text(72, top, text, size, bold=True).lines(72, top + 26, TEXT)
        top += 80
    (part,) = outlined(paper).parts
    assert tree(part.root) == ["Inledning", "Mål", ["Trafik", "Skola"], "Uppföljning"]


def test_the_largest_lines_of_the_first_page_are_the_title() -> None:
    paper = Paper().text(72, 60, "Trygghetsprogram", 28, bold=True).text(72, 100, "för Exempelby kommun 2024–2027", 15)
    paper.text(72, 150, "Diarienummer KS 2024/12").text(72, 200, "Bakgrund", 14, bold=True).lines(72, 225, TEXT)
    found = outlined(paper)
    assert [block.text for block in found.title] == ["Trygghetsprogram", "för Exempelby kommun 2024–2027"]
    assert [getattr(block, "text", "") for block in found.cover] == ["Diarienummer KS 2024/12"]


def test_a_title_goes_on_in_small_letters_even_where_the_rest_reads_like_a_heading() -> None:
    paper = Paper().text(72, 60, "Granskning av kommunens", 26, bold=True)
    paper.text(72, 100, "brottsförebyggande arbete", 26, bold=True).lines(72, 200, TEXT)
    found = outlined(paper)
    assert " ".join(block.text for block in found.title) == "Granskning av kommunens brottsförebyggande arbete"


def test_capitals_right_above_a_larger_name_belong_to_the_title() -> None:
    paper = Paper().text(72, 60, "GEMENSAMT LÖFTE FÖR ETT TRYGGARE", 13).text(160, 78, "HULTSFRED", 16)
    paper.text(72, 150, "Inledning", 14, bold=True).lines(72, 175, TEXT)
    assert [block.text for block in outlined(paper).title] == ["GEMENSAMT LÖFTE FÖR ETT TRYGGARE", "HULTSFRED"]


def test_a_line_in_the_headings_type_is_no_subtitle_but_one_in_a_type_of_its_own_is() -> None:
    for size, wanted in ((14.0, ["Årsberättelse 2019"]), (15.5, ["Årsberättelse 2019", "Trygghetsrådet i Ljungåkra"])):
        paper = (
            Paper()
            .text(72, 60, "Årsberättelse 2019", 18, bold=True)
            .text(72, 90, "Trygghetsrådet i Ljungåkra", size, bold=True)
        )
        paper.text(72, 120, "Två frågor upptog större delen av rådets tid.", 11)
        for i, heading in enumerate(("Vad rådet ville", "Något om planen", "Blickar framåt")):
            paper.text(72, 160 + 60 * i, heading, 14, bold=True)
            paper.text(72, 184 + 60 * i, "Rådet har under året haft sju möten och en resa.", 11)
        assert [block.text for block in outlined(paper).title] == wanted


def test_a_larger_heading_below_running_text_is_no_title() -> None:
    paper = Paper().text(160, 60, "DET BLEV GJORT 2017", 13).lines(72, 95, [*TEXT, *TEXT, *TEXT])
    paper.text(72, 250, "Det här har vi gjort", 16, bold=True).lines(72, 280, TEXT)
    assert [block.text for block in outlined(paper).title] == ["DET BLEV GJORT 2017"]


def test_appendices_are_parts_and_their_list_is_none() -> None:
    paper = Paper().text(72, 60, "Överenskommelse om samverkan", 24, bold=True).lines(72, 120, TEXT)
    paper.lines(72, 170, ["Bilaga 1 Trafik", "Bilaga 2 Skola"]).page()
    for number, title in ((1, "Trafik"), (2, "Skola")):
        paper.text(72, 60 + 200 * (number - 1), f"Bilaga {number}. {title}", 16, bold=True)
        paper.lines(72, 90 + 200 * (number - 1), TEXT)
    parts = outlined(paper).parts
    assert [(p.kind, p.number, p.title) for p in parts] == [
        ("body", None, None),
        ("appendix", "1", "Trafik"),
        ("appendix", "2", "Skola"),
    ]


def test_a_file_that_is_an_appendix_is_one_body() -> None:
    paper = Paper().text(72, 40, "Bilaga 1", 11, bold=True).text(72, 70, "Handlingsplan 2024", 24, bold=True)
    paper.text(72, 130, "Mål", 14, bold=True).lines(72, 155, TEXT)
    assert [p.kind for p in outlined(paper).parts] == ["body"]


def test_numbered_chapters_of_a_booklet_are_parts() -> None:
    paper = Paper().text(72, 60, "Bilagor till överenskommelsen", 24, bold=True)
    for number, title in ((1, "Trafik"), (2, "Skola")):
        top = 130 + 150 * (number - 1)
        paper.text(72, top, f"{number} {title}", 16, bold=True).text(72, top + 30, "Mål", 12, bold=True)
        paper.lines(72, top + 50, TEXT)
    assert [(p.kind, p.number, p.title) for p in outlined(paper).parts] == [
        ("appendix", "1", "Trafik"),
        ("appendix", "2", "Skola"),
    ]


def test_a_plain_lead_in_over_a_list_is_a_heading_and_a_sentence_is_none() -> None:
    paper = Paper().text(72, 60, "Medborgarlöfte 2024", 24, bold=True).lines(72, 120, TEXT)
    paper.text(72, 170, "Polisen lovar att:")
    for i, text in enumerate(("besöka skolorna", "vandra i centrum")):
        paper.text(80, 188 + 16 * i, "•").text(92, 188 + 16 * i, text)
    paper.text(72, 240, "Polisen lovar inte mer än så.")
    (part,) = outlined(paper).parts
    assert tree(part.root) == ["Polisen lovar att:"]


def test_a_bookmark_makes_a_plain_line_a_heading() -> None:
    paper = Paper().text(72, 60, "Handlingsplan 2024", 24, bold=True).bookmark("Samtal i byarna")
    paper.text(72, 120, "Samtal i byarna").lines(72, 150, TEXT)
    assert tree(outlined(paper).parts[0].root) == ["Samtal i byarna"]


def test_contents_have_no_chapters_below_them() -> None:
    paper = Paper().text(72, 40, "Handlingsplan 2024", 24, bold=True).text(72, 90, "Innehåll", 18, bold=True)
    for i, title in enumerate(("1 Inledning", "2 Mål")):
        paper.text(72, 120 + 16 * i, f"{title} {'.' * 50} {i + 1}")
    paper.text(72, 200, "1 Inledning", 16, bold=True).lines(72, 230, TEXT)
    paper.text(72, 300, "2 Mål", 16, bold=True).lines(72, 330, TEXT)
    assert tree(outlined(paper).parts[0].root) == ["Innehåll", "Inledning", "Mål"]


def test_a_numbered_line_without_text_is_an_item() -> None:
    paper = Paper().text(72, 60, "Handlingsplan 2024", 24, bold=True).text(72, 110, "Mål", 14, bold=True)
    paper.text(72, 150, "1. Minska skadegörelsen i parkerna").text(72, 190, "Åtgärder", 14, bold=True).lines(
        72, 215, TEXT
    )
    (part,) = outlined(paper).parts
    assert tree(part.root) == ["Mål", "Åtgärder"]
    assert len(part.root.children[0].elements) == 1


def test_bold_numbered_lines_in_a_row_are_a_list() -> None:
    paper = Paper().text(72, 60, "Överenskommelse", 24, bold=True).text(72, 120, "Ord vi samlas kring", 15, bold=True)
    for i, word in enumerate(("Ungdomar", "Sommaren", "Trafiken")):
        paper.text(72, 150 + 18 * i, f"{i + 1}. {word}", bold=True)
    paper.text(72, 220, "Mål", 15, bold=True).lines(72, 245, TEXT)
    (part,) = outlined(paper).parts
    assert tree(part.root) == ["Ord vi samlas kring", "Mål"]


def test_the_last_numbered_paragraph_over_a_small_note_stays_an_item() -> None:
    paper = Paper().text(72, 60, "Avtal om samverkan", 24, bold=True).text(72, 110, "§ 4 Åtaganden", 14, bold=True)
    for i, side in enumerate(("Kommunen", "Polisen")):
        paper.text(72, 140 + 60 * i, f"4.{i + 1} {side} åtar sig att", bold=True).lines(72, 160 + 60 * i, TEXT)
    paper.text(72, 280, "§ 8 Kontroll", 14, bold=True).text(72, 310, "8.1 Sekretariatet redovisar varje år.")
    paper.text(72, 330, "8.2 En granskning utförs av utomstående.")
    paper.text(72, 352, "Med granskning menas en prövning av handlingarna.", 8)
    (part,) = outlined(paper).parts
    assert tree(part.root) == ["Åtaganden", ["Kommunen åtar sig att", "Polisen åtar sig att"], "Kontroll"]


def test_a_line_that_cannot_end_a_title_leads_to_the_larger_one_below() -> None:
    paper = Paper().text(72, 60, "Förslag till detaljplan för", 20).text(72, 84, "Linbanan 1", 26)
    paper.text(72, 150, "Inledning", 14, bold=True).lines(72, 175, TEXT)
    assert [block.text for block in outlined(paper).title] == ["Förslag till detaljplan för", "Linbanan 1"]


def test_an_enclosed_document_whose_title_takes_two_lines_is_one_part() -> None:
    paper = Paper()
    for n, (title, more) in enumerate(
        (("Tjänsteskrivelse om samverkan", ""), ("Samsyn", "Överenskommelse om trygghet"))
    ):
        for page in (1, 2):
            paper.text(280, 800, f"{page} (2)", 9)
            if page == 1:
                paper.text(72, 60, title, 24, bold=True)
                paper.text(72, 130, more, 24, bold=True) if more else None
            paper.text(72, 190, "Bakgrund", 14, bold=True).lines(72, 215, TEXT)
            if (n, page) != (1, 2):
                paper.page()
    parts = outlined(paper).parts
    assert [(p.kind, p.title) for p in parts] == [("body", None), ("appendix", "Samsyn Överenskommelse om trygghet")]


def test_a_boxs_heading_in_small_type_heads_the_box_and_no_more() -> None:
    paper = Paper().text(72, 60, "Löften i Exempelby", 26, bold=True).text(72, 120, "Trafik", 16, bold=True)
    paper.lines(72, 145, TEXT).fill(72, 190, 520, 250, "#e2f2f1").text(82, 200, "Ring rätt", 8.5, bold=True)
    paper.lines(82, 214, ["Pågår det? Ring 112.", "Har det hänt? Ring 114 14."], 9, 12).lines(72, 270, TEXT)
    (part,) = outlined(paper).parts
    assert tree(part.root) == ["Trafik", ["Ring rätt"]]
    (trafik,) = part.root.children
    assert [getattr(element, "boxed", None) for element in trafik.elements] == [False, False]


def test_a_band_that_holds_a_heading_alone_heads_what_follows() -> None:
    paper = Paper().text(72, 60, "Löften i Exempelby", 26, bold=True).fill(72, 110, 520, 160, "#e2f2f1")
    paper.text(82, 116, "Område 1", 15, bold=True).text(82, 136, "Trafiken i centrum", 15, bold=True)
    paper.lines(72, 170, TEXT).lines(72, 220, TEXT)
    (part,) = outlined(paper).parts
    node = part.root
    while node.children:
        node = node.children[-1]
    assert len(node.elements) == 2


def _plan(*heads: str) -> Paper:
    paper = Paper().text(72, 60, "Handlingsplan 2024", 24, bold=True)
    for i, head in enumerate(heads):
        paper.text(72, 110 + 45 * i, head, bold=True).lines(72, 125 + 45 * i, TEXT)
    return paper


def test_a_line_set_like_the_known_headings_is_one_whatever_its_words() -> None:
    (part,) = outlined(_plan("Mål", "Vad som krävs", "Åtgärder", "Vad som krävs", "Uppföljning")).parts
    assert tree(part.root) == ["Mål", "Vad som krävs", "Åtgärder", "Vad som krävs", "Uppföljning"]


def test_a_type_that_stresses_sentences_too_makes_no_headings() -> None:
    stressed = ["Ring alltid 112 när du ser något som pågår just nu", "Tala med någon du litar på innan du anmäler det"]
    (part,) = outlined(_plan("Mål", "Ring alltid 112", "Åtgärder", *stressed, *stressed)).parts
    assert tree(part.root) == ["Mål", "Åtgärder"]
