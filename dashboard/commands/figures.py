"""The figures behind the trend screens, one entry a point of a series.

A share has its numerator and denominator; a published figure has its own period and precision, and
is split only where the parts follow exactly (`published_part`).
"""

from enum import StrEnum
from typing import Annotated

import polars as pl
import typer
from polars._typing import PolarsDataType

from dashboard import answers
from dashboard.commands.opening import Desk, opened
from dashboard.commands.options import AsJson, Home, LineFilter, Viewer
from data_access import trends as trend_store
from data_access.trends import By
from supervision.vocabulary import Line

DEFINITION_VERSION = 1
"""Raised when the meaning of a series changes."""

SCHEMA: dict[str, PolarsDataType] = {
    "series": pl.String,
    "line": pl.String,
    "place": pl.String,
    "indicator": pl.String,
    "period_from_on": pl.Date,
    "period_to_on": pl.Date,
    "value": pl.Float64,
    "unit": pl.String,
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "interval": pl.List(pl.Float64),
    "precision": pl.String,
    "is_cumulative": pl.Boolean,
}
COLUMNS = (
    "series",
    "line",
    "place",
    "indicator",
    "period_from_on",
    "period_to_on",
    "value",
    "unit",
)


class Series(StrEnum):
    """A series that `sijian trends` can answer."""

    LEADS_BY_EVENT = "leads_by_event"
    LEADS_BY_RECEIVED = "leads_by_received"
    VOIDED_SHARE = "voided_share"
    PUBLISHED = "published"
    PUBLISHED_PART = "published_part"


def trends(
    *,
    line: LineFilter = None,
    series: Annotated[Series | None, typer.Option(help="Only this series.")] = None,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """The class-case trends: leads by month, the voided share, and the published series."""
    wanted = [series] if series else list(Series)
    with opened(home, viewer) as desk:
        lines = [line] if line else [one for one in Line if one in desk.scope.lines]
        parts = [_points(desk, one, at) for at in lines for one in wanted if one in BY_LINE]
        if Series.VOIDED_SHARE in wanted and Line.CRIMINAL in lines:
            parts.append(_voided(desk))
        snapshot = desk.stores.pool.snapshot()
        as_of = desk.stores.pool.snapshot_day(snapshot)
    told = {"snapshot": snapshot, "as_of": as_of, "definition_version": DEFINITION_VERSION}
    points = pl.concat([_completed(part) for part in parts]) if parts else pl.DataFrame()
    rows = [{**point, **told} for point in points.iter_rows(named=True)]
    answers.show(rows, as_json_text=as_json, columns=COLUMNS)


def _points(desk: Desk, series: Series, line: Line) -> pl.DataFrame:
    if series in {Series.LEADS_BY_EVENT, Series.LEADS_BY_RECEIVED}:
        by: By = "event" if series is Series.LEADS_BY_EVENT else "received"
        counted = trend_store.lead_series(desk.stores, desk.scope, line, by)
        found = _months(counted).with_columns(pl.col("count").alias("value"), unit=pl.lit("leads"))
    else:
        found = trend_store.published_series(desk.stores, desk.scope, line)
        if series is Series.PUBLISHED_PART:
            found = trend_store.differenced(found).with_columns(is_cumulative=pl.lit(False))
    return found.with_columns(series=pl.lit(series.value), line=pl.lit(line.value))


def _voided(desk: Desk) -> pl.DataFrame:
    counted = trend_store.voided_share_series(desk.stores, desk.scope)
    return _months(counted).with_columns(
        pl.col("share").alias("value"),
        pl.col("voided").alias("numerator"),
        pl.col("invoices").alias("denominator"),
        series=pl.lit(Series.VOIDED_SHARE.value),
        line=pl.lit(Line.CRIMINAL.value),
        unit=pl.lit("share"),
    )


def _months(counted: pl.DataFrame) -> pl.DataFrame:
    month = pl.col("month").cast(pl.Date)
    return counted.with_columns(
        month.alias("period_from_on"), month.dt.month_end().alias("period_to_on")
    )


def _completed(part: pl.DataFrame) -> pl.DataFrame:
    """The part with every column of SCHEMA, null where its series has none."""
    return part.select(
        (pl.col(name) if name in part.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in SCHEMA.items()
    )


BY_LINE = frozenset(Series) - {Series.VOIDED_SHARE}
