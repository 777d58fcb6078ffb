"""The temporary tables in which a batch waits, on the connection of its intake."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.schema import CreateTable
from sqlalchemy.types import TypeEngine

from data_access.forms import MOST_PARTS

_Kinds = Mapping[str, TypeEngine[Any]]
PLACE: _Kinds = {"source_file": sa.Integer(), "source_line": sa.Integer()}
_WORDS: _Kinds = dict.fromkeys(("column_name", "value", "reason"), sa.Text())
PART = "source_part"
"""Which part of its line a row is, where a line holds several; below MOST_PARTS."""

_FILE_BITS, _PART_BITS = 42, MOST_PARTS.bit_length() - 1


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


@dataclass(frozen=True, kw_only=True, slots=True)
class StagedTables:
    """The tables of one batch; faults, records: what was rejected, by fault and as it stood."""

    faults: sa.Table
    records: sa.Table
    files: sa.Table


def staged_tables(connection: sa.Connection) -> StagedTables:
    """Makes the tables, empty."""
    names: _Kinds = {"path": sa.Text(), "sha256": sa.Text(), "is_seen": sa.Boolean()}
    return StagedTables(
        faults=created(connection, "staged_faults", {**PLACE, **_WORDS}),
        records=created(connection, "staged_records", {**PLACE, "record": sa.Text()}),
        files=created(connection, "staged_files", {"source_file": sa.Integer(), **names}),
    )


def created(connection: sa.Connection, name: str, columns: _Kinds) -> sa.Table:
    """A temporary table of these columns, made empty."""
    table = temporary_table(name, columns)
    connection.execute(CreateTable(table))
    return table


def temporary_table(name: str, columns: _Kinds) -> sa.Table:
    """A temporary table of these columns, to be created."""
    own = [sa.Column(column, kind) for column, kind in columns.items()]
    return sa.Table(name, sa.MetaData(), *own, prefixes=["TEMPORARY"])


def position(rows: sa.FromClause) -> sa.ColumnElement[int]:
    """The place of each row in its batch, by file, line and part of it, as one number."""
    file = sa.cast(rows.c.source_file, sa.BigInteger).bitwise_lshift(_FILE_BITS)
    line = sa.cast(rows.c.source_line, sa.BigInteger).bitwise_lshift(_PART_BITS)
    return (file + line + part_of_line(rows)).label("source_position")


def part_of_line(rows: sa.FromClause) -> sa.ColumnElement[int]:
    """Which part of its line each row is; 0 where the rows do not say."""
    return sa.func.coalesce(rows.c[PART], 0) if PART in rows.c else sa.literal(0)


def counted_by_file(connection: sa.Connection, positions: sa.FromClause) -> dict[int, int]:
    """How many positions by file number."""
    file = positions.c.source_position.bitwise_rshift(_FILE_BITS).label("file")
    counted = sa.select(file, sa.func.count()).group_by(file)
    return {int(number): count for number, count in connection.execute(counted)}


class ChunkInserts:
    """Frames into tables of one connection, one at a time whichever thread brings them."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    def insert(self, chunk: pl.DataFrame, table: sa.Table, statement: sa.Select[Any]) -> None:
        """Inserts what the statement selects from `chunk`, in a transaction of its own."""
        with self._lock, self._connection.begin():
            driver = self._connection.connection.driver_connection
            driver.register("chunk", chunk)  # type: ignore[union-attr]
            self._connection.execute(
                table.insert().from_select([column.name for column in table.columns], statement)
            )
            driver.unregister("chunk")  # type: ignore[union-attr]
