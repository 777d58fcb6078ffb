"""Confirmations: mediators of many hurried agreements are those that were planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, positives):
    days = (
        (pl.col("applied_on") - pl.col("agreed_on")).dt.total_days(),
        (pl.col("ruled_on") - pl.col("applied_on")).dt.total_days(),
    )
    quick = world["mediation_confirm"].filter(*(one <= 3 for one in days))
    pressed = world["exec_case"].select(
        "filed_on", party_b_id="debtor_id", closed="closed_on", manner="close_manner"
    )
    known = quick.filter(pl.col("party_b_id").is_not_null())
    is_open = pl.col("closed").is_null() | (pl.col("manner") == "ended_for_now")
    under = known.join(pressed, on="party_b_id").filter(
        pl.col("filed_on") < pl.col("agreed_on"), is_open
    )["confirm_no"]
    key = ("mediation_org", "mediator")
    rows = known.select(*key, "agreed_on", is_pressed=pl.col("confirm_no").is_in(under.implode()))
    windows = rows.join(rows, on=key, suffix="_later").filter(
        pl.col("agreed_on_later") >= pl.col("agreed_on"),
        pl.col("agreed_on_later") < pl.col("agreed_on").dt.offset_by("12mo"),
    )
    counted = windows.group_by(*key, "agreed_on").agg(pl.len(), pl.col("is_pressed_later").mean())
    found = counted.filter(pl.col("len") >= 10, pl.col("is_pressed_later") >= 0.5)
    keys = {f"office:{org}+person:{who}" for org, who in found.select(key).rows()}
    assert keys == positives("M06-D")
