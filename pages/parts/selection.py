"""Which variants a page shows: the filters that pages share, and what they leave."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pandas as pd
import streamlit as st

from catalog.quantities import date_span
from db import queries
from pages.parts import comparison, filters, formats, snapshots, tables

WHOLE = "rows"
"""The parameter that asks for all of them."""
SIZES = {"flagships": "One per model", "all": "All sizes"}


def choose(view: filters.View) -> tuple[pd.DataFrame, bool]:
    """Shows the filters; the variants that they leave, and whether these stand for their models."""
    with st.container(horizontal=True, vertical_alignment="top"):
        search = view.text("q", "Search", placeholder="Name, organization, lesson", width=300)
        models = view.choice("sizes", "Lines", SIZES) == "flagships"
    frame = comparison.models() if models else comparison.load()
    left = contains(frame, search) & among(view)(frame)
    return frame if left.all() else frame[left], models


FILTERS = ("organization", "architecture", "access", "from", "to")
"""What `among` writes into the address."""


class Choices(NamedTuple):
    """What filters offer of all variants: as it is written in the address → as one reads it."""

    organizations: dict[str, str]
    architectures: dict[str, str]
    access: dict[str, str]
    months: dict[str, str]


@st.cache_resource(show_spinner=False, max_entries=2)
def _choices(version: str) -> Choices:
    """Kept by the catalog's version."""
    everything = comparison.load()
    return Choices(
        organizations_of(everything),
        _words(everything["architecture"]),
        _words(everything["access"]),
        {month: formats.date(month) for month in months(everything["announced"])},
    )


def among(view: filters.View) -> Callable[[pd.DataFrame], pd.Series]:
    """Shows the filters on what the catalog knows of variants; a function that says which rows they leave."""
    choices = _choices(snapshots.current().version)
    span = choices.months
    with st.container(horizontal=True):
        organizations = view.several("organization", "Organization", choices.organizations, width=175)
        architectures = view.several("architecture", "Architecture", choices.architectures, width=175)
        access = view.several("access", "Access", choices.access, width=175)
        if span:
            ends = min(span), max(span)
            first = view.pick("from", "Announced from", span, ends[0], width=175)
            last = view.pick("to", "until", span, ends[1], width=175)

    def left(frame: pd.DataFrame) -> pd.Series:
        keep = pd.Series(True, index=frame.index)
        if architectures:
            keep &= frame["architecture"].isin(architectures)
        if access:
            keep &= frame["access"].isin(access)
        if organizations:
            wanted = set(organizations)
            keep &= frame["organization"].map(lambda makers: not wanted.isdisjoint(_split(makers)))
        if span and (first, last) != ends:
            keep &= frame["announced"].map(lambda date: announced_between(date, *sorted((first, last))))
        return keep

    return left


def cut(frame: pd.DataFrame, view: filters.View, whole: bool) -> pd.DataFrame:
    """The first rows of a long table (`tables.MOST`) with a link to the others, unless all are wanted."""
    if whole or len(frame) <= tables.MOST:
        return frame
    with st.container(horizontal=True, vertical_alignment="center"):
        tables.cut_to_most(len(frame))
        st.page_link(
            f"{view.page}.py",
            label=f"Show all {len(frame):,} rows",
            query_params={**view.parameters, WHOLE: "all"},
        )
    return frame.head(tables.MOST)


def is_narrowed(view: filters.View) -> bool:
    """Whether the address asks for less than all models."""
    return any(
        view.address.get(name)
        for name in ("q", "sizes", "organization", "architecture", "access", "from", "to")
    )


def organizations_of(frame: pd.DataFrame) -> dict[str, str]:
    """The makers of the variants: id → name, by name."""
    names = snapshots.read(queries.names)
    found = {
        id: formats.name("organization", id, names)
        for ids in frame["organization"].unique()
        for id in _split(ids)
    }
    return dict(sorted(found.items(), key=lambda pair: pair[1].casefold()))


def _words(values: pd.Series) -> dict[str, str]:
    """The words of the schema that occur: word → as readers see it."""
    return {word: formats.words(word) for word in sorted(values.dropna().unique())}


def _split(cell: object) -> Sequence[str]:
    return cell.split(";") if isinstance(cell, str) else ()


def months(dates: pd.Series) -> list[str]:
    """Every month from the first date to the last, as `2020-05`; none if there is no date."""
    spans = [date_span(date) for date in dates.dropna().unique()]
    if not spans:
        return []
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{number // 12}-{number % 12 + 1:02}" for number in numbers]


def announced_between(date: object, first: str, last: str) -> bool:
    """Whether a date may fall into these months: one without a month into any of its year."""
    if not isinstance(date, str):
        return False
    start, end = date_span(date)
    return date_span(first)[0] <= end and start <= date_span(last)[1]


def contains(frame: pd.DataFrame, search: str) -> pd.Series:
    """Whether each word of the search stands somewhere in a variant's names, makers or lesson."""
    if not search:
        return pd.Series(True, index=frame.index)
    columns = ["id", "name", "model_name", "aliases", "makers", "known_as", "lesson"]
    texts = frame[columns].fillna("").agg(" ".join, axis=1).str.casefold()
    keep = pd.Series(True, index=frame.index)
    for word in search.casefold().split():
        keep &= texts.str.contains(word, regex=False)
    return keep
