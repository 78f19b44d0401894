"""Transcripts: web hosts and pasted text, all invented. What is running text, which page, which sentence."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planparse.errors import EmptyInput, NotAPlan
from planparse.layout.sentences import split_sentences
from planparse.layout.transcript import transcript_blocks
from planparse.lexicon import Rule, rules
from planparse.page import Block, Layout, Source
from planparse.read.transcript import read_transcript

TABLES = (
    "frame",
    "related",
    "start",
    "title",
    "page_mark",
    "page_mark_inside",
    "page_mark_end",
    "part_mark",
)


def source(text: str, encoding: str = "utf-8") -> Source:
    return read_transcript(text.encode(encoding), "plan.txt", "0" * 64)


def layout(text: str) -> Layout:
    return transcript_blocks(source(text))


def blocks(text: str) -> list[Block]:
    found = []
    for element in layout(text).elements:
        assert isinstance(element, Block)
        found.append(element)
    return found


def texts(text: str) -> list[str]:
    return [block.text for block in blocks(text)]


def headings(text: str) -> list[tuple[str | None, str]]:
    return [(block.marker, block.text) for block in blocks(text) if block.form == "heading"]


def furniture(text: str, kind: str) -> list[str]:
    return [piece.text for piece in source(text).furniture if piece.kind == kind]


@pytest.mark.parametrize("rule", [rule for table in TABLES for rule in rules("transcript", table)], ids=str)
def test_rules_hold_what_they_promise(rule: Rule) -> None:
    assert rule.examples
    assert rule.counterexamples
    assert [text for text in rule.examples if not rule.matches(text)] == []
    assert [text for text in rule.counterexamples if rule.matches(text)] == []


# --- bytes --------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings(encoding: str) -> None:
    assert source("Åsnor på ängen – överallt.", encoding).pages[0].text == "Åsnor på ängen – överallt."


def test_normal_form_line_ends_and_blanks() -> None:
    text = source("A\u030angbåten\u00a0går\r\nvarje  dag.\u200b\rSlut\u00ad.").pages[0].text
    assert text == "Ångbåten går\nvarje dag.\nSlut."


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", b"\xef\xbb\xbf\n", "\u00a0\n".encode()])
def test_nothing_but_white_space_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyInput):
        read_transcript(data, "plan.txt", "0")


@pytest.mark.parametrize("data", [b"plan\0plan", bytes(range(1, 32)) * 9, b"%PDF-1.7 text", b"\x89PNG\r\n\x1a\n\x00"])
def test_binary_is_no_plan(data: bytes) -> None:
    with pytest.raises(NotAPlan):
        read_transcript(data, "plan.txt", "0")


# --- the frame --------

DOCPLAYER = """Bilagor till överenskommelse mellan Sjöviks kommun och Polisen 2030 2031

Storlek: px

Starta visningen från sidan:

Download "Bilagor till överenskommelse"

Save this PDF as: WORD PNG TXT JPG

Relevanta dokument

Mål Minska buller. Syfte Lugn och ro för alla som bor i Granby

Innehåll

Sammanträdesprotokoll

Transkript:

SID 1(3) 1 Rena stränder Badgäster klagar på skräp. Under fjolåret hämtades tolv säckar.

2 SID 2(3) Kommunen ställer ut fler kärl. Antal kärl Hur många säckar hämtades?

