"""Quantities of a few variants as bars, each relative to the largest."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from pages.parts import charts, formats
from pages.parts.sidebyside import DERIVED, Line

QUANTITIES = (
    *("parameters", "active_parameters", "training_tokens", "tokens_per_parameter", "training_flop"),
    *("chip_hours", "energy", "co2", "context_length"),
)


def quantities(lines: Sequence[Line], names: Sequence[str]) -> pd.DataFrame:
    """What is stated, else computed: `quantity`, `name`, `share` of the largest, `shown`, `computed`."""
    rows = []
    for field in QUANTITIES:
        found: dict[str, Any] = {}
        for line in lines:
            if line.field == field:
                for name, cell in zip(names, line.cells, strict=True):
                    if cell.number is not None:
                        found.setdefault(name, cell)
        largest = max((cell.number for cell in found.values()), default=0)
        if largest and len(found) > 1:
            rows += [
                (formats.label(field), name, cell.number / largest, cell.shown, cell.standing == DERIVED)
                for name, cell in found.items()
            ]
    return pd.DataFrame(rows, columns=["quantity", "name", "share", "shown", "computed"])


@st.cache_resource(show_spinner=False, max_entries=50)
def proportions(key: tuple[Any, ...], dark: bool, _rows: pd.DataFrame) -> dict[str, Any]:
    """A small chart for each quantity of `quantities`. Kept by `key`: the catalog's version, the ids."""
    names, fields = list(dict.fromkeys(_rows["name"])), list(dict.fromkeys(_rows["quantity"]))
    palette = charts.DARK if dark else charts.LIGHT
    base = alt.Chart(alt.Data(values=_rows.to_dict("records"))).encode(
        y=alt.Y("name:N", sort=names, title=None, axis=alt.Axis(ticks=False, domain=False, labelLimit=160)),
        x=alt.X("share:Q", title=None, axis=None, scale=alt.Scale(domain=[0, 1.25])),
    )
    marks = base.mark_bar(height={"band": 0.75}).encode(
        color=alt.Color(
            "name:N", scale=alt.Scale(domain=names, range=list(palette[: len(names)])), legend=None
        ),
        opacity=alt.condition("datum.computed", alt.value(0.5), alt.value(1)),
        tooltip=charts.tooltip({name: name.capitalize() for name in ("name", "quantity", "shown")}),
    )
    text = base.mark_text(align="left", dx=5, color=charts.ink(dark)).encode(text="shown:N")
    facet = alt.Facet(
        "quantity:N",
        sort=fields,
        title=None,
        header=alt.Header(labelAnchor="start", labelFontWeight=600),
    )
    chart = alt.layer(marks, text).properties(width=230, height=alt.Step(22)).facet(facet, columns=3)
    spec: dict[str, Any] = chart.to_dict()
    return spec
