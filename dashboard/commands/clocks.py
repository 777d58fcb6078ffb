"""Statutory periods: the list, and the last day of one."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from dashboard import answers
from dashboard.commands.opening import opened
from dashboard.commands.options import AsJson, Day, Home, Viewer, a_day
from data_access.days_off import days_off
from data_access.errors import StoreMissing
from supervision.clock_format import Bound, Clock, Extension, HolidayEnd, Unit, Version
from supervision.clocks import clock, in_force, load_periods, unvouched, version_on
from supervision.deadlines import Circumstances, days_left, deadline, is_too_late, period_end
from supervision.vocabulary import Line
from supervision.working_days import WorkingDays

LIST_COLUMNS = ("id", "title", "length", "bound", "law", "article", "in_force_from", "to_check")


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionAnswer:
    """A period as one edition of a law has it; in_force_from is null where it is not known."""

    law: str
    article: str
    length: str
    in_force_from: date | None
    in_force_to: date | None
    extensions: tuple[Extension, ...]
    to_check: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockAnswer:
    """A statutory period; law, article, length and to_check (待核对) are of its newest version."""

    id: str
    title: str
    title_en: str
    line: Line
    starts: str
    must: str
    bound: Bound
    length: str
    law: str
    article: str
    in_force_from: date | None
    holiday_end: HolidayEnd
    restarts: tuple[str, ...]
    stops: tuple[str, ...]
    note: str
    to_check: tuple[str, ...]
    versions: tuple[VersionAnswer, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class DeadlineAnswer:
    """One period computed.

    end_on: the last day as counted. due_on: moved to the next working day where the law moves it;
    null where the days off are not known. days_left, is_overdue: null without an as-of, for a
    shortest period, and where a day off that is not known would decide.
    to_check: what of it nobody has vouched for (待核对).
    """

    id: str
    title: str
    start_on: date
    extensions: tuple[str, ...]
    extension_days: int
    in_custody: bool
    law: str | None
    article: str | None
    length: str | None
    end_on: date | None
    due_on: date | None
    as_of: date | None
    days_left: int | None
    is_overdue: bool | None
    to_check: tuple[str, ...]


def clocks(
    key: Annotated[str | None, typer.Argument(metavar="KEY", help="One period.")] = None,
    *,
    start: Annotated[
        date | None,
        typer.Option(parser=a_day, metavar="DAY", help="What begins it, or begins it anew."),
    ] = None,
    extension: Annotated[
        list[str] | None, typer.Option("--extension", metavar="ID", help="What was approved.")
    ] = None,
    extension_days: Annotated[
        int, typer.Option(help="Days approved, or for which it stood still.")
    ] = 0,
    in_custody: Annotated[bool, typer.Option("--in-custody", help="Somebody is held.")] = False,
    as_of: Day = None,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """The statutory periods with their articles; with --start the last day of one."""
    if start is not None:
        if key is None:
            raise typer.BadParameter("--start needs a KEY.")
        given = Circumstances(
            extensions=tuple(extension or ()), extension_days=extension_days, in_custody=in_custody
        )
        one = clock(key)
        needs = Unit.WORKING_DAYS in one.units or one.moves(in_custody=in_custody)
        holidays = _days_off(home, viewer) if needs else None
        answer = _computed(one, start, given, as_of, holidays)
        answers.show(answer, as_json_text=as_json)
    elif extension or extension_days or in_custody or as_of:
        raise typer.BadParameter("These options compute a period: say --start.")
    elif key is not None:
        answers.show(_answer(clock(key)), as_json_text=as_json)
    else:
        found = [_answer(one) for one in load_periods().clocks.values()]
        answers.show(found, as_json_text=as_json, columns=LIST_COLUMNS)


def _days_off(home: Path | None, viewer: str | None) -> WorkingDays | None:
    """The days off of the home; None where none is named and none stands where it would."""
    try:
        with opened(home, viewer) as desk:
            return days_off(desk.stores, desk.scope)
    except StoreMissing:
        if home is not None:
            raise
        return None


def _computed(
    one: Clock, start: date, given: Circumstances, as_of: date | None, holidays: WorkingDays | None
) -> DeadlineAnswer:
    due_on = deadline(one, start, given, holidays=holidays)
    version = version_on(one, start)
    runs_out = one.bound is Bound.LATEST
    return DeadlineAnswer(
        id=one.id,
        title=one.title,
        start_on=start,
        extensions=given.extensions,
        extension_days=given.extension_days,
        in_custody=given.in_custody,
        law=version and load_periods().laws[version.law].title,
        article=version and version.article,
        length=version and _length(version),
        end_on=period_end(one, start, given),
        due_on=due_on,
        as_of=as_of,
        days_left=days_left(due_on, as_of) if runs_out and due_on and as_of else None,
        is_overdue=is_too_late(one, start, as_of, given, holidays=holidays)
        if runs_out and as_of
        else None,
        to_check=unvouched(one, version) if version else (),
    )


def _answer(one: Clock) -> ClockAnswer:
    versions = tuple(_version(one, version) for version in one.versions)
    return ClockAnswer(
        id=one.id,
        title=one.title,
        title_en=one.title_en,
        line=one.line,
        starts=one.starts,
        must=one.must,
        bound=one.bound,
        length=versions[-1].length,
        law=versions[-1].law,
        article=versions[-1].article,
        in_force_from=versions[-1].in_force_from,
        holiday_end=one.holiday_end,
        restarts=one.restarts,
        stops=one.stops,
        note=one.note,
        to_check=versions[-1].to_check,
        versions=versions,
    )


def _version(one: Clock, version: Version) -> VersionAnswer:
    first_on, _ = in_force(version)
    law = load_periods().laws[version.law]
    return VersionAnswer(
        law=law.title,
        article=version.article,
        length=_length(version),
        in_force_from=None if first_on == date.min else first_on,
        in_force_to=version.in_force_to or law.in_force_to,
        extensions=version.extensions,
        to_check=unvouched(one, version),
    )


def _length(version: Version) -> str:
    if version.unit is None:
        return "at once"
    return f"{version.count} {version.unit.value.replace('_', ' ')}"
