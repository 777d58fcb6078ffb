"""What is wrong with statutory periods that have the right form: all mistakes, not the first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from supervision.clock_format import (
    IN_CUSTODY,
    TO_CHECK,
    Bound,
    Clock,
    HolidayEnd,
    Law,
    Limit,
    LimitVersion,
    Unit,
    Version,
)

Found = Iterator[tuple[str, str]]
"""Mistakes: where each stands, what it says."""


def law_mistakes(law: Law) -> Found:
    """What is wrong with one edition of a law."""
    where = f"laws.{law.id}"
    if law.first_on > law.last_on:
        yield where, "ends before it begins"
    if (law.in_force_from == TO_CHECK) and "in_force_from" not in law.to_check:
        yield where, f"in_force_from is {TO_CHECK} and must stand in to_check"


def clock_mistakes(clock: Clock, laws: Mapping[str, Law]) -> Found:
    """What is wrong with one clock, given the laws of all files."""
    where = f"clocks.{clock.id}"
    yield from _version_mistakes(where, clock.versions, laws)
    for version in clock.versions:
        yield from _length_mistakes(f"{where}.{version.law}", version)
    special = {Unit.HOURS, Unit.WORKING_DAYS} & clock.units
    if special and len(clock.units) > 1:
        yield where, "hours and working days cannot change into another unit"
    if (special or clock.backwards) and clock.holiday_end is not HolidayEnd.STAYS:
        yield where, "only a period of days, months or years, counted forwards, moves at its end"
    if clock.bound is Bound.EARLIEST and clock.holiday_end is not HolidayEnd.STAYS:
        yield where, "a shortest period does not move at its end"
    if clock.backwards and clock.units - {Unit.DAYS}:
        yield where, "only days are counted back"
    if clock.last_to_last and clock.units - {Unit.MONTHS, Unit.YEARS}:
        yield where, "last_to_last belongs to months and years"


def limit_mistakes(limit: Limit, laws: Mapping[str, Law]) -> Found:
    """What is wrong with one limit, given the laws of all files."""
    yield from _version_mistakes(f"limits.{limit.id}", limit.versions, laws)


def twice(where: str, ids: Iterable[str]) -> Found:
    """What is declared more than once."""
    for one, count in Counter(ids).items():
        if count > 1:
            yield f"{where}.{one}", "is declared twice"


def _version_mistakes(
    where: str, versions: tuple[Version, ...] | tuple[LimitVersion, ...], laws: Mapping[str, Law]
) -> Found:
    if not versions:
        yield where, "has no version"
    before = None
    for version in versions:
        law = laws.get(version.law)
        if law is None:
            yield f"{where}.{version.law}", "there is no law of this id"
            continue
        last_on = version.in_force_to or law.last_on
        if not law.first_on <= last_on <= law.last_on:
            yield f"{where}.{version.law}", "ends outside the days on which its law was in force"
        if before is not None and law.first_on <= before:
            yield f"{where}.{version.law}", "begins before the version above it has ended"
        if TO_CHECK in version.article and "article" not in version.to_check:
            yield f"{where}.{version.law}", f"article is {TO_CHECK} and must stand in to_check"
        before = last_on


def _length_mistakes(where: str, version: Version) -> Found:
    if len(version.lengths) + version.at_once != 1:
        yield where, f"needs exactly one of {', '.join(Unit)} or at_once"
    if version.extensions and version.unit in {Unit.HOURS, Unit.WORKING_DAYS, None}:
        yield where, "only a period of days, months or years can be extended"
    yield from twice(f"{where}.extensions", (one.id for one in version.extensions))
    for one in version.extensions:
        if one.id == IN_CUSTODY:
            yield f"{where}.{one.id}", "this name says that somebody is held"
        if not one.months and not one.days:
            yield f"{where}.{one.id}", "adds neither months nor days"
