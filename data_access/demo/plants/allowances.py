"""Planted allowances: M12-D, what the public purse paid wrongly. Persons.

M12-D-1 an allowance to the dead; M12-D-2 two that exclude each other; M12-D-3 for a field that is
built over; M12-D-4 beside a wage; M12-D-5 after emigration. Vouchers are in `vouchers.py`.
"""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.draw import days_before, month_starts
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

PAY = "allowance_pay"
FIRST, LAST = date(2025, 2, 1), date(2025, 9, 1)
WAGE = 3_000.0
"""A wage above it excludes subsistence [D]."""
PAID = pl.col("month_on")


def allowances(city: City) -> Plants:
    """The planted recipients with what other agencies know of them."""
    person = pl.col("person_id")
    rules = (
        Rule("M12-D-1", "person", person, _old, _after_death, _dead()),
        Rule("M12-D-2", "person", person, _old, _both, _excluding()),
        Rule("M12-D-3", "person", person, grown_up, _field, _built_over()),
        Rule("M12-D-4", "person", person, grown_up, _waged, _with_income()),
        Rule("M12-D-5", "person", person, _old, _emigrated, _gone()),
    )
    return planted(city, rules)


def _old(city: City, count: int) -> pl.DataFrame:
    return city.take_people(count, pl.col("place") == 3)


def monthly(
    people: pl.DataFrame, program: str, first: date = FIRST, last: date = LAST
) -> pl.DataFrame:
    """An allowance of 600 yuan in all months from first to last."""
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


def _after_death(course: Course, people: pl.DataFrame) -> Rows:
    died = course.day("died", date(2025, 4, 11))
    dead = people.select(
        *("person_id", "person_name"),
        died_on=pl.lit(died),
        registered_on=pl.lit(died),
        source=pl.lit("health"),
    )
    return {PAY: monthly(people, "old_age"), "death_record": dead}


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
    other = monthly(people, program, first, date(2025, 12, 1))
    return {PAY: pl.concat([monthly(people, "subsistence"), other])}


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
    paid = monthly(people, "farmland", date(2025, 6, 1), date(2025, 6, 1))
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
    return {PAY: monthly(people, "subsistence"), "wage_tax": wages}


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
    return {PAY: monthly(people, "elder_service", last=last), "household": gone}


def _gone() -> tuple[Variant, ...]:
    return (
        Variant(YES, "出国定居注销户口后仍领服务补贴"),
        Variant(IN, "注销次月仍领", shape={"last": date(2025, 6, 1)}),
        Variant(OUT, "注销当月停发", shape={"last": date(2025, 5, 1)}),
        Variant(LIKE, "因重复户口注销，本人仍在本市", shape={"reason": "duplicate"}),
        Variant(UNKNOWN, "没有注销原因", {"household": {"cancel_reason": None}}),
    )
