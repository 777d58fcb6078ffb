"""The firms of the demo city, with the persons who stand for them; some are kept in reserve."""

from datetime import date

import polars as pl

from data_access.demo.city.codes import credit_codes
from data_access.demo.city.draw import Draw
from data_access.demo.city.people import leads_firms

FIRMS = 6_000
RESERVE = 2_500
INDUSTRIES = {
    "商贸": 22,
    "建筑": 9,
    "机械": 9,
    "餐饮": 12,
    "物流": 6,
    "科技": 8,
    "混凝土": 3,
    "加油站": 3,
    "药店": 4,
    "医院": 2,
    "养老": 2,
    "汽车修理": 4,
    "房地产": 4,
    "洗浴": 2,
    "旧货回收": 2,
    "旅馆": 3,
    "培训": 3,
    "矿业": 2,
}
_FIRST = "华中金大新永恒盛泰兴宏瑞祥天和安达顺通万福广源"
_SECOND = "强丰利昌隆信诚远航达康宁源润泽辉腾飞跃"


def firms(people: pl.DataFrame, scale: float, seed: int) -> pl.DataFrame:
    """All firms, one row each, sorted by firm_uscc.

    Columns firm_uscc, firm_name, industry, entity_kind, county, established_on, status, ended_on,
    registered_capital_yuan, legal_rep_id, legal_rep_name, phone, address, room_no, is_reserved.
    """
    ordinary = max(200, round(FIRMS * scale))
    count = ordinary + round(RESERVE * max(1.0, scale))
    draw = Draw(seed, "firms", count)
    adults = people.filter(~pl.col("is_reserved"), pl.col("place") < 2, pl.col("died_on").is_null())
    chief = _chiefs(draw, adults.filter(leads_firms()), count)
    frame = pl.DataFrame(
        {
            "number": Draw(seed, "firms.number", 1).whole(10**7, 3 * 10**7)[0]
            + pl.int_range(count, eager=True) * 17,
            "industry": draw.pick(INDUSTRIES),
            "first": draw.pick(list(_FIRST)),
            "second": draw.pick(list(_SECOND)),
            "entity_kind": draw.pick(
                {"limited_company": 70, "individual_business": 22, "joint_stock_company": 3}
            ),
            "county": chief["county"],
            "established_on": draw.day(date(2005, 1, 1), date(2022, 12, 31)),
            "chance": draw.share(),
            "ended": draw.day(date(2023, 1, 1), date(2025, 11, 30)),
            "registered_capital_yuan": draw.pick([100_000, 500_000, 1_000_000, 5_000_000]),
            "legal_rep_id": chief["person_id"],
            "legal_rep_name": chief["person_name"],
            "phone": chief["phone"],
            "address": chief["address"],
            "room_no": draw.whole(101, 2904).cast(pl.String),
            "is_reserved": pl.int_range(count, eager=True) >= ordinary,
        }
    )
    return _named(frame).sort("firm_uscc")


def _chiefs(draw: Draw, adults: pl.DataFrame, count: int) -> pl.DataFrame:
    """Someone for each firm; nobody leads two before everybody leads one."""
    shuffled = draw.some(adults)
    return shuffled[pl.int_range(count, eager=True) % shuffled.height]


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    is_over = (pl.col("chance") < 0.06) & ~pl.col("is_reserved")
    mark = (pl.col("number") // 17 % 10_000).cast(pl.String)
    return frame.with_columns(
        firm_uscc=credit_codes(pl.col("county"), pl.col("number")),
        firm_name=pl.concat_str(
            pl.lit("演示市"), "first", "second", mark, "industry", pl.lit("有限公司")
        ),
        status=pl.when(is_over).then(pl.lit("deregistered")).otherwise(pl.lit("active")),
        ended_on=pl.when(is_over).then(pl.col("ended")),
    ).drop("number", "first", "second", "chance", "ended")
