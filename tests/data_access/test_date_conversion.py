"""Text to days and instants: every spelling that leaves no doubt, and no other."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.conversion import convert
from supervision.contracts import Column, ColumnType


def read(kind: ColumnType, text: str | None, **more):
    column = Column(name="x", title="x", title_en="x", type=kind, **more)
    found = convert(pl.Series([text], dtype=pl.String), column)
    return found.faults.item() or found.values.item()


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
        "2017 年 9 月 1 日",
        "2017-09-01 10时20分",
        "2017年9月1日 10时20分30秒",
        "2017-09-01（星期五）",
        "二〇一七年九月一日",
        "二○一七年九月一日",
        "20170901102030",
        "42979",
        "42979.5",
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
        ("18263", "not_a_date"),
        ("73051", "not_a_date"),
        ("430001", "not_a_date"),
        ("二〇一七年十三月一日", "not_a_date"),
        ("二〇一七年九月", "not_a_date"),
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


@settings(max_examples=50, deadline=None)
@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_survives_as_the_number_of_a_spreadsheet(day):
    serial = (day - date(1899, 12, 30)).days
    assert read(ColumnType.DATE, str(serial)) == day
    assert read(ColumnType.DATE, f"{serial}.999") == day


@settings(max_examples=50, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_survives_in_chinese_numbers(day):
    digits = "〇一二三四五六七八九"
    tens = ["", "十", "二十", "三十"]
    year = "".join(digits[int(digit)] for digit in str(day.year))
    month, of_month = (
        tens[number // 10] + (digits[number % 10] if number % 10 else "")
        for number in (day.month, day.day)
    )
    assert read(ColumnType.DATE, f"{year}年{month}月{of_month}日") == day


def test_an_instant_may_be_the_number_of_a_spreadsheet_with_a_part_of_a_day():
    morning = datetime(2026, 5, 26, 2, 20, 46, tzinfo=UTC)
    serial = 46168 + (10 * 3600 + 20 * 60 + 46) / 86_400
    assert read(ColumnType.INSTANT, f"{serial:.9f}") == morning
    assert read(ColumnType.INSTANT, "46168.0") == morning.replace(hour=16, minute=0, second=0) - (
        timedelta(days=1)
    )
    assert read(ColumnType.INSTANT, "46168") == "not_an_instant"
