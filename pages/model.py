"""Model: every fact about one trained size of a model, with its receipt."""

from difflib import get_close_matches
from typing import Any

import pandas as pd
import streamlit as st

from db import queries
from pages.parts import (
    comparison,
    downloads,
    facts,
    filters,
    formats,
    past,
    related,
    scored,
    snapshots,
    tables,
)

# Brings into view what the address names after `#`, until the visitor does anything: on a first visit it is
# not there before the page is, and charts above it grow when they are drawn.
JUMP = """<script>
(() => {
  const place = location.hash.slice(1);
  const grown = new ResizeObserver(() => document.getElementById(place)?.scrollIntoView());
  grown.observe(document.querySelector("[data-testid=stMainBlockContainer]"));
  for (const act of ["wheel", "touchstart", "pointerdown", "keydown"])
    addEventListener(act, () => grown.disconnect(), {once: true, passive: true});
})();
</script>"""


def main() -> None:
    everything = comparison.load()
    view = filters.View("model")
    wanted = view.given("id")
    variant = find(wanted, everything)
    choose(everything, variant)
    view.keep()
    if not variant:
        missing(wanted, everything)
        return
    page = facts.Facts(variant)
    page.header()
    page.headline()
    contents = st.container()
    page.groups()
    page.computed()
    page.findings()
    page.stages()
    page.mixture("mixture")
    page.mixture("language_shares")
    scored.section(page)
    page.sizes(everything)
    if related.lineage(variant, everything):
        page.section("Lineage")
        related.show_lineage(variant, everything)
    if alike := related.find(variant, everything):
        page.section("Similar models")
        related.show_similar(alike, variant, everything)
    page.project()
    if len(earlier := past.find(variant)):
        page.section("History")
        past.show(earlier, variant.id)
    page.sources()
    page.how_to_cite()
    downloads.button(page.file(), f"claims-{variant.id}.csv", "Every claim of this page as CSV")
    with contents:
        page.contents()
    st.html(JUMP, unsafe_allow_javascript=True)


def find(id: str, everything: pd.DataFrame) -> Any:
    """The variant with this id, or the flagship of the model with this id; None if there is neither."""
    id = id.casefold()
    found = everything[(everything["id"] == id) | (everything["flagship"] & (everything["model"] == id))]
    return next(queries.rows(found), None)


def choose(everything: pd.DataFrame, variant: Any) -> None:
    """Selectors of model and size. They hold what the address says; choosing changes the address."""
    flagships = comparison.models()
    with st.container(horizontal=True):
        selector(
            "Model", dict(zip(flagships["model"], flagships["name"], strict=True)), variant and variant.model
        )
        if variant:
            siblings = everything[everything["model"] == variant.model]
            selector("Size", dict(zip(siblings["id"], siblings["name"], strict=True)), variant.id)


def selector(label: str, options: dict[str, str], chosen: str | None) -> None:
    """Ids and their names, one of them chosen."""
    key = f"model.{label.lower()}"
    st.session_state[key] = chosen
    st.selectbox(
        label,
        options,
        format_func=lambda id: options.get(id, id),
        index=0 if chosen else None,
        key=key,
        on_change=go,
        args=(key,),
        placeholder="Choose",
        width=280,
    )


def go(key: str) -> None:
    """To the page of what was chosen."""
    if chosen := st.session_state[key]:
        st.query_params.from_dict({"id": chosen})


def missing(wanted: str, everything: pd.DataFrame) -> None:
    """Nothing chosen, or an id that there is not: what there is."""
    if wanted:
        st.title("No such model", anchor=False)
        st.warning(f"No model or size has the id {formats.plain(wanted[:80])}.")
        near(wanted, everything)
    else:
        st.title("Choose a model", anchor=False)
    models = comparison.models()
    comparison.show(models.head(tables.MOST), alt="All models", key=(snapshots.version(),))
    tables.cut_to_most(len(models))


def near(wanted: str, everything: pd.DataFrame) -> None:
    """Links to the ids that are nearest."""
    names = dict(zip(everything["id"], everything["name"], strict=True))
    names |= dict(zip(everything["model"], everything["model_name"], strict=True))
    found = get_close_matches(wanted[:80].casefold(), names, n=3, cutoff=0.5)
    if found:
        st.markdown("Did you mean:")
        for id in found:
            st.page_link("model.py", label=formats.plain(f"{names[id]} ({id})"), query_params={"id": id})


main()
