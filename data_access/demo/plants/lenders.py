"""Planted lenders: M06-A, persons who sue over loans again and again.

Ten suits in twelve months or twenty in thirty-six [D], and at least one of: half of the defendants
absent [D], notes of twice what was transferred [S], half without a transfer [D], a rate above four
times the prime rate (民间借贷规定 25), which is 14 per cent in the demo city.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.court_civil import person_parties
from data_access.demo.city.draw import later
from data_access.demo.plants.courses import decided_suits
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.subjects import repeated, subjects, tell, with_people

MODEL = "M06-A"
EACH = 2
FIRST = date(2022, 6, 6)
NOTE = 60_000.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Lenders of one kind: suits, days between them, and what the suits look like.

    defaults and unproven say of how many suits; None where it was not recorded.
    """

    kind: Kind
    why: str
    suits: int = 14
    apart_days: int = 20
    defaults: int | None = 1
    ratio: float | None = 1.0
    unproven: int | None = 0
    rate: float | None = 12.0


IN, OUT = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT
VARIANTS = (
    Variant(
        kind=Kind.POSITIVE,
        why="一年内十四件，多缺席，借条三倍于实付",
        defaults=11,
        ratio=3.0,
        unproven=10,
    ),
    Variant(kind=Kind.POSITIVE, why="月息三分，一年内十四件", rate=36.0),
    Variant(kind=IN, why="十二个月内恰为十件，半数缺席", suits=10, apart_days=40, defaults=5),
    Variant(kind=OUT, why="十二个月内仅九件", suits=9, apart_days=40, defaults=9),
    Variant(kind=OUT, why="十件跨十三个半月", suits=10, apart_days=45, defaults=10),
    Variant(kind=IN, why="三十六个月内二十件", suits=20, apart_days=57, defaults=20),
    Variant(kind=OUT, why="三十六个月内十九件", suits=19, apart_days=57, defaults=19),
    Variant(kind=OUT, why="十件中四件缺席，别无异常", suits=10, apart_days=40, defaults=4),
    Variant(kind=IN, why="借条恰为实付的两倍", suits=10, apart_days=40, ratio=2.0),
    Variant(kind=OUT, why="借条为实付的一倍八", suits=10, apart_days=40, ratio=1.8),
    Variant(kind=IN, why="半数没有转账凭证", suits=10, apart_days=40, unproven=5),
    Variant(kind=OUT, why="十件中四件没有转账凭证", suits=10, apart_days=40, unproven=4),
    Variant(kind=IN, why="年利率略高于四倍市场报价利率", suits=10, apart_days=40, rate=14.2),
    Variant(kind=OUT, why="年利率恰为四倍市场报价利率", suits=10, apart_days=40, rate=14.0),
    Variant(kind=Kind.LOOKALIKE, why="货款转为借条，转账齐全，被告均到庭", defaults=0),
    Variant(
        kind=Kind.CANNOT_JUDGE,
        why="未记缺席、转账、实付和利率",
        defaults=None,
        ratio=None,
        unproven=None,
        rate=None,
    ),
)


def lenders(city: City) -> Plants:
    """The planted lenders with suits, evidence and the elements of their loans."""
    plants = Plants()
    who = with_people(city, subjects(city, VARIANTS, EACH))
    tell(plants, MODEL, "person", who, "person_id")
    cases = repeated(who, "suits")
    cases = cases.with_columns(
        case_no=numbered("（2025）演22民初{}号", cases.height),
        cause=pl.lit("民间借贷纠纷"),
        filed_on=later(pl.lit(FIRST), pl.col("turn") * pl.col("apart_days") + pl.col("number")),
    )
    made = _heard(city, cases)
    plants.add("civil_case", made)
    borrowers = city.draw("plants.lenders.borrower", made.height).rows(city.adults)
    plants.add(
        "civil_party",
        person_parties(made, cases, "plaintiff"),
        person_parties(made, borrowers, "defendant"),
    )
    plants.add("case_evidence", *_evidence(made))
    plants.add("loan_element", _elements(made))
    return plants


def _heard(city: City, cases: pl.DataFrame) -> pl.DataFrame:
    is_default = pl.col("turn") < pl.col("defaults")
    made = decided_suits(city, "plants.lenders", cases, NOTE, (25, 70))
    return made.with_columns(is_default=is_default, is_disputed=~is_default)


def _evidence(made: pl.DataFrame) -> list[pl.DataFrame]:
    """The note of each suit, and the transfer where it is proven."""
    has_proof = pl.col("turn") >= pl.col("unproven")
    rows = made.with_columns(
        amount_yuan=pl.lit(NOTE),
        made_on=later("filed_on", -400),
        is_handwritten=pl.lit(value=True),
        has_bank_proof=has_proof,
        annual_rate_percent="rate",
        is_original=pl.lit(value=True),
        kind=pl.lit("iou"),
    )
    paid = rows.filter(has_proof).with_columns(
        kind=pl.lit("transfer"), amount_yuan=pl.lit(NOTE) / pl.col("ratio")
    )
    return [rows, paid]


def _elements(made: pl.DataFrame) -> pl.DataFrame:
    return made.with_columns(
        lent_on=later("filed_on", -400),
        iou_yuan=pl.lit(NOTE),
        transferred_yuan=pl.lit(NOTE) / pl.col("ratio"),
        annual_rate_percent="rate",
        fees_yuan=pl.lit(0.0),
        is_repeated_parties=pl.lit(value=True),
    )
