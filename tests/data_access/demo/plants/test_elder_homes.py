"""Homes for the old: unregistered ones with two further signs are those that were planted."""

from datetime import date

import polars as pl

AS_OF = date(2025, 12, 31)


def test_the_planted_are_found_and_nobody_else(world, judged):
    last = world["elder_home"].filter(
        pl.col("month_on") == pl.col("month_on").max().over("firm_uscc")
    )
    homes = last.group_by("firm_uscc").agg(
        pl.col("is_registered").first(),
        prepaid=pl.when(pl.col("prepaid_balance_yuan").null_count() == 0).then(
            pl.col("prepaid_balance_yuan").cast(pl.Float64).sum()
        ),
    )
    firms = world["market_entity"].select(
        "firm_uscc", "established_on", capital=pl.col("registered_capital_yuan").cast(pl.Float64)
    )
    calls = world["hotline_complaint"].filter(pl.col("category").str.contains("养老|保健"))
    calls = calls.select(firm_uscc="respondent_uscc", on=pl.col("called_at").dt.date())
    near = calls.join(calls, on="firm_uscc", suffix="_later").filter(
        pl.col("on_later").is_between("on", pl.col("on").dt.offset_by("90d"))
    )
    counted = near.group_by("firm_uscc", "on").len().filter(pl.col("len") >= 3)
    signs = (
        (pl.col("prepaid") >= 3 * pl.col("capital")).cast(pl.Int64)
        + (pl.col("established_on") > AS_OF.replace(year=2023)).cast(pl.Int64)
        + pl.col("firm_uscc").is_in(counted["firm_uscc"].implode()).cast(pl.Int64)
    )
    rule = ~pl.col("is_registered") & (signs >= 2)
    judged("M07-A", homes.join(firms, on="firm_uscc"), "firm_uscc", rule)
