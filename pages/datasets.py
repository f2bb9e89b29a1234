"""Datasets: corpora on one scale, what they hold, and which models were trained on them."""

from typing import Any

import pandas as pd
import streamlit as st

from db import queries
from pages.parts import charts, corpora, downloads, filters, formats, receipts, snapshots, tables
from pages.parts.tables import Column

PARTS = ("share", "epochs", "tokens", "size", "documents")


def main() -> None:
    view = filters.View("datasets")
    frame = snapshots.read(queries.datasets)
    wanted = view.given("id")
    users = trained(snapshots.current().version)
    names = snapshots.read(queries.names)
    if wanted in set(frame["id"]):
        view.keep()
        one(next(queries.rows(frame[frame["id"] == wanted])), users, names)
        return
    head = st.container()
    measure = view.choice("by", "Size in", {key: known.title for key, known in corpora.MEASURES.items()})
    view.keep()
    if wanted:
        st.warning(f"There is no corpus with the id {formats.plain(wanted[:80])}. These are all there are.")
    sized = frame[frame[measure].notna()].sort_values(measure, ascending=False, kind="stable")
    with head:
        st.title(formats.plain(title(frame, sized, measure)), anchor=False)
    if len(sized):
        key = (snapshots.version(), measure)
        spec = corpora.scale(key, measure, charts.is_dark(), sized)
        st.vega_lite_chart(spec, alt=f"Corpora by {corpora.MEASURES[measure].unit}; listed below")
        if len(sized) > corpora.MOST_DRAWN:
            st.caption(f"The {corpora.MOST_DRAWN} largest of {len(sized):,}.")
    st.header("All corpora")
    corpora.table(frame, users, names)
    show_use(frame, users)


def title(frame: pd.DataFrame, sized: pd.DataFrame, measure: str) -> str:
    """`57 corpora; the largest of which the size is known, MassiveText, has 2.4T tokens`."""
    count = f"{len(frame)} corpora"
    if sized.empty:
        return count
    most = next(queries.rows(sized.head(1)))
    size = formats.short_quantity(getattr(most, measure), measure)
    unit = "" if measure == "size" else f" {corpora.MEASURES[measure].unit}"
    return f"{count}; the largest of those whose size is known, {most.name}, has {size}{unit}"


@st.cache_resource(show_spinner=False, max_entries=2)
def trained(version: str) -> dict[str, list[str]]:
    """Corpus → the models of which at least one size was trained on it; kept by the catalog's version."""
    pairs = snapshots.read(queries.trained_on)
    everything = snapshots.read(queries.variants)
    models = dict(zip(everything["id"], everything["model"], strict=True))
    used: dict[str, dict[str, None]] = {}
    order = {model: number for number, model in enumerate(dict.fromkeys(everything["model"]))}
    for row in queries.rows(pairs):
        used.setdefault(row.dataset, {})[models[row.variant]] = None
    return {id: sorted(found, key=order.__getitem__) for id, found in used.items()}


def show_use(frame: pd.DataFrame, users: dict[str, list[str]]) -> None:
    """Who trained on what, as a matrix and as a file."""
    st.header("Who trained on what")
    st.caption(
        f"Corpora that at least {corpora.SHARED} models name; of the others, each corpus lists its models."
    )
    corpora.matrix(frame, users)
    number = sum(map(len, users.values()))
    downloads.later(lambda: pairs(users), number, "trained-on.csv")


def pairs(users: dict[str, list[str]]) -> pd.DataFrame:
    """Each corpus with each model that was trained on it."""
    found = [(id, model) for id, models in users.items() for model in models]
    return pd.DataFrame(found, columns=["dataset", "model"])


# ---- one corpus


def one(corpus: Any, users: dict[str, list[str]], names: dict[str, str]) -> None:
    """What is known of one corpus, with receipts, its parts, and who trained on it."""
    st.set_page_config(page_title=f"{corpus.name} · LLM catalog")
    st.page_link("datasets.py", label="All corpora", icon=":material/arrow_back:")
    st.title(formats.plain(corpus.name), anchor=False)
    sources = snapshots.read(queries.sources)
    book = receipts.Book(names, sources, snapshots.citations())
    claims = snapshots.read(queries.dataset_claims, dataset=corpus.id)
    own = claims[~claims["field"].str.contains("/")]
    receipts.show(list(queries.rows(own)), book, alt=f"What is known of {corpus.name}")
    show_parts(corpus, names)
    st.header("Trained on it")
    models = users.get(corpus.id, [])
    if models:
        rows = [(tables.model_link(names.get(f"model/{id}", id), id),) for id in models]
        tables.show([Column("Model", "name")], rows, alt=f"Models trained on {corpus.name}")
    else:
        st.caption("No model of the catalog names it.")
    st.header("As data")
    downloads.button(claims.drop(columns=["id", "number"]), f"claims-{corpus.id}.csv")


def show_parts(corpus: Any, names: dict[str, str]) -> None:
    """The parts of a corpus, the largest first."""
    parts = snapshots.read(queries.components, dataset=corpus.id)
    if parts.empty:
        return
    known = [cell for cell in PARTS if parts[cell].notna().any()]
    by = next((cell for cell in ("share", "tokens", "size", "documents") if cell in known), None)
    if by:
        parts = parts.sort_values(by, ascending=False, kind="stable", na_position="last")
    st.header("What it holds")
    columns = [Column("Part", "name"), *(Column(formats.label(cell), "number") for cell in known)]
    rows = [
        (
            corpora.link(row.part, formats.name("dataset", row.part, names)) if row.part else part_name(row),
            *(corpora.quantity(getattr(row, cell), cell) for cell in known),
        )
        for row in queries.rows(parts)
    ]
    tables.show(columns, rows, alt=f"Parts of {corpus.name}")
    downloads.button(parts, f"parts-of-{corpus.id}.csv")


def part_name(row: Any) -> str:
    """A part without a record of its own."""
    return str(row.component).replace("-", " ")


main()
