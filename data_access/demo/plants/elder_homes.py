"""Planted homes that may defraud the old: M07-A, unregistered and with two further signs.

Deposits of three times the capital [D], three complaints within 90 days about old age or health
[D], founded less than two years ago [D].
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import later
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.subjects import repeated, subjects, tell, with_firms

MODEL = "M07-A"
EACH = 3
CAPITAL = 500_000.0
RESIDENTS = 4
OLD, NEW = date(2019, 3, 4), date(2024, 10, 14)


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Homes of one kind: its registration, deposits by capital, founding and complaints."""

    kind: Kind
    why: str
    is_registered: bool | None = False
    ratio: float | None = 0.2
    founded: date = OLD
    complaints: int = 0
    apart_days: int = 20
    category: str = "养老服务"


IN, OUT, LIKE = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT, Kind.LOOKALIKE
UNSURE = Kind.CANNOT_JUDGE
VARIANTS = (
    Variant(
        kind=Kind.POSITIVE,
        why="未备案，预收款六倍于资本，新设立，投诉集中",
        ratio=6.0,
        founded=NEW,
        complaints=5,
        apart_days=8,
    ),
    Variant(kind=IN, why="未备案，预收款恰为三倍，新设立", ratio=3.0, founded=NEW),
    Variant(kind=OUT, why="未备案，预收款两倍九，新设立", ratio=2.9, founded=NEW),
    Variant(
        kind=IN, why="未备案，预收款四倍，九十日内三件投诉", ratio=4.0, complaints=3, apart_days=45
    ),
    Variant(
        kind=OUT,
        why="未备案，预收款四倍，三件投诉跨九十二日",
        ratio=4.0,
        complaints=3,
        apart_days=46,
    ),
    Variant(kind=OUT, why="未备案，预收款四倍，仅两件投诉", ratio=4.0, complaints=2),
    Variant(
        kind=IN, why="未备案，设立差一日满两年，预收款四倍", ratio=4.0, founded=date(2024, 1, 1)
    ),
    Variant(kind=OUT, why="未备案，设立满两年，预收款四倍", ratio=4.0, founded=date(2023, 12, 31)),
    Variant(
        kind=LIKE,
        why="已备案的大型机构，押金数额大，偶有投诉",
        is_registered=True,
        ratio=4.0,
        complaints=3,
    ),
    Variant(kind=LIKE, why="未备案，投诉均为噪音", ratio=4.0, complaints=6, category="噪音扰民"),
    Variant(kind=LIKE, why="未备案的社区小型托老点", complaints=1),
    Variant(kind=UNSURE, why="没有备案情况", is_registered=None, ratio=4.0, founded=NEW),
    Variant(kind=UNSURE, why="没有预收款余额", ratio=None, founded=NEW),
)


def elder_homes(city: City) -> Plants:
    """The planted homes with residents, deposits and complaints."""
    plants = Plants()
    frame = subjects(city, VARIANTS, EACH)
    homes = pl.concat(
        [_founded(city, one) for _, one in frame.group_by("founded", maintain_order=True)]
    )
    tell(plants, MODEL, "firm", homes, "firm_uscc")
    plants.add("elder_home", _residents(city, homes))
    plants.add("hotline_complaint", _complaints(homes))
    return plants


def _founded(city: City, homes: pl.DataFrame) -> pl.DataFrame:
    """The homes that were founded on one day, with their firms."""
    day = homes["founded"][0]
    return with_firms(
        city, homes, industry="养老", established_on=day, registered_capital_yuan=CAPITAL
    )


def _residents(city: City, homes: pl.DataFrame) -> pl.DataFrame:
    """Old residents of the last month, each with his part of the deposits; no subsidies."""
    rows = repeated(homes, RESIDENTS)
    is_old = (pl.col("place") == 3) & (pl.col("born_on") < date(1955, 1, 1))
    old = city.take_people(rows.height, is_old)
    return rows.with_columns(
        bed_count=pl.lit(40),
        resident_id=old["person_id"],
        resident_name=old["person_name"],
        month_on=date(2025, 11, 1),
        stay_days=pl.lit(26),
        subsidy_yuan=pl.lit(0.0),
        prepaid_balance_yuan=pl.col("ratio") * CAPITAL / RESIDENTS,
        is_disabled=pl.lit(value=False),
        unit="county",
    )


def _complaints(homes: pl.DataFrame) -> pl.DataFrame:
    rows = repeated(homes, "complaints")
    day = later(pl.lit(date(2025, 6, 2)), pl.col("turn") * pl.col("apart_days"))
    return rows.with_columns(
        complaint_no=numbered("RXY{}", rows.height, digits=7),
        called_at=day.cast(pl.Datetime("us")).dt.replace_time_zone("UTC") + pl.duration(hours=3),
        phone=pl.format("1008{}", 1_000_000 + pl.int_range(pl.len())),
        respondent_name="firm_name",
        respondent_uscc="firm_uscc",
        content=pl.lit("反映预收费用难以退还"),
        is_elder=pl.lit(value=True),
        involved_yuan=pl.lit(30_000.0),
        handled_by=pl.lit("属地办理"),
        result=pl.lit("已答复"),
    )
