"""Allowances: what the public purse paid wrongly is what was planted."""

import polars as pl
import pytest


@pytest.fixture(scope="module")
def paid(world):
    return world["allowance_pay"]


def of(paid, program):
    return paid.filter(pl.col("program") == program)


def any_row(rows, rule):
    """One row a person: true where it is of any row, null where it may be."""
    one = (
        rows.with_columns(verdict=rule)
        .group_by("person_id")
        .agg(true=pl.col("verdict").any(), unsure=pl.col("verdict").is_null().any())
    )
    return one.with_columns(verdict=pl.when("true").then(True).when(~pl.col("unsure")).then(False))


def test_an_allowance_after_death(world, paid, judged):
    dead = world["death_record"].select("person_id", "died_on").unique("person_id")
    rows = of(paid, "old_age").join(dead, on="person_id")
    rule = (pl.col("month_on") > pl.col("died_on")) & (pl.col("status") == "paid")
    judged("M12-D-1", any_row(rows, rule), "person_id", pl.col("verdict"))


def test_allowances_that_exclude_each_other(paid, judged):
    own = ("person_id", "month_on", "status")
    rows = (
        of(paid, "subsistence")
        .select(own)
        .join(
            of(paid, "extreme_poverty").select(own), on=("person_id", "month_on"), suffix="_other"
        )
    )
    rule = (pl.col("status") == "paid") & (pl.col("status_other") == "paid")
    judged("M12-D-2", any_row(rows, rule), "person_id", pl.col("verdict"))


def test_a_subsidy_for_a_field_that_is_built_over(world, paid, judged):
    seen = world["remote_change"].select("parcel_code", "seen_on", "change_kind")
    rows = of(paid, "farmland").join(seen, on="parcel_code", how="left")
    built = (pl.col("change_kind") == "building") & (pl.col("seen_on") < pl.col("paid_on"))
    known = pl.when(pl.col("parcel_code").is_not_null()).then(built.fill_null(value=False))
    judged("M12-D-3", rows, "person_id", known)


def test_subsistence_beside_a_wage(world, paid, judged):
    wages = world["wage_tax"].select("person_id", "month_on", "income_yuan")
    rows = of(paid, "subsistence").join(wages, on=("person_id", "month_on"))
    rule = (pl.col("income_yuan") > 3_000) & (pl.col("status") == "paid")
    judged("M12-D-4", any_row(rows, rule), "person_id", pl.col("verdict"))


def test_an_allowance_after_emigration(world, paid, judged):
    gone = world["household"].filter(
        pl.col("cancelled_on").is_not_null(), pl.col("died_on").is_null()
    )
    rows = paid.join(gone.select("person_id", "cancelled_on", "cancel_reason"), on="person_id")
    after = pl.col("month_on") > pl.col("cancelled_on")
    rule = after & (pl.col("cancel_reason") == "emigrated")
    judged("M12-D-5", any_row(rows, rule), "person_id", pl.col("verdict"))
