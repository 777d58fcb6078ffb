"""Planted enforcement of uncontested titles: M06-F, awards and deeds between kin.

The title is an award that nobody disputed or a notarial deed, applied for after another creditor
had begun to enforce in vain, enforced within thirty days [D] by the debtor's spouse or father.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.court_enforcement import enforced, listed
from data_access.demo.city.draw import later
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.subjects import subjects, tell, with_people

MODEL = "M06-F"
EACH = 3
OTHER = date(2024, 2, 5)
AWARDED = date(2025, 9, 8)
HEAD = (pl.col("place") == 0) & pl.col("father_id").is_not_null()
SPOUSE, FATHER = "spouse_id", "father_id"


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Cases of one kind: the title, who applied when, and the other creditor's case.

    applied_days_after is counted from the day on which that case was filed.
    """

    kind: Kind
    why: str
    basis: str = "arbitration"
    is_disputed: bool | None = False
    applicant: str | None = SPOUSE
    applied_days_after: int = 500
    filed_days: int = 6
    has_other: bool = True
    is_other_paid: bool = False


IN, OUT, LIKE = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT, Kind.LOOKALIKE
UNSURE = Kind.CANNOT_JUDGE
VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="配偶持无争议仲裁裁决申请执行，其他债权人终本"),
    Variant(kind=Kind.POSITIVE, why="父亲持无争议仲裁裁决申请执行", applicant=FATHER),
    Variant(kind=Kind.POSITIVE, why="配偶持公证债权文书申请执行", basis="notarial"),
    Variant(kind=IN, why="他案立案次日申请仲裁", applied_days_after=1),
    Variant(kind=OUT, why="他案立案前一日已申请仲裁", applied_days_after=-1),
    Variant(kind=IN, why="裁决后第三十日申请执行", filed_days=30),
    Variant(kind=OUT, why="裁决后第三十一日才申请执行", filed_days=31),
    Variant(kind=LIKE, why="裁决有争议", is_disputed=True),
    Variant(kind=LIKE, why="申请人与被执行人没有亲属关系", applicant="stranger_id"),
    Variant(kind=LIKE, why="没有其他债权人", has_other=False),
    Variant(kind=LIKE, why="其他债权人已获清偿", is_other_paid=True),
    Variant(kind=UNSURE, why="没有申请人的身份号码", applicant=None),
    Variant(kind=UNSURE, why="未记裁决有无争议", is_disputed=None),
)


def uncontested_awards(city: City) -> Plants:
    """The planted cases with awards and the cases of other creditors."""
    plants = Plants()
    who = with_people(city, subjects(city, VARIANTS, EACH), HEAD, (SPOUSE, FATHER))
    stranger = city.draw("plants.uncontested_awards", who.height).rows(city.adults)
    applicant = pl.coalesce(
        pl.when(pl.col("applicant") == name).then(name) for name in (SPOUSE, FATHER, "stranger_id")
    )
    who = who.with_columns(
        stranger_id=stranger["person_id"],
        debtor_id="person_id",
        debtor_name="person_name",
        award_no=numbered("演仲裁字F{}号", who.height),
    ).with_columns(applicant_id=applicant)
    cases = _title(city, who)
    plants.add("exec_case", cases)
    tell(plants, MODEL, "case", cases, "exec_no")
    plants.add("commercial_arbitration", _awards(who.filter(pl.col("basis") == "arbitration")))
    others = _others(city, who.filter("has_other"))
    plants.add("exec_case", others)
    plants.add("dishonest_list", listed(city, "plants.uncontested_awards", _ended(others)))
    return plants


def _title(city: City, who: pl.DataFrame) -> pl.DataFrame:
    """The case on the uncontested title, still open."""
    frame = who.with_columns(
        exec_no=numbered("（2025）演27执{}号", who.height),
        basis_doc_no=pl.when(pl.col("basis") == "arbitration")
        .then("award_no")
        .otherwise(pl.format("（2025）演公证字第{}号", pl.col("number") + 1)),
        filed_on=later(pl.lit(AWARDED), pl.col("filed_days")),
        amount_yuan=pl.lit(600_000.0),
    )
    made = enforced(city, "plants.uncontested_awards.title", frame)
    return _open(made).with_columns(
        basis_kind="basis",
        applicant=pl.lit("申请执行人"),
    )


def _open(cases: pl.DataFrame) -> pl.DataFrame:
    day, text, money = pl.Date(), pl.String(), pl.Float64()
    return cases.with_columns(
        closed_on=pl.lit(None, dtype=day),
        close_manner=pl.lit(None, dtype=text),
        paid_yuan=pl.lit(0.0),
        found_asset_yuan=pl.lit(None, dtype=money),
        queried_on=pl.lit(None, dtype=day),
        restricted_on=pl.lit(None, dtype=day),
    )


def _awards(who: pl.DataFrame) -> pl.DataFrame:
    return who.with_columns(
        arbitration_org=pl.lit("演示仲裁委员会"),
        party_a=pl.lit("申请执行人"),
        party_a_id="applicant_id",
        party_b="debtor_name",
        party_b_id="debtor_id",
        dispute_kind=pl.lit("借款合同"),
        amount_yuan=pl.lit(600_000.0),
        asset_city=pl.lit("演示市"),
        applied_on=later(pl.lit(OTHER), pl.col("applied_days_after")),
        awarded_on=AWARDED,
        close_manner=pl.lit("award"),
        agent_name=pl.format("律师{}", 1 + pl.col("number")),
        arbitrator_name=pl.format("仲裁员{}", 1 + pl.col("number") % 50),
    )


def _others(city: City, who: pl.DataFrame) -> pl.DataFrame:
    """The case of another creditor, ended for now, or paid."""
    frame = who.select("county", "debtor_id", "debtor_name", "is_other_paid").with_columns(
        exec_no=numbered("（2025）演28执{}号", who.height),
        basis_doc_no=numbered("（2025）演28民初{}号", who.height),
        filed_on=OTHER,
        amount_yuan=pl.lit(180_000.0),
    )
    made = enforced(city, "plants.uncontested_awards.other", frame)
    is_paid = pl.col("is_other_paid")
    return made.with_columns(
        closed_on=OTHER + timedelta(days=120),
        close_manner=pl.when(is_paid).then(pl.lit("fulfilled")).otherwise(pl.lit("ended_for_now")),
        paid_yuan=pl.when(is_paid).then("amount_yuan").otherwise(0.0),
        found_asset_yuan=pl.when(~is_paid).then(0.0),
        queried_on=pl.when(~is_paid).then(date(2025, 11, 5)),
        restricted_on=pl.when(~is_paid).then(OTHER + timedelta(days=30)),
    )


def _ended(cases: pl.DataFrame) -> pl.DataFrame:
    return cases.filter(pl.col("close_manner") == "ended_for_now")
