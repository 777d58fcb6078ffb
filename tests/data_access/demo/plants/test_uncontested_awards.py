"""Uncontested titles: cases of kin against debtors of others are those that were planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, positives):
    cases = world["exec_case"]
    titles = cases.filter(pl.col("basis_kind").is_in(["arbitration", "notarial"]))
    awards = world["commercial_arbitration"].select(
        "is_disputed", "applied_on", "awarded_on", basis_doc_no="award_no"
    )
    rows = titles.join(awards, on="basis_doc_no", how="left").filter(
        (pl.col("basis_kind") == "notarial") | ~pl.col("is_disputed"),
        (pl.col("basis_kind") == "notarial")
        | (pl.col("filed_on") <= pl.col("awarded_on").dt.offset_by("30d")),
    )
    kin = world["household"].select("person_id", "spouse_id", "father_id", "mother_id")
    kin = kin.unpivot(index="person_id", variable_name="how", value_name="applicant_id")
    rows = rows.join(
        kin.drop_nulls(),
        left_on=["debtor_id", "applicant_id"],
        right_on=["person_id", "applicant_id"],
    )
    others = cases.filter(
        (pl.col("close_manner") == "ended_for_now") | pl.col("closed_on").is_null()
    ).select("debtor_id", other_on="filed_on", other_no="exec_no")
    waiting = rows.join(others, on="debtor_id").filter(
        pl.col("other_no") != pl.col("exec_no"),
        pl.coalesce("applied_on", "filed_on") > pl.col("other_on"),
    )
    assert set(waiting["exec_no"]) == positives("M06-F")
