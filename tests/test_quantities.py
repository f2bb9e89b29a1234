"""Text ↔ numbers, with the figures as papers print them."""

import datetime

import pytest

from catalog.quantities import (
    Malformed,
    Quantity,
    agree,
    date_span,
    format_quantity,
    parse,
    parse_date,
    parse_ramp,
    plain,
)

# ---- text → numbers


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("175B", "count", 175e9),
        ("1.4T", "count", 1.4e12),
        ("540.35B", "count", 540.35e9),
        ("0.25M", "count", 250_000),
        ("12288", "count", 12288),
        ("010", "count", 10),
        ("6.31e23", "FLOP", 6.31e23),
        ("2527.2 ZFLOP", "FLOP", 2.5272e24),
        ("3640 PF-days", "FLOP", 3640 * 1e15 * 86400),
        ("3.64E+03 PFLOP/s-days", "FLOP", 3640 * 1e15 * 86400),
        ("6e-5", "number", 6e-5),
        ("46.2%", "fraction", 0.462),
        ("46.2 %", "fraction", 0.462),
        ("57.7 days", "days", 57.7),
        ("1200 h", "days", 50),
        ("2 weeks", "days", 14),
        ("1082990", "hours", 1082990),
        ("1.08M h", "hours", 1.08e6),
        ("433.196 MWh", "MWh", 433.196),
        ("1.2 GWh", "MWh", 1200),
        ("271.43 t", "t", 271.43),
        ("552 kg", "t", 0.552),
        ("0.06 USD/1K tokens", "USD/1M tokens", 60),
        ("1.9 TB", "bytes", 1.9e12),
        ("1.9TB", "bytes", 1.9e12),
        ("32 GiB", "bytes", 32 * 2**30),
        ("312 TFLOP/s", "FLOP/s", 312e12),
        ("238.3K tokens/s", "tokens/s", 238_300),
        ("57 g/kWh", "kg/kWh", 0.057),
    ],
)
def test_quantities_are_read_into_base_units(text, unit, value):
    assert parse(text, unit).value == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "unit", "precision"),
    [
        ("175B", "count", 0.5e9),
        ("175.0B", "count", 0.05e9),
        ("2048", "count", 0),  # a whole number written out is exact
        ("780000000000", "count", 0),
        ("46.2%", "fraction", 0.0005),
        ("6.31e23", "FLOP", 0.5e21),
        ("1T", "count", 0.05e12),  # half a unit would be half of it: at most 5 %
        ("57.7 days", "days", 0.05),
    ],
)
def test_the_printed_digits_are_the_precision(text, unit, precision):
    assert parse(text, unit).precision == pytest.approx(precision)


@pytest.mark.parametrize(
    ("text", "unit", "remedy"),
    [
        ("1,082,990", "hours", "write the digits alone: 1082990"),
        ("1_000", "count", "write the digits alone: 1000"),
        ("46.2", "fraction", "has no unit; write for example 46.2%"),
        ("0.462", "fraction", "has no unit"),
        ("57.7", "days", "57.7 days or 920 h"),
        ("175 billion", "count", "write for example 175B"),
        ("175G", "count", "write for example 175B"),
        ("175 b", "count", "write for example 175B"),
        ("1:30", "count", "write for example"),
        ("about 3", "count", "is not a number"),
        ("", "count", "no value is written"),
        (".nan", "number", "not a number that a source can state"),
        ("-.inf", "number", "not a number that a source can state"),
        ("NaN", "count", "not a number that a source can state"),
        ("1e400", "FLOP", "too large"),
        ("9" * 400, "count", "too large"),
        ("١٢٣", "count", "is not a number"),
        ("٣e5", "count", "is not a number"),
        ("0x10", "count", "is not a number"),
        ("12 h", "count", "is not a number"),
        ("12 h", "MWh", "'h' is no unit that fits; write for example 433.196 MWh"),
        ("1e5.5", "count", "is not a number"),
        ("7 - 8", "count", "is not a number"),
    ],
)
def test_what_is_no_quantity_is_refused_with_a_remedy(text, unit, remedy):
    with pytest.raises(Malformed) as refused:
        parse(text, unit)
    assert remedy in str(refused.value)


def test_a_very_long_text_is_refused_in_few_words():
    with pytest.raises(Malformed) as refused:
        parse("x" * 60_000, "count")
    assert len(str(refused.value)) < 200


