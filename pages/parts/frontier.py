"""The chart of parameters against tokens: runs, lines of equal compute and of equal loss, frontiers."""

import math
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import altair as alt
import pandas as pd
import streamlit as st

from catalog.quantities import scientific
from catalog.scaling_laws import LAWS, Law
from db import queries
from pages.parts import charts, formats, placement, runs

HEIGHT = 520
STEPS = 80
"""Points of a curved line."""
DASHES = ([1, 0], [8, 4], [2, 3], [10, 3, 2, 3], [14, 4, 2, 4, 2, 4])
"""Of the laws' frontiers."""
TOOLTIP = {
    "name": "Model",
    "makers": "Organization",
    "size": "Parameters",
    "tokens": "Tokens",
    "share": "Of the tokens its size calls for",
}


@st.cache_resource(show_spinner=False, max_entries=50)
def frontier(
    key: tuple[Any, ...], law: str, dark: bool, _runs: pd.DataFrame, _makers: Sequence[str]
) -> dict[str, Any]:
    """Vega-Lite; kept by `key`: the catalog's version and the view. A point is a link to its model's page.

    Of very many points a part is drawn (`charts.drawn`).
    """
    _runs = charts.drawn(_runs, "parameters_used")
    box = _Box(_runs)
    rows = _rows(_runs, box)
    scale = {
        axis: alt.Scale(type="log", domain=ends, nice=False)
        for axis, ends in (("x", [*box.x]), ("y", [*box.y]))
    }
    x = alt.X(
        "x:Q",
        title="Parameters used for one token",
        scale=scale["x"],
        axis=charts.ticks(charts.decades(*box.x), runs.count, 0.3),
    )
    y = alt.Y(
        "y:Q",
        title="Training tokens",
        scale=scale["y"],
        axis=charts.ticks(charts.decades(*box.y), runs.count, 0.3),
    )
    layers = [
        *_lines(box.iso_flop(), "#8a8f98", [1, 3], x, y, dark),
        *_lines(box.iso_loss(LAWS[law]), charts.LIGHT[0], [3, 2], x, y, dark),
        _frontiers(box, law, x, y, dark),
        *_points(rows, _makers, x, y, dark),
    ]
    return charts.finished(layers, HEIGHT, rows)


