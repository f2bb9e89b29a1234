"""Overview: the period in three charts, and the course's "large language model comparison", grown up."""

import pandas as pd
import streamlit as st

from db import queries
from pages.parts import comparison, downloads, filters, formats, period, selection, snapshots, tables


def main() -> None:
    head = st.container()
    view = filters.View("overview")
    shown, models = selection.choose(view)
    by, descending = view.order("sort", comparison.ORDERS, default="announced")
    whole = bool(view.given(selection.WHOLE))
    view.keep()
    with head:
        st.title(formats.plain(title(shown, models)), anchor=False)
        st.caption(coverage())
        period.newest()
        period.show()
    if shown.empty:
        st.info("No model matches all of these filters. Take one away, search for less, or start over:")
        st.page_link("overview.py", label="Show all models", icon=":material/restart_alt:")
        return
    shown = comparison.ordered(shown, by, descending)
    order = tables.Order(by, descending, view.parameters)
    part = selection.cut(shown, view, whole)
    key = (snapshots.version(), whole, *view.parameters.items())
    comparison.show(part, alt="Comparison of the models", key=key, order=order)
    downloads.later(lambda: comparison.file(shown), len(shown), "models-compared.csv")
    period.table()


def title(shown: pd.DataFrame, models: bool) -> str:
    """What is shown: `11 models from May 2020 to May 2023, 44M to 1.2T parameters`."""
    if shown.empty:
        return "No model matches"
    count = formats.plural(shown["model"].nunique(), "model")
    if not models:
        count = f"{formats.plural(len(shown), 'size')} of {count}"
    dates, sizes = shown["announced"].dropna(), shown["parameters"].dropna()
    spans = []
    if len(dates):
        spans.append("from " + formats.interval(formats.month(dates.min()), formats.month(dates.max())))
    if len(sizes):
        ends = [formats.short_quantity(size, "parameters") for size in (sizes.min(), sizes.max())]
        spans.append(f"{formats.interval(*ends)} parameters")
    return f"{count} {', '.join(spans)}"


def coverage() -> str:
    """What is in the catalog and how complete it is."""
    found = snapshots.read(queries.coverage)
    known, withheld, unseen = (
        f"{100 * share:.0f} %" for share in (found.known, found.withheld, found.unseen)
    )
    models, sizes = formats.plural(found.models, "model"), formats.plural(found.variants, "size")
    claims, sources = formats.plural(found.claims, "claim"), formats.plural(found.sources, "source")
    return (
        f"In the catalog: {models} in {sizes}, {claims} from {sources}, counting what is said of all sizes "
        f"of a model once for each, as claims.csv does. "
        f"Of the core facts of each model’s flagship {known} are known, {withheld} are undisclosed or "
        f"not stated in what was read; nobody has looked yet for {unseen}."
    )


main()
