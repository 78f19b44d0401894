"""Targets, actors, times, statuses, and what surroundings say of them."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
import spacy
from spacy.matcher import Matcher
from spacy.tokens import Doc

from planparse.details import describe
from planparse.details.actors import find_actors
from planparse.details.frames import frames
from planparse.details.lists import listed
from planparse.details.names import actor_data, names, word_kind
from planparse.details.nouns import basic_form
from planparse.details.numbers import value
from planparse.details.patterns import compiled, longest
from planparse.details.statuses import colour_name, legend_of, status_of, status_of_cell
from planparse.details.targets import find_targets
from planparse.details.times import When, find_times
from planparse.page import RowCell
from planparse.plan import DocumentType, Item, Part, Period, Section, SectionKind

YEAR = Period(text="2020", start="2020-01-01", end="2020-12-31")
YEARS = Period(text="2020–2023", start="2020-01-01", end="2023-12-31")


# ---- Numbers and nouns ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("tre", 3), ("tjugofem", 25), ("femtiotvå", 52), ("hundra", 100), ("trehundrafemtio", 350), ("1 150", 1150),
        ("12 500", 12500), ("2,5", 2.5), ("0,75", 0.75), ("tusen", 1000), ("två tusen", 2000), ("12", 12),
    ],
)  # fmt: skip
def test_numbers_in_words_and_digits(text: str, number: float) -> None:
    assert value(text) == number


@pytest.mark.parametrize("text", ["", "polis", "trekant", "tretton 4"])
def test_what_is_no_number(text: str) -> None:
    assert value(text) is None


@pytest.mark.parametrize(
    ("noun", "basic"),
    [
        ("trygghetsvandringar", "trygghetsvandring"), ("cykelstölderna", "cykelstöld"), ("medlemmar", "medlem"),
        ("kvarter", "kvarter"), ("hushåll", "hushåll"), ("lanthandlarna", "lanthandlare"), ("rånen", "rån"),
        ("Tyresöbor", "tyresöbo"), ("klagomålen", "klagomål"), ("tillfällena", "tillfälle"), ("anhöriga", "anhörig"),
    ],
)  # fmt: skip
def test_the_basic_form_of_a_counted_noun(noun: str, basic: str) -> None:
    assert basic_form(noun) == basic


# ---- Targets -------------------------------------------------------------------------------------------


def targets(text: str, kind: str = "goal") -> list[tuple[str, Any, str | None]]:
    found = find_targets(text, kind, find_times(text, When(YEAR, kind)))
    return [(target.comparator, target.value, target.unit) for target in found]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Minst 70 % av eleverna ska vara trygga.", ("at_least", 70, "percent")),
        ("Andelen ska vara högst fem procent.", ("at_most", 5, "percent")),
        ("Kostnaden får inte överstiga 1 250 tkr.", ("at_most", 1250000, "SEK")),
        ("Andelen som kör för fort ska understiga 25 procent.", ("at_most", 25, "percent")),
        ("Städkostnaden får högst vara 90 000 kronor.", ("at_most", 90000, "SEK")),
        ("Polisen svarar inom 24 timmar.", ("at_most", 24, "timme")),
        ("Ingen ungdom ska vänta mer än fem arbetsdagar.", ("at_most", 5, "days")),
        ("Antalet inbrott ska minska med minst 10 procent.", ("decrease", 10, "percent")),
        ("Bidraget höjs med 10 procent.", ("increase", 10, "percent")),
        ("Skadegörelsen ska vara minst 30 procent lägre.", ("decrease", 30, "percent")),
        ("Stölderna ska halveras.", ("decrease", 50, "percent")),
        ("Cirka 30 föredrag hålls.", ("about", 30, "föredrag")),
        ("Mellan fem och åtta skolor får besök.", ("between", [5, 8], "skola")),
        ("Åtta av tio svarande ska känna sig trygga.", ("exactly", 80, "percent")),
        ("Minst hälften av deltagarna ska vara flickor.", ("at_least", 50, "percent")),
        ("Målet är tjugofem (25) nya nattvandrare.", ("exactly", 25, "nattvandrare")),
        ("Minst 40 nya hyreslägenheter ska byggas.", ("at_least", 40, "hyreslägenhet")),
        ("Polisen genomför 24 riktade insatser.", ("exactly", 24, "insats")),
        ("Antalet svårt skadade ska vara högst fem.", ("at_most", 5, "skadad")),
        ("Klagomålen på mopedkörning ska minska till högst tolv.", ("at_most", 12, "klagomål")),
        ("Trygghetsindex ska vara lägst 4,1.", ("at_least", 4.1, None)),
        ("Energianvändningen får vara högst 60 kWh/m2.", ("at_most", 60, "kWh/m²")),
        ("Medelhastigheten ska vara högst 42 km/h.", ("at_most", 42, "km/h")),
        ("Andelen ska öka från 44 till 55 procent.", ("exactly", 55, "percent")),
    ],
)
def test_a_target(text: str, target: tuple[str, Any, str | None]) -> None:
    assert targets(text) == [target]


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("Fler ska känna sig trygga.", "increase"),
        ("Skadegörelsen ska minska.", "decrease"),
        ("Antalet rån ska inte öka.", "maintain"),
    ],
)
def test_a_change_without_a_figure_counts_in_goals_only(text: str, comparator: str) -> None:
    assert targets(text) == [(comparator, None, None)]
    assert targets(text, "activity") == []


@pytest.mark.parametrize(
    "text",
    [
        "Elever i årskurs 9 får information.",
        "Samtliga elever nås.",
        "Vandringen görs på riksväg 66.",
        "Ungdomar över 15 år bjuds in.",
        "Vi ses kl. 18.30 på torget.",
        "Nio anmälda fall under 2018 med stora förluster.",
        "Tre klasser fick besök.",
        "Arrangemang med fler än 1 000 besökare planeras.",
        "Två gånger per termin ses vi.",
        "Det jämförs med 2019.",
    ],
)
def test_a_number_that_is_no_target(text: str) -> None:
    assert targets(text, "activity") == []


def test_a_share_of_a_figure_is_a_target_of_its_own() -> None:
    found = targets("Minst tio nya områden ska startas, varav minst 25 procent utanför tätorten.")
    assert found == [("at_least", 10, "område"), ("at_least", 25, "percent")]


def test_baseline_and_deadline() -> None:
    text = "Andelen ska öka från 61 till minst 75 procent senast den 31 december 2020."
    (target,) = find_targets(text, "goal", find_times(text, When(YEAR, "goal")))
    assert (target.baseline, target.deadline, target.text) == ("61", "2020-12-31", "minst 75 procent")


def test_the_noun_of_an_earlier_sentence() -> None:
    found = targets("Grannsamverkan finns på två gator. I slutet av året ska det finnas på minst sju.", "activity")
    assert ("at_least", 7, "gata") in found


# ---- Times ---------------------------------------------------------------------------------------------


def times(text: str, kind: str = "activity", period: Period | None = YEAR, **more: Any) -> list[tuple[Any, ...]]:
    found = [one.time for one in find_times(text, When(period, kind, **more))]
    return [
        (t.start, t.end) if t.recurrence is None else (t.recurrence.count, t.recurrence.per, t.recurrence.every)
        for t in found
    ]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Klart senast den 1 mars 2020.", (None, "2020-03-01")),
        ("Klart den 31 maj.", (None, "2020-05-31")),
        ("Från och med 1 mars 2020.", ("2020-03-01", None)),
        ("Under våren 2020.", ("2020-03-01", "2020-05-31")),
        ("Före sommaren.", (None, "2020-05-31")),
        ("Vid årets slut.", (None, "2020-12-31")),
        ("Löpande under höstterminen.", ("2020-07-01", "2020-12-31")),
        ("Varje dag i vecka 7–10 hålls kontroller.", ("2020-02-10", "2020-03-08")),
        ("Den 13–14 juni.", ("2020-06-13", "2020-06-14")),
        ("Stängt från den 3 till den 26 oktober.", ("2020-10-03", "2020-10-26")),
        ("Pass mellan den 15 juni och den 15 augusti.", ("2020-06-15", "2020-08-15")),
        ("Sätts upp före oktober månads utgång.", (None, "2020-10-31")),
        ("Utbildas under läsåret 2020/21.", ("2020-07-01", "2021-06-30")),
        ("Första etappen färdig till sommaren.", (None, "2020-05-31")),
    ],
)
def test_a_time(text: str, time: tuple[str | None, str | None]) -> None:
    assert time in times(text)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("två gånger per termin", (2, "term", 1)),
        ("minst en gång i månaden", (1, "month", 1)),
        ("varannan vecka", (1, "week", 2)),
        ("vart tredje år", (1, "year", 3)),
        ("tre kvällar i veckan", (3, "week", 1)),
        ("åtta helgkvällar per termin", (8, "term", 1)),
        ("en gång om året", (1, "year", 1)),
        ("två gånger årligen", (2, "year", 1)),
        ("varje fredag", (1, "week", 1)),
        ("följs upp årligen", (1, "year", 1)),
        ("fyra (4) gånger per år", (4, "year", 1)),
        ("minst tre möten per kalenderår", (3, "year", 1)),
        ("minst 1 500 utandningsprov per år", (1500, "year", 1)),
        ("två riktade insatser mot narkotika per halvår", (2, "half_year", 1)),
        ("träffas sex gånger per år och protokollen är offentliga", (6, "year", 1)),
        ("en kväll per skola och läsår", (1, "year", 1)),
        ("månatlig rapport", (1, "month", 1)),
    ],
)
def test_a_recurrence(text: str, rate: tuple[float, str, int]) -> None:
    assert times(text) == [rate]


@pytest.mark.parametrize(
    "text",
    [
        "Andelen ska öka jämfört med 2019.",
        "I LUPP 2019 svarade eleverna.",
        "Enligt handlingsplanen för 2020 görs det.",
        "under året",
        "löpande",
        "35 helger under året",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert times(text) == []


def test_a_month_without_year_in_a_plan_of_several_years_has_no_ends() -> None:
    assert times("i mars", period=YEARS) == [(None, None)]
    assert times("i mars", period=YEAR) == [("2020-03-01", "2020-03-31")]


def test_each_phrase_is_an_entry_and_a_year_behind_the_last_holds_for_both() -> None:
    assert times("i maj och augusti 2020") == [("2020-05-01", "2020-05-31"), ("2020-08-01", "2020-08-31")]
    assert times("senast den 31 maj, den 30 september och den 31 januari 2021") == [
        (None, "2020-05-31"), (None, "2020-09-30"), (None, "2021-01-31"),
    ]  # fmt: skip


def test_past_dates_count_in_results_only() -> None:
    assert times("Lampan lagades i mars 2019.") == []
    assert times("Lampan lagades i mars 2019.", "result") == [("2019-03-01", "2019-03-31")]


def test_what_was_put_to_a_day_did_not_end_on_it() -> None:
    assert times("Lektionen flyttades till den 9 september.", "result") == [("2020-09-09", "2020-09-09")]
    assert times("Gården är öppen till den 9 september.", "result") == [(None, "2020-09-09")]


@pytest.mark.parametrize(
    ("deadline", "text", "time"),
    [
        (None, "10 juni", ("2020-06-10", "2020-06-10")),
        ("day", "10 juni", (None, "2020-06-10")),
        ("day", "september", ("2020-09-01", "2020-09-30")),
        ("any", "september", (None, "2020-09-30")),
        ("any", "från 1 mars", ("2020-03-01", None)),
    ],
)
def test_the_header_of_a_time_column_decides(deadline: str | None, text: str, time: tuple[str | None, str]) -> None:
    assert times(text, column=True, deadline=deadline) == [time]


# ---- Actors --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", actor_data()["actor"], ids=lambda entry: f"{entry['kind']}-{entry['examples'][0]}")
def test_the_words_of_actors(entry: dict[str, Any]) -> None:
    assert {word: word_kind(word) for word in entry["examples"]} == dict.fromkeys(entry["examples"], entry["kind"])
    assert [word for word in entry["counterexamples"] if word_kind(word)] == []


@pytest.mark.parametrize("frame", frames(), ids=lambda frame: f"{frame['kind']}-{frame['examples'][0]}")
def test_a_frame_holds_for_its_examples_only(frame: dict[str, Any]) -> None:
    for example in frame["examples"]:
        assert frame["kind"] in {actor.role for actor in find_actors(example, "activity")}, example
    for example in frame["counterexamples"]:
        assert frame["kind"] not in {actor.role for actor in find_actors(example, "activity")}, example


def _drawn(token: dict[str, Any], draw: Random) -> list[str]:
    """Words that mostly fit the token of a frame, none or several; NAME stands for an actor's name."""
    asked = "NAME" if token.get("ENT_TYPE") else token.get("LOWER", token.get("TEXT", "Torget"))
    if isinstance(asked, dict):
        asked = draw.choice(asked.get("IN", ["genomförs", "Utreds", "av", "en"]))
    several = draw.choice((0, 1, 2, 5)) if token.get("OP") else draw.choice((1,) * 9 + (0, 2))
    return [draw.choice((*[asked] * 12, "NAME", ",", "Torget", "m.m.")) for _ in range(several)]


