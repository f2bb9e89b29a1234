"""The comparison of Patterson et al. 2021 beside other makers' figures; one model over another."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from db import queries
from pages.parts import downloads, formats, receipts, snapshots, tables, trained
from pages.parts.tables import Column, Content
from pages.parts.trained import Trained

PATTERSON = "patterson-2021"
BESIDE = ("glam-64b-64e", "gopher-280b", "lamda-137b", "palm-540b")
"""Runs whose own figures stand beside the paper's."""
FIELDS = {
    "accelerator_count": "Chips",
    "training_time": "Time",
    "chip_throughput": "FLOP/s of a chip",
    "training_flop": "Model FLOP",
    "hardware_flop": "Hardware FLOP",
    "chip_power": "Power",
    "pue": "PUE",
    "grid_intensity": "Grid",
    "energy": "Energy",
    "co2": "CO₂",
}


def show(book: receipts.Book) -> None:
    """A row for each model that the paper has, and for those beside it; every cell a figure of one source."""
    lines = _compared(snapshots.current().version)
    rows: Iterator[list[Content]] = (
        [
            tables.model_link(run.variant.name, run.variant.id),
            by,
            *(_cell(claims.get(field), field, book) for field in FIELDS),
        ]
        for run, by, claims in lines
    )
    columns = [Column("Model", "name"), Column("By"), *(Column(title, "number") for title in FIELDS.values())]
    alt = "Energy and carbon by Patterson et al. 2021 and of later models"
    tables.show(columns, rows, alt=alt, number=len(lines), key=(snapshots.version(),))
    data = [
        (run.variant.id, by, field, claim.number, claim.unit, claim.source, claim.locator, claim.note)
        for run, by, claims in lines
        for field, claim in claims.items()
    ]
    heads = ["id", "by", "field", "value", "unit", "source", "locator", "note"]
    downloads.button(pd.DataFrame(data, columns=heads), "patterson-comparison.csv")


@st.cache_resource(show_spinner=False, max_entries=2)
def _compared(version: str) -> list[tuple[Trained, str, dict[str, Any]]]:
    """The models of the paper, those with most energy first; then those beside, by preferred claims.

    Kept by the catalog's version.
    """
    runs = trained.load()
    paper: dict[str, dict[str, Any]] = {}
    claims = snapshots.read(queries.claims_on, fields=tuple(FIELDS), also=True)
    for claim in queries.rows(claims[claims["source"] == PATTERSON]):
        if claim.number is not None:
            paper.setdefault(claim.subject, {}).setdefault(claim.field, claim)
    ids = sorted((id for id in paper if "energy" in paper[id]), key=lambda id: -paper[id]["energy"].number)
    found = [(runs[id], "Patterson et al. 2021", paper[id]) for id in ids]
    for id in BESIDE:
        if id in runs and id not in ids:
            own = {field: claim for field in FIELDS if (claim := runs[id].first(field))}
            found.append((runs[id], "preferred claims", own))
    return found


def _cell(claim: Any, field: str, book: receipts.Book) -> Content:
    if not claim:
        return ""
    shown = tables.value(formats.quantity(claim.number, field), formats.standing(claim))
    shown.set("title", formats.receipt(claim.source, claim.locator, book.cited_as))
    return shown


# ---- one model over another


class Ratio(NamedTuple):
    """A figure of one model over the same of another."""

    above: str
    below: str
    field: str
    note: str = ""


CLAIMED = {
    "GLaM took 1/5 of the energy of GPT-3 (course slides)": (
        Ratio("glam-64b-64e", "gpt-3-175b", "energy", "all 600B tokens: the abstract's third"),
        Ratio("glam-64b-64e/first-280b-tokens", "gpt-3-175b", "energy", "at GPT-3's scores: a sixth"),
    ),
    "Falcon took 75 % of the compute of GPT-3 (course slides)": (
        Ratio("falcon-40b", "gpt-3-175b", "training_flop"),
    ),
    "Falcon took 40 % of the compute of Chinchilla (course slides)": (
        Ratio("falcon-40b", "chinchilla-70b", "training_flop"),
    ),
}
"""What is claimed → the ratios that decide it."""


def show_claimed(runs: Mapping[str, Trained], book: receipts.Book) -> None:
    """Each claim with both figures, their receipts and the ratio."""
    columns = [
        Column("Claim", "name"),
        Column("Ratio", "number"),
        Column("Filled in", "wide"),
        Column("Receipts", "wide"),
    ]
    rows: list[list[Content]] = []
    data: list[tuple[object, ...]] = []
    for claim, ratios in CLAIMED.items():
        for ratio in ratios:
            for above, below in _pairs(ratio, runs):
                share = above.number / below.number
                both = above, below
                figures = [formats.exact_quantity(one.number, ratio.field, one.written) for one in both]
                cited = [formats.receipt(one.source, one.locator, book.cited_as) for one in both]
                filled = " / ".join(figures) + (f" ({ratio.note})" if ratio.note else "")
                rows.append([claim, formats.quantity(share, "share"), filled, "; ".join(cited)])
                data.append((claim, share, above.number, below.number, *cited))
    tables.show(columns, rows, alt="What is claimed of one model over another, worked out")
    heads = ["claim", "ratio", "above", "below", "above_receipt", "below_receipt"]
    downloads.button(pd.DataFrame(data, columns=heads), "claims-worked-out.csv")


def _pairs(ratio: Ratio, runs: Mapping[str, Trained]) -> list[tuple[Any, Any]]:
    """The figure above, with each figure below that a source states."""
    id, _, stage = ratio.above.partition("/")
    above = _of_stage(id, stage, ratio.field) if stage else id in runs and runs[id].first(ratio.field)
    if not above or ratio.below not in runs:
        return []
    return [(above, one) for one in runs[ratio.below].claims.get(ratio.field, []) if one.number]


def _of_stage(variant: str, stage: str, field: str) -> Any:
    """The preferred claim of a stage of a variant's training."""
    claims = queries.rows(snapshots.read(queries.claims, variant=variant))
    subjects = (claim for claim in claims if claim.subject.endswith(f"/{stage}") and claim.field == field)
    return next(subjects, None)
