"""When a statutory period ends, and whether an act came too late or too early for it.

The day that begins a period is not counted (刑诉法105, 民诉法85); months end on the same day of the
month or on its last. The version in force on the day that begins it applies. Nothing is guessed:
where the length or a day off is not known, the answer is None.
"""

import calendar as months_of_a_year
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from supervision.clock_format import Clock, Unit, Version
from supervision.clocks import version_on
from supervision.errors import PeriodRefused
from supervision.working_days import LONGEST_BREAK, WorkingDays


@dataclass(frozen=True, kw_only=True, slots=True)
class Circumstances:
    """What changes the end of one period.

    extensions: ids of what was approved. extension_days: days approved, or for which it stood
    still. in_custody: whether somebody is held meanwhile.
    """

    extensions: tuple[str, ...] = ()
    extension_days: int = 0
    in_custody: bool = False


PLAIN = Circumstances()


def period_end(one: Clock, start_on: date, given: Circumstances = PLAIN) -> date | None:
    """The last day of the period as counted, whether or not it is worked.

    None where no version with these extensions was in force on start_on, the law gives no number,
    or working days are counted. Raises PeriodRefused for a period of hours and for an extension
    that it does not have.
    """
    version = _version(one, start_on, given)
    if version is None or version.unit in {None, Unit.WORKING_DAYS}:
        return None
    extensions = [version.extension(word) for word in given.extensions]
    months = sum(each.months for each in extensions)
    days = given.extension_days + sum(each.days for each in extensions)
    match version.unit:
        case Unit.YEARS:
            months += 12 * version.count
        case Unit.MONTHS:
            months += version.count
        case _:
            days += version.count
    if one.backwards:
        return start_on - timedelta(days=days)
    return _months_after(start_on, months, last_to_last=one.last_to_last) + timedelta(days=days)


def deadline(
    one: Clock,
    start_on: date,
    given: Circumstances = PLAIN,
    *,
    holidays: WorkingDays | None = None,
) -> date | None:
    """The last day of the period, moved to the next working day where the law moves it.

    None as `period_end` says, and where the days off of the year concerned are not known.
    """
    end = period_end(one, start_on, given)
    version = version_on(one, start_on)
    if version is not None and version.unit is Unit.WORKING_DAYS:
        return holidays.after(start_on, version.count) if holidays else None
    if end is None or not one.moves(in_custody=given.in_custody):
        return end
    return holidays.next_on(end) if holidays else None


def deadline_at(one: Clock, start_at: datetime) -> datetime | None:
    """The end of a period of hours; None where no version was in force on the day.

    start_at is local time. Raises PeriodRefused for a period of days, months or years.
    """
    if one.units != {Unit.HOURS}:
        raise PeriodRefused(f"{one.id} is not counted in hours.", hint="Give a day.")
    version = version_on(one, start_at.date())
    return None if version is None else start_at + timedelta(hours=version.count)


def is_too_late(
    one: Clock,
    start_on: date,
    done_on: date,
    given: Circumstances = PLAIN,
    *,
    holidays: WorkingDays | None = None,
) -> bool | None:
    """Whether the act came after the period.

    None only where `period_end` is unknown, or a day off that nobody supplied would decide.
    """
    span = _span(one, start_on, given)
    if span is None:
        return None
    if done_on <= span[0] or done_on > span[1]:
        return done_on > span[1]
    end = deadline(one, start_on, given, holidays=holidays)
    return None if end is None else done_on > end


def is_too_early(
    one: Clock,
    start_on: date,
    done_on: date,
    given: Circumstances = PLAIN,
    *,
    holidays: WorkingDays | None = None,
) -> bool | None:
    """Whether the act came before a shortest period was over; its last day is not too early."""
    span = _span(one, start_on, given)
    if span is None:
        return None
    if done_on < span[0] or done_on >= span[1]:
        return done_on < span[0]
    end = deadline(one, start_on, given, holidays=holidays)
    return None if end is None else done_on < end


def days_left(due_on: date, as_of: date) -> int:
    """Days from as_of to the last day; 0 on the last day itself, negative afterwards."""
    return (due_on - as_of).days


def is_overdue(due_on: date, as_of: date) -> bool:
    """Whether the last day has passed on as_of."""
    return as_of > due_on


def latest_working_end(count: int) -> int:
    """Calendar days that so many working days last at most."""
    return 2 * count + LONGEST_BREAK


def _span(one: Clock, start_on: date, given: Circumstances) -> tuple[date, date] | None:
    """The first and the last day on which the period can end, whatever the days off are."""
    end = period_end(one, start_on, given)
    version = version_on(one, start_on)
    if version is not None and version.unit is Unit.WORKING_DAYS:
        days = (version.count, latest_working_end(version.count))
        return start_on + timedelta(days=days[0]), start_on + timedelta(days=days[1])
    if end is None:
        return None
    moves = one.moves(in_custody=given.in_custody)
    return end, end + timedelta(days=LONGEST_BREAK if moves else 0)


def _version(one: Clock, start_on: date, given: Circumstances) -> Version | None:
    if Unit.HOURS in one.units:
        raise PeriodRefused(f"{one.id} is counted in hours.", hint="Give an instant.")
    if Unit.WORKING_DAYS in one.units and (given.extension_days or given.extensions):
        raise PeriodRefused(f"{one.id} is counted in working days.", hint="It has no extensions.")
    known = set(one.extension_ids)
    for word in given.extensions:
        if word not in known:
            raise PeriodRefused(
                f"{one.id} has no extension {word}.",
                hint=f"Its extensions are: {', '.join(one.extension_ids) or 'none'}.",
            )
    version = version_on(one, start_on)
    has_all = version is not None and set(given.extensions) <= {e.id for e in version.extensions}
    return version if has_all else None


def _months_after(day: date, months: int, *, last_to_last: bool) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = months_of_a_year.monthrange(year, month + 1)[1]
    is_last = day.day == months_of_a_year.monthrange(day.year, day.month)[1]
    wanted = last if last_to_last and is_last else min(day.day, last)
    return date(year, month + 1, wanted)
