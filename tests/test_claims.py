"""Which claims cannot be true together (format, section 2), and whose word a claim is."""

import pytest

from catalog.claims import Claim, conflict, conflicts, first_value, judge_kind, standing_kind
from tests.tiny import Tiny


def claims(tiny: Tiny, lines: str, field: str) -> list[Claim]:
    """The claims of a field of the variant, as the file writes them."""
    tiny.model(variant=f"{field}:\n" + "".join(f"  - {line}\n" for line in lines.splitlines()))
    return tiny.claims(field)


def conflicting(tiny: Tiny, field: str, a: str, b: str) -> bool:
    first, second = claims(tiny, f"{{{a}, at: Table 1}}\n{{{b}, source: survey, at: Table 7}}", field)
    assert conflict(first, second) == conflict(second, first)
    return conflict(first, second)


# ---- precision


@pytest.mark.parametrize(
    ("field", "a", "b"),
    [
        ("parameters", "value: 175B", "value: 174.6B"),
        ("training_flop", "value: 3.14e23", "value: 3640 PF-days"),
        ("mfu", "value: 46.2%", "value: 46%"),
        ("announced", "value: 2022-04-04", "value: 2022-04"),
        ("announced", "value: 2022", "value: 2022-04"),
        ("license", "value: Apache-2.0", "value: apache-2.0"),
        ("accelerator", "value: chip", "value: chip-40gb"),
        ("organization", "value: [maker, rival]", "value: [rival, maker]"),
        ("layers", "value: 96", "value: 96"),
        ("batch_tokens", "value: 1M -> 4M", "value: 4M"),
    ],
)
def test_the_same_with_other_digits_is_no_conflict(tiny: Tiny, field: str, a: str, b: str):
    tiny.write("accelerators.yaml", "chip: {}\nchip-40gb: {}\nchip-80gb: {}\n")
    assert not conflicting(tiny, field, a, b)


@pytest.mark.parametrize(
    ("field", "a", "b"),
    [
        ("training_tokens", "value: 300B", "value: 180B"),
        ("parameters", "value: 175.0B", "value: 174.6B"),
        ("announced", "value: 2021-12-08", "value: 2022-01"),
        ("announced", "value: 2022-04-04", "value: 2022-04-05"),
        ("license", "value: Apache-2.0", "value: MIT"),
        ("accelerator", "value: chip-40gb", "value: chip-80gb"),
        ("accelerator", "value: chip", "value: [chip, chip-40gb, other]"),
        ("organization", "value: maker", "value: [maker, rival]"),
        ("tied_embeddings", "value: true", "value: false"),
        ("architecture", "value: dense-decoder", "value: recurrent"),
        ("batch_tokens", "value: 1M -> 4M", "value: 1M"),
    ],
)
def test_what_differs_in_what_is_printed_is_a_conflict(tiny: Tiny, field: str, a: str, b: str):
    tiny.write("accelerators.yaml", "chip: {}\nchip-40gb: {}\nchip-80gb: {}\nother: {}\n")
    assert conflicting(tiny, field, a, b)


# ---- basis


@pytest.mark.parametrize(
    ("field", "a", "b"),
    [
        ("mfu", "value: 46.2%, basis: attention", "value: 45.7%, basis: no-attention"),
        ("mfu", "value: 46.2%, basis: [attention, step]", "value: 40%, basis: [attention, run]"),
        ("parameters", "value: 175B", "value: 150B, basis: non-embedding"),  # total is meant
        ("context_length", "value: 2048", "value: 8192, basis: served"),
        ("training_tokens", "value: 300B", "value: 150B, basis: input-only"),
    ],
)
def test_two_words_of_an_axis_keep_claims_apart(tiny: Tiny, field: str, a: str, b: str):
    assert not conflicting(tiny, field, a, b)


@pytest.mark.parametrize(
    ("field", "a", "b"),
    [
        ("mfu", "value: 46.2%, basis: attention", "value: 40%"),  # silence keeps nothing apart
        ("mfu", "value: 46.2%, basis: attention", "value: 40%, basis: step"),  # words of two axes
        ("mfu", "value: 46.2%, basis: step", "value: 40%, basis: step"),
        ("parameters", "value: 175B", "value: 150B, basis: total"),
        ("co2", "value: 75 t, basis: market", "value: 60 t, basis: pue"),
    ],
)
def test_silence_on_an_axis_keeps_nothing_apart(tiny: Tiny, field: str, a: str, b: str):
    assert conflicting(tiny, field, a, b)


