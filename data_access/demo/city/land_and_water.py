"""What the authorities of land, building, water and statistics know; all of it in order."""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import LAST_DAY, later, month_starts


def _somewhere(draw: object) -> dict[str, pl.Series]:
    """A place in the city."""
    return {"longitude": draw.share() * 0.4 + 110.0, "latitude": draw.share() * 0.4 + 30.0}  # type: ignore[attr-defined]


def land_grant(city: City) -> pl.DataFrame:
    """Grants paid and built on in time."""
    firms = city.draw("land_grant", city.rows(500)).rows(city.firms_of("房地产", "机械", "商贸"))
    draw = city.draw("land_grant.terms", firms.height)
    signed = draw.day(date(2018, 1, 1), date(2024, 6, 30))
    price = draw.yuan(8_000_000, 0.8)
    return firms.with_columns(
        contract_no=numbered("演出让合同{}号", firms.height),
        grantee_name="firm_name",
        parcel_code=numbered("DK{}", firms.height),
        location="address",
        area_sqm=draw.whole(3_000, 60_000).cast(pl.Float64),
        land_use=draw.pick(["工业用地", "商业用地", "住宅用地"]),
        price_yuan=price,
        signed_on=signed,
        due_on=later(signed, 60),
        paid_yuan=price,
        paid_on=later(signed, draw.whole(5, 59)),
        late_fee_permille=pl.lit(1.0),
        start_by_on=later(signed, 365),
        started_on=later(signed, draw.whole(100, 360)),
        is_delay_excused=pl.lit(value=False),
        is_taken_back=pl.lit(value=False),
        unit="county",
    )


def planning_permit(city: City) -> pl.DataFrame:
    """Permits of building projects."""
    firms = city.draw("planning_permit", city.rows(900)).rows(city.firms_of("房地产", "建筑"))
    draw = city.draw("planning_permit.terms", firms.height)
    return firms.with_columns(
        permit_no=numbered("建字第990100{}号", firms.height),
        permit_kind=pl.lit("planning"),
        project_code=numbered("XM{}", firms.height),
        project_name=pl.col("firm_name") + "建设项目",
        parcel_code=numbered("DKJ{}", firms.height),
        location="address",
        floor_area_sqm=draw.whole(2_000, 40_000).cast(pl.Float64),
        is_civil_building=draw.flag(0.7),
        issued_on=draw.day(last=date(2025, 6, 30)),
        unit="county",
    )


def civil_defense(city: City) -> pl.DataFrame:
    """Shelters built, or the fee for them paid, with each civil building."""
    permits = city.table("planning_permit").filter("is_civil_building")
    draw = city.draw("civil_defense", permits.height)
    is_built = pl.lit(draw.flag(0.5))
    area = (pl.col("floor_area_sqm") * 0.06).round(2)
    fee = (area * 1_500).round(2)
    return permits.with_columns(
        required_area_sqm=area,
        built_area_sqm=pl.when(is_built).then(area).otherwise(0.0),
        fee_payable_yuan=pl.when(is_built).then(0.0).otherwise(fee),
        fee_paid_yuan=pl.when(is_built).then(0.0).otherwise(fee),
        paid_on=pl.when(~is_built).then(later("issued_on", -10)),
        is_waived=pl.lit(value=False),
        decided_on=later("issued_on", -20),
    )


def realty_registry(city: City) -> pl.DataFrame:
    """Flats of the adults, bought."""
    owners = city.draw("realty_registry", city.rows(30_000)).some(city.adults)
    draw = city.draw("realty_registry.terms", owners.height)
    prior = draw.rows(city.adults)
    return (
        owners.with_columns(
            unit_no=numbered("FW{}", owners.height, digits=9),
            certificate_no=numbered("演（2025）不动产权第{}号", owners.height),
            area_sqm=draw.whole(50, 180).cast(pl.Float64),
            use_kind=pl.lit("住宅"),
            owner_id="person_id",
            owner_name="person_name",
            prior_owner_id=prior["person_id"],
            prior_owner_name=prior["person_name"],
            registered_on=draw.day(date(2012, 1, 1)),
            transfer_basis=pl.lit("sale"),
            price_yuan=draw.yuan(800_000, 0.4),
            has_mortgage=draw.flag(0.4),
            has_seizure=pl.lit(value=False),
            has_lease=pl.lit(value=False),
            has_illegal_part=pl.lit(value=False),
        )
        .filter(pl.col("owner_id") != pl.col("prior_owner_id"))
        .with_columns(unit="county")
    )


def remote_change(city: City) -> pl.DataFrame:
    """Changes seen from above."""
    count = city.rows(2_000)
    draw = city.draw("remote_change", count)
    seen = draw.day(date(2021, 1, 1))
    return pl.DataFrame({"patch_code": numbered("TB{}", count), **_somewhere(draw)}).with_columns(
        seen_on=seen,
        before_on=later(seen, -90),
        change_kind=draw.pick({"building": 5, "earthwork": 3, "farmland": 2}),
        area_sqm=draw.whole(200, 9_000).cast(pl.Float64),
        land_class=draw.pick(["建设用地", "耕地", "林地"]),
    )


def waste_site(city: City) -> pl.DataFrame:
    """Sites that take building waste, all in the north of the city."""
    firms = city.draw("waste_site", city.rows(24)).rows(city.firms_of("建筑"))
    draw = city.draw("waste_site.place", firms.height)
    return firms.with_columns(
        site_code=numbered("XN{}", firms.height, digits=3),
        site_name=pl.lit("建筑垃圾消纳场"),
        location="address",
        longitude=draw.share() * 0.4 + 110.0,
        latitude=draw.share() * 0.2 + 30.2,
        radius_m=pl.lit(300.0),
        capacity_m3=pl.lit(500_000.0),
        opened_on=draw.day(date(2016, 1, 1), date(2021, 12, 31)),
        status=pl.lit("open"),
        unit="county",
    )


