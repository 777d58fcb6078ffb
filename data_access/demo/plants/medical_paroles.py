"""Planted service outside prison: M08-B, not reviewed, without its ground, or not ended.

A review every three months is a practice (桐城) [S]; recall once the ground is gone is law
(刑诉法 268), thirty days for it our default [D]; a year of nursing ends with the child's first [S].
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.records import term
from data_access.demo.plants.reductions import GROWN
from data_access.demo.plants.variants import Family, Values, Variant, changed

MODEL = "M08-B"
JOURNEY = datetime(2025, 11, 5, 2, tzinfo=UTC)
IN, OUT = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT


def sound(people: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
    """A prisoner outside since October for an illness of the list, reviewed in December."""
    parole = people.with_columns(
        decided_on=date(2025, 10, 10),
        decided_by=pl.lit("演示监狱"),
        kind=pl.lit("disease"),
        disease=pl.lit("严重心力衰竭"),
        diagnosed_on=date(2025, 9, 12),
        hospital=pl.lit("演示市第一医院"),
        is_designated_hospital=pl.lit(value=True),
        doctor_name="医师" + (pl.int_range(pl.len()) + 40).cast(pl.String),
        expires_on=date(2026, 4, 10),
        reviewed_on=date(2025, 12, 10),
        review_result=pl.lit("still_meets"),
        guarantor_name=pl.lit("亲属"),
        correction_place=pl.lit("演示市"),
        term_to_on=date(2028, 5, 8),
    )
    inmate = term(
        "Z6",
        "盗窃罪",
        72,
        date(2022, 5, 9),
        term_to_on=date(2028, 5, 8),
        left_on=date(2025, 10, 10),
        leave_reason="medical_parole",
    )
    return {"medical_parole": parole, "inmate": changed(people, inmate)}


def _outside(kind: Kind, why: str, /, *adds: tuple[str, Values], **parole: object) -> Variant:
    return Variant(kind=kind, why=why, changes={"medical_parole": parole}, adds=adds)


def _since_march(kind: Kind, why: str, reviewed: date | None, **more: object) -> Variant:
    """Outside for ten months, last reviewed on this day."""
    day = date(2025, 3, 3)
    span = {"decided_on": day, "diagnosed_on": date(2025, 2, 3), "expires_on": date(2026, 3, 3)}
    return _outside(kind, why, **{**span, "reviewed_on": reviewed, **more})


def _reviews() -> tuple[Variant, ...]:
    dead: Values = {
        "died_on": date(2025, 9, 2),
        "registered_on": date(2025, 9, 3),
        "source": "police",
    }
    overdue = date(2025, 6, 5)
    return (
        _since_march(Kind.POSITIVE, "逾半年未复查病情", overdue),
        _since_march(IN, "复查逾期三日", date(2025, 9, 28)),
        _since_march(OUT, "距上次复查差二日满三个月", date(2025, 10, 2)),
        _since_march(Kind.CANNOT_JUDGE, "没有复查日期和结果", None, review_result=None),
        _outside(
            Kind.LOOKALIKE,
            "复查逾期前已死亡",
            ("death_record", dead),
            decided_on=date(2025, 3, 3),
            diagnosed_on=date(2025, 2, 3),
            expires_on=date(2026, 3, 3),
            reviewed_on=overdue,
        ),
    )


def _grounds() -> tuple[Variant, ...]:
    nursing: Values = {"kind": "pregnancy", "disease": None, "expires_on": None}
    gone: Values = {"review_result": "ground_gone", "decided_on": date(2025, 8, 4)}
    return (
        _outside(Kind.POSITIVE, "所患疾病不在范围之内", disease="颈椎病"),
        _outside(Kind.CANNOT_JUDGE, "没有疾病名称", disease=None),
        _outside(
            Kind.LOOKALIKE, "生活不能自理，不以疾病范围为据", kind="no_self_care", disease=None
        ),
        _outside(Kind.POSITIVE, "哺乳期届满未收监", **nursing, child_born_on=date(2024, 11, 20)),
        _outside(IN, "哺乳期届满三日未收监", **nursing, child_born_on=date(2024, 12, 28)),
        _outside(OUT, "哺乳期尚差三日", **nursing, child_born_on=date(2025, 1, 3)),
        _outside(Kind.CANNOT_JUDGE, "没有子女出生日期和届满日", **nursing, child_born_on=None),
        _outside(Kind.POSITIVE, "情形消失未收监", **gone, reviewed_on=date(2025, 10, 6)),
        _outside(IN, "情形消失三十二日未收监", **gone, reviewed_on=date(2025, 11, 29)),
        _outside(OUT, "情形消失二十八日", **gone, reviewed_on=date(2025, 12, 3)),
        _outside(
            Kind.LOOKALIKE,
            "情形消失后已收监",
            **gone,
            reviewed_on=date(2025, 10, 6),
            recalled_on=date(2025, 10, 20),
        ),
        _outside(
            Kind.POSITIVE, "由非指定医院诊断", is_designated_hospital=False, hospital="演示门诊部"
        ),
        _outside(Kind.CANNOT_JUDGE, "没有医院是否指定", is_designated_hospital=None, hospital=None),
    )


def _expiry() -> tuple[Variant, ...]:
    ended = {"decided_on": date(2025, 5, 30), "diagnosed_on": date(2025, 5, 6)}
    renewed: Values = {
        "decided_on": date(2025, 11, 28),
        "kind": "disease",
        "disease": "严重心力衰竭",
        "hospital": "演示市第一医院",
        "is_designated_hospital": True,
        "expires_on": date(2026, 5, 28),
        "reviewed_on": date(2025, 12, 20),
        "review_result": "still_meets",
        "term_to_on": date(2028, 5, 8),
    }
    return (
        _outside(Kind.POSITIVE, "批准期限届满未收监", **ended, expires_on=date(2025, 11, 30)),
        _outside(IN, "批准期限届满一日", **ended, expires_on=date(2025, 12, 30)),
        _outside(OUT, "批准期限当日届满", **ended, expires_on=date(2025, 12, 31)),
        _outside(
            Kind.LOOKALIKE,
            "期限届满前已续批",
            ("medical_parole", renewed),
            **ended,
            expires_on=date(2025, 11, 30),
        ),
        _outside(
            Kind.LOOKALIKE,
            "刑期先于批准期限届满",
            **ended,
            expires_on=date(2025, 11, 30),
            term_to_on=date(2025, 11, 15),
        ),
    )


def _journeys(count: int) -> tuple[tuple[str, Values], ...]:
    """So many journeys by rail, a week apart."""
    return tuple(
        (
            "travel_record",
            {
                "from_city": "演示市",
                "to_city": "外市甲",
                "departed_at": JOURNEY + timedelta(days=7 * number),
                "arrived_at": JOURNEY + timedelta(days=7 * number, hours=3),
                "carrier_kind": "rail",
                "service_no": "G8002",
                "is_cross_border": False,
            },
        )
        for number in range(count)
    )


def _life() -> tuple[Variant, ...]:
    """Three journeys or more, or a car driven, during a severe illness [D]."""
    driving: Values = {
        "plate_no": "演C" + pl.col("person_id").str.slice(13, 4) + "8",
        "driver_id": pl.col("person_id"),
        "driver_name": pl.col("person_name"),
        "happened_at": JOURNEY,
        "city": "演示市",
        "place": "主干道",
        "violation": "超速",
        "fine_yuan": 200.0,
        "points": 3,
        "is_on_site": True,
    }
    leave: Values = {
        "applied_at": JOURNEY - timedelta(days=2),
        "leave_from_at": JOURNEY - timedelta(days=1),
        "leave_to_at": JOURNEY + timedelta(days=20),
        "dest_city": "外市甲",
        "purpose": "就医",
        "is_approved": True,
    }
    return (
        _outside(Kind.POSITIVE, "严重疾病期间驾车违法", ("traffic_violation", driving)),
        _outside(IN, "严重疾病期间三次乘火车外出", *_journeys(3)),
        _outside(OUT, "两次乘火车外出", *_journeys(2)),
        _outside(Kind.LOOKALIKE, "经批准赴外市就医三次", ("cc_leave", leave), *_journeys(3)),
        _outside(
            Kind.LOOKALIKE,
            "三次外出均在批准监外执行之前",
            *_journeys(3),
            decided_on=date(2025, 11, 25),
            reviewed_on=date(2025, 12, 22),
        ),
    )


def medical_paroles(city: City) -> Plants:
    """The planted decisions with what else is known of their subjects."""
    variants = (*_reviews(), *_grounds(), *_expiry(), *_life())
    return Family(model=MODEL, sound=sound, variants=variants, who=GROWN).planted(city)
