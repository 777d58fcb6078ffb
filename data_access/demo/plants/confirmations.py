"""Planted confirmations: M06-D, mediators whose agreements are confirmed often and in no time.

Ten or more within twelve months of one body and mediator [D], each applied for within three days
of the agreement and confirmed within three [D], half of the debtors enforced against elsewhere [D].
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.court_civil import COURTS
from data_access.demo.city.draw import later
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.subjects import repeated, subjects, tell

MODEL = "M06-D"
EACH = 3
FIRST = date(2024, 9, 2)
TRAFFIC = "演示道路交通事故人民调解委员会"


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Mediators of one kind: how many agreements, how fast, and how many debtors are pressed.

    pressed is None where the parties are written by name only.
    """

    kind: Kind
    why: str
    count: int = 14
    apart_days: int = 20
    to_apply: int | None = 1
    to_rule: int = 2
    pressed: int | None = 12
    matter: str = "借款"


VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="同一调解员十四件，三日内申请并确认，债务人多在被执行"),
    Variant(kind=Kind.BORDERLINE_IN, why="恰为十件，五名债务人在被执行", count=10, pressed=5),
    Variant(kind=Kind.BORDERLINE_OUT, why="仅九件", count=9, pressed=9),
    Variant(kind=Kind.BORDERLINE_OUT, why="十件中四名债务人在被执行", count=10, pressed=4),
    Variant(kind=Kind.BORDERLINE_IN, why="均为三日", count=10, to_apply=3, to_rule=3, pressed=10),
    Variant(kind=Kind.BORDERLINE_OUT, why="四日后才申请", count=10, to_apply=4, pressed=10),
    Variant(kind=Kind.BORDERLINE_OUT, why="四日后才裁定", count=10, to_rule=4, pressed=10),
    Variant(kind=Kind.BORDERLINE_OUT, why="十件跨四百零五日", count=10, apart_days=45, pressed=10),
    Variant(kind=Kind.LOOKALIKE, why="交通事故赔偿批量确认", pressed=0, matter="损害赔偿"),
    Variant(kind=Kind.CANNOT_JUDGE, why="没有协议日期", to_apply=None),
    Variant(kind=Kind.CANNOT_JUDGE, why="当事人只有姓名", pressed=None),
)


def confirmations(city: City) -> Plants:
    """The planted confirmations; debtors pressed elsewhere are those of ordinary enforcement."""
    plants = Plants()
    who = subjects(city, VARIANTS, EACH).with_columns(
        county=pl.lit("990103"),
        mediator=pl.format("调解员D{}", pl.col("number") + 1),
        mediation_org=pl.when(pl.col("matter") == "损害赔偿")
        .then(pl.lit(TRAFFIC))
        .otherwise(pl.format("演示商事调解中心第{}室", pl.col("number") + 1)),
    )
    who = who.with_columns(subject=pl.format("office:{}+person:{}", "mediation_org", "mediator"))
    tell(plants, MODEL, "cluster", who, "subject")
    plants.add("mediation_confirm", _confirmed(city, repeated(who, "count")))
    return plants


def _confirmed(city: City, rows: pl.DataFrame) -> pl.DataFrame:
    draw = city.draw("plants.confirmations", rows.height)
    pressed, free = _pressed(city), _free(city)
    creditor, debtor, other = draw.rows(city.adults), draw.rows(pressed), draw.rows(free)
    is_pressed = pl.col("turn") < pl.col("pressed")
    is_named = pl.col("pressed").is_null()
    agreed = later(pl.lit(FIRST), pl.col("turn") * pl.col("apart_days") + pl.col("number") % 20)
    applied = later(agreed, pl.col("to_apply").fill_null(1))
    return rows.with_columns(
        confirm_no=numbered("（2025）演25民特{}号", rows.height),
        court_name=pl.lit(COURTS["990103"]),
        agreed_on=pl.when(pl.col("to_apply").is_not_null()).then(agreed),
        applied_on=applied,
        ruled_on=later(applied, pl.col("to_rule")),
        party_a=creditor["person_name"],
        party_a_id=pl.when(~is_named).then(creditor["person_id"]),
        party_b=pl.when(is_pressed).then(debtor["debtor_name"]).otherwise(other["person_name"]),
        party_b_id=pl.when(is_pressed)
        .then(debtor["debtor_id"])
        .when(~is_named)
        .then(other["person_id"]),
        subject_matter="matter",
        amount_yuan=pl.lit(198_000.0),
        property_city=pl.lit("演示市"),
        judge_name=pl.format("审判员{}", 1 + pl.col("turn") * 7 % 80),
        ruling=pl.lit("confirmed"),
        unit="county",
    )


def _pressed(city: City) -> pl.DataFrame:
    """Debtors of cases that had been ended for now before the first agreement."""
    cases = city.table("exec_case").filter(
        pl.col("close_manner") == "ended_for_now", pl.col("closed_on") < FIRST
    )
    return cases.select("debtor_id", "debtor_name")


def _free(city: City) -> pl.DataFrame:
    """Persons against whom nothing was ever enforced."""
    cases = city.table("exec_case")
    return city.adults.join(cases, left_on="person_id", right_on="debtor_id", how="anti")
