"""Dispensers: readings that are not as they were single out who was planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, judged):
    key = ("station_uscc", "gun_no")
    rows = (
        world["fuel_dispenser"]
        .sort(*key, "read_on")
        .with_columns(
            last_on=pl.col("read_on").shift(1).over(key),
            last_seal=pl.col("seal_no").shift(1).over(key),
            last_litres=pl.col("counter_litres").shift(1).over(key),
        )
    )
    is_repaired = (
        pl.col("repaired_on")
        .is_between("last_on", "read_on", closed="right")
        .fill_null(value=False)
    )
    is_other = pl.col("seal_no") != pl.col("last_seal")
    is_fallen = pl.col("counter_litres") < pl.col("last_litres")
    rule = (
        pl.col("is_tampered")
        | pl.col("has_second_board")
        | (pl.col("drift_percent").abs() > 0.3)
        | ((is_other | is_fallen) & ~is_repaired)
    )
    judged("M05-C", rows, "station_uscc", rule)
