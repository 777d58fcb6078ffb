"""Planted penalty decisions: M03-G (fines not enforced) and M11-A, NL-1 to NL-9.

A case is one decision. Its three months for applying to the court begin when the time to sue ends
(行政强制法 53, 行诉解释 156), anew when a respite by instalments ends (行政处罚法 72).
"""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import later
from data_access.demo.city.enforcement import applications, decisions_of, parties
from data_access.demo.plants.penalties_applied import application_variants
from data_access.demo.plants.penalties_unpaid import unpaid_variants
from data_access.demo.plants.plant import Plants
from data_access.demo.plants.rule import changed


def penalties(city: City) -> Plants:
    """The planted decisions, each with its application where there is one."""
    plants = Plants()
    first = city.rows(40_000) + 1
    done = 0
    for number, variant in enumerate((*unpaid_variants(), *application_variants())):
        count = city.planted(variant.count)
        name = f"plants.penalties.{number}"
        decisions = changed(_decisions(city, name, count, first + done), variant.decision)
        done += count
        for model in variant.models:
            plants.say(
                model,
                "case",
                decisions["decision_no"],
                decisions["county"],
                variant.kind,
                variant.why,
            )
        if variant.application is not None:
            made = applications(city, name, decisions)
            serial = numbered("（2025）演03行审{}号", count, first=done - count + 1, digits=5)
            made = changed(made.with_columns(nonlit_no=serial), variant.application)
            plants.add("nonlit_exec", made)
            decisions = _after(decisions, made)
        plants.add("admin_penalty", decisions)
    return plants


def _decisions(city: City, name: str, count: int, first: int) -> pl.DataFrame:
    decided = city.draw(name, count).day(date(2024, 2, 1), date(2024, 8, 31))
    frame = decisions_of(city, name, parties(city, name, count), decided)
    return frame.with_columns(
        decision_no=numbered("演罚决字〔2025〕{}号", count, first=first),
        paid_yuan=pl.lit(0.0),
        paid_on=pl.lit(None, dtype=pl.Date),
        status=pl.lit("unperformed"),
        urged_on=later("suit_deadline_on", 10),
        surcharge_yuan="fine_yuan",
        installment_to_on=pl.lit(None, dtype=pl.Date),
    )


def _after(decisions: pl.DataFrame, made: pl.DataFrame) -> pl.DataFrame:
    """The decisions as they stand after their applications: paid where the court enforced them."""
    known = made.select("decision_no", "urged_on", "surcharge_yuan", "executed_on")
    is_paid = pl.col("executed_on").is_not_null()
    return (
        decisions.drop("urged_on", "surcharge_yuan")
        .join(known, on="decision_no")
        .with_columns(
            paid_yuan=pl.when(is_paid).then("fine_yuan").otherwise(0.0),
            paid_on="executed_on",
            status=pl.when(is_paid).then(pl.lit("performed")).otherwise(pl.lit("applied_to_court")),
        )
    )
