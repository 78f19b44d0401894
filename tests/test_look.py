"""The pages in a browser: click, filter, correct, download; hostile text stays text; axe finds nothing serious."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import AXE, CHROMIUM, DRIVER, chromium, complaints, serious_findings, until
from made_plans import Row, a_plan
from paper import Paper
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select
from test_report import PAYLOAD, rich

from planparse.compare import compare
from planparse.plan import Item, Part, Plan, Provenance, Section, Warning
from planparse.report.comparison import comparison_page
from planparse.report.page import plan_page

pytestmark = pytest.mark.skipif(CHROMIUM is None or DRIVER is None, reason="no chromium with chromedriver here")
needs_axe = pytest.mark.skipif(not AXE.exists(), reason="no axe-core (npm install --prefix tests axe-core)")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("look")


@pytest.fixture(scope="module")
def driver(folder: Path) -> Iterator[Chrome]:
    with chromium(folder) as started:
        yield started


def show(driver: Chrome, folder: Path, html: str, name: str = "page.html", place: str = "") -> None:
    (folder / name).write_text(html, "utf-8")
    driver.get("about:blank")
    driver.get((folder / name).as_uri() + place)


def plan_with_pdf(folder: Path) -> Plan:
    paper = Paper()
    for number, section in enumerate(rich().parts[0].sections, 1):
        paper.text(72, 60 + 30 * number, section.items[0].text)
    pdf = paper.pdf()
    (folder / "Hjo-2017.pdf").write_bytes(pdf)
    source = rich().source.model_copy(update={"sha256": hashlib.sha256(pdf).hexdigest()})
    warning = Warning(code="no_text", page=1, message="En varning")
    return rich().model_copy(update={"source": source, "warnings": [warning]})


@pytest.fixture
def page(driver: Chrome, folder: Path) -> Chrome:
    show(driver, folder, plan_page([plan_with_pdf(folder)], folder))
    until(lambda: driver.find_elements(By.CSS_SELECTOR, ".box"))
    return driver


def one(driver: Chrome, selector: str) -> WebElement:
    return driver.find_element(By.CSS_SELECTOR, selector)


def classes(driver: Chrome, selector: str) -> set[str]:
    return set((one(driver, selector).get_attribute("class") or "").split())


def visible(driver: Chrome, selector: str) -> list[str]:
    return [
        e.get_attribute("data-item") or "" for e in driver.find_elements(By.CSS_SELECTOR, selector) if e.is_displayed()
    ]


def test_an_item_shows_its_place_and_its_links(page: Chrome) -> None:
    one(page, '.place[data-item="p1.s2.i1"]').click()
    assert "on" in classes(page, '.box[data-item="p1.s2.i1"]')
    assert "linked" in classes(page, '.box[data-item="p1.s1.i1"]')
    assert "linked" in classes(page, "#i-p1\\.s1\\.i1")
    assert page.find_elements(By.CSS_SELECTOR, ".threads path")
    assert page.find_elements(By.CSS_SELECTOR, ".wires path")
    assert complaints(page) == []


def test_a_place_shows_its_item(page: Chrome) -> None:
    one(page, '.box[data-item="p1.s3.i1"]').click()
    assert "on" in classes(page, "#i-p1\\.s3\\.i1")


def test_an_address_leads_to_an_item_far_down(driver: Chrome, folder: Path) -> None:
    plan, _ = hundred_pages()
    show(driver, folder, plan_page([plan]), "far.html", "#/plan/0/p1.s77.i5")
    view = (
        "const b = document.getElementById('i-p1.s77.i5').getBoundingClientRect();"
        "return b.top > 0 && b.bottom < innerHeight"
    )
    until(lambda: driver.execute_script(view))


def test_the_box_lies_on_the_words(page: Chrome) -> None:
    box, paper = one(page, '.box[data-item="p1.s1.i1"]').rect, one(page, ".paper").rect
    assert (box["x"] - paper["x"]) / paper["width"] == pytest.approx(72 / 595, abs=0.01)
    assert (box["y"] - paper["y"]) / paper["height"] == pytest.approx(90 / 842, abs=0.01)
    assert page.execute_script("return document.querySelector('.paper img').naturalWidth") > 500


def test_filters_hide_and_sorting_puts_doubt_first(page: Chrome) -> None:
    one(page, '.chip[data-kind="goal"]').click()
    assert visible(page, ".item") == ["p1.s1.i1"]
    one(page, '.chip[data-kind="goal"]').click()
    one(page, '[data-only="time"]').click()
    assert visible(page, ".item") == ["p1.s2.i1"]
    one(page, '[data-only="time"]').click()
    one(page, ".find").send_keys("månad för")
    assert visible(page, ".item") == ["p1.s3.i1"]
    one(page, ".find").clear()
    one(page, ".find").send_keys("x", Keys.BACKSPACE)
    one(page, '[data-sort="low"]').click()
    assert visible(page, ".item")[0] == "p1.s2.i1"
    one(page, '[data-sort="low"]').click()
    assert visible(page, ".item") == ["p1.s1.i1", "p1.s2.i1", "p1.s3.i1"]


def test_confidence_and_reasons_are_told(page: Chrome) -> None:
    one(page, '[data-section="p1.s2"] .why summary').click()
    assert "ord i texten" in one(page, '[data-section="p1.s2"] .why').text
    assert "doubtful" in classes(page, '[data-section="p1.s2"]')
    assert "En varning" in one(page, ".warnings").text


def test_the_keyboard_alone_is_enough(page: Chrome) -> None:
    keys = ActionChains(page)
    keys.send_keys("j").send_keys("j").perform()
    assert "on" in classes(page, "#i-p1\\.s2\\.i1")
    ActionChains(page).send_keys("r").perform()
    assert one(page, "#correct").is_displayed()
    ActionChains(page).send_keys(Keys.ESCAPE).perform()
    assert not one(page, "#correct").is_displayed()


def test_a_box_hands_over_to_the_next_by_arrows(page: Chrome) -> None:
    page.execute_script("document.querySelector('.box').focus()")
    ActionChains(page).send_keys(Keys.ARROW_DOWN).perform()
    assert page.switch_to.active_element.get_attribute("data-item") == "p1.s2.i1"


def correct(page: Chrome, item: str, kind: str) -> None:
    one(page, f'.fix[data-item="{item}"]').click()
    Select(one(page, "#new-kind")).select_by_value(kind)


def downloaded(page: Chrome, folder: Path) -> dict[str, Any]:
    file = folder / "Hjo-2017.corrections.json"
    file.unlink(missing_ok=True)
    one(page, "#open-list").click()
    one(page, "#download").click()
    until(file.exists)
    one(page, "#close-list").click()
    found: dict[str, Any] = json.loads(until(lambda: file.read_text("utf-8")))
    return found


def test_a_kind_and_a_boundary_are_corrected_and_downloaded(page: Chrome, folder: Path) -> None:
    plan = plan_with_pdf(folder)
    correct(page, "p1.s2.i1", "goal")
    one(page, "#save-correction").click()
    correct(page, "p1.s1.i1", "goal")
    field = one(page, "#bounds")
    field.click()
    field.send_keys(Keys.CONTROL, Keys.HOME)
    chain = ActionChains(page).key_down(Keys.SHIFT)
    for _ in range(len("Högst 40 anmälda cykelstölder")):
        chain.send_keys(Keys.ARROW_RIGHT)
    chain.key_up(Keys.SHIFT).perform()
    assert one(page, "#becomes").text == "Högst 40 anmälda cykelstölder"
    one(page, "#save-correction").click()
    assert one(page, "#count").text == "2"
    assert "changed" in classes(page, "#i-p1\\.s2\\.i1")
    file = downloaded(page, folder)
    assert {key: file[key] for key in ("format", "version", "sha256", "schema_version")} == {
        "format": "planparse-corrections",
        "version": "1.0",
        "sha256": plan.source.sha256,
        "schema_version": "1.0",
    }
    kind, bound = file["corrections"]
    assert kind["change"] == {"type": "kind", "kind": "goal"}
    start, end = kind["anchor"]["span"]
    assert plan.text[start:end] == kind["anchor"]["quote"]
    assert plan.text[end : end + 48] == kind["anchor"]["suffix"]
    assert bound["anchor"]["span"] == [0, 41]
    pieces = [{"text": "Högst 40 anmälda cykelstölder"}, {"text": "under 2017."}]
    assert bound["change"] == {"type": "boundary", "how": "split", "pieces": pieces}


GOAL, PATROL = "Högst 40 anmälda cykelstölder under 2017.", "Polisen går till fots i hamnen under juli."


@pytest.mark.parametrize(
    ("chosen", "how", "texts"),
    [
        ("till fots i hamnen", "split", ["Polisen går", "till fots i hamnen", "under juli."]),
        ("2017.\nPolisen går", "move", [GOAL[:-6], "2017. Polisen går", "till fots i hamnen under juli."]),
        (f"{GOAL}\n{PATROL}", "merge", [f"{GOAL} {PATROL}"]),
    ],
)
def test_a_boundary_moves_words_between_items(page: Chrome, chosen: str, how: str, texts: list[str]) -> None:
    start = rich().text.index(chosen)
    made = page.execute_script(
        "return pieces(DATA.plans[0], 'p1.s2.i1', [arguments[0], arguments[1]], null)", start, start + len(chosen)
    )
    assert made["change"]["how"] == how
    assert [piece["text"] for piece in made["change"]["pieces"]] == texts


def test_a_correction_is_undone(page: Chrome) -> None:
    correct(page, "p1.s3.i1", "result")
    one(page, "#save-correction").click()
    one(page, "#open-list").click()
    one(page, "#made button").click()
    assert one(page, "#count").text == "0"


def test_spans_count_signs_as_python_does(driver: Chrome, folder: Path) -> None:
    plan = a_plan([("goal", "Trygghet 😀 i hela staden"), ("activity", "Polisen 🚓 går till fots")])
    show(driver, folder, plan_page([plan]))
    correct(driver, "p1.s2.i1", "goal")
    one(driver, "#save-correction").click()
    anchor = driver.execute_script("return correctionsFile(0)")["corrections"][0]["anchor"]
    start, end = anchor["span"]
    assert plan.text[start:end] == anchor["quote"] == "Polisen 🚓 går till fots"
    driver.execute_script("saved = true")


def test_both_languages(page: Chrome) -> None:
    Select(one(page, "#language")).select_by_value("en")
    assert one(page, "html").get_attribute("lang") == "en"
    assert "Low confidence first" in one(page, ".filters").text
    assert (one(page, ".box").get_attribute("aria-label") or "").startswith("Goal")
    Select(one(page, "#language")).select_by_value("sv")
    assert "Osäkra först" in one(page, ".filters").text


def hostile() -> list[Plan]:
    rows: list[Row] = [
        ("goal", PAYLOAD, {"heading": PAYLOAD, "path": [PAYLOAD]}),
        ("activity", '"><svg onload=window.pwned=1> ska göras av alla'),
    ]
    fields: dict[str, Any] = {
        "title": PAYLOAD,
        "producer": PAYLOAD,
        "diary_numbers": [PAYLOAD],
        "warnings": [Warning(code="no_text", message=PAYLOAD)],
    }
    second: dict[str, Any] = {**fields, "file_name": "javascript:window.pwned=1", "year": 2019}
    return [a_plan(rows, **(fields | {"file_name": f"{PAYLOAD}.pdf"})), a_plan(rows, **second)]


@pytest.mark.parametrize(
    "place",
    ["", "#/plan/0", "#/items?kind=goal", "#/items?county=<img src=x onerror=window.pwned=1>", "#/plan/0/</script>"],
)
def test_hostile_text_is_inert(driver: Chrome, folder: Path, place: str) -> None:
    show(driver, folder, plan_page(hostile()), "hostile.html", place)
    for button in driver.find_elements(By.CSS_SELECTOR, ".place, .fix")[:4]:
        driver.execute_script("arguments[0].click()", button)
    assert driver.execute_script("return window.pwned ?? null") is None
    assert not driver.find_elements(By.CSS_SELECTOR, "img[onerror], svg[onload], main script")
    assert complaints(driver) == []
    driver.execute_script("saved = true")


def test_hostile_text_is_inert_in_a_comparison(driver: Chrome, folder: Path) -> None:
    show(driver, folder, comparison_page(compare(hostile())), "hostile.html")
    assert driver.execute_script("return window.pwned ?? null") is None
    assert not driver.find_elements(By.CSS_SELECTOR, "img[onerror], svg[onload]")


def test_nothing_else_may_run(page: Chrome) -> None:
    page.execute_script(
        "const s = document.createElement('script'); s.textContent = 'window.pwned = 1'; document.body.append(s)"
    )
    assert page.execute_script("return window.pwned ?? null") is None
    assert any("Content Security Policy" in line for line in complaints(page))


def test_the_index_leads_to_the_items_behind_a_number(driver: Chrome, folder: Path) -> None:
    show(
        driver, folder, plan_page([rich(), a_plan([("goal", "Färre inbrott i centrum")], "Kalix", 2019)]), "index.html"
    )
    one(driver, '.matrix a[href="#/plan/1?kind=goal"]').click()
    until(lambda: visible(driver, ".item") == ["p1.s1.i1"])
    driver.back()
    until(lambda: driver.find_elements(By.CSS_SELECTOR, ".matrix"))
    driver.execute_script("document.querySelector('.chart a').dispatchEvent(new MouseEvent('click', {bubbles: true}))")
    until(lambda: driver.find_elements(By.CSS_SELECTOR, ".hits a"))
    one(driver, ".hits a").click()
    until(lambda: "on" in classes(driver, "#i-p1\\.s1\\.i1"))
    assert complaints(driver) == []


def test_a_comparison_is_filtered_by_state(driver: Chrome, folder: Path) -> None:
    first = a_plan(
        [
            ("goal", "Högst 40 anmälda cykelstölder under året"),
            ("goal", "Färre ska undvika hamnen efter mörkrets inbrott"),
        ]
    )
    second = a_plan([("goal", "Högst 30 anmälda cykelstölder under året")], year=2018)
    show(driver, folder, comparison_page(compare([first, second])), "compare.html")
    assert (one(driver, "del").text, one(driver, "ins").text) == ("40", "30")
    one(driver, '.bar [data-state="dropped"]').click()
    rows = [e for e in driver.find_elements(By.CSS_SELECTOR, "tbody tr") if e.is_displayed()]
    assert len(rows) == 1
    assert "hamnen" in rows[0].text


def hundred_pages() -> tuple[Plan, bytes]:
    paper, sections, text = Paper(), [], ""
    for number in range(1, 101):
        items = []
        for row in range(12):
            words = f"Åtgärd {number}.{row} genomförs av kommunen och polisen tillsammans under hela året i alla delar"
            paper.text(72, 60 + 55 * row, words)
            box = Provenance(page=number, bbox=[72, 60.0 + 55 * row, 520, 75.0 + 55 * row])
            items.append(
                Item(
                    id=f"p1.s{number}.i{row}",
                    text=words,
                    span=[len(text), len(text) + len(words)],
                    form="paragraph",
                    provenance=[box],
                )
            )
            text += words + "\n"
        paper.page()
        sections.append(
            Section(
                id=f"p1.s{number}", kind="activity", evidence="content", confidence=0.9, reasons=["cue"], items=items
            )
        )
    pdf = paper.pdf()
    plan = a_plan([("goal", "x")], pdf=pdf)
    return plan.model_copy(
        update={"text": text, "parts": [Part(id="p1", kind="body", pages=[1, 100], sections=sections)]}
    ), pdf


def test_a_hundred_pages_open_in_two_seconds(driver: Chrome, folder: Path) -> None:
    plan, pdf = hundred_pages()
    (folder / "Hjo-2017.pdf").write_bytes(pdf)
    show(driver, folder, plan_page([plan], folder), "long.html")
    until(lambda: driver.execute_script("return performance.getEntriesByType('navigation')[0].loadEventEnd > 0"))
    assert driver.execute_script("return performance.getEntriesByType('navigation')[0].loadEventEnd") < 2000
    assert len(driver.find_elements(By.CSS_SELECTOR, ".paper img")) < 12, "pages are drawn as they come into view"
    driver.execute_script("const p = document.querySelector('.pages'); p.scrollTop = p.scrollHeight")
    until(lambda: driver.find_elements(By.CSS_SELECTOR, '.sheet[data-page="100"] .box'))


@needs_axe
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 1440])
def test_axe_finds_nothing_serious(folder: Path, dark: bool, width: int) -> None:
    plan = plan_with_pdf(folder)
    other = a_plan([("goal", "Färre inbrott i centrum av staden")], "Kalix", 2019)
    later = a_plan([("goal", "Högst 30 anmälda cykelstölder under 2018.")], year=2018)
    pages = {
        "one.html": plan_page([plan], folder),
        "many.html": plan_page([plan, other], folder),
        "compare.html": comparison_page(compare([plan, later, other])),
    }
    with chromium(folder, width, dark=dark) as driver:
        for name, html in pages.items():
            for place in ("", "#/items?kind=goal") if name == "many.html" else ("",):
                show(driver, folder, html, name, place)
                assert serious_findings(driver) == [], (name, place)
                wide = driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
                assert wide <= 0, f"{name}{place} is {wide} px too wide at {width}"
        show(driver, folder, pages["one.html"])
        driver.execute_script("document.querySelector('.fix').click()")
        assert serious_findings(driver) == [], "the dialog"
