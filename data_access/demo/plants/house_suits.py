"""Planted suits over houses: M06-C, sales in other cities settled alike before any hearing.

Twenty or more within twelve months [D] (鄱阳: 87 in five months) with the same agents on both
sides, all settled in pre-trial mediation, the houses in another city, all of them enforced.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.court_civil import agents, person_parties
from data_access.demo.city.court_enforcement import enforced
from data_access.demo.city.draw import later
from data_access.demo.plants.courses import decided_suits
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.subjects import repeated, subjects, tell

MODEL = "M06-C"
EACH = 2
FIRST = date(2024, 1, 8)
LAWYERS = 30_000
"""The numbers of the planted agents begin here, two for each subject."""
HERE, FAR = "演示市", "外市甲"


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Pairs of agents of one kind: how many suits, so many days apart, and what they are like."""

    kind: Kind
    why: str
    suits: int = 24
    apart_days: int = 5
    city: str | None = FAR
    procedure: str = "pretrial_mediation"
    is_enforced: bool = True
    agents: int = 1


VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="四个月二十四件诉前调解，房屋均在外市，均已执行"),
    Variant(kind=Kind.BORDERLINE_IN, why="恰为二十件", suits=20),
    Variant(kind=Kind.BORDERLINE_OUT, why="仅十九件", suits=19),
    Variant(kind=Kind.BORDERLINE_IN, why="二十件跨三百六十一日", suits=20, apart_days=19),
    Variant(kind=Kind.BORDERLINE_OUT, why="二十件跨三百八十日", suits=20, apart_days=20),
    Variant(kind=Kind.LOOKALIKE, why="本市楼盘集中交房纠纷", city=HERE),
    Variant(kind=Kind.LOOKALIKE, why="开庭审理后调解", procedure="first_instance"),
    Variant(kind=Kind.LOOKALIKE, why="调解后自行履行，未申请执行", is_enforced=False),
    Variant(kind=Kind.LOOKALIKE, why="各案代理人不同", agents=12),
    Variant(kind=Kind.CANNOT_JUDGE, why="没有房屋所在城市", city=None),
)


def house_suits(city: City) -> Plants:
    """The planted suits with parties, agents and enforcement."""
    plants = Plants()
    pairs = subjects(city, VARIANTS, EACH).with_columns(
        county=pl.lit("990102"), agent=LAWYERS + pl.col("number") * 100
    )
    pairs = pairs.with_columns(
        subject=pl.format("person:律师{}+person:律师{}", "agent", pl.col("agent") + 50)
    )
    tell(plants, MODEL, "cluster", pairs, "subject")
    cases = repeated(pairs, "suits")
    cases = cases.with_columns(
        case_no=numbered("（2025）演24民初{}号", cases.height),
        cause=pl.lit("房屋买卖合同纠纷"),
        filed_on=later(pl.lit(FIRST), pl.col("turn") * pl.col("apart_days") + pl.col("number")),
    )
    made = _settled(city, cases)
    plants.add("civil_case", made)
    draw = city.draw("plants.house_suits.parties", made.height)
    sellers = draw.rows(city.adults)
    plants.add(
        "civil_party",
        person_parties(made, draw.rows(city.adults), "plaintiff"),
        person_parties(made, sellers, "defendant"),
    )
    agent = made["agent"] + made["turn"] % made["agents"]
    plants.add("civil_agent", agents(made, agent, "plaintiff"))
    plants.add("civil_agent", agents(made, agent + 50, "defendant"))
    plants.add("exec_case", _enforced(city, made, sellers))
    return plants


def _settled(city: City, cases: pl.DataFrame) -> pl.DataFrame:
    procedure = cases["procedure"]
    made = decided_suits(city, "plants.house_suits", cases, 900_000.0, (4, 8))
    is_heard = pl.col("procedure") == "first_instance"
    return made.with_columns(
        procedure=procedure,
        property_city=cases["city"],
        close_manner=pl.lit("mediation"),
        is_disputed=pl.lit(value=False),
        subject_matter=pl.lit("房屋过户"),
    ).with_columns(hearing_on=pl.when(is_heard).then("hearing_on"))


def _enforced(city: City, made: pl.DataFrame, sellers: pl.DataFrame) -> pl.DataFrame:
    """The settlements as they were enforced a month later, in full."""
    frame = made.select("county", basis_doc_no="case_no", amount_yuan="award_yuan").with_columns(
        exec_no=numbered("（2025）演24执{}号", made.height),
        filed_on=made.select(later("closed_on", 12)).to_series(),
        debtor_id=sellers["person_id"],
        debtor_name=sellers["person_name"],
    )
    frame = frame.filter(made["is_enforced"])
    return enforced(city, "plants.house_suits", frame).with_columns(
        basis_kind=pl.lit("mediation"),
        closed_on=later("filed_on", 18),
        close_manner=pl.lit("fulfilled"),
        paid_yuan="amount_yuan",
        found_asset_yuan=pl.lit(None, dtype=pl.Float64),
        queried_on=pl.lit(None, dtype=pl.Date),
        restricted_on=pl.lit(None, dtype=pl.Date),
    )
