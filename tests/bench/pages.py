"""`python -m tests.bench.pages`: what pages cost server and visitor, with today's catalog and a large one.

Processor time of each page's script, medians of visits after the first; then, in a real browser, how long the
first visitor after a start waits beside later ones, and how long until the Timeline's chart stands beside the
text of an empty Streamlit app. CHROME_PATH names the browser.
"""

import argparse
import logging
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright
from streamlit.testing.v1 import AppTest

from db.engine import store
from tests.bench.harness import APP, EMPTY, RUNS, catalogs, launched, serving, use, verdict
from tests.visiting import INDEX, PAGES

SCRIPT_TARGET, FIRST_TARGET, CHART_TARGET = 2.0, 1.2, {"today": 1.9, "large": 2.4}
FULL = {
    "compare.py": {"ids": "palm-540b,gpt-3-175b"},
    "fix.py": {"of": "palm-540b/mfu"},
    "model.py": {"id": "palm-540b"},
    "search.py": {"find": "Chinchila"},
}
CHART = "[data-testid=stVegaLiteChart] svg path"
TEXT = "h1"


def main() -> None:
    """Prints every ratio; ends with 1 if one misses its target."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pages", description="Measures the pages.")
    parser.add_argument("--variants", type=int, default=10_000, help="of the large catalog")
    parser.add_argument("--parts", nargs="*", default=["scripts", "browser"], choices=["scripts", "browser"])
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    with TemporaryDirectory(prefix="bench-pages-") as name:
        folder = Path(name)
        roots = catalogs(folder, options.variants)
        met: list[bool] = []
        if "scripts" in options.parts:
            met += measure_scripts(roots, folder)
        if "browser" in options.parts:
            met += measure_browser(roots, folder)
    sys.exit(not all(met))


# ---- the server's side


def measure_scripts(roots: dict[str, Path], folder: Path) -> Iterator[bool]:
    """For each page the ratio of its script's time with the large catalog to that with today's."""
    counts = {}
    for catalog, root in roots.items():
        use(root, folder)
        with store().current().engine.connect() as connection:
            counts[catalog] = connection.exec_driver_sql("SELECT count(*) FROM variant").scalar_one()
    print(f"scripts: {counts['large']:,} variants beside {counts['today']:,}, medians of {RUNS} runs")
    for script in PAGES:
        took = {}
        for catalog, root in roots.items():
            use(root, folder)
            took[catalog] = median(_runs(script))
        yield verdict(script, took["large"], took["today"], SCRIPT_TARGET)


def _runs(script: str) -> list[float]:
    """Processor seconds of each run of a page after its first."""
    app = AppTest.from_file(INDEX, default_timeout=300)
    app.query_params.update(FULL.get(script, {}))
    app.switch_page(script).run()
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        app.run()
        times.append(time.process_time() - start)
    return times


# ---- the visitor's side


def measure_browser(roots: dict[str, Path], folder: Path) -> Iterator[bool]:
    """The Timeline's chart beside an empty app's text; the first visitor after a start beside later ones."""
    script = folder / "empty.py"
    script.write_text(EMPTY)
    with sync_playwright() as playwright, launched(playwright) as browser:
        if browser is None:
            return
        with serving(script) as empty:
            for catalog, root in roots.items():
                use(root, folder)
                firsts, laters = [], []
                for _ in range(RUNS):
                    with serving(APP) as dashboard:
                        firsts.append(until(browser, f"{dashboard}/", TEXT))
                        laters.append(until(browser, f"{dashboard}/", TEXT))
                print(f"browser, {catalog}: medians of {RUNS}, wall clock")
                yield verdict("first visitor / later one", median(firsts), median(laters), FIRST_TARGET)
                with serving(APP) as dashboard:
                    until(browser, f"{dashboard}/timeline", CHART)
                    until(browser, empty, TEXT)
                    pairs = [
                        (until(browser, f"{dashboard}/timeline", CHART), until(browser, empty, TEXT))
                        for _ in range(RUNS)
                    ]
                charts, texts = (median(column) for column in zip(*pairs, strict=True))
                yield verdict("Timeline's chart / empty text", charts, texts, CHART_TARGET[catalog])


def until(browser: Browser, address: str, shown: str) -> float:
    """Seconds from nothing, in a browser that has loaded nothing yet, until an element is there."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address)
    page.locator(shown).first.wait_for(timeout=120_000)
    took = time.perf_counter() - start
    context.close()
    return took


if __name__ == "__main__":
    main()