@pytest.mark.parametrize("frame", frames(), ids=lambda frame: f"{frame['kind']}-{frame['examples'][0]}")
def test_frames_match_as_spacys_matcher_matches_them(frame: dict[str, Any]) -> None:
    vocab = spacy.blank("sv").vocab
    matcher = Matcher(vocab)
    matcher.add("frame", [frame["tokens"]], greedy="LONGEST")
    pattern = compiled(frame["tokens"])
    draw = Random(3)
    matched = 0
    for _ in range(600):
        words = [word for token in frame["tokens"] for word in _drawn(token, draw)]
        names = [i for i, word in enumerate(words) if word == "NAME"]
        words = [draw.choice(("kommunen", "Polisen", "skola, hem")) if word == "NAME" else word for word in words]
        doc = Doc(vocab, words=words, ents=["B-ACTOR" if i in names else "O" for i in range(len(words))])
        theirs = [(start, end) for _, start, end in matcher(doc)]
        assert longest(pattern, words, [word.lower() for word in words], names) == theirs, words
        matched += bool(theirs)
    assert matched > 10


@pytest.mark.parametrize("token", [{"LOWER": "a", "OP": "?"}, {"LEMMA": "a"}, {"LOWER": {"FUZZY": "a"}}])
def test_a_pattern_that_we_cannot_match_is_refused(token: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"pattern|condition"):
        compiled([token])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vård- och omsorgschefen samt Kultur och fritid", ["Vård- och omsorgschefen", "Kultur och fritid"]),
        ("Luleå tekniska universitet", ["Luleå tekniska universitet"]),
        ("Nybro Bostads AB och AB Eidar", ["Nybro Bostads AB", "AB Eidar"]),
        ("Den operativa gruppen", ["Den operativa gruppen"]),
        ("Fritidsgården Garage", ["Fritidsgården Garage"]),
        ("Kommunpolis Lena Berg", ["Kommunpolis Lena Berg"]),
        ("Kommunens fritidschef", ["Kommunens fritidschef"]),
        ("Kvinnojouren i Landskrona", ["Kvinnojouren i Landskrona"]),
        ("kommunpolisen i Hallsberg", ["kommunpolisen"]),
        ("Samtliga rektorer", ["rektorer"]),
        ("Hemtjänstoch biståndshandläggare", ["Hemtjänstoch biståndshandläggare"]),
        ("målgruppen i området", []),
    ],
)
def test_how_far_a_name_reaches(text: str, found: list[str]) -> None:
    assert [name.text for name in names(text)] == found


