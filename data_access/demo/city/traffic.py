"""What the traffic police and the transport authority know: vehicles, drivers, tracks."""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import later
from data_access.demo.city.people import CITY_NAME

INSURERS = tuple(f"演示财产保险{letter}公司" for letter in "甲乙丙丁戊己")
FLEET_INDUSTRY = "物流"


def _drivers(city: City) -> pl.DataFrame:
    """Owners of a car with its plate."""
    owners = city.draw("drivers", city.rows(36_000)).some(city.table("_free"))
    return owners.with_columns(plate_no=numbered("演A{}", owners.height, digits=5, first=10_000))


def vehicle_registry(city: City) -> pl.DataFrame:
    """The cars of private owners and the lorries of hauliers."""
    owners = city.table("_drivers")
    draw = city.draw("vehicle_registry", owners.height)
    cars = owners.select("plate_no", owner_id="person_id", owner_name="person_name").with_columns(
        plate_kind=pl.lit("小型汽车"),
        vehicle_kind=pl.lit("小型轿车"),
        use_kind=pl.lit("private"),
        registered_on=draw.day(date(2012, 1, 1), date(2024, 12, 31)),
    )
    lorries = registered(city.table("transport_vehicle"))
    return pl.concat([cars, lorries], how="diagonal").with_columns(
        vin="LDEM0" + pl.col("plate_no").str.slice(1),
        brand=pl.lit("演示牌"),
        status=pl.lit("valid"),
        insured_to_on=date(2026, 6, 30),
    )


def registered(lorries: pl.DataFrame) -> pl.DataFrame:
    """Lorries of firms as the traffic police have them."""
    return lorries.select(
        "plate_no",
        owner_id="firm_uscc",
        owner_name="firm_name",
        plate_kind=pl.lit("大型汽车"),
        vehicle_kind=pl.lit("重型货车"),
        use_kind=pl.lit("freight"),
        registered_on="licensed_on",
        status=pl.lit("valid"),
    )


def transport_vehicle(city: City) -> pl.DataFrame:
    """The lorries of hauliers."""
    hauliers = city.firms_of(FLEET_INDUSTRY)
    lorries = city.draw("transport_vehicle", city.rows(2_400)).rows(hauliers)
    return fleet(city, "transport_vehicle", lorries, "演B{}")


def fleet(city: City, name: str, firms: pl.DataFrame, plates: str) -> pl.DataFrame:
    """A diesel lorry for each row of the firms."""
    draw = city.draw(f"{name}.vehicle", firms.height)
    licensed = draw.day(date(2016, 1, 1), date(2019, 12, 31))
    return firms.with_columns(
        plate_no=numbered(plates, firms.height, digits=5, first=10_000),
        plate_colour=pl.lit("黄"),
        vehicle_kind=pl.lit("重型货车"),
        fuel_kind=pl.lit("diesel"),
        load_tonnes=draw.pick([10.0, 18.0, 30.0]),
        gps_code="G" + draw.digits(8),
        permit_no="运" + draw.digits(8),
        licensed_on=licensed,
        valid_to_on=date(2027, 12, 31),
        status=pl.lit("in_service"),
        is_waste_registered=pl.lit(value=False),
        unit="county",
    )


def transport_cert(city: City) -> pl.DataFrame:
    """Certificates of professional drivers."""
    people = city.draw("transport_cert", city.rows(5_000)).some(city.table("_free"))
    draw = city.draw("transport_cert.days", people.height)
    return people.with_columns(
        certificate_no="9901" + draw.digits(12),
        certificate_kind=draw.pick({"freight": 6, "passenger": 1, "ride_hailing": 3}),
        issued_on=draw.day(date(2020, 1, 1), date(2025, 6, 30)),
        valid_to_on=date(2031, 6, 30),
        status=pl.lit("valid"),
    )


def driver_license(city: City) -> pl.DataFrame:
    """Licences of the owners of cars."""
    owners = city.table("_drivers")
    draw = city.draw("driver_license", owners.height)
    return owners.with_columns(
        license_class=draw.pick({"C1": 8, "B2": 1, "C2": 1}),
        status=pl.lit("valid"),
        issued_on=draw.day(date(2010, 1, 1), date(2022, 12, 31)),
        valid_to_on=date(2032, 12, 31),
        issued_by=pl.lit("演示市公安局交通管理支队"),
    )


def traffic_accident(city: City) -> pl.DataFrame:
    """Accidents between two cars, the blame on either side by chance."""
    count = city.rows(36_000)
    draw = city.draw("traffic_accident", count)
    drivers = city.table("_drivers")
    one, other = draw.rows(drivers), draw.rows(drivers)
    night = draw.day()
    frame = one.with_columns(
        accident_no=numbered("演事故认定{}号", count),
        happened_at=draw.instant(night, 6, 22),
        place="address",
        longitude=draw.share() * 0.4 + 110.0,
        latitude=draw.share() * 0.4 + 30.0,
        driver_id="person_id",
        driver_name="person_name",
        insurer=draw.pick(INSURERS),
        liability=draw.pick({"full": 4, "none": 4, "equal": 2}),
        counter_plate_no=other["plate_no"],
        counter_driver_id=other["person_id"],
        counter_insurer=draw.pick(INSURERS),
        has_injury=draw.flag(0.1),
        collision_part=draw.pick(["车头", "车尾", "左侧", "右侧"]),
        handling=draw.pick({"fast_claim": 5, "simple": 4, "ordinary": 1}),
        is_police_reported=pl.lit(value=True),
        settled_yuan=draw.yuan(2_400),
        unit="county",
    )
    return frame.filter(pl.col("counter_plate_no") != pl.col("plate_no"))


