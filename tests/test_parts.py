"""What pages are made of: words and numbers, places of names, colours, elements."""

import random
from itertools import combinations
from types import SimpleNamespace
from xml.etree.ElementTree import fromstring, tostring

import pandas as pd
import pytest

from pages.parts import charts, formats, over_time, placement, receipts, selection, tables

CLAIM = {
    "field": "parameters",
    "number": None,
    "value": None,
    "low": None,
    "high": None,
    "written": None,
    "kind": "reported",
    "conflict": False,
}


def claim(**cells: object) -> SimpleNamespace:
    return SimpleNamespace(**CLAIM | cells)


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ({"number": 175e9, "value": "175000000000", "written": "175.0B"}, "175B"),
        ({"field": "training_tokens", "number": 1.4e12}, "1.4T tokens"),
        ({"field": "training_tokens", "low": 280e9}, "≥ 280B tokens"),
        ({"field": "training_tokens", "high": 1e12}, "≤ 1T tokens"),
        ({"field": "cost", "low": 2e6, "high": 5e6}, "2M USD to 5M USD"),
        ({"field": "training_flop", "number": 2.1e25, "low": 8.2e24, "high": 4.4e25},
         "2.10×10²⁵ FLOP (8.20×10²⁴ to 4.40×10²⁵)"),
        ({"field": "mfu", "number": 0.462}, "46.2 %"),
        ({"field": "mixture/books/share", "number": 0.3}, "30 %"),
        ({"field": "hidden_size", "number": 12288.0}, "12,288"),
        ({"field": "batch_tokens", "number": 6e6, "written": "3M -> 6M"}, "3M → 6M tokens"),
        ({"field": "announced", "value": "2021-12"}, "Dec 2021"),
        ({"field": "announced", "value": "2020-05-08"}, "8 May 2020"),
        ({"field": "announced", "value": "2019"}, "2019"),
        ({"field": "tied_embeddings", "value": "true"}, "yes"),
        ({"field": "organization", "value": "a;b"}, "Alpha, b"),
        ({"field": "accelerator", "value": "v100"}, "V100"),
        ({"field": "architecture", "value": "dense-decoder"}, "dense decoder"),
        ({"field": "license", "value": "Apache-2.0"}, "Apache-2.0"),
        ({"kind": "undisclosed"}, ""),
    ],
    ids=str,
)  # fmt: skip
def test_a_value_reads(cells, shown):
    assert formats.claim_value(claim(**cells), {"organization/a": "Alpha"}) == shown


@pytest.mark.parametrize(
    ("written", "shown", "otherwise"),
    [
        ("175.0B", "175B", False),
        ("12288", "12,288", False),
        ("2.56e24", "2.56×10²⁴ FLOP", False),
        ("1e-2", "0.01", False),
        ("46.2%", "46.2 %", False),
        ("3M -> 6M", "3M → 6M tokens", False),
        ("433.196 MWh", "433.2 MWh", True),
        ("2527.2 ZFLOP", "2.5272×10²⁴ FLOP", True),
        ("1200 h", "50 days", True),
        ("0.06 USD/1K tokens", "60 USD/1M tokens", True),
    ],
)
def test_a_figure_is_repeated_as_written_where_it_tells_more(written, shown, otherwise):
    assert receipts._reads_otherwise(written, shown) == otherwise


def test_a_paper_is_cited_by_author_and_year_and_anything_else_by_its_title():
    sources = pd.DataFrame(
        {
            "title": ["Language Models", "A Card", "GPT-4", "An Index"],
            "authors": ["Tom B. Brown and 30 others", None, "OpenAI", "Jane Doe"],
            "year": ["2020", "2022", "2023", None],
            "edition": ["v4", "first", None, None],
        },
        index=["brown-2020", "falcon-card", "openai-2023", "index-pages"],
    )
    cited_as = formats.citations(sources)
    assert cited_as == {
        "brown-2020": "Brown et al. 2020",
        "falcon-card": "A Card (2022)",
        "openai-2023": "OpenAI 2023",
        "index-pages": "An Index",
    }
    assert formats.receipt("brown-2020;gone", "Table 1", cited_as) == "Brown et al. 2020, gone, Table 1"


