"""Suits over houses: pairs of agents who settle them in rows are those that were planted."""

import polars as pl

HERE = "演示市"


def test_the_planted_are_found_and_nobody_else(world, judged):
    suits = world["civil_case"].filter(
        pl.col("cause") == "房屋买卖合同纠纷",
        pl.col("procedure") == "pretrial_mediation",
        pl.col("close_manner") == "mediation",
    )
    done = world["exec_case"].filter(pl.col("close_manner") == "fulfilled")
    agents = world["civil_agent"].select("case_no", "for_role", "agent_name")
    of = {role: agents.filter(pl.col("for_role") == role) for role in ("plaintiff", "defendant")}
    subject = pl.format("person:{}+person:{}", "agent_name", "agent_name_other")
    rows = (
        suits.join(done, left_on="case_no", right_on="basis_doc_no", how="semi")
        .join(of["plaintiff"], on="case_no")
        .join(of["defendant"], on="case_no", suffix="_other")
        .select("filed_on", subject=subject, is_far=pl.col("property_city") != HERE)
    )
    pairs = rows.join(rows, on="subject", suffix="_later").filter(
        pl.col("filed_on_later") >= pl.col("filed_on"),
        pl.col("filed_on_later") < pl.col("filed_on").dt.offset_by("12mo"),
    )
    far = pl.col("is_far_later")
    counted = pairs.group_by("subject", "filed_on").agg(far=far.sum(), open_=far.null_count())
    is_many = pl.col("far") >= 20
    rule = is_many | pl.when(pl.col("far") + pl.col("open_") >= 20).then(None).otherwise(is_many)
    judged("M06-C", counted, "subject", rule)
