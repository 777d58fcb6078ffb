"""Confirmations: mediators of many hurried agreements are those that were planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, judged):
    days = (
        (pl.col("applied_on") - pl.col("agreed_on")).dt.total_days(),
        (pl.col("ruled_on") - pl.col("applied_on")).dt.total_days(),
    )
    confirmed = world["mediation_confirm"].with_columns(
        is_quick=(days[0] <= 3) & (days[1] <= 3), at=pl.coalesce("agreed_on", "applied_on")
    )
    pressed = world["exec_case"].select(
        "filed_on", party_b_id="debtor_id", closed="closed_on", manner="close_manner"
    )
    is_open = pl.col("closed").is_null() | (pl.col("manner") == "ended_for_now")
    under = confirmed.join(pressed, on="party_b_id").filter(
        pl.col("filed_on") < pl.col("at"), is_open
    )["confirm_no"]
    subject = pl.format("office:{}+person:{}", "mediation_org", "mediator")
    is_pressed = pl.when(pl.col("party_b_id").is_not_null()).then(
        pl.col("confirm_no").is_in(under.implode())
    )
    rows = confirmed.select("at", "is_quick", subject=subject, is_pressed=is_pressed)
    windows = rows.join(rows, on="subject", suffix="_later").filter(
        pl.col("at_later") >= pl.col("at"),
        pl.col("at_later") < pl.col("at").dt.offset_by("12mo"),
    )
    quick = pl.col("is_quick_later")
    counted = windows.group_by("subject", "at").agg(
        quick=quick.sum(),
        open_=quick.null_count(),
        share=pl.col("is_pressed_later").filter(quick.fill_null(value=True)).mean(),
    )
    is_many = pl.col("quick") >= 10
    is_maybe = pl.when(pl.col("quick") + pl.col("open_") >= 10).then(None).otherwise(is_many)
    judged("M06-D", counted, "subject", (is_many | is_maybe) & (pl.col("share") >= 0.5))
