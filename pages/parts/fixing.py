"""Fixing a number: the files as they are, what the visitor's claim makes of them, and what that changes.

Nothing is written: texts are edited in memory, and checked by the very rules of `python -m catalog check`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import pandas as pd
import streamlit as st

from catalog import fixes, skeletons
from catalog.changes import Changes, claim_text, claims_at
from catalog.changes.facts import record_of, value_text
from catalog.claims import Claim
from catalog.quantities import format_quantity
from catalog.reader import Contents, Memory, load, parse
from catalog.records import Catalog, Record, Variant
from catalog.schema import KINDS, Field
from db import queries
from pages.parts import formats, snapshots, tables
from pages.parts.tables import Column, element

SOURCES = "sources.yaml"
FOLDER = "catalog"
"""Of the files in their repository."""


class Files(NamedTuple):
    """The catalog's files as they are now, and what they say."""

    contents: Contents
    catalog: Catalog

    def text(self, file: str) -> str:
        """A file's text; empty if there is none."""
        data = self.contents.get(file)
        return data.decode("utf-8-sig") if isinstance(data, bytes) else ""


@dataclass(frozen=True)
class Target:
    """What is fixed: a fact by its path, and the claims of it that there are."""

    path: str
    record: Record
    field: Field
    claims: Sequence[Claim] = ()

    @property
    def file(self) -> str:
        """The file in which the fact stands, or would."""
        return self.claims[0].file if self.claims else self.record.file

    @property
    def block(self) -> list[str]:
        """Keys of the block in its file in which a new line would stand."""
        return {"variant": ["variants", self.record.id], "accelerator": [self.record.id]}.get(
            self.record.kind, []
        )


@dataclass
class Outcome:
    """What a fix gives: the texts of files, what is wrong with them, what they change."""

    old: dict[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)

    @property
    def patch(self) -> str:
        """As `git apply` takes it."""
        return fixes.patch(self.old, self.new, FOLDER)


@st.cache_resource(show_spinner=False)
def _memory() -> tuple[Memory, Lock]:
    """What was parsed before, for all visitors; one at a time."""
    return Memory(), Lock()


def read() -> Files:
    """The files on disk, which may be newer than what the other pages show."""
    return _files(snapshots.current().number)


@st.cache_resource(show_spinner=False, max_entries=1)
def _files(number: int) -> Files:
    """Kept by the number of the files' state."""
    memory, lock = _memory()
    contents = load(queries.root())
    with lock:
        return Files(contents, parse(contents, memory)[0])


def find(path: str, files: Files) -> Target:
    """What is at a path; raises LookupError, in words a visitor understands."""
    record = record_of(files.catalog, path.partition("/")[0])
    claims = claims_at(files.catalog, path)
    if claims:
        return Target(path, record, claims[0].field, claims)
    name = path.partition("/")[2]
    found = KINDS[record.kind].fields.get(name)
    if found is None or not found.receipt or found.type == "table":
        raise LookupError(f"{record.id} has no fact {name or 'without a name'} that could be fixed here")
    return Target(path, record, found)


def outcome(
    target: Target, claim: Claim | None, fix: fixes.Fix, source: Mapping[str, str], files: Files
) -> Outcome:
    """What comes of the fix. `source`: labels of one that the catalog does not have yet, named by `fix`.

    Raises CannotEdit and, for a source that is none, ValueError.
    """
    old = {target.file: files.text(target.file)}
    if claim:
        new = {claim.file: fixes.edit(old[claim.file], claim, fix)}
    else:
        new = {target.file: fixes.add(old[target.file], target.file, target.block, target.field, fix)}
    if source:
        old[SOURCES] = files.text(SOURCES)
        new[SOURCES] = skeletons.with_source(old[SOURCES], fix.source, source)
    memory, lock = _memory()
    with lock:
        preview = fixes.preview(files.contents, new, memory)
    return Outcome(old, new, [str(problem) for problem in preview.problems], preview.changes)


def new_source_id(labels: Mapping[str, str], known: Mapping[str, object]) -> str:
    """An id in the way of the catalog's: first author and year, else where it is; one that is free."""
    words = re.findall(r"[a-z0-9]+", re.split(",| and ", labels.get("authors", ""))[0].casefold())
    host = (urlsplit(labels.get("url", "")).hostname or "source").removeprefix("www.").replace(".", "-")
    stem = "-".join(part for part in (words[-1] if words else host, labels.get("year", "")[:4]) if part)
    free = (f"{stem}{letter}" for letter in ("", *"bcdefghijklmnopqrstuvwxyz"))
    return next(id for id in free if id not in known)


def is_inherited(target: Target, claim: Claim) -> bool:
    """Whether a claim is written for more than the record that it was reached by."""
    return isinstance(target.record, Variant) and claim.stated_for != target.record.id


# ---- what is shown


def claim_option(number: int, claim: Claim) -> str:
    """A claim in a list of choices."""
    return f"{number}. {value_text(claim)} · {claim.source or ', '.join(claim.read)}"


def facts(changes: Changes) -> pd.DataFrame:
    """The facts that change, as one names them."""
    rows = [
        (change.place.path, _lines(change.old), _lines(change.new), len(change.variants) or 1)
        for change in changes.facts
    ]
    return pd.DataFrame(rows, columns=["fact", "now", "then", "sizes"])


def _claims(claims: Sequence[Claim]) -> Element:
    return element(
        "div", *(element("div", claim_text(claim)) for claim in claims), "" if claims else "nothing"
    )


def _lines(claims: Sequence[Claim]) -> str:
    return " | ".join(claim_text(claim) for claim in claims) or "nothing"


def show_changes(changes: Changes) -> None:
    """What the fix changes: facts, what is computed from them, findings of the audit."""
    now_and_then = [Column("Now", "wide"), Column("Then", "wide")]
    facts = [
        (one.place.path, _claims(one.old), _claims(one.new), str(len(one.variants) or 1))
        for one in changes.facts
    ]
    columns = [Column("Fact", "name"), *now_and_then, Column("Sizes", "number")]
    tables.show(columns, facts, alt="Facts that change")
    if changes.derived:
        moved = [(f"{one.variant}/{one.field}", _value(one.old), _value(one.new)) for one in changes.derived]
        tables.show([Column("Computed", "name"), *now_and_then], moved, alt="Computed quantities that move")
    if changes.findings:
        columns = [Column("Finding of the audit", "name"), Column("What does not agree", "wide")]
        found = [("appears" if one.appears else "vanishes", one.finding.message) for one in changes.findings]
        tables.show(columns, found, alt="Findings of the audit that appear or vanish")


def _value(estimate: object) -> str:
    value, unit = getattr(estimate, "value", None), getattr(estimate, "unit", "")
    return "" if value is None else format_quantity(float(f"{value:.4g}"), unit or "number")


def show_problems(problems: Sequence[str]) -> None:
    """What check would say."""
    said = element(
        "p", f"As it stands, check would refuse this ({formats.plural(len(problems), 'problem')}):"
    )
    lines = element("ul", *(element("li", problem) for problem in problems))
    tables.write(element("div", said, lines, class_="catalog problems", role="status"))
