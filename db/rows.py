"""Records → rows of the tables: plain dictionaries, one a row, in the tables' columns."""

from collections.abc import Iterator
from typing import Any

from catalog.claims import Claim, Facts, Table, conflicts, first_value, standing_kind
from catalog.estimates import Estimate, estimates
from catalog.quantities import UNITS, plain
from catalog.records import Catalog, Dataset, Model, Record, Variant
from catalog.schema import ENCODER_DECODERS, KINDS, VARIANT_FIELDS

Row = dict[str, Any]

FIELD_OF_COLUMN = {field.column or name: field for name, field in VARIANT_FIELDS.items()}
VARIANT_COLUMNS = (
    "organization announced architecture parameters active_parameters training_tokens corpus_tokens layers "
    "encoder_layers decoder_layers hidden_size attention_heads key_value_heads head_size context_length "
    "vocabulary_size batch_tokens learning_rate accelerator accelerator_count training_days chip_hours training_flop "
    "hardware_flop mfu hfu energy_mwh co2_tonnes license languages base"
).split()
"""Columns of `variant` that hold the first claim of a field."""
ESTIMATED_COLUMNS = {
    "training_flop": "training_flop_estimated",
    "tokens_per_parameter": "tokens_per_parameter_estimated",
    "chip_hours": "chip_hours_estimated",
    "mfu": "mfu_estimated",
    "energy": "energy_mwh_estimated",
}


def rows(catalog: Catalog) -> Iterator[tuple[str, list[Row]]]:
    """(table, its rows) for everything in the catalog, in an order that satisfies foreign keys."""
    for kind in ("source", "organization", "accelerator", "dataset"):
        yield kind, [_record_row(record) for record in getattr(catalog, f"{kind}s").values()]
    yield "dataset_component", [row for dataset in catalog.datasets.values() for row in _component_rows(dataset)]
    yield "model", [_model_row(model, catalog) for model in catalog.models.values()]
    variants = list(catalog.variants.values())
    derived = {variant.id: estimates(variant, catalog.accelerators) for variant in variants}
    yield "variant", [_variant_row(variant, catalog.models[variant.model], derived[variant.id]) for variant in variants]
    yield "derived", [_derived_row(id, estimate) for id, found in derived.items() for estimate in found.values()]
    yield "mixture", [row for variant in variants for row in _mixture_rows(variant)]
    yield "claim", [row for subject in _subjects(catalog) for row in _claim_rows(*subject)]


def joined(value: Any) -> Any:
    """A set as one cell, its members joined by `;`; anything else as it is."""
    return ";".join(value) if isinstance(value, tuple) else value


def _record_row(record: Record) -> Row:
    """Row of a record whose columns are its kind's fields: labels, and values of first claims."""
    fields = KINDS[record.kind].fields.values()
    values = {f.name: first_value(record.facts, f.name) if f.receipt else record.labels.get(f.name) for f in fields}
    return {"id": record.id, **{name: joined(value) for name, value in values.items()}}


def _component_rows(dataset: Dataset) -> Iterator[Row]:
    for id, facts in dataset.components.items():
        cells = {name: first_value(facts, name) for name in ("size", "documents", "tokens", "share", "epochs")}
        yield {"dataset": dataset.id, "component": id, "part": first_value(facts, "dataset"), **cells}


def _model_row(model: Model, catalog: Catalog) -> Row:
    return {
        "id": model.id,
        "name": model.name,
        "lesson": model.labels["lesson"],
        "aliases": joined(model.labels.get("aliases")),
        "organization": joined(first_value(model.facts, "organization")),
        "flagship": catalog.flagship(model.id).id,
        "file": model.file,
        "line": model.line,
    }


# ---- variants


def _variant_row(variant: Variant, model: Model, derived: dict[str, Estimate]) -> Row:
    facts = variant.facts
    row: Row = {"id": variant.id, "model": variant.model, "name": variant.name}
    row |= {column: joined(first_value(facts, FIELD_OF_COLUMN[column].name)) for column in VARIANT_COLUMNS}
    if row["layers"] is None and row["architecture"] in ENCODER_DECODERS and row["encoder_layers"]:
        row["layers"] = row["encoder_layers"] + (row["decoder_layers"] or 0)
    if row["active_parameters"] is None and str(row["architecture"]).startswith("dense"):
        row["active_parameters"] = row["parameters"]
    row["access"] = access(facts)
    row["flagship"] = bool(variant.labels.get("flagship"))
    row["standing"] = standing(facts) or None
    row["lesson"] = variant.labels.get("lesson") or model.labels["lesson"]
    for field, column in ESTIMATED_COLUMNS.items():
        row[column] = derived[field].value if field in derived else None
    return row


def access(facts: Facts) -> str | None:
    """open-weights, weights-on-request, api or closed; None where nobody has looked."""
    weights, api = first_value(facts, "weights_access"), first_value(facts, "api_access")
    if weights in ("download", "gated", "delta"):
        return "open-weights"
    if weights == "request":
        return "weights-on-request"
    if api in ("public", "waitlist"):
        return "api"
    return "closed" if weights == "none" else None


