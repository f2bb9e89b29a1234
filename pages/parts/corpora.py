"""Corpora on one scale, and which models were trained on them."""

from collections.abc import Sequence
from itertools import islice
from typing import Any, NamedTuple

import altair as alt
import pandas as pd
import streamlit as st

from db import queries
from pages.parts import charts, downloads, formats, snapshots, tables
from pages.parts.tables import Column, Content, Element, element, span

SHARED = 2
"""Models that must name a corpus for it to have a column of the matrix."""
MOST_DRAWN = 100
"""Corpora of the chart."""


class Measure(NamedTuple):
    """How the size of a corpus is told: title, and of what the largest has most."""

    title: str
    unit: str


MEASURES = {
    "tokens": Measure("Tokens", "tokens"),
    "size": Measure("Bytes", "bytes"),
    "documents": Measure("Documents", "documents"),
}


def link(id: str, name: str) -> Element:
    """A link to the page of a corpus."""
    return element("a", name, href=f"datasets?id={id}", target="_self")


def quantity(value: float | None, field: str) -> str:
    """A size as text; empty if there is none."""
    return "" if value is None else formats.short_quantity(value, field)


@st.cache_resource(show_spinner=False, max_entries=20)
def scale(key: tuple[Any, ...], measure: str, dark: bool, _frame: pd.DataFrame) -> dict[str, Any]:
    """The largest corpora on a logarithmic scale. Kept by `key`: the catalog's version and the measure."""
    rows = [
        {"name": row.name, "value": float(getattr(row, measure)), "href": f"datasets?id={row.id}"}
        | {
            "shown": formats.short_quantity(getattr(row, measure), measure),
            "access": row.access or "not known",
        }
        for row in queries.rows(_frame.head(MOST_DRAWN))
    ]
    low, high = min(row["value"] for row in rows) / 2, max(row["value"] for row in rows) * 4
    base = alt.Chart(alt.Data(values=[{**row, "low": low} for row in rows])).encode(
        y=alt.Y(
            "name:N",
            sort=[row["name"] for row in rows],
            title=None,
            axis=alt.Axis(ticks=False, domain=False, labelLimit=190),
        ),
    )
    x = alt.X(
        "value:Q",
        title=f"{MEASURES[measure].title} (logarithmic)",
        scale=alt.Scale(type="log", domain=[low, high], nice=False),
        axis=charts.ticks(charts.decades(low, high), lambda value: formats.tick(value, measure)),
    )
    tooltip = charts.tooltip({name: name.capitalize() for name in ("name", "shown", "access")})
    href = alt.Href("href:N")
    lines = base.mark_rule(opacity=0.35).encode(x=x, x2="low:Q")  # no bars: a logarithm has no zero
    dots = base.mark_circle(size=90, opacity=1, color=charts.LIGHT[0], cursor="pointer").encode(
        x=x, tooltip=tooltip, href=href, description="name:N"
    )
    text = base.mark_text(align="left", dx=8, color=charts.ink(dark)).encode(x=x, text="shown:N")
    spec: dict[str, Any] = (
        alt.layer(lines, dots, text).properties(height=alt.Step(20), width="container").to_dict()
    )
    return spec


def table(frame: pd.DataFrame, users: dict[str, list[str]], names: dict[str, str]) -> None:
    """What is known of each corpus, and how many models name it."""
    columns = [
        Column("Corpus", "name"),
        Column("Makers"),
        Column("Date", "short"),
        Column("Tokens", "number"),
        Column("Bytes", "number"),
        Column("Documents", "number"),
        Column("Languages", "number"),
        Column("Access"),
        Column("Licence"),
        Column("Models", "number"),
    ]
    rows = (
        (
            link(row.id, row.name),
            formats.makers(row.organization, names) if row.organization else "",
            formats.date(row.announced),
            *(quantity(getattr(row, field), field) for field in ("tokens", "size", "documents", "languages")),
            formats.words(row.access or ""),
            row.license or "",
            str(len(users.get(row.id, ())) or ""),
        )
        for row in queries.rows(frame.head(tables.MOST))
    )
    key = (snapshots.version(),)
    tables.show(columns, rows, alt="Corpora of the catalog", number=len(frame), key=key)
    downloads.later(
        lambda: frame.assign(models=[";".join(users.get(id, ())) for id in frame["id"]]),
        len(frame),
        "datasets.csv",
    )


def matrix(frame: pd.DataFrame, users: dict[str, list[str]]) -> None:
    """A row for each model, a column for each corpus that several models name."""
    grid, number = _matrix(snapshots.version(), frame, users)
    tables.cut_to_most(number)
    st.html(grid)


@st.cache_resource(show_spinner=False, max_entries=2)
def _matrix(version: str, _frame: pd.DataFrame, _users: dict[str, list[str]]) -> tuple[str, int]:
    """The first models as HTML, and the number of all; kept by the catalog's version."""
    shared = [(row.id, row.name) for row in queries.rows(_frame) if len(_users.get(row.id, ())) >= SHARED]
    shared.sort(key=lambda pair: -len(_users[pair[0]]))
    models = dict.fromkeys(model for id, _ in shared for model in _users[id])
    head = element("tr", element("th", "Model", scope="col"), *(_head(id, name) for id, name in shared))
    names = snapshots.read(queries.names)
    body = [
        _row(model, names.get(f"model/{model}", model), _users, shared)
        for model in islice(models, tables.MOST)
    ]
    alt = "Which models were trained on which corpora"
    grid = element("table", element("thead", head), element("tbody", *body), aria_label=alt)
    region = element("div", grid, class_="catalog matrix", role="region", aria_label=alt, tabindex="0")
    return tables.text(region), len(models)


def _head(id: str, name: str) -> Element:
    return element("th", span(link(id, name)), scope="col")


def _row(model: str, name: str, users: dict[str, list[str]], corpora: Sequence[tuple[str, str]]) -> Element:
    row = element("tr", element("th", tables.model_link(name, model), scope="row"))
    for id, corpus in corpora:
        trained = model in users[id]
        cell: Content = span("■", title=f"{name} was trained on {corpus}") if trained else None
        row.append(element("td", cell, class_="value" if trained else ""))
    return row
