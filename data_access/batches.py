"""What came into the pool, what did not, and how a batch is taken out again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from data_access import lake_tables, tables
from data_access.claims import reconcile_claims
from data_access.datasets import DatasetOverview, datasets
from data_access.errors import Conflict, NotFound
from data_access.intake_report import FileReport, Reject
from data_access.pool import pool_lock
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from data_access.withdrawal import finish_withdrawals, take_out
from supervision.rejects import reason_sentence
from supervision.vocabulary import BatchState

__all__ = [
    "Batch",
    "BatchFile",
    "DatasetOverview",
    "Reject",
    "batches",
    "datasets",
    "reconcile",
    "reject_count",
    "rejects",
    "withdraw",
]

BatchFile = FileReport


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """A batch that came in; `withdrawn_at` is None while it stands in the pool."""

    batch_id: str
    dataset: str
    unit: str
    supplier: str | None
    received_on: date
    state: BatchState
    loaded_at: datetime
    loaded_by: str
    snapshot: int
    files: tuple[BatchFile, ...]
    rows_read: int
    rows_loaded: int
    rows_rejected: int
    rows_repeated: int
    rows_updated: int
    rows_set_aside: int
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawn_reason: str | None


def batches(stores: Stores, scope: Scope, batch_id: str | None = None) -> list[Batch]:
    """The batches within the scope, newest first; with an id that one.

    Raises NotFound where no batch of this id is within the scope.
    """
    own, files = tables.batches, tables.batch_files
    wanted = sa.select(own).where(own.c.state != BatchState.LOADING)
    if batch_id is not None:
        wanted = wanted.where(own.c.batch_id == batch_id)
    wanted = wanted.order_by(own.c.loaded_at.desc(), own.c.batch_id)
    with stores.reading() as connection:
        found = connection.execute(scoped(wanted, scope)).all()
        ids = [row.batch_id for row in found]
        beside = sa.select(files).order_by(files.c.batch_id, files.c.ordinal)
        if batch_id is not None:
            beside = beside.where(files.c.batch_id.in_(ids))
        of_batch: dict[str, list[BatchFile]] = {}
        for row in connection.execute(scoped(beside, scope)):
            of_batch.setdefault(row.batch_id, []).append(_file(row))
    if batch_id is not None and not found:
        raise NotFound(f"There is no batch {batch_id}.", hint="`sijian batches` lists them.")
    return [_batch(row, of_batch.get(row.batch_id, [])) for row in found]


def rejects(
    stores: Stores, scope: Scope, batch_id: str, *, limit: int | None = None, offset: int = 0
) -> list[Reject]:
    """What of a batch did not come in, one entry a fault, by file, line and column.

    Raises NotFound where no batch of this id is within the scope.
    """
    batches(stores, scope, batch_id)
    own = lake_tables.rejects
    statement = (
        sa.select(own.c.path, own.c.source_line, own.c.column_name, own.c.value, own.c.reason)
        .where(own.c.batch_id == batch_id, own.c.unit_code.in_(sorted(scope.units)))
        .order_by(own.c.path, own.c.source_line, own.c.column_name)
        .limit(limit)
        .offset(offset)
    )
    with stores.pool.reading() as connection:
        return [
            Reject(
                file=path,
                line=line,
                column=column,
                value=value,
                reason=reason_sentence(code),
                code=code,
            )
            for path, line, column, value, code in connection.execute(statement)
        ]


def reject_count(stores: Stores, scope: Scope, batch_id: str) -> int:
    """How many faults `rejects` lists for a batch; 0 for one that is not within the scope."""
    own = lake_tables.rejects
    statement = (
        sa.select(sa.func.count())
        .select_from(own)
        .where(own.c.batch_id == batch_id, own.c.unit_code.in_(sorted(scope.units)))
    )
    with stores.pool.reading() as connection:
        return int(connection.execute(statement).scalar_one())


def withdraw(stores: Stores, scope: Scope, batch_id: str, reason: str) -> Batch:
    """Takes a batch out of the newest snapshot; repeating it changes nothing.

    A row that another batch supplied as well stays, as that batch's. Leads that rest on rows which
    are gone are marked. Raises NotFound where no batch of this id is within the scope.
    """
    batches(stores, scope, batch_id)
    with pool_lock(stores.home):
        reconcile_locked(stores)
        take_out(stores, scope, batch_id, reason)
    return batches(stores, scope, batch_id)[0]


def reconcile(stores: Stores) -> None:
    """Brings casework in line with the lake after a process was killed between the two.

    For start-up; does nothing while another process writes to the lake, which reconciles itself.
    """
    try:
        with pool_lock(stores.home, wait=False):
            reconcile_locked(stores)
    except Conflict:
        return


def reconcile_locked(stores: Stores) -> None:
    """`reconcile` for a caller that holds the lake's lock."""
    reconcile_claims(stores)
    finish_withdrawals(stores)


def _file(row: sa.Row[tuple[object, ...]]) -> BatchFile:
    names = BatchFile.__dataclass_fields__
    return BatchFile(**{name: row._mapping[name] for name in names})  # noqa: SLF001 - its API


def _batch(row: sa.Row[tuple[object, ...]], files: Sequence[BatchFile]) -> Batch:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's own name for it
    values |= {"unit": values["unit_code"], "loaded_by": values["claimed_by"]}
    values |= {"files": tuple(files), "state": BatchState(values["state"])}
    return Batch(**{name: values[name] for name in Batch.__dataclass_fields__})
