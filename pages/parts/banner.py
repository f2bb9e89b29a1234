"""What every page says first while the catalog's files have problems."""

from collections.abc import Sequence

import streamlit as st

from catalog.records import Problem

FIRST = 3
"""Problems that are named at once; the rest unfold."""


def show(problems: Sequence[Problem]) -> None:
    """Says what is wrong with the files on disk, and that the page shows the last good catalog.

    Problems quote what stands in the files, so they are plain text, never Markdown.
    """
    if not problems:
        return
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    st.warning(
        f"The catalog’s files have {count}. Until this is mended, the page shows the last good catalog.",
        icon=":material/warning:",
    )
    st.text("\n\n".join(map(str, problems[:FIRST])))
    if len(problems) > FIRST:
        with st.expander(f"All {count}"):
            st.text("\n\n".join(map(str, problems)))
