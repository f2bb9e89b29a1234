"""What the audit found, as a table with links to the figures."""

from typing import Any

import pandas as pd

from db import queries
from pages.parts import downloads, formats, receipts, tables
from pages.parts.tables import Column, Content, element, span

COLUMNS = [
    Column("About", "name"),
    Column("Rule", "short"),
    Column("What does not agree", "wide"),
    Column("Expected", "number"),
    Column("Found", "number"),
    Column("Ratio", "number"),
]
EXPORTED = ["subject", "rule", "severity", "expected", "found", "ratio", "explained", "message"]


def show(found: pd.DataFrame, book: receipts.Book, file: str) -> None:
    """Rows of `queries.findings`, and the same as a file in the form of audits.csv."""
    rows = [
        (
            subject_link(row.subject_kind, row.subject, row.field, book.names),
            row.rule,
            _message(row, book),
            _number(row.expected, row.field),
            _number(row.found, row.field),
            "" if row.ratio is None else f"{row.ratio:.3g}",
        )
        for row in queries.rows(found.head(tables.MOST))
    ]
    tables.show(COLUMNS, rows, alt="Findings of the audit", number=len(found))
    downloads.button(found[EXPORTED], file)


def subject_link(kind: str, subject: str, field: str, names: dict[str, str]) -> Content:
    """The record's name, a link to its receipt of the field if it has a page."""
    id = subject.partition("/")[0]
    name = names.get(f"variant/{id}") or names.get(f"model/{id}") or names.get(f"{kind}/{id}") or id
    if f"variant/{id}" not in names and f"model/{id}" not in names:
        return name
    return tables.model_link(name, id, field.partition("/")[0])


def _message(row: Any, book: receipts.Book) -> Content:
    kind = "badge conflict" if row.severity == "error" else "badge"
    return element("div", span(row.severity, class_=kind), row.message, _explanation(row, book))


def _explanation(row: Any, book: receipts.Book) -> Content:
    """Why figures that seem not to agree are no error, with its receipt."""
    if not row.explained:
        return None
    said: list[Content] = [f"Explained: {row.explained}"]
    if row.source:
        said += [" ", receipts.source_link(row.source, book), f", {row.locator}" if row.locator else ""]
    return element("div", *said, class_="faint")


def _number(value: float | None, field: str) -> str:
    return "" if value is None else formats.short_quantity(value, field.rpartition("/")[2])
