"""Planted dispensers: M05-C, counters, seals and boards that are not as they were.

Tampering found, a second board, a seal that changed or a counter that fell without a repair, or a
drift above 0.30 per cent either way (加油机检定规程, 数值待核对). What is pumped is declared.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.market import counters
from data_access.demo.city.tax import declared, pumped
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.stations import (
    station_firms,
    station_months,
    with_guns,
)
from data_access.demo.plants.subjects import subjects, tell

MODEL = "M05-C"
EACH = 3
SINCE = date(2025, 6, 30)
"""Since this reading of the first gun something is different."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Stations of one kind: what the readings of the first gun show since the day above."""

    kind: Kind
    why: str
    tampered: bool | None = False
    board: bool | None = False
    drift: float | None = 0.1
    seal: str | None = "same"
    is_reset: bool = False
    is_repaired: bool = False


IN, OUT, LIKE = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT, Kind.LOOKALIKE
VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="检查发现改动", tampered=True),
    Variant(kind=Kind.POSITIVE, why="查出第二套主板", board=True),
    Variant(kind=Kind.POSITIVE, why="铅封号变了，没有检修记录", seal="new"),
    Variant(kind=Kind.POSITIVE, why="累计走字回退，没有检修记录", is_reset=True),
    Variant(kind=IN, why="示值误差负百分之零点三一", drift=-0.31),
    Variant(kind=OUT, why="示值误差恰为百分之零点三", drift=0.30),
    Variant(kind=LIKE, why="检修后换封、换计数器", seal="new", is_reset=True, is_repaired=True),
    Variant(
        kind=Kind.CANNOT_JUDGE,
        why="没有铅封、误差、改动和主板的记录",
        tampered=None,
        board=None,
        drift=None,
        seal=None,
    ),
)


def dispensers(city: City) -> Plants:
    """The planted stations with readings and the declarations that match them."""
    plants = Plants()
    firms = station_firms(city, subjects(city, VARIANTS, EACH))
    tell(plants, MODEL, "firm", firms, "firm_uscc")
    months = station_months(city, "plants.dispensers", firms)
    sold = firms.join(pumped(months), on="firm_uscc")
    sold = sold.filter(pl.col("period_from_on") < date(2025, 10, 1))
    plants.add("tax_declare", declared(sold.with_columns(declared_sales_yuan="pumped_yuan")))
    plants.add("fuel_dispenser", _changed(counters(with_guns(months))))
    return plants


def _changed(readings: pl.DataFrame) -> pl.DataFrame:
    """The readings with what the variant says; what is unknown is so of every gun and day."""
    is_meant = (pl.col("gun_no") == "1") & (pl.col("read_on") >= SINCE)
    before = pl.col("counter_litres").filter(pl.col("read_on") < SINCE).max()
    start = before.over("station_uscc", "gun_no")
    fallen = (pl.col("counter_litres") - start).round(1)

    def read(name: str, sound: object) -> pl.Expr:
        value = pl.col(name)
        return pl.when(value.is_null() | is_meant).then(value).otherwise(pl.lit(sound))

    seal = pl.when(is_meant & (pl.col("seal") == "new")).then(pl.lit("QF901"))
    return readings.with_columns(
        is_tampered=read("tampered", sound=False),
        has_second_board=read("board", sound=False),
        drift_percent=read("drift", sound=0.1),
        seal_no=seal.when(pl.col("seal").is_not_null()).then("seal_no"),
        counter_litres=pl.when(is_meant & pl.col("is_reset"))
        .then(fallen)
        .otherwise("counter_litres"),
        repaired_on=pl.when(is_meant & pl.col("is_repaired")).then(date(2025, 6, 12)),
    )
