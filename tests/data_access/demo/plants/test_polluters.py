"""Polluters: firms above the limit again after two penalties are those that were planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, judged):
    readings = world["pollution_reading"].with_columns(at=pl.col("measured_at").dt.date())
    penalties = world["admin_penalty"].filter(
        pl.col("behaviour") == "超标排放污染物", pl.col("status") != "revoked"
    )
    penalties = penalties.select("party_id", "party_name", "decided_on", "decision_no")
    before = readings.join(penalties, left_on="firm_uscc", right_on="party_id").filter(
        pl.col("decided_on") < pl.col("at"),
        pl.col("decided_on") >= pl.col("at").dt.offset_by("-2y"),
    )
    twice = before.group_by("firm_uscc", "at").agg(pl.col("decision_no").n_unique())
    twice = twice.filter(pl.col("decision_no") >= 2)
    by_name = penalties.filter(pl.col("party_id").is_null())["party_name"]
    handed = world["case_transfer"]["party_id"]
    is_again = (
        pl.when(pl.col("firm_name").is_in(by_name.implode()))
        .then(None)
        .otherwise(pl.col("firm_uscc").is_in(twice["firm_uscc"].implode()))
    )
    rule = (
        (pl.col("value") > pl.col("limit_value"))
        & ~pl.col("is_maintenance")
        & is_again
        & ~pl.col("firm_uscc").is_in(handed.implode())
    )
    judged("M03-B", readings, "firm_uscc", rule)
