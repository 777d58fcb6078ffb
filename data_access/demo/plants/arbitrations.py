"""Planted arbitration for pensions: M06-E, clusters of an employer and an agent.

Persons near retirement have years of work confirmed that nobody contests, pay the contributions at
once on the strength of the award, and draw a pension; five claimants of one employer and agent.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import days_before, month_starts
from data_access.demo.plants.plant import Kind, Plants

MODEL = "M06-E"
EACH = 3
AWARDED = date(2024, 5, 16)


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Clusters of one kind; only what differs from a clear positive is named."""

    kind: Kind
    why: str
    claimants: int = 9
    paid_after_days: int | None = 45
    is_disputed: bool = False
    is_young: bool = False
    is_insured: bool = False


VARIANTS = (
    Variant(
        kind=Kind.POSITIVE, why="十二人同日确认劳动关系，无人异议，随即一次性补缴", claimants=12
    ),
    Variant(kind=Kind.BORDERLINE_IN, why="恰为五人", claimants=5),
    Variant(kind=Kind.BORDERLINE_OUT, why="仅四人", claimants=4),
    Variant(kind=Kind.BORDERLINE_IN, why="裁决后十一个月补缴", paid_after_days=350),
    Variant(kind=Kind.BORDERLINE_OUT, why="裁决后十四个月才补缴", paid_after_days=425),
    Variant(kind=Kind.LOOKALIKE, why="单位提出异议", is_disputed=True),
    Variant(kind=Kind.LOOKALIKE, why="申请人均不足四十五岁", is_young=True),
    Variant(kind=Kind.LOOKALIKE, why="同期有参保缴费记录", is_insured=True),
    Variant(kind=Kind.CANNOT_JUDGE, why="没有补缴日期", paid_after_days=None),
)


def arbitrations(city: City) -> Plants:
    """The planted awards with what was paid on them."""
    plants = Plants()
    number = 0
    for variant in VARIANTS:
        firms = city.take_firms(city.planted(EACH), pl.col("industry").is_in(["矿业", "机械"]))
        city.change_firms(firms["firm_uscc"], status="abnormal")
        for firm in firms.iter_rows(named=True):
            number += 1
            _cluster(city, plants, variant, firm["firm_uscc"], firm["firm_name"], number)
            agent = f"代理人P{number}"
            subject = f"firm:{firm['firm_uscc']}+person:{agent}"
            plants.say(MODEL, "cluster", [subject], [firm["county"]], variant.kind, variant.why)
    return plants


def _cluster(  # noqa: PLR0913, PLR0917 - a firm is a code and a name
    city: City, plants: Plants, variant: Variant, code: str, name: str, number: int
) -> None:
    born = pl.col("born_on")
    age = born > date(1981, 1, 1) if variant.is_young else born < date(1967, 1, 1)
    workers = city.take_people(variant.claimants, (pl.col("place") < 2) & age)
    first = 900_000 + number * 50
    awards = workers.with_columns(
        award_no=numbered("演劳人仲案字〔2025〕{}号", workers.height, first=first),
        commission=pl.lit("演示市劳动人事争议仲裁委员会"),
        employer_name=pl.lit(name),
        employer_uscc=pl.lit(code),
        worker_name="person_name",
        worker_id="person_id",
        claim_kind=pl.lit("employment"),
        employment_from_on=date(2004, 3, 1),
        employment_to_on=date(2019, 2, 28),
        award_yuan=pl.lit(0.0),
        monthly_wage_yuan=pl.lit(3_000.0),
        applied_on=days_before(AWARDED, 20),
        awarded_on=AWARDED,
        close_manner=pl.lit("award"),
        worker_agent_name=pl.lit(f"代理人P{number}"),
        employer_agent_name=pl.lit(None, dtype=pl.String),
        is_disputed=pl.lit(variant.is_disputed),
        is_lumpsum_basis=pl.lit(value=True),
        arbitrator_name=pl.lit("仲裁员7"),
        unit="county",
    )
    plants.add("labor_arbitration", awards)
    plants.add("si_lumpsum", _paid_at_once(awards, variant, (code, name), number))
    if variant.is_insured:
        plants.add(
            "social_insurance", insured(workers, (code, name), (date(2004, 3, 1), date(2019, 2, 1)))
        )


def _paid_at_once(
    awards: pl.DataFrame, variant: Variant, firm: tuple[str, str], number: int
) -> pl.DataFrame:
    """The contributions of fifteen years, paid on the strength of the awards."""
    after = variant.paid_after_days
    paid = None if after is None else days_before(AWARDED, -after)
    return awards.with_columns(
        firm_uscc=pl.lit(firm[0]),
        firm_name=pl.lit(firm[1]),
        period_from_on=date(2004, 3, 1),
        period_to_on=date(2019, 2, 1),
        months_count=pl.lit(180),
        amount_yuan=pl.lit(96_000.0),
        basis_doc_no="award_no",
        basis_kind=pl.lit("arbitration_award"),
        paid_on=pl.lit(paid, dtype=pl.Date),
        agent_name=pl.lit(f"代理人P{number}"),
    )


def insured(
    workers: pl.DataFrame, firm: tuple[str, str], period: tuple[date, date], base: float = 3_200.0
) -> pl.DataFrame:
    """Contributions of these workers for a firm (code and name) in all months of a period."""
    (code, name), (first, last) = firm, period
    return workers.join(month_starts(first, last), how="cross").with_columns(
        firm_uscc=pl.lit(code),
        firm_name=pl.lit(name),
        insurance_kind=pl.lit("pension"),
        base_yuan=pl.lit(base),
        paid_yuan=pl.lit(round(base * 0.24, 2)),
        pay_status=pl.lit("paid"),
        registered_on=first,
        unit="county",
    )
