"""Trends of one line: its leads in time, the voided share, what was published."""

import pytest

from supervision.vocabulary import Line


def test_leads_stand_by_event_and_by_receipt(opened):
    app = opened("trends", line="criminal")
    assert any("刑事检察线索按事件日期集中在" in each.value for each in app.subheader)
    assert app.get("plotly_chart")


def test_the_voided_share_shows_numerator_and_denominator(opened):
    rows = opened("trends", line="criminal").dataframe[0].value
    row = rows[rows["invoices"] >= 20].iloc[0]
    assert f"{row['voided']:,}/{row['invoices']:,}" in row["of"]


@pytest.mark.parametrize("line", list(Line))
def test_each_line_shows_its_published_series_by_period(opened, line):
    app = opened("trends", line=line.value)
    rows = next(each.value for each in app.dataframe if {"span", "kind"} <= set(each.value.columns))
    assert set(rows["kind"]) <= {"年内累计", "单独期间"}
    assert len(rows)


def test_a_closed_line_says_who_can_open_it(opened):
    app = opened("trends", username="civil.only", line="criminal")
    assert any("未开通刑事检察" in each.value for each in app.markdown)
    assert not app.get("plotly_chart")
