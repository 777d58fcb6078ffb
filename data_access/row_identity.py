"""What makes two rows the same row: equal in every column of the contract, within one owner unit.

A row's identity is the first half of a SHA-256 over the unit and every column that has a value, by
name; a column which a contract gains later does not change the identity of rows without it. Hashed
by a plugin of Polars: DuckDB's own SHA-256 took five times as long on the same rows, Python's
hashlib, called row by row, three times.
"""

from binascii import unhexlify
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
import pyarrow as pa
from polars_hash import CryptographicHashingNameSpace as Hashes

from supervision.contracts import Column, ColumnType

_LONG_AS_WRITTEN = frozenset({ColumnType.TEXT, ColumnType.CODE})
_LONGEST_LOOKED_UP = 1_000
_BYTES = 16


def row_identities(
    rows: pl.DataFrame, columns: Sequence[Column], unit: str, spelled: pl.DataFrame | None = None
) -> pl.Series:
    """The 16 bytes that identify each row within the unit, named `row_id`.

    spelled: columns of numbers as text, spelled as Polars writes them out; the others are spelled.
    """
    if not rows.height:
        return pl.Series("row_id", [], dtype=pl.Binary)
    known = pl.DataFrame() if spelled is None else spelled
    said: list[_Piece] = [f"unit={unit}"]
    for column in sorted(columns, key=lambda column: column.name):
        values = (known if column.name in known.columns else rows)[column.name]
        values = values.rechunk()  # polars 2.1 panics in `concat_str` on texts of empty chunks
        if values.null_count() == 0:
            said += _said(column, values)
        elif values.null_count() < rows.height:
            pieces = [_expression(piece) for piece in _said(column, values)]
            said.append(pl.select(pl.concat_str(pieces).fill_null("")).to_series())
    pieces = [_expression(piece) for piece in _joined(said)]
    digests = pl.select(Hashes(pl.concat_str(pieces)).sha2_256()).to_series()
    if digests.len() < rows.height:  # all rows say the same, which is hashed once
        digests = digests.new_from_index(0, rows.height)
    return _halves(digests)


@dataclass(frozen=True, kw_only=True, slots=True)
class _LookedUp:
    """Of a few texts the one at each row's place."""

    texts: pl.Series
    places: pl.Series


_Piece = str | _LookedUp | pl.Series
"""What each row says next: all the same, one of a few texts, or a text of its own."""


def _joined(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces with what all rows say put into the text beside it: each piece costs the same."""
    found: list[_Piece] = []
    for piece in pieces:
        before = found[-1] if found else None
        if isinstance(piece, str) and isinstance(before, str):
            found[-1] = before + piece
        elif isinstance(piece, str) and isinstance(before, _LookedUp):
            found[-1] = replace(before, texts=before.texts + piece)
        elif isinstance(piece, _LookedUp) and isinstance(before, str):
            found[-1] = replace(piece, texts=before + piece.texts)
        else:
            found.append(piece)
    return found


def _expression(piece: _Piece) -> pl.Expr:
    if isinstance(piece, _LookedUp):
        return pl.lit(piece.texts.gather(piece.places))
    return pl.lit(piece)


def _said(column: Column, values: pl.Series) -> list[_Piece]:
    """`|name=value` in pieces, null where there is none; a text says how long it is."""
    if column.type in _LONG_AS_WRITTEN:
        return _texts(values, column.name)
    if column.type is ColumnType.DATE:
        return [_days(values, column.name)]
    if column.type is ColumnType.INSTANT:
        values = values.dt.epoch("us")
    return [f"|{column.name}=", values.cast(pl.String)]


def _texts(texts: pl.Series, name: str) -> list[_Piece]:
    """`|name=length:text`; lengths are looked up: spelling a million takes five times that."""
    lengths = texts.str.len_bytes()
    shortest, longest = lengths.min(), lengths.max()
    if not isinstance(longest, int) or longest > _LONGEST_LOOKED_UP:
        return [texts.to_frame().select(pl.format(f"|{name}={{}}:", lengths)).to_series(), texts]
    if shortest == longest and not texts.null_count():
        is_one = (texts == texts[0]).all()
        return [f"|{name}={longest}:{texts[0]}"] if is_one else [f"|{name}={longest}:", texts]
    spelled = pl.Series([f"|{name}={length}:" for length in range(longest + 1)], dtype=pl.String)
    return [_LookedUp(texts=spelled, places=lengths), texts]


def _days(days: pl.Series, name: str) -> _Piece:
    """`|name=day` of each day, looked up: there are few, and spelling one is dear."""
    numbers = days.to_physical()
    first, last = numbers.min(), numbers.max()
    if not isinstance(first, int) or not isinstance(last, int) or last - first > days.len():
        return f"|{name}=" + days.cast(pl.String)
    spelled = pl.Series(range(first, last + 1), dtype=pl.Int32).cast(pl.Date).cast(pl.String)
    return _LookedUp(texts=f"|{name}=" + spelled, places=numbers - first)


def _halves(digests: pl.Series) -> pl.Series:
    """The first half of each digest, which is given in hexadecimal digits."""
    digits = np.frombuffer(digests.to_arrow().buffers()[2], np.uint8)
    halves = digits[: 4 * _BYTES * digests.len()].reshape(-1, 4 * _BYTES)[:, : 2 * _BYTES]
    packed = pa.py_buffer(unhexlify(halves.tobytes()))
    fixed = pa.FixedSizeBinaryArray.from_buffers(pa.binary(_BYTES), len(halves), [None, packed])
    return pl.Series("row_id", fixed, dtype=pl.Binary)
