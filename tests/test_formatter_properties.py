"""Any catalog file at all keeps its facts and comments when it is formatted, and has one result."""

import re

import pytest
import yaml

from catalog.formatter import format_text
from catalog.schema import CLAIM_KEYS, VARIANT_FIELDS

pytest.importorskip("hypothesis")  # stands in requirements-dev.txt

from hypothesis import given, settings
from hypothesis import strategies as st


def facts(text):
    return yaml.load(text, yaml.CBaseLoader)


MARK = "©"  # begins every comment and stands in no text
TEXTS = st.one_of(
    st.sampled_from(
        [
            "175B",
            "2022-04-04",
            "1e-4",
            "yes",
            "46.2%",
            "Table 1",
            "a: b",
            "a #b",
            "# c",
            "x, y",
            "{}",
            "- a",
            "é🙂",
        ]
    ),
    st.text(
        st.characters(codec="utf-8", exclude_characters=MARK + "\x00\ufeff", exclude_categories=("Cs", "Cc")),
        max_size=12,
    ),
    st.text("ab :#-,[]{}'\"\\|>?&*!%@`\n\t\x85\u2028", max_size=12),
    st.just("long text " * 14),
)
PARTS = [
    "variants",
    "stages",
    "components",
    "mixture",
    "also",
    "not_stated",
    "undisclosed",
    "explained",
    "project",
    "like",
    "name",
    "lesson",
]
KEYS = st.sampled_from([*PARTS, *CLAIM_KEYS, *list(VARIANT_FIELDS)[:12], "Any key", "a: b", "#", "2", ""])
DATA = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=14,
)


class Writer:
    """Writes data as YAML in any of its styles, with comments and blank lines wherever they may stand."""

    def __init__(self, choose):
        self.choose = choose
        self.comments = []

    def maybe(self, *options):
        return self.choose(st.sampled_from(options))

    def comment(self):
        self.comments.append(f"#{MARK}{len(self.comments)} {self.maybe('plain', '{a: b}', '- x: y #', 'é')}")
        return self.comments[-1]

    def lines_before(self, indent):
        """Blank lines and comments above a line."""
        above = self.maybe("", "", "", "\n", "  \n", "c", "c\n", "\nc", "cc", "c\nc")
        return "".join(
            " " * (indent + self.maybe(0, 0, 2, 4)) + self.comment() + "\n" if mark == "c" else mark
            for mark in above
        )

    def behind(self):
        """A comment behind a value, or nothing, and the end of the line."""
        return (
            self.maybe("", "", "", "  ")
            + (f" {self.comment()}" if self.maybe(False, False, True) else "")
            + "\n"
        )

    def scalar(self, text, flow):
        styles = ['"', "'"]
        if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 .%-]*[A-Za-z0-9%]|[A-Za-z0-9]", text):
            styles += ["", ""]
        style = self.maybe(*styles)
        if not style:
            return text
        return yaml.dump(
            text, default_style=style if text.isprintable() else '"', allow_unicode=True, width=10**9
        ).rstrip("\n")

    def flow(self, data, indent):
        """A value in {…} or […], on one line or several."""
        if isinstance(data, str):
            return self.scalar(data, True)
        pad = " " * indent

        def gap():
            kind = self.maybe("", " ", "\n", "#")
            return f"  {self.comment()}\n{pad}" if kind == "#" else kind.replace("\n", f"\n{pad}")

        items = data.items() if isinstance(data, dict) else [(None, value) for value in data]
        parts = []
        for key, value in items:
            name = "" if key is None else self.scalar(key, True) + ": "
            parts.append(gap() + name + self.flow(value, indent))
        inside = ("," + self.maybe("", " ")).join(part + self.maybe("", " ", f"\n{pad}") for part in parts)
        left, right = "{}" if isinstance(data, dict) else "[]"
        return left + inside + gap() + right

    def block(self, data, indent):
        """The lines of a mapping or list that is not empty."""
        lines = []
        step = self.maybe(2, 2, 3, 4)
        items = data.items() if isinstance(data, dict) else [(None, value) for value in data]
        for key, value in items:
            lines.append(self.lines_before(indent))
            start = " " * indent + ("-" if key is None else f"{self.scalar(key, False)}:")
            if isinstance(value, str) or not value or self.maybe(False, True):
                lines.append(f"{start} {self.flow(value, indent + 1)}{self.behind()}")
            else:
                deeper = (
                    0 if isinstance(value, list) and key is not None and self.maybe(False, True) else step
                )
                lines.append(start + self.behind() + self.block(value, indent + deeper))
        return "".join(lines)


@st.composite
def documents(draw):
    data = draw(st.dictionaries(KEYS, DATA, min_size=1, max_size=6))
    writer = Writer(draw)
    text = writer.block(data, 0) + writer.lines_before(0)
    return text, data, writer.comments


@settings(max_examples=300, deadline=None)
@given(documents(), st.sampled_from(["model", "dataset", "organization", "accelerator", "source"]))
def test_any_document_keeps_its_facts_and_comments(document, kind):
    text, data, comments = document
    assert facts(text) == data
    new = format_text(text, kind)
    assert facts(new) == data
    assert sorted(re.findall(rf"#{MARK}.*", new)) == sorted(comment.rstrip() for comment in comments)
    assert format_text(new, kind) == new
