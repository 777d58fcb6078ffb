"""Penalty decisions: what the law judged of every decision of the city is what was planted."""

from datetime import date

import polars as pl
import pytest

AS_OF = date(2025, 12, 31)


@pytest.fixture(scope="module")
def decisions(world):
    own = ("decision_no", "applied_on", "accepted_on", "ruled_on", "ruling", "has_hearing")
    known = world["nonlit_exec"].select(*own, "exec_result", nonlit="nonlit_no")
    return world["admin_penalty"].join(known, on="decision_no", how="left")


def flagged(decisions, condition):
    return set(decisions.filter(condition)["decision_no"])


def test_applied_before_the_time_to_sue_had_ended(decisions, positives):
    found = flagged(decisions, pl.col("applied_on") < pl.col("suit_deadline_on"))
    assert found == positives("M11-A-NL-1")


def test_applied_without_urging_or_too_soon_after_it(decisions, positives):
    soon = pl.col("applied_on") < pl.col("urged_on").dt.offset_by("10d")
    not_urged = pl.col("applied_on").is_not_null() & pl.col("urged_on").is_null()
    assert flagged(decisions, soon | not_urged) == positives("M11-A-NL-2")


def test_applied_too_late(decisions, positives):
    start = pl.coalesce("installment_to_on", "suit_deadline_on")
    found = flagged(decisions, pl.col("applied_on") > start.dt.offset_by("3mo"))
    assert found == positives("M11-A-NL-3")


def unpaid():
    is_open = pl.col("contest_from_on").is_not_null() & pl.col("contest_to_on").is_null()
    return (
        (pl.col("paid_yuan") < pl.col("fine_yuan"))
        & pl.col("nonlit").is_null()
        & (pl.col("status") != "revoked")
        & ~is_open
    )


def test_never_applied_though_unpaid(decisions, positives):
    end = pl.coalesce("installment_to_on", "suit_deadline_on").dt.offset_by("3mo")
    assert flagged(decisions, unpaid() & (end < AS_OF)) == positives("M11-A-NL-4")
    ahead = AS_OF.replace(year=2026, month=1, day=30)
    assert flagged(decisions, unpaid() & (end < ahead)) == positives("M03-G")


def test_the_court_was_late(decisions, positives):
    taking = (pl.col("accepted_on") - pl.col("applied_on")).dt.total_days() > 5
    limit = pl.when("has_hearing").then(30).otherwise(7)
    ruling = (pl.col("ruled_on") - pl.col("accepted_on")).dt.total_days() > limit
    assert flagged(decisions, taking | ruling) == positives("M11-A-NL-6")


def test_granted_and_never_enforced(decisions, positives):
    old = (pl.lit(AS_OF) - pl.col("ruled_on")).dt.total_days() > 90
    is_open = (pl.col("ruling") == "granted") & (pl.col("exec_result") == "not_executed")
    assert flagged(decisions, old & is_open) == positives("M11-A-NL-7")


def test_the_surcharge_exceeds_the_fine_or_is_missing(decisions, positives):
    more = pl.col("surcharge_yuan") > pl.col("fine_yuan")
    late = pl.col("paid_on") > pl.col("pay_due_on")
    missing = late & (pl.col("surcharge_yuan").fill_null(0) == 0) & pl.col("nonlit").is_null()
    found = flagged(decisions, more | (missing & (pl.col("status") != "revoked")))
    assert found == positives("M11-A-NL-5")
