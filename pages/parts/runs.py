"""Training runs of the catalog beside the frontier of a scaling law."""

from typing import Any

import pandas as pd
import streamlit as st

from catalog.scaling_laws import LAWS, Law, distance
from catalog.schema import ENCODER_DECODERS, MIXTURES_OF_EXPERTS
from db import queries
from pages.parts import comparison, formats, snapshots, tables
from pages.parts.tables import Column

FIELDS = ("parameters", "active_parameters", "training_tokens")
COLUMNS = [
    Column("Model", "name"),
    Column("Parameters (N)", "number"),
    Column("Tokens (D)", "number"),
    Column("Tokens its size calls for", "number"),
    Column("Share", "number"),
    Column("Verdict", "short"),
    Column("Compute (6ND)", "number"),
    Column("Compute its size calls for", "number"),
    Column("Best for its compute", "number"),
    Column("Compute to spare", "number"),
]
NEEDED = [
    *("id", "model", "model_name", "name", "link", "flagship", "organization", "makers", "base"),
    *("architecture", "active_parameters", "training_tokens"),
]
"""Columns of the comparison."""
EXPORTED = [
    "id",
    "model",
    "name",
    "organization",
    "parameters_used",
    "training_tokens",
    "compute",
    "law",
    "tokens_for_size",
    "tokens_ratio",
    "compute_for_size",
    "compute_ratio",
    "best_parameters",
    "best_tokens",
    "loss",
    "best_loss",
    "wasted",
]


def load(law: Law, models: bool) -> pd.DataFrame:
    """All variants, or one for each of the `models`; the most under-trained first.

    `parameters_used`: the active ones; `why_not`: empty if they are compared. Of those that are compared, the
    columns of a Distance.
    """
    return snapshots.own(_load(snapshots.current().version, law.id, models))


@st.cache_resource(show_spinner=False, max_entries=20)
def _load(version: str, law_id: str, models: bool) -> pd.DataFrame:
    """Kept by the catalog's version."""
    law, variants = LAWS[law_id], (comparison.models() if models else comparison.load())[NEEDED]
    rows = list(queries.rows(variants))
    frame = variants.assign(
        parameters_used=variants["active_parameters"],
        why_not=[_why_not(row) for row in rows],
        law=law.id,
    )
    found = pd.DataFrame(
        [_distance(row, law) if not why else {} for row, why in zip(rows, frame["why_not"], strict=True)],
        index=frame.index,
        columns=["compute", *EXPORTED[EXPORTED.index("tokens_for_size") :]],
    ).astype("Float64")
    return frame.join(found).sort_values("tokens_ratio", kind="stable")


def _why_not(variant: Any) -> str:
    """Why a variant is no run that the laws speak of; empty if it is one."""
    if variant.base:
        return "tuned from another model"
    if variant.architecture in ENCODER_DECODERS:
        return "6ND does not hold for an encoder with a decoder"
    if variant.architecture and not variant.architecture.endswith("decoder"):
        return "the laws are of decoders"
    missing = [
        formats.label(field).lower()
        for field in ("active_parameters", "training_tokens")
        if getattr(variant, field) is None
    ]
    return f"not known: {', '.join(missing)}" if missing else ""


def _distance(variant: Any, law: Law) -> dict[str, float | None]:
    found = distance(law, variant.active_parameters, variant.training_tokens)
    return {
        "compute": found.compute,
        "tokens_for_size": found.tokens_for_size,
        "tokens_ratio": found.tokens_ratio,
        "compute_for_size": found.compute_for_size,
        "compute_ratio": found.compute_ratio,
        "best_parameters": found.best.parameters,
        "best_tokens": found.best.tokens,
        "loss": found.loss.value if found.loss else None,
        "best_loss": found.best_loss.value if found.best_loss else None,
        "wasted": found.wasted,
    }


def file(compared: pd.DataFrame) -> pd.DataFrame:
    """The runs as data."""
    return compared[EXPORTED].assign(verdict=[verdict(ratio) for ratio in compared["tokens_ratio"]])


def verdict(ratio: float) -> str:
    """Under-trained, over-trained, or about right: within a factor of 1.5, about what the laws differ by."""
    if ratio < 1 / 1.5:
        return "under-trained"
    return "over-trained" if ratio > 1.5 else "about right"


def show(runs: pd.DataFrame, alt: str) -> None:
    """The compared runs as a table."""
    has_loss = runs["wasted"].notna().any()
    columns = COLUMNS if has_loss else COLUMNS[:-1]
    rows = [_row(row)[: len(columns)] for row in queries.rows(runs.head(tables.MOST))]
    tables.show(columns, rows, alt=alt, number=len(runs))
    moe = runs["architecture"].isin(MIXTURES_OF_EXPERTS).any()
    signs = [("*", "a mixture of experts, by its active parameters: the laws were found on dense models")]
    tables.key(*(signs if moe else []))


def _row(row: Any) -> list[tables.Content]:
    star = " *" if row.architecture in MIXTURES_OF_EXPERTS else ""
    ratio = row.tokens_ratio
    best = f"{count(row.best_parameters)} on {count(row.best_tokens)}"
    return [
        tables.model_link(row.name + star, row.link),
        count(row.parameters_used),
        count(row.training_tokens),
        count(row.tokens_for_size),
        formats.quantity(ratio, "share") if ratio < 1 else f"{ratio:.1f} ×",
        verdict(ratio),
        formats.short_quantity(row.compute, "training_flop"),
        formats.short_quantity(row.compute_for_size, "training_flop"),
        best,
        "" if row.wasted is None else formats.quantity(row.wasted, "share"),
    ]


def count(value: float) -> str:
    """`67.0B` as everywhere: three digits."""
    return formats.short_quantity(float(f"{value:.3g}"), "parameters")
