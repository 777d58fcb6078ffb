"""Arbitration for pensions: clusters of employer and agent are those that were planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, positives):
    awards = world["labor_arbitration"].filter(
        pl.col("claim_kind") == "employment", ~pl.col("is_disputed")
    )
    paid = (
        world["si_lumpsum"]
        .select(basis="basis_doc_no", person="person_id", paid_on="paid_on")
        .drop_nulls()
    )
    born = world["household"].select(person="person_id", born_on="born_on")
    insured = world["social_insurance"].select("person_id", "firm_uscc").unique()
    rows = (
        awards.rename({"worker_id": "person"})
        .join(paid, left_on=["award_no", "person"], right_on=["basis", "person"])
        .join(born, on="person")
        .filter(
            pl.col("paid_on") <= pl.col("awarded_on").dt.offset_by("12mo"),
            pl.col("born_on").dt.offset_by("50y") <= pl.col("awarded_on"),
        )
        .join(
            insured,
            left_on=["person", "employer_uscc"],
            right_on=["person_id", "firm_uscc"],
            how="anti",
        )
    )
    grouped = rows.group_by("employer_uscc", "worker_agent_name").agg(pl.col("person").n_unique())
    large = grouped.filter(pl.col("person") >= 5)
    found = {
        f"firm:{row['employer_uscc']}+person:{row['worker_agent_name']}"
        for row in large.iter_rows(named=True)
    }
    assert found == positives("M06-E")
