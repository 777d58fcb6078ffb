"""What stood before a batch: rows that it replaced, put back when it is withdrawn.

The lake's table `replaced` is the chain of each record's earlier rows. A row of the chain that the
withdrawn batch brought leaves it, unless another batch supplied the same row while it stood; of a
record whose standing row leaves, the newest row left in the chain comes back, as it stands in the
snapshot noted there.
"""

from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.schema import CreateTable
from sqlalchemy.sql.elements import ColumnElement

from data_access.lake_tables import dataset_table, loaded_batches, repeats, replaced, rows_at
from data_access.merging import key_id
from data_access.pool import frame
from data_access.refolding import Earlier, refolded
from data_access.staged_tables import temporary_table
from supervision.contracts import DatasetContract

_ORIGIN = ("batch_id", "file_sha256", "source_line")


class Restoring:
    """What a withdrawal puts back, found before the lake changes and done with it."""

    def __init__(
        self, connection: sa.Connection, contract: DatasetContract, batch_id: str, heirs: sa.Table
    ) -> None:
        self._connection = connection
        self._batch_id = batch_id
        self._heirs = heirs
        self._contract = contract
        self._table = dataset_table(contract)
        self._past = _temporary("restoring_past", replaced, "row_id", "snapshot", *_ORIGIN)
        self._back = _temporary("restoring_back", replaced, "row_id", "snapshot", *_ORIGIN)
        self._rows = _temporary("restoring_rows", self._table)
        self._gone = _temporary("restoring_gone", replaced, "row_id")
        self._links = _temporary("restoring_links", replaced, "row_id", "snapshot", "by_absent")
        self.leaves_past = False

    def find(self) -> None:
        """Finds what comes back and what leaves the chains; the caller has begun a transaction."""
        for table in (self._past, self._back, self._rows, self._gone, self._links):
            self._connection.execute(CreateTable(table))
        own = sa.select(sa.func.count()).where(replaced.c.batch_id == self._batch_id)
        self.leaves_past = bool(self._connection.execute(own).scalar())
        names = [column.name for column in self._past.columns]
        self._connection.execute(self._past.insert().from_select(names, self._heirs_in_the_past()))
        self._connection.execute(self._back.insert().from_select(names, self._coming_back()))
        snapshots = sa.select(self._back.c.snapshot).distinct()
        for snapshot in self._connection.scalars(snapshots).all():
            self._fetch(snapshot)
        self._refold()

    def put_back(self) -> None:
        """Puts rows back and shortens the chains, once the batch's rows are out of the dataset."""
        names = [column.name for column in self._table.columns]
        other = self._table.c.row_id.in_(sa.select(self._gone.c.row_id))
        self._connection.execute(sa.delete(self._table).where(other))
        links = self._links
        relinked = sa.update(replaced).where(*_same(replaced, links))
        self._connection.execute(relinked.values(by_absent=links.c.by_absent))
        back = self._table.insert().from_select(names, sa.select(*self._rows.c))
        past = self._past
        inherit = (
            sa.update(replaced)
            .where(replaced.c.batch_id == self._batch_id, *_same(replaced, past))
            .values({name: past.c[name] for name in _ORIGIN})
        )
        is_back = sa.exists().where(*_same(replaced, self._back))
        gone = sa.or_(replaced.c.batch_id == self._batch_id, is_back)
        dataset = replaced.c.dataset == self._contract.id
        for change in (back, inherit, sa.delete(replaced).where(dataset, gone)):
            self._connection.execute(change)

    def _heirs_in_the_past(self) -> sa.Select[Any]:
        """Rows of the batch in chains that another batch supplied while they stood."""
        rank = sa.func.row_number().over(
            partition_by=(replaced.c.row_id, replaced.c.snapshot),
            order_by=(loaded_batches.c.loaded_at, repeats.c.file_sha256, repeats.c.source_line),
        )
        origin = [repeats.c[name] for name in _ORIGIN]
        others = (
            sa.select(replaced.c.row_id, replaced.c.snapshot, *origin, rank.label("rank"))
            .select_from(replaced)
            .join(repeats, repeats.c.row_id == replaced.c.row_id)
            .join(loaded_batches, loaded_batches.c.batch_id == repeats.c.batch_id)
            .where(
                replaced.c.batch_id == self._batch_id,
                repeats.c.batch_id != self._batch_id,
                loaded_batches.c.loaded_at > loaded_at(self._batch_id),
                loaded_batches.c.loaded_at < replaced.c.replaced_at,
            )
            .subquery()
        )
        return sa.select(*(others.c[column.name] for column in self._past.columns)).where(
            others.c.rank == 1
        )

    def _coming_back(self) -> sa.Select[Any]:
        """For each record whose row leaves without an heir, the newest row left in its chain."""
        table, past, heirs = self._table, self._past, self._heirs
        leaving = (
            sa.select(key_id(self._contract, table).label("key_id"))
            .outerjoin(heirs, heirs.c.row_id == table.c.row_id)
            .where(table.c.batch_id == self._batch_id, heirs.c.row_id.is_(None))
            .subquery()
        )
        rank = sa.func.row_number().over(
            partition_by=replaced.c.key_id, order_by=replaced.c.snapshot.desc()
        )
        origin = [sa.func.coalesce(past.c[name], replaced.c[name]).label(name) for name in _ORIGIN]
        is_left = sa.or_(replaced.c.batch_id != self._batch_id, past.c.row_id.is_not(None))
        chain = (
            sa.select(replaced.c.row_id, replaced.c.snapshot, *origin, rank.label("rank"))
            .select_from(replaced)
            .join(leaving, leaving.c.key_id == replaced.c.key_id)
            .outerjoin(past, sa.and_(*_same(replaced, past)))
            .where(replaced.c.dataset == self._contract.id, is_left)
            .subquery()
        )
        return sa.select(*(chain.c[column.name] for column in self._back.columns)).where(
            chain.c.rank == 1
        )

    def _refold(self) -> None:
        """Finds what else changes in records whose files had not all columns."""
        asked = self._connection.execute(self._chains()).mappings()
        chains = [Earlier(**row) for row in asked]
        if not chains:
            return
        standing = frame(self._connection, self._standing())
        found = refolded(self._connection, self._contract, chains, standing)
        self._keep(found.links, self._links)
        self._keep(found.rows.select("was").rename({"was": "row_id"}), self._gone)
        stale = self._rows.c.row_id.in_(sa.select(self._gone.c.row_id))
        self._connection.execute(sa.delete(self._rows).where(stale))
        self._keep(found.rows, self._rows)

    def _keep(self, found: pl.DataFrame, table: sa.Table) -> None:
        """Puts a frame's columns of the table's names into the table."""
        if not found.height:
            return
        driver = self._connection.connection.driver_connection
        driver.register("found", found)  # type: ignore[union-attr]
        names = [column.name for column in table.columns]
        made = sa.table("found", *(sa.column(name) for name in names))
        values = [sa.cast(made.c[name], table.c[name].type) for name in names]
        self._connection.execute(table.insert().from_select(names, sa.select(*values)))
        driver.unregister("found")  # type: ignore[union-attr]

    def _chains(self) -> sa.Select[Any]:
        """The chains that a row leaves or comes back from, where files had not all columns."""
        own = self._marked()
        wanted = sa.select(*own.c).where(own.c.key_id.in_(self._touched()))
        return wanted.order_by(own.c.key_id, own.c.snapshot)

    def _touched(self) -> sa.Select[Any]:
        own = self._marked()
        return (
            sa.select(own.c.key_id)
            .group_by(own.c.key_id)
            .having(
                sa.func.bool_or(sa.or_(own.c.leaves, own.c.is_back)),
                sa.func.bool_or(own.c.by_absent != ""),
            )
        )

    def _marked(self) -> sa.Subquery:
        """All chains of the dataset, with what leaves them and what comes back."""
        past, back, own = self._past, self._back, replaced
        leaves = sa.and_(own.c.batch_id == self._batch_id, past.c.row_id.is_(None))
        return (
            sa.select(
                sa.cast(own.c.key_id, sa.Text).label("key_id"),
                sa.cast(own.c.row_id, sa.Text).label("row_id"),
                *(own.c[name] for name in ("snapshot", "absent", "by_absent")),
                leaves.label("leaves"),
                back.c.row_id.is_not(None).label("is_back"),
            )
            .outerjoin(past, sa.and_(*_same(own, past)))
            .outerjoin(back, sa.and_(*_same(own, back)))
            .where(own.c.dataset == self._contract.id)
            .subquery()
        )

    def _standing(self) -> sa.CompoundSelect[Any]:
        """The rows that will stand for these records, unless another batch says the same."""
        said = sa.exists().where(
            repeats.c.row_id == self._table.c.row_id, repeats.c.batch_id != self._batch_id
        )
        stays = self._table.c.batch_id != self._batch_id, ~said
        parts = []
        for rows, conditions in ((self._table, stays), (self._rows, ())):
            key = sa.cast(key_id(self._contract, rows), sa.Text)
            values = [
                sa.cast(rows.c[column.name], sa.Text).label(column.name)
                if column.name == "row_id"
                else rows.c[column.name]
                for column in self._table.columns
            ]
            wanted = sa.select(*values, key.label("key_id"))
            parts.append(wanted.where(key.in_(self._touched()), *conditions))
        return sa.union_all(*parts)

    def _fetch(self, snapshot: int) -> None:
        """Keeps the rows that come back from one snapshot, each with the origin it has now."""
        names = [column.name for column in self._table.columns]
        was = rows_at(self._connection, self._contract, snapshot)
        back = self._back
        values = [back.c[name] if name in _ORIGIN else was.c[name] for name in names]
        found = (
            sa.select(*values)
            .select_from(was)
            .join(back, back.c.row_id == was.c.row_id)
            .where(back.c.snapshot == snapshot)
        )
        self._connection.execute(self._rows.insert().from_select(names, found))


def loaded_at(batch_id: str) -> ColumnElement[Any]:
    """When the lake took the batch in."""
    wanted = sa.select(loaded_batches.c.loaded_at).where(loaded_batches.c.batch_id == batch_id)
    return wanted.scalar_subquery()


def _same(one: sa.Table, other: sa.Table) -> tuple[ColumnElement[bool], ...]:
    return one.c.row_id == other.c.row_id, one.c.snapshot == other.c.snapshot


def _temporary(name: str, like: sa.Table, *columns: str) -> sa.Table:
    kept = [column for column in like.columns if not columns or column.name in columns]
    return temporary_table(name, {column.name: column.type for column in kept})
