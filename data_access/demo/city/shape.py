"""Frames in the shape of their contracts: its columns and types, in an order that tells nothing."""

from collections.abc import Sequence

import polars as pl

from supervision.contracts import ColumnType, DatasetContract
from supervision.identifiers import normalised

TYPES: dict[ColumnType, pl.DataType] = {
    ColumnType.TEXT: pl.String(),
    ColumnType.CODE: pl.String(),
    ColumnType.MONEY: pl.Decimal(18, 2),
    ColumnType.NUMBER: pl.Decimal(20, 6),
    ColumnType.INTEGER: pl.Int64(),
    ColumnType.DATE: pl.Date(),
    ColumnType.INSTANT: pl.Datetime("us", "UTC"),
    ColumnType.BOOLEAN: pl.Boolean(),
}
UNIT = "unit"
"""The column that says which unit supplies a row; absent or null it is the city's."""


def typed(
    contract: DatasetContract, frames: Sequence[pl.DataFrame], city_unit: str
) -> pl.DataFrame:
    """The rows of all frames, in their order, with the contract's columns and UNIT.

    Identifiers are spelled as intake spells them. A column is one block of memory: thousands of
    small frames hold many times what is in them.
    """
    return pl.concat([_typed(contract, frame, city_unit) for frame in frames], rechunk=True)


def shaped(contract: DatasetContract, rows: pl.DataFrame) -> pl.DataFrame:
    """Typed rows as the contract wants them: the last of each key, sorted by key.

    So that a planted row stands where its number puts it.
    """
    keys = key_columns(contract)
    return rows.unique(keys, keep="last", maintain_order=True).sort(keys)


def key_columns(contract: DatasetContract) -> list[str]:
    """The columns by which a row is one: the contract's key, or all where it has none."""
    return [*contract.key] or [column.name for column in contract.columns]


def _typed(contract: DatasetContract, frame: pl.DataFrame, city_unit: str) -> pl.DataFrame:
    columns = []
    for column in contract.columns:
        kind = TYPES[column.type]
        if column.name not in frame.columns:
            columns.append(pl.lit(None, dtype=kind).alias(column.name))
            continue
        value = pl.col(column.name)
        if column.type is ColumnType.MONEY:
            value = value.cast(pl.Float64).round(2)
        elif column.type is ColumnType.NUMBER:
            value = value.cast(pl.Float64).round(6)
        if column.identifier is not None and column.type is ColumnType.TEXT:
            spelled = normalised(frame[column.name].cast(pl.String), column.identifier)
            columns.append(pl.lit(spelled).alias(column.name))
            continue
        columns.append(value.cast(kind))
    unit = pl.col(UNIT).fill_null(city_unit) if UNIT in frame.columns else pl.lit(city_unit)
    return frame.select(*columns, unit.cast(pl.String).alias(UNIT))
