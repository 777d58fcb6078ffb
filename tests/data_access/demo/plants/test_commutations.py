"""Posts: two kinds of breach and a payer meet only at those who were planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, judged, least):
    terms = world["inmate"].select("person_id", "term_from_on", "sentence_months")
    payers = (
        world["inmate_account"]
        .filter(pl.col("payer_id").is_not_null())
        .select("person_id", "payer_id")
        .unique()
    )
    rows = world["commutation"].join(terms, on="person_id").join(payers, on="person_id", how="left")
    start = pl.format("{}mo", pl.when(pl.col("sentence_months") < 120).then(18).otherwise(24))
    early = pl.col("proposed_on") < pl.col("term_from_on").dt.offset_by(start)
    early = pl.when(pl.col("sentence_months").is_not_null()).then(early)
    over = pl.col("reduced_months") > pl.when(pl.col("merit") == "repentance").then(9)
    rows = pl.concat(
        rows.with_columns(is_over=over, is_early=early, post=role)
        for role in ("officer_name", "judge_name")
    ).filter(pl.col("post").is_not_null())
    posts = rows.group_by("post").agg(
        over=least(3, "is_over"),
        early=least(3, "is_early"),
        traced=pl.col("payer_id").drop_nulls().value_counts().struct.field("count").max() >= 3,
    )
    judged("M09-B", posts, "post", pl.col("over") & pl.col("early") & pl.col("traced"))
