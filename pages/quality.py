"""Quality: which figures cannot be true together, where sources differ, and what nobody knows yet."""

import pandas as pd
import streamlit as st

from db import queries
from pages.parts import (
    boards,
    conflicts,
    coverage,
    downloads,
    filters,
    findings,
    formats,
    receipts,
    snapshots,
    tables,
)
from pages.parts.tables import Column

SECTIONS = {
    "findings": "Findings",
    "conflicts": "Conflicts",
    "coverage": "Coverage",
    "boards": "Rows of boards",
    "rules": "What is checked",
}
STANDINGS = {"open": "Open", "explained": "Explained", "all": "All"}


def main() -> None:
    head = st.container()
    view = filters.View("quality")
    sources = snapshots.read(queries.sources)
    book = receipts.Book(snapshots.read(queries.names), sources, snapshots.citations())
    rules, found = snapshots.read(queries.rules), snapshots.read(queries.findings)
    disputed = snapshots.read(queries.conflicts)
    show_findings(found, rules, view, book)
    show_conflicts(disputed, view, book)
    show_coverage(view)
    show_untied()
    show_rules(rules)
    view.keep()
    with head:
        st.title(title(rules, conflicts.count(disputed)), anchor=False)
        st.caption(
            "The program compares the figures of each model with each other: does the compute follow from "
            "parameters and tokens, the utilization from chips and hours, the energy from power? What cannot "
            "be true together is mended, or stays here until somebody explains it."
        )
        st.markdown(" · ".join(f"[{title}](#{anchor})" for anchor, title in SECTIONS.items()))


def title(rules: pd.DataFrame, disputed: int) -> str:
    """`3 of 1,432 comparisons fail without an explanation; sources differ on 68 facts`."""
    fails = f"{rules['open'].sum():,} of {formats.plural(int(rules['possible'].sum()), 'comparison')}"
    return f"{fails} fail without an explanation; sources differ on {formats.plural(disputed, 'fact')}"


def section(anchor: str) -> None:
    """The head of a section."""
    st.header(SECTIONS[anchor], anchor=anchor)


def show_findings(found: pd.DataFrame, rules: pd.DataFrame, view: filters.View, book: receipts.Book) -> None:
    """The findings that the filters leave."""
    section("findings")
    broken = set(found["rule"])
    names = {name: name for name in rules["name"] if name in broken}
    with st.container(horizontal=True, vertical_alignment="top"):
        standing = view.choice("findings", "Show", STANDINGS)
        severities = view.several("severity", "Severity", {"error": "Error", "warning": "Warning"}, width=220)
        chosen = view.several("rule", "Rule", names, width=320)
    shown = found
    if standing != "all":
        shown = shown[shown["explained"].notna() == (standing == "explained")]
    if severities:
        shown = shown[shown["severity"].isin(severities)]
    if chosen:
        shown = shown[shown["rule"].isin(chosen)]
    if shown.empty:
        nothing_open = standing == "open" and not severities and not chosen
        st.info(
            "Nothing is open: each finding was mended, or is explained beside the fact."
            if nothing_open
            else "No finding is like that."
        )
        return
    findings.show(shown, book, "audits.csv")


def show_untied() -> None:
    """Rows of boards that are no variant of the catalog, so that nothing is known of them but scores."""
    section("boards")
    found, every = snapshots.read(queries.untied), boards.every()
    if found.empty:
        st.info("Every row of every board is a model of the catalog.")
        return
    st.caption(
        f"{formats.plural(found['model'].nunique(), 'name')} on boards are tied to no model of the catalog. "
        "A row is tied by hand in the board's file, and only where the weights are the same."
    )
    columns = [Column("Board", "name"), Column("Tied", "number"), Column("Not tied", "number")]
    rows = [
        (
            boards.board_link(id, boards.title(every[id])),
            f"{every[id].tied} of {every[id].rows}",
            str(len(group)),
            ", ".join(group["model"]),
        )
        for id, group in found.groupby("board")
    ]
    tables.show(
        [*columns, Column("Names", "wide")], rows, alt="Rows of boards that are no model of the catalog"
    )
    downloads.button(found, "untied.csv")


def show_rules(rules: pd.DataFrame) -> None:
    """What was checked, with what tolerance, and how often it holds."""
    section("rules")
    columns = [
        Column("Rule", "name"),
        Column("Question", "wide"),
        Column("Tolerance", "wide"),
        *(Column(title, "number") for title in ("Possible", "Passed", "Explained", "Open")),
    ]
    rows = [
        (
            row.name,
            row.question,
            f"{row.tolerance}: {row.why}",
            *(f"{count:,}" for count in (row.possible, row.passed, row.explained, row.open)),
        )
        for row in queries.rows(rules)
    ]
    total = rules[["possible", "passed", "explained", "open"]].sum()
    rows.append(("All", "", "", *(f"{count:,}" for count in total)))
    tables.show(columns, rows, alt="Rules of the audit, and how many of their comparisons hold")


def show_conflicts(disputed: pd.DataFrame, view: filters.View, book: receipts.Book) -> None:
    """Facts on which sources differ beyond rounding."""
    section("conflicts")
    st.caption("Sources that differ beyond rounding on the same quantity; the preferred one first.")
    fields = sorted({field.partition("/")[0] for field in disputed["field"].unique()}, key=formats.label)
    chosen = view.several("field", "Field", {field: formats.label(field) for field in fields}, width=320)
    if chosen:
        disputed = disputed[disputed["field"].str.partition("/")[0].isin(chosen)]
    if disputed.empty:
        st.info("No two sources differ beyond rounding.")
        return
    conflicts.show((snapshots.version(), *chosen), disputed, book)


def show_coverage(view: filters.View) -> None:
    """What is known of each model, by its flagship."""
    section("coverage")
    st.caption("Each model by its flagship. A cell leads to the receipt.")
    coverage.show(view.choice("order", "Order", coverage.ORDERS))


main()
