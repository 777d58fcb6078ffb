"""Planted recipients of subsistence allowances: M03-E, paid though they are not in need.

In prison; owner of a private car; partner of a living firm ([D], by local rule). What is paid to
the dead is M12-D-1, beside a wage M12-D-4, pensions are M07-C.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import later, month_starts
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.subjects import subjects, tell, with_firms, with_people

MODEL = "M03-E"
EACH = 3
FIRST = date(2024, 7, 1)
ENTERED = date(2025, 3, 10)
DAY = pl.Date()


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Recipients of one kind: until when they were paid, and what else is known of them."""

    kind: Kind
    why: str
    until: date = date(2025, 12, 1)
    status: str = "paid"
    left_on: date | None = date(2026, 3, 9)
    is_inside: bool = False
    car: str | None = None
    car_from: date | None = date(2024, 3, 4)
    firm: str | None = None


IN, OUT, LIKE = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT, Kind.LOOKALIKE
UNSURE, CAR = Kind.CANNOT_JUDGE, "小型轿车"
MARCH, APRIL = date(2025, 3, 1), date(2025, 4, 1)
VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="服刑期间继续领取低保", is_inside=True),
    Variant(kind=IN, why="入监次月仍领取一个月", is_inside=True, until=APRIL),
    Variant(kind=OUT, why="领取至入监当月", is_inside=True, until=MARCH),
    Variant(kind=LIKE, why="服刑前有记录，服刑期间已停发", is_inside=True, status="stopped"),
    Variant(kind=UNSURE, why="没有离监日和刑期届满日", is_inside=True, left_on=None),
    Variant(kind=Kind.POSITIVE, why="名下有小型轿车", car=CAR),
    Variant(kind=IN, why="停领前一日登记车辆", car=CAR, until=MARCH, car_from=date(2025, 2, 28)),
    Variant(kind=OUT, why="停领之后才登记车辆", car=CAR, until=MARCH, car_from=date(2025, 4, 2)),
    Variant(kind=LIKE, why="名下为残疾人机动轮椅车", car="残疾人机动轮椅车"),
    Variant(kind=UNSURE, why="车辆没有登记日期", car=CAR, car_from=None),
    Variant(kind=Kind.POSITIVE, why="在存续企业持股六成", firm="limited_company"),
    Variant(kind=LIKE, why="农民专业合作社成员", firm="cooperative"),
    Variant(kind=LIKE, why="企业早已注销", firm="ended"),
)


def ineligible(city: City) -> Plants:
    """The planted recipients with prison, car and firm."""
    plants = Plants()
    who = with_people(city, subjects(city, VARIANTS, EACH)).with_columns(unit="county")
    tell(plants, MODEL, "person", who, "person_id")
    plants.add("allowance_pay", _paid(who))
    plants.add("inmate", _imprisoned(who.filter("is_inside")))
    plants.add("vehicle_registry", _cars(who.filter(pl.col("car").is_not_null())))
    plants.add("entity_role", *_partners(city, who.filter(pl.col("firm").is_not_null())))
    return plants


def _paid(who: pl.DataFrame) -> pl.DataFrame:
    rows = who.join(month_starts(FIRST, date(2025, 12, 1)), how="cross")
    is_stopped = (pl.col("status") == "stopped") & (pl.col("month_on") > ENTERED)
    return rows.filter(pl.col("month_on") <= pl.col("until")).with_columns(
        program=pl.lit("subsistence"),
        paid_on=later("month_on", 9),
        amount_yuan=pl.lit(760.0),
        account_no="9999" + pl.col("person_id").str.slice(6, 11) + "4",
        status=pl.when(is_stopped).then(pl.lit("stopped")).otherwise(pl.lit("paid")),
    )


def _imprisoned(who: pl.DataFrame) -> pl.DataFrame:
    return who.with_columns(
        inmate_no="Z8" + pl.col("person_id").str.slice(10, 7),
        prison=pl.lit("演示监狱"),
        charge=pl.lit("盗窃罪"),
        original_penalty=pl.lit("prison"),
        sentence_months=pl.lit(12),
        term_from_on=ENTERED,
        term_to_on="left_on",
        entered_on=ENTERED,
        left_on=pl.lit(None, dtype=DAY),
        is_strict_category=pl.lit(value=False),
        property_payable_yuan=pl.lit(2_000.0),
        property_paid_yuan=pl.lit(2_000.0),
    )


def _cars(who: pl.DataFrame) -> pl.DataFrame:
    return who.with_columns(
        plate_no=numbered("演R{}", who.height, first=10_000, digits=5),
        plate_kind=pl.lit("小型汽车"),
        owner_id="person_id",
        owner_name="person_name",
        vehicle_kind="car",
        use_kind=pl.lit("private"),
        registered_on="car_from",
        status=pl.lit("valid"),
    )


def _partners(city: City, who: pl.DataFrame) -> list[pl.DataFrame]:
    """The shares of those who hold them, by the kind of firm."""
    registers: dict[str, dict[str, object]] = {
        "limited_company": {"entity_kind": "limited_company"},
        "cooperative": {"entity_kind": "cooperative"},
        "ended": {"status": "deregistered", "ended_on": date(2023, 5, 8)},
    }
    made = []
    for firm, register in registers.items():
        holders = who.filter(pl.col("firm") == firm).drop("county")
        made.append(
            with_firms(city, holders, **register).with_columns(
                role=pl.lit("shareholder"),
                share_percent=pl.lit(60.0),
                from_on=date(2022, 12, 31),
                to_on=pl.lit(register.get("ended_on"), dtype=DAY),
            )
        )
    return made