def actors(text: str, kind: str = "activity") -> list[tuple[str, str]]:
    return [(actor.text, actor.role) for actor in find_actors(text, kind)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lampor byts ut. (Tekniska kontoret)", [("Tekniska kontoret", "responsible")]),
        ("Minst 100 tillfällen. Polis", [("Polis", "responsible")]),
        ("Polis: kontroller vid skolan.", [("Polis", "responsible")]),
        ("Kommunpolisen ansvarar för listan.", [("Kommunpolisen", "responsible")]),
        ("Ansvarig: gatuenheten", [("gatuenheten", "responsible")]),
        (
            "Rektorerna ansvarar för inbjudan och fältsekreterarna för innehållet.",
            [("Rektorerna", "responsible"), ("fältsekreterarna", "responsible")],
        ),
        ("Polisen gör kontroller.", [("Polisen", "acting")]),
        ("Under våren gör polisen en insats.", [("polisen", "acting")]),
        ("Skrothandlaren deltar i nätverket.", [("Skrothandlaren", "acting")]),
        ("Cykelrensning görs av Park och gata.", [("Park och gata", "acting")]),
        ("Polis och fritidsledare gör besök.", [("Polis", "acting"), ("fritidsledare", "acting")]),
        ("Affischer tas fram tillsammans med Boxholm och Ydre.", [("Boxholm", "consulted"), ("Ydre", "consulted")]),
        ("Vandringar ordnas i samråd med pensionärsrådet.", [("pensionärsrådet", "consulted")]),
        ("Polisen utbildar kontaktpersoner.", [("Polisen", "acting")]),
        ("Biblioteken i Ånge och Fränsta anordnar kvällar.", [("Biblioteken", "acting")]),
        ("Trygghetsrådet, som är nytt, går igenom åtgärderna.", [("Trygghetsrådet", "acting")]),
        ("Utvärderingen görs före den 1 april av kommunpolisen.", [("kommunpolisen", "acting")]),
        ("Minst 70 procent av eleverna ska nås.", []),
        ("Vi bjuder in föräldrarna.", []),
        ("Parterna träffas.", []),
        ("En del av polisens arbete.", []),
    ],
)
def test_who_does_it(text: str, found: list[tuple[str, str]]) -> None:
    assert actors(text) == found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Socialnämnden/Rektor", ["Socialnämnden", "Rektor"]),
        ("Socialnämnden genom IFO", ["IFO"]),
        ("Kommunpolis, säkerhetssamordnare och rektorer", ["Kommunpolis", "säkerhetssamordnare", "rektorer"]),
        ("Tekniska kontoret (belysning), Bildningsförvaltningen", ["Tekniska kontoret", "Bildningsförvaltningen"]),
        ("Enhetschef barn och unga", ["Enhetschef barn och unga"]),
        ("Rektorerna Föräldraföreningarna", ["Rektorerna", "Föräldraföreningarna"]),
        ("–", []),
        ("Alla", []),
    ],
)
def test_a_cell_of_names(cell: str, found: list[str]) -> None:
    assert [actor.text for actor in listed(cell)] == found


