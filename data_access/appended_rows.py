"""Converted rows of an appending dataset: which are new, and into the lake with these.

Rows that are not new are the exception: only their positions are kept, and a batch without them
enters the lake without another look at its rows. They are looked for in ranges of identities, of
which each fits in memory; identities are evenly spread.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import numpy as np
import polars as pl
import sqlalchemy as sa
from numpy.typing import NDArray

from data_access.lake_tables import dataset_table, repeats
from data_access.staged_parts import StagedParts
from data_access.staged_tables import Fresh, StagedFile, counted_by_file, created
from supervision.contracts import DatasetContract

RANGE_ROWS = 4_000_000
"""So many identities are compared at once, in about 300 MB."""


class AppendedRows:
    """The rows of one batch; `files` is the temporary table of its files."""

    def __init__(  # noqa: PLR0913, PLR0917 - all that a row's origin is made of
        self,
        connection: sa.Connection,
        contract: DatasetContract,
        unit: str,
        files: sa.Table,
        batch_id: str,
        pool: Path,
    ) -> None:
        self._connection = connection
        self._contract = contract
        self._files = files
        self._table = dataset_table(contract)
        origin = {"unit_code": unit, "batch_id": batch_id}
        self._parts = StagedParts(connection, self._table, origin, pool)
        self._rows = self._parts.rows
        self._is_kept_back = False
        self._heads: list[NDArray[np.uint64]] = []
        ids, places = {"row_id": sa.Uuid()}, {"source_position": sa.BigInteger()}
        self._known = created(connection, "staged_known", ids)
        self._firsts = created(connection, "staged_firsts", {**ids, **places})
        self._stale = created(connection, "staged_stale", places)

    def add_file(self, number: int, sha256: str) -> None:
        """Says what the rows of a file carry; before the first of them is added."""
        self._parts.digests = {**self._parts.digests, number: sha256}

    def add(self, rows: pl.DataFrame) -> None:
        """Keeps rows: the contract's columns, `source_file`, `source_line`, some PART, `row_id`."""
        if self._parts.counts.total() <= RANGE_ROWS:
            halves = rows["row_id"].bin.reinterpret(dtype=pl.Array(pl.UInt64, 2)).to_numpy()
            self._heads.append(halves[:, 0].copy())
        self._parts.add(rows)

    def sort_out(self, files: Sequence[StagedFile]) -> Mapping[int, Fresh]:
        """Finds the rows that are not new; answers how many are, by file; in a transaction.

        Of equal rows the first by file, line and part is the new one; none of a seen file ever is.
        """
        if not self._parts.counts:
            return {}
        self._parts.finish()
        may_repeat = self._may_repeat()
        for within in self._ranges():
            self._find_known(within)
            if may_repeat:
                self._find_repeated(within)
        if self._is_filled(self._known) or self._is_filled(self._firsts):
            self._find_stale()
        stale = counted_by_file(self._connection, self._stale)
        unseen = {file.number for file in files if not file.is_seen}
        self._is_kept_back = bool(stale) or not unseen.issuperset(self._parts.counts)
        return {
            number: Fresh(loaded=count - stale.get(number, 0))
            for number, count in self._parts.counts.items()
            if number in unseen
        }

    def load(self, batch_id: str) -> None:
        """Writes what is new and the further origins of what stands, in the lake's transaction."""
        if not self._parts.counts:
            return
        rows = self._rows
        is_stale = rows.c.source_position.in_(sa.select(self._stale.c.source_position))
        kept_back = sa.or_(is_stale, ~self._is_unseen()) if self._is_kept_back else None
        is_left = self._parts.split(kept_back)
        self._parts.take_over(batch_id)
        if not is_left:
            return
        names = [column.name for column in self._table.columns]
        fresh = sa.select(*(rows.c[name] for name in names))
        if kept_back is not None:
            fresh = fresh.where(~kept_back)
            origin = [rows.c[c.name] for c in repeats.columns if c.name != "dataset"]
            again = sa.select(sa.literal(self._contract.id), *origin).where(is_stale)
            into = [column.name for column in repeats.columns]
            self._connection.execute(repeats.insert().from_select(into, again))
        self._connection.execute(self._table.insert().from_select(names, fresh))

    def take_back(self) -> None:
        """Removes files that `load` handed over in a transaction that is not committed."""
        self._parts.take_back()

    def close(self) -> None:
        """Removes what waits in files."""
        self._parts.close()

    def _is_unseen(self) -> sa.ColumnElement[bool]:
        files = self._files.c
        return self._rows.c.source_file.in_(sa.select(files.source_file).where(~files.is_seen))

    def _ranges(self) -> Iterator[tuple[UUID, UUID]]:
        """The first and the last identity of each range."""
        count = -(-self._parts.counts.total() // RANGE_ROWS) or 1
        bounds = [part * 2**128 // count for part in range(count + 1)]
        for low, high in pairwise(bounds):
            yield UUID(int=low), UUID(int=high - 1)

    def _may_repeat(self) -> bool:
        """Whether two rows may be equal; not where all identities begin differently."""
        if sum(map(len, self._heads)) < self._parts.counts.total():
            return True
        heads = np.sort(np.concatenate(self._heads))
        return bool((heads[1:] == heads[:-1]).any())

    def _find_known(self, within: tuple[UUID, UUID]) -> None:
        """Notes the identities that stand in the pool."""
        rows, table = self._rows, self._table
        ours, theirs = rows.c.row_id.between(*within), table.c.row_id.between(*within)
        stands = rows.c.row_id.in_(sa.select(table.c.row_id).where(theirs))
        known = sa.select(rows.c.row_id).where(ours, stands).distinct()
        self._connection.execute(self._known.insert().from_select(["row_id"], known))

    def _find_repeated(self, within: tuple[UUID, UUID]) -> None:
        """Notes the first row of identities that repeat."""
        rows = self._rows
        first = sa.func.min(rows.c.source_position)
        firsts = (
            sa.select(rows.c.row_id, first)
            .where(rows.c.row_id.between(*within), self._is_unseen())
            .group_by(rows.c.row_id)
            .having(sa.func.count() > 1)
        )
        names = ["row_id", "source_position"]
        self._connection.execute(self._firsts.insert().from_select(names, firsts))

    def _find_stale(self) -> None:
        rows, firsts = self._rows, self._firsts
        later = rows.c.source_position != firsts.c.source_position
        stale = (
            sa.select(rows.c.source_position)
            .outerjoin(firsts, firsts.c.row_id == rows.c.row_id)
            .where(
                self._is_unseen(),
                sa.or_(rows.c.row_id.in_(sa.select(self._known.c.row_id)), later),
            )
        )
        self._connection.execute(self._stale.insert().from_select(["source_position"], stale))

    def _is_filled(self, table: sa.Table) -> bool:
        return self._connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() != 0
