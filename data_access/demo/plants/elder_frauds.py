"""Planted frauds on the old: M07-B, filings that one way of deceiving holds together.

Three filings or more within twelve months [D] that name the same scheme, of the four that the
reports name, six victims in ten at least 60 years old on the day of the crime [D].
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import later
from data_access.demo.city.police_cases import POLICE
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.subjects import repeated, subjects, tell

MODEL = "M07-B"
EACH = 3
FIRST = date(2024, 6, 3)
SCHEMES = ("投资养老项目", "代办社保", "销售养老产品", "以房养老")
OLD = (pl.col("place") == 3) & (pl.col("born_on") < date(1955, 1, 1))
YOUNG = (pl.col("place") < 2) & (pl.col("born_on") > date(1975, 1, 1))
SIXTY = (pl.col("place") < 2) & pl.col("born_on").is_between(date(1963, 7, 1), date(1964, 6, 30))
"""Persons whose sixtieth birthdays lie within one year."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Schemes of one kind: filings, days between them, and how many of the victims are old.

    sixty says how many days after his sixtieth birthday each victim was deceived.
    """

    kind: Kind
    why: str
    count: int = 5
    apart_days: int = 30
    old: int = 5
    sixty: int | None = None
    scheme: bool = True
    is_known: bool = True


IN, OUT, LIKE = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT, Kind.LOOKALIKE
VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="五起同一名义的诈骗，被害人均为老年人"),
    Variant(kind=IN, why="恰为三起", count=3, old=3),
    Variant(kind=OUT, why="仅两起", count=2, old=2),
    Variant(kind=IN, why="五起中三名老年被害人", old=3),
    Variant(kind=OUT, why="五起中两名老年被害人", old=2),
    Variant(kind=IN, why="三起跨三百六十四日", count=3, old=3, apart_days=182),
    Variant(kind=OUT, why="三起跨三百七十二日", count=3, old=3, apart_days=186),
    Variant(kind=IN, why="被害人均在六十岁生日当日受骗", count=3, old=0, sixty=0),
    Variant(kind=OUT, why="被害人均在六十岁生日前一日受骗", count=3, old=0, sixty=-1),
    Variant(kind=LIKE, why="被害人为老年人的普通诈骗，没有涉老名义", scheme=False),
    Variant(kind=LIKE, why="以养老为名，被害人均为青年", old=0),
    Variant(kind=Kind.CANNOT_JUDGE, why="没有被害人的身份号码", is_known=False),
)


def elder_frauds(city: City) -> Plants:
    """The planted filings; the police sent them on for prosecution in time."""
    plants = Plants()
    frame = subjects(city, VARIANTS, EACH)
    rows = _victims(city, repeated(frame, "count").sort("number", "turn"))
    scheme = pl.lit(pl.Series(SCHEMES)).gather(pl.col("number") % len(SCHEMES))
    modus = pl.format("以{}名义诈骗，颐年{}号", scheme, pl.col("number") + 1)
    filed = later("crime_on", 25)
    suspects = city.take_people(rows.height, pl.col("place") < 2)
    filings = rows.with_columns(
        county=pl.lit("990101"),
        filing_no=numbered("演公老立字〔2025〕{}号", rows.height),
        filed_on=filed,
        agency_code=pl.lit("990101"),
        agency_name=pl.lit(POLICE["990101"]),
        cause=pl.lit("诈骗案"),
        suspect_id=suspects["person_id"],
        suspect_name=suspects["person_name"],
        suspect_residence_code=suspects["county"],
        filing_basis=pl.lit("person"),
        status=pl.lit("sent_to_prosecution"),
        status_on=later(filed, 90),
        last_action_on=later(filed, 90),
        modus=pl.when("scheme").then(modus).otherwise(pl.lit("冒充客服退款")),
        crime_place=pl.lit("演示市"),
        crime_division_code=pl.lit("990101"),
        amount_yuan=pl.lit(60_000.0),
        filing_source=pl.lit("report"),
        unit=pl.lit("990101"),
    )
    plants.add("criminal_filing", filings)
    clusters = filings.group_by("number", maintain_order=True).agg(
        pl.col("planted", "because", "county").first(),
        members=(pl.lit("case:") + pl.col("filing_no")).sort().str.join("+"),
    )
    tell(plants, MODEL, "cluster", clusters, "members")
    return plants


def _victims(city: City, rows: pl.DataFrame) -> pl.DataFrame:
    """A victim of the reserve in each row, and the day on which he was deceived."""
    at = later(pl.lit(FIRST), pl.col("turn") * pl.col("apart_days") + pl.col("number"))
    is_sixty, is_old = pl.col("sixty").is_not_null(), pl.col("turn") < pl.col("old")
    groups = ((is_sixty, SIXTY), (~is_sixty & is_old, OLD), (~is_sixty & ~is_old, YOUNG))
    made = []
    for group, condition in groups:
        some = rows.filter(group)
        people = city.take_people(some.height, condition)
        born = pl.lit(people["born_on"]).dt.offset_by("60y")
        made.append(
            some.with_columns(
                victim_id=pl.when("is_known").then(people["person_id"]),
                victim_name=people["person_name"],
                crime_on=pl.when(is_sixty).then(later(born, pl.col("sixty"))).otherwise(at),
            )
        )
    return pl.concat(made).sort("number", "turn")
