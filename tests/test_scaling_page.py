"""What a visitor sees on the page of the scaling laws."""

import pytest

from catalog.scaling_laws import LAWS, distance
from db import queries
from tests.visiting import points, rows, specification, text, visit

pytestmark = pytest.mark.usefixtures("snapshot")


def test_the_ranking_begins_with_the_most_under_trained_model(snapshot):
    """By approach 1 that is the largest dense model on the fewest tokens."""
    app = visit("scaling.py")
    shown = rows(app)
    variants = queries.variants(engine=snapshot.engine)
    flagships = {row.model_name: row for row in queries.rows(variants[variants["flagship"]])}
    ratios = []
    for row in shown:
        known = flagships[row["Model"].removesuffix(" *")]
        ratios.append(
            distance(LAWS["hoffmann-1"], known.active_parameters, known.training_tokens).tokens_ratio
        )
    assert ratios == sorted(ratios)
    gpt3 = next(row for row in shown if row["Model"] == "GPT-3")
    assert (gpt3["Tokens its size calls for"], gpt3["Share"]) == ("3.7T", "8.11 %")
    assert gpt3["Verdict"] == "under-trained"
    verdicts = [row["Verdict"] for row in shown]
    most = max("under-trained", "over-trained", key=verdicts.count)
    assert app.title[0].value.startswith(f"{verdicts.count(most)} of {len(shown)} training runs saw too ")


def lines_of(app) -> list[list[dict]]:
    """The data of the chart's lines; that of its points stands apart from the layers."""
    layers = specification(app)["layer"]
    return [layer["data"]["values"] for layer in layers if "data" in layer]


def test_another_law_gives_another_ranking_and_what_could_be_spared():
    row = next(row for row in rows(visit("scaling.py", law="besiroglu-2024")) if row["Model"] == "Gopher")
    assert row["Compute to spare"] == "50.3 %"
    kaplan = next(row for row in rows(visit("scaling.py", law="kaplan-2020")) if row["Model"] == "Chinchilla")
    assert kaplan["Verdict"] == "over-trained"


def test_the_chart_has_every_compared_run_as_a_link_and_a_frontier_of_every_law():
    app = visit("scaling.py", sizes="all", law="besiroglu-2024")
    datasets = lines_of(app)
    runs = points(app)
    assert {run["name"] for run in runs} == {row["Model"].removesuffix(" *") for row in rows(app)}
    assert all(run["href"].startswith("model?id=") for run in runs)
    frontiers = next(data for data in datasets if "law" in data[0])
    assert {spot["law"] for spot in frontiers} == {law.name for law in LAWS.values()}
    lines = {spot["line"][0] for data in datasets if "line" in data[0] for spot in data}
    assert lines == {"c", "l"}  # equal compute and equal loss


def test_a_law_without_a_loss_has_no_lines_of_equal_loss():
    data = lines_of(visit("scaling.py"))
    assert {spot["line"][0] for rows in data if "line" in rows[0] for spot in rows} == {"c"}


def test_what_is_not_compared_is_named_with_its_reason():
    left_out = text(visit("scaling.py")).partition("Not compared: ")[2]
    assert "LaMDA" in left_out
    assert "(not known: training tokens seen)" in left_out


# ---- the calculator


def figures(**typed: str) -> dict[str, str]:
    """The calculator's figures for what is typed."""
    app = visit("scaling.py", **typed)
    return {row["Figure"]: row["Value"] for row in rows(app, 1)}


def test_the_calculator_gives_the_courses_table():
    found = figures(compute="3.85e24")
    assert (found["Parameters (N)"], found["Training tokens (D)"]) == ("175B", "3.7T")


def test_every_assumption_can_be_overridden_in_the_address():
    """GPT-3 by Patterson et al. 2021, Table 4."""
    found = figures(
        parameters="175B",
        compute="3.14e23",
        chip="v100",
        chips="10000",
        peak="24.6 TFLOP/s",
        mfu="100%",
        power="330",
        pue="1.10",
        grid="0.429",
        price="1",
    )
    assert found["Days"] == "14.77 days"
    assert found["Energy"].startswith("1,287")
    assert found["CO₂"].startswith("552")
    assert found["Chip-hours"] == "3.55M h"
    assert found["Cost"] == "3.55M USD"


def test_an_unknown_price_is_not_guessed():
    assert "Cost" not in figures(compute="1e21", chip="tpu-v4")
    assert "Cost" in figures(compute="1e21", chip="tpu-v4", price="3")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"parameters": "many"}, "Parameters: 'many' is not a number"),
        ({"parameters": "1B", "tokens": "1B", "compute": "1e21"}, "leave one out"),
        ({"budget": "1M", "chip": "tpu-v4"}, "price of a chip-hour"),
        ({"mfu": "400%"}, "mfu is 4"),
    ],
)
def test_what_cannot_be_calculated_is_said(typed, said):
    app = visit("scaling.py", **typed)
    assert said in text(app)


def test_the_page_says_the_quirks_of_the_published_figures():
    assert "not the paper's 40B" in text(visit("scaling.py", law="hoffmann-3"))
    assert "The text differs from the table" in text(visit("scaling.py"))


def test_every_constant_has_its_source():
    app = visit("scaling.py", law="kaplan-2020")
    constants = rows(app, 4)
    assert len(constants) == len(LAWS["kaplan-2020"].constants)
    assert all("Kaplan et al. 2020" in row["Source"] for row in constants)
