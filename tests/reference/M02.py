"""The rules of family M02 a second time, in plain Polars."""

from collections.abc import Mapping

import polars as pl

from tests.reference.counts import Answer, counts, judged

Frames = Mapping[str, pl.DataFrame]
LEAST = 300_000
DONE = pl.selectors.matches("^(c_|n_)|outcome|excluded|is_near_miss")


def m02(frames: Frames) -> Answer:
    cases = frames["bankruptcy_case"].select(
        "bankruptcy_no", "debtor_uscc", pl.col("accepted_on").alias("bankrupt_on")
    )
    roles = frames["entity_role"].join(
        cases, left_on="firm_uscc", right_on="debtor_uscc", how="semi"
    )
    told = frames["entity_role"].height
    high, claims = _high(frames, cases)
    each, rows = _claimants(frames, claims)
    sure = pl.all_horizontal("high", "soon", "thin", "unsupported", ~pl.col("disputed"))
    grouped = rows.group_by("bankruptcy_no", "debtor_uscc").agg(
        sure=pl.col("creditor_id").filter(sure).n_unique(),
        possible=pl.col("creditor_id").n_unique(),
    )
    enough = pl.when(pl.col("sure") >= 5).then(True).when(pl.col("possible") < 5).then(False)
    firms, found = judged(grouped, {"enough": enough}, {"enough": pl.col("sure") == 4})
    layers = {
        "debtors": counts(cases.height, cases.height),
        "insiders": counts(told, roles.height, dropped=told - roles.height),
        "wage_claims": high,
        "claimants": each,
        "firms": firms,
    }
    return layers, set(found["debtor_uscc"])


def _high(frames: Frames, cases: pl.DataFrame) -> tuple[dict[str, int], pl.DataFrame]:
    claims = frames["bankruptcy_claim"].join(cases, on="bankruptcy_no")
    yuan = pl.col("declared_yuan")
    return judged(
        claims,
        {"wage": pl.col("claim_class") == "wage", "high": (yuan > LEAST).fill_null(value=True)},
        {"high": yuan >= LEAST - 20_000},
    )


def _claimants(frames: Frames, claims: pl.DataFrame) -> tuple[dict[str, int], pl.DataFrame]:
    suits = frames["civil_case"].select("case_no", "filed_on", "is_disputed")
    awards = frames["labor_arbitration"].select("award_no", "worker_id", "applied_on")
    rows = (
        claims.drop(DONE)
        .join(suits, left_on="basis_doc_no", right_on="case_no", how="left")
        .join(
            awards,
            left_on=["basis_doc_no", "creditor_id"],
            right_on=["award_no", "worker_id"],
            how="left",
        )
        .join(_thin(frames), left_on="basis_doc_no", right_on="case_no", how="left")
        .with_row_index("n")
    )
    rows = rows.join(_insured(frames, rows), on="n", how="left")
    first = pl.col("bankrupt_on").dt.offset_by("-12mo")
    sued = pl.coalesce("filed_on", "applied_on")
    start, end = pl.col("wage_from_on"), pl.col("wage_to_on")
    whole_months = (end.dt.year() - start.dt.year()) * 12 + end.dt.month() - start.dt.month() + 1
    monthly = pl.col("declared_yuan").cast(pl.Float64) / whole_months
    rows = rows.with_columns(
        high=pl.col("declared_yuan") > LEAST,
        soon=sued.is_between(first, "bankrupt_on"),
        near=((first - sued).dt.total_days()).abs() <= 60,
        disputed=pl.col("is_disputed"),
        unsupported=pl.col("base").is_null() | (monthly >= 3 * pl.col("base")),
    )
    return judged(
        rows,
        {
            "soon": pl.col("soon").fill_null(value=True),
            "thin": pl.col("thin").fill_null(value=True),
            "unsupported": pl.col("unsupported"),
            "undisputed": ~pl.col("disputed").fill_null(value=False),
        },
        {"soon": pl.col("near")},
    )


def _thin(frames: Frames) -> pl.DataFrame:
    """Whether a case rests on paper written by hand alone, by its number."""
    proven, hand = pl.col("has_bank_proof"), pl.col("is_handwritten")
    return frames["case_evidence"].group_by("case_no").agg(thin=~proven.any() & hand.any()).unique()


def _insured(frames: Frames, rows: pl.DataFrame) -> pl.DataFrame:
    """The highest base that the debtor paid on in the months claimed, by row."""
    paid = frames["social_insurance"].select("person_id", "firm_uscc", "month_on", "base_yuan")
    found = rows.join(
        paid, left_on=["creditor_id", "debtor_uscc"], right_on=["person_id", "firm_uscc"]
    ).filter(pl.col("month_on").is_between("wage_from_on", "wage_to_on"))
    return found.group_by("n").agg(base=pl.col("base_yuan").cast(pl.Float64).max())


MODELS = {"M02": m02}
