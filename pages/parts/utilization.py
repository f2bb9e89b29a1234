"""MFU and HFU: what is claimed, on which basis, and what other figures of the same run make of it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from catalog.efficiency import IDEAL_TIME, Recomputed, recomputed_mfu
from pages.parts import (
    charts,
    comparison,
    downloads,
    formats,
    over_time,
    points,
    receipts,
    snapshots,
    tables,
    trained,
)
from pages.parts.tables import Column, Content
from pages.parts.trained import Trained

PALM = "chowdhery-2022"
PALM_TABLE = "Table 3"
OTHER_COUNT = "Where it is above the printed rate, the FLOP are by a larger count than 6ND with attention."
OVER_THE_RUN = (
    "Over the run it is lower than while steps run: chip-hours hold pauses and repeated steps, and where "
    "only months are known, their rounding."
)
COLUMNS = [
    Column("Model", "name"),
    Column("Value", "number"),
    Column("How it is meant", "wide"),
    Column("Receipt or formula", "wide"),
]


class Line(NamedTuple):
    """A rate of a run. `said`: the claim, or a Recomputed."""

    run: Trained
    value: float
    standing: str
    basis: str
    said: Any

    @property
    def formula(self) -> str:
        """Of what is computed, how; empty for a claim."""
        return "" if hasattr(self.said, "source") else f"{self.said.formula} = {self.said.filled}"


@st.cache_resource(show_spinner=False, max_entries=4)
def _lines(version: str, field: str) -> list[Line]:
    """The highest first; kept by the catalog's version.

    Nothing is computed for what is tuned from another model: such runs are short and wait much.
    """
    runs = trained.load().values()
    lines = [
        Line(run, claim.number, formats.standing(claim), claim.basis or "", claim)
        for run in runs
        for claim in run.claims.get(field, [])
        if claim.number is not None
    ]
    if field == "mfu":
        lines += [
            Line(run, found.value, "derived", ";".join(found.basis), found)
            for run in runs
            for found in recomputed_mfu(run.run)
            if found.basis == ("run",) and not run.variant.base
        ]
    return sorted(lines, key=lambda line: -line.value)


def show(field: str, book: receipts.Book) -> None:
    """Every claim on `mfu` or `hfu`, the highest first; for MFU also what is computed over the run."""
    lines = _lines(snapshots.current().version, field)
    rows = (
        (
            tables.model_link(line.run.variant.name, line.run.variant.id, field),
            tables.value(formats.quantity(line.value, field), line.standing),
            meaning(line.basis),
            line.formula or _receipt(line.said, book),
        )
        for line in lines
    )
    alt = f"{formats.label(field)}, the highest first"
    tables.show(COLUMNS, rows, alt=alt, number=len(lines), key=(snapshots.version(), field))
    tables.legend(line.standing for line in lines)
    downloads.later(lambda: _file(lines, field), len(lines), f"{field}.csv")


def draw(field: str) -> None:
    """The same by date, as a picture."""
    key = (snapshots.version(), field)
    rows = _points(*key)
    if rows.empty:
        return
    looks = over_time.Looks("makers", comparison.load()["makers"].unique())
    title = formats.label(field)
    spec = over_time.timeline(key, field, title, False, charts.is_dark(), rows, looks)
    st.vega_lite_chart(spec, key=field, alt=f"{title} of training runs by date; listed below")
    tables.key(("●", "stated by a source"), ("○", "estimated, or computed here over the whole run"))
    if more := charts.left_out(len(rows)):
        st.caption(more)


@st.cache_resource(show_spinner=False, max_entries=4)
def _points(version: str, field: str) -> pd.DataFrame:
    """What `over_time.timeline` draws; kept by the catalog's version."""
    cited_as = snapshots.citations()
    rows = [
        {
            "name": line.run.variant.name,
            "makers": line.run.variant.makers,
            "link": line.run.variant.id,
            "day": points.middle(line.run.variant.announced),
            "date": formats.date(line.run.variant.announced),
            "value": line.value,
            "shown": formats.quantity(line.value, field),
            "standing": line.standing,
            "stands": meaning(line.basis),
            "said": line.formula or formats.receipt(line.said.source, line.said.locator, cited_as),
            "label": line.run.variant.model_name if line.run.variant.flagship else "",
        }
        for line in _lines(version, field)
        if line.run.variant.announced
    ]
    return pd.DataFrame(rows)


