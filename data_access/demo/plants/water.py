"""Planted users of water: M12-A, against permit, output, power, declaration and term. Firms.

M12-A-1 takes water without a permit or beyond it; M12-A-2 produces more than the water it paid for;
M12-A-3 pumps more than its meter shows; M12-A-5 declares less than it metered; M12-A-6 goes on
after the permit ended. M12-A-4 is a site that drains its pit without a permit (case).
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.draw import days_before, month_starts
from data_access.demo.city.water_tax import water_taxes
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

QUOTA = 24_000.0
"""A permit's water of a year, 2,000 cubic metres a month."""
NORM = 0.2
"""Cubic metres of water for one of concrete, as the demo city's norm says."""
EXEMPT = 1_000.0
"""So much a year is exempt in the source (三亚) [S]."""
BIG_SITE = 20_000.0
"""A site of so many square metres has a pit to drain [D]."""
Y2025 = (date(2025, 1, 1), date(2025, 12, 1))
PERMIT, METER, TAP, POWER = "water_permit", "water_meter", "tap_water", "power_use"
OUTPUT, TAX, SITE = "output_stat", "tax_declare", "planning_permit"
Changes = Mapping[str, Values | None]


def water(city: City) -> Plants:
    """The planted users with what four agencies know of their water."""
    code, site = pl.col("firm_uscc"), pl.format("建字第990199{}号", "number")
    rules = (
        Rule("M12-A-1", "firm", code, _makers, _taking, _permitted()),
        Rule("M12-A-2", "firm", code, _makers, _producing, _produced()),
        Rule("M12-A-3", "firm", code, _makers, _pumping, _pumped()),
        Rule("M12-A-4", "case", site, firms, _digging, _drained()),
        Rule("M12-A-5", "firm", code, _makers, _declaring, _declared()),
        Rule("M12-A-6", "firm", code, _makers, _taking, _expired()),
    )
    return planted(city, rules)


def _makers(city: City, count: int) -> pl.DataFrame:
    """Firms of the reserve that now make concrete."""
    taken = city.take_firms(count, pl.col("industry").is_in(["商贸", "混凝土"]))
    city.register(taken.select("firm_uscc", industry=pl.lit("混凝土")))
    return taken


def _permit(firms: pl.DataFrame) -> pl.DataFrame:
    return firms.with_columns(
        permit_no=pl.format("取水（演）字9{}号", "number"),
        water_source=pl.lit("ground"),
        use_kind=pl.lit("工业"),
        annual_quota_m3=pl.lit(QUOTA),
        issued_on=date(2020, 5, 6),
        valid_to_on=pl.lit(date(2026, 6, 30)),
        status=pl.lit("valid"),
        unit="county",
    )


def _months(
    firms: pl.DataFrame, quantity: float, period: tuple[date, date] = Y2025
) -> pl.DataFrame:
    return firms.join(month_starts(*period), how="cross").with_columns(
        quantity_m3=pl.lit(quantity), unit="county"
    )


def _metered(
    firms: pl.DataFrame, quantity: float, period: tuple[date, date] = Y2025
) -> pl.DataFrame:
    permits = pl.format("取水（演）字9{}号", "number")
    return _months(firms, quantity, period).with_columns(permit_no=permits, meter_no=pl.lit("1"))


def _tapped(firms: pl.DataFrame, quantity: float) -> pl.DataFrame:
    return _months(firms, quantity).with_columns(
        account_no=pl.col("firm_uscc").str.slice(8, 9),
        amount_yuan=(pl.col("quantity_m3") * 4.1).round(2),
    )


def _powered(
    firms: pl.DataFrame, quantity: float, period: tuple[date, date] = Y2025
) -> pl.DataFrame:
    return _months(firms, 0.0, period).with_columns(
        account_no=pl.col("firm_uscc").str.slice(8, 9),
        quantity_kwh=pl.lit(quantity),
        amount_yuan=pl.lit(round(quantity * 0.72, 2)),
    )


