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
_LONGEST_LOOKED_UP = 1_000
_BYTES = 16


def row_identities(rows: pl.DataFrame, columns: Sequence[Column], unit: str) -> pl.Series:
    """The 16 bytes that identify each row within the unit, named `row_id`."""
    whole = rows.rechunk()  # polars 2.1 panics in `concat_str` on a text column of empty chunks
    said: list[pl.Expr] = [pl.lit(f"unit={unit}")]
    for column in sorted(columns, key=lambda column: column.name):
        values = whole[column.name]
        if values.null_count() == 0:
            said += _said(column, values)
        elif values.null_count() < whole.height:
            said.append(pl.concat_str(_said(column, values)).fill_null(""))
    return _halves(whole.select(Hashes(pl.concat_str(said)).sha2_256()).to_series())


def _said(column: Column, values: pl.Series) -> list[pl.Expr]:
    """`|name=value` in pieces, null where there is none; a text says how long it is."""
    if column.type in _LONG_AS_WRITTEN:
        return [pl.lit(_lengths(values, column.name)), pl.lit(values)]
    if column.type is ColumnType.DATE:
        return [pl.lit(_days(values, column.name))]
    if column.type is ColumnType.INSTANT:
        values = values.dt.epoch("us")
    return [pl.lit(f"|{column.name}="), pl.lit(values).cast(pl.String)]


def _lengths(texts: pl.Series, name: str) -> pl.Series:
    """`|name=length:` of each text, looked up: spelling a million numbers takes five times that."""
    lengths = texts.str.len_bytes()
    longest = lengths.max()
    if not isinstance(longest, int) or longest > _LONGEST_LOOKED_UP:
        return texts.to_frame().select(pl.format(f"|{name}={{}}:", lengths)).to_series()
    return pl.Series([f"|{name}={length}:" for length in range(longest + 1)]).gather(lengths)


def _days(days: pl.Series, name: str) -> pl.Series:
    """`|name=day` of each day, looked up: there are few, and spelling one is dear."""
    numbers = days.to_physical()
    first, last = numbers.min(), numbers.max()
    if not isinstance(first, int) or not isinstance(last, int) or last - first > days.len():
        return f"|{name}=" + days.cast(pl.String)
    spelled = pl.Series(range(first, last + 1), dtype=pl.Int32).cast(pl.Date).cast(pl.String)
    return (f"|{name}=" + spelled).gather(numbers - first)


def _halves(digests: pl.Series) -> pl.Series:
    """The first half of each digest, which is given in hexadecimal digits."""
    if not digests.len():
        return pl.Series("row_id", [], dtype=pl.Binary)
    digits = np.frombuffer(digests.to_arrow().buffers()[2], np.uint8)
    halves = digits[: 4 * _BYTES * digests.len()].reshape(-1, 4 * _BYTES)[:, : 2 * _BYTES]
    packed = pa.py_buffer(unhexlify(halves.tobytes()))
    fixed = pa.FixedSizeBinaryArray.from_buffers(pa.binary(_BYTES), len(halves), [None, packed])
    return pl.Series("row_id", fixed, dtype=pl.Binary)
