"""The rows behind a number of the catalogue: those that fail a check, those without a value."""

from typing import Any

import polars as pl
import sqlalchemy as sa

from data_access import quality_measures
from data_access.errors import NotFound
from data_access.lake_tables import dataset_table
from data_access.pool import frame
from data_access.scope import Scope
from data_access.stores import Stores
from supervision import quality_sql
from supervision.contracts import DatasetContract, contract
from supervision.personal import masked_rows, personal_columns
from supervision.vocabulary import CheckKind

ORIGIN = ("batch_id", "file_sha256", "source_line")


def failing_rows(  # noqa: PLR0913 - as dataset_rows
    stores: Stores, scope: Scope, dataset: str, check_id: str, *, limit: int, offset: int = 0
) -> pl.DataFrame:
    """Rows that fail a check, or of `empty:<column>` those without a value, by batch and line.

    Columns as of `dataset_rows`, persons masked. Raises UnknownName for an unknown dataset,
    NotFound where the check is none of its rows.
    """
    declared = contract(dataset)
    names = [column.name for column in dataset_table(declared).columns]
    selected = f"SELECT {', '.join(names)} FROM {declared.id} WHERE"
    ordered = f"ORDER BY {', '.join(ORIGIN)} LIMIT :most OFFSET :passed"
    with stores.pool.reading() as connection:
        condition, values = _condition(connection, scope, declared, check_id)
        statement = sa.text(f"{selected} {quality_sql.SEEN} AND ({condition}) {ordered}")
        found = frame(connection, statement, **values, most=limit, passed=offset)
    return masked_rows(found, personal_columns(declared))


def failing_count(stores: Stores, scope: Scope, dataset: str, check_id: str) -> int:
    """How many rows `failing_rows` has in all; raises as it does."""
    declared = contract(dataset)
    with stores.pool.reading() as connection:
        condition, values = _condition(connection, scope, declared, check_id)
        statement = sa.text(
            f"SELECT COUNT(*) FROM {declared.id} WHERE {quality_sql.SEEN} AND ({condition})"
        )
        return int(connection.execute(statement, values).scalar_one())


def _condition(
    connection: sa.Connection, scope: Scope, declared: DatasetContract, check_id: str
) -> tuple[str, dict[str, Any]]:
    condition = quality_sql.failing_condition(declared, check_id)
    if condition is None:
        raise NotFound(
            f"{check_id} is no check of the rows of {declared.id}.",
            hint=f"`sijian quality {declared.id}` lists its checks.",
        )
    values: dict[str, Any] = {"units": sorted(scope.units)}
    kind, _, name = check_id.partition(":")
    if kind == CheckKind.CHECK_DIGIT:
        column = declared.column(name)
        _, _, values["texts"] = quality_measures.digits(connection, scope, declared, column)
    return condition, values
