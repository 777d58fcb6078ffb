"""Converted rows and faults of a batch, kept in temporary tables until they enter the pool as one.

What is new is found there, in the engine, so that a batch larger than memory spills to the pool's
temporary folder.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.schema import CreateTable
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine

from data_access import lake_tables
from data_access.pool import frame
from data_access.row_identity import row_identities
from supervision.contracts import DatasetContract

FAULT_SCHEMA = pl.Schema(
    {
        "source_file": pl.Int32(),
        "source_line": pl.Int32(),
        "column_name": pl.String(),
        "value": pl.String(),
        "reason": pl.String(),
    }
)
_FILE_BITS = 32
LONGEST_VALUE = 200
"""A reject keeps so many characters of the value it was rejected for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StagedFile:
    """One file of a batch: its number there, and whether it came in once before."""

    number: int
    path: str
    sha256: str
    is_seen: bool = False


class Staging:
    """The temporary tables of one intake, on one connection that is thrown away at the end."""

    def __init__(self, connection: sa.Connection, contract: DatasetContract, unit: str) -> None:
        self._connection = connection
        self._contract = contract
        self._unit = unit
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="staging")
        self._pending: Future[None] | None = None
        self._table = lake_tables.dataset_table(contract)
        self._rows = _temporary(
            "staged_rows",
            {name: self._table.c[name].type for name in self._names}
            | {"source_file": sa.Integer(), "source_line": sa.Integer()}
            | {"source_position": sa.BigInteger(), "row_id": sa.Uuid()},
        )
        words = dict.fromkeys(("column_name", "value", "reason"), sa.Text())
        self._faults = _temporary(
            "staged_faults", {"source_file": sa.Integer(), "source_line": sa.Integer(), **words}
        )
        self._files = _temporary(
            "staged_files",
            {
                "source_file": sa.Integer(),
                "path": sa.Text(),
                "sha256": sa.Text(),
                "is_seen": sa.Boolean(),
            },
        )
        self._fresh = _temporary("staged_fresh", {"source_position": sa.BigInteger()})
        with connection.begin():
            for table in (self._rows, self._faults, self._files, self._fresh):
                connection.execute(CreateTable(table))

    @property
    def _names(self) -> list[str]:
        return [column.name for column in self._contract.columns]

    def add_rows(self, rows: pl.DataFrame) -> None:
        """Stages converted rows: the contract's columns, `source_file`, `source_line`.

        Returns while they are still being staged, so that the next can be read meanwhile.
        """
        self._begin(self._add_rows, rows)

    def add_faults(self, faults: pl.DataFrame) -> None:
        """Stages faults, one row each, of FAULT_SCHEMA; returns as `add_rows` does."""
        self._begin(self._add_faults, faults)

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
        position = (
            sa.cast(chunk.c.source_file, sa.BigInteger).bitwise_lshift(_FILE_BITS)
            + chunk.c.source_line
        )
        named = [*(chunk.c[name] for name in self._names), chunk.c.source_file, chunk.c.source_line]
        row_id = sa.cast(chunk.c.row_id, sa.Uuid())
        self._insert(rows, self._rows, sa.select(*named, position, row_id))

    def _add_faults(self, faults: pl.DataFrame) -> None:
        chunk = sa.table("chunk", *(sa.column(name) for name in FAULT_SCHEMA))
        cut = {"value": sa.func.left(chunk.c.value, LONGEST_VALUE)}
        named = [cut.get(name, chunk.c[name]) for name in FAULT_SCHEMA]
        self._insert(faults, self._faults, sa.select(*named))

    def sort_out(self, files: Sequence[StagedFile]) -> Mapping[int, int]:
        """Finds the rows that are new to the pool; answers how many by file.

        Of equal rows the first by file and line is the new one; rows of a seen file never are.
        """
        self.wait()
        rows, table = self._rows, self._table
        stands = sa.exists().where(table.c.row_id == rows.c.row_id)
        fresh = (
            sa.select(sa.func.min(rows.c.source_position))
            .join(self._files, self._files.c.source_file == rows.c.source_file)
            .where(~self._files.c.is_seen, ~stands)
            .group_by(rows.c.row_id)
        )
        file = self._fresh.c.source_position.bitwise_rshift(_FILE_BITS).label("file")
        counted = sa.select(file, sa.func.count()).group_by(file)
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
            self._connection.execute(self._fresh.insert().from_select(["source_position"], fresh))
            return {int(file): count for file, count in self._connection.execute(counted)}

    def load(self, batch_id: str) -> None:
        """Writes rows, further origins, rejects and the batch's id in one transaction."""
        with self._connection.begin():
            for table, statement in (
                (self._table, self._new_rows(batch_id)),
                (lake_tables.repeats, self._new_repeats(batch_id)),
                (lake_tables.rejects, self._new_rejects(batch_id)),
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
        return found.where(~is_fresh, ~self._files.c.is_seen)

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


def _temporary(name: str, columns: Mapping[str, TypeEngine[Any]]) -> sa.Table:
    own = [sa.Column(column, kind) for column, kind in columns.items()]
    return sa.Table(name, sa.MetaData(), *own, prefixes=["TEMPORARY"])
