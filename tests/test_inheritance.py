"""What comes down from where: format, section 3, rule by rule."""

from pathlib import Path

import pytest

from catalog.claims import Receipt
from catalog.estimates import estimates
from db.build import build
from db.engine import open_engine
from db.export import table_bytes
from tests.tiny import Tiny

MOE = "architecture: {value: moe-decoder, at: Table 1}\nexperts: {value: 64, at: Table 1}\n"


class TestReceipts:
    """Rule 1: `source` comes down; `at` and `also` cover plain values of their own block only."""

    def test_a_plain_value_has_the_receipt_of_its_block_wherever_that_is_written(self, tiny: Tiny) -> None:
        tiny.model(
            variant="parameters: 1B\nat: Table 1\nalso: {source: slides, at: Sizes}\nlayers: {value: 12}"
        )
        for field in ("parameters", "layers"):
            (claim,) = tiny.claims(field)
            assert [(r.source, r.at) for r in claim.receipts] == [("paper", "Table 1"), ("slides", "Sizes")]

    def test_a_claim_with_another_key_takes_only_the_source(self, tiny: Tiny) -> None:
        tiny.model(
            variant="at: Table 1\nalso: {source: slides, at: Sizes}\nparameters: {value: 1B, note: about}"
        )
        (problem,) = tiny.problems()
        assert "tiny-1b/parameters" in problem
        assert "has no place" in problem

    def test_no_place_is_carried_over_to_another_source(self, tiny: Tiny) -> None:
        tiny.model(variant="at: Table 1\nparameters:\n  - 1B\n  - {value: 2B, source: survey}")
        (problem,) = tiny.problems()
        assert problem.startswith("models/tiny.yaml:13:")
        assert "has no place" in problem
        assert "survey" in problem

    def test_the_place_of_a_model_does_not_cover_its_variants(self, tiny: Tiny) -> None:
        tiny.model(head="at: Table 1\ncontext_length: 2048", variant="parameters: 1B")
        (problem,) = tiny.problems()
        assert "tiny-1b/parameters" in problem

    def test_a_further_receipt_tells_its_own_kind(self, tiny: Tiny) -> None:
        tiny.model(variant="parameters: {value: 1B, at: Table 1, also: {source: survey, at: Table 7}}")
        (claim,) = tiny.claims("parameters")
        assert claim.receipts == (
            Receipt("paper", "Table 1", "reported"),
            Receipt("survey", "Table 7", "third-party"),
        )


class TestModelAndVariant:
    """Rule 2: a fact of the model holds for each variant; a variant's field replaces it whole."""

    def test_an_inherited_fact_keeps_the_line_where_it_is_written(self, tiny: Tiny) -> None:
        tiny.model(head="context_length: {value: 2048, at: section 2}")
        (claim,) = tiny.claims("context_length")
        assert (claim.stated_for, claim.file, claim.line) == ("tiny", "models/tiny.yaml", 5)

    def test_nothing_merges(self, tiny: Tiny) -> None:
        tiny.model(
            head="context_length:\n  - {value: 2048, at: a}\n  - {value: 4096, source: survey, at: b}",
            variant="context_length: {value: 1024, at: section 3}",
        )
        assert [claim.value for claim in tiny.claims("context_length")] == [1024]


class TestLike:
    """Rule 3: named groups of facts of another variant: own before like before the model's."""

    OTHER = "\ntiny-2b:\n  name: Tiny 2B\n  like: {of: tiny-1b, groups: [architecture]}\n"

    def test_takes_the_named_groups_only(self, tiny: Tiny) -> None:
        tiny.model(variant="at: Table 1\nlayers: 12\ntraining_tokens: 300B", more=self.OTHER)
        facts = tiny.variant("tiny-2b").facts
        assert facts["layers"][0].value == 12
        assert facts["layers"][0].stated_for == "tiny-1b"
        assert "training_tokens" not in facts

    def test_own_before_like_before_the_models(self, tiny: Tiny) -> None:
        tiny.model(
            head="head_size: {value: 1, at: a}\nhidden_size: {value: 1, at: a}\nlayers: {value: 1, at: a}",
            variant="at: Table 1\nhidden_size: 2\nlayers: 2",
            more=self.OTHER + "  layers: {value: 3, at: Table 2}\n",
        )
        facts = tiny.variant("tiny-2b").facts
        assert [facts[name][0].value for name in ("head_size", "hidden_size", "layers")] == [1, 2, 3]

    def test_across_files_and_in_chains(self, tiny: Tiny) -> None:
        tiny.model(variant="layers: {value: 12, at: Table 1}", more=self.OTHER)
        tiny.model(id="tuned", variant="like: {of: tiny-2b, groups: [architecture]}\nbase: tiny-2b")
        assert tiny.claims("layers", "tuned-1b")[0].stated_for == "tiny-1b"

    def test_a_circle_is_named(self, tiny: Tiny) -> None:
        tiny.model(variant="like: {of: tiny-2b, groups: [architecture]}", more=self.OTHER)
        problems = tiny.problems()
        assert problems
        assert all(
            "circular" in problem and "tiny-1b" in problem and "tiny-2b" in problem for problem in problems
        )

    def test_a_base_hands_down_nothing(self, tiny: Tiny) -> None:
        tiny.model(variant="layers: {value: 12, at: Table 1}")
        tiny.model(id="tuned", variant="base: tiny-1b")
        assert "layers" not in tiny.variant("tuned-1b").facts


