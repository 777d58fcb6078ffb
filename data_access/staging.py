"""Converted rows and faults of a batch, kept in temporary tables until they enter the pool as one.

What is new is found there, in the engine: a batch larger than memory spills to the pool's folder.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement

from data_access import lake_tables
from data_access.forms import MOST_PARTS
from data_access.merging import Merging, MergingFile
from data_access.pool import frame
from data_access.row_identity import row_identities
from data_access.staged_tables import staged_tables
from supervision.contracts import DatasetContract, Mode

FAULT_SCHEMA = pl.Schema(
    {
        "source_file": pl.Int32(),
        "source_line": pl.Int32(),
        "column_name": pl.String(),
        "value": pl.String(),
        "reason": pl.String(),
    }
)
PART = "source_part"
"""Which part of its line a row is, where a line holds several; below MOST_PARTS."""

_FILE_BITS, _PART_BITS = 42, MOST_PARTS.bit_length() - 1
LONGEST_VALUE = 200
"""A reject keeps so many characters of the value it was rejected for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StagedFile:
    """One file of a batch: its number there, and whether it came in once before.

    absent: the columns of the contract that it does not have.
    """

    number: int
    path: str
    sha256: str
    is_seen: bool = False
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Fresh:
    """How many rows of a file enter the pool, and how many of these replace another."""

    loaded: int = 0
    updated: int = 0


