"""What is known and what is missing: a picture with a cell for each model and core field."""

from collections.abc import Sequence
from itertools import islice

import pandas as pd
import streamlit as st

from db import queries
from pages.parts import downloads, formats, snapshots, tables
from pages.parts.tables import element, span

LOOKS = {
    "value": ("■", "known"),
    "conflict": ("≠", "known, claims are in conflict"),
    "contested": ("?", "contested: claims differ, none is preferred"),
    "undisclosed": ("×", "undisclosed by the makers"),
    "not-stated": ("○", "not stated in what was read"),
    "unresearched": ("·", "nobody has looked yet"),
    "not-applicable": ("", "does not apply"),
}
"""State of a core field → its sign, what it means."""


ORDERS = {"date": "By date", "known": "By completeness", "name": "By name"}


def show(order: str) -> None:
    """The models in one of ORDERS; below each field the share that is known."""
    version = snapshots.current().version
    matrix, number = _matrix(version, order)
    st.html(matrix)
    tables.cut_to_most(number)
    tables.key(*((sign or " ", meaning) for sign, meaning in LOOKS.values()))
    downloads.button(_states(version, order), "coverage.csv")


@st.cache_resource(show_spinner=False, max_entries=len(ORDERS))
def _states(version: str, order: str) -> pd.DataFrame:
    """Rows of `queries.states`; kept by the catalog's version."""
    states = snapshots.read(queries.states)
    if order == "name":
        names = snapshots.read(queries.names)
        return states.sort_values("model", kind="stable", key=lambda ids: ("model/" + ids).map(names))
    if order == "known":
        known = states["state"].isin(queries.KNOWN).groupby(states["model"]).transform("mean")
        return states.iloc[(-known).argsort(kind="stable")]
    return states


@st.cache_resource(show_spinner=False, max_entries=len(ORDERS))
def _matrix(version: str, order: str) -> tuple[str, int]:
    """The first models as HTML, and the number of all; kept by the catalog's version."""
    states, names = _states(version, order), snapshots.read(queries.names)
    fields = list(states["field"].unique())
    grid = states.pivot(index="model", columns="field", values="state")
    grid = grid.loc[states["model"].unique(), fields]
    head = element("tr", element("th", "Model", scope="col"), *map(_head, fields))
    body = [
        _row(model, names.get(f"model/{model}", model), list(cells), fields)
        for model, cells in islice(zip(grid.index, grid.to_numpy(), strict=True), tables.MOST)
    ]
    alt = "What is known of each model: a row for each model, a column for each core field"
    table = element(
        "table",
        element("thead", head),
        element("tbody", *body),
        element("tfoot", _shares(grid, fields)),
        aria_label=alt,
    )
    region = element("div", table, class_="catalog matrix", role="region", aria_label=alt, tabindex="0")
    return tables.text(region), len(grid)


def _head(field: str) -> tables.Element:
    return element("th", span(formats.label(field)), scope="col")


def _row(model: str, name: str, cells: Sequence[str], fields: Sequence[str]) -> tables.Element:
    row = element("tr", element("th", tables.model_link(name, model), scope="row"))
    for field, state in zip(fields, cells, strict=True):
        sign, meaning = LOOKS[state]
        said = f"{name}, {formats.label(field)}: {meaning}"
        cell = tables.model_link(sign, model, field if state != "unresearched" else "")
        cell.attrib |= {"title": said, "aria-label": said, "tabindex": "-1"}  # the row's name takes the focus
        row.append(element("td", cell, class_=state))
    return row


def _shares(grid: pd.DataFrame, fields: Sequence[str]) -> tables.Element:
    """Of the models to which a field applies, how many per cent it is known for."""
    asked = (grid != "not-applicable").sum()
    known = grid.isin(queries.KNOWN).sum()
    cells = [element("td", f"{100 * known[field] / (asked[field] or 1):.0f}") for field in fields]
    return element("tr", element("th", "Known, %", scope="row"), *cells)
