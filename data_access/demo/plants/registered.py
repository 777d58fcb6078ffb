"""Planted officers of firms: M11-D, who should not stand in the register.

M11-D-5 registered with a lost identity card (firm; 市场主体登记管理条例 40); M11-D-6 an officer
barred by a sentence (person; 公司法 178: five years after the term, two after probation).
"""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.draw import days_before
from data_access.demo.plants.convicted import ACQUITTED, convicted
from data_access.demo.plants.plant import Plants
from data_access.demo.plants.rule import (
    IN,
    LIKE,
    OUT,
    UNKNOWN,
    YES,
    Course,
    Rows,
    Rule,
    Values,
    Variant,
    firms,
    grown_up,
    planted,
)

LOST = date(2024, 3, 4)
SOON_DAYS = 365
"""So long after the loss a registration is looked at [D]."""
ECONOMIC = "非法经营罪"
JUDGED, ROLE = "criminal_judgment", "entity_role"
FIVE_YEARS_AGO, TWO_YEARS_AGO = date(2020, 12, 31), date(2023, 12, 31)


def registered(city: City) -> Plants:
    """The planted officers with their losses and judgments."""
    person, code = pl.col("person_id"), pl.col("firm_uscc")
    rules = (
        Rule("M11-D-5", "firm", code, firms, _by_a_lost_card, _lost()),
        Rule("M11-D-6", "person", person, grown_up, _officer, _barred()),
    )
    return planted(city, rules)


def _by_a_lost_card(course: Course, firms: pl.DataFrame) -> Rows:
    victims = course.city.take_people(firms.height, pl.col("place") < 2)
    day = None if course.has("is_undated") else course.day("established", date(2024, 4, 22))
    rep = "legal_rep_id"
    named = firms.select("firm_uscc").with_columns(
        victims["person_id"].alias(rep),
        victims["person_name"].alias("legal_rep_name"),
        pl.lit(day, dtype=pl.Date).alias("established_on"),
    )
    if course.has("is_ended"):
        named = named.with_columns(status=pl.lit("deregistered"), ended_on=date(2025, 1, 6))
    course.city.register(named)
    losses = victims.with_columns(
        lost_on=LOST,
        reported_on=days_before(LOST, -1),
        reissued_on=days_before(LOST, -30),
        reported_to=pl.lit("演示市公安局"),
        unit="county",
    )
    return {"id_card_loss": losses}


def _lost() -> tuple[Variant, ...]:
    def on(day: date) -> Values:
        return {"established": day}

    return (
        Variant(YES, "身份证丢失后数周登记为法定代表人"),
        Variant(IN, "丢失次日登记", shape=on(days_before(LOST, -1))),
        Variant(OUT, "丢失前一日登记", shape=on(days_before(LOST, 1))),
        Variant(IN, "丢失后三百六十五日登记", shape=on(days_before(LOST, -SOON_DAYS))),
        Variant(OUT, "丢失后三百六十六日登记", shape=on(days_before(LOST, -SOON_DAYS - 1))),
        Variant(LIKE, "丢失后登记的企业已注销", shape={"is_ended": True}),
        Variant(UNKNOWN, "没有成立日期", shape={"is_undated": True}),
    )


def _officer(course: Course, people: pl.DataFrame) -> Rows:
    """A director of a living firm, and the judgment on him."""
    ended, charge = course.day("ended", date(2024, 6, 30)), course.word("charge", ECONOMIC)
    effective = days_before(ended, 270)
    rows = dict(convicted(course, people, court="演22", charge=charge, effective=effective))
    judged = rows[JUDGED].with_columns(
        prison_months=pl.lit(5), term_to_on=pl.lit(ended), crime_on=days_before(effective, 400)
    )
    if course.has("is_probation"):
        judged = judged.with_columns(probation_months=pl.lit(9), term_to_on=None)
        del rows["detention_in_out"]
        rows["cc_subject"] = _on_probation(people, effective, ended)
    taken = firms(course.city, people.height)
    if course.has("is_over"):
        over = taken.select("firm_uscc", status=pl.lit("deregistered"), ended_on=date(2024, 1, 8))
        course.city.register(over)
    officers = people.select("person_id", "person_name", unit="county")
    role = (
        taken.select("firm_uscc", "firm_name")
        .hstack(officers)
        .with_columns(
            role=pl.lit("director"),
            from_on=date(2018, 9, 3),
            to_on=pl.lit(None, dtype=pl.Date),
        )
    )
    return {**rows, JUDGED: judged, ROLE: role}


def _on_probation(people: pl.DataFrame, start: date, end: date) -> pl.DataFrame:
    return people.with_columns(
        kind=pl.lit("probation"),
        effective_on=start,
        court_notice_on=start,
        papers_received_on=days_before(start, -3),
        reported_on=days_before(start, -5),
        term_from_on=start,
        term_to_on=end,
        ended_on=end,
        end_reason=pl.lit("expired"),
        home_city=pl.lit("演示市"),
        level=pl.lit("ordinary"),
        border_filed_on=days_before(start, -6),
        is_minor=pl.lit(value=False),
        unit="county",
    )


def _barred() -> tuple[Variant, ...]:
    def ended(day: date, **more: object) -> Values:
        return {"ended": day, **more}

    def role(**values: object) -> dict[str, Values | None]:
        return {ROLE: values}

    def on_probation(day: date) -> Values:
        return ended(day, is_probation=True)

    unknown: dict[str, Values | None] = {
        JUDGED: {"term_to_on": None, "prison_months": None, "term_from_on": None}
    }
    return (
        Variant(YES, "因非法经营罪服刑期满一年半，仍任董事"),
        Variant(
            YES, "因合同诈骗罪被判刑仍任监事", role(role="supervisor"), {"charge": "合同诈骗罪"}
        ),
        Variant(IN, "刑满差一日五年", shape=ended(days_before(FIVE_YEARS_AGO, -1))),
        Variant(OUT, "刑满五年零一日", shape=ended(days_before(FIVE_YEARS_AGO, 1))),
        Variant(IN, "缓刑考验期满差数日二年", shape=on_probation(days_before(TWO_YEARS_AGO, -9))),
        Variant(OUT, "缓刑考验期满二年零数日", shape=on_probation(days_before(TWO_YEARS_AGO, 9))),
        Variant(LIKE, "仅为股东", role(role="shareholder")),
        Variant(LIKE, "判刑后已离任", role(to_on=date(2024, 2, 1))),
        Variant(LIKE, "所任企业已注销", shape={"is_over": True}),
        Variant(LIKE, "所犯不在公司法所列之罪", shape={"charge": "危险驾驶罪"}),
        Variant(LIKE, "判决宣告无罪", ACQUITTED),
        Variant(UNKNOWN, "没有刑期和刑满日期", unknown),
    )
