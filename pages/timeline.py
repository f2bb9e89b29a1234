"""Timeline: a quantity of the models over the dates on which they were announced."""

from typing import Any

import pandas as pd
import streamlit as st

from catalog.trends import Trend
from db import queries
from pages.parts import (
    charts,
    comparison,
    downloads,
    filters,
    formats,
    over_time,
    picked,
    points,
    selection,
    snapshots,
    tables,
)

TITLES = {quantity: known.title for quantity, known in points.QUANTITIES.items()}
SCALES = {"log": "Logarithmic", "linear": "Linear"}
LOOKS = {"makers": "Organization", "architecture": "Architecture", "access": "Access", "model_name": "Model"}
TRENDS = {"on": "Shown", "off": "Hidden"}


def main() -> None:
    head = st.container()
    view = filters.View("timeline")
    with st.container(horizontal=True):
        quantity = view.choice("quantity", "Quantity", TITLES)
        view.choice("scale", "Scale", SCALES)
        colour = view.choice("colour", "Colour and shape", LOOKS)
        trends = view.choice("trend", "Trend", TRENDS) == "on"
    chosen = choose(view)
    whole = bool(view.given(selection.WHOLE))
    view.keep()
    shown = points.load(chosen, quantity)
    there = shown[shown["value"].notna() & shown["day"].notna()]
    with head:
        st.title(formats.plain(points.finding(there, quantity)), anchor=False)
    if there.empty:
        st.info(
            "No model of the catalog that the filters leave has this quantity and a date. Choose another."
        )
        st.page_link("timeline.py", label="Show all models", icon=":material/restart_alt:")
        return
    trend, words = points.trend((snapshots.version(), *view.parameters.items()), there)
    draw(
        there,
        quantity,
        view,
        over_time.Looks(colour, comparison.load()[colour].dropna().unique()),
        trend if trends else None,
    )
    if trends:
        st.markdown(f"**Trend.** {formats.plain(words)}")
    if missing := points.missing(shown, quantity):
        with st.expander(f"Not in the chart: {len(shown) - len(there)}"):
            st.caption(formats.plain(missing))
    listing(there, quantity, view, whole)


def choose(view: filters.View) -> pd.DataFrame:
    """The variants that the filters leave. A browser waits for widgets even where it does not show them, so
    there are none until somebody asks for them, by the address or by dragging.
    """
    narrowed = selection.is_narrowed(view)
    with st.expander("Which models", expanded=narrowed, on_change="rerun") as panel:
        if panel.open or narrowed or "timeline.from" in st.session_state:
            return selection.choose(view)[0]
    return comparison.models()


def draw(
    there: pd.DataFrame, quantity: str, view: filters.View, looks: over_time.Looks, trend: Trend | None
) -> None:
    """The chart and its legend. Dragging over it narrows the dates."""
    known = points.QUANTITIES[quantity]
    key = (snapshots.version(), *view.parameters.items())
    is_log = view.parameters.get("scale") != "linear"
    spec = over_time.timeline(key, quantity, known.axis, is_log, charts.is_dark(), there, looks, trend, True)
    over_time.hide_window()
    # A key for each view, lest a selection outlive the chart that it was made in.
    widget = f"timeline {sorted(view.parameters.items())}"
    st.vega_lite_chart(
        spec,
        key=widget,
        alt=f"{known.title} of models by date; listed below",
        on_select=lambda: zoom(st.session_state[widget]),
        selection_mode=over_time.WINDOW,
    )
    tables.key(("●", "stated by a source"), ("○", "estimated, or computed from stated figures"))
    st.caption(
        "A point opens its model. Drag across the chart to see those months alone; the filters lead back. "
        "Where only a month is known, a point stands in its middle." + charts.left_out(len(there))
    )
    downloads.picture(spec, f"timeline-{quantity}")


def zoom(state: Any) -> None:
    """Narrows the dates to the months that were dragged over."""
    days = state["selection"].get(over_time.WINDOW, {}).get("day")
    if days:
        first, last = (f"{pd.Timestamp(day, unit='ms'):%Y-%m}" for day in days)
        st.session_state["timeline.from"], st.session_state["timeline.to"] = first, last


def listing(there: pd.DataFrame, quantity: str, view: filters.View, whole: bool) -> None:
    """The points as a table with links, and as a file."""
    there = there.sort_values(["day", "value"], kind="stable")
    part, title = selection.cut(there, view, whole), points.QUANTITIES[quantity].title
    columns = [
        tables.Column("Date", "short"),
        tables.Column("Model", "name"),
        tables.Column("Organization"),
        tables.Column(title, "number"),
        tables.Column("Receipt", "wide"),
    ]
    rows = (
        (
            tables.value(row.announced_shown, row.announced_standing),
            tables.span(tables.model_link(row.name, row.link), picked.button(row.id, row.name)),
            row.makers,
            tables.value(row.shown, row.standing),
            row.said,
        )
        for row in queries.rows(part)
    )
    key = (snapshots.version(), whole, *view.parameters.items())
    tables.show(columns, rows, alt=f"{title} by date", key=key)
    tables.legend([*there["standing"].unique(), *there["announced_standing"].unique()])
    names = {
        "id": "id",
        "model": "model",
        "name": "name",
        "organization": "organization",
        "makers": "organization_name",
        "announced": "announced",
        "announced_standing": "announced_standing",
        "announced_receipt": "announced_receipt",
        "value": quantity,
        "shown": "shown",
        "standing": "standing",
        "said": "receipt",
    }
    downloads.later(lambda: there[list(names)].rename(columns=names), len(there), f"timeline-{quantity}.csv")


main()
