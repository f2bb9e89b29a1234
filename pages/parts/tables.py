"""Tables as HTML, and the few elements that stand in their cells.

Streamlit's grid is a canvas: it cuts texts off, opens every link in a new tab and sorts without the address
knowing of it. `st.table` reads its cells as Markdown. So tables are HTML, built as elements: whatever text
goes in is escaped when they are written out, and there is no way to put markup in as text.
"""

from collections.abc import Hashable, Iterable, Sequence
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlencode, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

import streamlit as st

from pages.parts import formats

Content = Element | str | None
MOST = 200
"""Rows of a table that are shown at once."""
STYLE = Path(__file__).with_name("tables.css")


class Column(NamedTuple):
    """A column: its title, what kind of cells it has, what a click on the title sorts by (in the address).

    `name` names the row, `short` stays on one line, `wide` has sentences.
    """

    title: str
    kind: Literal["name", "text", "short", "wide", "number"] = "text"
    sort: str = ""


class Order(NamedTuple):
    """How a table is sorted, and the address at which it is sorted otherwise."""

    by: str
    descending: bool
    address: dict[str, str]


def use_style() -> None:
    """Once a run, before any table."""
    st.html(STYLE)


def show(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Content]],
    *,
    alt: str,
    order: Order | None = None,
    marked: Iterable[bool] = (),
    number: int = 0,
    key: tuple[Hashable, ...] = (),
) -> None:
    """A table. `alt`: what it shows, for those who do not see it; `marked`: which rows are current ones.

    `number`: of all rows, where they may be many; then the first ones are shown, and it says so. `key`: of a
    table that is kept and shared, the catalog's version and all else that it depends on; its rows are an
    iterator, which is not asked for any as long as the table is kept.
    """
    if number:
        cut_to_most(number)
        rows = islice(rows, MOST)
    if key:
        st.html(_kept(key, alt, columns, rows, order))
    else:
        write(_table(columns, rows, alt, order, marked))


@st.cache_resource(show_spinner=False, max_entries=100)
def _kept(
    key: tuple[Hashable, ...],
    alt: str,
    _columns: Sequence[Column],
    _rows: Iterable[Sequence[Content]],
    _order: Order | None,
) -> str:
    return text(_table(_columns, _rows, alt, _order))


def _table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Content]],
    alt: str,
    order: Order | None,
    marked: Iterable[bool] = (),
) -> Element:
    frame = element("table", role="table", aria_label=alt)
    head = SubElement(SubElement(frame, "thead", role="rowgroup"), "tr", role="row")
    head.extend(_head(column, order) for column in columns)
    body = SubElement(frame, "tbody", role="rowgroup")
    for row, current in zip(rows, chain(marked, repeat(False)), strict=False):
        line = element("tr", *map(_cell, columns, row), role="row")
        if current:
            line.set("class", "current")
            line.set("aria-current", "true")
        body.append(line)
    return element("div", frame, class_="catalog table", role="region", aria_label=alt, tabindex="0")


def cut_to_most(number: int) -> None:
    """Says, if a table of so many rows is longer than MOST, that only its first ones are shown."""
    if number > MOST:
        st.caption(f"The first {MOST} of {number:,} rows; the file has them all.")


def write(root: Element) -> None:
    """Puts an element on the page."""
    st.html(text(root))


def text(root: Element) -> str:
    """An element as HTML."""
    return tostring(root, encoding="unicode", short_empty_elements=False)


def _head(column: Column, order: Order | None) -> Element:
    cell = element("th", scope="col", role="columnheader", class_=column.kind)
    if not order or not column.sort:
        cell.text = column.title
        return cell
    current = order.by == column.sort
    # Numbers and dates are first asked for from the top, words from A.
    descending = not order.descending if current else column.kind == "number"
    address = urlencode({**order.address, "sort": f"-{column.sort}" if descending else column.sort})
    arrow = (" ↓" if order.descending else " ↑") if current else ""
    if current:
        cell.set("aria-sort", "descending" if order.descending else "ascending")
    cell.append(
        element("a", column.title + arrow, href=f"?{address}", title=f"Sort by {column.title.lower()}")
    )
    return cell


