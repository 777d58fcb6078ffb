"""Posts of the police: two signals and one firm meet only at those who were planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, judged, least):
    fines = world["police_admin_penalty"].filter(pl.col("behaviour") == "殴打他人")
    filed = world["criminal_filing"]["suspect_id"].drop_nulls()
    known = pl.col("injury_level").is_not_null()
    hurt = pl.when(known).then(pl.col("injury_level") != "none")
    lenient = pl.col("injury_level").is_in(["minor", "serious"]) & ~pl.col("person_id").is_in(
        filed.implode()
    )
    unexamined = hurt & ~pl.col("has_injury_exam")
    rows = fines.with_columns(is_lenient=lenient, is_unexamined=unexamined)
    shares = world["entity_role"].select("person_id", "firm_uscc").unique()
    named = rows.filter((lenient | unexamined).fill_null(value=True))
    traces = (
        named.join(shares, on="person_id")
        .group_by("officer_name", "firm_uscc")
        .agg(pl.col("person_id").n_unique())
        .group_by("officer_name")
        .agg(trace=pl.col("person_id").max() >= 2)
    )
    posts = (
        rows.group_by("officer_name")
        .agg(lenient=least(3, "is_lenient"), unexamined=least(3, "is_unexamined"))
        .join(traces, on="officer_name", how="left")
    )
    trace = pl.col("trace").fill_null(value=False)
    judged("M09-A", posts, "officer_name", pl.col("lenient") & pl.col("unexamined") & trace)
