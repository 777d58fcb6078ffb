"""Penalty decisions with what is known of their enforcement, for the references of M03 and M11."""

from collections.abc import Mapping
from datetime import date

import polars as pl

Frames = Mapping[str, pl.DataFrame]
AS_OF = date(2025, 12, 31)
KEY = ("unit_code", "decision_no")


def latest(*days: str | pl.Expr) -> pl.Expr:
    """The latest of the days; none where the first is unknown."""
    first, *others = (pl.col(day) if isinstance(day, str) else day for day in days)
    return pl.when(first.is_not_null()).then(pl.max_horizontal(first, *others))


def days(start: str | pl.Expr, end: str | pl.Expr) -> pl.Expr:
    """Days from one day to another."""
    first, last = (pl.col(day) if isinstance(day, str) else day for day in (start, end))
    return (last - first).dt.total_days()


def contest_end() -> pl.Expr:
    """The day on which a review or suit ended, where there was one."""
    return pl.when("is_contested").then("contest_to_on")


def penalties(frames: Frames) -> pl.DataFrame:
    """One row a decision: whether it is unpaid, applied for, over or contested, null where unknown."""
    applied = (
        frames["nonlit_exec"]
        .group_by(KEY)
        .agg(
            applied_count=pl.len(),
            court_surcharge=pl.col("surcharge_yuan").max(),
            court_principal=pl.col("principal_yuan").max(),
        )
    )
    known = frames["admin_penalty"].join(applied, on=KEY, how="left")
    status, fine, paid = pl.col("status"), pl.col("fine_yuan"), pl.col("paid_yuan")
    is_less = (paid < fine).fill_null(value=False)
    says_unpaid = status.is_in(["unperformed", "partly_performed", "applied_to_court"])
    is_silent = paid.is_null() & pl.col("paid_on").is_null() & (fine > 0) & says_unpaid
    return known.with_columns(
        is_unpaid=pl.when((fine == 0) | (paid >= fine))
        .then(False)
        .when((status == "performed") & is_less)
        .then(None)
        .when(status == "performed")
        .then(False)
        .when(is_less | is_silent)
        .then(True),
        is_applied=pl.when(pl.col("applied_count").is_not_null())
        .then(True)
        .when(status == "applied_to_court")
        .then(None)
        .otherwise(False),
        is_over=status.is_in(["revoked", "ended"]),
        is_in_contest=pl.col("is_contested")
        & (pl.col("contest_to_on").is_null() | (pl.col("contest_to_on") > AS_OF)),
    )
