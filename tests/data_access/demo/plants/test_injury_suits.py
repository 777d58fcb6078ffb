"""Injury suits: pairs of agent and appraiser that meet too often are those that were planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, judged):
    injuries = world["appraisal"].filter(pl.col("kind") == "disability")
    rows = (
        world["civil_case"]
        .filter(pl.col("cause") == "机动车交通事故责任纠纷")
        .select("case_no", "court_code", "filed_on")
        .join(injuries.select("case_no", "appraiser", "is_objected"), on="case_no")
        .join(
            world["civil_agent"]
            .filter(pl.col("for_role") == "plaintiff")
            .select("case_no", "agent_name"),
            on="case_no",
        )
    )
    court = rows.group_by("court_code").agg(all_=pl.len())
    agent = rows.group_by("court_code", "agent_name").agg(of_agent=pl.len())
    appraiser = rows.group_by("court_code", "appraiser").agg(of_appraiser=pl.len())
    pairs = (
        rows.group_by("court_code", "agent_name", "appraiser")
        .agg(
            pl.len(),
            objected=pl.col("is_objected").mean(),
            first=pl.col("filed_on").min(),
            last=pl.col("filed_on").max(),
        )
        .join(court, on="court_code")
        .join(agent, on=["court_code", "agent_name"])
        .join(appraiser, on=["court_code", "appraiser"])
    )
    lift = pl.col("len") * pl.col("all_") / (pl.col("of_agent") * pl.col("of_appraiser"))
    rule = (
        (pl.col("len") >= 5)
        & (pl.col("last") <= pl.col("first").dt.offset_by("24mo"))
        & (lift >= 3)
        & (pl.col("objected") >= 0.6)
    )
    subject = pl.format("person:{}+person:{}", "agent_name", "appraiser")
    judged("M01-B", pairs.with_columns(subject=subject), "subject", rule)
