"""The rejected rows of a batch, written once more as files that can be corrected and come again."""

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from data_access import audit, lake_tables, tables
from data_access.batches import batches
from data_access.errors import NotFound, Refused
from data_access.pool import frame
from data_access.reject_files import (
    SourceForm,
    form_from_json,
    parts_of,
    write_rejects,
)
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.contracts import contract


@dataclass(frozen=True, kw_only=True, slots=True)
class RejectFiles:
    """The files that were written, and how many rows they hold together."""

    batch_id: str
    files: tuple[str, ...]
    rows: int


def reject_files(stores: Stores, scope: Scope, batch_id: str, file: Path) -> RejectFiles:
    """Writes a batch's rejected rows to `file`; audited.

    Rows of sources with another header go to a file beside it that ends in -2, -3 and so on.
    Raises NotFound where no batch of this id is within the scope, Refused where it has no rejected
    rows or they were not kept.
    """
    batch = batches(stores, scope, batch_id)[0]
    if not batch.rows_rejected:
        raise Refused("No row of this batch was rejected.")
    forms = _forms(stores, scope, batch_id)
    own, faults = lake_tables.reject_records, lake_tables.rejects
    records = (
        sa.select(own.c.path, own.c.source_line, own.c.record)
        .where(own.c.batch_id == batch_id, own.c.unit_code.in_(sorted(scope.units)))
        .order_by(own.c.path, own.c.source_line)
    )
    said = (
        sa.select(faults.c.path, faults.c.source_line, faults.c.column_name, faults.c.reason)
        .where(faults.c.batch_id == batch_id, faults.c.unit_code.in_(sorted(scope.units)))
        .order_by(faults.c.path, faults.c.source_line, faults.c.column_name)
    )
    with stores.pool.reading() as connection:
        rows, reasons = frame(connection, records), frame(connection, said)
    if not rows.height or not forms:
        raise Refused(
            "The rejected rows of this batch were not kept by the version that took it in.",
            hint="`sijian rejects` still lists what was wrong with them.",
        )
    written = write_rejects(file, contract(batch.dataset), forms, reasons, rows)
    _note(stores, scope, batch_id)
    return RejectFiles(
        batch_id=batch_id, files=tuple(str(path) for path in written), rows=rows.height
    )


def reject_file(stores: Stores, scope: Scope, batch_id: str, part: int) -> Path:
    """One of the files of a batch's rejected rows, counted from 1, in the home; audited.

    Raises as `reject_files` does, and NotFound where there are not so many files.
    """
    first = stores.folder("rejects") / f"{batch_id}.csv"
    batches(stores, scope, batch_id)
    wanted = first if part == 1 else first.with_name(f"{batch_id}-{part}.csv")
    if wanted.exists():
        _note(stores, scope, batch_id)
        return wanted
    found = reject_files(stores, scope, batch_id, first)
    if str(wanted) not in found.files:
        raise NotFound(f"The batch {batch_id} has no file {part} of rejects.")
    return wanted


def reject_parts(stores: Stores, scope: Scope, batch_id: str) -> int:
    """How many files the rejected rows of a batch make; 0 where they were not kept."""
    batch = batches(stores, scope, batch_id)[0]
    forms = _forms(stores, scope, batch_id)
    rejecting = {file.path for file in batch.files if file.rows_rejected}
    kept = [form for path, form in forms.items() if path in rejecting]
    return parts_of(kept, contract(batch.dataset))


def _forms(stores: Stores, scope: Scope, batch_id: str) -> dict[str, SourceForm]:
    files = tables.batch_files.c
    statement = sa.select(files.path, files.form).where(
        files.batch_id == batch_id, files.form.is_not(None)
    )
    with stores.reading() as connection:
        found = connection.execute(scoped(statement, scope)).all()
    return {path: form_from_json(said) for path, said in found}


def _note(stores: Stores, scope: Scope, batch_id: str) -> None:
    with stores.writing() as connection:
        audit.append(connection, scope, "rejects_fetched", object_kind="batch", object_id=batch_id)
