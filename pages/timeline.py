"""Timeline: a quantity of the models over the dates on which they were announced."""

from typing import Any, NamedTuple

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
    key = (snapshots.version(), *view.parameters.items())
    shown = load(key, quantity, chosen)
    with head:
        st.title(formats.plain(shown.finding), anchor=False)
    if shown.points.empty:
        st.info(
            "No model of the catalog that the filters leave has this quantity and a date. Choose another."
        )
        st.page_link("timeline.py", label="Show all models", icon=":material/restart_alt:")
        return
    trend, words = points.trend(key, shown.points)
    looks = over_time.Looks(colour, comparison.load()[colour].dropna().unique())
    draw(key, shown.points, quantity, view, looks, trend if trends else None)
    if trends:
        st.markdown(f"**Trend.** {formats.plain(words)}")
    if shown.missing:
        with st.expander(f"Not in the chart: {shown.without}"):
            st.caption(formats.plain(shown.missing))
    listing(key, shown.points, quantity, view, whole)


class Shown(NamedTuple):
    """The points by date, what they say; how many variants have no point, and why."""

    points: pd.DataFrame
    finding: str
    without: int
    missing: str


@st.cache_resource(show_spinner=False, max_entries=50)
def load(key: tuple[Any, ...], quantity: str, _chosen: pd.DataFrame) -> Shown:
    """Kept by `key`: the catalog's version and the view."""
    every = points.load(_chosen, quantity)
    there = every[every["value"].notna() & every["day"].notna()]
    there = there.sort_values(["day", "value"], kind="stable")
    without = len(every) - len(there)
    return Shown(there, points.finding(there, quantity), without, points.missing(every, quantity))


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
    key: tuple[Any, ...],
    there: pd.DataFrame,
    quantity: str,
    view: filters.View,
    looks: over_time.Looks,
    trend: Trend | None,
) -> None:
    """The chart and its legend, kept by `key`. Dragging over it narrows the dates."""
    known = points.QUANTITIES[quantity]
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


def listing(
    key: tuple[Any, ...], there: pd.DataFrame, quantity: str, view: filters.View, whole: bool
) -> None:
    """The points as a table with links, kept by `key`, and as a file."""
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
    tables.show(columns, rows, alt=f"{title} by date", key=(*key, whole))
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
