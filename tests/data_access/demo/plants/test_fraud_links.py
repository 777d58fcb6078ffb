"""Identifiers: cases that share one, and who introduced three sellers, are those planted."""

import polars as pl


def test_cases_that_share_an_identifier_of_suspects(world, judged):
    linked = (
        world["case_identifier"]
        .filter(pl.col("role").is_null() | ~pl.col("role").is_in(["victim", "other"]))
        .group_by("identifier_kind", "identifier_value")
        .agg(
            cases=pl.concat_str(pl.lit("case:"), "filing_no").unique().sort().str.join("+"),
            count=pl.col("filing_no").n_unique(),
            is_sure=pl.col("role").is_not_null().all(),
        )
        .filter(pl.col("count") >= 2)
    )
    is_whole = ~pl.col("identifier_value").str.contains("*", literal=True)
    judged("M10-E-2", linked, "cases", pl.when(pl.col("is_sure") & is_whole).then(True))


def test_who_introduced_three_sellers_or_more(world, judged):
    rows = world["case_identifier"].filter(
        pl.col("role") == "card_seller", pl.col("introducer_id").is_not_null()
    )
    heads = rows.group_by("introducer_id").agg(
        sellers=pl.col("holder_id").drop_nulls().n_unique(),
        unknown=pl.col("holder_id").null_count(),
    )
    rule = pl.when(pl.col("sellers") >= 3).then(True).when(pl.col("unknown") == 0).then(False)
    judged("M10-E-3", heads, "introducer_id", rule)
