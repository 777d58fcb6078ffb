"""Planted shops for used goods: M10-F, cheap goods bought from thieves soon after the theft.

Two thieves and three purchases or more, or ten purchases from one (29 in a guiding case) [S], each
within thirty days of the theft of the thing and at half its market price at most [D].
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.draw import later
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.records import filing
from data_access.demo.plants.variants import changed, serial

MODEL = "M10-F"
EACH = 2
STOLEN = date(2025, 2, 3)
ITEM, WORTH = "电动自行车", 2_000.0
FILED = filing(
    pl.col("filing_no"),
    "盗窃案",
    date(2025, 10, 9),
    status="sent_to_prosecution",
    crime_on=STOLEN,
    amount_yuan=WORTH,
)
"""The case of each thief, sent to the procuratorate."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Shops of one kind: so many thieves who sell so often, when, what and for how much."""

    kind: Kind
    why: str
    thieves: int = 2
    sales: int = 2
    share: float = 0.3
    after_days: int = 3
    item: str = ITEM
    market_yuan: float | None = WORTH


VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="低价收购四名盗窃人员的赃物", thieves=4),
    Variant(kind=Kind.POSITIVE, why="低价收购同一盗窃人员二十九次", thieves=1, sales=29),
    Variant(kind=Kind.BORDERLINE_IN, why="两名盗窃人员共四次，价格恰为市价一半", share=0.5),
    Variant(kind=Kind.BORDERLINE_OUT, why="两名盗窃人员共四次，价格为市价五成二", share=0.52),
    Variant(kind=Kind.BORDERLINE_OUT, why="两名盗窃人员各一次", sales=1),
    Variant(kind=Kind.BORDERLINE_IN, why="同一盗窃人员恰十次", thieves=1, sales=10),
    Variant(kind=Kind.BORDERLINE_OUT, why="同一盗窃人员九次", thieves=1, sales=9),
    Variant(kind=Kind.BORDERLINE_OUT, why="盗窃三十五日后收购", after_days=35),
    Variant(kind=Kind.LOOKALIKE, why="按市价收购盗窃人员的物品", share=0.8),
    Variant(kind=Kind.LOOKALIKE, why="收购在盗窃之前", after_days=-20),
    Variant(kind=Kind.LOOKALIKE, why="收购的不是被盗物品", item="旧家电"),
    Variant(kind=Kind.CANNOT_JUDGE, why="没有市场价格", market_yuan=None),
)


def stolen_goods(city: City) -> Plants:
    """The planted purchases with the thefts before them."""
    plants = Plants()
    for variant in VARIANTS:
        shops = city.take_firms(city.planted(EACH), pl.col("industry") == "旧货回收")
        thieves = city.take_people(shops.height * variant.thieves, pl.col("place") == 2)
        shop = pl.concat([shops] * variant.thieves)
        rows = thieves.with_columns(
            shop_uscc=shop["firm_uscc"],
            shop_name=shop["firm_name"],
            shop_owner_id=shop["legal_rep_id"],
            unit="county",
            filing_no=serial("演公刑立字〔2025〕3{}号"),
        )
        plants.add("criminal_filing", changed(rows, FILED))
        times = pl.DataFrame({"time": range(variant.sales)})
        _sold(plants, variant, rows.join(times, how="cross"))
        keys = shops["firm_uscc"]
        plants.say(MODEL, "firm", keys, shops["county"], variant.kind, variant.why)
    return plants


def _sold(plants: Plants, variant: Variant, rows: pl.DataFrame) -> None:
    """What each of them stole, a week apart, and what the shop bought."""
    stolen = later(pl.lit(STOLEN), pl.col("time") * 7)
    start = datetime(STOLEN.year, STOLEN.month, STOLEN.day, 2, tzinfo=UTC)
    theft = rows.with_columns(
        suspect_id="person_id",
        suspect_name="person_name",
        item_name=pl.lit(ITEM),
        quantity=pl.lit(1.0),
        value_yuan=pl.lit(WORTH),
        stolen_on=stolen,
        stolen_place=pl.lit("演示市"),
    )
    bought = rows.with_columns(
        seller_id="person_id",
        seller_name="person_name",
        purchased_at=pl.lit(start) + pl.duration(days=pl.col("time") * 7 + variant.after_days),
        item_name=pl.lit(variant.item),
        quantity=pl.lit(1.0),
        quantity_unit=pl.lit("件"),
        price_yuan=pl.lit(WORTH * variant.share),
        market_yuan=pl.lit(variant.market_yuan, dtype=pl.Float64),
        item_source=pl.lit("自称自用"),
    )
    plants.add("theft_case", theft)
    plants.add("second_hand_purchase", bought)
