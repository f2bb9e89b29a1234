"""The points of the timeline: one quantity of each variant, with its standing and its receipt."""

from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from catalog.quantities import date_span
from catalog.trends import LEAST, Trend, doubling_months, exponential
from db import queries
from pages.parts import comparison, formats, snapshots


class Quantity(NamedTuple):
    """A quantity of the timeline: its title, its axis, and what the largest value makes of a model.

    `computed`: from parameters and training tokens, where nobody states it. `flagships`: the title is on
    these alone, since for small sizes a large value means little.
    """

    title: str
    axis: str
    most: str
    computed: bool = False
    flagships: bool = False


QUANTITIES = {
    "parameters": Quantity("Parameters", "Parameters", "Largest model"),
    "active_parameters": Quantity(
        "Active parameters", "Parameters used for one token", "Most parameters per token"
    ),
    "training_tokens": Quantity("Training tokens", "Tokens seen in training", "Most training tokens"),
    "training_flop": Quantity("Training compute", "Training compute (FLOP)", "Most training compute", True),
    "accelerator_count": Quantity("Chips", "Chips of the training job", "Most chips"),
    "chip_hours": Quantity("Chip-hours", "Chip-hours of training", "Most chip-hours"),
    "energy": Quantity("Energy", "Energy of training (MWh)", "Most energy"),
    "tokens_per_parameter": Quantity(
        "Tokens per parameter",
        "Training tokens per active parameter",
        "Most tokens per parameter of a flagship",
        computed=True,
        flagships=True,
    ),
}


class Point(NamedTuple):
    """`value`: None if there is none; `shown`: it as text; `said`: its receipt as text."""

    value: float | None
    shown: str
    standing: str
    said: str


def load(variants: pd.DataFrame, quantity: str) -> pd.DataFrame:
    """The variants with the columns of Point, and what charts say of a point.

    `day`: the middle of the days that the date may mean; `date`, `stands`: date and standing in words;
    `label`: the name that stands beside a flagship.
    """
    own = variants.drop(columns="standing")  # which is about the whole variant
    return own.join(_points(snapshots.current().version, quantity), on="id")


@st.cache_resource(show_spinner=False, max_entries=20)
def _points(version: str, quantity: str) -> pd.DataFrame:
    """The points of all variants by id; kept by the catalog's version."""
    variants = comparison.load()
    claims = snapshots.read(queries.first_claims, fields=(quantity,))
    computed = snapshots.read(queries.derived, field=quantity)
    read = _Reader(
        {claim.subject: claim for claim in queries.rows(claims)},
        {row.variant: row for row in queries.rows(computed)},
        snapshots.read(queries.names),
        snapshots.citations(),
        quantity,
    )
    points = pd.DataFrame([read.point(row) for row in queries.rows(variants)], variants["id"], Point._fields)
    days = variants["announced"].map(middle, na_action="ignore")
    return points.assign(
        day=pd.to_datetime(days).to_numpy(),
        date=[formats.date(row.announced) for row in queries.rows(variants)],
        stands=points["standing"].map(formats.standing_words),
        label=variants["model_name"].where(variants["flagship"], "").to_numpy(),
    ).astype({"value": "Float64"})


class _Reader(NamedTuple):
    claims: dict[str, Any]
    computed: dict[str, Any]
    names: dict[str, str]
    cited_as: dict[str, str]
    quantity: str

    def point(self, variant: Any) -> Point:
        """The preferred claim; if it has no number, what is computed; else why there is nothing."""
        claim, computed = self.claims.get(variant.id), self.computed.get(variant.id)
        standing = formats.standing(claim)
        if claim and claim.number is not None:
            said = formats.receipt(claim.source, claim.locator, self.cited_as)
            return Point(claim.number, formats.quantity(claim.number, self.quantity), standing, said)
        if computed:
            said = f"{computed.formula} = {computed.filled}"
            return Point(computed.value, formats.quantity(computed.value, self.quantity), "derived", said)
        if self.quantity == "active_parameters" and variant.active_parameters:
            shown = formats.quantity(variant.active_parameters, self.quantity)
            return Point(variant.active_parameters, shown, "dense", "a dense model uses all its parameters")
        return Point(None, formats.claim_value(claim, self.names) if claim else "", standing, "")


