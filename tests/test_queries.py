"""What the pages read: on a small catalog whose every claim is known."""

import csv
import io

import pandas as pd
import pytest

from catalog.schema import CORE_FIELDS
from db import queries
from db.build import build
from db.engine import open_engine
from db.export import table_bytes

HEAD = """
    announced: {value: 2022-03, at: title}
    aliases: [Teeny]
    architecture: {value: dense-decoder, at: section 2}
    not_stated: {fields: [mfu], read: [paper, survey]}
    mixture:
      of: pile
      at: Table 3
      basis: sampling
      components:
        books: {share: 30%, epochs: 1.5}
        web: {share: 70%}
    project: {at: Table 8, energy: 900 MWh}
    explained:
      words-for-tokens: The batch grew.
    """
VARIANT = """
    at: Table 1
    parameters:
      - {value: 1.0B, at: Table 1, also: {source: survey, at: Table 2}}
      - {value: 1.2B, source: survey, at: Table 7}
    training_tokens: 20B
    layers: 24
    stages:
      first: {at: Table 4, training_tokens: 15B}
      second: {at: Table 4, training_tokens: 5B}
    explained:
      mfu-from-chip-hours: {reason: Downtime counts., source: paper, at: Table 9}
    """
MORE = """
    tiny-1b.x:
      name: Tiny 1B X
      announced: {value: 2021, at: title}
      training_tokens:
        - {kind: contested, note: two figures}
        - {value: 10B, at: Table 1}
        - {value: 12B, source: survey, at: Table 1}
      stages:
        only: {at: Table 5, training_tokens: 10B}
    """


@pytest.fixture
def engine(tiny, tmp_path):
    tiny.model(HEAD, VARIANT, MORE)
    built = build(tiny.root, tmp_path / "var")
    assert built.problems == []
    assert built.database
    opened = open_engine(built.database)
    yield opened
    opened.dispose()


def test_variants_come_by_date_with_their_models_name(engine):
    found = list(queries.rows(queries.variants(engine=engine)))
    assert [(row.id, row.announced, row.model_name, row.aliases) for row in found] == [
        ("tiny-1b.x", "2021", "Tiny", "Teeny"),
        ("tiny-1b", "2022-03", "Tiny", "Teeny"),
    ]
    assert (found[1].parameters, found[1].flagship, found[1].hidden_size) == (1e9, True, None)


def test_first_claims_have_one_row_a_field_and_tell_of_any_conflict_in_it(engine):
    fields = ("parameters", "training_tokens", "layers", "mfu")
    found = queries.first_claims(engine=engine, fields=fields)
    assert {
        (row.subject, row.field): (row.number, row.kind, row.source, row.locator, row.conflict)
        for row in queries.rows(found)
    } == {
        ("tiny-1b", "parameters"): (1e9, "reported", "paper", "Table 1", True),
        ("tiny-1b", "training_tokens"): (2e10, "reported", "paper", "Table 1", False),
        ("tiny-1b", "layers"): (24, "reported", "paper", "Table 1", False),
        ("tiny-1b", "mfu"): (None, "not-stated", "paper;survey", None, False),
        # The preferred claim has no value and so is in no conflict; those after it are.
        ("tiny-1b.x", "training_tokens"): (None, "contested", None, None, True),
        ("tiny-1b.x", "mfu"): (None, "not-stated", "paper;survey", None, False),
    }


def test_claims_of_a_variant_hold_its_stages_and_its_project_and_nobody_elses(engine):
    found = queries.claims(engine=engine, variant="tiny-1b")
    assert set(found["subject"]) == {
        "tiny-1b",
        "tiny-1b/stages/first",
        "tiny-1b/stages/second",
        "tiny/project",
    }
    parameters = found[found["field"] == "parameters"]
    assert parameters[["rank", "also", "source", "locator", "conflict"]].to_numpy().tolist() == [
        [1, 0, "paper", "Table 1", True],
        [1, 1, "survey", "Table 2", True],
        [2, 0, "survey", "Table 7", True],
    ]


def test_derived_quantities_carry_their_formula(engine):
    [found] = queries.rows(queries.derived(engine=engine, variant="tiny-1b", field="training_flop"))
    assert (found.value, found.formula, found.filled) == (1.2e20, "6 · N · D", "6 × 1B × 20B")
    everyones = queries.derived(engine=engine, field="training_tokens")
    assert dict(zip(everyones["variant"], everyones["value"], strict=True)) == {
        "tiny-1b": 2e10,
        "tiny-1b.x": 1e10,
    }