def test_a_cell_names_who_is_consulted() -> None:
    found = [(actor.text, actor.role) for actor in listed("Socialchefen i samråd med Förbo")]
    assert found == [("Socialchefen", "responsible"), ("Förbo", "consulted")]


# ---- Statuses ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Löftet är genomfört.", "fulfilled"),
        ("Delvis uppfyllt", "partly_fulfilled"),
        ("Löftet är till största delen genomfört.", "partly_fulfilled"),
        ("Har inte kunnat genomföras på grund av pandemin.", "not_fulfilled"),
        ("Telefonkedjan kom aldrig igång.", "not_fulfilled"),
        ("Pågår", "ongoing"),
        ("Kan inte bedömas", None),
        ("Besöken uteblev i juli, då gården var stängd. Uppfyllt.", "fulfilled"),
        ("Två vandringar hölls. Vandringen i Hestra har inte kunnat genomföras.", "partly_fulfilled"),
        ("Tjänsterna kunde inte tillsättas förrän i november. Arbetet pågår.", "ongoing"),
        ("Polisen bor på torget.", None),
    ],
)
def test_what_became_of_it(text: str, status: str | None) -> None:
    assert status_of(text) == status


@pytest.mark.parametrize(
    ("shade", "name"),
    [(0x70AD47, "green"), (0xFFD966, "yellow"), (0xFFF2CC, "yellow"), (0xE06666, "red"), (0xF4A6A6, "red"),
     (0xFFFFFF, None), (0xBFBFBF, None), (0x4472C4, None)],
)  # fmt: skip
def test_the_colour_of_a_shade(shade: int, name: str | None) -> None:
    assert colour_name(shade) == name


