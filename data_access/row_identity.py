"""What makes two rows the same row: equal in every column of the contract, within one owner unit.

A row's identity is the first half of a SHA-256 over the unit and every column that has a value, by
name; a column which a contract gains later does not change the identity of rows without it. Hashed
by Python's hashlib: DuckDB's own SHA-256 took four times as long on the same rows.
"""

import hashlib
from collections.abc import Sequence

import polars as pl

from supervision.contracts import Column, ColumnType

_LONG_AS_WRITTEN = frozenset({ColumnType.TEXT, ColumnType.CODE})


def row_identities(rows: pl.DataFrame, columns: Sequence[Column], unit: str) -> pl.Series:
    """The 16 bytes that identify each row within the unit, named `row_id`."""
    parts = [_said(column) for column in sorted(columns, key=lambda column: column.name)]
    said = pl.concat_str([pl.lit(f"unit={unit}"), *parts], separator="|", ignore_nulls=True)
    whole = rows.rechunk()  # polars 2.1 panics in `format` on a text column with an empty chunk
    texts = whole.select(said.cast(pl.Binary)).to_series().to_list()
    digest = hashlib.sha256
    return pl.Series("row_id", [digest(text).digest()[:16] for text in texts], dtype=pl.Binary)


def _said(column: Column) -> pl.Expr:
    """`name=value`, null without a value; a text says its length, so that none runs on."""
    value = pl.col(column.name)
    if column.type in _LONG_AS_WRITTEN:
        return pl.format(f"{column.name}={{}}:{{}}", value.str.len_bytes(), value)
    if column.type is ColumnType.INSTANT:
        value = value.dt.epoch("us")
    return pl.format(f"{column.name}={{}}", value.cast(pl.String))