3 SID 3(3) 2 Lugna nätter i Sjövik Boende vid hamnen störs av motorljud. t är att alla ska kunna sova.
"""


def test_docplayer() -> None:
    found = source(DOCPLAYER)
    assert [page.number for page in found.pages] == [1, 2, 3]
    assert furniture(DOCPLAYER, "page_number") == ["SID 1(3)", "2 SID 2(3)", "3 SID 3(3)"]
    assert "Innehåll" in furniture(DOCPLAYER, "frame")
    assert "Transkript:" in furniture(DOCPLAYER, "frame")
    assert headings(DOCPLAYER) == [
        (None, "Bilagor till överenskommelse mellan Sjöviks kommun och Polisen 2030 2031"),
        ("1", "Rena stränder"),
        ("2", "Lugna nätter i Sjövik"),
    ]
    assert [block.page for block in blocks(DOCPLAYER)] == [1, 1, 1, 1, 2, 2, 2, 3, 3, 3]
    assert texts(DOCPLAYER)[-1] == "t är att alla ska kunna sova."


def test_description_that_stands_again_is_frame() -> None:
    text = "Kärl ställs ut. De töms ofta.\n\nTranskript\n\n1(1) Det är rent. Kärl ställs ut. De töms ofta."
    assert furniture(text, "frame") == ["Kärl ställs ut. De töms ofta.", "Transkript"]
    assert texts(text) == ["Det är rent.", "Kärl ställs ut.", "De töms ofta."]


def test_title_that_begins_the_text_is_set_off_there() -> None:
    text = "Handlingsplan för Granby\n\nTranskript\n\n1(2) Handlingsplan för Granby I vår städas parken."
    assert furniture(text, "frame")[0] == "Handlingsplan för Granby"
    assert texts(text) == ["Handlingsplan för Granby", "I vår städas parken."]


def test_list_of_other_documents_after_the_text() -> None:
    text = DOCPLAYER.replace("Relevanta dokument", "") + "\nRelevanta dokument\n\nPlan för Myrby\n"
    assert {"Plan för Myrby", "Relevanta dokument"} <= set(furniture(text, "frame"))
    assert texts(text)[-1] == "t är att alla ska kunna sova."


def test_a_heading_of_that_name_in_a_plain_text_is_text() -> None:
    text = "Handlingsplan\n\nRelaterade dokument\n\nPolicy för parker gäller också."
    assert source(text).furniture == ()


def test_long_text_in_front_of_the_marker_is_not_lost() -> None:
    before = "Parkerna sköts av förvaltningen under hela året. " * 15
    text = f"{before}\n\nTranskript\n\nHär fortsätter texten."
    assert "Parkerna" in (source(text).pages[0].text or "")


def test_5dok() -> None:
    text = (
        'Trygghetsplan för Granby\n• No results found\nShare "Trygghetsplan för Granby"\nFull text\n'
        "(1)\nTrygghetsplan för Granby\n(2)\nInledning\nKommunen har vuxit.\n(3)\nMål\nFärre stölder.\n"
    )
    assert [page.number for page in source(text).pages] == [1, 2, 3]
    assert furniture(text, "page_number") == ["(1)", "(2)", "(3)"]
    assert texts(text) == [
        "Trygghetsplan för Granby",
        "Inledning",
        "Kommunen har vuxit.",
        "Mål",
        "Färre stölder.",
    ]


def test_yumpu_tags_leave_words_whole() -> None:
    text = "Plan för <strong>Granby</strong>s parker.<br />\nVi <strong>städar</strong> varje vår.\nSHOW MORE"
    assert source(text).pages[0].text == "Plan för Granbys parker.\nVi städar varje vår."
    assert furniture(text, "frame") == ["<strong> </strong> <br />", "<strong> </strong>", "SHOW MORE"]


def test_vdocuments_repeats_the_title_at_each_page() -> None:
    text = (
        "Plan för lekplatser\nEmbed Size (px)\nTRANSCRIPT\n"
        "Page 1: Plan för lekplatser\nAlla lekplatser ses över.\n"
        "Page 2: Plan för lekplatser\nDärefter byts sanden.\n"
    )
    assert headings(text) == [(None, "Plan för lekplatser")]
    assert texts(text)[1:] == ["Alla lekplatser ses över.", "Därefter byts sanden."]
    assert furniture(text, "frame").count("Plan för lekplatser") == 2
    assert [page.number for page in source(text).pages] == [1, 2]


def test_abcdocz_hard_lines() -> None:
    text = (
        "Plan för cykelvägar\nDownload\nReport\nTranscript\n"
        "Mål för perioden\n"
        "Fler invånare ska ta cykeln till arbetet och skolan under hela\n"
        "perioden, även vintertid när snöröj-\n"
        "ningen ofta dröjer. Andelen cyklister mäts varje höst i samtliga\n"
        "tätorter.\n"
        "Åtgärder under året\n"
        "Sopning av grus sker före april.\n"
    )
    assert texts(text) == [
        "Plan för cykelvägar",
        "Mål för perioden",
        "Fler invånare ska ta cykeln till arbetet och skolan under hela perioden, även vintertid när "
        "snöröjningen ofta dröjer.",
        "Andelen cyklister mäts varje höst i samtliga tätorter.",
        "Åtgärder under året",
        "Sopning av grus sker före april.",
    ]


# --- page marks --------


@pytest.mark.parametrize(
    "marks",
    [
        ("1(3)", "2(3)", "3(3)"),
        ("1 (3)", "2 (3)", "3 (3)"),
        ("SIDA 1 (3)", "2 SIDA 2 (3)", "3 SIDA 3 (3)"),
        ("Sida 1 av 3", "Sida 2 av 3", "Sida 3 av 3"),
        ("1 (3) Bil 1", "2 (3) Bil 1", "3 (3) Bil 1"),
        ("Page 1:", "Page 2:", "Page 3:"),
        ("- 1 -", "- 2 -", "- 3 -"),
        ("(1)", "(2)", "(3)"),
        ("", "2", "3"),
    ],
)
def test_marks_in_front_of_pages(marks: tuple[str, ...]) -> None:
    bodies = ("Åsar och berg.", "Polisen och", "kommunen cyklar.")
    text = "\n\n".join(f"{mark} {body}".strip() for mark, body in zip(marks, bodies, strict=True))
    found = source(text)
    assert [(page.number, page.text) for page in found.pages] == list(enumerate(bodies, 1))
    assert furniture(text, "page_number") == [mark for mark in marks if mark]


def test_marks_at_the_foot_and_at_line_ends() -> None:
    foot = "Ett och två.\n- 1 -\nTre.\n- 2 -\n"
    assert [(page.number, page.text) for page in source(foot).pages] == [
        (1, "Ett och två."),
        (2, "Tre."),
    ]
    ends = "Ett och två. 1\n\nTre och fyra. 2\n\nFem och sex. 3"
    assert [page.text for page in source(ends).pages] == ["Ett och två.", "Tre och fyra.", "Fem och sex."]


def test_marks_inside_one_line() -> None:
    text = "1(3) Vi går ut. 2(3) Vi går in. Minst 2 (4) gånger. 3(3) Vi står still."
    assert [page.text for page in source(text).pages] == [
        "Vi går ut.",
        "Vi går in. Minst 2 (4) gånger.",
        "Vi står still.",
    ]


def test_numbers_never_go_back() -> None:
    text = "Kallelse till möte.\n\n1(2) Ärende ett.\n\n2(2) Ärende två.\n\n1(2) Bilagan.\n\n2(2) Slut."
    assert [page.number for page in source(text).pages] == [1, 2, 3, 4]
    assert furniture(text, "page_number") == ["1(2)", "2(2)", "1(2)", "2(2)"]


def test_form_feeds_turn_the_page() -> None:
    assert [page.text for page in source("Ett.\fTvå.\fTre.").pages] == ["Ett.", "Två.", "Tre."]


def test_numbers_of_the_text_are_no_marks() -> None:
    text = "5 8 skolor deltar.\n\n3 kap. gäller.\n\n(fyra) träffar hålls.\n\n7 (sju) möten."
    assert source(text).furniture == ()
    assert len(source(text).pages) == 1


def test_counter_that_begins_on_the_second_page() -> None:
    text = "1 Rena parker Skräp stör besökare.\n\n2 2 Ljusa stigar Lampor saknas.\n\n3 och slocknar ofta."
    assert furniture(text, "page_number") == ["2", "3"]
    assert headings(text) == [("1", "Rena parker"), ("2", "Ljusa stigar")]


def test_numbers_of_parts_are_no_counters() -> None:
    text = "1 Rena parker Skräp stör besökare.\n\n2 Ljusa gångvägar Lampor saknas.\n\n3 Säker trafik Bilar kör."
    assert source(text).furniture == ()


# --- titles of parts --------


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Buller vid hamnen Boende störs av motorljud.", "Buller vid hamnen"),
        ("Trygghet i Uppsala Många känner oro.", "Trygghet i Uppsala"),
        ("Nattvandrare Nattvandrare är vuxna som går ut.", "Nattvandrare"),
        ("Samarbete förskola hem - vård Förskolan, hemmen och vården möts.", "Samarbete förskola hem - vård"),
        ("ANDT-arbete på gymnasiet En viktig del är samtal.", "ANDT-arbete på gymnasiet"),
        (
            "Alkohol- och drogvanor bland unga Enligt enkäten dricker färre.",
            "Alkohol- och drogvanor bland unga",
        ),
        ("Lokala Brå Rådet möts varje månad.", "Lokala Brå"),
        ("Trygg skolväg Polisen mäter farten.", "Trygg skolväg"),
        ("BULLER VID HAMNEN I somras klagade många.", "BULLER VID HAMNEN"),
        ("Rena stränder t är att alla ska trivas.", "Rena stränder"),
        ("Cykelstölder. Under hösten märks alla cyklar.", "Cykelstölder."),
        ("Vem gör vad? Alla hjälper till.", "Vem gör vad?"),
    ],
)
def test_where_a_glued_title_ends(text: str, title: str) -> None:
    page = f"1(2) 1 {text}"
    assert headings(page) == [("1", title)]
    assert " ".join(block.lines[0].text for block in blocks(page)) == f"1 {text}"


def test_title_in_the_middle_of_a_page_and_run_of_numbers() -> None:
    text = (
        "1(2) 1 Rena parker Skräp stör besökare. Minst 5 8 skolor och årskurs 7 9 deltar enligt 3 kap. "
        "9 Poliser får hjälp av vakter. 2 Ljusa gångvägar Lampor saknas på många håll."
    )
    assert headings(text) == [("1", "Rena parker"), ("2", "Ljusa gångvägar")]


def test_title_after_an_open_list() -> None:
    text = "1(1) 1 Rena parker Skräp stör besökare. Antal kärl i parken 2 Ljusa gångvägar Lampor saknas nu."
    assert headings(text) == [("1", "Rena parker"), ("2", "Ljusa gångvägar")]
    text = "1(1) 1 Rena parker Skräp stör besökare. Antal elever i årskurs 2 Ljusa dagar Lampor saknas nu."
    assert headings(text) == [("1", "Rena parker")]


def test_contents_are_no_titles() -> None:
    text = "1(2)\nInnehåll\n1 Rena parker 2\n2 Ljusa stigar 2\n2(2)\n1 Rena parker\nSkräp stör besökare."
    assert headings(text) == [("1", "Rena parker")]


@pytest.mark.parametrize("mark", ["Bilaga {}", "BILAGA {}:", "Bilaga {} –"])
def test_appendix_marks(mark: str) -> None:
    one, two = mark.format(1), mark.format(2)
    text = f"1(2) {one} Rena parker Skräp stör besökare.\n\n2(2) {two} Ljusa gångvägar Lampor saknas."
    assert headings(text) == [("1", "Rena parker"), ("2", "Ljusa gångvägar")]


def test_titles_on_their_own_lines() -> None:
    text = "1(2)\n1 Rena parker\nSkräp stör besökare.\n2(2)\n2. Ljusa gångvägar\nLampor saknas på många håll."
    assert headings(text) == [("1", "Rena parker"), ("2", "Ljusa gångvägar")]


def test_numbered_sentences_are_no_titles() -> None:
    text = "1(1) Vi lovar följande. 1. Polisen ska cykla mer. 2. Kommunen ska sopa oftare."
    assert headings(text) == []
    assert [(block.form, block.marker) for block in blocks(text)[1:]] == [
        ("numbered", "1."),
        ("numbered", "2."),
    ]


# --- sentences --------


@pytest.mark.parametrize(
    "pieces",
    [
        ["Vi möts t.ex. Polisen och skolan kl. 18 varje tisdag.", "Därefter går vi hem."],
        ["Kaffe, bullar m.m. serveras i Hjo.", "Alla är välkomna."],
        ["Det kostar högst 90 st. mynt.", "Max 100 st.", "Kostnaden ska minska."],
        ["Enligt § 3. Kommunen ska följa lagen.", "Priset är 3,5 kronor."],
        ["N. N. Ek och St. Olof kom den 12.5.2030.", "Ingen mer kom år 2030.", "Vi väntade."],
        ["Antal lampor i parken", "Har lamporna bytts?", "Rektorn svarar i maj."],
        ["Antal klagomål", "Alla cyklister ska ha lyse"],
        ["Antalet klagomål ska halveras", "Alla cyklister ska ha lyse"],
        ["Antal möten på varje skola", "Insatser med tydlig koppling till målet"],
        ["Cykelpatrullen", "Cykelpatrullen ska vara synlig."],
        ["Hälsosamtal", "Skolsköterskorna har samtal med alla."],
        ["Lamporna ska:", "att lysa hela natten", "att tåla regn och snö", "att fler vågar gå ut"],
        ["Enkäten", "andelen som trivs i parken", "andelen som trivs vid torget."],
        ["Vid utgången av .", "Vårdnadshavare får brev.", "t är lugn.", "sättningen är god."],
        ["Polisen lovar att:", "cykla mer och synas på torget"],
        ["Hur många kom?", "av de som bjöds in kom hälften."],
        ["Stängt under våren", "Ansvarig: Parkchefen"],
        ["Löftet gäller till och med 2031", "Parkvakterna går runt varje kväll."],
        [["Vi ska göra detta:", " sopa", " tvätta"][0], "• sopa", "• tvätta"],
    ],
    ids=lambda pieces: pieces[0],
)
def test_sentences(pieces: list[str]) -> None:
    assert split_sentences(" ".join(pieces)) == pieces


@pytest.mark.parametrize(
    "sentence",
    [
        "Under hösten besöker Polisen alla klasser i Uppsala kommun.",
        "Mötet hålls med Fritids- och Kulturnämnden samt Brå och Facebook.",
        "Enkäten Trygg i Granby skickas ut (se Bilaga 2. Där finns allt) varje år.",
        "De kontroller Polisen genomför sker på natten.",
        "Frågan är: Är du trygg?",
        "Projektet Gröna stigar fortsätter och/eller Röda stigar.",
        "Kommunen kommer att se till att fler vågar gå ut för att alla ska trivas.",
        "Antal klagomål och antal besök",
        "Alla som inte har gått Parkutbildningen tidigare bjuds in.",
    ],
)
def test_one_sentence_stays_one(sentence: str) -> None:
    assert split_sentences(sentence) == [sentence]


def test_sentence_over_a_page_break() -> None:
    text = "1(2) Vi går ut. Kommunen och\n\n2(2) föreningarna sopar. Ingen skräpar ned\n\n3(2) slut"
    found = blocks(text)
    assert found[1].text == "Kommunen och föreningarna sopar."
    assert (found[1].page, found[2].page) == (1, 2)


# --- plain texts --------


def test_plain_text_keeps_its_paragraphs() -> None:
    text = (
        "Plan för parkerna\n\nInledning\nParkerna i Granby besöks av många. De\nsköts av två vaktmästare "
        "som också\nsköter torget och alla gång- och cykel-\nvägar.\n\nÅtgärder\n"
        "• Sopa stigarna.\n• Byta lampor.\n1. Mäta ljuset.\n"
    )
    found = blocks(text)
    assert [(block.form, block.marker, block.text) for block in found] == [
        ("paragraph", None, "Plan för parkerna"),
        ("paragraph", None, "Inledning"),
        (
            "paragraph",
            None,
            "Parkerna i Granby besöks av många. De sköts av två vaktmästare som också sköter torget och alla "
            "gång- och cykelvägar.",
        ),
        ("paragraph", None, "Åtgärder"),
        ("bullet", "•", "Sopa stigarna."),
        ("bullet", "•", "Byta lampor."),
        ("numbered", "1.", "Mäta ljuset."),
    ]
    assert layout(text).body_size == 0.0
    assert all(block.box is None and block.lines[0].box is None for block in found)


# --- laws --------

_WORDS = (
    "Polisen",
    "kommunen",
    "skolan.",
    "Antal",
    "att",
    "t",
    "är",
    "möten?",
    "2030",
    "vara:",
    "(se",
    "ovan)",
    "•",
)
_MARKS = ("1(3)", "2(3)", "SIDA 3 (3)", "- 2 -", "(1)", "2", "3.", "Page 1:", "Bilaga 1", "\f", "§", "1")
_FRAME = ("Relevanta dokument", "Transkript:", "Transkript", "Full text", "Storlek: px", "• No results found")
_PIECES = st.sampled_from([*_WORDS * 3, *_MARKS, *_FRAME, "\n", "\n\n", "<br />", "<strong>", "före-\n", "bygga"])
_TEXTS = st.one_of(st.lists(_PIECES, max_size=80).map(" ".join), st.text(max_size=120))


def _signs(*pieces: str) -> Counter[str]:
    """Every printed sign, hyphens aside (a broken word is put together)."""
    return Counter(re.sub(r"[\s\-]+", "", "".join(pieces)))


@given(_TEXTS)
@settings(max_examples=400, deadline=None)
def test_nothing_is_lost_and_nothing_stands_twice(text: str) -> None:
    try:
        found = source(text)
    except (EmptyInput, NotAPlan):
        return
    taken = [piece.text for piece in found.furniture]
    pages = [page.text or "" for page in found.pages]
    plain = all(32 <= ord(sign) < 127 or sign in "\n\fåäöÅÄÖ•§" for sign in text)
    if plain:
        assert _signs(*pages, *taken) == _signs(text.replace("&nbsp;", ""))
    printed = [block.lines[0].text for block in transcript_blocks(found).elements if isinstance(block, Block)]
    assert _signs(*printed) == _signs(*pages)
    numbers = [page.number for page in found.pages]
    assert all(a < b for a, b in pairwise([0, *numbers]))


@given(_TEXTS)
@settings(max_examples=300, deadline=None)
def test_sentences_joined_are_the_text(text: str) -> None:
    assert " ".join(split_sentences(text)) == " ".join(text.split())


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_hostile_bytes_raise_our_errors_or_nothing(data: bytes) -> None:
    try:
        found = read_transcript(data, "plan.txt", "0")
    except (EmptyInput, NotAPlan):
        return
    transcript_blocks(found)
