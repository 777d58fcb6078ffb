"""What a statutory period may say: laws, clocks and limits of one TOML file, typed.

A clock names one period that one event begins. Where the law gives several lengths by the case
(拘留后三日或者三十日), each is a clock of its own; what lengthens a period is an extension.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from supervision.vocabulary import Line

TO_CHECK = "待核对"
"""Stands beside, or in place of, what nobody has vouched for."""

IN_CUSTODY = "in_custody"
"""Said of a clock whose end moves only where nobody is held."""

_STRICT = ConfigDict(extra="forbid")

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=1)]


class Bound(StrEnum):
    """Whether the act must come by the end of the period, or not before it."""

    LATEST = "latest"
    EARLIEST = "earliest"


class HolidayEnd(StrEnum):
    """What becomes of a period that ends on a day off: the next working day, or nothing."""

    MOVES = "moves"
    STAYS = "stays"
    STAYS_IN_CUSTODY = "stays_in_custody"


class Unit(StrEnum):
    """How a period is counted."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, kw_only=True, slots=True)
class Law:
    """One edition of a law, and the days on which it was in force, both included.

    in_force_from: 待核对 where unknown; it then has no first day. in_force_to: None while in force.
    to_check: the keys that nobody has vouched for.
    """

    __pydantic_config__ = _STRICT

    id: Name
    title: Words
    in_force_from: date | Literal["待核对"]
    in_force_to: date | None = None
    to_check: tuple[Literal["title", "in_force_from", "in_force_to"], ...] = ()

    @property
    def first_on(self) -> date:
        """The first day in force; the first day there is, where it is unknown."""
        return self.in_force_from if isinstance(self.in_force_from, date) else date.min

    @property
    def last_on(self) -> date:
        """The last day in force; the last day there is, while it is in force."""
        return self.in_force_to or date.max


@dataclass(frozen=True, kw_only=True, slots=True)
class Extension:
    """What the law adds to a period where it was approved; months are added before days."""

    __pydantic_config__ = _STRICT

    id: Name
    title: Words
    article: Words
    months: Annotated[int, Field(ge=0)] = 0
    days: Annotated[int, Field(ge=0)] = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """The period as one edition of a law has it: exactly one length, or `at_once` for none.

    law: the edition's id. in_force_to: where this article ended before its law did.
    to_check: what nobody has vouched for; `length` is the number, `unit` how it is counted.
    """

    __pydantic_config__ = _STRICT

    law: Name
    article: Words
    hours: Count | None = None
    days: Count | None = None
    working_days: Count | None = None
    months: Count | None = None
    years: Count | None = None
    at_once: bool = False
    in_force_to: date | None = None
    extensions: tuple[Extension, ...] = ()
    to_check: tuple[Literal["article", "length", "unit"], ...] = ()

    @property
    def lengths(self) -> tuple[tuple[Unit, int], ...]:
        """What the file gives; `clock_checks` sees that it is exactly one, or `at_once`."""
        return tuple((unit, count) for unit in Unit if (count := getattr(self, unit.value)))

    @property
    def unit(self) -> Unit | None:
        """How the period is counted; None where it has no number (`at_once`)."""
        return self.lengths[0][0] if self.lengths else None

    @property
    def count(self) -> int:
        """Its number of units; 0 where it has none."""
        return self.lengths[0][1] if self.lengths else 0

    def extension(self, extension_id: str) -> Extension:
        """The extension of this id; raises KeyError where this version has none."""
        return {one.id: one for one in self.extensions}[extension_id]


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """One statutory period.

    starts, must: the event that begins it, and what must have been done by its end (or not before).
    backwards: counted back from the event, in days.
    last_to_last: a month that begins on a month's last day ends on the next month's last day.
    restarts, stops: what begins it anew (the caller gives that day as the start), and what it
        stands still for (the caller gives those days as extension days).
    to_check: which of the clock's own keys nobody has vouched for.
    """

    __pydantic_config__ = _STRICT

    id: Name
    title: Words
    title_en: Words
    line: Line
    starts: Words
    must: Words
    bound: Bound = Bound.LATEST
    holiday_end: HolidayEnd
    backwards: bool = False
    last_to_last: bool = False
    restarts: tuple[Words, ...] = ()
    stops: tuple[Words, ...] = ()
    versions: tuple[Version, ...]
    note: str = ""
    to_check: tuple[Literal["holiday_end", "last_to_last", "starts"], ...] = ()

    @property
    def extension_ids(self) -> tuple[str, ...]:
        """The extensions of all versions, each once."""
        found = (one.id for version in self.versions for one in version.extensions)
        return tuple(dict.fromkeys(found))

    @property
    def units(self) -> frozenset[Unit]:
        """How its versions are counted."""
        return frozenset(unit for version in self.versions for unit, _ in version.lengths)

    def moves(self, *, in_custody: bool = False) -> bool:
        """Whether an end on a day off moves to the next working day."""
        is_held = in_custody and self.holiday_end is HolidayEnd.STAYS_IN_CUSTODY
        return self.holiday_end is not HolidayEnd.STAYS and not is_held


@dataclass(frozen=True, kw_only=True, slots=True)
class LimitVersion:
    """The number as one edition of a law has it."""

    __pydantic_config__ = _STRICT

    law: Name
    article: Words
    value: Decimal
    in_force_to: date | None = None
    to_check: tuple[Literal["article", "value"], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """A number that the law sets and that is no period: a cap, a rate, a least amount."""

    __pydantic_config__ = _STRICT

    id: Name
    title: Words
    title_en: Words
    line: Line
    unit: Literal["months", "share", "yuan", "times"]
    versions: tuple[LimitVersion, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodFile:
    """What one file of `supervision/periods` declares."""

    __pydantic_config__ = _STRICT

    laws: Sequence[Law] = ()
    clocks: Sequence[Clock] = ()
    limits: Sequence[Limit] = ()
