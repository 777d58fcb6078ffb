"""What market supervision knows: firms, their persons, equipment, licences, filling stations."""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import later, month_starts

FUELS = ("gasoline_92", "gasoline_95", "diesel")
LITRES = 1_350
"""Of a tonne, as stations reckon."""
PRICE = 9_000
"""Yuan a tonne at the pump, without tax."""


def market_entity(city: City) -> pl.DataFrame:
    """All firms, those of the reserve as they were changed."""
    draw = city.draw("market_entity", city.every_firm.height)
    return city.every_firm.with_columns(
        division_code="county",
        agent_name="代办" + draw.whole(1, 400).cast(pl.String),
        scope_text=pl.col("industry") + "及相关服务",
        annual_report_years=pl.lit("2020,2021,2022,2023,2024"),
        unit="county",
    )


def entity_role(city: City) -> pl.DataFrame:
    """The legal representative of each firm, and a shareholder."""
    firms = city.every_firm
    draw = city.draw("entity_role", firms.height)
    holder = draw.rows(city.adults)
    chief = firms.select(
        *("firm_uscc", "firm_name", "county"),
        person_id="legal_rep_id",
        person_name="legal_rep_name",
        role=pl.lit("legal_representative"),
        share_percent=pl.lit(None, dtype=pl.Float64),
        from_on="established_on",
        to_on="ended_on",
    )
    owner = chief.with_columns(
        person_id=holder["person_id"],
        person_name=holder["person_name"],
        role=pl.lit("shareholder"),
        share_percent=draw.pick([30.0, 40.0, 51.0, 100.0]),
    )
    known = pl.concat([chief, owner]).filter(pl.col("person_id").is_not_null())
    return known.with_columns(unit="county")


def special_equipment(city: City) -> pl.DataFrame:
    """Boilers, lifts and the like, inspected in time."""
    firms = city.draw("special_equipment", city.rows(3_000)).rows(city.firms)
    draw = city.draw("special_equipment.kind", firms.height)
    inspected = draw.day(date(2025, 1, 10), date(2025, 12, 20))
    return firms.with_columns(
        equipment_code=numbered("TS{}", firms.height, digits=8),
        equipment_kind=draw.pick(
            {"elevator": 5, "gas_boiler": 2, "pressure_vessel": 2, "crane": 1}
        ),
        capacity=draw.pick([1.0, 2.0, 4.0]),
        capacity_unit=pl.lit("吨"),
        registered_on=later("established_on", 60),
        inspected_on=inspected,
        inspect_by_on=later(inspected, 365),
        status=pl.lit("in_use"),
        unit="county",
    )


def food_licence(city: City) -> pl.DataFrame:
    """Licences of those who sell food."""
    firms = city.firms_of("餐饮", "商贸")
    draw = city.draw("food_licence", firms.height)
    issued = draw.day(date(2021, 6, 1), date(2025, 6, 30))
    return firms.with_columns(
        licence_no=numbered("JY99010{}", firms.height, digits=8),
        licence_kind=draw.pick({"catering": 5, "sale": 5}),
        operator_id="legal_rep_id",
        operator_name="legal_rep_name",
        scope_text=pl.lit("预包装食品销售，热食类食品制售"),
        issued_on=issued,
        valid_to_on=later(issued, 1_826),
        status=pl.lit("valid"),
        unit="county",
    )


def fuel_dispenser(city: City) -> pl.DataFrame:
    """Counters of three guns a station, read each month; what was sold is what was bought."""
    rows = city.table("_station_months")
    guns = pl.DataFrame({"gun_no": ["1", "2", "3"], "fuel_kind": FUELS})
    read = rows.join(guns, how="cross").sort("station_uscc", "gun_no", "month_on")
    return counters(read).with_columns(unit="county")


def counters(read: pl.DataFrame) -> pl.DataFrame:
    """Sound readings of three guns a station by month, sorted, with the tonnes the station sold."""
    litres = pl.col("tonnes") * LITRES / 3
    return read.with_columns(
        dispenser_no=pl.lit("1"),
        read_on=pl.col("month_on").dt.month_end(),
        counter_litres=litres.cum_sum().over("station_uscc", "gun_no").round(1),
        seal_no="QF" + pl.col("gun_no"),
        is_tampered=pl.lit(value=False),
        drift_percent=pl.lit(0.1),
        has_second_board=pl.lit(value=False),
    )


def _station_months(city: City) -> pl.DataFrame:
    """Stations by month with the tonnes they sold, from the first quarter after their founding."""
    stations = city.firms_of("加油站").rename(
        {"firm_uscc": "station_uscc", "firm_name": "station_name"}
    )
    rows = stations.join(month_starts(), how="cross").sort("station_uscc", "month_on")
    rows = rows.filter(pl.col("month_on").dt.truncate("1q") > pl.col("established_on"))
    return rows.with_columns(tonnes=city.draw("stations", rows.height).yuan(120, 0.2))


def station_purchase(city: City) -> pl.DataFrame:
    """What stations bought by month."""
    rows = city.table("_station_months")
    return rows.with_columns(
        fuel_kind=pl.lit("gasoline"),
        quantity_tonnes="tonnes",
        amount_yuan=(pl.col("tonnes") * 8_200).round(2),
        supplier_name=pl.lit("演示石油销售公司"),
        stock_tonnes=pl.lit(20.0),
        unit="county",
    )


def station_receipt(city: City) -> pl.DataFrame:
    """What stations were paid, into accounts of their own."""
    rows = city.table("_station_months")
    return rows.with_columns(
        channel=pl.lit("wechat"),
        payee_kind=pl.lit("firm"),
        payee_name="station_name",
        payee_account_no="9999" + pl.col("station_uscc").str.slice(8, 8),
        amount_yuan=(pl.col("tonnes") * PRICE).round(2),
        receipt_count=(pl.col("tonnes") * 30).cast(pl.Int64),
        unit="county",
    )


TABLES = {
    "_station_months": _station_months,
    "market_entity": market_entity,
    "entity_role": entity_role,
    "special_equipment": special_equipment,
    "food_licence": food_licence,
    "fuel_dispenser": fuel_dispenser,
    "station_purchase": station_purchase,
    "station_receipt": station_receipt,
}
