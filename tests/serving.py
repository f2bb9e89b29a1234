"""Starts the dashboard as its users do: `streamlit run app.py` as a program, on a copy of the catalog."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[1]
START_SECONDS = 120


@dataclass(frozen=True)
class Server:
    """A running dashboard, the copy of the catalog that it serves, and what it printed."""

    url: str
    catalog: Path
    log: Path


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Serves `folder`/catalog, a copy of the catalog's YAML unless it is there already, on a free port."""
    catalog = copied_catalog(folder)
    port = _free_port()
    running = Server(f"http://127.0.0.1:{port}", catalog, folder / "server.log")
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with (
        running.log.open("w") as log,
        subprocess.Popen(command, cwd=ROOT, env=settings(folder), stdout=log, stderr=log) as process,
    ):
        try:
            _wait_until_healthy(running, process)
            yield running
        finally:
            process.kill()


def copied_catalog(folder: Path) -> Path:
    """`folder`/catalog with the YAML of the catalog that the tests are run on."""
    catalog = folder / "catalog"
    if not catalog.exists():
        source = Path(os.environ.get("CATALOG_DIR", ROOT / "catalog"))
        shutil.copytree(source, catalog, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return catalog


def settings(folder: Path) -> dict[str, str]:
    """The environment of a server in `folder`."""
    # Settings of the person who runs the tests must not decide their outcome.
    inherited = {
        key: value for key, value in os.environ.items() if not key.startswith(("CATALOG_", "STREAMLIT_"))
    }
    return inherited | {
        "CATALOG_DIR": str(folder / "catalog"),
        "CATALOG_BUILD_DIR": str(folder / "var"),
        "CATALOG_LOOK_SECONDS": "0",  # the next view shows an edit
    }


def _wait_until_healthy(running: Server, process: subprocess.Popen) -> None:
    deadline = monotonic() + START_SECONDS
    while monotonic() < deadline and process.poll() is None:
        try:
            # Unlike urllib, this never asks a proxy.
            connection = HTTPConnection(urlsplit(running.url).netloc, timeout=5)
            connection.request("GET", "/_stcore/health")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            pass
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.1)
    pytest.fail(f"The dashboard did not start:\n{running.log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
