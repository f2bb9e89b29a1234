"""The search on every page: a form that leads to the page Search, and what that finds."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from rapidfuzz import fuzz, process

from db import queries
from pages.parts import comparison, corpora, formats, selection, snapshots, tables
from pages.parts.filters import LONGEST
from pages.parts.tables import Element, element

MOST = 25
"""Results that are shown."""
INSIDE, WORDS = 90.0, 75.0
"""Scores out of 100: what is sought is part of a name; its words stand in names, makers or lesson."""
ALIKE, NEAR = 70.0, 85.0
"""Least likeness of a name; and of a passage of the text, where no name is alike."""


class Entry(NamedTuple):
    """Something that can be found. `names`: what it is called, without spaces and signs, a name a line.

    `within`: for a size, the address of its model.
    """

    kind: str
    name: str
    href: str
    about: str
    names: str
    text: str
    within: str = ""


class Result(NamedTuple):
    """An entry and how well it fits, up to 100. `literal`: as it was typed, no error forgiven."""

    entry: Entry
    score: float
    literal: bool


def form(sought: str) -> None:
    """The form, in it what is `sought`; it works without any script, and Back leads where one came from."""
    label = "Search models, makers, datasets and lessons"
    field = element(
        "input",
        type="search",
        name="find",
        value=sought,
        placeholder="Search everything",
        aria_label=label,
        maxlength=str(LONGEST),
    )
    button = element("button", "Search", type="submit")
    tables.write(
        element("form", field, button, action="search", method="get", role="search", class_="catalog search")
    )


def find(sought: str) -> list[Result]:
    """What fits best first; of equals models before sizes, makers and corpora."""
    exact, words = squeezed(sought), sought.casefold().split()
    if not exact:
        return []
    version = snapshots.version()
    known, index = entries(version), _index(version)
    alike = _alike(exact, index)
    said = dict.fromkeys(set.intersection(*map(index.texts.places, words)), WORDS)
    said |= dict.fromkeys(index.names.places(exact), INSIDE)
    found = {}
    for place in sorted(alike.keys() | said.keys()):
        score = max(alike.get(place, 0.0), said.get(place, 0.0))
        found[known[place].href] = Result(known[place], score, place in said)
    if not found:
        texts = [entry.text for entry in known]
        near = process.extract(
            sought.casefold(), texts, scorer=fuzz.partial_ratio, score_cutoff=NEAR, limit=MOST
        )
        return [Result(known[place], score, False) for _, score, place in near]
    # A size is shown only where it fits better than its model. Sorting keeps the order of equals.
    best = [
        result
        for result in found.values()
        if not (model := found.get(result.entry.within)) or result.score > model.score
    ]
    return sorted(best, key=lambda result: -result.score)[:MOST]


def _alike(exact: str, index: "Index") -> dict[int, float]:
    """Place of an entry → likeness of its most alike name, of those that are alike."""
    alike = process.extract(exact, index.each_name, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
    scores: dict[int, float] = {}
    for _, score, number in alike:
        place = index.places[number]
        scores[place] = max(score, scores.get(place, 0.0))
    return scores


def squeezed(text: str) -> str:
    """What is compared of a name: `GPT-3`, `gpt 3` and `gpt3` are one."""
    return re.sub(r"[\W_]", "", text.casefold())


# ---- what can be found


@st.cache_resource(show_spinner=False, max_entries=2)
def entries(version: str) -> tuple[Entry, ...]:
    """Everything that can be found; kept by the catalog's version."""
    everything = comparison.load()
    return (
        *_models(everything),
        *_sizes(everything),
        *_makers(everything),
        *_corpora(snapshots.read(queries.datasets)),
    )


class Joined(NamedTuple):
    """Texts in one, which is faster to search; `starts`: where each begins."""

    text: str
    starts: list[int]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Joined":
        return cls("\n".join(texts), [0, *accumulate(len(text) + 1 for text in texts)])

    def places(self, word: str) -> set[int]:
        """Which texts have the word."""
        found = set()
        at = self.text.find(word)
        while at >= 0:
            place = bisect_right(self.starts, at) - 1
            found.add(place)
            at = self.text.find(word, self.starts[place + 1])
        return found


class Index(NamedTuple):
    """What of the entries is searched; `places`: of each name, that of its entry."""

    texts: Joined
    names: Joined
    each_name: list[str]
    places: list[int]


@st.cache_resource(show_spinner=False, max_entries=2)
def _index(version: str) -> Index:
    """Kept by the catalog's version."""
    known = entries(version)
    pairs = [(name, place) for place, entry in enumerate(known) for name in entry.names.split("\n")]
    return Index(
        Joined.of([entry.text for entry in known]),
        Joined.of([entry.names for entry in known]),
        [name for name, _ in pairs],
        [place for _, place in pairs],
    )


def _models(everything: pd.DataFrame) -> Iterator[Entry]:
    for row in queries.rows(everything[everything["flagship"]]):
        about = f"{row.makers}, {formats.date(row.announced) or 'date unknown'}. {row.lesson}"
        yield _entry(
            "Model",
            row.model_name,
            _address("model", id=row.model),
            about,
            row.model,
            row.aliases,
            row.known_as,
        )


def _sizes(everything: pd.DataFrame) -> Iterator[Entry]:
    for row in queries.rows(everything[everything["id"] != everything["model"]]):
        model = _address("model", id=row.model)
        about = f"{row.makers}, {formats.date(row.announced) or 'date unknown'}"
        address = _address("model", id=row.id)
        yield _entry("Size", row.name, address, about, row.id)._replace(within=model)


def _makers(everything: pd.DataFrame) -> Iterator[Entry]:
    aliases = snapshots.read(queries.organization_aliases)
    flagships = everything[everything["flagship"]]["organization"].fillna("").str.split(";")
    models = flagships.explode().value_counts()
    for id, name in selection.organizations_of(everything).items():
        about = formats.plural(int(models.get(id, 0)), "model")
        yield _entry("Organization", name, _address("./", organization=id), about, id, aliases.get(id))


def _corpora(datasets: pd.DataFrame) -> Iterator[Entry]:
    for row in queries.rows(datasets):
        sizes = [
            f"{corpora.quantity(getattr(row, field), field)} {known.unit}".removesuffix(" bytes")
            for field, known in corpora.MEASURES.items()
            if getattr(row, field) is not None
        ]
        about = ", ".join(["Corpus", *sizes])
        yield _entry("Dataset", row.name, _address("datasets", id=row.id), about, row.id, row.aliases)


def _entry(
    kind: str, name: str, href: str, about: str, id: str, aliases: str | None = None, more: str = ""
) -> Entry:
    known = [name, id, *(aliases or "").split(";")]
    names = "\n".join(dict.fromkeys(filter(None, map(squeezed, known))))
    return Entry(kind, name, href, about, names, " ".join([*known, about, more]).casefold())


def _address(page: str, **parameters: str) -> str:
    return f"{page}?{urlencode(parameters)}"


def link(entry: Entry) -> Element:
    """A real link: Back leads to the results again."""
    return element("a", entry.name, href=entry.href, target="_self")


def as_file(found: list[Result]) -> pd.DataFrame:
    """The results as data."""
    return pd.DataFrame(
        [(*result.entry[:4], round(result.score)) for result in found],
        columns=["kind", "name", "address", "about", "likeness"],
    )


def shown(found: list[Result]) -> list[tuple[Any, ...]]:
    """The results as rows of a table."""
    return [(link(result.entry), result.entry.kind, result.entry.about) for result in found]
