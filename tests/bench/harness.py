"""What the benchmarks of pages and of visits share: two catalogs, servers, a browser, a verdict."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Playwright

from db.engine import store
from tests.bench.synthetic import enlarge, files_for
from tests.browser import chromium
from tests.serving import ROOT

RUNS = 7
APP = ROOT / "app.py"
EMPTY = 'import streamlit as st\nst.title("Empty")\nst.write("Nothing here.")\n'


def catalogs(folder: Path, variants: int) -> dict[str, Path]:
    """Today's catalog and one of so many variants, both built, by what they are called."""
    large = folder / "large"
    enlarge(ROOT / "catalog", large, files_for(ROOT / "catalog", variants))
    roots = {"today": ROOT / "catalog", "large": large}
    for root in roots.values():
        use(root, folder)
        store().current()
    return roots


def use(root: Path, folder: Path) -> None:
    """From now on pages show this catalog."""
    os.environ |= {"CATALOG_DIR": str(root), "CATALOG_BUILD_DIR": str(folder / "var" / root.name)}
    store.cache_clear()


@contextmanager
def launched(playwright: Playwright) -> Iterator[Browser | None]:
    """A browser; None, and a word on it, where there is none."""
    path = chromium.find(playwright)
    if not path:
        print(f"browser: left out. {chromium.missing()}")
        yield None
        return
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    browser = playwright.chromium.launch(executable_path=path, args=sandbox)
    yield browser
    browser.close()


@contextmanager
def serving(script: Path) -> Iterator[str]:
    """Serves an app on a free port, with the settings of its folder, if it has any; its address."""
    port = str(free_port())
    options = ("--server.port", port, "--server.headless", "true", "--browser.gatherUsageStats", "false")
    with _program("streamlit", "run", script.name, *options, folder=script.parent):
        until_it_answers(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"


@contextmanager
def datasette(database: Path) -> Iterator[str]:
    """Serves a database with Datasette; its address."""
    port = str(free_port())
    with _program("datasette", "serve", str(database), "--port", port):
        until_it_answers(f"http://127.0.0.1:{port}/-/versions.json")
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _program(*command: str, folder: Path = ROOT) -> Iterator[None]:
    """Runs a module of Python in a folder until the block ends."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        [sys.executable, "-m", *command], cwd=folder, stdout=quiet, stderr=quiet
    ) as process:
        try:
            yield
        finally:
            process.kill()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_it_answers(address: str) -> None:
    """Waits for a server; ends the program if none comes."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with suppress(OSError), urlopen(address, timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    sys.exit(f"no server answers at {address}")


def verdict(what: str, took: float, least: float, target: float) -> bool:
    """Prints a ratio of two times (seconds); whether it is within its target."""
    ratio = took / least
    words = "" if ratio <= target else "  TOO SLOW"
    print(
        f"  {what:40} {took * 1e3:8.1f} / {least * 1e3:8.1f} ms = {ratio:.3g} (at most {target}){words}",
        flush=True,
    )
    return ratio <= target
