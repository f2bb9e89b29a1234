"""Training runs of the catalog with what they ran on: chips, hours, power, and what is claimed of them."""

from typing import Any, NamedTuple

import streamlit as st

from catalog.efficiency import Run
from db import queries
from pages.parts import comparison, formats, receipts, snapshots

FIELDS = (
    "mfu",
    "hfu",
    "chip_hours",
    "training_time",
    "accelerator_count",
    "training_flop",
    "hardware_flop",
    "throughput",
    "chip_throughput",
    "energy",
    "co2",
    "chip_power",
    "pue",
    "grid_intensity",
    "cost",
)


class Trained(NamedTuple):
    """One variant. `claims`: field → its claims, the preferred first; `computed`: field → number.

    `chip`: its row of `queries.chips`, None unless it ran on one kind of chip whose peak is known.
    """

    variant: Any
    claims: dict[str, list[Any]]
    computed: dict[str, float]
    chip: Any

    def first(self, field: str) -> Any:
        """The preferred claim, if it says a number."""
        claim = next(iter(self.claims.get(field, [])), None)
        return claim if claim and claim.number is not None else None

    def number(self, field: str) -> float | None:
        """The preferred claim's number."""
        claim = self.first(field)
        return claim.number if claim else None

    def known(self, field: str) -> tuple[float | None, str]:
        """The preferred claim's number, else what is computed; and its standing."""
        claim = self.first(field)
        if claim:
            return claim.number, formats.standing(claim)
        if field in self.computed:
            return self.computed[field], "derived"
        return None, formats.standing(next(iter(self.claims.get(field, [])), None))

    @property
    def run(self) -> Run:
        """As `catalog.efficiency` takes it."""
        time, count = self.first("training_time"), self.first("accelerator_count")
        rate = self.first("chip_throughput")
        of_the_job = count and not {"cluster", "reserved"} & _words(count)
        variant = self.variant
        width = variant.hidden_size
        if variant.attention_heads and variant.head_size:
            width = variant.attention_heads * variant.head_size
        return Run(
            peak=self.chip.peak if self.chip else None,
            flop=self.known("training_flop")[0],
            chip_hours=self.known("chip_hours")[0],
            ideal_time=bool(time and "ideal" in _words(time)),
            chips=count.number if of_the_job else None,
            throughput=self.number("throughput"),
            chip_rate=rate.number if rate and "model" in _words(rate) else None,
            parameters=variant.active_parameters,
            layers=variant.layers,
            width=width,
            context=variant.context_length,
        )


def _words(claim: Any) -> set[str]:
    return set((claim.basis or "").split(";"))


def load() -> dict[str, Trained]:
    """Id → run, for every variant of which there are claims or that computed from them, by date."""
    return snapshots.own(_load(snapshots.current().version))


@st.cache_resource(show_spinner=False, max_entries=2)
def _load(version: str) -> dict[str, Trained]:
    """Kept by the catalog's version."""
    claims: dict[str, dict[str, list[Any]]] = {}
    for claim in queries.rows(snapshots.read(queries.claims_on, fields=FIELDS)):
        claims.setdefault(claim.subject, {}).setdefault(claim.field, []).append(claim)
    computed: dict[str, dict[str, float]] = {}
    for row in queries.rows(snapshots.read(queries.derived)):
        computed.setdefault(row.variant, {})[row.field] = row.value
    chips = {row.id: row for row in queries.rows(snapshots.read(queries.chips))}
    found = {}
    everything = comparison.load()
    for row in queries.rows(everything[everything["id"].isin(claims.keys() | computed.keys())]):
        chip = chips.get(row.accelerator or "")
        found[row.id] = Trained(row, claims.get(row.id, {}), computed.get(row.id, {}), chip)
    return found


def book() -> receipts.Book:
    """What claims refer to."""
    sources = snapshots.read(queries.sources)
    return receipts.Book(snapshots.read(queries.names), sources, snapshots.citations())
