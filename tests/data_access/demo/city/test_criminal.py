"""The course of criminal cases: stages in order, the published mix, the change of December 2023."""

from datetime import date
from itertools import pairwise

import polars as pl
import pytest

from data_access.demo.city.criminal import DRUNK, POLICY_CHANGE


def test_every_stage_follows_the_one_before(city):
    course = city.table("_criminal")
    days = (
        "crime_on",
        "filed_on",
        "second_on",
        "sent_on",
        "decided_on",
        "judged_on",
        "effective_on",
    )
    for before, after in pairwise(days):
        both = course.drop_nulls([before, after])
        assert (both[before] <= both[after]).all(), (before, after)
        assert course.filter(pl.col(before).is_null())[after].drop_nulls().is_empty()


def test_drunk_driving_falls_after_the_opinion_and_theft_does_not(larger_city):
    course = larger_city.table("_criminal")

    def monthly(charge, first, last):
        rows = course.filter(
            pl.col("charge") == charge, pl.col("filed_on").is_between(first, last, closed="left")
        )
        return rows.height / ((last - first).days / 30)

    before, after = (date(2023, 1, 1), POLICY_CHANGE), (POLICY_CHANGE, date(2025, 12, 31))
    assert monthly(DRUNK, *after) < 0.7 * monthly(DRUNK, *before)
    assert monthly("盗窃罪", *after) > 0.8 * monthly("盗窃罪", *before)


@pytest.mark.parametrize(
    ("first", "last", "share"),
    [
        (date(2022, 1, 1), date(2022, 12, 31), 0.319),
        (date(2024, 1, 1), date(2024, 6, 30), 0.156),
    ],
)
def test_drunk_driving_has_its_published_share_before_the_opinion_and_since(
    larger_city, first, last, share
):
    course = larger_city.table("_criminal")
    filed = course.filter(pl.col("filed_on").is_between(first, last))
    assert abs((filed["charge"] == DRUNK).mean() - share) < 0.05


def test_most_decisions_are_to_prosecute(city):
    decided = city.table("_criminal")["decision"].drop_nulls()
    assert 0.8 < (decided == "prosecuted").mean() < 0.93
