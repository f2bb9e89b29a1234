"""Derived quantities against figures that papers print, and what they refuse to guess."""

from functools import cache

import pytest

from catalog.estimates import Estimate, estimates
from catalog.folders import HERE
from catalog.reader import read
from catalog.records import Catalog
from tests.tiny import Tiny


@cache
def real() -> Catalog:
    """The catalog in this repository."""
    return read(HERE)[0]


def derived(
    tiny: Tiny, variant: str, head: str = "architecture: {value: dense-decoder, at: a}"
) -> dict[str, Estimate]:
    """What can be derived from a variant's lines."""
    tiny.model(head=head, variant=variant)
    catalog = tiny.catalog()
    return estimates(catalog.variants["tiny-1b"], catalog.accelerators)


# ---- published figures


@pytest.mark.parametrize(
    ("parameters", "tokens", "published"),
    [
        ("175B", "300B", 3.15e23),  # GPT-3: 3.14e23 with its exact parameters (Brown et al., Table D.1)
        ("280B", "300B", 504.0e21),  # Gopher, without attention (Chowdhery et al., Table 21)
        ("70B", "1.4T", 588.0e21),  # Chinchilla, likewise
        ("540.35B", "780B", 2527.2e21),  # PaLM, likewise, with the printed 540B
    ],
)
def test_training_flop_is_6_n_d(tiny: Tiny, parameters: str, tokens: str, published: float):
    found = derived(tiny, f"at: a\nparameters: {parameters}\ntraining_tokens: {tokens}")
    assert found["training_flop"].value == pytest.approx(published, rel=1e-3)
    assert found["training_flop"].formula == "6 · N · D"


def test_chinchilla_saw_20_tokens_for_each_parameter(tiny: Tiny):
    found = derived(tiny, "at: a\nparameters: 70B\ntraining_tokens: 1.4T")
    assert found["tokens_per_parameter"].value == pytest.approx(20)
    assert found["tokens_per_parameter"].filled == "1.4T / 70B"


def test_palm_took_8404992_chip_hours_in_two_stages():
    """Appendix B of Chowdhery et al. prints 6144 chips for 1200 hours and 3072 for 336."""
    found = estimates(real().variants["palm-540b"], real().accelerators)
    assert found["chip_hours"].value == 6144 * 1200 + 3072 * 336 == 8_404_992
    assert found["chip_hours"].formula == "sum over stages"
    assert found["training_time"].value == pytest.approx((1200 + 336) / 24)


def test_palms_emissions_follow_from_its_energy():
    """The same appendix prints 271.43 t at 0.079 kg/kWh."""
    energy = estimates(real().variants["palm-540b"], real().accelerators)["energy"]
    assert energy.value * 0.079 == pytest.approx(271.43, rel=1e-3)


def test_gophers_chip_hours(tiny: Tiny):
    """4096 TPU v3 for 920 hours (Rae et al., Appendix F)."""
    found = derived(tiny, "at: a\naccelerator_count: 4096\ntraining_time: 920 h")
    assert found["chip_hours"].value == pytest.approx(4096 * 920)


def test_gpt_3s_energy(tiny: Tiny):
    """10,000 V100 for 14.8 days at 330 W and a PUE of 1.1: 1287 MWh (Patterson et al. 2021, Table 4)."""
    found = derived(
        tiny, "at: a\naccelerator_count: 10000\ntraining_time: 14.8 days\nchip_power: 330 W\npue: 1.1"
    )
    assert found["energy"].value == pytest.approx(1287, rel=2e-3)
    assert found["energy"].filled == "3.55M h (estimated) × 330 W × 1.1"


def test_mfu_is_flop_over_what_the_chips_could_have_done(tiny: Tiny):
    lines = "at: a\naccelerator: chip-40gb\nchip_hours: 1000 h\ntraining_flop: 1.8e20"
    assert (
        derived(tiny, lines)["mfu"].value
        == pytest.approx(1.8e20 / (1000 * 3600 * 100e12))
        == pytest.approx(0.5)
    )


# ---- inputs


def test_a_stated_figure_is_the_input_before_the_estimate(tiny: Tiny):
    lines = (
        "at: a\naccelerator_count: 10\ntraining_time: 10 days\nchip_hours: 3000 h\nchip_power: 100 W\npue: 1"
    )
    found = derived(tiny, lines)
    assert found["chip_hours"].value == 2400
    assert found["energy"].value == pytest.approx(3000 * 100 / 1e6)


