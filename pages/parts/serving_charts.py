"""Charts of serving: the key-value cache by context, the output of a chip by requests at once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from catalog.serving import Chip, Network, Work, kv_cache, plan
from pages.parts import charts, formats

HEIGHT = 300
CONTEXTS = [2**power for power in range(7, 16)]
BATCHES = [2**power for power in range(12)]
OWN, MULTI_HEAD = "as it is", "each query head its own keys and values"


def caches(models: Sequence[tuple[str, Network]], work: Work) -> pd.DataFrame:
    """`name`, `kind`, `tokens`, `bytes`: caches as the models are, and with multi-head attention."""
    rows = []
    for name, model in models:
        kinds = {OWN: model.key_value_heads}
        if model.key_value_heads < model.attention_heads:
            kinds[MULTI_HEAD] = model.attention_heads
        for kind, heads in kinds.items():
            for tokens in CONTEXTS:
                shape = (model.layers, heads, model.head_size, tokens, work.batch * work.beams)
                rows.append((name, kind, tokens, kv_cache(*shape, work.cache_precision)))
    return pd.DataFrame(rows, columns=["name", "kind", "tokens", "bytes"])


def outputs(models: Sequence[tuple[str, Network]], chip: Chip, work: Work) -> pd.DataFrame:
    """`name`, `batch`, `rate` (output tokens/s of one chip), `bound`, on the fewest chips that hold it."""
    rows = []
    for name, model in models:
        for batch in BATCHES:
            run = plan(model, chip, replace(work, batch=batch, chips=0))
            rate = run.steps["rate"].value / run.steps["chips"].value
            rows.append((name, batch, rate, run.bound))
    return pd.DataFrame(rows, columns=["name", "batch", "rate", "bound"])


@st.cache_resource(show_spinner=False, max_entries=50)
def lines(
    key: tuple[Any, ...], x: str, y: str, titles: tuple[str, str], unit: str, dark: bool, _rows: pd.DataFrame
) -> dict[str, Any]:
    """Lines of models on logarithmic axes: columns `x` and `y`, their titles, the unit of `y`. Kept by `key`.

    With a column `kind`, its second kind is drawn in dots; with a column `bound`, points tell it.
    """
    names = list(dict.fromkeys(_rows["name"]))
    palette = charts.DARK if dark else charts.LIGHT
    colours = alt.Scale(domain=names, range=[palette[n % len(palette)] for n in range(len(names))])
    rows = _rows.assign(shown=[formats.unit(value, unit) for value in _rows[y]]).to_dict("records")
    legend = charts.legend(symbolType="stroke")
    ticks = alt.Axis(values=sorted(set(_rows[x])), format=",", grid=False, labelOverlap=True)
    told = {"name": "Model", x: titles[0], "shown": titles[1], _told(_rows): _told(_rows).capitalize()}
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X(f"{x}:Q", title=titles[0], scale=alt.Scale(type="log", base=2, nice=False), axis=ticks),
        y=alt.Y(f"{y}:Q", title=titles[1], scale=alt.Scale(type="log"), axis=_axis(unit, _rows[y])),
        color=alt.Color("name:N", scale=colours, legend=legend),
        tooltip=charts.tooltip(told),
    )
    if _told(_rows) == "kind":
        dashes = alt.Scale(domain=[OWN, MULTI_HEAD], range=[[1, 0], [2, 4]])
        layers = [base.mark_line().encode(strokeDash=alt.StrokeDash("kind:N", scale=dashes, legend=None))]
    else:
        fill = alt.condition("datum.bound == 'compute'", alt.value(1), alt.value(0))
        points = base.mark_point(size=45, strokeWidth=1.5)
        colour = alt.Fill("name:N", scale=colours, legend=None)
        layers = [base.mark_line(), points.encode(fill=colour, fillOpacity=fill)]
    return charts.finished(layers, HEIGHT)


def _told(rows: pd.DataFrame) -> str:
    return "kind" if "kind" in rows else "bound"


def _axis(unit: str, values: pd.Series) -> alt.Axis:
    """Powers of ten around all values, written as everywhere."""
    powers = charts.decades(values.min() / 10, values.max() * 10)
    return charts.ticks(powers, lambda value: formats.unit(value, unit).removesuffix(" tokens/s"), 0.5)