def test_zero_with_a_huge_exponent_is_zero():
    assert parse("0e999", "FLOP").value == 0


def test_a_ramp_is_read_as_its_steps():
    assert [step.value for step in parse_ramp("1M -> 2M->4M", "count")] == [1e6, 2e6, 4e6]
    assert [step.value for step in parse_ramp("2048", "count")] == [2048]
    with pytest.raises(Malformed):
        parse_ramp("1M ->", "count")


# ---- dates


@pytest.mark.parametrize("text", ["2022", "2022-04", "2022-04-04", "2020-02-29"])
def test_dates_of_each_precision_are_kept_as_written(text):
    assert parse_date(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "22",
        "April 2022",
        "2022-4",
        "2022-13",
        "2022-00",
        "2021-02-29",
        "04.04.2022",
        "2022-04-04T10:00",
        "２０２２",
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(Malformed, match="is not a date; write 2022, 2022-04 or 2022-04-04"):
        parse_date(text)


def test_a_date_spans_the_days_it_may_mean():
    day = datetime.date
    assert date_span("2020-02") == (day(2020, 2, 1), day(2020, 2, 29))
    assert date_span("2022") == (day(2022, 1, 1), day(2022, 12, 31))
    assert date_span("2022-04-04") == (day(2022, 4, 4), day(2022, 4, 4))


# ---- agreement


@pytest.mark.parametrize(
    ("a", "b", "unit"),
    [
        ("175B", "174.6B", "count"),
        ("3.14e23", "3.142e23", "FLOP"),
        ("46.2%", "46.17%", "fraction"),
        ("1T", "1.04T", "count"),
        ("5.76e23", "576 ZFLOP", "FLOP"),
        ("50257", "50257", "count"),
        ("50K", "50257", "count"),
    ],
)
def test_a_figure_agrees_with_one_that_rounds_to_it(a, b, unit):
    assert agree(parse(a, unit), parse(b, unit))
    assert agree(parse(b, unit), parse(a, unit))


@pytest.mark.parametrize(
    ("a", "b", "unit"),
    [
        ("175.0B", "174.6B", "count"),
        ("46.2%", "45.7%", "fraction"),
        ("2048", "2049", "count"),
        ("1T", "1.06T", "count"),
        ("300B", "180B", "count"),
        ("1287 MWh", "1288 MWh", "MWh"),
    ],
)
def test_figures_that_differ_in_printed_digits_do_not_agree(a, b, unit):
    assert not agree(parse(a, unit), parse(b, unit))
    assert not agree(parse(b, unit), parse(a, unit))


# ---- numbers → text


@pytest.mark.parametrize(
    ("value", "text"),
    [(175e9, "175000000000"), (0.462, "0.462"), (3.14e23, "3.14e+23"), (0, "0"), (2.0, "2"), (4e-5, "4e-05")],
)
def test_data_files_hold_plain_numbers(value, text):
    assert plain(value) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (175e9, "count", "175B"),
        (1.4e12, "count", "1.4T"),
        (540.35e9, "count", "540B"),
        (12288, "count", "12,288"),
        (0.462, "fraction", "46.2 %"),
        (0.213, "fraction", "21.3 %"),
        (3.14e23, "FLOP", "3.14×10²³ FLOP"),
        (6e-5, "number", "6×10⁻⁵"),
        (1.25e-4, "number", "1.25×10⁻⁴"),
        (20, "number", "20"),
        (8404992, "hours", "8.4M h"),
        (433.196, "MWh", "433.2 MWh"),
        (1287, "MWh", "1,287 MWh"),
        (271.43, "t", "271.4 t"),
        (57.7, "days", "57.7 days"),
        (1.9e12, "bytes", "1.9 TB"),
        (312e12, "FLOP/s", "312 TFLOP/s"),
        (0.057, "kg/kWh", "0.057 kg/kWh"),
        (999_999_999, "count", "1B"),
        (0, "count", "0"),
        (0, "MWh", "0 MWh"),
    ],
)
def test_readers_see_each_number_in_one_way(value, unit, text):
    assert format_quantity(value, unit) == text


def test_exact_figures_have_no_precision_to_spare():
    assert not agree(Quantity(1024), Quantity(1025))