def _taking(course: Course, firms: pl.DataFrame) -> Rows:
    """A permit, a meter below its quota, and the power of a working firm."""
    monthly = course.amount("monthly", 1_500.0)
    rows = {PERMIT: _permit(firms), METER: _metered(firms, monthly), POWER: _powered(firms, 40_000)}
    second = _permit(firms).with_columns(
        permit_no=pl.format("取水（演）字8{}号", "number"), issued_on=date(2025, 2, 3)
    )
    if course.has("is_nameless"):
        course.city.register(firms.select("firm_uscc", industry=pl.lit(None, dtype=pl.String)))
    if course.has("is_renewed"):
        rows[PERMIT] = pl.concat([rows[PERMIT], second.with_columns(valid_to_on=date(2030, 2, 2))])
    return rows


def _permitted() -> tuple[Variant, ...]:
    none: Changes = {PERMIT: None, METER: None}
    tap_only: Changes = {**none, POWER: None}
    at_quota = {"monthly": QUOTA / 12}
    return (
        Variant(YES, "生产用水而没有取水许可", none),
        Variant(YES, "取水超过年许可量", shape={"monthly": 3_100.0}),
        Variant(IN, "取水超过年许可量一立方米余", shape={"monthly": QUOTA / 12 + 0.1}),
        Variant(OUT, "取水等于年许可量", shape=at_quota),
        Variant(LIKE, "没有取水许可，已停产无用电", tap_only),
        Variant(LIKE, "取水在许可量之内"),
        Variant(UNKNOWN, "没有取水许可，行业不明", none, {"is_nameless": True}),
    )


def _producing(course: Course, firms: pl.DataFrame) -> Rows:
    """Output of 2025, and the water it needs: from the pipe, beside what a permit allows."""
    gap = course.amount("gap", 9_000.0)
    needed, tap = 60_000.0 * NORM, 200.0
    rows = {PERMIT: _permit(firms), METER: _metered(firms, (needed - gap) / 12 - tap)}
    produced = firms.select(
        *("firm_uscc", "firm_name"),
        year=pl.lit(2025),
        product_name=pl.lit("商品混凝土"),
        quantity=pl.lit(60_000.0),
        unit_name=pl.lit("立方米"),
        unit="county",
    )
    return {**rows, OUTPUT: produced, TAP: _tapped(firms, tap), POWER: _powered(firms, 40_000)}


def _produced() -> tuple[Variant, ...]:
    unknown: Changes = {OUTPUT: {"product_name": "预制管桩"}}
    return (
        Variant(YES, "产量所需用水远超自来水与取水计量之和"),
        Variant(IN, "差额略超免征水量", shape={"gap": EXEMPT + 60}),
        Variant(OUT, "差额略低于免征水量", shape={"gap": EXEMPT - 60}),
        Variant(LIKE, "自来水不足而取水计量补足", shape={"gap": 0.0}),
        Variant(UNKNOWN, "产品没有用水定额", unknown),
    )


def _pumping(course: Course, firms: pl.DataFrame) -> Rows:
    """Four years of metered water and of power; in 2025 the meter shows a share of what it did."""
    share = course.amount("share", 0.2)
    before = (date(2022, 1, 1), date(2024, 12, 1))
    now = course.amount("power", 40_000.0)
    past = _metered(firms, 1_600.0, before)
    power = pl.concat([_powered(firms, 40_000.0, before), _powered(firms, now)])
    if course.has("is_new"):
        past, power = past.clear(), _powered(firms, now)
    metered = pl.concat([past, _metered(firms, 1_600.0 * share)])
    return {PERMIT: _permit(firms), METER: metered, POWER: power}


def _pumped() -> tuple[Variant, ...]:
    return (
        Variant(YES, "用电不变而取水计量骤减八成"),
        Variant(IN, "计量为用电所示水量的百分之四十五", shape={"share": 0.45}),
        Variant(OUT, "计量为用电所示水量的百分之五十五", shape={"share": 0.55}),
        Variant(LIKE, "减产，用电与取水同减", shape={"share": 0.3, "power": 12_000.0}),
        Variant(UNKNOWN, "没有往年计量可比", shape={"is_new": True}),
    )


