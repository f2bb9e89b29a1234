"""What a visitor sees on the page of efficiency."""

import re

import pytest

from catalog.training_plan import amount
from db import queries
from tests.visiting import points, rows, text, trees, visit

pytestmark = pytest.mark.usefixtures("snapshot")


def table(app, *titles: str) -> list[dict[str, str]]:
    """The first table that has these columns."""
    count = sum(tree.find(".//table") is not None for tree in trees(app))
    found = (rows(app, number) for number in range(count))
    return next(lines for lines in found if lines and set(titles) <= set(lines[0]))


def test_every_claim_on_utilization_is_ranked_apart_by_kind(snapshot):
    app = visit("efficiency.py")
    claims = queries.claims_on(engine=snapshot.engine, fields=("mfu", "hfu"))
    known = claims[claims["number"].notna()]
    mfu, hfu = (rows(app, number) for number in (0, 1))
    assert len(hfu) == (known["field"] == "hfu").sum()
    stated = [row for row in mfu if "chip-hours" not in row["Receipt or formula"]]
    assert len(stated) == (known["field"] == "mfu").sum()
    for lines in (mfu, hfu):
        values = [float(row["Value"].strip("†≈ƒ≠ %")) for row in lines]
        assert values == sorted(values, reverse=True)


def test_the_palm_papers_table_is_printed_and_recomputed():
    lines = {row["Model"]: row for row in table(visit("efficiency.py"), "Printed", "Recomputed")}
    assert {name: row["Printed"].strip("† ") for name, row in lines.items()} == {
        "GPT-3 175B": "21.3 %",
        "Gopher 280B": "32.5 %",
        "MT-NLG 530B": "30.2 %",
        "PaLM 540B": "46.2 %",
    }
    for name, values in {
        "GPT-3 175B": ["19.7 %"],
        "Gopher 280B": ["30.4 %", "31 %", "34.5 %", "30.2 %"],  # the last by 6ND: lower over the run
        "MT-NLG 530B": ["29.8 %", "30.3 %", "15.8 %", "21.5 %"],
        "PaLM 540B": ["45.7 %", "46.2 %", "30.8 %", "30.4 %"],
    }.items():
        assert re.findall(r"\d\d(?:\.\d)? %(?= (?:att|over|not))", lines[name]["Recomputed"]) == values
    assert "computed from its FLOP" in lines["GPT-3 175B"]["Why they differ"]
    assert "3,072 sequences of 2,048" in lines["Gopher 280B"]["Why they differ"]


def test_estimates_take_each_runs_own_figures():
    lines = {row["Model"]: row for row in table(visit("efficiency.py"), "Chip-hours")}
    assert "378.5 W; PUE 1.08; 0.079 kg/kWh" in lines["PaLM 540B"]["With"]
    assert lines["PaLM 540B"]["CO₂, stated"] == "271.4 t"
    sheet = visit("efficiency.py")
    assert "3,436 MWh" in text(sheet)


def test_what_is_filled_in_holds_for_all_runs():
    """OPT's 785,664 chip-hours at 500 W, PUE 2, 0.1 kg/kWh and 3 USD."""
    app = visit("efficiency.py", power="500", pue="2", grid="0.1", price="3")
    line = next(row for row in table(app, "Chip-hours") if row["Model"] == "OPT 175B")
    assert "500 W; PUE 2; 0.1 kg/kWh; 3 USD/h" in line["With"]
    assert line["Cost, estimated"] == "2.36M USD"
    shown = text(app)
    assert "785.7 MWh" in shown
    assert "78.57 t" in shown


def test_the_ranking_is_by_the_head_of_any_column():
    lines = table(visit("efficiency.py", sort="-cost_estimated"), "Chip-hours")
    costs = [row["Cost, estimated"] for row in lines]
    filled = [cost for cost in costs if cost]
    assert costs[: len(filled)] == filled
    values = [amount(cost.replace(",", ""), "USD") for cost in filled]
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize(
    ("typed", "said"), [({"pue": "lots"}, "PUE: 'lots' is not a number"), ({"grid": "0"}, "more than zero")]
)
def test_an_assumption_that_is_none_is_refused(typed, said):
    assert said in text(visit("efficiency.py", **typed))


def test_prices_have_a_year_and_a_source():
    lines = table(visit("efficiency.py"), "USD/h")
    assert lines
    assert all(row["Year"].isdigit() and row["Source"] for row in lines)


@pytest.mark.parametrize(
    ("quantity", "title", "gpt3"),
    [
        ("chip", "Useful FLOP/s of a chip", "24.6 TFLOP/s"),
        ("watt", "Useful GFLOP per joule", "74.5 GFLOP/J"),  # 24.6 TFLOP/s of a V100 that draws 330 W
    ],
)
def test_progress_has_a_point_and_a_row_for_each_run(quantity, title, gpt3):
    app = visit("efficiency.py", per=quantity)
    lines = {row["Model"]: row for row in table(app, "Over what time")}
    assert {point["name"] for point in points(app, chart=1)} == set(lines)
    assert lines["GPT-3 175B"][title] == gpt3


def test_the_picture_of_utilization_has_the_rates_of_its_table(snapshot):
    app = visit("efficiency.py")
    variants = queries.variants(engine=snapshot.engine)
    dated = set(variants.loc[variants["announced"].notna(), "name"])
    rates = [(row["Model"], row["Value"].strip("ƒ†≈ ")) for row in table(app, "How it is meant")]
    drawn = [(point["name"], point["shown"]) for point in points(app)]
    assert ("PaLM 540B", "46.2 %") in drawn
    assert sorted(drawn) == sorted(rate for rate in rates if rate[0] in dated)


def test_patterson_and_the_later_papers():
    lines = {(row["Model"], row["By"]): row for row in table(visit("efficiency.py"), "By", "Energy")}
    gpt3 = lines["GPT-3 175B", "Patterson et al. 2021"]
    assert gpt3["Energy"].strip("† ") == "1,287 MWh"
    assert "3.14×10²³" in gpt3["Model FLOP"]
    assert lines["GLaM 64B/64E", "preferred claims"]["Energy"].strip("≠ ") == "456 MWh"


def test_claims_of_one_model_over_another_are_worked_out():
    shown = table(visit("efficiency.py"), "Claim", "Ratio")
    ratios = {(row["Claim"], row["Ratio"]) for row in shown}
    assert ("GLaM took 1/5 of the energy of GPT-3 (course slides)", "35.4 %") in ratios
    assert ("GLaM took 1/5 of the energy of GPT-3 (course slides)", "16.6 %") in ratios
    assert ("Falcon took 75 % of the compute of GPT-3 (course slides)", "77 %") in ratios
    assert ("Falcon took 40 % of the compute of Chinchilla (course slides)", "42 %") in ratios
