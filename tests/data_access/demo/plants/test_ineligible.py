"""Subsistence allowances: who is paid without being in need is who was planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, positives):
    paid = world["allowance_pay"].filter(
        pl.col("program").is_in(["subsistence", "extreme_poverty"]), pl.col("status") == "paid"
    )
    paid, month = paid.select("person_id", "month_on"), pl.col("month_on")
    inside = paid.join(world["inmate"], on="person_id").filter(
        month.is_between(pl.col("entered_on"), pl.coalesce("left_on", "term_to_on"))
    )
    cars = world["vehicle_registry"].filter(
        pl.col("use_kind") == "private", ~pl.col("vehicle_kind").str.contains("轮椅车")
    )
    drivers = paid.join(
        cars.select("owner_id", from_on="registered_on"), left_on="person_id", right_on="owner_id"
    ).filter(month > pl.col("from_on"))
    firms = world["market_entity"].filter(
        pl.col("status") == "active", pl.col("entity_kind") != "cooperative"
    )
    roles = world["entity_role"].filter(pl.col("to_on").is_null())
    partners = paid.join(
        roles.join(firms, on="firm_uscc", how="semi").select("person_id", "from_on"), on="person_id"
    ).filter(month > pl.col("from_on"))
    found = (inside, drivers, partners)
    assert {one for frame in found for one in frame["person_id"]} == positives("M03-E")
