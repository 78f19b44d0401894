"""What governs what: one test per cause of a wrong kind, item or part."""

from __future__ import annotations

import pytest
from paper import Paper
from reportlab.pdfbase.pdfmetrics import stringWidth

from planparse.pipeline import parse
from planparse.plan import Plan, Section
from planparse.roles.pieces import Piece
from planparse.roles.signatures import mark_signatures

TEXT = ["Kommunen och polisen har under flera år arbetat med frågor som rör tryggheten i centrum och i byarna."]


def plan_of(paper: Paper) -> Plan:
    return parse(paper.pdf(), "plan.pdf")


def sections(plan: Plan) -> list[Section]:
    return [section for part in plan.parts for section in part.sections]


def kinds(plan: Plan) -> dict[str, str]:
    """Item text → kind."""
    return {item.text: section.kind for section in sections(plan) for item in section.items}


def titled() -> Paper:
    return Paper().text(72, 50, "Handlingsplan för Exempelby", 24, bold=True)


def table(paper: Paper, top: float, rows: list[list[str]], xs: list[float], step: float = 20) -> Paper:
    """A ruled table, its first row bold."""
    paper.grid(xs, [top + step * i for i in range(len(rows) + 1)])
    for i, row in enumerate(rows):
        for x, text in zip(xs, row, strict=False):
            paper.text(x + 4, top + step * i + 4, text, 9, bold=i == 0)
    return paper


def test_a_table_of_figures_is_one_item_a_row_whatever_stands_above() -> None:
    paper = titled().text(72, 110, "Uppföljning", 15, bold=True).lines(72, 135, TEXT)
    rows = [["Område", "2019", "2021"], ["Centrum", "79 %", "74 %"], ["Byarna", "1 200", "970"]]
    found = kinds(plan_of(table(paper, 170, rows, [72, 250, 350, 450])))
    assert [found[text] for text in ("Område 2019 2021", "Centrum 79 % 74 %", "Byarna 1 200 970")] == ["other"] * 3


def test_a_column_with_a_role_makes_it_no_table_of_figures() -> None:
    rows = [["Indikator", "Läget 2020", "Mål 2024"], ["Trygga", "61 %", "70 %"], ["Oroliga", "22 %", "15 %"]]
    found = kinds(plan_of(table(titled().lines(72, 110, TEXT), 170, rows, [72, 250, 350, 450])))
    assert (found["Trygga"], found["61 %"], found["70 %"]) == ("follow_up", "background", "goal")


def test_a_word_broken_in_a_narrow_cell_is_put_together() -> None:
    paper = titled().lines(72, 110, TEXT)
    rows = [
        ["Åtgärd", "Ansvarig"],
        ["Lampor byts ut i tunneln.", "Socialförvaltning"],
        ["Skyltar sätts upp.", "Polisen"],
    ]
    edge = 304 + stringWidth("Socialförvaltning", "Helvetica", 9) + 5  # not one letter more has room
    table(paper, 170, rows, [72, 300, edge], step=34).text(304, 170 + 34 + 15, "en", 9)
    found = kinds(plan_of(paper))
    assert found["Socialförvaltningen"] == "responsibility"


def test_a_paragraph_above_a_table_of_who_and_when_is_an_activity() -> None:
    paper = titled().text(72, 110, "Cykelställ", 14, bold=True)
    text = "Fler ställ där ramen kan låsas fast vid station och skola."
    paper.text(72, 135, text)
    table(paper, 165, [["Ansvarig", "Tid"], ["Gatukontoret", "Våren 2021"]], [72, 250, 400])
    (section,) = [s for s in sections(plan_of(paper)) if any(i.text == text for i in s.items)]
    assert (section.kind, section.reasons) == ("activity", ["responsible_table"])


