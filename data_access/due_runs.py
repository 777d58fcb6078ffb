"""Which runs of standing models are due: one a model and batch, from when the batch came or went.

They are written in the transaction that makes the batch visible or withdrawn, and closed in the one
that writes the run: no crash loses one or lets one be done twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from data_access import tables
from data_access.errors import Conflict
from data_access.library import standing_of
from data_access.scope import Scope, scoped, system_scope
from data_access.stores import Stores
from supervision.declaration import load_models, subscribers
from supervision.vocabulary import DueCause

WHOLE = system_scope("standing")


@dataclass(frozen=True, kw_only=True, slots=True)
class DueRun:
    """One run that a batch made due for a standing model.

    done_at: None while it is open. done_run_id: the run that read the batch; None where none could
    be made, and while it is open. why: why there is none, or why that run was refused; else None.
    """

    due_id: int
    model: str
    unit: str
    batch_id: str
    dataset: str
    cause: DueCause
    since: datetime
    done_at: datetime | None
    done_run_id: str | None
    why: str | None


def due_runs(stores: Stores, scope: Scope, *, is_open: bool | None = None) -> list[DueRun]:
    """The due runs of the viewer's units and lines, in the order in which they became due.

    is_open: only those still to be done, or only those done; None: all.
    """
    own = tables.due_runs.c
    statement = _due().order_by(own.due_id)
    if is_open is not None:
        statement = statement.where(own.done_at.is_(None) == is_open)
    return _read(stores, scope, statement)


def last_done(stores: Stores, scope: Scope, limit: int) -> list[DueRun]:
    """The due runs of the viewer's units that were done last, the newest first."""
    own = tables.due_runs.c
    done = _due().where(own.done_at.is_not(None))
    return _read(stores, scope, done.order_by(own.done_at.desc(), own.due_id.desc()).limit(limit))


def _due() -> sa.Select[Any]:
    own, batch = tables.due_runs.c, tables.batches.c
    names = [name for name in DueRun.__dataclass_fields__ if name not in {"unit", "dataset"}]
    columns = [*(own[name] for name in names), own.unit_code.label("unit"), batch.dataset]
    return sa.select(*columns).join(tables.batches, batch.batch_id == own.batch_id)


def _read(stores: Stores, scope: Scope, statement: sa.Select[Any]) -> list[DueRun]:
    """The entries of models whose space is open to the viewer."""
    with stores.reading() as connection:
        found = connection.execute(scoped(statement, scope)).mappings().all()
    known = load_models()
    return [
        DueRun(**{**row, "cause": DueCause(row["cause"])})
        for row in found
        if row["model"] not in known or scope.sees(known[row["model"]])
    ]


def note_due(connection: sa.Connection, batch_id: str, cause: DueCause) -> None:
    """Writes down, within the caller's transaction, which standing models must read the batch."""
    batch = tables.batches.c
    statement = sa.select(batch.dataset, batch.unit_code).where(batch.batch_id == batch_id)
    dataset, unit = connection.execute(scoped(statement, WHOLE)).one()
    standing = (*subscribers(dataset), *standing_of(connection, WHOLE, unit, dataset))
    entries = [
        {
            "model": model,
            "unit_code": unit,
            "batch_id": batch_id,
            "cause": cause.value,
            "since": datetime.now(UTC),
        }
        for model in standing
    ]
    if entries:
        connection.execute(tables.due_runs.insert(), entries)


def open_due(connection: sa.Connection, due: Sequence[int]) -> None:
    """Raises Conflict unless all of these are still open, before anything is written of them."""
    own = tables.due_runs.c
    statement = sa.select(sa.func.count()).where(own.due_id.in_(due), own.done_at.is_(None))
    if due and connection.execute(scoped(statement, WHOLE)).scalar_one() != len(due):
        raise Conflict(
            "Another process made this standing run.", hint="`sijian runs` lists the runs."
        )


def close_due(
    connection: sa.Connection, due: Sequence[int], *, run_id: str | None, why: str | None
) -> None:
    """Writes down, within the caller's transaction, that these are done.

    run_id: the run that read their batches, None where there is none; why: see `DueRun`.
    """
    if not due:
        return
    own = tables.due_runs
    values = {"done_at": datetime.now(UTC), "done_run_id": run_id, "why": why}
    statement = sa.update(own).where(own.c.due_id.in_(due), own.c.done_at.is_(None))
    connection.execute(scoped(statement.values(values), WHOLE))
