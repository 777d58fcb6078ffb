"""Planted injury suits: M01-B, pairs of an agent and an appraiser that meet too often.

Within 24 months five suits or more of one pair at one court [D], three times as many as chance
would have (lift [D]), the insurers objecting to three appraisals in five or more [D].
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.court_civil import agents, person_parties
from data_access.demo.city.draw import later
from data_access.demo.city.traffic import INSURERS
from data_access.demo.plants.courses import decided_suits
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.subjects import repeated, subjects, tell, with_people

MODEL = "M01-B"
EACH = 3
FIRST = date(2023, 3, 6)
LAWYERS = 20_000
"""The numbers of the planted agents begin here."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Pairs of one kind: how many suits, so many days apart, how many objected to.

    objected is None where nothing is said of objections. A tribunal is a small court of its own.
    """

    kind: Kind
    why: str
    suits: int = 8
    apart_days: int = 60
    objected: int | None = 7
    is_tribunal: bool = False


VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="同一代理与同一鉴定人八件，保险公司多有异议"),
    Variant(kind=Kind.BORDERLINE_IN, why="恰为五件，三件有异议", suits=5, objected=3),
    Variant(kind=Kind.BORDERLINE_OUT, why="仅四件", suits=4, objected=4),
    Variant(kind=Kind.BORDERLINE_OUT, why="五件中仅两件有异议", suits=5, objected=2),
    Variant(kind=Kind.BORDERLINE_IN, why="五件跨二十三个月", suits=5, apart_days=175, objected=5),
    Variant(kind=Kind.BORDERLINE_OUT, why="五件跨二十六个月", suits=5, apart_days=198, objected=5),
    Variant(kind=Kind.LOOKALIKE, why="保险公司对鉴定均无异议", objected=0),
    Variant(kind=Kind.LOOKALIKE, why="人民法庭仅一名律师和一名鉴定人", is_tribunal=True),
    Variant(kind=Kind.CANNOT_JUDGE, why="未记保险公司是否异议", objected=None),
)


def injury_suits(city: City) -> Plants:
    """The planted suits with victims, insurers, agents and appraisals."""
    plants = Plants()
    pairs = subjects(city, VARIANTS, EACH).with_columns(
        county=pl.lit("990101"),
        lawyer=pl.col("number") + LAWYERS,
        appraiser=pl.format("鉴定人Y{}", pl.col("number") + 100),
    )
    pairs = pairs.with_columns(
        subject=pl.format("person:律师{}+person:{}", "lawyer", "appraiser"),
    )
    tell(plants, MODEL, "cluster", pairs, "subject")
    cases = with_people(city, repeated(pairs, "suits").drop("county"))
    cases = cases.with_columns(
        case_no=numbered("（2025）演21民初{}号", cases.height),
        county=pl.lit("990101"),
        cause=pl.lit("机动车交通事故责任纠纷"),
        filed_on=later(pl.lit(FIRST), pl.col("turn") * pl.col("apart_days") + pl.col("number")),
    )
    made = _heard(city, cases)
    plants.add("civil_case", made)
    plants.add("civil_party", person_parties(made, cases, "plaintiff"), _defendants(city, made))
    plants.add("civil_agent", agents(made, made["lawyer"], "plaintiff"))
    plants.add("appraisal", _appraised(made))
    return plants


def _heard(city: City, cases: pl.DataFrame) -> pl.DataFrame:
    tribunal = pl.format("演示市甲县人民法院第{}人民法庭", "number")
    made = decided_suits(city, "plants.injury_suits", cases, 165_000.0, (40, 90))
    return made.with_columns(
        court_code=pl.when("is_tribunal")
        .then(pl.format("990101-{}", "number"))
        .otherwise("court_code"),
        court_name=pl.when("is_tribunal").then(tribunal).otherwise("court_name"),
        subject_matter=pl.lit("残疾赔偿金"),
    )


def _defendants(city: City, made: pl.DataFrame) -> pl.DataFrame:
    """The driver and his insurer of each suit."""
    draw = city.draw("plants.injury_suits.driver", made.height)
    drivers = person_parties(made, draw.rows(city.adults), "defendant")
    insurers = made.select(
        "case_no",
        "unit",
        role=pl.lit("defendant"),
        party_name=draw.pick(INSURERS),
        party_kind=pl.lit("insurer"),
        is_present=pl.lit(value=True),
    )
    return pl.concat([drivers, insurers], how="diagonal")


def _appraised(made: pl.DataFrame) -> pl.DataFrame:
    return made.with_columns(
        report_no=numbered("演伤鉴{}号", made.height),
        institution=pl.format("演示司法鉴定所第{}所", pl.col("number") + 100),
        kind=pl.lit("disability"),
        commissioned_by=pl.lit("one_party"),
        result=pl.lit("构成十级伤残"),
        disability_grade=pl.lit(10),
        amount_yuan=pl.lit(None, dtype=pl.Float64),
        is_objected=pl.col("turn") < pl.col("objected"),
        reported_on=later("filed_on", -15),
        subject_id="person_id",
    )