def test_a_heading_that_every_sentence_contradicts_leaves_it_to_the_text() -> None:
    paper = titled().text(72, 110, "Tillvägagångssätt", 15, bold=True)
    told = "Arbetet inleddes i januari med en heldag. Därefter hölls fyra samtal med föreningar."
    paper.text(72, 135, told).text(72, 180, "Aktiviteter", 15, bold=True)
    paper.text(72, 205, "Fyra samtal hålls varje år. Arbetet har börjat.")
    found = kinds(plan_of(paper))
    assert found[told] != "activity"
    assert found["Fyra samtal hålls varje år. Arbetet har börjat."] == "activity"


def test_headings_below_an_audits_findings_name_what_was_looked_at() -> None:
    paper = titled().text(72, 110, "3. Iakttagelser", 17, bold=True)
    paper.text(72, 140, "3.1 Organisation", 13, bold=True).text(72, 165, "Samordnaren är ensam i sin funktion.")
    assert kinds(plan_of(paper))["Samordnaren är ensam i sin funktion."] == "result"


def test_a_partys_name_with_a_colon_opens_what_it_promises() -> None:
    paper = (
        titled().text(72, 110, "Önskat läge", 13, bold=True).text(80, 132, "•").text(95, 132, "Färre som är oroliga")
    )
    paper.text(72, 146, "Exempelby kommun:", bold=True).text(80, 160, "•").text(95, 160, "Två fältassistenter ute")
    paper.text(72, 174, "Polisen:", bold=True).text(80, 188, "•").text(95, 188, "Fotpatrull, fyra pass i veckan")
    found = kinds(plan_of(paper))
    assert found == {
        "Färre som är oroliga": "goal",
        "Två fältassistenter ute": "activity",
        "Fotpatrull, fyra pass i veckan": "activity",
    }


def test_a_bold_name_with_a_full_stop_is_a_label_and_a_bold_sentence_is_not() -> None:
    paper = titled().text(72, 110, "Aktiviteter", 15, bold=True)
    paper.run_in(72, 140, "Resecentrum.", "Vakterna bär kamera från den 1 mars.")
    paper.run_in(72, 170, "Polisen ska synas.", "Det sker varje kväll i veckan.")
    found = kinds(plan_of(paper))
    assert set(found) == {"Vakterna bär kamera från den 1 mars.", "Polisen ska synas. Det sker varje kväll i veckan."}


def test_those_who_sign_side_by_side_are_one_item_each() -> None:
    paper = titled().text(72, 110, "Giltighet", 15, bold=True).text(72, 135, "Planen gäller under 2024.")
    for x, lines in (
        (72, ["Vid protokollet", "Ulla Nordmark", "Sekreterare"]),
        (240, ["Justeras", "Sune Bergsten", "Ordförande"]),
        (400, ["Justeras", "Leif Humlin", "Justerande"]),
    ):
        paper.lines(x, 180, lines)
    found = kinds(plan_of(paper))
    assert [text for text, kind in found.items() if kind == "signatures"] == [
        "Vid protokollet Ulla Nordmark Sekreterare",
        "Justeras Sune Bergsten Ordförande",
        "Justeras Leif Humlin Justerande",
    ]


def test_place_date_name_and_title_in_one_block_sign() -> None:
    paper = titled().text(72, 110, "Giltighet", 15, bold=True).text(72, 135, "Planen gäller under 2024.")
    paper.lines(72, 190, ["Hjo den 20 januari 2024", "Catrin Lund-Holm", "Kommunstyrelsens ordförande"])
    paper.lines(300, 190, ["Skövde den 23 januari 2024", "Per Stenfelt", "Lokalpolisområdeschef"])
    found = kinds(plan_of(paper))
    assert found["Hjo den 20 januari 2024 Catrin Lund-Holm Kommunstyrelsens ordförande"] == "signatures"
    assert found["Skövde den 23 januari 2024 Per Stenfelt Lokalpolisområdeschef"] == "signatures"


