"""Sentences to be served: papers, transfers and stays single out who was planted."""

from datetime import date

import polars as pl

AS_OF = pl.lit(date(2025, 12, 31))


def test_the_planted_are_found_and_nobody_else(world, judged):
    sentences = world["criminal_judgment"].filter(
        pl.col("main_penalty").is_in(["prison", "detention"]), pl.col("probation_months").is_null()
    )
    sentences = sentences.rename({"defendant_id": "person_id"}).drop("unit")
    stays = world["detention_in_out"].filter(pl.col("place_kind") == "detention_house")
    rows = sentences.join(stays, on="person_id", how="left").filter(
        pl.col("entered_on").is_null()
        | pl.col("left_on").is_null()
        | pl.col("effective_on").is_null()
        | (pl.col("left_on") >= pl.col("effective_on"))
    )
    missing = sentences.join(rows, on="person_id", how="anti")
    rows = pl.concat([rows, missing], how="diagonal")
    elsewhere = pl.concat(
        [
            world["wanted_person"].filter(pl.col("caught_on").is_null())["person_id"],
            world["medical_parole"]["person_id"],
            world["inmate"]["person_id"],
            world["death_record"]["person_id"],
        ]
    )
    sent = pl.coalesce("papers_sent_on", "papers_received_on", AS_OF)
    late_papers = sent > pl.col("effective_on").dt.offset_by("10d")
    is_prison = pl.col("main_penalty") == "prison"
    arrived = pl.coalesce("prison_sent_on", "left_on", AS_OF)
    held = pl.col("papers_received_on").is_not_null() & (
        arrived > pl.col("papers_received_on").dt.offset_by("30d")
    )
    short = pl.col("remaining_months") <= 3
    late_prison = is_prison & held & ~short
    sent_short = is_prison & pl.col("prison_sent_on").is_not_null() & short
    since = (AS_OF - pl.col("effective_on")).dt.total_days()
    served = pl.col("term_to_on") <= pl.col("effective_on")
    never = (
        pl.col("entered_on").is_null()
        & (since > 30)
        & ~served
        & ~pl.col("person_id").is_in(elsewhere.implode())
    )
    judged("M08-C", rows, "person_id", late_papers | late_prison | sent_short | never)
