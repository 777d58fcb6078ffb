"""Rehabilitation orders: who was released and never taken back is who was planted."""

from datetime import date

import polars as pl

AS_OF = pl.lit(date(2025, 12, 31))


def test_the_planted_are_found_and_nobody_else(world, judged):
    left = world["rehab_order"].filter(pl.col("left_for_criminal_on").is_not_null())
    stays = world["detention_in_out"].select(
        "person_id", "entered_on", released="left_on", is_held=pl.col("left_on").is_null()
    )
    stays = stays.filter(pl.col("entered_on") >= date(2020, 1, 1)).unique("person_id")
    dead = world["death_record"].select("person_id", "died_on")
    rows = left.join(stays, on="person_id", how="left").join(dead, on="person_id", how="left")
    end = pl.coalesce("extended_to_on", "exec_to_on")
    is_out = pl.col("released").dt.offset_by("10d") < AS_OF
    is_out = pl.when("is_held").then(False).otherwise(is_out)
    is_due = (end > pl.col("released")) | pl.col("is_held").fill_null(value=False)
    is_gone = pl.col("died_on").is_not_null() | pl.col("released_on").is_not_null()
    rule = pl.col("returned_on").is_null() & ~is_gone & is_out & is_due
    judged("M08-G", rows, "person_id", rule)
