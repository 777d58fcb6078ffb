"""A batch is claimed in casework before it is written to the lake, and settled after.

The lake's table `loaded_batches` is the truth. A process that is killed leaves a claim; whoever
next holds the lock reconciles: a claim that the lake knows is settled, one that it does not know
is deleted, and a withdrawal that the lake has carried out is finished.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import sqlalchemy as sa

from data_access import audit, tables
from data_access.due_runs import note_due
from data_access.lake_tables import loaded_batches
from data_access.pool import newest_snapshot
from data_access.reject_files import SourceForm
from data_access.scope import Scope, scoped, system_scope
from data_access.stores import Stores
from supervision.vocabulary import BatchState, DueCause


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """What became of the rows of a file or batch; rows_read = loaded + rejected + repeated."""

    rows_read: int = 0
    rows_loaded: int = 0
    rows_rejected: int = 0
    rows_repeated: int = 0
    rows_updated: int = 0
    rows_set_aside: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Both together."""
        return Counts(
            rows_read=self.rows_read + other.rows_read,
            rows_loaded=self.rows_loaded + other.rows_loaded,
            rows_rejected=self.rows_rejected + other.rows_rejected,
            rows_repeated=self.rows_repeated + other.rows_repeated,
            rows_updated=self.rows_updated + other.rows_updated,
            rows_set_aside=self.rows_set_aside + other.rows_set_aside,
        )

    def as_values(self) -> dict[str, int]:
        """The counts by column name."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimedFile:
    """One file of a batch to be."""

    path: str
    sha256: str
    identity: str
    encoding: str
    header_row: int
    form: SourceForm
    counts: Counts


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A batch to be: what will stand in casework once the lake has it."""

    batch_id: str
    dataset: str
    unit_code: str
    supplier: str | None
    received_on: date
    files: tuple[ClaimedFile, ...]
    counts: Counts


def identity(
    sha256: str, dataset: str, unit: str, mapping: Mapping[str, str], values: Mapping[str, str]
) -> str:
    """A file's identity: its content, and everything that decides what rows it becomes."""
    said = [sha256, dataset, unit, sorted(mapping.items()), sorted(values.items())]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def seen(stores: Stores, identities: Iterable[str]) -> frozenset[str]:
    """Those of the identities whose file stands in the pool; the caller has reconciled."""
    wanted = set(identities)
    files = tables.batch_files
    statement = scoped(sa.select(files.c.identity).where(files.c.is_live), _whole())
    with stores.reading() as connection:
        return frozenset(connection.scalars(statement)) & wanted


def claim(stores: Stores, scope: Scope, wanted: Claim) -> None:
    """Writes down what is about to enter the pool; visible to nobody until it is settled."""
    batch = {
        "batch_id": wanted.batch_id,
        "dataset": wanted.dataset,
        "unit_code": wanted.unit_code,
        "supplier": wanted.supplier,
        "received_on": wanted.received_on,
        "state": BatchState.LOADING,
        "claimed_at": datetime.now(UTC),
        "claimed_by": scope.viewer,
        **wanted.counts.as_values(),
    }
    files = [
        {
            "batch_id": wanted.batch_id,
            "ordinal": ordinal,
            "path": file.path,
            "sha256": file.sha256,
            "identity": file.identity,
            "is_live": True,
            "encoding": file.encoding,
            "header_row": file.header_row,
            "form": file.form.as_json(),
            **file.counts.as_values(),
        }
        for ordinal, file in enumerate(wanted.files)
    ]
    with stores.writing() as connection:
        connection.execute(tables.batches.insert().values(batch))
        connection.execute(tables.batch_files.insert(), files)


def settle(stores: Stores, scope: Scope, batch_id: str, snapshot: int, at: datetime) -> None:
    """Makes a claimed batch, which the lake now has, visible.

    In the same transaction it is audited, and the standing runs it makes possible are due.
    """
    batches = tables.batches
    update = (
        sa.update(batches)
        .where(batches.c.batch_id == batch_id, batches.c.state == BatchState.LOADING)
        .values(state=BatchState.LOADED, loaded_at=at, snapshot=snapshot)
    )
    with stores.writing() as connection:
        done = connection.execute(scoped(update, _whole()))
        if done.rowcount:
            audit.append(connection, scope, "intake", object_kind="batch", object_id=batch_id)
            note_due(connection, batch_id, DueCause.ARRIVED)


def lake_batches(stores: Stores) -> Mapping[str, datetime]:
    """The batches that the lake has, with the instant each was written."""
    statement = sa.select(loaded_batches.c.batch_id, loaded_batches.c.loaded_at)
    with stores.pool.reading() as connection:
        return {row.batch_id: row.loaded_at for row in connection.execute(statement)}


def reconcile_claims(stores: Stores) -> None:
    """Settles or deletes claims that a killed intake left; the caller holds the lake's lock."""
    batches = tables.batches
    open_claims = sa.select(batches.c.batch_id, batches.c.claimed_by).where(
        batches.c.state == BatchState.LOADING
    )
    with stores.reading() as connection:
        left = connection.execute(scoped(open_claims, _whole())).all()
    if not left:
        return
    known = lake_batches(stores)
    for batch_id, claimed_by in left:
        if batch_id in known:
            snapshot = _snapshot_of(stores, batch_id)
            settle(stores, Scope(viewer=claimed_by), batch_id, snapshot, known[batch_id])
        else:
            _give_up(stores, batch_id)


def _give_up(stores: Stores, batch_id: str) -> None:
    for written in stores.folder("rejects").glob(f"{batch_id}*.csv"):
        written.unlink(missing_ok=True)
    gone = sa.delete(tables.batches).where(tables.batches.c.batch_id == batch_id)
    with stores.writing() as connection:
        connection.execute(scoped(gone, _whole()))


def _snapshot_of(stores: Stores, batch_id: str) -> int:
    """The first snapshot in which the lake has the batch."""
    with stores.pool.reading() as connection:
        low, high = 0, newest_snapshot(connection)
        while low < high:
            middle = (low + high) // 2
            if _stands_at(connection, batch_id, middle):
                high = middle
            else:
                low = middle + 1
    return high


def _stands_at(connection: sa.Connection, batch_id: str, snapshot: int) -> bool:
    statement = sa.text(
        f"SELECT count(*) FROM loaded_batches AT (VERSION => {snapshot}) WHERE batch_id = :batch_id"
    )
    try:
        return bool(connection.execute(statement, {"batch_id": batch_id}).scalar())
    except sa.exc.DBAPIError:  # before the table was made
        return False


def _whole() -> Scope:
    return system_scope("intake")
