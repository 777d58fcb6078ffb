"""What a dataset contract may say: the declarations of one TOML file, typed.

A source column is recognised by its header (the column's name, its Chinese title, or one of
`headers`); what a header cannot say is declared as data: a layout (which headers mean which side,
and what then holds for every row), a split (one source column that fills two of ours), or the
file's name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from supervision.errors import UnknownName
from supervision.vocabulary import Sensitivity

NOT_KNOWN = "待核对"
"""Stands where a legal basis is not yet known: never guessed, listed by `docs/datasets.md`."""

RESERVED = ("unit_code", "batch_id", "file_sha256", "source_line", "row_id")
"""Columns that the pool adds to every dataset, in this order."""

_STRICT = ConfigDict(extra="forbid")

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, Field(min_length=1)]
Counterpart = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]


class ColumnType(StrEnum):
    """What a column holds; decides how its text is read and how the pool stores it."""

    TEXT = "text"
    MONEY = "money"
    NUMBER = "number"
    INTEGER = "integer"
    DATE = "date"
    INSTANT = "instant"
    CODE = "code"
    BOOLEAN = "boolean"


_DAYS = (ColumnType.DATE, ColumnType.INSTANT)


class Mode(StrEnum):
    """How a batch meets what stands in the pool: added to it, or replacing rows of the same key."""

    APPEND = "append"
    MERGE = "merge"


class Rhythm(StrEnum):
    """How often the agency supplies a dataset; its freshness is judged against it."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    ONCE = "once"


class Identifier(StrEnum):
    """What a column of text identifies; decides how its check digit and its form are judged."""

    RESIDENT_ID = "resident_id"
    CREDIT_CODE = "credit_code"
    CASE_NUMBER = "case_number"
    PLATE = "plate"
    PHONE = "phone"
    BANK_ACCOUNT = "bank_account"
    DOCUMENT_NUMBER = "document_number"


class CheckLevel(StrEnum):
    """What a check looks at: one column of a row, a row, or all rows together."""

    FIELD = "field"
    ROW = "row"
    DATASET = "dataset"


@dataclass(frozen=True, kw_only=True, slots=True)
class Split:
    """One part of a source column; `part` counts from 1; without a separator it is the whole."""

    __pydantic_config__ = _STRICT

    headers: tuple[Words, ...]
    separator: Words
    part: Annotated[int, Field(ge=1)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """A part of another text: what the first pattern that fits says in its one group.

    headers, patterns: of the field that it is drawn from, where a table has one.
    titles: patterns for the lines above the header, where it has none.
    """

    __pydantic_config__ = _STRICT

    headers: tuple[Words, ...] = ()
    patterns: tuple[Words, ...] = ()
    titles: tuple[Words, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Unpivot:
    """Fields of one record that are rows of their own, as a column for each year.

    headers: a pattern that fits the whole header of such a field; its one group fills the column
        `name`, the field the column `value`. A field without a value is no row.
    """

    __pydantic_config__ = _STRICT

    headers: Words
    name: Name
    value: Name


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column of a dataset.

    headers: further spellings of its header, besides `name` and `title`.
    codes: source word -> code (type code only); the codes themselves are accepted as well.
    unit: what its numbers count (yuan, 件); None where it has none.
    sensitivity: None means the dataset's.
    month_is: which day a value stands for that names only a month (type date only).
    day_order: how a day is written whose year stands last, as in 5/26/2026 (type date only); None
        where none is: such a day is never guessed.
    rounded_to: decimals of a measured number to which more are rounded, half to even (type number
        only); None where more than six are a fault. Amounts are never rounded.
    split: the source column it is a part of, where it has none of its own.
    drawn: the text it is a part of, where it has no column of its own.
    from_file_name: the file's name without its suffix fills it where nothing else does.
    identifier: what it identifies (type text only); None where it identifies nothing.
    refers: `dataset.column` whose values it names; None where it names none.
    missing: words that stand for no value in this column, besides the dataset's.
    """

    __pydantic_config__ = _STRICT

    name: Name
    title: Words
    title_en: Words
    type: ColumnType
    required: bool = False
    headers: tuple[Words, ...] = ()
    codes: Mapping[str, Name] = field(default_factory=dict)
    unit: Words | None = None
    sensitivity: Sensitivity | None = None
    mask: Literal["person_name", "identifier", "phone"] | None = None
    month_is: Literal["first_day", "last_day"] | None = None
    day_order: Literal["month_first", "day_first"] | None = None
    rounded_to: Annotated[int, Field(ge=0, le=6)] | None = None
    split: Split | None = None
    drawn: Drawn | None = None
    from_file_name: bool = False
    identifier: Identifier | None = None
    refers: Counterpart | None = None
    missing: tuple[Words, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """One form in which a source supplies the dataset: these headers, and what they imply.

    It applies to a table that has all of `headers` (header -> column); `set` (column -> code or
    text) then holds for every row.
    """

    __pydantic_config__ = _STRICT

    title: Words
    headers: Mapping[str, Name]
    set: Mapping[Name, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """A report of the statistics subsystem whose drill-down exports are rows of the dataset.

    counts: what a row of such an export is (人, 件); set: what then holds for every row, where no
        column says it.
    """

    __pydantic_config__ = _STRICT

    title: Words
    counts: Words
    set: Mapping[Name, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """A condition that good data meet.

    holds: a portable SQL condition over the contract's columns, at the level dataset over
        aggregates of them; NULL means that it does not apply.
    """

    __pydantic_config__ = _STRICT

    id: Name
    level: CheckLevel
    title: Words
    title_en: Words
    holds: Words


@dataclass(frozen=True, kw_only=True, slots=True)
class DatasetContract:
    """What one dataset consists of, whose it is and on what basis it is supplied.

    key: the columns that name a record; under `merge` the last row with a key wins, under `append`
        it is information.
    dated_by: the date or instant column whose day is the row's date; None for a timeless dataset.
    dated_from: the column of the first day that a row speaks of, where `dated_by` is the last.
    rhythm: how often it is supplied; None where nothing was agreed.
    missing: words that stand for no value in each of its columns.
    reports: the reports of the statistics subsystem whose drill-down exports it takes in.
    unpivot: which fields are rows of their own, in tables that have no column for their value.
    is_reference: it says what days, places or words mean (参考表), and names nobody: what a unit
    has taken in holds for the units below it, too.
    """

    __pydantic_config__ = _STRICT

    id: Name
    title: Words
    title_en: Words
    owner: Words
    owner_en: Words
    basis: Words
    sensitivity: Sensitivity
    mode: Mode
    key: tuple[Name, ...]
    columns: tuple[Column, ...]
    dated_by: Name | None = None
    dated_from: Name | None = None
    layouts: tuple[Layout, ...] = ()
    rhythm: Rhythm | None = None
    missing: tuple[Words, ...] = ()
    reports: tuple[Report, ...] = ()
    unpivot: Unpivot | None = None
    is_reference: bool = False
    checks: tuple[Check, ...] = ()
    note: str = ""

    def column(self, name: str) -> Column:
        """The column of this name; raises UnknownName."""
        for column in self.columns:
            if column.name == name:
                return column
        raise UnknownName(
            f"The dataset {self.id} has no column {name}.",
            hint="Its columns are " + ", ".join(column.name for column in self.columns) + ".",
        )
