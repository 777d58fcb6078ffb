"""The rows of a Parquet file as text, one line a row. Run as a program: SOURCE TARGET."""

import sys
from pathlib import Path

import polars as pl

from data_access.unpackers.fields import LOST_PRECISION, plain_text, written_out
from data_access.unpackers.running import NotUnpacked, Refusal, run, say

ZONE = "Asia/Shanghai"
MEMORY_BYTES = 8 * 1024**3
"""Address space, of which the engine reserves far more than it uses."""

_CONTROL = r"[\x00-\x1f\x7f\x{85}\x{2028}\x{2029}]+"
_FIRST_INEXACT = 1e15
_WIDEST_INTEGER = 9e18


def unpack(arguments: list[str]) -> None:
    """Unpacks the file that the arguments name."""
    try:
        rows = pl.scan_parquet(arguments[0], low_memory=True, glob=False)
        schema = rows.collect_schema()
        fields = [as_text(pl.col(name), kind).alias(name) for name, kind in schema.items()]
        named = {name: plain_text(name) for name in schema.names()}
        written = rows.select(fields).rename(named)
        written.sink_csv(Path(arguments[1]) / "0.csv", line_terminator="\n")
    except pl.exceptions.PolarsError as error:
        raise NotUnpacked(Refusal.DAMAGED) from error
    say(table="", file="0.csv")


def as_text(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """The column as text: days and times as ISO has them, numbers without exponents."""
    if kind.is_float():
        return _float_text(column)
    if isinstance(kind, pl.Datetime):
        local = column.dt.convert_time_zone(ZONE) if kind.time_zone else column
        return local.dt.to_string("%Y-%m-%d %H:%M:%S%.f")
    if kind.is_nested():
        encoded = pl.struct(column.alias("v")).struct.json_encode()
        inner = encoded.str.strip_prefix('{"v":').str.strip_suffix("}")
        return pl.when(column.is_not_null()).then(_one_line(inner))
    if isinstance(kind, pl.Boolean):
        return column.cast(pl.String)
    if kind.is_temporal() or kind.is_numeric():
        return column.cast(pl.String)
    return _one_line(column.cast(pl.String))


def _one_line(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(_CONTROL, " ")


def _float_text(column: pl.Expr) -> pl.Expr:
    size = column.abs()
    is_whole = (column == column.round(0)) & (size < _WIDEST_INTEGER)
    whole = column.cast(pl.Int64, strict=False).cast(pl.String)
    marked = pl.when(size < _FIRST_INEXACT).then(whole).otherwise(LOST_PRECISION + whole)
    shown = column.cast(pl.String)
    plain = pl.when(shown.str.contains("e", literal=True)).then(_expanded(shown)).otherwise(shown)
    plain = pl.when(size < _FIRST_INEXACT).then(plain).otherwise(LOST_PRECISION + plain)
    plain = pl.when(column.is_finite()).then(plain)
    return pl.when(is_whole).then(marked).otherwise(plain)


def _expanded(shown: pl.Expr) -> pl.Expr:
    return shown.map_batches(
        lambda text: pl.Series(
            [written_out(each) if each and "e" in each else each for each in text], dtype=pl.String
        ),
        return_dtype=pl.String,
        is_elementwise=True,
    )


if __name__ == "__main__":
    sys.exit(run(unpack, memory_bytes=MEMORY_BYTES))
