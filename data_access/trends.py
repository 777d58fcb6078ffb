"""Class-case trends: series of leads, of voided invoices and of published figures, within a scope.

Each series comes aggregated from its store; the period arithmetic is `supervision.trends`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl
import sqlalchemy as sa

from data_access import tables
from data_access.lake_tables import dataset_table, rows_at
from data_access.pool import frame
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.contracts import contract
from supervision.trends import differenced, monthly, with_period_kind, with_share
from supervision.vocabulary import Line

__all__ = [
    "By",
    "PublishedIndicator",
    "differenced",
    "lead_series",
    "published_indicators",
    "published_series",
    "undated_leads",
    "voided_share_series",
]

By = Literal["event", "received"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedIndicator:
    """One indicator published for a line: its unit, how many figures, which days they span."""

    indicator: str
    unit: str
    places: int
    figures: int
    first_on: date
    last_on: date


def lead_series(stores: Stores, scope: Scope, line: Line, by: By) -> pl.DataFrame:
    """Leads of a line by the month of their event, or of the receipt of the data behind them.

    One row per month from the first to the last, sorted; columns month (its first day), count.
    Leads without that date are not in it; `undated_leads` counts them.
    Raises NotAllowed where the line is outside of the scope.
    """
    scope.require_line(line)
    day = _day(by)
    year, month = sa.extract("year", day), sa.extract("month", day)
    statement = (
        sa.select(year.label("year"), month.label("month"), sa.func.count().label("leads_count"))
        .select_from(tables.leads)
        .where(tables.leads.c.line == line.value, day.is_not(None))
        .group_by(year, month)
    )
    with stores.reading() as connection:
        rows = connection.execute(scoped(statement, scope)).all()
    counted = [(date(row.year, row.month, 1), row.leads_count) for row in rows]
    schema = {"month": pl.Date, "count": pl.Int64}
    return monthly(pl.DataFrame(counted, schema=schema, orient="row"))


def undated_leads(stores: Stores, scope: Scope, line: Line, by: By) -> int:
    """Leads of a line that lack the date, and therefore stand in no month."""
    scope.require_line(line)
    statement = (
        sa.select(sa.func.count())
        .select_from(tables.leads)
        .where(tables.leads.c.line == line.value, _day(by).is_(None))
    )
    with stores.reading() as connection:
        return int(connection.execute(scoped(statement, scope)).scalar_one())


def voided_share_series(
    stores: Stores, scope: Scope, *, snapshot: int | None = None
) -> pl.DataFrame:
    """Voided invoices per invoice issued, by month of issue; sales direction, each invoice once.

    One row per month from the first to the last, sorted; columns month (its first day), invoices,
    voided (status void), red (amount below zero), share = voided / invoices, null where a month
    has no invoice.
    """
    with stores.pool.reading() as connection:
        column = rows_at(connection, contract("vat_invoice"), snapshot).c
        month = sa.cast(sa.func.date_trunc("month", column.issued_on), sa.Date).label("month")
        statement = (
            sa.select(
                month,
                sa.func.count().label("invoices"),
                sa.func.count().filter(column.status == "void").label("voided"),
                sa.func.count().filter(column.amount_yuan < 0).label("red"),
            )
            .where(column.direction == "sales", column.unit_code.in_(sorted(scope.units)))
            .group_by(month)
        )
        counted = frame(connection, statement)
    return with_share(monthly(counted.sort("month")), "voided", "invoices")


def published_indicators(
    stores: Stores, scope: Scope, line: Line, *, place: str | None = None
) -> list[PublishedIndicator]:
    """The indicators published for a line, by name and unit; of one place, or of all.

    Raises NotAllowed where the line is outside of the scope.
    """
    found = published_series(stores, scope, line, place=place)
    grouped = found.group_by("indicator", "unit").agg(
        pl.col("place").n_unique().alias("places"),
        pl.len().alias("figures"),
        pl.col("period_from_on").min().alias("first_on"),
        pl.col("period_to_on").max().alias("last_on"),
    )
    rows = grouped.sort("indicator", "unit").iter_rows(named=True)
    return [PublishedIndicator(**row) for row in rows]


def published_series(
    stores: Stores,
    scope: Scope,
    line: Line,
    indicator: str | None = None,
    *,
    place: str | None = None,
) -> pl.DataFrame:
    """Published figures of a line, each with the period it was published for.

    One row per figure, sorted by place, indicator, unit and period; columns place, line,
    indicator, unit, period_from_on, period_to_on (last day), value, precision, period_kind,
    is_cumulative. Nothing is split or filled in.
    Raises NotAllowed where the line is outside of the scope.
    """
    scope.require_line(line)
    figure = dataset_table(contract("published_figure")).c
    names = ("place", "line", "indicator", "unit", "period_from_on", "period_to_on")
    statement = (
        sa.select(*(figure[name] for name in names), figure.value, figure.precision)
        .where(figure.line == line.value, figure.unit_code.in_(sorted(scope.units)))
        .distinct()
    )
    if indicator is not None:
        statement = statement.where(figure.indicator == indicator)
    if place is not None:
        statement = statement.where(figure.place == place)
    with stores.pool.reading() as connection:
        found = frame(connection, statement)
    return with_period_kind(found.sort("value", "precision"))


def _day(by: By) -> sa.Column[date]:
    lead = tables.leads.c
    return lead.event_on if by == "event" else lead.received_on
