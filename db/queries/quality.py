"""How good the catalog is: what its audit found, where claims conflict, what is known and what is missing."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import Engine, and_, func, or_, select

from catalog.schema import CORE_FIELDS, ENCODER_DECODERS, MIXTURES_OF_EXPERTS, VALUELESS
from db.queries.frames import read, rows
from db.queries.models import CLAIM, MIXTURE, MODEL, SOURCE, TABLES, VARIANT, first_claims, variants

EXPLAINED, FINDING, RULE = TABLES["explained"], TABLES["finding"], TABLES["rule"]
STATES = ("value", "conflict", "contested", "undisclosed", "not-stated", "unresearched", "not-applicable")
"""What can be said of a core field of a model."""
KNOWN, WITHHELD = STATES[:2], STATES[2:5]
LAYERS = ("encoder_layers", "decoder_layers")
"""What stands for `layers` where a network has two stacks."""
HEADS = ("attention_heads", "key_value_heads", "head_size")


# ---- the audit


def findings(*, engine: Engine, variant: str = "") -> pd.DataFrame:
    """What the audit found, open ones and errors first: of a variant and its model, or of everything.

    `source`, `locator`: the receipt of the explanation, where it has one.
    """
    own = and_(EXPLAINED.c.subject == FINDING.c.subject, EXPLAINED.c.subject_kind == FINDING.c.subject_kind)
    models = and_(EXPLAINED.c.subject == VARIANT.c.model, EXPLAINED.c.subject_kind == "model")
    why = and_(EXPLAINED.c.rule == FINDING.c.rule, or_(own, models))
    query = (
        select(FINDING, EXPLAINED.c.source, EXPLAINED.c.locator)
        .outerjoin(VARIANT, VARIANT.c.id == FINDING.c.subject)
        .outerjoin(EXPLAINED, why)
        .order_by(FINDING.c.explained.is_not(None), FINDING.c.severity, FINDING.c.rule, FINDING.c.id)
    )
    if variant:
        model = select(VARIANT.c.model).where(VARIANT.c.id == variant).scalar_subquery()
        query = query.where(FINDING.c.subject.in_((variant, model)))
    return read(query, engine).drop_duplicates("id")


def rules(*, engine: Engine) -> pd.DataFrame:
    """The audit's rules in their order, with how many comparisons were possible, passed, explained, open."""
    return read(select(RULE).order_by(RULE.c.position), engine)


# ---- conflicts


def conflicts(*, engine: Engine) -> pd.DataFrame:
    """Claims that cannot all be true together, field by field; those that many sizes inherit once.

    `stated_for`: the variant, model or other record where they are written.
    """
    query = select(CLAIM).where(CLAIM.c.conflict, CLAIM.c.also == 0).order_by(CLAIM.c.id)
    return read(query, engine).drop_duplicates(["field", "file", "line", "column"])


# ---- coverage


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
        counts = [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (MODEL, VARIANT, CLAIM, SOURCE)
        ]
    found = states(engine=engine)["state"]
    asked = (found != "not-applicable").sum() or 1
    shares = [found.isin(kind).sum() / asked for kind in (KNOWN, WITHHELD, STATES[5:6])]
    return Coverage(*counts, *shares)


def states(*, engine: Engine) -> pd.DataFrame:
    """What is known of each model's flagship: `model`, `variant`, core `field`, `state` (one of STATES)."""
    first = first_claims(engine=engine, fields=[*(field.name for field in CORE_FIELDS), *LAYERS])
    known = {(claim.subject, claim.field): _state(claim) for claim in rows(first)}
    with engine.connect() as connection:
        mixed = connection.execute(select(MIXTURE.c.variant).where(MIXTURE.c.table == "mixture").distinct())
        known |= {(variant, "mixture"): "value" for variant in mixed.scalars()}
    everything = variants(engine=engine)
    cells = [cell for row in rows(everything[everything["flagship"]]) for cell in _states(row, known)]
    return pd.DataFrame(cells, columns=["model", "variant", "field", "state"])


def _states(variant: Any, known: dict[tuple[str, str], str]) -> Iterator[tuple[str, str, str, str]]:
    asked = core_fields(variant.architecture)
    for field in CORE_FIELDS:
        state = known.get((variant.id, field.name), "unresearched")
        if field.name not in asked:
            state = "not-applicable"
        elif field.name == "layers" and variant.architecture in ENCODER_DECODERS and state != "value":
            stacks = {known.get((variant.id, stack), "unresearched") for stack in LAYERS}
            state = next(one for one in reversed(STATES) if one in stacks)
        yield variant.model, variant.id, field.name, state


def _state(claim: Any) -> str:
    if claim.kind in VALUELESS:
        return str(claim.kind)
    return "conflict" if claim.conflict else "value"


def core_fields(architecture: str | None) -> list[str]:
    """The core fields of a kind of network: a recurrent one has no heads, a dense one uses all parameters."""
    without = HEADS if architecture == "recurrent" else ()
    if architecture not in MIXTURES_OF_EXPERTS:
        without = (*without, "active_parameters")
    return [field.name for field in CORE_FIELDS if field.name not in without]