def cell(header: str, text: str, row: int = 1, fill: int | None = None, table: str = "t1", column: int = 0) -> RowCell:
    return RowCell(table, row, row, column, header, text, fill)


def test_a_status_cell_by_word_sign_and_colour() -> None:
    assert status_of_cell(cell("Status", "Nej"), {}) == "not_fulfilled"
    assert status_of_cell(cell("Status", "✓"), {}) == "fulfilled"
    assert status_of_cell(cell("Status", "", fill=0xFFD966), {}) == "partly_fulfilled"
    assert status_of_cell(cell("Status", "", fill=0xFFD966), {"yellow": "ongoing"}) == "ongoing"
    assert status_of_cell(cell("Status", "", fill=0xBFBFBF), {}) is None


def test_a_legend_in_words_and_in_a_table() -> None:
    told = part(section("background", item("Grön = uppfyllt, gul = pågår och röd = inte genomfört.")))
    assert legend_of([told], []) == {"green": "fulfilled", "yellow": "ongoing", "red": "not_fulfilled"}
    rows = [cell("", "", 1, 0xFFD966), cell("", "Insatsen är påbörjad och pågår.", 1)]
    assert legend_of([], rows) == {"yellow": "ongoing"}


# ---- Surroundings --------------------------------------------------------------------------------------


def item(text: str, table: str | None = None, row: int | None = None) -> Item:
    return Item(id=f"{text}/{table}/{row}", text=text, span=[0, len(text)], form="bullet", table=table, row=row)


def section(
    kind: SectionKind, *items: Item, heading: str | None = None, evidence: str = "heading", path: tuple[str, ...] = ()
) -> Section:
    return Section.model_validate(
        {"id": f"s{id(items)}", "kind": kind, "heading": heading, "path": path, "evidence": evidence,
         "confidence": 1.0, "reasons": [], "items": [one.model_dump() for one in items]}
    )  # fmt: skip


def part(*sections: Section) -> Part:
    return Part(id="p1", kind="body", pages=[1, 1], sections=list(sections))


def described(
    *sections: Section, cells: tuple[RowCell, ...] = (), kind: DocumentType = "action_plan"
) -> dict[str, Item]:
    found = describe([part(*sections)], cells, kind, YEAR)
    return {one.text: one for p in found for s in p.sections for one in s.items}


def who(found: Item) -> list[tuple[str, str]]:
    return [(actor.text, actor.role) for actor in found.actors]


def when(found: Item) -> list[tuple[str | None, str | None]]:
    return [(time.start, time.end) for time in found.times]


def test_a_lead_in_names_the_actor_of_the_items_under_it() -> None:
    found = described(section("activity", item("besöka alla skolor"), heading="Polisen lovar att:"))
    assert who(found["besöka alla skolor"]) == [("Polisen", "responsible")]


def test_an_item_that_leads_in_names_the_actor_of_the_items_after_it() -> None:
    found = described(
        section(
            "activity", item("Gästhamnens värd ser till att:"), item("regler sätts upp"), heading="Polisen lovar att:"
        )
    )
    assert who(found["regler sätts upp"]) == [("Gästhamnens värd", "responsible")]


def test_a_theme_heading_that_is_a_partys_name_does_and_another_does_not() -> None:
    party = described(section("activity", item("upplåter hallen"), heading="Åtaganden", path=("Linde kommun",)))
    assert who(party["upplåter hallen"]) == [("Linde kommun", "responsible")]
    theme = described(section("activity", item("upplåter hallen"), heading="Åtgärder", path=("Skolan",)))
    assert who(theme["upplåter hallen"]) == []


