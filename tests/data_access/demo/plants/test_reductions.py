"""Reductions of sentence: the rules of 2016 single out who was planted, however days are counted."""

from datetime import date

import polars as pl
import pytest

CAPS = {
    "repentance": 9,
    "merit": 9,
    "repentance_and_merit": 12,
    "major_merit": 18,
    "repentance_and_major_merit": 24,
}
MONTHS = pl.col("sentence_months")


@pytest.fixture(scope="module")
def reductions(world):
    """Every reduction with its prisoner, the one before it, and what the year before it showed."""
    rows = world["commutation"].drop("property_payable_yuan", "property_paid_yuan")
    rows = rows.join(world["inmate"].drop("unit"), on="person_id")
    rows = rows.filter(pl.col("original_penalty") == "prison").sort("person_id", "sequence")
    granted = pl.col("status") == "granted"
    rows = rows.filter(granted | (pl.col("status") == "cancelled_by_prison")).with_columns(
        cancelled=(pl.col("status") == "cancelled_by_prison").sum().over("person_id")
    )
    rows = rows.filter(granted).with_columns(
        has_before=pl.col("sequence").shift().over("person_id").is_not_null(),
        ruled_before=pl.col("ruled_on").shift().over("person_id"),
        months_before=pl.col("reduced_months").shift().over("person_id"),
    )
    return rows.join(spending(world, rows), on=["person_id", "sequence"], how="left").join(
        scores(world, rows), on=["person_id", "sequence"], how="left"
    )


def year_before(world, dataset, rows):
    months = world[dataset].join(
        rows.select("person_id", "sequence", "proposed_on", "is_disabled"), on="person_id"
    )
    start = pl.col("proposed_on").dt.month_start()
    return months.filter(
        pl.col("month_on").is_between(start.dt.offset_by("-12mo"), start, closed="left")
    ).with_columns(is_late=pl.col("month_on") >= start.dt.offset_by("-3mo"))


def spending(world, rows):
    money = year_before(world, "inmate_account", rows)
    at_quota = pl.col("spent_yuan").cast(float) >= 0.9 * pl.col("quota_yuan").cast(float)
    return money.group_by("person_id", "sequence").agg(at_quota=at_quota.sum())


def scores(world, rows):
    score = pl.col("score").cast(float)
    light = pl.col("post_kind").is_in(["kitchen", "light", "auxiliary"])
    return (
        year_before(world, "inmate_score", rows)
        .sort("month_on")
        .group_by("person_id", "sequence")
        .agg(
            jump=score.filter("is_late").mean() / score.filter(~pl.col("is_late")).mean(),
            wards=pl.col("ward").n_unique(),
            is_light=(light & ~pl.col("is_disabled")).last(),
        )
    )


def rules(begun, decided):
    cap = pl.col("merit").replace_strict(CAPS, default=None, return_dtype=pl.Int64)
    cap = (
        pl.when("is_strict_category")
        .then(pl.min_horizontal(cap, 12))
        .when(~pl.col("is_strict_category"))
        .then(cap)
    )
    is_cut = pl.col("kind") == "commutation"
    over = is_cut & (pl.col("reduced_months") > cap)
    start = pl.when(MONTHS < 60).then(12).when(MONTHS < 120).then(18).when(MONTHS >= 120).then(24)
    start = pl.when("is_strict_category").then(24).otherwise(start)
    early = pl.col(decided) < pl.col(begun).dt.offset_by(pl.format("{}mo", start))
    wait = pl.max_horizontal(pl.when(MONTHS < 120).then(12).otherwise(18), "months_before")
    next_on = pl.col("ruled_before").dt.offset_by(pl.format("{}mo", wait))
    soon = pl.col("has_before") & (pl.col(decided) < next_on)
    unpaid = pl.col("property_paid_yuan") < pl.col("property_payable_yuan")
    able = unpaid & ~pl.col("is_disabled") & (pl.col("at_quota") >= 3)
    jump = (pl.col("jump") >= 1.5).fill_null(value=False)
    moved = ((pl.col("wards") >= 3) & pl.col("is_light")).fill_null(value=False)
    return over | early | soon | able | jump | moved | (pl.col("cancelled") >= 2)


@pytest.mark.parametrize(
    ("begun", "decided"), [("entered_on", "proposed_on"), ("term_from_on", "ruled_on")]
)
def test_the_planted_are_found_and_nobody_else(reductions, judged, begun, decided):
    judged("M08-A", reductions, "person_id", rules(begun, decided))


def test_reductions_are_of_the_last_years(reductions):
    assert reductions["ruled_on"].max() <= date(2025, 12, 31)
