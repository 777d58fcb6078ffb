"""The beginning of a table, typed: what is shown before it is taken in."""

from dataclasses import dataclass
from pathlib import Path

from data_access.collecting import from_line
from data_access.forms import Recognised
from data_access.merged_cells import merged_cells, with_merged
from data_access.reading import SourceText
from data_access.records import Segment, read_records
from data_access.reject_records import as_supplied
from data_access.source_tables import SourceTable
from data_access.typed_rows import TypedRows, typed_rows


@dataclass(frozen=True, kw_only=True, slots=True)
class FirstRows:
    """The rows of a table's first block; `is_part` where the table goes on after it."""

    path: Path
    stem: str
    encoding: str
    table: Recognised
    typed: TypedRows
    is_part: bool


def first_rows(at: SourceTable, source: SourceText, table: Recognised) -> FirstRows:
    """The first block of a recognised table."""
    blocks = from_line(source.blocks(), table.first_row)
    segment = Segment(file=0, first_line=table.first_row, text=next(blocks, b"\n"))
    is_part = next(blocks, None) is not None
    form = table.form
    records = read_records([segment], form.delimiter, len(form.header), is_last=not is_part)
    records = as_supplied(records, form.header)
    records = with_merged(records, {0: merged_cells(at.merged, table.first_row)}, form)
    return FirstRows(
        path=at.path,
        stem=at.stem,
        encoding=source.encoding,
        table=table,
        typed=typed_rows(records, form, table.titles, {0: at.stem}),
        is_part=is_part,
    )