def test_a_rows_cells_give_its_activities_their_actor_and_time() -> None:
    cells = (cell("Åtgärd", "Lampor byts"), cell("Ansvarig", "Gatuchefen"), cell("Klart senast", "september"))
    found = described(
        section("goal", item("Ljust", "t1", 1), heading="Mål", evidence="column"),
        section("activity", item("Lampor byts", "t1", 1), heading="Åtgärd", evidence="column"),
        section("responsibility", item("Gatuchefen", "t1", 1), heading="Ansvarig", evidence="column"),
        section("activity", item("september", "t1", 1), heading="Klart senast", evidence="column"),
        section("activity", item("Annat", "t1", 2), heading="Åtgärd", evidence="column"),
        cells=cells,
    )
    assert who(found["Lampor byts"]) == [("Gatuchefen", "responsible")]
    assert when(found["Lampor byts"]) == [(None, "2020-09-30")]
    assert (who(found["Ljust"]), who(found["Gatuchefen"]), when(found["september"])) == ([], [], [])
    assert (who(found["Annat"]), when(found["Annat"])) == ([], [])


def test_a_time_cell_that_names_its_matters_is_shared_out() -> None:
    found = described(
        section(
            "activity", item("En mall tas fram", "t1", 1), item("Utbildningskvällar hålls", "t1", 1), heading="Insats"
        ),
        cells=(cell("När", "Mall klar 28 februari; Utbildning i mars"),),
    )
    assert when(found["En mall tas fram"]) == [(None, "2020-02-28")]
    assert when(found["Utbildningskvällar hålls"]) == [("2020-03-01", "2020-03-31")]


def test_run_in_labels_govern_the_activities_of_their_group_only() -> None:
    found = described(
        section("activity", item("Första"), heading="Insats"),
        section("responsibility", item("Gatuchefen"), heading="Ansvar", evidence="label"),
        section("activity", item("Våren"), heading="Tid", evidence="label"),
        section("activity", item("Andra"), heading="Insats"),
        section("responsibility", item("Skolchefen"), heading="Ansvar", evidence="label"),
    )
    assert (who(found["Första"]), who(found["Andra"])) == (
        [("Gatuchefen", "responsible")],
        [("Skolchefen", "responsible")],
    )
    assert when(found["Första"]) == [("2020-03-01", "2020-05-31")]
    assert who(found["Gatuchefen"]) == []


def test_names_under_a_heading_of_their_own_stay_there() -> None:
    found = described(
        section("activity", item("Första"), heading="Insats"),
        section("responsibility", item("Gatuchefen och kommunpolisen"), heading="Ansvar"),
    )
    assert who(found["Första"]) == []
    assert [name for name, _ in who(found["Gatuchefen och kommunpolisen"])] == ["Gatuchefen", "kommunpolisen"]


def test_the_year_of_a_columns_header_is_the_deadline() -> None:
    found = described(section("goal", item("Högst 10 %", "t1", 1), heading="Mål 2024", evidence="column"))
    assert found["Högst 10 %"].targets[0].deadline == "2024-12-31"
    assert when(found["Högst 10 %"]) == [(None, "2024-12-31")]


def test_a_rows_status_stands_on_its_story_else_on_its_promise() -> None:
    cells = (cell("Status", "Delvis"), cell("Status", "", 2, 0x70AD47))
    found = described(
        section("activity", item("Lampor byts", "t1", 1), heading="Insats", evidence="column"),
        section("result", item("Hälften av lamporna är bytta", "t1", 1), heading="Kommentar", evidence="column"),
        section("activity", item("Buskar röjs", "t1", 2), heading="Insats", evidence="column"),
        cells=cells, kind="follow_up_report",
    )  # fmt: skip
    assert found["Hälften av lamporna är bytta"].status == "partly_fulfilled"
    assert (found["Lampor byts"].status, found["Buskar röjs"].status) == (None, "fulfilled")


def test_a_year_before_the_reported_period_is_only_compared_with() -> None:
    compared, then = "Under 2019 anmäldes 39 fall, nu är de 12.", "Besöken gjordes i november 2019."
    found = described(section("result", item(compared), item(then)), kind="follow_up_report")
    assert when(found[compared]) == []
    assert when(found[then]) == [("2019-11-01", "2019-11-30")]


def test_an_item_of_another_kind_carries_nothing() -> None:
    found = described(section("background", item("Polisen gjorde minst tre besök i mars 2020.")))
    one = found["Polisen gjorde minst tre besök i mars 2020."]
    assert (one.targets, one.actors, one.times, one.status) == ([], [], [], None)