def _file(lines: Iterable[Line], field: str) -> pd.DataFrame:
    data = [
        (
            *(line.run.variant.id, line.run.variant.name, field, line.value, line.standing, line.basis),
            *(("", "", line.formula) if line.formula else (line.said.source, line.said.locator or "", "")),
        )
        for line in lines
    ]
    heads = ["id", "name", "field", "value", "standing", "basis", "source", "locator", "formula"]
    return pd.DataFrame(data, columns=heads)


def meaning(basis: str) -> str:
    """A basis in words; what is not said is not guessed."""
    words = [formats.words(word) for word in basis.split(";") if word]
    return ", ".join(words) or "not said"


def _receipt(claim: Any, book: receipts.Book) -> Content:
    return tables.span(
        receipts.source_link(claim.source, book), f", {claim.locator}" if claim.locator else ""
    )


# ---- the table of the PaLM paper


def show_palm_table() -> None:
    """As it was printed, as recomputed here, and why the two differ."""
    lines = _palm_lines(snapshots.current().version)
    columns = [
        Column("Model", "name"),
        Column("Printed", "number"),
        Column("Recomputed", "wide"),
        Column("Why they differ", "wide"),
    ]
    rows = (_palm_row(*line) for line in lines)
    alt = "MFU as the PaLM paper prints it and as recomputed"
    tables.show(columns, rows, alt=alt, number=len(lines), key=(snapshots.version(),))
    data = [
        (run.variant.id, claim.number, one.value, ";".join(one.basis), one.formula, one.filled)
        for run, claim, found in lines
        for one in found
    ]
    heads = ["id", "printed", "recomputed", "basis", "formula", "filled"]
    downloads.button(pd.DataFrame(data, columns=heads), "palm-table-3-recomputed.csv")


@st.cache_resource(show_spinner=False, max_entries=2)
def _palm_lines(version: str) -> list[tuple[Trained, Any, list[Recomputed]]]:
    """Each run with its claim and what is recomputed; kept by the catalog's version."""
    book = trained.book()
    return [(run, claim, recomputed(run, book)) for run, claim in _printed(trained.load().values())]


def _palm_row(run: Trained, claim: Any, found: list[Recomputed]) -> list[Content]:
    again = [
        tables.element(
            "div",
            tables.element("strong", formats.quantity(one.value, "mfu")),
            f" {meaning(';'.join(one.basis))}: {one.formula} = {one.filled}",
        )
        for one in found
    ]
    why = [tables.element("div", reason) for reason in reasons(run, claim, found)]
    return [
        tables.model_link(run.variant.name, run.variant.id, "mfu"),
        tables.value(formats.quantity(claim.number, "mfu"), formats.standing(claim)),
        tables.element("div", *again),
        tables.element("div", *why),
    ]


def _printed(runs: Iterable[Trained]) -> list[tuple[Trained, Any]]:
    """The rows of Table 3 in its latest version: each run with its claim, the smallest first."""
    found = []
    for run in runs:
        for claim in run.claims.get("mfu", []):
            place = claim.locator or ""
            if claim.source == PALM and place.startswith(PALM_TABLE) and "v1" not in place:
                found.append((run, claim))
                break
    return sorted(found, key=lambda pair: pair[0].variant.parameters or 0)


def recomputed(run: Trained, book: receipts.Book) -> list[Recomputed]:
    """Every MFU that follows from other figures of a run; over the run by each claim on its FLOP."""
    flop = [claim for claim in run.claims.get("training_flop", []) if claim.number is not None]
    found = recomputed_mfu(replace(run.run, flop=None) if flop else run.run)
    for claim in flop:
        basis = [word for word in (claim.basis or "").split(";") if word]
        for one in recomputed_mfu(replace(run.run, flop=claim.number)):
            if one.basis == ("run",):
                said = formats.receipt(claim.source, claim.locator, book.cited_as)
                found.append(one._replace(basis=(*basis, "run"), filled=f"{one.filled}, FLOP by {said}"))
    return found


def reasons(run: Trained, claim: Any, found: Iterable[Recomputed]) -> list[str]:
    """Why an MFU and what is recomputed differ: what the catalog notes, and what was left out."""
    throughput = run.first("throughput")
    notes = [claim.note, throughput.note if throughput else None]
    over_the_run = [one.value for one in found if "run" in one.basis]
    if run.run.ideal_time:
        notes.append(f"Chips and time are not used: {IDEAL_TIME}.")
    if any(value < claim.number for value in over_the_run):
        notes.append(OVER_THE_RUN)
    if any(value > claim.number for value in over_the_run):
        notes.append(OTHER_COUNT)
    return [note[:1].upper() + note[1:] for note in notes if note]