def test_a_dotted_line_and_a_month_alone_do_not_hide_who_signs() -> None:
    paper = titled().text(72, 110, "Giltighet", 15, bold=True).text(72, 135, "Planen gäller under 2024.")
    paper.lines(72, 190, ["Hjo den 20 januari 2024", "." * 28, "Catrin Lund-Holm", "Kommundirektör, Hjo kommun"])
    paper.lines(72, 290, ["Skövde i februari 2024", "Per Stenfelt", "Lokalpolisområdeschef"])
    found = kinds(plan_of(paper))
    assert {kind for text, kind in found.items() if "Lund-Holm" in text or "Stenfelt" in text} == {"signatures"}
    assert found["Planen gäller under 2024."] == "validity"


def _sentence(text: str) -> Piece:
    return Piece(text, ((1, None),), form="sentence")


def test_each_signatory_in_a_transcripts_sentence_is_a_piece() -> None:
    first, second = "Kil den 12 december 2016 Morgan Ek ordförande", "Arvika den 14 december 2016 Lena Berg polischef"
    marked = mark_signatures([_sentence(f"{first} {second}")])
    assert [(piece.text, piece.rule and piece.rule.kind) for piece in marked] == [
        (first, "signatures"),
        (second, "signatures"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Möten hölls i Kil den 12 december 2016 och i Arvika den 14 december 2016 med alla byalag.",
        "Ansvarig: Anna Ek, säkerhetschef",
        "Arbetsgruppen: Anna Ek säkerhetschef, Per Berg kommunpolis, Lena Holm rektor",
    ],
)
def test_dates_in_a_sentence_and_those_responsible_sign_nothing(text: str) -> None:
    (marked,) = mark_signatures([_sentence(text)])
    assert marked == _sentence(text)


def test_a_name_below_a_foreword_signs_nothing() -> None:
    paper = titled().text(72, 110, "Förord", 15, bold=True).lines(72, 135, TEXT)
    paper.text(72, 170, "Marie Sandahl, kommunstyrelsens ordförande").text(72, 210, "Mål", 15, bold=True).lines(
        72, 235, TEXT
    )
    assert kinds(plan_of(paper))["Marie Sandahl, kommunstyrelsens ordförande"] == "background"


def test_a_box_of_document_data_has_labels_of_the_offices_own() -> None:
    paper = titled()
    rows = (
        ("Dokumenttyp", "Plan"),
        ("Dnr polisen", "A673.208"),
        ("Fastställd", "2019-12-16, § 271"),
        ("Samverkar med", "Lokalpolisområde Mora"),
    )
    for i, (label, value) in enumerate(rows):
        paper.text(72, 110 + 16 * i, label).text(250, 110 + 16 * i, value)
    paper.text(72, 220, "Bakgrund", 15, bold=True).lines(72, 245, TEXT)
    found = kinds(plan_of(paper))
    assert found["A673.208"] in ("other", "front_matter")
    assert found["Lokalpolisområde Mora"] in ("other", "front_matter")
    assert not any("Dnr polisen" in text for text in found)


def test_the_plan_behind_a_decision_is_a_part_where_its_pages_count_anew() -> None:
    paper = Paper().text(480, 20, "Sida 1", 8).text(72, 60, "Antagande av handlingsplan", 21, bold=True)
    paper.text(72, 110, "Ärendebeskrivning", 14, bold=True).lines(72, 135, TEXT).page()
    paper.text(480, 20, "Sida 1", 8).text(72, 60, "Trygg landsbygd – handlingsplan 2019", 16, bold=True)
    paper.text(72, 100, "Mål", 14, bold=True).text(72, 125, "Färre stölder på gårdarna.")
    first, second = plan_of(paper).parts
    assert (first.kind, second.kind, second.title) == ("body", "appendix", "Trygg landsbygd – handlingsplan 2019")


