"""Planted recipients of subsistence allowances: M03-E, paid though they are not in need.

In prison or dead; owner of a private car; partner of a living firm; wages above 2,000 yuan in
three months (the last three [D], by local rule). Old-age and other allowances are M12-D, pensions
M07-C.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import later, month_starts
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.subjects import repeated, subjects, tell, with_firms, with_people

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
    is_dead: bool = False
    car: str | None = None
    car_from: date | None = date(2024, 3, 4)
    firm: str | None = None
    wages: int = 0
    wage_yuan: float = 5_200.0


IN, OUT, LIKE = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT, Kind.LOOKALIKE
UNSURE, CAR = Kind.CANNOT_JUDGE, "小型轿车"
MARCH, APRIL = date(2025, 3, 1), date(2025, 4, 1)
VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="服刑期间继续领取低保", is_inside=True),
    Variant(kind=IN, why="入监次月仍领取一个月", is_inside=True, until=APRIL),
    Variant(kind=OUT, why="领取至入监当月", is_inside=True, until=MARCH),
    Variant(kind=LIKE, why="服刑前有记录，服刑期间已停发", is_inside=True, status="stopped"),
    Variant(kind=UNSURE, why="没有离监日和刑期届满日", is_inside=True, left_on=None),
    Variant(kind=Kind.POSITIVE, why="死亡后继续领取低保", is_dead=True),
    Variant(kind=OUT, why="低保领取至死亡当月", is_dead=True, until=MARCH),
    Variant(kind=Kind.POSITIVE, why="名下有小型轿车", car=CAR),
    Variant(kind=OUT, why="停领之后才登记车辆", car=CAR, until=MARCH, car_from=date(2025, 4, 2)),
    Variant(kind=LIKE, why="名下为残疾人机动轮椅车", car="残疾人机动轮椅车"),
    Variant(kind=UNSURE, why="车辆没有登记日期", car=CAR, car_from=None),
    Variant(kind=Kind.POSITIVE, why="在存续企业持股六成", firm="limited_company"),
    Variant(kind=LIKE, why="农民专业合作社成员", firm="cooperative"),
    Variant(kind=LIKE, why="企业早已注销", firm="ended"),
    Variant(kind=Kind.POSITIVE, why="十二个月申报工资五千余元", wages=12),
    Variant(kind=IN, why="恰有三个月申报工资", wages=3),
    Variant(kind=OUT, why="仅两个月申报工资", wages=2),
    Variant(kind=OUT, why="十二个月临时工资一千九百元", wages=12, wage_yuan=1_900.0),
)


def ineligible(city: City) -> Plants:
    """The planted recipients with prison, death, car, firm and wages."""
    plants = Plants()
    who = with_people(city, subjects(city, VARIANTS, EACH)).with_columns(unit="county")
    tell(plants, MODEL, "person", who, "person_id")
    plants.add("allowance_pay", _paid(who))
    plants.add("inmate", _imprisoned(who.filter("is_inside")))
    plants.add("death_record", _died(who.filter("is_dead")))
    plants.add("vehicle_registry", _cars(who.filter(pl.col("car").is_not_null())))
    plants.add("entity_role", *_partners(city, who.filter(pl.col("firm").is_not_null())))
    plants.add("wage_tax", _wages(city, who.filter(pl.col("wages") > 0)))
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


def _died(who: pl.DataFrame) -> pl.DataFrame:
    return who.with_columns(
        certificate_no=numbered("演死证7{}号", who.height),
        died_on=date(2025, 3, 12),
        cremated_on=date(2025, 3, 14),
        registered_on=date(2025, 3, 17),
        source=pl.lit("civil_affairs"),
    )


def _cars(who: pl.DataFrame) -> pl.DataFrame:
    return who.with_columns(
        plate_no=numbered("演F{}", who.height, first=10_000, digits=5),
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


def _wages(city: City, who: pl.DataFrame) -> pl.DataFrame:
    """Wages of the first months of 2025."""
    firms = city.draw("plants.ineligible.employer", who.height).rows(city.firms_of("商贸"))
    rows = who.with_columns(firm_uscc=firms["firm_uscc"], firm_name=firms["firm_name"])
    return repeated(rows, "wages").with_columns(
        month_on=pl.date(2025, pl.col("turn") + 1, 1),
        income_kind=pl.lit("wages"),
        income_yuan="wage_yuan",
        withheld_yuan=pl.lit(0.0),
    )
