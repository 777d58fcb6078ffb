"""Posts of judges: clusters, haste and one agent meet only at those who were planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, judged):
    plaintiffs = world["civil_party"].filter(
        pl.col("role") == "plaintiff", pl.col("firm_uscc").is_not_null()
    )
    claims = world["insurance_claim"].filter(pl.col("is_litigated"))
    days = (pl.col("closed_on") - pl.col("filed_on")).dt.total_days()
    suits = (
        world["civil_case"]
        .filter(pl.col("cause") == "财产保险合同纠纷")
        .with_columns(is_quick=days <= 15)
        .join(plaintiffs.select("case_no", "firm_uscc"), on="case_no")
        .join(claims.select("case_no", "is_loss_assessed"), on="case_no")
        .join(world["civil_agent"].select("case_no", "agent_name"), on="case_no")
    )
    clusters = suits.group_by("judge_name", "firm_uscc", "agent_name").agg(
        is_one=(pl.len() >= 3) & ~pl.col("is_loss_assessed").any(ignore_nulls=False),
        quick=pl.col("is_quick").sum(),
    )
    posts = clusters.group_by("judge_name").agg(
        is_met=pl.when(pl.col("is_one").sum() >= 2)
        .then(True)
        .when(pl.col("is_one").fill_null(value=True).sum() < 2)
        .then(False),
        is_quick=pl.col("quick").sum() >= 3,
        is_traced=pl.col("agent_name").value_counts().struct.field("count").max() >= 2,
    )
    rule = pl.col("is_met") & pl.col("is_quick") & pl.col("is_traced")
    judged("M09-D", posts, "judge_name", rule)
