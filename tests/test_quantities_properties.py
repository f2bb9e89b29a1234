"""Any text is read as a quantity or refused; any number is written so that it can be read again."""

import pytest

from catalog.quantities import UNITS, Malformed, format_quantity, parse, plain, plain_number

pytest.importorskip("hypothesis")  # stands in requirements-dev.txt

from hypothesis import given
from hypothesis import strategies as st

NUMBERS = st.floats(min_value=1e-12, max_value=1e30)
DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


@given(st.text(max_size=40), st.sampled_from(sorted(UNITS)))
def test_any_text_is_read_or_refused(text, unit):
    try:
        read = parse(text, unit)
    except Malformed:
        return
    assert abs(read.value) < float("inf")
    assert 0 <= read.precision <= abs(read.value) * 0.05


@given(NUMBERS)
def test_plain_numbers_lose_nothing(value):
    assert float(plain(value)) == value
    assert plain_number(value) == value
    assert parse(plain(value), "count").value == pytest.approx(value, rel=1e-14)


@given(NUMBERS.filter(lambda value: value < 1e15), st.sampled_from(sorted(UNITS)))
def test_what_readers_see_is_near_the_number(value, unit):
    shown = format_quantity(value, unit)
    if "×" in shown:
        mantissa, exponent = shown.split(" ")[0].split("×10")
        shown = f"{mantissa}e{exponent.translate(DIGITS)}"
    rounding = 1e-12 if value < 1e-9 else 0.005 * value
    assert abs(parse(shown.replace(",", ""), unit).value - value) <= max(
        rounding, 0.5 if unit == "hours" else 0
    )