def test_tokens_of_two_tokenizers_are_two_counts(tiny: Tiny):
    assert conflicting(tiny, "corpus_tokens", "value: 300B, tokenizer: gpt-2", "value: 400B")
    assert not conflicting(
        tiny, "corpus_tokens", "value: 300B, tokenizer: gpt-2", "value: 400B, tokenizer: t5"
    )


# ---- times


@pytest.mark.parametrize(
    ("a", "b", "conflicts"),
    [
        ("until: 2023-05-31", "since: 2023-05-31", False),
        ("until: 2023-05", "since: 2023-05-31", False),
        ("until: 2023-05-31", "since: 2023-05", False),
        ("until: 2023-05", "since: 2023-06", False),
        ("until: 2023-06", "since: 2023-05", True),
        ("until: 2023-06-02", "since: 2023-06-01", True),
        ("since: 2023-05", "since: 2023-06", True),
        ("until: 2023-05", "note: always", True),
        ("since: 2022, until: 2022-06", "since: 2022-06, until: 2023", False),
    ],
)
def test_claims_of_different_times_do_not_conflict(tiny: Tiny, a: str, b: str, conflicts: bool):
    assert conflicting(tiny, "license", f"value: MIT, {a}", f"value: Apache-2.0, {b}") == conflicts


# ---- kinds


def test_an_estimate_beside_a_report_is_no_conflict(tiny: Tiny):
    assert not conflicting(tiny, "co2", "value: 75 t", "value: 500 t, kind: estimated")
    assert conflicting(tiny, "co2", "value: 75 t, kind: estimated", "value: 500 t, kind: estimated")


@pytest.mark.parametrize(
    "without", ["kind: undisclosed", "low: 800B", "kind: contested, note: two papers differ"]
)
def test_what_has_no_value_conflicts_with_nothing(tiny: Tiny, without: str):
    assert not conflicting(tiny, "training_tokens", without, "value: 300B")


def test_all_pairs_are_found_in_the_order_of_the_file(tiny: Tiny):
    found = claims(
        tiny, "{value: 1, at: a}\n{value: 2, at: b}\n{value: 1, at: c}\n{value: 3, at: d}", "layers"
    )
    assert [(a.at, b.at) for a, b in conflicts(found)] == [
        ("a", "b"),
        ("a", "d"),
        ("b", "c"),
        ("b", "d"),
        ("c", "d"),
    ]


def test_rival_tables_are_no_conflict_as_a_whole(tiny: Tiny):
    tables = "{at: a, components: {x: {share: 10%}}}\n{at: b, components: {x: {share: 20%}}}"
    assert conflicts(claims(tiny, tables, "mixture")) == []


@pytest.mark.parametrize(
    ("stated", "makers", "voices", "kind"),
    [
        ("", ["deepmind"], ["deepmind", "google"], "reported"),
        ("", ["openai"], ["google"], "third-party"),
        ("", ["openai"], [], "third-party"),
        ("estimated", ["openai"], ["openai"], "estimated"),
        ("reported", ["openai"], ["google"], "reported"),
    ],
)
def test_a_claim_is_reported_if_a_maker_says_it(stated: str, makers: list[str], voices: list[str], kind: str):
    assert judge_kind(stated, makers, voices) == kind


def test_a_claim_of_several_sources_has_a_kind_for_each(tiny: Tiny):
    tiny.model(variant="layers: {value: 3, at: a, also: [{source: slides, at: b}, {source: survey, at: c}]}")
    (claim,) = tiny.claims("layers")
    assert [receipt.kind for receipt in claim.receipts] == ["reported", "third-party", "third-party"]


def test_a_variant_has_its_own_makers(tiny: Tiny):
    tiny.model(
        head="head_size: {value: 64, at: a}",
        variant="organization: {value: rival, source: survey}\nlayers: {value: 3, at: a}",
    )
    assert tiny.claims("layers")[0].kind == "third-party"
    assert tiny.claims("head_size")[0].kind == "reported"  # judged where it is written


def test_our_arithmetic_is_shown_as_derived(tiny: Tiny):
    tiny.model(variant="accelerator_count: {value: 1024, at: a, from: 128 nodes × 8}")
    (claim,) = tiny.claims("accelerator_count")
    assert (claim.kind, standing_kind(claim), claim.derived_from) == ("reported", "derived", "128 nodes × 8")


def test_the_first_claim_speaks_for_the_field_even_without_value(tiny: Tiny):
    found = claims(tiny, "{kind: undisclosed, at: a}\n{value: 13T, source: survey, at: b}", "training_tokens")
    assert first_value({"training_tokens": found}, "training_tokens") is None
    assert first_value({}, "training_tokens") is None
