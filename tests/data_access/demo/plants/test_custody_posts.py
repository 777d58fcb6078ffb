"""Posts of the detention house: contraband, moves and one visitor meet only at the planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, judged):
    events = world["custody_event"].with_columns(
        is_found=pl.col("event_kind") == "contraband",
        is_moved=(pl.col("event_kind") == "cell_change") & pl.col("detail").is_null(),
    )
    visitor = pl.col("other_party").filter(
        pl.col("event_kind").is_in(["contraband", "family_visit"])
    )
    posts = events.group_by("officer_name").agg(
        found=pl.col("is_found").sum() >= 2,
        moved=pl.col("is_moved").sum() >= 3,
        traced=visitor.drop_nulls().value_counts().struct.field("count").max() >= 3,
    )
    rule = pl.col("found") & pl.col("moved") & pl.col("traced")
    judged("M09-E", posts, "officer_name", rule)
