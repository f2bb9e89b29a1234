"""Models that a model comes from, that come from it, and that are like it."""

from typing import Any

import pandas as pd
import streamlit as st

from catalog.similarity import FEATURES, LEAST, Likeness, cosine, dot, similar
from db import queries
from pages.parts import downloads, formats, picked, snapshots, tables
from pages.parts.tables import Column, Content, span

MOST = 6
"""Similar models that are shown."""
LEMONS = {
    "Lemons are rich in vitamin C": (8.0, 2.0),
    "Limes are tangy and acidic": (9.0, 1.0),
    "Michael Jordan played for the Chicago Bulls": (0.0, 10.0),
}
"""The course's example: how citric and how large the things in a sentence are."""


# ---- lineage


def lineage(variant: Any, everything: pd.DataFrame) -> bool:
    """Whether there is any."""
    return bool(variant.base) or bool((everything["base"] == variant.id).any())


def show_lineage(variant: Any, everything: pd.DataFrame) -> None:
    """What the variant was made from, back to the beginning, and what was made from it."""
    made_from = everything["base"]
    kin = everything[made_from.notna() | everything["id"].isin(made_from)]
    by_id = {row.id: row for row in queries.rows(kin)}
    above: list[Any] = []
    base = variant.base
    while base in by_id and by_id[base] not in above:
        above.append(by_id[base])
        base = by_id[base].base
    below = [row for row in by_id.values() if row.base == variant.id]
    rows = [("made from it", row) for row in below]
    rows = [("its base" if n == 0 else "the base of that", row) for n, row in enumerate(above)] + rows
    columns = [Column("Model", "name"), Column("Relation"), Column("Organization"), Column("Date", "short")]
    cells: list[list[Content]] = [
        [_link(row), relation, row.makers, formats.date(row.announced)] for relation, row in rows
    ]
    tables.show(columns, cells, alt="What the model was made from, and what was made from it")


def _link(row: Any) -> Content:
    return span(tables.model_link(row.name, row.id), picked.button(row.id, row.name))


# ---- similar models


def find(variant: Any, everything: pd.DataFrame) -> list[Likeness]:
    """The flagships of other models that are most like the variant, if enough is known of it."""
    return _find((snapshots.version(), variant.id), variant, everything)


@st.cache_resource(show_spinner=False, max_entries=500)
def _find(key: tuple[str, str], _variant: Any, _everything: pd.DataFrame) -> list[Likeness]:
    """Kept by `key`: the catalog's version and the variant's id."""
    frame = _everything.rename(columns={"tokens_per_parameter_estimated": "tokens_per_parameter"})
    frame["training_flop"] = frame["training_flop"].fillna(frame["training_flop_estimated"])
    others = frame["flagship"] & (frame["model"] != _variant.model)
    features = frame[others | (frame["id"] == _variant.id)].set_index("id")[list(FEATURES)]
    return similar(features, _variant.id)[:MOST]


def show_similar(found: list[Likeness], variant: Any, everything: pd.DataFrame) -> None:
    """The models that are most alike, on how many features, and which of these speak for and against it."""
    alike = everything[everything["id"].isin([one.id for one in found])]
    by_id = {row.id: row for row in queries.rows(alike)}
    columns = [
        Column("Model", "name"),
        Column("Cosine", "number"),
        Column("Compared on", "short"),
        Column("Alike in", "wide"),
        Column("Not in", "wide"),
    ]
    rows = [
        (
            _link(by_id[one.id]),
            f"{one.cosine:.2f}",
            f"{one.compared} of {len(FEATURES)}",
            _names(one.alike),
            _names(one.different),
        )
        for one in found
    ]
    tables.show(columns, rows, alt="Models most like this one")
    file = [(one.id, one.cosine, one.compared, ";".join(one.alike), ";".join(one.different)) for one in found]
    head = ["id", "cosine", "features_compared", "alike_in", "not_in"]
    downloads.button(pd.DataFrame(file, columns=head), f"similar-to-{variant.id}.csv")
    with st.expander("How likeness is measured"):
        explain()


def _names(fields: tuple[str, ...]) -> str:
    return ", ".join(formats.label(field).lower() for field in fields)


def explain() -> None:
    """Dot product and cosine, with the course's own example."""
    st.markdown(
        "Each model is a vector: logarithms of its sizes and counts, each feature scaled to mean 0 and "
        "standard deviation 1 over all models. Two models are compared on the features known of both, at "
        f"least {LEAST}. The **dot product** multiplies the vectors feature by feature and adds up: it grows "
        "with agreement, but with length too. The **cosine** divides it by both lengths: 1 means the same "
        "direction, 0 nothing in common, -1 the opposite. The course shows it on three sentences and two "
        "features, how citric and how large the thing spoken of is:"
    )
    pairs = [(a, b) for n, a in enumerate(LEMONS) for b in list(LEMONS)[n + 1 :]]
    columns = [Column("Sentences", "name"), Column("Dot product"), Column("Cosine", "number")]
    rows = []
    for a, b in pairs:
        (x1, y1), (x2, y2) = LEMONS[a], LEMONS[b]
        product = f"{x1:g} × {x2:g} + {y1:g} × {y2:g} = {dot((x1, y1), (x2, y2)):g}"
        rows.append((f"{a} · {b}", product, f"{cosine((x1, y1), (x2, y2)):.2f}"))
    tables.show(columns, rows, alt="Dot products and cosines of the course's three sentences")
