"""What the pages show, read from one snapshot of the catalog as DataFrames, never as records of a session.

Numbers are in base units. A function that takes a snapshot's `engine` depends on nothing else, so a page may
keep what it returns for as long as `Snapshot.version` stays.
"""

from collections import namedtuple
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

import pandas as pd
from sqlalchemy import REAL, Engine, Select, and_, func, literal, or_, select, union_all

from catalog.quantities import plain_number
from catalog.schema import CORE_FIELDS, MIXTURES_OF_EXPERTS, VALUELESS
from db import export
from db.dictionary import TABLES as EXPORTED
from db.dictionary import resources
from db.engine import Snapshot, store
from db.tables import METADATA

TABLES = METADATA.tables
CLAIM, DERIVED, MIXTURE = TABLES["claim"], TABLES["derived"], TABLES["mixture"]
MODEL, SOURCE, VARIANT = TABLES["model"], TABLES["source"], TABLES["variant"]
NAMED = ("accelerator", "dataset", "model", "organization", "variant")
"""Records that claims refer to and that have names."""


def snapshot() -> Snapshot:
    """The newest good state of the catalog; its `problems` say why the files on disk are not shown."""
    return store().current()


def root() -> Path:
    """The folder of the catalog's files."""
    return store().root


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame as named tuples in which None stands for a missing value."""
    columns = [column.to_numpy(dtype=object, na_value=None) for _, column in frame.items()]
    row = cast(Any, namedtuple)("row", frame.columns)
    return map(row._make, zip(*columns, strict=True))


def variants(*, engine: Engine) -> pd.DataFrame:
    """A row for each variant, by date: the columns of models.csv, `model_name` and the model's `aliases`."""
    query = (
        select(VARIANT, MODEL.c.name.label("model_name"), MODEL.c.aliases)
        .join(MODEL, MODEL.c.id == VARIANT.c.model)
        .order_by(VARIANT.c.announced, VARIANT.c.model, VARIANT.c.parameters, VARIANT.c.id)
    )
    return _frame(query, engine)


def first_claims(*, engine: Engine, fields: Sequence[str]) -> pd.DataFrame:
    """The preferred claim of each variant and field; `conflict`: whether any claims of the field conflict."""
    ours = and_(CLAIM.c.subject_kind == "variant", CLAIM.c.field.in_(fields), CLAIM.c.also == 0)
    disputes = (
        select(CLAIM.c.subject, CLAIM.c.field, func.max(CLAIM.c.conflict).label("conflict"))
        .where(ours)
        .group_by(CLAIM.c.subject, CLAIM.c.field)
        .subquery()
    )
    own = [column for column in CLAIM.c if column.name != "conflict"]
    query = (
        select(*own, disputes.c.conflict)
        .join(disputes, and_(disputes.c.subject == CLAIM.c.subject, disputes.c.field == CLAIM.c.field))
        .where(ours, CLAIM.c.rank == 1)
        .order_by(CLAIM.c.id)
    )
    return _frame(query, engine).astype({"conflict": bool})


def claims(*, engine: Engine, variant: str) -> pd.DataFrame:
    """Every claim about a variant, its stages and its model's project, in the order of the files."""
    model = select(VARIANT.c.model).where(VARIANT.c.id == variant).scalar_subquery()
    stages = CLAIM.c.subject.startswith(f"{variant}/", autoescape=True)
    query = (
        select(CLAIM)
        .where(
            or_(
                and_(CLAIM.c.subject_kind == "variant", CLAIM.c.subject == variant),
                and_(CLAIM.c.subject_kind == "stage", stages),
                and_(CLAIM.c.subject_kind == "project", CLAIM.c.subject == model + "/project"),
            )
        )
        .order_by(CLAIM.c.id)
    )
    return _frame(query, engine)


def derived(*, engine: Engine, field: str = "", variant: str = "") -> pd.DataFrame:
    """Quantities computed from claims, with their formulas: of one field, of one variant, or all."""
    query = select(DERIVED).order_by(DERIVED.c.variant, DERIVED.c.field)
    if field:
        query = query.where(DERIVED.c.field == field)
    if variant:
        query = query.where(DERIVED.c.variant == variant)
    return _frame(query, engine)


def mixture(*, engine: Engine, variant: str, table: str) -> pd.DataFrame:
    """The lines of a variant's `mixture` or `language_shares`, the largest share first."""
    query = (
        select(MIXTURE)
        .where(MIXTURE.c.variant == variant, MIXTURE.c.table == table)
        .order_by(MIXTURE.c.share.desc().nulls_last(), MIXTURE.c.position)
    )
    return _frame(query, engine)


