"""Text to numbers: exact, whatever stands around them, and nothing rounded."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.conversion import convert
from data_access.number_conversion import moved
from supervision.contracts import Column, ColumnType


def read(kind: ColumnType, text: str | None, shift: int = 0, **more):
    column = Column(name="x_yuan", title="x", title_en="x", type=kind, **more)
    found = convert(pl.Series([text], dtype=pl.String), column, shift=shift)
    return found.faults.item() or found.values.item()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("838.46", "838.46"),
        (" 900900.9 ", "900900.90"),
        ("0", "0.00"),
        ("-0.01", "-0.01"),
        ("+3", "3.00"),
        (".5", "0.50"),
        ("5.", "5.00"),
        ("12.3400", "12.34"),
        ("3,613,817.56", "3613817.56"),
        ("-1,234", "-1234.00"),
        ("¥ 1,234 元", "1234.00"),
        ("￥12", "12.00"),
        ("１２３．５", "123.50"),
        ("１２３", "123.00"),
        ("０.５", "0.50"),
        ("１，２３４", "1234.00"),
        ("(5.00)", "-5.00"),
        ("−7", "-7.00"),
        ("396.00000000000006", "396.00"),
        ("0.30000000000000004", "0.30"),
        ("3万", "30000.00"),
        ("1,234.50-", "-1234.50"),
        ("'12.5", "12.50"),
        ("1.5 万元", "15000.00"),
        ("１．２３亿", "123000000.00"),
        ("-2千元", "-2000.00"),
        ("人民币1,200元整", "1200.00"),
        ("0.00005万", "0.50"),
        ("1,234.5万元", "12345000.00"),
        ("9999999999999999.99", "9999999999999999.99"),
    ],
)
def test_money_is_read_exactly(text, value):
    assert read(ColumnType.MONEY, text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("12.345", "too_many_decimals"),
        ("1234567.891000000001", "too_many_decimals"),
        ("abc", "not_a_number"),
        ("1,2345", "not_a_number"),
        ("1,23.5", "not_a_number"),
        ("1.5E+17", "not_a_number"),
        ("约3万", "not_a_number"),
        ("3万5", "not_a_number"),
        ("三万", "not_a_number"),
        ("3吨", "not_a_number"),
        ("3.1234567万", "too_many_decimals"),
        ("1 2", "not_a_number"),
        ("99999999999999999", "out_of_range"),
    ],
)
def test_money_that_is_none_is_rejected_and_never_rounded(text, reason):
    assert read(ColumnType.MONEY, text) == reason


@settings(max_examples=50, deadline=None)
@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_every_amount_in_cents_survives_in_every_spelling(amount):
    for text in (f"{amount}", f"{amount:,}", f" {amount:f} "):
        assert read(ColumnType.MONEY, text) == amount


def test_a_number_keeps_six_decimals():
    assert read(ColumnType.NUMBER, "1.3836") == Decimal("1.383600")
    assert read(ColumnType.NUMBER, "1.1234567") == "too_many_decimals"


@pytest.mark.parametrize(
    ("text", "shift", "value"),
    [
        ("12.3456", 4, "123456.00"),
        ("1,234", 4, "12340000.00"),
        ("5", -2, "0.05"),
        ("-1234.5", -1, "-123.45"),
        ("300元", 4, "300.00"),
        ("3万", 4, "30000.00"),
        ("0", 8, "0.00"),
        ("1.00000001", 4, "too_many_decimals"),
        ("5.5", -2, "too_many_decimals"),
        ("99999999999999", 4, "out_of_range"),
        ("x", 4, "not_a_number"),
        (None, 4, None),
    ],
)
def test_a_larger_unit_moves_the_point_unless_the_field_names_its_own(text, shift, value):
    found = read(ColumnType.MONEY, text, shift)
    assert found == (Decimal(value) if value and value[-1].isdigit() else value)


@settings(max_examples=50, deadline=None)
@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4), st.integers(-6, 8))
def test_moving_the_point_is_exact_and_can_be_undone(number, places):
    there = moved(pl.Series([f"{number:f}"]), places)
    assert Decimal(there.item()) == number.scaleb(places)
    assert Decimal(moved(there, -places).item()) == number


def test_a_column_all_of_whose_fields_are_plain_is_multiplied_too():
    column = Column(name="x_yuan", title="x", title_en="x", type=ColumnType.MONEY)
    found = convert(pl.Series(["1", "2", None]), column, shift=4)
    assert found.values.to_list() == [Decimal(10_000), Decimal(20_000), None]


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [("12.5吨", "吨", "12.5"), ("120.5°", "度", "120.5"), ("45 公里/小时", "公里/小时", "45")],
)
def test_a_number_may_carry_its_columns_unit(text, unit, value):
    assert read(ColumnType.NUMBER, text, unit=unit) == Decimal(value)
    assert read(ColumnType.NUMBER, text, unit="件") == "not_a_number"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("16791080.630000003", Decimal("16791080.63")),
        ("3502231.2649999997", Decimal("3502231.265")),
        ("1339571.123456789", "too_many_decimals"),
        ("0.1234567", "too_many_decimals"),
    ],
)
def test_the_last_digit_of_a_binary_fraction_is_taken_off_a_number(text, found):
    assert read(ColumnType.NUMBER, text) == found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("120.1550705", "120.155070"),
        ("120.1550715", "120.155072"),
        ("120.15507050001", "120.155071"),
        ("-30.9999996", "-31.000000"),
        ("120.155070123456789°", "120.155070"),
        ("30.27", "30.270000"),
    ],
)
def test_a_coordinate_is_rounded_half_to_even(text, value):
    assert read(ColumnType.NUMBER, text, unit="度", rounded_to=6) == Decimal(value)


@given(
    st.decimals(min_value=-180, max_value=180, places=9),
    st.integers(min_value=0, max_value=6),
)
@settings(max_examples=150)
def test_rounding_is_that_of_decimal_arithmetic(number, places):
    found = read(ColumnType.NUMBER, format(number, "f"), rounded_to=places)
    assert found == round(number, places)


@pytest.mark.parametrize("beside", [None, "120.1550705", "约120"])
def test_coordinates_that_are_all_plainly_written_are_rounded_too(beside):
    column = Column(
        name="x_deg", title="x", title_en="x", type=ColumnType.NUMBER, unit="度", rounded_to=4
    )
    found = convert(pl.Series(["120.15505", "-30.27", "120.15515", beside]), column)
    said = [Decimal("120.155"), Decimal("-30.27"), Decimal("120.1552")]
    assert found.values.head(3).to_list() == said


def test_without_being_declared_nothing_is_rounded():
    assert read(ColumnType.NUMBER, "120.1550705", unit="度") == "too_many_decimals"