def waste_permit(city: City) -> pl.DataFrame:
    """Permits to bring building waste there."""
    count = city.rows(800)
    draw = city.draw("waste_permit", count)
    site = draw.rows(city.table("waste_site"))
    start = draw.day(date(2021, 1, 1), date(2025, 9, 30))
    return draw.rows(city.firms_of("建筑", "房地产")).with_columns(
        permit_no=numbered("演渣土核{}号", count),
        project_name=pl.col("firm_name") + "工地",
        site_code=site["site_code"],
        quantity_m3=draw.whole(500, 20_000).cast(pl.Float64),
        route=pl.lit("建设路至消纳场"),
        valid_from_on=start,
        valid_to_on=later(start, 90),
        unit="county",
    )


def _users(city: City) -> pl.DataFrame:
    """Firms that use water by the tonne, by month over the last four years."""
    firms = city.firms_of("混凝土", "洗浴", "矿业", "机械")
    rows = firms.join(month_starts(date(2022, 1, 1)), how="cross")
    return rows.with_columns(account_no=pl.col("firm_uscc").str.slice(8, 9), unit="county")


def water_permit(city: City) -> pl.DataFrame:
    """Permits to take water, valid and ample."""
    firms = city.firms_of("混凝土", "洗浴", "矿业")
    draw = city.draw("water_permit", firms.height)
    issued = draw.day(date(2021, 6, 1), date(2022, 12, 31))
    return firms.with_columns(
        permit_no=numbered("取水（演）字{}号", firms.height),
        water_source=draw.pick(["surface", "ground"]),
        use_kind=pl.lit("工业"),
        annual_quota_m3=pl.lit(60_000.0),
        issued_on=issued,
        valid_to_on=later(issued, 1_826),
        status=pl.lit("valid"),
        unit="county",
    )


def water_meter(city: City) -> pl.DataFrame:
    """Water taken by month, far below the quota."""
    permits = city.table("water_permit").select("firm_uscc", "firm_name", "permit_no", "unit")
    rows = permits.join(month_starts(date(2022, 1, 1)), how="cross")
    draw = city.draw("water_meter", rows.height)
    return rows.with_columns(meter_no=pl.lit("1"), quantity_m3=draw.yuan(1_500, 0.3))


def tap_water(city: City) -> pl.DataFrame:
    """Water from the pipe by month."""
    rows = city.table("_users")
    draw = city.draw("tap_water", rows.height)
    used = draw.yuan(2_200, 0.3)
    return rows.with_columns(quantity_m3=used, amount_yuan=(used * 4.1).round(2))


def power_use(city: City) -> pl.DataFrame:
    """Electricity by month."""
    rows = city.table("_users")
    draw = city.draw("power_use", rows.height)
    used = draw.yuan(42_000, 0.3)
    return rows.with_columns(quantity_kwh=used, amount_yuan=(used * 0.72).round(2))


def output_stat(city: City) -> pl.DataFrame:
    """What concrete makers produced by year, with the water for it bought."""
    years = pl.DataFrame({"year": list(range(2022, 2026))})
    rows = city.firms_of("混凝土").join(years, how="cross")
    draw = city.draw("output_stat", rows.height)
    return rows.with_columns(
        product_name=pl.lit("商品混凝土"),
        quantity=draw.whole(20_000, 60_000).cast(pl.Float64),
        unit_name=pl.lit("立方米"),
        unit="county",
    )


def water_norm(city: City) -> pl.DataFrame:
    """The norm of water for concrete, invented for the demo city."""
    del city
    return pl.DataFrame(
        {
            "division_code": ["990100"],
            "product_name": ["商品混凝土"],
            "water_m3_each": [0.2],
            "unit_name": ["立方米"],
            "valid_from_on": [date(2020, 1, 1)],
        }
    )


def sand_mining(city: City) -> pl.DataFrame:
    """Small cases of sand mining, far below a crime."""
    count = city.rows(500)
    draw = city.draw("sand_mining", count)
    person = draw.rows(city.adults)
    return person.with_columns(
        case_no=numbered("演水砂{}号", count),
        party_id="person_id",
        party_name="person_name",
        vessel_name="演采" + draw.digits(4),
        quantity_tonnes=draw.whole(20, 300).cast(pl.Float64),
        value_yuan=draw.yuan(8_000, 0.4),
        place=pl.lit("演示河"),
        **_somewhere(draw),
        found_on=draw.day(),
        is_forbidden_zone=pl.lit(value=False),
        is_forbidden_period=pl.lit(value=False),
        has_permit=pl.lit(value=False),
        is_transferred_to_police=pl.lit(value=False),
        unit="county",
    )


def river_patrol(city: City) -> pl.DataFrame:
    """Patrols that mostly found nothing."""
    count = city.rows(12_000)
    draw = city.draw("river_patrol", count)
    return pl.DataFrame({"patrol_no": numbered("XH{}", count), **_somewhere(draw)}).with_columns(
        patrolled_at=draw.instant(draw.day(last=LAST_DAY)),
        river=pl.lit("演示河"),
        section="河段" + draw.whole(1, 30).cast(pl.String),
        finding=draw.pick({"nothing": 92, "sand_heap": 4, "dumping": 4}),
        handling=pl.lit("现场记录"),
    )


BUILDERS = (
    *(_users, land_grant, planning_permit, civil_defense, realty_registry, remote_change),
    *(waste_site, waste_permit, water_permit, water_meter, tap_water, power_use, output_stat),
    *(water_norm, sand_mining, river_patrol),
)
TABLES = {builder.__name__: builder for builder in BUILDERS}
