"""`python -m tests.bench.sessions`: what visitors at work wait for, beside the least that such a thing takes.

A click on a filter until the text is redrawn, beside an app of one widget and one text; fifty sessions whose
pages run anew at once, beside fifty of an empty app; a table as CSV over HTTP, beside Datasette on the
same database. CHROME_PATH names the browser.
"""

import argparse
import asyncio
import logging
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, expect, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from db.engine import store
from tests.bench.harness import APP, EMPTY, RUNS, catalogs, datasette, launched, serving, use, verdict

CLICK_TARGET, SESSIONS_TARGET, CSV_TARGET = 1.8, 1.0, 0.5
SESSIONS = 50
MINIMAL = """
import streamlit as st
chosen = st.segmented_control("Lines", ["One per model", "All sizes"], default="One per model", required=True)
st.title("473 sizes of models" if chosen == "All sizes" else "115 models")
"""
PARTS = ("click", "sessions", "csv")


def main() -> None:
    """Prints every ratio; ends with 1 if one misses its target."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.sessions", description="Measures visits.")
    parser.add_argument("--variants", type=int, default=10_000, help="of the large catalog")
    parser.add_argument("--parts", nargs="*", default=PARTS, choices=PARTS)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    met: list[bool] = []
    with TemporaryDirectory(prefix="bench-sessions-") as name:
        folder = Path(name)
        for catalog, root in catalogs(folder, options.variants).items():
            use(root, folder)
            print(f"visits, {catalog}: medians of {RUNS}, wall clock")
            if "click" in options.parts:
                met += measure_click(folder)
            if "sessions" in options.parts:
                met += measure_sessions(folder)
            if "csv" in options.parts:
                met += measure_csv()
    sys.exit(not all(met))


# ---- a click on a filter


def measure_click(folder: Path) -> Iterator[bool]:
    """The overview's choice between models and their sizes, until its title says so."""
    script = folder / "minimal.py"
    script.write_text(MINIMAL)
    with sync_playwright() as playwright, launched(playwright) as browser:
        if browser is None:
            return
        with serving(APP) as dashboard, serving(script) as minimal:
            pages = [_opened(browser, address) for address in (dashboard, minimal)]
            pairs = [[_click(page, number) for page in pages] for number in range(2 * RUNS + 2)][2:]
        ours, theirs = (median(column) for column in zip(*pairs, strict=True))
        yield verdict("filter click / minimal app", ours, theirs, CLICK_TARGET)


def _opened(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("models", timeout=120_000)
    return page


def _click(page: Page, number: int) -> float:
    """Seconds from a click to the title that follows from it: of sizes and of models in turn."""
    button = page.get_by_text("One per model" if number % 2 else "All sizes", exact=True)
    title = page.locator("h1:has-text('sizes of')" if number % 2 == 0 else "h1:not(:has-text('sizes of'))")
    start = time.perf_counter()
    button.click()
    title.wait_for(timeout=120_000)
    took = time.perf_counter() - start
    # The next click shall not find the script of this one at work.
    expect(page.get_by_test_id("stApp")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=120_000
    )
    return took


# ---- many at once


def measure_sessions(folder: Path) -> Iterator[bool]:
    """The overview and the timeline in fifty sessions, beside an empty app in as many."""
    script = folder / "empty.py"
    script.write_text(EMPTY)
    with serving(APP) as dashboard, serving(script) as empty:
        for page in ("", "timeline"):
            asyncio.run(_rounds(dashboard, page, 1))
            ours = asyncio.run(_rounds(dashboard, page, RUNS))
            theirs = asyncio.run(_rounds(empty, "", RUNS))
            name = f"{SESSIONS} × {page or 'overview'} / empty"
            yield verdict(name, median(ours), median(theirs), SESSIONS_TARGET)


async def _rounds(address: str, page: str, rounds: int) -> list[float]:
    """Seconds until every session's script has ended, from asking all of them at once to run it again."""
    opened = [
        connect(
            f"{address.replace('http', 'ws', 1)}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
        )
        for _ in range(SESSIONS)
    ]
    sockets = [await socket for socket in opened]
    times = []
    for number in range(rounds + 1):
        start = time.perf_counter()
        await asyncio.gather(*(_run(socket, page) for socket in sockets))
        if number:  # the first run of a session is not a rerun
            times.append(time.perf_counter() - start)
    await asyncio.gather(*(socket.close() for socket in sockets))
    return times


async def _run(socket: ClientConnection, page: str) -> None:
    message = BackMsg()
    message.rerun_script.page_name = page
    await socket.send(message.SerializeToString())
    while True:
        received = await socket.recv(decode=False)
        if ForwardMsg.FromString(received).WhichOneof("type") == "script_finished":
            return


# ---- a table as a file


def measure_csv() -> Iterator[bool]:
    """models.csv, a row a variant, beside the rows of the variants from Datasette."""
    database = store().current().database
    with serving(APP) as dashboard, datasette(database) as other:
        ours, theirs = f"{dashboard}/data/models.csv", f"{other}/{database.stem}/variant.csv?_stream=on"
        firsts = [_download(address) for address in (ours, theirs)]
        print(f"  first download: {firsts[0] * 1e3:.0f} ms, Datasette {firsts[1] * 1e3:.0f} ms")
        pairs = [[_download(address) for address in (ours, theirs)] for _ in range(RUNS)]
    took, least = (median(column) for column in zip(*pairs, strict=True))
    yield verdict("models.csv / Datasette", took, least, CSV_TARGET)


def _download(address: str) -> float:
    start = time.perf_counter()
    with urlopen(address, timeout=300) as answer:
        rows = answer.read().count(b"\n")
    assert rows > 100, f"{address} has {rows} rows"
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
