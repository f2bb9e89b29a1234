"""Downloads of exactly what is shown."""

import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st
import vl_convert

from db import queries
from pages.parts import formats


def button(frame: pd.DataFrame, file: str, label: str = "CSV") -> None:
    """A button that saves the frame: its rows, columns and order."""
    later(lambda: frame, len(frame), file, label)


def later(frame: Callable[[], pd.DataFrame], number: int, file: str, label: str = "CSV") -> None:
    """A button that saves so many rows; they, and the file, are made when it is asked for."""
    st.download_button(
        f"{label} ({formats.plural(number, 'row')})",
        data=lambda: queries.csv_bytes(frame()),
        file_name=file,
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def picture(spec: dict[str, Any], name: str) -> None:
    """Buttons that save a chart as PNG, at twice its size on the screen, and as SVG."""
    with st.container(horizontal=True):
        _save("PNG", lambda: vl_convert.vegalite_to_png(on_paper(spec), scale=2), f"{name}.png", "image/png")
        _save("SVG", lambda: vl_convert.vegalite_to_svg(on_paper(spec)), f"{name}.svg", "image/svg+xml")


def copyable(frame: pd.DataFrame, name: str) -> None:
    """A table of texts as Markdown and LaTeX, to copy and as files."""
    markdown, latex = frame.to_markdown(index=False), _latex(frame)
    for language, text, file in (("markdown", markdown, f"{name}.md"), ("latex", latex, f"{name}.tex")):
        st.code(text, language=language, height=180, wrap_lines=True)
        _save(language.capitalize().replace("Latex", "LaTeX"), lambda text=text: text, file, "text/plain")


def _save(label: str, data: Any, file: str, mime: str) -> None:
    st.download_button(
        label, data=data, file_name=file, mime=mime, icon=":material/download:", on_click="ignore", key=file
    )


def on_paper(spec: dict[str, Any]) -> dict[str, Any]:
    """A chart that fills its page has a width of its own on paper, and a ground."""
    width = {"width": 900} if spec.get("width") == "container" else {}
    return {**spec, **width, "background": spec.get("background", "white")}


SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def _latex(frame: pd.DataFrame) -> str:
    """The table in LaTeX (booktabs); powers of ten in mathematics, since few fonts have raised digits."""
    text = frame.to_latex(index=False, escape=True)
    text = re.sub(
        "×10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", lambda found: rf"$\times10^{{{found[1].translate(SUPERSCRIPTS)}}}$", text
    )
    return text.replace("×", r"$\times$").replace("₂", "$_2$").replace("→", r"$\to$").replace("≥", r"$\ge$")
