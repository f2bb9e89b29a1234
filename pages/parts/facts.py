"""The sections of a model's page."""

from typing import Any
from xml.etree.ElementTree import Element

import pandas as pd
import streamlit as st

from catalog.schema import GROUPS, VARIANT_FIELDS
from db import queries
from pages.parts import (
    charts,
    citing,
    downloads,
    findings,
    formats,
    picked,
    receipts,
    sizes,
    snapshots,
    tables,
)
from pages.parts.tables import Column, Content, element, span

PIECEWISE = ("accelerator_count", "training_time")
"""What differs from stage to stage of a run, so that the product says nothing: chip-hours stand for them."""
HEADLINE = (
    "parameters",
    "active_parameters",
    "training_tokens",
    "training_flop",
    *PIECEWISE,
    "chip_hours",
    "mfu",
    "energy",
    "co2",
)
GROUP_TITLES = {
    "release": "Release and access",
    "architecture": "Architecture",
    "data": "Training data",
    "training": "Training",
    "cost": "Energy and cost",
}
TABLES = {"mixture": "Training mixture", "language_shares": "Languages"}
CELLS = ("share", "epochs", "tokens", "size", "documents")
MOST_BARS = 20
"""Parts of a mixture that a chart shows; the others are one bar."""


class Facts:
    """What is known of a variant (a row of the comparison), section by section; `sections`: their titles."""

    def __init__(self, variant: Any) -> None:
        self.variant = variant
        self.claims = snapshots.read(queries.claims, variant=variant.id)
        self.derived = list(queries.rows(snapshots.read(queries.derived, variant=variant.id)))
        sources = snapshots.read(queries.sources)
        self.book = receipts.Book(snapshots.read(queries.names), sources, snapshots.citations())
        self.sections: list[str] = []
        order = {field: number for number, field in enumerate(VARIANT_FIELDS)}
        rows = queries.rows(self.claims)
        self.rows = sorted(rows, key=lambda row: order.get(row.field, len(order)))
        own = self._of("variant")
        self.first = {claim.field: claim for claim in own if claim.rank == 1 and not claim.also}

    def header(self) -> None:
        """Who made it, when, what was learned from it."""
        variant = self.variant
        st.set_page_config(page_title=f"{variant.name} · LLM catalog")
        st.title(formats.plain(variant.name), anchor=False)
        st.markdown(formats.plain(variant.lesson or ""))
        facts = [variant.makers, formats.date(variant.announced), formats.words(variant.architecture or "")]
        st.caption(formats.plain(" · ".join(fact for fact in facts if fact)))
        compare = picked.button(variant.id, variant.name, "Compare")
        tables.write(element("div", compare, class_="catalog"))

    def headline(self) -> None:
        """The figures that most come for: what is said, else what is computed, else why there is nothing."""
        computed = {row.field: row.value for row in self.derived}
        in_stages = bool(self._of("stage")) and bool(self._text("chip_hours") or "chip_hours" in computed)
        hidden = set(PIECEWISE if in_stages else ["chip_hours"])
        if self.variant.active_parameters == self.variant.parameters:
            hidden.add("active_parameters")
        figures = []
        for field in HEADLINE:
            if field in hidden:
                continue
            figure = self._claimed(field)
            if field in computed and not self._text(field):
                figure = tables.number(computed[field], field, "derived")
            title = element("dt", formats.label(field))
            figures.append(element("div", title, element("dd", figure)))
        tables.write(element("dl", *figures, class_="catalog headline"))

    def contents(self) -> None:
        """Links to the sections."""
        links = [f"[{title}](#{_anchor(title)})" for title in self.sections]
        st.markdown(" · ".join(links))

    def groups(self) -> None:
        """Every fact, group by group; then what nobody has looked for."""
        own = [claim for claim in self._of("variant") if claim.field in VARIANT_FIELDS]
        for group in GROUPS:
            found = [claim for claim in own if VARIANT_FIELDS[claim.field].group == group]
            if found:
                self.section(GROUP_TITLES[group])
                receipts.show(found, self.book, alt=GROUP_TITLES[group])
        seen = set(self.claims["field"].str.split("/").str[0])
        if seen & set(queries.LAYERS):
            seen.add("layers")
        core = queries.core_fields(self.variant.architecture)
        unseen = [field for field in core if field not in seen]
        if unseen:
            links: list[Content] = []
            for field in unseen:
                links += [", " if links else "", receipts.fix_link(f"{self.variant.id}/{field}", field)]
            tables.write(
                element("p", "Nobody has looked yet for: ", *links, ".", class_="catalog faint small")
            )

    def computed(self) -> None:
        """Derived quantities with their formulas, beside what is stated."""
        if not self.derived:
            return
        self.section("Computed")
        columns = [
            Column("Quantity", "name"),
            Column("Computed", "number"),
            Column("Stated", "number"),
            Column("Formula"),
            Column("Filled in", "wide"),
        ]
        rows = [
            (
                formats.label(row.field),
                tables.number(row.value, row.field, "derived"),
                self._claimed(row.field),
                row.formula,
                row.filled,
            )
            for row in self.derived
        ]
        tables.show(columns, rows, alt="Quantities computed from these facts")
        file = pd.DataFrame(self.derived)[["field", "value", "unit", "formula", "filled"]]
        file["stated"] = [self._text(field) for field in file["field"]]
        file["stated_standing"] = [formats.standing(self.first.get(field)) for field in file["field"]]
        downloads.button(file, f"computed-{self.variant.id}.csv")

    def findings(self) -> None:
        """What the audit found: figures that seem not to agree, and why, where that is known."""
        found = snapshots.read(queries.findings, variant=self.variant.id)
        if len(found):
            self.section("Findings of the audit")
            findings.show(found, self.book, f"audits-{self.variant.id}.csv")

    def stages(self) -> None:
        """The parts of the training, in order."""
        found = self._of("stage")
        if not found:
            return
        self.section("Stages of the training")
        for subject in dict.fromkeys(claim.subject for claim in found):
            stage = subject.rpartition("/")[2]
            title = formats.words(stage).capitalize()
            st.markdown(f"**{formats.plain(title)}**")
            claims = [claim for claim in found if claim.subject == subject]
            receipts.show(claims, self.book, alt=title, within=stage)

    def project(self) -> None:
        """Totals over all sizes and trials."""
        found = self._of("project")
        if found:
            self.section("The whole project")
            st.caption("Totals over all sizes and trials.")
            receipts.show(found, self.book, alt="Totals over all sizes and trials", within="project")

    def mixture(self, table: str) -> None:
        """A table of shares as a picture and as a table, with its receipts."""
        parts = snapshots.read(queries.mixture, variant=self.variant.id, table=table)
        cells = [cell for cell in CELLS if parts[cell].notna().any()]
        if not cells:
            return
        title = TABLES[table]
        self.section(title)
        tables.write(self._about(parts, table))
        parts["part"] = [self._part(row) for row in queries.rows(parts)]
        for cell in CELLS:
            parts[f"{cell}_shown"] = [
                "" if pd.isna(value) else formats.quantity(value, cell) for value in parts[cell]
            ]
        columns = [Column("Part", "name"), *(Column(cell.capitalize(), "number") for cell in cells)]
        rows = parts[["part", *(f"{cell}_shown" for cell in cells)]].itertuples(index=False)
        shared = parts[parts["share"].notna()]
        left, right = st.columns(2, gap="medium") if len(shared) > 1 else (None, st.container())
        if left:
            key = (snapshots.version(), self.variant.id, table)
            spec = charts.shares(key, charts.is_dark(), _bars(shared))
            left.vega_lite_chart(spec, alt=f"{title}: shares as bars; the same as a table beside it")
        with right if len(parts) <= MOST_BARS else right.expander(f"All {len(parts)} as a table"):
            tables.show(columns, rows, alt=title)

    def _about(self, parts: pd.DataFrame, table: str) -> Element:
        """Of what the shares are, who says so, and what they add up to."""
        first = next(queries.rows(parts))
        about = [f"parts of {formats.name('dataset', first.of, self.book.names)}"] if first.of else []
        if first.basis:
            about.append(f"shares: {', '.join(formats.words(word) for word in first.basis.split(';'))}")
        total = parts["share"].sum()
        if total and abs(total - 1) > 0.005:
            about.append(f"the shares add up to {formats.quantity(total, 'share')}")
        said = [claim for claim in self._of("variant") if claim.field.startswith(f"{table}/")]
        links: list[Content] = []
        for source, place in dict.fromkeys((claim.source, claim.locator) for claim in said):
            link = receipts.source_link(source, self.book)
            links += ["; " if links else "", link, f", {place}" if place else ""]
        lines: list[Content] = [span(*links), span(" · ".join(about), class_="faint")]
        for claim in said[:1]:
            fix = receipts.fix_link(f"{self.variant.id}/{claim.field}", "fix a part")
            lines.append(span(receipts.yaml_link(claim.file, claim.line), " · ", span(fix, class_="fix")))
        return element("div", element("div", *lines, class_="where"), class_="catalog")

    def _part(self, row: Any) -> str:
        if row.dataset:
            return formats.name("dataset", row.dataset, self.book.names)
        return str(row.component).replace("-", " ")

    def sizes(self, everything: pd.DataFrame) -> None:
        """All sizes of the model, this one marked."""
        siblings = everything[everything["model"] == self.variant.model]
        siblings = siblings.sort_values("parameters", kind="stable")
        if len(siblings) == 1:
            return
        self.section(f"All {len(siblings)} sizes")
        sizes.show(siblings, self.variant, self.book.names)

    def sources(self) -> None:
        """What this page cites."""
        cited = {id for joined in self.claims["source"].dropna() for id in joined.split(";")}
        found = self.book.sources[self.book.sources.index.isin(cited)]
        self.section("Sources")
        titles = ("Authors", "Year", "Kind", "Edition that was read")
        columns = [Column("Source", "name"), *(Column(title) for title in titles)]
        rows = [
            (
                tables.link(row.title, row.url),
                row.authors,
                row.year,
                formats.words(row.kind),
                "not opened; quoted by others" if row.opened is False else row.edition,
            )
            for row in queries.rows(found)
        ]
        tables.show(columns, rows, alt="Sources of this page")
        with st.expander("Sources as BibTeX"):
            st.code(
                snapshots.read(queries.bibtex, ids=tuple(found.index)), language="bibtex", wrap_lines=True
            )

    def how_to_cite(self) -> None:
        """Text to copy, with the catalog's version and where it is: its repository, if that is known."""
        self.section("Cite this page")
        address = receipts.repository() or f"{st.context.url or ''}?id={self.variant.id}"
        text = f"{self.variant.name}. LLM catalog, version {snapshots.version()}. {address}"
        st.code(text, language=None, wrap_lines=True)
        title = f"{self.variant.name}, in: {citing.TITLE}"
        st.code(
            citing.entry(f"llm-catalog-{self.variant.id}", title, address), language="bibtex", wrap_lines=True
        )

    def file(self) -> pd.DataFrame:
        """Every claim of the page as data."""
        return self.claims.drop(columns=["id", "number"])

    def section(self, title: str) -> None:
        """The head of a section, which the contents name."""
        self.sections.append(title)
        st.header(title, anchor=_anchor(title))

    def _claimed(self, field: str) -> Content:
        """The preferred claim of a field with its marks, or why there is none."""
        return tables.value(self._text(field), formats.standing(self.first.get(field)))

    def _text(self, field: str) -> str:
        if field not in self.first:
            return ""
        return formats.claim_value(self.first[field], self.book.names, exact=True)

    def _of(self, kind: str) -> list[Any]:
        """The rows about one kind of subject, fields in the order of the schema, claims in theirs."""
        return [row for row in self.rows if row.subject_kind == kind]


def _anchor(title: str) -> str:
    """A section's place in the address. That of a field's receipt is the field, so no section has that."""
    anchor = title.lower().replace(" ", "-")
    return f"{anchor}-section" if anchor in VARIANT_FIELDS else anchor


def _bars(parts: pd.DataFrame) -> pd.DataFrame:
    """The largest parts, the rest as one."""
    bars = parts.head(MOST_BARS)[["part", "share", "share_shown", "epochs_shown"]]
    rest = parts.iloc[MOST_BARS:]
    if len(rest):
        share = rest["share"].sum()
        bars.loc[len(bars)] = [f"{len(rest)} others", share, formats.quantity(share, "share"), ""]
    return bars.rename(columns={"share_shown": "shown", "epochs_shown": "epochs"})
