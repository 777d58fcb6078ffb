"""Subsidies of homes: residents for whom they should not be paid are those that were planted."""

import polars as pl

FULL, LEAST_DAYS = 200, 16


def test_the_planted_are_found_and_nobody_else(world, positives):
    paid = (
        world["elder_home"].filter(pl.col("subsidy_yuan") > 0).rename({"resident_id": "person_id"})
    )
    month = pl.col("month_on")
    short = paid.filter(pl.col("stay_days") < LEAST_DAYS, pl.col("subsidy_yuan") >= FULL)
    dead = paid.join(world["death_record"], on="person_id").filter(month > pl.col("died_on"))
    born = world["household"].select("person_id", "born_on")
    young = paid.join(born, on="person_id").filter(
        month.dt.month_end() < pl.col("born_on").dt.offset_by("60y"), ~pl.col("is_disabled")
    )
    twice = paid.group_by("person_id", "month_on").len().filter(pl.col("len") > 1)
    found = {one for frame in (short, dead, young, twice) for one in frame["person_id"]}
    assert found == positives("M07-D")
