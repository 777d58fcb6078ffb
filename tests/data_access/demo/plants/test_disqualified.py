"""Offenders with a qualification that the law takes from them are those that were planted."""

import polars as pl

VIOLENT = ("故意伤害罪", "抢劫罪", "故意杀人罪", "强奸罪", "绑架罪")


def test_the_planted_are_found_and_nobody_else(world, judged):
    sentences = world["criminal_judgment"].select(
        "charge", "main_penalty", "effective_on", person_id="defendant_id"
    )
    is_valid = (pl.col("status") == "valid") & (pl.col("valid_to_on") > pl.col("effective_on"))
    teachers = world["practice_registration"].filter(pl.col("practice_kind") == "teacher")
    hailed = world["transport_cert"].filter(
        pl.col("certificate_kind").is_in(["taxi", "ride_hailing"])
    )
    is_jailed = pl.col("main_penalty").is_in(["prison", "life"])
    is_barred = {
        "teacher": is_jailed & ~pl.col("charge").str.contains("过失"),
        "driver": pl.col("charge").is_in(VIOLENT),
    }
    rows = [
        frame.join(sentences, on="person_id").select(
            "person_id", verdict=is_valid & is_barred[profession]
        )
        for profession, frame in (("teacher", teachers), ("driver", hailed))
    ]
    judged("M03-D", pl.concat(rows), "person_id", pl.col("verdict"))