class Staging:
    """The temporary tables of one intake, on one connection that is thrown away at the end."""

    def __init__(self, connection: sa.Connection, contract: DatasetContract, unit: str) -> None:
        self._connection = connection
        self._contract = contract
        self._unit = unit
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="staging")
        self._pending: Future[None] | None = None
        self._table = lake_tables.dataset_table(contract)
        self._merging: Merging | None = None
        with connection.begin():
            kinds = {name: self._table.c[name].type for name in self._names}
            made = staged_tables(connection, kinds)
            if contract.mode is Mode.MERGE:
                self._merging = Merging(connection, contract, unit, made.rows)
        self._rows, self._fresh, self._files = made.rows, made.fresh, made.files
        self._faults, self._records = made.faults, made.records

    @property
    def _names(self) -> list[str]:
        return [column.name for column in self._contract.columns]

    def add_rows(self, rows: pl.DataFrame) -> None:
        """Stages converted rows: the contract's columns, `source_file`, `source_line`, some PART.

        Returns while they are still being staged, so that the next can be read meanwhile.
        """
        self._begin(self._add_rows, rows)

    def add_faults(self, faults: pl.DataFrame) -> None:
        """Stages faults, one row each, of FAULT_SCHEMA; returns as `add_rows` does."""
        self._begin(self._add_faults, faults)

    def add_records(self, records: pl.DataFrame) -> None:
        """Stages rejected records, of RECORD_SCHEMA; returns as `add_rows` does."""
        self._begin(self._add_records, records)

    def wait(self) -> None:
        """Returns once all that was handed over is staged; raises what went wrong."""
        pending, self._pending = self._pending, None
        if pending is not None:
            pending.result()

    def close(self) -> None:
        """Ends the thread; the connection may be given back only then."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _begin(self, work: Callable[[pl.DataFrame], None], chunk: pl.DataFrame) -> None:
        """Does the work in the one other thread; never more than one chunk waits."""
        self.wait()
        self._pending = self._thread.submit(work, chunk)

    def _add_rows(self, rows: pl.DataFrame) -> None:
        identities = row_identities(rows, self._contract.columns, self._unit)
        rows = rows.with_columns(identities)
        chunk = sa.table("chunk", *(sa.column(name) for name in rows.columns))
        part = chunk.c[PART] if PART in rows.columns else sa.literal(0)
        position = (
            sa.cast(chunk.c.source_file, sa.BigInteger).bitwise_lshift(_FILE_BITS)
            + sa.cast(chunk.c.source_line, sa.BigInteger).bitwise_lshift(_PART_BITS)
            + part
        )
        named = [*(chunk.c[name] for name in self._names), chunk.c.source_file, chunk.c.source_line]
        row_id = sa.cast(chunk.c.row_id, sa.Uuid())
        self._insert(rows, self._rows, sa.select(*named, position, row_id))

    def _add_faults(self, faults: pl.DataFrame) -> None:
        chunk = sa.table("chunk", *(sa.column(name) for name in FAULT_SCHEMA))
        cut = {"value": sa.func.left(chunk.c.value, LONGEST_VALUE)}
        named = [cut.get(name, chunk.c[name]) for name in FAULT_SCHEMA]
        self._insert(faults, self._faults, sa.select(*named))

    def _add_records(self, records: pl.DataFrame) -> None:
        chunk = sa.table("chunk", *(sa.column(column.name) for column in self._records.columns))
        self._insert(records, self._records, sa.select(*chunk.c))

    def sort_out(self, files: Sequence[StagedFile]) -> Mapping[int, Fresh]:
        """Finds the rows that are new to the pool; answers how many by file, and what they replace.

        Of equal rows the first by file and line is the new one; rows of a seen file never are. In
        a merging dataset it is the last row of each key, as `merging` says.
        """
        self.wait()
        with self._connection.begin():
            self._connection.execute(
                sa.insert(self._files),
                [
                    {
                        "source_file": f.number,
                        "path": f.path,
                        "sha256": f.sha256,
                        "is_seen": f.is_seen,
                    }
                    for f in files
                ],
            )
            if self._merging is None:
                self._find_unknown()
                return {n: Fresh(loaded=count) for n, count in self._counted(self._fresh).items()}
            unseen = [MergingFile(number=f.number, absent=f.absent) for f in files if not f.is_seen]
            self._merging.find(unseen, self._fresh)
            updated = self._counted(self._merging.updates)
            return {
                number: Fresh(loaded=count, updated=updated.get(number, 0))
                for number, count in self._counted(self._fresh).items()
            }

    def _find_unknown(self) -> None:
        rows, table = self._rows, self._table
        stands = sa.exists().where(table.c.row_id == rows.c.row_id)
        fresh = (
            sa.select(sa.func.min(rows.c.source_position))
            .join(self._files, self._files.c.source_file == rows.c.source_file)
            .where(~self._files.c.is_seen, ~stands)
            .group_by(rows.c.row_id)
        )
        self._connection.execute(self._fresh.insert().from_select(["source_position"], fresh))

    def _counted(self, positions: sa.Table) -> dict[int, int]:
        """How many positions by file number."""
        file = positions.c.source_position.bitwise_rshift(_FILE_BITS).label("file")
        counted = sa.select(file, sa.func.count()).group_by(file)
        return {int(file): count for file, count in self._connection.execute(counted)}

    def load(self, batch_id: str) -> None:
        """Writes rows, further origins, rejects and the batch's id in one transaction."""
        with self._connection.begin():
            if self._merging is not None:
                self._merging.replace(batch_id)
            for table, statement in (
                (self._table, self._new_rows(batch_id)),
                (lake_tables.repeats, self._new_repeats(batch_id)),
                (lake_tables.rejects, self._new_rejects(batch_id)),
                (lake_tables.reject_records, self._new_reject_records(batch_id)),
            ):
                names = [column.name for column in table.columns]
                self._connection.execute(table.insert().from_select(names, statement))
            self._connection.execute(
                lake_tables.loaded_batches.insert().values(
                    batch_id=batch_id,
                    dataset=self._contract.id,
                    unit_code=self._unit,
                    loaded_at=sa.func.now(),
                )
            )

    def first_rows(self, limit: int) -> pl.DataFrame:
        """The first staged rows as they would be stored: the contract's columns, `source_line`."""
        rows = self._rows
        wanted = sa.select(*(rows.c[name] for name in (*self._names, "source_line")))
        with self._connection.begin():
            return frame(self._connection, wanted.order_by(rows.c.source_position).limit(limit))

    def faults(self) -> pl.DataFrame:
        """Faults of unseen files: `path, source_line, column_name, value, reason`, in order."""
        faults, files = self._faults, self._files
        statement = (
            sa.select(
                files.c.path, *(faults.c[name] for name in FAULT_SCHEMA if name != "source_file")
            )
            .join(files, files.c.source_file == faults.c.source_file)
            .where(~files.c.is_seen)
            .order_by(faults.c.source_file, faults.c.source_line, faults.c.column_name)
        )
        with self._connection.begin():
            return frame(self._connection, statement)

    def reject_records(self) -> pl.DataFrame:
        """Rejected records of unseen files: `path, source_line, record`, in order."""
        records, files = self._records, self._files
        statement = (
            sa.select(files.c.path, records.c.source_line, records.c.record)
            .join(files, files.c.source_file == records.c.source_file)
            .where(~files.c.is_seen)
            .order_by(records.c.source_file, records.c.source_line)
        )
        with self._connection.begin():
            return frame(self._connection, statement)

    def _insert(self, chunk: pl.DataFrame, table: sa.Table, statement: sa.Select[Any]) -> None:
        with self._connection.begin():
            driver = self._connection.connection.driver_connection
            driver.register("chunk", chunk)  # type: ignore[union-attr]
            self._connection.execute(
                table.insert().from_select([column.name for column in table.columns], statement)
            )
            driver.unregister("chunk")  # type: ignore[union-attr]

    def _new_rows(self, batch_id: str) -> sa.Select[Any]:
        rows = self._rows
        is_fresh = rows.c.source_position.in_(sa.select(self._fresh.c.source_position))
        values = [rows.c[name] for name in self._names]
        return self._with_origin(values, rows, batch_id, rows.c.row_id).where(is_fresh)

    def _new_repeats(self, batch_id: str) -> sa.Select[Any]:
        rows = self._rows
        is_fresh = rows.c.source_position.in_(sa.select(self._fresh.c.source_position))
        values = [sa.literal(self._contract.id), rows.c.row_id]
        found = self._with_origin(values, rows, batch_id)
        found = found.where(~is_fresh, ~self._files.c.is_seen)
        if self._merging is None:
            return found
        # a row that lost to a later one of its key is no origin of what stands
        return found.where(rows.c.row_id.in_(sa.select(self._table.c.row_id)))

    def _with_origin(
        self,
        values: Sequence[ColumnElement[Any]],
        rows: sa.Table,
        batch_id: str,
        *after: ColumnElement[Any],
    ) -> sa.Select[Any]:
        """Rows with unit, batch, file and line between the values before and after."""
        unit, batch = sa.literal(self._unit), sa.literal(batch_id)
        origin = (unit, batch, self._files.c.sha256, rows.c.source_line)
        return sa.select(*values, *origin, *after).join(
            self._files, self._files.c.source_file == rows.c.source_file
        )

    def _new_rejects(self, batch_id: str) -> sa.Select[Any]:
        faults, files = self._faults, self._files
        origin = (sa.literal(batch_id), sa.literal(self._contract.id), sa.literal(self._unit))
        words = (faults.c.source_line, faults.c.column_name, faults.c.value, faults.c.reason)
        return (
            sa.select(*origin, files.c.sha256, files.c.path, *words)
            .join(files, files.c.source_file == faults.c.source_file)
            .where(~files.c.is_seen)
        )

    def _new_reject_records(self, batch_id: str) -> sa.Select[Any]:
        records, files = self._records, self._files
        origin = (sa.literal(batch_id), sa.literal(self._contract.id), sa.literal(self._unit))
        said = (files.c.sha256, files.c.path, records.c.source_line, records.c.record)
        return (
            sa.select(*origin, *said)
            .join(files, files.c.source_file == records.c.source_file)
            .where(~files.c.is_seen)
        )
