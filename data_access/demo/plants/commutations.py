"""Planted posts: M09-B, reductions and parole beyond the rules that meet at one officer or judge.

A post is planted with two kinds of breach (a reduction beyond its cap, 减刑规定 6, and one begun
too early) and a trace of benefit, one payer behind several of its prisoners; what is not planted
lacks one of the three. Every breach is one of M08-A, too, and is told as such.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.draw import later
from data_access.demo.plants.plant import Kind, Plants

MODEL, OF_THE_INMATE = "M09-B", "M08-A"
EACH = 2
TERM = date(2020, 3, 2)


@dataclass(frozen=True, slots=True)
class Variant:
    """Posts of one kind: so many reductions beyond the cap, so many too early, so many sound."""

    kind: Kind
    why: str
    role: str
    over_cap: int
    too_early: int
    sound: int = 2
    has_payer: bool = False
    is_known: bool = True


OFFICER, JUDGE = "officer_name", "judge_name"
VARIANTS = (
    Variant(Kind.POSITIVE, "同一民警经手多件超幅和提前，且同一人汇款", OFFICER, 4, 4, 2, True),
    Variant(Kind.POSITIVE, "同一法官多件超幅和提前，且同一人汇款", JUDGE, 4, 4, 2, True),
    Variant(Kind.BORDERLINE_IN, "两种异常恰各三件，且同一人汇款", OFFICER, 3, 3, 2, True),
    Variant(Kind.BORDERLINE_OUT, "两种异常各两件", OFFICER, 2, 2, 6, True),
    Variant(Kind.BORDERLINE_OUT, "两种异常而无利益痕迹", JUDGE, 4, 4),
    Variant(Kind.LOOKALIKE, "只有一种异常", OFFICER, 6, 0, 2, True),
    Variant(Kind.LOOKALIKE, "经手件数多而均合规", JUDGE, 0, 0, 14),
    Variant(Kind.CANNOT_JUDGE, "没有减刑理由和原判刑期", OFFICER, 4, 4, 2, True, False),
)


def commutations(city: City) -> Plants:
    """The planted reductions with their prisoners and accounts."""
    plants = Plants()
    number = 0
    for variant in VARIANTS:
        for _ in range(city.planted(EACH)):
            number += 1
            name = f"{'狱警' if variant.role == 'officer_name' else '审判员'}{800 + number}"
            _post(city, plants, variant, name, number)
            plants.say(MODEL, "post", [name], ["990100"], variant.kind, variant.why)
    return plants


def _post(city: City, plants: Plants, variant: Variant, name: str, number: int) -> None:
    total = variant.over_cap + variant.too_early + variant.sound
    is_grown = (pl.col("place") == 2) & (pl.col("born_on") < date(2000, 1, 1))
    inmates = _inmates(city.take_people(total, is_grown))
    place = pl.int_range(pl.len())
    is_over = place < variant.over_cap
    is_early = ~is_over & (place < variant.over_cap + variant.too_early)
    proposed = later(pl.lit(TERM), pl.when(is_early).then(330).otherwise(1_100))
    months = pl.when(is_over).then(14).otherwise(6)
    spread = ((place * 7 + number) % 39 + 1).cast(pl.String)
    roles = {OFFICER: "狱警" + spread, JUDGE: "审判员" + spread, variant.role: pl.lit(name)}
    rows = inmates.with_columns(
        sequence=pl.lit(1),
        kind=pl.lit("commutation"),
        proposed_on=proposed,
        ruled_on=later(proposed, 50),
        ruling_no="（2025）演02刑更" + pl.col("person_id").str.slice(8, 9) + "号",
        reduced_months=months,
        proposed_months=months,
        merit=pl.lit("repentance"),
        points_at_proposal=pl.lit(2_800),
        praise_count=pl.lit(5),
        status=pl.lit("granted"),
        ward=pl.lit("3监区"),
        **roles,
    )
    if not variant.is_known:
        inmates = inmates.with_columns(sentence_months=pl.lit(None, dtype=pl.Int32))
        rows = rows.with_columns(merit=pl.lit(None, dtype=pl.String))
    plants.add("inmate", inmates)
    plants.add("commutation", rows)
    _breaches(plants, variant, inmates.filter(is_over), "确有悔改表现一次减刑十四个月")
    _breaches(plants, variant, inmates.filter(is_early), "执行不满一年即提请减刑")
    if variant.has_payer:
        payer = city.take_people(1)
        plants.add("inmate_account", _accounts(inmates.filter(is_over | is_early), payer))


def _breaches(plants: Plants, variant: Variant, inmates: pl.DataFrame, why: str) -> None:
    """What is told of the prisoners whose reductions make the post stand out."""
    kind = Kind.POSITIVE if variant.is_known else Kind.CANNOT_JUDGE
    plants.say(OF_THE_INMATE, "person", inmates["person_id"], inmates["county"], kind, why)


def _inmates(people: pl.DataFrame) -> pl.DataFrame:
    """Prisoners with a term of eight years, their property penalty paid."""
    return people.with_columns(
        inmate_no="Z8" + pl.col("person_id").str.slice(10, 7),
        prison=pl.lit("演示监狱"),
        charge=pl.lit("故意伤害罪"),
        original_penalty=pl.lit("prison"),
        sentence_months=pl.lit(96),
        term_from_on=TERM,
        term_to_on=date(2028, 3, 1),
        entered_on=later(pl.lit(TERM), 120),
        is_strict_category=pl.lit(value=False),
        property_payable_yuan=pl.lit(5_000.0),
        property_paid_yuan=pl.lit(5_000.0),
        is_disabled=pl.lit(value=False),
    )


def _accounts(inmates: pl.DataFrame, payer: pl.DataFrame) -> pl.DataFrame:
    """One payment to each of them by the same person."""
    return inmates.with_columns(
        month_on=date(2023, 2, 1),
        deposit_yuan=pl.lit(2_000.0),
        spent_yuan=pl.lit(300.0),
        quota_yuan=pl.lit(500.0),
        balance_yuan=pl.lit(1_700.0),
        payer_name=pl.lit(payer["person_name"][0]),
        payer_id=pl.lit(payer["person_id"][0]),
        payer_relation=pl.lit("朋友"),
        penalty_paid_yuan=pl.lit(0.0),
    )
