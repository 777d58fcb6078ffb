"""Filling stations: what was pumped against what was declared singles out who was planted."""

from datetime import date

import polars as pl

LITRES = 1_350


def test_the_planted_are_found_and_nobody_else(world, judged):
    quarter = pl.col("read_on").dt.truncate("1q").alias("period_from_on")
    read = world["fuel_dispenser"].sort("station_uscc", "gun_no", "read_on")
    ends = read.group_by("station_uscc", "gun_no", quarter, maintain_order=True).agg(
        pl.col("counter_litres").last()
    )
    own = pl.col("counter_litres").cast(pl.Float64)
    pumped = (
        ends.with_columns(
            litres=own - own.shift(1).over("station_uscc", "gun_no", order_by="period_from_on")
        )
        .group_by("station_uscc", "period_from_on")
        .agg(pl.col("litres").sum(), guns=pl.col("litres").count())
        .filter(pl.col("guns") == 3, pl.col("period_from_on") < date(2025, 10, 1))
    )
    times = pl.when(pl.col("unit_name") == "吨").then(LITRES).otherwise(1)
    declared = world["tax_declare"].select(
        "period_from_on",
        station_uscc="firm_uscc",
        declared=pl.col("declared_quantity").cast(pl.Float64) * times,
    )
    rows = pumped.join(declared, on=["station_uscc", "period_from_on"], how="left")
    gap = (pl.col("litres") - pl.col("declared")) / pl.col("litres")
    is_hidden = gap >= 0.2 - 1e-6
    counted = (
        rows.filter(pl.col("litres") > 0)
        .group_by("station_uscc")
        .agg(hidden=is_hidden.sum(), open_=is_hidden.null_count())
    )
    stations = world["market_entity"].filter(pl.col("industry") == "加油站")
    known = stations.join(counted, left_on="firm_uscc", right_on="station_uscc", how="left")
    hidden = pl.col("hidden")
    rule = (hidden >= 2) | pl.when(hidden + pl.col("open_") >= 2).then(None).otherwise(hidden >= 2)
    judged("M05-B", known, "firm_uscc", rule)
