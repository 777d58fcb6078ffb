"""Sand mining: cases of a crime's value that never reached the police are those that were planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, judged):
    limits = world["transfer_standard"].filter(pl.col("behaviour_kind") == "非法采砂")
    ordinary, forbidden = (
        limits.filter(pl.col("area_kind") == kind)["least_yuan"][0]
        for kind in ("ordinary", "forbidden")
    )
    cases = world["sand_mining"]
    penalties = world["admin_penalty"].filter(pl.col("behaviour") == "非法采砂")
    before = (
        cases.select("case_no", "party_id", "found_on")
        .join(penalties.select("party_id", "decided_on"), on="party_id")
        .filter(
            pl.col("decided_on") < pl.col("found_on"),
            pl.col("decided_on") >= pl.col("found_on").dt.offset_by("-2y"),
        )
    )
    again = before.group_by("case_no").len().filter(pl.col("len") >= 2)["case_no"]
    filed = world["criminal_filing"].filter(pl.col("cause") == "非法采矿案")
    after = cases.join(filed, left_on="party_id", right_on="suspect_id").filter(
        pl.col("filed_on") >= pl.col("found_on")
    )["case_no"]
    is_forbidden = pl.col("is_forbidden_zone") | pl.col("is_forbidden_period")
    value = pl.col("value_yuan")
    is_much = (value >= ordinary) | (is_forbidden & (value >= forbidden))
    rule = (
        (is_much | pl.col("case_no").is_in(again.implode()))
        & ~pl.col("is_transferred_to_police")
        & ~pl.col("has_permit")
        & ~pl.col("case_no").is_in(after.implode())
    )
    judged("M03-A", cases, "case_no", rule)
