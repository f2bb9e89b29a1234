"""The table of a model's sizes: each cell what is said, else what is computed, else why there is nothing."""

from typing import Any

import pandas as pd

from db import queries
from pages.parts import comparison, downloads, formats, picked, snapshots, tables
from pages.parts.tables import Column, Content

FIELDS = {
    "parameters": "Parameters",
    "active_parameters": "Active",
    "training_tokens": "Training tokens",
    "layers": "Layers",
    "hidden_size": "Hidden size",
    "attention_heads": "Heads",
    "training_flop": "Training compute",
}


def show(variants: pd.DataFrame, current: Any, names: dict[str, str]) -> None:
    """A model's rows of the comparison, the `current` one marked; the legend of the marks; a file."""
    claims = snapshots.read(queries.first_claims, fields=tuple(FIELDS), model=current.model)
    first = {(claim.subject, claim.field): claim for claim in queries.rows(claims)}
    rows: list[list[Content]] = []
    data = []
    standings = set()
    for row in queries.rows(variants):
        cells = [_cell(row, field, first.get((row.id, field)), names) for field in FIELDS]
        if cells[1][1] == "dense":  # the same number, with the same digits
            cells[1] = (cells[0][0], "dense")
        name = tables.span(tables.model_link(row.name, row.id), picked.button(row.id, row.name))
        rows.append([name, *(tables.value(*cell) for cell in cells)])
        data.append((row.id, row.name, *(part for cell in cells for part in cell)))
        standings |= {standing for _, standing in cells}
    columns = [Column("Size", "name"), *(Column(title, "number") for title in FIELDS.values())]
    tables.show(columns, rows, alt="Sizes of the model", marked=variants["id"] == current.id)
    tables.legend(standings)
    heads = [head for field in FIELDS for head in (field, f"{field}_standing")]
    downloads.button(pd.DataFrame(data, columns=["id", "name", *heads]), f"sizes-of-{current.model}.csv")


def _cell(variant: Any, field: str, claim: Any, names: dict[str, str]) -> tuple[str, str]:
    shown, standing = comparison.cell(variant, field, claim, names, exact=True)
    computed = getattr(variant, f"{field}_estimated", None)
    if shown or computed is None:
        return shown, standing
    return formats.quantity(computed, field), "derived"
