"""What the pages show, read from one snapshot of the catalog as DataFrames, never as records of a session.

Numbers are in base units. A function that takes a snapshot's `engine` depends on nothing else, so a page may
keep what it returns for as long as `Snapshot.version` stays.
"""

from pathlib import Path

from db.engine import Snapshot, store
from db.export import FORMATS
from db.queries.boards import (
    benchmarks,
    board_columns,
    board_scores,
    board_standings,
    boards,
    marked,
    measured,
    placements,
    results,
    untied,
)
from db.queries.chips import chip_prices, chips
from db.queries.datasets import components, dataset_claims, datasets, trained_on
from db.queries.files import bibtex, dictionary, exported
from db.queries.frames import csv_bytes, rows
from db.queries.models import (
    claims,
    claims_on,
    derived,
    first_claims,
    mixture,
    names,
    organization_aliases,
    sources,
    variants,
)
from db.queries.quality import (
    KNOWN,
    LAYERS,
    Coverage,
    conflicts,
    core_fields,
    coverage,
    findings,
    rules,
    states,
)
from db.queries.serving import serving_chips, technique_claims, technique_effects, techniques


def snapshot() -> Snapshot:
    """The newest good state of the catalog; its `problems` say why the files on disk are not shown."""
    return store().current()


def root() -> Path:
    """The folder of the catalog's files."""
    return store().root


__all__ = [
    "FORMATS",
    "KNOWN",
    "LAYERS",
    "Coverage",
    "Snapshot",
    "benchmarks",
    "bibtex",
    "board_columns",
    "board_scores",
    "board_standings",
    "boards",
    "chip_prices",
    "chips",
    "claims",
    "claims_on",
    "components",
    "conflicts",
    "core_fields",
    "coverage",
    "csv_bytes",
    "dataset_claims",
    "datasets",
    "derived",
    "dictionary",
    "exported",
    "findings",
    "first_claims",
    "marked",
    "measured",
    "mixture",
    "names",
    "organization_aliases",
    "placements",
    "results",
    "root",
    "rows",
    "rules",
    "serving_chips",
    "snapshot",
    "sources",
    "states",
    "technique_claims",
    "technique_effects",
    "techniques",
    "trained_on",
    "untied",
    "variants",
]
