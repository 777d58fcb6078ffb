"""How a figure is written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dashboard import figures
from supervision.measure import Measure


@pytest.mark.parametrize(
    ("yuan", "written"),
    [
        (Decimal("123456.78"), "12.3 万元"),
        (Decimal(120000000), "1.2 亿元"),
        (Decimal("1234.5"), "1,234.5 元"),
        (Decimal(-56000), "-5.6 万元"),
        (Decimal("9999.99"), "9,999.99 元"),
        (Decimal(0), "0 元"),
        (None, "—"),
    ],
)
def test_money_is_written_as_it_is_read(yuan, written):
    assert figures.money(yuan) == written


def test_the_exact_amount_is_there_too():
    assert figures.exact_money(Decimal("3613817.56")) == "3,613,817.56 元"
    assert figures.exact_money(None) == "—"


def test_a_share_names_what_it_was_made_of():
    assert figures.share(753, 2035) == "37.0 %（753/2,035）"


def test_below_twenty_only_the_counts_are_shown():
    assert figures.share(3, 19) == "3/19"
    assert figures.share(3, 20) == "15.0 %（3/20）"


def test_a_share_of_nothing_is_no_share():
    assert figures.share(0, 0) == "—"
    assert figures.share(None, 10) == "—"


def test_differences_of_shares_are_percentage_points():
    assert figures.points(0.021) == "+2.1 个百分点"
    assert figures.points(-0.0005) == "-0.1 个百分点"


def test_days_and_months_are_written_in_chinese_order():
    assert figures.day(date(2026, 5, 26)) == "2026年5月26日"
    assert figures.month(date(2026, 5, 1)) == "2026-05"
    assert figures.days(date(2016, 10, 1), date(2020, 2, 28)) == "2016年10月1日至2020年2月28日"
    assert figures.span(date(2026, 1, 1), date(2026, 5, 31)) == "2026-01 至 2026-05"
    assert figures.span(date(2026, 5, 1), date(2026, 5, 31)) == "2026-05"


def test_an_instant_is_shown_as_the_clock_in_shanghai_shows_it():
    assert figures.instant(datetime(2026, 5, 25, 17, 5, tzinfo=UTC)) == "2026年5月26日 01:05"


def test_a_measured_value_is_written_by_its_measure():
    assert figures.measured(0.524, Measure.SHARE) == "52.4 %"
    assert figures.measured(406964.68, Measure.YUAN) == "406,964.68 元"
    assert figures.measured(2024, Measure.YEAR) == "2024"
    assert figures.measured(33, None) == "33"
    assert figures.measured(None, Measure.SHARE) == "—"
    assert figures.measured("某路1号", Measure.YUAN) == "某路1号"


def test_a_day_kept_as_text_is_written_as_a_day():
    assert figures.value("2024-12-31") == "2024年12月31日"
    assert figures.value("2024-13-31") == "2024-13-31"


def test_no_line_is_broken_inside_a_day():
    assert figures.unbroken("自2026年5月26日起").replace("\u2060", "") == "自2026年5月26日起"
    assert "2\u20600\u20602\u20606\u2060年" in figures.unbroken("自2026年5月26日起")


def test_a_word_is_held_on_one_line():
    assert figures.held("办案单位") == "办\u2060案\u2060单\u2060位"


def test_a_word_is_whole_and_a_sentence_may_be_broken():
    assert figures.whole("待核对") == figures.held("待核对")
    assert figures.whole("自2026年5月26日起施行") == "自2026年5月26日起施行"
