"""Planted benefits: M11-E seen from the insurance agency, M12-D from the public purse. Persons.

M11-E-1 arrears paid on an award that does not stand; M11-E-2 unemployment benefit beside a wage;
M11-E-3 one injury paid by two funds. M12-D-1 an allowance to the dead; M12-D-2 two that exclude
each other; M12-D-3 for a field that is built over; M12-D-4 beside a wage; M12-D-5 after emigration.
"""

from datetime import UTC, date, datetime

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.draw import days_before, month_starts
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

PAY, LUMP, AWARD = "allowance_pay", "si_lumpsum", "labor_arbitration"
FIRST, LAST = date(2025, 2, 1), date(2025, 9, 1)
WAGE = 3_000.0
"""A wage above it excludes subsistence [D]."""
OVERLAP_MONTHS = 2
"""So many months of benefit beside contributions [D]; one is the month of the change."""
PAID = pl.col("month_on")


def benefits(city: City) -> Plants:
    """The planted recipients with what other agencies know of them."""
    person = pl.col("person_id")
    rules = (
        Rule("M11-E-1", "person", person, grown_up, _lump, _on_awards()),
        Rule("M11-E-2", "person", person, grown_up, _unemployed, _employed()),
        Rule("M11-E-3", "person", person, grown_up, _injured, _twice_paid()),
        Rule("M12-D-1", "person", person, _old, _after_death, _dead()),
        Rule("M12-D-2", "person", person, _old, _both, _excluding()),
        Rule("M12-D-3", "person", person, grown_up, _field, _built_over()),
        Rule("M12-D-4", "person", person, grown_up, _waged, _with_income()),
        Rule("M12-D-5", "person", person, _old, _emigrated, _gone()),
    )
    return planted(city, rules)


def _old(city: City, count: int) -> pl.DataFrame:
    return city.take_people(count, pl.col("place") == 3)


def _allowance(
    people: pl.DataFrame, program: str, first: date = FIRST, last: date = LAST
) -> pl.DataFrame:
    """An allowance in all months from first to last."""
    return people.join(month_starts(first, last), how="cross").with_columns(
        program=pl.lit(program),
        paid_on=PAID.dt.offset_by("14d"),
        amount_yuan=pl.lit(600.0),
        account_no=pl.concat_str(pl.lit("99991"), pl.col("person_id").str.slice(3, 11)),
        status=pl.lit("paid"),
        parcel_code=pl.lit(None, dtype=pl.String),
        area_mu=pl.lit(None, dtype=pl.Float64),
        unit="county",
    )


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
    return {PAY: _allowance(people, "unemployment"), "social_insurance": contributions}


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
    paid = _allowance(people, "work_injury", month, month)
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


def _after_death(course: Course, people: pl.DataFrame) -> Rows:
    died = course.day("died", date(2025, 4, 11))
    dead = people.select(
        *("person_id", "person_name"),
        died_on=pl.lit(died),
        registered_on=pl.lit(died),
        source=pl.lit("health"),
    )
    return {PAY: _allowance(people, "old_age"), "death_record": dead}


def _dead() -> tuple[Variant, ...]:
    before = date(2025, 4, 1) >= PAID
    stopped = pl.when(before).then("status").otherwise(pl.lit("returned"))
    unknown = pl.when(before).then("status")
    return (
        Variant(YES, "死亡后数月仍发高龄津贴"),
        Variant(IN, "死亡次月仍发", shape={"died": date(2025, 8, 30)}),
        Variant(OUT, "死亡当月照发", shape={"died": date(2025, 9, 2)}),
        Variant(LIKE, "死亡后所发已退回", {PAY: {"status": stopped}}),
        Variant(UNKNOWN, "死亡后没有发放状态", {PAY: {"status": unknown}}),
    )


def _both(course: Course, people: pl.DataFrame) -> Rows:
    program = course.word("program", "extreme_poverty")
    first = course.day("from", date(2025, 7, 1))
    other = _allowance(people, program, first, date(2025, 12, 1))
    return {PAY: pl.concat([_allowance(people, "subsistence"), other])}