def test_two_sources_of_one_short_name_are_told_apart_by_their_editions():
    sources = pd.DataFrame(
        {"title": "A Card", "authors": None, "year": "2023", "edition": ["first", "second"]},
        index=["card-v1", "card"],
    )
    assert list(formats.citations(sources).values()) == ["A Card (2023) [first]", "A Card (2023) [second]"]


@pytest.mark.parametrize(
    ("field", "number", "written", "shown"),
    [
        ("parameters", 540.35e9, "540.35B", "540.35B"),
        ("parameters", 174.6e9, "174600M", "174.6B"),
        ("parameters", 175e9, "175.0B", "175B"),
        ("vocabulary_size", 250680.0, "250680", "250,680 tokens"),
        ("training_flop", 2.5272e24, "2527.2 ZFLOP", "2.5272×10²⁴ FLOP"),
        ("parameters", 176247271424.0, "176247271424", "176.25B"),
        ("chip_hours", 1082990.0, "1082990", "1,082,990 h"),
        ("mfu", 0.46213, "46.213%", "46.213 %"),
        ("mfu", 0.462, "46.2%", "46.2 %"),
        ("training_time", 50.0, "1200 h", "50 days"),
    ],
)
def test_a_models_own_page_keeps_the_digits_of_the_source(field, number, written, shown):
    said = claim(field=field, number=number, value=str(number), written=written)
    assert formats.claim_value(said, {}, exact=True) == shown


def test_standings_have_their_marks_the_conflict_first():
    disputed = formats.standing(claim(kind="third-party", conflict=True))
    assert formats.marks(disputed) == ["conflict", "third-party"]
    assert formats.standing_words(disputed) == "third party, conflict"
    assert formats.marks(formats.standing(claim())) == []
    assert [formats.is_hollow(kind) for kind in ("estimated", "derived+conflict", "reported", "")] == [
        True,
        True,
        False,
        False,
    ]


def test_text_for_markdown_has_no_sign_left_that_works():
    shown = formats.plain("a*b_c `d` [e](f) :dog: :material/home: <g> $h$\n\nwww.i.j k@l.m http://n")
    assert "\n" not in shown
    bare = shown.replace("\\", "").replace(formats.WORD_JOINER, "")
    assert bare == "a*b_c `d` [e](f) :dog: :material/home: <g> $h$ www.i.j k@l.m http://n"
    for working in (":dog:", ":material/home:", "www.i", "k@l", "http://"):
        assert working not in shown.replace("\\", "")


# ---- elements


def test_text_in_elements_stays_text():
    hostile = "</td><script>alert(1)</script> & \"'"
    cell = tables.element("td", hostile, tables.span(hostile, title=hostile), hostile)
    written = tostring(cell, encoding="unicode", short_empty_elements=False)
    assert "<script" not in written
    read = fromstring(written)
    assert (read.text, read[0].text, read[0].get("title"), read[0].tail) == (hostile,) * 4


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.test", "/etc", "", None, "http"]
)
def test_only_web_addresses_become_links(url):
    assert tables.link("text", url).tag == "span"


def test_a_link_that_leaves_opens_beside_and_a_models_link_does_not():
    out = tables.link("text", "https://example.org/?a=1&b=2")
    assert (out.get("href"), out.get("target")) == ("https://example.org/?a=1&b=2", "_blank")
    stay = tables.model_link("GPT-3", "gpt-3&x=1")
    assert (stay.get("href"), stay.get("target")) == ("model?id=gpt-3%26x%3D1", "_self")


