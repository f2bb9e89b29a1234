"""Formatting changes no fact, loses no comment, and has one result for one content."""

from pathlib import Path
from textwrap import dedent

import pytest
import yaml

from catalog.formatter import format_text, rewrite, unformatted
from catalog.formatter.layout import WIDTH
from catalog.reader import catalog_files, kind_of, load
from tests.serving import copied_catalog

ROOT = Path(__file__).parents[1] / "catalog"
FILES = list(catalog_files(ROOT))


def formatted(text: str, kind: str = "model") -> str:
    return format_text(dedent(text), kind)


def facts(text: str):
    return yaml.load(text, yaml.CBaseLoader)


# ---- order and style


def test_fields_stand_in_the_order_of_the_schema_and_parts_at_the_end():
    assert formatted("""
        variants:
          b-2: {hidden_size: 8, name: B}
          a-1:
            name: A
            stages: {later: {at: x, training_tokens: 1T}, first: {}}
            at: Table 1
            layers: 3
            parameters: 1B
        not_stated: {read: [x], fields: [energy]}
        mfu: 46%
        organization: meta
        source: zhang-2022
        lesson: L
        name: N
        """) == dedent("""\
        name: N
        lesson: L
        source: zhang-2022
        organization: meta
        mfu: 46%
        not_stated: {fields: [energy], read: [x]}
        variants:
          b-2:
            name: B
            hidden_size: 8
          a-1:
            name: A
            at: Table 1
            parameters: 1B
            layers: 3
            stages:
              later: {at: x, training_tokens: 1T}
              first: {}
        """)


def test_the_keys_of_a_claim_have_one_order():
    assert formatted(
        "mfu: {note: n, basis: step, at: Table 3, also: {at: P, source: s}, value: 46.2%}\n"
    ) == ("mfu: {value: 46.2%, at: Table 3, also: {source: s, at: P}, basis: step, note: n}\n")


def test_rival_claims_stand_one_below_the_other_and_long_ones_are_unfolded():
    note = "x" * WIDTH
    assert formatted(f"mfu: [46.2%, {{at: Table 3, value: 45%, note: {note}}}]\n") == dedent(f"""\
        mfu:
          - 46.2%
          - value: 45%
            at: Table 3
            note: {note}
        """)


def test_sets_stand_in_brackets_and_long_ones_are_filled_up():
    assert formatted("datasets:\n- a\n- b\n") == "datasets: [a, b]\n"
    names = [f"field_number_{number}" for number in range(20)]
    lines = formatted(f"not_stated:\n  fields: [{', '.join(names)}]\n  read: [x]\n").splitlines()
    assert facts("\n".join(lines))["not_stated"]["fields"] == names
    assert len(lines) == 5
    assert max(map(len, lines)) <= WIDTH


def test_shared_records_are_sorted_below_the_comments_at_the_top():
    text = "# About all.\nzeta: {kind: company, name: Z}\nalpha:\n  name: A\n"
    assert (
        formatted(text, "organization")
        == "# About all.\n\nalpha: {name: A}\nzeta: {name: Z, kind: company}\n"
    )


def test_unknown_keys_are_kept():
    assert formatted("variants: {}\nhiden_size: 3\nname: N\n") == "name: N\nhiden_size: 3\nvariants: {}\n"


@pytest.mark.parametrize(
    "text", ["2022-04-04", "0x10", "1e-4", "yes", "null", "~", "010", ".5", "175B", "1_000"]
)
def test_text_that_yaml_might_take_for_something_else_stays_as_written(text):
    assert formatted(f"license: {text}\n") == f"license: {text}\n"
    assert formatted(f"license: {{value: {text}}}\n") == f"license: {{value: {text}}}\n"


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("'plain text'", "plain text"),
        ('"a, b"', "a, b"),
        ("{value: 'a, b'}", '{value: "a, b"}'),
        ("'with: colon'", '"with: colon"'),
        ("'a # b'", '"a # b"'),
        ("'say \"hi\"'", 'say "hi"'),
        ("'\"hi\" said'", '"\\"hi\\" said"'),
        ('"two\n  lines"', "two lines"),
        ("''", '""'),
        ("|\n  kept\n  breaks\n", '"kept\\nbreaks\\n"'),
        ("'− × ½ 語 🙂'", "− × ½ 語 🙂"),
    ],
)
def test_quotes_stand_only_where_yaml_needs_them(written, wanted):
    assert formatted(f"license: {written}\n") == f"license: {wanted}\n"


# ---- comments


def test_comments_move_with_their_line():
    assert formatted("""
        # The file's own comment.

        # About the energy,
        # in two lines.
        energy: {value: 1 MWh, at: T}   # metered
        # About the layers.
        layers: 3 # blocks

        # About the name.
        name: N
        # The end.
        """) == dedent("""\
        # The file's own comment.

        # About the name.
        name: N
        # About the layers.
        layers: 3  # blocks
        # About the energy,
        # in two lines.
        energy: {value: 1 MWh, at: T}  # metered
        # The end.
        """)


def test_comments_at_the_end_of_a_block_stay_in_it():
    text = dedent("""\
        variants:
          a-1:
            name: A
            # No width is printed.
          # Not listed: a-3.
          a-2:
            name: B  # the second
        """)
    assert formatted(text) == text