class TestArchitecture:
    """Rule 4: what does not apply to a variant's architecture is not inherited; written, it is an error."""

    DENSE = "\ntiny-dense:\n  name: Tiny dense\n  architecture: {value: dense-decoder, at: Table 1}\n"

    def test_a_dense_baseline_inherits_no_experts(self, tiny: Tiny) -> None:
        tiny.model(head=MOE, more=self.DENSE)
        assert "experts" in tiny.variant("tiny-1b").facts
        assert "experts" not in tiny.variant("tiny-dense").facts

    def test_experts_written_in_a_dense_variant_are_an_error(self, tiny: Tiny) -> None:
        tiny.model(head=MOE, more=self.DENSE + "  experts: {value: 8, at: Table 1}\n")
        (problem,) = tiny.problems()
        assert "tiny-dense/experts" in problem
        assert "moe-decoder" in problem


class TestWithoutValue:
    """Rule 5: undisclosed and not-stated for many fields."""

    def test_each_field_is_a_claim_at_its_name(self, tiny: Tiny) -> None:
        tiny.model(head="undisclosed:\n  at: section 2\n  fields:\n    - layers\n    - mixture")
        (layers,) = tiny.claims("layers")
        (mixture,) = tiny.claims("mixture")
        assert (layers.kind, layers.source, layers.at, layers.line) == (
            "undisclosed",
            "paper",
            "section 2",
            8,
        )
        assert mixture.line == 9

    def test_not_stated_needs_what_was_read(self, tiny: Tiny) -> None:
        tiny.model(head="not_stated: {fields: [layers]}")
        (problem,) = tiny.problems()
        assert "read" in problem

    def test_a_field_that_is_also_written_is_an_error(self, tiny: Tiny) -> None:
        tiny.model(head="layers: {value: 2, at: a}\nundisclosed: {fields: [layers], at: section 2}")
        (problem,) = tiny.problems()
        assert "first in its list" in problem

    def test_a_variant_may_write_what_the_model_calls_undisclosed(self, tiny: Tiny) -> None:
        tiny.model(
            head="undisclosed: {fields: [layers], at: section 2}", variant="layers: {value: 2, at: Table 1}"
        )
        assert tiny.claims("layers")[0].value == 2


class TestStages:
    """Rule 6: stages are summed where each has the field or it can be computed for it."""

    STAGES = """\
accelerator: {value: chip-40gb, at: Table 1}
accelerator_count: {value: 100, at: Table 1}
pue: {value: 1.1, at: Table 1}
stages:
  first: {at: Appendix B, training_time: 10 days}
  second: {at: Appendix B, accelerator_count: 50, training_time: 4 days}
"""

    def test_chips_power_and_pue_come_from_the_variant(self, tiny: Tiny) -> None:
        tiny.model(variant=self.STAGES)
        found = estimates(tiny.variant(), tiny.catalog().accelerators)
        assert found["chip_hours"].value == pytest.approx(100 * 240 + 50 * 96)
        assert found["training_time"].value == 14
        assert found["energy"].value == pytest.approx((100 * 240 + 50 * 96) * 300 * 1.1 / 1e6)

    def test_a_stage_of_which_nothing_is_said_leaves_no_sum(self, tiny: Tiny) -> None:
        tiny.model(variant=self.STAGES + "  third: {}\n")
        assert "chip_hours" not in estimates(tiny.variant(), tiny.catalog().accelerators)

    def test_a_summed_field_never_comes_from_the_variant(self, tiny: Tiny) -> None:
        tiny.model(variant=self.STAGES + "  third: {}\ntraining_time: {value: 20 days, at: Table 1}\n")
        found = estimates(tiny.variant(), tiny.catalog().accelerators)
        assert "sum" not in found["chip_hours"].formula


class TestProject:
    """Rule 7: totals over all sizes and trials are nobody's."""

    def test_no_variant_inherits_it_and_no_flat_file_of_models_holds_it(
        self, tiny: Tiny, tmp_path: Path
    ) -> None:
        tiny.model(head="project: {at: section 5, energy: 100 MWh}")
        assert "energy" not in tiny.variant().facts
        database = build(tiny.root, tmp_path / "var").database
        assert database
        claims = table_bytes(open_engine(database), "claims", "csv").decode()
        assert "project,tiny/project,energy,1,100,MWh,reported" in claims
        assert ",100," not in table_bytes(open_engine(database), "models", "csv").decode()
