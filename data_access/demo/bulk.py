"""Parquet files of the demo city into the pool in bulk: one batch a file, few transactions.

The files are whole and typed, so that nothing is left for intake to judge, which takes up to two
and a half times as long (docs/decisions/0015). Batches and their origins are those of intake:
each is claimed before the lake is written and settled after, each row knows its file and line, and
a file that intake sees again is known.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import sqlalchemy as sa

from data_access.batches import reconcile_locked
from data_access.claims import Claim, ClaimedFile, Counts, claim, identity, seen, settle
from data_access.demo.city.draw import LAST_DAY
from data_access.lake_tables import dataset_table, loaded_batches
from data_access.pool import pool_lock
from data_access.reject_files import SourceForm
from data_access.row_identity import row_identities
from data_access.scope import Scope
from data_access.stores import Stores
from supervision.contracts import DatasetContract, contract

PARTS = 500_000
"""So many rows enter the lake at once."""
TOGETHER = 8_000_000
"""So many rows at most in one transaction, which holds memory until it ends; scale 1 is one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parcel:
    """One file that one unit's agency sends for one dataset; the path is as the batch names it."""

    dataset: str
    unit: str
    supplier: str
    path: Path
    rows: int
    sha256: str

    @property
    def identity(self) -> str:
        """What intake would know this file by."""
        return identity(self.sha256, self.dataset, self.unit, {}, {})


def packed(  # noqa: PLR0913 - everything a file is made of
    frame: pl.DataFrame, *, dataset: str, unit: str, supplier: str, folder: Path, path: Path
) -> Parcel:
    """The parcel of a frame, written as a Parquet file under the folder."""
    target = folder / path
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    frame.write_parquet(target, compression="zstd", statistics=False)
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Parcel(
        dataset=dataset, unit=unit, supplier=supplier, path=path, rows=frame.height, sha256=digest
    )


def load(  # noqa: PLR0913, PLR0917 - one argument a thing a batch rests on
    stores: Stores,
    scope: Scope,
    folder: Path,
    parcels: Sequence[Parcel],
    received_on: date,
    tell: Callable[[float | None, str], None],
) -> None:
    """Takes the parcels that the pool does not have into it, a transaction of them at a time.

    What a killed load had not taken in, the next one takes.
    """
    with pool_lock(stores.home):
        reconcile_locked(stores)
        known = seen(stores, (parcel.identity for parcel in parcels))
        new = [parcel for parcel in parcels if parcel.identity not in known]
        if not new:
            return
        done = 0
        for group in transactions(new):
            claims = [_claim(parcel, received_on) for parcel in group]
            for wanted in claims:
                claim(stores, scope, wanted)
            with stores.pool.writing() as connection:
                for parcel, wanted in zip(group, claims, strict=True):
                    tell(0.4 + 0.6 * done / len(new), parcel.dataset)
                    _write(connection, folder, parcel, wanted.batch_id)
                    done += 1
                _stand_on_the_last_day(connection)
            snapshot, now = stores.pool.snapshot(), datetime.now(UTC)
            for wanted in claims:
                settle(stores, scope, wanted.batch_id, snapshot, now)


def transactions(parcels: Sequence[Parcel]) -> Iterator[list[Parcel]]:
    """The parcels in order, so many together that they have few enough rows for one transaction."""
    group: list[Parcel] = []
    for parcel in parcels:
        if group and sum(one.rows for one in group) + parcel.rows > TOGETHER:
            yield group
            group = []
        group.append(parcel)
    if group:
        yield group


def _claim(parcel: Parcel, received_on: date) -> Claim:
    counts = Counts(rows_read=parcel.rows, rows_loaded=parcel.rows)
    file = ClaimedFile(
        path=str(parcel.path),
        sha256=parcel.sha256,
        identity=parcel.identity,
        encoding="utf-8",
        header_row=1,
        form=SourceForm(header=tuple(one.name for one in contract(parcel.dataset).columns)),
        counts=counts,
    )
    return Claim(
        batch_id=uuid.uuid4().hex,
        dataset=parcel.dataset,
        unit_code=parcel.unit,
        supplier=parcel.supplier,
        received_on=received_on,
        files=(file,),
        counts=counts,
    )


def _write(connection: sa.Connection, folder: Path, parcel: Parcel, batch_id: str) -> None:
    wanted = contract(parcel.dataset)
    whole = pl.scan_parquet(folder / parcel.path)
    for first in range(0, parcel.rows, PARTS):
        part = whole.slice(first, PARTS).collect()
        lines = pl.int_range(first + 2, first + 2 + part.height, dtype=pl.Int32, eager=True)
        _insert(connection, wanted, part.with_columns(source_line=lines), parcel, batch_id)
    connection.execute(
        loaded_batches.insert().values(
            batch_id=batch_id,
            dataset=parcel.dataset,
            unit_code=parcel.unit,
            loaded_at=sa.func.now(),
        )
    )


def _stand_on_the_last_day(connection: sa.Connection) -> None:
    """Writes the city's last day into the snapshot: clocks stand on it where no day is named."""
    connection.exec_driver_sql(
        "CALL lake.set_commit_message('sijian', 'demo city', extra_info => ?)",
        (LAST_DAY.isoformat(),),
    )


def _insert(
    connection: sa.Connection,
    wanted: DatasetContract,
    rows: pl.DataFrame,
    parcel: Parcel,
    batch_id: str,
) -> None:
    rows = rows.with_columns(row_identities(rows, wanted.columns, parcel.unit))
    table = dataset_table(wanted)
    chunk = sa.table("chunk", *(sa.column(name) for name in rows.columns))
    origin = {
        "unit_code": sa.literal(parcel.unit),
        "batch_id": sa.literal(batch_id),
        "file_sha256": sa.literal(parcel.sha256),
        "source_line": chunk.c.source_line,
        "row_id": sa.cast(chunk.c.row_id, sa.Uuid()),
    }
    values = {column.name: chunk.c[column.name] for column in wanted.columns} | origin
    driver = connection.connection.driver_connection
    driver.register("chunk", rows)  # type: ignore[union-attr]
    connection.execute(table.insert().from_select(list(values), sa.select(*values.values())))
    driver.unregister("chunk")  # type: ignore[union-attr]
