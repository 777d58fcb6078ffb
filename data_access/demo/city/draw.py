"""Chance for one table: so many values of each kind, the same for the same seed and name."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np
import polars as pl

from data_access.demo.city.codes import numbered

FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2025, 12, 31)
"""The six years of which the city's agencies speak."""

_EAST_OF_UTC = 8
MONTHS = 72


class Draw:
    """Draws `count` values at a time; two draws of one name and seed are equal.

    first is the number of its first row in a table that is made in volumes.
    """

    def __init__(self, seed: int, name: str, count: int, first: int = 1) -> None:
        self.count, self._first = count, first
        self._chance = np.random.default_rng([seed, *name.encode()])

    def whole(self, low: int, high: int) -> pl.Series:
        """Whole numbers from low to high, both included."""
        return pl.Series(self._chance.integers(low, high + 1, self.count), dtype=pl.Int64)

    def share(self) -> pl.Series:
        """Numbers from 0 to 1."""
        return pl.Series(self._chance.random(self.count))

    def flag(self, share: float) -> pl.Series:
        """True in this share of the rows."""
        return pl.Series(self._chance.random(self.count) < share)

    def yuan(self, middle: float, spread: float = 0.7) -> pl.Series:
        """Amounts around a median, rounded to the fen."""
        return pl.Series(np.round(self._chance.lognormal(np.log(middle), spread, self.count), 2))

    def pick(self, values: Sequence[object] | Mapping[str, float]) -> pl.Series:
        """One of the values in each row; a mapping gives each its weight."""
        names = list(values)
        weights = None
        if isinstance(values, Mapping):
            given = np.array([values[name] for name in values], dtype=float)
            weights = given / given.sum()
        places = self._chance.choice(len(names), self.count, p=weights)
        return pl.Series(names).gather(places)

    def day(self, first: date = FIRST_DAY, last: date = LAST_DAY) -> pl.Series:
        """Days from first to last, both included."""
        span = (last - first).days
        days = self._chance.integers(0, span + 1, self.count) + (first - date(1970, 1, 1)).days
        return pl.Series(days.astype("int32")).cast(pl.Date)

    def season_day(self, months: Sequence[float], years: Sequence[float]) -> pl.Series:
        """Days of the six years, so many parts in each month of the year and in each year."""
        weights = np.outer(years, months).ravel()
        month = self._chance.choice(len(weights), self.count, p=weights / weights.sum())
        day = self._chance.integers(0, 28, self.count)
        frame = pl.DataFrame({"year": 2020 + month // 12, "month": 1 + month % 12, "day": 1 + day})
        return frame.select(pl.date("year", "month", "day")).to_series()

    def instant(self, days: pl.Series, first_hour: int = 8, last_hour: int = 20) -> pl.Series:
        """Instants (UTC) on the days, from the first to the last hour of the day in the city."""
        seconds = self.whole(first_hour * 3600, last_hour * 3600 + 3599) - _EAST_OF_UTC * 3600
        frame = pl.DataFrame({"day": days, "seconds": seconds})
        at = pl.col("day").cast(pl.Datetime("us")) + pl.duration(seconds=pl.col("seconds"))
        return frame.select(at.dt.replace_time_zone("UTC")).to_series()

    def rows(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Rows of the frame, any of them any number of times."""
        return frame[self._chance.integers(0, frame.height, self.count)]

    def some(self, frame: pl.DataFrame) -> pl.DataFrame:
        """So many different rows of the frame, or all of them where it has fewer."""
        return frame[self._chance.permutation(frame.height)[: self.count]]

    def digits(self, length: int) -> pl.Series:
        """Texts of so many digits."""
        return self.whole(0, 10**length - 1).cast(pl.String).str.zfill(length)

    def numbers(self, pattern: str, digits: int = 6) -> pl.Series:
        """A document number for each row, as `numbered` makes them, from that of the first row."""
        return numbered(pattern, self.count, self._first, digits)


def later(day: str | pl.Expr | pl.Series, days: pl.Series | pl.Expr | int) -> pl.Expr:
    """The day so many days after another, which is a column's name, its values or an expression."""
    start = (
        pl.col(day) if isinstance(day, str) else pl.lit(day) if isinstance(day, pl.Series) else day
    )
    count = pl.lit(days) if isinstance(days, pl.Series) else days
    return start + pl.duration(days=count)


def until_last_day(column: pl.Expr) -> pl.Expr:
    """The day, or none where it lies behind the last day of which the city speaks."""
    return pl.when(column <= LAST_DAY).then(column)


def month_starts(first: date = FIRST_DAY, last: date = LAST_DAY) -> pl.DataFrame:
    """The first days of the months, in the column `month_on`."""
    return pl.DataFrame({"month_on": pl.date_range(first, last, "1mo", eager=True)})


def days_before(day: date, count: int) -> date:
    """The day so many days before another."""
    return day - timedelta(days=count)
