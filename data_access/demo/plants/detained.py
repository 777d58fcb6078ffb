"""Planted criminal cases: M10-C, detained and never transferred, or a measure beyond its term.

A case is one filing. Bail lasts at most twelve months (刑诉法 79), detention before the decision on
arrest at most 37 days (刑诉法 91); two years without an end is the published practice (珠海).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import days_before
from data_access.demo.city.police_cases import filings, measures
from data_access.demo.city.procuratorate import criminal_cases, reviews
from data_access.demo.plants.plant import Kind, Plants

MODEL = "M10-C"
EACH = 4
ENDED = date(2025, 6, 18)
"""When cases were terminated that should have gone on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Cases of one kind: days of the first detention and of bail, and what the filing says.

    detained and bailed are spans of days; bail without a second day was never lifted.
    """

    kind: Kind
    why: str
    detained: tuple[date, date]
    bailed: tuple[date, date | None] | None = None
    sent_on: date | None = None
    filing: Mapping[str, object]
    absconded: bool = False
    died: bool = False


def detained(city: City) -> Plants:
    """The planted cases with their measures."""
    plants = Plants()
    done = 0
    for number, variant in enumerate(_variants()):
        count = city.planted(EACH)
        course = _course(city, variant, count, 500_000 + done)
        done += count
        name = f"plants.detained.{number}"
        rows = filings(city, name, course).with_columns(
            **{column: pl.lit(value) for column, value in variant.filing.items()}
        )
        plants.add("criminal_filing", rows)
        plants.add("coercive_measure", _measures(city, name, course, variant))
        if variant.sent_on is not None:
            plants.add("proc_case", _reviewed(city, name, course, variant.sent_on, done))
        if variant.absconded:
            plants.add("wanted_person", _wanted(course, variant))
        if variant.died:
            plants.add("death_record", course.with_columns(died_on=ENDED, source=pl.lit("police")))
        keys = course["filing_no"]
        plants.say(MODEL, "case", keys, course["county"], variant.kind, variant.why)
    return plants


def _course(city: City, variant: Variant, count: int, first: int) -> pl.DataFrame:
    people = city.take_people(count, pl.col("place") < 2)
    start, end = variant.detained
    bail = variant.bailed[0] if variant.bailed else None
    return people.select("person_id", "person_name", "county").with_columns(
        filing_no=numbered("演公刑立字〔2025〕{}号", count, first=first),
        charge=pl.lit("故意伤害罪"),
        crime_on=days_before(start, 20),
        filed_on=days_before(start, 2),
        detained_on=start,
        second_measure=pl.lit("bail"),
        second_on=pl.lit(bail or end, dtype=pl.Date),
        sent_on=pl.lit(variant.sent_on, dtype=pl.Date),
    )


def _measures(city: City, name: str, course: pl.DataFrame, variant: Variant) -> pl.DataFrame:
    rows = measures(city, name, course)
    is_bail = pl.col("measure") == "bail"
    if variant.bailed is None:
        return rows.filter(~is_bail).with_columns(
            ended_on=pl.lit(variant.detained[1]), end_reason=pl.lit("lifted")
        )
    lifted = pl.lit(variant.bailed[1], dtype=pl.Date)
    reason = pl.lit("absconded") if variant.absconded else pl.lit("lifted")
    return rows.with_columns(
        ended_on=pl.when(is_bail).then(lifted).otherwise(pl.lit(variant.detained[1])),
        due_on=pl.when(is_bail).then(pl.col("started_on").dt.offset_by("1y")).otherwise("due_on"),
        end_reason=pl.when(is_bail & lifted.is_null())
        .then(None)
        .when(is_bail)
        .then(reason)
        .otherwise("end_reason"),
    )


def _reviewed(
    city: City, name: str, course: pl.DataFrame, sent_on: date, done: int
) -> pl.DataFrame:
    """The cases as the procuratorate has them, once they were sent."""
    sent = course.with_columns(
        decision=pl.lit("discretionary"),
        decided_on=pl.lit(days_before(sent_on, -30)),
        sent_on=pl.lit(sent_on),
    )
    pattern = f"演检诉受〔2025〕9{done:04d}" + "{}号"
    return criminal_cases(reviews(city, name, sent, pattern)).with_columns(
        case_kind=pl.lit("prosecution_review")
    )


def _wanted(course: pl.DataFrame, variant: Variant) -> pl.DataFrame:
    return course.with_columns(
        wanted_no="T990199" + pl.col("filing_no").str.slice(12, 6),
        listed_on=pl.lit(variant.bailed[1] if variant.bailed else None, dtype=pl.Date),
        wanted_kind=pl.lit("absconded"),
        unit="county",
    )


def _variants() -> tuple[Variant, ...]:
    return (*_bail(), *_never_ended(), *_long_detention(), *_terminated())


def _bail() -> tuple[Variant, ...]:
    """Bail of twelve months: begun so many days before the last day less a year."""
    year_ago = date(2024, 12, 31)
    open_ = {"status": "investigating"}
    recent = (date(2025, 5, 6), date(2025, 5, 20))

    def since(day: date, kind: Kind, why: str) -> Variant:
        span = (days_before(day, 20), day)
        return Variant(kind=kind, why=why, detained=span, bailed=(day, None), filing=open_)

    return (
        since(date(2024, 3, 4), Kind.POSITIVE, "取保候审超过十二个月未解除"),
        since(days_before(year_ago, 2), Kind.BORDERLINE_IN, "取保候审两日前期满未解除"),
        since(days_before(year_ago, -2), Kind.BORDERLINE_OUT, "取保候审两日后期满"),
        Variant(
            kind=Kind.LOOKALIKE,
            why="取保候审期内已移送起诉",
            detained=recent,
            bailed=(recent[1], date(2025, 9, 1)),
            sent_on=date(2025, 9, 1),
            filing={},
        ),
    )


def _never_ended() -> tuple[Variant, ...]:
    """Detained more than two years ago; the bail was lifted in time, and nothing came after."""
    two_years_ago = date(2023, 12, 31)

    def since(
        day: date, kind: Kind, why: str, status: str | None = "investigating", **more: object
    ) -> Variant:
        bail = (days_before(day, -15), days_before(day, -300))
        filing = {"status": status, "status_on": days_before(day, -300), **more}
        filing["last_action_on"] = days_before(day, -300)
        return Variant(
            kind=kind,
            why=why,
            detained=(day, bail[0]),
            bailed=bail,
            filing=filing,
            absconded=why.startswith("在逃"),
            sent_on=bail[1] if status == "sent_to_prosecution" else None,
        )

    old = date(2022, 8, 1)
    return (
        since(old, Kind.POSITIVE, "刑事拘留三年后未移送起诉也未撤案", "shelved"),
        since(days_before(two_years_ago, 3), Kind.BORDERLINE_IN, "刑事拘留满两年零三日未终结"),
        since(days_before(two_years_ago, -3), Kind.BORDERLINE_OUT, "刑事拘留差三日满两年"),
        since(old, Kind.LOOKALIKE, "在逃，已列为在逃人员"),
        since(old, Kind.LOOKALIKE, "已移送其他机关管辖", "transferred"),
        since(old, Kind.LOOKALIKE, "已移送起诉", "sent_to_prosecution"),
        since(old, Kind.CANNOT_JUDGE, "没有案件状态", None),
    )


def _long_detention() -> tuple[Variant, ...]:
    """Detention that lasted so many days before bail."""
    start = date(2025, 8, 4)

    def lasting(days: int, kind: Kind, why: str) -> Variant:
        end = days_before(start, -days)
        return Variant(
            kind=kind,
            why=why,
            detained=(start, end),
            bailed=(end, None),
            filing={"status": "investigating"},
        )

    return (
        lasting(50, Kind.POSITIVE, "刑事拘留五十日"),
        lasting(38, Kind.BORDERLINE_IN, "刑事拘留三十八日"),
        lasting(37, Kind.BORDERLINE_OUT, "刑事拘留三十七日"),
    )


def _terminated() -> tuple[Variant, ...]:
    """Ended by the police after detention though a minor injury stands (刑诉法 16, 163)."""
    start = date(2025, 3, 3)

    def ended(kind: Kind, why: str, status: str, injury: str | None = "minor") -> Variant:
        return Variant(
            kind=kind,
            why=why,
            detained=(start, days_before(start, -20)),
            bailed=(days_before(start, -20), ENDED),
            filing={
                "status": status,
                "status_on": ENDED,
                "last_action_on": ENDED,
                "injury_level": injury,
            },
            died="死亡" in why,
        )

    return (
        ended(Kind.POSITIVE, "轻伤案件刑事拘留后撤销案件", "withdrawn"),
        ended(Kind.POSITIVE, "重伤案件刑事拘留后终止侦查", "ended", "serious"),
        ended(Kind.POSITIVE, "轻伤案件刑事拘留后转作行政处理", "turned_administrative"),
        ended(Kind.BORDERLINE_OUT, "轻微伤，刑事拘留后依法撤销案件", "withdrawn", "slight"),
        ended(Kind.LOOKALIKE, "嫌疑人死亡后撤销案件", "withdrawn"),
        ended(Kind.CANNOT_JUDGE, "撤销案件而没有伤情", "withdrawn", None),
    )
