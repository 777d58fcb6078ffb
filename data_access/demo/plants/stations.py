"""Planted filling stations: M05-B, litres through the counters against litres declared.

A quarter's gap is what was pumped and not declared by what was pumped; a fifth or more in two
quarters [D]. One quarter alone may be an invoice that came later.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.draw import month_starts
from data_access.demo.city.market import FUELS, LITRES, PRICE, counters
from data_access.demo.city.tax import declared, pumped
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.subjects import subjects, tell, with_firms

MODEL = "M05-B"
EACH = 3
FIRST, LAST = date(2024, 1, 1), date(2025, 12, 1)
TONNES = 120.0
SINCE = date(2024, 10, 1)
"""The quarter in which a gap begins."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Stations of one kind: the gap of the declarations, in how many quarters, and the rest.

    made_up is what the quarter after the gap declares beyond its own. bought is the share of the
    litres sold that was bought.
    """

    kind: Kind
    why: str
    gap: float | None = 0.4
    quarters: int = 4
    made_up: float = 0.0
    bought: float = 1.0
    payee: str = "firm"
    unit_name: str = "升"
    has_counters: bool = True


IN, OUT, LIKE = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT, Kind.LOOKALIKE
VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="四个季度少报四成，货款进个人账户", payee="person"),
    Variant(kind=IN, why="两个季度恰差两成", gap=0.2, quarters=2),
    Variant(kind=OUT, why="四个季度差一成九", gap=0.19),
    Variant(kind=OUT, why="仅一个季度差四成", quarters=1),
    Variant(kind=LIKE, why="一个季度晚开票，下季度补报", quarters=1, made_up=0.4),
    Variant(kind=LIKE, why="按吨申报，折算后相符", gap=0.0, unit_name="吨"),
    Variant(kind=LIKE, why="备货增加库存，销量与申报相符", gap=0.0, bought=1.6),
    Variant(kind=LIKE, why="个体经营者账户收款，申报相符", gap=0.0, payee="person"),
    Variant(kind=Kind.CANNOT_JUDGE, why="申报表没有数量和销售额", gap=None, quarters=8),
    Variant(kind=Kind.CANNOT_JUDGE, why="没有加油机读数和购进", has_counters=False),
)


def stations(city: City) -> Plants:
    """The planted stations with readings, purchases, receipts and declarations."""
    plants = Plants()
    firms = station_firms(city, subjects(city, VARIANTS, EACH))
    tell(plants, MODEL, "firm", firms, "firm_uscc")
    months = station_months(city, "plants.stations", firms)
    plants.add("tax_declare", declared(_declared(months, firms)))
    known = months.filter("has_counters")
    plants.add("fuel_dispenser", counters(with_guns(known)))
    plants.add("station_purchase", _bought(known))
    plants.add("station_receipt", _received(months))
    return plants


def station_firms(city: City, frame: pl.DataFrame) -> pl.DataFrame:
    """A firm of the reserve in each row that the register calls a filling station."""
    return with_firms(city, frame, industry="加油站").with_columns(
        station_uscc="firm_uscc", station_name="firm_name", unit="county"
    )


def station_months(city: City, name: str, firms: pl.DataFrame) -> pl.DataFrame:
    """The stations by month with the tonnes they sold in the last two years."""
    months = firms.join(month_starts(FIRST, LAST), how="cross")
    return months.with_columns(tonnes=TONNES * (city.draw(name, months.height).share() * 0.2 + 0.9))


def with_guns(months: pl.DataFrame) -> pl.DataFrame:
    """Each month once for each of the three guns, as readings are sorted."""
    guns = pl.DataFrame({"gun_no": ["1", "2", "3"], "fuel_kind": FUELS})
    return months.join(guns, how="cross").sort("station_uscc", "gun_no", "month_on")


def _declared(months: pl.DataFrame, firms: pl.DataFrame) -> pl.DataFrame:
    """What the stations declared of each quarter up to the last that is due."""
    rows = firms.join(pumped(months), on="firm_uscc").filter(
        pl.col("period_from_on") < date(2025, 10, 1)
    )
    turn = (
        (pl.col("period_from_on").dt.year() - SINCE.year) * 4
        + pl.col("period_from_on").dt.quarter()
        - 4
    )
    is_hidden = turn.is_between(0, pl.col("quarters") - 1)
    share = (
        pl.when(is_hidden)
        .then(1 - pl.col("gap"))
        .when(turn == pl.col("quarters"))
        .then(1 + pl.col("made_up"))
        .otherwise(1.0)
    )
    tonne = pl.when(pl.col("unit_name") == "吨").then(LITRES).otherwise(1)
    rows = rows.drop("unit_name_right")
    return rows.with_columns(
        declared_quantity=(pl.col("declared_quantity") * share / tonne).round(3),
        declared_sales_yuan=(pl.col("pumped_yuan") * share).round(2),
    )


def _bought(months: pl.DataFrame) -> pl.DataFrame:
    more = (pl.col("bought") - 1) * pl.col("tonnes")
    return months.with_columns(
        fuel_kind=pl.lit("gasoline"),
        quantity_tonnes=pl.col("tonnes") * pl.col("bought"),
        amount_yuan=(pl.col("tonnes") * pl.col("bought") * 8_200).round(2),
        supplier_name=pl.lit("演示石油销售公司"),
        stock_tonnes=(20 + more.cum_sum().over("station_uscc")).round(3),
    )


def _received(months: pl.DataFrame) -> pl.DataFrame:
    is_person = pl.col("payee") == "person"
    holder = pl.when(is_person).then(pl.lit("经营者个人")).otherwise("station_name")
    return months.with_columns(
        channel=pl.lit("wechat"),
        payee_kind="payee",
        payee_name=holder,
        payee_account_no="9999" + pl.col("station_uscc").str.slice(8, 8),
        amount_yuan=(pl.col("tonnes") * PRICE).round(2),
        receipt_count=(pl.col("tonnes") * 30).cast(pl.Int64),
    )
