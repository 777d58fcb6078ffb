"""The temporary tables in which a batch waits, on the connection of its intake."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateTable
from sqlalchemy.types import TypeEngine

_Kinds = Mapping[str, TypeEngine[Any]]
_PLACE: _Kinds = {"source_file": sa.Integer(), "source_line": sa.Integer()}
_WORDS: _Kinds = dict.fromkeys(("column_name", "value", "reason"), sa.Text())


@dataclass(frozen=True, kw_only=True, slots=True)
class StagedTables:
    """The tables of one batch.

    rows: converted rows; `fresh` has the positions of those that enter the pool.
    faults, records: what was rejected, by fault and as it stood in its source.
    """

    rows: sa.Table
    faults: sa.Table
    records: sa.Table
    files: sa.Table
    fresh: sa.Table


def staged_tables(connection: sa.Connection, values: _Kinds) -> StagedTables:
    """Makes the tables, empty; `values` are the types of the dataset's columns by name."""
    own: _Kinds = {"source_position": sa.BigInteger(), "row_id": sa.Uuid()}
    names: _Kinds = {"path": sa.Text(), "sha256": sa.Text(), "is_seen": sa.Boolean()}
    made = StagedTables(
        rows=temporary_table("staged_rows", {**values, **_PLACE, **own}),
        faults=temporary_table("staged_faults", {**_PLACE, **_WORDS}),
        records=temporary_table("staged_records", {**_PLACE, "record": sa.Text()}),
        files=temporary_table("staged_files", {"source_file": sa.Integer(), **names}),
        fresh=temporary_table("staged_fresh", {"source_position": sa.BigInteger()}),
    )
    for table in (made.rows, made.faults, made.records, made.files, made.fresh):
        connection.execute(CreateTable(table))
    return made


def temporary_table(name: str, columns: _Kinds) -> sa.Table:
    """A temporary table of these columns, to be created."""
    own = [sa.Column(column, kind) for column, kind in columns.items()]
    return sa.Table(name, sa.MetaData(), *own, prefixes=["TEMPORARY"])
