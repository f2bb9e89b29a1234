"""Downloads of exactly what is shown."""

import pandas as pd
import streamlit as st

from db import queries
from pages.parts import formats


def button(frame: pd.DataFrame, file: str, label: str = "CSV") -> None:
    """A button that saves the frame: its rows, columns and order. The file is made when it is asked for."""
    st.download_button(
        f"{label} ({formats.plural(len(frame), 'row')})",
        data=lambda: queries.csv_bytes(frame),
        file_name=file,
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
