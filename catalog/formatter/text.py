"""One catalog file's text in canonical order and style."""

import re

from catalog.formatter.layout import document
from catalog.formatter.shapes import SHAPES
from catalog.formatter.tree import LeftAlone, read_tree
from catalog.reader.files import Refused, compose

_OTHER_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
"""Line ends for YAML but for no editor: where a comment ends would be guesswork."""


def format_text(text: str, kind: str) -> str:
    """The text of a file with records of the kind ("model", "source" …), in canonical order and style.

    Text that `check` refuses to read (bad YAML, anchors, a comma too many in {…}) comes back as it is.
    """
    if _OTHER_LINE_ENDS.search(text):
        return text
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        tree = read_tree(plain, compose(plain.encode(), ""))
    except (Refused, LeftAlone):
        return text
    return document(tree, SHAPES[kind])
