"""Calls, fines and transfers: what should have been filed and was not is what was planted."""

from datetime import date

import polars as pl

AS_OF = pl.lit(date(2025, 12, 31))
CRIME = ("minor", "serious", "death")


def test_the_planted_are_found_and_nobody_else(world, judged):
    filings = world["criminal_filing"]
    known = pl.when(pl.col("injury_level") != "unknown").then("injury_level")
    calls = world["police_call"].filter(
        pl.col("filing_no").is_null(),
        ~pl.col("call_no").is_in(filings["call_no"].drop_nulls().implode()),
    )
    loss = pl.col("call_kind").is_in(["盗窃", "诈骗"]) & (pl.col("loss_yuan") >= 3_000)
    calls = calls.select("call_no", flag=known.is_in(CRIME) | loss.fill_null(value=False))
    fines = world["police_admin_penalty"].filter(
        pl.col("behaviour") == "殴打他人",
        ~pl.col("person_id").is_in(filings["suspect_id"].drop_nulls().implode()),
    )
    fines = fines.select("penalty_no", flag=known.is_in(CRIME))
    days = (pl.coalesce("filed_on", AS_OF) - pl.col("transferred_on")).dt.total_days()
    answered = pl.when(pl.col("filed_on").is_not_null() | pl.col("reply").is_not_null()).then(days)
    passed = pl.col("reply").is_in(["passed_on", "returned"]).fill_null(value=False)
    transfers = world["case_transfer"].select("transfer_no", flag=~passed & (answered > 3))
    rows = pl.concat(
        frame.rename({frame.columns[0]: "number"}) for frame in (calls, fines, transfers)
    )
    judged("M10-D", rows, "number", pl.col("flag"))