def _digging(course: Course, firms: pl.DataFrame) -> Rows:
    """A site with a permit to build, and perhaps one to drain its pit."""
    drain = _permit(firms).with_columns(use_kind=pl.lit("施工降排水"), issued_on=date(2025, 2, 3))
    site = firms.with_columns(
        permit_no=pl.format("建字第990199{}号", "number"),
        permit_kind=pl.lit("construction"),
        project_code=pl.format("XM9{}", "number"),
        project_name=pl.col("firm_name") + "厂房项目",
        parcel_code=pl.format("DKS{}", "number"),
        location="address",
        floor_area_sqm=pl.lit(course.amount("area", 36_000.0)),
        is_civil_building=pl.lit(value=False),
        issued_on=date(2025, 3, 10),
        unit="county",
    )
    return {SITE: site, **({PERMIT: drain} if course.has("is_drained") else {})}


def _drained() -> tuple[Variant, ...]:
    unknown: Changes = {SITE: {"firm_uscc": None, "firm_name": None}}
    planning: Changes = {SITE: {"permit_kind": "planning"}}
    return (
        Variant(YES, "大型工地施工降排水而没有取水许可"),
        Variant(IN, "面积恰达标准", shape={"area": BIG_SITE}),
        Variant(OUT, "面积差一平方米", shape={"area": BIG_SITE - 1}),
        Variant(LIKE, "已有施工降排水许可", shape={"is_drained": True}),
        Variant(LIKE, "仅有规划许可，尚未施工", planning),
        Variant(UNKNOWN, "施工许可没有建设单位", unknown),
    )


def _declaring(course: Course, firms: pl.DataFrame) -> Rows:
    """Two quarters of metered water, declared in a share."""
    share = course.amount("share", 0.4)
    period = (date(2025, 4, 1), date(2025, 9, 1))
    quarters = pl.DataFrame({"period_from_on": [date(2025, 4, 1), date(2025, 7, 1)]})
    declared = firms.select("firm_uscc", "firm_name").join(quarters, how="cross")
    declared = declared.with_columns(declared_quantity=pl.lit(4_500.0 * share))
    return {
        PERMIT: _permit(firms),
        METER: _metered(firms, 1_500.0, period),
        TAX: water_taxes(declared),
    }


def _declared() -> tuple[Variant, ...]:
    unknown: Changes = {TAX: {"declared_quantity": None}}
    return (
        Variant(YES, "申报取水量仅为计量的四成"),
        Variant(IN, "申报为计量的百分之八十九", shape={"share": 0.89}),
        Variant(OUT, "申报为计量的百分之九十一", shape={"share": 0.91}),
        Variant(LIKE, "申报多于计量", shape={"share": 1.05}),
        Variant(UNKNOWN, "申报没有数量", unknown),
    )


def _expired() -> tuple[Variant, ...]:
    def valid_to(day: date) -> Changes:
        return {PERMIT: {"valid_to_on": day}}

    last = date(2025, 12, 1)
    dry: Changes = {**valid_to(date(2024, 12, 31)), METER: {"quantity_m3": 0.0}}
    is_old = pl.col("issued_on") < date(2025, 1, 1)
    renewed = pl.when(is_old).then(date(2025, 3, 31)).otherwise("valid_to_on")
    old: Changes = {PERMIT: {"valid_to_on": renewed}, METER: {"permit_no": None}}
    new = pl.when(pl.col("month_on") < date(2025, 4, 1)).then("permit_no")
    after = new.otherwise(pl.format("取水（演）字8{}号", "number"))
    moved: Changes = {PERMIT: {"valid_to_on": renewed}, METER: {"permit_no": after}}
    return (
        Variant(YES, "取水许可期满后继续取水", valid_to(date(2025, 5, 31))),
        Variant(IN, "期满次月仍取水", valid_to(days_before(last, 1))),
        Variant(OUT, "末月取水时许可未满", valid_to(date(2025, 12, 31))),
        Variant(LIKE, "期满后未再取水", dry),
        Variant(LIKE, "期满前已换发新证", moved, {"is_renewed": True}),
        Variant(UNKNOWN, "新旧两证而计量没有证号", old, {"is_renewed": True}),
    )
