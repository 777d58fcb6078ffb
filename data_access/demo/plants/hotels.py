"""Planted hotels: M12-H-1 minors in a room with strangers, M12-H-8 minors in a gaming hotel.

A hotel asks for parents, and reports what it doubts (未成年人保护法 57). The subject is the hotel.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.plants.plant import Plants
from data_access.demo.plants.rule import (
    IN,
    LIKE,
    OUT,
    UNKNOWN,
    YES,
    Course,
    Rows,
    Rule,
    Values,
    Variant,
    firms,
    planted,
)

REGISTRY, STAY, CALL = "hotel_registry", "hotel_stay", "police_call"
NIGHT = datetime(2025, 8, 9, 12, 40, tzinfo=UTC)
CODE = pl.format("LG9{}", "number")
BORN = {
    "minor": (date(2009, 1, 1), date(2012, 12, 31)),
    "nearly": (date(2007, 9, 1), date(2008, 6, 30)),
    "grown": (date(2006, 9, 1), date(2007, 8, 8)),
}
"""When those were born who are minors on the night, nearly grown, or just grown."""
Changes = Mapping[str, Values | None]


def hotels(city: City) -> Plants:
    """The planted hotels with their guests."""
    rules = (
        Rule("M12-H-1", "place", CODE, firms, _lodged, _rooms()),
        Rule("M12-H-8", "place", CODE, firms, _gaming, _games()),
    )
    return planted(city, rules)


def _registry(firms: pl.DataFrame, kind: str) -> pl.DataFrame:
    return firms.with_columns(
        hotel_code=CODE,
        hotel_name="firm_name",
        hotel_kind=pl.lit(kind),
        longitude=pl.lit(110.11),
        latitude=pl.lit(30.25),
        room_count=pl.lit(30),
        licensed_on=date(2019, 3, 4),
        unit="county",
    )


def _stay(firms: pl.DataFrame, guests: pl.DataFrame, *, is_minor: bool) -> pl.DataFrame:
    """One guest of each hotel in the same room of the same night."""
    hotels = firms.select("number", "county", hotel_name="firm_name")
    rows = hotels.hstack(guests.select("person_id", "person_name", "born_on"))
    return rows.with_columns(
        hotel_code=CODE,
        division_code="county",
        checked_in_at=pl.lit(NIGHT),
        checked_out_at=pl.lit(NIGHT + timedelta(hours=12)),
        room=pl.lit("306"),
        is_minor=pl.lit(is_minor),
    )


def _minors(city: City, count: int, age: str) -> pl.DataFrame:
    """Children of families who are of this age on the night."""
    born = pl.col("born_on").is_between(*BORN[age])
    return city.take_people(count, (pl.col("place") == 2) & born)


def _lodged(course: Course, firms: pl.DataFrame) -> Rows:
    """A minor with an adult of another family, or with whom the shape says."""
    city, count = course.city, firms.height
    minors = _minors(city, count, course.word("born", "minor"))
    adults = city.take_people(count, pl.col("place") < 2)
    if course.word("with", "") == "parent":
        parents = minors.select(person_id="mother_id")
        names = city.everyone.select("person_id", "person_name", "born_on")
        adults = parents.join(names, on="person_id", how="left", maintain_order="left")
    stays = [_stay(firms, minors, is_minor=True)]
    if course.word("with", "") == "minors":
        others = [_minors(city, count, "minor") for _ in range(2)]
        stays += [_stay(firms, one, is_minor=True) for one in others]
    else:
        stays.append(_stay(firms, adults, is_minor=False))
    rows = {REGISTRY: _registry(firms, "inn"), STAY: pl.concat(stays)}
    return rows if not course.has("is_reported") else {**rows, CALL: _reported(firms)}


def _reported(firms: pl.DataFrame) -> pl.DataFrame:
    return firms.select(
        call_no=pl.format("演警情9{}", "number"),
        called_at=pl.lit(NIGHT + timedelta(minutes=20)),
        place="firm_name",
        caller_name="firm_name",
        call_kind=pl.lit("未成年人住宿报告"),
        brief=pl.lit("旅馆报告未成年人与非亲属同住"),
        outcome=pl.lit("settled_on_site"),
        unit="county",
    )


def _rooms() -> tuple[Variant, ...]:
    one_room_each = pl.when("is_minor").then(pl.lit("306")).otherwise(pl.lit("307"))
    apart: Changes = {STAY: {"room": one_room_each}}
    return (
        Variant(YES, "未成年人与非亲属成年人同住一室，未报告"),
        Variant(YES, "三名未成年人无监护人同住一室", shape={"with": "minors"}),
        Variant(IN, "将满十八周岁", shape={"born": "nearly"}),
        Variant(OUT, "已满十八周岁", {STAY: {"is_minor": False}}, {"born": "grown"}),
        Variant(LIKE, "与母亲同住", shape={"with": "parent"}),
        Variant(LIKE, "各住一室", apart),
        Variant(LIKE, "旅馆已向公安机关报告", shape={"is_reported": True}),
        Variant(UNKNOWN, "住宿登记没有房间号", {STAY: {"room": None}}),
    )


def _gaming(course: Course, firms: pl.DataFrame) -> Rows:
    """A minor of each hotel, alone in a room."""
    minors = _minors(course.city, firms.height, course.word("born", "minor"))
    stays = _stay(firms, minors, is_minor=True)
    return {REGISTRY: _registry(firms, "esports_hotel"), STAY: stays}


def _games() -> tuple[Variant, ...]:
    ordinary: Changes = {REGISTRY: {"hotel_kind": "inn"}}
    return (
        Variant(YES, "电竞酒店接待未成年人"),
        Variant(OUT, "住客已满十八周岁", {STAY: {"is_minor": False}}, {"born": "grown"}),
        Variant(LIKE, "普通旅馆，未成年人单独住宿", ordinary),
        Variant(UNKNOWN, "旅馆没有类型", {REGISTRY: {"hotel_kind": None}}),
    )
