"""Cells merged downwards in a workbook: what they say stands for each of their rows.

An amount is not repeated: merged over three rows it is that of all three, and three times as much
would be wrong. Blocks that begin above the first row of data are those of the header.
"""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from data_access.forms import Form
from data_access.records import Records
from supervision.contracts import ColumnType

AMOUNTS = frozenset({ColumnType.MONEY, ColumnType.NUMBER})
_SCHEMA = pl.Schema(
    {
        "field": pl.Int32(),
        "first_line": pl.Int32(),
        "last_line": pl.Int32(),
        "value": pl.String(),
    }
)
_PLACE = ["source_file", "source_line"]


def merged_cells(path: Path | None, first_row: int) -> pl.DataFrame:
    """The merged blocks of a table from its first row of data on; none without a path.

    One row a block: `field` from 0, `first_line` and `last_line` from 1, `value`.
    """
    if path is None:
        return pl.DataFrame(schema=_SCHEMA)
    return pl.read_csv(path, schema=_SCHEMA).filter(pl.col("first_line") >= first_row)


def with_merged(records: Records, merged: Mapping[int, pl.DataFrame], form: Form) -> Records:
    """The records with the value of each block in all of its rows; `merged` is by file number.

    Columns of amounts stay as they are, and so do fields that hold something of their own.
    """
    blocks = [
        found.with_columns(pl.lit(number, dtype=pl.Int32).alias("source_file"))
        for number, found in merged.items()
        if found.height
    ]
    if not blocks:
        return records
    amounts = {
        source.index
        for source in form.sources
        if form.contract.column(source.column).type in AMOUNTS
    } | {index for index, _ in form.unpivoted}
    rows = records.rows
    lines = pl.int_ranges(pl.col("first_line") + 1, pl.col("last_line") + 1, dtype=pl.Int32)
    below = pl.concat(blocks).with_columns(source_line=lines).explode("source_line")
    for (field,), said in below.group_by("field"):
        if f"f{field}" not in rows.columns or field in amounts:
            continue
        own = pl.col(f"f{field}")
        rows = (
            rows.join(said.select(*_PLACE, "value"), on=_PLACE, how="left", maintain_order="left")
            .with_columns(own.fill_null(pl.col("value")).alias(f"f{field}"))
            .drop("value")
        )
    return Records(rows=rows, misfits=records.misfits, blanks=records.blanks, rest=records.rest)
