"""Plans to export and correct: some of the corpus, and one whose words try to break every format."""

from __future__ import annotations

from pathlib import Path

from planparse.batch import convert_file
from planparse.plan import (
    Actor,
    Item,
    Link,
    Municipality,
    Parser,
    Part,
    Period,
    Plan,
    PlanSource,
    Provenance,
    Recurrence,
    Section,
    SectionKind,
    Target,
    Time,
    Warning,
    to_json,
)

CORPUS = Path(__file__).parent.parent / "corpus" / "train"
NAMES = (
    "medborgarlofte-svenljunga-2023-2024.pdf",
    "landskrona-samverkan-bilagor-2015-16.pdf",
    "handlingsplan-2022-hofors.pdf",
    "slutrapport-medborgarlofte-nynashamn-2018-5dok.txt",
)
HOSTILE = (
    "=HYPERLINK(\"http://x\";\"klicka\")",
    "+46 70 123 45 67",
    "-5 procent färre anmälningar",
    "@SUM(A1:A9)",
    "'=redan skyddad",
    "Citat \"här\", komma; semikolon\tflik",
    "Emoji 🚲 och ord efter",
    "Kontroll\u0001tecken & <taggar>",
    "＝fullbredd",
    "Åtgärd för åäö",
)  # fmt: skip


def hostile_plan(texts: tuple[str, ...] = HOSTILE, kind: SectionKind = "activity") -> Plan:
    """A plan of one part and one section under "Mål", whose items are the texts, with every detail filled in."""
    text = "Titel\nMål\n" + "\n".join(texts)
    at = len("Titel\nMål\n")
    items = []
    for n, words in enumerate(texts, 1):
        items.append(
            Item(
                id=f"p1.s1.i{n}",
                text=words,
                span=[at, at + len(words)],
                form="bullet" if n % 2 else "paragraph",
                targets=[Target(text="-5 procent", comparator="between", value=[-5, 7.5], unit="percent")],
                actors=[Actor(text="=Polisen", kind="police", role="responsible")],
                times=[
                    Time(
                        text="varannan vecka",
                        start="2016-02-30",
                        end="2016-12-31",
                        precision="year",
                        recurrence=Recurrence(count=1, per="week", every=2),
                    )
                ],
                status="ongoing" if n == 1 else None,
                provenance=[Provenance(page=1, bbox=[72.0, 80.5, 300.0, 92.0]), Provenance(page=2)],
            )
        )
        at += len(words) + 1
    section = Section(
        id="p1.s1", kind=kind, heading="Mål", path=["=Tema", "Under"], evidence="heading", confidence=0.97,
        reasons=["heading_exact", "cue"], items=items,
    )  # fmt: skip
    links = [
        Link.model_validate(
            {"from": "p1.s1.i2", "to": "p1.s1.i1", "relation": "serves", "evidence": "row", "confidence": 1}
        )
    ]
    return Plan(
        source=PlanSource(
            file_name="=ond.pdf", sha256="ab" * 32, media_type="application/pdf", page_count=2, text_source="embedded"
        ),
        parser=Parser(version="0.1.0", model="rules"),
        text=text,
        document_type="action_plan",
        title="@Titel",
        municipalities=[
            Municipality(name="Upplands Väsby", code="0114", county="Stockholms län", county_code="01"),
            Municipality(name="Landskrona", code="1282", county="Skåne län", county_code="12"),
        ],
        period=Period(text="2015/16", start="2015-01-01", end="2016-12-31"),
        diary_numbers=["KS 2016/123", "-1"],
        parts=[
            Part(id="p1", kind="body", pages=[1, 2], sections=[section]),
            Part(id="p2", kind="appendix", number="3b", title="Tom bilaga", pages=[2, 2], sections=[]),
        ],
        links=links,
        warnings=[Warning(code="page_without_text", page=2, message="=no text")],
    )  # fmt: skip


def write_plans(folder: Path) -> Path:
    """A folder as `planparse convert` leaves it: plans of the corpus in a tree, and the hostile one."""
    for name in NAMES:
        target = folder / "train" / Path(name).with_suffix(".json").name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(to_json(convert_file(CORPUS / name)), "utf-8")
    (folder / "ond åäö.json").write_text(to_json(hostile_plan()), "utf-8")
    return folder