def test_a_mixture_has_its_largest_part_first(engine):
    found = queries.mixture(engine=engine, variant="tiny-1b", table="mixture")
    assert [(row.component, row.share, row.epochs) for row in queries.rows(found)] == [
        ("web", 0.7, None),
        ("books", 0.3, 1.5),
    ]
    assert queries.mixture(engine=engine, variant="tiny-1b", table="language_shares").empty


def test_names_are_those_of_the_records(engine):
    names = queries.names(engine=engine)
    assert names["organization/maker"] == "Maker"
    assert names["variant/tiny-1b.x"] == "Tiny 1B X"
    assert "accelerator/chip-40gb" not in names  # it has none


def test_coverage_counts_the_core_fields_of_the_flagship(engine):
    found = queries.coverage(engine=engine)
    assert (found.models, found.variants, found.sources) == (1, 2, 3)
    assert found.claims == len(pd.read_csv(io.BytesIO(table_bytes(engine, "claims", "csv"))))
    core = len(CORE_FIELDS) - 1  # a dense model need not say how many parameters are active
    known = ("announced", "architecture", "parameters", "training_tokens", "layers", "mixture")
    assert found.known == pytest.approx(len(known) / core)
    assert found.withheld == pytest.approx(1 / core)
    assert found.known + found.withheld + found.unseen == pytest.approx(1)


def test_a_recurrent_network_is_not_asked_for_heads():
    asked = {kind: set(queries.core_fields(kind)) for kind in ("recurrent", "dense-decoder", "moe-decoder")}
    assert asked["dense-decoder"] - asked["recurrent"] == {"attention_heads", "key_value_heads", "head_size"}
    assert asked["moe-decoder"] - asked["dense-decoder"] == {"active_parameters"}


def test_organizations_are_known_by_other_names_too(tiny, tmp_path):
    tiny.write("organizations.yaml", """
        maker: {name: Maker, aliases: [MKR, The Makers]}
        rival: {name: Rival}
        """)  # fmt: skip
    database = build(tiny.root, tmp_path / "var").database
    assert database
    aliases = queries.organization_aliases(engine=open_engine(database))
    assert list(aliases) == ["maker"]
    assert "MKR" in aliases["maker"]


def test_a_field_of_no_claims_is_a_number_column_all_the_same(engine):
    found = queries.variants(engine=engine)
    assert found["energy_mwh"].isna().all()
    assert pd.api.types.is_numeric_dtype(found["energy_mwh"])


def test_files_hold_plain_numbers_and_nothing_that_a_spreadsheet_runs():
    frame = pd.DataFrame(
        {
            "name": ["=1+1", 'GPT, "3"'],
            "size": pd.array([175e9, None], dtype="Float64"),
            "flagship": [True, False],
        }
    )
    assert list(csv.reader(io.StringIO(queries.csv_bytes(frame).decode()))) == [
        ["name", "size", "flagship"],
        ["'=1+1", "175000000000", "true"],
        ['GPT, "3"', "", "false"],
    ]


CHIP = """
    chip-40gb:
      source: paper
      peak_bf16:
        - {value: 400 TFLOP/s, at: Table 9, basis: [tensor, sparse]}
        - {value: 200 TFLOP/s, at: Table 9, basis: tensor}
      mean_power: {value: 200 W, at: Table 9, basis: chip}
      tdp: {value: 300 W, at: Table 9}
      hour_price:
        - {value: 3 USD/h, at: Table 9, since: 2024, until: 2024}
        - {value: 2 USD/h, source: survey, at: Table 1, since: 2021, until: 2021}
    """


def test_a_chip_has_its_dense_peak_measured_power_and_earliest_price(tiny, tmp_path):
    tiny.write("accelerators.yaml", CHIP)
    built = build(tiny.root, tmp_path / "var")
    assert built.problems == []
    assert built.database
    opened = open_engine(built.database)
    [chip] = queries.rows(queries.chips(engine=opened))
    assert (chip.id, chip.peak, chip.power, chip.power_field) == ("chip-40gb", 200e12, 200, "mean_power")
    assert (chip.price, chip.price_source, chip.price_since) == (2, "survey", "2021")
    prices = queries.chip_prices(engine=opened)
    assert list(prices["since"]) == ["2021", "2024"]
    opened.dispose()
