"""Points with names and lines: scores against compute, board against board, edition against edition."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import altair as alt
import pandas as pd
import streamlit as st

from db import queries
from pages.parts import boards, charts, formats, placement

GREY = ("#8a8f98", "circle")
"""Of what is not in the catalog."""


class Axis(NamedTuple):
    """`quantity`: the field that a logarithmic axis counts in; `down`: 1 at the far end, as for ranks."""

    title: str
    quantity: str = ""
    down: bool = False

    def ends(self, values: Sequence[float]) -> tuple[float, float]:
        """The range of these values, with some room."""
        low, high = min(values), max(values)
        if self.quantity:
            return low / 1.8, high * 2.2
        margin = (high - low) * 0.07 or 1
        return low - margin, high + margin

    def part(self, value: float, ends: tuple[float, float]) -> float:
        """A value's place between the ends, from 0 to 1."""
        low, high = (math.log(end) for end in ends) if self.quantity else ends
        found = ((math.log(value) if self.quantity else value) - low) / (high - low)
        return 1 - found if self.down else found

    def scale(self, ends: tuple[float, float]) -> alt.Scale:
        return alt.Scale(
            type="log" if self.quantity else "linear", domain=list(ends), nice=False, reverse=self.down
        )

    def ticks(self, ends: tuple[float, float]) -> alt.Axis:
        """Powers of ten, written as everywhere; else whatever is round."""
        if not self.quantity:
            return alt.Axis(gridOpacity=0.4, format="d", tickMinStep=1)
        return charts.ticks(charts.decades(*ends), lambda value: formats.tick(value, self.quantity))


@st.cache_resource(show_spinner=False, max_entries=50)
def scatter(
    key: tuple[Any, ...],
    x: Axis,
    y: Axis,
    dark: bool,
    _points: pd.DataFrame,
    _lines: pd.DataFrame | None = None,
    tooltip: tuple[tuple[str, str], ...] = (),
    height: int = 420,
) -> dict[str, Any]:
    """Points (`x`, `y`, `name`, `label`, `makers`, `href` or None) and lines (`line`, `x`, `y`).

    Kept by `key`: the catalog's version and the view. `tooltip`: (column, title) of more that is said of a
    point. The first points get their labels first.
    """
    ends = x.ends(list(_points["x"])), y.ends(list(_points["y"]))
    across = alt.X("x:Q", title=x.title, scale=x.scale(ends[0]), axis=x.ticks(ends[0]))
    along = alt.Y("y:Q", title=y.title, scale=y.scale(ends[1]), axis=y.ticks(ends[1]))
    layers: list[Any] = []
    if _lines is not None and len(_lines):
        lines = alt.Chart(alt.Data(values=_lines.to_dict("records"))).mark_line(
            color=GREY[0], strokeWidth=1.5, strokeDash=[5, 4], clip=True, tooltip=None
        )
        layers.append(lines.encode(x=across, y=along, detail="line:N"))
    rows = _placed(_points, x, y, ends, height)
    base = alt.Chart().encode(x=across, y=along)
    titles = {"name": "Model", "makers": "Organization", **dict(tooltip)}
    layers += [_marks(base, dark, set(_points["makers"]), titles), *charts.names(base, rows, dark)]
    return charts.finished(layers, height, rows)


def _placed(
    points: pd.DataFrame, x: Axis, y: Axis, ends: tuple[tuple[float, float], tuple[float, float]], height: int
) -> list[dict[str, Any]]:
    spots = [
        placement.Spot(x.part(row.x, ends[0]), y.part(row.y, ends[1]), row.label)
        for row in queries.rows(points)
    ]
    places = {tier: placement.place(spots, width, height) for tier, width in charts.WIDTHS.items()}
    found = []
    for number, row in enumerate(points.astype(object).where(points.notna(), None).to_dict("records")):
        row = {name: float(value) if name in "xy" else value for name, value in row.items()}
        found.append({**row, **{tier: places[tier][number] for tier in charts.WIDTHS}})
    return found


def _marks(base: alt.Chart, dark: bool, there: set[str], titles: Mapping[str, str]) -> alt.Chart:
    looks = {**charts.looks(boards.all_makers(), dark), boards.ABSENT: GREY}
    return base.mark_point(size=80, strokeWidth=2, opacity=0.95).encode(
        **charts.told_apart("makers", looks, there, charts.legend()),
        href=alt.Href("href:N"),
        description="name:N",
        tooltip=charts.tooltip(titles),
    )
