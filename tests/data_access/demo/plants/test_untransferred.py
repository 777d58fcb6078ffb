"""Penalties with the value of a crime: those not handed over are those that were planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, positives):
    limits = world["transfer_standard"].filter(pl.col("behaviour_kind") != "非法采砂")
    rows = world["admin_penalty"].join(
        limits.select("least_yuan", behaviour="behaviour_kind"), on="behaviour"
    )
    handed = world["case_transfer"].drop_nulls("decision_no")
    filed = world["criminal_filing"].select(party_id="suspect_id", filed_on="filed_on")
    by_police = rows.join(filed, on="party_id").filter(pl.col("filed_on") >= pl.col("decided_on"))
    is_settled_tax = (pl.col("behaviour") == "偷税") & (pl.col("status") == "performed")
    found = (
        rows.filter(
            pl.col("involved_yuan") >= pl.col("least_yuan"),
            ~pl.col("is_transferred_to_police"),
            ~is_settled_tax,
        )
        .join(handed, on="decision_no", how="anti")
        .join(by_police, on="decision_no", how="anti")
    )
    assert set(found["decision_no"]) == positives("M03-C")
