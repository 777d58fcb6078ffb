"""The next working day a second time: from the dataset `holiday`, in years of which it has a day."""

from collections.abc import Mapping
from datetime import date

import polars as pl


def next_working_days(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row a day of the known years: day_on, and the first working day from it on."""
    given = frames["holiday"].select("day_on", "is_workday")
    years = given["day_on"].dt.year().unique().sort()
    days = pl.concat(
        pl.date_range(date(year, 1, 1), date(year, 12, 31), eager=True) for year in years
    )
    is_worked = pl.coalesce("is_workday", pl.col("day_on").dt.weekday() < 6)
    return (
        pl.DataFrame({"day_on": days})
        .join(given, on="day_on", how="left")
        .sort("day_on")
        .with_columns(next_on=pl.when(is_worked).then("day_on").backward_fill())
        .select("day_on", "next_on")
    )


def with_end(
    rows: pl.DataFrame, frames: Mapping[str, pl.DataFrame], name: str, end: pl.Expr
) -> pl.DataFrame:
    """The rows with a last day, moved to the next working day where that is known."""
    rows = rows.with_columns(counted_on=end)
    joined = rows.join(
        next_working_days(frames), left_on="counted_on", right_on="day_on", how="left"
    )
    return joined.with_columns(pl.coalesce("next_on", "counted_on").alias(name)).drop(
        "next_on", "counted_on"
    )