# ---- What other templates and wordings say -------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Resultatet ska ligga på 85 procent eller mer", [("at_least", 85, "percent")]),
        ("Väntan ska vara 10 dagar eller kortare", [("at_most", 10, "days")]),
        ("Minst fyra femtedelar ska vara avklarade", [("at_least", 80, "percent")]),
        ("Inbrotten ska bli hälften så många", [("decrease", 50, "percent")]),
        ("Ingen ska behöva vänta längre än två bankdagar", [("at_most", 2, "days")]),
        ("50", [("exactly", 50, None)]),
        ("≥ 80 %", [("at_least", 80, "percent")]),
        ("Färre samtal till jouren: högst 35 stycken", [("at_most", 35, "samtal")]),
        ("Ledarna ska tala minst två av våra fyra språk", [("at_least", 2, "språk")]),
        ("Ett tjugotal föreningar ska delta", [("about", 20, "förening")]),
    ],
)
def test_a_target_in_other_words(text: str, found: list[tuple[str, Any, str | None]]) -> None:
    assert targets(text) == found


@pytest.mark.parametrize(
    "text",
    ['Personalen går igenom "Tre sätt att säga nej"', "Reflexer delas ut vid de fyra gymnasieskolorna"],
)
def test_a_number_in_a_name_or_of_things_known_is_no_target(text: str) -> None:
    assert targets(text, "activity") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kursen hålls före midsommar", [(None, "2020-06-19")]),
        ("Värdar med start i påskveckan", [("2020-04-06", None)]),
        ("Extra närvaro vid valborg", []),
        ("Klart före halvårsskiftet", [(None, "2020-06-30")]),
        ("Vakt på plats, sep ut", [(None, "2020-09-30")]),
        ("Ska vara gjort innan juni är slut", [(None, "2020-06-30")]),
        ("Målet nås vid avtalstidens utgång", [(None, "2020-12-31")]),
        ("Kvällar 12 + 26 sept", [("2020-09-12", "2020-09-12"), ("2020-09-26", "2020-09-26")]),
        ("Senast sista augusti", [(None, "2020-08-31")]),
        ("Senast den femtonde april", [(None, "2020-04-15")]),
        ("Senast 1/9", [(None, "2020-09-01")]),
        ("Senast fredagen den 4 september", [(None, "2020-09-04")]),
        ("Från terminsstart 17 aug", [("2020-08-17", None)]),
        ("Redovisas senast den 15 februari varje år", [(1, "year", 1)]),
        ("Patrull 2 ggr/v", [(2, "week", 1)]),
        ("Skolbesök, var sin gång per månad", [(1, "month", 1)]),
        ("Rond var 14:e dag", [(1, "week", 2)]),
        ("Öppet december–januari", [("2020-12-01", "2021-01-31")]),
    ],
)
def test_a_time_in_other_words(text: str, found: list[tuple[Any, ...]]) -> None:
    assert times(text) == found


def test_a_month_of_each_year_and_the_year_after_a_report() -> None:
    both = Period(text="2020–2021", start="2020-01-01", end="2021-12-31")
    assert times("Enkät i oktober båda åren", period=both) == [
        ("2020-10-01", "2020-10-31"),
        ("2021-10-01", "2021-10-31"),
    ]
    assert times("Våren 2021 skrivs en plan. Nämnden får den senast den 15 april.")[-1] == (None, "2021-04-15")
    rest = section("activity", item("Svar senast den 31 mars"), path=("Restlista",))
    assert when(described(rest, kind="follow_up_report")["Svar senast den 31 mars"]) == [(None, "2021-03-31")]
    assert when(described(rest)["Svar senast den 31 mars"]) == [(None, "2020-03-31")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Portvaktskontor öppnas. (KFAB)", [("KFAB", "responsible")]),
        ("Enkäten görs om (LUPP)", []),
        ("Kommun: Tar bort buskar. Polis: Pekar ut platserna.", [("Kommun", "responsible"), ("Polis", "responsible")]),
        ("Drogfri zon vid campingen. Ungdomsstaben", [("Ungdomsstaben", "responsible")]),
    ],
)
def test_who_does_it_in_other_words(text: str, found: list[tuple[str, str]]) -> None:
    assert sorted(actors(text)) == sorted(found)


def test_a_column_of_names_and_one_of_helpers_whatever_their_headers() -> None:
    cells = (
        cell("Ting", "Lampor byts"), cell("Bollplank", "Gatuchefen", column=1), cell("Medverkande", "Polisen m.fl."),
        cell("Ting", "Buskar röjs", 2), cell("Bollplank", "Parkenheten", 2, column=1),
    )  # fmt: skip
    found = described(
        section("activity", item("Lampor byts", "t1", 1), item("Buskar röjs", "t1", 2), heading="Ting"), cells=cells
    )
    assert who(found["Lampor byts"]) == [("Gatuchefen", "responsible"), ("Polisen", "consulted")]
    assert who(found["Buskar röjs"]) == [("Parkenheten", "responsible")]
    others = tuple(cell("Målgrupp", one.text, one.row) if one.header == "Bollplank" else one for one in cells)
    found = described(section("activity", item("Buskar röjs", "t1", 2), heading="Ting"), cells=others)
    assert who(found["Buskar röjs"]) == []


