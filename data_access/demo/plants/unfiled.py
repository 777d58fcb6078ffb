"""Planted calls, fines and transfers: M10-D, what should have been filed as a crime and was not.

A minor injury or worse, or a loss from 3,000 yuan (诈骗解释 1, 盗窃解释 1), is a crime to be
filed; a transfer from an agency is filed within three days [D].
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.variants import Values, changed

MODEL = "M10-D"
EACH = 3
CALLED = datetime(2025, 4, 8, 5, tzinfo=UTC)
IN, OUT = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT
CALL, FINE, TRANSFER = "police_call", "police_admin_penalty", "case_transfer"


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Cases of one kind: of which table, what is changed, and whether a filing stands."""

    source: str
    kind: Kind
    why: str
    values: Values = field(default_factory=dict)
    is_filed: bool = False


def unfiled(city: City) -> Plants:
    """The planted rows, about ordinary persons; their subject is the row's own number."""
    plants = Plants()
    for number, variant in enumerate(_variants()):
        count = city.planted(EACH)
        people = city.draw(f"plants.unfiled.{number}", count).some(city.table("_free"))
        key, made = SOURCES[variant.source](people.with_columns(unit="county"), number)
        made = changed(made, variant.values)
        plants.add(variant.source, made)
        if variant.is_filed:
            plants.add("criminal_filing", _filing(made, key))
        plants.say(MODEL, "case", made[key], made["county"], variant.kind, variant.why)
    return plants


def _called(people: pl.DataFrame, number: int) -> tuple[str, pl.DataFrame]:
    """Calls about a quarrel without injury, settled on the spot."""
    return "call_no", people.with_columns(
        call_no=numbered("演警情9{}", people.height, digits=8, first=number * 10_000),
        called_at=pl.lit(CALLED),
        place="address",
        caller_id="person_id",
        caller_name="person_name",
        caller_phone="phone",
        call_kind=pl.lit("纠纷"),
        brief=pl.lit("现场处置完毕"),
        victim_id="person_id",
        injury_level=pl.lit("none"),
        loss_yuan=pl.lit(None, dtype=pl.Float64),
        outcome=pl.lit("settled_on_site"),
        filing_no=pl.lit(None, dtype=pl.String),
    )


def _fined(people: pl.DataFrame, number: int) -> tuple[str, pl.DataFrame]:
    """Fines for a blow that did not hurt."""
    return "penalty_no", people.with_columns(
        penalty_no=numbered("演公行罚决字〔2025〕7{}号", people.height, first=number * 10_000),
        behaviour=pl.lit("殴打他人"),
        behaved_on=date(2025, 4, 1),
        injury_level=pl.lit("none"),
        has_injury_exam=pl.lit(value=True),
        amount_yuan=pl.lit(None, dtype=pl.Float64),
        penalty=pl.lit("罚款"),
        fine_yuan=pl.lit(500.0),
        decided_on=date(2025, 4, 20),
        agency_name=pl.lit("演示市公安局"),
        officer_name=pl.lit("治安民警71"),
        call_no=pl.lit(None, dtype=pl.String),
        is_mediated=pl.lit(value=False),
    )


def _transferred(people: pl.DataFrame, number: int) -> tuple[str, pl.DataFrame]:
    """Transfers from an agency, filed on the second day."""
    return "transfer_no", people.with_columns(
        transfer_no=numbered("演移送9{}号", people.height, first=number * 10_000),
        from_agency=pl.lit("演示市市场监督管理局"),
        to_agency=pl.lit("演示市公安局"),
        party_id="person_id",
        party_name="person_name",
        charge=pl.lit("生产、销售伪劣产品罪"),
        amount_yuan=pl.lit(90_000.0),
        transferred_on=date(2025, 5, 12),
        accepted_on=date(2025, 5, 12),
        filed_on=date(2025, 5, 14),
        reply=pl.lit("filed"),
    )


SOURCES = {CALL: _called, FINE: _fined, TRANSFER: _transferred}


def _filing(made: pl.DataFrame, key: str) -> pl.DataFrame:
    """A filing that names the call or the suspect, though the row does not name the filing."""
    is_call = key == "call_no"
    suspect = {"suspect_id": "person_id", "suspect_name": "person_name"}
    return made.select(
        "unit",
        filing_no="演公刑立字〔2025〕5" + pl.col(key).str.extract(r"(\d{6})号?$", 1) + "号",
        filed_on=date(2025, 4, 22),
        cause=pl.lit("故意伤害案"),
        filing_basis=pl.lit("event" if is_call else "person"),
        status=pl.lit("investigating"),
        last_action_on=date(2025, 12, 1),
        crime_on=date(2025, 4, 1),
        call_no="call_no",
        agency_code="county",
        **({} if is_call else suspect),
    )


def _of(source: str, *told: tuple[Kind, str, Mapping[str, object]]) -> tuple[Variant, ...]:
    return tuple(
        Variant(source=source, kind=kind, why=why, values=values, is_filed=why.endswith("已经立案"))
        for kind, why, values in told
    )


def _variants() -> tuple[Variant, ...]:
    minor: Values = {"injury_level": "minor"}
    late: Values = {"filed_on": date(2025, 5, 16)}
    none: Values = {"filed_on": None, "reply": "pending"}
    last: Values = {"transferred_on": date(2025, 12, 29), "accepted_on": date(2025, 12, 29)}
    passed: Values = {**none, "reply": "passed_on"}
    return (
        *_of(
            CALL,
            (Kind.POSITIVE, "轻伤警情现场调解未立案", {**minor, "outcome": "mediated"}),
            (Kind.POSITIVE, "被骗四万元未立案", {"call_kind": "诈骗", "loss_yuan": 40_000.0}),
            (IN, "失窃恰三千元未立案", {"call_kind": "盗窃", "loss_yuan": 3_000.0}),
            (OUT, "失窃二千九百元", {"call_kind": "盗窃", "loss_yuan": 2_900.0}),
            (OUT, "轻微伤警情", {"injury_level": "slight", "outcome": "administrative_case"}),
            (Kind.LOOKALIKE, "轻伤警情，已经立案", {**minor, "outcome": "criminal_filing"}),
            (
                Kind.LOOKALIKE,
                "交通事故车损，不是盗骗损失",
                {"call_kind": "交通", "loss_yuan": 9_000.0},
            ),
            (Kind.CANNOT_JUDGE, "伤情不详", {"injury_level": "unknown"}),
        ),
        *_of(
            FINE,
            (Kind.POSITIVE, "轻伤仅作行政处罚", minor),
            (Kind.POSITIVE, "重伤仅作行政处罚", {"injury_level": "serious"}),
            (OUT, "轻微伤处罚", {"injury_level": "slight"}),
            (Kind.LOOKALIKE, "轻伤处罚后查明，已经立案", minor),
            (Kind.CANNOT_JUDGE, "伤害处罚没有伤情等级", {"injury_level": None}),
        ),
        *_of(
            TRANSFER,
            (Kind.POSITIVE, "移送半年未立案", none),
            (IN, "移送第四日立案", late),
            (OUT, "移送第三日立案", {"filed_on": date(2025, 5, 15)}),
            (OUT, "移送二日尚未立案", {**none, **last}),
            (Kind.LOOKALIKE, "接收后转送有管辖权的机关", passed),
            (Kind.CANNOT_JUDGE, "移送后没有立案日期和答复", {"filed_on": None, "reply": None}),
        ),
    )
