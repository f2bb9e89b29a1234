"""Useful FLOP/s of a chip, and of a watt, over time."""

from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from catalog.efficiency import HOUR
from pages.parts import downloads, footprint, formats, points, snapshots, tables
from pages.parts.tables import Column
from pages.parts.trained import Trained

QUANTITIES = {"chip": "Per chip", "watt": "Per watt"}
TITLES = {"chip": "Useful FLOP/s of a chip", "watt": "Useful GFLOP per joule"}
STEP, RUN = "while steps run", "over the run"


class Useful(NamedTuple):
    """Model FLOP/s of one chip, over what time, and how it was found."""

    rate: float
    over: str
    said: str


def useful(run: Trained) -> Useful | None:
    """Stated, else MFU times peak, else FLOP over chip-hours."""
    known = run.run
    if known.chip_rate:
        return Useful(known.chip_rate, STEP, "stated")
    claim = run.first("mfu")
    if claim and known.peak:
        words = set((claim.basis or "").split(";"))
        filled = f"{formats.quantity(claim.number, 'mfu')} × {formats.unit(known.peak, 'FLOP/s')}"
        return Useful(claim.number * known.peak, RUN if "run" in words else STEP, f"MFU · peak = {filled}")
    if known.flop and known.chip_hours and not known.ideal_time:
        rate = known.flop / known.chip_hours / HOUR
        flop = formats.quantity(known.flop, "training_flop")
        filled = f"{flop} / {formats.quantity(known.chip_hours, 'chip_hours')}"
        return Useful(rate, RUN, f"FLOP / chip-hours = {filled}")
    return None


def load(given: Mapping[str, float], quantity: str) -> pd.DataFrame:
    """A row for each run that has the quantity and a date, but tuned ones, as the timeline's points.

    `given`: what is assumed for all runs.
    """
    return snapshots.own(_load(snapshots.current().version, tuple(given.items()), quantity))


@st.cache_resource(show_spinner=False, max_entries=10)
def _load(version: str, given: tuple[tuple[str, float], ...], quantity: str) -> pd.DataFrame:
    """Kept by the catalog's version."""
    rows = []
    for one in footprint.load(dict(given)):
        variant, known = one.run.variant, useful(one.run)
        if not known or not variant.announced or variant.base:
            continue
        value, shown, said = known.rate, formats.unit(known.rate, "FLOP/s"), known.said
        if quantity == "watt":
            power = one.used.get("power")
            if not power:
                continue
            value = known.rate / power.value / 1e9
            shown = f"{value:.3g} GFLOP/J"
            said = f"{said}; / {formats.unit(power.value, 'W')} ({power.why})"
        rows.append(_row(variant, value, shown, said, known.over))
    frame = pd.DataFrame(rows)
    return frame.sort_values(["day", "value"], kind="stable") if rows else frame


def _row(variant: Any, value: float, shown: str, said: str, over: str) -> dict[str, Any]:
    return {
        "id": variant.id,
        "name": variant.name,
        "makers": variant.makers,
        "link": variant.id,
        "day": points.middle(variant.announced),
        "announced": variant.announced,
        "date": formats.date(variant.announced),
        "value": value,
        "shown": shown,
        "said": said,
        "over": over,
        "standing": "derived" if over == RUN else "",
        "stands": over,
        "label": variant.model_name if variant.flagship else "",
    }


def finding(rows: pd.DataFrame, quantity: str) -> str:
    """`Useful FLOP/s of a chip rose from 24.6 TFLOP/s (GPT-3, 2020) to 127 TFLOP/s (PaLM, 2022)`."""
    best = rows[rows["value"] > rows["value"].cummax().shift(fill_value=0)]
    ends = [f"{row.shown} ({row.name}, {row.announced[:4]})" for row in best.itertuples()]
    if len(ends) < 2:
        return TITLES[quantity]
    return f"{TITLES[quantity]} rose from {ends[0]} to {ends[-1]}"


def listing(key: tuple[Hashable, ...], rows: pd.DataFrame, quantity: str) -> None:
    """The points as a table with links, and as a file. Kept by `key`: the catalog's version and the view."""
    columns = [
        Column("Date", "short"),
        Column("Model", "name"),
        Column("Organization"),
        Column(TITLES[quantity], "number"),
        Column("Over what time", "short"),
        Column("How", "wide"),
    ]
    shown = (
        (row.date, tables.model_link(row.name, row.link), row.makers, row.shown, row.over, row.said)
        for row in rows.itertuples()
    )
    tables.show(columns, shown, alt=f"{TITLES[quantity]} by date", number=len(rows), key=key)
    file = rows[["id", "name", "makers", "announced", "value", "shown", "over", "said"]]
    downloads.button(file.rename(columns={"value": f"useful_per_{quantity}"}), f"progress-per-{quantity}.csv")
