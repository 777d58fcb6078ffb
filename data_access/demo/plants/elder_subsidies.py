"""Planted subsidies of homes: M07-D, paid for residents who are dead, too young or hardly there.

Full for fewer than 16 days in the month (铁岭), after the month of death, below 60 without a
disability, or for one person in two homes in the same month.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import month_starts
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.subjects import subjects, tell, with_people

MODEL = "M07-D"
EACH = 3
DIED = date(2025, 3, 18)
FIRST, LAST = date(2025, 1, 1), date(2025, 6, 1)
OLD = (pl.col("place") == 3) & (pl.col("born_on") < date(1955, 1, 1))
SIXTY = (pl.col("place") < 2) & pl.col("born_on").is_between(date(1960, 1, 1), date(1963, 12, 31))
YOUNG = (pl.col("place") < 2) & (pl.col("born_on") > date(1970, 1, 1))


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Residents of one kind: age, days in the home, the subsidy, until when, how many homes."""

    kind: Kind
    why: str
    age: str = "old"
    days: int = 24
    subsidy: float | None = 200.0
    until: date = LAST
    is_dead: bool = False
    is_disabled: bool | None = False
    homes: int = 1


IN, OUT, LIKE = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT, Kind.LOOKALIKE
UNSURE = Kind.CANNOT_JUDGE
APRIL, MARCH = date(2025, 4, 1), date(2025, 3, 1)
VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="老人死亡后仍领补贴", is_dead=True),
    Variant(kind=IN, why="补贴发至死亡次月", is_dead=True, until=APRIL),
    Variant(kind=OUT, why="补贴发至死亡当月", is_dead=True, until=MARCH),
    Variant(kind=Kind.POSITIVE, why="每月仅住四日，全额补贴", days=4),
    Variant(kind=IN, why="每月住十五日，全额补贴", days=15),
    Variant(kind=OUT, why="每月住十六日，全额补贴", days=16),
    Variant(kind=LIKE, why="每月住十日，按半额补贴", days=10, subsidy=100.0),
    Variant(kind=LIKE, why="每月住四日，没有补贴", days=4, subsidy=0.0),
    Variant(kind=Kind.POSITIVE, why="不满六十岁，不是残疾人", age="young"),
    Variant(kind=IN, why="六十岁生日前一个月领补贴", age="before_sixty"),
    Variant(kind=OUT, why="六十岁生日次月起领补贴", age="after_sixty"),
    Variant(kind=LIKE, why="不满六十岁的残疾人", age="young", is_disabled=True),
    Variant(kind=Kind.POSITIVE, why="同月在两家机构领补贴", homes=2),
    Variant(kind=UNSURE, why="每月住四日，没有补贴数额", days=4, subsidy=None),
    Variant(kind=UNSURE, why="不满六十岁，未记是否残疾", age="young", is_disabled=None),
)


def elder_subsidies(city: City) -> Plants:
    """The planted residents of ordinary homes, and the deaths of some."""
    plants = Plants()
    frame = subjects(city, VARIANTS, EACH)
    conditions = {"old": OLD, "young": YOUNG, "before_sixty": SIXTY, "after_sixty": SIXTY}
    who = pl.concat(
        [
            with_people(city, frame.filter(pl.col("age") == age), condition)
            for age, condition in conditions.items()
        ]
    )
    tell(plants, MODEL, "person", who, "person_id")
    dead = who.filter("is_dead")
    plants.add("elder_home", *_stays(city, who))
    plants.add(
        "death_record",
        dead.with_columns(
            certificate_no=numbered("演死证6{}号", dead.height),
            died_on=DIED,
            cremated_on=date(2025, 3, 20),
            registered_on=date(2025, 3, 24),
            source=pl.lit("health"),
        ),
    )
    return plants


def _stays(city: City, who: pl.DataFrame) -> list[pl.DataFrame]:
    """The months of each resident in a home, and in a second one where he has two."""
    homes = city.firms_of("养老")
    rows = who.join(month_starts(date(2019, 12, 1), LAST), how="cross")
    sixtieth = pl.col("born_on").dt.offset_by("60y").dt.month_start()
    age, month = pl.col("age"), pl.col("month_on")
    is_meant = (
        pl.when(age == "before_sixty")
        .then(month == sixtieth.dt.offset_by("-1mo"))
        .when(age == "after_sixty")
        .then(month == sixtieth.dt.offset_by("1mo"))
        .otherwise(month.is_between(pl.lit(FIRST), pl.col("until")))
    )
    rows = rows.filter(is_meant).with_columns(
        bed_count=pl.lit(80),
        is_registered=pl.lit(value=True),
        resident_id="person_id",
        resident_name="person_name",
        stay_days="days",
        subsidy_yuan="subsidy",
        prepaid_balance_yuan=pl.lit(2_000.0),
        unit="county",
    )
    return [
        rows.filter(pl.col("homes") > turn).with_columns(
            firm_uscc=pl.lit(homes["firm_uscc"][turn]), firm_name=pl.lit(homes["firm_name"][turn])
        )
        for turn in range(2)
    ]
