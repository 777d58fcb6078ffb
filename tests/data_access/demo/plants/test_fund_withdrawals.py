"""The housing fund: agreements made only to withdraw are those that were planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, judged):
    confirmed = world["mediation_confirm"].select(
        "confirm_no", "agent_name", "ruled_on", person_id="party_b_id"
    )
    withdrawn = world["housing_fund_withdrawal"].select("withdrawn_on", "person_id", "basis_doc_no")
    rows = (
        confirmed.join(withdrawn, on="person_id")
        .filter(
            pl.col("withdrawn_on").is_between("ruled_on", pl.col("ruled_on").dt.offset_by("30d"))
        )
        .with_columns(is_basis=pl.col("basis_doc_no") == pl.col("confirm_no"))
    )
    own = rows.filter(pl.col("is_basis").fill_null(value=True)).drop_nulls("agent_name")
    own = own.select("agent_name", "withdrawn_on")
    windows = own.join(own, on="agent_name", suffix="_later").filter(
        pl.col("withdrawn_on_later") >= pl.col("withdrawn_on"),
        pl.col("withdrawn_on_later") < pl.col("withdrawn_on").dt.offset_by("12mo"),
    )
    counted = windows.group_by("agent_name", "withdrawn_on").len()
    many = counted.filter(pl.col("len") >= 3)["agent_name"]
    rule = pl.col("is_basis") & pl.col("agent_name").is_in(many.implode())
    judged("M06-G", rows, "confirm_no", rule)
