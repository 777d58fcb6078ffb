"""What the courts know of judgments, fines and bankruptcies; and commercial arbitration."""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.court_civil import COURTS
from data_access.demo.city.criminal import DRUNK
from data_access.demo.city.draw import LAST_DAY, later, until_last_day


def criminal_judgment(city: City) -> pl.DataFrame:
    """Effective judgments, the papers sent within ten days."""
    return judgments(
        city,
        "criminal_judgment",
        city.table("_criminal").filter(pl.col("effective_on").is_not_null()),
    )


def judgments(city: City, name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The judgments of a course that has come to its effect."""
    draw = city.draw(name, frame.height)
    return frame.with_columns(
        court_name=pl.col("county").replace_strict(COURTS),
        defendant_id="person_id",
        defendant_name="person_name",
        term_from_on="effective_on",
        term_to_on=later("effective_on", pl.col("prison_months") * 30),
        fine_due_on=later("effective_on", 60),
        has_confiscation=pl.lit(value=False),
        has_lifetime_ban=pl.lit(value=False),
        is_recidivist=pl.lit(value=False),
        is_minor=pl.lit(value=False),
        alcohol_mg_per_100ml=pl.when(pl.col("charge") == DRUNK).then(draw.whole(151, 290)),
        papers_sent_on=until_last_day(later("effective_on", draw.whole(0, 9))),
        residence_code="county",
        unit="county",
    )


def property_penalty_exec(city: City) -> pl.DataFrame:
    """Fines handed over, filed within seven days and paid into the treasury."""
    frame = city.table("_criminal").filter(pl.col("effective_on") <= date(2025, 12, 1))
    draw = city.draw("property_penalty_exec", frame.height)
    handed = later("effective_on", draw.whole(3, 25))
    filed = until_last_day(later(handed, draw.whole(0, 6)))
    closed = until_last_day(later(filed, draw.whole(10, 100)))
    is_closed = closed.is_not_null()
    return frame.with_columns(
        defendant_id="person_id",
        transferred_on=handed,
        exec_filed_on=filed,
        exec_no=numbered("（2025）演01执刑{}号", frame.height),
        payable_yuan="fine_yuan",
        paid_yuan=pl.when(is_closed).then("fine_yuan").otherwise(0.0),
        close_manner=pl.when(is_closed).then(pl.lit("fulfilled")),
        closed_on=closed,
        treasury_on=until_last_day(later(closed, 5)),
        unit="county",
    )


def bankruptcy_case(city: City) -> pl.DataFrame:
    """Bankruptcies of firms that had stopped a year before."""
    debtors = city.draw("bankruptcy_case", city.rows(60)).some(
        city.firms.filter(pl.col("industry").is_in(["机械", "商贸", "建筑", "房地产"]))
    )
    return bankruptcies(city, "bankruptcy_case", debtors)


def bankruptcies(city: City, name: str, debtors: pl.DataFrame) -> pl.DataFrame:
    """Bankruptcies of these firms, accepted in the last three years."""
    draw = city.draw(f"{name}.course", debtors.height)
    accepted = draw.day(date(2023, 1, 1), date(2025, 6, 30))
    pattern = "（2025）演01破{}号" if name == "bankruptcy_case" else "（2025）演02破{}号"
    return debtors.with_columns(
        bankruptcy_no=numbered(pattern, debtors.height, digits=4),
        debtor_name="firm_name",
        debtor_uscc="firm_uscc",
        court_name=pl.col("county").replace_strict(COURTS),
        kind=pl.lit("liquidation"),
        applied_on=later(accepted, -draw.whole(15, 40)),
        accepted_on=accepted,
        administrator="演示清算事务所" + draw.whole(1, 8).cast(pl.String),
        stopped_on=later(accepted, -draw.whole(300, 600)),
        is_from_enforcement=draw.flag(0.4),
        asset_yuan=draw.yuan(2_000_000),
        unit="county",
    )


def bankruptcy_claim(city: City) -> pl.DataFrame:
    """Claims of suppliers and of workers whose wages are modest and whose contributions stand."""
    cases = city.table("bankruptcy_case")
    workers = city.table("_workers").filter(pl.col("hired_on") < date(2019, 1, 1))
    count = cases.height * 12
    draw = city.draw("bankruptcy_claim", count)
    creditor, case = draw.rows(workers), draw.rows(cases)
    is_wage = draw.flag(0.4)
    until = case["stopped_on"]
    amount = pl.when(is_wage).then(draw.yuan(18_000, 0.4)).otherwise(draw.yuan(300_000, 1.0))
    return case.select("bankruptcy_no", "unit", "accepted_on").with_columns(
        creditor_name=creditor["person_name"],
        creditor_id=creditor["person_id"],
        claim_class=pl.when(is_wage).then(pl.lit("wage")).otherwise(pl.lit("ordinary")),
        declared_yuan=amount,
        accepted_yuan=(amount * 0.9).round(2),
        wage_from_on=pl.when(is_wage).then(later(until, -90)),
        wage_to_on=pl.when(is_wage).then(until),
        declared_on=later("accepted_on", draw.whole(5, 60)),
    )


def commercial_arbitration(city: City) -> pl.DataFrame:
    """Awards between firms, contested."""
    count = city.rows(1_200)
    draw = city.draw("commercial_arbitration", count)
    one, other = draw.rows(city.firms), draw.rows(city.firms)
    applied = draw.day(last=date(2025, 8, 1))
    return (
        one.select(party_a="firm_name", party_a_id="firm_uscc")
        .with_columns(
            award_no=numbered("演仲裁字{}号", count),
            arbitration_org=pl.lit("演示仲裁委员会"),
            party_b=other["firm_name"],
            party_b_id=other["firm_uscc"],
            dispute_kind=draw.pick(["买卖合同", "建设工程", "租赁合同"]),
            amount_yuan=draw.yuan(400_000, 1.0),
            asset_city=pl.lit("演示市"),
            applied_on=applied,
            awarded_on=later(applied, draw.whole(40, 120)),
            close_manner=draw.pick({"award": 7, "mediation": 3}),
            is_disputed=draw.flag(0.9),
            agent_name="律师" + draw.whole(1, 600).cast(pl.String),
            arbitrator_name="仲裁员" + draw.whole(1, 60).cast(pl.String),
        )
        .filter(pl.col("awarded_on") <= LAST_DAY)
    )


TABLES = {
    "criminal_judgment": criminal_judgment,
    "property_penalty_exec": property_penalty_exec,
    "bankruptcy_case": bankruptcy_case,
    "bankruptcy_claim": bankruptcy_claim,
    "commercial_arbitration": commercial_arbitration,
}
