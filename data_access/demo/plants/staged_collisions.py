"""Planted collisions: M10-A, drivers who are hit again and again and never to blame.

Five such accidents within twelve months or eight within 24, four in five of all [D], and at least
3,000 yuan received in all (诈骗解释 1).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import later
from data_access.demo.city.traffic import INSURERS
from data_access.demo.plants.plant import Kind, Plants

MODEL = "M10-A"
EACH = 3
FIRST = datetime(2023, 9, 4, 13, tzinfo=UTC)
DRIVERS = pl.col("place") == 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Drivers of one kind: so many accidents, so many days apart, and so many with blame."""

    kind: Kind
    why: str
    count: int
    apart_days: int
    blamed: int = 0
    liability: str | None = "none"
    settled_yuan: float | None = 900.0
    use_kind: str = "private"


VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="一年内十二次事故对方均全责", count=12, apart_days=28),
    Variant(kind=Kind.BORDERLINE_IN, why="十二个月内恰五次无责", count=5, apart_days=90),
    Variant(kind=Kind.BORDERLINE_OUT, why="十二个月内四次无责", count=4, apart_days=100),
    Variant(kind=Kind.BORDERLINE_OUT, why="五次无责跨越十三个月", count=5, apart_days=100),
    Variant(kind=Kind.BORDERLINE_IN, why="二十四个月内恰八次无责", count=8, apart_days=100),
    Variant(kind=Kind.BORDERLINE_OUT, why="二十四个月内七次无责", count=7, apart_days=110),
    Variant(
        kind=Kind.BORDERLINE_IN, why="五次共得恰三千元", count=5, apart_days=60, settled_yuan=600.0
    ),
    Variant(
        kind=Kind.BORDERLINE_OUT,
        why="五次共得二千九百元",
        count=5,
        apart_days=60,
        settled_yuan=580.0,
    ),
    Variant(
        kind=Kind.LOOKALIKE,
        why="网约车事故多而责任各半",
        count=12,
        apart_days=30,
        blamed=6,
        use_kind="ride_hailing",
    ),
    Variant(kind=Kind.LOOKALIKE, why="八次均负同等责任", count=8, apart_days=40, liability="equal"),
    Variant(
        kind=Kind.CANNOT_JUDGE, why="六次事故没有责任认定", count=6, apart_days=40, liability=None
    ),
    Variant(
        kind=Kind.CANNOT_JUDGE,
        why="六次无责而没有赔付金额",
        count=6,
        apart_days=40,
        settled_yuan=None,
    ),
)


def staged_collisions(city: City) -> Plants:
    """The planted accidents with the cars, policies and claims of their drivers."""
    plants = Plants()
    first = 0
    for number, variant in enumerate(VARIANTS):
        count = city.planted(EACH)
        people = city.take_people(count, DRIVERS).with_columns(
            plate_no=numbered("演F{}", count, first=10_000 + first, digits=5), unit="county"
        )
        first += count
        rows = _accidents(city, variant, people, number)
        policies = _policies(people)
        plants.add("vehicle_registry", _cars(people, variant))
        plants.add("insurance_policy", policies)
        plants.add("traffic_accident", rows)
        if variant.settled_yuan is not None:
            plants.add("insurance_claim", _claims(rows, policies))
        keys = people["person_id"]
        plants.say(MODEL, "person", keys, people["county"], variant.kind, variant.why)
    return plants


def _cars(people: pl.DataFrame, variant: Variant) -> pl.DataFrame:
    return people.select(
        "plate_no",
        owner_id="person_id",
        owner_name="person_name",
        plate_kind=pl.lit("小型汽车"),
        vehicle_kind=pl.lit("小型轿车"),
        use_kind=pl.lit(variant.use_kind),
        registered_on=date(2019, 3, 4),
        status=pl.lit("valid"),
    )


def _policies(people: pl.DataFrame) -> pl.DataFrame:
    """A policy of two years for each car."""
    return people.with_columns(
        policy_no="PDF" + pl.col("person_id").str.slice(5, 12),
        insurer=pl.lit(INSURERS[0]),
        policy_kind=pl.lit("commercial"),
        insured_id="person_id",
        insured_name="person_name",
        start_on=date(2023, 9, 1),
        end_on=date(2025, 11, 30),
        premium_yuan=pl.lit(3_100.0),
    )


def _accidents(city: City, variant: Variant, people: pl.DataFrame, number: int) -> pl.DataFrame:
    """The accidents of each driver, at the same place and hour, with ordinary other drivers."""
    times = pl.DataFrame({"time": range(variant.count)})
    rows = people.join(times, how="cross")
    draw = city.draw(f"plants.collisions.{number}", rows.height)
    other = draw.rows(city.table("_drivers"))
    at = pl.lit(FIRST) + pl.duration(days=pl.col("time") * variant.apart_days)
    is_blamed = pl.col("time") % 2 == 1 if variant.blamed else pl.lit(value=False)
    own = pl.lit(variant.liability, dtype=pl.String)
    return rows.with_columns(
        accident_no=numbered(f"演事故认定8{number:02d}" + "{}号", rows.height),
        happened_at=at,
        place=pl.lit("环城路北段"),
        longitude=pl.lit(110.21),
        latitude=pl.lit(30.17),
        driver_id="person_id",
        driver_name="person_name",
        insurer=pl.lit(INSURERS[0]),
        liability=pl.when(is_blamed).then(pl.lit("full")).otherwise(own),
        counter_plate_no=other["plate_no"],
        counter_driver_id=other["person_id"],
        counter_insurer=draw.pick(INSURERS),
        has_injury=pl.lit(value=False),
        collision_part=pl.lit("右侧"),
        handling=pl.lit("fast_claim"),
        is_police_reported=pl.lit(value=False),
        settled_yuan=pl.lit(variant.settled_yuan, dtype=pl.Float64),
    )


def _claims(accidents: pl.DataFrame, policies: pl.DataFrame) -> pl.DataFrame:
    """The claim on each accident, assessed and paid to the driver."""
    policy = policies.select("person_id", "policy_no")
    rows = accidents.drop("insurer").join(policy, on="person_id")
    return rows.with_columns(
        claim_no="LPF" + pl.col("accident_no").str.extract(r"(\d+)", 1),
        insurer="counter_insurer",
        accident_at="happened_at",
        reported_at=pl.col("happened_at") + pl.duration(minutes=20),
        is_loss_assessed=pl.lit(value=True),
        assessed_yuan="settled_yuan",
        paid_yuan="settled_yuan",
        paid_on=later(pl.col("happened_at").dt.date(), 8),
        payee_name="person_name",
        is_litigated=pl.lit(value=False),
    )
