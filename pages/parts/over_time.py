"""A quantity of models over time: points that lead to their models, and the trend through them."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

import altair as alt
import pandas as pd
import streamlit as st

from catalog.trends import Trend
from db import queries
from pages.parts import charts, formats, placement

HEIGHT = 380
"""Of the plot (pixels); the legend comes below it."""
WINDOW = "window"
"""Name of the selection that dragging makes."""
MOST_NAMED = 24
"""Groups in the legend."""
UNKNOWN = "not known"
TOOLTIP = {
    "name": "Model",
    "makers": "Organization",
    "date": "Announced",
    "shown": "Value",
    "stands": "Standing",
    "said": "Receipt",
}


class Range(NamedTuple):
    """The ranges of both axes of the timeline, known beforehand so that names can be placed on the server."""

    low: float
    high: float
    first: pd.Timestamp
    last: pd.Timestamp
    logarithmic: bool

    @classmethod
    def of(cls, points: pd.DataFrame, logarithmic: bool) -> "Range":
        """With some room around the points."""
        low, high = float(points["value"].min()), float(points["value"].max())
        first, last = points["day"].min(), points["day"].max()
        margin = max((last - first) * 0.07, pd.Timedelta(days=30))
        low, high = (low / 1.6, high * 1.8) if logarithmic else (0.0, high * 1.08)
        return cls(low, high, first - margin, last + margin, logarithmic)

    def at(self, day: pd.Timestamp, value: float) -> tuple[float, float]:
        """A point's place as fractions of the plot's width and height."""
        across = (day - self.first) / (self.last - self.first)
        if self.logarithmic:
            return across, math.log(value / self.low) / math.log(self.high / self.low)
        return across, value / self.high

    def ticks(self) -> list[float]:
        """Round numbers: powers of ten, where these are few with their double and their half."""
        if not self.logarithmic:
            step = 10 ** math.floor(math.log10(self.high / 2))
            step *= 2 if self.high / step > 10 else 1
            return [number * step for number in range(int(self.high / step) + 1)]
        decades = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        factors = (1, 2, 5) if math.log10(self.high / self.low) < 3 else (1,)
        ticks = [float(f"{factor}e{decade}") for decade in decades for factor in factors]
        return [tick for tick in ticks if self.low <= tick <= self.high]


class Looks(NamedTuple):
    """How points are told apart: a column of theirs, and all its values, so that each keeps its look."""

    column: str
    values: Sequence[str]


@st.cache_resource(show_spinner=False, max_entries=50)
def timeline(
    key: tuple[Any, ...],
    quantity: str,
    title: str,
    logarithmic: bool,
    dark: bool,
    _points: pd.DataFrame,
    _looks: Looks,
    _trend: Trend | None = None,
    window: bool = False,
) -> dict[str, Any]:
    """A quantity over time, its axis named by `title`; kept by `key`: the catalog's version and the view.

    A point is a link to its model's page. `label` is the name that stands beside it, where there is room.
    Of very many points a part is drawn (`charts.drawn`).
    With a `window`, what is chosen by dragging is the selection of that name.
    """
    _points = charts.drawn(_points, "value")
    span = Range.of(_points, logarithmic)
    rows = _rows(_points, span, _looks.column)
    days = alt.Scale(domain=[_day(span.first), _day(span.last)])
    scale = alt.Scale(type="log" if logarithmic else "linear", domain=[span.low, span.high], nice=False)
    base = alt.Chart().encode(
        x=alt.X("day:T", title=None, scale=days, axis=_calendar(span)),
        y=alt.Y(
            "value:Q",
            title=title,
            scale=scale,
            axis=charts.ticks(span.ticks(), lambda value: formats.tick(value, quantity)),
        ),
    )
    marks = _marks(base, charts.looks(_looks.values, dark), rows)
    if window:
        marks = marks.add_params(alt.selection_interval(name=WINDOW, encodings=["x"]))
    layers = [*([_line(_trend, span, base, dark)] if _trend else []), marks, *charts.names(base, rows, dark)]
    return charts.finished(layers, HEIGHT, rows)


def hide_window() -> None:
    """The two marks that draw the window have no name: noise to a screen reader, and hidden from it."""
    script = f"""<script>
    (() => {{
      if (window.hidesWindow) return;
      window.hidesWindow = new MutationObserver(() => {{
        for (const mark of document.querySelectorAll("[class*={WINDOW}_brush]:not([aria-hidden])"))
          mark.setAttribute("aria-hidden", "true");
      }});
      window.hidesWindow.observe(document.body, {{childList: true, subtree: true}});
    }})();
    </script>"""
    st.html(script, unsafe_allow_javascript=True)


def _line(trend: Trend, span: Range, base: alt.Chart, dark: bool) -> alt.Chart:
    """The trend over the days of the points; a curve on a linear scale."""
    days = pd.date_range(span.first, span.last, periods=60)
    rows = [{"day": day.strftime("%Y-%m-%d"), "value": trend.at(day.date())} for day in days]
    inside = [row for row in rows if span.low <= row["value"] <= span.high]
    line = base.mark_line(strokeDash=[5, 4], color=charts.ink(dark), opacity=0.6, clip=True)
    return line.properties(data=alt.Data(values=inside))


def _rows(points: pd.DataFrame, span: Range, column: str) -> list[dict[str, Any]]:
    """What the chart needs of each point. The first get their names first."""
    spots = [placement.Spot(*span.at(row.day, row.value), row.label) for row in queries.rows(points)]
    places = {tier: placement.place(spots, width, HEIGHT) for tier, width in charts.WIDTHS.items()}
    return [
        {
            "day": row.day.strftime("%Y-%m-%d"),
            "value": float(row.value),
            "label": row.label,
            "group": getattr(row, column) or UNKNOWN,
            "words": f"{row.name}, {row.date}: {row.shown}",
            "hollow": formats.is_hollow(row.standing),
            "href": f"model?{urlencode({'id': row.link})}",
            **{tier: places[tier][number] for tier in charts.WIDTHS},
            **{name: getattr(row, name) for name in TOOLTIP},
        }
        for number, row in enumerate(queries.rows(points))
    ]


def _marks(
    base: alt.Chart, looks: Mapping[str, tuple[str, str]], rows: Sequence[dict[str, Any]]
) -> alt.Chart:
    counts = Counter(row["group"] for row in rows)
    groups = [group for group in looks if group in counts]
    named = sorted(sorted(groups), key=lambda group: -counts[group])[:MOST_NAMED]
    title = None if len(named) == len(groups) else f"The {MOST_NAMED} with most points"
    legend = charts.legend(title, values=sorted(named))
    return base.mark_point(size=95, strokeWidth=2, opacity=0.95, cursor="pointer").encode(
        **charts.told_apart("group", looks, groups, legend),
        fillOpacity=alt.condition("datum.hollow", alt.value(0), alt.value(1)),
        href=alt.Href("href:N"),
        description="words:N",
        tooltip=charts.tooltip(TOOLTIP),
    )


def _calendar(span: Range) -> alt.Axis:
    """Months, of some years the half ones, of many the years; the year below January and the first."""
    months = (span.last - span.first).days / 30
    step, named = (1, 1) if months < 18 else (3, 6) if months < 66 else (12, 12)
    first = "datum.index == 0"
    month = f"{first} || month(datum.value) % {named} == 0 ? timeFormat(datum.value, '%b') : ''"
    year = f"{first} || month(datum.value) == 0 ? timeFormat(datum.value, '%Y') : ''"
    ticks = alt.TimeIntervalStep(interval="month", step=step)
    return alt.Axis(grid=False, labelExpr=f"[{month}, {year}]", tickCount=ticks, labelOverlap=True)


def _day(day: pd.Timestamp) -> alt.DateTime:
    return alt.DateTime(year=day.year, month=day.month, date=day.day)
