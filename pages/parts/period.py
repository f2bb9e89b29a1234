"""The period in three small charts: how large models were, what data they saw, and how much a parameter."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

import altair as alt
import pandas as pd
import streamlit as st

from db import queries
from pages.parts import charts, comparison, downloads, formats, points, snapshots, tables
from pages.parts.tables import Column, element

BEGIN = "2020-05"
"""GPT-3's month."""
ARCHITECTURE = "dense-decoder"
LEAST = 2e10
"""Parameters of the models whose story is told."""
CHANGE = 1.05
"""A median this many times another is a change."""
NEWEST = 6
QUANTITIES = {
    "parameters": ("Large models", " parameters"),
    "training_tokens": ("Their training data", " tokens"),
    "tokens_per_parameter": ("Tokens per parameter", ""),
}
"""Quantity → of what its chart speaks, the unit there."""


class Story(NamedTuple):
    """A quantity of the period's models. `rows`: columns of `points.load`; `medians`: a row a `year`."""

    title: str
    rows: pd.DataFrame
    medians: pd.DataFrame


@st.cache_resource(show_spinner=False, max_entries=2)
def load(version: str) -> dict[str, Story]:
    """Quantity → its story, if any model has it; kept by the catalog's version."""
    chosen = population(flagships())
    found = {}
    for quantity in QUANTITIES:
        rows = points.load(chosen, quantity).dropna(subset=["value"])
        if len(rows):
            medians = by_year(rows)
            found[quantity] = Story(course(medians, quantity), rows, medians)
    return found


def flagships() -> pd.DataFrame:
    """One size of each model, under its own name."""
    everything = comparison.load()
    return everything[everything["flagship"]]


def population(flagships: pd.DataFrame) -> pd.DataFrame:
    """The models that can be told as one story: large dense decoders since GPT-3 that are nobody's tuning."""
    return flagships[
        (flagships["announced"].fillna("") >= BEGIN)
        & (flagships["architecture"] == ARCHITECTURE)
        & (flagships["parameters"] >= LEAST).fillna(False)
        & flagships["base"].isna()
    ]


def by_year(rows: pd.DataFrame) -> pd.DataFrame:
    """`year`, the middle `day` of its models, their median `value` and their number `models`."""
    years = rows.groupby(rows["announced"].str[:4].rename("year"))
    return years.agg(day=("day", "mean"), value=("value", "median"), models=("value", "size")).reset_index()


def course(medians: pd.DataFrame, quantity: str) -> str:
    """What became of the median: `Large models grew to 192B parameters in 2021, then shrank to …`."""
    subject, unit = QUANTITIES[quantity]
    values = [float(value) for value in medians["value"]]
    top = values.index(max(values))

    def told(place: int, unit: str = "") -> str:
        return f"{formats.short_quantity(values[place], quantity)}{unit} in {medians['year'].iloc[place]}"

    grew = values[top] >= CHANGE * values[0]
    shrank = values[-1] * CHANGE <= values[top]
    if grew and shrank:
        return f"{subject} grew to {told(top, unit)}, then shrank to {told(-1)}"
    if grew or shrank:
        return f"{subject} {'grew' if grew else 'shrank'} from {told(0, unit)} to {told(-1)}"
    return f"{subject} stayed near {told(-1, unit)}"


# ---- what is shown


def show() -> None:
    """The charts side by side, and what they leave out."""
    stories = load(snapshots.version())
    if not stories:
        return
    for column, (quantity, story) in zip(
        st.columns(len(stories), vertical_alignment="bottom"), stories.items(), strict=True
    ):
        with column:
            st.subheader(formats.plain(story.title), anchor=False)
            spec = chart((snapshots.version(), quantity), quantity, charts.is_dark(), story)
            st.vega_lite_chart(spec, key=f"period {quantity}", alt=described(story, quantity))
            st.page_link(
                "timeline.py",
                label=f"{formats.label(quantity)} on the timeline",
                query_params={"quantity": quantity, "architecture": ARCHITECTURE, "from": BEGIN},
            )
    st.caption(formats.plain(left_out(snapshots.version())))


def described(story: Story, quantity: str) -> str:
    """The chart in sentences."""
    medians = ", ".join(
        f"{formats.short_quantity(row.value, quantity)} in {row.year}" for row in queries.rows(story.medians)
    )
    return f"{story.title}. {len(story.rows)} models by date, and their medians: {medians}."


