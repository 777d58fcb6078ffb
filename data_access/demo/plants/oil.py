"""Planted buyers of oil under other names: M05-A, against their equipment and their fleet.

A boiler says how much non-standard oil a firm can burn, its lorries how much diesel it needs.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.draw import Draw
from data_access.demo.city.tax import DIESEL, invoices
from data_access.demo.city.traffic import fleet
from data_access.demo.plants.plant import Kind, Plants

MODEL = "M05-A"
EACH = 4
ODD_OIL = "*非成品油*复合柴油"
NEED = 30.0
"""Tonnes of diesel that a lorry reasonably needs in a year [D]."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Buyers of one kind: tonnes bought in 2025, what the boiler can burn, lorries."""

    kind: Kind
    why: str
    odd: float
    diesel: float
    boiler: float | None
    lorries: int
    item: str = ODD_OIL


VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="大量非成品油，无设备，车队几无成品油发票", odd=300, diesel=10, boiler=None, lorries=10),
    Variant(kind=Kind.POSITIVE, why="以轻循环油名义购进", odd=300, diesel=20, boiler=None, lorries=10, item="*其他石油制品*轻循环油"),
    Variant(kind=Kind.BORDERLINE_IN, why="略超设备用量，成品油不足需要的一半", odd=110, diesel=145, boiler=100, lorries=10),
    Variant(kind=Kind.BORDERLINE_OUT, why="未超设备用量", odd=95, diesel=145, boiler=100, lorries=10),
    Variant(kind=Kind.BORDERLINE_OUT, why="成品油略多于需要的一半", odd=200, diesel=155, boiler=100, lorries=10),
    Variant(kind=Kind.LOOKALIKE, why="锅炉用油，设备用量充足", odd=300, diesel=290, boiler=400, lorries=10),
    Variant(kind=Kind.LOOKALIKE, why="车队已另购足额成品油", odd=200, diesel=300, boiler=None, lorries=10),
    Variant(kind=Kind.CANNOT_JUDGE, why="没有设备用量", odd=200, diesel=100, boiler=-1, lorries=10),
)  # fmt: skip


def oil(city: City) -> Plants:
    """The planted buyers with invoices, equipment and fleet."""
    plants = Plants()
    sellers = city.firms["firm_uscc"].head(3)
    for number, variant in enumerate(VARIANTS):
        name = f"plants.oil.{number}"
        firms = city.take_firms(city.planted(EACH), pl.col("industry") == "建筑")
        for item, tonnes in ((variant.item, variant.odd), (DIESEL, variant.diesel)):
            bought = _bought(city, f"{name}.{item}", firms, sellers, tonnes)
            plants.add("vat_invoice", bought.with_columns(item_name=pl.lit(item)))
        if variant.boiler is not None:
            plants.add("special_equipment", _boiler(firms, variant.boiler))
        lorries = pl.concat([firms] * variant.lorries).sort("firm_uscc")
        plants.add("transport_vehicle", fleet(city, name, lorries, f"演D{number}" + "{}"))
        keys = firms["firm_uscc"]
        plants.say(MODEL, "firm", keys, firms["county"], variant.kind, variant.why)
    return plants


def _bought(
    city: City, name: str, firms: pl.DataFrame, sellers: pl.Series, tonnes: float
) -> pl.DataFrame:
    """So many tonnes of each firm in ten invoices over the year."""
    rows = firms.select(buyer_code="firm_uscc").join(
        pl.DataFrame({"month": range(1, 11)}), how="cross"
    )
    draw = Draw(city.seed, name, rows.height)
    rows = rows.with_columns(
        seller_code=draw.pick(sellers.to_list()),
        issued_on=pl.date(2025, "month", 12),
        quantity=pl.lit(tonnes / 10),
        price=pl.lit(5_900.0),
        unit_name=pl.lit("吨"),
    )
    return invoices(city, name, rows)


def _boiler(firms: pl.DataFrame, tonnes: float) -> pl.DataFrame:
    return firms.with_columns(
        equipment_code="TSP" + pl.col("firm_uscc").str.slice(8, 9),
        equipment_kind=pl.lit("oil_boiler"),
        capacity=pl.lit(4.0),
        capacity_unit=pl.lit("吨"),
        annual_fuel_tonnes=pl.lit(tonnes if tonnes >= 0 else None, dtype=pl.Float64),
        registered_on=date(2019, 5, 6),
        inspected_on=date(2025, 4, 8),
        inspect_by_on=date(2026, 4, 8),
        status=pl.lit("in_use"),
        unit="county",
    )
