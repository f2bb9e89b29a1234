"""A record that is begun with `new` explains itself, is complained about kindly, and harms nothing."""

import pytest
import yaml

from catalog.formatter import format_text, rewrite
from catalog.reader import catalog_files, read
from catalog.reader.documents import parse_document
from catalog.reader.values import read_quantity, read_scalar
from catalog.schema import CORE_FIELDS, KINDS
from catalog.schema.examples import example
from catalog.skeletons import NAMES, new
from tests.serving import copied_catalog

FIELDS = {(kind.name, name): field for kind in KINDS.values() for name, field in kind.fields.items()}


@pytest.fixture
def catalog(tmp_path):
    root = copied_catalog(tmp_path)
    rewrite(root, catalog_files(root))
    return root


def filled_in(text: str) -> str:
    """What a contributor makes of a skeleton who fills in every single line."""
    required = {
        "name": "Example",
        "title": "Example",
        "lesson": "Something.",
        "source": "brown-2020",
        "organization": "openai",
        "at": "Table 1",
        "kind": "paper",
    }
    lines = []
    for line in text.split("\n\n", 1)[1].splitlines():
        line = line.replace("# ", "", 1) if line.lstrip().startswith("# ") else line
        name, _, rest = line.strip().partition(":")
        given = rest.split("  # ")[0].strip()
        indent = line[: len(line) - len(line.lstrip())]
        lines.append(f"{indent}{name}: {given or required.get(name, '')}".rstrip())
    return "\n".join(lines) + "\n"


def test_a_model_begins_with_every_core_field_explained(catalog):
    path = new("model", "example", catalog, ["example-1b", "example-2b"])
    text = path.read_text("utf-8")
    assert path == catalog / "models" / "example.yaml"
    assert list(yaml.load(text, yaml.CBaseLoader)["variants"]) == ["example-1b", "example-2b"]
    for field in CORE_FIELDS:
        assert f"# {field.name}: " in text
        assert field.doc in text


@pytest.mark.parametrize("kind", ["model", "dataset"])
def test_a_skeleton_is_in_the_style_of_the_catalog(catalog, kind):
    text = new(kind, "example", catalog).read_text("utf-8")
    assert format_text(text, kind) == text


@pytest.mark.parametrize("kind", NAMES)
def test_check_asks_for_what_a_skeleton_lacks_and_for_nothing_else(catalog, kind):
    path = new(kind, "example", catalog)
    problems = read(catalog)[1]
    assert problems
    assert {problem.file for problem in problems} == {str(path.relative_to(catalog))}
    assert all("has no value" in problem.message or "is missing" in problem.message for problem in problems)


def test_a_model_that_is_filled_in_line_by_line_is_sound(catalog):
    path = new("model", "example", catalog, ["example-1b"])
    text = filled_in(path.read_text("utf-8"))
    # The examples of both lists without value name fields that the examples write, too.
    text = "\n".join(line for line in text.splitlines() if not line.startswith(("undisclosed", "not_stated")))
    path.write_text(text, "utf-8")
    found, problems = read(catalog)
    assert problems == []
    assert {field.name for field in CORE_FIELDS} <= found.variants["example-1b"].facts.keys()


def test_a_dataset_that_is_filled_in_line_by_line_is_sound(catalog):
    path = new("dataset", "example", catalog)
    text = filled_in(path.read_text("utf-8"))
    text = "\n".join(line for line in text.splitlines() if not line.startswith(("undisclosed", "not_stated")))
    assert parse_document(text.encode(), "datasets/example.yaml").problems == []


@pytest.mark.parametrize(("place", "field"), FIELDS.items(), ids=["/".join(place) for place in FIELDS])
def test_examples_are_values_of_their_fields(place, field):
    if field.type == "table":
        text = (
            f"{field.name}: {example(field)}\nname: N\nlesson: L\nsource: s\nvariants: {{a: {{name: A}}}}\n"
        )
        assert field.name not in {
            problem.field for problem in parse_document(text.encode(), "models/x.yaml").problems
        }
        return
    text = example(field).removeprefix("[").removesuffix("]")
    assert (read_quantity if field.type == "quantity" else read_scalar)(field, text) is not None


@pytest.mark.parametrize(
    ("kind", "file"),
    [("source", "sources"), ("organization", "organizations"), ("accelerator", "accelerators")],
)
def test_an_entry_gets_its_place_in_the_shared_file(catalog, kind, file):
    path = catalog / f"{file}.yaml"
    before = path.read_text("utf-8")
    new(kind, "a-new-one", catalog)
    after = path.read_text("utf-8")
    ids = list(yaml.load(after, yaml.CBaseLoader))
    assert ids == sorted(ids)
    assert "a-new-one" in ids
    assert set(before.splitlines()) <= set(after.splitlines())


def test_an_entry_goes_to_the_end_of_a_file_that_is_not_formatted(catalog):
    path = catalog / "organizations.yaml"
    path.write_text("zeta: {kind: company,   name: Z}   # odd", "utf-8")
    new("organization", "alpha", catalog)
    assert path.read_text("utf-8").startswith("zeta: {kind: company,   name: Z}   # odd\nalpha:\n  name:")


def test_the_first_entry_makes_the_file(tmp_path):
    assert new("source", "doe-2022", tmp_path).read_text("utf-8").startswith("doe-2022:\n  title:")


@pytest.mark.parametrize(
    ("kind", "id", "variants", "message"),
    [
        ("model", "gpt-3", [], "models/gpt-3.yaml exists already"),
        ("dataset", "the-pile", [], "datasets/the-pile.yaml exists already"),
        ("source", "brown-2020", [], "brown-2020 exists already"),
        ("model", "example", ["gpt-3-175b"], "gpt-3-175b is already a variant of gpt-3"),
        ("model", "Example 1", [], "example-1"),
        ("model", "../example", [], "is not an id"),
        ("organization", "Open AI", [], "open-ai"),
    ],
)
def test_nothing_is_overwritten_and_no_id_is_bent(catalog, kind, id, variants, message):
    before = {path: path.read_bytes() for path in catalog.rglob("*.yaml")}
    with pytest.raises(ValueError, match=message):
        new(kind, id, catalog, variants)
    assert {path: path.read_bytes() for path in catalog.rglob("*.yaml")} == before


def test_a_broken_shared_file_is_not_touched(catalog):
    path = catalog / "sources.yaml"
    path.write_text("a: [b\n", "utf-8")
    with pytest.raises(ValueError, match=r"sources.yaml:\d+:\d+: .*\nMend sources.yaml first"):
        new("source", "doe-2022", catalog)
    assert path.read_text("utf-8") == "a: [b\n"
