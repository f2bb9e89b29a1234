"""CONTRIBUTING's example can be copied as it stands, and leaves no core field unexplained."""

import re

import pytest
import yaml

from catalog.formatter import format_text
from catalog.reader import kind_of, read
from catalog.schema import CLAIM_KEYS, CORE_FIELDS
from tests.serving import ROOT, copied_catalog

TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
EXAMPLES = dict(re.findall(r"<!-- catalog/(\S+) -->\n```yaml\n(.*?)```", TEXT, re.DOTALL))
MODEL = "models/example.yaml"


def test_the_example_passes_check_and_says_what_it_seems_to(tmp_path):
    catalog = copied_catalog(tmp_path)
    for shown, text in EXAMPLES.items():
        with (catalog / shown).open("a", encoding="utf-8") as file:
            file.write(text)
    found, problems = read(catalog)
    assert problems == []
    facts = found.variants["example-37b"].facts
    assert [claim.kind for claim in facts["announced"]] == ["reported", "reported"]
    assert facts["co2"][0].kind == "estimated"
    assert facts["cost"][0].kind == "not-stated"
    assert facts["accelerator_count"][0].derived_from == "64 nodes × 8"


@pytest.mark.parametrize("field", CORE_FIELDS, ids=lambda field: field.name)
def test_every_core_field_is_in_the_example(field):
    example = yaml.load(EXAMPLES[MODEL], yaml.CBaseLoader)
    assert field.name in {**example, **example["variants"]["example-37b"]}


@pytest.mark.parametrize("shown", EXAMPLES)
def test_the_examples_are_in_the_style_of_the_catalog(shown):
    kind = kind_of(shown)
    assert kind
    assert format_text(EXAMPLES[shown], kind.name) == EXAMPLES[shown]


@pytest.mark.parametrize("key", CLAIM_KEYS)
def test_every_key_of_a_claim_is_mentioned(key):
    assert re.search(rf"\b{key}\b", TEXT)
