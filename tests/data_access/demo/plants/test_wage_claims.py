"""Wage claims in bankruptcy: the firms with invented claims are those that were planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, positives):
    cases = world["bankruptcy_case"].select("bankruptcy_no", "debtor_uscc", "accepted_on")
    claims = world["bankruptcy_claim"].filter(
        pl.col("claim_class") == "wage", pl.col("declared_yuan") > 300_000
    )
    suits = world["civil_case"].select("case_no", "filed_on", "is_disputed")
    thin = world["case_evidence"].filter("is_handwritten", ~pl.col("has_bank_proof"))
    insured = world["social_insurance"].select("person_id", "firm_uscc").unique()
    rows = (
        claims.join(cases, on="bankruptcy_no")
        .join(suits, left_on="basis_doc_no", right_on="case_no")
        .filter(
            pl.col("filed_on") >= pl.col("accepted_on").dt.offset_by("-12mo"),
            ~pl.col("is_disputed"),
        )
        .join(thin, left_on="basis_doc_no", right_on="case_no", how="semi")
        .join(
            insured,
            left_on=["creditor_id", "debtor_uscc"],
            right_on=["person_id", "firm_uscc"],
            how="anti",
        )
    )
    counted = rows.group_by("debtor_uscc").len().filter(pl.col("len") >= 5)
    assert set(counted["debtor_uscc"]) == positives("M02")
