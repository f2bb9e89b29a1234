"""A ranking as bars, rank intervals and a table, and the scores behind it as a matrix that shows gaps."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from db import queries
from pages.parts import boards, charts, downloads, formats, picked, standing, tables
from pages.parts.boards import Board
from pages.parts.standing import Rules
from pages.parts.tables import Column, Element, element, span

TOLD = {"model": "Model", "makers": "Organization", "shown": "Value", "place": "Rank"}
"""What is said at a mark."""
DRAWN = 40
"""Rows of the charts."""
SCORES = {"failed": "a failed run", "contaminated": "trained on the test", "suspect": "suspect"}
EXPORTED = [
    *("model", "variant", "organization", "announced", "architecture", "access", "parameters"),
    *("value", "rank", "rank_low", "rank_high", "scenarios", "printed_average"),
]


def draw(key: tuple[Any, ...], shown: pd.DataFrame, board: Board, rules: Rules) -> None:
    """Bars of the value and intervals of the rank, for the best rows of those shown."""
    drawn = shown[shown["value"].notna()].head(DRAWN)
    if drawn.empty:
        return
    name, unit = standing.name(board, rules), standing.unit(board, rules)
    dark = charts.is_dark()
    more = f", the first {DRAWN} of {len(shown):,}" if len(shown) > DRAWN else ""
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(f"**{formats.plain(name[:1].upper() + name[1:])}** ({formats.plain(unit)}){more}")
        st.vega_lite_chart(
            bars((*key, "bars"), dark, drawn), alt=f"{name} of models as bars; listed below with links"
        )
    if drawn["rank_low"].notna().any():
        with right:
            st.markdown("**Rank**, and where it lies in 95 % of resamples of the columns")
            st.vega_lite_chart(
                intervals((*key, "ranks"), dark, drawn),
                alt="Ranks of models with their intervals; listed below",
            )


@st.cache_resource(show_spinner=False, max_entries=50)
def bars(key: tuple[Any, ...], dark: bool, _rows: pd.DataFrame) -> dict[str, Any]:
    """The value of each row; kept by `key`: the catalog's version and the view."""
    base = alt.Chart(alt.Data(values=_drawn(_rows))).encode(y=_names(_rows))
    x = alt.X(
        "value:Q", title=None, axis=None, scale=alt.Scale(domain=[0, float(_rows["value"].max()) * 1.15])
    )
    marks = base.mark_bar(height={"band": 0.7}).encode(x=x, color=_known(dark), tooltip=charts.tooltip(TOLD))
    text = base.mark_text(align="left", dx=4, color=charts.ink(dark)).encode(x=x, text="shown:N")
    spec: dict[str, Any] = alt.layer(marks, text).properties(height=alt.Step(19)).to_dict()
    return spec


@st.cache_resource(show_spinner=False, max_entries=50)
def intervals(key: tuple[Any, ...], dark: bool, _rows: pd.DataFrame) -> dict[str, Any]:
    """The rank of each row with its interval."""
    last = float(_rows[["rank", "rank_high"]].max().max())
    scale = alt.Scale(domain=[0, last + 1], nice=False)
    base = alt.Chart(alt.Data(values=_drawn(_rows))).encode(y=_names(_rows))
    axis = alt.Axis(orient="top", tickMinStep=1, format="d", gridOpacity=0.4)
    line = base.mark_rule(strokeWidth=2, opacity=0.6).encode(
        x=alt.X("low:Q", title=None, scale=scale, axis=axis),
        x2="high:Q",
        color=_known(dark),
        tooltip=charts.tooltip(TOLD),
    )
    point = base.mark_point(size=50, filled=True, opacity=1).encode(
        x=alt.X("rank:Q", title=None, scale=scale, axis=axis),
        color=_known(dark),
        tooltip=charts.tooltip(TOLD),
    )
    spec: dict[str, Any] = alt.layer(line, point).properties(height=alt.Step(19)).to_dict()
    return spec


def _names(rows: pd.DataFrame) -> alt.Y:
    axis = alt.Axis(ticks=False, domain=False, labelLimit=170, labelOverlap=False, labelFlush=False)
    return alt.Y("model:N", sort=list(rows["model"]), title=None, axis=axis)


def _known(dark: bool) -> alt.Color:
    domain, colours = ["in the catalog", boards.ABSENT], [charts.LIGHT[0], "#8a8f98"]
    legend = alt.Legend(title=None, orient="bottom", columns=alt.ExprRef("width < 260 ? 1 : 2"))
    return alt.Color("known:N", scale=alt.Scale(domain=domain, range=colours), legend=legend)


