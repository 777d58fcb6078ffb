"""Planted land and buildings: M12-E land granted, M12-F shelters for air defence. Cases.

M12-E-1 a price or its late fee that is owed and not asked for; M12-E-2 idle land
(城市房地产管理法 26); M12-E-3 a permit before the price was paid. M12-F-1 neither a shelter nor its
fee; M12-F-2 a permit before the fee was paid; M12-F-3 a civil building of which the defence office
knows nothing.
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.draw import LAST_DAY, days_before
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
    planted,
)

GRANT, SITE, SHELTER = "land_grant", "planning_permit", "civil_defense"
PRICE, FEE = 6_000_000.0, 900_000.0
PAID_ON = date(2024, 3, 12)
Changes = Mapping[str, Values | None]
CONTRACT = pl.format("演出让合同9{}号", "number")
PERMIT = pl.format("建字第990198{}号", "number")
PROJECT = pl.format("XM8{}", "number")


def land(city: City) -> Plants:
    """The planted contracts, permits and projects."""
    rules = (
        Rule("M12-E-1", "case", CONTRACT, firms, _granted, _owed()),
        Rule("M12-E-2", "case", CONTRACT, firms, _granted, _idle()),
        Rule("M12-E-3", "case", PERMIT, firms, _built_on, _permitted_early()),
        Rule("M12-F-1", "case", PROJECT, firms, _sheltered, _neither()),
        Rule("M12-F-2", "case", PROJECT, firms, _sheltered, _fee_after()),
        Rule("M12-F-3", "case", PERMIT, firms, _sheltered, _unknown_to_the_office()),
    )
    return planted(city, rules)


def _granted(course: Course, firms: pl.DataFrame) -> Rows:
    """A contract paid and begun in time."""
    del course
    none = pl.lit(None, dtype=pl.Date)
    grant = firms.with_columns(
        contract_no=CONTRACT,
        grantee_name="firm_name",
        parcel_code=pl.format("DK9{}", "number"),
        location="address",
        area_sqm=pl.lit(20_000.0),
        land_use=pl.lit("工业用地"),
        price_yuan=pl.lit(PRICE),
        signed_on=pl.lit(date(2022, 1, 17)),
        due_on=pl.lit(date(2024, 3, 18)),
        paid_yuan=pl.lit(PRICE),
        paid_on=pl.lit(PAID_ON),
        late_fee_permille=pl.lit(1.0),
        late_fee_yuan=pl.lit(0.0),
        late_fee_paid_yuan=pl.lit(0.0),
        urged_on=none,
        start_by_on=pl.lit(date(2024, 9, 1)),
        started_on=pl.lit(date(2024, 8, 20)),
        is_delay_excused=pl.lit(value=False),
        delay_reason=pl.lit(None, dtype=pl.String),
        idle_fee_yuan=pl.lit(None, dtype=pl.Float64),
        is_taken_back=pl.lit(value=False),
        unit="county",
    )
    return {GRANT: grant}


def _owed() -> tuple[Variant, ...]:
    def unpaid(**more: object) -> Changes:
        return {GRANT: {"paid_yuan": 2_000_000.0, "paid_on": None, **more}}

    late = {"paid_on": date(2024, 6, 26), "late_fee_yuan": 600_000.0}
    urged, back = date(2025, 9, 2), {"is_taken_back": True}
    return (
        Variant(YES, "出让金逾期未缴清，未催缴", unpaid()),
        Variant(YES, "出让金迟缴，违约金未收", {GRANT: late}),
        Variant(IN, "应缴日为前日", unpaid(due_on=days_before(LAST_DAY, 1))),
        Variant(OUT, "应缴日为次日", unpaid(due_on=days_before(LAST_DAY, -1))),
        Variant(OUT, "应缴日当日缴清", {GRANT: {"paid_on": date(2024, 3, 18)}}),
        Variant(LIKE, "逾期而已催缴", unpaid(urged_on=urged)),
        Variant(LIKE, "逾期后合同解除，土地收回", unpaid(**back)),
        Variant(LIKE, "迟缴而违约金已缴", {GRANT: {**late, "late_fee_paid_yuan": 600_000.0}}),
        Variant(UNKNOWN, "没有已缴金额", {GRANT: {"paid_yuan": None, "paid_on": None}}),
    )


def _idle() -> tuple[Variant, ...]:
    def bare(start_by: date | None, **more: object) -> Changes:
        return {GRANT: {"started_on": None, "start_by_on": start_by, **more}}

    long_ago, year_ago = date(2023, 4, 3), date(2024, 12, 31)
    two_years_ago = date(2023, 12, 31)
    charged = {"idle_fee_yuan": PRICE * 0.2}
    excused = {"is_delay_excused": True, "delay_reason": "政府未按期交地"}
    return (
        Variant(YES, "约定开工日后两年半未动工，未收闲置费也未收回", bare(long_ago)),
        Variant(YES, "满两年未动工，只收闲置费而未收回", bare(long_ago, **charged)),
        Variant(IN, "未动工一年零一日", bare(days_before(year_ago, 1))),
        Variant(OUT, "未动工差一日一年", bare(days_before(year_ago, -1))),
        Variant(IN, "已收闲置费，未动工两年零一日", bare(days_before(two_years_ago, 1), **charged)),
        Variant(OUT, "已收闲置费，未满两年", bare(days_before(two_years_ago, -1), **charged)),
        Variant(LIKE, "因政府原因未动工", bare(long_ago, **excused)),
        Variant(LIKE, "土地已收回", bare(long_ago, is_taken_back=True)),
        Variant(UNKNOWN, "没有约定开工日期", bare(None)),
        Variant(UNKNOWN, "没有是否政府原因的认定", bare(long_ago, is_delay_excused=None)),
    )


def _permit(firms: pl.DataFrame, *, is_civil: bool, day: object) -> pl.DataFrame:
    return firms.with_columns(
        permit_no=PERMIT,
        permit_kind=pl.lit("planning"),
        project_code=PROJECT,
        project_name=pl.col("firm_name") + "建设项目",
        parcel_code=pl.format("DK9{}", "number"),
        location="address",
        floor_area_sqm=pl.lit(10_000.0),
        is_civil_building=pl.lit(is_civil),
        issued_on=pl.lit(day),
        unit="county",
    )


def _built_on(course: Course, firms: pl.DataFrame) -> Rows:
    permit = _permit(firms, is_civil=False, day=course.day("day", date(2023, 10, 9)))
    return {**_granted(course, firms), SITE: permit}


def _permitted_early() -> tuple[Variant, ...]:
    return (
        Variant(YES, "缴清出让金五个月前已发规划许可"),
        Variant(IN, "缴清前一日发证", shape={"day": days_before(PAID_ON, 1)}),
        Variant(OUT, "缴清当日发证", shape={"day": PAID_ON}),
        Variant(LIKE, "缴清后发证", shape={"day": date(2024, 7, 8)}),
        Variant(UNKNOWN, "许可没有宗地编号", {SITE: {"parcel_code": None}}),
    )


def _sheltered(course: Course, firms: pl.DataFrame) -> Rows:
    """A civil building; no shelter, its fee paid ten days before the permit."""
    issued = course.day("day", date(2024, 5, 22))
    is_civil = not course.has("is_factory")
    permit = _permit(firms, is_civil=is_civil, day=issued).with_columns(
        parcel_code=pl.format("DKF{}", "number")
    )
    shelter = firms.with_columns(
        project_code=PROJECT,
        project_name=pl.col("firm_name") + "建设项目",
        permit_no=PERMIT,
        required_area_sqm=pl.lit(600.0),
        built_area_sqm=pl.lit(0.0),
        fee_payable_yuan=pl.lit(FEE),
        fee_paid_yuan=pl.lit(FEE),
        paid_on=pl.lit(date(2024, 5, 12)),
        is_waived=pl.lit(value=False),
        waive_basis=pl.lit(None, dtype=pl.String),
        decided_on=date(2024, 5, 2),
        urged_on=pl.lit(None, dtype=pl.Date),
        unit="county",
    )
    return {SITE: permit, SHELTER: shelter}


NOTHING_PAID = {"fee_paid_yuan": 0.0, "paid_on": None}


def _neither() -> tuple[Variant, ...]:
    def here(**values: object) -> Changes:
        return {SHELTER: values}

    def waived(basis: str) -> Changes:
        return here(**NOTHING_PAID, is_waived=True, waive_basis=basis)

    built = {"built_area_sqm": 600.0, "fee_payable_yuan": 0.0, **NOTHING_PAID}
    also = ("M12-F-2",)
    return (
        Variant(YES, "未建人防工程，也未缴易地建设费", here(**NOTHING_PAID), also=also),
        Variant(YES, "以招商引资协议免缴", waived("招商引资协议"), also=also),
        Variant(IN, "易地建设费少缴一元", here(fee_paid_yuan=FEE - 1)),
        Variant(OUT, "易地建设费缴足"),
        Variant(LIKE, "已按要求修建", here(**built)),
        Variant(LIKE, "保障性住房依法免缴", waived("享受政府优惠政策建设的保障性住房")),
        Variant(UNKNOWN, "没有已缴金额", here(fee_paid_yuan=None, paid_on=None), also=also),
    )


def _fee_after() -> tuple[Variant, ...]:
    paid = date(2024, 5, 12)
    exempt = {**NOTHING_PAID, "built_area_sqm": 600.0, "fee_payable_yuan": 0.0}
    return (
        Variant(YES, "发证半年后才缴费", shape={"day": date(2023, 11, 6)}),
        Variant(IN, "缴费前一日发证", shape={"day": days_before(paid, 1)}),
        Variant(OUT, "缴费当日发证", shape={"day": paid}),
        Variant(LIKE, "已修建而无需缴费", {SHELTER: exempt}),
        Variant(UNKNOWN, "缴足而没有缴费日期", {SHELTER: {"paid_on": None}}),
    )


def _unknown_to_the_office() -> tuple[Variant, ...]:
    none: Changes = {SHELTER: None}
    unknown: Changes = {SHELTER: None, SITE: {"project_code": None}}
    return (
        Variant(YES, "民用建筑已发规划许可而没有人防审批", none),
        Variant(OUT, "民用建筑有人防审批"),
        Variant(LIKE, "厂房不是民用建筑", none, {"is_factory": True}),
        Variant(UNKNOWN, "许可没有项目代码", unknown),
    )
