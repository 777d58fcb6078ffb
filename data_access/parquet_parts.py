"""Rows as a Parquet file in the columns of a lake's table, typed as the lake would write them.

Written by Arrow: DuckDB's COPY of the same frames took twice the processor time, Polars cannot
write the type of an identity.
"""

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

GROUP_ROWS = 122_880
"""Rows of one row group, as in the files that the lake writes itself."""

_SAMPLE_ROWS = 1_000


def write_part(
    rows: pl.DataFrame, same: Mapping[str, str], columns: Mapping[str, pa.DataType], file: Path
) -> None:
    """Writes rows with these columns, in this order, as a new file.

    same: what every row has in a column. A column that is neither there nor in the frame is empty.
    """
    arrays = [_array(rows, name, same.get(name), kind) for name, kind in columns.items()]
    fields = [
        pa.field(name, array.type, nullable=array.null_count > 0)
        for name, array in zip(columns, arrays, strict=True)
    ]
    pq.write_table(
        pa.Table.from_arrays(arrays, schema=pa.schema(fields)),
        file,
        row_group_size=GROUP_ROWS,
        use_dictionary=[name for name in columns if name in same or _repeats(rows, name)],
        store_decimal_as_integer=True,
        store_schema=False,
    )


def arrow_type(column: sa.ColumnClause[object]) -> pa.DataType:
    """How a column of the lake is written; raises TypeError for a type that no dataset has."""
    match column.type:
        case sa.Uuid():
            return pa.uuid()
        case sa.Text():
            return pa.string_view()
        case sa.Numeric(precision=int(precision), scale=int(scale)):
            return pa.decimal128(precision, scale)
        case sa.Date():
            return pa.date32()
        case sa.TIMESTAMP():
            return pa.timestamp("us", "UTC")
        case sa.Boolean():
            return pa.bool_()
        case sa.BigInteger():
            return pa.int64()
        case sa.Integer():
            return pa.int32()
    raise TypeError(f"No way to write a column of {column.type!r}.")


def _array(rows: pl.DataFrame, name: str, same: str | None, kind: pa.DataType) -> pa.ChunkedArray:
    if same is not None:
        places = pa.repeat(pa.scalar(0, pa.int32()), min(rows.height, GROUP_ROWS))
        return _over(pa.DictionaryArray.from_arrays(places, pa.array([same])), rows.height)
    if name not in rows.columns:
        return _over(pa.nulls(min(rows.height, GROUP_ROWS), kind), rows.height)
    return pa.chunked_array([_typed(chunk, kind) for chunk in rows[name].get_chunks()], kind)


def _over(group: pa.Array, height: int) -> pa.ChunkedArray:
    """So many rows of a column that is the same throughout, of which a group is held once."""
    whole, rest = divmod(height, GROUP_ROWS)
    chunks = [group] * whole
    return pa.chunked_array([*chunks, group.slice(0, rest)], group.type)


def _typed(values: pl.Series, kind: pa.DataType) -> pa.Array:
    if pa.types.is_string_view(kind):
        return values.to_arrow(compat_level=pl.CompatLevel.newest())
    found = values.to_arrow(compat_level=pl.CompatLevel.oldest())
    if kind == pa.uuid():
        found = found.cast(pa.binary(16))
    return found.cast(kind)


def _repeats(rows: pl.DataFrame, name: str) -> bool:
    """Whether a column is worth a dictionary: looking for one in columns where every value is
    another takes as long as writing them.
    """
    if name not in rows.columns:
        return False
    sample = rows[name].head(_SAMPLE_ROWS)
    return sample.n_unique() * 2 <= sample.len()
