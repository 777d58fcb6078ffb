"""Posts: two kinds of breach meet only at those who were planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, positives):
    terms = world["inmate"].select("person_id", "term_from_on")
    rows = (
        world["commutation"]
        .join(terms, on="person_id")
        .with_columns(
            is_over=(pl.col("merit") == "repentance") & (pl.col("reduced_months") > 9),
            is_early=pl.col("proposed_on") < pl.col("term_from_on").dt.offset_by("18mo"),
        )
    )
    found = set()
    for role in ("officer_name", "judge_name"):
        counted = rows.group_by(role).agg(pl.col("is_over").sum(), pl.col("is_early").sum())
        both = counted.filter(pl.col("is_over") >= 3, pl.col("is_early") >= 3)
        found |= set(both[role])
    assert found == positives("M09-B")
