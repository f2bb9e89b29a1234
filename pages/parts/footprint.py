"""Chip-hours, energy, CO₂ and cost of training runs: as stated, and as estimated from assumptions."""

from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from catalog import efficiency
from catalog.training_plan import ASSUMED
from pages.parts import downloads, formats, receipts, snapshots, tables, trained
from pages.parts.tables import Column, Content
from pages.parts.trained import Trained

ASSUMPTIONS = {
    "power": ("Power of a chip (W)", "W"),
    "pue": ("PUE", "number"),
    "grid": ("Grid (kg CO₂/kWh)", "kg/kWh"),
    "price": ("Chip-hour (USD)", "USD/h"),
}
"""What may be set for all runs → label, unit."""
ORDERS = ("chip_hours", "energy", "energy_estimated", "co2", "co2_estimated", "cost_estimated", "name")


class Used(NamedTuple):
    """An assumption of one run: its value and whose it is, `own` if it is the run's own."""

    value: float
    why: str
    own: bool = False


class Footprint(NamedTuple):
    """A run's figures; the estimates are None where an input is missing."""

    run: Trained
    chip_hours: float | None
    used: dict[str, Used]
    energy: float | None
    co2: float | None
    cost: float | None


def load(given: Mapping[str, float]) -> list[Footprint]:
    """Every run's figures, by what is `given` for all of them."""
    return _load(snapshots.current().version, tuple(given.items()))


@st.cache_resource(show_spinner=False, max_entries=10)
def _load(version: str, given: tuple[tuple[str, float], ...]) -> list[Footprint]:
    """Kept by the catalog's version."""
    book = trained.book()
    return [estimate(run, dict(given), book) for run in trained.load().values()]


def estimate(run: Trained, given: Mapping[str, float], book: receipts.Book) -> Footprint:
    """What follows from chip-hours. An assumption is what is `given` for all runs, else the run's own figure,
    else its chip's, else the one for want of a better."""
    hours = run.known("chip_hours")[0]
    used = {name: found for name in ASSUMPTIONS if (found := _used(name, run, given, book))}
    energy = co2 = cost = None
    if hours and "power" in used:
        energy = efficiency.energy(hours, used["power"].value, used["pue"].value)
        co2 = efficiency.emissions(energy, used["grid"].value)
    if hours and "price" in used:
        cost = efficiency.cost(hours, used["price"].value)
    return Footprint(run, hours, used, energy, co2, cost)


OWN = {"power": "chip_power", "pue": "pue", "grid": "grid_intensity"}


def _used(name: str, run: Trained, given: Mapping[str, float], book: receipts.Book) -> Used | None:
    if name in given:
        return Used(given[name], "set for all")
    claim = run.first(OWN[name]) if name in OWN else None
    if claim:
        return Used(claim.number, formats.receipt(claim.source, claim.locator, book.cited_as), own=True)
    chip = run.chip
    if chip and name in ("power", "price") and getattr(chip, name):
        source = formats.receipt(
            getattr(chip, f"{name}_source"), getattr(chip, f"{name}_locator"), book.cited_as
        )
        when = formats.date(getattr(chip, f"{name}_since"))
        return Used(getattr(chip, name), f"{source}{f', {when}' if when else ''}")
    if name in ASSUMED:
        assumed = ASSUMED[name]
        return Used(
            assumed.value, f"{formats.receipt(assumed.source, assumed.at, book.cited_as)}, {assumed.why}"
        )
    return None


def ranked(given: Mapping[str, float], by: str, descending: bool) -> list[Footprint]:
    """The runs of which something is known, sorted by a column; where it is empty, last."""
    return _ranked(snapshots.current().version, tuple(given.items()), by, descending)


@st.cache_resource(show_spinner=False, max_entries=20)
def _ranked(version: str, given: tuple[tuple[str, float], ...], by: str, descending: bool) -> list[Footprint]:
    """Kept by the catalog's version."""

    def value(one: Footprint) -> Any:
        return one.run.variant.name.casefold() if by == "name" else figures(one)[by]

    by_value = [
        (value(one), one)
        for one in load(dict(given))
        if one.chip_hours or one.run.number("energy") or one.run.number("co2")
    ]
    known = [pair for pair in by_value if pair[0] is not None]
    unknown = [one for number, one in by_value if number is None]
    return [one for _, one in sorted(known, key=lambda pair: pair[0], reverse=descending)] + unknown


