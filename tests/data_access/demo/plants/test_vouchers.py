"""Vouchers: a device that redeems twenty times in ten minutes at the cap is what was planted."""

import polars as pl


def test_one_device_redeems_again_and_again_at_the_cap(world, positives, unknown):
    capped = world["voucher_use"].filter(pl.col("paid_yuan") == 400, pl.col("off_yuan") == 200)
    known = capped.filter(pl.col("device_code").is_not_null()).sort("redeemed_at")
    bursts = known.rolling(
        "redeemed_at", period="10m", group_by=["merchant_uscc", "device_code"]
    ).agg(pl.len())
    found = bursts.filter(pl.col("len") >= 20)["merchant_uscc"]
    assert set(found) == positives("M12-D-6")
    unsure = capped.filter(pl.col("device_code").is_null())["merchant_uscc"]
    assert unknown("M12-D-6") == set(unsure)
