"""Values as fields: as people see them, on one line."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.unpackers.fields import LOST_PRECISION, binary_number, plain_text, written_out


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (12.0, "12"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.3"),
        (1234567.8899999999, "1234567.89"),
        (1e-7, "0.0000001"),
        (-2.5e-10, "-0.00000000025"),
        (999_999_999_999_999.0, "999999999999999"),
        (1e15, f"{LOST_PRECISION}1000000000000000"),
        (-1e17, f"{LOST_PRECISION}-100000000000000000"),
        (330106199001011234, f"{LOST_PRECISION}330106199001011234"),
        (float("nan"), ""),
        (float("-inf"), ""),
    ],
)
def test_a_binary_number_is_shown_as_a_spreadsheet_shows_it(number, text):
    assert binary_number(number) == text


@settings(max_examples=50)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_no_binary_number_changes_by_more_than_fifteen_digits_show(number):
    text = binary_number(number).removeprefix(LOST_PRECISION)
    assert "\n" not in text
    assert float(text) == pytest.approx(number, rel=1e-14)
    if 1e-40 < abs(number) < 1e40:
        assert "e" not in text


@pytest.mark.parametrize(
    ("number", "text"),
    [("1.50", "1.50"), ("80000.0", "80000"), ("18e2", "1800"), ("1E-3", "0.001"), ("0", "0")],
)
def test_a_written_number_keeps_its_digits(number, text):
    assert written_out(number) == text
    assert Decimal(text) == Decimal(number)


def test_an_exponent_beyond_reason_is_left_as_it_is():
    assert written_out("1e999999999") == "1e999999999"


@settings(max_examples=50)
@given(st.text())
def test_a_text_stays_on_one_line(text):
    assert len(f"{plain_text(text)}\n".splitlines()) == 1
    if text.isprintable():
        assert plain_text(text) == text