def standing(facts: Facts) -> str:
    """What in a row of models.csv is not a plain report: `mfu=third-party+step;batch_tokens=ramp`."""
    parts = []
    for column in VARIANT_COLUMNS:
        name = FIELD_OF_COLUMN[column].name
        claims = facts.get(name)
        words = _standing_words(claims) if claims else []
        if words:
            parts.append(f"{name}={'+'.join(words)}")
    return ";".join(parts)


def _standing_words(claims: list[Claim]) -> list[str]:
    first = claims[0]
    kind = standing_kind(first)
    words = [] if kind == "reported" else [kind]
    words += first.basis
    if first.steps:
        words.append("ramp")
    if first.value is None and first.says_something:
        words.append("bound")
    if conflicts(claims):
        words.append("conflict")
    return words


def _derived_row(variant: str, estimate: Estimate) -> Row:
    return {
        "variant": variant,
        "field": estimate.field,
        "value": estimate.value,
        "unit": UNITS[estimate.unit].base,
        "formula": estimate.formula,
        "filled": estimate.filled,
    }


def _mixture_rows(variant: Variant) -> Iterator[Row]:
    for name in ("mixture", "language_shares"):
        claims = variant.facts.get(name)
        if not claims or not isinstance(claims[0].value, Table):
            continue
        claim = claims[0]
        for position, (component, facts) in enumerate(claim.value.components.items(), 1):
            first = next((row[0] for row in facts.values()), claim)
            cells = {cell: first_value(facts, cell) for cell in ("dataset", "share", "epochs", "tokens", "size", "documents")}
            yield {
                "variant": variant.id,
                "table": name,
                "position": position,
                "of": claim.value.of or None,
                "basis": joined(claim.basis) or None,
                "component": component,
                **cells,
                "source": first.source,
                "locator": first.at or None,
            }


# ---- claims


def _subjects(catalog: Catalog) -> Iterator[tuple[str, str, Facts, dict[str, Facts]]]:
    """(kind, id, facts, components) of everything that claims are made about."""
    for variant in catalog.variants.values():
        yield "variant", variant.id, variant.facts, {}
        for stage in variant.stages.values():
            yield "stage", stage.id, stage.facts, {}
    for model in catalog.models.values():
        if model.project:
            yield "project", model.project.id, model.project.facts, {}
    for dataset in catalog.datasets.values():
        yield "dataset", dataset.id, dataset.facts, dataset.components
    for chip in catalog.accelerators.values():
        yield "accelerator", chip.id, chip.facts, {}


def _claim_rows(kind: str, subject: str, facts: Facts, components: dict[str, Facts]) -> Iterator[Row]:
    for name, claims in facts.items():
        if isinstance(claims[0].value, Table):
            for claim in claims:
                yield from _component_claims(kind, subject, name, claim.value.components)
        else:
            yield from _field_rows(kind, subject, name, claims)
    yield from _component_claims(kind, subject, "components", components)


def _component_claims(kind: str, subject: str, table: str, components: dict[str, Facts]) -> Iterator[Row]:
    for id, facts in components.items():
        for name, claims in facts.items():
            yield from _field_rows(kind, subject, f"{table}/{id}/{name}", claims)


def _field_rows(kind: str, subject: str, field: str, claims: list[Claim]) -> Iterator[Row]:
    disputed = {id(claim) for pair in conflicts(claims) for claim in pair} if len(claims) > 1 else set()
    for rank, claim in enumerate(claims, 1):
        row = _claim_row(claim)
        row |= {"subject_kind": kind, "subject": subject, "field": field, "rank": rank, "conflict": id(claim) in disputed}
        yield row
        for number, receipt in enumerate(claim.also, 1):
            own = "derived" if claim.derived_from else receipt.kind
            yield {**row, "source": receipt.source, "locator": receipt.at, "kind": own, "also": number}


def _claim_row(claim: Claim) -> Row:
    number = claim.value if isinstance(claim.value, float) else None
    return {
        "value": _text(claim.value),
        "number": number,
        "unit": UNITS[claim.field.unit].base or None if claim.field.unit else None,
        "kind": standing_kind(claim),
        "basis": joined(claim.basis) or None,
        "low": claim.low,
        "high": claim.high,
        "source": joined(claim.read) if claim.kind == "not-stated" else claim.source or None,
        "locator": claim.at or None,
        "since": claim.since or None,
        "until": claim.until or None,
        "derived_from": claim.derived_from or None,
        "tokenizer": claim.tokenizer or None,
        "stated_for": claim.stated_for,
        "written": claim.written or None,
        "note": claim.note or None,
        "file": claim.file,
        "line": claim.line,
        "column": claim.column,
        "also": 0,
    }


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return plain(value)
    return joined(value)