def _cell(column: Column, content: Content) -> Element:
    if column.kind == "name":
        return element("th", content, scope="row", role="rowheader", class_=column.kind)
    return element("td", content, role="cell", class_=column.kind, data_title=column.title)


# ---- elements


def element(tag: str, *content: Content, class_: str = "", **attributes: str) -> Element:
    """An element with text and elements inside; `aria_label` becomes the attribute `aria-label`."""
    made = Element(tag, {key.replace("_", "-"): value for key, value in attributes.items()})
    if class_:
        made.set("class", class_)
    for part in content:
        if isinstance(part, Element):
            made.append(part)
        elif part and len(made):
            made[-1].tail = (made[-1].tail or "") + part
        elif part:
            made.text = (made.text or "") + part
    return made


def span(*content: Content, class_: str = "", title: str = "") -> Element:
    """Inline content."""
    return element("span", *content, class_=class_, **({"title": title} if title else {}))


def link(text: str, url: str | None, title: str = "") -> Element:
    """A link that leaves the dashboard; mere text unless it is http or https."""
    if not url or urlsplit(url).scheme not in ("http", "https"):
        return span(text, title=title)
    tooltip = {"title": title} if title else {}
    return element("a", text, href=url, target="_blank", rel="noopener noreferrer", **tooltip)


def model_link(text: str, id: str, field: str = "") -> Element:
    """A link to a model's page, there to the receipt of a field.

    It loads that anew, and so the browser's Back returns to the very view.
    """
    place = f"#{field}" if field else ""
    return element("a", text, href=f"model?{urlencode({'id': id})}{place}", target="_self")


def value(text: str, standing: str) -> Element:
    """A value with the marks of its standing before it, or the word for why there is none."""
    kind = standing.split("+")[0]
    if not text:
        return span(formats.nothing(standing)[0], class_="nothing")
    return span(
        *(mark(word) for word in formats.marks(standing)), text, class_="faint" if kind == "dense" else ""
    )


def number(found: float | None, field: str, standing: str = "") -> Element:
    """A number of a field, if there is one."""
    return value("" if found is None else formats.quantity(found, field), standing)


def mark(word: str) -> Element:
    """The sign of a standing, with its word for those who do not see it or point at it."""
    sign, said, meaning = formats.MARKS[word]
    return element("abbr", sign, class_=f"mark {word}", title=f"{said}: {meaning}", aria_label=said)


def badge(word: str) -> Element:
    """A standing as sign and word."""
    sign, said, meaning = formats.MARKS[word]
    return span(f"{sign} {said}", class_=f"badge {word}", title=meaning)


def legend(standings: Iterable[str]) -> None:
    """What the marks and words mean that stand for these standings."""
    kinds = {standing: standing.split("+")[0] for standing in standings}
    marked = {
        word
        for standing, kind in kinds.items()
        if kind not in formats.NOTHING
        for word in formats.marks(standing)
    }
    parts = [
        span(mark(word), f"{said}: {meaning}")
        for word, (_, said, meaning) in formats.MARKS.items()
        if word in marked
    ]
    if "dense" in kinds.values():
        parts.append(span("pale: a dense model uses all its parameters for each token"))
    parts += [
        span(f"{word}: {meaning}")
        for kind, (word, meaning) in formats.NOTHING.items()
        if kind in kinds.values()
    ]
    if parts:
        write(element("div", *parts, class_="catalog legend"))


def key(*signs: tuple[str, str]) -> None:
    """What signs in a chart mean."""
    write(element("div", *(span(f"{sign} {meaning}") for sign, meaning in signs), class_="catalog legend"))
