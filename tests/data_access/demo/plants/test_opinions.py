"""Decisions not to prosecute: opinions unsent, unanswered, or answered with too little or much."""

from datetime import date

import polars as pl
import pytest

AS_OF = date(2025, 12, 31)


@pytest.fixture(scope="module")
def decisions(world):
    limits = world["charge_agency"].select(charge="charge_name", years="limit_years")
    return world["non_prosecution"].join(limits, on="charge", how="left")


def test_an_opinion_that_was_called_for_was_not_sent(decisions, judged):
    age = (pl.col("decided_on") - pl.col("crime_on")).dt.total_days()
    is_open = age <= pl.col("years").fill_null(2) * 365
    is_old = (pl.lit(AS_OF) - pl.col("decided_on")).dt.total_days() > 30
    is_untreated = pl.col("reply_result") != "already_penalised"
    is_called_for = pl.col("needs_penalty") == "yes"
    rule = is_called_for & ~pl.col("is_opinion_issued") & is_old & is_open & is_untreated
    judged("M11-B-3", decisions, "case_no", rule)


def test_an_opinion_that_nobody_answered(decisions, judged):
    due = pl.coalesce("reply_due_on", pl.col("opinion_on").dt.offset_by("2mo"))
    is_silent = pl.col("replied_on").is_null() & pl.col("followed_up_on").is_null()
    rule = (pl.col("is_opinion_issued") & (due < AS_OF)) & is_silent
    judged("M11-B-4", decisions, "case_no", rule)


def test_an_answer_without_reason_twice_or_too_hard(world, decisions, judged):
    twice = world["police_admin_penalty"].select(
        "person_id", crime_on="behaved_on", is_twice=pl.lit(value=True)
    )
    rows = decisions.filter(pl.col("replied_on").is_not_null()).join(
        twice, on=("person_id", "crime_on"), how="left"
    )
    result = pl.col("reply_result")
    unreasoned = (result == "not_penalised") & pl.col("no_penalty_reason").is_null()
    is_penalised = result == "penalised"
    again = is_penalised & pl.col("is_twice").fill_null(value=False)
    heavy = is_penalised & (pl.col("penalty_yuan") > 10_000)
    judged("M11-B-5", rows, "case_no", unreasoned | again | heavy)
