"""Charts as Vega-Lite specifications, and the colour and shape of each organization."""

import json
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Literal

import altair as alt
import pandas as pd
import streamlit as st

from pages.parts import placement

LIGHT = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f", "#882255")
DARK = (*LIGHT[:-1], "#f0e442")
"""Okabe and Ito's palette with grey for its black; its yellow stands out on dark alone."""
SHAPES = (
    "circle",
    "square",
    "diamond",
    "triangle-up",
    "cross",
    "triangle-down",
    "triangle-right",
    "triangle-left",
)
SIDES: dict[str, tuple[Literal["left", "right", "center"], int, int]] = {
    "right": ("left", 9, 0),
    "left": ("right", -9, 0),
    "above": ("center", 0, -16),
    "below": ("center", 0, 16),
}
"""Side of a point → alignment and shift (pixels) of a name there."""
MOST_DRAWN = 500
"""Points of a chart; more of them cover each other, and keep the browser busy."""
WIDTHS = {"narrow": 290, "medium": 560, "wide": 900}
"""Least width of the plot (pixels) for which names are placed; a chart is as wide as the window lets it."""


def is_dark() -> bool:
    """Whether the visitor sees the dark theme."""
    return st.context.theme.type == "dark"


def looks(makers: Sequence[str], dark: bool) -> dict[str, tuple[str, str]]:
    """Maker → colour and shape, by sorted makers: the same everywhere, no pair twice among 64."""
    palette = DARK if dark else LIGHT
    size = len(palette)
    return {
        maker: (palette[number % size], SHAPES[(number + number // size) % size])
        for number, maker in enumerate(sorted(set(makers)))
    }


def names(base: alt.Chart, rows: Sequence[Mapping[str, Any]], dark: bool) -> list[alt.Chart]:
    """The names of points that have a `label`, and a place for it at each of WIDTHS."""
    return [
        _names(base, where, dark)
        for where in placement.PLACES
        if any(row[tier] == where for row in rows for tier in WIDTHS)
    ]


def _names(base: alt.Chart, where: str, dark: bool) -> alt.Chart:
    """The names on one side of their points, at the widths for which they were placed there."""
    align, dx, dy = SIDES[where]
    medium, wide = WIDTHS["medium"], WIDTHS["wide"]
    here = f"datum[width < {medium} ? 'narrow' : width < {wide} ? 'medium' : 'wide'] == '{where}'"
    text = base.mark_text(align=align, baseline="middle", dx=dx, dy=dy, fontSize=12, color=ink(dark))
    named = " || ".join(f"datum.{tier} == '{where}'" for tier in WIDTHS)
    return text.transform_filter(named).encode(text=alt.condition(here, "label:N", alt.value("")))


def drawn(points: pd.DataFrame, by: str) -> pd.DataFrame:
    """The points, the largest first; of more than MOST_DRAWN so many, spread evenly down to the smallest."""
    found = points.sort_values(by, ascending=False, kind="stable")
    if len(found) <= MOST_DRAWN:
        return found
    return found.iloc[[number * (len(found) - 1) // (MOST_DRAWN - 1) for number in range(MOST_DRAWN)]]


def left_out(number: int) -> str:
    """Says, if there are more points than MOST_DRAWN, which of them are drawn."""
    if number <= MOST_DRAWN:
        return ""
    return (
        f" Drawn are {MOST_DRAWN} of {number:,}, spread evenly from the largest to the smallest; the file "
        "has them all."
    )


def told_apart(
    column: str, looks: Mapping[str, tuple[str, str]], there: Collection[str], legend: alt.Legend
) -> dict[str, Any]:
    """Encodings of points: the groups of a column that are there, by colour and shape, with their legend."""
    groups = [group for group in looks if group in there]
    colour = alt.Scale(domain=groups, range=[looks[group][0] for group in groups])
    shape = alt.Scale(domain=groups, range=[looks[group][1] for group in groups])
    return {
        "stroke": alt.Stroke(f"{column}:N", scale=colour, legend=legend),
        "fill": alt.Fill(f"{column}:N", scale=colour, legend=legend),
        "shape": alt.Shape(f"{column}:N", scale=shape, legend=legend),
    }


def legend(title: str | None = None, **options: Any) -> alt.Legend:
    """A legend below the chart, in as many columns as fit: it does not wrap."""
    columns, limit = alt.ExprRef("max(2, floor(width / 190))"), alt.ExprRef("width < 480 ? 95 : 155")
    return alt.Legend(
        title=title,
        titleFontWeight="normal",
        titleLimit=300,
        orient="bottom",
        columns=columns,
        labelLimit=limit,
        symbolLimit=0,
        **options,
    )


def tooltip(titles: Mapping[str, str]) -> list[alt.Tooltip]:
    """What is said at a point: column → its title."""
    return [alt.Tooltip(f"{name}:N", title=title) for name, title in titles.items()]


def decades(low: float, high: float) -> list[float]:
    """The powers of ten from `low` to `high`."""
    return [10.0**power for power in range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)]


def ticks(values: Sequence[float], words: Callable[[float], str], opacity: float = 0.4) -> alt.Axis:
    """An axis with these ticks, written as `words` has them, so that figures look the same everywhere."""
    written = json.dumps([words(value) for value in values], ensure_ascii=False)
    label = f"{written}[indexof({json.dumps([*values])}, datum.value)]"
    return alt.Axis(values=[*values], labelExpr=label, gridOpacity=opacity)


def finished(layers: Sequence[Any], height: int, rows: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """A chart as wide as the page has room. `rows`: once, the data of all layers that bring none."""
    data = alt.Data(values=[*rows]) if rows else alt.Undefined
    size = alt.AutoSizeParams(type="fit-x", contains="padding")
    # Without a target, Vega opens links in a new tab, where Back leads nowhere.
    options = {"embedOptions": {"loader": {"target": "_self"}}}
    chart = alt.layer(*layers, data=data).properties(height=height, autosize=size, usermeta=options)
    spec: dict[str, Any] = chart.to_dict()
    return spec


def ink(dark: bool) -> str:
    """Colour of text in charts."""
    return "#e3e6ea" if dark else "#14181c"


# ---- shares


@st.cache_resource(show_spinner=False, max_entries=50)
def shares(key: tuple[Any, ...], dark: bool, _parts: pd.DataFrame) -> dict[str, Any]:
    """Parts of a whole as bars, the largest first: `part`, `share` (fraction), `shown`, `epochs`.

    Kept by `key`: the catalog's version, the variant, the table.
    """
    order = list(_parts["part"])
    rows = _parts[["part", "share", "shown", "epochs"]].fillna("").to_dict("records")
    y = alt.Y("part:N", sort=order, title=None, axis=alt.Axis(labelLimit=190, ticks=False, domain=False))
    x = alt.X(
        "share:Q", title=None, axis=None, scale=alt.Scale(domain=[0, float(_parts["share"].max()) * 1.15])
    )
    tooltip = [
        alt.Tooltip("part:N", title="Part"),
        alt.Tooltip("shown:N", title="Share"),
        alt.Tooltip("epochs:N", title="Epochs"),
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(x=x, y=y)
    bars = base.mark_bar(height={"band": 0.75}, color=LIGHT[0]).encode(tooltip=tooltip)
    text = base.mark_text(align="left", dx=5, color=ink(dark)).encode(text="shown:N")
    return alt.layer(bars, text).properties(height=alt.Step(22)).to_dict()
