"""The rules of family M06 a second time, in plain Polars."""

from collections.abc import Mapping

import polars as pl

from tests.reference.counts import Answer, judged

Frames = Mapping[str, pl.DataFrame]


def m06_e(frames: Frames) -> Answer:
    rows = frames["labor_arbitration"]
    told, awards = judged(
        rows,
        {
            "employment": (pl.col("claim_kind") == "employment")
            | pl.col("is_lumpsum_basis").fill_null(value=False),
            "granted": pl.col("close_manner").is_in(["award", "mediation"]).fill_null(value=True),
        },
    )
    claims, kept = judged_claimants(frames, awards)
    key = ["employer_uscc", "worker_agent_name"]
    sure = pl.all_horizontal("soon", "old", "bare", ~pl.col("is_disputed"))
    grouped = kept.group_by(key).agg(
        sure=pl.col("worker_id").filter(sure).n_unique(), possible=pl.col("worker_id").n_unique()
    )
    enough = pl.when(pl.col("sure") >= 5).then(True).when(pl.col("possible") < 5).then(False)
    known = pl.when(pl.col("employer_uscc").is_not_null()).then(True)
    layer, found = judged(
        grouped,
        {
            "employer": known,
            "agent": pl.when(pl.col("worker_agent_name").is_not_null()).then(True),
            "enough": enough,
        },
        {"enough": pl.col("sure") == 4},
    )
    subjects = found.select(pl.format("firm:{}+person:{}", *key))
    return {"awards": told, "claimants": claims, "clusters": layer}, set(subjects.to_series())


def judged_claimants(frames: Frames, awards: pl.DataFrame) -> tuple[dict[str, int], pl.DataFrame]:
    """The claimants of whom no element can be ruled out; soon, old and bare are null if unknown."""
    rows = _with_payments(frames, awards.drop(pl.selectors.matches("^(c_|n_)|outcome|excluded")))
    people = frames["household"].select("born_on", "sex", worker_id="person_id")
    rows = rows.join(people, on="worker_id", how="left").with_columns(
        traces=_months(frames["social_insurance"], rows) + _months(frames["wage_tax"], rows)
    )
    last, first = pl.col("awarded_on").dt.offset_by("12mo"), pl.col("first_paid")
    age = pl.when(pl.col("sex") == "male").then(pl.lit("55y")).otherwise(pl.lit("50y"))
    rows = rows.with_columns(
        soon=pl.when(first.is_between("awarded_on", last))
        .then(True)
        .when(pl.col("payments").is_null() & ~pl.col("is_lumpsum_basis").fill_null(value=False))
        .then(False)
        .when(pl.col("undated") > 0)
        .then(None)
        .otherwise(first.is_between("awarded_on", last)),
        old=pl.col("born_on").dt.offset_by(age) <= pl.col("awarded_on"),
        bare=pl.col("traces") == 0,
        late=(first - last).dt.total_days().abs() <= 60,
    )
    return judged(
        rows,
        {
            "soon": pl.col("soon").fill_null(value=True),
            "old": pl.col("old").fill_null(value=True),
            "bare": pl.col("bare"),
            "undisputed": ~pl.col("is_disputed").fill_null(value=False),
        },
        {"soon": pl.col("late")},
        {"policy": pl.col("by_policy") > 0},
    )


def _with_payments(frames: Frames, awards: pl.DataFrame) -> pl.DataFrame:
    paid = (
        frames["si_lumpsum"]
        .group_by(award_no="basis_doc_no", worker_id="person_id")
        .agg(
            payments=pl.len(),
            undated=pl.col("paid_on").is_null().sum(),
            by_policy=pl.col("basis_kind").is_in(["policy", "labour_inspection", "audit"]).sum(),
            first_paid=pl.col("paid_on").min(),
        )
    )
    return awards.join(paid, on=["award_no", "worker_id"], how="left")


def _months(records: pl.DataFrame, rows: pl.DataFrame) -> pl.Series:
    """How many months of each claimant's period the employer has on record, row by row."""
    keyed = rows.with_row_index("n").select(
        "n", "employment_from_on", "employment_to_on", person="worker_id", firm="employer_uscc"
    )
    beside = records.select("month_on", person="person_id", firm="firm_uscc")
    found = keyed.join(beside, on=["person", "firm"]).filter(
        pl.col("month_on").is_between("employment_from_on", "employment_to_on")
    )
    counted = found.group_by("n").len()
    joined = keyed.select("n").join(counted, on="n", how="left", maintain_order="left")
    return joined["len"].fill_null(0)


MODELS = {"M06-E": m06_e}
