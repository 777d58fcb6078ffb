"""Benefits: what the insurance agency paid wrongly is what was planted."""

import polars as pl
import pytest


@pytest.fixture(scope="module")
def paid(world):
    return world["allowance_pay"]


def of(paid, program):
    return paid.filter(pl.col("program") == program)


def test_arrears_on_an_award_that_does_not_stand(world, judged):
    awards = world["labor_arbitration"].select("close_manner", basis_doc_no="award_no").unique()
    rows = world["si_lumpsum"].join(awards, on="basis_doc_no", how="left")
    is_award = pl.col("basis_kind") == "arbitration_award"
    fails = pl.col("close_manner").is_null() | (pl.col("close_manner") == "revoked")
    known = pl.when(pl.col("basis_doc_no").is_not_null()).then(fails)
    judged("M11-E-1", rows, "person_id", is_award & known)


def test_unemployment_beside_contributions(world, paid, judged):
    employed = world["social_insurance"].filter(pl.col("firm_uscc").is_not_null())
    rows = of(paid, "unemployment").join(
        employed.select("person_id", "month_on", "pay_status"), on=("person_id", "month_on")
    )
    months = rows.group_by("person_id").agg(
        months=pl.len(), unsure=pl.col("pay_status").is_null().any()
    )
    rule = pl.when(~pl.col("unsure")).then(pl.col("months") >= 2)
    judged("M11-E-2", months, "person_id", rule)


def test_one_injury_paid_twice(world, paid, judged):
    stays = world["mi_settlement"].filter("is_inpatient")
    stays = stays.with_columns(month_on=pl.col("admitted_on").dt.truncate("1mo"))
    rows = of(paid, "work_injury").join(stays, on=("person_id", "month_on"))
    judged("M11-E-3", rows, "person_id", pl.col("is_injury"))