def test_text_for_all_appendices_is_a_body_of_its_own() -> None:
    paper = Paper().text(72, 50, "Bilagor till överenskommelse", 24, bold=True)
    for i, title in enumerate(("Bilaga A. Hamnarna", "Bilaga B. Skolan", "Gemensamt för alla bilagor")):
        paper.text(72, 110 + 90 * i, title, 16, bold=True).lines(72, 140 + 90 * i, TEXT)
    assert [(p.kind, p.title) for p in plan_of(paper).parts] == [
        ("appendix", "Hamnarna"), ("appendix", "Skolan"), ("body", "Gemensamt för alla bilagor"),
    ]  # fmt: skip


def test_an_item_of_minutes_names_the_matter_and_says_no_kind() -> None:
    paper = titled().text(72, 110, "§ 83 Uppföljning av internkontrollplan", 15, bold=True)
    paper.text(72, 135, "Kontrollen av upphandlingar har inte gjorts ännu.")
    (section,) = sections(plan_of(paper))
    assert section.evidence == "content"


def said(title: str, heading: str, text: str) -> str:
    """The kind of `text` under `heading` below a theme of a document with this title."""
    paper = Paper().text(72, 50, title, 24, bold=True).text(72, 110, "Torget och parken", 16, bold=True)
    paper = paper.lines(72, 140, ["Kommunen lovade att två vuxna skulle finnas på torget varje fredag."])
    return kinds(plan_of(paper.text(72, 180, heading, 12, bold=True).lines(72, 205, [text])))[text]


def test_how_far_it_has_come_is_background_in_a_plan_and_result_in_a_report() -> None:
    report, plan = "Uppföljning av medborgarlöfte 2021 i Exempelby", "Handlingsplan för Exempelby"
    for heading in ("Läge:", "Vad hände under året?"):
        assert said(report, heading, "Torget har haft två vuxna varje fredag.") == "result"
        assert said(plan, heading, "Torget har haft två vuxna varje fredag.") == "background"
    assert said(report, "Nådde vi dit?", "Vi nådde dit i augusti.") == "result"
    assert said(plan, "Nådde vi dit?", "Frågan ställs i december.") == "follow_up"


def test_under_a_why_the_text_says_whether_it_is_the_aim() -> None:
    plan = "Handlingsplan för Exempelby"
    assert said(plan, "Varför en plan?", "Att varje barn ska mötas av vuxna som agerar i tid.") == "purpose"
    assert said(plan, "Varför en plan?", "Salen låstes klockan 18 när kiosken lade ned.") == "background"


def test_a_why_over_a_column_means_the_same_in_every_row() -> None:
    rows = [
        ["Varför", "Åtgärd", "Ansvarig"],
        ["För att ingen ska vara rädd.", "Lampor byts ut i tunneln.", "Gatukontoret"],
        ["Så att alla kan cykla.", "Skyltar sätts upp.", "Gatukontoret"],
        ["Butikerna dör annars.", "Marknad hålls i maj.", "Handlarna"],
    ]
    found = kinds(plan_of(table(titled().lines(72, 110, TEXT), 170, rows, [72, 250, 400, 520])))
    assert [found[row[0]] for row in rows[1:]] == ["purpose"] * 3


def test_columns_under_words_that_nobody_knows_are_told_by_their_cells() -> None:
    rows = [
        ["Vad som blir gjort", "Lots", "Almanackan"],
        ["Lampor byts ut i tunneln vid stationen.", "Gatukontoret", "Februari–november"],
        ["Föräldrar vandrar i centrum på fredagar.", "Polisen", "Senast 1 november"],
        ["Skolorna utbildar elever om nätet.", "Rektorerna", "Andra halvåret"],
    ]
    plan = plan_of(table(titled().lines(72, 110, TEXT), 170, rows, [72, 280, 400, 520]))
    found = kinds(plan)
    assert (found["Gatukontoret"], found["Februari–november"]) == ("responsibility", "activity")
    (done,) = [i for s in sections(plan) for i in s.items if i.text.startswith("Lampor")]
    assert [actor.text for actor in done.actors] == ["Gatukontoret"]
    assert [time.text for time in done.times] == ["Februari–november"]


