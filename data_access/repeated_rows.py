"""The rows of a batch that were there before, each with where the row that stands came from."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from data_access import lake_tables, tables
from data_access.batches import batches
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.contracts import contract

_OWN = lake_tables.repeats.c


@dataclass(frozen=True, kw_only=True, slots=True)
class RepeatedRow:
    """One line that added nothing, and the line that stands for it.

    first_batch_id, first_file, first_line: None where that row left the pool since; first_file:
    also where its batch is not within the scope.
    """

    file: str
    line: int
    first_batch_id: str | None
    first_received_on: date | None
    first_file: str | None
    first_line: int | None


def repeated_rows(
    stores: Stores, scope: Scope, batch_id: str, *, limit: int, offset: int = 0
) -> list[RepeatedRow]:
    """One page of the repeated rows of a batch, by file and line.

    Lines of a file that was taken in before are not among them: they stand nowhere of their own.
    Raises NotFound where there is no such batch within the scope.
    """
    dataset = batches(stores, scope, batch_id)[0].dataset
    table = lake_tables.dataset_table(contract(dataset))
    units = sorted(scope.units)
    stands = (table.c.row_id == _OWN.row_id) & table.c.unit_code.in_(units)
    first = [table.c.batch_id, table.c.file_sha256, table.c.source_line]
    statement = (
        sa.select(
            _OWN.file_sha256.label("sha256"),
            _OWN.source_line.label("line"),
            *(column.label(f"first_{column.name}") for column in first),
        )
        .select_from(lake_tables.repeats.outerjoin(table, stands))
        .where(_OWN.batch_id == batch_id, _OWN.unit_code.in_(units), _OWN.dataset == dataset)
        .order_by(_OWN.file_sha256, _OWN.source_line, table.c.batch_id)
        .limit(limit)
        .offset(offset)
    )
    with stores.pool.reading() as connection:
        found = connection.execute(statement).all()
    files = _files(stores, scope, {batch_id, *(row.first_batch_id for row in found)} - {None})
    received = {batch: on for (batch, _), (_, on) in files.items()}
    return [
        RepeatedRow(
            file=files[batch_id, row.sha256][0],
            line=row.line,
            first_batch_id=row.first_batch_id,
            first_received_on=received.get(row.first_batch_id),
            first_file=files.get((row.first_batch_id, row.first_file_sha256), (None, None))[0],
            first_line=row.first_source_line,
        )
        for row in found
    ]


def repeated_count(stores: Stores, scope: Scope, batch_id: str) -> int:
    """How many rows `repeated_rows` lists for a batch; 0 for one that is not within the scope."""
    own = _OWN.unit_code.in_(sorted(scope.units))
    counted = sa.select(sa.func.count()).select_from(lake_tables.repeats)
    with stores.pool.reading() as connection:
        found = connection.execute(counted.where(_OWN.batch_id == batch_id, own))
        return int(found.scalar_one())


def _files(
    stores: Stores, scope: Scope, batch_ids: set[str | None]
) -> dict[tuple[str | None, str], tuple[str, date]]:
    """The path of each file and the day its batch was received, by batch and sha256."""
    file, batch = tables.batch_files.c, tables.batches.c
    statement = (
        sa.select(file.batch_id, file.sha256, file.path, batch.received_on)
        .join(tables.batches, batch.batch_id == file.batch_id)
        .where(file.batch_id.in_(sorted(filter(None, batch_ids))))
    )
    with stores.reading() as connection:
        found = connection.execute(scoped(statement, scope)).all()
    return {(row.batch_id, row.sha256): (row.path, row.received_on) for row in found}
