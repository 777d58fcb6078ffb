"""Criminal cases: the clocks of every case of the city say what was planted."""

from datetime import date

import polars as pl

AS_OF = date(2025, 12, 31)


def test_the_clocks_find_what_was_planted_and_nothing_else(world, judged):
    measures = world["coercive_measure"].join(
        world["criminal_filing"].select("filing_no", "status", "cause", "injury_level"),
        on="filing_no",
    )
    sent = world["proc_case"].filter(pl.col("case_kind") == "prosecution_review")["sender_no"]
    wanted = world["wanted_person"].filter(pl.col("caught_on").is_null())["person_id"]
    is_bail = pl.col("measure") == "bail"
    is_detention = pl.col("measure") == "criminal_detention"
    end = pl.col("ended_on").fill_null(AS_OF)
    over = is_bail & (end > pl.col("started_on").dt.offset_by("1y"))
    long = is_detention & ((end - pl.col("started_on")).dt.total_days() > 37)
    old = is_detention & (pl.col("started_on").dt.offset_by("2y") < AS_OF)
    is_left = (
        ~pl.col("filing_no").is_in(sent.implode())
        & ~pl.col("suspect_id").is_in(wanted.implode())
        & pl.col("status").is_in(["investigating", "shelved"])
    )
    dead = world["death_record"]["person_id"]
    is_terminated = pl.col("status").is_in(["withdrawn", "ended", "turned_administrative"])
    ended = (
        is_detention
        & is_terminated
        & ~pl.col("suspect_id").is_in(dead.implode())
        & pl.col("injury_level").is_in(["minor", "serious", "death"])
    )
    judged("M10-C", measures, "filing_no", over | long | (old & is_left) | ended)
