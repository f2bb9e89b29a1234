"""Models and their variants: claims, derived quantities, mixtures, and the records that claims refer to."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Engine, and_, func, literal, or_, select, union_all

from db.queries.frames import read
from db.tables import METADATA

TABLES = METADATA.tables
CLAIM, DERIVED, MIXTURE = TABLES["claim"], TABLES["derived"], TABLES["mixture"]
MODEL, SOURCE, VARIANT = TABLES["model"], TABLES["source"], TABLES["variant"]
NAMED = ("accelerator", "dataset", "model", "organization", "technique", "variant")
"""Records that claims refer to and that have names."""


def variants(*, engine: Engine) -> pd.DataFrame:
    """A row for each variant, by date: the columns of models.csv, `model_name` and the model's `aliases`."""
    query = (
        select(VARIANT, MODEL.c.name.label("model_name"), MODEL.c.aliases)
        .join(MODEL, MODEL.c.id == VARIANT.c.model)
        .order_by(VARIANT.c.announced, VARIANT.c.model, VARIANT.c.parameters, VARIANT.c.id)
    )
    return read(query, engine)


def first_claims(*, engine: Engine, fields: Sequence[str], model: str = "") -> pd.DataFrame:
    """The preferred claim of each variant and field; `conflict`: whether any claims of the field conflict.

    `model`: of its sizes alone.
    """
    ours = and_(CLAIM.c.subject_kind == "variant", CLAIM.c.field.in_(fields), CLAIM.c.also == 0)
    if model:
        ours = and_(ours, CLAIM.c.subject.in_(select(VARIANT.c.id).where(VARIANT.c.model == model)))
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
    return read(query, engine).astype({"conflict": bool})


def claims_on(*, engine: Engine, fields: Sequence[str], also: bool = False) -> pd.DataFrame:
    """Every claim of the variants on these fields, the preferred one first; `also`: further receipts too."""
    query = select(CLAIM).where(CLAIM.c.subject_kind == "variant", CLAIM.c.field.in_(fields))
    if not also:
        query = query.where(CLAIM.c.also == 0)
    return read(query.order_by(CLAIM.c.id), engine)


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
    return read(query, engine)


def derived(*, engine: Engine, field: str = "", variant: str = "") -> pd.DataFrame:
    """Quantities computed from claims, with their formulas: of one field, of one variant, or all."""
    query = select(DERIVED).order_by(DERIVED.c.variant, DERIVED.c.field)
    if field:
        query = query.where(DERIVED.c.field == field)
    if variant:
        query = query.where(DERIVED.c.variant == variant)
    return read(query, engine)


def mixture(*, engine: Engine, variant: str, table: str) -> pd.DataFrame:
    """The lines of a variant's `mixture` or `language_shares`, the largest share first."""
    query = (
        select(MIXTURE)
        .where(MIXTURE.c.variant == variant, MIXTURE.c.table == table)
        .order_by(MIXTURE.c.share.desc().nulls_last(), MIXTURE.c.position)
    )
    return read(query, engine)


def sources(*, engine: Engine) -> pd.DataFrame:
    """All sources by id."""
    return read(select(SOURCE).order_by(SOURCE.c.id), engine).set_index("id")


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
