"""Statutory periods: what each is, on which article it rests, and which version was in force when.

A further period is a further table under `periods/`, and no code.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from supervision.clock_checks import clock_mistakes, law_mistakes, limit_mistakes, twice
from supervision.clock_format import Clock, Law, Limit, LimitVersion, PeriodFile, Version
from supervision.errors import ClockMistakes, Mistake, UnknownName

One = TypeVar("One", Law, Clock, Limit)

_ADAPTER: TypeAdapter[PeriodFile] = TypeAdapter(PeriodFile)


@dataclass(frozen=True, kw_only=True, slots=True)
class Periods:
    """All laws, clocks and limits by id, sorted by id."""

    laws: Mapping[str, Law]
    clocks: Mapping[str, Clock]
    limits: Mapping[str, Limit]

    def in_force(self, version: Version | LimitVersion) -> tuple[date, date]:
        """The first and the last day on which this version was in force."""
        law = self.laws[version.law]
        return law.first_on, version.in_force_to or law.last_on


@cache
def load_periods() -> Periods:
    """All packaged periods; raises ClockMistakes with the mistakes of all files."""
    folder = files("supervision") / "periods"
    texts = {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }
    return read_periods(texts)


def read_periods(texts: Mapping[str, str]) -> Periods:
    """The periods that TOML texts declare, by the names of their files.

    Raises ClockMistakes with every mistake of all texts.
    """
    read: dict[str, PeriodFile] = {}
    mistakes: list[Mistake] = []
    for file, text in sorted(texts.items()):
        try:
            read[file] = _ADAPTER.validate_python(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            mistakes.append(Mistake(file=file, where="TOML", says=str(error)))
        except ValidationError as error:
            mistakes += [
                Mistake(file=file, where=".".join(map(str, one["loc"])), says=one["msg"])
                for one in error.errors()
            ]
    if not mistakes:
        mistakes = list(_mistakes(read))
    if mistakes:
        raise ClockMistakes(mistakes)
    return Periods(
        laws=_by_id(law for file in read.values() for law in file.laws),
        clocks=_by_id(one for file in read.values() for one in file.clocks),
        limits=_by_id(one for file in read.values() for one in file.limits),
    )


def clock(clock_id: str) -> Clock:
    """The clock of this id; raises UnknownName where there is none."""
    found = load_periods().clocks.get(clock_id)
    if found is None:
        raise UnknownName(
            f"There is no statutory period {clock_id}.",
            hint="The statutory periods are listed by sijian clocks.",
        )
    return found


def in_force(version: Version | LimitVersion) -> tuple[date, date]:
    """The first and the last day on which this version of a packaged period was in force."""
    return load_periods().in_force(version)


def version_on(one: Clock, day: date) -> Version | None:
    """The version in force on the day; None where there was none."""
    for version in one.versions:
        first_on, last_on = in_force(version)
        if first_on <= day <= last_on:
            return version
    return None


def unvouched(one: Clock | Limit, version: Version | LimitVersion) -> tuple[str, ...]:
    """The keys that nobody has vouched for: of the period, of this version and of its law."""
    own: tuple[str, ...] = one.to_check if isinstance(one, Clock) else ()
    return (*own, *version.to_check, *load_periods().laws[version.law].to_check)


def _by_id(found: Iterable[One]) -> dict[str, One]:
    return {one.id: one for one in sorted(found, key=lambda one: one.id)}


def _mistakes(read: Mapping[str, PeriodFile]) -> Iterator[Mistake]:
    laws = {law.id: law for file in read.values() for law in file.laws}
    for file, found in read.items():
        places = [place for law in found.laws for place in law_mistakes(law)]
        places += [place for one in found.clocks for place in clock_mistakes(one, laws)]
        places += [place for one in found.limits for place in limit_mistakes(one, laws)]
        yield from (Mistake(file=file, where=where, says=says) for where, says in places)
    for key in ("laws", "clocks", "limits"):
        ids = (one.id for file in read.values() for one in getattr(file, key))
        yield from (
            Mistake(file="periods", where=where, says=says) for where, says in twice(key, ids)
        )
