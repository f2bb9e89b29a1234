"""Fields of which the claims cannot all be true."""

from collections.abc import Hashable, Iterator
from itertools import groupby
from typing import Any

import pandas as pd

from db import queries
from pages.parts import downloads, findings, formats, receipts, tables
from pages.parts.tables import Column, Content, element, span

FILE = [
    *("subject", "field", "rank", "value", "unit", "kind", "basis", "source", "locator", "note"),
    *("stated_for", "file", "line"),
]


def show(key: tuple[Hashable, ...], found: pd.DataFrame, book: receipts.Book) -> None:
    """A line for each field of `queries.conflicts`, the preferred claim first; the claims as a file.

    Kept by `key`: the catalog's version and the view.
    """
    columns = [Column("About", "name"), Column("Field"), Column("Who says what", "wide")]
    alt = "Fields whose claims are in conflict"
    tables.show(columns, _rows(found, book), alt=alt, number=count(found), key=key)
    downloads.button(found[FILE], "conflicts.csv", "Claims in conflict as CSV")


def _rows(found: pd.DataFrame, book: receipts.Book) -> Iterator[list[Content]]:
    fields = groupby(queries.rows(found), key=lambda claim: (claim.stated_for, claim.field))
    for _, claims in fields:
        yield _row(list(claims), book)


def count(found: pd.DataFrame) -> int:
    """How many fields are in conflict."""
    return len(found[["stated_for", "field"]].drop_duplicates())


def _row(claims: list[Any], book: receipts.Book) -> list[Content]:
    first = claims[0]
    about = findings.subject_link(first.subject_kind, first.stated_for, first.field, book.names)
    field, *path = first.field.split("/")
    label = " · ".join([formats.label(field), *(part.replace("-", " ") for part in path)])
    return [about, label, element("div", *(_claim(claim, book) for claim in claims))]


def _claim(claim: Any, book: receipts.Book) -> Content:
    value = formats.claim_value(claim, book.names, exact=True)
    basis = ", ".join(formats.words(word) for word in (claim.basis or "").split(";") if word)
    how = f" ({basis})" if basis else ""
    receipt = formats.receipt(claim.source, claim.locator, book.cited_as)
    return element("div", span(value, class_="figure"), how, span(f" · {receipt}", class_="faint"))
