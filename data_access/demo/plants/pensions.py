"""Planted pensions: M07-C, paid to the dead, to prisoners and to the detained.

In custody or serving a term: suspended. On probation or parole: paid, but not raised (平潭).
"""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.draw import LAST_DAY, Draw
from data_access.demo.city.human_resources import pensions as payments
from data_access.demo.plants.plant import Kind, Plants

MODEL = "M07-C"
EACH = 4
INSIDE = (date(2023, 5, 8), date(2027, 5, 7))


def pensions(city: City) -> Plants:
    """The planted payments with what makes them wrong, or seem so."""
    plants = Plants()
    for plant in (_dead, _imprisoned, _corrected):
        plant(city, plants)
    return plants


def _paid(city: City, plants: Plants, kind: Kind, why: str, until: date = LAST_DAY) -> pl.DataFrame:
    """Pensioners of the reserve, paid every month until a day, with their line of truth."""
    count = city.planted(EACH)
    people = city.take_people(
        count, (pl.col("place") == 3) & (pl.col("born_on") < date(1955, 1, 1))
    )
    draw = Draw(city.seed, f"plants.pensions.{why}", count)
    people = people.with_columns(
        scheme=pl.lit("enterprise"),
        amount_yuan=draw.yuan(2_900, 0.3),
        started_on=date(2016, 1, 1),
        account_no="9999" + draw.digits(12),
    )
    rows = payments(people).filter(pl.col("month_on") <= until)
    if why.startswith("缓刑期间"):
        in_term = pl.col("month_on") >= date(2024, 2, 1)
        is_raised = pl.col("is_adjusted") if kind is Kind.POSITIVE else pl.lit(value=False)
        rows = rows.with_columns(
            is_adjusted=pl.when(in_term).then(is_raised).otherwise("is_adjusted")
        )
    if why.startswith("按月停发"):
        is_stopped = pl.col("month_on") >= date(2023, 6, 1)
        rows = rows.with_columns(
            payment_status=pl.when(is_stopped)
            .then(pl.lit("suspended"))
            .otherwise("payment_status"),
            amount_yuan=pl.when(is_stopped).then(0.0).otherwise("amount_yuan"),
        )
    plants.add("pension_payment", rows)
    plants.say(MODEL, "person", people["person_id"], people["county"], kind, why)
    return people


def _dead(city: City, plants: Plants) -> None:
    died = date(2024, 3, 12)
    cases = (
        (Kind.POSITIVE, "死亡后继续发放", LAST_DAY),
        (Kind.BORDERLINE_IN, "死亡次月仍发放一个月", date(2024, 4, 1)),
        (Kind.BORDERLINE_OUT, "发放至死亡当月", date(2024, 3, 1)),
    )
    for kind, why, until in cases:
        people = _paid(city, plants, kind, why, until)
        plants.add(
            "death_record",
            people.with_columns(
                certificate_no="演死证9" + pl.col("person_id").str.slice(10, 7) + "号",
                died_on=died,
                cremated_on=date(2024, 3, 14),
                registered_on=date(2024, 3, 20),
                source=pl.lit("civil_affairs"),
            ),
        )


def _imprisoned(city: City, plants: Plants) -> None:
    cases = (
        (Kind.POSITIVE, "服刑期间继续发放", INSIDE[1], None),
        (Kind.BORDERLINE_IN, "入监次月仍发放一个月", INSIDE[1], date(2023, 6, 1)),
        (Kind.BORDERLINE_OUT, "发放至入监当月", INSIDE[1], date(2023, 5, 1)),
        (Kind.LOOKALIKE, "按月停发，有记录而无金额", INSIDE[1], None),
        (Kind.CANNOT_JUDGE, "没有刑期届满日和离监日", None, None),
    )
    for kind, why, end, until in cases:
        people = _paid(city, plants, kind, why, until or LAST_DAY)
        plants.add(
            "inmate",
            people.with_columns(
                inmate_no="Z9" + pl.col("person_id").str.slice(10, 7),
                prison=pl.lit("演示监狱"),
                charge=pl.lit("合同诈骗罪"),
                original_penalty=pl.lit("prison"),
                sentence_months=pl.lit(48),
                term_from_on=INSIDE[0],
                term_to_on=pl.lit(end, dtype=pl.Date),
                entered_on=INSIDE[0],
                is_strict_category=pl.lit(value=False),
                property_payable_yuan=pl.lit(2_000.0),
                property_paid_yuan=pl.lit(2_000.0),
            ),
        )
    people = _paid(city, plants, Kind.POSITIVE, "未决羁押期间继续发放")
    plants.add(
        "detention_in_out",
        people.with_columns(
            place=pl.lit("演示市甲县看守所"),
            place_kind=pl.lit("detention_house"),
            entered_on=date(2025, 3, 3),
            enter_reason=pl.lit("arrest"),
            stage=pl.lit("first_instance"),
            unit="county",
        ),
    )


def _corrected(city: City, plants: Plants) -> None:
    start, end = date(2024, 1, 15), date(2026, 1, 14)
    for kind, why in (
        (Kind.POSITIVE, "缓刑期间调增养老金"),
        (Kind.LOOKALIKE, "缓刑期间按原标准发放"),
    ):
        people = _paid(city, plants, kind, why)
        plants.add(
            "cc_subject",
            people.with_columns(
                kind=pl.lit("probation"),
                charge=pl.lit("交通肇事罪"),
                effective_on=start,
                court_notice_on=start,
                papers_received_on=date(2024, 1, 18),
                reported_on=date(2024, 1, 20),
                term_from_on=start,
                term_to_on=end,
                home_city=pl.lit("演示市"),
                level=pl.lit("ordinary"),
                border_filed_on=date(2024, 1, 22),
                unit="county",
            ),
        )
