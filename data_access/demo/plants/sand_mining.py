"""Planted sand mining: M03-A, cases with the value of a crime that never reached the police.

From 100,000 yuan, from 50,000 in a forbidden zone or period, or again after two penalties within
two years (非法采矿解释 3); transferred, filed or permitted is innocent.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import later
from data_access.demo.plants.courses import paid_decisions
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.subjects import (
    repeated,
    subjects,
    tell,
    with_people,
)

MODEL = "M03-A"
EACH = 3
FOUND = (date(2025, 2, 3), date(2025, 9, 26))
CHARGE = "非法采矿案"


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Cases of one kind: the value, where and when, what came before and what followed."""

    kind: Kind
    why: str
    value_yuan: float | None = 8_000.0
    is_forbidden_zone: bool | None = False
    is_forbidden_period: bool | None = False
    has_permit: bool = False
    penalties: int = 0
    first_days_ago: int = 0
    is_transferred: bool | None = False
    is_filed: bool = False
    is_known: bool = True


IN, OUT, UNSURE = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT, Kind.CANNOT_JUDGE
VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="采砂价值二十六万元未移送", value_yuan=260_000.0),
    Variant(kind=IN, why="价值恰为十万元", value_yuan=100_000.0),
    Variant(kind=OUT, why="价值九万九千元", value_yuan=99_000.0),
    Variant(kind=IN, why="禁采区内恰为五万元", value_yuan=50_000.0, is_forbidden_zone=True),
    Variant(kind=OUT, why="禁采区内四万九千元", value_yuan=49_000.0, is_forbidden_zone=True),
    Variant(kind=IN, why="禁采期内六万元", value_yuan=60_000.0, is_forbidden_period=True),
    Variant(kind=OUT, why="不在禁采区和禁采期，六万元", value_yuan=60_000.0),
    Variant(kind=Kind.POSITIVE, why="两年内两次处罚后又采砂", penalties=2, first_days_ago=300),
    Variant(kind=IN, why="第一次处罚在二十三个月前", penalties=2, first_days_ago=700),
    Variant(kind=OUT, why="第一次处罚在二十五个月前", penalties=2, first_days_ago=761),
    Variant(kind=OUT, why="两年内仅一次处罚", penalties=1, first_days_ago=300),
    Variant(kind=Kind.LOOKALIKE, why="已移送公安", value_yuan=260_000.0, is_transferred=True),
    Variant(kind=Kind.LOOKALIKE, why="公安已立案", value_yuan=260_000.0, is_filed=True),
    Variant(kind=Kind.LOOKALIKE, why="持有采砂许可", value_yuan=260_000.0, has_permit=True),
    Variant(kind=UNSURE, why="没有价值认定", value_yuan=None),
    Variant(
        kind=UNSURE,
        why="七万元，未记是否禁采区和禁采期",
        value_yuan=70_000.0,
        is_forbidden_zone=None,
        is_forbidden_period=None,
    ),
    Variant(
        kind=UNSURE,
        why="只有姓名，没有身份号码，未记是否移送",
        value_yuan=260_000.0,
        is_known=False,
        is_transferred=None,
    ),
)


def sand_mining(city: City) -> Plants:
    """The planted cases with earlier penalties and with the filings that followed."""
    plants = Plants()
    frame = with_people(city, subjects(city, VARIANTS, EACH))
    draw = city.draw("plants.sand_mining", frame.height)
    cases = frame.with_columns(
        case_no=numbered("演水砂查{}号", frame.height),
        party_id=pl.when("is_known").then("person_id"),
        party_name="person_name",
        vessel_name="演采" + draw.digits(4),
        quantity_tonnes=(pl.col("value_yuan") / 65).round(),
        place=pl.lit("演示河"),
        longitude=draw.share() * 0.1 + 110.2,
        latitude=draw.share() * 0.1 + 30.2,
        found_on=draw.day(*FOUND),
        is_transferred_to_police="is_transferred",
        unit="county",
    )
    cases = cases.with_columns(transferred_on=pl.when("is_transferred").then(later("found_on", 20)))
    plants.add("sand_mining", cases)
    plants.add("admin_penalty", _penalties(city, cases))
    plants.add("criminal_filing", _filings(cases.filter("is_filed")))
    tell(plants, MODEL, "case", cases, "case_no")
    return plants


def _penalties(city: City, cases: pl.DataFrame) -> pl.DataFrame:
    """What the same persons were fined for before, the second time half a year after the first."""
    rows = repeated(cases, "penalties").with_columns(
        decided_on=later("found_on", pl.col("turn") * 180 - pl.col("first_days_ago")),
        is_firm=pl.lit(value=False),
        agency_name=pl.lit("演示市水利局"),
        behaviour=pl.lit("非法采砂"),
    )
    return paid_decisions(city, "水砂", rows).with_columns(
        involved_yuan=pl.lit(6_000.0), is_transferred_to_police=pl.lit(value=False)
    )


def _filings(cases: pl.DataFrame) -> pl.DataFrame:
    """The filings of those whom the police took on."""
    filed = later("found_on", 15)
    return cases.with_columns(
        filing_no=numbered("演公砂立字〔2025〕{}号", cases.height),
        filed_on=filed,
        cause=pl.lit(CHARGE),
        suspect_id="person_id",
        suspect_name="person_name",
        filing_basis=pl.lit("person"),
        status=pl.lit("sent_to_prosecution"),
        status_on=later("found_on", 80),
        last_action_on=later("found_on", 80),
        crime_on="found_on",
        filing_source=pl.lit("agency_transfer"),
    )
