"""Days off: which days are worked, from the yearly notices on holidays (dataset `holiday`).

A year is known once the dataset has a day of it; its other days are worked from Monday to Friday.
What falls into a year that is not known, or reaches into one, is None: never guessed.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

HOLIDAYS = "holiday"
"""The dataset of days that are worked or not otherwise than a plain week has it."""

COLUMNS = ("day_on", "is_workday")
"""What must be required of it."""

CALENDAR = "working_calendar"
"""The relation that `calendar_statements` makes: one row a day of each known year.

legal_day_on; legal_next_on, the first working day from it on; legal_ordinal, its number among the
working days of its block; legal_block, the same for years without a gap; legal_is_working.
"""

LONGEST_BREAK = 15
"""Days by which a break moves an end at most; the longest so far lasted ten (spring of 2020)."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkingDays:
    """The working days of these years; `exceptions` says of a day whether it is worked."""

    years: frozenset[int]
    exceptions: Mapping[date, bool]

    def is_worked(self, day: date) -> bool | None:
        """Whether the day is worked; None in a year that is not known."""
        if day.year not in self.years:
            return None
        return self.exceptions.get(day, day.weekday() < 5)

    def next_on(self, day: date) -> date | None:
        """The first working day from this one on, itself included."""
        while (worked := self.is_worked(day)) is False:
            day += _ONE_DAY
        return day if worked else None

    def after(self, day: date, count: int) -> date | None:
        """The working day with which so many have passed since this day, itself not counted."""
        if self.is_worked(day) is None:
            return None
        while count:
            day += _ONE_DAY
            worked = self.is_worked(day)
            if worked is None:
                return None
            count -= worked
        return day


def working_days(rows: Iterable[tuple[date, bool]]) -> WorkingDays:
    """The working days from rows of the dataset (day_on, is_workday).

    Where suppliers differ about a day it is not worked: a period then ends later, not earlier.
    """
    found: dict[date, bool] = {}
    for day, worked in rows:
        found[day] = worked and found.get(day, True)
    return WorkingDays(years=frozenset(day.year for day in found), exceptions=found)


def calendar_statements(datasets: Collection[str]) -> list[str]:
    """What makes `working_calendar` from `source_holiday`, where the datasets hold it."""
    if HOLIDAYS not in datasets:
        return []
    return [f"CREATE TEMPORARY TABLE {CALENDAR} AS {CALENDAR_ROWS}"]


CALENDAR_ROWS = f"""
WITH given AS (
  SELECT day_on, BOOL_AND(is_workday) AS is_workday FROM source_{HOLIDAYS}
  WHERE day_on IS NOT NULL GROUP BY day_on
), years AS (
  SELECT known_year, known_year - ROW_NUMBER() OVER (ORDER BY known_year) AS legal_block
  FROM (SELECT DISTINCT YEAR(day_on) AS known_year FROM given) AS known
), days AS (
  SELECT CAST(MAKE_DATE(known_year, 1, 1) + CAST(number AS INTEGER) AS DATE) AS legal_day_on,
    known_year, legal_block
  FROM years CROSS JOIN (SELECT UNNEST(RANGE(366)) AS number) AS numbers
), worked AS (
  SELECT legal_day_on, legal_block, COALESCE(is_workday, ISODOW(legal_day_on) < 6)
    AS legal_is_working
  FROM days LEFT JOIN given ON given.day_on = days.legal_day_on
  WHERE YEAR(legal_day_on) = known_year
)
SELECT legal_day_on, legal_block, legal_is_working,
  MIN(CASE WHEN legal_is_working THEN legal_day_on END) OVER (PARTITION BY legal_block
    ORDER BY legal_day_on ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS legal_next_on,
  COUNT(CASE WHEN legal_is_working THEN 1 END) OVER (PARTITION BY legal_block
    ORDER BY legal_day_on ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS legal_ordinal
FROM worked
"""
"""The statement of the rows of `working_calendar`."""
