"""Review lists: writing one, handing it to its owner, and naming those a viewer has written.

A list is whole or refused, never cut. Its file and its cells are on the disk before one transaction
enters it in the register and in the audit; without that entry no file is handed out.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import sqlalchemy as sa

from data_access import tables
from data_access.errors import NotFound, Refused
from data_access.export_copies import refuse_place, staged_copies
from data_access.export_downloads import ExportFile, export_file, is_offered
from data_access.export_register import enter, entry_of
from data_access.export_writing import FOLDER, Asked, Progress, Written, write_list
from data_access.lead_filter import LeadFilter, require_filter
from data_access.lead_lookup import require_unmasking
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from data_access.verification import Verification, verify
from supervision.review_list import ExportFormat, ReviewListWriter

__all__ = [
    "ExportFile",
    "ExportReport",
    "ExportRow",
    "Verification",
    "export",
    "export_file",
    "exports",
    "new_export_id",
    "verify",
]

LONGEST_REASON = 500
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportReport:
    """What an export left; `file` is where it was asked for, else where the home keeps it."""

    export_id: str
    file: str
    format: ExportFormat
    rows: int
    sha256: str
    seconds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportRow:
    """One list in its owner's register; is_offered: it can still be fetched by the browser."""

    export_id: str
    export_no: int
    exported_at: datetime
    format: ExportFormat
    filters: Mapping[str, str]
    reason: str
    rows: int
    downloads: int
    is_offered: bool


def export(  # noqa: PLR0913 - an export has this many parts
    stores: Stores,
    scope: Scope,
    chosen: LeadFilter,
    *,
    format: ExportFormat | str,  # noqa: A002 - the word of the command line
    reason: str,
    write: ReviewListWriter,
    out: Path | None = None,
    unmask: bool = False,
    export_id: str | None = None,
    progress: Progress | None = None,
) -> ExportReport:
    """Writes all leads of the filter as a review list.

    out: where a copy shall stand besides the one in the home; a .csv gets its manifest beside it.
    export_id: makes repeating the same export answer with the first one; a new one where None.
    Raises Refused without a reason or where the file cannot stand, NotAllowed for what the scope
    does not hold, TooMany where the list is longer than one may be. Nothing is written then.
    """
    started = perf_counter()
    _require_format(format, write, out)
    require_filter(scope, chosen)
    require_unmasking(stores, scope, unmask=unmask)
    asked = Asked(
        export_id=export_id or new_export_id(),
        chosen=chosen,
        reason=_stated(reason),
        unmask=unmask,
    )
    row = entry_of(stores, scope, asked.export_id)
    if row is not None:
        return _report(stores, row, None, started)
    written = write_list(stores, scope, asked, write, progress or _silent)
    _settle(stores, scope, written, out)
    row = entry_of(stores, scope, asked.export_id)
    if row is None:  # pragma: no cover - it was entered a moment ago
        raise NotFound("The export is not in the register.")
    return _report(stores, row, out, started)


def exports(stores: Stores, scope: Scope, *, limit: int | None = None) -> list[ExportRow]:
    """The viewer's own lists, the newest first."""
    entry = tables.exports.c
    statement = sa.select(tables.exports).order_by(entry.export_no.desc())
    if limit is not None:
        statement = statement.limit(limit)
    with stores.reading() as connection:
        rows = connection.execute(scoped(statement, scope)).all()
    return [
        ExportRow(
            export_id=row.export_id,
            export_no=row.export_no,
            exported_at=row.exported_at,
            format=ExportFormat(row.format),
            filters=row.filters,
            reason=row.reason,
            rows=row.rows,
            downloads=row.downloads,
            is_offered=is_offered(row),
        )
        for row in rows
    ]


def new_export_id() -> str:
    """A fresh export number: X and eleven characters that are not mistaken for each other."""
    return "X" + "".join(secrets.choice(_ALPHABET) for _ in range(11))


def _require_format(asked: ExportFormat | str, write: ReviewListWriter, out: Path | None) -> None:
    known = ", ".join(kind.value for kind in ExportFormat)
    if asked not in {kind.value for kind in ExportFormat}:
        raise Refused(f"A review list is written as one of: {known}.")
    if write.format is not ExportFormat(asked):
        raise Refused(f"This writer writes {write.format.value}, not {ExportFormat(asked).value}.")
    refuse_place(out, write.format)


def _stated(reason: str) -> str:
    stated = " ".join(reason.split())
    if not stated:
        raise Refused("An export needs a reason.", hint="Say what the list is for.")
    if len(stated) > LONGEST_REASON:
        raise Refused(f"A reason has at most {LONGEST_REASON} characters.")
    return stated


def _silent(_share: float | None, _says: str) -> None:
    """Tells nobody how far it is."""


def _settle(stores: Stores, scope: Scope, written: Written, out: Path | None) -> None:
    """Enters a written list and gives its copies their names; its files go where that fails."""
    try:
        with staged_copies(written, out) as copies:
            enter(stores, scope, written)
            copies.settle()
    except BaseException:
        if entry_of(stores, scope, written.asked.export_id) is None:
            written.discard()
        raise


def _report(stores: Stores, row: sa.Row[Any], out: Path | None, started: float) -> ExportReport:
    return ExportReport(
        export_id=row.export_id,
        file=str(out or stores.folder(FOLDER) / row.content_file),
        format=ExportFormat(row.format),
        rows=row.rows,
        sha256=row.sha256,
        seconds=round(perf_counter() - started, 3),
    )
