"""Planted fines for drink driving: M10-B, a crime by its alcohol that no filing followed.

80 mg is the crime of 刑法 133-1; since 28 December 2023 less than 150 mg without an aggravating
circumstance need not be one (两高两部意见, 待核对), so that only 150 mg or a circumstance counts.
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.records import filing
from data_access.demo.plants.variants import Family, Values, Variant, serial

MODEL = "M10-B"
IN, OUT = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT
BEFORE, AFTER = date(2023, 6, 9), date(2025, 3, 7)
DRIVERS = (pl.col("place") == 3) & (pl.col("born_on") > date(1955, 1, 1))


def sound(people: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
    """Fined for driving after a drink, far below a crime."""
    penalty = people.with_columns(
        behaviour=pl.lit("饮酒后驾驶机动车"),
        behaved_on=AFTER,
        injury_level=pl.lit("none"),
        has_injury_exam=pl.lit(value=False),
        alcohol_mg_per_100ml=pl.lit(55),
        penalty=pl.lit("罚款"),
        fine_yuan=pl.lit(1_500.0),
        decided_on=AFTER,
        agency_name=pl.lit("演示市甲县公安局"),
        officer_name=pl.lit("治安民警70"),
        is_mediated=pl.lit(value=False),
    )
    return {"police_admin_penalty": penalty}


def _fined(
    kind: Kind,
    why: str,
    alcohol: int | None,
    day: date = AFTER,
    behaviour: str = "醉酒驾驶机动车",
    *adds: tuple[str, Values],
) -> Variant:
    values: Values = {
        "alcohol_mg_per_100ml": alcohol,
        "behaved_on": day,
        "decided_on": day,
        "behaviour": behaviour,
    }
    return Variant(kind=kind, why=why, changes={"police_admin_penalty": values}, adds=adds)


def _filed(day: date, cause: str = "危险驾驶案") -> tuple[str, Values]:
    number = serial("演公刑立字〔2025〕6{}号")
    return "criminal_filing", filing(number, cause, day, status="sent_to_prosecution")


def _variants() -> tuple[Variant, ...]:
    drunk = "醉酒驾驶机动车"
    crash = "醉酒驾驶机动车并造成交通事故负全部责任"
    return (
        _fined(Kind.POSITIVE, "酒精二百一十毫克仅作行政处罚", 210),
        _fined(Kind.POSITIVE, "新意见施行前酒精一百二十毫克仅作行政处罚", 120, BEFORE),
        _fined(Kind.POSITIVE, "酒精一百二十毫克并造成事故仅作行政处罚", 120, AFTER, crash),
        _fined(IN, "新意见施行前酒精恰为八十毫克", 80, BEFORE),
        _fined(OUT, "新意见施行前酒精七十九毫克", 79, BEFORE, "饮酒后驾驶机动车"),
        _fined(IN, "新意见施行后酒精恰为一百五十毫克", 150),
        _fined(OUT, "新意见施行后酒精一百四十九毫克，无从重情节", 149),
        _fined(IN, "新意见施行前一日酒精一百毫克", 100, date(2023, 12, 27)),
        _fined(OUT, "新意见施行当日酒精一百毫克，无从重情节", 100, date(2023, 12, 28)),
        _fined(
            Kind.LOOKALIKE,
            "酒精二百一十毫克，已刑事立案",
            210,
            AFTER,
            drunk,
            _filed(AFTER),
        ),
        _fined(Kind.LOOKALIKE, "饮酒驾驶，不到犯罪标准", 55, AFTER, "饮酒后驾驶机动车"),
        _fined(
            Kind.POSITIVE,
            "多年前因他案立案，本次酒精二百毫克未立案",
            200,
            AFTER,
            drunk,
            _filed(date(2021, 5, 10), "盗窃案"),
        ),
        _fined(Kind.CANNOT_JUDGE, "醉酒驾驶而没有酒精含量", None),
    )


def drink_driving(city: City) -> Plants:
    """The planted fines, with the filing where there was one."""
    return Family(
        model=MODEL,
        sound=sound,
        variants=_variants(),
        who=DRIVERS,
        own={"penalty_no": serial("演公行罚决字〔2025〕6{}号")},
        subject="case",
        key="penalty_no",
    ).planted(city)
