"""The source rows that did not enter the pool, kept as they stood, and such rows coming back.

A rejects file has the source's own columns, then those of RETURNED. When it comes back corrected,
what those say is ignored, and what defusing put before a cell is taken off again.
"""

import json
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from data_access.recognition import folded
from data_access.records import Records
from supervision.cells import undefused

RETURNED = ("退回文件", "退回行号", "退回原文", "退回原因")
"""The columns that a rejects file adds: file, line, the text where no fields stand, reasons."""

RECORD_SCHEMA = pl.Schema(
    {"source_file": pl.Int32(), "source_line": pl.Int32(), "record": pl.String()}
)
_PLACE = ["source_file", "source_line"]


def raw_records(records: Records, faults: pl.DataFrame) -> pl.DataFrame:
    """The rejected ones among the records, of RECORD_SCHEMA.

    record: JSON, the list of a row's fields, or the text of a record that is none of the header's.
    """
    places = faults.select(_PLACE).unique()
    if not places.height:
        return pl.DataFrame(schema=RECORD_SCHEMA)
    rows = records.rows.join(places, on=_PLACE, how="semi")
    fields = rows.drop(_PLACE)
    misfits = records.misfits.join(places, on=_PLACE, how="semi")
    said = [
        json.dumps(["" if f is None else f for f in row], ensure_ascii=False)
        for row in fields.iter_rows()
    ]
    said += [json.dumps(text or "", ensure_ascii=False) for text in misfits["text"]]
    found = pl.concat([rows.select(_PLACE), misfits.select(_PLACE)])
    return found.with_columns(pl.Series("record", said, dtype=pl.String)).cast(RECORD_SCHEMA)


def as_supplied(records: Records, header: Sequence[str]) -> Records:
    """The records without what defusing added, where the header is that of a rejects file."""
    if not is_returned(header):
        return records
    columns = [_undefused(records.rows[name]) for name in records.rows.columns if name[0] == "f"]
    return replace(records, rows=records.rows.with_columns(columns))


def is_returned(header: Sequence[str]) -> bool:
    """Whether this is the header of a rejects file."""
    return set(RETURNED) <= {folded(cell) for cell in header}


def _undefused(cells: pl.Series) -> pl.Series:
    marked = cells.str.starts_with("'").fill_null(value=False)
    if not marked.any():
        return cells
    texts = cells.to_list()
    plain = [undefused(text) if text else text for text in texts]
    return pl.Series(cells.name, plain, dtype=pl.String)
