"""Taking a batch out of the pool again: rows, origins, and the leads that rest on them.

What a withdrawal will take out is written to casework first, then the lake changes in one
transaction, then casework is finished; killed between, the next writer finishes it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from data_access import audit, tables
from data_access.claims import lake_batches
from data_access.due_runs import note_due
from data_access.lake_tables import dataset_table, loaded_batches, repeats
from data_access.restoring import Restoring, loaded_at
from data_access.scope import Scope, scoped, system_scope
from data_access.staged_tables import temporary_table
from data_access.stores import Stores
from data_access.withdrawn_leads import leads_on_gone_rows
from supervision.contracts import DatasetContract, Mode, contract
from supervision.vocabulary import BatchState, DueCause

CHUNK = 500
"""So many ids in one statement; SQLite takes 32,766 values, other stores fewer."""

_HEIRS = temporary_table(
    "withdrawal_heirs",
    {
        "row_id": sa.Uuid(),
        "batch_id": sa.Text(),
        "file_sha256": sa.Text(),
        "source_line": sa.Integer(),
    },
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Effect:
    """is_felt: rows leave the pool; successors: batches that take over rows."""

    is_felt: bool
    successors: tuple[str, ...]


def take_out(stores: Stores, scope: Scope, batch_id: str, reason: str) -> None:
    """Takes a batch out of the newest snapshot; the caller holds the lake's lock.

    A row that another batch supplied as well becomes that batch's, the earliest first. A row that
    the batch replaced comes back, unless a later batch has replaced it again. Marked are
    the leads one of whose own rows is gone: those rows are looked for again in the snapshot of the
    lead's run, and compared with what stands (`leads_on_gone_rows`).
    """
    own = tables.batches
    wanted = sa.select(own.c.dataset, own.c.state).where(own.c.batch_id == batch_id)
    with stores.reading() as connection:
        dataset, state = connection.execute(scoped(wanted, scope)).one()
    if state == BatchState.WITHDRAWN:
        return
    declared = contract(dataset)
    with stores.pool.workspace() as connection:
        restoring = None
        if declared.mode is Mode.MERGE:
            restoring = Restoring(connection, declared, batch_id, _HEIRS)
        with connection.begin():
            effect = _find_effect(connection, declared, batch_id, restoring)
        _announce(stores, scope, batch_id, reason, effect)
        with connection.begin():
            _take_from_lake(connection, dataset_table(declared), batch_id, restoring)
    _finish(stores, scope, batch_id, reason, effect)


def finish_withdrawals(stores: Stores) -> None:
    """Finishes or forgets withdrawals that were killed; the caller holds the lake's lock."""
    own = tables.batches
    begun = sa.select(
        own.c.batch_id, own.c.withdrawn_by, own.c.withdrawn_reason, own.c.withdrawal
    ).where(own.c.state == BatchState.LOADED, own.c.withdrawn_by.is_not(None))
    with stores.reading() as connection:
        left = connection.execute(scoped(begun, _whole())).all()
    if not left:
        return
    known = lake_batches(stores)
    for batch_id, viewer, reason, effect in left:
        if batch_id in known:
            _forget(stores, batch_id)
        else:
            done = _Effect(is_felt=effect["is_felt"], successors=tuple(effect["successors"]))
            _finish(stores, Scope(viewer=viewer), batch_id, reason, done)


def _find_effect(
    connection: sa.Connection,
    declared: DatasetContract,
    batch_id: str,
    restoring: Restoring | None,
) -> _Effect:
    """What the withdrawal will do; its heirs, and what comes back, are kept on the connection."""
    table = dataset_table(declared)
    connection.execute(sa.schema.CreateTable(_HEIRS))
    names = [column.name for column in _HEIRS.columns]
    heirs = _earliest_others(table, batch_id, is_merging=restoring is not None)
    connection.execute(_HEIRS.insert().from_select(names, heirs))
    kept = connection.execute(sa.select(sa.func.count()).select_from(_HEIRS)).scalar_one()
    successors = connection.scalars(sa.select(_HEIRS.c.batch_id).distinct()).all()
    own = sa.select(sa.func.count()).where(table.c.batch_id == batch_id)
    is_felt = connection.execute(own).scalar_one() > kept
    if restoring is not None:
        restoring.find()
        is_felt = is_felt or restoring.leaves_past
    return _Effect(is_felt=is_felt, successors=tuple(sorted(successors)))


