"""Period arithmetic on frames of a few rows."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from supervision.trends import (
    differenced,
    month_span,
    monthly,
    with_last_year,
    with_period_kind,
    with_share,
)

VALUE = pl.Decimal(20, 6)


def published(*rows, unit="人", place="全国"):
    """Figures from (first day, last day, value, precision)."""
    return pl.DataFrame(
        [
            {
                "place": place,
                "line": "criminal",
                "indicator": "起诉人数",
                "unit": unit,
                "period_from_on": date.fromisoformat(first),
                "period_to_on": date.fromisoformat(last),
                "value": Decimal(value),
                "precision": precision,
            }
            for first, last, value, precision in rows
        ],
        schema_overrides={"value": VALUE},
    )


QUARTER = ("2022-01-01", "2022-03-31", "100", "exact")
HALF = ("2022-01-01", "2022-06-30", "250", "exact")
THREE_QUARTERS = ("2022-01-01", "2022-09-30", "330", "exact")


def test_months_without_rows_are_zero_between_the_first_and_the_last():
    counts = pl.DataFrame({"month": [date(2018, 2, 1), date(2017, 11, 1)], "count": [3, 5]})
    expected = pl.DataFrame(
        {
            "month": [date(2017, 11, 1), date(2017, 12, 1), date(2018, 1, 1), date(2018, 2, 1)],
            "count": [5, 0, 0, 3],
        }
    )
    assert_frame_equal(monthly(counts), expected)


def test_a_series_without_rows_has_no_months():
    empty = pl.DataFrame(schema={"month": pl.Date, "count": pl.Int64})
    assert_frame_equal(monthly(empty), empty)


def test_a_share_without_a_denominator_is_null_and_not_zero():
    counts = pl.DataFrame({"voided": [1, 0], "invoices": [4, 0]})
    assert with_share(counts, "voided", "invoices")["share"].to_list() == [0.25, None]


@pytest.mark.parametrize(
    ("first", "last", "kind", "is_cumulative"),
    [
        ("2022-01-01", "2022-01-31", "month", False),
        ("2022-05-01", "2022-05-31", "month", False),
        ("2022-01-01", "2022-03-31", "year_to_date", True),
        ("2022-01-01", "2022-12-31", "year", True),
        ("2022-04-01", "2022-06-30", "part_of_year", False),
        ("2018-01-01", "2022-12-31", "years", False),
        ("2017-07-01", "2024-11-30", "years", False),
    ],
)
def test_a_period_is_shown_as_what_it_is(first, last, kind, is_cumulative):
    (row,) = with_period_kind(published((first, last, "1", "exact"))).to_dicts()
    assert (row["period_kind"], row["is_cumulative"]) == (kind, is_cumulative)


def test_cumulative_exact_figures_of_one_year_give_its_parts():
    parts = differenced(published(HALF, QUARTER, THREE_QUARTERS))
    assert parts.select("period_from_on", "period_to_on", "value", "less_to_on").rows() == [
        (date(2022, 4, 1), date(2022, 6, 30), Decimal(150), date(2022, 3, 31)),
        (date(2022, 7, 1), date(2022, 9, 30), Decimal(80), date(2022, 6, 30)),
    ]


def test_the_parts_and_the_first_figure_add_up_to_the_longest():
    parts = differenced(published(HALF, QUARTER, THREE_QUARTERS))
    assert Decimal(QUARTER[2]) + sum(parts["value"].to_list()) == Decimal(THREE_QUARTERS[2])


@pytest.mark.parametrize(
    "other",
    [
        ("2022-01-01", "2022-06-30", "250", "rounded_wan"),
        ("2022-01-01", "2022-06-30", "250", "approx(余)"),
        ("2022-01-01", "2022-06-30", "250", "lower_bound(以上)"),
        ("2023-01-01", "2023-06-30", "250", "exact"),
        ("2022-02-01", "2022-06-30", "250", "exact"),
        ("2021-01-01", "2022-06-30", "250", "exact"),
        ("2022-01-01", "2022-06-30", "99", "exact"),
    ],
)
def test_what_is_not_exact_or_not_of_one_year_and_start_gives_no_part(other):
    assert differenced(published(QUARTER, other)).is_empty()


def test_a_rounded_figure_between_two_exact_ones_is_passed_over():
    rounded = ("2022-01-01", "2022-06-30", "250", "rounded_wan")
    parts = differenced(published(QUARTER, rounded, THREE_QUARTERS))
    assert parts.select("period_from_on", "value").rows() == [(date(2022, 4, 1), Decimal(230))]


def test_shares_are_never_subtracted():
    for unit in ("%", "ratio", "百分点"):
        assert differenced(published(QUARTER, HALF, unit=unit)).is_empty()


def test_figures_of_two_places_are_not_subtracted_from_each_other():
    both = pl.concat([published(QUARTER), published(HALF, place="演示市")])
    assert differenced(both).is_empty()


def test_a_period_published_twice_with_two_values_gives_no_part():
    revised = ("2022-01-01", "2022-03-31", "101", "exact")
    assert differenced(published(QUARTER, revised, HALF)).is_empty()


def test_nothing_published_gives_no_parts_but_the_columns():
    empty = published(QUARTER).clear()
    assert differenced(empty).columns == differenced(published(QUARTER, HALF)).columns


def test_a_figure_stands_beside_that_of_the_same_months_a_year_before():
    before = ("2023-01-01", "2023-02-28", "80", "exact")
    leap = ("2024-01-01", "2024-02-29", "100", "exact")
    rows = with_last_year(published(leap, before)).to_dicts()
    assert [row["last_year_value"] for row in rows] == [None, Decimal(80)]
    assert rows[1]["change"] == Decimal(20)
    assert rows[1]["change_share"] == 0.25
    assert rows[1]["is_change_exact"]


def test_the_change_of_a_share_is_in_points_and_has_no_share_of_its_own():
    rows = with_last_year(
        published(
            ("2023-01-01", "2023-12-31", "20", "rate"),
            ("2024-01-01", "2024-12-31", "22.5", "rate"),
            unit="%",
        )
    ).to_dicts()
    assert rows[1]["change"] == Decimal("2.5")
    assert rows[1]["change_share"] is None
    assert not rows[1]["is_change_exact"]


def test_a_month_opens_into_its_half_open_span():
    assert month_span(date(2018, 3, 9)) == (date(2018, 3, 1), date(2018, 4, 1))
    assert month_span(date(2018, 12, 1)) == (date(2018, 12, 1), date(2019, 1, 1))
