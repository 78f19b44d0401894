"""What whole headings, labels and column heads mean: wordings of offices that nobody has tuned on."""

from __future__ import annotations

import pytest

from planparse.lexicon import column_kind, heading_kind

HEADINGS = {
    "background": ["Ingress", "Så kom planen till", "Kommunen i dag", "Vad menas med trygghet?", "Perioden i korthet"],
    "purpose": ["Tanken bakom programmet", "Vad vill vi med planen?", "Vad ska planen vara bra för?"],
    "goal": ["Avtalets mål", "Dit vill vi nå under året", "Vad ska det leda till?", "Etappmål", "Vår ambition"],
    "activity": ["Att göra", "Nästa steg", "Så jobbar vi mot klotter", "Räddningstjänstens insatser", "Vad planeras?"],
    "lead_in": ["Parterna är överens om att", "Så arbetar polisen", "Kommunen bidrar med"],
    "promise": ["Det sa vi", "Vad vi lovade", "Årets löften"],
    "follow_up": ["Hur kollar vi?", "Håll koll på oss", "Rapporter och avstämning", "Vad räknas som framme?"],
    "result": ["Så blev det", "Vidtagna åtgärder", "Vad har gjorts?"],
    "responsibility": ["Hållare", "Samordnarens roll", "Om något kör fast", "Vem bär vad?", "Så styrs arbetet"],
    "validity": ["Löftets livslängd", "Hur länge programmet gäller", "Uppdatering", "Revidering av planen"],
    "other": ["Force majeure", "Ekonomi och finansiering", "Vill du veta mer?"],
}
THEMES = [
    "Insatser mot cannabis", "Målgrupp", "Målgrupper", "Målkonflikter", "Kommunikationsplan", "Trygghetsronder",
    "Brottslighet", "Läxhjälp", "Effektiv samordning för trygghet", "Föräldrarnas ansvar", "Upplevd trygghet",
    "Behandling", "Mål 6: Rent vatten", "Stationen", "Unga i dag och i morgon",
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in HEADINGS.items() for text in texts])
def test_a_heading_says_its_kind(kind: str, text: str) -> None:
    match = heading_kind(text)
    assert match is not None
    assert match.kind == kind


@pytest.mark.parametrize("text", THEMES)
def test_a_theme_says_no_kind(text: str) -> None:
    assert heading_kind(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Hållare", "responsibility"), ("Anmärkning", "result"), ("Att göra", "activity"), ("Status T2", "result"),
     ("Slutförs senast", "activity"), ("Mätning vid årsskiftet", "state"), ("Varför", "why"), ("Tkr", "other")],
)  # fmt: skip
def test_a_column_head_says_its_kind(text: str, kind: str) -> None:
    match = column_kind(text)
    assert match is not None
    assert match.kind == kind