def test_names_under_a_word_for_those_who_are_reached_are_no_one_responsible() -> None:
    rows = [
        ["Vad som blir gjort", "Målgrupp"],
        ["Lampor byts ut i tunneln vid stationen.", "Skolan"],
        ["Föräldrar vandrar i centrum på fredagar.", "Föreningar"],
    ]
    plan = plan_of(table(titled().lines(72, 110, TEXT), 170, rows, [72, 300, 500]))
    assert kinds(plan)["Skolan"] != "responsibility"


def test_a_header_that_is_repeated_theme_by_theme_means_the_same_in_each_table() -> None:
    paper = titled().lines(72, 110, TEXT)
    first = [["Det vi gör", "Lots"], ["Lampor byts ut i tunneln.", "Polisen"], ["Skyltar sätts upp.", "Gatukontoret"]]
    paper.text(72, 150, "Trafik", 14, bold=True)
    table(paper, 175, first, [72, 300, 500]).text(72, 260, "Skola", 14, bold=True)
    table(paper, 285, [["Det vi gör", "Lots"], ["Elever bjuds in.", "Rektorerna"]], [72, 300, 500])
    assert kinds(plan_of(paper))["Rektorerna"] == "responsibility"


def test_statements_left_of_the_actions_are_what_these_are_for() -> None:
    rows = [
        ["Vad ska gälla", "Åtgärd", "Ansvarig"],
        ["Reservvatten finns för 72 timmar", "Nödvattenplan övas en gång per år", "Polisen"],
        ["Vattentäkten klarar 120 dagar", "Flödesmätare sätts i 14 zoner", "Gatukontoret"],
    ]
    found = kinds(plan_of(table(titled().lines(72, 110, TEXT), 170, rows, [72, 250, 420, 500])))
    assert (found[rows[1][0]], found[rows[1][1]]) == ("goal", "activity")


def test_statements_right_of_the_actions_may_be_actions_too() -> None:
    rows = [
        ["Åtgärd", "Så det blir av", "Ansvarig"],
        ["Nödvattenplan tas fram i vår", "Polisen ska öva planen en gång per år", "Polisen"],
        ["Flödesmätare sätts i 14 zoner", "Kommunen ska köpa in mätare under året", "Gatukontoret"],
    ]
    found = kinds(plan_of(table(titled().lines(72, 110, TEXT), 170, rows, [72, 230, 420, 500])))
    assert (found[rows[1][0]], found[rows[1][1]]) == ("activity", "activity")


def test_bold_lines_counted_on_one_level_down_are_a_list() -> None:
    paper = titled().text(72, 110, "Trygga gångvägar", 15, bold=True).lines(72, 135, TEXT)
    paper.text(72, 160, "3.1 Andelen som avstår från att gå ut ska ned till högst 25 procent", 10, bold=True)
    paper.text(72, 176, "3.2 Fler ska ha någon att prata med", 10, bold=True)
    table(paper, 200, [["Åtgärd", "Ansvarig"], ["Lampor byts ut i tunneln.", "Polisen"]], [72, 300, 500])
    assert "Fler ska ha någon att prata med" in kinds(plan_of(paper))


def test_a_numbered_heading_with_text_below_stays_one_beside_its_neighbour() -> None:
    paper = titled().text(72, 110, "Trygga gångvägar", 15, bold=True).lines(72, 135, TEXT)
    paper.text(72, 160, "3.1 Belysning i tunneln", 12, bold=True).lines(72, 180, TEXT)
    paper.text(72, 210, "3.2 Samtal på torget", 12, bold=True).lines(72, 230, TEXT)
    assert not {"Belysning i tunneln", "Samtal på torget"} & set(kinds(plan_of(paper)))


