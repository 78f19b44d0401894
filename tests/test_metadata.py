"""Metadata: whose plan, what sort, for when, decided by whom; and what only looks like it."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from planparse import metadata_of_title
from planparse.metadata import Metadata, describe
from planparse.page import Block, Furniture, Line


def block(text: str, label: str | None = None, page: int = 1, top: float = 300.0, size: float = 11.0) -> Block:
    box = (72.0, top, 500.0, top + size)
    return Block(page=page, text=text, lines=(), form="paragraph", box=box, size=size, label=label)


def plan(
    title: str | list[str] = "",
    cover: list[str | Block] | None = None,
    body: list[str | Block] | None = None,
    header: list[str] | None = None,
    file_name: str = "fil.pdf",
) -> Metadata:
    """The metadata of a document given as texts."""
    names = [title] if isinstance(title, str) else title
    titles = tuple(block(name, size=24.0, top=100.0 + 30 * i) for i, name in enumerate(names) if name)
    covers = tuple(b if isinstance(b, Block) else block(b, top=400.0 + 20 * i) for i, b in enumerate(cover or []))
    bodies = tuple(b if isinstance(b, Block) else block(b, page=2) for b in body or [])
    furniture = tuple(Furniture("header", text, 1) for text in header or [])
    return describe(titles, covers, bodies, furniture, file_name)


def ends(found: Metadata) -> tuple[str | None, str | None] | None:
    return (found.period.start, found.period.end) if found.period else None


def codes(found: Metadata) -> list[str]:
    return [town.code for town in found.municipalities]


def names(found: Metadata) -> list[str]:
    return [party.name for party in found.parties]


# ---- Document types


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Samverkansöverenskommelse för ett tryggare Ydre", "agreement"),
        ("Överrenskommelse om samverkan", "agreement"),
        ("Samverkansavtal 2018", "agreement"),
        ("Förlängning av samverkansöverenskommelse", "agreement"),
        ("Samverkansöverenskommelse med bilaga: Handlingsplan", "agreement"),
        ("Lokal överenskommelse mellan kommunen och polisen", "agreement"),
        ("Bilagor till överenskommelse om trygghet", "agreement_appendices"),
        ("Bilaga 2 till samverkansöverenskommelse", "agreement_appendices"),
        ("Medborgarlöfte 2024", "citizen_promise"),
        ("Våra medborgalöften", "citizen_promise"),
        ("Trygghetslöfte för Lomma", "citizen_promise"),
        ("MEDBORGARLÖFTEN", "citizen_promise"),
        ("Uppföljning av medborgarlöfte", "follow_up_report"),
        ("Medborgarlöfte 2021 – uppföljning", "follow_up_report"),
        ("Utvärdering av handlingsplanen", "follow_up_report"),
        ("Brottsförebyggande rådets verksamhetsberättelse 2018", "follow_up_report"),
        ("Så gick det med våra löften", "follow_up_report"),
        ("Årsrapport 2020 för Trygg i Heby", "follow_up_report"),
        ("Slutredovisning av 2021 års medborgarlöfte", "follow_up_report"),
        ("Avrapportering medborgarlöfte", "follow_up_report"),
        ("Halvtidsutvärdering av trygghetsprogrammet", "follow_up_report"),
        ("Folkhälsobokslut 2019", "follow_up_report"),
        ("Kvartalsrapport K3 2023", "follow_up_report"),
        ("Återkoppling på våra löften", "follow_up_report"),
        ("Medborgarlöfte 2019 Uppföljning", "follow_up_report"),
        ("Medborgarlöfte 2020 – hur gick det?", "follow_up_report"),
        ("Vad blev det av löftena?", "follow_up_report"),
        ("Tre år med överenskommelsen – en utvärdering", "follow_up_report"),
        ("Handlingsplan för uppföljning av medborgarlöfte", "action_plan"),
        ("Åtgärdsplan efter utvärdering av överenskommelsen", "action_plan"),
        ("Handlingsplan – mål, åtgärder, uppföljning", "action_plan"),
        ("Plan för uppföljning av tryggheten", "programme"),
        ("Riktlinjer för rapportering", "programme"),
        ("Årskalender för det brottsförebyggande arbetet", "operational_plan"),
        ("Åtgärdslista 2020", "action_plan"),
        ("Resultat av trygghetsmätning 2020", "survey"),
        ("Sammanställning av medborgardialog", "survey"),
        ("Revisorernas granskning 2019", "audit"),
        ("Tjänsteutlåtande Medborgarlöfte 2020", "minutes"),
        ("Kommunstyrelsens sammanträde 2020-03-03", "minutes"),
        ("Handlingsplan utifrån samverkansöverenskommelse", "action_plan"),
        ("Bilaga 1. Åtgärdsplan mot klotter", "action_plan"),
        ("Handlingsplan med anledning av trygghetsmätningen", "action_plan"),
        ("Åtagandeplan för polis och kommun", "action_plan"),
        ("Förslag på verksamhetsplan 2012", "operational_plan"),
        ("Verksamhetsplan för lokala Brå", "operational_plan"),
        ("Drogpolitiskt program", "programme"),
        ("Trygghetsstrategi", "programme"),
        ("ANDT-strategi 2020–2024", "programme"),
        ("Policy för alkohol och droger", "programme"),
        ("Plan för trygghet och säkerhet", "programme"),
        ("Folkhälsoplan", "programme"),
        ("Strategi Program Plan Policy >> Riktlinjer Regler. Riktlinjer för ordningsvakter", "programme"),
        ("Trygghetsmätning i Vellinge", "survey"),
        ("Drogvaneundersökning årskurs 9", "survey"),
        ("Kallelse till socialnämnden", "minutes"),
        ("Sammanträdesprotokoll", "minutes"),
        ("Revisionsrapport: handlingsplan mot våld", "audit"),
        ("Granskning av det brottsförebyggande arbetet", "audit"),
        ("Projektansökan om handlingsplan", "application"),
        ("Handbok om medborgarlöften", "other"),
    ],
)
def test_a_title_names_the_kind(title: str, kind: str) -> None:
    assert plan(title).document_type == kind


def test_without_a_kind_in_the_title_the_data_box_decides() -> None:
    found = plan("Trygg i Flen", cover=[block("Dokumenttyp"), block("Handlingsplan"), block("Version"), block("2")])
    assert found.document_type == "action_plan"


def test_a_header_names_the_kind_of_a_plan_with_a_slogan_for_a_title() -> None:
    assert plan("Alla ska våga gå hem", header=["Orsa kommun Medborgarlöfte 2019"]).document_type == "citizen_promise"


def test_a_file_name_is_the_last_to_be_asked() -> None:
    assert plan(file_name="medborgarlofte_eksjo_2020.pdf").document_type == "citizen_promise"
    assert plan(file_name="scan0012.pdf").document_type == "other"


# ---- Titles


def test_a_subtitle_under_the_title_belongs_to_it() -> None:
    subtitle = block("för ett tryggare Arvika 2021–2023", top=130.0)
    assert plan("Handlingsplan", cover=[subtitle]).title == "Handlingsplan för ett tryggare Arvika 2021–2023"


@pytest.mark.parametrize(
    "line",
    [
        "Arvika kommun",
        "Arvika kommun och Lokalpolisområde Västra Värmland",
        "2021–2023",
        "Dnr KS 2020/12",
        "Version 2.1",
        "Antagen av kommunfullmäktige 2021-02-03",
    ],
)
def test_a_line_of_data_is_no_title(line: str) -> None:
    assert plan(["Handlingsplan mot narkotika", line]).title == "Handlingsplan mot narkotika"


def test_an_appendix_number_and_document_data_come_off() -> None:
    assert plan("Bilaga 1. Handlingsplan mot våld").title == "Handlingsplan mot våld"
    assert plan("Folkhälsoplan. Antagen av kommunfullmäktige").title == "Folkhälsoplan"
    assert plan("Bilaga 1 till överenskommelse").title == "Bilaga 1 till överenskommelse"


def test_a_municipality_that_a_sentence_needs_stays() -> None:
    assert plan(["Överenskommelse om samverkan i", "Vara kommun"]).title == "Överenskommelse om samverkan i Vara kommun"


def test_no_title_is_none() -> None:
    assert plan(body=["Vi ska minska brotten."]).title is None


# ---- Municipalities


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Medborgarlöfte i Habo kommun", ["0643"]),
        ("Medborgarlöfte i Håbo kommun", ["0305"]),
        ("Överenskommelse mellan Borås Stad och Polisen", ["1490"]),
        ("Handlingsplan för Degerfors kommun", ["1862"]),
        ("Trygghetsprogram för Falu kommun", ["2080"]),
        ("Överenskommelse mellan Region Gotland och polisen", ["0980"]),
        ("Medborgarlöfte Överkalix", ["2513"]),
        ("Överenskommelse för kommunerna Mora, Orsa och Älvdalen", ["2034", "2062", "2039"]),
        ("Handlingsplan för trygghet i Lund", ["1281"]),
        ("Medborgarlöften (Mark 2019)", ["1463"]),
        ("Samverkan mellan Emmaboda kommun och Lokalpolisområde Nybro", ["0862"]),
        ("Samverkan mellan Gnesta kommun och Nyköpings lokalpolisområde", ["0461"]),
        ("Överenskommelse mellan Polismyndigheten i Kalmar län och Borgholms kommun", ["0885"]),
        ("Plan för Mark och vatten", []),
        ("Länsstyrelsen i Örebro län: handbok", []),
        ("MEDBORGARLÖFTE FÖR ÅTVIDABERGS KOMMUN", ["0561"]),
        ("Trygghet för alla Tidaholmsbor", ["1498"]),
    ],
)
def test_a_title_names_the_municipality(title: str, wanted: list[str]) -> None:
    assert sorted(codes(plan(title))) == sorted(wanted)


def test_a_police_areas_name_is_no_municipality_of_the_plan() -> None:
    assert codes(plan("Medborgarlöfte 2020", cover=["Säters kommun och Lokalpolisområde Hedemora"])) == ["2082"]


def test_title_goes_before_names_in_passing() -> None:
    found = plan("Medborgarlöfte för Munkedals kommun", body=["Uddevalla kommun har en lokal.", "Uddevalla kommun."])
    assert codes(found) == ["1430"]


def test_a_header_decides_where_the_title_is_silent() -> None:
    assert codes(plan("Medborgarlöfte", header=["Krokoms kommun"], body=["Östersunds kommun hjälper till."])) == [
        "2309"
    ]


def test_the_name_that_the_text_says_most() -> None:
    text = ["Sjöbo kommun växer.", "I Sjöbo kommun bor många.", "Ystads kommun är granne."]
    found = plan("Handlingsplan", body=[*text])
    assert codes(found) == ["1265"]
    assert found.evidence["municipalities"].confidence <= 0.6


def test_a_surname_or_a_common_word_is_no_municipality() -> None:
    assert codes(plan("Handlingsplan", body=["Anna Lund ringde. Eva Lund svarade.", "Mark och luft. Vara med."])) == []


def test_a_file_name_can_name_it_if_only_one_is_spelled_so() -> None:
    assert codes(plan(file_name="lofte-nordmalings-kommun.pdf")) == ["2401"]
    assert codes(plan(file_name="plan-habo-2019.pdf")) == []


# ---- Periods


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Medborgarlöfte 2015/16", ("2015-01-01", "2016-12-31")),
        ("Medborgarlöfte 2018/2019", ("2018-01-01", "2019-12-31")),
        ("Handlingsplan 2020-2023", ("2020-01-01", "2023-12-31")),
        ("Handlingsplan 2020 — 2022", ("2020-01-01", "2022-12-31")),
        ("Handlingsplan 2023−2026", ("2023-01-01", "2026-12-31")),
        ("Handlingsplan 2016 2019", ("2016-01-01", "2019-12-31")),
        ("Överenskommelse verksamhetsåren 2018 till 2020", ("2018-01-01", "2020-12-31")),
        ("Medborgarlöften 2022 och 2023", ("2022-01-01", "2023-12-31")),
        ("Medborgarlöfte 2024 januari-juni", ("2024-01-01", "2024-06-30")),
        ("Medborgarlöfte maj–juli 2018", ("2018-05-01", "2018-07-31")),
        ("Medborgarlöfte tertial 1 2023", ("2023-01-01", "2023-04-30")),
        ("Medborgarlöften från 2022", ("2022-01-01", None)),
        ("Aktivitetsplan 2017", ("2017-01-01", "2017-12-31")),
        ("Plan mot kränkande behandling 2015/16", ("2015-07-01", "2016-06-30")),
        ("Uppföljning av medborgarlöfte 2019", ("2019-01-01", "2019-12-31")),
        ("Kvartalsrapport K3 2023", ("2023-07-01", "2023-09-30")),
        ("Uppföljning medborgarlöfte 2023 Q3", ("2023-07-01", "2023-09-30")),
        ("Tertialrapport 2/2021", ("2021-05-01", "2021-08-31")),
        ("Uppföljning medborgarlöfte, tertial 1–2 2021", ("2021-01-01", "2021-08-31")),
        ("Halvårsuppföljning H1 2021", ("2021-01-01", "2021-06-30")),
        ("Delårsrapport per den 30 juni 2021", ("2021-01-01", "2021-06-30")),
        ("Delårsrapport augusti 2021", ("2021-01-01", "2021-08-31")),
        ("Delårsrapport januari–augusti 2021", ("2021-01-01", "2021-08-31")),
        ("Handlingsplan per den 30 juni 2021", None),
        ("Vision 2040", None),
        ("Program för Agenda 2030", None),
        ("Granskning 2012:4", None),
        ("Projektplan mot klotter mars 2014", None),
        ("Handlingsplan enligt lag (2023:196)", None),
        ("Handlingsplan KS 2019/388", None),
    ],
)
def test_a_title_tells_the_period(title: str, wanted: tuple[str | None, str | None] | None) -> None:
    assert ends(plan(title)) == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Gäller 2022-01-01 - 2023-12-31", ("2022-01-01", "2023-12-31")),
        ("Gäller 2022-01-01-- 2022-12-31", ("2022-01-01", "2022-12-31")),
        ("Gäller 20160101–20161231", ("2016-01-01", "2016-12-31")),
        ("Gäller 1 juli 2018 - 30 juni 2020", ("2018-07-01", "2020-06-30")),
        ("Gäller 1 januari–31 december 2021", ("2021-01-01", "2021-12-31")),
        ("Gäller från den 1 mars 2021 fram till 31 december 2022", ("2021-03-01", "2022-12-31")),
        ("Gäller fr.o.m. 2019-03-22 t.o.m. 2020-12-31", ("2019-03-22", "2020-12-31")),
        ("Gäller till 2020-12-31", (None, "2020-12-31")),
        ("Gäller till och med 20.12.31", (None, "2020-12-31")),
        ("Gäller från 2020-09-07", ("2020-09-07", None)),
        ("Gäller från och med 2020-09-07 och tills vidare", ("2020-09-07", None)),
        ("Löftet löper fram till 1 augusti 2022", (None, "2022-08-01")),
        ("Giltighetstid: 31 december 2026", (None, "2026-12-31")),
        ("Giltighetstid: 2021-2024", ("2021-01-01", "2024-12-31")),
        ("Giltig t.o.m.: 2025-06-30", (None, "2025-06-30")),
        ("Avtalsperiod 2021–2024", ("2021-01-01", "2024-12-31")),
        ("Gäller för perioden maj 2023 - augusti 2023", ("2023-05-01", "2023-08-31")),
        ("Medborgarlöftet gäller under hela 2019.", ("2019-01-01", "2019-12-31")),
        ("Löftena gäller för åren 2018-2019.", ("2018-01-01", "2019-12-31")),
        ("Medborgarlöftet avser perioden september 2021 t o m september 2022.", ("2021-09-01", "2022-09-30")),
        ("Löftet träder i kraft den 1 mars 2020.", ("2020-03-01", None)),
        ("Löftet förlängs till och med 31 december 2019.", (None, "2019-12-31")),
        ("Kils kommun och polisen, 2023–2024", ("2023-01-01", "2024-12-31")),
        ("2023–2024", ("2023-01-01", "2024-12-31")),
    ],
)
def test_the_cover_states_the_validity(line: str, wanted: tuple[str | None, str | None]) -> None:
    assert ends(plan("Medborgarlöfte", cover=[line])) == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Redovisningsperiod: T2 2020", ("2020-05-01", "2020-08-31")),
        ("Verksamhetsåret 2020", ("2020-01-01", "2020-12-31")),
        ("Per 31 augusti 2020", ("2020-01-01", "2020-08-31")),
        ("Kils kommun och polisen, första halvåret 2020", ("2020-01-01", "2020-06-30")),
    ],
)
def test_a_reports_cover_tells_its_months(line: str, wanted: tuple[str | None, str | None]) -> None:
    assert ends(plan("Uppföljning av medborgarlöfte", cover=[line])) == wanted


def test_a_number_tables_year_is_no_period() -> None:
    cell = block("2019", page=1)
    assert ends(plan("Lägesrapport", body=["Anmälda brott i kommunen.", cell])) is None
    assert ends(plan("Lägesrapport", cover=["2019"])) == ("2019-01-01", "2019-12-31")


def test_a_web_page_tells_in_its_text_which_years_promises_it_reports() -> None:
    found = plan("Vad blev det av löftena?", body=["Här ser du hur det gick med löftena för 2020."])
    assert ends(found) == ("2020-01-01", "2020-12-31")


def test_a_turn_of_the_year_opens_on_new_years_day() -> None:
    found = plan("Program för trygghet", body=["Programmet gäller från årsskiftet 2018/2019 till utgången av 2022."])
    assert ends(found) == ("2019-01-01", "2022-12-31")


def test_lines_right_under_the_title_are_read_one_by_one() -> None:
    texts = ["Kils kommun och Lokalpolisområde Kil 2018–2020", "Utvärderare: Ann Ek, på uppdrag av kommunen"]
    lines = tuple(Line(text, 1, (72.0, 200.0 + 14 * i, 500.0, 211.0 + 14 * i)) for i, text in enumerate(texts))
    under = replace(block(" ".join(texts), page=1), lines=lines)
    found = plan("Tre år med överenskommelsen – en utvärdering", body=[under])
    assert (ends(found), names(found)) == (("2018-01-01", "2020-12-31"), ["Kils kommun", "Lokalpolisområde Kil"])
    prose = tuple(
        replace(line, text=text) for line, text in zip(lines, ["Arbetet har,", "under 2018–2020, pågått."], strict=True)
    )
    assert (
        ends(plan("Utvärdering", body=[replace(under, text="Arbetet har, under 2018–2020, pågått.", lines=prose)]))
        is None
    )


def test_start_and_end_beside_labels_of_their_own() -> None:
    box: list[str | Block] = ["Gäller från", "2021-02-01", "Gäller till", "2023-01-31"]
    assert ends(plan("Handlingsplan", cover=box)) == ("2021-02-01", "2023-01-31")


def test_labels_in_one_row_and_values_in_the_next() -> None:
    row: list[str | Block] = ["Dokumenttyp", "Giltighetstid", "Diarienummer", "Policy", "2019–2022", "KS 2018/77"]
    found = plan("Trygghet först", cover=row)
    assert ends(found) == ("2019-01-01", "2022-12-31")
    assert (found.document_type, found.diary_numbers) == ("programme", ["KS 2018/77"])


def test_the_text_states_it_under_a_heading() -> None:
    body: list[str | Block] = ["7. Giltighetstid", "Parterna är överens om tiden 2021-04-01–2023-03-31."]
    assert ends(plan("Samverkansöverenskommelse", body=body)) == ("2021-04-01", "2023-03-31")


def test_the_text_goes_before_the_title_and_a_conflict_is_told() -> None:
    found = plan("Medborgarlöfte 2023", body=["Löftet gäller från 1 januari 2022 till 31 december 2022."])
    assert ends(found) == ("2022-01-01", "2022-12-31")
    assert [warning.code for warning in found.warnings] == ["conflicting_period"]


def test_days_within_the_titles_years_are_no_conflict() -> None:
    found = plan("Medborgarlöfte 2019–2020", body=["Löftet gäller 1 maj 2019 till 31 december 2020."])
    assert (ends(found), found.warnings) == (("2019-05-01", "2020-12-31"), [])


def test_an_impossible_day_is_told() -> None:
    found = plan("Överenskommelse", cover=["Gäller 31 juni 2023 - 31 juni 2027"])
    assert ends(found) == ("2023-06-30", "2027-06-30")
    assert [warning.code for warning in found.warnings] == ["impossible_period"]


@pytest.mark.parametrize(
    "sentence",
    [
        "I överenskommelsen för åren 2018–2021 har parterna enats om fem områden.",
        "Planen bygger på den överenskommelse som gäller 2021–2024.",
        "Otryggheten har minskat jämfört med 2014.",
        "Enligt lagen (2023:196) gäller att kommunen ska samordna arbetet.",
        "Kommunen har sedan 2010 en överenskommelse med polisen.",
        "Det förra programmet gällde 2015–2018.",
        "Till 2030 ska utsläppen halveras.",
        "När det gäller 2019 saknas uppgifter.",
        "Mätningarna 2015, 2017 och 2019 visade samma sak.",
        "Läsåret 2016/17 hade tio elever hög frånvaro.",
        "Perioden 2016–2018 ökade skadegörelsen.",
        "Medborgarlöftena gäller för 2021.",
    ],
)
def test_false_friends_are_no_period(sentence: str) -> None:
    assert ends(plan("Handlingsplan mot våld", body=[sentence])) is None


def test_the_agreements_period_is_not_the_plans() -> None:
    found = plan("Åtgärdsplan 2022", body=["Överenskommelsen gäller 2020–2023."])
    assert ends(found) == ("2022-01-01", "2022-12-31")


def test_a_header_tells_the_year_where_nothing_else_does() -> None:
    assert ends(plan("Trygg kommun", header=["Aktivitetsplan 2018"])) == ("2018-01-01", "2018-12-31")


def test_report_dates_replaced_plans_and_printing_years_are_no_period() -> None:
    lines: list[str | Block] = ["Rapport 2023-02-06", "Ersätter Folkhälsoplan 2015–2019", "Tryck: 2020"]
    assert ends(plan("Folkhälsoplan", cover=lines)) is None


def test_a_column_of_times_is_no_period() -> None:
    cells: list[str | Block] = ["Aktivitet", "Period", "Trygghetsvandring", "Våren 2021", "Period", "2022–2023"]
    assert ends(plan("Handlingsplan mot våld", body=cells)) is None


def test_cover_and_statement_together_give_both_ends() -> None:
    body: list[str | Block] = ["Överenskommelsen gäller till och med 2025-12-31."]
    assert ends(plan("Överenskommelse", cover=["2022–2025"], body=body)) == ("2022-01-01", "2025-12-31")


def test_years_behind_the_documents_own_noun() -> None:
    body: list[str | Block] = ["Polisen och kommunen har enats om tre medborgarlöften för 2023."]
    assert ends(plan("Medborgarlöfte", body=body)) == ("2023-01-01", "2023-12-31")


def test_a_goal_year_long_after_the_decision_is_no_period() -> None:
    found = plan("Folkhälsostrategi 2030", cover=["Antagen av kommunfullmäktige 2019-11-25, § 150"])
    assert ends(found) is None


def test_a_decisions_date_is_no_period() -> None:
    assert ends(plan("Policy", cover=["Antagen av kommunfullmäktige 2019-12-11, § 98"])) is None


# ---- Decisions


@pytest.mark.parametrize(
    ("line", "body", "date", "paragraph"),
    [
        ("Antaget av kommunfullmäktige 2014-05-26, § 41", "kommunfullmäktige", "2014-05-26", "41"),
        ("Antagen av Kommunfullmäktige den 28 mars 2011, § 12", "Kommunfullmäktige", "2011-03-28", "12"),
        ("Beslutad av kommunfullmäktige: 2018-11-17/§7", "kommunfullmäktige", "2018-11-17", "7"),
        ("Fastställt KF 2015-09-28, 77", "KF", "2015-09-28", "77"),
        ("Fastställd i kommunstyrelsen 2020-03-03 § 4", "kommunstyrelsen", "2020-03-03", "4"),
        ("Beslut: Antagen av styrgruppen 2019-01-29. Dnr KS 2019/9", "styrgruppen", "2019-01-29", None),
        ("Antagen 2019-12-11 av socialnämnden", "socialnämnden", "2019-12-11", None),
        ("Fastlagd av styrgruppen 2018-12-10", "styrgruppen", "2018-12-10", None),
        ("Klubbad av kommunfullmäktige 2019-11-25, § 4", "kommunfullmäktige", "2019-11-25", "4"),
        ("Socialnämnden, beslut 2020-12-16 § 141", "Socialnämnden", "2020-12-16", "141"),
        ("KF § 145, 25 november 2019", "KF", "2019-11-25", "145"),
        ("Fastställelse: kommunstyrelsen 2019-11-25", "kommunstyrelsen", "2019-11-25", None),
        ("Kommunstyrelsen fastställde löftet den 4 mars 2019.", "Kommunstyrelsen", "2019-03-04", None),
        ("Antagen av kommunfullmäktige 2017-02-27, § 9. Reviderad 2019-05-20, § 61.", "kommunfullmäktige",
         "2017-02-27", "9"),
        ("Antagna av kommunstyrelsens arbetsutskott den 30 november 2022, § 162", "kommunstyrelsens arbetsutskott",
         "2022-11-30", "162"),
    ],
)  # fmt: skip
def test_a_line_tells_the_decision(line: str, body: str, date: str, paragraph: str | None) -> None:
    found = plan("Medborgarlöfte", cover=[line]).decisions
    assert [(d.body, d.date, d.paragraph) for d in found] == [(body, date, paragraph)]


def test_a_decision_whose_date_a_host_took_away_has_no_date() -> None:
    found = plan("Policy", cover=["Antaget av kommunfullmäktige , 78"]).decisions
    assert [(d.body, d.date, d.paragraph) for d in found] == [("kommunfullmäktige", None, "78")]


def test_body_date_and_paragraph_in_a_box() -> None:
    box = [block("Kommunfullmäktige", "Beslutad av:"), block("2020-06-15", "Beslutsdatum:"), block("88", "Paragraf:")]
    found = plan("Trygghetsprogram", cover=[*box, block("2021-01-01", "Senast reviderad:")]).decisions
    assert [(d.body, d.date, d.paragraph) for d in found] == [("Kommunfullmäktige", "2020-06-15", "88")]


def test_a_date_beside_the_deciding_body_is_the_decisions() -> None:
    box = [block("Ledningsgruppen", "Antagen av:"), block("2023-03-31", "Datum:")]
    assert [d.date for d in plan("Handlingsplan", cover=[*box]).decisions] == ["2023-03-31"]


def test_the_text_may_tell_it_of_the_document_itself() -> None:
    found = plan("Handlingsplan", body=["Handlingsplanen antogs av kommunstyrelsen den 2 maj 2022, § 71."])
    assert [d.date for d in found.decisions] == ["2022-05-02"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Överenskommelsen antogs av kommunfullmäktige 2020-10-01.",
        "Planen utgår från trygghetspolicyn, antagen av kommunfullmäktige 2015-03-02.",
        "Reviderad av styrgruppen 2021-02-03.",
        "Upprättad 2020-01-02 av samordnaren.",
        "Ale den 3 maj 2021",
        "Kommunstyrelsen antar planen 2020-05-05.",
        "Riksdagen antog strategin den 3 juni 2016.",
        "Beslut om revidering fattas av styrgruppen 2019-01-01.",
        "Fastställda rutiner ska finnas 2020-01-01.",
    ],
)
def test_what_is_no_adoption_of_this_document(sentence: str) -> None:
    assert plan("Handlingsplan", body=[sentence]).decisions == []


def test_a_summons_decides_nothing_but_a_record_does() -> None:
    text: list[str | Block] = ["Kommunstyrelsen beslutar att anta planen."]
    assert plan("Kallelse till kommunstyrelsen", cover=["Sammanträdesdatum 2019-03-04"], body=text).decisions == []
    record = plan("Sammanträdesprotokoll", cover=["Sammanträdesdatum 2019-03-04"], body=text)
    assert [d.date for d in record.decisions] == ["2019-03-04"]


# ---- Diary numbers


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Dnr KS 2019/14", "KS 2019/14"),
        ("Diarienr KS-2018/0154. Fastställt av styrelsen.", "KS-2018/0154"),
        ("Ärende 4. Dnr 2018/0077 KS", "2018/0077 KS"),
        ("Diarienummer KS2019-388", "KS2019-388"),
        ("Ärende KS/2021:77.", "KS/2021:77"),
        ("D nr: KS/2016:168", "KS/2016:168"),
        ("DIARIENR KS 2017/0380", "KS 2017/0380"),
        ("Dnr: KS-2018/451.181", "KS-2018/451.181"),
        ("Diarienr (åberopas): A579.501/2017", "A579.501/2017"),
        ("Dnr VLK-128-1398/11", "VLK-128-1398/11"),
        ("Dnr 3.1.3-81/2017", "3.1.3-81/2017"),
        ("Dnr KS14.45", "KS14.45"),
        ("Diarienummer KS 2023-65", "KS 2023-65"),
        ("Dnr 2014/0531 KS", "2014/0531 KS"),
        ("Ärende 20-0064", "20-0064"),
        ("Dnr KS/19:123", "KS/19:123"),
        ("Dnr 2018KS0123", "2018KS0123"),
        ("Dnr KS-19-55", "KS-19-55"),
        ("Saknr 2019-123", "2019-123"),
        ("KS2018.0447-3 sid 1 av 2", "KS2018.0447-3"),
    ],
)
def test_a_label_tells_the_diary_number(line: str, number: str) -> None:
    assert plan("Medborgarlöfte", cover=[line]).diary_numbers == [number]


def test_a_diary_number_in_a_header_counts_once() -> None:
    assert plan("Löfte", header=["Osby kommun KS/2020:512", "Osby kommun KS/2020:512 2"]).diary_numbers == [
        "KS/2020:512"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Diarienummer: Ks2016/ Gäller från:",
        "KS 2019-12-11 § 98",
        "SFS 2003:778",
        "Antagen av KF 2019-12-11",
        "2019/2020",
        "KS 2019.12.11",
        "Ärende 4",
        "Telefon 0530-18100",
    ],
)
def test_what_is_no_diary_number(line: str) -> None:
    assert plan("Medborgarlöfte", cover=[line]).diary_numbers == []


def test_numbers_of_cited_documents_are_not_the_documents_own() -> None:
    text = "Arbetet har tidigare beskrivits i en motion, och i kommunstyrelsens beslut (dnr KS 2012/33) om belysning."
    assert (
        plan("Handlingsplan", body=[block(text, page=1), block("Se även dnr KS 2011/9.", page=3)]).diary_numbers == []
    )


# ---- Parties


@pytest.mark.parametrize(
    ("title", "cover", "wanted"),
    [
        ("Samverkansavtal mellan Polisen och Åre kommun", [], ["Polisen", "Åre kommun"]),
        ("Polisens och Klippans kommuns medborgarlöfte", [], ["Polisen", "Klippans kommun"]),
        ("Medborgarlöfte", ["Eda kommun och Lokalpolisområde Västra Värmland"],
         ["Eda kommun", "Lokalpolisområde Västra Värmland"]),
        ("Överenskommelse mellan Knivsta kommun och lokalpolisområde Uppsala/Knivsta", [],
         ["Knivsta kommun", "lokalpolisområde Uppsala/Knivsta"]),
        ("Överenskommelse mellan Gnesta kommun och Nyköpings lokalpolisområde", [],
         ["Gnesta kommun", "Nyköpings lokalpolisområde"]),
        ("Överenskommelse mellan Trosa kommun, Trosabygdens Bostäder och polisen", [],
         ["Trosa kommun", "Trosabygdens Bostäder", "polisen"]),
        ("Överenskommelse mellan Polismyndigheten i Kalmar län och Torsås kommun", [],
         ["Polismyndigheten i Kalmar län", "Torsås kommun"]),
        ("Samverkansöverenskommelse", ["Region Gotland och Lokalpolisområde Gotland"],
         ["Region Gotland", "Lokalpolisområde Gotland"]),
    ],
)  # fmt: skip
def test_who_makes_the_agreement(title: str, cover: list[str | Block], wanted: list[str]) -> None:
    assert names(plan(title, cover=cover)) == wanted


def test_the_text_says_who_the_parties_are() -> None:
    body: list[str | Block] = ["Parter är Höörs kommun och Polismyndigheten, lokalpolisområde Lund. De möts ofta."]
    assert names(plan("Överenskommelse", body=body)) == ["Höörs kommun", "Polismyndigheten, lokalpolisområde Lund"]
    body.append("Chefen för lokalpolisområde Lund kallar till möte.")
    assert names(plan("Överenskommelse", body=body)) == ["Höörs kommun", "lokalpolisområde Lund"]


def test_a_plan_of_one_issuer_has_no_parties() -> None:
    intro: list[str | Block] = ["Bjuvs kommun arbetar ihop med Lokalpolisområde Ängelholm."]
    for title in ("Trygghetsprogram", "Handlingsplan mot våld", "Kallelse till Brå", "Trygghetsmätning"):
        assert plan(title, body=intro).parties == []


def test_a_common_plan_of_action_has_two() -> None:
    intro: list[str | Block] = ["Handlingsplanen är gemensam för Bjuvs kommun och Lokalpolisområde Ängelholm."]
    assert names(plan("Handlingsplan", body=intro)) == ["Bjuvs kommun", "Lokalpolisområde Ängelholm"]


def test_parties_on_lines_of_their_own() -> None:
    found = plan(["Mora kommun", "Medborgarlöfte 2021"], cover=["Lokalpolisområde Norra Dalarna"])
    assert (found.title, names(found)) == ("Medborgarlöfte 2021", ["Mora kommun", "Lokalpolisområde Norra Dalarna"])


def test_a_district_of_a_city_is_a_party() -> None:
    found = plan("Bilaga till överenskommelse mellan Älvsjö stadsdelsförvaltning och lokalpolisområde Farsta")
    assert names(found) == ["Älvsjö stadsdelsförvaltning", "lokalpolisområde Farsta"]


def test_one_side_alone_is_no_party() -> None:
    assert plan("Medborgarlöfte", cover=["Sorsele kommun"]).parties == []


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Denna överenskommelse ingås mellan Kils kommun, nedan kallad kommunen, och Polismyndigheten genom "
         "lokalpolisområde Karlstad, nedan kallad polisen.", ["Kils kommun", "lokalpolisområde Karlstad"]),
        ("Partnerskapet ingås mellan Kils kommun, nedan kommunen, och de idéburna organisationerna Kils IF, "
         "Föreningen Lyset och Studieförbundet Väst, nedan föreningarna.",
         ["Kils kommun", "Kils IF", "Föreningen Lyset", "Studieförbundet Väst"]),
        ("Parterna i denna överenskommelse är Dorotea kommun, Lycksele kommun, Malå kommun, Sorsele kommun, "
         "Storumans kommun och Åsele kommun samt Lokalpolisområde Södra Lappland.",
         ["Dorotea kommun", "Lycksele kommun", "Malå kommun", "Sorsele kommun", "Storumans kommun", "Åsele kommun",
          "Lokalpolisområde Södra Lappland"]),
        ("Överenskommelsen är framtagen av Kils kommun och Lokalpolisområde Karlstad.",
         ["Kils kommun", "Lokalpolisområde Karlstad"]),
    ],
)  # fmt: skip
def test_the_agreements_first_clause_lists_the_parties(sentence: str, wanted: list[str]) -> None:
    assert names(plan("Överenskommelse", body=[sentence])) == wanted


def test_an_agreement_of_several_municipalities_is_the_plan_of_all() -> None:
    body: list[str | Block] = ["Avtal mellan Orsa kommun, Mora kommun och Lokalpolisområde Norra Dalarna."]
    assert codes(plan("Samverkansavtal", body=body)) == ["2034", "2062"]
    assert codes(plan("Samverkansavtal Mora", body=body)) == ["2062"]


def test_parties_on_lines_in_a_column() -> None:
    cover: list[str | Block] = ["mellan", "Tjörns kommun", "och", "Polismyndigheten, lokalpolisområde Kungälv"]
    assert names(plan("Överenskommelse", cover=cover)) == ["Tjörns kommun", cover[3]]


def test_who_signs_is_a_party_and_who_is_to_be_asked_is_none() -> None:
    signed: list[str | Block] = [
        "Vi hjälps åt.", "Bo Ek säkerhetssamordnare, Norbergs kommun", "Eva Alm kommunpolis, Lokalpolisområde Fagersta",
    ]  # fmt: skip
    assert names(plan("Handlingsplan", body=signed)) == ["Norbergs kommun", "Lokalpolisområde Fagersta"]
    assert plan("Handlingsplan", body=["Kontakt", *signed[1:]]).parties == []


def test_a_promise_that_only_speaks_of_the_police_and_the_municipality_is_theirs_by_inference() -> None:
    found = plan("Medborgarlöfte Sunne 2023", body=["Här kan du läsa vad kommunen och polisen gör."])
    assert names(found) == ["Sunne kommun", "Polisen"]
    assert found.evidence["parties"].confidence == 0.5
    assert plan("Överenskommelse Sunne", body=["Polisen har många uppdrag."]).parties == []


def test_whoever_promises_in_a_lead_in_of_its_own_is_a_party() -> None:
    body: list[str | Block] = ["Polisen lovar att", "AB Eidar lovar", "Västtrafik lovar Att vagnarna är rena.",
                               "Skolan lovar", "Tillsammans lovar vi"]  # fmt: skip
    found = plan("Medborgarlöfte Trollhättan", cover=["Trollhättans Stad och Polisen"], body=body)
    assert names(found) == ["Trollhättans Stad", "Polisen", "AB Eidar", "Västtrafik"]


def test_minutes_have_the_parties_of_the_agreement_that_they_quote() -> None:
    quoted: list[str | Block] = ["Överenskommelsen sluts mellan Surahammars kommun och lokalpolisområde Fagersta."]
    found = plan("Sammanträdesprotokoll", body=quoted)
    assert (found.document_type, names(found)) == ("minutes", ["Surahammars kommun", "lokalpolisområde Fagersta"])


# ---- Boxes of document data, lines before the text


def test_a_box_that_was_read_column_by_column_is_put_together_row_by_row() -> None:
    def cell(text: str, x: float, row: int) -> Block:
        top = 100.0 + 20 * row
        return Block(page=1, text=text, lines=(), form="paragraph", box=(x, top, x + 80, top + 10), size=10.0)

    labels = ["Dokumenttyp", "Beslutad av", "Dnr polisen", "Diarienummer", "Gäller till och med", "Kontakt"]
    values = ["Plan", "Kommunledningsutskottet 2021-02-03", "A67.201/2020", "2020/KS 0398", "2021-12-31", "Enheten"]
    column = [cell(text, 66.0, i) for i, text in enumerate(labels)]
    column += [cell(text, 186.0, i) for i, text in enumerate(values)]
    found = plan("Trygghet 2021", cover=[*column[:3]], body=[*column[3:]])
    assert [(d.body, d.date) for d in found.decisions] == [("Kommunledningsutskottet", "2021-02-03")]
    assert found.diary_numbers == ["A67.201/2020", "2020/KS 0398"]
    assert ends(found) == ("2021-01-01", "2021-12-31")


def test_lines_of_data_in_front_of_the_text_count_as_the_covers() -> None:
    body: list[str | Block] = [
        block("med löften Tierps kommun och Lokalpolisområde Norduppland Antagen av styrelsen 2018-12-12, § 141."),
        block("KS/2018:342"),
        block("Lokal trygghetspolicy är antagen av kommunfullmäktige 2015-03-02."),
    ]
    found = plan("Handlingsplan", body=body)
    assert (names(found), found.diary_numbers) == (["Tierps kommun", "Lokalpolisområde Norduppland"], ["KS/2018:342"])
    assert [d.date for d in found.decisions] == ["2018-12-12"]


def test_two_bodies_of_one_statement_are_two_decisions() -> None:
    line = "Beslutad av kommunstyrelsen 2019-12-11 § 98 och av lokalpolisområdeschefen 2019-12-20"
    found = plan("Överenskommelse", cover=[line]).decisions
    assert [(d.body, d.date) for d in found] == [
        ("kommunstyrelsen", "2019-12-11"), ("lokalpolisområdeschefen", "2019-12-20"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("REV 2022/6. September 2022", "REV 2022/6"),
        ("A511.902/2021", "A511.902/2021"),
        ("KS 19/512", "KS 19/512"),
        ("Fastställt av styrelsen 2019-05-22, diarienr KS 2019/00412 009", "KS 2019/00412 009"),
        ("Dnr KS/2018/0023/012", "KS/2018/0023/012"),
    ],
)
def test_a_line_may_be_a_number_without_a_label(line: str, number: str) -> None:
    assert plan("Granskning av samverkan", cover=[line]).diary_numbers == [number]


@pytest.mark.parametrize("line", ["Plan 2020/21", "LÄSÅR 2020/2021", "Lpo 2019/2020", "SFS 2023/196"])
def test_capitals_and_digits_that_are_no_number(line: str) -> None:
    assert plan("Handlingsplan", cover=[line]).diary_numbers == []


# ---- Titles that stand elsewhere


def test_a_name_broken_over_two_lines_stays_whole() -> None:
    assert plan(["Medborgarlöfte Mörbylånga", "kommun 2020–2021"]).title == "Medborgarlöfte Mörbylånga kommun 2020–2021"
    assert plan(["LÖFTE FÖR ETT TRYGGARE", "HULTSFRED"]).title == "LÖFTE FÖR ETT TRYGGARE HULTSFRED"


def test_parties_and_period_on_lines_of_their_own_are_no_title() -> None:
    lines = ["Överenskommelse om samverkan", "2018", "Ludvika kommun –", "Lokalpolisområde Ludvika"]
    assert plan(lines).title == "Överenskommelse om samverkan"


def test_a_memo_wraps_a_decision_around_the_plan_of_its_title() -> None:
    found = plan(["Antagande av handlingsplan för trygg", "landsbygd 2019"], cover=["TJÄNSTESKRIVELSE"])
    assert (found.title, found.document_type) == ("Antagande av handlingsplan för trygg landsbygd 2019", "minutes")
    report = plan("Uppföljning av medborgarlöfte 2021", cover=["Tjänsteskrivelse"])
    assert report.document_type == "follow_up_report"


def test_the_roll_is_no_title_of_minutes() -> None:
    found = plan("Beslutande", header=["Sammanträdesprotokoll"])
    assert (found.title, found.document_type) == ("Sammanträdesprotokoll", "minutes")


def test_without_large_letters_the_first_line_that_names_a_kind_is_the_title() -> None:
    assert plan(header=["Drogpolitiskt program"]).title == "Drogpolitiskt program"
    assert plan(body=["Bilagor till avtal mellan Kils kommun och polisen 2016"]).title == (
        "Bilagor till avtal mellan Kils kommun och polisen 2016"
    )
    assert plan(body=["Planen har tagits fram av kommunen för att handlingsplanen ska bli bättre."]).title is None


def test_a_vague_word_makes_a_title_of_the_texts_first_line_only() -> None:
    assert plan(body=["Vision Kiruna 2099", "Kiruna ska vara en mönsterstad."]).title == "Vision Kiruna 2099"
    assert plan(body=["Vision", "Kiruna ska vara en mönsterstad."]).title is None
    assert plan(body=["Kiruna ska vara en mönsterstad.", "Vision Kiruna 2099"]).title is None


# ---- Periods that two statements make


def test_an_end_may_follow_in_the_same_sentence() -> None:
    body: list[str | Block] = [
        "Avtalet träder i kraft den 1 januari 2022 och gäller tills vidare, dock längst till och med "
        "den 31 december 2025."
    ]
    assert ends(plan("Samverkansavtal", body=body)) == ("2022-01-01", "2025-12-31")


def test_an_extension_moves_the_end_and_is_told() -> None:
    body: list[str | Block] = ["Löftet gäller från 1 mars 2018 till 29 februari 2020.",
                               "(Uppdatering 2020-02-17: löftet gäller till och med den 30 juni 2020.)"]  # fmt: skip
    found = plan("Medborgarlöfte", body=body)
    assert ends(found) == ("2018-03-01", "2020-06-30")
    assert [warning.code for warning in found.warnings] == ["conflicting_period"]
    assert "29 februari 2020" in found.warnings[0].message
    assert "30 juni 2020" in found.warnings[0].message
    alone = plan("Medborgarlöfte 2019", body=["Löftet förlängs till och med 31 december 2020."])
    assert ends(alone) == ("2019-01-01", "2020-12-31")
    maybe = plan("Överenskommelse 2019", body=["Överenskommelsen kan förlängas till 2025-12-31."])
    assert ends(maybe) == ("2019-01-01", "2019-12-31")


def test_the_sentence_goes_before_the_heading_above_it_and_both_readings_are_told() -> None:
    body: list[str | Block] = [
        "Gäller 2015-2018",
        "Bilagorna gäller från den 1 januari 2016 till den 31 december 2018.",
    ]
    found = plan("Bilagor till samverkansavtal 2016-2018", body=body)
    assert ends(found) == ("2016-01-01", "2018-12-31")
    assert ["2015-2018" in warning.message for warning in found.warnings] == [True]


def test_a_report_of_a_tertial_is_of_its_months() -> None:
    assert ends(plan("Tertialrapport 2 2021")) == ("2021-05-01", "2021-08-31")
    assert plan("Tertialrapport 2 2021").title == "Tertialrapport 2 2021"


# ---- A title alone


def test_a_title_alone_tells_type_municipalities_and_period() -> None:
    found = metadata_of_title("Samverkansöverenskommelse Mora, Orsa, Älvdalen 2021–2023")
    assert (found.document_type, codes(found)) == ("agreement", ["2062", "2034", "2039"])
    assert ends(found) == ("2021-01-01", "2023-12-31")
    assert found.evidence["municipalities"].bbox is None
    assert metadata_of_title("") == Metadata(document_type="other")


def test_a_district_tells_its_city_in_a_document_but_not_in_a_title_alone() -> None:
    assert codes(metadata_of_title("Bilaga till överenskommelse mellan Farsta stadsdelsförvaltning och polisen")) == []
    assert codes(plan("Trygghetsplan", cover=["Farsta stadsdelsförvaltning"], body=["Planen gäller Farsta."])) == [
        "0180"
    ]


# ---- Evidence


def test_every_field_that_was_found_has_its_evidence() -> None:
    found = plan(
        "Medborgarlöfte 2020",
        cover=[
            "Grums kommun och Lokalpolisområde Södra Värmland",
            "Antaget av styrelsen 2020-01-08, § 2. Dnr KS 2019/5",
        ],
    )
    assert set(found.evidence) == {
        "document_type", "title", "municipalities", "parties", "period", "decisions", "diary_numbers",
    }  # fmt: skip
    assert all(e.page == 1 and e.bbox and e.quote and 0 < e.confidence <= 1 for e in found.evidence.values())


def test_hostile_text_is_read_in_time() -> None:
    began = time.process_time()
    plan("Handlingsplan", body=["a 2019 " * 9000, "mellan " * 9000, "gäller från och med " * 3000, "1 2 3-4/5" * 9000])
    assert time.process_time() - began < 10


def test_a_document_that_says_nothing_stays_empty() -> None:
    assert plan() == Metadata(document_type="other")


def test_a_box_is_known_by_what_stands_beside_its_labels() -> None:
    rows: list[str | Block] = [
        "Klubbat", "av fullmäktige måndagen den 29 april 2019, paragraf 62", "Nummer i diariet", "2018/294-770",
        "Tid som avses", "fyra läsår, 1 juli 2019 – 30 juni 2023", "Vårdas av", "folkhälsostrategen",
        "En pojke som föds här kan räkna med att bli 82 år, en flicka 85, och skillnaden beror inte på otur.",
    ]  # fmt: skip
    found = plan("Program för folkhälsa", body=rows)
    assert ends(found) == ("2019-07-01", "2023-06-30")
    assert [decision.date for decision in found.decisions] == ["2019-04-29"]
    assert found.diary_numbers == ["2018/294-770"]