def sources(*, engine: Engine) -> pd.DataFrame:
    """All sources by id."""
    return _frame(select(SOURCE).order_by(SOURCE.c.id), engine).set_index("id")


def names(*, engine: Engine) -> dict[str, str]:
    """`organization/openai` → OpenAI: names of what claims refer to, where the record has one."""
    tables = {kind: TABLES[kind].c for kind in NAMED}
    query = union_all(*(select(literal(kind), table.id, table.name) for kind, table in tables.items()))
    with engine.connect() as connection:
        return {f"{kind}/{id}": name for kind, id, name in connection.execute(query) if name}


def organization_aliases(*, engine: Engine) -> dict[str, str]:
    """Other names of organizations, by id, as text to search."""
    table = TABLES["organization"].c
    with engine.connect() as connection:
        return {id: aliases for id, aliases in connection.execute(select(table.id, table.aliases)) if aliases}


def explained(*, engine: Engine, variant: str) -> pd.DataFrame:
    """Why findings of the audit on a variant or its model are no errors: `rule`, `reason`, its receipt."""
    table = TABLES["explained"]
    model = select(VARIANT.c.model).where(VARIANT.c.id == variant).scalar_subquery()
    subjects = or_(table.c.subject == variant, table.c.subject == model)
    return _frame(select(table).where(subjects).order_by(table.c.rule), engine)


class Coverage(NamedTuple):
    """How much is in the catalog. `claims`: rows of claims.csv.

    `known` … `unseen`: shares of the flagships' core fields.
    """

    models: int
    variants: int
    claims: int
    sources: int
    known: float
    withheld: float
    unseen: float


def coverage(*, engine: Engine) -> Coverage:
    """What is in the catalog and how complete it is.

    A core field of a flagship is known if its first claim says something, withheld if it is undisclosed, not
    stated or contested, unseen if nobody has looked yet.
    """
    with engine.connect() as connection:
        tables = (MODEL, VARIANT, CLAIM, SOURCE)
        counts = [
            connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables
        ]
        mixed = select(MIXTURE.c.variant).where(MIXTURE.c.table == "mixture").distinct()
        mixtures = connection.execute(mixed).scalars().all()
    first = first_claims(engine=engine, fields=[field.name for field in CORE_FIELDS])
    withheld = {(claim.subject, claim.field): claim.kind in VALUELESS for claim in rows(first)}
    withheld |= {(variant, "mixture"): False for variant in mixtures}
    everything = variants(engine=engine)
    states = [
        withheld.get((flagship.id, field))
        for flagship in rows(everything[everything["flagship"]])
        for field in core_fields(flagship.architecture)
    ]
    shares = [states.count(state) / (len(states) or 1) for state in (False, True, None)]
    return Coverage(*counts, *shares)


def core_fields(architecture: str | None) -> list[str]:
    """The core fields of a kind of network: what a dense one uses for a token needs no telling."""
    is_mixture = architecture in MIXTURES_OF_EXPERTS
    return [field.name for field in CORE_FIELDS if field.name != "active_parameters" or is_mixture]


def exported(*, engine: Engine) -> pd.DataFrame:
    """The exported tables: `name`, what it `holds`, number of `rows`."""
    found = []
    with engine.connect() as connection:
        for name, (table, holds) in EXPORTED.items():
            count = connection.execute(select(func.count()).select_from(TABLES[table])).scalar_one()
            found.append((name, holds, count))
    return pd.DataFrame(found, columns=["name", "holds", "rows"])


def dictionary() -> pd.DataFrame:
    """The exported tables' columns: `table`, `column`, `unit` (the type where there is none), `meaning`."""
    types = {"string": "text", "boolean": "true or false"}
    found = [
        (
            name,
            field["name"],
            field.get("unit") or types.get(field["type"], field["type"]),
            field["description"],
        )
        for name, resource in zip(EXPORTED, resources(), strict=True)
        for field in resource["schema"]["fields"]
    ]
    return pd.DataFrame(found, columns=["table", "column", "unit", "meaning"])


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """A frame's columns as CSV in the form of the export: plain numbers, empty cells, no live formulas."""
    columns = [[_plain(value) for value in frame[name]] for name in frame.columns]
    return export.csv_bytes(list(frame.columns), columns)


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return plain_number(value) if isinstance(value, float) else value


def _frame(query: Select[Any], engine: Engine) -> pd.DataFrame:
    numbers = {column.name: "Float64" for column in query.selected_columns if isinstance(column.type, REAL)}
    with engine.connect() as connection:
        frame = pd.read_sql(query, connection, dtype_backend="numpy_nullable")
    return frame.astype(numbers)  # a column without a single number would else be text
