"""Lenders: who sues over loans again and again, with a sign of it, is who was planted."""

import polars as pl


def most_within(rows: pl.DataFrame, months: str) -> pl.DataFrame:
    """The most suits of each lender in any such stretch of months."""
    days = rows.select("person_id", "filed_on")
    pairs = days.join(days, on="person_id", suffix="_later").filter(
        pl.col("filed_on_later") >= pl.col("filed_on"),
        pl.col("filed_on_later") < pl.col("filed_on").dt.offset_by(months),
    )
    counted = pairs.group_by("person_id", "filed_on").len()
    return counted.group_by("person_id").agg(pl.col("len").max())


def test_the_planted_are_found_and_nobody_else(world, judged):
    suits = world["civil_case"].filter(pl.col("cause") == "民间借贷纠纷")
    plaintiffs = world["civil_party"].filter(
        pl.col("role") == "plaintiff", pl.col("person_id").is_not_null()
    )
    rows = suits.select("case_no", "filed_on", "is_default").join(
        plaintiffs.select("case_no", "person_id"), on="case_no"
    )
    often = {
        *most_within(rows, "12mo").filter(pl.col("len") >= 10)["person_id"],
        *most_within(rows, "36mo").filter(pl.col("len") >= 20)["person_id"],
    }
    notes = world["case_evidence"].filter(pl.col("kind") == "iou")
    rate = world["loan_prime_rate"]["one_year_percent"].max()
    signs = (
        rows.join(notes.select("case_no", "has_bank_proof"), on="case_no")
        .join(world["loan_element"], on="case_no")
        .group_by("person_id")
        .agg(
            default=pl.col("is_default").mean(),
            unproven=(~pl.col("has_bank_proof")).mean(),
            ratio=(
                pl.col("iou_yuan").cast(pl.Float64) / pl.col("transferred_yuan").cast(pl.Float64)
            ).max(),
            rate=pl.col("annual_rate_percent").max(),
        )
    )
    rule = pl.col("person_id").is_in(often) & (
        (pl.col("default") >= 0.5)
        | (pl.col("unproven") >= 0.5)
        | (pl.col("ratio") >= 2)
        | (pl.col("rate") > 4 * rate)
    )
    judged("M06-A", signs, "person_id", rule)
