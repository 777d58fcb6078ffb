"""Subsistence allowances: who is paid without being in need is who was planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, judged):
    paid = world["allowance_pay"].filter(
        pl.col("program").is_in(["subsistence", "extreme_poverty"]), pl.col("status") == "paid"
    )
    paid, month = paid.select("person_id", "month_on"), pl.col("month_on")
    end = pl.coalesce("left_on", "term_to_on")
    inside = paid.join(world["inmate"], on="person_id").select(
        "person_id", verdict=month.is_between(pl.col("entered_on"), end)
    )
    cars = world["vehicle_registry"].filter(
        pl.col("use_kind") == "private", ~pl.col("vehicle_kind").str.contains("轮椅车")
    )
    drivers = paid.join(
        cars.select("owner_id", from_on="registered_on"), left_on="person_id", right_on="owner_id"
    ).select("person_id", verdict=month > pl.col("from_on"))
    firms = world["market_entity"].filter(
        pl.col("status") == "active", pl.col("entity_kind") != "cooperative"
    )
    roles = world["entity_role"].filter(pl.col("to_on").is_null())
    partners = paid.join(
        roles.join(firms, on="firm_uscc", how="semi").select("person_id", "from_on"), on="person_id"
    ).select("person_id", verdict=month > pl.col("from_on"))
    rows = pl.concat([inside, drivers, partners])
    judged("M03-E", rows, "person_id", pl.col("verdict"))
