"""Search: models, sizes, makers and corpora by name, alias or lesson; typing errors are forgiven."""

import streamlit as st

from pages.parts import downloads, filters, formats, lookup, tables
from pages.parts.tables import Column

COLUMNS = (Column("Result", "name"), Column("Kind", "short"), Column("What it is", "wide"))


def main() -> None:
    view = filters.View("search")
    sought = view.given("find").strip()[: filters.LONGEST]
    view.keep()
    found = lookup.find(sought)
    st.title(formats.plain(title(sought, found)), anchor=False)
    if not found:
        st.info(
            "Search for a name (PaLM, Megatron-Turing), an organization (DeepMind), a dataset (The Pile), or "
            "words of what was learned (compute-optimal). Fewer and shorter words find more."
        )
        st.page_link("overview.py", label="All models", icon=":material/table_rows:")
        return
    if not any(result.literal for result in found):
        st.caption("Nothing is called just that. What comes nearest:")
    tables.show(COLUMNS, lookup.shown(found), alt="Results, the best first")
    downloads.later(lambda: lookup.as_file(found), len(found), "search.csv")


def title(sought: str, found: list[lookup.Result]) -> str:
    """`3 results for Chinchila`."""
    if not sought:
        return "Search"
    if not found:
        return f"Nothing found for {sought}"
    return f"{formats.plural(len(found), 'result')} for {sought}"


main()
