"""The lake's tables: one for each dataset, named as its id, and those that keep origins.

The lake has no unique keys; what identifies a row is its content within an owner unit (`row_id`),
what identifies a file is claimed in casework before the lake is written.
"""

from functools import cache
from typing import Any

import sqlalchemy as sa

from supervision.contracts import RESERVED, ColumnType, DatasetContract

_metadata = sa.MetaData()

_TYPES: dict[ColumnType, sa.types.TypeEngine[Any]] = {
    ColumnType.TEXT: sa.Text(),
    ColumnType.CODE: sa.Text(),
    ColumnType.MONEY: sa.Numeric(18, 2),
    ColumnType.NUMBER: sa.Numeric(20, 6),
    ColumnType.INTEGER: sa.BigInteger(),
    ColumnType.DATE: sa.Date(),
    ColumnType.INSTANT: sa.TIMESTAMP(timezone=True),
    ColumnType.BOOLEAN: sa.Boolean(),
}

loaded_batches = sa.Table(
    "loaded_batches",
    _metadata,
    sa.Column("batch_id", sa.Text),
    sa.Column("dataset", sa.Text),
    sa.Column("unit_code", sa.Text),
    sa.Column("loaded_at", sa.TIMESTAMP(timezone=True)),
    comment="The truth of what is in the pool; casework is reconciled with it.",
)

repeats = sa.Table(
    "repeats",
    _metadata,
    sa.Column("dataset", sa.Text),
    sa.Column("row_id", sa.Uuid),
    sa.Column("unit_code", sa.Text),
    sa.Column("batch_id", sa.Text),
    sa.Column("file_sha256", sa.Text),
    sa.Column("source_line", sa.Integer),
    comment="Further origins of rows that stand in the pool.",
)

rejects = sa.Table(
    "rejects",
    _metadata,
    sa.Column("batch_id", sa.Text),
    sa.Column("dataset", sa.Text),
    sa.Column("unit_code", sa.Text),
    sa.Column("file_sha256", sa.Text),
    sa.Column("path", sa.Text),
    sa.Column("source_line", sa.Integer),
    sa.Column("column_name", sa.Text),
    sa.Column("value", sa.Text),
    sa.Column("reason", sa.Text),
    comment="One row a fault of a source row that did not enter the pool.",
)

system_tables = (loaded_batches, repeats, rejects)


def dataset_table(contract: DatasetContract) -> sa.Table:
    """The lake's table of a dataset: the contract's columns, then those of RESERVED."""
    return _dataset_table(contract.id, tuple((c.name, c.type) for c in contract.columns))


@cache
def _dataset_table(dataset: str, columns: tuple[tuple[str, ColumnType], ...]) -> sa.Table:
    added: dict[str, sa.types.TypeEngine[Any]] = dict.fromkeys(RESERVED, sa.Text())
    added |= {"source_line": sa.Integer(), "row_id": sa.Uuid()}
    kinds = {name: _TYPES[kind] for name, kind in columns} | added
    return sa.Table(dataset, sa.MetaData(), *(sa.Column(name, kinds[name]) for name in kinds))


def rows_at(contract: DatasetContract, snapshot: int | None) -> sa.FromClause:
    """The dataset's rows as of a snapshot, to select from; None means the newest."""
    table = dataset_table(contract)
    if snapshot is None:
        return table
    names = ", ".join(column.name for column in table.columns)
    past = sa.text(f"SELECT {names} FROM {table.name} AT (VERSION => {int(snapshot)})")
    columns = [sa.column(column.name, column.type) for column in table.columns]
    return past.columns(*columns).subquery(table.name)