def test_comments_inside_brackets_unfold_them():
    assert formatted("""
        datasets: [a,  # first
          # above b
          b]  # behind
        mfu: {value: 46%,  # the best
          at: Table 3  # of v1
          }
        """) == dedent("""\
        datasets:  # behind
          - a  # first
          # above b
          - b
        mfu:
          value: 46%  # the best
          at: Table 3  # of v1
        """)


def test_comments_between_a_key_and_its_value_are_kept():
    assert formatted("""
        mfu:  # two opinions
          # the makers'
          - # alone
            46%
          - at: T
            # odd
            value: 45%
        pue:
          # far
          1.1
        """) == dedent("""\
        mfu:  # two opinions
          # the makers'
          # alone
          - 46%
          # odd
          - {value: 45%, at: T}
        # far
        pue: 1.1
        """)


def test_a_number_sign_in_a_text_is_no_comment():
    text = 'name: C#\nlesson: "a # b"\ntokenizer: {value: "x # y", at: T#1}  # real\n'
    assert formatted(text) == text


def test_one_blank_line_is_kept_where_there_were_some():
    assert formatted("name: N\n\n\n\nlesson: L\n# x\n\n# y\nlayers: 3\n") == (
        "name: N\n\nlesson: L\n# x\n\n# y\nlayers: 3\n"
    )


# ---- what is left alone


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only a comment\n",
        "name: [a\n",
        "name:\tx\n\tlesson: y\n",
        "name: &a x\nlesson: *a\n",
        "layers: {value: 1,082,990}\n",
        "- a\n- b\n",
        "? [a, b]\n: c\n",
        "[" * 5000,
        "name: a\n---\nname: b\n",
    ],
)
def test_what_check_refuses_comes_back_as_it_is(text):
    assert format_text(text, "model") == text


def test_windows_line_ends_and_a_byte_order_mark_are_dropped():
    assert format_text("\ufeffname: N\r\nlesson: L  # c\r\n", "model") == "name: N\nlesson: L  # c\n"


# ---- files


@pytest.mark.parametrize(("shown", "path"), FILES, ids=[shown for shown, _ in FILES])
def test_files_of_the_catalog(shown, path):
    text = path.read_text("utf-8")
    kind = kind_of(shown)
    assert kind
    new = format_text(text, kind.name)
    assert facts(new) == facts(text)
    assert list(facts(new).get("variants", {})) == list(facts(text).get("variants", {}))
    assert format_text(new, kind.name) == new


@pytest.fixture
def catalog(tmp_path):
    return copied_catalog(tmp_path)


def test_rewriting_is_done_once_and_then_known(catalog, tmp_path):
    memory = tmp_path / "var" / "formatted.txt"
    path = catalog / "models" / "gopher.yaml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([lines[1], lines[0], "# kept\n", *lines[2:]]), "utf-8")
    path.chmod(0o640)
    before = facts(path.read_text("utf-8"))

    assert "models/gopher.yaml" in [problem.file for problem in unformatted(load(catalog), memory)]
    changed, problems = rewrite(catalog, catalog_files(catalog))
    assert "models/gopher.yaml" in changed
    assert problems == []
    assert facts(path.read_text("utf-8")) == before
    assert "# kept\n" in path.read_text("utf-8")
    assert path.stat().st_mode & 0o777 == 0o640

    assert unformatted(load(catalog), memory) == []
    assert len(memory.read_text().split()) == len(list(catalog_files(catalog)))
    assert rewrite(catalog, catalog_files(catalog)) == ([], [])
    assert {path.suffix for path in path.parent.iterdir()} == {".yaml"}


def test_a_file_that_was_formatted_and_is_no_longer_is_noticed(catalog, tmp_path):
    memory = tmp_path / "var" / "formatted.txt"
    rewrite(catalog, catalog_files(catalog))
    assert unformatted(load(catalog), memory) == []
    path = catalog / "organizations.yaml"
    path.write_text(path.read_text("utf-8") + "\n\n\n", "utf-8")
    assert [problem.file for problem in unformatted(load(catalog), memory)] == ["organizations.yaml"]


def test_a_memory_that_cannot_be_written_or_read_does_no_harm(catalog, tmp_path):
    rewrite(catalog, catalog_files(catalog))
    (tmp_path / "file").write_bytes(b"\xff")
    assert unformatted(load(catalog), tmp_path / "file" / "formatted.txt") == []
    assert unformatted(load(catalog), tmp_path / "file") == []


def test_bad_files_and_links_are_left_alone_and_named(catalog):
    bad = catalog / "models" / "gopher.yaml"
    bad.write_text("name: [Gopher\n", "utf-8")
    real = catalog.parent / "real.yaml"
    real.write_text("organization: tii\nname: Falcon\n", "utf-8")
    link = catalog / "models" / "falcon.yaml"
    link.unlink()
    link.symlink_to(real)
    problems = rewrite(catalog, [("models/gopher.yaml", bad), ("models/falcon.yaml", link)])[1]
    assert [problem.file for problem in problems] == ["models/gopher.yaml", "models/falcon.yaml"]
    assert bad.read_text("utf-8") == "name: [Gopher\n"
    assert real.read_text("utf-8") == "organization: tii\nname: Falcon\n"
    assert link.is_symlink()
