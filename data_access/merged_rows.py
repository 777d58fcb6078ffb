"""Converted rows of a merging dataset: kept in a temporary table, in which they are completed.

What is new is found there, in the engine, so that a batch larger than memory spills to the pool's
temporary folder.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import sqlalchemy as sa

from data_access.lake_tables import dataset_table, repeats
from data_access.merging import Merging, MergingFile
from data_access.pool import frame
from data_access.staged_tables import (
    PLACE,
    ChunkInserts,
    Fresh,
    StagedFile,
    counted_by_file,
    created,
    position,
)
from supervision.contracts import DatasetContract


class MergedRows:
    """The rows of one batch; `files` is the temporary table of its files."""

    def __init__(
        self,
        connection: sa.Connection,
        contract: DatasetContract,
        unit: str,
        files: sa.Table,
        inserts: ChunkInserts,
    ) -> None:
        self._connection = connection
        self._contract = contract
        self._unit = unit
        self._files = files
        self._inserts = inserts
        self._table = dataset_table(contract)
        self._names = [column.name for column in contract.columns]
        kinds = {name: self._table.c[name].type for name in self._names}
        place = {"source_position": sa.BigInteger()}
        self._rows = created(
            connection, "staged_rows", {**kinds, **PLACE, **place, "row_id": sa.Uuid()}
        )
        self._fresh = created(connection, "staged_fresh", place)
        self._merging = Merging(connection, contract, unit, self._rows)

    def add(self, rows: pl.DataFrame) -> None:
        """Keeps rows: the contract's columns, `source_file`, `source_line`, some PART, `row_id`."""
        chunk = sa.table("chunk", *(sa.column(name) for name in rows.columns))
        place = (chunk.c.source_file, chunk.c.source_line)
        values = [*(chunk.c[name] for name in self._names), *place, position(chunk)]
        chosen = sa.select(*values, sa.cast(chunk.c.row_id, sa.Uuid()))
        self._inserts.insert(rows, self._rows, chosen)

    def sort_out(self, files: Sequence[StagedFile]) -> Mapping[int, Fresh]:
        """Finds the last row of each key, as `merging` says; how many by file; in a transaction."""
        unseen = [MergingFile(number=f.number, absent=f.absent) for f in files if not f.is_seen]
        self._merging.find(unseen, self._fresh)
        updated = counted_by_file(self._connection, self._merging.updates)
        return {
            number: Fresh(loaded=count, updated=updated.get(number, 0))
            for number, count in counted_by_file(self._connection, self._fresh).items()
        }

    def load(self, batch_id: str) -> None:
        """Writes what is new and the further origins of what stands, in the lake's transaction."""
        self._merging.replace(batch_id)
        for table, statement in (
            (self._table, self._new_rows(batch_id)),
            (repeats, self._new_repeats(batch_id)),
        ):
            names = [column.name for column in table.columns]
            self._connection.execute(table.insert().from_select(names, statement))

    def first(self, limit: int) -> pl.DataFrame:
        """The first rows as they would be stored: the contract's columns, `source_line`."""
        rows = self._rows
        wanted = sa.select(*(rows.c[name] for name in (*self._names, "source_line")))
        return frame(self._connection, wanted.order_by(rows.c.source_position).limit(limit))

    def _new_rows(self, batch_id: str) -> sa.Select[tuple[object, ...]]:
        rows = self._rows
        is_fresh = rows.c.source_position.in_(sa.select(self._fresh.c.source_position))
        values = [rows.c[name] for name in self._names]
        chosen = sa.select(*values, *self._origin(batch_id), rows.c.row_id)
        return self._with_files(chosen).where(is_fresh)

    def _new_repeats(self, batch_id: str) -> sa.Select[tuple[object, ...]]:
        """Of what does not enter: not what lost to a later row, which is no origin of any."""
        rows = self._rows
        is_fresh = rows.c.source_position.in_(sa.select(self._fresh.c.source_position))
        stands = rows.c.row_id.in_(sa.select(self._table.c.row_id))
        values = (sa.literal(self._contract.id), rows.c.row_id, *self._origin(batch_id))
        chosen = self._with_files(sa.select(*values))
        return chosen.where(~is_fresh, ~self._files.c.is_seen, stands)

    def _origin(self, batch_id: str) -> tuple[sa.ColumnElement[Any], ...]:
        unit, batch = sa.literal(self._unit), sa.literal(batch_id)
        return (unit, batch, self._files.c.sha256, self._rows.c.source_line)

    def _with_files(self, chosen: sa.Select[tuple[object, ...]]) -> sa.Select[tuple[object, ...]]:
        return chosen.join(self._files, self._files.c.source_file == self._rows.c.source_file)
