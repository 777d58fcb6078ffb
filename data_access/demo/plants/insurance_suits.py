"""Planted suits against insurers: M01-A, clusters of plaintiff, appraiser and agent.

A repair shop sues on claims of others that no insurer assessed, with the same appraiser and the
same lawyer, three times or more within 24 months [D].
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.court_civil import agents, firm_parties, person_parties, suits
from data_access.demo.city.draw import days_before, later
from data_access.demo.city.traffic import INSURERS
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.variants import changed

MODEL = "M01-A"
EACH = 3
FIRST = date(2023, 4, 3)


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Clusters of one kind: how many suits, so many days apart, and what else differs."""

    kind: Kind
    why: str
    suits: int = 8
    apart_days: int = 60
    is_owner: bool = False
    is_assessed: bool | None = False
    agent: int | None = None
    suit: Mapping[str, object] = field(default_factory=dict)
    """What the court knows of each suit besides."""


VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="修理厂受让理赔权批量起诉，未经定损，同一鉴定同一代理"),
    Variant(kind=Kind.BORDERLINE_IN, why="二十四个月内恰为三件", suits=3, apart_days=350),
    Variant(kind=Kind.BORDERLINE_OUT, why="仅两件", suits=2),
    Variant(kind=Kind.BORDERLINE_OUT, why="三件跨越三十个月", suits=3, apart_days=455),
    Variant(kind=Kind.LOOKALIKE, why="原告就是车主和被保险人", is_owner=True),
    Variant(kind=Kind.LOOKALIKE, why="保险公司已经定损", is_assessed=True),
    Variant(kind=Kind.CANNOT_JUDGE, why="没有是否定损的记录", is_assessed=None),
)


def insurance_suits(city: City) -> Plants:
    """The planted suits with vehicles, policies, claims and appraisals."""
    plants = Plants()
    shops = city.take_firms(city.planted(EACH) * len(VARIANTS), pl.col("industry") == "汽车修理")
    for number in range(shops.height):
        variant = VARIANTS[number % len(VARIANTS)]
        cluster(city, plants, variant, shops[number], number)
    return plants


def cluster(city: City, plants: Plants, variant: Variant, shop: pl.DataFrame, number: int) -> None:
    """A cluster of suits of this shop, numbered as no other is, with its line of truth."""
    _suits(city, plants, variant, shop, number)
    agent, office = f"律师{_agent(variant, number)}", _institution(number)
    subject = f"firm:{shop['firm_uscc'][0]}+office:{office}+person:{agent}"
    plants.say(MODEL, "cluster", [subject], shop["county"], variant.kind, variant.why)


def _agent(variant: Variant, number: int) -> int:
    return 700 + number if variant.agent is None else variant.agent


def _institution(number: int) -> str:
    return f"演示价格评估第{100 + number}所"


def _suits(city: City, plants: Plants, variant: Variant, shop: pl.DataFrame, number: int) -> None:
    owners = city.take_people(variant.suits, pl.col("place") < 2)
    count = owners.height
    first = number * 20
    shops = pl.concat([shop] * count)
    days = pl.int_range(count, eager=True) * variant.apart_days
    case = owners.select("person_id", "person_name").with_columns(
        county=pl.lit(shop["county"][0]),
        plate_no=numbered("演E{}", count, first=10_000 + first, digits=5),
        case_no=numbered("（2025）演08民初{}号", count, first=first),
        policy_no=numbered("PDP{}", count, first=first),
        claim_no=numbered("LPP{}", count, first=first),
        insurer=pl.lit(INSURERS[number % len(INSURERS)]),
        cause=pl.lit("财产保险合同纠纷"),
        filed_on=pl.Series([FIRST] * count).dt.offset_by("0d"),
    )
    case = case.with_columns(filed_on=later("filed_on", days))
    made = suits(city, f"plants.insurance.{number}", case).with_columns(
        hearing_on=later("filed_on", 30),
        closed_on=later("filed_on", 75),
        close_manner=pl.lit("judgment"),
        claim_yuan=pl.lit(48_000.0),
        award_yuan=pl.lit(46_000.0),
        is_default=pl.lit(value=False),
        is_notice_service=pl.lit(value=False),
        subject_matter=pl.lit("车辆损失"),
    )
    made = changed(made, variant.suit)
    plants.add("civil_case", made)
    if variant.is_owner:
        plants.add("civil_party", person_parties(made, owners, "plaintiff"))
    else:
        plants.add("civil_party", firm_parties(made, shops, "plaintiff"))
    plants.add("civil_party", _insurers(made))
    lawyer = pl.Series([_agent(variant, number)] * count)
    plants.add("civil_agent", agents(made, lawyer, "plaintiff"))
    plants.add("appraisal", _appraised(made, number, first))
    _insured(plants, made, shop, variant)


def _insurers(made: pl.DataFrame) -> pl.DataFrame:
    return made.select(
        "case_no",
        "unit",
        role=pl.lit("defendant"),
        party_name="insurer",
        party_kind=pl.lit("insurer"),
        is_present=pl.lit(value=True),
    )


def _appraised(made: pl.DataFrame, number: int, first: int) -> pl.DataFrame:
    return made.with_columns(
        report_no=numbered("演价评{}号", made.height, first=first),
        institution=pl.lit(_institution(number)),
        appraiser=pl.lit(f"评估人{number}"),
        kind=pl.lit("vehicle_damage"),
        commissioned_by=pl.lit("one_party"),
        result=pl.lit("损失四万八千元"),
        amount_yuan=pl.lit(48_000.0),
        is_objected=pl.lit(value=True),
        reported_on=later("filed_on", -12),
    )


def _insured(plants: Plants, made: pl.DataFrame, shop: pl.DataFrame, variant: Variant) -> None:
    plants.add(
        "vehicle_registry",
        made.select(
            "plate_no",
            owner_id="person_id",
            owner_name="person_name",
            plate_kind=pl.lit("小型汽车"),
            vehicle_kind=pl.lit("小型轿车"),
            use_kind=pl.lit("private"),
            registered_on=days_before(FIRST, 900),
            status=pl.lit("valid"),
        ),
    )
    policy = made.drop("unit").with_columns(
        policy_kind=pl.lit("damage"),
        insured_id="person_id",
        insured_name="person_name",
        start_on=later("filed_on", -200),
        end_on=later("filed_on", 164),
        premium_yuan=pl.lit(2_900.0),
    )
    plants.add("insurance_policy", policy)
    plants.add("insurance_claim", _claimed(policy, shop, variant))


def _claimed(policy: pl.DataFrame, shop: pl.DataFrame, variant: Variant) -> pl.DataFrame:
    """The claims on these policies, refused by the insurer and sued for."""
    at = later("filed_on", -60).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    is_assessed = variant.is_assessed
    return policy.with_columns(
        accident_at=at,
        reported_at=at + pl.duration(minutes=40),
        place=pl.lit("演示市"),
        driver_id="person_id",
        driver_name="person_name",
        liability=pl.lit("full"),
        is_loss_assessed=pl.lit(is_assessed, dtype=pl.Boolean),
        assessed_yuan=pl.lit(19_000.0 if is_assessed else None, dtype=pl.Float64),
        paid_yuan=pl.lit(0.0),
        repair_shop_uscc=pl.lit(shop["firm_uscc"][0]),
        repair_shop_name=pl.lit(shop["firm_name"][0]),
        repair_yuan=pl.lit(21_000.0),
        is_litigated=pl.lit(value=True),
    )
