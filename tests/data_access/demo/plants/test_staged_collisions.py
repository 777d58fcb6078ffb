"""Collisions: who is hit again and again and never to blame is who was planted."""

import polars as pl

BLAMELESS = ("none", "minor")


def test_the_planted_are_found_and_nobody_else(world, judged):
    accidents = world["traffic_accident"].select(
        "driver_id",
        at="happened_at",
        is_free=pl.col("liability").is_in(BLAMELESS),
        settled=pl.col("settled_yuan").cast(float),
    )
    drivers = accidents.group_by("driver_id").agg(
        share=pl.col("is_free").mean(),
        is_known=pl.col("is_free").is_not_null().all(),
        received=pl.when(pl.col("settled").is_not_null().all()).then(pl.col("settled").sum()),
    )
    free = accidents.filter(pl.col("is_free").fill_null(value=True))
    pairs = free.join(free, on="driver_id", suffix="_later")
    counts = (
        pairs.filter(pl.col("at_later") >= pl.col("at"))
        .group_by("driver_id", "at")
        .agg(
            year=(pl.col("at_later") < pl.col("at").dt.offset_by("12mo")).sum(),
            two_years=(pl.col("at_later") < pl.col("at").dt.offset_by("24mo")).sum(),
        )
        .group_by("driver_id")
        .agg(pl.col("year").max(), pl.col("two_years").max())
    )
    rows = drivers.join(counts, on="driver_id", how="left")
    many = (pl.col("year") >= 5) | (pl.col("two_years") >= 8)
    many = many.fill_null(value=False) & pl.when("is_known").then(pl.col("share") >= 0.8)
    judged("M10-A", rows, "driver_id", many & (pl.col("received") >= 3_000))
