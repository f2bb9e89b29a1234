"""The comparison table: a line for each variant, with the standing of each of its values."""

from collections.abc import Hashable
from typing import Any

import pandas as pd
import streamlit as st

from db import queries
from pages.parts import formats, picked, snapshots, tables
from pages.parts.tables import span

CLAIMED = ("announced", "parameters", "active_parameters", "training_tokens")
"""Columns that show the preferred claim of a field. Each has a `…_shown`, its text, a `…_standing` and a
`…_receipt`."""

COLUMNS = {
    "announced": tables.Column("Date", "short", sort="announced"),
    "name": tables.Column("Model", "name", sort="name"),
    "lesson": tables.Column("What we learned", "wide"),
    "parameters": tables.Column("Parameters", "number", sort="parameters"),
    "active_parameters": tables.Column("Active", "number", sort="active_parameters"),
    "training_tokens": tables.Column("Training tokens", "number", sort="training_tokens"),
    "organization": tables.Column("Organization", sort="organization"),
    "architecture": tables.Column("Architecture", sort="architecture"),
    "access": tables.Column("Access", sort="access"),
}
ORDERS = [column.sort for column in COLUMNS.values() if column.sort]


def load() -> pd.DataFrame:
    """Every variant with the columns above; `link`: the id that its name leads to.

    `makers`: the names of its organizations; `known_as`: their ids and aliases, to search.
    """
    return snapshots.own(_load(snapshots.current().version))


@st.cache_resource(show_spinner=False, max_entries=2)
def _load(version: str) -> pd.DataFrame:
    names = snapshots.read(queries.names)
    frame = snapshots.read(queries.variants)
    variants = list(queries.rows(frame))
    frame["makers"] = [formats.makers(variant.organization, names) for variant in variants]
    frame["link"] = frame["id"]
    aliases = snapshots.read(queries.organization_aliases)
    frame["known_as"] = [
        " ".join([ids, *(aliases.get(id, "") for id in ids.split(";"))])
        for ids in frame["organization"].fillna("")
    ]
    cited_as = snapshots.citations()
    claims = snapshots.read(queries.first_claims, fields=CLAIMED)
    first = {(claim.subject, claim.field): claim for claim in queries.rows(claims)}
    for field in CLAIMED:
        said = [first.get((variant.id, field)) for variant in variants]
        cells = [cell(variant, field, claim, names) for variant, claim in zip(variants, said, strict=True)]
        frame[f"{field}_shown"] = [shown for shown, _ in cells]
        frame[f"{field}_standing"] = [standing for _, standing in cells]
        frame[f"{field}_receipt"] = [
            formats.receipt(claim.source, claim.locator, cited_as) if claim else "" for claim in said
        ]
    return frame


def cell(
    variant: Any, field: str, claim: Any, names: dict[str, str], *, exact: bool = False
) -> tuple[str, str]:
    """What a table shows of a field, and its standing; `dense`: all parameters are active."""
    if (
        field == "active_parameters"
        and variant.parameters
        and variant.active_parameters == variant.parameters
    ):
        return formats.short_quantity(variant.parameters, field), "dense"
    text = formats.claim_value(claim, names, exact=exact) if claim else ""
    return text.removesuffix(" tokens"), formats.standing(claim)


def models() -> pd.DataFrame:
    """The flagships alone, under the names of their models."""
    return snapshots.own(_models(snapshots.current().version))


@st.cache_resource(show_spinner=False, max_entries=2)
def _models(version: str) -> pd.DataFrame:
    everything = load()
    flagships = everything[everything["flagship"]]
    return flagships.assign(name=flagships["model_name"], link=flagships["model"])


def ordered(frame: pd.DataFrame, by: str, descending: bool) -> pd.DataFrame:
    """Sorted by a column; where it is empty, last. Equals by date and size."""
    key = "makers" if by == "organization" else by
    tidy = frame.sort_values(["announced", "model", "parameters"], kind="stable")
    return tidy.sort_values(
        key, ascending=not descending, kind="stable", na_position="last", key=lambda values: _folded(values)
    )


def _folded(values: pd.Series) -> pd.Series:
    return values if pd.api.types.is_numeric_dtype(values) else values.str.casefold()


def show(
    frame: pd.DataFrame, *, alt: str, key: tuple[Hashable, ...], order: tables.Order | None = None
) -> None:
    """The table and the legend of its marks. Kept by `key`: the catalog's version and the view."""
    rows = ([_content(row, column) for column in COLUMNS] for row in queries.rows(frame))
    tables.show(list(COLUMNS.values()), rows, alt=alt, order=order, key=key)
    tables.legend(standing for field in CLAIMED for standing in frame[f"{field}_standing"].unique())


def _content(row: Any, column: str) -> tables.Content:
    if column == "name":
        return span(tables.model_link(row.name, row.link), picked.button(row.id, row.name))
    if column in CLAIMED:
        return tables.value(getattr(row, f"{column}_shown"), getattr(row, f"{column}_standing"))
    if column == "organization":
        return row.makers
    found = getattr(row, column)
    if not found:
        return tables.value("", "")
    return formats.words(found) if column in ("architecture", "access") else found


def file(frame: pd.DataFrame) -> pd.DataFrame:
    """The table as data: values in base units, beside each claimed one its text, standing and receipt."""
    columns = ["id", "model"]
    for column in COLUMNS:
        columns.append(column)
        if column in CLAIMED:
            columns += [f"{column}_shown", f"{column}_standing", f"{column}_receipt"]
        elif column == "organization":
            columns.append("makers")
    return frame[columns].rename(columns={"makers": "organization_name"})
