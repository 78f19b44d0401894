"""The pictures in docs/img: pages of `planparse report` and `planparse compare`, drawn by headless Chromium.

    python benchmarks/screenshots.py

Needs chromium and chromedriver. Also prints how long a page of 100 pages takes to open and to scroll.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser import chromium  # noqa: E402
from PIL import Image  # noqa: E402
from selenium.webdriver import Chrome  # noqa: E402

from planparse.compare import compare  # noqa: E402
from planparse.compare.loading import find_document, load_plans  # noqa: E402
from planparse.report.comparison import comparison_page  # noqa: E402
from planparse.report.page import plan_page  # noqa: E402

CORPUS = ROOT / "corpus"
IMAGES = ROOT / "docs/img"
ONE = "landskrona-samverkan-bilagor-2017"
COMPARED = (
    "landskrona-samverkan-bilagor-2015-16", ONE, "medborgarlofte-grastorp-2021",
    "uppfoljning-medborgarlofte-grastorp-2021", "medborgarlofte-askersund-2022",
)  # fmt: skip
_FRAMES = """
const done = arguments[0], pane = document.querySelector('.pages'), gaps = [];
let last = performance.now();
const step = (now) => { gaps.push(now - last); last = now; pane.scrollTop += 120;
  if (pane.scrollTop + pane.clientHeight + 1 < pane.scrollHeight && gaps.length < 600) requestAnimationFrame(step);
  else done(gaps.slice(1).sort((a, b) => a - b)); };
requestAnimationFrame(step);
"""


def shoot(driver: Chrome, name: str) -> None:
    """The window as a picture under docs/img."""
    time.sleep(0.7)
    picture = Image.open(io.BytesIO(driver.get_screenshot_as_png())).convert("RGB")
    picture.quantize(192, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)


def main() -> None:
    """Every picture."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one = load_plans([find_document(CORPUS, ONE)])
        (folder / "one.html").write_text(plan_page(one, CORPUS), "utf-8")
        (folder / "all.html").write_text(plan_page(load_plans([CORPUS / "train"])), "utf-8")
        compared = compare(load_plans([find_document(CORPUS, each) for each in COMPARED]))
        (folder / "compare.html").write_text(comparison_page(compared), "utf-8")
        wide(folder)
        small(folder)
        timing(folder)


def wide(folder: Path) -> None:
    """The desk: a plan, a correction, the index, a comparison."""
    with chromium(folder, 1440, 900) as driver:
        driver.get((folder / "one.html").as_uri() + "#/plan/0/p3.s4.i2")
        shoot(driver, "report-plan")
        driver.execute_script("document.querySelector('.item.on .fix').click()")
        shoot(driver, "report-correct")
        driver.get((folder / "all.html").as_uri())
        shoot(driver, "report-index")
        driver.execute_script("document.querySelector('#h-charts').scrollIntoView(); scrollBy(0, -70)")
        shoot(driver, "report-charts")
        driver.get((folder / "compare.html").as_uri())
        shoot(driver, "compare")
    with chromium(folder, 1440, 900, dark=True) as driver:
        driver.get((folder / "one.html").as_uri() + "#/plan/0/p3.s4.i2")
        shoot(driver, "report-dark")


def small(folder: Path) -> None:
    """The telephone, and a screen of 3840 points."""
    with chromium(folder, 320, 640) as driver:
        driver.get((folder / "one.html").as_uri())
        shoot(driver, "report-320")
    with chromium(folder, 3840, 2160) as driver:
        driver.get((folder / "one.html").as_uri() + "#/plan/0/p3.s4.i2")
        shoot(driver, "report-4k")


def timing(folder: Path) -> None:
    """Opening and scrolling a page of 100 pages."""
    from test_look import hundred_pages

    plan, pdf = hundred_pages()
    (folder / "Hjo-2017.pdf").write_bytes(pdf)
    (folder / "long.html").write_text(plan_page([plan], folder), "utf-8")
    with chromium(folder, 1440, 900) as driver:
        driver.get((folder / "long.html").as_uri())
        time.sleep(1)
        load = driver.execute_script("return performance.getEntriesByType('navigation')[0].loadEventEnd")
        gaps = driver.execute_async_script(_FRAMES)
        size = (folder / "long.html").stat().st_size / 1e6
        middle, late = gaps[len(gaps) // 2], gaps[int(len(gaps) * 0.95)]
        print(f"100 pages, {size:.1f} MB: open in {load:.0f} ms; frames {middle:.0f} ms (median), {late:.0f} ms (95 %)")


if __name__ == "__main__":
    main()
