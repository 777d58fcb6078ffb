"""Planted bankruptcies: M02, wage claims invented before the bankruptcy to be paid first.

More than 300,000 yuan of wages each (苏州), sued for within a year before the bankruptcy [D], with
a hand-written list, for months after the firm had stopped, five claimants with one agent.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.court_civil import agents, firm_parties, person_parties, suits
from data_access.demo.city.court_other import bankruptcies
from data_access.demo.city.draw import days_before
from data_access.demo.plants.arbitrations import insured
from data_access.demo.plants.plant import Kind, Plants

MODEL = "M02"
EACH = 3
ACCEPTED = date(2025, 3, 10)
STOPPED = date(2023, 9, 30)


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Bankrupt firms of one kind; only what differs from a clear positive is named."""

    kind: Kind
    why: str
    claimants: int = 7
    yuan: float | None = 420_000.0
    days_before: int = 100
    is_sound: bool = False


VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="破产前批量起诉高额欠薪，手写工资表，停业后仍计工资"),
    Variant(kind=Kind.BORDERLINE_IN, why="五人，每人三十万零一千元", claimants=5, yuan=301_000.0),
    Variant(kind=Kind.BORDERLINE_OUT, why="每人二十九万元", yuan=290_000.0),
    Variant(kind=Kind.BORDERLINE_IN, why="破产前十一个月起诉", days_before=340),
    Variant(kind=Kind.BORDERLINE_OUT, why="破产前十四个月起诉", days_before=425),
    Variant(kind=Kind.LOOKALIKE, why="高管欠薪，有社保、银行代发和答辩", is_sound=True),
    Variant(kind=Kind.CANNOT_JUDGE, why="没有申报数额", yuan=None),
)


def wage_claims(city: City) -> Plants:
    """The planted bankruptcies with claims, suits, evidence and contributions."""
    plants = Plants()
    debtors = city.take_firms(city.planted(EACH) * len(VARIANTS), pl.col("industry") == "商贸")
    city.change_firms(debtors["firm_uscc"], status="abnormal")
    cases = bankruptcies(city, "plants.wage_claims", debtors).with_columns(
        applied_on=days_before(ACCEPTED, 20), accepted_on=ACCEPTED, stopped_on=STOPPED
    )
    plants.add("bankruptcy_case", cases)
    for number in range(cases.height):
        variant = VARIANTS[number % len(VARIANTS)]
        case = cases[number]
        _claims(city, plants, variant, case, number)
        plants.say(MODEL, "firm", case["firm_uscc"], case["county"], variant.kind, variant.why)
    return plants


def _claims(city: City, plants: Plants, variant: Variant, case: pl.DataFrame, number: int) -> None:
    people = city.take_people(variant.claimants, pl.col("place") < 2)
    county = case["county"][0]
    filed = days_before(ACCEPTED, variant.days_before)
    suit = people.select(pl.col("person_id"), pl.lit(county).alias("county")).with_columns(
        case_no="（2025）演07民初" + pl.int_range(pl.len()).cast(pl.String) + f"{number:05d}号",
        cause=pl.lit("追索劳动报酬纠纷"),
        filed_on=filed,
    )
    made = suits(city, f"plants.wage_claims.{number}", suit).with_columns(
        claim_yuan=pl.lit(variant.yuan, dtype=pl.Float64),
        award_yuan=pl.lit(variant.yuan, dtype=pl.Float64),
        hearing_on=days_before(filed, -12),
        closed_on=days_before(filed, -18),
        close_manner=pl.lit("mediation"),
        is_disputed=pl.lit(variant.is_sound),
        is_default=pl.lit(value=False),
        is_notice_service=pl.lit(value=False),
    )
    plants.add("civil_case", made)
    plants.add("civil_party", person_parties(made, people, "plaintiff"))
    firms = pl.concat([case] * made.height)
    plants.add("civil_party", firm_parties(made, firms, "defendant"))
    agent = (
        pl.Series([900 + number] * made.height)
        + pl.Series(range(made.height) if variant.is_sound else [0] * made.height) * 1_000
    )
    plants.add("civil_agent", agents(made, agent, "plaintiff"))
    plants.add("case_evidence", _evidence(made, variant))
    plants.add("bankruptcy_claim", _declared(people, made, case, variant))
    if variant.is_sound:
        code, name = case["firm_uscc"][0], case["firm_name"][0]
        rows = insured(people, (code, name), (date(2020, 1, 1), date(2023, 9, 1)), 24_000.0)
        plants.add("social_insurance", rows)


def _evidence(suits_: pl.DataFrame, variant: Variant) -> pl.DataFrame:
    return suits_.with_columns(
        kind=pl.lit("wage_list"),
        amount_yuan="claim_yuan",
        is_handwritten=pl.lit(not variant.is_sound),
        has_bank_proof=pl.lit(variant.is_sound),
        made_on=days_before(ACCEPTED, variant.days_before + 5),
        period_from_on=_period(variant)[0],
        period_to_on=_period(variant)[1],
        is_original=pl.lit(value=True),
    )


def _period(variant: Variant) -> tuple[date, date]:
    """The months for which wages are claimed: of a sound claim before the firm stopped."""
    if variant.is_sound:
        return date(2022, 6, 1), date(2023, 8, 31)
    return date(2022, 10, 1), date(2023, 12, 31)


def _declared(
    people: pl.DataFrame, suits_: pl.DataFrame, case: pl.DataFrame, variant: Variant
) -> pl.DataFrame:
    first, last = _period(variant)
    return people.select(creditor_name="person_name", creditor_id="person_id").with_columns(
        bankruptcy_no=pl.lit(case["bankruptcy_no"][0]),
        claim_class=pl.lit("wage"),
        declared_yuan=pl.lit(variant.yuan, dtype=pl.Float64),
        accepted_yuan=pl.lit(None, dtype=pl.Float64),
        basis_doc_no=suits_["case_no"],
        wage_from_on=first,
        wage_to_on=last,
        declared_on=days_before(ACCEPTED, -20),
        agent_name=pl.lit("律师"),
        unit=pl.lit(case["county"][0]),
    )
