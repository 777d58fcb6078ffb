"""Converted rows and faults of a batch, kept apart until they enter the pool as one.

What is new is found by the engine, so that a batch may be larger than memory.
"""

import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import sqlalchemy as sa

from data_access import lake_tables
from data_access.appended_rows import AppendedRows
from data_access.merged_rows import MergedRows
from data_access.pool import frame
from data_access.row_identity import row_identities
from data_access.staged_tables import ChunkInserts, Fresh, StagedFile, staged_tables
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
LONGEST_VALUE = 200
"""A reject keeps so many characters of the value it was rejected for."""


class Staging:
    """What one intake holds, on one connection that is thrown away at the end.

    batch_id: what the batch will be, should it enter the pool.
    pool: the folder of the pool.
    """

    def __init__(
        self, connection: sa.Connection, contract: DatasetContract, unit: str, pool: Path
    ) -> None:
        self.batch_id = uuid.uuid4().hex
        self._connection = connection
        self._contract = contract
        self._unit = unit
        self._inserts = ChunkInserts(connection)
        with connection.begin():
            made = staged_tables(connection)
            self._faults, self._records, self._files = made.faults, made.records, made.files
            self._appended: AppendedRows | None = None
            if contract.mode is Mode.MERGE:
                self._rows: AppendedRows | MergedRows = MergedRows(
                    connection, contract, unit, self._files, self._inserts
                )
            else:
                self._rows = self._appended = AppendedRows(
                    connection, contract, unit, self._files, self.batch_id, pool
                )

    def add_file(self, number: int, sha256: str) -> None:
        """Says what the rows of a file carry; before the first of them is added."""
        if self._appended is not None:
            self._appended.add_file(number, sha256)

    def add_rows(self, rows: pl.DataFrame, spelled: pl.DataFrame | None = None) -> None:
        """Stages converted rows: the contract's columns, `source_file`, `source_line`, some PART.

        spelled: what `row_identities` need not spell.
        May be called by several threads at once, as may `add_faults` and `add_records`.
        """
        identities = row_identities(rows, self._contract.columns, self._unit, spelled)
        self._rows.add(rows.hstack([identities]))

    def add_faults(self, faults: pl.DataFrame) -> None:
        """Stages faults, one row each, of FAULT_SCHEMA."""
        chunk = sa.table("chunk", *(sa.column(name) for name in FAULT_SCHEMA))
        cut = {"value": sa.func.left(chunk.c.value, LONGEST_VALUE)}
        named = [cut.get(name, chunk.c[name]) for name in FAULT_SCHEMA]
        self._inserts.insert(faults, self._faults, sa.select(*named))

    def add_records(self, records: pl.DataFrame) -> None:
        """Stages rejected records, of RECORD_SCHEMA."""
        chunk = sa.table("chunk", *(sa.column(column.name) for column in self._records.columns))
        self._inserts.insert(records, self._records, sa.select(*chunk.c))

    def sort_out(self, files: Sequence[StagedFile]) -> Mapping[int, Fresh]:
        """Finds the rows that are new to the pool; answers how many by file, and what they replace.

        Of equal rows the first by file and line is the new one; rows of a seen file never are. In
        a merging dataset it is the last row of each key, as `merging` says.
        """
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
            return self._rows.sort_out(files)

    def load(self) -> None:
        """Writes rows, further origins, rejects and the batch's id in one transaction."""
        with self._connection.begin():
            try:
                self._write()
            except BaseException:
                if self._appended is not None:
                    self._appended.take_back()
                raise

    def close(self) -> None:
        """Removes what waits in files; no thread may be adding any more."""
        if self._appended is not None:
            self._appended.close()

    def first_rows(self, limit: int) -> pl.DataFrame:
        """The first staged rows as they would be stored: the contract's columns, `source_line`.

        Only of a merging dataset, whose rows may be completed; others are stored as they are.
        """
        if not isinstance(self._rows, MergedRows):
            raise TypeError(f"{self._contract.id} is no merging dataset")
        with self._connection.begin():
            return self._rows.first(limit)

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

    def _write(self) -> None:
        self._rows.load(self.batch_id)
        for table, statement in (
            (lake_tables.rejects, self._new_rejects(self.batch_id)),
            (lake_tables.reject_records, self._new_reject_records(self.batch_id)),
        ):
            names = [column.name for column in table.columns]
            self._connection.execute(table.insert().from_select(names, statement))
        self._connection.execute(
            lake_tables.loaded_batches.insert().values(
                batch_id=self.batch_id,
                dataset=self._contract.id,
                unit_code=self._unit,
                loaded_at=sa.func.now(),
            )
        )

    def _new_rejects(self, batch_id: str) -> sa.Select[tuple[object, ...]]:
        faults, files = self._faults, self._files
        origin = (sa.literal(batch_id), sa.literal(self._contract.id), sa.literal(self._unit))
        words = (faults.c.source_line, faults.c.column_name, faults.c.value, faults.c.reason)
        return (
            sa.select(*origin, files.c.sha256, files.c.path, *words)
            .join(files, files.c.source_file == faults.c.source_file)
            .where(~files.c.is_seen)
        )

    def _new_reject_records(self, batch_id: str) -> sa.Select[tuple[object, ...]]:
        records, files = self._records, self._files
        origin = (sa.literal(batch_id), sa.literal(self._contract.id), sa.literal(self._unit))
        said = (files.c.sha256, files.c.path, records.c.source_line, records.c.record)
        return (
            sa.select(*origin, *said)
            .join(files, files.c.source_file == records.c.source_file)
            .where(~files.c.is_seen)
        )