def _excluding() -> tuple[Variant, ...]:
    unknown = pl.when(pl.col("program") == "subsistence").then("status")
    return (
        Variant(YES, "低保与特困供养同时领取三个月"),
        Variant(IN, "重叠一个月", shape={"from": LAST}),
        Variant(OUT, "次月转为特困供养", shape={"from": date(2025, 10, 1)}),
        Variant(LIKE, "低保与残疾人补贴可以同享", shape={"program": "disability"}),
        Variant(UNKNOWN, "没有发放状态", {PAY: {"status": unknown}}),
    )


def _field(course: Course, people: pl.DataFrame) -> Rows:
    """A subsidy for a field, and what is seen of the field from above."""
    parcel = pl.format("GD{}", "number")
    paid = _allowance(people, "farmland", date(2025, 6, 1), date(2025, 6, 1))
    paid = paid.with_columns(parcel_code=parcel, area_mu=pl.lit(6.5))
    day = course.day("seen", date(2024, 9, 12))
    seen = people.select(
        patch_code=pl.format("TB8{}", "number"),
        seen_on=pl.lit(day),
        before_on=pl.lit(days_before(day, 90)),
        change_kind=pl.lit("building"),
        longitude=pl.lit(110.08),
        latitude=pl.lit(30.12),
        area_sqm=pl.lit(4_300.0),
        parcel_code=parcel,
        land_class=pl.lit("耕地"),
    )
    return {PAY: paid, "remote_change": seen}


def _built_over() -> tuple[Variant, ...]:
    def seen(**values: object) -> dict[str, Values | None]:
        return {"remote_change": values}

    paid = date(2025, 6, 15)
    return (
        Variant(YES, "地块已建房，仍领耕地补贴"),
        Variant(IN, "发放前一日影像已显示建房", shape={"seen": days_before(paid, 1)}),
        Variant(OUT, "发放次日影像才显示建房", shape={"seen": days_before(paid, -1)}),
        Variant(LIKE, "影像显示仍在耕种", seen(change_kind="farmland")),
        Variant(LIKE, "影像显示已经复垦", seen(change_kind="restored")),
        Variant(UNKNOWN, "补贴没有地块编号", {PAY: {"parcel_code": None}}),
    )


def _waged(course: Course, people: pl.DataFrame) -> Rows:
    firm = firms(course.city, 1).row(0, named=True)
    months = month_starts(course.day("from", FIRST), course.day("to", LAST))
    wages = people.join(months, how="cross").with_columns(
        firm_uscc=pl.lit(firm["firm_uscc"]),
        firm_name=pl.lit(firm["firm_name"]),
        income_kind=pl.lit("wages"),
        income_yuan=pl.lit(6_200.0),
        withheld_yuan=pl.lit(36.0),
    )
    return {PAY: _allowance(people, "subsistence"), "wage_tax": wages}


def _with_income() -> tuple[Variant, ...]:
    def wage(yuan: float) -> dict[str, Values | None]:
        return {"wage_tax": {"income_yuan": yuan}}

    earlier = {"from": date(2024, 2, 1), "to": date(2025, 1, 1)}
    return (
        Variant(YES, "领取低保期间有稳定工资收入"),
        Variant(IN, "工资略高于标准", wage(WAGE + 1)),
        Variant(OUT, "工资等于标准", wage(WAGE)),
        Variant(LIKE, "领取低保之前的工资", shape=earlier),
        Variant(UNKNOWN, "没有发放状态", {PAY: {"status": None}}),
    )


def _emigrated(course: Course, people: pl.DataFrame) -> Rows:
    gone = people.with_columns(
        cancelled_on=date(2025, 5, 8),
        cancel_reason=pl.lit(course.word("reason", "emigrated")),
        household_kind=pl.lit("resident"),
        relation_to_head=pl.lit("父母"),
        division_code="county",
        unit="county",
    )
    last = course.day("last", LAST)
    return {PAY: _allowance(people, "elder_service", last=last), "household": gone}


def _gone() -> tuple[Variant, ...]:
    return (
        Variant(YES, "出国定居注销户口后仍领服务补贴"),
        Variant(IN, "注销次月仍领", shape={"last": date(2025, 6, 1)}),
        Variant(OUT, "注销当月停发", shape={"last": date(2025, 5, 1)}),
        Variant(LIKE, "因重复户口注销，本人仍在本市", shape={"reason": "duplicate"}),
        Variant(UNKNOWN, "没有注销原因", {"household": {"cancel_reason": None}}),
    )