class _Box:
    """The plot's range on both axes: the runs with some room, and the frontier above them."""

    def __init__(self, found: pd.DataFrame) -> None:
        sizes, tokens = found["parameters_used"], found["training_tokens"]
        calls = found["tokens_for_size"]
        self.x = float(sizes.min()) / 2, float(sizes.max()) * 2.5
        low = min(float(tokens.min()), float(calls.median())) / 2
        self.y = low, max(float(tokens.max()), min(float(calls.max()), float(tokens.max()) * 30)) * 2

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A place as fractions of the plot's width and height."""
        return _part(x, self.x), _part(y, self.y)

    def iso_flop(self) -> list[dict[str, Any]]:
        """Lines of equal compute, a decade apart; each named at its upper end."""
        least, most = (math.log10(6 * self.x[end] * self.y[end]) for end in (0, 1))
        lines = []
        for decade in range(math.ceil(least), math.floor(most) + 1):
            product = 10.0**decade / 6
            ends = [max(self.x[0], product / self.y[1]), min(self.x[1], product / self.y[0])]
            name = f"{scientific(10.0**decade, 1)} FLOP".removeprefix("1×")
            room = self.at(ends[0], product / ends[0])[1] > 0.05
            lines += [
                _place(f"c{decade}", x, product / x, name if x == ends[0] and room else "") for x in ends
            ]
        return lines

    def iso_loss(self, law: Law) -> list[dict[str, Any]]:
        """Lines of equal predicted loss, named in their middle; none if the law predicts none."""
        best, worst = law.loss(self.x[1], self.y[1]), law.loss(self.x[0], self.y[0])
        if not best or not worst:
            return []
        step = 0.1 if worst.value - best.value < 1.5 else 0.2
        lines = []
        for number in range(math.ceil(best.value / step), math.floor(worst.value / step) + 1):
            loss = number * step
            spots = []
            for n in range(STEPS + 1):
                x = self.x[0] * (self.x[1] / self.x[0]) ** (n / STEPS)
                y = law.tokens_for_loss(loss, x)
                if y and self.y[0] <= y <= self.y[1]:
                    spots.append((x, y))
            lines += [
                _place(f"l{number}", x, y, f"{loss:.1f}" if n == len(spots) // 2 else "")
                for n, (x, y) in enumerate(spots)
            ]
        return lines


def _part(value: float, ends: tuple[float, float]) -> float:
    return math.log(value / ends[0]) / math.log(ends[1] / ends[0])


def _place(line: str, x: float, y: float, label: str) -> dict[str, Any]:
    return {"line": line, "x": x, "y": y, "label": label}


def _lines(
    rows: list[dict[str, Any]], color: str, dash: list[int], x: alt.X, y: alt.Y, dark: bool
) -> list[alt.Chart]:
    if not rows:
        return []
    base = alt.Chart(alt.Data(values=rows)).encode(x=x, y=y)
    line = base.mark_line(color=color, strokeWidth=1, strokeDash=dash, opacity=0.8, clip=True, tooltip=None)
    text = base.mark_text(color=color, fontSize=11, align="left", baseline="top", dx=4, dy=3, clip=True)
    named = alt.datum.label != ""
    return [
        line.encode(detail="line:N"),
        text.transform_filter(named).encode(text="label:N"),
    ]


def _frontiers(box: _Box, chosen: str, x: alt.X, y: alt.Y, dark: bool) -> alt.Chart:
    """The best tokens for each size, by every law; the chosen one bold."""
    rows = []
    for law in LAWS.values():
        for n in range(STEPS + 1):
            size = box.x[0] * (box.x[1] / box.x[0]) ** (n / STEPS)
            tokens = law.tokens_for_parameters(size)
            if box.y[0] <= tokens <= box.y[1]:
                rows.append({"law": law.name, "x": size, "y": tokens, "chosen": law.id == chosen})
    names = [law.name for law in LAWS.values()]
    legend = alt.Legend(
        title=None,
        orient="top",
        columns=alt.ExprRef("width < 480 ? 1 : width < 1000 ? 2 : 5"),
        labelLimit=260,
        symbolSize=900,
        symbolStrokeColor=charts.ink(dark),
    )
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_line(clip=True, tooltip=None)
        .encode(
            x=x,
            y=y,
            strokeDash=alt.StrokeDash("law:N", scale=alt.Scale(domain=names, range=[*DASHES]), legend=legend),
            strokeWidth=alt.condition("datum.chosen", alt.value(3), alt.value(1.3)),
            color=alt.value(charts.ink(dark)),
        )
    )


def _points(
    rows: list[dict[str, Any]], makers: Sequence[str], x: alt.X, y: alt.Y, dark: bool
) -> list[alt.Chart]:
    looks, there = charts.looks(makers, dark), {row["makers"] for row in rows}
    base = alt.Chart().encode(x=x, y=y)
    marks = base.mark_point(size=85, strokeWidth=2, opacity=0.95, cursor="pointer").encode(
        **charts.told_apart("makers", looks, there, charts.legend()),
        href=alt.Href("href:N"),
        description="words:N",
        tooltip=charts.tooltip(TOOLTIP),
    )
    return [marks, *charts.names(base, rows, dark)]


def _rows(found: pd.DataFrame, box: _Box) -> list[dict[str, Any]]:
    """What the chart needs of each run; the names of flagships stand beside them where there is room."""
    known = list(queries.rows(found))
    spots = [
        placement.Spot(
            *box.at(row.parameters_used, row.training_tokens), row.model_name if row.flagship else ""
        )
        for row in known
    ]
    places = {tier: placement.place(spots, width, HEIGHT) for tier, width in charts.WIDTHS.items()}
    made = []
    for number, (row, spot) in enumerate(zip(known, spots, strict=True)):
        size, tokens = runs.count(row.parameters_used), runs.count(row.training_tokens)
        share = formats.quantity(row.tokens_ratio, "share")
        made.append(
            {
                "x": float(row.parameters_used),
                "y": float(row.training_tokens),
                "label": spot.name,
                "name": row.name,
                "makers": row.makers,
                "size": size,
                "tokens": tokens,
                "share": share,
                "words": f"{row.name}: {size} parameters, {tokens} tokens, {share} of its size's",
                "href": f"model?{urlencode({'id': row.link})}",
                **{tier: places[tier][number] for tier in charts.WIDTHS},
            }
        )
    return made