def traffic_violation(city: City) -> pl.DataFrame:
    """Violations in the city and elsewhere."""
    count = city.rows(200_000)
    draw = city.draw("traffic_violation", count)
    return draw.rows(city.table("_drivers")).with_columns(
        driver_id="person_id",
        driver_name="person_name",
        happened_at=draw.instant(draw.day(date(2021, 1, 1), date(2025, 12, 29)), 0, 23),
        city=draw.pick({CITY_NAME: 85, "外市甲": 10, "外市乙": 5}),
        place=pl.lit("主干道"),
        violation=draw.pick(["超速", "违停", "闯红灯", "不按导向车道行驶"]),
        fine_yuan=draw.pick([50.0, 100.0, 200.0]),
        points=draw.pick([0, 1, 3, 6]),
        is_on_site=draw.flag(0.2),
    )


def checkpoint_track(city: City) -> pl.DataFrame:
    """Cars passing checkpoints in the last two years."""
    count = city.rows(300_000)
    draw = city.draw("checkpoint_track", count)
    number = draw.whole(1, 120)
    return (
        draw.rows(city.table("_drivers"))
        .select("plate_no")
        .with_columns(
            passed_at=draw.instant(draw.day(date(2024, 1, 1)), 0, 22),
            checkpoint_code="KK" + number.cast(pl.String).str.zfill(3),
            checkpoint_name="卡口" + number.cast(pl.String),
            longitude=110.0 + number / 300,
            latitude=30.0 + number / 300,
            city=pl.lit(CITY_NAME),
            direction=draw.pick(["东", "南", "西", "北"]),
            lane=draw.pick(["1", "2", "3"]),
        )
    )


def vehicle_gps(city: City) -> pl.DataFrame:
    """Positions of the lorries in the last year."""
    count = city.rows(200_000)
    draw = city.draw("vehicle_gps", count)
    return (
        draw.rows(city.table("transport_vehicle"))
        .select("plate_no")
        .with_columns(
            seen_at=draw.instant(draw.day(date(2025, 1, 1)), 0, 22),
            longitude=110.0 + draw.share() * 0.4,
            latitude=30.0 + draw.share() * 0.4,
            speed_kmh=draw.whole(0, 90).cast(pl.Float64),
            weight_tonnes=draw.whole(8, 40).cast(pl.Float64),
        )
    )


def insurance_policy(city: City) -> pl.DataFrame:
    """A policy a year for the cars of the last three years."""
    drivers = city.table("_drivers")
    years = pl.DataFrame({"start_on": [date(year, 1, 1) for year in (2023, 2024, 2025)]})
    rows = drivers.join(years, how="cross")
    draw = city.draw("insurance_policy", rows.height)
    return rows.with_columns(
        policy_no=numbered("PD{}", rows.height, digits=9),
        insurer=draw.pick(INSURERS),
        policy_kind=pl.lit("commercial"),
        insured_id="person_id",
        insured_name="person_name",
        end_on=later("start_on", 364),
        premium_yuan=draw.yuan(2_800, 0.3),
    )


def insurance_claim(city: City) -> pl.DataFrame:
    """Claims on those policies, assessed by the insurer and paid to the insured."""
    policies = city.table("insurance_policy")
    chosen = city.draw("insurance_claim", city.rows(16_000)).some(policies)
    draw = city.draw("insurance_claim.course", chosen.height)
    shop = draw.rows(city.firms_of("汽车修理"))
    night = chosen.select(later("start_on", draw.whole(5, 330)).alias("day"))["day"]
    at = draw.instant(night, 6, 20)
    worth = draw.yuan(3_200, 0.7)
    return chosen.with_columns(
        claim_no=numbered("LP{}", chosen.height, digits=9),
        accident_at=at,
        reported_at=pl.lit(at) + pl.duration(minutes=pl.lit(draw.whole(5, 100))),
        place="address",
        driver_id="person_id",
        driver_name="person_name",
        liability=draw.pick({"full": 4, "none": 3, "equal": 3}),
        collision_part=draw.pick(["车头", "车尾", "左侧", "右侧"]),
        is_loss_assessed=pl.lit(value=True),
        assessed_yuan=worth,
        paid_yuan=worth,
        paid_on=later(night, 20),
        payee_name="person_name",
        repair_shop_uscc=shop["firm_uscc"],
        repair_shop_name=shop["firm_name"],
        repair_yuan=worth,
        is_litigated=pl.lit(value=False),
    )


TABLES = {
    "_drivers": _drivers,
    "vehicle_registry": vehicle_registry,
    "transport_vehicle": transport_vehicle,
    "transport_cert": transport_cert,
    "driver_license": driver_license,
    "traffic_accident": traffic_accident,
    "traffic_violation": traffic_violation,
    "checkpoint_track": checkpoint_track,
    "vehicle_gps": vehicle_gps,
    "insurance_policy": insurance_policy,
    "insurance_claim": insurance_claim,
}
