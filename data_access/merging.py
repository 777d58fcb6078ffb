"""What a batch of a merging dataset changes: rows that are new, and rows that replace another.

A record is named by its key within the owner unit; in a key no value equals no value. Of several
rows of a batch with one key the last by file and line wins, the others are repeated. A column that
a file does not have keeps the value that stands (that of an earlier file of the batch, else that of
the pool); an empty cell of a column that it has erases it. A row that comes out as the one that
stands is a repeat. What is replaced is noted in the lake's table `replaced`, so that a withdrawal
can put it back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateTable
from sqlalchemy.sql.elements import ColumnElement

from data_access.lake_tables import dataset_table, replaced
from data_access.pool import frame, newest_snapshot
from data_access.row_identity import row_identities
from data_access.staged_tables import temporary_table
from supervision.contracts import DatasetContract

SLICE_LINES = 250_000
"""So many lines of a file are completed at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MergingFile:
    """A file whose rows may change the pool, and the columns that it does not have."""

    number: int
    absent: tuple[str, ...] = ()


class Merging:
    """The changes of one batch, found on the connection on which its rows are staged."""

    def __init__(
        self, connection: sa.Connection, contract: DatasetContract, unit: str, rows: sa.Table
    ) -> None:
        self._connection = connection
        self._contract = contract
        self._unit = unit
        self._absent = ""
        self._rows = rows
        self._table = dataset_table(contract)
        self._winners = _positions("merging_winners")
        self._own = _positions("merging_own")
        self.updates = temporary_table(
            "merging_updates", {"source_position": sa.BigInteger(), "row_id": sa.Uuid()}
        )
        for table in (self._winners, self._own, self.updates):
            connection.execute(CreateTable(table))

    def find(self, files: Sequence[MergingFile], fresh: sa.Table) -> None:
        """Puts the positions of rows that enter the pool into `fresh`, and finds what they replace.

        The caller has begun a transaction. Afterwards `updates` holds the position of each row that
        replaces another, with the other's row_id.
        """
        lacking = [set(file.absent) for file in files]
        self._absent = ",".join(sorted(set.intersection(*lacking))) if lacking else ""
        for absent, group in groupby(files, key=lambda file: file.absent):
            self._meet([file.number for file in group], absent)
        rows, stands = self._rows, self._table
        won = (
            sa.select(rows.c.source_position, stands.c.row_id)
            .join(self._winners, self._winners.c.source_position == rows.c.source_position)
            .outerjoin(stands, self._standing(rows))
            .where(sa.or_(stands.c.row_id.is_(None), stands.c.row_id != rows.c.row_id))
        )
        names = ["source_position", "row_id"]
        self._connection.execute(self.updates.insert().from_select(names, won))
        position = sa.select(self.updates.c.source_position)
        self._connection.execute(fresh.insert().from_select(["source_position"], position))
        self._connection.execute(sa.delete(self.updates).where(self.updates.c.row_id.is_(None)))

    def replace(self, batch_id: str) -> None:
        """Takes the rows that are replaced out of the dataset and notes them; in a transaction."""
        table, updates, rows = self._table, self.updates, self._rows
        before = sa.literal(newest_snapshot(self._connection))
        newest = _newest_absent(self._contract)
        own = key_id(self._contract, table)
        gone = (
            sa.select(
                sa.literal(self._contract.id),
                table.c.unit_code,
                own,
                *(table.c[name] for name in ("row_id", "batch_id", "file_sha256", "source_line")),
                before,
                sa.func.coalesce(newest.c.absent, ""),
                sa.literal(batch_id),
                sa.literal(self._absent),
                sa.func.now(),
            )
            .join(updates, updates.c.row_id == table.c.row_id)
            .join(rows, rows.c.source_position == updates.c.source_position)
            .outerjoin(newest, newest.c.key_id == own)
        )
        names = [column.name for column in replaced.columns]
        self._connection.execute(replaced.insert().from_select(names, gone))
        leaving = table.c.row_id.in_(sa.select(updates.c.row_id))
        self._connection.execute(sa.delete(table).where(leaving))

    def _meet(self, numbers: Sequence[int], absent: Sequence[str]) -> None:
        """Lets the last row of each key among these files win over what won before."""
        rows, own = self._rows, self._own
        last = (
            sa.select(sa.func.max(rows.c.source_position))
            .where(rows.c.source_file.in_(numbers))
            .group_by(*(rows.c[name] for name in self._contract.key))
        )
        self._connection.execute(sa.delete(own))
        self._connection.execute(own.insert().from_select(["source_position"], last))
        for number in numbers if absent else ():
            for part in self._slices(number):
                self._complete(part, absent)
        other, mine = rows.alias("other"), rows.alias("mine")
        beaten = (
            sa.select(other.c.source_position)
            .join(self._winners, self._winners.c.source_position == other.c.source_position)
            .join(mine, self._same_key(mine, other))
            .join(own, own.c.source_position == mine.c.source_position)
        )
        self._connection.execute(
            sa.delete(self._winners).where(self._winners.c.source_position.in_(beaten))
        )
        self._connection.execute(
            self._winners.insert().from_select(
                ["source_position"], sa.select(own.c.source_position)
            )
        )

    def _slices(self, number: int) -> Iterator[ColumnElement[bool]]:
        rows = self._rows
        longest = sa.select(sa.func.max(rows.c.source_line)).where(rows.c.source_file == number)
        last = self._connection.execute(longest).scalar() or 0
        for start in range(0, last + 1, SLICE_LINES):
            within = rows.c.source_line.between(start, start + SLICE_LINES - 1)
            yield sa.and_(rows.c.source_file == number, within)

    def _complete(self, part: ColumnElement[bool], absent: Sequence[str]) -> None:
        """Gives winning rows of the part the values that stand in columns which they lack."""
        found = frame(self._connection, self._completed(part, absent))
        if not found.height:
            return
        identities = row_identities(found, self._contract.columns, self._unit)
        chunk = found.select("source_position", *absent).with_columns(identities)
        driver = self._connection.connection.driver_connection
        driver.register("completed", chunk)  # type: ignore[union-attr]
        names = ("source_position", *absent, "row_id")
        made = sa.table("completed", *(sa.column(name) for name in names))
        values: dict[str, ColumnElement[Any]] = {name: made.c[name] for name in absent}
        values["row_id"] = sa.cast(made.c.row_id, sa.Uuid())
        rows = self._rows
        self._connection.execute(
            sa.update(rows).where(rows.c.source_position == made.c.source_position).values(values)
        )
        driver.unregister("completed")  # type: ignore[union-attr]

    def _completed(self, part: ColumnElement[bool], absent: Sequence[str]) -> sa.Select[Any]:
        """The part's winning rows whose record has values in columns that they lack, with these."""
        rows, stands = self._rows, self._table
        before = (
            sa.select(*rows.c)
            .join(self._winners, self._winners.c.source_position == rows.c.source_position)
            .subquery("before")
        )
        values = [
            sa.case(
                (before.c.source_position.is_not(None), before.c[name]), else_=stands.c[name]
            ).label(name)
            if name in absent
            else rows.c[name]
            for name in (column.name for column in self._contract.columns)
        ]
        has_some = sa.or_(
            *(sa.func.coalesce(before.c[name], stands.c[name]).is_not(None) for name in absent)
        )
        return (
            sa.select(rows.c.source_position, *values)
            .join(self._own, self._own.c.source_position == rows.c.source_position)
            .outerjoin(before, self._same_key(rows, before))
            .outerjoin(stands, self._standing(rows))
            .where(part, has_some)
        )

    def _standing(self, rows: sa.FromClause) -> ColumnElement[bool]:
        unit = self._table.c.unit_code == self._unit
        return sa.and_(unit, self._same_key(rows, self._table))

    def _same_key(self, one: sa.FromClause, other: sa.FromClause) -> ColumnElement[bool]:
        return same_key(self._contract, one, other)


