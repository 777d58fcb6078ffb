"""Polluters: firms above the limit again after two penalties are those that were planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, positives):
    over = world["pollution_reading"].filter(
        pl.col("value") > pl.col("limit_value"), ~pl.col("is_maintenance")
    )
    over = over.select("firm_uscc", at=pl.col("measured_at").dt.date())
    penalties = world["admin_penalty"].filter(
        pl.col("behaviour") == "超标排放污染物", pl.col("status") != "revoked"
    )
    rows = over.join(
        penalties.select("party_id", "decided_on", "decision_no"),
        left_on="firm_uscc",
        right_on="party_id",
    ).filter(
        pl.col("decided_on") < pl.col("at"),
        pl.col("decided_on") >= pl.col("at").dt.offset_by("-2y"),
    )
    twice = rows.group_by("firm_uscc", "at").agg(pl.col("decision_no").n_unique())
    handed = world["case_transfer"].select(firm_uscc="party_id")
    found = twice.filter(pl.col("decision_no") >= 2).join(handed, on="firm_uscc", how="anti")
    assert set(found["firm_uscc"]) == positives("M03-B")
