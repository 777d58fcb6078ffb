"""Planted buyers of oil under other names: M05-A, against their equipment and their fleet.

A boiler says how much non-standard oil a firm can burn, its lorries how much diesel it needs.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.draw import Draw
from data_access.demo.city.tax import DIESEL, invoices
from data_access.demo.city.traffic import fleet, registered
from data_access.demo.plants.plant import Kind, Plants

MODEL = "M05-A"
EACH = 4
ODD_OIL = "*非成品油*复合柴油"
LORRIES = 10
"""Of each buyer; a lorry reasonably needs some 30 tonnes of diesel a year [D]."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Buyers of one kind: tonnes bought in 2025, and what the boiler can burn.

    boiler is None where there is none, below zero where its use is not known.
    """

    kind: Kind
    why: str
    odd: float
    diesel: float
    boiler: float | None
    item: str = ODD_OIL


IN, OUT = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT
LIGHT_OIL = "*其他石油制品*轻循环油"
VARIANTS = (
    Variant(Kind.POSITIVE, "大量非成品油，无设备，车队几无成品油发票", 300, 10, None),
    Variant(Kind.POSITIVE, "以轻循环油名义购进", 300, 20, None, LIGHT_OIL),
    Variant(IN, "略超设备用量，成品油不足需要的一半", 110, 145, 100),
    Variant(OUT, "未超设备用量", 95, 145, 100),
    Variant(OUT, "成品油略多于需要的一半", 200, 155, 100),
    Variant(Kind.LOOKALIKE, "锅炉用油，设备用量充足", 300, 290, 400),
    Variant(Kind.LOOKALIKE, "车队已另购足额成品油", 200, 300, None),
    Variant(Kind.CANNOT_JUDGE, "没有设备用量", 200, 100, -1),
)


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
        lorries = pl.concat([firms] * LORRIES).sort("firm_uscc")
        vehicles = fleet(city, name, lorries, f"演D{number}" + "{}")
        plants.add("transport_vehicle", vehicles)
        plants.add("vehicle_registry", registered(vehicles))
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