def _earliest_others(table: sa.Table, batch_id: str, *, is_merging: bool) -> sa.Select[Any]:
    """The earliest other origin of each row of the batch.

    In a merging dataset a row may have stood before, been replaced and come again: only who
    supplied it after it came this time is an origin of it.
    """
    rank = sa.func.row_number().over(
        partition_by=repeats.c.row_id,
        order_by=(loaded_batches.c.loaded_at, repeats.c.file_sha256, repeats.c.source_line),
    )
    others = (
        sa.select(*(repeats.c[column.name] for column in _HEIRS.columns), rank.label("rank"))
        .join(loaded_batches, loaded_batches.c.batch_id == repeats.c.batch_id)
        .join(table, table.c.row_id == repeats.c.row_id)
        .where(table.c.batch_id == batch_id, repeats.c.batch_id != batch_id)
    )
    if is_merging:
        others = others.where(loaded_batches.c.loaded_at > loaded_at(batch_id))
    found = others.subquery()
    return sa.select(*(found.c[column.name] for column in _HEIRS.columns)).where(found.c.rank == 1)


def _take_from_lake(
    connection: sa.Connection, table: sa.Table, batch_id: str, restoring: Restoring | None
) -> None:
    inherit = (
        sa.update(table)
        .where(table.c.row_id == _HEIRS.c.row_id, table.c.batch_id == batch_id)
        .values({name: _HEIRS.c[name] for name in ("batch_id", "file_sha256", "source_line")})
    )
    names = [column.name for column in _HEIRS.columns]
    is_heir = sa.exists().where(*(repeats.c[name] == _HEIRS.c[name] for name in names))
    connection.execute(inherit)
    connection.execute(sa.delete(table).where(table.c.batch_id == batch_id))
    if restoring is not None:
        restoring.put_back()
    for gone in (
        sa.delete(repeats).where(sa.or_(repeats.c.batch_id == batch_id, is_heir)),
        sa.delete(loaded_batches).where(loaded_batches.c.batch_id == batch_id),
    ):
        connection.execute(gone)


def _announce(stores: Stores, scope: Scope, batch_id: str, reason: str, effect: _Effect) -> None:
    said = {"is_felt": effect.is_felt, "successors": list(effect.successors)}
    _set(stores, batch_id, withdrawn_by=scope.viewer, withdrawn_reason=reason, withdrawal=said)


def _forget(stores: Stores, batch_id: str) -> None:
    _set(stores, batch_id, withdrawn_by=None, withdrawn_reason=None, withdrawal=None)


def _set(stores: Stores, batch_id: str, **values: object) -> None:
    own = tables.batches
    update = sa.update(own).where(own.c.batch_id == batch_id).values(**values)
    with stores.writing() as connection:
        connection.execute(scoped(update, _whole()))


def _finish(stores: Stores, scope: Scope, batch_id: str, reason: str, effect: _Effect) -> None:
    """Casework after the lake, in one transaction: batch, files, leads, audit, what is due now."""
    own, files, leads, behind = (
        tables.batches,
        tables.batch_files,
        tables.leads,
        tables.lead_batches,
    )
    done = {"state": BatchState.WITHDRAWN, "withdrawn_at": datetime.now(UTC)}
    changes = [
        sa.update(own).where(own.c.batch_id == batch_id).values(**done),
        sa.update(files).where(files.c.batch_id == batch_id).values(is_live=False),
    ]
    marked = leads_on_gone_rows(stores, batch_id, is_felt=effect.is_felt)
    for start in range(0, len(marked), CHUNK):
        resting = leads.c.lead_id.in_(marked[start : start + CHUNK])
        changes.append(sa.update(leads).where(resting).values(is_withdrawn=True))
    with stores.writing() as connection:
        for change in changes:
            connection.execute(scoped(change, _whole()))
        for successor in effect.successors:
            inherited = scoped(
                sa.select(behind.c.lead_id, sa.literal(successor)).where(
                    behind.c.batch_id == batch_id
                ),
                _whole(),
            )
            added = tables.lead_batches.insert().prefix_with("OR IGNORE")
            connection.execute(added.from_select(["lead_id", "batch_id"], inherited))
        audit.append(
            connection,
            scope,
            "withdraw",
            object_kind="batch",
            object_id=batch_id,
            reason=reason,
        )
        note_due(connection, batch_id, DueCause.WITHDRAWN)


def _whole() -> Scope:
    return system_scope("withdrawal")
