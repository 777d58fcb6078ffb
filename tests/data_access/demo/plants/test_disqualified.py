"""Offenders with a qualification that the law takes from them are those that were planted."""

import polars as pl

VIOLENT = ("故意伤害罪", "抢劫罪", "故意杀人罪", "强奸罪", "绑架罪")


def test_the_planted_are_found_and_nobody_else(world, positives):
    judged = world["criminal_judgment"].select(
        "charge", "main_penalty", "effective_on", person_id="defendant_id"
    )
    is_valid = (pl.col("status") == "valid") & (pl.col("valid_to_on") > pl.col("effective_on"))
    teachers = world["practice_registration"].filter(pl.col("practice_kind") == "teacher")
    lost = teachers.join(judged, on="person_id").filter(
        is_valid,
        pl.col("main_penalty").is_in(["prison", "life"]),
        ~pl.col("charge").str.contains("过失"),
    )
    hailed = world["transport_cert"].filter(
        pl.col("certificate_kind").is_in(["taxi", "ride_hailing"])
    )
    barred = hailed.join(judged, on="person_id").filter(is_valid, pl.col("charge").is_in(VIOLENT))
    assert {*lost["person_id"], *barred["person_id"]} == positives("M03-D")