def test_only_the_first_claim_is_an_input(tiny: Tiny):
    tokens = "training_tokens: [{kind: undisclosed, at: a}, {value: 13T, at: a}]"
    assert "training_flop" not in derived(tiny, f"parameters: {{value: 1B, at: a}}\n{tokens}")


def test_mixtures_of_experts_count_what_one_token_uses(tiny: Tiny):
    moe = "architecture: {value: moe-decoder, at: a}"
    lines = "at: a\nparameters: 1.2T\ntraining_tokens: 600B"
    assert "training_flop" not in derived(tiny, lines, moe)
    found = derived(tiny, f"{lines}\nactive_parameters: 96.6B", moe)
    assert found["training_flop"].value == pytest.approx(6 * 96.6e9 * 600e9)


def test_an_encoder_decoder_has_no_6_n_d(tiny: Tiny):
    found = derived(
        tiny,
        "at: a\nparameters: 11B\ntraining_tokens: 1T",
        "architecture: {value: dense-encoder-decoder, at: a}",
    )
    assert "training_flop" not in found
    assert found["tokens_per_parameter"].value == pytest.approx(1e12 / 11e9)


def test_power_is_the_runs_own_before_the_chips(tiny: Tiny):
    lines = "at: a\naccelerator: chip-40gb\nchip_hours: 1000 h\npue: 2"
    assert derived(tiny, lines)["energy"].value == pytest.approx(1000 * 300 * 2 / 1e6)
    assert derived(tiny, f"{lines}\nchip_power: 400 W")["energy"].value == pytest.approx(1000 * 400 * 2 / 1e6)


def test_two_kinds_of_chips_have_no_common_peak(tiny: Tiny):
    tiny.write("accelerators.yaml", "a: {source: paper, peak_bf16: {value: 1 TFLOP/s, at: a}}\nb: {}\n")
    lines = "at: a\nchip_hours: 1000 h\ntraining_flop: 1.8e18\naccelerator: "
    assert "mfu" in derived(tiny, lines + "a")
    assert "mfu" not in derived(tiny, lines + "[a, b]")


@pytest.mark.parametrize(
    ("peaks", "used"),
    [
        (
            "peak_bf16: {value: 624 TFLOP/s, at: a, basis: sparse}, peak_fp16: {value: 312 TFLOP/s, at: a}",
            312e12,
        ),
        (
            "peak_fp16: [{value: 31 TFLOP/s, at: a, basis: vector}, {value: 125 TFLOP/s, at: a}]",
            125e12,
        ),
        ("peak_bf16: {value: 275 TFLOP/s, at: a}, peak_fp16: {value: 1 TFLOP/s, at: a}", 275e12),
        ("peak_fp32: {value: 19.5 TFLOP/s, at: a}", None),
    ],
)
def test_the_peak_is_that_of_dense_matrices_in_16_bit(tiny: Tiny, peaks: str, used: float | None):
    tiny.write("accelerators.yaml", f"chip-40gb: {{source: paper, {peaks}}}\n")
    found = derived(tiny, "at: a\naccelerator: chip-40gb\nchip_hours: 1 h\ntraining_flop: 3.6e14")
    assert (found["mfu"].value if "mfu" in found else None) == (
        pytest.approx(3.6e14 / 3600 / used) if used else None
    )


def test_every_sum_over_stages_stands_before_the_general_formula(tiny: Tiny):
    lines = """
        parameters: {value: 1B, at: a}
        training_tokens: {value: 10B, at: a}
        stages:
          first: {at: a, training_flop: 3e19, training_tokens: 6B}
          second: {at: a, training_flop: 4e19, training_tokens: 5B}
        """
    found = derived(tiny, lines)
    assert found["training_flop"].value == 7e19
    assert found["training_tokens"].value == 11e9
    assert found["tokens_per_parameter"].value == 10  # the headline figure goes in, not the sum


def test_a_tuned_variants_figures_are_its_own(tiny: Tiny):
    tiny.model(
        head="architecture: {value: dense-decoder, at: a}\nparameters: {value: 1B, at: a}",
        variant="training_tokens: {value: 10B, at: a}",
        more="tiny-chat:\n  name: Tiny chat\n  base: tiny-1b\n  training_tokens: {value: 1B, at: a}\n",
    )
    catalog = tiny.catalog()
    assert estimates(catalog.variants["tiny-chat"], {})["training_flop"].value == pytest.approx(6e18)


def test_nothing_is_derived_from_nothing(tiny: Tiny):
    assert derived(tiny, "") == {}
