"""Periods and series: months between, published periods, what may be subtracted and compared.

A published figure keeps its own period. It is never split, spread or filled in; a part of a year is
made from two cumulative figures only where both are exact and speak of the same thing.
"""

from datetime import date
from enum import StrEnum

import polars as pl

NATIONAL = "全国"
"""The place of figures published for the whole country."""

EXACT = "exact"
"""The precision of a figure that is neither rounded nor a bound."""

RATE_UNITS = ("%", "‰", "ratio", "百分点")
"""Units of figures that are themselves shares or changes; the difference of two means nothing."""

IDENTITY = ("place", "line", "indicator", "unit")
"""Published figures are of one series where these agree."""

PERIOD = ("period_from_on", "period_to_on")


class PeriodKind(StrEnum):
    """What a published period is."""

    MONTH = "month"
    YEAR_TO_DATE = "year_to_date"
    YEAR = "year"
    PART_OF_YEAR = "part_of_year"
    YEARS = "years"


def monthly(counts: pl.DataFrame) -> pl.DataFrame:
    """The counts with every month between the first and the last; a month without rows is zero.

    One row per month (the first day of it), sorted; the other columns are counts. An empty frame
    stays empty: outside of the first and the last month nothing is known.
    """
    if counts.is_empty():
        return counts
    months = pl.select(
        pl.date_range(
            pl.lit(counts["month"].min()), pl.lit(counts["month"].max()), "1mo", closed="both"
        ).alias("month")
    )
    filled = months.join(counts, on="month", how="left")
    return filled.with_columns(pl.exclude("month").fill_null(0)).sort("month")


def with_share(counts: pl.DataFrame, numerator: str, denominator: str) -> pl.DataFrame:
    """The counts with `share` = numerator / denominator; null where the denominator is 0."""
    share = pl.when(pl.col(denominator) > 0).then(pl.col(numerator) / pl.col(denominator))
    return counts.with_columns(share.cast(pl.Float64).alias("share"))


def with_period_kind(published: pl.DataFrame) -> pl.DataFrame:
    """The published figures with `period_kind` and `is_cumulative`, sorted by series and period.

    is_cumulative: the period runs from January to a later month of the same year, so that it
    contains the shorter ones that begin with it.
    """
    first, last = (pl.col(name) for name in PERIOD)
    same_year = first.dt.year() == last.dt.year()
    from_january = same_year & (first.dt.month() == 1) & (first.dt.day() == 1)
    kind = (
        pl.when(~same_year)
        .then(pl.lit(PeriodKind.YEARS.value))
        .when(first.dt.month() == last.dt.month())
        .then(pl.lit(PeriodKind.MONTH.value))
        .when(from_january & (last.dt.month() == 12))
        .then(pl.lit(PeriodKind.YEAR.value))
        .when(from_january)
        .then(pl.lit(PeriodKind.YEAR_TO_DATE.value))
        .otherwise(pl.lit(PeriodKind.PART_OF_YEAR.value))
    )
    cumulative = from_january & (last.dt.month() > 1)
    return published.with_columns(
        kind.alias("period_kind"), cumulative.alias("is_cumulative")
    ).sort(*IDENTITY, *PERIOD, maintain_order=True)


def differenced(published: pl.DataFrame) -> pl.DataFrame:
    """The parts of a year that follow from two cumulative figures: the longer less the shorter.

    One row per part, sorted; the columns of a published figure, and `less_to_on`, the last day of
    the shorter period. The part begins the day after it. Only figures of one series, of one year
    and with the same first day are subtracted, each from the next longer, both exact; shares and
    changes never. A figure that falls below an earlier one was revised and gives no part.
    """
    series = [*IDENTITY, "period_from_on"]
    usable = (
        published.filter(
            pl.col("precision") == EXACT,
            pl.col("unit").is_in(RATE_UNITS).not_(),
            pl.col("period_from_on").dt.year() == pl.col("period_to_on").dt.year(),
            pl.col("period_from_on").dt.month() == 1,
            pl.col("period_from_on").dt.day() == 1,
        )
        .unique([*series, "period_to_on"], keep="none")
        .sort(*series, "period_to_on")
    )
    shorter = usable.with_columns(
        pl.col("period_to_on").shift(1).over(series).alias("less_to_on"),
        pl.col("value").shift(1).over(series).alias("less_value"),
    )
    parts = shorter.filter(pl.col("value") >= pl.col("less_value"))
    return (
        parts.with_columns(
            (pl.col("value") - pl.col("less_value")).alias("value"),
            pl.col("less_to_on").dt.offset_by("1d").alias("period_from_on"),
        )
        .drop("less_value")
        .sort(*IDENTITY, *PERIOD)
    )


def with_last_year(published: pl.DataFrame) -> pl.DataFrame:
    """The figures beside those of the same months a year before.

    One row per figure, sorted; adds last_year_value (null where none was published), `change`
    (value less last_year_value; percentage points for a share), change_share (change per
    last_year_value; null for shares and where that is 0) and is_change_exact (both are exact).
    """
    earlier = published.select(
        *IDENTITY,
        *(pl.col(name) for name in PERIOD),
        pl.col("value").alias("last_year_value"),
        pl.col("precision").alias("_precision"),
    ).unique([*IDENTITY, *PERIOD], keep="none")
    wanted = published.with_columns(
        pl.col("period_from_on").dt.offset_by("-1y").alias("_from"),
        pl.col("period_to_on").dt.offset_by("-1y").dt.month_end().alias("_to"),
    )
    joined = wanted.join(
        earlier,
        left_on=[*IDENTITY, "_from", "_to"],
        right_on=[*IDENTITY, *PERIOD],
        how="left",
    )
    change = pl.col("value") - pl.col("last_year_value")
    comparable = (pl.col("last_year_value") != 0) & pl.col("unit").is_in(RATE_UNITS).not_()
    exact = (pl.col("precision") == EXACT) & (pl.col("_precision") == EXACT)
    return (
        joined.with_columns(
            change.alias("change"),
            pl.when(comparable)
            .then(change.cast(pl.Float64) / pl.col("last_year_value").cast(pl.Float64))
            .alias("change_share"),
            exact.alias("is_change_exact"),
        )
        .drop("_from", "_to", "_precision")
        .sort(*IDENTITY, *PERIOD)
    )


def month_span(month: date) -> tuple[date, date]:
    """The half-open span of a month, for the filter under which its rows open."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return month.replace(day=1), following
