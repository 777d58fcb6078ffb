"""What human resources and arbitration know: contributions, pensions, awards, arrears."""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import later, month_starts


def _workers(city: City) -> pl.DataFrame:
    """Persons with their employer and wage, the same in every table."""
    workers = city.draw("workers", city.rows(8_000)).some(city.adults)
    employer = city.draw("workers.firm", workers.height).rows(
        city.firms_of("机械", "商贸", "建筑", "物流", "科技")
    )
    return workers.with_columns(
        firm_uscc=employer["firm_uscc"],
        firm_name=employer["firm_name"],
        base_yuan=city.draw("workers.wage", workers.height).yuan(5_600, 0.3),
        hired_on=city.draw("workers.hired", workers.height).day(
            date(2012, 1, 1), date(2024, 12, 31)
        ),
    )


def social_insurance(city: City) -> pl.DataFrame:
    """Contributions to the pension fund by month from the month after hiring."""
    rows = city.table("_workers").join(month_starts(), how="cross")
    return rows.filter(pl.col("month_on") > pl.col("hired_on")).with_columns(
        insurance_kind=pl.lit("pension"),
        paid_yuan=(pl.col("base_yuan") * 0.24).round(2),
        pay_status=pl.lit("paid"),
        registered_on="hired_on",
        unit="county",
    )


def wage_tax(city: City) -> pl.DataFrame:
    """Wages declared for tax over the last two years, near the base of the contributions."""
    rows = city.table("_workers").join(month_starts(date(2024, 1, 1)), how="cross")
    draw = city.draw("wage_tax", rows.height)
    income = (rows["base_yuan"] * (draw.share() * 0.2 + 0.95)).round(2)
    return rows.with_columns(
        income_kind=pl.lit("wages"), income_yuan=income, withheld_yuan=(income * 0.02).round(2)
    ).filter(pl.col("month_on") > pl.col("hired_on"))


def pension_payment(city: City) -> pl.DataFrame:
    """Pensions by month from the sixtieth birthday to the month of death."""
    old = city.people.filter(pl.col("place") == 3)
    paid = city.draw("pension_payment", city.rows(7_500)).some(old)
    draw = city.draw("pension_payment.kind", paid.height)
    paid = paid.with_columns(
        scheme=draw.pick({"enterprise": 5, "resident": 4, "public_body": 1}),
        amount_yuan=draw.yuan(2_600, 0.4),
        started_on=later("born_on", 60 * 365 + 15).dt.month_start(),
        account_no="9999" + draw.digits(12),
    )
    return pensions(paid).filter(
        pl.col("died_on").is_null() | (pl.col("month_on") <= pl.col("died_on"))
    )


def pensions(paid: pl.DataFrame) -> pl.DataFrame:
    """The payments of all months from started_on, raised once a year."""
    rows = paid.join(month_starts(), how="cross").filter(pl.col("month_on") >= pl.col("started_on"))
    years = pl.col("month_on").dt.year() - 2020
    return rows.with_columns(
        amount_yuan=(pl.col("amount_yuan") * (1 + years * 0.04)).round(2),
        payment_status=pl.lit("paid"),
        is_adjusted=(pl.col("month_on").dt.month() == 1) & (years > 0),
        verified_on=pl.col("month_on").dt.truncate("1y"),
        unit="county",
    )


def labor_arbitration(city: City) -> pl.DataFrame:
    """Awards on wages and the like, contested as employers do."""
    workers = city.table("_workers").filter(pl.col("hired_on") < date(2022, 1, 1))
    count = city.rows(4_000)
    draw = city.draw("labor_arbitration", count)
    chosen = draw.rows(workers)
    applied = draw.day(date(2022, 6, 1), date(2025, 10, 1))
    agents = [f"演示代理人{number}" for number in range(1, 200)]
    return chosen.with_columns(
        award_no=numbered("演劳人仲案字〔2025〕{}号", count),
        commission=pl.lit("演示市劳动人事争议仲裁委员会"),
        employer_name="firm_name",
        employer_uscc="firm_uscc",
        worker_name="person_name",
        worker_id="person_id",
        claim_kind=draw.pick({"wages": 5, "severance": 3, "work_injury": 1, "double_wages": 1}),
        employment_from_on="hired_on",
        employment_to_on=later(applied, -draw.whole(10, 120)),
        award_yuan=draw.yuan(16_000),
        monthly_wage_yuan="base_yuan",
        applied_on=applied,
        awarded_on=later(applied, draw.whole(20, 60)),
        close_manner=draw.pick({"award": 6, "mediation": 3, "withdrawn": 1}),
        worker_agent_name=draw.pick(agents),
        employer_agent_name=draw.pick(agents),
        is_disputed=draw.flag(0.8),
        is_lumpsum_basis=pl.lit(value=False),
        arbitrator_name=draw.pick([f"仲裁员{number}" for number in range(1, 31)]),
        unit="county",
    )


def si_lumpsum(city: City) -> pl.DataFrame:
    """Arrears paid at once, ordinarily on an inspection or a policy."""
    count = city.rows(1_500)
    draw = city.draw("si_lumpsum", count)
    chosen = draw.rows(city.table("_workers").filter(pl.col("hired_on") < date(2020, 1, 1)))
    paid = draw.day(date(2021, 1, 1))
    months = draw.whole(3, 24)
    return chosen.with_columns(
        period_from_on=paid.dt.month_start().dt.offset_by("-36mo"),
        period_to_on=paid.dt.month_start().dt.offset_by("-6mo"),
        months_count=months,
        amount_yuan=(months * 1_350.0),
        basis_doc_no=numbered("演人社稽〔2025〕{}号", count),
        basis_kind=draw.pick({"labour_inspection": 4, "audit": 3, "policy": 3}),
        paid_on=paid,
        unit="county",
    )


TABLES = {
    "_workers": _workers,
    "social_insurance": social_insurance,
    "wage_tax": wage_tax,
    "pension_payment": pension_payment,
    "labor_arbitration": labor_arbitration,
    "si_lumpsum": si_lumpsum,
}
