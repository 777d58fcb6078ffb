"""Planted benefits: M11-E, what the insurance agency paid wrongly. Persons.

M11-E-1 arrears paid on an award that does not stand; M11-E-2 unemployment benefit beside a wage;
M11-E-3 one injury paid by two funds.
"""

from datetime import UTC, date, datetime

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.plants.allowances import PAY, monthly
from data_access.demo.plants.arbitrations import insured
from data_access.demo.plants.fund import settlements_at
from data_access.demo.plants.plant import Plants
from data_access.demo.plants.rule import (
    IN,
    LIKE,
    OUT,
    UNKNOWN,
    YES,
    Course,
    Rows,
    Rule,
    Values,
    Variant,
    firms,
    grown_up,
    planted,
)

LUMP, AWARD = "si_lumpsum", "labor_arbitration"


def benefits(city: City) -> Plants:
    """The planted recipients with what other agencies know of them."""
    person = pl.col("person_id")
    rules = (
        Rule("M11-E-1", "person", person, grown_up, _lump, _on_awards()),
        Rule("M11-E-2", "person", person, grown_up, _unemployed, _employed()),
        Rule("M11-E-3", "person", person, grown_up, _injured, _twice_paid()),
    )
    return planted(city, rules)


def _lump(course: Course, people: pl.DataFrame) -> Rows:
    """Five years paid at once on the strength of an award that the employer contested."""
    employers = firms(course.city, people.height).select("firm_uscc", "firm_name")
    own = people.hstack(employers).with_columns(
        award_no=pl.format("演劳人仲案字〔2024〕{}号", "number"), unit="county"
    )
    awards = own.with_columns(
        commission=pl.lit("演示市劳动人事争议仲裁委员会"),
        employer_name="firm_name",
        employer_uscc="firm_uscc",
        worker_name="person_name",
        worker_id="person_id",
        claim_kind=pl.lit("employment"),
        employment_from_on=date(2018, 1, 2),
        employment_to_on=date(2022, 12, 30),
        award_yuan=pl.lit(0.0),
        applied_on=date(2024, 4, 8),
        awarded_on=date(2024, 5, 20),
        close_manner=pl.lit("award"),
        is_disputed=pl.lit(value=True),
        is_lumpsum_basis=pl.lit(value=True),
        arbitrator_name=pl.lit("仲裁员8"),
    )
    paid = own.with_columns(
        period_from_on=date(2018, 1, 1),
        period_to_on=date(2022, 12, 1),
        months_count=pl.lit(60),
        amount_yuan=pl.lit(48_000.0),
        basis_doc_no="award_no",
        basis_kind=pl.lit("arbitration_award"),
        paid_on=date(2024, 7, 2),
    )
    return {LUMP: paid, AWARD: awards}


def _on_awards() -> tuple[Variant, ...]:
    none: dict[str, Values | None] = {AWARD: None}
    return (
        Variant(YES, "补缴所据裁决查无此号", none),
        Variant(YES, "补缴所据裁决已被撤销", {AWARD: {"close_manner": "revoked"}}),
        Variant(LIKE, "裁决存在且有效"),
        Variant(LIKE, "按政策补缴，无需裁决", {**none, LUMP: {"basis_kind": "policy"}}),
        Variant(UNKNOWN, "没有补缴依据文号", {**none, LUMP: {"basis_doc_no": None}}),
    )


def _unemployed(course: Course, people: pl.DataFrame) -> Rows:
    firm = firms(course.city, 1).row(0, named=True)
    first = course.day("from", date(2025, 5, 1))
    period = (first, date(2025, 12, 1))
    contributions = insured(people, (firm["firm_uscc"], firm["firm_name"]), period)
    return {PAY: monthly(people, "unemployment"), "social_insurance": contributions}


def _employed() -> tuple[Variant, ...]:
    def since(day: date) -> Values:
        return {"from": day}

    own: Values = {"firm_uscc": None, "firm_name": None}
    return (
        Variant(YES, "在职参保期间领取失业金五个月"),
        Variant(IN, "重叠恰二个月", shape=since(date(2025, 8, 1))),
        Variant(OUT, "仅交接当月重叠", shape=since(date(2025, 9, 1))),
        Variant(LIKE, "次月才再就业参保", shape=since(date(2025, 10, 1))),
        Variant(LIKE, "灵活就业自行缴费", {"social_insurance": own}),
        Variant(UNKNOWN, "没有缴费状态", {"social_insurance": {"pay_status": None}}),
    )


def _injured(course: Course, people: pl.DataFrame) -> Rows:
    """A stay for an injury, and a benefit for an injury at work in its month."""
    rows = people.with_columns(settled_at=pl.lit(datetime(2025, 6, 20, 3, tzinfo=UTC)))
    stay = settlements_at(
        rows,
        course.city.firms_of("医院").row(0, named=True),
        is_inpatient=pl.lit(value=True),
        nights=pl.lit(8),
        diagnosis=pl.lit("左桡骨骨折"),
        is_injury=pl.lit(value=True),
        total_yuan=200.0 + pl.col("number").cast(pl.Int64) % 997,
    ).with_columns(settlement_no=pl.format("MI8{}", pl.col("number").str.zfill(8)))
    month = course.day("month", date(2025, 6, 1))
    paid = monthly(people, "work_injury", month, month)
    return {"mi_settlement": stay, PAY: paid}


def _twice_paid() -> tuple[Variant, ...]:
    def stay(**values: object) -> dict[str, Values | None]:
        return {"mi_settlement": values}

    return (
        Variant(YES, "同一伤害，工伤待遇与医保基金均支付"),
        Variant(OUT, "工伤待遇在住院前一月", shape={"month": date(2025, 5, 1)}),
        Variant(LIKE, "住院与外伤无关", stay(is_injury=False, diagnosis="肺炎")),
        Variant(LIKE, "没有工伤待遇", {PAY: None}),
        Variant(UNKNOWN, "没有是否外伤的记录", stay(is_injury=None)),
    )