@st.cache_resource(show_spinner=False, max_entries=2)
def left_out(version: str) -> str:
    """Of which models the charts tell; kept by the catalog's version."""
    models = flagships()
    chosen = population(models)
    tuned = int(models["base"].notna().sum())
    earlier = int((models["announced"].fillna(BEGIN) < BEGIN).sum())
    least = formats.short_quantity(LEAST, "parameters")
    return (
        f"Lines: medians of each year, of the {len(chosen)} dense decoders with {least} parameters or more "
        f"since {formats.date(BEGIN)}, one size a model. Left out, since they would tell another story: "
        f"{formats.plural(tuned, 'tuned model')} (as large as what they were tuned from), {earlier} before "
        "GPT-3, mixtures of experts, encoder-decoders and smaller models. The table below has them all."
    )


def table() -> None:
    """The medians behind the lines, and as a file."""
    stories = load(snapshots.version())
    if not stories:
        return
    st.subheader("Medians of the charts", anchor=False)
    columns = [
        Column("Quantity", "name"),
        Column("Year", "short"),
        Column("Median", "number"),
        Column("Models", "number"),
    ]
    rows = (
        (formats.label(quantity), row.year, formats.short_quantity(row.value, quantity), str(row.models))
        for quantity, story in stories.items()
        for row in queries.rows(story.medians)
    )
    tables.show(columns, rows, alt="Medians of each year", key=(snapshots.version(),))
    number = sum(len(story.medians) for story in stories.values())
    downloads.later(lambda: file(stories), number, "medians-by-year.csv")


def file(stories: dict[str, Story]) -> pd.DataFrame:
    """The medians as data."""
    found = pd.concat([story.medians.assign(quantity=quantity) for quantity, story in stories.items()])
    names = {"quantity": "quantity", "year": "year", "value": "median", "models": "models"}
    return found[list(names)].rename(columns=names)


@st.cache_resource(show_spinner=False, max_entries=12)
def chart(key: tuple[Any, ...], quantity: str, dark: bool, _story: Story) -> dict[str, Any]:
    """A point for each model, which opens it, and a line through the medians. Kept by `key`: the catalog's
    version and the quantity.
    """
    models = [
        {
            "day": f"{row.day:%Y-%m-%d}",
            "value": float(row.value),
            "href": f"model?{urlencode({'id': row.id})}",
            "name": row.name,
            "date": formats.date(row.announced),
            "shown": row.shown,
            "said": row.said,
        }
        for row in queries.rows(_story.rows)
    ]
    medians = [
        {
            "day": f"{row.day:%Y-%m-%d}",
            "value": float(row.value),
            "shown": formats.short_quantity(row.value, quantity),
        }
        for row in queries.rows(_story.medians)
    ]
    x = alt.X(
        "day:T",
        title=None,
        scale=alt.Scale(nice="year"),
        axis=alt.Axis(format="%Y", tickCount="year", grid=False),
    )
    ticks = charts.ticks(charts.decades(0.1, 1e14), lambda value: formats.tick(value, quantity))
    y = alt.Y("value:Q", title=None, scale=alt.Scale(type="log", padding=12), axis=ticks)
    titles = {"name": "Model", "date": "Announced", "shown": "Value", "said": "Receipt"}
    dots = alt.Chart(alt.Data(values=models)).mark_circle(
        size=55, opacity=0.5, color=charts.LIGHT[5 if dark else 0], cursor="pointer"
    )
    dots = dots.encode(
        x=x,
        y=y,
        href="href:N",
        description="name:N",
        tooltip=charts.tooltip(titles),
    )
    line = alt.Chart(alt.Data(values=medians)).encode(x=x, y=y)
    layers = [
        line.mark_line(color=charts.LIGHT[1], strokeWidth=2.5),
        dots,
        line.mark_point(color=charts.LIGHT[1], filled=True, size=40, opacity=1),
        line.mark_text(dy=-12, fontWeight="bold", fontSize=12, color=charts.ink(dark)).encode(text="shown:N"),
    ]
    return charts.finished(layers, 190)


def newest() -> None:
    """Links to the models that were announced last."""
    if links := _newest(snapshots.version()):
        st.html(links)


@st.cache_resource(show_spinner=False, max_entries=2)
def _newest(version: str) -> str:
    """As HTML, empty if no model has a date; kept by the catalog's version."""
    dated = flagships().dropna(subset=["announced"])
    last = dated.sort_values("announced", ascending=False, kind="stable").head(NEWEST)
    if last.empty:
        return ""
    links = [
        element(
            "li",
            tables.model_link(row.model_name, row.model),
            f" ({row.makers}, {formats.date(row.announced)})",
        )
        for row in queries.rows(last)
    ]
    title = f"Newest of {formats.month(last['announced'].max())} and before: "
    return tables.text(element("div", element("p", title), element("ul", *links), class_="catalog newest"))
