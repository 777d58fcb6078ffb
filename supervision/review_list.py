"""A review list (待核查清单): its sheets, columns and cover facts, ready for any writer.

What is written is settled here once, for every format: a writer turns sheets of cells into bytes
and decides nothing. Words come from outside, by key, since a list speaks the office's language.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from supervision.cells import Cell, CellKind

MOST_SHEET_ROWS = 1_000_000
"""Rows of one sheet, its header apart; a workbook's sheet takes 1,048,576 in all."""

Words = Callable[[str], str]
"""The text of a message key."""


class ExportFormat(StrEnum):
    """The formats of a list, as the suffix of its file."""

    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column: its id (the key of its title), what it holds, how wide it is in characters."""

    id: str
    kind: CellKind
    width: int


def _columns(*declared: tuple[str, CellKind, int]) -> tuple[Column, ...]:
    return tuple(Column(id=name, kind=kind, width=width) for name, kind, width in declared)


LIST_COLUMNS = _columns(
    ("export_id", CellKind.IDENTIFIER, 16),
    ("lead_no", CellKind.WHOLE, 8),
    ("title", CellKind.TEXT, 34),
    ("subject", CellKind.IDENTIFIER, 22),
    ("score", CellKind.WHOLE, 9),
    ("state", CellKind.TEXT, 10),
    ("last_reason", CellKind.TEXT, 14),
    ("line", CellKind.TEXT, 14),
    ("business", CellKind.TEXT, 14),
    ("unit", CellKind.IDENTIFIER, 12),
    ("unit_name", CellKind.TEXT, 22),
    ("period", CellKind.IDENTIFIER, 12),
    ("event_on", CellKind.DAY, 12),
    ("received_on", CellKind.DAY, 12),
    ("due_on", CellKind.DAY, 12),
    ("amount_yuan", CellKind.MONEY, 16),
    ("confidence", CellKind.TEXT, 10),
    ("is_degraded", CellKind.TEXT, 8),
    ("is_withdrawn", CellKind.TEXT, 10),
    ("assignee", CellKind.IDENTIFIER, 12),
    ("reasons", CellKind.TEXT, 60),
    ("model", CellKind.IDENTIFIER, 18),
    ("version", CellKind.WHOLE, 8),
    ("as_of", CellKind.DAY, 12),
    ("snapshot", CellKind.WHOLE, 8),
    ("run_id", CellKind.IDENTIFIER, 20),
    ("batches", CellKind.IDENTIFIER, 20),
    ("lead_id", CellKind.IDENTIFIER, 20),
)
"""One row a lead. The export number stands in the first column, so that a row knows its list."""

REASON_COLUMNS = _columns(
    ("lead_no", CellKind.WHOLE, 8),
    ("subject", CellKind.IDENTIFIER, 22),
    ("says", CellKind.TEXT, 50),
    ("actual", CellKind.VALUE, 18),
    ("limit", CellKind.VALUE, 18),
)
"""One row a condition that a lead met."""

COVER_COLUMNS = _columns(("fact", CellKind.TEXT, 18), ("says", CellKind.VALUE, 90))


@dataclass(frozen=True, kw_only=True, slots=True)
class RunFacts:
    """One run behind the leads of a list; parameters as they were used, by name.

    parameters is None where the run read units outside of the viewer's scope.
    """

    model: str
    version: int
    run_id: str
    snapshot: int
    as_of: date
    parameters: Mapping[str, object] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Cover:
    """What a list says of itself.

    filters: what narrowed the queue, by field, in codes; empty means all leads within the scope.
    """

    export_id: str
    exported_by: str
    display_name: str
    exported_at: datetime
    reason: str
    rows: int
    filters: Mapping[str, str]
    units: tuple[str, ...]
    lines: tuple[str, ...]
    is_unmasked: bool
    snapshot: int | None
    as_of: date | None
    runs: tuple[RunFacts, ...]
    app_version: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """A condition a lead met, in its row of the sheet of reasons."""

    says: str
    actual: Cell
    limit: Cell


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedLead:
    """One lead as it stands on a list: masked where the viewer may not see, codes not yet words."""

    lead_id: str
    lead_no: int
    title: str
    subject: str
    score: int
    state: str
    last_reason: str | None
    line: str
    business: str
    unit: str
    unit_name: str | None
    period: str
    event_on: date | None
    received_on: date | None
    due_on: date | None
    amount_yuan: Decimal | None
    confidence: str
    is_degraded: bool
    is_withdrawn: bool
    assignee: str | None
    reasons: tuple[Condition, ...]
    model: str
    version: int
    as_of: date
    snapshot: int
    run_id: str
    batches: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One sheet: its name, its columns with their titles, and its rows, to be taken once, in order.

    is_table: the first row is a header of titles; a cover has none.
    """

    name: str
    columns: tuple[Column, ...]
    titles: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]
    is_table: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewList:
    """A whole list; a writer takes its sheets in this order, and each to its end.

    footer: stands on each printed page.
    """

    export_id: str
    title: str
    footer: str
    sheets: tuple[Sheet, ...]


class ReviewListWriter(Protocol):
    """Turns a list into the bytes of one format, and speaks the words it is written in."""

    format: ExportFormat

    def word(self, key: str) -> str:
        """The text of a message key."""

    def write(self, review_list: ReviewList, path: Path) -> None:
        """Writes all sheets, in their order and each to its end, to a new file at this path."""
