"""Text to values: what is read, what is rejected, and that nothing is guessed."""

from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.conversion import convert, part_of
from supervision.contracts import Column, ColumnType

NAMES = {ColumnType.MONEY: "x_yuan"}


def read(kind: ColumnType, text: str | None, **more):
    column = Column(name=NAMES.get(kind, "x"), title="x", title_en="x", type=kind, **more)
    found = convert(pl.Series([text], dtype=pl.String), column)
    assert found.values.len() == found.faults.len() == 1
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
        ("１，２３４", "1234.00"),
        ("(5.00)", "-5.00"),
        ("−7", "-7.00"),
        ("396.00000000000006", "396.00"),
        ("0.30000000000000004", "0.30"),
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
        ("3万", "not_a_number"),
        ("1 2", "not_a_number"),
        ("99999999999999999", "out_of_range"),
    ],
)
def test_money_that_is_none_is_rejected_and_never_rounded(text, reason):
    assert read(ColumnType.MONEY, text) == reason


@settings(deadline=None)
@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_every_amount_in_cents_survives_in_every_spelling(amount):
    for text in (f"{amount}", f"{amount:,}", f" {amount:f} "):
        assert read(ColumnType.MONEY, text) == amount


@settings(deadline=None)
@given(st.text(max_size=12))
def test_no_text_makes_a_conversion_fail(text):
    for kind in ColumnType:
        codes = {"甲": "a"} if kind is ColumnType.CODE else {}
        read(kind, text, codes=codes)


@pytest.mark.parametrize(
    "text",
    [
        "2017/9/1",
        "2017-09-01",
        "2017-9-1",
        "2017.9.1",
        "20170901",
        "2017年9月1日",
        "２０１７／９／１",
        "2017/9/1 0:00:00",
        "2017-09-01 00:00",
        "2017-09-01T10:20:30",
        " 2017/9/1\u3000",
    ],
)
def test_a_date_is_read_in_every_usual_spelling(text):
    assert read(ColumnType.DATE, text) == date(2017, 9, 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("01/02/2017", "not_a_date"),
        ("2017/2/29", "not_a_date"),
        ("2017/13/1", "not_a_date"),
        ("2017901", "not_a_date"),
        ("43000", "not_a_date"),
        ("2017-09", "not_a_date"),
        ("17/9/1", "out_of_range"),
        ("1899-12-31", "out_of_range"),
        ("9999-12-31", "out_of_range"),
    ],
)
def test_a_date_that_could_be_two_or_none_is_rejected(text, reason):
    assert read(ColumnType.DATE, text) == reason


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019-02", date(2019, 2, 1), date(2019, 2, 28)),
        ("2020年2月", date(2020, 2, 1), date(2020, 2, 29)),
        ("201912", date(2019, 12, 1), date(2019, 12, 31)),
        ("2019-12-05", date(2019, 12, 5), date(2019, 12, 5)),
    ],
)
def test_a_month_stands_for_the_day_that_the_contract_says(text, first, last):
    assert read(ColumnType.DATE, text, month_is="first_day") == first
    assert read(ColumnType.DATE, text, month_is="last_day") == last


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
    ("text", "order", "found"),
    [
        ("5/6/2026", "month_first", date(2026, 5, 6)),
        ("5/6/2026", "day_first", date(2026, 6, 5)),
        ("05/26/2026", "month_first", date(2026, 5, 26)),
        ("26/5/2026", "month_first", "not_a_date"),
        ("2026/5/6", "day_first", date(2026, 5, 6)),
    ],
)
def test_a_year_may_stand_last_where_the_contract_says_in_which_order(text, order, found):
    assert read(ColumnType.DATE, text, day_order=order) == found


@pytest.mark.parametrize("kind", [ColumnType.TEXT, ColumnType.NUMBER, ColumnType.DATE])
def test_a_word_for_no_value_is_none_where_the_contract_says_so(kind):
    assert read(kind, " ? ", missing=("?", "无")) is None
    assert read(kind, "?", missing=("?",), required=True) == "missing"
    assert read(kind, "?") in {"?", "not_a_number", "not_a_date"}


def test_words_for_no_value_are_the_columns_and_the_datasets():
    column = Column(name="x", title="x", title_en="x", type=ColumnType.TEXT, missing=("?",))
    found = convert(pl.Series(["?", "无", "0"]), column, missing=["无"])
    assert found.values.to_list() == [None, None, "0"]


@pytest.mark.parametrize(
    "text",
    [
        "2026年05月26日 10:20:46",
        "2026-05-26 10:20:46",
        "2026/5/26 10:20:46",
        "2026-05-26T10:20:46",
        "2026-05-26T10:20:46+08:00",
        "2026-05-26T02:20:46Z",
        "2026-05-26 10:20:46.000",
    ],
)
def test_an_instant_is_local_unless_it_says_otherwise_and_stored_in_utc(text):
    assert read(ColumnType.INSTANT, text) == datetime(2026, 5, 26, 2, 20, 46, tzinfo=UTC)


def test_an_instant_in_an_hour_that_was_skipped_is_rejected():
    assert read(ColumnType.INSTANT, "1986-05-04 02:30:00") == "not_an_instant"


@pytest.mark.parametrize("text", ["2026-05-26", "2026-05-26 25:00:00", "10:20:46"])
def test_a_day_alone_is_no_instant(text):
    assert read(ColumnType.INSTANT, text) == "not_an_instant"


def test_codes_are_trimmed_folded_and_accepted_as_codes():
    codes = {"有效发票": "valid", "作废发票": "void"}
    for text in ("作废发票", " 作废发票", "作废 发票", "void"):
        assert read(ColumnType.CODE, text, codes=codes) == "void"
    assert read(ColumnType.CODE, "失控发票", codes=codes) == "unknown_code"


def test_integers_and_booleans():
    assert read(ColumnType.INTEGER, "1,000") == 1000
    assert read(ColumnType.INTEGER, "5.0") == 5
    assert read(ColumnType.INTEGER, "5.5") == "not_an_integer"
    assert read(ColumnType.BOOLEAN, "是") is True
    assert read(ColumnType.BOOLEAN, "也许") == "not_a_boolean"


def test_a_number_keeps_six_decimals():
    assert read(ColumnType.NUMBER, "1.3836") == Decimal("1.383600")
    assert read(ColumnType.NUMBER, "1.1234567") == "too_many_decimals"


@pytest.mark.parametrize("text", [None, "", "  ", "\u3000"])
@pytest.mark.parametrize("kind", [kind for kind in ColumnType if kind is not ColumnType.CODE])
def test_an_empty_cell_is_null_and_where_required_missing(kind, text):
    assert read(kind, text) is None
    assert read(kind, text, required=True) == "missing"


def test_a_dash_is_no_value_except_in_text():
    assert read(ColumnType.MONEY, "--", required=True) == "missing"
    assert read(ColumnType.TEXT, "-") == "-"


def test_a_part_of_a_field_is_the_whole_where_there_is_no_separator():
    raw = pl.Series(["2019-01/2019-12", "2019-03", None, "a/"])
    assert part_of(raw, "/", 1).to_list() == ["2019-01", "2019-03", None, "a"]
    assert part_of(raw, "/", 2).to_list() == ["2019-12", "2019-03", None, ""]