def same_key(
    contract: DatasetContract, one: sa.FromClause, other: sa.FromClause
) -> ColumnElement[bool]:
    """Whether two rows name the same record; no value equals no value."""
    return sa.and_(
        *(
            one.c[name] == other.c[name]
            if contract.column(name).required
            else one.c[name].is_not_distinct_from(other.c[name])
            for name in contract.key
        )
    )


def key_id(contract: DatasetContract, rows: sa.FromClause) -> ColumnElement[Any]:
    """The 16 bytes that name a record within its dataset: its unit and the values of its key."""
    parts: list[ColumnElement[Any]] = [rows.c.unit_code]
    for name in contract.key:
        value = sa.cast(rows.c[name], sa.Text)
        said = sa.cast(sa.func.length(value), sa.Text) + ":" + value
        parts += [sa.literal("|"), sa.func.coalesce(said, "")]
    return sa.cast(sa.func.md5(sa.func.concat(*parts)), sa.Uuid())


def _newest_absent(contract: DatasetContract) -> sa.Subquery:
    """The columns that the files of each record's standing row did not have, where noted."""
    newest = sa.func.arg_max(replaced.c.by_absent, replaced.c.snapshot).label("absent")
    wanted = sa.select(replaced.c.key_id, newest).where(replaced.c.dataset == contract.id)
    return wanted.group_by(replaced.c.key_id).subquery("newest")


def _positions(name: str) -> sa.Table:
    return temporary_table(name, {"source_position": sa.BigInteger()})
