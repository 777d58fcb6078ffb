"""Suits against insurers: clusters of plaintiff, appraiser and agent are those that were planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, positives):
    plaintiffs = world["civil_party"].filter(
        pl.col("role") == "plaintiff", pl.col("firm_uscc").is_not_null()
    )
    suits = world["civil_case"].filter(pl.col("cause") == "财产保险合同纠纷")
    claims = world["insurance_claim"].filter(~pl.col("is_loss_assessed"))
    one_sided = world["appraisal"].filter(pl.col("commissioned_by") == "one_party")
    rows = (
        suits.select("case_no", "filed_on")
        .join(plaintiffs.select("case_no", "firm_uscc"), on="case_no")
        .join(claims.select("case_no"), on="case_no")
        .join(one_sided.select("case_no", "institution"), on="case_no")
        .join(world["civil_agent"].select("case_no", "agent_name"), on="case_no")
    )
    grouped = rows.group_by("firm_uscc", "institution", "agent_name").agg(
        pl.len(), first=pl.col("filed_on").min(), last=pl.col("filed_on").max()
    )
    found = grouped.filter(
        pl.col("len") >= 3, pl.col("last") <= pl.col("first").dt.offset_by("24mo")
    )
    keys = {
        f"firm:{row['firm_uscc']}+office:{row['institution']}+person:{row['agent_name']}"
        for row in found.iter_rows(named=True)
    }
    assert keys == positives("M01-A")
