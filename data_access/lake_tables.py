"""The lake's tables: one for each dataset, named as its id, and those that keep origins.

The lake has no unique keys; what identifies a row is its content within an owner unit (`row_id`),
what identifies a file is claimed in casework before the lake is written.
"""

from functools import cache
from typing import Any

import duckdb
import sqlalchemy as sa

from supervision.contracts import RESERVED, ColumnType, DatasetContract

_Kinds = dict[str, sa.types.TypeEngine[Any]]

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


def _table(name: str, kinds: _Kinds, comment: str | None = None) -> sa.Table:
    columns = (sa.Column(column, kind) for column, kind in kinds.items())
    return sa.Table(name, sa.MetaData(), *columns, comment=comment)


def _texts(*names: str) -> _Kinds:
    return dict.fromkeys(names, sa.Text())


loaded_batches = _table(
    "loaded_batches",
    _texts("batch_id", "dataset", "unit_code") | {"loaded_at": sa.TIMESTAMP(timezone=True)},
    comment="The truth of what is in the pool; casework is reconciled with it.",
)

repeats = _table(
    "repeats",
    _texts("dataset")
    | {"row_id": sa.Uuid()}
    | _texts("unit_code", "batch_id", "file_sha256")
    | {"source_line": sa.Integer()},
    comment="Further origins of rows that stand in the pool.",
)

rejects = _table(
    "rejects",
    _texts("batch_id", "dataset", "unit_code", "file_sha256", "path")
    | {"source_line": sa.Integer()}
    | _texts("column_name", "value", "reason"),
    comment="One row a fault of a source row that did not enter the pool.",
)

reject_records = _table(
    "reject_records",
    _texts("batch_id", "dataset", "unit_code", "file_sha256", "path")
    | {"source_line": sa.Integer()}
    | _texts("record"),
    comment="The source rows that did not enter the pool, as JSON: their fields, or their text.",
)

replaced = _table(
    "replaced",
    _texts("dataset", "unit_code")
    | {"key_id": sa.Uuid(), "row_id": sa.Uuid()}
    | _texts("batch_id", "file_sha256")
    | {"source_line": sa.Integer(), "snapshot": sa.BigInteger()}
    | _texts("absent", "by_batch_id", "by_absent")
    | {"replaced_at": sa.TIMESTAMP(timezone=True)},
    comment="Rows that a later batch replaced, each with the newest snapshot in which it stands;"
    " absent: the columns that its files did not have, by_absent: those of what replaced it.",
)

system_tables = (loaded_batches, repeats, rejects, reject_records, replaced)


def dataset_table(contract: DatasetContract) -> sa.Table:
    """The lake's table of a dataset: the contract's columns, then those of RESERVED."""
    return _dataset_table(contract.id, tuple((c.name, c.type) for c in contract.columns))


@cache
def _dataset_table(dataset: str, columns: tuple[tuple[str, ColumnType], ...]) -> sa.Table:
    own = {name: _TYPES[kind] for name, kind in columns}
    added = _texts(*RESERVED) | {"source_line": sa.Integer(), "row_id": sa.Uuid()}
    return _table(dataset, own | added)


def rows_at(
    connection: sa.Connection, contract: DatasetContract, snapshot: int | None
) -> sa.FromClause:
    """The dataset's rows as of a snapshot, to select from; None means the newest.

    A column that the contract has gained since is empty.
    """
    table = dataset_table(contract)
    if snapshot is None:
        return table
    stood = columns_at(connection, contract.id, snapshot)
    names = [
        column.name if column.name in stood else _empty(column.name, table)
        for column in table.columns
    ]
    then = f"AT (VERSION => {int(snapshot)})" if stood else "WHERE FALSE"
    past = sa.text(f"SELECT {', '.join(names)} FROM {table.name} {then}")
    columns = [sa.column(column.name, column.type) for column in table.columns]
    return past.columns(*columns).subquery(table.name)


def columns_at(connection: sa.Connection, dataset: str, snapshot: int) -> frozenset[str]:
    """The columns that a dataset's table had at a snapshot; none where it did not exist yet."""
    described = f"DESCRIBE SELECT * FROM lake.{dataset} AT (VERSION => {int(snapshot)})"
    try:
        return frozenset(row.column_name for row in connection.exec_driver_sql(described))
    except sa.exc.ProgrammingError as error:
        if not isinstance(error.orig, duckdb.CatalogException):
            raise
        return frozenset()


def _empty(name: str, table: sa.Table) -> str:
    return f"(SELECT {name} FROM {table.name} WHERE FALSE) AS {name}"