def figures(one: Footprint) -> dict[str, float | None]:
    """The columns that one can sort by."""
    return {
        "chip_hours": one.chip_hours,
        "energy": one.run.number("energy"),
        "energy_estimated": one.energy,
        "co2": one.run.number("co2"),
        "co2_estimated": one.co2,
        "cost_estimated": one.cost,
    }


def show(key: tuple[Hashable, ...], found: list[Footprint], order: tables.Order, file: str) -> None:
    """The table, the legend of its marks, and the same as a file with every assumption.

    Kept by `key`: the catalog's version and the view.
    """
    columns = [
        Column("Model", "name", sort="name"),
        Column("Chips", "wide"),
        Column("Chip-hours", "number", sort="chip_hours"),
        Column("Energy, stated", "number", sort="energy"),
        Column("estimated", "number", sort="energy_estimated"),
        Column("CO₂, stated", "number", sort="co2"),
        Column("estimated", "number", sort="co2_estimated"),
        Column("Cost, estimated", "number", sort="cost_estimated"),
        Column("With", "wide"),
    ]
    alt = "Cost of training runs"
    tables.show(columns, map(_row, found), alt=alt, order=order, number=len(found), key=key)
    runs = (one.run for one in found[: tables.MOST])
    standings = {run.known(field)[1] for run in runs for field in ("chip_hours", "energy", "co2")}
    tables.legend(standing for standing in standings if standing)
    downloads.later(lambda: pd.DataFrame(map(_line, found)), len(found), file)


def _row(one: Footprint) -> list[Content]:
    run = one.run
    return [
        tables.model_link(run.variant.name, run.variant.id),
        _chips(run),
        _stated(run, "chip_hours"),
        _stated(run, "energy"),
        "" if one.energy is None else formats.quantity(one.energy, "energy"),
        _stated(run, "co2"),
        "" if one.co2 is None else formats.quantity(one.co2, "co2"),
        "" if one.cost is None else formats.quantity(one.cost, "cost"),
        _with(one),
    ]


def _stated(run: Trained, field: str) -> Content:
    """What is claimed (for chip-hours, else what is computed), as a link to the receipt."""
    value, standing = run.known(field) if field == "chip_hours" else (run.number(field), "")
    if field != "chip_hours":
        standing = formats.standing(next(iter(run.claims.get(field, [])), None))
    basis = next((claim.basis for claim in run.claims.get(field, [])[:1]), None)
    text = "" if value is None else formats.quantity(value, field)
    shown = tables.value(text, standing)
    if basis and text:
        shown.set("title", ", ".join(formats.words(word) for word in basis.split(";")))
    return shown


def _chips(run: Trained) -> str:
    count = run.number("accelerator_count")
    name = (run.variant.accelerator or "").replace(";", ", ").upper()
    return f"{count:,.0f} × {name}" if count and name else name


def _with(one: Footprint) -> Content:
    """The assumptions, those that are the run's own in plain text, others faint."""
    parts: list[Content] = []
    for name, (_, unit) in ASSUMPTIONS.items():
        if name in one.used:
            used = one.used[name]
            text = f"{'PUE ' if name == 'pue' else ''}{formats.unit(used.value, unit)}"
            parts += [
                "; " if parts else "",
                tables.span(text, class_="" if used.own else "faint", title=used.why),
            ]
    return tables.span(*parts) if one.energy or one.cost else ""


def _line(one: Footprint) -> dict[str, Any]:
    run = one.run
    line: dict[str, Any] = {
        "id": run.variant.id,
        "name": run.variant.name,
        "accelerator": run.variant.accelerator,
        "accelerator_count": run.number("accelerator_count"),
        **figures(one),
        "chip_hours_standing": run.known("chip_hours")[1],
    }
    for name in ASSUMPTIONS:
        used = one.used.get(name)
        line |= {name: used.value if used else None, f"{name}_from": used.why if used else None}
    return line
