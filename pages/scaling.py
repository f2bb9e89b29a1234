"""Scaling laws: how far each model is from the best use of its compute, and a calculator of training runs."""

import pandas as pd
import streamlit as st

from catalog.scaling_laws import LAWS, Constant, Law
from db import queries
from pages.parts import (
    calculator,
    charts,
    comparison,
    downloads,
    filters,
    formats,
    frontier,
    receipts,
    runs,
    selection,
    snapshots,
    tables,
)
from pages.parts.tables import Column

GOPHER = 5.76e23
"""FLOP of Gopher and Chinchilla (Hoffmann et al. 2022, Table 3)."""


def main() -> None:
    head = st.container()
    view = filters.View("scaling")
    with st.container(horizontal=True, vertical_alignment="top"):
        law = LAWS[
            view.pick("law", "Law", {id: law.name for id, law in LAWS.items()}, next(iter(LAWS)), width=330)
        ]
        models = view.choice("sizes", "Points", selection.SIZES) == "flagships"
    notes = st.container()
    found = runs.load(law, models)
    compared = found[found["why_not"] == ""]
    with head:
        st.title(formats.plain(title(compared, law)), anchor=False)
        st.markdown(
            "A scaling law says how low the loss of a model gets with N parameters, D training tokens and so "
            "C = 6ND of compute, and thus how to split a budget between size and data."
        )
        st.markdown("[Models](#models) · [Calculator](#calculator) · [Laws](#laws)")
    sources = snapshots.read(queries.sources)
    book = receipts.Book(snapshots.read(queries.names), sources, snapshots.citations())
    show_models(found, compared, law, view)
    st.header("Calculator", anchor="calculator")
    calculator.show(view, law, snapshots.read(queries.chips), book)
    show_laws(book)
    show_remarks(law, book)
    with notes:
        view.keep()


def title(compared: pd.DataFrame, law: Law) -> str:
    """`9 of 11 models saw too few tokens for their size, by Hoffmann et al. 2022, approach 1`."""
    if compared.empty:
        return "Scaling laws"
    verdicts = [runs.verdict(ratio) for ratio in compared["tokens_ratio"]]
    word = max("under-trained", "over-trained", key=verdicts.count)
    few = "few" if word == "under-trained" else "many"
    return (
        f"{verdicts.count(word)} of {len(verdicts)} training runs saw too {few} tokens for their size, "
        f"by {law.name}"
    )


def show_models(found: pd.DataFrame, compared: pd.DataFrame, law: Law, view: filters.View) -> None:
    """The chart, the ranking, and what is in neither."""
    st.header("Models", anchor="models")
    if compared.empty:
        st.info("No model of the catalog has parameters and training tokens. Show all sizes.")
        return
    key = (snapshots.version(), law.id, str(view.parameters.get("sizes")))
    makers = comparison.load()["makers"].unique()
    spec = frontier.frontier(key, law.id, charts.is_dark(), compared, makers)
    st.vega_lite_chart(
        spec,
        key="frontier",
        alt="Parameters and training tokens of models, with the frontiers of the laws; listed below",
    )
    tables.key(
        ("┈", "equal compute"),
        *([("┄", f"equal loss (nats per token) by {law.name}")] if law.loss(1e9, 1e10) else []),
        ("━", f"the most tokens for the size, by {law.name}"),
    )
    st.caption(
        "A point opens its model. Below a frontier a model is too large for its data (under-trained), above "
        "it too small for its compute (over-trained), which can pay where it is used much: a small model is "
        "cheaper to run." + charts.left_out(len(compared))
    )
    runs.show(compared, alt=f"Training runs by their share of the tokens that {law.name} calls for")
    downloads.later(lambda: runs.file(compared), len(compared), f"scaling-{law.id}.csv")
    if left_out := missing(found):
        st.caption(f"Not compared: {formats.plain(left_out)}.")


def missing(found: pd.DataFrame) -> str:
    """Which variants are not compared, by reason."""
    reasons: dict[str, list[str]] = {}
    for row in queries.rows(found[found["why_not"] != ""]):
        reasons.setdefault(row.why_not, []).append(row.name)
    return "; ".join(f"{formats.several(names)} ({reason})" for reason, names in reasons.items())


def show_laws(book: receipts.Book) -> None:
    """The laws side by side: exponents, what ten times the compute does, the best run for Gopher's budget."""
    st.header("Laws", anchor="laws")
    columns = [
        Column("Law", "name"),
        Column("Size N ∝ Cᵃ", "number"),
        Column("Data D ∝ Cᵇ", "number"),
        Column("10 × compute: size", "number"),
        Column("tokens", "number"),
        Column("Best for 5.76×10²³ FLOP", "number"),
        Column("In words", "wide"),
        Column("Source", "wide"),
    ]
    rows: list[list[tables.Content]] = []
    data = []
    for law in LAWS.values():
        best, more = law.optimum(GOPHER), law.optimum(10 * GOPHER)
        growth = more.parameters / best.parameters, more.tokens / best.tokens
        rows.append(
            [
                law.name,
                exponent(law.size_exponent),
                exponent(law.data_exponent),
                f"× {growth[0]:.2g}",
                f"× {growth[1]:.2g}",
                f"{runs.count(best.parameters)} on {runs.count(best.tokens)}",
                law.what,
                tables.span(receipts.source_link(law.source, book), f", {law.at}"),
            ]
        )
        data.append((law.id, law.size_exponent.value, law.data_exponent.value, *growth, *best, law.source))
    tables.show(columns, rows, alt="The scaling laws side by side")
    heads = ["law", "size_exponent", "data_exponent", "size_growth", "data_growth", "parameters", "tokens"]
    downloads.button(pd.DataFrame(data, columns=[*heads, "source"]), "scaling-laws.csv")


def exponent(constant: Constant) -> str:
    """`0.50 (0.488 to 0.502)`, `0.513 ± 0.02`."""
    text = f"{constant.value:.3f}".rstrip("0").ljust(4, "0")
    if constant.low is not None:
        return f"{text} ({constant.low} to {constant.high})"
    return f"{text} ± {constant.error}" if constant.error else text


def show_remarks(law: Law, book: receipts.Book) -> None:
    """The constants of the chosen law, and what one must know of them."""
    st.subheader(formats.plain(law.name), anchor="constants")
    columns = [
        Column("Constant", "name"),
        Column("Value", "number"),
        Column("Unit"),
        Column("Source", "wide"),
    ]
    rows = [
        (
            constant.symbol,
            f"{constant.value:g}"
            + (f" ± {constant.error:g}" if constant.error else "")
            + (f" ({constant.low:g} to {constant.high:g})" if constant.low is not None else ""),
            constant.unit,
            tables.span(receipts.source_link(constant.source, book), f", {constant.at}"),
        )
        for constant in law.constants
    ]
    tables.show(columns, rows, alt=f"Constants of {law.name}")
    for remark in law.remarks:
        link = receipts.source_link(remark.source, book)
        tables.write(tables.element("p", f"{remark.text} (", link, f", {remark.at})", class_="catalog"))


main()
