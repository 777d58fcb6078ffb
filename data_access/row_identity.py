"""What makes two rows the same row: equal in every column of the contract, within one owner unit.

A row's identity is the first half of a SHA-256 over the unit and every column that has a value, by
name; a column which a contract gains later does not change the identity of rows without it. Hashed
by a plugin of Polars: DuckDB's own SHA-256 took five times as long on the same rows, Python's
hashlib, called row by row, three times.
"""

from binascii import unhexlify
from collections.abc import Sequence

import numpy as np
import polars as pl
import pyarrow as pa
from polars_hash import CryptographicHashingNameSpace as Hashes

from supervision.contracts import Column, ColumnType

_LONG_AS_WRITTEN = frozenset({ColumnType.TEXT, ColumnType.CODE})
_BYTES = 16


def row_identities(rows: pl.DataFrame, columns: Sequence[Column], unit: str) -> pl.Series:
    """The 16 bytes that identify each row within the unit, named `row_id`."""
    whole = rows.rechunk()  # polars 2.1 panics in `format` on a text column with an empty chunk
    template, values = "unit={}", [pl.lit(unit)]
    for column in sorted(columns, key=lambda column: column.name):
        without = whole[column.name].null_count()
        if without == whole.height:
            continue
        form, said = _said(column)
        if without:
            form, said = "{}", [pl.format(form, *said).fill_null("")]
        template += form
        values += said
    return _halves(whole.select(Hashes(pl.format(template, *values)).sha2_256()).to_series())


def _said(column: Column) -> tuple[str, list[pl.Expr]]:
    """`|name=value` and what is put into it; a text says its length, so that none runs on."""
    value = pl.col(column.name)
    if column.type in _LONG_AS_WRITTEN:
        return f"|{column.name}={{}}:{{}}", [value.str.len_bytes(), value]
    if column.type is ColumnType.INSTANT:
        value = value.dt.epoch("us")
    return f"|{column.name}={{}}", [value.cast(pl.String)]


def _halves(digests: pl.Series) -> pl.Series:
    """The first half of each digest, which is given in hexadecimal digits."""
    if not digests.len():
        return pl.Series("row_id", [], dtype=pl.Binary)
    digits = digests.to_arrow().buffers()[2][: 4 * _BYTES * digests.len()]
    halves = np.frombuffer(unhexlify(digits), np.uint8).reshape(-1, 2 * _BYTES)[:, :_BYTES]
    packed = pa.py_buffer(halves.tobytes())
    fixed = pa.FixedSizeBinaryArray.from_buffers(pa.binary(_BYTES), len(halves), [None, packed])
    return pl.Series("row_id", fixed, dtype=pl.Binary)
