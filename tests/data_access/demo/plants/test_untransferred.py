"""Penalties with the value of a crime: those not handed over are those that were planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, judged):
    limits = world["transfer_standard"].filter(pl.col("behaviour_kind") != "非法采砂")
    rows = world["admin_penalty"].join(
        limits.select("least_yuan", behaviour="behaviour_kind"), on="behaviour"
    )
    handed = world["case_transfer"].drop_nulls("decision_no")
    filed = world["criminal_filing"].select(party_id="suspect_id", filed_on="filed_on")
    by_police = rows.join(filed, on="party_id").filter(pl.col("filed_on") >= pl.col("decided_on"))
    is_settled_tax = (pl.col("behaviour") == "偷税") & (pl.col("status") == "performed")
    others = pl.concat([handed["decision_no"], by_police["decision_no"]])
    rule = (
        (pl.col("involved_yuan") >= pl.col("least_yuan"))
        & ~pl.col("is_transferred_to_police")
        & ~is_settled_tax
        & ~pl.col("decision_no").is_in(others.implode())
    )
    judged("M03-C", rows, "decision_no", rule)
