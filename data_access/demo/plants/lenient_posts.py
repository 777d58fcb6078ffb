"""Planted posts of the police: M09-A, crimes that end as fines at one officer's desk.

Two signals of different kinds, minor injuries without a filing and injuries without an
examination, three of each [D], and a trace of benefit: the persons belong to one firm. Every minor
injury without a filing is a case of M10-D, too, and is told as such.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import later
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.posts import planted_posts

MODEL, OF_THE_CASE = "M09-A", "M10-D"
FIRST = date(2024, 2, 5)


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Posts of one kind: so many penalties of each sort, and whether one firm stands behind."""

    kind: Kind
    why: str
    lenient: int
    unexamined: int
    sound: int = 4
    has_firm: bool = True
    is_known: bool = True


VARIANTS = (
    Variant(
        kind=Kind.POSITIVE,
        why="轻伤降格处罚且多件未鉴定，当事人同属一企业",
        lenient=5,
        unexamined=4,
    ),
    Variant(kind=Kind.BORDERLINE_IN, why="两种异常恰各三件，同属一企业", lenient=3, unexamined=3),
    Variant(kind=Kind.BORDERLINE_OUT, why="两种异常各两件，同属一企业", lenient=2, unexamined=2),
    Variant(
        kind=Kind.BORDERLINE_OUT,
        why="两种异常而无利益痕迹",
        lenient=5,
        unexamined=4,
        has_firm=False,
    ),
    Variant(kind=Kind.LOOKALIKE, why="只有一种异常", lenient=6, unexamined=0),
    Variant(
        kind=Kind.LOOKALIKE, why="办理伤害案件多而均鉴定为无伤", lenient=0, unexamined=0, sound=24
    ),
    Variant(
        kind=Kind.CANNOT_JUDGE,
        why="多件伤害处罚没有伤情等级",
        lenient=5,
        unexamined=4,
        is_known=False,
    ),
)


def lenient_posts(city: City) -> Plants:
    """The planted penalties with the firms that stand behind them."""
    return planted_posts(city, MODEL, "治安民警", VARIANTS, _post)


def _post(city: City, plants: Plants, variant: Variant, name: str, number: int) -> None:
    total = variant.lenient + variant.unexamined + variant.sound
    people = city.draw(f"plants.lenient.{number}", total).some(city.table("_free"))
    place = pl.int_range(pl.len())
    is_lenient = place < variant.lenient
    is_injured = place < variant.lenient + variant.unexamined
    level = pl.when(is_lenient).then(pl.lit("minor")).when(is_injured).then(pl.lit("slight"))
    rows = people.with_columns(
        penalty_no=numbered("演公行罚决字〔2025〕8{}号", total, first=number * 100),
        behaviour=pl.lit("殴打他人"),
        behaved_on=later(pl.lit(FIRST), place * 11),
        decided_on=later(pl.lit(FIRST), place * 11 + 9),
        injury_level=level.otherwise(pl.lit("none")) if variant.is_known else pl.lit(None),
        has_injury_exam=~is_injured | is_lenient,
        penalty=pl.lit("罚款"),
        fine_yuan=pl.lit(500.0),
        agency_name=pl.lit("演示市甲县公安局"),
        officer_name=pl.lit(name),
        is_mediated=pl.lit(value=False),
        unit="county",
    )
    plants.add("police_admin_penalty", rows)
    kind = Kind.POSITIVE if variant.is_known else Kind.CANNOT_JUDGE
    told = rows.filter(is_lenient if variant.is_known else pl.lit(value=True))
    why = "致人轻伤仅作行政处罚" if variant.is_known else "伤害处罚没有伤情等级"
    plants.say(OF_THE_CASE, "case", told["penalty_no"], told["county"], kind, why)
    if variant.has_firm:
        _firm(city, plants, rows.filter(is_injured))


def _firm(city: City, plants: Plants, people: pl.DataFrame) -> None:
    """All of them hold shares in one firm."""
    firm = city.take_firms(1, pl.col("industry") == "商贸")
    plants.add(
        "entity_role",
        people.select(
            "person_id",
            "person_name",
            firm_uscc=pl.lit(firm["firm_uscc"][0]),
            firm_name=pl.lit(firm["firm_name"][0]),
            role=pl.lit("shareholder"),
            share_percent=pl.lit(5.0),
            from_on=date(2022, 3, 1),
            unit="county",
        ),
    )
