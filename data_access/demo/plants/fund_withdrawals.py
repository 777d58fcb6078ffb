"""Planted withdrawals from the housing fund: M06-G, agreements made only to withdraw.

A confirmed agreement, a withdrawal by its debtor on the strength of it within thirty days [D], and
one agent behind three or more of them within twelve months [D] (利州: 12 documents cancelled).
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.court_civil import COURTS
from data_access.demo.city.draw import later
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.subjects import repeated, subjects, tell, with_people

MODEL = "M06-G"
EACH = 2
FIRST = date(2024, 3, 11)


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Agents of one kind: how many agreements, and when and on what the money was withdrawn."""

    kind: Kind
    why: str
    count: int = 6
    apart_days: int = 25
    after_days: int = 9
    has_basis: bool = True
    has_agent: bool = True
    is_same_agent: bool = True
    reason: str = "court"


VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="同一代理人六份调解协议，确认后随即提取公积金"),
    Variant(kind=Kind.BORDERLINE_IN, why="同一代理人恰为三份", count=3),
    Variant(kind=Kind.BORDERLINE_OUT, why="同一代理人仅两份", count=2),
    Variant(kind=Kind.BORDERLINE_IN, why="确认后第三十日提取", count=3, after_days=30),
    Variant(kind=Kind.BORDERLINE_OUT, why="确认后第三十一日提取", count=3, after_days=31),
    Variant(kind=Kind.BORDERLINE_OUT, why="三份跨十三个月", count=3, apart_days=200),
    Variant(kind=Kind.LOOKALIKE, why="各案代理人不同，均为法院执行扣划", is_same_agent=False),
    Variant(kind=Kind.CANNOT_JUDGE, why="提取记录没有依据文书", has_basis=False),
    Variant(kind=Kind.CANNOT_JUDGE, why="没有代理人", has_agent=False),
)


def fund_withdrawals(city: City) -> Plants:
    """The planted agreements with the withdrawals that followed."""
    plants = Plants()
    who = subjects(city, VARIANTS, EACH)
    rows = with_people(city, repeated(who, "count"))
    draw = city.draw("plants.fund_withdrawals", rows.height)
    creditor = draw.rows(city.adults)
    own = pl.when("is_same_agent").then(pl.lit("")).otherwise(pl.format("之{}", "turn"))
    agent = pl.when("has_agent").then(pl.format("代理人G{}{}", "number", own))
    agreed = later(pl.lit(FIRST), pl.col("turn") * pl.col("apart_days") + pl.col("number"))
    confirmed = rows.with_columns(
        confirm_no=numbered("（2025）演26民特{}号", rows.height),
        court_name=pl.col("county").replace_strict(COURTS),
        agreed_on=agreed,
        applied_on=later(agreed, 6),
        ruled_on=later(agreed, 14),
        mediation_org="演示人民调解委员会" + draw.whole(1, 60).cast(pl.String),
        mediator="调解员" + draw.whole(1, 200).cast(pl.String),
        party_a=creditor["person_name"],
        party_a_id=creditor["person_id"],
        party_b="person_name",
        party_b_id="person_id",
        agent_name=agent,
        subject_matter=pl.lit("借款"),
        amount_yuan=pl.lit(80_000.0),
        property_city=pl.lit("演示市"),
        judge_name=pl.format("审判员{}", 1 + pl.col("turn") * 7 % 80),
        ruling=pl.lit("confirmed"),
        unit="county",
    )
    plants.add("mediation_confirm", confirmed)
    plants.add("housing_fund_withdrawal", _withdrawn(confirmed))
    tell(plants, MODEL, "case", confirmed, "confirm_no")
    return plants


def _withdrawn(confirmed: pl.DataFrame) -> pl.DataFrame:
    return confirmed.with_columns(
        withdrawal_no=numbered("GJJG{}", confirmed.height, digits=7),
        withdrawn_on=later("ruled_on", pl.col("after_days")),
        amount_yuan=pl.lit(78_000.0),
        basis_doc_no=pl.when("has_basis").then("confirm_no"),
        account_no=numbered("9999{}", confirmed.height, first=7_000_000, digits=12),
    )
