"""Fines of judgments: handing over, filing, enforcing and the treasury single out the planted."""

from datetime import date

import polars as pl

AS_OF = pl.lit(date(2025, 12, 31))


def days_since(column):
    return (AS_OF - pl.col(column)).dt.total_days()


def test_the_planted_are_found_and_nobody_else(world, judged):
    owed = world["criminal_judgment"].filter(pl.col("fine_yuan") > 0).drop("unit")
    prepaid = world["fiscal_payment"].filter(pl.col("item_kind") == "criminal_fine")
    handed = world["property_penalty_exec"].with_columns(is_handed=True)
    assets = (
        world["asset_query"]
        .group_by("exec_no")
        .agg(
            found=pl.col("is_found").any(ignore_nulls=False),
            queries=pl.len(),
            value=pl.col("value_yuan").filter(~pl.col("is_frozen")).max(),
        )
    )
    rows = owed.join(handed, on=["case_no", "defendant_id"], how="left").join(
        assets, on="exec_no", how="left"
    )
    numbers = prepaid["basis_doc_no"].str.replace("〔", "（").str.replace("〕", "）")
    is_prepaid = pl.col("case_no").is_in(numbers.drop_nulls().implode())
    kept = pl.col("is_handed").is_null() & ~is_prepaid & (days_since("effective_on") > 30)
    is_handed = pl.col("is_handed").is_not_null()
    late = is_handed & (
        pl.coalesce("exec_filed_on", AS_OF) > pl.col("transferred_on").dt.offset_by("7d")
    )
    is_open = is_handed & pl.col("close_manner").is_null()
    slow = is_open & (pl.col("exec_filed_on").dt.offset_by("6mo") < AS_OF)
    has_assets = pl.col("queries").is_not_null() & pl.col("found") & (pl.col("value") >= 1_000)
    unpaid = is_open & (pl.col("fine_due_on") < AS_OF) & has_assets
    ended = (pl.col("close_manner") == "ended_for_now").fill_null(value=False) & has_assets
    kept_back = (
        (pl.col("close_manner") == "fulfilled").fill_null(value=False)
        & pl.col("treasury_on").is_null()
        & (days_since("closed_on") > 30)
    )
    judged("M08-E", rows, "case_no", kept | late | slow | unpaid | ended | kept_back)
