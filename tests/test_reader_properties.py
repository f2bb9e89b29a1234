"""A file damaged in any way gives problems or records; nothing is ever raised, and building never fails."""

import pytest

from catalog.folders import HERE
from catalog.reader import Memory, load, parse
from db.rows import rows

pytest.importorskip("hypothesis")  # stands in requirements-dev.txt

from hypothesis import given, settings
from hypothesis import strategies as st

CONTENTS = load(HERE)
NAMES = sorted(CONTENTS)
MEMORY = Memory()
"""So that the undamaged files are parsed once."""
SIGNS = [
    "\n",
    "  ",
    "\n  ",
    "- ",
    ": ",
    "{",
    "}",
    "[",
    "]",
    ", ",
    "#",
    "&a",
    "*a",
    "!",
    "'",
    '"',
    "|",
    ">",
    "?",
    "\t",
]
WORDS = [
    "null",
    "-1",
    "1e999",
    "0e999",
    "{}",
    "[]",
    "''",
    "->",
    "kind: undisclosed",
    "like: {of: x, groups: [data]}",
]
PIECES = st.one_of(st.text(max_size=8), st.sampled_from([*SIGNS, *WORDS]))


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_any_damage_is_a_problem_or_a_catalog(data):
    name = data.draw(st.sampled_from(NAMES))
    text = (HERE / name).read_text("utf-8")
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 40)))
        text = text[:start] + data.draw(PIECES) + text[end:]
    catalog, problems = parse({**CONTENTS, name: text.encode("utf-8", "surrogatepass")}, MEMORY)
    for problem in problems:
        assert problem.file in NAMES
        assert problem.line >= 1
        assert problem.column >= 1
    if not problems:
        assert all(list(table.rows) for table in rows(catalog))
