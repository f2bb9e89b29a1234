"""What every page says first while the catalog's files have problems."""

from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from catalog.records import Problem
from catalog.terminal import problem_line
from pages.parts import formats, tables
from pages.parts.tables import element

FIRST = 3
"""Problems that are named at once; the rest unfold."""


def show(problems: Sequence[Problem], root: Path) -> None:
    """Says what is wrong with the files in `root`, and that the page shows the last good catalog.

    Problems stand as `check` prints them.
    """
    if not problems:
        return
    lines = [problem_line(problem, root) for problem in problems]
    count = formats.plural(len(lines), "problem")
    said = f"⚠ The catalog’s files have {count}. Until this is mended, the page shows the last good catalog."
    box = element("div", element("p", said), _list(lines[:FIRST]), class_="catalog problems", role="alert")
    if len(lines) > FIRST:
        box.append(element("details", element("summary", f"All {count}"), _list(lines)))
    tables.write(box)


def _list(lines: Sequence[str]) -> Element:
    return element("ul", *(element("li", line) for line in lines))
