"""Efficiency: how much of its chips a training run made use of, and what it cost in energy, CO₂ and money."""

from collections.abc import Mapping

import streamlit as st

from catalog.training_plan import Unanswerable, amount
from db import queries
from pages.parts import (
    charts,
    comparison,
    environment,
    filters,
    footprint,
    formats,
    over_time,
    progress,
    receipts,
    snapshots,
    tables,
    trained,
    utilization,
)
from pages.parts.tables import Column
from pages.parts.trained import Trained

SECTIONS = {
    "utilization": "Utilization",
    "palm-table": "The table of the PaLM paper",
    "footprint": "Energy, CO₂ and cost",
    "progress": "Progress",
    "patterson": "The comparison of Patterson et al. 2021",
    "claimed": "Claims worked out",
}


def main() -> None:
    head = st.container()
    view = filters.View("efficiency")
    runs, book = trained.load(), trained.book()
    with head:
        st.title(formats.plain(title(runs)), anchor=False)
        st.markdown(" · ".join(f"[{name}](#{anchor})" for anchor, name in SECTIONS.items()))
    notes = st.container()
    show_utilization(book)
    section("palm-table")
    st.caption("Chowdhery et al. 2022, Table 3; each row from the other figures that the catalog has.")
    utilization.show_palm_table()
    given = show_footprint(view, book)
    show_progress(given, view)
    section("patterson")
    st.caption(
        "What the paper says of each model, and below it the preferred claims on later models. Point at a "
        "figure for its place. What Google measured is hardware FLOP, not the model's."
    )
    environment.show(book)
    section("claimed")
    st.caption(
        "The fifth of the slides is neither of the paper's figures: the whole run took a third of GPT-3's "
        "energy, and to reach GPT-3's scores a sixth was enough. Falcon's shares are about right."
    )
    environment.show_claimed(runs, book)
    with notes:
        view.keep()


def title(runs: Mapping[str, Trained]) -> str:
    """`Training made use of 21.3 % (GPT-3) to 46.2 % (PaLM) of the chips, as sources state it`."""
    claimed = (run for run in runs.values() if "mfu" in run.claims)
    stated = [(value, run.variant.model_name) for run in claimed if (value := run.number("mfu"))]
    if len(stated) < 2:
        return "Efficiency of training"
    (low, worst), (high, best) = min(stated), max(stated)
    ends = f"{formats.quantity(low, 'mfu')} ({worst}) to {formats.quantity(high, 'mfu')} ({best})"
    return f"Training made use of {ends} of the chips, as sources state it"


def section(anchor: str) -> None:
    """The head of a section."""
    st.header(SECTIONS[anchor], anchor=anchor)


def show_utilization(book: receipts.Book) -> None:
    """MFU and HFU apart."""
    section("utilization")
    st.markdown(
        "**MFU** is the part of its chips' peak that a run spends on the FLOP of the model, **HFU** the part "
        "that it spends on any, recomputed activations too. They are not comparable; nor are rates while "
        "steps run with those over the whole run, or with and without attention. Nothing is computed for "
        "models that are tuned from another."
    )
    utilization.draw("mfu")
    for field, name in (("mfu", "Model FLOP utilization"), ("hfu", "Hardware FLOP utilization")):
        st.subheader(name, anchor=field)
        utilization.show(field, book)


def show_footprint(view: filters.View, book: receipts.Book) -> Mapping[str, float]:
    """The ranking, with what is assumed; returns what is set for all runs."""
    section("footprint")
    st.markdown(
        "Energy = chip-hours · power · PUE; CO₂ = energy · grid intensity; cost = chip-hours · price. An "
        "empty field takes each run's own figure, else its chip's, else 1.10 for PUE and 0.429 kg/kWh "
        "(GPT-3's, Patterson et al. 2021, Table 4). What is filled in here holds for all runs."
    )
    given = {}
    with st.container(horizontal=True):
        for name, (label, unit) in footprint.ASSUMPTIONS.items():
            typed = view.text(name, label, placeholder="each its own", width=180)
            if typed:
                try:
                    given[name] = amount(typed, unit)
                    if given[name] <= 0:
                        raise Unanswerable("it must be more than zero")
                except Unanswerable as error:
                    given.pop(name, None)
                    st.warning(formats.plain(f"{label}: {error}"))
    by, descending = view.order("sort", footprint.ORDERS, default="-energy_estimated")
    found = footprint.ranked(given, by, descending)
    order = tables.Order(by, descending, view.parameters)
    key = (snapshots.version(), *view.parameters.items())
    footprint.show(key, found, order, "footprint.csv")
    show_prices(book)
    return given


def show_prices(book: receipts.Book) -> None:
    """What a chip-hour cost, by chip and year."""
    prices = snapshots.read(queries.chip_prices)
    columns = [
        Column("Chip", "name"),
        Column("Year", "short"),
        Column("USD/h", "number"),
        Column("Source", "wide"),
    ]
    rows = [
        (
            formats.name("accelerator", row.subject, book.names),
            (row.since or "")[:4],
            formats.unit(row.number, "USD/h"),
            tables.span(
                receipts.source_link(row.source, book),
                f", {row.locator}" + (f" ({row.note})" if row.note else ""),
            ),
        )
        for row in queries.rows(prices)
    ]
    with st.expander("Prices of a chip-hour"):
        st.caption("The earliest of a chip is used. TPUs have none here: fill one in above.")
        tables.show(columns, rows, alt="Prices of a chip-hour by chip and year")


def show_progress(given: Mapping[str, float], view: filters.View) -> None:
    """Useful FLOP/s over time."""
    section("progress")
    quantity = view.choice("per", "Useful FLOP/s", progress.QUANTITIES)
    rows = progress.load(given, quantity)
    if rows.empty:
        st.info("No run of the catalog has a rate and a date.")
        return
    st.markdown(f"**{formats.plain(progress.finding(rows, quantity))}**")
    key = (snapshots.version(), *view.parameters.items())
    title = "FLOP/s of one chip" if quantity == "chip" else "GFLOP per joule (GFLOP/s per watt)"
    field = "chip_throughput" if quantity == "chip" else "gflop_per_joule"
    looks = over_time.Looks("makers", comparison.load()["makers"].unique())
    spec = over_time.timeline(key, field, title, True, charts.is_dark(), rows, looks)
    st.vega_lite_chart(spec, key="progress", alt=f"{title} by date; listed below")
    tables.key(("●", progress.STEP), ("○", progress.RUN))
    if more := charts.left_out(len(rows)):
        st.caption(more)
    progress.listing(key, rows, quantity)


main()
