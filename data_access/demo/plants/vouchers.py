"""Planted merchants: M12-D-6, one device that redeems vouchers again and again at the cap. Firms.

Twenty redemptions of one device within ten minutes, each of the sum from which the whole discount
is given [D]; the whole discount alone is what every guest wants.
"""

from datetime import UTC, datetime

import polars as pl

from data_access.demo.city.city import City
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
    Variant,
    firms,
    planted,
)

HERE = "voucher_use"
OFTEN, GAP_SECONDS = 20, 12
START = datetime(2025, 5, 17, 2, 5, tzinfo=UTC)


def vouchers(city: City) -> Plants:
    """The planted merchants with their redemptions."""
    rule = Rule("M12-D-6", "firm", pl.col("firm_uscc"), firms, _redeemed, _redeeming())
    return planted(city, (rule,))


def _redeemed(course: Course, firms: pl.DataFrame) -> Rows:
    count = course.count("count", 60)
    gap = course.count("gap", GAP_SECONDS)
    devices = course.count("devices", 1)
    use = pl.col("use")
    rows = firms.join(pl.DataFrame({"use": range(count)}), how="cross")
    user = pl.concat_str("number", use.cast(pl.String).str.zfill(4))
    return {
        HERE: rows.select(
            batch_code=pl.lit("XFQ2025"),
            voucher_code=pl.concat_str(pl.lit("Q8"), user),
            merchant_uscc="firm_uscc",
            merchant_name="firm_name",
            user_code=pl.concat_str(pl.lit("U8"), user),
            phone=pl.concat_str(pl.lit("1008"), use.cast(pl.String).str.zfill(7)),
            redeemed_at=pl.lit(START) + pl.duration(seconds=use * gap),
            face_yuan=pl.lit(200.0),
            paid_yuan=pl.lit(400.0),
            off_yuan=pl.lit(200.0),
            device_code=pl.format("P8{}-{}", "number", use % devices),
            unit="county",
        )
    }


def _redeeming() -> tuple[Variant, ...]:
    plain = {"paid_yuan": 530.0 + pl.int_range(pl.len()) % 90}
    return (
        Variant(YES, "一台设备秒级核销六十次，均为满减上限"),
        Variant(IN, "一台设备十分钟内恰二十次", shape={"count": OFTEN}),
        Variant(OUT, "一台设备十分钟内十九次", shape={"count": OFTEN - 1}),
        Variant(OUT, "一台设备每次相隔四十秒", shape={"gap": 40}),
        Variant(LIKE, "促销日客流，各用各的手机", shape={"devices": 60}),
        Variant(LIKE, "门店收银设备，金额各不相同", {HERE: plain}),
        Variant(UNKNOWN, "没有设备编号", {HERE: {"device_code": None}}),
    )
