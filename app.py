"""The server: builds the database, then serves the pages and, under /data/, every table as a file.

`streamlit run app.py` imports this module once; `uvicorn app:app` works as well.
"""

import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from importlib import import_module
from pathlib import Path

import streamlit as st
from sqlalchemy.exc import DBAPIError
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalog.terminal import problem_line, show_progress
from db import export
from db.engine import NoCatalog, Snapshot, store

DATABASE = "catalog.sqlite"
FILES = (
    *(f"{name}.{format}" for name in export.NAMES for format in export.FORMATS),
    export.DICTIONARY,
    export.BIBLIOGRAPHY,
    DATABASE,
)
MEDIA_TYPES = {
    "bib": "application/x-bibtex",
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
}
DATA_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "no-cache",  # ask again each time; an ETag makes that cheap
}
HEADERS = {
    # Whatever the data says, a page loads nothing from elsewhere. Charts need eval, Streamlit inline styles.
    "Content-Security-Policy": "default-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""Of every answer, the pages' too."""


# ---- start


def prepare() -> None:
    """Brings the database up to the files; where nothing can be shown, ends the program in words."""
    root, folder = store().root, store().folder
    try:
        problems = store().current(show_progress).problems
    except NoCatalog as stop:
        print(*(problem_line(problem, root) for problem in stop.problems), sep="\n", file=sys.stderr)
        sys.exit(
            f"\nThe catalog in {root} cannot be shown, and there is no earlier good one. "
            "Mend these problems, or set CATALOG_DIR to another folder, then start again."
        )
    except (OSError, DBAPIError) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        sys.exit(
            f"The database cannot be built in {folder}: {reason}\n"
            "Make that a folder you can write to, or set CATALOG_BUILD_DIR to one."
        )
    if problems:
        print(*(problem_line(problem, root) for problem in problems), sep="\n", file=sys.stderr)
        print("\nUntil these problems are mended the last good catalog is shown.", file=sys.stderr)


@asynccontextmanager
async def warm(_: st.App) -> AsyncIterator[None]:
    """Imports what the pages need, and prepares what they share, before the first visitor comes.

    What stays for good is taken out of the garbage collections to come.
    """
    for name in ("altair", "pandas", "pages.parts.period"):
        import_module(name)
    import_module("pages.parts.comparison").load()
    altair = import_module("altair")
    altair.Chart(altair.Data(values=[])).mark_point().to_dict()  # the first chart reads Vega-Lite's schema
    gc.collect()
    gc.freeze()
    yield


# ---- data routes


def data(request: Request) -> Response:
    """A file of the current catalog: 304 if the visitor has it, 404 in words if there is no such file."""
    name = request.path_params["name"]
    if not name:
        addresses = [f"{request.url_for('data', name=file)}\n" for file in FILES]
        return PlainTextResponse("".join(addresses), headers=DATA_HEADERS)
    if name not in FILES:
        message = f"There is no {name!r} under /data/. There are:\n" + "\n".join(FILES) + "\n"
        return PlainTextResponse(message, 404, DATA_HEADERS)
    snapshot = store().current()
    etag = f'"{snapshot.version}/{name}"'
    headers = {**DATA_HEADERS, "ETag": etag, "Content-Disposition": f'attachment; filename="{name}"'}
    if has(request, etag):
        return Response(status_code=304, headers=headers)
    media_type = MEDIA_TYPES[name.rpartition(".")[2]]
    if name == DATABASE:
        return FileResponse(snapshot.database, headers=headers, media_type=media_type)
    return Response(content(snapshot, name), headers=headers, media_type=media_type)


def has(request: Request, etag: str) -> bool:
    """Whether the visitor's If-None-Match names the tag (RFC 9110, section 13.1.2: weak comparison)."""
    tags = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    return etag in tags or "*" in tags


def content(snapshot: Snapshot, name: str) -> bytes:
    """A table, the data dictionary or the bibliography, as `python -m catalog export` writes it."""
    if name == export.DICTIONARY:
        return export.datapackage_bytes(snapshot.engine)
    if name == export.BIBLIOGRAPHY:
        return export.bibtex_bytes(snapshot.engine)
    table, format = name.split(".")
    return table_bytes(snapshot.engine, table, format)


# Each snapshot has an engine of its own, so tables of earlier ones fall out of the cache.
table_bytes = lru_cache(maxsize=len(FILES))(export.table_bytes)


class Headers:
    """Middleware that puts HEADERS on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, send_with_headers)


prepare()
base = st.get_option("server.baseUrlPath").strip("/")  # behind a proxy that serves the dashboard below a path
app = st.App(
    Path(__file__).parent / "pages" / "index.py",
    routes=[Route(f"/{base}/data/{{name:path}}".replace("//", "/"), data, name="data")],
    middleware=[Middleware(Headers)],
    lifespan=warm,
)
