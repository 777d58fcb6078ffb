"""Accounts: new ones through which others' money passed in a day are those that were planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, judged):
    payments = world["bank_txn"].filter(pl.col("counter_name") != pl.col("owner_name"))
    amount = pl.col("amount_yuan").cast(float)
    came = payments.filter(pl.col("direction") == "in").select("account_no", at="traded_at")
    rows = payments.join(came, on="account_no").filter(
        pl.col("traded_at") >= pl.col("at"),
        pl.col("traded_at") < pl.col("at") + pl.duration(hours=48),
    )
    within_day = pl.col("traded_at") < pl.col("at") + pl.duration(hours=24)
    is_in = pl.col("direction") == "in"
    days = rows.group_by("account_no", "at").agg(
        received=amount.filter(is_in & within_day).sum(),
        sent=amount.filter(~is_in).sum(),
        receivers=pl.col("counter_account_no").filter(~is_in).n_unique(),
    )
    owned = world["bank_account"].select("account_no", "owner_id", "opened_on")
    rows = days.join(owned, on="account_no")
    opened = (pl.col("at").dt.date() - pl.col("opened_on")).dt.total_days()
    rule = (
        (pl.col("received") >= 200_000)
        & (pl.col("sent") >= 0.9 * pl.col("received") - 0.01)
        & (pl.col("receivers") >= 3)
        & (opened <= 90)
    )
    judged("M10-E-1", rows, "owner_id", rule)