def test_a_label_that_comes_again_governs_what_stands_between() -> None:
    found = described(
        section("activity", item("Första"), heading="Insats"),
        section("responsibility", item("Gatuchefen"), heading="Ansvar", evidence="label"),
        section("follow_up", item("Antal."), item("Andra"), heading="Mätning", evidence="label"),
        section("responsibility", item("Skolchefen"), heading="Ansvar", evidence="label"),
    )
    assert (who(found["Första"]), who(found["Andra"])) == (
        [("Gatuchefen", "responsible")],
        [("Skolchefen", "responsible")],
    )


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Zonen rullade hela veckan. Klart.", "fulfilled"),
        ("Nej. Här misslyckades vi. Lokalen är en barack.", "not_fulfilled"),
        ("Spaning v. 27, sedan semester. Till hälften.", "partly_fulfilled"),
        ("Nio av 13 skolor, övriga efter lovet. På gång.", "ongoing"),
        ("Nådde inte fram", "not_fulfilled"),
        ("Det blev aldrig aktuellt. Löftet läggs på is tills vidare.", None),
        ("Löftet är inte klart men på god väg.", "ongoing"),
        ("Mätaren gick sönder. Noll mätningar, och ett brutet löfte.", "not_fulfilled"),
    ],
)
def test_what_became_of_it_in_other_words(text: str, status: str | None) -> None:
    assert status_of(text) == status


def test_a_column_of_statuses_is_known_by_its_cells_and_letters_by_their_legend() -> None:
    cells = (
        cell("Löfte", "Lampor byts"), cell("Kom vi dit", "I mål"), cell("Löfte", "Buskar röjs", 2),
        cell("Kom vi dit", "Missat", 2),
    )  # fmt: skip
    promises = section("activity", item("Lampor byts", "t1", 1), item("Buskar röjs", "t1", 2), heading="Löfte")
    found = described(promises, cells=cells, kind="follow_up_report")
    assert (found["Lampor byts"].status, found["Buskar röjs"].status) == ("fulfilled", "not_fulfilled")
    told = part(section("background", item("G = genomfört, D = delvis genomfört, E = ej genomfört")))
    assert legend_of([told], []) == {"G": "fulfilled", "D": "partly_fulfilled", "E": "not_fulfilled"}
    assert status_of_cell(cell("Status", "D"), {"D": "partly_fulfilled"}) == "partly_fulfilled"


def test_a_day_under_klart_is_a_time_and_a_word_a_status() -> None:
    row = section("activity", item("Lampor byts", "t1", 1), heading="Insats")
    assert when(described(row, cells=(cell("Klart", "31 maj"),))["Lampor byts"]) == [(None, "2020-05-31")]
    assert described(row, cells=(cell("Klart", "Ja"),))["Lampor byts"].status == "fulfilled"


def test_a_legend_on_one_line_ends_each_meaning_at_the_next_sign() -> None:
    told = part(section("other", item("Tecken ● klart ◐ på gång ○ ej påbörjat enligt plan – inte aktuellt")))
    assert legend_of([told], []) == {"●": "fulfilled", "◐": "ongoing", "○": "not_fulfilled"}


def test_a_status_stands_on_the_action_not_on_the_goal_beside_it() -> None:
    goal = section("goal", item("Reservvatten finns", "t1", 1), heading="Mål")
    done = section("activity", item("Planen övas", "t1", 1), heading="Insats")
    found = described(goal, done, cells=(cell("Status", "Klart"),))
    assert (found["Reservvatten finns"].status, found["Planen övas"].status) == (None, "fulfilled")


def test_a_column_of_times_is_known_by_its_cells() -> None:
    cells = (
        cell("Almanackan", "Februari–november"), cell("Almanackan", "31 mars", 2),
        cell("Omfattning", "Tre träffar i mars med elever"), cell("Omfattning", "31 mars är det två", 2),
    )  # fmt: skip
    windows = section("activity", item("Februari–november", "t1", 1), item("31 mars", "t1", 2), heading="Almanackan")
    done = section("activity", item("Lampor byts", "t1", 1), item("Buskar röjs", "t1", 2), heading="Det vi gör")
    found = described(done, windows, cells=cells)
    assert when(found["Lampor byts"]) == [("2020-02-01", "2020-11-30")]
    assert when(found["Buskar röjs"]) == [("2020-03-31", "2020-03-31")]
    assert when(found["31 mars"]) == []
