"""What a viewer says about files that are to be taken in, and what became of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from supervision.drill_down import DrillDown

Progress = Callable[[float | None, str], None]
"""Told how far the work is (0 to 1, None while it cannot be told) and a message key."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IntakeOptions:
    """What a viewer says about the files.

    dataset: None means that it is recognised.
    mapping: header -> column, for headers that the contract does not know.
    set_values: column -> value that holds for every row.
    unit: the owner unit; None means the viewer's own.
    received_on: None means today in Asia/Shanghai.
    skip_bad: leave out files that cannot be read instead of refusing the batch.
    dry_run: report only; nothing is written and ids are null.
    """

    dataset: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    set_values: Mapping[str, str] = field(default_factory=dict)
    supplier: str | None = None
    unit: str | None = None
    received_on: date | None = None
    skip_bad: bool = False
    dry_run: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class FileReport:
    """What became of one file; `path` is as given, rows_read = loaded + rejected + repeated."""

    path: str
    sha256: str
    encoding: str
    header_row: int
    rows_read: int
    rows_loaded: int
    rows_rejected: int
    rows_repeated: int
    rows_updated: int
    rows_set_aside: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SkippedFile:
    """A file that could not be read, and why."""

    path: str
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reject:
    """One fault of one row; `reason` is the sentence of `code`, `column` None for the whole row."""

    file: str
    line: int
    column: str | None
    value: str | None
    reason: str
    code: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MappedColumn:
    """From where a column of the contract is filled.

    header: the source's spelling; None where a set value, the file's name or nothing fills it.
    how: header, layout, map, remembered, set, split, file_name, or none for an optional column
        left empty.
    unit: the unit of the source's numbers, which are converted; None where they stay as they are.
    """

    column: str
    title: str
    header: str | None
    how: str
    value: str | None
    unit: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class IntakeReport:
    """What became of one call.

    batch_id: None where nothing was written: a dry run, or files that all came in before.
    snapshot: the lake's newest snapshot after it; None after a dry run.
    rejects_file: a CSV of the rejected rows; None where there are none or nothing was written.
    mapping, ignored, first_rows, first_rejects, drill_down: of a dry run, as the first file's
        preview has them.
    """

    dataset: str
    batch_id: str | None
    snapshot: int | None
    rows_read: int
    rows_loaded: int
    rows_rejected: int
    rows_repeated: int
    rows_updated: int
    rows_set_aside: int
    files: tuple[FileReport, ...]
    rejects_file: str | None
    seconds: float
    passed_over: tuple[str, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()
    mapping: tuple[MappedColumn, ...] = ()
    ignored: tuple[str, ...] = ()
    first_rows: tuple[Mapping[str, Any], ...] = ()
    first_rejects: tuple[Reject, ...] = ()
    drill_down: DrillDown | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """What the first file would become; nothing is written.

    rows: its first rows as they would be stored, with their `source_line`.
    ignored: headers that fill no column.
    rows_updated, rows_repeated: how many of the rows replace one that stands, and how many stand
        already or lose to a later one of their key.
    is_part: only the beginning of a large file was looked at.
    drill_down: what the file's name said, where that chose the dataset; None for other files.
    """

    dataset: str
    path: str
    encoding: str
    header_row: int
    mapping: tuple[MappedColumn, ...]
    ignored: tuple[str, ...]
    rows: pl.DataFrame
    rejects: tuple[Reject, ...]
    rows_read: int
    rows_rejected: int
    rows_updated: int
    rows_repeated: int
    rows_set_aside: int
    files: int
    is_part: bool
    drill_down: DrillDown | None = None