def test_an_agenda_is_data_in_every_column() -> None:
    rows = [["Nr", "Ärende", "Dnr", "Föredragande"], ["3", "Upphandling av väktare", "KS 2023/277", "ekonomichefen"],
            ["4", "Förslag om hundrastplats", "KS 2023/402", "parkchefen"]]  # fmt: skip
    found = kinds(plan_of(table(titled().lines(72, 110, TEXT), 170, rows, [72, 110, 300, 400, 500])))
    assert found["3 Upphandling av väktare KS 2023/277 ekonomichefen"] == "other"


def test_a_day_and_a_state_beside_what_is_done_are_no_agenda() -> None:
    rows = [["Händelse", "Datum", "Status"], ["Lampor byts ut i tunneln.", "2024-03-01", "Klart"],
            ["Två vandringar görs i Ekeby.", "2024-05-01", "Pågår"]]  # fmt: skip
    found = kinds(plan_of(table(titled().lines(72, 110, TEXT), 170, rows, [72, 300, 400, 500])))
    assert found["Lampor byts ut i tunneln."] != "other"


@pytest.mark.parametrize("number", ["10 §", "§ 10", "Kapitel 10", "10 –", "10.", "Artikel 10"])
def test_a_headings_number_in_any_form_hides_no_kind(number: str) -> None:
    paper = titled().text(72, 110, f"{number} Mål", 15, bold=True).lines(72, 135, TEXT)
    assert set(kinds(plan_of(paper)).values()) == {"goal"}


def test_the_next_entry_ends_the_labels_on_lines_of_their_own_below_the_one_before() -> None:
    paper = titled().text(72, 100, "Mål", 15, bold=True).lines(72, 122, TEXT).text(72, 150, "Gården", 15, bold=True)
    top = 175.0
    for marker, does in (("a)", "Fler vuxna ute på rasterna anställs"), ("b)", "Två coacher besöker familjerna")):
        paper.text(72, top, f"{marker} {does} under hela läsåret i båda skolorna.")
        for i, (label, text) in enumerate((("Ansvar:", "Rektor"), ("Mätning:", "Antal elever i skolan."))):
            paper.text(72, top + 24 + 40 * i, label, bold=True).text(72, top + 40 + 40 * i, text)
        top += 110
    found = kinds(plan_of(paper))
    assert found["Antal elever i skolan."] == "follow_up"
    assert found["Två coacher besöker familjerna under hela läsåret i båda skolorna."] != "follow_up"


def test_a_common_word_with_a_capital_begins_the_next_entry_of_a_cell() -> None:
    paper = titled().lines(72, 110, TEXT).grid([72, 250, 340], [170, 190, 230])
    for x, text in ((76, "Åtgärd"), (254, "Indikator")):
        paper.text(x, 174, text, 9, bold=True)
    paper.text(76, 194, "Märk alla motorer.", 9).text(254, 194, "Antal anmälda stöld", 9).text(
        254, 206, "Antal motorer", 9
    )
    found = kinds(plan_of(paper))
    assert {"Antal anmälda stöld", "Antal motorer"} <= set(found)


def test_a_box_between_what_a_heading_governs_says_its_own() -> None:
    paper = titled().text(72, 110, "Mål", 15, bold=True).lines(72, 135, ["Andelen otrygga ska minska till 20 procent."])
    paper.fill(72, 175, 520, 225, "#e2f2f1").text(82, 182, "Visste du?", 11, bold=True)
    paper.text(82, 200, "Under 2019 anmäldes 140 cykelstölder i kommunen.").lines(72, 250, ["Stölderna ska halveras."])
    found = kinds(plan_of(paper))
    assert found["Under 2019 anmäldes 140 cykelstölder i kommunen."] == "background"
    assert found["Stölderna ska halveras."] == "goal"
