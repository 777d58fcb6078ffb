"""Suits over houses: pairs of agents who settle them in rows are those that were planted."""

import polars as pl

HERE = "演示市"


def test_the_planted_are_found_and_nobody_else(world, positives):
    suits = world["civil_case"].filter(
        pl.col("cause") == "房屋买卖合同纠纷",
        pl.col("procedure") == "pretrial_mediation",
        pl.col("close_manner") == "mediation",
        pl.col("property_city") != HERE,
    )
    done = world["exec_case"].filter(pl.col("close_manner") == "fulfilled")
    agents = world["civil_agent"].select("case_no", "for_role", "agent_name")
    of = {role: agents.filter(pl.col("for_role") == role) for role in ("plaintiff", "defendant")}
    rows = (
        suits.join(done, left_on="case_no", right_on="basis_doc_no", how="semi")
        .join(of["plaintiff"], on="case_no")
        .join(of["defendant"], on="case_no", suffix="_other")
        .select("filed_on", one="agent_name", other="agent_name_other")
    )
    pairs = rows.join(rows, on=["one", "other"], suffix="_later").filter(
        pl.col("filed_on_later") >= pl.col("filed_on"),
        pl.col("filed_on_later") < pl.col("filed_on").dt.offset_by("12mo"),
    )
    many = pairs.group_by("one", "other", "filed_on").len().filter(pl.col("len") >= 20)
    keys = {f"person:{one}+person:{two}" for one, two in many.select("one", "other").rows()}
    assert keys == positives("M06-C")