def _drawn(rows: pd.DataFrame) -> list[dict[str, Any]]:
    shared = standing.tied(rows)
    found = []
    for row, tie in zip(queries.rows(rows), shared, strict=True):
        interval = standing.interval_text(row)
        place = standing.rank_text(row.rank, tie) + (f" ({interval})" if interval else "")
        known = "in the catalog" if row.variant else boards.ABSENT
        cells = {"model": row.model, "makers": row.makers, "value": row.value, "shown": row.shown}
        found.append(
            {
                **cells,
                "rank": row.rank,
                "low": row.rank_low,
                "high": row.rank_high,
                "place": place,
                "known": known,
            }
        )
    return found


def table(shown: pd.DataFrame, board: Board, rules: Rules) -> None:
    """The ranking with links, and as a file."""
    name = standing.name(board, rules)
    has_printed = bool(shown["printed_average"].notna().any())
    columns = [
        Column("Rank", "number"),
        Column("95 % of resamples", "number"),
        Column("Model", "name"),
        Column("Organization"),
        Column("Announced", "short"),
        Column("Parameters", "number"),
        Column(f"{name[:1].upper()}{name[1:]}, {standing.unit(board, rules)}", "number"),
        Column("Columns with a score", "number"),
        *([Column("Average as printed", "number")] if has_printed else []),
    ]
    shared = standing.tied(shown)
    rows = []
    for row, tie in zip(queries.rows(shown), shared, strict=True):
        model = span(
            boards.row_link(row), picked.button(row.variant, row.variant_name) if row.variant else None
        )
        cells: list[tables.Content] = [
            standing.rank_text(row.rank, tie),
            standing.interval_text(row),
            model,
            row.makers,
            formats.date(row.announced),
            "" if row.parameters is None else formats.short_quantity(row.parameters, "parameters"),
            row.shown or span("a gap", class_="nothing"),
            f"{row.scenarios:.0f} of {len(rules.columns)}",
        ]
        rows.append([*cells, boards.score(row.printed_average, board.info.scale)] if has_printed else cells)
    tables.show(columns, rows, alt=f"{board.title} by {name}")
    if any(shared):
        tables.key(("=", "a tie: the rank is shared"))
    downloads.button(
        shown[EXPORTED].rename(columns={"value": name.replace(" ", "_").lower()}), f"standings-{board.id}.csv"
    )


# ---- scores, and gaps


def matrix(board: Board, rules: Rules, models: list[str]) -> None:
    """A row a model, a column each that counts: the score, its mark, or a gap; below, how many have one."""
    wide = standing.scores(board.id, True, tuple(models))[rules.columns].reindex(models)
    marks = {(row.model, row.column): row for row in queries.rows(standing.notes(board.id))}
    head = element(
        "tr", element("th", "Model", scope="col"), *(_head(board.labels[id]) for id in rules.columns)
    )
    body = [
        _row(model, list(cells), board, rules, marks)
        for model, cells in zip(wide.index, wide.to_numpy(dtype=object, na_value=None), strict=True)
    ]
    counted = element("tr", element("th", "Scored, %", scope="row"))
    for part in wide.notna().mean():
        counted.append(element("td", f"{100 * part:.0f}"))
    alt = f"Scores of {board.title}: a row a model, a column a benchmark; an empty cell is a gap"
    grid = element(
        "table", element("thead", head), element("tbody", *body), element("tfoot", counted), aria_label=alt
    )
    tables.write(
        element("div", grid, class_="catalog matrix scores", role="region", aria_label=alt, tabindex="0")
    )
    there = [
        (status, word)
        for status, word in SCORES.items()
        if any(row.status == status for row in marks.values())
    ]
    tables.key(
        ("·", "no score: missing, not zero"),
        *(("!", f"{word}: point at it for why") for _, word in there[:1]),
    )
    downloads.button(wide.reset_index(), f"scores-{board.id}.csv")


def _head(label: str) -> Element:
    return element("th", span(label), scope="col")


def _row(
    model: str, cells: list[Any], board: Board, rules: Rules, marks: Mapping[tuple[str, str], Any]
) -> Element:
    row = element("tr", element("th", model, scope="row"))
    for id, value in zip(rules.columns, cells, strict=True):
        marked = marks.get((model, id))
        text = boards.score(value, board.columns[id].scale)
        if marked:
            said = f"{SCORES[marked.status]}: {marked.why}"
            row.append(element("td", f"{text}!" if text else "!", class_="contested", title=said))
        elif text:
            row.append(element("td", text, class_="value"))
        else:
            said = f"{model} has no score in {board.labels[id]}"
            row.append(element("td", "·", class_="gap", title=said, aria_label="no score"))
    return row
