"""Uncontested titles: cases of kin against debtors of others are those that were planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, judged):
    cases = world["exec_case"]
    titles = cases.filter(pl.col("basis_kind").is_in(["arbitration", "notarial"]))
    awards = world["commercial_arbitration"].select(
        "is_disputed", "applied_on", "awarded_on", basis_doc_no="award_no"
    )
    rows = titles.join(awards, on="basis_doc_no", how="left")
    kin = world["household"].select("person_id", "spouse_id", "father_id", "mother_id")
    rows = rows.join(kin, left_on="debtor_id", right_on="person_id", how="left")
    others = cases.filter(
        (pl.col("close_manner") == "ended_for_now") | pl.col("closed_on").is_null()
    ).select("debtor_id", other_on="filed_on", other_no="exec_no")
    waiting = rows.join(others, on="debtor_id").filter(
        pl.col("other_no") != pl.col("exec_no"),
        pl.coalesce("applied_on", "filed_on") > pl.col("other_on"),
    )["exec_no"]
    is_deed = pl.col("basis_kind") == "notarial"
    is_soon = pl.col("filed_on") <= pl.col("awarded_on").dt.offset_by("30d")
    applicant = pl.col("applicant_id")
    is_kin = pl.when(applicant.is_not_null()).then(
        pl.any_horizontal(
            (applicant == pl.col(name)).fill_null(value=False)
            for name in ("spouse_id", "father_id", "mother_id")
        )
    )
    rule = (
        (is_deed | (~pl.col("is_disputed") & is_soon))
        & is_kin
        & pl.col("exec_no").is_in(waiting.implode())
    )
    judged("M06-F", rows, "exec_no", rule)
