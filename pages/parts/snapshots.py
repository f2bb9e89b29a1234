"""What a page reads of the catalog, kept for as long as the catalog stays the same."""

from collections.abc import Callable
from copy import copy
from threading import local
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from db import queries
from pages.parts import formats

T = TypeVar("T")
_run = local()


def take() -> queries.Snapshot:
    """Once a run, before anything is read: the newest state of the catalog, which the whole run shows.

    Each look at it costs a stat of every file, and a page looks ten times.
    """
    _run.snapshot = queries.snapshot()
    return current()


def current() -> queries.Snapshot:
    """What this run shows."""
    taken: queries.Snapshot | None = getattr(_run, "snapshot", None)
    return taken or queries.snapshot()


def read(query: Callable[..., T], **arguments: Any) -> T:
    """The result of one of `db.queries` on the current catalog; a copy, which the page may change."""
    snapshot = current()
    kept: T = _read(query.__name__, snapshot.version, tuple(arguments.items()), snapshot.engine)
    return own(kept)


def own(kept: T) -> T:
    """A copy of what all visitors share; that of a frame costs nothing until it is written to."""
    return kept.copy(deep=False) if isinstance(kept, pd.DataFrame) else copy(kept)


def citations() -> dict[str, str]:
    """Every source as one cites it in passing, by id."""
    return copy(_citations(current().version))


@st.cache_resource(show_spinner=False, max_entries=2)
def _citations(version: str) -> dict[str, str]:
    return formats.citations(read(queries.sources))


def version() -> str:
    """The catalog's version, to cite."""
    return current().content


@st.cache_resource(show_spinner=False, max_entries=200)
def _read(query: str, version: str, arguments: tuple[tuple[str, Any], ...], _engine: Any) -> Any:
    """Kept by the catalog's version, which changes with its content; the engine is no part of the key."""
    return getattr(queries, query)(engine=_engine, **dict(arguments))
