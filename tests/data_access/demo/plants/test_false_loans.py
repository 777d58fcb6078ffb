"""Bank loans in the names of others: suits against borrowers in need are those that were planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, judged):
    suits = world["civil_case"].filter(pl.col("cause") == "金融借款合同纠纷")
    contracts = world["case_evidence"].filter(pl.col("kind") == "contract")
    borrowers = world["civil_party"].filter(pl.col("role") == "defendant")
    rows = (
        suits.select("case_no", "claim_yuan", "is_notice_service")
        .join(contracts.select("case_no", "made_on"), on="case_no")
        .join(borrowers.select("case_no", "person_id"), on="case_no")
        .join(world["household"].select("person_id", born="born_on"), on="person_id", how="left")
    )
    rolls = rows.join(world["special_group"], on="person_id").filter(
        pl.col("made_on") >= pl.col("from_on"),
        pl.col("to_on").is_null() | (pl.col("made_on") <= pl.col("to_on")),
    )
    is_minor = pl.col("made_on") < pl.col("born").dt.offset_by("18y")
    accounts = world["bank_account"].select("account_no", person_id="owner_id")
    paid = (
        world["bank_txn"]
        .filter(pl.col("direction") == "out")
        .select("account_no", "amount_yuan", on=pl.col("traded_at").dt.date())
    )
    gone = (
        rows.join(accounts, on="person_id")
        .join(paid, on="account_no")
        .filter(
            pl.col("on").is_between("made_on", pl.col("made_on").dt.offset_by("3d")),
            pl.col("amount_yuan").cast(pl.Float64) >= 0.9 * pl.col("claim_yuan").cast(pl.Float64),
        )
    )
    case, known = pl.col("case_no"), pl.col("person_id").is_in(accounts["person_id"].implode())
    is_listed = pl.when(pl.col("person_id").is_not_null()).then(
        case.is_in(rolls["case_no"].implode())
    )
    is_gone = pl.when(known & pl.col("made_on").is_not_null()).then(
        case.is_in(gone["case_no"].implode())
    )
    rule = (is_minor | is_listed) & (pl.col("is_notice_service") | is_gone)
    judged("M06-B", rows, "case_no", rule)
