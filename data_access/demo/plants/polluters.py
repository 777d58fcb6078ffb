"""Planted polluters: M03-B, firms that exceed the limit again after two penalties in two years.

Two penalties for discharging that stand, the first at most 24 months before, then a reading above
the limit that is no maintenance (环境污染解释 1, 条文待核对), and nothing handed to the police.
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
    with_firms,
)

MODEL = "M03-B"
EACH = 3
MEASURED = date(2025, 8, 4)
BEHAVIOUR = "超标排放污染物"


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Firms of one kind: penalties before the reading, the reading, and what followed."""

    kind: Kind
    why: str
    penalties: int = 2
    first_days_ago: int = 400
    value: float = 182.0
    limit: float | None = 100.0
    is_maintenance: bool | None = False
    is_revoked: bool = False
    is_transferred: bool = False
    is_named: bool = True


IN, OUT = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT
VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="两年内两次处罚后又超标，未移送"),
    Variant(kind=IN, why="第一次处罚在二十三个月前", first_days_ago=700),
    Variant(kind=OUT, why="第一次处罚在二十五个月前", first_days_ago=765),
    Variant(kind=IN, why="监测值略高于限值", value=100.5),
    Variant(kind=OUT, why="监测值恰为限值", value=100.0),
    Variant(kind=OUT, why="此前仅一次处罚", penalties=1),
    Variant(kind=Kind.LOOKALIKE, why="超标时设备检修并已报告", is_maintenance=True),
    Variant(kind=Kind.LOOKALIKE, why="第二次处罚已被撤销", is_revoked=True),
    Variant(kind=Kind.LOOKALIKE, why="已移送公安", is_transferred=True),
    Variant(kind=Kind.CANNOT_JUDGE, why="没有排放限值", limit=None),
    Variant(kind=Kind.CANNOT_JUDGE, why="未记是否检修", is_maintenance=None),
    Variant(kind=Kind.CANNOT_JUDGE, why="处罚决定只有企业名称", is_named=False),
)


def polluters(city: City) -> Plants:
    """The planted firms with permit, penalties, readings and transfers."""
    plants = Plants()
    firms = with_firms(city, subjects(city, VARIANTS, EACH)).with_columns(unit="county")
    tell(plants, MODEL, "firm", firms, "firm_uscc")
    plants.add("pollution_permit", _permits(firms))
    plants.add("pollution_reading", _readings(firms))
    decisions = _decisions(city, firms)
    plants.add("admin_penalty", decisions)
    plants.add("case_transfer", _transfers(decisions.filter("is_transferred", pl.col("turn") == 1)))
    return plants


def _permits(firms: pl.DataFrame) -> pl.DataFrame:
    return firms.with_columns(
        permit_no=pl.col("firm_uscc") + "001P",
        management=pl.lit("key"),
        issued_on=date(2022, 5, 9),
        valid_to_on=date(2027, 5, 8),
        status=pl.lit("valid"),
    )


def _readings(firms: pl.DataFrame) -> pl.DataFrame:
    at = pl.datetime(2025, 8, 4, 2, 0, time_zone="UTC")
    return firms.with_columns(
        outlet_code=pl.lit("DW001"),
        pollutant=pl.lit("化学需氧量"),
        measured_at=at + pl.duration(minutes="number"),
        limit_value="limit",
        unit_name=pl.lit("mg/L"),
        method=pl.lit("automatic"),
    )


def _decisions(city: City, firms: pl.DataFrame) -> pl.DataFrame:
    """The penalties, the second of them half a year after the first."""
    rows = repeated(firms, "penalties").with_columns(
        decided_on=later(pl.lit(MEASURED), pl.col("turn") * 170 - pl.col("first_days_ago")),
        party_id=pl.when("is_named").then("firm_uscc"),
        party_name="firm_name",
        is_firm=pl.lit(value=True),
        agency_name=pl.lit("演示市生态环境局"),
        behaviour=pl.lit(BEHAVIOUR),
    )
    is_revoked = pl.col("is_revoked") & (pl.col("turn") == 1)
    return paid_decisions(city, "环", rows).with_columns(
        status=pl.when(is_revoked).then(pl.lit("revoked")).otherwise("status"),
        is_transferred_to_police=pl.lit(value=False),
    )


def _transfers(decisions: pl.DataFrame) -> pl.DataFrame:
    """What the agency handed over after the reading."""
    return decisions.with_columns(
        transfer_no=numbered("演环移送{}号", decisions.height),
        from_agency="agency_name",
        to_agency=pl.lit("演示市公安局"),
        charge=pl.lit("污染环境罪"),
        amount_yuan=pl.lit(None, dtype=pl.Float64),
        transferred_on=date(2025, 9, 1),
        accepted_on=date(2025, 9, 1),
        filed_on=date(2025, 9, 3),
        reply=pl.lit("filed"),
    )
