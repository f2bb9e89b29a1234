"""What a page reads of the catalog, kept for as long as the catalog stays the same."""

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from db import queries

T = TypeVar("T")


def read(query: Callable[..., T], **arguments: Any) -> T:
    """The result of one of `db.queries` on the current catalog; a copy, which the page may change."""
    snapshot = queries.snapshot()
    kept: T = _read(query.__name__, snapshot.version, tuple(arguments.items()), snapshot.engine)
    return kept


def version() -> str:
    """The catalog's version, to cite."""
    return queries.snapshot().content


@st.cache_data(show_spinner=False, max_entries=200)
def _read(query: str, version: str, arguments: tuple[tuple[str, Any], ...], _engine: Any) -> Any:
    """Kept by the catalog's version, which changes with its content; the engine is no part of the key."""
    return getattr(queries, query)(engine=_engine, **dict(arguments))
