"""Subsidies of homes: residents for whom they should not be paid are those that were planted."""

import polars as pl

FULL, LEAST_DAYS = 200, 16


def test_the_planted_are_found_and_nobody_else(world, judged):
    died = world["death_record"].group_by("person_id").agg(pl.col("died_on").min())
    born = world["household"].select("person_id", "born_on")
    rows = (
        world["elder_home"]
        .rename({"resident_id": "person_id"})
        .join(born, on="person_id", how="left")
        .join(died, on="person_id", how="left")
    )
    month, subsidy = pl.col("month_on"), pl.col("subsidy_yuan")
    is_paid = subsidy > 0
    is_short = (pl.col("stay_days") < LEAST_DAYS) & (subsidy >= FULL)
    is_dead = (month > pl.col("died_on")).fill_null(value=False)
    is_young = month.dt.month_end() < pl.col("born_on").dt.offset_by("60y")
    is_twice = is_paid.sum().over("person_id", "month_on") > 1
    rule = is_paid & (is_short | is_dead | (is_young & ~pl.col("is_disabled")) | is_twice)
    judged("M07-D", rows, "person_id", rule)