def middle(date: str) -> pd.Timestamp:
    """The middle of the days that a date may mean."""
    first, last = date_span(date)
    return pd.Timestamp(first) + (last - first) / 2


def finding(points: pd.DataFrame, quantity: str) -> str:
    """The chart in words: `Largest model: from 175B (GPT-3, May 2020) to 1.2T (GLaM, Dec 2021)`."""
    most = QUANTITIES[quantity].most
    if QUANTITIES[quantity].flagships:
        points = points[points["flagship"]]
    by_day = points.sort_values(["day", "value"], ascending=[True, False], kind="stable")
    records = by_day[by_day["value"] > by_day["value"].cummax().shift(fill_value=0)]
    ends = [f"{row.shown} ({row.name}, {formats.month(row.announced)})" for row in queries.rows(records)]
    if not ends:
        return f"{most}: unknown"
    return f"{most}: {ends[0]}" if len(ends) == 1 else f"{most}: from {ends[0]} to {ends[-1]}"


def missing(points: pd.DataFrame, quantity: str) -> str:
    """Which variants have no point, by reason; empty if all have one."""
    reasons: dict[str, list[str]] = {}
    for row in queries.rows(points[points["value"].isna() | points["day"].isna()]):
        reason = "no date" if row.value is not None else row.shown or _why_nothing(row, quantity)
        reasons.setdefault(reason, []).append(row.name)
    return "; ".join(f"{formats.several(names)} ({reason})" for reason, names in reasons.items())


def _why_nothing(row: Any, quantity: str) -> str:
    """Why a variant has no value; of a computed quantity, what lacks to compute it."""
    if row.standing or not QUANTITIES[quantity].computed:
        return formats.nothing(row.standing)[1]
    active = "active_parameters" in queries.core_fields(row.architecture)
    inputs = ("active_parameters" if active else "parameters", "training_tokens")
    lacks = [
        f"{QUANTITIES[field].title.lower()}: {getattr(row, f'{field}_shown') or _word(row, field)}"
        for field in inputs
        if getattr(row, field) is None
    ]
    return ", ".join(lacks) or formats.nothing("")[1]


def _word(row: Any, field: str) -> str:
    standing = getattr(row, f"{field}_standing")
    return formats.nothing(standing)[0 if standing else 1]


@st.cache_resource(show_spinner=False, max_entries=50)
def trend(key: tuple[Any, ...], _points: pd.DataFrame) -> tuple[Trend | None, str]:
    """The trend through the points, if it is clear, and it in words with the models behind it.

    Kept by `key`: the catalog's version and the view. Tuned models are left out: what their tuning took says
    nothing of how models grow.
    """
    points = _points[_points["base"].isna()]
    days = [day.date() for day in points["day"]]
    found = exponential(days, [float(value) for value in points["value"]])
    models = formats.plural(points["model"].nunique(), "model")
    if found is None:
        return None, f"No trend: {models} are too few, or of one day (a trend takes {LEAST} points)."
    if not found.is_clear:
        return None, (
            f"No clear trend: over {len(points)} points of {models}, 90 % of the resamplings reach from "
            f"{_pace(found.low)} to {_pace(found.high)}."
        )
    ends = sorted(doubling_months(rate) for rate in (found.low, found.high))
    pace = f"{'Doubled' if found.rate > 0 else 'Halved'} every {doubling_months(found.rate):.1f} months"
    return found, (
        f"{pace} (90 % interval {ends[0]:.1f} to {ends[1]:.1f}, {len(points)} points of {models}): least "
        "squares through logarithms, the interval by bootstrap; tuned models are left out."
    )


def _pace(rate: float) -> str:
    return f"{'doubling' if rate > 0 else 'halving'} every {doubling_months(rate):.0f} months"
