"""Shops for used goods: cheap purchases from thieves single out who was planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, judged):
    thefts = world["theft_case"].select("item_name", "stolen_on", seller_id="suspect_id")
    bought = world["second_hand_purchase"].with_columns(day=pl.col("purchased_at").dt.date())
    share = pl.col("price_yuan").cast(float) / pl.col("market_yuan").cast(float)
    after = (pl.col("day") - pl.col("stolen_on")).dt.total_days()
    soon = (
        bought.join(thefts, on=["seller_id", "item_name"])
        .filter(after.is_between(0, 30))
        .unique(["shop_uscc", "seller_id", "purchased_at"])
        .with_columns(is_cheap=share <= 0.5)
    )
    cheap = pl.col("is_cheap").fill_null(value=True)
    per_thief = (
        soon.filter(cheap)
        .group_by("shop_uscc", "seller_id")
        .agg(pl.len(), is_sure=pl.col("is_cheap").is_not_null().all())
    )
    shops = per_thief.group_by("shop_uscc").agg(
        thieves=pl.len(),
        purchases=pl.col("len").sum(),
        most=pl.col("len").max(),
        is_sure=pl.col("is_sure").all(),
    )
    many = ((pl.col("thieves") >= 2) & (pl.col("purchases") >= 3)) | (pl.col("most") >= 10)
    rule = pl.when("is_sure").then(many).otherwise(pl.when(~many).then(False))
    judged("M10-F", shops, "shop_uscc", rule)
