"""Frauds on the old: filings of one scheme are those that were planted."""

import polars as pl

SCHEMES = "投资养老项目|代办社保|销售养老产品|以房养老"


def test_the_planted_are_found_and_nobody_else(world, judged):
    born = world["household"].select(victim_id="person_id", born="born_on")
    rows = (
        world["criminal_filing"]
        .filter(pl.col("modus").str.contains(SCHEMES))
        .join(born, on="victim_id", how="left")
        .with_columns(is_old=pl.col("crime_on") >= pl.col("born").dt.offset_by("60y"))
    )
    grouped = rows.group_by("modus").agg(
        pl.len(),
        pl.col("is_old").mean(),
        first=pl.col("filed_on").min(),
        last=pl.col("filed_on").max(),
        members=(pl.lit("case:") + pl.col("filing_no")).sort().str.join("+"),
    )
    rule = (
        (pl.col("len") >= 3)
        & (pl.col("is_old") >= 0.6)
        & (pl.col("last") <= pl.col("first").dt.offset_by("12mo"))
    )
    judged("M07-B", grouped, "members", rule)
