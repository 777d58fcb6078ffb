"""What readers of columns share: values put where a condition holds, and faults named once."""

from functools import lru_cache

import polars as pl


def first_fault(faults: pl.Series, where: pl.Series, reason: str) -> pl.Series:
    """The faults, with this reason where the condition holds and none stands yet."""
    where = where & faults.is_null()
    return faults.set(where, reason) if where.any() else faults


def put(series: pl.Series, where: pl.Series, found: pl.Series) -> pl.Series:
    """The series with what was found put, in order, where the condition holds."""
    if not found.len():
        return series
    places = (where.cast(pl.Int64).cum_sum() - 1).clip(0)
    return found.gather(places).zip_with(where, series)


def no_faults(text: pl.Series) -> pl.Series:
    """As many nulls as there are texts."""
    return _nulls(text.len())


@lru_cache(maxsize=4)
def _nulls(count: int) -> pl.Series:
    """Made once for all columns of a block: series are never changed in place."""
    return pl.repeat(None, count, dtype=pl.String, eager=True)