@pytest.mark.parametrize(
    ("standing", "text", "shown"),
    [
        ("undisclosed", "", "undisclosed"),
        ("not-stated", "", "not stated"),
        ("contested", "", "contested"),
        ("", "", "–"),
        ("reported", "175B", "175B"),
        ("third-party+conflict", "175B", "≠†175B"),
    ],
)
def test_a_cell_has_a_value_with_marks_or_a_word_for_why_not(standing, text, shown):
    assert "".join(tables.value(text, standing).itertext()) == shown


# ---- dates


def test_months_run_from_the_first_date_to_the_last():
    assert selection.months(pd.Series(["2020-11-05", None, "2021-02"])) == [
        "2020-11",
        "2020-12",
        "2021-01",
        "2021-02",
    ]
    assert len(selection.months(pd.Series(["2021"]))) == 12
    assert selection.months(pd.Series([None])) == []


@pytest.mark.parametrize(
    ("date", "inside"),
    [
        ("2021-03-31", True),
        ("2021-04", False),
        ("2021-01-01", True),
        ("2021", True),
        ("2020", False),
        (None, False),
    ],
)
def test_a_date_without_a_month_may_fall_into_any(date, inside):
    assert selection.announced_between(date, "2021-01", "2021-03") == inside


# ---- charts


def test_makers_keep_their_colour_and_shape_and_no_two_share_both():
    makers = [f"maker {number:02}" for number in range(40)]
    looks = charts.looks(makers, dark=False)
    assert looks == charts.looks([*reversed(makers), makers[3]], dark=False)
    assert len(set(looks.values())) == 40
    first = [looks[maker] for maker in makers[:8]]
    assert len({colour for colour, _ in first}) == len({shape for _, shape in first}) == 8


@pytest.mark.parametrize("dark", [False, True])
def test_colours_stand_out_from_the_background(dark):
    def luminance(colour: str) -> float:
        channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    background = luminance("#0e1114" if dark else "#ffffff")
    for colour, _ in charts.looks([str(number) for number in range(8)], dark).values():
        low, high = sorted((luminance(colour), background))
        assert (high + 0.05) / (low + 0.05) > 2  # shape and name say the same


@pytest.mark.parametrize("width", [290, 900])
def test_names_meet_no_other_name_and_no_point(width):
    chance = random.Random(7)
    spots = [placement.Spot(chance.random(), chance.random(), f"Model {number}" * 2) for number in range(60)]
    places = placement.place(spots, width, 380)
    boxes = {n: placement._box(spots[n], where, width, 380) for n, where in enumerate(places) if where}
    assert len(boxes) > 10
    for one, other in combinations(boxes.values(), 2):
        assert not one.meets(other)
    for number, box in boxes.items():
        assert box.left >= 0
        assert box.right <= width
        for another, spot in enumerate(spots):
            assert another == number or not box.meets(placement._around(spot, width, 380))


def test_ticks_are_round_numbers_inside_the_range():
    day = pd.Timestamp("2021-01-01")
    wide = over_time.Range(1e20, 5e24, day, day, logarithmic=True)
    assert wide.ticks() == [1e20, 1e21, 1e22, 1e23, 1e24]
    close = over_time.Range(3e10, 1.5e12, day, day, logarithmic=True)
    assert close.ticks() == pytest.approx([5e10, 1e11, 2e11, 5e11, 1e12])
    linear = over_time.Range(0, 1.3e12, day, day, logarithmic=False)
    assert linear.ticks() == pytest.approx([number * 1e11 * 2 for number in range(7)])


def test_of_very_many_points_a_chart_draws_some_from_the_largest_to_the_smallest():
    few = pd.DataFrame({"value": [1.0, 3.0, 2.0]})
    assert list(charts.drawn(few, "value")["value"]) == [3, 2, 1]
    many = charts.drawn(pd.DataFrame({"value": range(10 * charts.MOST_DRAWN)}), "value")["value"]
    assert len(many) == many.nunique() == charts.MOST_DRAWN
    assert (many.iloc[0], many.iloc[-1]) == (10 * charts.MOST_DRAWN - 1, 0)
    assert charts.left_out(3) == ""
    assert "of 5,000" in charts.left_out(5000)
